// The secret with which this installation signs links: TOCSIN_SECRET, or one that is made at the first start and kept
// beside the store, readable by its owner only. Several nodes over one PostgreSQL need the same, hence the variable.

import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TocsinError } from '../base/index.ts';
import { makeFolder } from '../store/index.ts';

const leastCharacters = 32;

/** @throws TocsinError `config-invalid` where TOCSIN_SECRET, or what the file holds, is too short to be one */
export function installationSecret(home: string, env: Readonly<Record<string, string | undefined>>): string {
  const given = env.TOCSIN_SECRET;
  if (given !== undefined && given !== '') {
    if (given.length < leastCharacters) {
      throw new TocsinError('config-invalid', 'TOCSIN_SECRET is shorter than 32 characters.', {
        hint: 'Give a long random text, `openssl rand -hex 32` for one.',
      });
    }
    return given;
  }
  const file = join(home, 'secret');
  const kept = secretIn(file);
  if (kept !== null) return kept;
  makeFolder(home);
  const draft = `${file}.${randomBytes(4).toString('hex')}`;
  // On the disk before it has its name: an empty secret would be one that everybody knows.
  writeFileSync(draft, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flush: true });
  try {
    linkSync(draft, file); // fails where another process was first: then its secret is the one
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return secretIn(file) ?? installationSecret(home, env);
}

/** Null where there is no such file. */
function secretIn(file: string): string | null {
  let secret: string;
  try {
    secret = readFileSync(file, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  if (secret.length >= leastCharacters) return secret;
  throw new TocsinError('config-invalid', `${file} holds no secret, but ${secret.length} characters.`, {
    hint: 'Put back the one that was there; or remove the file, and links in mails that went out no longer hold.',
  });
}
