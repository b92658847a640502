// Finds strings: all demands of patterns at once, with a length between two bounds, shortest first. The automata run side
// by side; a table of "can still end in exactly k characters" makes the search go straight, without dead ends.

import type { Automaton, CharRanges, Demand } from './automaton.ts';

/** What a word must satisfy; lengths are in code points, `maxLength` may be Infinity. */
export interface WordDemands {
  readonly minLength: number;
  readonly maxLength: number;
  readonly demands: readonly Demand[];
}

/** `complete` means that there are no further words. */
export interface Words {
  readonly words: readonly string[];
  readonly complete: boolean;
  /** What it took, in transitions of automata. */
  readonly work: number;
}

interface Product {
  readonly width: number;
  readonly classes: readonly CharRanges[];
  /** For each state and class where it leads, or `noWay`. */
  readonly next: Int32Array;
  readonly accepting: Uint8Array;
}

const maxStates = 20_000;
const maxWork = 20_000_000;
/** Transitions of one automaton each, on the way to one that stands for them all. */
const maxLookups = 8_000_000;

/** Up to `count` words, or undefined where looking for them is too much work. */
export function findWords(asked: WordDemands, count: number): Words | undefined {
  if (asked.minLength > asked.maxLength) return { words: [], complete: true, work: 0 };
  const product = buildProduct(asked.demands);
  if (!product) return undefined;
  const { width, next, accepting } = product;
  const size = accepting.length;

  // canEnd[k][s]: from state s a word can end in exactly k more characters. Once two layers agree, all later ones do.
  const canEnd: Uint8Array[] = [accepting];
  let steady = false;
  let work = size * width * Math.max(1, asked.demands.length);
  const layer = (remaining: number): Uint8Array | undefined => {
    while (!steady && canEnd.length <= remaining) {
      work += size * width;
      if (work > maxWork) return undefined;
      const last = canEnd[canEnd.length - 1]!;
      const following = new Uint8Array(size);
      let same = true;
      for (let state = 0; state < size; state += 1) {
        for (let klass = 0; klass < width; klass += 1) {
          if (last[next[state * width + klass]!]) {
            following[state] = 1;
            break;
          }
        }
        if (following[state] !== last[state]) same = false;
      }
      if (same) steady = true;
      else canEnd.push(following);
    }
    return canEnd[Math.min(remaining, canEnd.length - 1)];
  };

  const words: string[] = [];
  let lastFound = asked.minLength;
  for (let length = asked.minLength; length <= asked.maxLength; length += 1) {
    // Words of a regular language grow by at most as many characters as there are states.
    if (length > lastFound + size) return { words, complete: true, work };
    if (length > 100_000) return undefined;
    const ends = layer(length);
    if (!ends) return undefined;
    if (!ends[0]) continue;
    lastFound = length;
    collect(product, layer, length, count, words);
    if (words.length >= count) return { words, complete: false, work };
  }
  return { words, complete: true, work };
}

function collect(
  { width, classes, next }: Product,
  layer: (remaining: number) => Uint8Array | undefined,
  length: number,
  count: number,
  words: string[],
): void {
  interface Frame {
    readonly state: number;
    klass: number;
    /** The characters of the class after its first; null before they are asked for, as of most places of a long text. */
    others: Iterator<number> | null;
  }
  const chosen: string[] = [];
  const firsts = classes.map((klass) => String.fromCodePoint(charactersOf(klass).next().value!));
  const frames: Frame[] = [{ state: 0, klass: -1, others: null }];
  const choose = (character: string, { state, klass }: Frame) => {
    chosen.push(character);
    frames.push({ state: next[state * width + klass]!, klass: -1, others: null });
  };
  while (frames.length > 0 && words.length < count) {
    const frame = frames[frames.length - 1]!;
    if (frames.length > length) {
      words.push(chosen.join(''));
      frames.pop();
      chosen.pop();
      continue;
    }
    if (frame.klass >= 0) {
      frame.others ??= afterFirst(charactersOf(classes[frame.klass]!));
      const other = frame.others.next();
      if (!other.done) {
        choose(String.fromCodePoint(other.value), frame);
        continue;
      }
    }
    const ends = layer(length - frames.length);
    do frame.klass += 1;
    while (frame.klass < width && !ends?.[next[frame.state * width + frame.klass]!]);
    frame.others = null;
    if (frame.klass < width) choose(firsts[frame.klass]!, frame);
    else {
      frames.pop();
      chosen.pop();
    }
  }
}

function afterFirst(characters: Iterator<number>): Iterator<number> {
  characters.next();
  return characters;
}

/** The characters of a class, those that read well in an example first. */
function* charactersOf(ranges: CharRanges): Generator<number> {
  for (const [low, high] of pleasant) {
    for (const { min, max } of ranges) {
      for (let character = Math.max(min, low); character <= Math.min(max, high); character += 1) yield character;
    }
  }
}

