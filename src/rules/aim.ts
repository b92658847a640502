// What a value must be like to show one finding and not another: refused, at the finding's own place, by the very keyword
// that its rule is about.

import { type DescribedNames, freshName, type SchemaPair, type SchemaStep } from '../diff/index.ts';
import { isJsonObject, type Json, meaningOfFormat, patternTest } from '../schema/index.ts';
import { escapeToken, parsePointer, type SchemaNode } from '../spec/index.ts';
import type { Difference } from './find-differences.ts';

/** Keywords that can be repeated word for word to say "not refused by this one". */
const plainKeywords = new Set([
  'type',
  'enum',
  'const',
  'multipleOf',
  'maximum',
  'exclusiveMaximum',
  'minimum',
  'exclusiveMinimum',
  'maxLength',
  'minLength',
  'pattern',
  'maxItems',
  'minItems',
  'uniqueItems',
  'maxProperties',
  'minProperties',
  'required',
  'dependentRequired',
]);

/**
 * What a value must be like, at the place of the finding, to show this finding and not another: refused by the very
 * keyword that the rule is about. Null where the rule does not say.
 */
export function aimOf({ rule, facts, context, schemas }: Difference): Json | null {
  const given = rule.aim?.(facts, context);
  if (given !== undefined) return given as Json;
  const keyword = typeof rule.at === 'function' ? rule.at(facts) : rule.at;
  if (keyword === undefined || rule.on !== 'schema') return null;
  const accepting = acceptingSide(schemas!.pair);
  if (keyword === 'format') {
    const named = accepting === schemas!.pair.before ? facts.before : facts.after; // it may be one of several
    const { format: first, valueTypes } = accepting;
    const format = typeof named === 'string' ? named : first;
    const meaning = format === null ? null : meaningOfFormat(format, valueTypes ?? []);
    return meaning && { not: meaning };
  }
  if (!plainKeywords.has(keyword)) return null;
  if (keyword === 'type') {
    const { types } = accepting;
    if (types?.length === 0) return true;
    return types && { not: { type: [...types] } };
  }
  const written = accepting.values(keyword).map(({ value }) => ({ [keyword]: value as Json }));
  if (written.length === 0) return null;
  return { not: written.length === 1 ? written[0]! : { allOf: written } };
}

/** Where a finding stands within its body, parameter or header. */
export function pathInRoot({ schemas, context }: Difference): readonly SchemaStep[] {
  return context.place.path.slice(schemas!.rootContext.place.path.length);
}

/**
 * The steps to the place in a value that a finding is held to. A finding about a property stands in its parent's pair,
 * but its path ends at the property itself; what lies in `contains` or `propertyNames` has no place of its own.
 */
export function stepsOf(difference: Difference): readonly SchemaStep[] {
  const { rule } = difference;
  const path = pathInRoot(difference);
  const steps = rule.on === 'property' ? path.slice(0, -1) : path;
  const inside = steps.findIndex(({ kind }) => kind === 'keyword');
  return inside < 0 ? steps : steps.slice(0, inside);
}

/**
 * As `stepsOf`, but to whatever others there are in an object: a value that is looked for may have any name, and one name
 * stands for all, while what is ruled out has to be ruled out under each.
 */
export function stepsToAny(difference: Difference): readonly SchemaStep[] {
  const pairs = pairsAlong(difference);
  return stepsOf(difference).map((step, at) => {
    const pair = pairs[at];
    if (step.kind !== 'additionalProperties' || step.beside !== undefined || pair === undefined) return step;
    const names = [pair.before, pair.after].flatMap(({ properties }) => [...properties.keys()]);
    return { ...step, beside: { names: [...new Set(names)], patterns: [] } };
  });
}

/**
 * Whether it is about items that would come after the last that the sender's arrays may have. That none is sent is then
 * what the description says, and no contradiction in it.
 */
export function isBeyondEnd(difference: Difference): boolean {
  const path = pathInRoot(difference);
  const step = path.at(-1);
  if (step?.kind !== 'items' || step.from === undefined) return false;
  const holder = pairsAlong(difference)[path.length - 1];
  return holder !== undefined && (sendingSide(holder).bound('maxItems') ?? Number.POSITIVE_INFINITY) <= step.from;
}

