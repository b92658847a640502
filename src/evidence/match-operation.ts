// Which operation a request was for. The document's own path templates decide, a concrete path before a templated one
// (OpenAPI 3.1, "Path Templating Matching"), after what stands before them is taken off: the paths of the servers, of
// the service's addresses and of configured prefixes. A concrete path that lacks the method gives way to a template
// that has it, since a caller of `DELETE /pets/mine` does use `DELETE /pets/{id}`.

import { pathUnder } from '../spec/index.ts';

/** A documented operation: method and path template. */
export interface Route {
  readonly method: string;
  readonly path: string;
}

/**
 * `path` is a request target without its query, as sent: percent-encoded, perhaps with a trailing slash or a prefix.
 * Null where it fits no operation.
 */
export type RouteMatcher<T extends Route> = (method: string, path: string) => T | null;

/** A template with several parameters in one segment is tried on no longer ones: trying costs more than the length. */
const longestMixedSegment = 256;

interface Node<T> {
  readonly concrete: Map<string, Node<T>>;
  /** `{id}.json` and the like, in the order of the document. */
  readonly mixed: { readonly template: string; readonly pattern: RegExp; readonly node: Node<T> }[];
  any: Node<T> | null;
  /** By method; `/` at the end for a template that ends in a slash. */
  readonly operations: Map<string, T>;
}

/** Where two routes differ only in their parameters' names the first one answers. */
export function routeMatcher<T extends Route>(
  routes: readonly T[],
  basePaths: readonly string[] = [],
): RouteMatcher<T> {
  const root = emptyNode<T>();
  for (const route of routes) {
    let node = root;
    for (const segment of segmentsOf(route.path)) node = enter(node, segment);
    const key = keyOf(route.method.toUpperCase(), route.path);
    if (!node.operations.has(key)) node.operations.set(key, route);
  }
  const prefixes = [...new Set(basePaths.map((path) => `/${segmentsOf(path).join('/')}`))]
    .filter((path) => path !== '/')
    .sort((a, b) => b.length - a.length);

  return (method, path) => {
    const asked = method.toUpperCase();
    const sent = `/${segmentsOf(path).join('/')}${path.length > 1 && path.endsWith('/') ? '/' : ''}`;
    const bare = prefixes.flatMap((prefix) => pathUnder(prefix, sent) ?? []);
    for (const candidate of [...bare, sent]) {
      // HEAD is answered by what answers GET (RFC 9110, section 9.3.2).
      const found = find(root, candidate, asked) ?? (asked === 'HEAD' ? find(root, candidate, 'GET') : null);
      if (found !== null) return found;
    }
    return null;
  };
}

/**
 * As `routeMatcher`, and answers the operation as evidence names it: `GET /packages/{name}`.
 * For sources of whose requests nothing else is asked.
 */
export function operationMatcher(
  routes: readonly Route[],
  basePaths: readonly string[] = [],
): (method: string, path: string) => string | null {
  const match = routeMatcher(routes, basePaths);
  return (method, path) => {
    const route = match(method, path);
    return route === null ? null : titleOfRoute(route);
  };
}

/** `GET /packages/{name}` */
export function titleOfRoute({ method, path }: Route): string {
  return `${method.toUpperCase()} ${path}`;
}

function find<T>(root: Node<T>, path: string, method: string): T | null {
  const segments = segmentsOf(path);
  const key = keyOf(method, path);
  const other = key === method ? `${method}/` : method;
  const descend = (node: Node<T>, depth: number): T | null => {
    const segment = segments[depth];
    if (segment === undefined) return node.operations.get(key) ?? node.operations.get(other) ?? null;
    const concrete = node.concrete.get(segment);
    const found = concrete === undefined ? null : descend(concrete, depth + 1);
    if (found !== null) return found;
    for (const { pattern, node: next } of node.mixed) {
      const fitting = segment.length <= longestMixedSegment && pattern.test(segment) ? descend(next, depth + 1) : null;
      if (fitting !== null) return fitting;
    }
    return node.any === null ? null : descend(node.any, depth + 1);
  };
  return descend(root, 0);
}

function enter<T>(node: Node<T>, segment: string): Node<T> {
  if (!/\{[^{}]*\}/.test(segment)) {
    const next = node.concrete.get(segment) ?? emptyNode<T>();
    node.concrete.set(segment, next);
    return next;
  }
  const template = segment.replace(/\{[^{}]*\}/g, '{}');
  if (template === '{}') {
    node.any ??= emptyNode<T>();
    return node.any;
  }
  const known = node.mixed.find((one) => one.template === template);
  if (known !== undefined) return known.node;
  const literals = template.split('{}').map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const next = { template, pattern: new RegExp(`^${literals.join('(?:.+?)')}$`, 's'), node: emptyNode<T>() };
  node.mixed.push(next);
  return next.node;
}

function emptyNode<T>(): Node<T> {
  return { concrete: new Map(), mixed: [], any: null, operations: new Map() };
}

function keyOf(method: string, path: string): string {
  return path.length > 1 && path.endsWith('/') ? `${method}/` : method;
}

/** The path's parts as they are meant: `%7E` is `~`, and an encoded slash stays inside its part. */
function segmentsOf(path: string): string[] {
  return path
    .split('/')
    .filter((segment) => segment !== '')
    .map(decoded);
}

function decoded(segment: string): string {
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment).replaceAll('/', '%2F');
  } catch {
    return segment;
  }
}
