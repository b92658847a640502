import { operationTitle } from '../spec/index.ts';
// Which operation a request was for. The document's own path templates decide, a concrete path before a templated one
// (OpenAPI 3.1, "Path Templating Matching"), after what stands before them is taken off: the paths of the servers, of
// the service's addresses and of configured prefixes. A concrete path that lacks the method gives way to a template
// that has it, since a caller of `DELETE /pets/mine` does use `DELETE /pets/{id}`.

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
  /** By method. */
  readonly operations: Map<string, T>;
  /** Those whose template ends in a slash. */
  readonly slashed: Map<string, T>;
}

/** Where two routes differ only in their parameters' names the first one answers. */
export function routeMatcher<T extends Route>(
  routes: readonly T[],
  basePaths: readonly string[] = [],
): RouteMatcher<T> {
  const root = emptyNode<T>();
  for (const route of routes) {
    let node = root;
    for (const segment of segmentsOf(plainPath(route.path))) node = enter(node, segment);
    const operations = endsInSlash(route.path) ? node.slashed : node.operations;
    const method = route.method.toUpperCase();
    if (!operations.has(method)) operations.set(method, route);
  }
  const prefixes = [...new Set(basePaths.map(plainPath))]
    .filter((path) => path !== '')
    .sort((a, b) => segmentsOf(b).length - segmentsOf(a).length);

  return (method, path) => {
    const found = find(method, path);
    return found !== null || method === method.toUpperCase() ? found : find(method.toUpperCase(), path);
  };

  function find(asked: string, path: string): T | null {
    const plain = plainPath(path);
    const slash = endsInSlash(path);
    for (const prefix of prefixes) {
      if (!plain.startsWith(prefix)) continue;
      if (plain.length !== prefix.length && plain.charCodeAt(prefix.length) !== 47) continue;
      const found = answer(plain, prefix.length, asked, slash && plain.length > prefix.length);
      if (found !== null) return found;
    }
    return answer(plain, 0, asked, slash);
  }

  function answer(path: string, from: number, asked: string, slash: boolean): T | null {
    const found = descend(root, path, from, asked, slash);
    // HEAD is answered by what answers GET (RFC 9110, section 9.3.2).
    return found ?? (asked === 'HEAD' ? descend(root, path, from, 'GET', slash) : null);
  }
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
    return route === null ? null : operationTitle(route);
  };
}

/** `from` is where a slash stands before the next segment, or the path's end. */
function descend<T>(node: Node<T>, path: string, from: number, method: string, slash: boolean): T | null {
  if (from >= path.length) {
    const [own, other] = slash ? [node.slashed, node.operations] : [node.operations, node.slashed];
    return own.get(method) ?? other.get(method) ?? null;
  }
  const next = path.indexOf('/', from + 1);
  const end = next === -1 ? path.length : next;
  if (node.concrete.size > 0 || node.mixed.length > 0) {
    const segment = path.slice(from + 1, end);
    const concrete = node.concrete.get(segment);
    const found = concrete === undefined ? null : descend(concrete, path, end, method, slash);
    if (found !== null) return found;
    for (const { pattern, node: next } of node.mixed) {
      if (segment.length > longestMixedSegment || !pattern.test(segment)) continue;
      const fitting = descend(next, path, end, method, slash);
      if (fitting !== null) return fitting;
    }
  }
  return node.any === null ? null : descend(node.any, path, end, method, slash);
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
  return { concrete: new Map(), mixed: [], any: null, operations: new Map(), slashed: new Map() };
}

function endsInSlash(path: string): boolean {
  return path.length > 1 && path.endsWith('/');
}

/** The path as it is meant: without slashes too many, `%7E` as `~`; an encoded slash stays inside its segment. */
function plainPath(path: string): string {
  const isPlain = path.startsWith('/') && !path.endsWith('/') && !path.includes('%') && !path.includes('//');
  return isPlain
    ? path
    : segmentsOf(path)
        .map((segment) => `/${decoded(segment)}`)
        .join('');
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
}

function decoded(segment: string): string {
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment).replaceAll('/', '%2F');
  } catch {
    return segment;
  }
}
