// Real documents, damaged at random: in their text, and in their values. Whatever comes of it is a comparison with a
// verdict, and one that says so where a part could not be read; never a crash, never a hang.

import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { load } from 'js-yaml';
import { expect, it } from 'vitest';
import { compareSpecs } from '../../src/compare/index.ts';

const root = new URL('../../', import.meta.url);
const [pkgdb1, pkgdb2, figma] = (await Promise.all(
  [
    'examples/pkgdb2/specs/pkgdb-1.yaml',
    'examples/pkgdb2/specs/pkgdb-2.yaml',
    'node_modules/figma-before/openapi/openapi.yaml',
  ].map((path) => readFile(new URL(path, root), 'utf8')),
)) as [string, string, string];

const verdicts = ['breaking', 'unknown', 'risky', 'compatible', 'identical'];
const options = { asOf: '2026-11-20' } as const;

/** Cuts, doubles or overwrites a stretch of the text. */
const damage = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.integer({ min: 1, max: 60 }),
  instead: fc.oneof(
    fc.constant(''),
    fc.constantFrom('\u0000', '\ufeff', '"', '{', '[', ': ', '\n', '\t', '&a ', '*a', '- ', '!!x ', '#', '%', '1e999'),
    fc.string({ unit: 'binary', maxLength: 8 }),
  ),
  doubled: fc.boolean(),
});

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Values that stand where something else belongs. */
const stranger: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(null, true, 0, -1, 1e308, '', '#', '#/', '#/components/schemas', [], {}, [[]], [null]),
  fc.constantFrom<Json>(
    { $ref: '#' },
    { $ref: '#/paths' },
    { $ref: 'http://127.0.0.1:1/' },
    { $ref: '../../../../etc/passwd' },
    { $ref: 5 },
    { allOf: {} },
    { type: 'no' },
    { type: ['string', 5] },
    { pattern: '(' },
    { properties: [] },
    { required: 'a' },
    { enum: 'a' },
    { oneOf: [5] },
    { minimum: 'x' },
    { items: [] },
    { not: null },
  ),
  fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>,
);

function replaceSomewhere(document: Json, steps: readonly number[], instead: Json): void {
  let at = document;
  for (const [index, step] of steps.entries()) {
    if (typeof at !== 'object' || at === null) return;
    const keys = Object.keys(at);
    const key = keys[step % Math.max(keys.length, 1)];
    if (key === undefined) return;
    const holder = at as { [key: string]: Json };
    if (index === steps.length - 1 || typeof holder[key] !== 'object') {
      holder[key] = instead;
      return;
    }
    at = holder[key] as Json;
  }
}

it('gives a verdict on documents whose text was damaged', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(1),
      fc.array(damage, { minLength: 1, maxLength: 3 }),
      fc.boolean(),
      async (index, damages, asBase) => {
        const text = [pkgdb1, pkgdb2][index]!;
        let damaged = text;
        for (const { at, length, instead, doubled } of damages) {
          const from = Math.floor(at * damaged.length);
          const piece = damaged.slice(from, from + length);
          damaged = `${damaged.slice(0, from)}${doubled ? piece + piece : instead}${damaged.slice(from + length)}`;
        }
        const sides = [
          { text: damaged, source: 'damaged.yaml' },
          { text, source: 'whole.yaml' },
        ] as const;
        const { verdict, problems } = await compareSpecs(sides[asBase ? 0 : 1], sides[asBase ? 1 : 0], options);
        expect(verdicts).toContain(verdict);
        if (verdict === 'unknown') expect(problems.length).toBeGreaterThan(0);
      },
    ),
    { numRuns: 300, seed: 20261121 },
  );
});

it('gives a verdict on documents in which anything stands anywhere', async () => {
  const documents = [pkgdb2, figma].map((text) => load(text) as Json);
  await fc.assert(
    fc.asyncProperty(
      fc.nat(documents.length - 1),
      fc.array(fc.record({ steps: fc.array(fc.nat(999), { minLength: 1, maxLength: 14 }), instead: stranger }), {
        minLength: 1,
        maxLength: 4,
      }),
      async (index, replacements) => {
        const document = documents[index]!;
        const mutant = structuredClone(document) as { [key: string]: Json };
        for (const { steps, instead } of replacements) replaceSomewhere(mutant, steps, structuredClone(instead));
        for (const sides of [
          [document, mutant],
          [mutant, document],
        ] as const) {
          const [before, after] = sides.map((side) => ({ document: side as Record<string, unknown> }));
          const comparison = await compareSpecs(before!, after!, options);
          expect(verdicts).toContain(comparison.verdict);
          for (const { message, advice } of comparison.findings) {
            expect(`${message} ${advice}`).not.toMatch(/undefined|\[object|NaN/);
          }
        }
      },
    ),
    { numRuns: 40, seed: 20261121 },
  );
});
