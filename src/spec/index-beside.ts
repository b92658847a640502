// Finds places in a text of which parts were taken over from another: outside of them in what was parsed of it, inside
// in the other text, so many lines further on. Columns are the same, since whole lines were taken.

import type { OffsetIndex, TextIndex } from './text-index.ts';

/** A member that was taken over, and the word that stands for it in the rest of the text. */
export interface Seam {
  /** Of the object that has the member, from the top. */
  readonly holderPath: readonly string[];
  readonly key: string;
  /** Of the word: its offset in bytes, and its line. */
  readonly offset: number;
  readonly line: number;
  /** How many lines later the member stands than in the text that it was taken from. */
  readonly lead: number;
  /** Lines that the text has more than its rest, up to the end of the member. */
  readonly leftOut: number;
}

/** `lead` is that of the member that it lies in; null for what was not taken over. */
interface NodeBeside {
  readonly node: unknown;
  readonly lead: number | null;
}

/** The seams are in the order of the text. */
export function indexBeside(first: TextIndex, rest: OffsetIndex, seams: readonly Seam[]): TextIndex<NodeBeside> {
  const byOffset = new Map(seams.map((seam) => [seam.offset, seam]));

  /** What stands where the rest of the text has a word for it. */
  function within(place: NodeBeside): NodeBeside {
    const seam = place.lead === null ? byOffset.get(rest.valueStart(place.node)) : undefined;
    if (seam === undefined) return place;
    const path = [...seam.holderPath, seam.key];
    const node = path.reduce<unknown>((parent, token) => first.child(parent, token), first.root());
    return { node, lead: seam.lead };
  }

  function leftOutBefore(line: number): number {
    let low = 0;
    let high = seams.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (seams[middle]!.line < line) low = middle + 1;
      else high = middle;
    }
    return seams[low - 1]?.leftOut ?? 0;
  }

  const indexOf = ({ lead }: NodeBeside) => (lead === null ? rest : first);

  return {
    root: () => ({ node: rest.root(), lead: null }),
    child(parent, token) {
      const inside = within(parent);
      const node = indexOf(inside).child(inside.node, token);
      return node === null ? null : { node, lead: inside.lead };
    },
    lineColumn(place) {
      const { line, column } = indexOf(place).lineColumn(place.node);
      return { line: line + (place.lead ?? leftOutBefore(line)), column };
    },
    written: (place) => indexOf(within(place)).written(within(place).node),
  };
}
