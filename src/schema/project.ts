// The documented world: what one side sends, and what the other accepts, by the letter of a schema. A pure step before schemas
// are compared. Three readings of a schema are told apart, since what closing means depends on where it is met:
//   stands   nothing is closed: the receiver's side, and what lies under `not`, `if`, `contains` and in `oneOf`
//   part     inside an allOf or beside others: not closed itself, but the objects within its properties and items are
//   whole    met by itself: closed
// What the sender's side accepts is always accepted by the receiver's side of the same schema.

import { knownFormat } from './formats.ts';
import type { Json, JsonObject } from './json-value.ts';
import { isJsonObject } from './json-value.ts';
import { referenceToDefinition, tokensOfReference } from './local-reference.ts';
import { shareDefinitions } from './shared-definitions.ts';

/** Who sends, and whose side is asked for: the sender's (closed) or the receiver's (as it stands). */
export interface Projection {
  readonly sender: 'client' | 'server';
  readonly side: 'sender' | 'receiver';
}

/** `excluded` stands where less said would be more asked for: in what must not hold, or decides what must. */
type Reading = 'stands' | 'excluded' | 'part' | 'whole';
type Mutable = Record<string, Json>;

const typeOfKeyword: ReadonlyMap<string, string> = new Map(
  Object.entries({
    number: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
    string: ['minLength', 'maxLength', 'pattern'],
    array: ['items', 'prefixItems', 'minItems', 'maxItems', 'uniqueItems', 'contains', 'unevaluatedItems'],
    object: [
      'properties',
      'patternProperties',
      'additionalProperties',
      'unevaluatedProperties',
      'propertyNames',
      'required',
      'minProperties',
      'maxProperties',
      'dependentRequired',
      'dependentSchemas',
    ],
  }).flatMap(([type, keywords]) => keywords.map((keyword): [string, string] => [keyword, type])),
);

const opennessKeywords = ['additionalProperties', 'unevaluatedProperties', 'patternProperties'];

/**
 * Projects a schema (JSON Schema 2020-12 with local references) onto who sends: drops properties that the sender does not
 * send, infers a type where only one type's keywords stand, asserts the formats that are known, and on the sender's side
 * closes objects that name properties unless their openness is written down. Formats that are not known are removed, so that
 * the result may be compared with `assertFormats`; but not within `not` and `if`, or where nothing else tells an
 * alternative from another, since that would ask for more. The input is not changed; `$defs` of the result hold what is used, under
 * names of their own.
 */
export function project(schema: Json, projection: Projection): Json {
  return createProjector(schema, projection)(schema);
}

/**
 * A projection for many schemas whose references lead into one document: each definition is projected once, and the results
 * share one `$defs`, by which containment knows that what it has proven of one schema holds for the others.
 */
