// A schema as the comparison sees it: lazily resolved, and normalised to JSON Schema 2020-12 keywords only when it is
// looked at. `allOf` is not a child but a set of layers over one node: a property is the same property whether it
// stands in the schema itself, behind a `$ref` or in an `allOf` branch, so splitting and merging such schemas never
// looks like removing and adding. The three spellings of "or null" become the same type list for the same reason.

import { Reach } from '../base/index.ts';
import { canonicalText } from './canonical-text.ts';
import { nameInReference, parsePointer } from './json-pointer.ts';
import { noSpots, OwnHeirs, type SpotKeys } from './own-heirs.ts';
import { constrainsNothing, documentation, hasSiblings, refusesAll } from './schema-keywords.ts';
import { type Expansion, expand, type SchemaLayer, type SchemaReading } from './schema-layers.ts';
import type { SpecDialect } from './source-document.ts';
import {
  childSpot,
  elementSpots,
  entrySpots,
  isObject,
  type JsonObject,
  memberSpot,
  type Spot,
  spotKey,
} from './spot.ts';

export type JsonType = 'array' | 'boolean' | 'integer' | 'null' | 'number' | 'object' | 'string';

export interface SchemaProperty {
  readonly name: string;
  /** Where its object names it; what stands there may be a reference. */
  readonly spot: Spot;
  readonly schema: SchemaNode;
  readonly required: boolean;
  readonly parent: SchemaNode;
}

export interface SchemaBranch {
  readonly keyword: 'oneOf' | 'anyOf' | 'allOf';
  readonly index: number;
  readonly schema: SchemaNode;
  /** Where the list has it; the schema stands at the end of a reference there. */
  readonly spot: Spot;
  /** Written in a part of the schema's `allOf`, and not in the schema itself. */
  readonly nested: boolean;
}

const lowerBounds = new Set(['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties', 'minContains']);
const upperBounds = new Set(['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties', 'maxContains']);

export type Bound =
  | 'minimum'
  | 'exclusiveMinimum'
  | 'minLength'
  | 'minItems'
  | 'minProperties'
  | 'minContains'
  | 'maximum'
  | 'exclusiveMaximum'
  | 'maxLength'
  | 'maxItems'
  | 'maxProperties'
  | 'maxContains';

/** Where documents keep the schemas that others refer to. */
const sharingPlaces = new Set(['schemas', 'definitions', '$defs']);

/** Keywords under which a schema stands that has no name: by itself, and among others. */
const holdsOne = new Set([
  'schema',
  'items',
  'additionalProperties',
  'additionalItems',
  'unevaluatedItems',
  'unevaluatedProperties',
  'contains',
  'propertyNames',
  'contentSchema',
  'not',
  'if',
  'then',
  'else',
]);
const holdsSeveral = new Set([
  'properties',
  'patternProperties',
  'dependentSchemas',
  'allOf',
  'oneOf',
  'anyOf',
  'prefixItems',
  'items',
]);

/** Whether a file holds schemas by their names, at its top or a step below, as those do that are parts of a description. */
function isEntryOfFile(tokens: readonly string[]): boolean {
  const [first, second] = tokens;
  if (tokens.length === 0 || tokens.length > 2 || holdsOne.has(tokens.at(-1)!)) return false;
  return second === undefined || !holdsSeveral.has(first!);
}

/** A chain of references that is longer than this may run in a circle, which is then looked for. */
const unwatchedHops = 64;

export interface Discriminator {
  readonly propertyName: string;
  readonly mapping: ReadonlyMap<string, string>;
  /** 3.2: what a value stands for that names nothing else. */
  readonly defaultMapping: string | null;
}

/** Makes the nodes of one dialect and remembers them, so that a schema used in a thousand places is one node. */
export class SchemaReader implements SchemaReading {
  readonly dialect: SpecDialect;
  readonly literal: boolean;
  readonly ownHeirs: OwnHeirs;
  readonly #nodes = new Map<string, SchemaNode>();
  readonly #endOfChain = new Map<string, Spot>();
  /** Which schemas let null through, by themselves or by an alternative that they lead to: each is asked once. */
  readonly lettingNull = new Reach(alternativesForNull, letsNullThrough);
  readonly brokenReferences = new Map<string, Spot>();
  readonly circularSchemas = new Map<string, Spot>();

