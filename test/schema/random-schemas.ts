// Random schemas of every dialect, and pairs of them that are close enough for both answers to occur. The alphabets are small
// on purpose: few names, few characters and small numbers make keywords meet.

import fc from 'fast-check';
import type { Dialect, Json } from '../../src/schema/index.ts';
import { inSmallWorld } from './small-world.ts';

type Schema = { [keyword: string]: Json };

export const dialects: readonly Dialect[] = ['draft-04', 'draft-06', 'draft-07', '2019-09', '2020-12'];
const isSince = (dialect: Dialect, first: Dialect) => dialects.indexOf(dialect) >= dialects.indexOf(first);

const name = fc.constantFrom('a', 'b', 'c', 'ab');
const smallCount = fc.integer({ min: 0, max: 3 });
const number = fc.oneof(fc.integer({ min: -3, max: 6 }), fc.constantFrom(0.5, 1.5, -0.5, 2.5, 0.1, 0.3));
const step = fc.constantFrom(1, 2, 3, 4, 0.5, 1.5, 0.1);
const text = fc.constantFrom('', 'a', 'b', 'ab', 'abc', '1', 'a1', '😀', 'B', 'x-a');
const pattern = fc.constantFrom(
  '^a',
  'b$',
  '^[ab]*$',
  '^a+$',
  '[0-9]',
  '^.{2,3}$',
  '^(a|bc)$',
  'a|b',
  '^x-',
  '\\bab',
  '^[^a]*$',
  '^(?=.*a)[a-c]{1,2}$',
  '^$',
);
const scalar: fc.Arbitrary<Json> = fc.oneof(fc.constant(null), fc.boolean(), number, text);
const value: fc.Arbitrary<Json> = fc.oneof(
  { weight: 4, arbitrary: scalar },
  { weight: 1, arbitrary: fc.array(scalar, { maxLength: 2 }) as fc.Arbitrary<Json> },
  { weight: 1, arbitrary: fc.dictionary(name, scalar, { maxKeys: 2 }) as fc.Arbitrary<Json> },
);
const typeName = fc.constantFrom('null', 'boolean', 'integer', 'number', 'string', 'array', 'object');
const names = fc.uniqueArray(name, { minLength: 1, maxLength: 2 });

/** Groups of keywords that bear on each other. */
export const families = [
  'numbers',
  'strings',
  'arrays',
  'objects',
  'logic',
  'references',
  'identifiers',
  'dynamic',
  'unevaluated',
  'formats',
  'mixed',
  'demands',
] as const;
export type Family = (typeof families)[number];

/** The dialects that have what a family is about. */
export const dialectsOf = (family: Family): readonly Dialect[] =>
  family === 'demands'
    ? ['2020-12']
    : family === 'unevaluated' || family === 'dynamic'
      ? ['2019-09', '2020-12']
      : dialects;

type Keywords = Record<string, fc.Arbitrary<Json>>;

function numberKeywords(dialect: Dialect): Keywords {
  return {
    type: fc.constantFrom('integer', 'number'),
    minimum: number,
    maximum: number,
    exclusiveMinimum: dialect === 'draft-04' ? fc.boolean() : number,
    exclusiveMaximum: dialect === 'draft-04' ? fc.boolean() : number,
    multipleOf: step,
    enum: fc.uniqueArray(number, { minLength: 1, maxLength: 4 }) as fc.Arbitrary<Json>,
    ...(isSince(dialect, 'draft-06') && { const: number }),
  };
}

function stringKeywords(dialect: Dialect): Keywords {
  return {
    type: fc.constant('string'),
    minLength: smallCount,
    maxLength: smallCount,
    pattern,
    enum: fc.uniqueArray(text, { minLength: 1, maxLength: 4 }) as fc.Arbitrary<Json>,
    ...(isSince(dialect, 'draft-06') && { const: text }),
  };
}

/** Formats that ajv-formats reads as the engine does, and one that nobody knows. */
const format = fc.constantFrom('date', 'date-time', 'uuid', 'ipv4', 'email', 'hostname', 'uri', 'duration', 'pet-name');
const formatted = fc.constantFrom(
  '2024-02-29',
  '2023-02-29',
  '2024-02-29T10:00:00Z',
  '10.0.0.1',
  '10.0.0.256',
  'a@b.co',
  'https://b.co/a',
  'P1D',
  '123e4567-e89b-12d3-a456-426614174000',
  'ab',
  '',
);

