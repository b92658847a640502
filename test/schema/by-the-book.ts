// A second referee: JSON Schema evaluated word by word as the specification tells it, annotations included, with nothing
// compiled and nothing shared with the engine. ajv has defects of its own (contains beside tuples, contains under
// unevaluatedItems before 2020-12, unevaluated* merging), so a contradiction counts where both referees see it. Formats are
// ajv-formats' own.

import type { Format } from 'ajv';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import type { Dialect, Json } from '../../src/schema/index.ts';
import { dialects } from './random-schemas.ts';

type Schema = { readonly [keyword: string]: Json };
interface Seen {
  readonly names: Set<string>;
  readonly items: Set<number>;
}

const isObject = (value: Json | undefined): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isArray = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

function equal(left: Json, right: Json): boolean {
  if (isArray(left) && isArray(right)) {
    return left.length === right.length && left.every((each, index) => equal(each, right[index] as Json));
  }
  if (isObject(left) && isObject(right)) {
    const names = Object.keys(left);
    return (
      names.length === Object.keys(right).length &&
      names.every((name) => Object.hasOwn(right, name) && equal(left[name] as Json, right[name] as Json))
    );
  }
  return left === right;
}

/** Decimal digits moved to whole numbers, so that 0.3 is a multiple of 0.1. */
function isMultiple(value: number, step: number): boolean {
  const places = (each: number) => {
    const [digits = '', exponent = '0'] = String(each).split('e');
    return Math.max(0, (digits.split('.')[1] ?? '').length - Number(exponent));
  };
  const scale = Math.max(places(value), places(step));
  const whole = (each: number) => BigInt(each.toFixed(scale).replace('.', ''));
  return whole(value) % whole(step) === 0n;
}

const typeMatches = (type: Json, value: Json): boolean => {
  switch (type) {
    case 'null':
      return value === null;
    case 'array':
      return isArray(value);
    case 'object':
      return isObject(value);
    case 'integer':
      return Number.isInteger(value);
    default:
      return type === typeof value;
  }
};

/** A format that nobody knows asserts nothing. */
function isOfFormat(name: string, text: string): boolean {
  const check = (fullFormats as Readonly<Record<string, Format>>)[name];
  return check instanceof RegExp ? check.test(text) : typeof check === 'function' ? check(text) : true;
}

/** A schema with an identifier of its own, or the whole document: what relative references and anchors belong to. */
interface Resource {
  readonly uri: string;
  readonly root: Json;
  readonly anchors: Map<string, Json>;
  readonly dynamicAnchors: Map<string, Json>;
}

const mapKeywords = new Set([
  'properties',
  'patternProperties',
  'dependentSchemas',
  'dependencies',
  '$defs',
  'definitions',
]);

