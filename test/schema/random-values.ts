// Values to try on a pair of schemas: drawn along the schemas and around their constants, so that many of them are valid and
// many are only just not. Independent of the engine that is being judged.

import randexp from 'randexp';
import type { Json } from '../../src/schema/index.ts';

// Its types say that the class is one level deeper than it is.
const RandExp = randexp as unknown as typeof randexp.default;

type Schema = { readonly [keyword: string]: Json };

/** A small generator of pseudo-random numbers (mulberry32), so that a run can be repeated. */
export function randomFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Seeds for the batches of one run: those of a run whose seed is near are others, so that it tries others. */
export function batchSeeds(seed: number): () => number {
  const random = randomFrom(~seed);
  return () => Math.floor(random() * 2 ** 32) | 0;
}

interface Pool {
  readonly numbers: number[];
  readonly strings: string[];
  readonly names: string[];
  readonly values: Json[];
}

function poolOf(schemas: readonly Json[], random: () => number): Pool {
  const pool: Pool = {
    numbers: [0, 1, -1, 0.5, 2, 12],
    strings: ['', 'a', 'b', 'zz', 'abcd'],
    names: ['a', 'b', 'z'],
    values: [],
  };
  const addConstant = (value: Json): void => {
    pool.values.push(value);
    if (typeof value === 'number') pool.numbers.push(value, value + 1, value - 1, value + 0.5);
    if (typeof value === 'string') pool.strings.push(value, `${value}a`, value.slice(1));
    if (Array.isArray(value)) for (const each of value) addConstant(each as Json);
    else if (typeof value === 'object' && value !== null) for (const each of Object.values(value)) addConstant(each);
  };
  const visit = (schema: Json): void => {
    if (Array.isArray(schema)) {
      for (const each of schema as readonly Json[]) visit(each);
      return;
    }
    if (typeof schema !== 'object' || schema === null) return;
    for (const [keyword, inner] of Object.entries(schema)) {
      if (keyword === 'enum' && Array.isArray(inner)) for (const each of inner) addConstant(each as Json);
      else if (keyword === 'const') addConstant(inner as Json);
      else if (typeof inner === 'number') {
        pool.numbers.push(inner, inner + 1, inner - 1, inner * 2, inner * 3, inner + 0.1);
        if (Number.isInteger(inner) && inner >= 0 && inner < 9)
          pool.strings.push('a'.repeat(inner), 'ab1'.repeat(inner + 1).slice(0, inner + 1));
      } else if (keyword === 'format') pool.strings.push(...ofFormat(inner as string, random));
      else if (keyword === 'pattern') pool.strings.push(...matches(inner as string, random));
      else if (keyword === 'required') pool.names.push(...(inner as string[]));
      else {
        if (/^(properties|patternProperties|dependen)/.test(keyword) && typeof inner === 'object' && inner !== null) {
          for (const key of Object.keys(inner)) {
            if (keyword === 'patternProperties') pool.names.push(...matches(key, random));
            else pool.names.push(key);
          }
          for (const each of Object.values(inner)) if (!Array.isArray(each)) visit(each as Json);
        } else visit(inner as Json);
      }
    }
  };
  for (const schema of schemas) visit(schema);
  return pool;
}

/** What texts of some formats look like, and some that are none of theirs by a digit. */
const likenesses: Readonly<Record<string, string>> = {
  date: '20(24-02-2[89]|2[34]-0[12]-(0[1-9]|29|30))',
  'date-time': '2024-0[12]-(10|30)T(1\\d|24):00:00(Z|[+]01:00)',
  uuid: '[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{11,12}',
  ipv4: '(10|192|25[4-6])\\.0\\.0\\.([0-9]|25[4-6])',
  email: '[a-z]{1,3}@[a-z]{1,3}(\\.(org|co))?',
  hostname: '[a-z]{1,3}(\\.-?[a-z]{1,3})?',
  uri: '(https?://)?[a-z]{1,3}(/[a-z ])?',
  duration: 'P(1?[DW]|T1?H)',
};

function ofFormat(name: string, random: () => number): string[] {
  const likeness = likenesses[name];
  return likeness === undefined ? [] : [...matches(likeness, random), ...matches(likeness, random)];
}

