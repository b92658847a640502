// Keywords of a schema that have the wrong shape: `required: name`, `enum: x`, `items: 3`. The model passes over them, so
// what they were meant to say would go unseen; they are told as problems. So are those that are misspelt, types that
// there are not, and patterns that are none. What lies elsewhere than the schemas of a root, in a file of its own or under
// a key of the author's own, is looked at from the schema or part that refers to it: only that tells what it is.

import { nearest, type Position } from '../base/index.ts';
import { escapeToken, formatPointer, parsePointer } from './json-pointer.ts';
import { listProblems, misshapenPart } from './misshapen-part.ts';
import type { ReferredPart } from './misshapen-parts.ts';
import { keysOf, misspeltKey } from './misspelt-key.ts';
import { countsOrBounds, documentation, numberIn, typeAsMeant, types, valuesAsMeant } from './schema-keywords.ts';
import type { LoadedSpec, ResolvedReference, SourceDocument, SpecDialect, SpecProblem } from './source-document.ts';
import { isObject, type JsonObject, onlyRefers } from './spot.ts';

type Shape = 'a list' | 'an object' | 'a schema' | 'a number' | 'a text' | 'a text or a list';

/** The shape of a keyword's value, and whether there are schemas in it. */
interface Form {
  readonly shape: Shape;
  readonly holdsSchemas: boolean;
}

const forms: ReadonlyMap<string, Form> = new Map(
  (
    [
      ['an object', true, ['properties', 'patternProperties', 'dependentSchemas', '$defs', 'definitions']],
      ['a list', true, ['allOf', 'anyOf', 'oneOf', 'prefixItems']],
      ['a list', false, ['required', 'enum']],
      ['a schema', true, ['items', 'additionalProperties', 'not', 'contains', 'propertyNames', 'if', 'then', 'else']],
      ['a number', false, [...countsOrBounds]],
      ['a text', false, ['pattern', 'format', '$ref']],
      ['a text or a list', false, ['type']],
    ] as const
  ).flatMap(([shape, holdsSchemas, keywords]) =>
    keywords.map((keyword) => [keyword, { shape, holdsSchemas }] as const),
  ),
);

/** What stands there is somebody's data and may look like anything. */
const data = new Set(['example', 'examples']);

const known = keysOf('schema');

/** Where every schema of a root is looked at; a reference that leads there leads to nothing new. */
const standsInPlace = /^#\/(?:components\/schemas|definitions)\//;

export interface MisshapenSchemas {
  readonly problems: readonly SpecProblem[];
  /** Whether any schema was found by a reference alone. */
  readonly hasReferred: boolean;
}

