// The schema objects that apply to one node: its own, those behind its references, and the branches of its `allOf`s,
// however deep.

import { canonicalText } from './canonical-text.ts';
import { noSpots, type OwnHeirs, type SpotKeys } from './own-heirs.ts';
import {
  constrainsNothing,
  documentation,
  hasSiblings,
  isNullAmong,
  letsNullInBeside,
  normaliseKeywords,
  referencesOf,
  targetOf,
} from './schema-keywords.ts';
import type { SpecDialect } from './source-document.ts';
import { elementSpots, followReference, isObject, type JsonObject, memberSpot, type Spot, spotKey } from './spot.ts';

/** One schema object that applies to the node: its own, or that of an `allOf` branch, however deep. */
export interface SchemaLayer {
  readonly spot: Spot;
  /** Its keywords after shallow normalisation; values of sub-schema keywords are still the author's. */
  readonly keywords: JsonObject;
  /** Where properties were written, when not under `properties` (Swagger 2 form fields are parameters). */
  readonly propertySpots?: ReadonlyMap<string, Spot>;
  /** Its alternatives are left out: one of them takes it over here. */
  readonly isTakenOver?: boolean;
}

/** How schemas are read, and what reading them comes upon. */
export interface SchemaReading {
  readonly dialect: SpecDialect;
  /** Leaves compositions as they are written: nothing is merged or folded. */
  readonly literal: boolean;
  readonly ownHeirs: OwnHeirs;
  /** Places of references that lead nowhere, in the order in which they were met. */
  readonly brokenReferences: Map<string, Spot>;
  /** Places of schemas that lead back to themselves through references and allOf alone. */
  readonly circularSchemas: Map<string, Spot>;
}

export interface Expansion {
  readonly layers: readonly SchemaLayer[];
  readonly nullable: boolean;
  readonly cyclic: boolean;
  readonly broken: boolean;
}

/** What applies to a node; of the schemas in `without` not their alternatives. */
export function expand(reader: SchemaReading, spots: readonly Spot[], without: SpotKeys): Expansion {
  const layers: SchemaLayer[] = [];
  const seen = new Set<string>();
  let nullable = false;
  let cyclic = false;
  let broken = false;

  // Depth first with an explicit stack: a chain of ten thousand allOf must not overflow ours. `alone` is true while
  // the schema is the whole of the node, so that "or null" beside it means the node.
  const alone = spots.length === 1;
  const stack = spots.map((spot) => ({ spot, alone, trail: null as Trail | null, leftOut: without })).reverse();
  while (stack.length > 0) {
    const { spot, alone, trail, ...above } = stack.pop()!;
    const key = spotKey(spot);
    if (seen.has(key)) {
      if (onTrail(trail, key) && !above.leftOut.has(key)) {
        cyclic = true;
        reader.circularSchemas.set(key, spot);
      }
      continue; // the same branch twice says nothing new
    }
    seen.add(key);
    const here: Trail = { key, up: trail };
    const { value } = spot;

    if (!isObject(value)) {
      layers.push({ spot, keywords: {} });
      continue;
    }
    const targets: Spot[] = [];
    for (const keyword of referencesOf(value, reader.dialect)) {
      const target = targetOf(spot.document, keyword, String(value[keyword]));
      if (target !== null) {
        targets.push(target);
      } else {
        broken = true;
        reader.brokenReferences.set(key, spot);
      }
    }
    const own = reader.literal ? noSpots : reader.ownHeirs.leftOutBy(spot);
    const leftOut: SpotKeys = own.size === 0 ? above.leftOut : new Set([...above.leftOut, ...own]);
    if (typeof value.$ref === 'string' && !hasSiblings(value, reader.dialect)) {
      for (const target of targets) stack.push({ spot: target, alone, trail: here, leftOut });
      continue;
    }
    const written = normaliseKeywords(value, reader.dialect);
    const isTakenOver = leftOut.has(key);
    const normalised = isTakenOver ? withoutForms(written) : written;
    const { keywords, orNull, inlined } = reader.literal
      ? { keywords: normalised, orNull: false, inlined: [] }
      : unwrap(spot, normalised, reader.dialect);
    if (orNull && alone) nullable = true;
    layers.push({ spot, keywords, isTakenOver });
    if (reader.literal) {
      for (const target of targets.reverse()) stack.push({ spot: target, alone: false, trail: here, leftOut });
      continue;
    }
    const parts = elementSpots(memberSpot(spot, 'allOf')).filter((part) => !isNullAmong(value.allOf, part.value));
    const branches = [...targets, ...inlined, ...parts];
    const onlyWrapsOne = alone && branches.length === 1 && constrainsNothing(keywords);
    for (const branch of branches.reverse()) {
      stack.push({ spot: branch, alone: onlyWrapsOne, trail: here, leftOut });
    }
  }
  return { layers, nullable, cyclic, broken };
}

interface Trail {
  readonly key: string;
  readonly up: Trail | null;
}

function onTrail(trail: Trail | null, key: string): boolean {
  for (let step = trail; step !== null; step = step.up) if (step.key === key) return true;
  return false;
}