  constructor(dialect: SpecDialect, { literal = false }: { readonly literal?: boolean } = {}) {
    this.dialect = dialect;
    this.literal = literal;
    this.ownHeirs = new OwnHeirs(dialect, (spot) => this.target(spot));
  }

  /** The node for a schema written at `spot`, or for several that apply together, as with `allOf`. */
  node(first: Spot, ...others: readonly Spot[]): SchemaNode {
    const spots = others.length === 0 ? [this.target(first)] : [first, ...others];
    const key = spots.length === 1 ? spotKey(spots[0] as Spot) : spots.map(spotKey).join(' ');
    const known = this.#nodes.get(key);
    if (known !== undefined) return known;
    const node = new SchemaNode(this, key, spots, null);
    this.#nodes.set(key, node);
    return node;
  }

  /** An alternative with all that the schema says of which it is one, but for the alternatives. */
  inForm(whole: SchemaNode, form: Spot): SchemaNode {
    const spots = [this.target(form), ...whole.spots];
    const key = `${spots.map(spotKey).join(' ')} as one`;
    let node = this.#nodes.get(key);
    if (node === undefined) {
      const listing = whole.layers.filter(
        ({ keywords: { oneOf, anyOf } }) => oneOf !== undefined || anyOf !== undefined,
      );
      node = new SchemaNode(this, key, spots, null, new Set(listing.map(({ spot }) => spotKey(spot))));
      this.#nodes.set(key, node);
    }
    return node;
  }

  /**
   * The place that a schema which is nothing but a reference stands for, so that all its users share one node: the end of
   * a chain of them, its last working link, or somewhere in a circle of them.
   */
  target(spot: Spot): Spot {
    let current = spot;
    const longChain = new Set<string>();
    for (let hops = 0; ; hops += 1) {
      const { value } = current;
      if (!isObject(value) || typeof value.$ref !== 'string' || hasSiblings(value, this.dialect)) break;
      if (hops >= unwatchedHops) {
        const key = spotKey(current);
        const known = this.#endOfChain.get(key);
        if (known !== undefined) {
          current = known;
          break;
        }
        if (longChain.has(key)) break;
        longChain.add(key);
      }
      const target = current.document.resolve(value.$ref);
      if (target === null) break;
      current = target;
    }
    for (const key of longChain) this.#endOfChain.set(key, current);
    return current;
  }

  /** A node whose properties were not written as a schema: Swagger 2 form fields. */
  synthetic(layer: SchemaLayer): SchemaNode {
    const key = `${spotKey(layer.spot)} synthetic`;
    const known = this.#nodes.get(key);
    if (known !== undefined) return known;
    const node = new SchemaNode(this, key, [layer.spot], [layer]);
    this.#nodes.set(key, node);
    return node;
  }
}

/**
 * One schema. Accessors give what holds over all layers: the intersection of types and enumerations, the tightest
 * bound, the union of properties and required names.
 */
export class SchemaNode {
  readonly reader: SchemaReader;
  /** Tells nodes of one process apart. */
  readonly key: string;
  /** Where the schema stands before any `$ref` is followed. */
  readonly spots: readonly Spot[];
  /** Of which schemas the alternatives are left out; null where none is said to be one of them. */
  readonly #formOf: SpotKeys | null;
  #expansion: Expansion | null;
  #properties: Map<string, SchemaProperty> | null = null;
  #types: readonly JsonType[] | null | undefined;
  #keywords: ReadonlySet<string> | null = null;
  #required: ReadonlySet<string> | null = null;
  #refName: string | null | undefined;

  constructor(
    reader: SchemaReader,
    key: string,
    spots: readonly Spot[],
    layers: readonly SchemaLayer[] | null,
    formOf: SpotKeys | null = null,
  ) {
    this.reader = reader;
    this.#formOf = formOf;
    this.key = key;
    this.spots = spots;
    this.synthetic = layers !== null;
    this.#expansion = layers && { layers, nullable: false, cyclic: false, broken: false };
  }