/** `referred` are parts in which there may be schemas, `wellShaped` those that need not be looked at again. */
export function misshapenSchemas(
  roots: LoadedSpec['roots'],
  referred: readonly ReferredPart[],
  wellShaped: ReadonlySet<unknown>,
): MisshapenSchemas {
  const problems = listProblems();
  const rootDocuments = new Set(roots.map(({ document }) => document));
  const schemasAside: (ResolvedReference & { readonly dialect: SpecDialect })[] = [];
  /** What was looked at outside of the roots, or is going to be: there schemas can refer to each other in circles. */
  const met = new Set<unknown>();
  let isReferred = false;
  let document!: SourceDocument;
  let dialect!: SpecDialect;
  let path: (string | number)[] = [];
  /** The first of a document, and the schemas that have it. */
  const habits = new Map<SourceDocument, Map<Habit, { readonly first: Position; readonly schemas: Set<JsonObject> }>>();
  let sharedSchemas: ReadonlySet<unknown> = new Set();

  const report = (keyword: string, value: unknown, shape: string) => {
    const more = exceptionOf(keyword, value);
    problems.add(document, more.hides ?? true, () => misshapenPart(document, [...path, keyword], value, shape, more));
  };

  /** What is compared as it stands, although it cannot be meant so. */
  const tell = (code: string, keys: readonly string[], { what, hint }: Told) => {
    const pointer = formatPointer([...path, ...keys]);
    const message = `${document.source} has ${what.replace(' @,', () => ` at ${pointer},`)}.`;
    problems.add(document, false, () => ({ code, message, hint, position: document.locate(pointer), hides: false }));
  };

  const suspect = (schema: JsonObject, key: string) => {
    problems.add(document, false, () => misspeltKey(document, path, 'schema', schema, key));
  };

  const noteHabit = (what: Habit, schema: JsonObject, keyword: string) => {
    const ofDocument = habits.get(document) ?? new Map();
    const known = ofDocument.get(what);
    if (known !== undefined) known.schemas.add(schema);
    else
      ofDocument.set(what, { first: document.locate(formatPointer([...path, keyword])), schemas: new Set([schema]) });
    habits.set(document, ofDocument);
  };

  const visitSchema = (value: unknown) => {
    if (!isObject(value)) return;
    if (isReferred) {
      if (met.has(value)) return;
      met.add(value);
    }
    if (typeof value.$ref === 'string') {
      refer(value.$ref);
      if (value.$ref.startsWith('#') && onlyRefers(value)) return;
      const idle = isLater(dialect)
        ? undefined
        : Object.keys(value).find((key) => known.has(key) && !idleAnyway.has(key));
      if (idle !== undefined) noteHabit('beside a reference', value, idle);
    }
    for (const keyword in value) {
      const form = forms.get(keyword);
      if (form === undefined) {
        if (!known.has(keyword)) suspect(value, keyword);
        else if (keyword === 'nullable' && value.nullable === true && isLater(dialect))
          noteHabit('nullable', value, keyword);
        else if (keyword === 'discriminator') referMapping(value.discriminator);
        continue;
      }
      const each = value[keyword];
      if (keyword === 'type') {
        visitType(each);
        if (isLater(dialect) && Array.isArray(each) && each.includes('null') && shutsNullOut(value, document))
          noteHabit('null shut out', value, keyword);
      }
      if (keyword === 'enum' && Array.isArray(each)) {
        const written = typeof value.type === 'string' ? [value.type] : value.type;
        if (valuesAsMeant(each, written) !== each) noteHabit('listed values', value, keyword);
      }
      if (keyword === 'pattern' && typeof each === 'string') visitPattern(each, 'pattern');
      if (keyword === 'patternProperties' && isObject(each)) {
        for (const source in each) visitPattern(source, 'patternProperties', source);
      }
      if (each === null || each === undefined) continue;
      if (keyword.startsWith('exclusive')) visitExclusive(keyword, each, value);
      if (!hasShape(each, form.shape, keyword)) report(keyword, each, form.shape);
      else if (form.holdsSchemas && typeof each === 'object' && !wellShaped.has(each)) {
        path.push(keyword);
        if (form.shape === 'an object') visitMembers(each as JsonObject);
        else if (Array.isArray(each)) for (let index = 0; index < each.length; index++) visitMember(index, each[index]);
        else visitSchema(each);
        path.pop();
      }
    }
  };

  const visitType = (value: unknown) => {
    if (typeof value === 'string' && types.has(value)) return;
    if (value === null) return report('type', value, 'a text or a list');
    for (const type of Array.isArray(value) ? value : [value]) {
      if (typeof type === 'string' && !types.has(type)) tell('type-unknown', ['type'], unknownType(type));
    }
  };

  /** Until 3.0 a mark beside the bound, since 3.1 the bound itself; draft 4 may be asked for in later documents. */
  const visitExclusive = (keyword: string, value: unknown, schema: JsonObject) => {
    const { jsonSchemaDialect } = document.value as JsonObject;
    const drafts = [schema.$schema, jsonSchemaDialect];
    if (typeof value === 'number' && !isLater(dialect)) noteHabit('exclusive bound', schema, keyword);
    if (typeof value !== 'boolean' || !isLater(dialect)) return;
    if (!drafts.some((draft) => typeof draft === 'string' && draft.includes('draft-04')))
      noteHabit('exclusive mark', schema, keyword);
  };

  const visitPattern = (source: string, ...keys: readonly string[]) => {
    const fault = faultOfPattern(source);
    if (fault !== null) tell('pattern-unreadable', keys, badPattern(source, fault));
  };

  const visitMembers = (schemas: JsonObject) => {
    for (const name in schemas) visitMember(name, schemas[name]);
  };

  const visitMember = (key: string | number, value: unknown) => {
    if (isObject(value)) {
      if (wellShaped.has(value)) return;
      path.push(key);
      visitSchema(value);
      path.pop();
    } else if (typeof value !== 'boolean' && value !== null && !String(key).startsWith('x-'))
      report(String(key), value, 'a schema');
  };

  const refer = (reference: string) => {
    if (!isReferred && standsInPlace.test(reference)) return;
    const target = document.resolve(reference);
    if (target === null || met.has(target.value)) return;
    if (rootDocuments.has(target.document) && standsInPlace.test(`#${target.pointer}`)) return;
    schemasAside.push({ ...target, dialect });
  };

  /** The schemas of a map in another file. */
  const referAll = (map: ResolvedReference | null) => {
    if (!isObject(map?.value)) return;
    for (const [name, value] of Object.entries(map.value)) {
      if (!met.has(value))
        schemasAside.push({ ...map, pointer: `${map.pointer}/${escapeToken(name)}`, value, dialect });
    }
  };

  /** A target is a name, or a reference (OpenAPI 3.x, Discriminator Object). */
  const referMapping = (discriminator: unknown) => {
    if (!isObject(discriminator) || !isObject(discriminator.mapping)) return;
    for (const [value, target] of Object.entries(discriminator.mapping)) {
      if (typeof target !== 'string' || !/[/#.]/.test(target)) continue;
      if (target.startsWith('#') && document.resolve(target) === null)
        tell('mapping-broken', ['discriminator', 'mapping', value], missingForm(value, target));
      else refer(target);
    }
  };

  /** In Swagger 2 a header, and each parameter but a body, is a schema itself; its `required` is the parameter's. */
  const visitPlainValue = (value: unknown) => {
    if (!isObject(value) || value.in === 'body' || '$ref' in value) return;
    const { required: _, ...schema } = value;
    visitSchema(schema);
  };

  const visitPlainValues = (values: unknown) => {
    for (const [key, value] of Object.entries(values as object)) {
      if (wellShaped.has(value)) continue;
      path.push(Array.isArray(values) ? Number(key) : key);
      visitPlainValue(value);
      path.pop();
    }
  };

  /** Everything else: a schema stands under `schema`, wherever that is. */
  const visit = (value: unknown) => {
    if (typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) {
      for (let index = 0; index < value.length; index += 1) {
        if (typeof value[index] !== 'object') continue;
        path.push(index);
        visit(value[index]);
        path.pop();
      }
      return;
    }
    const part = value as JsonObject;
    for (const key in part) {
      const each = part[key];
      if (typeof each !== 'object' || each === null || data.has(key) || key.startsWith('x-')) continue;
      if (sharedSchemas.has(each) || wellShaped.has(each)) continue;
      path.push(key);
      if (key === 'schema' || key === 'itemSchema') visitSchema(each);
      else visit(each);
      if (dialect === 'swagger-2.0' && (key === 'parameters' || key === 'headers')) visitPlainValues(each);
      path.pop();
    }
  };

  const visitRoot = (root: unknown) => {
    if (!isObject(root) || wellShaped.has(root)) return;
    const { components, definitions } = root;
    const shared: readonly (readonly [readonly string[], unknown])[] = [
      [['definitions'], definitions],
      [['components', 'schemas'], isObject(components) ? components.schemas : undefined],
    ];
    sharedSchemas = new Set(shared.map(([, schemas]) => schemas));
    for (const [place, schemas] of shared) {
      if (!isObject(schemas) || wellShaped.has(schemas)) continue;
      path = [...place];
      if (!onlyRefers(schemas)) visitMembers(schemas);
      else if (place[0] === 'definitions') referAll(document.resolve(schemas.$ref));
    }
    path = [];
    visit(root);
    for (const keyword of ['x-webhooks', 'x-ms-paths']) {
      path = [keyword];
      visit(root[keyword]);
    }
  };

  for (const root of roots) {
    ({ document, dialect } = root);
    visitRoot(document.value);
  }
  isReferred = true;
  for (const part of referred) {
    ({ document, dialect } = part);
    path = [...(parsePointer(part.pointer) ?? [])];
    if (part.kind === 'schemas') referAll(part);
    else if (part.kind === 'components' && isObject(part.value) && isObject(part.value.schemas)) {
      const { schemas } = part.value;
      if (!onlyRefers(schemas)) referAll({ ...part, pointer: `${part.pointer}/schemas`, value: schemas });
      sharedSchemas = new Set([schemas]);
    }
    if (part.kind !== 'schemas') visit(part.value);
    if (dialect === 'swagger-2.0' && part.kind === 'parameter') visitPlainValue(part.value);
  }
  // Those that lead on to others make the list grow.
  for (const schema of schemasAside) {
    ({ document, dialect } = schema);
    path = [...(parsePointer(schema.pointer) ?? [])];
    visitSchema(schema.value);
  }
  for (const [each, ofDocument] of habits) {
    for (const [what, { first, schemas }] of ofDocument) {
      problems.add(each, false, () => habitProblem(what, each.source, first, schemas.size));
    }
  }
  return { problems: problems.found, hasReferred: schemasAside.length > 0 };
}

function isLater(dialect: SpecDialect): boolean {
  return dialect !== 'swagger-2.0' && dialect !== 'openapi-3.0';
}

function namesNull({ type, nullable }: JsonObject): boolean {
  return nullable === true || type === 'null' || (Array.isArray(type) && type.includes('null'));
}

/** Whether what a schema is composed of lets no null in, so far as types tell. */
function shutsNullOut(schema: JsonObject, document: SourceDocument, depth = 0): boolean {
  if (schema.nullable === true) return false; // that is read as it is meant
  const refuses = (part: unknown): boolean => isObject(part) && refusesNull(part, document, depth + 1);
  const branches = (keyword: string) => (Array.isArray(schema[keyword]) ? (schema[keyword] as unknown[]) : []);
  const target = typeof schema.$ref === 'string' ? document.resolve(schema.$ref) : null;
  if (target !== null && isObject(target.value) && refusesNull(target.value, target.document, depth + 1)) return true;
  const forms = [branches('anyOf'), branches('oneOf')];
  return branches('allOf').some(refuses) || forms.some((each) => each.length > 0 && each.every(refuses));
}

/** Parts of parts of parts are not looked into: there may be any number of them. */
function refusesNull(schema: JsonObject, document: SourceDocument, depth: number): boolean {
  if (depth > 3) return false;
  return (schema.type !== undefined && !namesNull(schema)) || shutsNullOut(schema, document, depth);
}

/** What is told otherwise than of other keywords. */
function exceptionOf(keyword: string, value: unknown): Partial<Pick<SpecProblem, 'hint' | 'hides'>> {
  if (keyword === 'required' && typeof value === 'boolean') {
    // Drafts before the fourth said so of a property that it is required; in a description it never said anything.
    return {
      hint: 'Name the property in the list `required` of the schema that holds it; here it says nothing.',
      hides: false,
    };
  }
  if (typeof value === 'string' && countsOrBounds.has(keyword) && numberIn(value) !== null)
    return { hint: 'Write the number without quotes; so it is compared.', hides: false };
  if (keyword === 'type' && value === null) return { hint: 'Write "null" in quotes, if the type of null is meant.' };
  return {};
}

/** What another version of OpenAPI or another format writes so, told once of a document: who has it in one place has it in many. */
type Habit =
  | 'nullable'
  | 'exclusive mark'
  | 'exclusive bound'
  | 'null shut out'
  | 'beside a reference'
  | 'listed values';

const habitWords: Readonly<Record<Habit, { readonly code: string; readonly said: string; readonly hint: string }>> = {
  nullable: {
    code: 'nullable-idle',
    said: 'says `nullable` @, which OpenAPI knows until 3.0 only. Null is taken to be meant',
    hint: 'Write "null" among the types: `type: [string, "null"]`.',
  },
  // What converters make of `type`, `nullable` and an `allOf`, which in 3.0 are read as they are meant.
  'null shut out': {
    code: 'null-shut-out',
    said: 'lists null among the types @, beside a part that lets none in, as `nullable` in 3.0 was often written. By the letter null is refused there, and so it is compared',
    hint: 'Where null is meant, write `anyOf: [{ $ref: … }, { type: "null" }]`.',
  },
  'beside a reference': {
    code: 'beside-reference-idle',
    said: 'writes more beside a `$ref` @, which OpenAPI passes over until 3.0. So it is not compared',
    hint: 'Where it is meant, put the reference into a list of its own: `allOf: [{ $ref: … }]`, and the rest beside that.',
  },
  'listed values': {
    code: 'enum-value-misspelt',
    said: 'lists values of another type than is written beside them @. They are compared as values of that type',
    hint: 'Quote what is a text, also where it looks like a number, and write numbers without quotes.',
  },
  'exclusive mark': {
    code: 'exclusive-bound-misspelt',
    said: 'marks a bound as exclusive by true or false @, which OpenAPI knows until 3.0 only. It is compared as it is meant',
    hint: 'Write the bound itself: `exclusiveMinimum: 5` in place of `minimum: 5`.',
  },
  'exclusive bound': {
    code: 'exclusive-bound-misspelt',
    said: 'has a number as an exclusive bound @, which OpenAPI knows since 3.1 only. It is compared as it is meant',
    hint: 'Write `minimum: 5` with `exclusiveMinimum: true` beside it, or say that the document is OpenAPI 3.1.',
  },
};

function habitProblem(what: Habit, source: string, position: Position, count: number): SpecProblem {
  const { code, said, hint } = habitWords[what];
  const message = `${source} ${said.replace('@', `in ${count === 1 ? 'one place' : `${count} places`}`)}.`;
  return { code, message, hint, position, hides: false };
}

/** ` @` stands for the place. */
interface Told {
  readonly what: string;
  readonly hint: string;
}

function unknownType(type: string): Told {
  const near = nearest(type, [...types]);
  const meant = typeAsMeant(type);
  const what = `the type "${type}" @, which there is not`;
  if (meant === null) return { what, hint: 'Leave the type out where any value may come; so it is compared.' };
  if (meant !== type) return { what, hint: `Write "${meant}"; so it is compared.` };
  return {
    what,
    hint: `${near !== null ? `Did you mean "${near}"?` : `There are ${[...types].join(', ')}.`} It is compared as a type that no value has.`,
  };
}

function missingForm(value: string, target: string): Told {
  return {
    what: `the value "${value}" of a discriminator @, which leads to ${target}, where there is nothing`,
    hint: 'Name a schema that is there.',
  };
}

function badPattern(source: string, fault: string): Told {
  return {
    what: `the pattern ${JSON.stringify(source)} @, which is no regular expression: ${fault}`,
    hint: 'Write it as JavaScript does (ECMA-262), which is what JSON Schema asks for; no example can be checked against it.',
  };
}

/** Patterns in the field are written for either mode of JavaScript. */
function faultOfPattern(source: string): string | null {
  for (const flags of ['u', '']) {
    try {
      new RegExp(source, flags);
      return null;
    } catch (error) {
      if (flags === '') return (error as Error).message.replace(/^.*: /s, '').toLowerCase();
    }
  }
  return null;
}

/** Beside a reference it is written for people and tools, as is the type, which the reference tells as well. */
const idleAnyway: ReadonlySet<string> = new Set([...documentation, '$ref', 'type', 'default', 'deprecated', 'xml']);

function hasShape(value: unknown, shape: Shape, keyword: string): boolean {
  switch (shape) {
    case 'an object':
      return isObject(value);
    case 'a list':
      return Array.isArray(value);
    case 'a schema':
      return isObject(value) || typeof value === 'boolean' || (keyword === 'items' && Array.isArray(value));
    case 'a number':
      return Number.isFinite(value) || (typeof value === 'boolean' && keyword.startsWith('exclusive'));
    case 'a text':
      return typeof value === 'string';
    case 'a text or a list':
      return typeof value === 'string' || Array.isArray(value);
  }
}
