// Whether something holds of a node of a graph or of any that it leads to. Each node is looked at once for all questions,
// also in circles.

export class Reach<Node> {
  readonly #below: (node: Node) => Iterable<Node>;
  readonly #holds: (node: Node) => boolean;
  readonly #known = new Map<Node, boolean>();

  constructor(below: (node: Node) => Iterable<Node>, holds: (node: Node) => boolean) {
    this.#below = below;
    this.#holds = holds;
  }

  from(root: Node): boolean {
    return this.#known.get(root) ?? this.#settle(root);
  }

  #settle(root: Node): boolean {
    const met = new Set([root]);
    const users = new Map<Node, Node[]>();
    const leading: Node[] = [];
    for (const node of met) {
      if (this.#holds(node)) leading.push(node);
      for (const target of this.#below(node)) {
        const known = this.#known.get(target);
        if (known === true) leading.push(node);
        if (known !== undefined) continue;
        met.add(target);
        const ofTarget = users.get(target);
        if (ofTarget === undefined) users.set(target, [node]);
        else ofTarget.push(node);
      }
    }
    const found = new Set(leading);
    for (const node of found) for (const user of users.get(node) ?? []) found.add(user);
    for (const node of met) this.#known.set(node, found.has(node));
    return found.has(root);
  }
}