export function createProjector(document: Json, projection: Projection): (schema: Json) => Json {
  const hidden = projection.sender === 'client' ? 'readOnly' : 'writeOnly';
  const definitions: Mutable = {};
  shareDefinitions(definitions);
  const nameOf = new Map<string, string>();
  const inlining = new Set<Json>();
  const partsOf = new WeakMap<object, readonly JsonObject[]>();
  const namesOf = new WeakMap<object, ReadonlySet<string>>();
  /** Definitions that are referred to and not made yet: one after the other, since chains of them are longer than a stack. */
  const pending: { readonly name: string; readonly make: () => Json }[] = [];
  let refers = false;
  return (schema) => {
    refers = false;
    const root = rewrite(schema, projection.side === 'sender' ? 'whole' : 'stands', new Set(), true);
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) definitions[next.name] = next.make();
    return isJsonObject(root) && refers ? { ...root, $defs: definitions } : root;
  };

  function rewrite(value: Json, reading: Reading, dropped: ReadonlySet<string>, infers: boolean): Json {
    if (!isJsonObject(value)) return value;
    const partsOfThis = inPlace(value);
    const gone = new Set([...dropped, ...hiddenNames(partsOfThis)]);
    const stands = reading === 'stands' || reading === 'excluded';
    const nested: Reading = stands ? reading : 'whole';
    const closes = reading === 'whole' ? closing(value, partsOfThis) : 'not';
    const branch: Reading = stands ? reading : closes === 'branches' ? 'whole' : 'part';
    const result: Mutable = {};
    /** Conjuncts beside those that the author wrote. */
    const extra: Json[] = [];
    const child = (schema: Json) => rewrite(schema, nested, new Set(), true);
    // A branch may infer its type only where nothing beside it speaks of types, lest a null that the whole allows is lost.
    const untyped =
      infers && partsOfThis.every((part) => !['type', 'enum', 'const'].some((each) => part[each] !== undefined));
    const inBranch = (schema: Json) => rewrite(schema, branch, gone, false);
    const inAlternatives = (schemas: readonly Json[]) =>
      schemas.map((schema) => rewrite(schema, isToldByFormat(schema, schemas) ? 'excluded' : branch, gone, untyped));
    const asIs = (schema: Json) => rewrite(schema, 'excluded', gone, false);
    for (const [keyword, inner] of Object.entries(value)) {
      switch (keyword) {
        case '$defs':
        case 'definitions':
          break;
        case '$ref':
          if (typeof inner === 'string') {
            const target = reference(inner, branch, gone, infers && isBareReference(value));
            if (target.inlined === undefined) result.$ref = target.ref;
            else extra.push(target.inlined);
          }
          break;
        case 'properties':
          if (isJsonObject(inner)) {
            // What is not for the sender to send it does not send in any other form either, where further properties are
            // open. What a receiver gets of it, it passes over, whatever it says of these.
            const instead = stands;
            result.properties = Object.fromEntries(
              Object.entries(inner).map(([name, schema]) => [name, gone.has(name) ? instead : child(schema)]),
            );
          }
          break;
        case 'required':
          result.required = Array.isArray(inner) ? inner.filter((name) => !gone.has(name as string)) : inner;
          break;
        case 'dependentRequired':
          if (isJsonObject(inner)) {
            result.dependentRequired = mapValues(inner, (names) =>
              Array.isArray(names) ? names.filter((name) => !gone.has(name as string)) : names,
            );
          }
          break;
        case 'patternProperties':
          result[keyword] = isJsonObject(inner) ? withPlainNames(mapValues(inner, child)) : inner;
          break;
        case 'items':
        case 'additionalProperties':
        case 'unevaluatedProperties':
        case 'unevaluatedItems':
          result[keyword] = child(inner);
          break;
        case 'prefixItems':
          result[keyword] = Array.isArray(inner) ? inner.map(child) : inner;
          break;
        case 'contains':
        case 'propertyNames':
          result[keyword] = rewrite(inner, reading === 'excluded' ? reading : 'stands', new Set(), true);
          break;
        case 'not':
        case 'if':
          result[keyword] = asIs(inner);
          break;
        case 'then':
        case 'else':
          result[keyword] = inBranch(inner);
          break;
        case 'dependentSchemas':
          result[keyword] = isJsonObject(inner) ? mapValues(inner, inBranch) : inner;
          break;
        case 'allOf':
          result.allOf = Array.isArray(inner) ? inner.map(inBranch) : inner;
          break;
        case 'anyOf':
          result.anyOf = Array.isArray(inner) ? inAlternatives(inner) : inner;
          break;
        case 'oneOf':
          if (!Array.isArray(inner)) result[keyword] = inner;
          else if (stands) result[keyword] = inAlternatives(inner);
          else {
            // Closing the branches could make values valid that match two of them as they stand.
            const closed = inAlternatives(inner);
            result.oneOf = inner.map((each: Json) => rewrite(each, 'stands', gone, untyped));
            if (JSON.stringify(closed) !== JSON.stringify(result.oneOf)) extra.push({ anyOf: closed });
          }
          break;
        case 'format': {
          const meaning = typeof inner === 'string' ? meaningOfFormat(inner, typesOf(value.type)) : null;
          if (meaning?.format !== undefined) result.format = meaning.format;
          else if (meaning !== null && Object.keys(meaning).length > 0) extra.push(meaning);
          else if (meaning === null && reading === 'excluded') result.format = inner;
          break;
        }
        case '$id':
        case '$anchor':
        case '$schema':
          break;
        default:
          result[keyword] = inner;
      }
    }
    if (infers) inferType(result, partsOfThis);
    if (extra.length > 0) result.allOf = [...((result.allOf as Json[] | undefined) ?? []), ...extra];
    if (closes === 'here') {
      const asked = namesAskedFor(partsOfThis, gone);
      if (asked.length > 0) {
        const named = isJsonObject(result.properties) ? result.properties : {};
        result.properties = { ...Object.fromEntries(asked.map((name) => [name, true])), ...named };
      }
      if (isPlainObject(value)) result.additionalProperties = false;
      else result.unevaluatedProperties = false;
    }
    return result;
  }

  /** Whether a format that is not known may tell it from another alternative, which without it takes the same values. */
  function isToldByFormat(schema: Json, schemas: readonly Json[]): boolean {
    const hasUnknown = ({ format, type }: JsonObject) =>
      typeof format === 'string' && meaningOfFormat(format, typesOf(type)) === null;
    if (!inPlace(schema).some(hasUnknown)) return false;
    const own = inPlace(schema).flatMap(({ type }) => typesOf(type));
    return schemas.some((other) => {
      if (other === schema) return false;
      const types = inPlace(other).flatMap(({ type }) => typesOf(type));
      return own.length === 0 || types.length === 0 || types.some((type) => own.includes(type));
    });
  }

  /** A reference to the projected target, or the target itself where this place drops more of it than others do. */
  function reference(
    ref: string,
    reading: Reading,
    gone: ReadonlySet<string>,
    infers: boolean,
  ): { ref: string; inlined?: Json } {
    const target = resolve(ref);
    if (target === undefined) return { ref };
    const own = hiddenNames(inPlace(target));
    const goesOnlyHere = (name: string) => !own.has(name) && isJsonObject(target) && namesIn(target).has(name);
    if (!inlining.has(target) && [...gone].some(goesOnlyHere)) {
      inlining.add(target);
      const inlined = rewrite(target, reading, gone, infers);
      inlining.delete(target);
      return { ref, inlined };
    }
    refers = true;
    const untyped = !infers && isJsonObject(target) && target.type === undefined;
    const key = `${reading} ${untyped} ${ref}`;
    let name = nameOf.get(key);
    if (name === undefined) {
      const tokens = tokensOfReference(ref) ?? [];
      const readable = (tokens[0] === '$defs' ? tokens.slice(1) : ['document', ...tokens]).join('.');
      const marked = `${readable}${reading === 'whole' ? '' : `@${reading}`}${untyped ? '@untyped' : ''}`;
      name = marked;
      for (let more = 2; Object.hasOwn(definitions, name); more += 1) name = `${marked}@${more}`;
      nameOf.set(key, name);
      definitions[name] = true;
      pending.push({ name, make: () => rewrite(target, reading, new Set(), !untyped) });
    }
    return { ref: referenceToDefinition(name) };
  }

  function resolve(ref: string): Json | undefined {
    const tokens = tokensOfReference(ref);
    let at: Json | undefined = tokens && document;
    for (const key of tokens ?? []) {
      at = Array.isArray(at)
        ? (at as readonly Json[])[Number(key)]
        : isJsonObject(at) && Object.hasOwn(at, key)
          ? at[key]
          : undefined;
    }
    return at;
  }

  /** The schema itself and what always holds beside it in the same place: the branches of allOf and the targets of $ref. */
  function inPlace(value: Json): readonly JsonObject[] {
    if (!isJsonObject(value)) return [];
    let parts = partsOf.get(value);
    if (!parts) {
      const collected: JsonObject[] = [];
      collect(value, collected, new Set());
      parts = collected;
      partsOf.set(value, parts);
    }
    return parts;
  }

  function collect(value: Json, into: JsonObject[], seen: Set<Json>): void {
    if (!isJsonObject(value) || seen.has(value)) return;
    seen.add(value);
    into.push(value);
    if (typeof value.$ref === 'string') collect(resolve(value.$ref) ?? true, into, seen);
    for (const branch of Array.isArray(value.allOf) ? (value.allOf as readonly Json[]) : [])
      collect(branch, into, seen);
  }

  /** The alternatives in the same place, which hold only in some cases. */
  function alternatives(parts: readonly JsonObject[]): { readonly owner: JsonObject; readonly branches: Json[] }[] {
    return parts.flatMap((owner) => {
      const lists = [owner.anyOf, owner.oneOf].filter(Array.isArray) as Json[][];
      const conditional = [owner.then, owner.else].filter((each) => each !== undefined);
      const dependent = isJsonObject(owner.dependentSchemas) ? Object.values(owner.dependentSchemas) : [];
      return [...lists, [...conditional, ...dependent]]
        .filter((branches) => branches.length > 0)
        .map((branches) => ({ owner, branches }));
    });
  }

  function namesProperties(parts: readonly JsonObject[]): boolean {
    return parts.some(({ properties }) => isJsonObject(properties) && Object.keys(properties).length > 0);
  }

  function namesSomewhere(value: Json, seen: Set<Json> = new Set()): boolean {
    if (seen.has(value)) return false;
    seen.add(value);
    const parts = inPlace(value);
    return (
      namesProperties(parts) ||
      alternatives(parts).some(({ branches }) => branches.some((each) => namesSomewhere(each, seen)))
    );
  }

  function hasPatterns(value: Json, seen: Set<Json> = new Set()): boolean {
    if (seen.has(value)) return false;
    seen.add(value);
    const parts = inPlace(value);
    return (
      parts.some((part) => part.patternProperties !== undefined) ||
      alternatives(parts).some(({ branches }) => branches.some((each) => hasPatterns(each, seen)))
    );
  }

  /** Where a whole schema is closed: here, in each of its branches, or not at all. */
  function closing(value: JsonObject, parts: readonly JsonObject[]): 'here' | 'branches' | 'not' {
    // A bare reference leaves the closing to its target, so that a schema and its name are one.
    if (isBareReference(value) && askedNames([value]).every((name) => isDeclared(parts, name))) return 'branches';
    if (parts.some((part) => opennessKeywords.some((keyword) => part[keyword] !== undefined))) return 'not';
    // A pattern written in an alternative keeps that alternative open, and closing around it would not.
    if (alternatives(parts).some(({ branches }) => branches.some((each) => hasPatterns(each)))) return 'not';
    if (namesProperties(parts)) return 'here';
    const naming = alternatives(parts).filter(({ branches }) => branches.some((each) => namesSomewhere(each)));
    if (naming.length === 0) return 'not';
    if (naming.length > 1) return 'here';
    const asked = askedNames(parts);
    const takeAll = naming.every(({ branches }) =>
      branches.every((each) => asked.every((name) => isDeclared(inPlace(each), name))),
    );
    return takeAll ? 'branches' : 'here';
  }

  /**
   * Names that are required, or on which something hangs, and nowhere described: whoever asks for a property has named it,
   * whatever it may hold.
   */
  function namesAskedFor(parts: readonly JsonObject[], gone: ReadonlySet<string>): string[] {
    const own = askedNames(parts).filter((name) => !isDeclared(parts, name));
    const inSomeCases = alternatives(parts)
      .flatMap(({ branches }) => branches.map(inPlace))
      .flatMap((branch) =>
        askedNames(branch).filter((name) => ![parts, branch].some((each) => isDeclared(each, name))),
      );
    return [...new Set([...own, ...inSomeCases])].filter((name) => !gone.has(name));
  }

  function askedNames(parts: readonly JsonObject[]): string[] {
    return parts.flatMap(({ required, dependentRequired, dependentSchemas, if: condition }) => {
      const dependent = isJsonObject(dependentRequired) ? dependentRequired : {};
      const lists = [required, ...Object.values(dependent)];
      return [
        ...lists.flatMap((names) => (Array.isArray(names) ? (names as readonly string[]) : [])),
        ...Object.keys(dependent),
        ...(isJsonObject(dependentSchemas) ? Object.keys(dependentSchemas) : []),
        ...(isJsonObject(condition) ? namesIn(condition) : []),
      ];
    });
  }

  function isDeclared(parts: readonly JsonObject[], name: string): boolean {
    return parts.some(({ properties }) => isJsonObject(properties) && Object.hasOwn(properties, name));
  }

  function isBareReference(value: JsonObject): boolean {
    return (
      typeof value.$ref === 'string' &&
      !['properties', 'allOf', 'anyOf', 'oneOf', 'then', 'else', 'dependentSchemas'].some(
        (each) => value[each] !== undefined,
      )
    );
  }

  function isPlainObject(value: JsonObject): boolean {
    return !['$ref', 'allOf', 'anyOf', 'oneOf', 'if', 'then', 'else', 'dependentSchemas'].some(
      (each) => value[each] !== undefined,
    );
  }

  function hiddenNames(parts: readonly JsonObject[]): Set<string> {
    const names = new Set<string>();
    for (const { properties } of parts) {
      if (!isJsonObject(properties)) continue;
      for (const [name, value] of Object.entries(properties)) {
        if (inPlace(value).some((part) => part[hidden] === true)) names.add(name);
      }
    }
    return names;
  }

  /** The properties that a schema asks for or describes, in some of its forms at least. */
  function namesIn(value: JsonObject, seen: Set<Json> = new Set()): ReadonlySet<string> {
    const known = namesOf.get(value);
    if (known !== undefined) return known;
    const names = new Set<string>();
    if (seen.has(value)) return names;
    seen.add(value);
    const parts = inPlace(value);
    for (const { required, properties } of parts) {
      for (const name of Array.isArray(required) ? (required as readonly string[]) : []) names.add(name);
      for (const name of isJsonObject(properties) ? Object.keys(properties) : []) names.add(name);
    }
    const forms = alternatives(parts).flatMap(({ branches }) => branches.filter(isJsonObject));
    for (const form of forms) for (const name of namesIn(form, seen)) names.add(name);
    if (seen.size === 1 || forms.length === 0) namesOf.set(value, names); // one that leads back to itself knows not all
    return names;
  }

  function inferType(result: Mutable, parts: readonly JsonObject[]): void {
    if (result.type !== undefined) return;
    const evidence = new Set<string>();
    const gather = (value: Json, seen: Set<Json>): boolean => {
      if (!isJsonObject(value) || seen.has(value)) return true;
      seen.add(value);
      for (const part of inPlace(value)) {
        if (part.type !== undefined || part.enum !== undefined || part.const !== undefined || part.not !== undefined) {
          return false;
        }
        for (const keyword of Object.keys(part)) {
          const type = typeOfKeyword.get(keyword);
          if (type !== undefined) evidence.add(type);
        }
      }
      return alternatives(inPlace(value)).every(({ branches }) => branches.every((each) => gather(each, seen)));
    };
    const [own] = parts;
    // A schema that is split into parts says what it said in one piece.
    if (!own || !parts.some((part) => Object.keys(part).some((keyword) => typeOfKeyword.has(keyword)))) return;
    const [type, ...others] = gather(own, new Set()) ? evidence : [];
    if (type !== undefined && others.length === 0) result.type = type;
  }
}

