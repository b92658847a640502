// What a service's documents say of requests: to which operation a path belongs, and which names a request may hold.
// Evidence repeats no name that a document does not know: a query without `=` may be a password, and the members of a
// map may be people.

import type { Service } from '../catalog/index.ts';
import {
  isJson,
  isObject,
  type LoadedSpec,
  memberSpot,
  type OperationEntry,
  operationTitle,
  type Parameter,
  pathOfAddress,
  pathUnder,
  readApi,
  type SchemaNode,
} from '../spec/index.ts';
import { type Route, type RouteMatcher, routeMatcher } from './match-operation.ts';

export interface DocumentedOperation extends Route {
  /** `GET /packages/{name}` */
  readonly title: string;
  /** The documented query parameter of that name, as findings call it: `filter[owner]` is `filter`. Null for others. */
  queryParameter(name: string): string | null;
  /** Whether each of its query parameters travels under its own name, so that what was not sent can be told by names. */
  queryIsNamed(): boolean;
  /** The paths of documented members that a JSON or form body holds: `['body', 'owners', '[]', 'name']`. */
  bodyPaths(value: unknown): readonly (readonly string[])[];
}

export interface DocumentedApi {
  readonly match: RouteMatcher<DocumentedOperation>;
  /** The path of the server by which a request came, `/v1`; null where that tells no release from another. */
  readonly serverOf: (path: string) => string | null;
  /** The parts of its paths that are no parameters. */
  readonly words: ReadonlySet<string>;
}

/**
 * `specs` are releases of the same API, the one whose words are to be used first. `prefixes` are taken off besides
 * the paths of the documents' servers.
 */
export function documentedApi(specs: readonly LoadedSpec[], prefixes: readonly string[] = []): DocumentedApi {
  const entries = Map.groupBy(
    specs.flatMap((spec) => [...readApi(spec).operations.values()].filter(({ kind }) => kind === 'path')),
    ({ key }) => key,
  );
  const basePaths = [...prefixes, ...serverPaths(specs)];
  const telling = tellingServers(specs);
  const operations = [...entries.values()].map(documentedOperation);
  const paths = [...operations.map(({ path }) => path), ...basePaths];
  return {
    match: routeMatcher(operations, basePaths),
    serverOf: (path) => telling.find((server) => pathUnder(server, path) !== null) ?? null,
    words: new Set(paths.flatMap((path) => path.split('/')).filter((part) => part !== '' && !part.includes('{'))),
  };
}

/** The servers' paths, the longest first, where not every release has the same: then a call's own says something. */
function tellingServers(specs: readonly LoadedSpec[]): readonly string[] {
  const own = specs.map(
    (spec) =>
      new Set(
        serverPaths([spec])
          .map(pathOfAddress)
          .filter((path) => path !== ''),
      ),
  );
  const all = own.reduce((some, more) => some.union(more), new Set<string>());
  return own.every(({ size }) => size === all.size) ? [] : [...all].toSorted((a, b) => b.length - a.length);
}

/** What stands before the paths of the documents, by their servers: `/api`. */
export function serverPaths(specs: readonly LoadedSpec[]): string[] {
  const found = new Set<string>();
  for (const spec of specs) {
    const api = readApi(spec);
    for (const root of api.roots) for (const { url, variables } of root.servers) addPaths(found, url, variables);
    for (const entry of api.operations.values()) {
      if (entry.kind !== 'path') continue;
      if (entry.inherited.servers === null && memberSpot(entry.spot, 'servers') === null) continue;
      for (const { url, variables } of entry.read().servers) addPaths(found, url, variables);
    }
  }
  return [...found];
}

