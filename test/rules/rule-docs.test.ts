// docs/rules.md and docs/verdicts.md say what the rules say: they are made from them, and this sees to it that they were
// made anew.

import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { ruleDocs } from '../../scripts/rule-docs.ts';
import { verdictDocs } from '../../scripts/verdict-docs.ts';

const inDocs = (name: string) => fileURLToPath(new URL(`../../docs/${name}`, import.meta.url));

test('docs/rules.md is what the catalogue says; `npm run docs`, or --update here, makes it', async () => {
  await expect(await ruleDocs()).toMatchFileSnapshot(inDocs('rules.md'));
});

test('docs/verdicts.md is what the comparison says of its pairs; `npm run docs`, or --update here, makes it', async () => {
  await expect(await verdictDocs()).toMatchFileSnapshot(inDocs('verdicts.md'));
});
