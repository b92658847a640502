// Which nodes of a graph lead to one another: its strongly connected components (Tarjan, 1972, with a stack of our own,
// since a chain of ten thousand schemas must not overflow ours).

interface Standing {
  readonly number: number;
  low: number;
  isOpen: boolean;
  /** How many nodes lead to this one and are led to by it, itself included; known once its circle is closed. */
  size: number;
}

/** `follow` says which edges count; its answers must not change. Each node is looked at once, whoever asks. */
export class Circles<Node> {
  readonly #standings = new Map<Node, Standing>();
  readonly #follow: (node: Node) => Iterable<Node>;

  constructor(follow: (node: Node) => Iterable<Node>) {
    this.#follow = follow;
  }

  /** How many nodes lead to this one and are led to by it, itself included: 1 where it lies in no circle. */
  sizeAt(node: Node): number {
    if (!this.#standings.has(node)) this.#settleFrom(node);
    return this.#standings.get(node)!.size;
  }

  #settleFrom(first: Node): void {
    const open: Node[] = [];
    const trail: { readonly node: Node; readonly own: Standing; readonly rest: Iterator<Node> }[] = [];
    const enter = (node: Node) => {
      const number = this.#standings.size;
      const own: Standing = { number, low: number, isOpen: true, size: 0 };
      this.#standings.set(node, own);
      open.push(node);
      trail.push({ node, own, rest: this.#follow(node)[Symbol.iterator]() });
    };
    enter(first);
    while (trail.length > 0) {
      const { node, own, rest } = trail.at(-1)!;
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
      const circle = open.splice(open.lastIndexOf(node)).map((each) => this.#standings.get(each)!);
      for (const each of circle) {
        each.isOpen = false;
        each.size = circle.length;
      }
    }
  }
}
