import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import type { Json } from '../../src/schema/index.ts';
import { createProjector, decideContainment } from '../../src/schema/index.ts';
import type { Pair } from './random-schemas.ts';
import { dialectsOf, families, pairOf, schemaOf } from './random-schemas.ts';
import { randomFrom } from './random-values.ts';
import { rule } from './referee.ts';

// Many compilations by ajv: on a busy machine they may take their time.
vi.setConfig({ testTimeout: 180_000 });

// One seed that never changes, so that a change of ours is judged and not its luck; TOCSIN_SEED adds another.
// Many more pairs: `npm run soak`.
const seeds = [20261120, ...(process.env.TOCSIN_SEED ? [Number(process.env.TOCSIN_SEED)] : [])];

const sorts = families.flatMap((family) =>
  dialectsOf(family)
    .filter((dialect) => dialect !== 'draft-06')
    .map((dialect) => ({ family, dialect })),
);

describe.each(seeds)('with seed %i', (seed) => {
  const tally = new Map<string, Set<string>>();

  test.each(sorts)('no value contradicts an answer about $family in $dialect', ({ family, dialect }) => {
    const random = randomFrom(seed);
    for (const pair of fc.sample(pairOf(dialect, family), { numRuns: 40, seed })) {
      const ruling = rule(pair, 25, random);
      expect({ pair, contradiction: ruling.contradiction }).toEqual({ pair, contradiction: undefined });
      for (const keyword of ruling.keywords) {
        tally.set(keyword, (tally.get(keyword) ?? new Set()).add(ruling.answer));
      }
    }
  });

  test('every keyword meets both yes and no', () => {
    const oneSided = [...tally].filter(([, answers]) => !(answers.has('yes') && answers.has('no')));
    expect(oneSided.map(([keyword]) => keyword)).toEqual([]);
    expect([...tally.keys()].sort()).toEqual([
      '$anchor',
      '$dynamicAnchor',
      '$dynamicRef',
      '$id',
      '$recursiveAnchor',
      '$recursiveRef',
      '$ref',
      'additionalItems',
      'additionalProperties',
      'allOf',
      'anyOf',
      'const',
      'contains',
      'dependencies',
      'dependentRequired',
      'dependentSchemas',
      'else',
      'enum',
      'exclusiveMaximum',
      'exclusiveMinimum',
      'format',
      'id',
      'if',
      'items',
      'maxContains',
      'maxItems',
      'maxLength',
      'maxProperties',
      'maximum',
      'minContains',
      'minItems',
      'minLength',
      'minProperties',
      'minimum',
      'multipleOf',
      'not',
      'oneOf',
      'pattern',
      'patternProperties',
      'prefixItems',
      'properties',
      'propertyNames',
      'required',
      'then',
      'type',
      'unevaluatedItems',
      'unevaluatedProperties',
      'uniqueItems',
    ]);
  });

  test.each(sorts)('a schema of $family in $dialect contains itself under another title', ({ family, dialect }) => {
    for (const schema of fc.sample(schemaOf(dialect, family), { numRuns: 8, seed })) {
      if (typeof schema !== 'object' || schema === null) continue;
      const titled = { ...(JSON.parse(JSON.stringify(schema)) as { [keyword: string]: Json }), title: 'the same' };
      const options = { dialect, assertFormats: family === 'formats' };
      const { answer } = decideContainment(schema, titled, options);
      // Where a dynamic reference leads may depend on the path to it, and is then not followed.
      expect({ schema, answer }).toEqual({
        schema,
        answer: family === 'dynamic' && answer === 'unknown' ? answer : 'yes',
      });
    }
  });

  test('what is remembered of shared definitions changes no answer', () => {
    const pairs = fc.sample(pairOf('2020-12', 'references'), { numRuns: 60, seed });
    for (const { outer, inner } of pairs) {
      if (JSON.stringify([outer, inner]).includes('"#"')) continue;
      const asWritten = { sender: 'client', side: 'receiver' } as const;
      const [projectOuter, projectInner] = [createProjector(outer, asWritten), createProjector(inner, asWritten)];
      for (const root of [{ $ref: '#/$defs/A' }, { $ref: '#/$defs/B' }, undefined]) {
        const [shared, alone] = [0, 1].map((copies) => {
          const schemas = [projectOuter(root ?? outer), projectInner(root ?? inner)] as [Json, Json];
          return decideContainment(...(copies === 0 ? schemas : (JSON.parse(JSON.stringify(schemas)) as [Json, Json])));
        });
        if (shared?.answer === 'unknown' || alone?.answer === 'unknown') continue;
        expect([root, outer, inner, shared?.answer]).toEqual([root, outer, inner, alone?.answer]);
      }
    }
  });

  test('containment is passed on', () => {
    const chains = fc.sample(
      fc.tuple(pairOf('2020-12', 'mixed'), pairOf('2020-12', 'objects')).map(([first, second]) => [first, second]),
      { numRuns: 40, seed },
    );
    for (const [first, second] of chains as [Pair, Pair][]) {
      const [widest, middle, narrowest] = [
        { anyOf: [first.outer, second.outer] },
        first.outer,
        { allOf: [first.outer, second.inner] },
      ];
      expect(decideContainment(widest, middle).answer).not.toBe('no');
      expect(decideContainment(middle, narrowest).answer).not.toBe('no');
      expect(decideContainment(widest, narrowest).answer).not.toBe('no');
    }
  });
});
