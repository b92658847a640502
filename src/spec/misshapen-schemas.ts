// Keywords of a schema that have the wrong shape: `required: name`, `enum: x`, `items: 3`. The model passes over them, so
// what they were meant to say would go unseen; they are told as problems. So are those that are misspelt, types that
// there are not, and patterns that are none. A file of its own that a schema refers to is looked at from there, since only
// the reference tells that it is a schema.

import { nearest, type Position } from '../base/index.ts';
import { formatPointer, parsePointer } from './json-pointer.ts';
import { listProblems, misshapenPart } from './misshapen-part.ts';
import { keysOf, misspeltKey } from './misspelt-key.ts';
import type { SourceDocument, SpecProblem } from './source-document.ts';
import { isObject, type JsonObject } from './spot.ts';

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
      ['a number', false, ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf']],
      ['a number', false, ['minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties', 'maxProperties']],
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

const types = new Set(['string', 'number', 'integer', 'boolean', 'array', 'object', 'null', 'file']);

/** `wellShaped` are parts that need not be looked at again. */
export function misshapenSchemas(
  root: SourceDocument,
  wellShaped: ReadonlySet<unknown> = new Set(),
): readonly SpecProblem[] {
  const problems = listProblems();
  /** Schemas of other documents: those can refer to each other in circles; a document by itself is a tree. */
  const followed = new Set<unknown>();
  let document = root;
  let path: (string | number)[] = [];

  if (!isObject(root.value) || wellShaped.has(root.value)) return problems.found;
  const { components, definitions } = root.value;
  const isSwagger = 'swagger' in root.value;
  const isLater = !isSwagger && !String(root.value.openapi).startsWith('3.0');
  /** The first `nullable` that stands where it says nothing, and how many there are. */
  let idle: Position | null = null;
  let idleCount = 0;
  const shared: readonly (readonly [readonly string[], unknown])[] = [
    [['definitions'], definitions],
    [['components', 'schemas'], isObject(components) ? components.schemas : undefined],
  ];

  const sharedSchemas = new Set(shared.map(([, schemas]) => schemas));

  const report = (keyword: string, value: unknown, shape: string) => {
    const more = exceptionOf(keyword, value);
    problems.add(more.hides ?? true, () => misshapenPart(document, [...path, keyword], value, shape, more));
  };

  /** What is compared as it stands, although it cannot be meant so. */
  const tell = (code: string, keys: readonly string[], { what, hint }: Told) => {
    const pointer = formatPointer([...path, ...keys]);
    const message = `${document.source} has ${what.replace(' @,', () => ` at ${pointer},`)}.`;
    problems.add(false, () => ({ code, message, hint, position: document.locate(pointer), hides: false }));
  };

  const suspect = (schema: JsonObject, key: string) => {
    problems.add(false, () => misspeltKey(document, path, 'schema', schema, key));
  };

  const visitSchema = (value: unknown) => {
    if (!isObject(value)) return;
    if (typeof value.$ref === 'string' && value.$ref.startsWith('#') && onlyRefers(value)) return;
    if (typeof value.$ref === 'string' && !value.$ref.startsWith('#')) visitReferenced(value.$ref);
    for (const keyword in value) {
      const form = forms.get(keyword);
      if (form === undefined) {
        if (!known.has(keyword)) suspect(value, keyword);
        else if (keyword === 'nullable' && isLater && value.nullable === true) {
          idle ??= document.locate(formatPointer([...path, keyword]));
          idleCount += 1;
        }
        continue;
      }
      const each = value[keyword];
      if (keyword === 'type') visitType(each);
      if (keyword === 'pattern' && typeof each === 'string') visitPattern(each, 'pattern');
      if (keyword === 'patternProperties' && isObject(each)) {
        for (const source in each) visitPattern(source, 'patternProperties', source);
      }
      if (each === null || each === undefined) continue;
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

  const visitReferenced = (reference: string) => {
    const target = document.resolve(reference);
    if (target === null || target.document === root || followed.has(target.value)) return;
    followed.add(target.value);
    const back = { document, path };
    document = target.document;
    path = [...(parsePointer(target.pointer) ?? [])];
    visitSchema(target.value);
    ({ document, path } = back);
  };

  /** In Swagger 2 a header, and each parameter but a body, is a schema itself; its `required` is the parameter's. */
  const visitPlainValues = (values: unknown) => {
    for (const [key, value] of Object.entries(values as object)) {
      if (!isObject(value) || value.in === 'body' || '$ref' in value) continue;
      const { required: _, ...schema } = value;
      visitMember(Array.isArray(values) ? Number(key) : key, schema);
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
      if (isSwagger && (key === 'parameters' || key === 'headers')) visitPlainValues(each);
      path.pop();
    }
  };

  for (const [place, schemas] of shared) {
    if (!isObject(schemas) || wellShaped.has(schemas)) continue;
    path = [...place];
    visitMembers(schemas);
  }
  path = [];
  visit(root.value);
  if (idleCount > 0) problems.add(false, () => nullableIdle(root, idle, idleCount));
  return problems.found;
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
  if (keyword === 'type' && value === null) return { hint: 'Write "null" in quotes, if the type of null is meant.' };
  return {};
}

function nullableIdle({ source }: SourceDocument, position: Position | null, count: number): SpecProblem {
  return {
    code: 'nullable-idle',
    message: `${source} says \`nullable\` in ${count === 1 ? 'one place' : `${count} places`}, which OpenAPI knows until 3.0 only. Null is taken to be meant.`,
    hint: 'Write "null" among the types: `type: [string, "null"]`.',
    position,
    hides: false,
  };
}

/** ` @` stands for the place. */
interface Told {
  readonly what: string;
  readonly hint: string;
}

function unknownType(type: string): Told {
  const near = nearest(type, [...types]);
  return {
    what: `the type "${type}" @, which there is not`,
    hint: `${near !== null ? `Did you mean "${near}"?` : `There are ${[...types].join(', ')}.`} It is compared as a type that no value has.`,
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

function onlyRefers(value: JsonObject): boolean {
  for (const keyword in value) if (keyword !== '$ref') return false;
  return true;
}

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