/** "Or null" written as a branch of its own becomes a flag; a wrap around one schema becomes a layer. */
function unwrap(
  spot: Spot,
  keywords: JsonObject,
  dialect: SpecDialect,
): { keywords: JsonObject; orNull: boolean; inlined: readonly Spot[] } {
  let result = withListedValues(spot, keywords);
  let orNull = letsNullInBeside(spot.value, dialect);
  const { allOf } = keywords;
  if (Array.isArray(allOf) && allOf.some((part) => isNullAmong(allOf, part))) {
    result = { ...result, allOf: allOf.filter((part) => !isNullAmong(allOf, part)) };
  }
  const inlined: Spot[] = [];
  for (const keyword of ['oneOf', 'anyOf'] as const) {
    const branches = elementSpots(memberSpot(spot, keyword));
    if (branches.length === 0 || result[keyword] === undefined) continue;
    const written = branches.map(({ value }) => value);
    const real = branches.filter((branch) => !isNullOnly(branch) && !isNullAmong(written, branch.value));
    const typed = keywords.type;
    const allowsNull = typed === undefined || (Array.isArray(typed) && typed.includes('null'));
    const hasNull = real.length < branches.length;
    if (real.length === 0 || (hasNull && branches.length - real.length > 1)) continue;
    if (hasNull && allowsNull) orNull = true;
    // One form that is told by a discriminator is one of several to come, and not another way to write that form.
    if (real.length === 1 && keywords.discriminator === undefined) {
      inlined.push(real[0] as Spot);
      result = without(result, keyword);
    } else if (hasNull) {
      result = { ...result, [keyword]: real.map(({ value }) => value) };
    }
  }
  return { keywords: result, orNull, inlined };
}

/** Alternatives that are nothing but values, each with a word on it, as a list of these. */
function withListedValues(spot: Spot, keywords: JsonObject): JsonObject {
  if (['enum', 'const', 'discriminator', '$ref'].some((keyword) => keywords[keyword] !== undefined)) return keywords;
  const { oneOf, anyOf } = keywords;
  const keyword = oneOf === undefined ? 'anyOf' : 'oneOf';
  if ((oneOf === undefined) === (anyOf === undefined)) return keywords;
  const forms = elementSpots(memberSpot(spot, keyword)).map(({ value }) => listedIn(value));
  const values = forms.flatMap((form) => form?.values ?? []);
  const isOnlyValues = forms.length > 1 && forms.every((form) => form !== null);
  // What two of a `oneOf` list is refused.
  if (!isOnlyValues || new Set(values.map(canonicalText)).size < values.length) return keywords;
  const types = [...new Set(forms.map((form) => form?.type))];
  const isTyped = keywords.type !== undefined || types.includes(undefined);
  return {
    ...without(keywords, keyword),
    enum: values,
    ...(!isTyped && { type: types.length === 1 ? types[0] : types }),
  };
}

/** The values of a schema that lists them and says nothing else, but of which type they are. */
function listedIn(schema: unknown): { readonly values: readonly unknown[]; readonly type: string | undefined } | null {
  if (!isObject(schema)) return null;
  const { type, const: only, enum: several } = schema;
  const values = only === undefined ? several : [only];
  const saysMore = (key: string) => !['type', 'const', 'enum'].includes(key) && !documentation.has(key);
  if (!Array.isArray(values) || (only !== undefined && several !== undefined) || Object.keys(schema).some(saysMore))
    return null;
  if (type === undefined) return { values, type };
  return typeof type === 'string' && values.every((value) => isOfType(value, type)) ? { values, type } : null;
}

function isOfType(value: unknown, type: string): boolean {
  if (type === 'integer') return Number.isInteger(value);
  return type === (value === null ? 'null' : typeof value);
}

function isNullOnly(spot: Spot): boolean {
  const target = followReference(spot)?.spot.value;
  if (!isObject(target)) return false;
  const { type: written, enum: listed, const: fixed } = target;
  const type = Array.isArray(written) && written.length === 1 ? written[0] : written;
  if (Array.isArray(listed) && listed.length === 1 && listed[0] === null && type === undefined) return true;
  if (fixed === null && type === undefined) return true;
  if (type !== 'null') return false;
  return Object.keys(target).every(
    (key) =>
      saysNothingOfNull.has(key) ||
      documentation.has(key) ||
      key.startsWith('x-') ||
      (key === 'const' && fixed === null) ||
      ((key === 'readOnly' || key === 'writeOnly') && target[key] === false) ||
      (key === 'enum' && Array.isArray(listed) && listed.includes(null)),
  );
}

/** What generators write beside `type: 'null'`, which it neither narrows nor widens. */
const saysNothingOfNull = new Set([
  'type',
  'nullable',
  'default',
  'deprecated',
  'readOnly',
  'writeOnly',
  '$anchor',
  '$defs',
  'definitions',
]);

/** A schema as its own heirs take it over. */
export function withoutForms({ oneOf: _, anyOf: __, ...keywords }: JsonObject): JsonObject {
  return keywords;
}

function without(keywords: JsonObject, name: string): JsonObject {
  const { [name]: _, ...rest } = keywords;
  return rest;
}
