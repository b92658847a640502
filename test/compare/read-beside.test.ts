// A revision is read in the light of its base: what both say in the same lines is read once. That must not show: read
// by itself, it has the same value, the same positions and the same faults, and compares the same. Damage of all kinds
// stands for what authors do between two releases.

import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { compareReadSpecs, compareSpecs, readBoth, readSpec } from '../../src/compare/index.ts';
import type { LoadedSpec } from '../../src/spec/index.ts';

const root = new URL('../../', import.meta.url);
const [pkgdb, figma] = (await Promise.all(
  ['examples/pkgdb2/specs/pkgdb-1.yaml', 'node_modules/figma-before/openapi/openapi.yaml'].map((path) =>
    readFile(new URL(path, root), 'utf8'),
  ),
)) as [string, string];
const inJson = (yaml: string) => JSON.stringify(load(yaml), null, 2);
const options = { asOf: '2026-11-20' } as const;

const texts = {
  'YAML, small': pkgdb,
  'YAML, large': figma,
  'JSON, small': inJson(pkgdb),
  'JSON, large': inJson(figma),
  'YAML with other line ends': pkgdb.replaceAll('\n', '\r\n'),
  'JSON with other line ends': inJson(pkgdb).replaceAll('\n', '\r\n'),
  'JSON on one line': JSON.stringify(load(pkgdb)),
  'JSON with characters of several bytes': inJson(pkgdb).replaceAll('e', 'é').replaceAll('"opénapi"', '"openapi"'),
} as const;

/** From one line on so many are cut, doubled, moved to another place, or replaced. */
const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  lines: fc.integer({ min: 0, max: 40 }),
  to: fc.double({ min: 0, max: 1, noNaN: true }),
  kind: fc.constantFrom('cut', 'double', 'move', 'replace', 'word'),
  instead: fc.oneof(
    fc.constantFrom('', '#', '  # said', '}', '},', ']', '- x', '      x: 1', '"x": 1,', '&a b: *a', '<<: {a: b}'),
    fc.constantFrom('\t', '\r', '%TAG ! x', '---', '...', '"', "'", '|', '>-', 'é', '1e999', '12345678901234567890'),
    fc.constantFrom('"$ref": "#/components",', '$ref: "#/nowhere"', 'required: yes', '"schema": [],', 'enum: x'),
    fc.string({ maxLength: 6 }),
  ),
});
type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never;

/** What was amiss before already. */
const earlier = fc.array(edit, { maxLength: 1 });

function apply(text: string, edits: readonly Edit[]): string {
  const lines = text.split('\n');
  for (const { at, lines: count, to, kind, instead } of edits) {
    const from = Math.floor(at * lines.length);
    const taken = lines.slice(from, from + count);
    if (kind === 'word') lines[from] = (lines[from] ?? '').replace(/[a-z0-9]+(?=[^a-z0-9]*$)/i, instead || 'other');
    else lines.splice(from, kind === 'double' ? 0 : count, ...(kind === 'replace' ? [instead] : []));
    if (kind === 'double' || kind === 'move') lines.splice(Math.floor(to * lines.length), 0, ...taken);
  }
  return lines.join('\n');
}

async function outcome(reading: Promise<LoadedSpec>) {
  try {
    const { roots, problems, digest } = await reading;
    const { document } = roots[0]!;
    return { value: document.value, problems, digest, positions: [...pointers(document.value)].map(document.locate) };
  } catch (error) {
    const { code, message, position } = error as { code: string; message: string; position: unknown };
    return { code, message, position };
  }
}

/** Of every member and item, down to a depth at which the parts that were taken over have been entered. */
function* pointers(value: unknown, pointer = '', depth = 0): Generator<string> {
  yield pointer;
  if (typeof value !== 'object' || value === null || depth === 9) return;
  for (const [key, child] of Object.entries(value)) {
    yield* pointers(child, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, depth + 1);
  }
}

describe.each(Object.entries(texts))('a revision in %s', (_, before) => {
  const large = before.length > 300_000;
  it('is read beside its base as by itself', async () => {
    await fc.assert(
      fc.asyncProperty(earlier, fc.array(edit, { maxLength: 4 }), async (damage, edits) => {
        const base = apply(before, damage);
        const sides = [base, apply(base, edits)].map((text, side) => ({
          text,
          source: side === 0 ? 'old.yaml' : 'new.yaml',
        }));
        const [first, beside] = readBoth(sides[0]!, sides[1]!);
        first.catch(() => null); // what is said of a base that cannot be read is its own affair
        expect(await outcome(beside)).toEqual(await outcome(readSpec(sides[1]!, 'revision')));
      }),
      { numRuns: large ? 6 : 60 },
    );
  });

  it('compares the same', async () => {
    await fc.assert(
      fc.asyncProperty(earlier, fc.array(edit, { maxLength: 3 }), async (damage, edits) => {
        const base = apply(before, damage);
        const sides = [base, apply(base, edits)].map((text) => ({ text, source: 'api' }));
        const together = await compareSpecs(sides[0]!, sides[1]!, options);
        const apart = await Promise.all(sides.map((side) => readSpec(side, 'base'))).catch(() => null);
        if (apart === null) expect(together.verdict).toBe('unknown');
        else expect(together).toEqual(await compareReadSpecs(apart[0]!, apart[1]!, options));
      }),
      { numRuns: large ? 4 : 30 },
    );
  });
});

it.each(['YAML, small', 'JSON, small', 'YAML with other line ends'] as const)(
  'takes over what is alike: %s',
  async (name) => {
    const before = texts[name];
    const after = before.replace('1.9.4', '2.0.0').replace('/packages/{name}/orphan', '/packages/{name}/leave');
    const sides = [before, after].map((text) => ({ text, source: 'api' }));
    const [base, revision] = await Promise.all(readBoth(sides[0]!, sides[1]!));
    const [older, newer] = [base, revision].map(({ roots }) => roots[0]!.document.value as Record<string, object>);
    expect(newer!.info).not.toEqual(older!.info);
    expect(newer!.components).toBe(older!.components);
  },
);

it('takes a key that the base has twice for what it says last', async () => {
  const member = (type: string) => `      "A": {\n        "type": "${type}"\n      }`;
  const text = (version: string, ...types: string[]) =>
    `{\n  "openapi": "3.1.0",\n  "info": { "title": "T", "version": "${version}" },\n  "paths": {},\n` +
    `  "components": {\n    "schemas": {\n${types.map(member).join(',\n')}\n    }\n  }\n}\n`;
  const sides = [text('1', 'integer', 'string'), text('2', 'integer')].map((each) => ({
    text: each,
    source: 'api.json',
  }));
  const [, beside] = readBoth(sides[0]!, sides[1]!);
  const { value } = (await beside).roots[0]!.document;
  expect(value).toMatchObject({ components: { schemas: { A: { type: 'integer' } } } });
});