/** A finding as one of a part of its body, and the steps to that part. */
export interface Apart {
  readonly difference: Difference;
  readonly steps: readonly SchemaStep[];
}

/**
 * A finding in the largest part of its body that lies beside others, or in the one item or value of a map that it is
 * about where that has several forms: what is refused elsewhere says nothing of it. Null where there is no such part.
 */
export function apartFrom(difference: Difference, others: readonly Difference[]): Apart | null {
  const schemas = difference.schemas!;
  const path = stepsOf(difference);
  const form = path.findIndex(isToForm);
  const own = form < 0 ? path : path.slice(0, form);
  let depth = 0;
  for (const other of others) {
    if (depth === own.length) break;
    const their = pathInRoot(other);
    // Where they part, and -1 where the other stands in the same part.
    const parting = own.findIndex((step, at) => !isSameStep(step, their[at]));
    depth = Math.max(depth, parting + 1);
  }
  // Of several items in one list the one may be refused for the others' change while the finding's own is accepted.
  const toForms = difference.rule.on === 'composition' ? path.length : path.findLastIndex(isToForm);
  if (toForms > 0 && others.length > 0) {
    depth = Math.max(depth, path.slice(0, toForms).findLastIndex(isToOneOfMany) + 1);
  }
  const root = pairsAlong(difference)[depth];
  if (depth === 0 || root === undefined) return null;
  const { rootContext } = schemas;
  const { place } = rootContext;
  const steps = path.slice(0, depth);
  const context = { ...rootContext, place: { ...place, path: [...place.path, ...steps] } };
  return { difference: { ...difference, schemas: { ...schemas, root, rootContext: context } }, steps };
}

function isToForm({ kind }: SchemaStep): boolean {
  return kind === 'branch' || kind === 'subtype';
}

/** Whether a message may hold several values at the end of a step. */
function isToOneOfMany({ kind }: SchemaStep): boolean {
  return kind === 'items' || kind === 'additionalProperties' || kind === 'patternProperty';
}

/** Long ways to two places begin with the very same steps. */
function isSameStep(one: SchemaStep, other: SchemaStep | undefined): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

/** The pairs on the way from the root to where a finding stands, the root first, as far as they are known. */
export function pairsAlong(difference: Difference): readonly SchemaPair[] {
  const pairs = [difference.schemas!.root];
  for (const step of pathInRoot(difference)) {
    const next = pairs.at(-1)!.below(step);
    if (next === undefined) break;
    pairs.push(next);
  }
  return pairs;
}

/** The schema of the side that accepts what is sent. */
export function acceptingSide({ before, after, carriage }: SchemaPair): SchemaNode {
  return carriage.direction === 'response' ? before : after;
}

/** The schema of the side that sends. */
export function sendingSide({ before, after, carriage }: SchemaPair): SchemaNode {
  return carriage.direction === 'response' ? after : before;
}

/**
 * As `aimAt`, of messages that lack nothing else on the way: what another finding says is missed would hide what this one
 * shows. Null where nothing else can be missed, or too much.
 */
export function aimAtComplete(difference: Difference, aim: Json): Json | null {
  const { schemas, rule, context } = difference;
  const { root } = schemas!;
  const steps = stepsOf(difference);
  const own = rule.on === 'property' ? context.place.path.at(-1) : undefined;
  let pair: SchemaPair | undefined = root;
  const demands: (readonly string[])[] = [];
  for (let at = 0; at <= steps.length && pair !== undefined; at++) {
    const next = steps[at];
    const step: SchemaStep | undefined = next ?? own;
    const here: SchemaPair = pair;
    demands.push(missedIn(here).filter((name) => step?.kind !== 'property' || name !== step.name));
    pair = next && here.below(next);
  }
  const demanded = demands.reduce((sum, names) => sum + names.length, 0);
  if (demanded === 0 || demanded > mostDemanded) return null;
  return steps.reduceRight<Json>(
    (schema, step, at) => withDemand(aimAt([step], schema), demands[at]),
    withDemand(aim, demands[steps.length]),
  );
}

