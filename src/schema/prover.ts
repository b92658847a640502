// Finds a value that satisfies a list of formulas, or proves that there is none: type by type, alternative by alternative,
// property by property, building the value from the inside out. Recursive schemas come back to a question that is still open
// further up; there "no value" is assumed, which is right because a smallest value never contains itself, and what rests on
// such an assumption is only remembered once the question above has itself ended without a value.
// Work is counted in steps, never in time, so that the same question always gets the same answer.

import { accepts } from './accepts.ts';
import type { Demand } from './automaton.ts';
import { PatternNotUnderstood, patternDemands } from './automaton.ts';
import { boundsOfFormat, formatAccepts } from './formats.ts';
import type { Constraint, Formula, Formulas, JsonType } from './formula.ts';
import { jsonTypes, onlyName } from './formula.ts';
import type { Json } from './json-value.ts';
import { jsonKey } from './json-value.ts';
import type { Bound } from './numbers.ts';
import { findNumbers } from './numbers.ts';
import type { Rational } from './rational.ts';
import { findWords } from './words.ts';

/** What came of a search: no value exists, one was found (`doubt`: unless an opaque part refuses it), or it is unknown. */
export type Found =
  | { readonly is: 'none' }
  | { readonly is: 'value'; readonly value: Json; readonly doubt?: string }
  | { readonly is: 'unsure'; readonly because: string };

const none: Found = { is: 'none' };
const found = (value: Json, doubt?: string): Found =>
  doubt === undefined ? { is: 'value', value } : { is: 'value', value, doubt };
const unsure = (because: string): Found => ({ is: 'unsure', because });

/** Thrown inside the prover when the steps are used up; the door turns it into "unknown". */
export class StepsUsedUp extends Error {}

const maxDepth = 150;
const maxExampleSize = 2000;
const endless = Number.POSITIVE_INFINITY;

/** A certain value beats a doubtful one, that beats "unsure", and that beats "none". */
function better(left: Found, right: Found): Found {
  const rank = (each: Found) => (each.is === 'none' ? 0 : each.is === 'unsure' ? 1 : each.doubt === undefined ? 3 : 2);
  return rank(right) > rank(left) ? right : left;
}
const isCertain = (each: Found): boolean => each.is === 'value' && each.doubt === undefined;

/** A conjunction over the values of one type: literals by id, and disjunctions still to be chosen from. */
interface Case {
  readonly literals: Map<number, Formula>;
  ors: Formula[];
}

interface Goal {
  readonly depth: number;
  /** The outermost open goal that an answer under this one rests on. */
  low: number;
  /** Keys remembered only if this goal ends without a value. */
  provisional: Map<string, { readonly answer: Found; readonly low: number }>;
}

/** Answers questions about one set of formulas, remembering what it has proven. */
export class Prover {
  readonly #formulas: Formulas;
  readonly #settled = new Map<string, Found>();
  /** The flattened form of each list of parts that was asked about; null where it contradicts itself at sight. */
  readonly #questions = new Map<string, { readonly goal: Formula[]; readonly key: string } | null>();
  readonly #open = new Map<string, Goal>();
  readonly #names = new Map<number, ReadonlySet<string> | null>();
  readonly #stack: Goal[] = [];
  /** How much more work may be done; set it before each question. */
  stepsLeft = 0;

  constructor(formulas: Formulas) {
    this.#formulas = formulas;
  }