// a-z, 0-9, A-Z, the rest of printable ASCII, letters of Europe, then everything else with what no font shows last.
const pleasant: readonly (readonly [number, number])[] = [
  [0x61, 0x7a],
  [0x30, 0x39],
  [0x41, 0x5a],
  [0x2d, 0x2f],
  [0x23, 0x2c],
  [0x21, 0x21],
  [0x3a, 0x40],
  [0x5b, 0x60],
  [0x7b, 0x7e],
  [0x20, 0x20],
  [0x22, 0x22],
  [0xe0, 0x2af],
  [0x391, 0x3ff],
  [0x1f600, 0x1f64f],
  [0xa1, 0xdf],
  [0x2b0, 0x390],
  [0x400, 0xd7ff],
  [0xe000, 0xfdcf],
  [0xfdf0, 0xfffd],
  [0x10000, 0x1f5ff],
  [0x1f650, 0x10ffff],
  [0, 0x1f],
  [0x7f, 0xa0],
  [0xfdd0, 0xfdef],
  [0xfffe, 0xffff],
  [0xd800, 0xdfff],
];

/** The place of the most pleasant character among them. */
const rankOf = (ranges: CharRanges): number =>
  pleasant.findIndex(([low, high]) => ranges.some(({ min, max }) => min <= high && max >= low));

/** Stands for all states of a product from which no word ends well: there are far more of these than of others. */
const noWay = -1;

function buildProduct(demands: readonly Demand[]): Product | undefined {
  const joint = jointClasses(demands);
  const width = joint.length;
  const hopeful = demands.map(statesWithHope);
  const indexOf = new Map<string, number>();
  const tuples: number[][] = [];
  const stateOf = (tuple: number[]): number => {
    if (!tuple.every((state, at) => hopeful[at]![state] === 1)) return noWay;
    const key = tuple.join(',');
    let index = indexOf.get(key);
    if (index === undefined) {
      index = tuples.length;
      indexOf.set(key, index);
      tuples.push(tuple);
    }
    return index;
  };
  if (stateOf(demands.map(() => 0)) === noWay)
    return { width: 0, classes: [], next: new Int32Array(), accepting: new Uint8Array(1) };
  const next: number[] = [];
  const accepting: number[] = [];
  for (let index = 0; index < tuples.length; index += 1) {
    if (tuples.length > maxStates || tuples.length * width * demands.length > maxLookups) return undefined;
    const tuple = tuples[index]!;
    accepting.push(demands.every(({ automaton, accept }, at) => automaton.accepting[tuple[at]!] === accept) ? 1 : 0);
    for (const { members } of joint) {
      next.push(
        stateOf(
          demands.map(({ automaton }, at) => automaton.next[tuple[at]! * automaton.classes.length + members[at]!]!),
        ),
      );
    }
  }
  return {
    width,
    classes: joint.map(({ ranges }) => ranges),
    next: Int32Array.from(next),
    accepting: Uint8Array.from(accepting),
  };
}

/** By automaton, for words that it shall accept and for those that it shall not. */
const hope = new WeakMap<Automaton, { accepted?: Uint8Array; refused?: Uint8Array }>();

/** Of each state of an automaton 1 where some word leads on to what is demanded of it. */
function statesWithHope({ automaton, accept }: Demand): Uint8Array {
  const known = hope.get(automaton) ?? {};
  hope.set(automaton, known);
  const key = accept ? 'accepted' : 'refused';
  known[key] ??= findStatesWithHope(automaton, accept);
  return known[key];
}

function findStatesWithHope({ next, accepting, classes }: Automaton, accept: boolean): Uint8Array {
  const width = classes.length;
  const before: number[][] = accepting.map(() => []);
  for (let move = 0; move < accepting.length * width; move += 1) before[next[move]!]!.push(Math.floor(move / width));
  const hopeful = new Uint8Array(accepting.length);
  const work = [...accepting.keys()].filter((state) => accepting[state] === accept);
  for (let state = work.pop(); state !== undefined; state = work.pop()) {
    if (hopeful[state] === 1) continue;
    hopeful[state] = 1;
    work.push(...before[state]!);
  }
  return hopeful;
}

interface JointClass {
  readonly ranges: { min: number; max: number }[];
  readonly members: readonly number[];
}

/** The coarsest classes that every automaton treats as one. */
function jointClasses(demands: readonly Demand[]): JointClass[] {
  const cuts = new Set([0]);
  const ranged = demands.map(({ automaton }) => {
    const ranges = automaton.classes.flatMap((klass, index) => klass.map((range) => ({ ...range, index })));
    ranges.sort((left, right) => left.min - right.min);
    for (const { min, max } of ranges) {
      cuts.add(min);
      if (max < 0x10ffff) cuts.add(max + 1);
    }
    return ranges;
  });
  const starts = [...cuts].sort((left, right) => left - right);
  const pointers = ranged.map(() => 0);
  const byMembers = new Map<string, JointClass>();
  starts.forEach((min, at) => {
    const max = (starts[at + 1] ?? 0x110000) - 1;
    const members = ranged.map((ranges, index) => {
      while (ranges[pointers[index]!]!.max < min) pointers[index]! += 1;
      return ranges[pointers[index]!]!.index;
    });
    const key = members.join(',');
    const joint = byMembers.get(key);
    if (joint) joint.ranges.push({ min, max });
    else byMembers.set(key, { ranges: [{ min, max }], members });
  });
  // A word takes the first class by which it gets to its end.
  return [...byMembers.values()]
    .map((joint) => ({ joint, rank: rankOf(joint.ranges) }))
    .sort((left, right) => left.rank - right.rank)
    .map(({ joint }) => joint);
}
