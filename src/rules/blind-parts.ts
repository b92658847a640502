// Parts of schemas that say too little for any comparison to see a break: values of which nothing is said, and objects and
// lists that may hold anything. They are looked for in the raw document, in each shared schema once; only what leaves it
// open there is read.

import { Reach } from '../base/index.ts';
import {
  isObject,
  memberSpot,
  type SchemaNode,
  type SchemaReader,
  type SourceDocument,
  type Spot,
  spotKey,
} from '../spec/index.ts';

/** Why a schema says too little; null where it does not, or where its parts do. */
export function whyBlind(schema: SchemaNode): string | null {
  if (schema.unconstrained) return 'Its schema allows anything.';
  if (schema.branches('oneOf').length > 0 || schema.branches('anyOf').length > 0) return null;
  const types = schema.valueTypes;
  if (types?.length !== 1) return null;
  if (types[0] === 'object' && isFreeForm(schema)) return 'It is an object that may hold anything.';
  if (types[0] === 'array' && schema.prefixItems.length === 0) {
    const items = schema.child('items');
    if (items === null || items.unconstrained) return 'It is a list of anything.';
    if (items.valueTypes?.length === 1 && items.valueTypes[0] === 'object' && isFreeForm(items)) {
      return 'It is a list of objects that may hold anything.';
    }
  }
  return null;
}

function isFreeForm(schema: SchemaNode): boolean {
  const open = schema.additionalProperties === 'absent' || schema.additionalProperties === 'allowed';
  const silent = [
    'patternProperties',
    'propertyNames',
    'enum',
    'const',
    'oneOf',
    'anyOf',
    'not',
    'if',
    'maxProperties',
  ];
  return open && !schema.namesProperties && silent.every((keyword) => !schema.has(keyword));
}

export interface BlindPart {
  readonly reason: string;
  /** From the schema in which it is written: `['items', '[]', 'owner']`. */
  readonly steps: readonly string[];
}

/** What some schemas say with what they refer to, each once. */
export interface Described {
  /** How many values they describe that hold no others. */
  readonly values: number;
  readonly blind: readonly { readonly part: BlindPart; readonly way: Way }[];
}

/** How a schema is reached: the last steps, and what led to them. Of thousands few are shown. */
interface Way {
  readonly up: Way | null;
  readonly steps: readonly Step[];
  readonly isJoined: boolean;
}

export function pathOf({ part, way }: Described['blind'][number]): string[] {
  const steps: (readonly string[])[] = [part.steps];
  for (let at: Way | null = way; at !== null; at = at.up) steps.push(stepsAlong(at.steps));
  return steps.reverse().flat();
}

/** Of a body that leads to more schemas these are the nearest: where each leads to all others, the work would be squared. */
const mostSchemas = 200;

/** A keyword, and where it holds several schemas which of them. */
type Step = readonly [keyword: string] | readonly [keyword: string, member: string | number];

/** What a schema says as it is written, without what it refers to. */
interface Written {
  values: number;
  /** The ways to what may say too little. */
  readonly doubtful: (readonly Step[])[];
  readonly references: {
    readonly document: SourceDocument;
    readonly reference: string;
    readonly way: readonly Step[];
    /** Others stand beside it that may say what it leaves open. */
    readonly isJoined: boolean;
  }[];
}

/** A schema, and what of it says too little, once that was asked. */
interface Definition extends Written {
  readonly spot: Spot | null;
  blind: readonly BlindPart[] | null;
}

/** Looks at each shared schema once; ask one for all schemas of a description. */
export class BlindParts {
  readonly #schemas: SchemaReader;
  readonly #bySpot = new Map<string, Definition>();
  readonly #byReference = new Map<SourceDocument, Map<string, Definition>>();
  readonly #isDoubtful = new Reach<Written>(
    ({ references }) => references.map((each) => this.#follow(each)),
    ({ doubtful }) => doubtful.length > 0,
  );

  constructor(schemas: SchemaReader) {
    this.#schemas = schemas;
  }

  /** Whether it is plain that a raw schema says enough in all of its parts, as that of most. */
  isPlain(value: unknown, document: SourceDocument): boolean {
    const { doubtful, references } = look(value, document);
    return doubtful.length === 0 && !references.some((each) => this.#isDoubtful.from(this.#follow(each)));
  }

  describedBy(roots: Iterable<SchemaNode>): Described {
    let values = 0;
    const blind: Described['blind'][number][] = [];
    const ways = new Map<Definition, Way>();
    for (const [steps, spot] of [...roots].flatMap(writtenAt)) {
      ways.set(this.#definitionAt(spot), { up: null, steps, isJoined: false });
    }
    for (const [definition, way] of ways) {
      values += definition.values;
      for (const part of this.#blindOf(definition)) {
        if (way.isJoined && part.steps.length === 0) values -= 1;
        else blind.push({ part, way });
      }
      for (const each of definition.references) {
        if (ways.size >= mostSchemas) break;
        const target = this.#follow(each);
        if (!ways.has(target)) ways.set(target, { up: way, steps: each.way, isJoined: each.isJoined });
      }
    }
    return { values, blind };
  }

  #follow({ document, reference }: Written['references'][number]): Definition {
    let ofDocument = this.#byReference.get(document);
    if (ofDocument === undefined) {
      ofDocument = new Map();
      this.#byReference.set(document, ofDocument);
    }
    let definition = ofDocument.get(reference);
    if (definition === undefined) {
      const target = document.resolve(reference);
      definition = target === null ? { ...nothing(), spot: null, blind: [] } : this.#definitionAt(target);
      ofDocument.set(reference, definition);
    }
    return definition;
  }

  #definitionAt(spot: Spot): Definition {
    const key = spotKey(spot);
    let definition = this.#bySpot.get(key);
    if (definition === undefined) {
      definition = { ...look(spot.value, spot.document), spot, blind: null };
      this.#bySpot.set(key, definition);
    }
    return definition;
  }