/** Beside more demands than these an example of one lacks the others, too. */
const mostDemanded = 200;

/** What is demanded now and may be missing, of what the sender describes. */
function missedIn(pair: SchemaPair): string[] {
  const sent = sendingSide(pair);
  return [...acceptingSide(pair).properties.values()].flatMap(({ name, required }) =>
    required && sent.properties.get(name)?.required === false ? [name] : [],
  );
}

function withDemand(schema: Json, names: readonly string[] | undefined): Json {
  if (names === undefined || names.length === 0) return schema;
  return { allOf: [schema, { type: 'object', required: [...names] }] };
}

/** A schema that asks for the aim at the end of the steps. */
export function aimAt(steps: readonly SchemaStep[], aim: Json): Json {
  let schema = aim;
  for (const step of [...steps].reverse()) {
    switch (step.kind) {
      case 'property':
        schema = { type: 'object', required: [step.name], properties: { [step.name]: schema } };
        break;
      case 'items': {
        const before = Array.from({ length: step.from ?? 0 }, () => true);
        schema = { type: 'array', not: { prefixItems: before, items: { not: schema } } };
        break;
      }
      case 'prefixItem': {
        const before = Array.from({ length: step.index }, () => true);
        schema = { type: 'array', minItems: step.index + 1, prefixItems: [...before, schema] };
        break;
      }
      case 'additionalProperties':
        schema =
          step.beside === undefined
            ? { type: 'object', required: [freshName], properties: { [freshName]: schema } }
            : { type: 'object', not: heldOnlyBeside(step.beside, { not: schema }) };
        break;
      case 'patternProperty':
        schema = { type: 'object', not: { patternProperties: { [step.pattern]: { not: schema } } } };
        break;
      case 'branch':
      case 'subtype':
      case 'keyword':
        break;
    }
  }
  return schema;
}

function heldOnlyBeside({ names, patterns }: DescribedNames, others: Json): Json {
  const any = (each: readonly string[]) => Object.fromEntries(each.map((name) => [name, true]));
  return { properties: any(names), patternProperties: any(patterns), additionalProperties: others };
}

interface Held {
  readonly [nameOrIndex: string]: Json;
}

/** Where the steps lead in a value: one place, or several where a pattern matches several names. */
export function placesAt(
  whole: Json,
  steps: readonly SchemaStep[],
): { readonly pointer: string; readonly value: Json }[] {
  let places = [{ pointer: '', value: whole }];
  for (const step of steps) {
    if (step.kind === 'branch' || step.kind === 'subtype') continue;
    places = places.flatMap(({ pointer, value }) => {
      if (typeof value !== 'object' || value === null) return [];
      const names = step.kind === 'property' ? [step.name].filter((name) => Object.hasOwn(value, name)) : null;
      return (names ?? Object.keys(value).filter((name) => leadsTo(step, name))).map((name) => {
        return { pointer: `${pointer}/${escapeToken(name)}`, value: (value as Held)[name]! };
      });
    });
  }
  return places;
}

/** The value with another one at a place of it, as `placesAt` tells of it. */
export function replaceAt(whole: Json, pointer: string, value: Json): Json {
  const put = (held: Json, [token, ...rest]: readonly string[]): Json => {
    if (token === undefined) return value;
    if (Array.isArray(held)) return held.map((item, index) => (String(index) === token ? put(item, rest) : item));
    return isJsonObject(held) ? { ...held, [token]: put(held[token] as Json, rest) } : held;
  };
  return put(whole, parsePointer(pointer) ?? []);
}

function leadsTo(step: SchemaStep, name: string): boolean {
  switch (step.kind) {
    case 'items':
      return Number(name) >= (step.from ?? 0);
    case 'prefixItem':
      return name === String(step.index);
    case 'additionalProperties':
      if (step.beside === undefined) return name === freshName;
      return !step.beside.names.includes(name) && !step.beside.patterns.some((pattern) => matches(pattern, name));
    case 'patternProperty':
      return matches(step.pattern, name);
    default:
      return false;
  }
}

export function matches(pattern: string, name: string): boolean {
  try {
    return patternTest(pattern)(name);
  } catch {
    return false;
  }
}