function formatKeywords(dialect: Dialect): Keywords {
  return {
    type: fc.constant('string'),
    format,
    minLength: fc.constantFrom(0, 1, 7, 10, 20, 36),
    maxLength: fc.constantFrom(3, 9, 10, 36),
    pattern: fc.constantFrom(
      '^\\d{4}-01-0\\d$',
      '^10\\.0\\.0\\.[1-9]$',
      '^[a-z]+@[a-z]+\\.org$',
      '^[a-z]+$',
      '-',
      '^\\d',
      '^$',
    ),
    enum: fc.uniqueArray(formatted, { minLength: 1, maxLength: 4 }) as fc.Arbitrary<Json>,
    ...(isSince(dialect, 'draft-06') && { const: formatted }),
  };
}

function arrayKeywords(dialect: Dialect, child: fc.Arbitrary<Json>): Keywords {
  const tuple = fc.array(child, { minLength: 1, maxLength: 2 }) as fc.Arbitrary<Json>;
  return {
    type: fc.constant('array'),
    minItems: smallCount,
    maxItems: smallCount,
    uniqueItems: fc.boolean(),
    items: dialect === '2020-12' ? child : fc.oneof(child, tuple),
    ...(dialect === '2020-12' ? { prefixItems: tuple } : { additionalItems: child }),
    ...(isSince(dialect, 'draft-06') && { contains: child }),
    ...(isSince(dialect, '2019-09') && { minContains: smallCount, maxContains: smallCount }),
    enum: fc.uniqueArray(value, {
      minLength: 1,
      maxLength: 3,
      selector: (each) => JSON.stringify(each),
    }) as fc.Arbitrary<Json>,
  };
}

function objectKeywords(dialect: Dialect, child: fc.Arbitrary<Json>): Keywords {
  const map = (key: fc.Arbitrary<string>, entry: fc.Arbitrary<Json>) =>
    fc.dictionary(key, entry, { minKeys: 1, maxKeys: 3 }) as fc.Arbitrary<Json>;
  return {
    type: fc.constant('object'),
    properties: map(name, child),
    patternProperties: map(pattern, child),
    additionalProperties: fc.oneof(fc.boolean(), child),
    required: names as fc.Arbitrary<Json>,
    minProperties: smallCount,
    maxProperties: smallCount,
    ...(isSince(dialect, 'draft-06') && {
      propertyNames: fc.record(
        { pattern, enum: names as fc.Arbitrary<Json>, maxLength: smallCount },
        { requiredKeys: [] },
      ) as fc.Arbitrary<Json>,
    }),
    ...(isSince(dialect, '2019-09')
      ? { dependentRequired: map(name, names as fc.Arbitrary<Json>), dependentSchemas: map(name, child) }
      : { dependencies: map(name, fc.oneof(names as fc.Arbitrary<Json>, child)) }),
  };
}

function logicKeywords(dialect: Dialect, child: fc.Arbitrary<Json>): Keywords {
  const list = fc.array(child, { minLength: 1, maxLength: 3 }) as fc.Arbitrary<Json>;
  return {
    allOf: list,
    anyOf: list,
    oneOf: list,
    not: child,
    ...(isSince(dialect, 'draft-07') && { if: child, then: child, else: child }),
  };
}

/** A schema with about `size` of the given keywords; `if` is given whenever `then` or `else` is. */
function withKeywords(keywords: Keywords, size: number, always: readonly string[] = []): fc.Arbitrary<Json> {
  const keys = Object.keys(keywords);
  return fc
    .uniqueArray(fc.constantFrom(...keys), { minLength: 1, maxLength: size })
    .chain((chosen) => {
      const all = [...new Set([...chosen, ...always])];
      if (all.includes('then') || all.includes('else')) all.push('if');
      if (all.includes('minContains') || all.includes('maxContains')) all.push('contains');
      return fc.record(Object.fromEntries([...new Set(all)].map((key) => [key, keywords[key]!]))) as fc.Arbitrary<Json>;
    })
    .map((schema) => tidied(schema as Schema));
}

/** draft-04's exclusive flags are only flags beside a bound; an absent bound makes them noise. */
function tidied(schema: Schema): Schema {
  const result = { ...schema };
  for (const [flag, bound] of [
    ['exclusiveMinimum', 'minimum'],
    ['exclusiveMaximum', 'maximum'],
  ] as const) {
    if (typeof result[flag] === 'boolean' && result[bound] === undefined) delete result[flag];
  }
  return result;
}