/** The resources of a document by URI, and which one each schema belongs to. */
function resourcesOf(document: Json, dialect: Dialect) {
  const isModern = dialect === '2019-09' || dialect === '2020-12';
  const idKeyword = dialect === 'draft-04' ? 'id' : '$id';
  const byUri = new Map<string, Resource>();
  const owners = new Map<Json, Resource>();
  const visit = (schema: Json, within: Resource): void => {
    if (isArray(schema)) {
      for (const each of schema) visit(each, within);
      return;
    }
    if (!isObject(schema)) return;
    const id = isModern || schema.$ref === undefined ? schema[idKeyword] : undefined;
    let own = within;
    if (typeof id === 'string' && !id.startsWith('#')) {
      const uri = new URL(id, within.uri).href.replace(/#$/, '');
      own = { uri, root: schema, anchors: new Map(), dynamicAnchors: new Map() };
      byUri.set(own.uri, own);
    } else if (typeof id === 'string') own.anchors.set(id.slice(1), schema);
    owners.set(schema, own);
    if (isModern && typeof schema.$anchor === 'string') own.anchors.set(schema.$anchor, schema);
    if (dialect === '2020-12' && typeof schema.$dynamicAnchor === 'string') {
      own.anchors.set(schema.$dynamicAnchor, schema);
      own.dynamicAnchors.set(schema.$dynamicAnchor, schema);
    }
    for (const [keyword, inner] of Object.entries(schema)) {
      if (keyword === 'enum' || keyword === 'const') continue;
      if (mapKeywords.has(keyword) && isObject(inner)) for (const each of Object.values(inner)) visit(each, own);
      else visit(inner, own);
    }
  };
  const whole: Resource = { uri: 'book:/', root: document, anchors: new Map(), dynamicAnchors: new Map() };
  byUri.set(whole.uri, whole);
  visit(document, whole);
  return { byUri, ownerOf: (schema: Json) => owners.get(schema) ?? whole };
}

/** A reference to nothing, of which the specification does not say what it accepts. */
export class LeadsNowhere extends Error {}

/** Far more than the values need that are drawn; beyond it lies only the same again. */
const mostDepth = 500;

/**
 * Whether a value is valid.
 * @throws RangeError where a schema refers to itself without end, LeadsNowhere where a reference does.
 */
export function isValidByTheBook(root: Json, dialect: Dialect, value: Json, assertFormats = false): boolean {
  const since = (first: Dialect) => dialects.indexOf(dialect) >= dialects.indexOf(first);
  const { byUri, ownerOf } = resourcesOf(root, dialect);
  /** The resources through which evaluation has come, outermost first: the dynamic scope. */
  const scope: Resource[] = [];
  let depth = 0;
  return evaluate(root, value) !== undefined;

  /** Where a reference leads that is written in this schema, and the fragment by which. */
  function resolve(schema: Json, ref: string): { readonly target: Json; readonly fragment: string } {
    const uri = new URL(ref, ownerOf(schema).uri);
    const fragment = decodeURIComponent(uri.hash.slice(1));
    uri.hash = '';
    const resource = byUri.get(uri.href);
    let at = resource?.root;
    if (fragment.startsWith('/')) {
      for (const token of fragment.split('/').slice(1)) {
        at = isObject(at) ? at[token] : isArray(at) ? at[Number(token)] : undefined;
      }
    } else if (fragment !== '') at = resource?.anchors.get(fragment);
    if (at === undefined) throw new LeadsNowhere(ref);
    return { target: at, fragment };
  }

  /** JSON Schema 2020-12, 8.2.3.2: the outermost resource that has the dynamic anchor, where the nearest has it at all. */
  function resolveDynamic(schema: Json, ref: string): Json {
    const { target, fragment } = resolve(schema, ref);
    if (!isObject(target) || target.$dynamicAnchor !== fragment) return target;
    return scope.map(({ dynamicAnchors }) => dynamicAnchors.get(fragment)).find((each) => each !== undefined) ?? target;
  }

  /** JSON Schema 2019-09, 8.2.4.2: the outermost resource whose root says `$recursiveAnchor`, where the nearest does. */
  function resolveRecursive(schema: Json): Json {
    const isOpen = (each: Json) => isObject(each) && each.$recursiveAnchor === true;
    const nearest = ownerOf(schema).root;
    return isOpen(nearest) ? (scope.map((each) => each.root).find(isOpen) ?? nearest) : nearest;
  }

  /** What was looked at where the value is valid; undefined where it is not. */
  function evaluate(schema: Json, value: Json): Seen | undefined {
    const owner = ownerOf(schema);
    depth += 1;
    if (depth > mostDepth) throw new RangeError('a schema that refers to itself without end');
    try {
      return evaluateFrom(owner, schema, value);
    } finally {
      depth -= 1;
    }
  }

  function evaluateFrom(owner: Resource, schema: Json, value: Json): Seen | undefined {
    if (!isObject(schema) || scope.at(-1) === owner) return evaluateWithin(schema, value);
    scope.push(owner);
    try {
      return evaluateWithin(schema, value);
    } finally {
      scope.pop();
    }
  }

  function evaluateWithin(schema: Json, value: Json): Seen | undefined {
    const seen: Seen = { names: new Set(), items: new Set() };
    if (schema === true) return seen;
    if (!isObject(schema)) return undefined;
    const merge = (other: Seen | undefined): boolean => {
      for (const name of other?.names ?? []) seen.names.add(name);
      for (const item of other?.items ?? []) seen.items.add(item);
      return other !== undefined;
    };
    const valid = (child: Json, of: Json) => evaluate(child, of) !== undefined;
    if (typeof schema.$ref === 'string') {
      if (!merge(evaluate(resolve(schema, schema.$ref).target, value))) return undefined;
      if (!since('2019-09')) return seen;
    }
    if (dialect === '2020-12' && typeof schema.$dynamicRef === 'string') {
      if (!merge(evaluate(resolveDynamic(schema, schema.$dynamicRef), value))) return undefined;
    }
    if (dialect === '2019-09' && schema.$recursiveRef === '#') {
      if (!merge(evaluate(resolveRecursive(schema), value))) return undefined;
    }
    const { type } = schema;
    if (type !== undefined && !(isArray(type) ? type : [type]).some((each) => typeMatches(each, value)))
      return undefined;
    if (isArray(schema.enum) && !schema.enum.some((each) => equal(each, value))) return undefined;
    if (since('draft-06') && schema.const !== undefined && !equal(schema.const, value)) return undefined;
    if (typeof value === 'number' && !numberIsValid(schema, value)) return undefined;
    if (typeof value === 'string') {
      const length = [...value].length;
      if (length < Number(schema.minLength ?? 0) || length > Number(schema.maxLength ?? Number.POSITIVE_INFINITY)) {
        return undefined;
      }
      if (typeof schema.pattern === 'string' && !new RegExp(schema.pattern, 'u').test(value)) return undefined;
      if (assertFormats && typeof schema.format === 'string' && !isOfFormat(schema.format, value)) return undefined;
    }
    if (isArray(value) && !arrayIsValid(schema, value, seen, valid)) return undefined;
    if (isObject(value) && !objectIsValid(schema, value, seen, valid, merge)) return undefined;
    for (const child of isArray(schema.allOf) ? schema.allOf : []) if (!merge(evaluate(child, value))) return undefined;
    if (isArray(schema.anyOf)) {
      const results = schema.anyOf.map((child) => merge(evaluate(child, value)));
      if (!results.includes(true)) return undefined;
    }
    if (isArray(schema.oneOf)) {
      const results = schema.oneOf.map((child) => evaluate(child, value)).filter((each) => each !== undefined);
      if (results.length !== 1) return undefined;
      merge(results[0]);
    }
    if (schema.not !== undefined && valid(schema.not, value)) return undefined;
    if (since('draft-07') && schema.if !== undefined) {
      const branch = merge(evaluate(schema.if, value)) ? schema.then : schema.else;
      if (branch !== undefined && !merge(evaluate(branch, value))) return undefined;
    }
    if (since('2019-09') && schema.unevaluatedItems !== undefined && isArray(value)) {
      for (const [index, item] of value.entries()) {
        if (seen.items.has(index)) continue;
        if (!valid(schema.unevaluatedItems, item)) return undefined;
        seen.items.add(index);
      }
    }
    if (since('2019-09') && schema.unevaluatedProperties !== undefined && isObject(value)) {
      for (const [name, child] of Object.entries(value)) {
        if (seen.names.has(name)) continue;
        if (!valid(schema.unevaluatedProperties, child)) return undefined;
        seen.names.add(name);
      }
    }
    return seen;
  }

  function numberIsValid(schema: Schema, value: number): boolean {
    const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
    if (typeof minimum === 'number' && (value < minimum || (exclusiveMinimum === true && value === minimum)))
      return false;
    if (typeof maximum === 'number' && (value > maximum || (exclusiveMaximum === true && value === maximum)))
      return false;
    if (typeof exclusiveMinimum === 'number' && value <= exclusiveMinimum) return false;
    if (typeof exclusiveMaximum === 'number' && value >= exclusiveMaximum) return false;
    return typeof multipleOf !== 'number' || isMultiple(value, multipleOf);
  }

  function arrayIsValid(
    schema: Schema,
    value: readonly Json[],
    seen: Seen,
    valid: (child: Json, of: Json) => boolean,
  ): boolean {
    if (value.length < Number(schema.minItems ?? 0)) return false;
    if (value.length > Number(schema.maxItems ?? Number.POSITIVE_INFINITY)) return false;
    if (schema.uniqueItems === true) {
      if (value.some((item, index) => value.slice(0, index).some((other) => equal(item, other)))) return false;
    }
    const tuple = dialect === '2020-12' ? schema.prefixItems : schema.items;
    const prefix = isArray(tuple) ? tuple : [];
    const rest = dialect === '2020-12' || !isArray(schema.items) ? schema.items : schema.additionalItems;
    for (const [index, item] of value.entries()) {
      const child = index < prefix.length ? prefix[index] : isArray(rest) ? undefined : rest;
      if (child === undefined) continue;
      if (!valid(child, item)) return false;
      seen.items.add(index);
    }
    if (since('draft-06') && schema.contains !== undefined) {
      const matching = [...value.keys()].filter((index) => valid(schema.contains as Json, value[index] as Json));
      const least = since('2019-09') ? Number(schema.minContains ?? 1) : 1;
      const most = since('2019-09') ? Number(schema.maxContains ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY;
      if (matching.length < least || matching.length > most) return false;
      if (dialect === '2020-12') for (const index of matching) seen.items.add(index);
    }
    return true;
  }

  function objectIsValid(
    schema: Schema,
    value: Schema,
    seen: Seen,
    valid: (child: Json, of: Json) => boolean,
    merge: (other: Seen | undefined) => boolean,
  ): boolean {
    const names = Object.keys(value);
    const has = (name: Json) => Object.hasOwn(value, name as string);
    if (names.length < Number(schema.minProperties ?? 0)) return false;
    if (names.length > Number(schema.maxProperties ?? Number.POSITIVE_INFINITY)) return false;
    if (isArray(schema.required) && !schema.required.every(has)) return false;
    for (const name of names) {
      const child = value[name] as Json;
      let special = false;
      if (isObject(schema.properties) && Object.hasOwn(schema.properties, name)) {
        special = true;
        if (!valid(schema.properties[name] as Json, child)) return false;
      }
      for (const [pattern, each] of Object.entries(
        isObject(schema.patternProperties) ? schema.patternProperties : {},
      )) {
        if (!new RegExp(pattern, 'u').test(name)) continue;
        special = true;
        if (!valid(each, child)) return false;
      }
      if (!special && schema.additionalProperties !== undefined) {
        special = true;
        if (!valid(schema.additionalProperties, child)) return false;
      }
      if (special) seen.names.add(name);
      if (since('draft-06') && schema.propertyNames !== undefined && !valid(schema.propertyNames, name)) return false;
    }
    const needs = (map: Json | undefined) => Object.entries(isObject(map) ? map : {}).filter(([name]) => has(name));
    if (since('2019-09')) {
      for (const [, each] of needs(schema.dependentRequired)) if (isArray(each) && !each.every(has)) return false;
      for (const [, each] of needs(schema.dependentSchemas)) if (!merge(evaluate(each, value))) return false;
    }
    for (const [, each] of needs(schema.dependencies)) {
      if (isArray(each) ? !each.every(has) : !merge(evaluate(each, value))) return false;
    }
    return true;
  }
}
