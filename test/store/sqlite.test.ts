import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { openStore } from '../../src/store/index.ts';
import { storeContract } from './store-contract.ts';

const folder = mkdtempSync(join(tmpdir(), 'tocsin-store-'));
let number = 0;
const freshFile = () => {
  number += 1;
  return join(folder, String(number), 'tocsin.db');
};
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the store over SQLite', () => {
  storeContract(async () => {
    const file = freshFile();
    return () => openStore({ file });
  });

  test('is a file that only its owner reads', async () => {
    const file = freshFile();
    await (await openStore({ file })).close();
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('says in a sentence when the file is something else', async () => {
    const file = join(folder, 'letter.db');
    writeFileSync(file, 'Dear list, this is no database at all, but a letter.'.repeat(100));
    await expect(openStore({ file })).rejects.toMatchObject({
      code: 'store-unavailable',
      message: expect.stringMatching(/letter\.db cannot be opened: file is not a database/),
    });
  });
});
