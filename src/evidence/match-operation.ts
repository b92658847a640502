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
  const prefixes = [...new Set(basePaths.map((path) => segmentsOf(path).join('/')))]
    .filter((path) => path !== '')
    .map((path) => path.split('/'))
    .sort((a, b) => b.length - a.length);

  return (method, path) => {
    const asked = method.toUpperCase();
    const segments = segmentsOf(path);
    const slash = path.length > 1 && path.endsWith('/');
    for (const prefix of prefixes) {
      if (!prefix.every((part, index) => segments[index] === part)) continue;
      const found = answer(segments, prefix.length, asked, slash && segments.length > prefix.length);
      if (found !== null) return found;
    }
    return answer(segments, 0, asked, slash);
  };

  function answer(segments: readonly string[], from: number, asked: string, slash: boolean): T | null {
    const found = descend(root, segments, from, asked, slash);
    // HEAD is answered by what answers GET (RFC 9110, section 9.3.2).
    return found ?? (asked === 'HEAD' ? descend(root, segments, from, 'GET', slash) : null);
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
    return route === null ? null : titleOfRoute(route);
  };
}

/** `GET /packages/{name}` */
export function titleOfRoute({ method, path }: Route): string {
  return `${method.toUpperCase()} ${path}`;
}

function descend<T>(
  node: Node<T>,
  segments: readonly string[],
  depth: number,
  method: string,
  slash: boolean,
): T | null {
  const segment = segments[depth];
  if (segment === undefined) {
    const { operations } = node;
    const [own, other] = slash ? [`${method}/`, method] : [method, `${method}/`];
    return operations.get(own) ?? operations.get(other) ?? null;
  }
  const concrete = node.concrete.get(segment);
  const found = concrete === undefined ? null : descend(concrete, segments, depth + 1, method, slash);
  if (found !== null) return found;
  for (const { pattern, node: next } of node.mixed) {
    if (segment.length > longestMixedSegment || !pattern.test(segment)) continue;
    const fitting = descend(next, segments, depth + 1, method, slash);
    if (fitting !== null) return fitting;
  }
  return node.any === null ? null : descend(node.any, segments, depth + 1, method, slash);
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
  const segments: string[] = [];
  for (let start = 0; start < path.length; ) {
    const end = path.indexOf('/', start);
    const stop = end === -1 ? path.length : end;
    if (stop > start) segments.push(decoded(path.slice(start, stop)));
    start = stop + 1;
  }
  return segments;
}

function decoded(segment: string): string {
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment).replaceAll('/', '%2F');
  } catch {
    return segment;
  }
}