function typesOf(type: Json | undefined): readonly Json[] {
  if (type === undefined) return [];
  return Array.isArray(type) ? type : [type];
}

/**
 * What a format asks for in other words, beside a type or types: bounds of a number, a format that the validator knows,
 * or nothing at all; null where it is not known here, so that no value can be held to it.
 */
export function meaningOfFormat(format: string, types: readonly Json[]): JsonObject | null {
  const ends = rangeOfFormat.get(format);
  if (ends !== undefined) {
    if (types.length > 0 && !types.includes('integer') && !types.includes('number')) return null;
    return ends;
  }
  if (format === 'password') return {}; // how it is shown, and nothing of the text (OpenAPI, Data Types)
  const name = otherNames.get(format) ?? format;
  return knownFormat(name) ? { format: name } : null;
}

/** Beyond 2^53 the next that can be written. */
function largestInteger(bits: number): number {
  return bits > 53 ? 2 ** bits : 2 ** bits - 1;
}

const largestFloat = (2 - 2 ** -23) * 2 ** 127;

/** What .NET and older validators call them. */
const otherNames: ReadonlyMap<string, string> = new Map([
  ['guid', 'uuid'],
  ['url', 'uri'],
]);

/**
 * The formats of numbers (OpenAPI, Format Registry). A number of JSON is a double to whoever may be met (RFC 8259, section
 * 6); a `decimal` is of no range that is said.
 */
const rangeOfFormat: ReadonlyMap<string, JsonObject> = new Map<string, JsonObject>([
  ...[8, 16, 32, 64].flatMap((bits): [string, JsonObject][] => [
    [`int${bits}`, { minimum: -(2 ** (bits - 1)), maximum: largestInteger(bits - 1) }],
    [`uint${bits}`, { minimum: 0, maximum: largestInteger(bits) }],
  ]),
  ['decimal', {}],
  ['float', { minimum: -largestFloat, maximum: largestFloat }],
  ['double', {}],
]);

/** By the letter `.` leaves line breaks out; but nobody means to say that of names. */
function withPlainNames(byPattern: JsonObject): JsonObject {
  const plain = Object.entries(byPattern).map(([pattern, schema]) => {
    return [/^\^?\.\*\$?$/.test(pattern) ? '' : pattern, schema] as const;
  });
  return new Set(plain.map(([pattern]) => pattern)).size < plain.length ? byPattern : Object.fromEntries(plain);
}

const mapValues = (map: JsonObject, change: (value: Json) => Json): JsonObject =>
  Object.fromEntries(Object.entries(map).map(([name, value]) => [name, change(value)]));
