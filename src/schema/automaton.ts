// A pattern as deterministic automata over code points. refa parses the ECMAScript syntax; the automata are built here, since
// a JSON Schema pattern is a search, and refa's own automata know neither ^ and $ inside a search nor \b.
// A state is the set of positions reached so far together with what one-character look-behind may know of the last
// character; that is enough for ^, $ and \b. Longer look-around is understood only right after a leading ^.

import { createRequire } from 'node:module';
import type { CharSet, NoParent, Concatenation as RefaConcatenation } from 'refa';

/** Code point ranges, ascending, both ends inclusive. */
export type CharRanges = readonly { readonly min: number; readonly max: number }[];

/** A complete deterministic automaton: from state s, a character of class c leads to `next[s * classes.length + c]`. */
export interface Automaton {
  readonly classes: readonly CharRanges[];
  readonly next: Int32Array;
  readonly accepting: readonly boolean[];
  /** What it took to make it, beyond what is usual, in positions gone through. */
  readonly unusualMoves: number;
}

/** One demand on a word: that the automaton accepts it, or that it does not. */
export interface Demand {
  readonly automaton: Automaton;
  readonly accept: boolean;
}

type Concatenation = NoParent<RefaConcatenation>;
type Element = Concatenation['elements'][number];
type Assertion = Extract<Element, { type: 'Assertion' }>;

const maxCodePoint = 0x10ffff;
const maxPositions = 6000;
const maxStates = 3000;
/** Positions gone through while an automaton is made; a counted repetition of counted repetitions has millions. */
const maxMoves = 500_000;
/** What most patterns stay below by far; whatever is beyond it counts as work of whoever asks. */
const usualMoves = 20_000;

const load = createRequire(import.meta.url);
/** Loaded with the first pattern that needs it: most comparisons ask about none. */
export const refa = () => load('refa') as typeof import('refa');

/** Why a pattern could not be made into automata, and how many positions were gone through until that was known. */
export class PatternNotUnderstood extends Error {
  readonly moves: number;

  constructor(message: string, moves = 0) {
    super(message);
    this.moves = moves;
  }
}

/**
 * The source of a pattern in the form that the `u` flag accepts: patterns in the field escape characters that need no
 * escape there (`\-`, `\_`, `\@`), put a class beside a hyphen (`[\w-.]`) or leave a brace bare (`^{`), which `u` refuses.
 * Returns undefined where the pattern is wrong even so.
 */
export function unicodePattern(source: string): string | undefined {
  if (isUnicodePattern(source)) return source;
  const tokens = /\\[pPu]\{[^}]*\}|(?:\\[dDsSwW]-|-\\[dDsSwW])|\\.|\{\d+(?:,\d*)?\}|[{}]/gsu;
  const tidied = source.replace(tokens, (token) => {
    if (token === '{' || token === '}') return `\\${token}`;
    if (/^(?:\\[dDsSwW]-|-\\[dDsSwW])$/.test(token)) return token.replace('-', '\\x2d');
    if (token.length !== 2 || !token.startsWith('\\') || /[A-Za-z0-9^$\\.*+?()[\]{}|/]/.test(token.slice(1)))
      return token;
    return token === '\\-' ? '\\x2d' : token.slice(1);
  });
  return isUnicodePattern(tidied) ? tidied : undefined;
}

function isUnicodePattern(source: string): boolean {
  try {
    new RegExp(source, 'u');
    return true;
  } catch {
    return false;
  }
}

const known = new Map<string, readonly Demand[] | PatternNotUnderstood>();

/**
 * The demands that together say "this pattern matches somewhere in the word".
 * @throws PatternNotUnderstood where look-around, back references or size are beyond the automata.
 */
export function patternDemands(source: string): readonly Demand[] {
  let result = known.get(source);
  if (!result) {
    try {
      result = buildDemands(source);
    } catch (error) {
      const said =
        error instanceof PatternNotUnderstood ? error.message : 'it has a part that no automaton can express';
      const moves = error instanceof PatternNotUnderstood ? error.moves : 0;
      result = new PatternNotUnderstood(`pattern ${JSON.stringify(source)}: ${said}`, moves);
    }
    if (known.size > 5000) known.clear();
    known.set(source, result);
  }
  if (result instanceof PatternNotUnderstood) throw result;
  return result;
}

