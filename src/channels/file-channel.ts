// Media that are files in a folder: the agenda and the calendar. One file a thread, replaced whole by a rename, so
// that writing it twice is the same as once and a reader never sees half of it.

import { createHash, randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { access, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import type { Message } from '../announce/index.ts';
import { plainLetters } from '../base/index.ts';
import type { Connection } from './channel.ts';

export const folderSettings = z.strictObject({ folder: z.string().min(1) });
export type FolderSettings = z.infer<typeof folderSettings>;

export interface RenderedFile {
  readonly name: string;
  readonly content: string;
  readonly html: string;
  readonly text: string;
}

/** A name that no recipient's address can lead out of the folder with. */
export function fileNameOf(message: Message, extension: string): string {
  const readable = plainLetters(`${message.release}-${message.recipient.name}`)
    .replace(/[^A-Za-z0-9.-]+/g, '-')
    .replace(/^[.-]+|[.-]+$|\.(?=\.)/g, '')
    .slice(0, 80);
  const hash = createHash('sha256').update(message.thread).digest('hex').slice(0, 8);
  return `${readable || 'item'}-${hash}${extension}`;
}

export function connectToFolder({ folder }: FolderSettings): Connection<RenderedFile> {
  return {
    async deliver({ name, content }) {
      const path = join(folder, name);
      const draft = `${path}.${randomBytes(4).toString('hex')}.tmp`;
      try {
        await mkdir(folder, { recursive: true });
        await writeFile(draft, content);
        await rename(draft, path);
      } catch (error) {
        await rm(draft, { force: true }).catch(() => undefined);
        const { code } = error as { code?: string };
        const because = `${path} cannot be written (${code ?? 'no reason given'}).`;
        return code === 'ENOSPC' || code === 'EBUSY' || code === 'EMFILE'
          ? { outcome: 'later', because, retryAfterSeconds: null }
          : { outcome: 'refused', because, hint: `Check that ${folder} is a folder and may be written to.` };
      }
      return { outcome: 'delivered', receipt: { id: name, url: pathToFileURL(path).href, detail: {} } };
    },
    async check() {
      try {
        await mkdir(folder, { recursive: true });
        await access(folder, constants.W_OK);
        return { ok: true, because: `${folder} can be written to.` };
      } catch (error) {
        return { ok: false, because: `${folder} cannot be written to (${(error as { code?: string }).code}).` };
      }
    },
    async close() {},
  };
}
