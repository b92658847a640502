// The places at which a body reaches each of its schemas, nearest first. A schema that is reached in more ways than are
// listed is shown in the nearest of them. Where many schemas lead to one another the ways are past counting, and a longer
// one says what the shortest says.

import type { SchemaStep } from '../diff/index.ts';
import { Circles } from './circles.ts';

/** A schema that one body reaches in more ways than this is shown in that many places, those that lie nearest. */
const placesPerBody = 25;
/** Of more schemas than this that lead to one another, each is shown where it lies nearest, and nowhere else. */
const mostInCircle = 8;
/** A chain of references deeper than this is followed no further. */
const maximumDepth = 2_000;

export interface Visit<Node> {
  readonly node: Node;
  /** By which it is reached from the one above; null at the root. */
  readonly step: SchemaStep | null;
  readonly up: Visit<Node> | null;
  readonly depth: number;
}

export interface Edge<Node> {
  readonly step: SchemaStep;
  readonly target: Node;
}

/** A node as it is met by all walks: numbered, since of thousands of bodies each walks through thousands of nodes. */
interface Station<Node> {
  readonly node: Node;
  readonly number: number;
  /** Whether there is something to say at it: most only lead to one of these. */
  readonly isNamed: boolean;
  edges: readonly { readonly step: SchemaStep; readonly to: Station<Node> }[] | null;
  /** In how many places it is shown. */
  most: number | null;
  /** Whether one may come by it again on the way from it. */
  isInCircle: boolean;
}

interface Arrival<Node> extends Visit<Node> {
  readonly at: Station<Node>;
}

/** So many arrivals at which there is nothing to say are one step of work. */
const arrivalsPerStep = 100;

export class NearestPlaces<Node> {
  readonly #find: (node: Node) => readonly Edge<Node>[];
  readonly #isNamed: (node: Node) => boolean;
  readonly #stations = new Map<Node, Station<Node>>();
  readonly #circles = new Circles<Station<Node>>((station) => this.#edgesOf(station).map(({ to }) => to));

  /** `edges` are those that are worth following, and `isNamed` says which nodes are worth a visit; each is asked once for a node. */
  constructor(edges: (node: Node) => readonly Edge<Node>[], isNamed: (node: Node) => boolean) {
    this.#find = edges;
    this.#isNamed = isNamed;
  }

  #stationOf(node: Node): Station<Node> {
    let station = this.#stations.get(node);
    if (station === undefined) {
      const number = this.#stations.size;
      station = { node, number, isNamed: this.#isNamed(node), edges: null, most: null, isInCircle: false };
      this.#stations.set(node, station);
    }
    return station;
  }

  #edgesOf(station: Station<Node>): NonNullable<Station<Node>['edges']> {
    station.edges ??= this.#find(station.node).map(({ step, target }) => ({ step, to: this.#stationOf(target) }));
    return station.edges;
  }

  #mostOf(station: Station<Node>): number {
    if (station.most === null) {
      const inCircle = this.#circles.sizeAt(station);
      station.isInCircle = inCircle > 1 || this.#edgesOf(station).some(({ to }) => to === station);
      station.most = inCircle > mostInCircle ? 1 : placesPerBody;
    }
    return station.most;
  }

  /**
   * The visits to the nodes that are named, the nearest first. `onCut` is told at which node more lies than is visited:
   * more ways to a schema, the same inside of itself, what lies too deep. `spend` is asked before each step of work, and
   * ends the walk.
   */
  *from(
    root: Node,
    onCut: (why: 'places' | 'circle' | 'depth', at: Node) => void,
    spend: () => boolean = () => true,
  ): Generator<Visit<Node>> {
    const start = this.#stationOf(root);
    this.#mostOf(start); // now all that it leads to has its number
    const coming = new Uint8Array(this.#stations.size);
    const isCutAt = new Uint8Array(this.#stations.size);
    coming[start.number] = 1;
    const queue: Arrival<Node>[] = [{ at: start, node: root, step: null, up: null, depth: 0 }];
    let arrivals = 0;
    for (const visit of queue) {
      const { at, depth } = visit;
      if ((at.isNamed || arrivals++ % arrivalsPerStep === 0) && !spend()) return;
      if (at.isNamed) yield visit;
      for (const { step, to } of this.#edgesOf(at)) {
        const { node, number } = to;
        const count = coming[number]!;
        const most = this.#mostOf(to);
        if (count >= most && isCutAt[number] === 1) continue;
        if (count > 0 && to.isInCircle && isAbove(visit, node)) onCut('circle', node);
        else if (depth >= maximumDepth) onCut('depth', node);
        else if (count >= most) {
          isCutAt[number] = 1;
          onCut('places', node);
        } else {
          coming[number] = count + 1;
          queue.push({ at: to, node, step, up: visit, depth: depth + 1 });
        }
      }
    }
  }
}

/** The visits from the root to this one. */
export function wayTo<Node>(visit: Visit<Node>): readonly Visit<Node>[] {
  const way: Visit<Node>[] = [];
  for (let at: Visit<Node> | null = visit; at !== null; at = at.up) way.push(at);
  return way.reverse();
}

export function stepsTo<Node>(visit: Visit<Node>): SchemaStep[] {
  return wayTo(visit).flatMap(({ step }) => step ?? []);
}

function isAbove<Node>(visit: Visit<Node>, node: Node): boolean {
  for (let at: Visit<Node> | null = visit; at !== null; at = at.up) if (at.node === node) return true;
  return false;
}
