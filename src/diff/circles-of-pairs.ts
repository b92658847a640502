// Which schemas lead to one another: strongly connected components of the pairs (Tarjan, 1972, with a stack of our own,
// since a chain of ten thousand schemas must not overflow ours).

import type { SchemaPair } from './schema-pairs.ts';

interface Standing {
  readonly number: number;
  low: number;
  isOpen: boolean;
  /** How many pairs lead to this one and are led to by it, itself included; known once its circle is closed. */
  size: number;
}

/** `follow` says which edges count; its answers must not change. Each pair is looked at once, whoever asks. */
export class CirclesOfPairs {
  readonly #standings = new Map<SchemaPair, Standing>();
  readonly #follow: (pair: SchemaPair) => Iterable<SchemaPair>;

  constructor(follow: (pair: SchemaPair) => Iterable<SchemaPair>) {
    this.#follow = follow;
  }

  /** How many pairs lead to this one and are led to by it, itself included: 1 where it lies in no circle. */
  sizeAt(pair: SchemaPair): number {
    if (!this.#standings.has(pair)) this.#settleFrom(pair);
    return this.#standings.get(pair)!.size;
  }

  #settleFrom(first: SchemaPair): void {
    const open: SchemaPair[] = [];
    const trail: { readonly pair: SchemaPair; readonly own: Standing; readonly rest: Iterator<SchemaPair> }[] = [];
    const enter = (pair: SchemaPair) => {
      const number = this.#standings.size;
      const own: Standing = { number, low: number, isOpen: true, size: 0 };
      this.#standings.set(pair, own);
      open.push(pair);
      trail.push({ pair, own, rest: this.#follow(pair)[Symbol.iterator]() });
    };
    enter(first);
    while (trail.length > 0) {
      const { pair, own, rest } = trail.at(-1)!;
      const next = rest.next();
      if (next.done !== true) {
        const there = this.#standings.get(next.value);
        if (there === undefined) enter(next.value);
        else if (there.isOpen) own.low = Math.min(own.low, there.number);
        continue;
      }
      trail.pop();
      const above = trail.at(-1)?.own;
      if (above !== undefined) above.low = Math.min(above.low, own.low);
      if (own.low !== own.number) continue;
      const circle = open.splice(open.lastIndexOf(pair)).map((each) => this.#standings.get(each)!);
      for (const each of circle) {
        each.isOpen = false;
        each.size = circle.length;
      }
    }
  }
}
