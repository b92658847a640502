// A second referee: JSON Schema evaluated word by word as the specification tells it, annotations included, with nothing
// compiled and nothing shared with the engine. ajv has defects of its own (contains beside tuples, contains under
// unevaluatedItems before 2020-12, unevaluated* merging), so a contradiction counts where both referees see it.

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

/** Whether a value is valid; throws RangeError where a schema refers to itself without end. */
export function isValidByTheBook(root: Json, dialect: Dialect, value: Json): boolean {
  const since = (first: Dialect) => dialects.indexOf(dialect) >= dialects.indexOf(first);
  return evaluate(root, value) !== undefined;

  function resolve(ref: string): Json {
    let at: Json | undefined = root;
    for (const token of ref.split('/').slice(1)) at = isObject(at) ? at[decodeURIComponent(token)] : undefined;
    if (at === undefined) throw new Error(`no ${ref}`);
    return at;
  }

  /** What was looked at where the value is valid; undefined where it is not. */
  function evaluate(schema: Json, value: Json): Seen | undefined {
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
      if (!merge(evaluate(resolve(schema.$ref), value))) return undefined;
      if (!since('2019-09')) return seen;
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
