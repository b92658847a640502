import { expect, it } from 'vitest';
import { withBareBuiltins } from '../../scripts/with-bare-builtins.ts';

it("takes what is imported by name from Node's modules as they are, and leaves every other import", () => {
  const program = [
    'import { open as open$1, stat } from "node:fs/promises";',
    "import { sep } from 'node:path';",
    'import { packageVersion } from "../package-version.js";',
    'import yaml from "js-yaml";',
    'const text = `import { a } from "node:fs";`;',
  ];
  expect(withBareBuiltins(program.join('\n')).split('\n')).toEqual([
    'const { open: open$1, stat } = process.getBuiltinModule("node:fs/promises");',
    'const { sep } = process.getBuiltinModule("node:path");',
    ...program.slice(2),
  ]);
});
