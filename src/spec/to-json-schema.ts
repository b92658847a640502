// The schemas of a description as plain JSON Schema 2020-12: what proofs and ajv work on. Every referenced schema becomes
// one definition, shared by all that refer to it, so cycles stay cycles.

import { refusesOwnParts, withoutClosing } from './closed-parts.ts';
import { noSpots, type SpotKeys } from './own-heirs.ts';
import { isNullAmong, letsNullInBeside, normaliseKeywords, referencesOf, targetOf } from './schema-keywords.ts';
import { withoutForms } from './schema-layers.ts';
import type { SchemaNode, SchemaReader } from './schema-node.ts';
import { childSpot, entrySpots, isObject, type Spot, spotKey } from './spot.ts';

export type PlainSchema = boolean | { readonly [keyword: string]: PlainJson };
export type PlainJson = null | boolean | number | string | readonly PlainJson[] | { readonly [key: string]: PlainJson };

/** Why there is no plain form: `broken-reference` or `too-deep`. */
export type PlainSchemaFault = { readonly fault: 'broken-reference' | 'too-deep' };

/** Deeper nesting without a reference between is no schema that someone wrote. */
const maximumDepth = 500;

const schemaKeywords = new Set([
  'items',
  'additionalProperties',
  'unevaluatedItems',
  'unevaluatedProperties',
  'contains',
  'propertyNames',
  'not',
  'if',
  'then',
  'else',
]);
const mapKeywords = new Set(['properties', 'patternProperties', 'dependentSchemas']);
const listKeywords = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems']);
const dataKeywords = new Set([
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
  'format',
  'maxItems',
  'minItems',
  'uniqueItems',
  'maxContains',
  'minContains',
  'maxProperties',
  'minProperties',
  'required',
  'dependentRequired',
  'readOnly',
  'writeOnly',
]);

/** How a schema is read where another takes it over. */
interface Reading {
  /** Whose lists of alternatives are left out, since those who take them over are in them. */
  readonly leftOut: SpotKeys;
  /** It is closed together with what takes it over, and not by itself. */
  readonly opened: boolean;
}

const byItself: Reading = { leftOut: noSpots, opened: false };

interface Definition extends Reading {
  readonly name: string;
  readonly spot: Spot;
  /** Null until it is first needed: a chain of references is followed by a loop, not by recursion. */
  schema: PlainSchema | null;
  readonly uses: Set<Definition>;
  /** All that it leads to has been converted. */
  isSound: boolean;
}

class Fault extends Error {
  readonly fault: PlainSchemaFault['fault'];
  constructor(fault: PlainSchemaFault['fault']) {
    super(fault);
    this.fault = fault;
  }
}

/** Makes plain schemas of nodes; what is referenced is converted once for all of them. */
export class PlainSchemas {
  /** What `#/$defs/…` in the schemas refers to, by name. It grows with each schema that is asked for. */
  readonly definitions: Record<string, PlainSchema> = {};
  readonly #definitions = new Map<string, Definition>();
  readonly #plain = new Map<SchemaNode, PlainSchema | PlainSchemaFault>();
  readonly #closesTogether: boolean;

  /** `closesTogether`: what is closed although it takes others over, or is taken over, is closed together with these. */
  constructor({ closesTogether = false }: { readonly closesTogether?: boolean } = {}) {
    this.#closesTogether = closesTogether;
  }

  /** The same value for the same node each time; without the definitions that it refers to. */
  of(node: SchemaNode): PlainSchema | PlainSchemaFault {
    let plain = this.#plain.get(node);
    if (plain === undefined) {
      plain = this.#make(node);
      this.#plain.set(node, plain);
    }
    return plain;
  }