const definitionsKeyword = (dialect: Dialect) => (isSince(dialect, '2019-09') ? '$defs' : 'definitions');

function build(dialect: Dialect, family: Exclude<Family, 'demands'>, depth: number): fc.Arbitrary<Json> {
  const known = built.get(`${dialect} ${family} ${depth}`);
  if (known) return known;
  const booleans = isSince(dialect, 'draft-06') ? [{ weight: 1, arbitrary: fc.boolean() as fc.Arbitrary<Json> }] : [];
  const leaf = fc.oneof(
    { weight: 3, arbitrary: withKeywords(numberKeywords(dialect), 3) },
    { weight: 3, arbitrary: withKeywords(stringKeywords(dialect), 3) },
    { weight: 2, arbitrary: fc.record({ type: typeName }) as fc.Arbitrary<Json> },
    {
      weight: 1,
      arbitrary: fc.record({
        enum: fc.uniqueArray(value, { minLength: 1, maxLength: 3, selector: (each) => JSON.stringify(each) }),
      }) as fc.Arbitrary<Json>,
    },
    ...booleans,
  );
  let made: fc.Arbitrary<Json>;
  const child: fc.Arbitrary<Json> =
    depth <= 0
      ? leaf
      : fc.oneof(
          { weight: 2, arbitrary: leaf },
          { weight: 2, arbitrary: build(dialect, family === 'references' ? 'references' : 'mixed', depth - 1) },
        );
  const own = family === 'mixed' || depth <= 0 ? child : fc.oneof(leaf, build(dialect, family, depth - 1));
  switch (family) {
    case 'numbers':
      made = withKeywords({ ...numberKeywords(dialect), ...(depth > 0 && logicKeywords(dialect, own)) }, 3);
      break;
    case 'strings':
      made = withKeywords({ ...stringKeywords(dialect), ...(depth > 0 && logicKeywords(dialect, own)) }, 3);
      break;
    case 'arrays':
      made = withKeywords({ ...arrayKeywords(dialect, child) }, 4);
      break;
    case 'objects':
      made = withKeywords({ ...objectKeywords(dialect, child) }, 4);
      break;
    case 'logic':
      made = depth <= 0 ? leaf : withKeywords({ type: typeName, ...logicKeywords(dialect, own) }, 2);
      break;
    case 'formats': {
      const text = withKeywords(formatKeywords(dialect), 3, ['format']);
      made =
        depth <= 0
          ? text
          : fc.oneof(
              { weight: 3, arbitrary: text },
              { weight: 2, arbitrary: withKeywords(logicKeywords(dialect, text), 2) },
              { weight: 1, arbitrary: withKeywords(objectKeywords(dialect, text), 2) },
            );
      break;
    }
    case 'identifiers':
    case 'dynamic': {
      const linked = fc.oneof(
        { weight: 2, arbitrary: family === 'dynamic' ? dynamicReference(dialect) : identifier(dialect) },
        { weight: 3, arbitrary: child },
      );
      made = fc.oneof(
        withKeywords({ ...objectKeywords(dialect, linked) }, 3),
        withKeywords({ ...arrayKeywords(dialect, linked) }, 3),
        withKeywords({ ...logicKeywords(dialect, linked) }, 2),
      );
      break;
    }
    case 'references': {
      const ref = fc.record({ $ref: fc.constantFrom('#', '#/DEFS/A', '#/DEFS/B') }) as fc.Arbitrary<Json>;
      const linked = fc.oneof({ weight: 2, arbitrary: ref }, { weight: 3, arbitrary: child });
      made = fc.oneof(
        withKeywords({ ...objectKeywords(dialect, linked) }, 3),
        withKeywords({ ...arrayKeywords(dialect, linked) }, 3),
        withKeywords({ ...logicKeywords(dialect, linked) }, 2),
      );
      break;
    }
    case 'unevaluated': {
      const own = depth <= 0 ? leaf : fc.oneof(leaf, build(dialect, 'unevaluated', depth - 1));
      const { patternProperties, additionalProperties, ...named } = objectKeywords(dialect, leaf);
      const { enum: _, uniqueItems, ...items } = arrayKeywords(dialect, leaf);
      const logic = logicKeywords(dialect, own);
      made = fc.oneof(
        withKeywords(
          {
            ...named,
            ...logic,
            ...(patternProperties && { patternProperties }),
            unevaluatedProperties: fc.oneof(fc.constant<Json>(false), leaf),
          },
          4,
        ),
        withKeywords(
          {
            ...items,
            ...logic,
            ...(uniqueItems && { uniqueItems }),
            unevaluatedItems: fc.oneof(fc.constant<Json>(false), leaf),
            ...(additionalProperties && {}),
          },
          4,
        ),
      );
      break;
    }
    case 'mixed':
      made =
        depth <= 0
          ? leaf
          : fc.oneof(
              withKeywords(objectKeywords(dialect, child), 3),
              withKeywords(arrayKeywords(dialect, child), 3),
              withKeywords({ type: typeName, ...logicKeywords(dialect, child) }, 2),
              withKeywords(
                {
                  ...numberKeywords(dialect),
                  ...stringKeywords(dialect),
                  ...arrayKeywords(dialect, leaf),
                  ...objectKeywords(dialect, leaf),
                  ...logicKeywords(dialect, leaf),
                  type: typeName,
                },
                4,
              ),
              leaf,
            );
      break;
  }
  built.set(`${dialect} ${family} ${depth}`, made);
  return made;
}
const built = new Map<string, fc.Arbitrary<Json>>();

