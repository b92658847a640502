// Lists the operations of path items without reading them: what both dialect readers share.

import type { ReferenceFollower } from './follow-references.ts';
import type { Operation, OperationEntry, OperationKind, Security, Server } from './operation.ts';
import { fieldOf } from './path-item-layers.ts';
import { normaliseTarget, splitCallbackPath } from './path-template.ts';
import { entrySpots, isObject, memberSpot, onlyRefers, type Spot } from './spot.ts';

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query'];

export interface PathItemPlace {
  readonly kind: OperationKind;
  readonly path: string;
  readonly name: string | null;
  readonly ofMethod?: string | null;
  /** Of a callback; else the kind tells. */
  readonly calledBy?: OperationEntry['calledBy'];
}

/** What path items hold, given as their layers. */
export interface OperationList {
  readonly operations: readonly OperationEntry[];
  /** Path items without an operation, or that cannot be read. */
  readonly emptyPathItems: readonly (PathItemPlace & { readonly spot: Spot })[];
}

/** How a dialect reads what is listed here. */
export interface OperationReader {
  readonly read: (entry: Omit<OperationEntry, 'read'>) => Operation;
  readonly security: (operation: Spot) => Security;
  /** `ofPath` are those of its path item. */
  readonly servers: (operation: Spot, ofPath: Spot | null) => readonly Server[];
}

/**
 * The path items by their paths. Azure's `x-ms-paths` holds those that a query tells apart, which no path may hold by the
 * letter of the specification.
 */
export function pathItemSpots(root: Spot, follow: ReferenceFollower['follow']): [string, Spot][] {
  const paths = sharedSpots(root, 'paths', follow).filter(([path]) => !path.startsWith('x-'));
  return paths.concat(entrySpots(memberSpot(root, 'x-ms-paths')));
}

/**
 * The members of a map whose keys are the author's names. One that is nothing but a reference stands for the map of
 * another file: no name of a path or component is `$ref`, and what splits and bundles descriptions reads it so.
 */
export function sharedSpots(holder: Spot | null, key: string, follow: ReferenceFollower['follow']): [string, Spot][] {
  return entrySpots(sharedMap(holder, key, follow));
}

/** What else stands beside the reference is told as a slip, and the reference not followed. */
export function sharedMap(holder: Spot | null, key: string, follow: ReferenceFollower['follow']): Spot | null {
  const map = holder && memberSpot(holder, key);
  return map !== null && onlyRefers(map.value) ? follow(map) : map;
}

export function listPathItems(
  items: readonly (readonly [place: PathItemPlace, layers: readonly Spot[]])[],
  reader: OperationReader,
): OperationList {
  const operations: OperationEntry[] = [];
  const emptyPathItems: (PathItemPlace & { readonly spot: Spot })[] = [];
  for (const [place, layers] of items) {
    const found = listOperations(layers, place, reader);
    for (const entry of found) operations.push(entry);
    if (found.length === 0) emptyPathItems.push({ ...place, spot: layers.at(-1) as Spot });
  }
  return { operations, emptyPathItems };
}

/** The operations of one path item, given as its layers, additionalOperations of OpenAPI 3.2 included. `read` is called at most once each. */
export function listOperations(
  layers: readonly Spot[],
  place: PathItemPlace,
  reader: OperationReader,
): OperationEntry[] {
  const found: [string, Spot][] = [];
  for (const method of methods) {
    const spot = fieldOf(layers, method);
    if (spot !== null && isObject(spot.value)) found.push([method.toUpperCase(), spot]);
  }
  for (const [method, spot] of entrySpots(fieldOf(layers, 'additionalOperations'))) {
    // Its capitals are those that are sent (OpenAPI 3.2, Path Item Object).
    if (isObject(spot.value)) found.push([method, spot]);
  }
  if (found.length === 0) return [];
  const target = keyOfTarget(place);
  const inherited = { parameters: fieldOf(layers, 'parameters'), servers: fieldOf(layers, 'servers') };
  const pathItem = layers.find(({ value }) => !isObject(value) || value.$ref === undefined) ?? (layers[0] as Spot);
  return found.map(
    ([method, spot]) =>
      new ListedOperation(place, `${place.kind} ${method} ${target}`, method, spot, pathItem, inherited, reader),
  );
}

/** A class, since functions of its own for each of many thousand operations are most of what listing them costs. */
class ListedOperation implements OperationEntry {
  readonly kind: OperationKind;
  readonly path: string;
  readonly name: string | null;
  readonly ofMethod: string | null;
  readonly calledBy: OperationEntry['calledBy'];
  readonly key: string;
  readonly method: string;
  readonly spot: Spot;
  readonly pathItem: Spot;
  readonly inherited: OperationEntry['inherited'];
  readonly #reader: OperationReader;
  #operation: Operation | null = null;

  constructor(
    { kind, path, name, ofMethod = null, calledBy = kind === 'path' ? 'client' : 'server' }: PathItemPlace,
    key: string,
    method: string,
    spot: Spot,
    pathItem: Spot,
    inherited: OperationEntry['inherited'],
    reader: OperationReader,
  ) {
    this.kind = kind;
    this.path = path;
    this.name = name;
    this.ofMethod = ofMethod;
    this.calledBy = calledBy;
    this.key = key;
    this.method = method;
    this.spot = spot;
    this.pathItem = pathItem;
    this.inherited = inherited;
    this.#reader = reader;
  }

  security(): Security {
    return this.#reader.security(this.spot);
  }

  servers(): readonly Server[] {
    return this.#reader.servers(this.spot, this.inherited.servers);
  }

  read(): Operation {
    this.#operation ??= this.#reader.read(this);
    return this.#operation;
  }
}

export function operationKey(place: PathItemPlace, method: string): string {
  return `${place.kind} ${method} ${keyOfTarget(place)}`;
}

function keyOfTarget({ name, path }: PathItemPlace): string {
  return `${name === null ? '' : `${name} `}${normaliseTarget(path)}`;
}

/** What tells the callbacks of one operation apart to who is called; its name is the author's own. */
export function callbackKey({ method, path }: Pick<OperationEntry, 'method' | 'path'>): string {
  return `${method} ${splitCallbackPath(normaliseTarget(path))[1]}`;
}
