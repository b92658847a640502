// Whether a pattern matches somewhere in a text, without waiting for a matcher that tries every way through it: a document
// may hold `(a+)+\1` and a text on which that takes longer than anyone lives. Where few ways lead through, RegExp is asked;
// else the automata, which go through a text once; and where a pattern has none, the text is not judged.

import type { Automaton, Demand } from './automaton.ts';
import { PatternNotUnderstood, patternDemands, refa } from './automaton.ts';

/** Ways through a pattern that are tried in a tenth of a second. */
const mostWays = 1e7;

/**
 * The test of a pattern, which throws PatternNotUnderstood on a text that it cannot judge in time.
 * @throws SyntaxError where the pattern is none.
 */
export function patternTest(source: string): (text: string) => boolean {
  const regExp = new RegExp(source, 'u');
  let choices: Choices | PatternNotUnderstood | undefined;
  let demands: readonly Demand[] | undefined;
  return (text) => {
    choices ??= choicesIn(source);
    if (choices instanceof PatternNotUnderstood) throw choices;
    if (waysThrough(choices, text.length) <= mostWays) return regExp.test(text);
    demands ??= patternDemands(source);
    return demands.every(({ automaton, accept }) => runs(automaton, text) === accept);
  };
}

function runs({ classes, next, accepting }: Automaton, text: string): boolean {
  let state = 0;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    const klass = classes.findIndex((ranges) => ranges.some(({ min, max }) => min <= code && code <= max));
    state = next[state * classes.length + klass]!;
  }
  return accepting[state]!;
}

/** The choices in a pattern, repetitions written out. */
interface Choices {
  readonly count: number;
  /** How many of them are repetitions without an end. */
  readonly endless: number;
  /** In how many ways all others can be made. */
  readonly ways: number;
  /** A choice is repeated as often as one likes. */
  readonly nested: boolean;
}

/** No fewer than a backtracking matcher may try. */
function waysThrough({ count, endless, ways, nested }: Choices, length: number): number {
  return nested ? (count + 2) ** length : ways * (length + 1) ** (endless + 1);
}

const none: Choices = { count: 0, endless: 0, ways: 1, nested: false };

/** Or why it cannot be told, which is found out once as well. */
function choicesIn(source: string): Choices | PatternNotUnderstood {
  // The usual case needs no parser: without groups nothing repeats a choice.
  const bare = source.replace(/\\.|\[(?:[^\]\\]|\\.)*\]/gsu, 'x');
  if (!/[({|]/.test(bare)) {
    const endless = bare.match(/[*+?]/g)?.length ?? 0;
    return { ...none, count: endless, endless };
  }
  const { JS } = refa();
  try {
    return choicesOf(JS.Parser.fromLiteral({ source, flags: 'u' }).ast.pattern as unknown as Part);
  } catch {
    return new PatternNotUnderstood(`pattern ${JSON.stringify(source)} has a part that is not known here`);
  }
}

/** What of a parsed pattern bears on choices (the tree of @eslint-community/regexpp). */
interface Part {
  readonly type: string;
  readonly alternatives?: readonly Part[];
  readonly elements?: readonly Part[];
  readonly element?: Part;
  readonly min?: number;
  readonly max?: number;
}

function choicesOf({ type, alternatives = [], elements = [], element, min = 1, max = 1 }: Part): Choices {
  if (element !== undefined) return repeated(choicesOf(element), min, max);
  const parts = type === 'CharacterClass' ? [] : [...alternatives, ...elements].map(choicesOf);
  const own = Math.max(1, alternatives.length);
  return {
    count: parts.reduce((sum, { count }) => sum + count, own - 1),
    endless: parts.reduce((sum, { endless }) => sum + endless, 0),
    ways: parts.reduce((product, { ways }) => product * ways, own),
    nested: parts.some(({ nested }) => nested),
  };
}

function repeated({ count, endless, ways, nested }: Choices, min: number, max: number): Choices {
  const isEndless = max === Number.POSITIVE_INFINITY;
  const isOpen = min !== max;
  const times = isEndless ? Math.max(min, 1) : max;
  return {
    count: count * times + (isOpen ? 1 : 0),
    endless: endless * times + (isEndless ? 1 : 0),
    ways: ways ** times * (isEndless ? 1 : max - min + 1),
    nested: nested || (isOpen && count > 0),
  };
}