const home = 'https://schemas.example/';

/** References by pointer, by anchor and by URI, which lead elsewhere inside an embedded resource than outside of it. */
const identifier = (_: Dialect) =>
  fc.record({
    $ref: fc.constantFrom('#', '#first', '#/DEFS/A', 'b', `${home}b`, 'b#first', 'b#/DEFS/C', `${home}root`),
  }) as fc.Arbitrary<Json>;

const dynamicReference = (dialect: Dialect): fc.Arbitrary<Json> =>
  fc.oneof(
    fc.constant<Json>(dialect === '2019-09' ? { $recursiveRef: '#' } : { $dynamicRef: '#node' }),
    fc.constantFrom<Json>({ $ref: '#' }, { $ref: 'b' }, { $ref: `${home}root#/DEFS/A` }),
  );

/** A whole document of one family: with definitions that its references lead to, where it has references. */
export function schemaOf(dialect: Dialect, family: Family): fc.Arbitrary<Json> {
  if (family === 'demands') return inSmallWorld.map(({ inner }) => inner);
  const depth = family === 'mixed' ? 2 : 1;
  const root = build(dialect, family, depth);
  if (family !== 'references' && family !== 'identifiers' && family !== 'dynamic') return root;
  return fc
    .record({
      root,
      A: build(dialect, family, 1),
      B: build(dialect, family === 'references' ? 'mixed' : family, 1),
      C: build(dialect, 'mixed', 1),
      marks: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
    })
    .map(({ root, A, B, C, marks }) => {
      const document =
        family === 'references'
          ? { ...(root as Schema), DEFS: { A, B } }
          : identified(dialect, family, { root, A, B, C } as Record<'root' | 'A' | 'B' | 'C', Schema>, marks);
      return JSON.parse(JSON.stringify(document).replaceAll('DEFS', definitionsKeyword(dialect))) as Json;
    });
}

/** A document in which B is a resource of its own, and A and C are called by the same name, each within its resource. */
function identified(
  dialect: Dialect,
  family: 'identifiers' | 'dynamic',
  { root, A, B, C }: Readonly<Record<'root' | 'A' | 'B' | 'C', Schema>>,
  [atRoot, atA, atB]: readonly [boolean, boolean, boolean],
): Schema {
  const id = dialect === 'draft-04' ? 'id' : '$id';
  const anchored = (schema: Schema): Schema =>
    typeof schema !== 'object'
      ? schema
      : isSince(dialect, '2019-09')
        ? { ...schema, $anchor: 'first' }
        : { ...schema, [id]: '#first' };
  if (family === 'identifiers') {
    return {
      ...root,
      [id]: `${home}root`,
      DEFS: { A: anchored(A), B: { ...B, [id]: 'b', DEFS: { C: anchored(C) } } },
    };
  }
  // Whatever is not marked as dynamic leaves the name to others, or fixes it.
  const marked = (schema: Schema, isDynamic: boolean): Schema =>
    dialect === '2019-09'
      ? { ...schema, ...(isDynamic && { $recursiveAnchor: true }) }
      : { ...schema, [isDynamic ? '$dynamicAnchor' : '$anchor']: 'node' };
  const [rootMarked, aMarked] =
    dialect === '2019-09' ? [marked(root, atRoot), A] : atA ? [root, marked(A, atRoot)] : [marked(root, atRoot), A];
  return { ...rootMarked, $id: `${home}root`, DEFS: { A: aMarked, B: { ...marked(B, atB), $id: 'b' } } };
}