function documentedOperation(entries: readonly OperationEntry[]): DocumentedOperation {
  const { method, path } = entries[0] as OperationEntry;
  let names: Set<string> | null = null;
  let isNamed: boolean | null = null;
  return {
    method,
    path,
    title: operationTitle({ method, path }),
    queryParameter: (name) => {
      names ??= new Set(
        entries
          .flatMap((entry) => [...entry.read().parameters.values()])
          .flatMap((parameter) => (parameter.in === 'query' ? parameter.name : [])),
      );
      if (names.has(name)) return name;
      const stem = name.slice(0, Math.max(0, name.indexOf('[')));
      return stem !== '' && names.has(stem) ? stem : null;
    },
    queryIsNamed: () => {
      isNamed ??= entries.every((entry) => [...entry.read().parameters.values()].every(travelsByName));
      return isNamed;
    },
    bodyPaths: (value) => {
      const found = new Map<string, readonly string[]>();
      for (const entry of entries) {
        for (const { key, schema } of entry.read().requestBody?.content.values() ?? []) {
          if (schema === null || !(isJson(key) || key.includes('form'))) continue;
          collectPaths(value, [schema], ['body'], found, { left: 10_000 });
        }
      }
      return [...found.values()];
    },
  };
}

/** An exploded object travels under its members' names, which need not be written down; a whole query string under none. */
function travelsByName({ in: location, style, explode, schema, content }: Parameter): boolean {
  if (location === 'querystring') return false;
  if (location !== 'query' || style !== 'form' || !explode || content !== null || schema === null) return true;
  return !alternatives(schema).some(({ types, namesProperties }) => types?.includes('object') ?? namesProperties);
}

/** What may stand before a service's paths: that of its addresses, and what the settings strip. */
export function servicePrefixes(service: Pick<Service, 'environments'>, stripped: readonly string[]): string[] {
  return [...service.environments.flatMap(({ url }) => URL.parse(url)?.pathname ?? []), ...stripped];
}

/** The paths of a server's address, `/api/v1` of `https://example.org/api/{version}` with each value that is written. */
function addPaths(
  found: Set<string>,
  url: string,
  variables: ReadonlyMap<string, { readonly default: string | null; readonly enum: readonly string[] | null }>,
): void {
  let urls = [url];
  for (const [name, { default: usual, enum: choices }] of variables) {
    const values = [...new Set([...(usual === null ? [] : [usual]), ...(choices ?? [])])].slice(0, 20);
    if (values.length === 0) continue;
    urls = urls.flatMap((one) => values.map((value) => one.replaceAll(`{${name}}`, value))).slice(0, 100);
  }
  for (const one of urls) {
    const path = /^(?:[a-z][a-z0-9+.-]*:)?\/\/[^/?#]*([^?#]*)/i.exec(one)?.[1] ?? one.replace(/[?#].*$/s, '');
    if (path !== '' && !/[{}]/.test(path)) found.add(path);
  }
}

function collectPaths(
  value: unknown,
  schemas: readonly SchemaNode[],
  path: readonly string[],
  found: Map<string, readonly string[]>,
  work: { left: number },
): void {
  if (work.left-- <= 0 || path.length > 40) return;
  const all = schemas.flatMap(alternatives);
  if (Array.isArray(value)) {
    const items = all.flatMap((schema) => schema.child('items') ?? []);
    if (items.length > 0) for (const item of value) collectPaths(item, items, [...path, '[]'], found, work);
    return;
  }
  if (!isObject(value)) return;
  for (const [name, member] of Object.entries(value)) {
    const named = all.flatMap((schema) => schema.properties.get(name)?.schema ?? []);
    const known = all.some((schema) => schema.properties.has(name));
    const rest = known ? named : all.flatMap((schema) => schema.child('additionalProperties') ?? []);
    if (!known && rest.length === 0) continue;
    const here = [...path, known ? name : '{*}'];
    found.set(JSON.stringify(here), here);
    collectPaths(member, rest, here, found, work);
  }
}

/** The schema and what it allows instead, so far as that names members. */
function alternatives(schema: SchemaNode): SchemaNode[] {
  const all = new Set<SchemaNode>([schema]);
  for (const one of all) {
    if (all.size > 50) break;
    for (const keyword of ['oneOf', 'anyOf'] as const)
      for (const branch of one.branches(keyword)) all.add(branch.schema);
  }
  return [...all];
}