function buildDemands(source: string): Demand[] {
  const { expression } = refa().JS.Parser.fromLiteral({ source, flags: 'u' }).parse({
    assertions: 'parse',
    backreferences: 'throw',
    maxNodes: maxPositions,
  });
  const [only, ...others] = expression.alternatives;
  if (!only || others.length > 0 || !isStart(only.elements[0])) {
    return [{ automaton: buildAutomaton(expression.alternatives), accept: true }];
  }
  const start = only.elements[0] as Assertion;
  const rest = only.elements.slice(1);
  const demands: Demand[] = [];
  while (rest[0]?.type === 'Assertion' && rest[0].kind === 'ahead' && !isOneCharacter(rest[0])) {
    const ahead = rest.shift() as Assertion;
    const body: Element = { type: 'Alternation', alternatives: ahead.alternatives };
    const anchored: Concatenation = { type: 'Concatenation', elements: [start, body] };
    demands.push({ automaton: buildAutomaton([anchored]), accept: !ahead.negate });
  }
  const remaining: Concatenation = { type: 'Concatenation', elements: [start, ...rest] };
  return [...demands, { automaton: buildAutomaton([remaining]), accept: true }];
}

const isOneCharacter = (assertion: Assertion): boolean =>
  assertion.alternatives.every(({ elements }) => elements.length === 1 && elements[0]?.type === 'CharacterClass');

const isStart = (element: Element | undefined): boolean =>
  element?.type === 'Assertion' &&
  element.kind === 'behind' &&
  element.negate &&
  isOneCharacter(element) &&
  charactersOf(element).isAll;

const charactersOf = (assertion: Assertion): CharSet => {
  let set = refa().CharSet.empty(maxCodePoint);
  for (const { elements } of assertion.alternatives) {
    const [element] = elements;
    if (element?.type === 'CharacterClass') set = set.union(element.characters);
  }
  return set;
};

/** May be passed between two characters where the neighbour is one of `set`, or (`edge`) where there is none. */
interface Guard {
  readonly kind: 'ahead' | 'behind';
  readonly set: CharSet;
  readonly edge: boolean;
}

interface Positions {
  readonly silent: { readonly to: number; readonly guard: Guard | undefined }[][];
  readonly reading: { readonly to: number; readonly set: CharSet }[][];
}

