// What a schema with a `discriminator`, and no list of forms beside it, stands for: each schema that takes it over by
// `allOf`, under its name or the value that the mapping has for it, and whatever else the mapping names (OpenAPI 3.0 and
// 3.1, Discriminator Object; Swagger 2.0, Schema Object). A place that refers to `Pet` so may hold a `Cat`.
//
// Found on the raw values and only where a discriminator is met: most documents have none.

import type { SourceDocument } from './source-document.ts';
import { elementSpots, followReference, isObject, type JsonObject, memberSpot, type Spot } from './spot.ts';

export interface Subtype {
  readonly spot: Spot;
  /** The schemas of the same family that it takes over, as raw values; without the head. */
  readonly between: readonly JsonObject[];
  /** It takes over the head, whose keywords are then its own too. */
  readonly inherits: boolean;
  /** Named by the mapping, of which other rules speak. */
  readonly mapped: boolean;
}

export interface Family {
  readonly propertyName: string;
  /** By the value of the property that says which one it is. */
  readonly members: ReadonlyMap<string, Subtype>;
  /** The schemas among them that take the head over, as raw values. */
  readonly heirs: ReadonlySet<unknown>;
}

/** Where an API's schemas are found. */
interface Schemas {
  /** By their names; of several documents each may have one. */
  readonly namedSchemas: ReadonlyMap<string, readonly Spot[]>;
  /** What the mapping of a discriminator leads to. */
  readonly mappedSchema: (target: string, document: SourceDocument) => Spot | null;
}

/** A schema that takes another one over; without a name where it lies in a file and only a mapping leads to it. */
interface Heir {
  readonly name: string | null;
  readonly spot: Spot;
}

/** What the `mapping` of a discriminator leads to. */
interface Mapping {
  /** By its values. */
  readonly targets: ReadonlyMap<string, Spot>;
  /** Its values by what they lead to, as raw value. */
  readonly valuesOf: ReadonlyMap<unknown, readonly string[]>;
  /** Of what it leads to, by the raw value of what they take over. */
  readonly unnamedHeirs: ReadonlyMap<unknown, readonly Heir[]>;
}

export class Subtypes {
  readonly #schemas: Schemas;
  readonly #families = new Map<JsonObject, Family | null>();
  readonly #mappings = new Map<Spot['value'], Mapping>();
  #heirs: Map<unknown, Heir[]> | null = null;

  constructor(schemas: Schemas) {
    this.#schemas = schemas;
  }

  /** What a value that the schema describes may be besides; null where the schema stands for itself alone. */
  of(schema: Spot): Family | null {
    const { value } = schema;
    if (!isObject(value) || listsForms(schema)) return null;
    let family = this.#families.get(value);
    if (family === undefined) {
      family = this.#make(schema, value);
      this.#families.set(value, family);
    }
    return family;
  }

  /** The schemas that go by a name. */
  named(name: string): readonly Spot[] {
    return this.#schemas.namedSchemas.get(name) ?? [];
  }

  #make(head: Spot, headValue: JsonObject): Family | null {
    const owner = ownerOf(head);
    const propertyName = owner === null ? null : propertyNameOf(owner.part);
    if (owner === null || propertyName === null) return null;
    const mapping = this.#mappingOf(owner.part);
    const members = new Map<string, Subtype>();
    const add = (spot: Spot, between: readonly JsonObject[], inherits: boolean, name: string | null) => {
      const mapped = mapping.valuesOf.get(spot.value) ?? [];
      const isTaken = name === null || mapping.targets.has(name);
      const values = mapped.length > 0 || isTaken ? mapped : [name];
      for (const value of values) {
        const known = members.get(value);
        if (known === undefined) members.set(value, { spot, between, inherits, mapped: mapped.length > 0 });
        else if (known.spot.value === spot.value)
          members.set(value, { ...known, between: [...known.between, ...between] });
      }
    };
    const seen = new Set<JsonObject>([headValue]);
    const work: { readonly value: JsonObject; readonly between: readonly JsonObject[] }[] = [
      { value: headValue, between: [] },
    ];
    for (const { value, between } of work) {
      const unnamed = mapping.unnamedHeirs.get(value) ?? [];
      for (const { name, spot } of [...this.#heirsOf(value), ...unnamed]) {
        add(spot, between, true, name);
        if (!isObject(spot.value) || seen.has(spot.value)) continue;
        seen.add(spot.value);
        work.push({ value: spot.value, between: [spot.value] });
      }
    }
    if (owner.schema.value === headValue) {
      for (const spot of mapping.targets.values()) {
        if (!isObject(spot.value) || seen.has(spot.value)) continue;
        seen.add(spot.value);
        add(spot, [], false, null);
      }
    }
    if (members.size === 0) return null;
    const heirs = [...members.values()].filter(({ inherits }) => inherits).map(({ spot }) => spot.value);
    return { propertyName, members, heirs: new Set(heirs) };
  }