  #blindOf(definition: Definition): readonly BlindPart[] {
    const { spot, doubtful } = definition;
    definition.blind ??= doubtful.flatMap((way) => (spot === null ? [] : (this.#judge(spot, way) ?? [])));
    return definition.blind;
  }

  /** A list or map of what may be anything is told of as such. */
  #judge(root: Spot, way: readonly Step[]): BlindPart | null {
    const at = (steps: readonly Step[]) =>
      this.#schemas.node(steps.flat().reduce((spot, key) => memberSpot(spot, key)!, root));
    const own = at(way);
    const last = way.at(-1)?.join();
    if (last === 'items' || last === 'additionalProperties') {
      const holder = way.slice(0, -1);
      const reason = whyBlind(at(holder));
      if (reason !== null) return { reason, steps: stepsAlong(holder) };
      // What an object takes beside the properties that it names is seldom described.
      if (last === 'additionalProperties' && own.unconstrained) return null;
    }
    const reason = whyBlind(own);
    return reason === null ? null : { reason, steps: stepsAlong(way) };
  }
}

/** The fields of a form of Swagger 2 are parameters, each by itself. */
function writtenAt(schema: SchemaNode): (readonly [way: readonly Step[], spot: Spot])[] {
  if (!schema.synthetic) return schema.spots.map((spot) => [[], spot]);
  return [...schema.properties.values()].map(({ name, spot }) => [[['properties', name]], spot]);
}

function nothing(): Written {
  return { values: 0, doubtful: [], references: [] };
}

const scalars = new Set<unknown>(['string', 'number', 'integer', 'boolean', 'null']);
const maps = ['properties', 'patternProperties'];
const lists = ['oneOf', 'anyOf', 'prefixItems', 'items'];
const single = ['items', 'additionalProperties'];
/** What is nested more deeply than anybody writes is not looked into. */
const deepest = 500;

function isScalar(type: unknown): boolean {
  return Array.isArray(type) ? type.length > 0 && type.every((each) => scalars.has(each)) : scalars.has(type);
}

function look(root: unknown, document: SourceDocument): Written {
  const written = nothing();
  const { references } = written;
  const way: Step[] = [];
  const below = (value: unknown, isJoined: boolean, step: Step) => {
    way.push(step);
    visit(value, isJoined);
    way.pop();
  };
  const doubt = () => {
    written.values += 1;
    written.doubtful.push([...way]);
  };
  const visit = (value: unknown, isJoined: boolean): void => {
    if (value === false) return;
    if (!isObject(value)) {
      if (!isJoined) doubt();
      return;
    }
    if (value.type === 'null') return;
    if (isScalar(value.type) || Array.isArray(value.enum) || way.length > deepest) {
      written.values += 1;
      return;
    }
    const before = written.values + references.length;
    for (const keyword of maps) {
      const map = value[keyword];
      if (!isObject(map)) continue;
      for (const name in map) {
        const each = map[name];
        // Most are, and there are thousands.
        if (isObject(each) && each.type === 'string') written.values += 1;
        else below(each, false, [keyword, name]);
      }
    }
    for (const keyword of lists) {
      const list = value[keyword];
      if (Array.isArray(list)) for (const [index, each] of list.entries()) below(each, false, [keyword, index]);
    }
    for (const keyword of single) if (isObject(value[keyword])) below(value[keyword], false, [keyword]);
    const describesOwn = written.values + references.length > before;
    const { $ref: reference, allOf } = value;
    const parts: readonly unknown[] = Array.isArray(allOf) ? allOf : [];
    const refers = typeof reference === 'string';
    const joins = parts.length + (refers ? 1 : 0) > 1 || describesOwn || isJoined;
    if (refers) references.push({ document, reference, way: [...way], isJoined: joins });
    for (const [index, part] of parts.entries()) below(part, joins, ['allOf', index]);
    const isWhole = !isJoined && !describesOwn;
    if (isWhole && (joins || written.values + references.length === before)) doubt();
  };
  visit(root, false);
  return written;
}

/** As in the subject of a finding, but for which alternative it is. */
function stepsAlong(way: readonly Step[]): string[] {
  return way.flatMap(([keyword, member]) => {
    if (keyword === 'properties') return [String(member)];
    if (keyword === 'patternProperties') return [`{/${member}/}`];
    if (keyword === 'additionalProperties') return ['{*}'];
    if (keyword === 'items' || keyword === 'prefixItems') return [`[${member ?? ''}]`];
    return [];
  });
}
