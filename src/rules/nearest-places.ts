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

export class NearestPlaces<Node> {
  readonly #find: (node: Node) => readonly Edge<Node>[];
  readonly #found = new Map<Node, readonly Edge<Node>[]>();
  readonly #circles = new Circles<Node>((node) => this.#edgesOf(node).map(({ target }) => target));

  /** `edges` are those that are worth following; it is asked once for each node. */
  constructor(edges: (node: Node) => readonly Edge<Node>[]) {
    this.#find = edges;
  }

  #edgesOf(node: Node): readonly Edge<Node>[] {
    const edges = this.#found.get(node) ?? this.#find(node);
    this.#found.set(node, edges);
    return edges;
  }

  /** `onCut` is told at which node more lies than is visited: more ways to a schema, the same inside of itself, what lies too deep. */
  *from(root: Node, onCut: (why: 'places' | 'circle' | 'depth', at: Node) => void): Generator<Visit<Node>> {
    const visits = new Map<Node, number>();
    const queue: Visit<Node>[] = [{ node: root, step: null, up: null, depth: 0 }];
    for (const visit of queue) {
      const { node, depth } = visit;
      const count = (visits.get(node) ?? 0) + 1;
      if (count > (this.#circles.sizeAt(node) > mostInCircle ? 1 : placesPerBody)) {
        onCut('places', node);
        continue;
      }
      visits.set(node, count);
      yield visit;
      for (const { step, target } of this.#edgesOf(node)) {
        if (visits.has(target) && isAbove(visit, target)) onCut('circle', target);
        else if (depth >= maximumDepth) onCut('depth', target);
        else queue.push({ node: target, step, up: visit, depth: depth + 1 });
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