/** The schema that has a name, wherever it stands; where several do, the first: values need only be likely. */
function named(schema: Json, name: string): Json | undefined {
  if (typeof schema !== 'object' || schema === null) return undefined;
  const { $id, id, $anchor, $dynamicAnchor } = schema as Schema;
  if ([$id, id, $anchor, $dynamicAnchor].includes(name) || [$id, id].includes(`#${name}`)) return schema;
  for (const each of Object.values(schema)) {
    const found = named(each as Json, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

function matches(pattern: string, random: () => number): string[] {
  try {
    const generator = new RandExp(new RegExp(pattern.replaceAll(/\(\?[=!][^)]*\)/g, '')));
    generator.max = 3;
    generator.randInt = (from: number, to: number) => from + Math.floor(random() * (to - from + 1));
    return [generator.gen(), generator.gen()];
  } catch {
    return [];
  }
}

/** `count` values for a pair of schemas. */
export function valuesFor(schemas: readonly Json[], count: number, random: () => number): Json[] {
  const pool = poolOf(schemas, random);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  const chance = (share: number) => random() < share;

  const resolve = (root: Json, ref: string): Json => {
    const [uri = '', fragment = ''] = ref.split('#');
    let at: Json | undefined = uri === '' ? root : (named(root, uri) ?? root);
    if (fragment !== '' && !fragment.startsWith('/')) return named(at, fragment) ?? true;
    for (const token of fragment.split('/').slice(1)) at = (at as Schema | undefined)?.[decodeURIComponent(token)];
    return at ?? true;
  };

  const loose = (depth: number): Json => {
    const kind = Math.floor(random() * (depth > 0 ? 7 : 5));
    if (kind === 0) return pool.values.length > 0 ? pick(pool.values) : null;
    if (kind === 1) return pick([null, true, false]);
    if (kind === 2) return pick(pool.numbers);
    if (kind === 3 || kind === 4) return pick(pool.strings);
    if (kind === 5) return Array.from({ length: Math.floor(random() * 4) }, () => loose(depth - 1));
    return Object.fromEntries(
      Array.from({ length: Math.floor(random() * 4) }, () => [pick(pool.names), loose(depth - 1)]),
    );
  };

  /** Follows a schema roughly: what it draws is often, not always, valid. */
  const along = (root: Json, schema: Json, depth: number): Json => {
    if (typeof schema !== 'object' || schema === null || depth <= 0 || chance(0.04)) return loose(Math.min(depth, 1));
    const s = schema as Schema;
    for (const ref of [s.$ref, s.$dynamicRef, s.$recursiveRef]) {
      if (typeof ref === 'string' && chance(0.9)) return along(root, resolve(root, ref), depth - 1);
    }
    for (const keyword of ['anyOf', 'oneOf', 'allOf']) {
      const list = s[keyword];
      if (Array.isArray(list) && list.length > 0 && chance(0.6)) {
        const merged = { ...s, ...(pick(list as Json[]) as Schema), [keyword]: true };
        return along(root, merged, depth - 1);
      }
    }
    for (const keyword of ['then', 'else', 'if']) {
      if (typeof s[keyword] === 'object' && chance(0.4))
        return along(root, { ...s, ...(s[keyword] as Schema), [keyword]: true }, depth - 1);
    }
    if (s.const !== undefined && chance(0.8)) return s.const;
    if (Array.isArray(s.enum) && s.enum.length > 0 && chance(0.8)) return pick(s.enum as Json[]);
    const types = (Array.isArray(s.type) ? s.type : s.type === undefined ? [] : [s.type]) as string[];
    const hints = [
      ...('properties' in s ||
      'required' in s ||
      'patternProperties' in s ||
      'additionalProperties' in s ||
      'minProperties' in s ||
      'maxProperties' in s ||
      'propertyNames' in s ||
      'unevaluatedProperties' in s ||
      'dependentSchemas' in s ||
      'dependencies' in s
        ? ['object']
        : []),
      ...('items' in s ||
      'prefixItems' in s ||
      'contains' in s ||
      'minItems' in s ||
      'maxItems' in s ||
      'uniqueItems' in s ||
      'unevaluatedItems' in s
        ? ['array']
        : []),
      ...('minimum' in s || 'maximum' in s || 'multipleOf' in s || 'exclusiveMinimum' in s || 'exclusiveMaximum' in s
        ? ['number']
        : []),
      ...('pattern' in s || 'minLength' in s || 'maxLength' in s ? ['string'] : []),
    ];
    const type = types.length > 0 ? pick(types) : hints.length > 0 && chance(0.85) ? pick(hints) : undefined;
    switch (type) {
      case 'null':
        return null;
      case 'boolean':
        return chance(0.5);
      case 'integer':
        return Math.round(pick(pool.numbers));
      case 'number':
        return pick(pool.numbers);
      case 'string':
        return pick(pool.strings);
      case 'array': {
        const prefix = (s.prefixItems ?? (Array.isArray(s.items) ? s.items : [])) as Json[];
        const rest = Array.isArray(s.items) ? s.additionalItems : s.items;
        const least = typeof s.minItems === 'number' ? s.minItems : 0;
        const most = typeof s.maxItems === 'number' ? s.maxItems : 4;
        const length = Math.min(6, Math.max(0, least + Math.floor(random() * (Math.max(0, most - least) + 1))));
        const special = [s.contains, s.unevaluatedItems].filter((each) => each !== undefined) as Json[];
        return Array.from({ length }, (_, index) => {
          if (special.length > 0 && chance(0.4)) return along(root, pick(special), depth - 1);
          return along(root, prefix[index] ?? rest ?? true, depth - 1);
        });
      }
      case 'object': {
        const entries: [string, Json][] = [];
        const properties = (typeof s.properties === 'object' ? s.properties : {}) as Schema;
        const required = (Array.isArray(s.required) ? s.required : []) as string[];
        for (const [key, child] of Object.entries(properties)) {
          if (required.includes(key) || chance(0.5)) entries.push([key, along(root, child, depth - 1)]);
        }
        for (const key of required) if (!(key in properties)) entries.push([key, loose(1)]);
        if (chance(0.4))
          entries.push([pick(pool.names), along(root, (s.additionalProperties ?? true) as Json, depth - 1)]);
        for (const [pattern, child] of Object.entries(
          (typeof s.patternProperties === 'object' ? s.patternProperties : {}) as Schema,
        )) {
          if (chance(0.4))
            for (const key of matches(pattern, random).slice(0, 1)) entries.push([key, along(root, child, depth - 1)]);
        }
        return Object.fromEntries(entries.filter(([key]) => chance(0.95) || required.includes(key)));
      }
      default:
        return loose(Math.min(depth, 2));
    }
  };

  return Array.from({ length: count }, () => {
    const schema = schemas[chance(0.7) ? schemas.length - 1 : 0]!;
    return along(schema, schema, 5);
  });
}