  #mappingOf(owner: Spot): Mapping {
    let mapping = this.#mappings.get(owner.value);
    if (mapping === undefined) {
      mapping = this.#readMapping(owner);
      this.#mappings.set(owner.value, mapping);
    }
    return mapping;
  }

  #readMapping(owner: Spot): Mapping {
    const discriminator = memberSpot(owner, 'discriminator')?.value;
    const written = isObject(discriminator) && isObject(discriminator.mapping) ? discriminator.mapping : {};
    const targets = new Map<string, Spot>();
    const valuesOf = new Map<unknown, string[]>();
    const unnamedHeirs = new Map<unknown, Heir[]>();
    for (const [value, target] of Object.entries(written)) {
      const found = this.#schemas.mappedSchema(String(target), owner.document);
      const spot = found === null ? null : (followReference(found)?.spot ?? null);
      if (spot === null) continue;
      targets.set(value, spot);
      append(valuesOf, spot.value, value);
      for (const parent of new Set(parentsOf(spot).map((each) => each.value as JsonObject))) {
        if (!this.#heirsOf(parent).some((heir) => heir.spot.value === spot.value))
          append(unnamedHeirs, parent, { name: null, spot });
      }
    }
    return { targets, valuesOf, unnamedHeirs };
  }

  #heirsOf(value: JsonObject): readonly Heir[] {
    if (this.#heirs === null) {
      this.#heirs = new Map();
      const named = [...this.#schemas.namedSchemas].flatMap(([name, spots]) =>
        spots.map((spot) => ({ name: declaredValue(spot) ?? name, spot })),
      );
      for (const { name, spot } of named) {
        for (const parent of parentsOf(spot)) append(this.#heirs, parent.value, { name, spot });
      }
    }
    return this.#heirs.get(value) ?? [];
  }
}

function append<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

/** The value that a schema of Swagger 2 claims for itself instead of its name (AutoRest, `x-ms-discriminator-value`). */
function declaredValue({ value }: Spot): string | null {
  const declared = isObject(value) ? value['x-ms-discriminator-value'] : undefined;
  return typeof declared === 'string' ? declared : null;
}

/** A schema and the parts of its `allOf` that are written in place: what they say it says itself. */
function ownParts(spot: Spot): Spot[] {
  const inPlace = elementSpots(memberSpot(spot, 'allOf')).filter(
    ({ value }) => isObject(value) && value.$ref === undefined,
  );
  return [spot, ...inPlace.flatMap(ownParts)];
}

/** The schemas that one takes over by naming them in its `allOf`. */
function parentsOf(spot: Spot): Spot[] {
  return ownParts(spot)
    .flatMap((own) => elementSpots(memberSpot(own, 'allOf')))
    .flatMap((part) => {
      if (!isObject(part.value) || typeof part.value.$ref !== 'string') return [];
      const parent = followReference(part)?.spot;
      return parent !== undefined && isObject(parent.value) ? [parent] : [];
    });
}

/** Whether a schema says itself, or in a part of its `allOf` that is written in place, which property tells its heirs apart. */
export function hasDiscriminator({ discriminator, allOf }: JsonObject): boolean {
  if (discriminator !== undefined) return true;
  return (
    Array.isArray(allOf) && allOf.some((part) => isObject(part) && part.$ref === undefined && hasDiscriminator(part))
  );
}

/** The schema that has the discriminator, and the part of it where that stands: the given one, or the nearest it takes over. */
function ownerOf(head: Spot): { readonly schema: Spot; readonly part: Spot } | null {
  const seen = new Set<unknown>();
  const work = [head];
  for (const schema of work) {
    if (seen.has(schema.value)) continue;
    seen.add(schema.value);
    const part = ownParts(schema).find(({ value }) => isObject(value) && value.discriminator !== undefined);
    if (part !== undefined) return listsForms(schema) || listsForms(part) ? null : { schema, part };
    work.push(...parentsOf(schema));
  }
  return null;
}

function listsForms({ value }: Spot): boolean {
  return isObject(value) && (value.oneOf !== undefined || value.anyOf !== undefined);
}

function propertyNameOf(owner: Spot): string | null {
  const discriminator = memberSpot(owner, 'discriminator')?.value;
  if (typeof discriminator === 'string') return discriminator;
  return isObject(discriminator) && typeof discriminator.propertyName === 'string' ? discriminator.propertyName : null;
}