  #step(cost = 1): void {
    this.stepsLeft -= cost;
    if (this.stepsLeft < 0) throw new StepsUsedUp('the steps are used up');
  }

  /** A value that satisfies all parts. `judge` may refuse values found; the search then goes on where it can. */
  find(parts: readonly Formula[], judge?: (value: Json) => boolean): Found {
    const asked = parts.map(({ id }) => id).join(',');
    let question = this.#questions.get(asked);
    if (question === undefined) {
      const goal = this.#flatten(parts);
      question = goal ? { goal, key: goal.map(({ id }) => id).join(',') } : null;
      this.#questions.set(asked, question);
    }
    if (question === null) return none;
    const { goal, key } = question;
    if (judge) return this.#search(goal, judge);
    const settled = this.#settled.get(key);
    if (settled) return settled;
    const open = this.#open.get(key);
    const current = this.#stack.at(-1);
    if (open) {
      if (current) current.low = Math.min(current.low, open.depth);
      return none;
    }
    for (const above of this.#stack) {
      const provisional = above.provisional.get(key);
      if (!provisional) continue;
      if (current) current.low = Math.min(current.low, provisional.low);
      return provisional.answer;
    }
    if (this.#stack.length >= maxDepth) return unsure('it nests too deeply');
    this.#step();
    const own: Goal = { depth: this.#stack.length, low: endless, provisional: new Map() };
    this.#open.set(key, own);
    this.#stack.push(own);
    let answer: Found;
    try {
      answer = this.#search(goal);
    } finally {
      this.#stack.pop();
      this.#open.delete(key);
    }
    this.#remember(key, answer, own);
    return answer;
  }

  /**
   * Asks in a way that rests on no open question: leaving a demand out because its opposite has no value is only right where
   * that is certain. An answer that does rest on one is given as unsure.
   */
  withoutAssumptions(ask: () => Found): Found {
    const current = this.#stack.at(-1);
    if (!current) return ask();
    const before = current.low;
    current.low = endless;
    const answer = ask();
    const rests = current.low !== endless;
    current.low = before;
    return rests ? unsure('it rests on an open question') : answer;
  }

  #remember(key: string, answer: Found, own: Goal): void {
    if (isCertain(answer)) {
      this.#settled.set(key, answer);
      return;
    }
    const above = this.#stack[own.depth - 1];
    if (own.low >= own.depth || !above) {
      this.#settled.set(key, answer);
      if (answer.is === 'none') for (const [other, { answer }] of own.provisional) this.#settled.set(other, answer);
      return;
    }
    above.low = Math.min(above.low, own.low);
    above.provisional.set(key, { answer, low: own.low });
    if (answer.is !== 'none') return;
    for (const [other, entry] of own.provisional) {
      above.provisional.set(other, { answer: entry.answer, low: Math.min(entry.low, own.low) });
    }
  }

  /** The conjuncts with references followed, sorted; undefined where two contradict each other at sight. */
  #flatten(parts: readonly Formula[]): Formula[] | undefined {
    const formulas = this.#formulas;
    const flat = new Map<number, Formula>();
    const seen = new Set<number>();
    const queue = [...parts];
    for (let part = queue.pop(); part; part = queue.pop()) {
      if (part.kind === 'true' || seen.has(part.id)) continue;
      seen.add(part.id);
      if (part.kind === 'false') return undefined;
      if (part.kind === 'and') queue.push(...part.parts);
      else if (part.kind === 'ref') queue.push(formulas.target(part));
      else flat.set(part.id, part);
    }
    for (const part of flat.values()) if (flat.has(formulas.negate(part).id)) return undefined;
    return [...flat.values()].sort((left, right) => left.id - right.id);
  }

  #search(goal: readonly Formula[], judge?: (value: Json) => boolean): Found {
    const check = (answer: Found): Found => {
      if (!judge || answer.is !== 'value') return answer;
      if (judge(answer.value)) return found(answer.value);
      return unsure(answer.doubt ?? 'the example that was found did not pass the check');
    };
    let best: Found = none;
    const listed = goal.find((part) => part.kind === 'in');
    if (listed?.kind === 'in') {
      for (const value of listed.values.values()) {
        best = better(best, check(this.#candidate(goal, value)));
        if (isCertain(best)) return best;
      }
      return best;
    }
    for (const type of jsonTypes) {
      const start: Case = { literals: new Map(), ors: [] };
      const fits = goal.every((part) => this.#assume(start, this.#formulas.restrict(part, type), type));
      if (!fits) continue;
      best = better(best, this.#solve(start, type, check));
      if (isCertain(best)) return best;
    }
    return best;
  }

  #candidate(goal: readonly Formula[], value: Json): Found {
    this.#step();
    let doubt: string | undefined;
    for (const part of goal) {
      const accepted = accepts(this.#formulas, part, value);
      if (accepted === false) return none;
      if (accepted === undefined) doubt ??= becauseOf(part);
    }
    return found(value, doubt);
  }

  /** The negation among values of one type. */
  #opposite(formula: Formula, type: JsonType): Formula {
    return formula.kind === 'atom'
      ? this.#formulas.restrict(this.#formulas.opposite(formula), type)
      : this.#formulas.restrict(this.#formulas.negate(formula), type);
  }

  /** Adds a formula to a case; false where it contradicts what is there. */
  #assume(state: Case, formula: Formula, type: JsonType): boolean {
    switch (formula.kind) {
      case 'true':
        return true;
      case 'false':
        return false;
      case 'and':
        return formula.parts.every((part) => this.#assume(state, part, type));
      case 'or':
        state.ors.push(formula);
        return true;
      case 'one-of':
      case 'not-one-of': {
        if (state.literals.has(this.#opposite(formula, type).id)) return false;
        if (state.literals.has(formula.id)) return true;
        state.literals.set(formula.id, formula);
        return this.#assume(
          state,
          this.#formulas.restrict(
            this.#formulas.alternatives(formula as Formula & { kind: 'one-of' | 'not-one-of' }),
            type,
          ),
          type,
        );
      }
      default:
        if (state.literals.has(this.#opposite(formula, type).id)) return false;
        state.literals.set(formula.id, formula);
        return true;
    }
  }

  #solve(state: Case, type: JsonType, check: (answer: Found) => Found): Found {
    this.#step();
    for (;;) {
      const before = state.ors;
      const kept: Formula[] = [];
      state.ors = [];
      let changed = false;
      for (const or of before) {
        const narrowed = this.#narrow(state, or, type);
        if (narrowed.kind === 'false') return none;
        if (narrowed.kind === 'or') {
          kept.push(narrowed);
          if (narrowed !== or) changed = true;
        } else {
          changed = true;
          if (!this.#assume(state, narrowed, type)) return none;
        }
      }
      state.ors = [...kept, ...state.ors];
      if (!changed) break;
    }
    if (state.ors.length === 0) return check(this.#leaf(state, type));
    if (type === 'object') {
      const narrowed = this.#narrowByProperties(state);
      if (narrowed) return this.#solve(this.#with(state, narrowed), type, check);
    }
    for (const group of this.#independent(state.ors)) {
      const alone = this.#solve({ literals: new Map(state.literals), ors: group }, type, (answer) => answer);
      if (alone.is === 'none') return none;
    }
    let or = this.#strongest(state.ors);
    // Look one step ahead: an alternative that is impossible by itself is dropped before any choice is made, so that
    // independent alternatives do not multiply.
    if (state.ors.length > 1) {
      const viable: Formula[] = [];
      let dropped = false;
      for (const each of state.ors) {
        if (each.kind !== 'or') continue;
        const parts = each.parts.filter((part) => !this.#impossible(state, part, type));
        if (parts.length < each.parts.length) dropped = true;
        viable.push(this.#formulas.or(parts));
      }
      if (dropped) return this.#solve(this.#with(state, viable), type, check);
      or = this.#strongest(state.ors);
    }
    if (or.kind !== 'or') return unsure('an alternative could not be read');
    const others = state.ors.filter((each) => each !== or);
    let best: Found = none;
    for (const part of or.parts) {
      const branch: Case = { literals: new Map(state.literals), ors: [...others] };
      if (!this.#assume(branch, part, type)) continue;
      best = better(best, this.#solve(branch, type, check));
      if (isCertain(best)) return best;
    }
    return best;
  }

  #with(state: Case, ors: readonly Formula[]): Case {
    return { literals: new Map(state.literals), ors: ors.filter((or) => or.kind !== 'true') };
  }

  /**
   * The disjunctions without what the demands on single properties already imply or exclude; undefined where nothing changes.
   * This is what keeps unions of many kinds of objects, told apart by one property, from being multiplied.
   */
  #narrowByProperties(state: Case): Formula[] | undefined {
    const view = new ObjectSearch(this, this.#formulas, constraintsOf(state.literals));
    let changed = false;
    const narrowed: Formula[] = [];
    for (const or of state.ors) {
      this.#step();
      if (or.kind !== 'or') {
        narrowed.push(or);
        continue;
      }
      if (view.constantsImply(or.parts) || or.parts.some((part) => view.implies(part))) {
        changed = true;
        continue;
      }
      const parts = or.parts.filter((part) => !view.excludes(part));
      if (parts.length < or.parts.length) changed = true;
      narrowed.push(this.#formulas.or(parts));
    }
    return changed ? narrowed : undefined;
  }

  /**
   * The disjunction to choose from first: the one whose every part says most, since each choice then settles most of the others;
   * among equals the shortest.
   */
  #strongest(ors: readonly Formula[]): Formula {
    let best = ors[0]!;
    let strength = 0;
    for (const or of ors) {
      if (or.kind !== 'or') continue;
      const own = Math.min(...or.parts.map(saysMuch));
      if (own > strength || (own === strength && best.kind === 'or' && or.parts.length < best.parts.length)) {
        best = or;
        strength = own;
      }
    }
    return best;
  }

  /** The disjunctions in groups that speak of different properties; nothing where there is only one group. */
  #independent(ors: readonly Formula[]): Formula[][] {
    if (ors.length < 3) return [];
    const groups: { readonly names: Set<string>; readonly ors: Formula[] }[] = [];
    for (const or of ors) {
      const names = this.#namesIn(or);
      if (!names) return [];
      const joined = { names: new Set(names), ors: [or] };
      for (let at = groups.length - 1; at >= 0; at -= 1) {
        const group = groups[at]!;
        if (![...group.names].some((name) => joined.names.has(name))) continue;
        for (const name of group.names) joined.names.add(name);
        joined.ors.push(...group.ors);
        groups.splice(at, 1);
      }
      groups.push(joined);
    }
    return groups.length > 1 ? groups.map((group) => group.ors) : [];
  }

  /** The properties that a formula about objects speaks of; undefined where it speaks of others too. */
  #namesIn(formula: Formula): ReadonlySet<string> | undefined {
    const known = this.#names.get(formula.id);
    if (known !== undefined) return known ?? undefined;
    let names: Set<string> | undefined = new Set();
    if (formula.kind === 'and' || formula.kind === 'or') {
      for (const part of formula.parts) {
        const inner = this.#namesIn(part);
        if (!inner) {
          names = undefined;
          break;
        }
        for (const name of inner) names.add(name);
      }
    } else if (formula.kind === 'atom' && formula.constraint.on === 'object') {
      const c = formula.constraint;
      const name = c.is === 'has' || c.is === 'lacks' ? c.name : 'names' in c ? onlyName(c.names) : undefined;
      names = name === undefined ? undefined : names.add(name);
    } else names = undefined;
    this.#names.set(formula.id, names ?? null);
    return names;
  }

  /** A disjunction without the parts that the literals refute at sight; true where one of them holds already. */
  #narrow(state: Case, or: Formula, type: JsonType): Formula {
    if (or.kind !== 'or') return or;
    const parts: Formula[] = [];
    for (const part of or.parts) {
      if (this.#holds(state, part)) return this.#formulas.true;
      if (!this.#refuted(state, part, type)) parts.push(part);
    }
    return parts.length === or.parts.length ? or : this.#formulas.or(parts);
  }

  #holds(state: Case, formula: Formula): boolean {
    if (formula.kind === 'and') return formula.parts.every((part) => this.#holds(state, part));
    return state.literals.has(formula.id);
  }

  #refuted(state: Case, formula: Formula, type: JsonType): boolean {
    if (formula.kind === 'and') return formula.parts.some((part) => this.#refuted(state, part, type));
    if (formula.kind === 'or') return formula.parts.every((part) => this.#refuted(state, part, type));
    return state.literals.has(this.#opposite(formula, type).id);
  }

  /** Whether the literals and this formula together have no value, its own disjunctions left aside. */
  #impossible(state: Case, formula: Formula, type: JsonType): boolean {
    this.#step();
    const trial: Case = { literals: new Map(state.literals), ors: [] };
    if (!this.#assume(trial, formula, type)) return true;
    if (trial.literals.size === state.literals.size) return false;
    return this.#leaf(trial, type).is === 'none';
  }

  #leaf({ literals }: Case, type: JsonType): Found {
    this.#step();
    const formulas = [...literals.values()];
    const listed = formulas.find((literal) => literal.kind === 'in');
    if (listed?.kind === 'in') {
      let best: Found = none;
      for (const value of listed.values.values()) {
        best = better(best, this.#candidate(formulas, value));
        if (isCertain(best)) break;
      }
      return best;
    }
    const opaque = formulas.find((literal) => literal.kind === 'opaque');
    const excluded = formulas.flatMap((literal) => (literal.kind === 'not-in' ? [...literal.values.values()] : []));
    const answer = this.#ofType(type, constraintsOf(literals), excluded);
    if (answer.is !== 'value' || !opaque) return answer;
    return found(answer.value, answer.doubt ?? becauseOf(opaque));
  }

  #ofType(type: JsonType, constraints: readonly Constraint[], excluded: readonly Json[]): Found {
    switch (type) {
      case 'null':
        return excluded.length > 0 ? none : found(null);
      case 'boolean': {
        const value = [true, false].find((each) => !excluded.includes(each));
        return value === undefined ? none : found(value);
      }
      case 'number':
        return this.#number(constraints, excluded as readonly number[]);
      case 'string':
        return this.#string(constraints, excluded as readonly string[]);
      case 'array':
        return new ArraySearch(this, this.#formulas, constraints).run();
      case 'object':
        return new ObjectSearch(this, this.#formulas, constraints).run();
    }
  }

  #number(constraints: readonly Constraint[], excluded: readonly number[]): Found {
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

  #string(constraints: readonly Constraint[], excluded: readonly string[]): Found {
    let minLength = 0;
    let maxLength = endless;
    let because: string | undefined;
    // Each entry is one way to satisfy all patterns: to miss a pattern with look-around, missing one of its parts is enough.
    let ways: Demand[][] = [[]];
    const demand = (source: string, accept: boolean): void => {
      try {
        const demands = patternDemands(source);
        ways = accept
          ? ways.map((way) => [...way, ...demands])
          : ways.flatMap((way) => demands.map((each) => [...way, { ...each, accept: !each.accept }]));
      } catch (error) {
        if (!(error instanceof PatternNotUnderstood)) throw error;
        because ??= error.message;
      }
    };
    for (const c of constraints) {
      if (c.on !== 'string') continue;
      if (c.is === 'min-length') minLength = Math.max(minLength, c.count);
      else if (c.is === 'max-length') maxLength = Math.min(maxLength, c.count);
      else if (c.is === 'format' || c.is === 'not-format') {
        because ??= formatAccepts(c.name, '') === undefined ? `format ${c.name} is not known` : 'a format decides';
        const bounds = boundsOfFormat(c.name);
        if (bounds && c.is === 'not-format' && constraints.some((other) => isFormatWithin(other, c.name))) return none;
        if (bounds) demand(c.is === 'format' ? bounds.within : bounds.beyondDoubt, c.is === 'format');
      } else if ('source' in c) demand(c.source, c.is === 'pattern');
    }
    if (ways.length > 64) return unsure('too many patterns with look-around are excluded at once');
    const forbidden = new Set(excluded);
    let best: Found = none;
    for (const demands of ways) {
      this.#step(1 + demands.length);
      const wanted = excluded.length + (because === undefined ? 1 : 60);
      const answer = findWords({ minLength, maxLength, demands }, wanted);
      if (!answer) {
        best = better(best, unsure('the strings in question take too many steps to enumerate'));
        continue;
      }
      for (const word of answer.words) {
        if (forbidden.has(word)) continue;
        const judged = constraints.map((c) => accepts(this.#formulas, this.#formulas.atom(c), word));
        if (judged.includes(false)) continue;
        if (!judged.includes(undefined)) return found(word);
        best = better(best, found(word, because ?? vague));
      }
      if (!answer.complete) best = better(best, unsure(because ?? vague));
    }
    return best;
  }

  /** Up to `count` different values; `complete` means that there are no others. */
  several(parts: readonly Formula[], count: number): { values: Json[]; complete: boolean; doubt: string | undefined } {
    const values: Json[] = [];
    while (values.length < count) {
      const next = this.find([...parts, this.#formulas.notIn(values)]);
      if (next.is === 'none') return { values, complete: true, doubt: undefined };
      if (next.is === 'unsure') return { values, complete: false, doubt: next.because };
      if (next.doubt !== undefined) return { values, complete: false, doubt: next.doubt };
      values.push(next.value);
    }
    return { values, complete: false, doubt: undefined };
  }

  step(cost = 1): void {
    this.#step(cost);
  }
}

/** Whether a constraint demands a format all of whose texts are of the other format. */
const isFormatWithin = (c: Constraint, other: string): boolean =>
  c.is === 'format' && (boundsOfFormat(c.name)?.partOf.includes(other) ?? false);

/** How many conjuncts choosing this part would add. A list of values says everything. */
const saysMuch = (part: Formula): number =>
  part.kind === 'in' ? endless : part.kind === 'and' ? part.parts.length : part.kind === 'false' ? endless : 1;

function constraintsOf(literals: ReadonlyMap<number, Formula>): Constraint[] {
  const constraints: Constraint[] = [];
  for (const literal of literals.values()) if (literal.kind === 'atom') constraints.push(literal.constraint);
  return constraints;
}

function becauseOf(formula: Formula): string {
  switch (formula.kind) {
    case 'opaque':
      return formula.because;
    case 'and':
    case 'or':
    case 'one-of':
    case 'not-one-of':
      for (const part of formula.parts) {
        const because = becauseOf(part);
        if (because !== vague) return because;
      }
      return vague;
    default:
      return vague;
  }
}
const vague = 'a part of the schema could not be evaluated';

type ObjectConstraint = Constraint & { on: 'object' };
type EachNamed = ObjectConstraint & { is: 'each' | 'some' };

/** Looks for an object under a conjunction of constraints. */
class ObjectSearch {
  readonly #prover: Prover;
  readonly #formulas: Formulas;
  readonly #required = new Set<string>();
  readonly #lacking = new Set<string>();
  readonly #named = new Map<string, Formula[]>();
  readonly #general: EachNamed[] = [];
  readonly #wanted: EachNamed[] = [];
  readonly #generalByName = new Map<string, Formula[] | undefined>();
  #minimum = 0;
  #maximum = endless;
  #because: string | undefined;

  constructor(prover: Prover, formulas: Formulas, constraints: readonly Constraint[]) {
    this.#prover = prover;
    this.#formulas = formulas;
    for (const c of constraints) {
      if (c.on !== 'object') continue;
      switch (c.is) {
        case 'has':
          this.#required.add(c.name);
          break;
        case 'lacks':
          this.#lacking.add(c.name);
          break;
        case 'min-properties':
          this.#minimum = Math.max(this.#minimum, c.count);
          break;
        case 'max-properties':
          this.#maximum = Math.min(this.#maximum, c.count);
          break;
        case 'each': {
          const name = onlyName(c.names);
          if (name === undefined) this.#general.push(c);
          else this.#add(name, c.value);
          break;
        }
        case 'some': {
          const name = onlyName(c.names);
          if (name === undefined) this.#wanted.push(c);
          else {
            this.#required.add(name);
            this.#add(name, c.value);
          }
          break;
        }
      }
    }
  }

  #add(name: string, value: Formula): void {
    const values = this.#named.get(name);
    if (values) values.push(value);
    else this.#named.set(name, [value]);
  }

  /** What the value under a name must satisfy; undefined where an opaque part decides. */
  #demandsOf(name: string): Formula[] | undefined {
    if (!this.#generalByName.has(name)) {
      const demands: Formula[] = [];
      let certain = true;
      for (const { names, value } of this.#general) {
        const within = accepts(this.#formulas, names, name);
        if (within === undefined) certain = false;
        else if (within) demands.push(value);
      }
      this.#generalByName.set(name, certain ? demands : undefined);
    }
    const general = this.#generalByName.get(name);
    return general && [...(this.#named.get(name) ?? []), ...general];
  }

  #value(name: string, extra: readonly Formula[]): Found {
    if (this.#lacking.has(name)) return none;
    const demands = this.#demandsOf(name);
    if (!demands) {
      this.#because ??= 'which names a pattern means could not be decided';
      const guess = this.#prover.find([...(this.#named.get(name) ?? []), ...extra]);
      return guess.is === 'value' ? found(guess.value, this.#because) : guess;
    }
    return this.#prover.find([...demands, ...extra]);
  }

  /** Whether a disjunction holds already for a property whose value is known. */
  constantsImply(parts: readonly Formula[]): boolean {
    return parts.some((part) => {
      if (part.kind !== 'atom' || part.constraint.on !== 'object' || part.constraint.is !== 'some') return false;
      const { names, value } = part.constraint;
      const name = onlyName(names);
      if (name === undefined || !this.#required.has(name)) return false;
      const constant = this.#named.get(name)?.find((each) => each.kind === 'in' && each.values.size === 1);
      if (constant?.kind !== 'in') return false;
      const [known] = constant.values.values();
      return accepts(this.#formulas, value, known as Json) === true;
    });
  }

  /** Whether the demands on one property leave this formula no choice but to hold. False where that is not plain. */
  implies(formula: Formula): boolean {
    if (formula.kind === 'and') return formula.parts.every((part) => this.implies(part));
    if (formula.kind === 'or') return formula.parts.some((part) => this.implies(part));
    if (formula.kind !== 'atom' || formula.constraint.on !== 'object') return false;
    const c = formula.constraint;
    if (c.is === 'has') return this.#required.has(c.name);
    if (c.is === 'lacks') return this.#prover.withoutAssumptions(() => this.#value(c.name, [])).is === 'none';
    if (c.is !== 'each' && c.is !== 'some') return false;
    const name = onlyName(c.names);
    if (name === undefined || (c.is === 'some' && !this.#required.has(name))) return false;
    const opposite = [this.#formulas.negate(c.value)];
    return this.#prover.withoutAssumptions(() => this.#value(name, opposite)).is === 'none';
  }

  /** Whether the demands on one property exclude this formula. False where that is not plain. */
  excludes(formula: Formula): boolean {
    if (formula.kind === 'and') return formula.parts.some((part) => this.excludes(part));
    if (formula.kind === 'or') return formula.parts.every((part) => this.excludes(part));
    if (formula.kind !== 'atom' || formula.constraint.on !== 'object') return false;
    const c = formula.constraint;
    if (c.is === 'lacks') return this.#required.has(c.name);
    if (c.is === 'has') return this.#value(c.name, []).is === 'none';
    if (c.is !== 'each' && c.is !== 'some') return false;
    const name = onlyName(c.names);
    if (name === undefined || (c.is === 'each' && !this.#required.has(name))) return false;
    return this.#value(name, [c.value]).is === 'none';
  }

  run(): Found {
    if (this.#minimum > this.#maximum || this.#required.size > this.#maximum) return none;
    const chosen = new Map<string, readonly Formula[]>();
    // The names on which most demands meet are the likeliest to have no value.
    const required = [...this.#required].sort(
      (left, right) => (this.#named.get(right)?.length ?? 0) - (this.#named.get(left)?.length ?? 0),
    );
    for (const name of required) {
      const value = this.#value(name, []);
      if (value.is === 'none') return none;
      chosen.set(name, []);
    }
    return this.#place(0, chosen);
  }

  /** Finds a property for each `some` in turn. */
  #place(index: number, chosen: ReadonlyMap<string, readonly Formula[]>): Found {
    this.#prover.step();
    if (chosen.size > this.#maximum) return none;
    const want = this.#wanted[index];
    if (!want) return this.#complete(chosen);
    let best: Found = none;
    const attempt = (name: string): boolean => {
      const within = accepts(this.#formulas, want.names, name);
      if (within === false) return false;
      const extra = [...(chosen.get(name) ?? []), want.value];
      const value = this.#value(name, extra);
      if (value.is === 'none') return false;
      if (value.is === 'unsure') {
        best = better(best, value);
        return false;
      }
      let answer = this.#place(index + 1, new Map(chosen).set(name, extra));
      if (within === undefined && answer.is === 'value') {
        answer = found(answer.value, 'which names a pattern means could not be decided');
      }
      best = better(best, answer);
      return isCertain(best);
    };
    // A property of its own is the usual case; one that others share is only needed where room is short.
    const shared = new Set([...this.#named.keys(), ...chosen.keys()]);
    if (this.#maximum === endless || chosen.size < this.#maximum) {
      const answer = this.#fresh(index, want, chosen, shared);
      best = better(best, answer);
      if (isCertain(best)) return best;
    }
    for (const name of shared) if (attempt(name)) return best;
    return best;
  }

  /** Tries names that nothing else mentions, one for every way in which the general rules can apply to them. */
  #fresh(
    index: number,
    want: EachNamed,
    chosen: ReadonlyMap<string, readonly Formula[]>,
    mentioned: ReadonlySet<string>,
  ): Found {
    let best: Found = none;
    this.#freshNames(
      [want.names],
      [want.value],
      mentioned,
      (name) => {
        const value = this.#value(name, [want.value]);
        if (value.is === 'none') return false;
        if (value.is === 'unsure') {
          best = better(best, value);
          return false;
        }
        best = better(best, this.#place(index + 1, new Map(chosen).set(name, [want.value])));
        return isCertain(best);
      },
      (because) => {
        best = better(best, unsure(because));
      },
    );
    return best;
  }

  /** Calls `use` with one unmentioned name for each class of names whose values can exist, until it returns true. */
  #freshNames(
    names: readonly Formula[],
    values: readonly Formula[],
    mentioned: Iterable<string>,
    use: (name: string) => boolean,
    notKnown: (because: string) => void,
  ): boolean {
    const formulas = this.#formulas;
    const strings = formulas.ofTypes(['string']);
    const unmentioned = formulas.notIn([...mentioned, ...this.#lacking]);
    const readable = formulas.atom({ on: 'string', is: 'min-length', count: 1 });
    const descend = (at: number, nameParts: readonly Formula[], valueParts: readonly Formula[]): boolean => {
      this.#prover.step();
      const allowed = [strings, unmentioned, ...nameParts];
      let name = this.#prover.find([...allowed, readable]);
      if (!isCertain(name)) name = this.#prover.find(allowed);
      if (name.is === 'none') return false;
      if (name.is === 'unsure') {
        notKnown(name.because);
        return false;
      }
      const rule = this.#general[at];
      if (!rule) {
        if (name.doubt !== undefined) notKnown(name.doubt);
        return use(name.value as string);
      }
      if (descend(at + 1, [...nameParts, formulas.negate(rule.names)], valueParts)) return true;
      const both = [...valueParts, rule.value];
      const value = this.#prover.find(both);
      if (value.is === 'none') return false;
      return descend(at + 1, [...nameParts, rule.names], both);
    };
    return descend(0, names, values);
  }

  /** Fills up to the least number of properties and builds the object. */
  #complete(chosen: ReadonlyMap<string, readonly Formula[]>): Found {
    const picked = new Map(chosen);
    let because: string | undefined;
    if (picked.size < this.#minimum) {
      if (this.#minimum > maxExampleSize) return unsure('the smallest example is too large to write down');
      const optional = [...this.#named.keys()].filter((name) => !picked.has(name));
      for (const name of optional) {
        if (picked.size >= this.#minimum) break;
        const value = this.#value(name, []);
        if (isCertain(value)) picked.set(name, []);
        else if (value.is === 'unsure') because ??= value.because;
        else if (value.is === 'value') because ??= value.doubt;
      }
      while (picked.size < this.#minimum) {
        this.#prover.step();
        const mentioned = new Set([...picked.keys(), ...this.#named.keys()]);
        const more = this.#freshNames(
          [],
          [],
          mentioned,
          (name) => {
            const value = this.#value(name, []);
            if (value.is === 'none') return false;
            if (!isCertain(value)) {
              because ??= 'a further property could not be found';
              return false;
            }
            picked.set(name, []);
            return true;
          },
          (reason) => {
            because ??= reason;
          },
        );
        if (!more) return because === undefined ? none : unsure(because);
      }
    }
    const entries: [string, Json][] = [];
    let doubt: string | undefined;
    for (const [name, extra] of picked) {
      const value = this.#value(name, extra);
      if (value.is === 'none') return none;
      if (value.is === 'unsure') return value;
      doubt ??= value.doubt;
      entries.push([name, value.value]);
    }
    return found(Object.fromEntries(entries), doubt);
  }
}

type ArrayConstraint = Constraint & { on: 'array' };
type Positional = ArrayConstraint & { is: 'each' | 'some' };

interface Counted {
  readonly value: Formula;
  least: number;
  most: number;
}

/** One item's place in a candidate array: its demands, and which of the counted formulas it satisfies. */
interface Slot {
  readonly demands: readonly Formula[];
}

/** Looks for an array under a conjunction of constraints. */
class ArraySearch {
  readonly #prover: Prover;
  readonly #formulas: Formulas;
  readonly #each: Positional[] = [];
  readonly #some: Positional[] = [];
  readonly #counted = new Map<number, Counted>();
  #minimum = 0;
  #maximum = endless;
  #unique = false;
  #repeated = false;
  /** The first position from which all further ones are alike. */
  #tail = 0;

  constructor(prover: Prover, formulas: Formulas, constraints: readonly Constraint[]) {
    this.#prover = prover;
    this.#formulas = formulas;
    for (const c of constraints) {
      if (c.on !== 'array') continue;
      switch (c.is) {
        case 'min-items':
          this.#minimum = Math.max(this.#minimum, c.count);
          break;
        case 'max-items':
          this.#maximum = Math.min(this.#maximum, c.count);
          break;
        case 'each':
          this.#each.push(c);
          break;
        case 'some':
          this.#some.push(c);
          break;
        case 'unique':
          this.#unique = true;
          break;
        case 'repeated':
          this.#repeated = true;
          break;
        default: {
          const counted = this.#counted.get(c.value.id) ?? { value: c.value, least: 0, most: endless };
          if (c.is === 'at-least') counted.least = Math.max(counted.least, c.count);
          else counted.most = Math.min(counted.most, c.count);
          this.#counted.set(c.value.id, counted);
        }
      }
    }
    for (const { from, to } of [...this.#each, ...this.#some]) {
      this.#tail = Math.max(this.#tail, to === endless ? from : to + 1);
    }
  }

  run(): Found {
    if (this.#minimum > this.#maximum) return none;
    if (this.#unique && this.#repeated) return none;
    for (const { least, most } of this.#counted.values()) if (least > most) return none;
    return this.#place(0, []);
  }

  /** Chooses a position for each `some` in turn; in the tail all positions are alike, so the next unused one serves. */
  #place(index: number, chosen: readonly { readonly at: number; readonly value: Formula }[]): Found {
    this.#prover.step();
    const want = this.#some[index];
    if (!want) return this.#pair(chosen);
    let best: Found = none;
    const last = Math.min(want.to, this.#tail + this.#some.length - 1, this.#maximum - 1);
    if (last - want.from > 500) return unsure('there are too many positions to try');
    for (let at = want.from; at <= last; at += 1) {
      const placed = [...chosen, { at, value: want.value }];
      if (this.#prover.find(this.#demandsAt(at, placed)).is === 'none') continue;
      best = better(best, this.#place(index + 1, placed));
      if (isCertain(best)) return best;
    }
    return best;
  }

  /** Where two equal items are demanded, chooses which. */
  #pair(chosen: readonly { readonly at: number; readonly value: Formula }[]): Found {
    const least = chosen.reduce((length, { at }) => Math.max(length, at + 1), this.#minimum);
    if (!this.#repeated) return this.#fill(chosen, least, undefined);
    let best: Found = none;
    const positions = Math.min(Math.max(this.#tail, least) + 2, this.#maximum);
    if (positions > 60) return unsure('there are too many pairs of items to try');
    for (let second = 1; second < positions; second += 1) {
      for (let first = 0; first < second; first += 1) {
        const both = [...this.#demandsAt(first, chosen), ...this.#demandsAt(second, chosen)];
        if (this.#prover.find(both).is === 'none') continue;
        best = better(best, this.#fill(chosen, Math.max(least, second + 1), { first, second, both }));
        if (isCertain(best)) return best;
      }
    }
    return best;
  }

  #demandsAt(at: number, chosen: readonly { readonly at: number; readonly value: Formula }[]): Formula[] {
    const demands = this.#each.filter(({ from, to }) => from <= at && at <= to).map(({ value }) => value);
    for (const each of chosen) if (each.at === at) demands.push(each.value);
    return demands;
  }

  #fill(
    chosen: readonly { readonly at: number; readonly value: Formula }[],
    least: number,
    pair: { readonly first: number; readonly second: number; readonly both: readonly Formula[] } | undefined,
  ): Found {
    const demandsAt = (at: number): readonly Formula[] =>
      pair && (at === pair.first || at === pair.second) ? pair.both : this.#demandsAt(at, chosen);
    const counted = [...this.#counted.values()];
    const extra = counted.reduce((sum, { least }) => sum + least, 0);
    const most = Math.min(this.#maximum, Math.max(least, this.#tail) + extra);
    if (least > this.#maximum) return none;
    // Whether the first `least` positions can be filled at all is asked before any length is too much to write down.
    const special = Math.max(this.#tail, ...chosen.map(({ at }) => at + 1), pair ? pair.second + 1 : 0);
    for (let at = 0; at < Math.min(least, special + 1); at += 1) {
      if (this.#prover.find(demandsAt(at)).is === 'none') return none;
    }
    if (least > maxExampleSize || counted.length > 6) return unsure('the smallest example is too large to write down');
    if (this.#unique && least > 60) return unsure('uniqueItems over many items takes too many steps');

    let best: Found = none;
    let paths = 0;
    const limit = this.#unique ? 300 : 20;
    const seen = new Set<string>();
    const counts = counted.map(() => 0);
    const slots: Slot[] = [];
    const signs: number[] = [];
    const visit = (): boolean => {
      this.#prover.step();
      const at = slots.length;
      if (at >= least && counted.every(({ least }, index) => counts[index]! >= least)) {
        paths += 1;
        best = better(best, this.#write(slots, pair));
        if (isCertain(best)) return true;
        if (paths >= limit) {
          best = better(best, unsure('uniqueItems or contains takes too many steps'));
          return true;
        }
        return false;
      }
      if (at >= most) return false;
      // Without uniqueItems, the same counts at the same place have the same future.
      if (!this.#unique) {
        const tied = pair && at > pair.first && at <= pair.second ? signs[pair.first] : '';
        const capped = counts.map((count, index) => Math.min(count, this.#cap(counted[index]!)));
        const key = `${Math.min(at, Math.max(special, least))} ${capped.join(',')} ${tied}`;
        if (seen.has(key)) return false;
        seen.add(key);
      }
      const demands = demandsAt(at);
      for (let sign = (1 << counted.length) - 1; sign >= 0; sign -= 1) {
        if (pair && at === pair.second && sign !== signs[pair.first]) continue;
        if (counted.some(({ most }, index) => sign & (1 << index) && counts[index]! + 1 > most)) continue;
        const own = [
          ...demands,
          ...counted.map(({ value }, index) => (sign & (1 << index) ? value : this.#formulas.negate(value))),
        ];
        const value = this.#prover.find(own);
        if (value.is === 'none') continue;
        if (value.is === 'unsure') {
          best = better(best, value);
          continue;
        }
        slots.push({ demands: own });
        signs.push(sign);
        counted.forEach((_, index) => {
          if (sign & (1 << index)) counts[index]! += 1;
        });
        const done = visit();
        slots.pop();
        signs.pop();
        counted.forEach((_, index) => {
          if (sign & (1 << index)) counts[index]! -= 1;
        });
        if (done) return true;
      }
      return false;
    };
    visit();
    return best;
  }

  #cap({ least, most }: Counted): number {
    return most === endless ? least : most + 1;
  }

  #write(slots: readonly Slot[], pair: { readonly first: number; readonly second: number } | undefined): Found {
    if (this.#unique) return this.#writeDistinct(slots);
    const items: Json[] = [];
    let doubt: string | undefined;
    for (const [at, { demands }] of slots.entries()) {
      const value = this.#prover.find(demands);
      if (value.is !== 'value') return value;
      doubt ??= value.doubt;
      items.push(pair && at === pair.second ? items[pair.first]! : value.value);
    }
    return found(items, doubt);
  }

  /** Gives every slot a value of its own: a matching of slots with values (Hall), found by augmenting paths. */
  #writeDistinct(slots: readonly Slot[]): Found {
    const options: Json[][] = [];
    let because: string | undefined;
    const byDemands = new Map<string, Json[]>();
    for (const { demands } of slots) {
      const key = demands.map(({ id }) => id).join(',');
      let values = byDemands.get(key);
      if (!values) {
        const several = this.#prover.several(demands, slots.length);
        values = several.values;
        if (!several.complete && values.length < slots.length)
          because ??= several.doubt ?? 'not enough items were found';
        byDemands.set(key, values);
      }
      options.push(values);
    }
    const slotOf = new Map<string, number>();
    const chosen: (Json | undefined)[] = slots.map(() => undefined);
    const augment = (slot: number, tried: Set<string>): boolean => {
      for (const value of options[slot]!) {
        const key = jsonKey(value);
        if (tried.has(key)) continue;
        tried.add(key);
        const holder = slotOf.get(key);
        if (holder !== undefined && !augment(holder, tried)) continue;
        slotOf.set(key, slot);
        chosen[slot] = value;
        return true;
      }
      return false;
    };
    for (let slot = 0; slot < slots.length; slot += 1) {
      if (!augment(slot, new Set())) return because === undefined ? none : unsure(because);
    }
    return found(chosen as Json[]);
  }
}