/** Two schemas to compare and how the one was made from the other. */
export interface Pair {
  readonly dialect: Dialect;
  readonly family: Family;
  readonly kind: string;
  readonly outer: Json;
  readonly inner: Json;
  readonly assertFormats: boolean;
  /** All values that there are to try, where there are few. */
  readonly world?: readonly Json[];
}

/** Pairs of one dialect and family: independent ones, and ones that differ in a single place or by a known law. */
export function pairOf(dialect: Dialect, family: Family): fc.Arbitrary<Pair> {
  if (family === 'demands') {
    return inSmallWorld.map((pair) => ({ ...pair, dialect, family, kind: 'independent', assertFormats: false }));
  }
  const schema = schemaOf(dialect, family);
  // fast-check's records have no prototype, unlike what JSON.parse gives.
  const plain = (each: Json) =>
    JSON.parse(JSON.stringify(each).replaceAll('DEFS', definitionsKeyword(dialect))) as Json;
  const pair = (kind: string, outer: Json, inner: Json): Pair => ({
    dialect,
    family,
    kind,
    outer: plain(outer),
    inner: plain(inner),
    assertFormats: family === 'formats',
  });
  return fc.oneof(
    { weight: 2, arbitrary: fc.tuple(schema, schema).map(([outer, inner]) => pair('independent', outer, inner)) },
    {
      weight: 5,
      arbitrary: fc
        .tuple(schema, fc.nat(), fc.boolean(), scalarSchema(dialect))
        .map(([one, seed, turn, replacement]) => {
          const other = changedInOnePlace(one, seed, replacement);
          return turn ? pair('one place changed', one, other) : pair('one place changed', other, one);
        }),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(schema, build(dialect, family, 0), fc.constantFrom('narrowed', 'widened', 'refactored'), fc.nat())
        .map(([one, other, kind, seed]) => {
          const { body, definitions } = apart(one);
          if (kind === 'narrowed') return pair(kind, one, { allOf: [body, other], ...definitions });
          if (kind === 'widened') return pair(kind, { anyOf: [other, body], ...definitions }, one);
          const same = refactored(body, seed, dialect);
          const whole = typeof same === 'object' ? { ...(same as Schema), ...definitions } : same;
          return seed % 2 === 0 ? pair(kind, one, whole) : pair(kind, whole, one);
        }),
    },
  );
}

const scalarSchema = (dialect: Dialect) =>
  fc.oneof(
    withKeywords(numberKeywords(dialect), 2),
    withKeywords(stringKeywords(dialect), 2),
    fc.record({ type: typeName }) as fc.Arbitrary<Json>,
  );

/** Takes off what belongs to the root of a document, so that the rest can be put into a branch and references still find it. */
function apart(schema: Json): { readonly body: Json; readonly definitions: Schema } {
  if (typeof schema !== 'object' || schema === null) return { body: schema, definitions: {} };
  const ofRoot = new Set(['$defs', 'definitions', '$id', 'id', '$anchor', '$dynamicAnchor', '$recursiveAnchor']);
  const entries = Object.entries(schema as Schema);
  return {
    body: Object.fromEntries(entries.filter(([keyword]) => !ofRoot.has(keyword))),
    definitions: Object.fromEntries(entries.filter(([keyword]) => ofRoot.has(keyword))),
  };
}

