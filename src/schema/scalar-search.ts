// Looks for a number or a string under a conjunction of constraints.

import { accepts } from './accepts.ts';
import type { Demand } from './automaton.ts';
import { PatternNotUnderstood, patternDemands } from './automaton.ts';
import { boundsOfFormat, formatAccepts, naturalTexts } from './formats.ts';
import type { Constraint, Formulas } from './formula.ts';
import type { Found } from './found.ts';
import { better, found, isCertain, none, unsure, vague } from './found.ts';
import type { Bound } from './numbers.ts';
import { findNumbers } from './numbers.ts';
import type { Rational } from './rational.ts';
import { findWords } from './words.ts';

const endless = Number.POSITIVE_INFINITY;

/** Making an automaton takes longer than running one. */
const movesPerStep = 20;

/** A number under a conjunction of constraints. */
export function findNumber(constraints: readonly Constraint[], excluded: readonly number[]): Found {
  const above: Bound[] = [];
  const below: Bound[] = [];
  const multipleOf: Rational[] = [];
  const notMultipleOf: Rational[] = [];
  for (const c of constraints) {
    if (c.on !== 'number') continue;
    if (c.is === 'above') above.push({ value: c.bound, exclusive: c.exclusive });
    else if (c.is === 'below') below.push({ value: c.bound, exclusive: c.exclusive });
    else if ('step' in c) (c.is === 'multiple' ? multipleOf : notMultipleOf).push(c.step);
  }
  const { numbers, complete } = findNumbers({ above, below, multipleOf, notMultipleOf, excluded }, 1);
  if (numbers[0] !== undefined) return found(numbers[0]);
  return complete ? none : unsure('no number that fits can be written exactly, or it takes too long to find one');
}

/** A string under a conjunction of constraints. */
export function findString(
  formulas: Formulas,
  constraints: readonly Constraint[],
  excluded: readonly string[],
  step: (cost: number) => void,
): Found {
  const forbidden = new Set(excluded);
  // A reader takes 0000-01-01 for a fault of ours. Looked for first, since most often one fits and no automaton is made.
  for (const c of constraints) {
    if (c.on !== 'string' || (c.is !== 'format' && c.is !== 'pattern')) continue;
    for (const text of naturalTexts('name' in c ? c.name : c.source)) {
      if (forbidden.has(text)) continue;
      if (constraints.every((each) => accepts(formulas, formulas.atom(each), text) === true)) return found(text);
    }
  }
  let minLength = 0;
  let maxLength = endless;
  let because: string | undefined;
  // Each entry is one way to satisfy all patterns: to miss a pattern with look-around, missing one of its parts is enough.
  let ways: Demand[][] = [[]];
  const choose = (options: readonly (readonly Demand[])[]): void => {
    ways = ways.flatMap((way) => options.map((option) => [...way, ...option]));
  };
  const demandsOf = (source: string): readonly Demand[] => {
    const demands = patternDemands(source);
    step(demands.reduce((sum, { automaton }) => sum + automaton.unusualMoves, 0) / movesPerStep);
    return demands;
  };
  const opposites = (demands: readonly Demand[]): Demand[][] =>
    demands.map((each) => [{ ...each, accept: !each.accept }]);
  const demand = (source: string, accept: boolean): void => {
    try {
      const demands = demandsOf(source);
      choose(accept ? [demands] : opposites(demands));
    } catch (error) {
      if (!(error instanceof PatternNotUnderstood)) throw error;
      step(error.moves / movesPerStep);
      because ??= error.message;
    }
  };
  for (const c of constraints) {
    if (c.on !== 'string') continue;
    if (c.is === 'min-length') minLength = Math.max(minLength, c.count);
    else if (c.is === 'max-length') maxLength = Math.min(maxLength, c.count);
    else if (c.is === 'format' || c.is === 'not-format') {
      because ??= `format ${c.name} ${formatAccepts(c.name, '') === undefined ? 'is not known' : 'decides'}`;
      const bounds = boundsOfFormat(c.name);
      if (bounds && c.is === 'not-format' && constraints.some((other) => isFormatWithin(other, c.name))) return none;
      // What is certain first, then all that may be.
      if (bounds) {
        const [within, beyondDoubt] = [demandsOf(bounds.within), demandsOf(bounds.beyondDoubt)];
        choose(c.is === 'format' ? [beyondDoubt, within] : [...opposites(within), ...opposites(beyondDoubt)]);
      }
    } else if ('source' in c) demand(c.source, c.is === 'pattern');
  }
  if (ways.length > 64) return unsure('too many patterns with look-around are excluded at once');
  let best: Found = none;
  const judge = (word: string): void => {
    if (forbidden.has(word)) return;
    const judged = constraints.map((c) => accepts(formulas, formulas.atom(c), word));
    if (judged.includes(false)) return;
    // Nobody can check it: a validator passes over a format that it does not know.
    if (judged.some((is, at) => is === undefined && isUnknownFormat(constraints[at]!))) {
      best = better(best, unsure(because ?? vague));
      return;
    }
    best = better(best, judged.includes(undefined) ? found(word, because ?? vague) : found(word));
  };
  // A text of at least one character is the better example, and in a list the only one that all read alike.
  const readable = Math.max(minLength, 1);
  for (const demands of maxLength === 0 ? [] : ways) {
    step(1 + demands.length);
    const wanted = excluded.length + (because === undefined ? 1 : 60);
    const answer = findWords({ minLength: readable, maxLength, demands }, wanted);
    step(answer ? answer.work / 2000 : 5000);
    if (!answer) {
      best = better(best, unsure('the strings in question take too many steps to enumerate'));
      continue;
    }
    for (const word of answer.words) {
      judge(word);
      if (isCertain(best)) return best;
    }
    if (!answer.complete) best = better(best, unsure(because ?? vague));
  }
  if (minLength === 0) judge('');
  return best;
}

const isUnknownFormat = (c: Constraint): boolean =>
  (c.is === 'format' || c.is === 'not-format') && formatAccepts(c.name, '') === undefined;

/** Whether a constraint demands a format all of whose texts are of the other format. */
const isFormatWithin = (c: Constraint, other: string): boolean =>
  c.is === 'format' && (boundsOfFormat(c.name)?.partOf.includes(other) ?? false);
