// docs/rules.md says what the rules say: it is made from them, and this sees to it that it was made anew.

import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { ruleDocs } from '../../scripts/rule-docs.ts';

test('docs/rules.md is what the catalogue says; `npm run docs`, or --update here, makes it', async () => {
  await expect(await ruleDocs()).toMatchFileSnapshot(fileURLToPath(new URL('../../docs/rules.md', import.meta.url)));
});