function buildAutomaton(alternatives: readonly Concatenation[]): Automaton {
  const positions: Positions = { silent: [], reading: [] };
  const guards: Guard[] = [];
  const everyCharacter = refa().CharSet.all(maxCodePoint);
  const sets: CharSet[] = [everyCharacter];
  const add = (): number => {
    if (positions.silent.length >= maxPositions) throw new PatternNotUnderstood('it is too large');
    positions.silent.push([]);
    positions.reading.push([]);
    return positions.silent.length - 1;
  };
  const link = (from: number, to: number, guard?: Guard) => positions.silent[from]!.push({ to, guard });
  const readTo = (from: number, to: number, set: CharSet) => {
    sets.push(set);
    positions.reading[from]!.push({ to, set });
  };

  const addAlternatives = (from: number, choices: readonly Concatenation[]): number => {
    const end = add();
    for (const { elements } of choices) {
      let at = from;
      for (const element of elements) at = addElement(at, element);
      link(at, end);
    }
    return end;
  };
  const addElement = (from: number, element: Element): number => {
    switch (element.type) {
      case 'CharacterClass': {
        const to = add();
        if (!element.characters.isEmpty) readTo(from, to, element.characters);
        return to;
      }
      case 'Alternation':
        return addAlternatives(from, element.alternatives);
      case 'Quantifier': {
        let at = from;
        for (let turn = 0; turn < element.min; turn += 1) at = addAlternatives(at, element.alternatives);
        if (element.max === Number.POSITIVE_INFINITY) {
          const hub = add();
          link(at, hub);
          link(addAlternatives(hub, element.alternatives), hub);
          return hub;
        }
        const end = add();
        link(at, end);
        for (let turn = element.min; turn < element.max; turn += 1) {
          at = addAlternatives(at, element.alternatives);
          link(at, end);
        }
        return end;
      }
      case 'Assertion': {
        if (!isOneCharacter(element)) throw new PatternNotUnderstood('it looks around');
        const set = charactersOf(element);
        const guard: Guard = { kind: element.kind, set: element.negate ? set.negate() : set, edge: element.negate };
        guards.push(guard);
        sets.push(set);
        const to = add();
        link(from, to, guard);
        return to;
      }
      default:
        throw new PatternNotUnderstood('it has a part that no automaton can express');
    }
  };

  const start = add();
  readTo(start, start, everyCharacter);
  const final = addAlternatives(start, alternatives);
  readTo(final, final, everyCharacter);

  const base = new (refa().CharBase)(sets.filter((set) => !set.isEmpty));
  const classes = base.sets;
  const samples = classes.map((set) => set.ranges[0]!.min);
  const readable = positions.reading.map((edges) =>
    edges.map(({ to, set }) => ({ to, classes: new Set(base.split(set)) })),
  );
  const behind = guards.filter(({ kind }) => kind === 'behind');
  const knownBehind = (character: number | undefined): string =>
    behind.map(({ set, edge }) => ((character === undefined ? edge : set.has(character)) ? '1' : '0')).join('');
  const behindIndex = new Map(behind.map((guard, index) => [guard, index]));

  const closure = (kernel: readonly number[], before: string, after: number | undefined): Set<number> => {
    const reached = new Set(kernel);
    const queue = [...kernel];
    for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
      for (const { to, guard } of positions.silent[at]!) {
        if (reached.has(to)) continue;
        if (guard) {
          const passes =
            guard.kind === 'behind'
              ? before[behindIndex.get(guard)!] === '1'
              : after === undefined
                ? guard.edge
                : guard.set.has(after);
          if (!passes) continue;
        }
        reached.add(to);
        queue.push(to);
      }
    }
    return reached;
  };

  let moves = 0;
  const move = (count: number) => {
    moves += count;
    if (moves > maxMoves) throw new PatternNotUnderstood('it repeats repetitions too often', moves);
  };

  const states: { readonly kernel: readonly number[]; readonly before: string }[] = [];
  const indexOf = new Map<string, number>();
  const stateOf = (kernel: readonly number[], before: string): number => {
    const key = `${before}|${kernel.join(',')}`;
    let index = indexOf.get(key);
    if (index === undefined) {
      if (states.length >= maxStates) throw new PatternNotUnderstood('its automaton is too large', moves);
      index = states.length;
      indexOf.set(key, index);
      states.push({ kernel, before });
    }
    return index;
  };

  stateOf([start], knownBehind(undefined));
  const next: number[] = [];
  const accepting: boolean[] = [];
  const hasAhead = guards.length > behind.length;
  for (let index = 0; index < states.length; index += 1) {
    const { kernel, before } = states[index]!;
    accepting.push(closure(kernel, before, undefined).has(final));
    const shared = hasAhead ? undefined : closure(kernel, before, samples[0]);
    for (let klass = 0; klass < classes.length; klass += 1) {
      const reached = shared ?? closure(kernel, before, samples[klass]);
      move(reached.size);
      const moved = new Set<number>();
      for (const at of reached) for (const edge of readable[at]!) if (edge.classes.has(klass)) moved.add(edge.to);
      const target = moved.has(final) ? [final] : [...moved].sort((left, right) => left - right);
      next.push(stateOf(target, knownBehind(samples[klass])));
    }
  }
  const unusualMoves = Math.max(0, moves - usualMoves);
  return minimise({
    classes: classes.map(({ ranges }) => ranges),
    next: Int32Array.from(next),
    accepting,
    unusualMoves,
  });
}

/** Merges states that no word tells apart (Moore's refinement), where that is not too much work. */
function minimise(automaton: Automaton): Automaton {
  const { classes, next, accepting, unusualMoves } = automaton;
  const width = classes.length;
  let group = Int32Array.from(accepting, (accepts) => (accepts ? 1 : 0));
  let count = new Set(group).size;
  for (let round = 1; ; round += 1) {
    if (round * accepting.length > maxMoves) return automaton;
    const indexOf = new Map<string, number>();
    const refined = group.map((own, state) => {
      let key = `${own}`;
      for (let klass = 0; klass < width; klass += 1) key += `,${group[next[state * width + klass]!]}`;
      let index = indexOf.get(key);
      if (index === undefined) {
        index = indexOf.size;
        indexOf.set(key, index);
      }
      return index;
    });
    group = refined;
    if (indexOf.size === count) break;
    count = indexOf.size;
  }
  // State 0 is met first, so that group 0 is the start.
  const merged = new Int32Array(count * width);
  const accepts: boolean[] = new Array(count).fill(false);
  for (let state = 0; state < accepting.length; state += 1) {
    const own = group[state]!;
    accepts[own] = accepting[state]!;
    for (let klass = 0; klass < width; klass += 1) merged[own * width + klass] = group[next[state * width + klass]!]!;
  }
  return { classes, next: merged, accepting: accepts, unusualMoves };
}
