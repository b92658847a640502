// Whether two schemas say the same in the same words: keywords compared one by one, references followed, titles and other
// annotations left aside. A quick "yes" before anything is proven, and the only one for schemas that lead back to themselves.

import { isSince } from './dialect.ts';
import type { Json, JsonObject } from './json-value.ts';
import { isJsonObject, jsonKey } from './json-value.ts';
import type { Located, SchemaDocument } from './schema-document.ts';

/** Lists whose order says nothing. */
const setKeywords = ['type', 'enum', 'required'];
const dataKeywords = [
  'const',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'pattern',
  'minItems',
  'maxItems',
  'uniqueItems',
  'minContains',
  'maxContains',
  'minProperties',
  'maxProperties',
  'dependentRequired',
];
const schemaKeywords = [
  'additionalItems',
  'additionalProperties',
  'allOf',
  'anyOf',
  'contains',
  'dependencies',
  'dependentSchemas',
  'else',
  'if',
  'items',
  'not',
  'oneOf',
  'patternProperties',
  'prefixItems',
  'properties',
  'propertyNames',
  'then',
  'unevaluatedItems',
  'unevaluatedProperties',
];
const maps = new Set(['dependencies', 'dependentSchemas', 'patternProperties', 'properties']);

/** Compares the roots of two documents of one dialect. False does not mean that they differ in what they accept. */
export function sameSchema(left: SchemaDocument, right: SchemaDocument, assertFormats: boolean): boolean {
  const assumed = new Map<Json, Set<Json>>();
  /** Compared one after the other: one inside of the other they may be deeper than the stack is high. */
  const open: (readonly [JsonObject, string, JsonObject, string])[] = [];
  const ignoresSiblings = !isSince(left.dialect, '2019-09');
  if (left.dialect !== right.dialect) return false;
  let areSame = sameAt({ schema: left.root, base: left.rootBase }, { schema: right.root, base: right.rootBase });
  for (let pair = open.pop(); areSame && pair !== undefined; pair = open.pop()) areSame = sameKeywords(...pair);
  return areSame;

  function same(one: Json | undefined, oneBase: string, other: Json | undefined, otherBase: string): boolean {
    if (one === undefined || other === undefined) return one === other;
    return sameAt(
      { schema: one, base: left.baseWithin(one, oneBase) },
      { schema: other, base: right.baseWithin(other, otherBase) },
    );
  }

  function sameAt(one: Located, other: Located): boolean {
    const a = one.schema;
    const b = other.schema;
    if (Array.isArray(a) || Array.isArray(b)) {
      return (
        Array.isArray(a) &&
        Array.isArray(b) &&
        a.length === b.length &&
        a.every((each: Json, index) => same(each, one.base, b[index] as Json, other.base))
      );
    }
    if (!isJsonObject(a) || !isJsonObject(b)) return a === b;
    const met = assumed.get(a) ?? new Set();
    assumed.set(a, met);
    if (met.has(b)) return true;
    met.add(b);
    open.push([a, one.base, b, other.base]);
    return true;
  }

  function sameKeywords(a: JsonObject, aBase: string, b: JsonObject, bBase: string): boolean {
    if (!sameDynamic(a, aBase, b, bBase)) return false;
    if (a.$ref !== undefined || b.$ref !== undefined) {
      if (typeof a.$ref !== 'string' || typeof b.$ref !== 'string') return false;
      const [one, other] = [left.resolve(aBase, a.$ref), right.resolve(bBase, b.$ref)];
      if (!one || !other || !sameAt(one, other)) return false;
      if (ignoresSiblings) return true;
    }
    return (
      setKeywords.every((keyword) => sameData(inOrder(a[keyword]), inOrder(b[keyword]))) &&
      dataKeywords.every((keyword) => sameData(a[keyword], b[keyword])) &&
      (!assertFormats || sameData(a.format, b.format)) &&
      schemaKeywords.every((keyword) => {
        const [one, other] = [a[keyword], b[keyword]];
        return maps.has(keyword) && isJsonObject(one) && isJsonObject(other)
          ? sameMap(one, aBase, other, bBase)
          : same(one, aBase, other, bBase);
      })
    );
  }

  /** Dynamic references are followed where they lead to one place whatever the path to them. */
  function sameDynamic(a: JsonObject, aBase: string, b: JsonObject, bBase: string): boolean {
    const follow = (document: SchemaDocument, schema: JsonObject, base: string) =>
      document.dialect === '2019-09'
        ? document.resolveRecursive(base)
        : typeof schema.$dynamicRef === 'string'
          ? document.resolveDynamic(base, schema.$dynamicRef)
          : undefined;
    const speaks = ({ dialect }: SchemaDocument, schema: JsonObject) =>
      (dialect === '2020-12' && schema.$dynamicRef !== undefined) ||
      (dialect === '2019-09' && schema.$recursiveRef !== undefined);
    if (!speaks(left, a) && !speaks(right, b)) return true;
    if (!speaks(left, a) || !speaks(right, b)) return false;
    const [one, other] = [follow(left, a, aBase), follow(right, b, bBase)];
    return typeof one === 'object' && typeof other === 'object' && sameAt(one, other);
  }

  function sameMap(one: JsonObject, oneBase: string, other: JsonObject, otherBase: string): boolean {
    const names = Object.keys(one);
    if (names.length !== Object.keys(other).length) return false;
    return names.every((name) => {
      if (!Object.hasOwn(other, name)) return false;
      const [a, b] = [one[name] as Json, other[name] as Json];
      // The names that `dependencies` lists are data.
      return Array.isArray(a) || Array.isArray(b) ? sameData(a, b) : same(a, oneBase, b, otherBase);
    });
  }
}

const inOrder = (list: Json | undefined): Json | undefined =>
  Array.isArray(list) && list.length > 1 ? list.map((each: Json) => jsonKey(each)).sort() : list;

const sameData = (one: Json | undefined, other: Json | undefined): boolean =>
  one === other || (one !== undefined && other !== undefined && jsonKey(one) === jsonKey(other));