  #make(node: SchemaNode): PlainSchema | PlainSchemaFault {
    const uses = new Set<Definition>();
    const { reader } = node;
    try {
      const schema = this.#convertNode(node, reader, uses);
      const all = new Set<Definition>();
      const work = [...uses];
      while (work.length > 0) {
        const definition = work.pop()!;
        if (all.has(definition)) continue;
        all.add(definition);
        if (definition.isSound) continue;
        definition.schema ??= this.#convert(definition.spot, reader, definition.uses, 0, definition);
        this.definitions[definition.name] = definition.schema;
        work.push(...definition.uses);
      }
      for (const definition of all) definition.isSound = true;
      return schema;
    } catch (error) {
      if (error instanceof Fault) return { fault: error.fault };
      throw error;
    }
  }

  #convertNode(node: SchemaNode, reader: SchemaReader, uses: Set<Definition>): PlainSchema {
    if (node.synthetic) {
      const [layer] = node.layers;
      const properties = [...(layer?.propertySpots ?? [])].map(
        ([name, spot]) => [name, this.#convert(spot, reader, uses, 1)] as const,
      );
      return { type: 'object', required: [...node.required], properties: Object.fromEntries(properties) };
    }
    const schemas = node.spots.map((spot) => this.#convert(spot, reader, uses, 0));
    return schemas.length === 1 ? schemas[0]! : { allOf: schemas };
  }

  #convert(
    spot: Spot,
    reader: SchemaReader,
    uses: Set<Definition>,
    depth: number,
    above: Reading = byItself,
  ): PlainSchema {
    const { value } = spot;
    const { dialect } = reader;
    if (depth > maximumDepth) throw new Fault('too-deep');
    if (typeof value === 'boolean') return value;
    if (!isObject(value)) return true;
    const result: Record<string, PlainJson> = {};
    const own = reader.ownHeirs.leftOutBy(spot);
    const leftOut = own.size === 0 ? above.leftOut : new Set([...above.leftOut, ...own]);
    const closesAll = this.#closesTogether && !above.opened && refusesOwnParts(spot, reader);
    const opened = above.opened || closesAll;
    const targets = referencesOf(value, dialect).map((keyword) => {
      const target = targetOf(spot.document, keyword, String(value[keyword]));
      if (target === null) throw new Fault('broken-reference');
      // A chain of references says no more than its end.
      const end = reader.target(target);
      const definition = this.#definition(end, { leftOut: reader.ownHeirs.amongTaken(leftOut, end), opened });
      uses.add(definition);
      return { $ref: `#/$defs/${definition.name}` };
    });
    Object.assign(result, targets[0]);
    if (targets.length > 0 && (dialect === 'swagger-2.0' || dialect === 'openapi-3.0')) return result;
    const written = normaliseKeywords(value, dialect);
    const listed = leftOut.size > 0 && leftOut.has(spotKey(spot)) ? withoutForms(written) : written;
    const keywords = opened ? withoutClosing(listed) : listed;
    if (closesAll) result.unevaluatedProperties = false;
    for (const [keyword, each] of Object.entries(keywords)) {
      const at = childSpot(spot, keyword);
      if (dataKeywords.has(keyword)) {
        result[keyword] = each as PlainJson;
      } else if (schemaKeywords.has(keyword)) {
        if (keyword === 'items' && Array.isArray(each)) {
          result.prefixItems = each.map((_, index) => this.#convert(childSpot(at, index), reader, uses, depth + 1));
        } else {
          result[keyword] = this.#convert(at, reader, uses, depth + 1);
        }
      } else if (mapKeywords.has(keyword)) {
        result[keyword] = Object.fromEntries(
          entrySpots(at).map(([name, child]) => [name, this.#convert(child, reader, uses, depth + 1)] as const),
        );
      } else if (listKeywords.has(keyword) && Array.isArray(each)) {
        result[keyword] = each.map((member, index) =>
          (keyword === 'oneOf' || keyword === 'anyOf') && isNullAmong(each, member)
            ? { type: 'null' }
            : this.#convert(
                childSpot(at, index),
                reader,
                uses,
                depth + 1,
                keyword === 'allOf' ? { leftOut, opened } : byItself,
              ),
        );
      }
    }
    // What 3.1 says with contentEncoding, 3.0 said with a format, by which values are told.
    if (keywords.contentEncoding === 'base64') result.format ??= 'byte';
    if (targets.length > 1) result.allOf = [...((result.allOf as PlainJson[] | undefined) ?? []), ...targets.slice(1)];
    if (!letsNullInBeside(value, dialect) || !isComposed(result)) return result;
    // Who sends a property is said of the property, whether it is null or not.
    const { readOnly, writeOnly, ...rest } = result;
    return {
      anyOf: [{ type: 'null' }, rest],
      ...(readOnly !== undefined && { readOnly }),
      ...(writeOnly !== undefined && { writeOnly }),
    };
  }

  #definition(spot: Spot, { leftOut, opened }: Reading): Definition {
    const key = [spotKey(spot), ...leftOut, ...(opened ? ['opened'] : [])].join(' ');
    let definition = this.#definitions.get(key);
    if (definition === undefined) {
      const name = `s${this.#definitions.size + 1}`;
      definition = { name, spot, leftOut, opened, schema: null, uses: new Set(), isSound: false };
      this.#definitions.set(key, definition);
    }
    return definition;
  }
}

/** Where a null is let in beside constraints; a schema that allows anything allows null by itself. */
function isComposed(schema: Readonly<Record<string, PlainJson>>): boolean {
  return ['$ref', 'allOf', 'anyOf', 'oneOf'].some((keyword) => keyword in schema);
}