  get #expanded(): Expansion {
    this.#expansion ??= expand(this.reader, this.spots, this.#formOf ?? noSpots);
    return this.#expansion;
  }

  /** Put together from several places, so that its own spot does not hold all of it. */
  readonly synthetic: boolean;

  get layers(): readonly SchemaLayer[] {
    return this.#expanded.layers;
  }

  /** A chain of `allOf` or `$ref` that comes back to itself: nothing can be said of it. */
  get cyclic(): boolean {
    return this.#expanded.cyclic;
  }

  /** A `$ref` in it leads nowhere. */
  get broken(): boolean {
    return this.#expanded.broken;
  }

  /** The place to show: the referenced one, where the schema is a `$ref`. */
  get spot(): Spot {
    return this.layers[0]?.spot ?? (this.spots[0] as Spot);
  }

  /**
   * The name under which the schema is shared (`Pet` for `#/components/schemas/Pet`, `pets.yaml#/Pet` and `Pet.yaml`), or null
   * where it is inline.
   */
  get refName(): string | null {
    if (this.#refName === undefined) this.#refName = this.#readRefName();
    return this.#refName;
  }

  #readRefName(): string | null {
    const [spot] = this.spots as [Spot];
    if (this.spots.length !== 1 && this.#formOf === null) return null;
    if (spot.pointer === '') return nameInReference(spot.document.source);
    const tokens = parsePointer(spot.pointer) ?? [];
    const isShared = sharingPlaces.has(tokens.at(-2) ?? '') && tokens.at(-3) !== 'properties';
    return isShared || isEntryOfFile(tokens) ? (tokens.at(-1) ?? null) : null;
  }

  get title(): string | null {
    const value = this.spot.value;
    return isObject(value) && typeof value.title === 'string' ? value.title : null;
  }

  /** Every value of a keyword over the layers, with the place of its layer. */
  values(keyword: string): { readonly value: unknown; readonly spot: Spot }[] {
    const found: { value: unknown; spot: Spot }[] = [];
    for (const layer of this.layers) {
      if (Object.hasOwn(layer.keywords, keyword)) found.push({ value: layer.keywords[keyword], spot: layer.spot });
    }
    return found;
  }

  /** The first value of a keyword over the layers: the schema's own wins over its branches'. */
  keyword(keyword: string): unknown {
    for (const layer of this.layers) if (Object.hasOwn(layer.keywords, keyword)) return layer.keywords[keyword];
    return undefined;
  }

  has(keyword: string): boolean {
    return this.layers.some((layer) => Object.hasOwn(layer.keywords, keyword));
  }

  /** Every keyword that some layer has. */
  get keywords(): ReadonlySet<string> {
    this.#keywords ??= new Set(this.layers.flatMap((layer) => Object.keys(layer.keywords)));
    return this.#keywords;
  }

  /** Where a keyword was written; the schema's own place where it was not. */
  spotOf(keyword: string): Spot {
    for (const layer of this.layers) {
      if (!Object.hasOwn(layer.keywords, keyword)) continue;
      const spot = childSpot(layer.spot, keyword);
      return spot.value === undefined ? layer.spot : spot;
    }
    return this.spot;
  }

  /** Whether it accepts no value at all, by the schema `false` or its other spelling. */
  get never(): boolean {
    return this.layers.some((layer) => refusesAll(layer.spot.value));
  }

  /** The types a value may have, sorted; null where any is allowed, none where no value is. `number` includes `integer`. */
  get types(): readonly JsonType[] | null {
    if (this.#types !== undefined) return this.#types;
    if (this.never) {
      this.#types = [];
      return this.#types;
    }
    let types: JsonType[] | null = null;
    for (const { value } of this.values('type')) {
      // What is no name of a type says nothing.
      const own = (Array.isArray(value) ? value : [value]).filter((name): name is JsonType => typeof name === 'string');
      if (own.length === 0) continue;
      types = types === null ? own : intersectTypes(types, own);
    }
    if (types !== null && this.#expanded.nullable) types = [...types, 'null'];
    this.#types = types && [...new Set(types)].sort();
    return this.#types;
  }

  /** Whether the type list, or its absence, lets null through. */
  get nullable(): boolean {
    return this.types === null || this.types.includes('null');
  }

  /**
   * Whether null is let through, where that is said: by a type, or by alternatives of which one is null or lets it through;
   * null where nothing is said of either.
   */
  get saysNull(): boolean | null {
    if (this.types !== null) return this.types.includes('null');
    return hasAlternatives(this) ? this.reader.lettingNull.from(this) : null;
  }

  /** "Or null" is written beside it, or as one of its alternatives. */
  get letsNullThrough(): boolean {
    return this.#expanded.nullable;
  }

  /** The types without null: what is left when nullability is judged by itself. */
  get valueTypes(): readonly JsonType[] | null {
    return this.types?.filter((type) => type !== 'null') ?? null;
  }

  /** The listed values in the author's order (those that all layers list); null where there is no list. */
  get enumValues(): readonly unknown[] | null {
    let values: readonly unknown[] | null = null;
    for (const { value } of this.values('enum')) {
      if (!Array.isArray(value)) continue;
      const texts: Set<string> = new Set(value.map(canonicalText));
      values = values === null ? value : values.filter((each) => texts.has(canonicalText(each)));
    }
    return values;
  }

  /** The tightest value of a bound over the layers, or null where it is not set. */
  bound(name: Bound): number | null {
    let tightest: number | null = null;
    for (const { value } of this.values(name)) {
      if (typeof value !== 'number') continue;
      if (tightest === null) tightest = value;
      else if (lowerBounds.has(name)) tightest = Math.max(tightest, value);
      else if (upperBounds.has(name)) tightest = Math.min(tightest, value);
    }
    return tightest;
  }

  get required(): ReadonlySet<string> {
    if (this.#required !== null) return this.#required;
    const names = new Set<string>();
    for (const { value } of this.values('required')) {
      if (Array.isArray(value)) for (const name of value) if (typeof name === 'string') names.add(name);
    }
    this.#required = names;
    return names;
  }

  /** The named properties over all layers, in the author's order. */
  get properties(): ReadonlyMap<string, SchemaProperty> {
    if (this.#properties !== null) return this.#properties;
    const spots = new Map<string, Spot[]>();
    for (const layer of this.layers) {
      const own = layer.propertySpots ?? entrySpots(memberSpot(layer.spot, 'properties'));
      for (const [name, spot] of own) {
        const known = spots.get(name);
        if (known === undefined) spots.set(name, [spot]);
        else known.push(spot);
      }
    }
    const required = this.required;
    const properties = new Map<string, SchemaProperty>();
    for (const [name, [first, ...others]] of spots) {
      const spot = first as Spot;
      const schema = this.reader.node(spot, ...others);
      properties.set(name, { name, spot, schema, required: required.has(name), parent: this });
    }
    this.#properties = properties;
    return properties;
  }

  /** Whether it names any property, without reading one. */
  get namesProperties(): boolean {
    return this.layers.some(({ keywords }) => {
      for (const _ in isObject(keywords.properties) ? keywords.properties : {}) return true; // of thousands none is listed
      return false;
    });
  }

  /** The schema under a keyword that holds one: `items`, `additionalProperties`, `contains`, `propertyNames`, `not` … */
  child(keyword: string): SchemaNode | null {
    const spots: Spot[] = [];
    for (const layer of this.layers) {
      const spot = memberSpot(layer.spot, keyword);
      if (spot !== null && (isObject(spot.value) || typeof spot.value === 'boolean')) spots.push(spot);
    }
    const [first, ...others] = spots;
    return first === undefined ? null : this.reader.node(first, ...others);
  }

  /** The schemas under a keyword that holds a map of them: `patternProperties`, `dependentSchemas`. */
  children(keyword: string): ReadonlyMap<string, SchemaNode> {
    const spots = new Map<string, Spot[]>();
    for (const layer of this.layers) {
      for (const [name, spot] of entrySpots(memberSpot(layer.spot, keyword))) {
        if (!isObject(spot.value) && typeof spot.value !== 'boolean') continue;
        const known = spots.get(name);
        if (known === undefined) spots.set(name, [spot]);
        else known.push(spot);
      }
    }
    return new Map(
      [...spots].map(([name, [first, ...others]]) => [name, this.reader.node(first as Spot, ...others)] as const),
    );
  }

  /** The schemas of `prefixItems` (or a tuple in `items`, as older drafts spell it), in order. */
  get prefixItems(): readonly SchemaNode[] {
    for (const layer of this.layers) {
      for (const keyword of ['prefixItems', 'items']) {
        const list = elementSpots(memberSpot(layer.spot, keyword));
        if (list.length > 0) return list.map((spot) => this.reader.node(spot));
      }
    }
    return [];
  }

  /**
   * The branches of every `oneOf` or `anyOf` over the layers. A null branch, and a wrap around one single schema, are
   * not branches: they were folded into the types and layers. For `allOf` the direct branches as written.
   */
  branches(keyword: 'oneOf' | 'anyOf' | 'allOf'): readonly SchemaBranch[] {
    const found: SchemaBranch[] = [];
    for (const [depth, layer] of this.layers.entries()) {
      const list = layer.keywords[keyword];
      if (!Array.isArray(list)) continue;
      const spots = elementSpots(memberSpot(layer.spot, keyword)).filter(({ value }) => list.includes(value));
      for (const [index, spot] of spots.entries()) {
        found.push({ keyword, index, schema: this.reader.node(spot), spot, nested: depth > 0 });
      }
    }
    return found;
  }

  get readOnly(): boolean {
    return this.keyword('readOnly') === true;
  }

  get writeOnly(): boolean {
    return this.keyword('writeOnly') === true;
  }

  get deprecated(): boolean {
    return this.keyword('deprecated') === true;
  }

  get format(): string | null {
    const format = this.keyword('format');
    return typeof format === 'string' ? format : null;
  }

  /** What an object does with properties that no `properties` or `patternProperties` names. Written, not inferred. */
  get additionalProperties(): 'absent' | 'allowed' | 'refused' | 'schema' {
    let stance: 'absent' | 'allowed' | 'refused' | 'schema' = 'absent';
    for (const { value, spot } of this.values('additionalProperties')) {
      if (refusesAll(value)) return 'refused';
      const says = isObject(value) && Object.keys(value).some((key) => !documentation.has(key));
      // What is referred to may say nothing either.
      if (
        says &&
        !(typeof value.$ref === 'string' && this.reader.node(childSpot(spot, 'additionalProperties')).unconstrained)
      )
        stance = 'schema';
      else if (stance === 'absent') stance = 'allowed';
    }
    return stance;
  }

  get discriminator(): Discriminator | null {
    const value = this.keyword('discriminator');
    return isObject(value) ? discriminatorOf(value) : null;
  }

  /** Whether it says nothing about the value: no keyword that constrains. */
  get unconstrained(): boolean {
    return (
      !this.broken && !this.cyclic && !this.never && this.layers.every(({ keywords }) => constrainsNothing(keywords))
    );
  }
}

const discriminators = new WeakMap<object, Discriminator>();

/** As it is written, read once for all that take it over. */
function discriminatorOf(value: JsonObject): Discriminator | null {
  const { propertyName, mapping, defaultMapping } = value;
  if (typeof propertyName !== 'string') return null;
  let read = discriminators.get(value);
  if (read === undefined) {
    const entries = isObject(mapping) ? Object.entries(mapping) : [];
    const readable = entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string');
    const otherwise = typeof defaultMapping === 'string' ? defaultMapping : null;
    read = { propertyName, mapping: new Map(readable), defaultMapping: otherwise };
    discriminators.set(value, read);
  }
  return read;
}

/** Whether it says nothing of null itself, but by its alternatives. */
function hasAlternatives(node: SchemaNode): boolean {
  return (
    node.types === null &&
    !node.reader.literal &&
    (node.has('oneOf') || node.has('anyOf')) &&
    alternativesOf(node).length > 0
  );
}

function alternativesOf(node: SchemaNode): readonly SchemaBranch[] {
  return [...node.branches('oneOf'), ...node.branches('anyOf')];
}

/** Where a list of its values leaves null out, no alternative below it lets one through. */
function alternativesForNull(node: SchemaNode): SchemaNode[] {
  if (!hasAlternatives(node)) return [];
  return alternativesOf(node).flatMap(({ schema }) => (listsNoNull(schema) ? [] : [schema]));
}

/** Whether null passes but for what its alternatives say; of which nothing says anything, null passes. */
function letsNullThrough(node: SchemaNode): boolean {
  if (node.types !== null) return node.types.includes('null');
  return node.letsNullThrough || !hasAlternatives(node);
}

function listsNoNull({ enumValues }: SchemaNode): boolean {
  return enumValues !== null && !enumValues.includes(null);
}

function intersectTypes(left: readonly JsonType[], right: readonly JsonType[]): JsonType[] {
  const kept = left.filter((type) => right.includes(type) || (type === 'integer' && right.includes('number')));
  if (right.includes('integer') && left.includes('number') && !left.includes('integer')) kept.push('integer');
  return kept;
}