/** Another way to write the same schema (for those without `#` references and unevaluated keywords at the root). */
function refactored(body: Json, seed: number, dialect: Dialect): Json {
  const keywords = Object.entries(typeof body === 'object' && body !== null ? (body as Schema) : {});
  const text = JSON.stringify(body);
  if (/unevaluated|"#"|#node/.test(text)) return { allOf: [body] };
  switch (seed % 4) {
    case 0:
      return { not: { not: body } };
    case 1:
      return { anyOf: [body, body] };
    case 2: {
      const joined = new Set([
        'if',
        'then',
        'else',
        'properties',
        'patternProperties',
        'additionalProperties',
        'items',
        'additionalItems',
        'prefixItems',
        'contains',
        'minContains',
        'maxContains',
        'minimum',
        'maximum',
        'exclusiveMinimum',
        'exclusiveMaximum',
      ]);
      const together = Object.fromEntries(keywords.filter(([keyword]) => joined.has(keyword)));
      const single = keywords
        .filter(([keyword]) => !joined.has(keyword))
        .map(([keyword, each]) => ({ [keyword]: each }));
      return { allOf: [together, ...single] as Json };
    }
    default:
      return isSince(dialect, 'draft-06') ? { oneOf: [body, false] } : { oneOf: [body] };
  }
}

/** Changes one place of a schema, chosen by a seed: a keyword goes, a number moves, a list gets shorter, a schema changes. */
export function changedInOnePlace(schema: Json, seed: number, replacement: Json): Json {
  const copy = structuredClone(schema) as Json;
  const places: (() => void)[] = [];
  const visit = (at: Json): void => {
    if (typeof at !== 'object' || at === null || Array.isArray(at)) return;
    const owner = at as Schema;
    for (const [keyword, inner] of Object.entries(owner)) {
      if (keyword === '$defs' || keyword === 'definitions') {
        for (const each of Object.values(inner as Schema)) visit(each);
        continue;
      }
      places.push(() => {
        delete owner[keyword];
      });
      if (typeof inner === 'number') {
        const moved = Number.isInteger(inner) ? 1 : 0.5;
        places.push(() => {
          owner[keyword] = inner + moved;
        });
        if (inner > 0 && keyword !== 'multipleOf') {
          places.push(() => {
            owner[keyword] = Math.max(inner - moved, 0);
          });
        } else if (keyword === 'multipleOf') {
          places.push(() => {
            owner[keyword] = inner * 2;
          });
        }
      } else if (typeof inner === 'boolean' || keyword === 'type') {
        places.push(() => {
          owner[keyword] =
            typeof inner === 'boolean'
              ? !inner
              : inner === 'integer'
                ? 'number'
                : ['null', ...(Array.isArray(inner) ? inner : [inner])];
        });
      } else if (Array.isArray(inner)) {
        if (inner.length > 1) {
          places.push(() => {
            owner[keyword] = inner.slice(1);
          });
        }
        for (const each of inner) visit(each);
      } else if (typeof inner === 'object' && inner !== null) {
        if (
          ['properties', 'patternProperties', 'dependentSchemas', 'dependentRequired', 'dependencies'].includes(keyword)
        ) {
          for (const [key, each] of Object.entries(inner)) {
            places.push(() => {
              delete (inner as Schema)[key];
            });
            if (!Array.isArray(each)) {
              if (keyword !== 'dependentRequired') {
                places.push(() => {
                  (inner as Schema)[key] = replacement;
                });
              }
              visit(each);
            }
          }
        } else if (keyword !== 'const') {
          places.push(() => {
            owner[keyword] = replacement;
          });
          visit(inner);
        }
      }
    }
  };
  visit(copy);
  if (places.length === 0) return replacement;
  places[seed % places.length]!();
  if (typeof copy === 'object' && copy !== null && !Array.isArray(copy)) {
    const fixed = copy as Schema;
    return dropEmptyLists(fixed);
  }
  return copy;
}

/** `enum: []` and the like are not allowed in the older dialects, and say nothing new. */
function dropEmptyLists(schema: Schema): Schema {
  return Object.fromEntries(Object.entries(schema).filter(([, each]) => !(Array.isArray(each) && each.length === 0)));
}

/** The keywords that occur anywhere in a schema. */
export function keywordsOf(schema: Json, into: Set<string> = new Set()): Set<string> {
  if (Array.isArray(schema)) for (const each of schema as readonly Json[]) keywordsOf(each, into);
  else if (typeof schema === 'object' && schema !== null) {
    for (const [keyword, inner] of Object.entries(schema)) {
      if (keyword !== '$defs' && keyword !== 'definitions') into.add(keyword);
      if (['enum', 'const', 'required'].includes(keyword)) continue;
      if (
        ['properties', 'patternProperties', 'dependentSchemas', 'dependencies', '$defs', 'definitions'].includes(
          keyword,
        )
      ) {
        for (const each of Object.values(inner as Schema)) if (!Array.isArray(each)) keywordsOf(each, into);
      } else if (keyword !== 'dependentRequired') keywordsOf(inner as Json, into);
    }
  }
  return into;
}
