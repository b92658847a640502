// Calls to a path that is written out, and a template beside it that matches the same calls: which of the two gets them
// (the one written out, OpenAPI, Paths Object), and whether the template's operation takes them.

import { patternTest } from '../../../schema/index.ts';
import {
  type Api,
  normalisePath,
  type Operation,
  type OperationEntry,
  type Parameter,
  pathParameterNames,
  relatedMediaTypes,
  type SchemaNode,
  type Security,
  type SecurityAlternative,
} from '../../../spec/index.ts';

export interface TemplateRoute {
  /** `GET /pets/{id}`. */
  readonly name: string;
  /** Why it refuses every call that is made to the path; null where it may take some. */
  readonly refusedBecause: string | null;
}

/**
 * The operation whose template matches the path of another; the first that takes it, else the first. `judged` is what of
 * the other's calls it has to take.
 */
export function findTemplateRoute(
  api: Api,
  called: Operation,
  judged: 'the path' | 'the whole call',
): TemplateRoute | null {
  if (called.kind !== 'path') return null;
  const segments = normalisePath(called.path).split('/');
  let first: TemplateRoute | null = null;
  for (const { entry, template } of templatesOf(api).get(keyOf(called.method, segments)) ?? []) {
    if (!covers(template, segments)) continue;
    const operation = entry.read();
    const because = refusesPath(operation, segments) ?? (judged === 'the path' ? null : refusesCall(operation, called));
    const route = { name: `${entry.method} ${entry.path}`, refusedBecause: because };
    if (because === null) return route;
    first ??= route;
  }
  return first;
}

interface Template {
  readonly entry: OperationEntry;
  readonly template: readonly string[];
}

/** Those that can match the same calls stand together; asked for each operation that came or went. */
const templates = new WeakMap<Api, ReadonlyMap<string, readonly Template[]>>();

function templatesOf(api: Api): ReadonlyMap<string, readonly Template[]> {
  let byKey = templates.get(api);
  if (byKey === undefined) {
    const paths = [...api.operations.values()].filter(({ kind, path }) => kind === 'path' && path.includes('{'));
    const all = paths.map((entry) => ({ entry, template: normalisePath(entry.path).split('/') }));
    byKey = Map.groupBy(all, ({ entry, template }) => keyOf(entry.method, template));
    templates.set(api, byKey);
  }
  return byKey;
}

function keyOf(method: string, { length }: readonly string[]): string {
  return `${method} ${length}`;
}

function covers(template: readonly string[], called: readonly string[]): boolean {
  const fits = template.every((segment, index) => segment === '{}' || segment === called[index]);
  return fits && template.some((segment, index) => segment !== called[index]);
}

function refusesPath({ path, parameters }: Operation, segments: readonly string[]): string | null {
  for (const [index, segment] of path.split('/').entries()) {
    const literal = segments[index] ?? '';
    const [name] = pathParameterNames(segment);
    if (segment !== `{${name}}` || literal.includes('{}')) continue;
    const parameter = [...parameters.values()].find((each) => each.in === 'path' && each.name === name);
    if (parameter?.schema && !mayBe(parameter.schema, decode(literal))) return `\`${literal}\` is no \`${name}\``;
  }
  return null;
}

function refusesCall(operation: Operation, called: Operation): string | null {
  const sent = [...called.parameters.values()];
  const isSent = ({ in: location, key }: Parameter) => sent.some((each) => each.in === location && each.key === key);
  const missing = [...operation.parameters.values()].find(
    (each) => each.required && each.in !== 'path' && !isSent(each),
  );
  if (missing !== undefined) return `it asks for the ${missing.in} parameter \`${missing.name}\``;
  if (operation.requestBody?.required && called.requestBody === null) return 'it asks for a body';
  const types = called.requestBody?.required ? [...called.requestBody.content.keys()] : [];
  const taken = [...(operation.requestBody?.content.keys() ?? types)];
  if (
    types.length > 0 &&
    !types.some((type) => taken.some((other) => other === type || relatedMediaTypes(type, other) !== null))
  ) {
    return `it takes no ${types.join(' or ')}`;
  }
  return isLetIn(called.security, operation.security) ? null : 'it asks for other credentials';
}

/** Whether some way in, scopes aside, is one that callers have already. */
function isLetIn(held: Security, asked: Security): boolean {
  if (asked.alternatives.length === 0) return true;
  const credentials = ({ schemes }: SecurityAlternative) =>
    schemes.map(({ name, scheme }) => scheme?.credential ?? name);
  const ways = held.alternatives.length === 0 ? [[]] : held.alternatives.map(credentials);
  return asked.alternatives.some((each) =>
    ways.some((way) => credentials(each).every((credential) => way.includes(credential))),
  );
}

/** Whether the text may be a value of the schema, by what can be told at a glance. */
function mayBe(schema: SchemaNode, text: string): boolean {
  const { valueTypes, enumValues, format } = schema;
  if (enumValues !== null && !enumValues.some((value) => String(value) === text)) return false;
  if (schema.has('const') && String(schema.keyword('const')) !== text) return false;
  const isOfType = {
    string: true,
    integer: /^[+-]?\d+$/.test(text),
    number: text.trim() !== '' && Number.isFinite(Number(text)),
    boolean: text === 'true' || text === 'false',
    null: true,
    array: true,
    object: true,
  };
  if (valueTypes !== null && !valueTypes.some((type) => isOfType[type])) return false;
  if (valueTypes?.every((type) => type === 'string') !== true) return true;
  const length = [...text].length;
  if (length < (schema.bound('minLength') ?? 0) || length > (schema.bound('maxLength') ?? length)) return false;
  const shape = format === null ? undefined : shapes.get(format);
  return (shape?.test(text) ?? true) && matchesPattern(schema.keyword('pattern'), text);
}

const shapes: ReadonlyMap<string, RegExp> = new Map([
  ['uuid', /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i],
  ['date', /^\d{4}-\d\d-\d\d$/],
  ['date-time', /^\d{4}-\d\d-\d\dT/i],
]);

function matchesPattern(pattern: unknown, text: string): boolean {
  if (typeof pattern !== 'string') return true;
  try {
    return patternTest(pattern)(text);
  } catch {
    return true;
  }
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
