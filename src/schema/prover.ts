// Finds a value that satisfies a list of formulas, or proves that there is none: type by type, alternative by alternative,
// property by property, building the value from the inside out. Recursive schemas come back to a question that is still open
// further up; there "no value" is assumed, which is right because a smallest value never contains itself, and what rests on
// such an assumption is only remembered once the question above has itself ended without a value.
// Work is counted in steps, never in time, so that the same question always gets the same answer.

import { accepts } from './accepts.ts';
import { ArraySearch } from './array-search.ts';
import type { Choice, Constraint, Formula, Formulas, JsonType } from './formula.ts';
import { jsonTypes, onlyName } from './formula.ts';
import type { Asked, Found } from './found.ts';
import { better, found, isCertain, none, unconfirmed, unsure, vague } from './found.ts';
import type { Json } from './json-value.ts';
import { ObjectSearch } from './object-search.ts';
import { findNumber, findString } from './scalar-search.ts';
import { Subsumption } from './subsumption.ts';

/** Thrown inside the prover when the steps are used up; the door turns it into "unknown". */
export class StepsUsedUp extends Error {}

/**
 * How deep the values may nest that are looked for, one depth after the other: where hundreds of schemas hold one another,
 * whoever follows the first of them to its end finds a value past all reading, and late.
 */
const depths = [1, 2, 3, 4, 6, 8, 12, 16, 32, 150];
const tooDeep = unsure('it nests too deeply');
const endless = Number.POSITIVE_INFINITY;

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
export class Prover implements Asked {
  readonly #formulas: Formulas;
  readonly #subsumption: Subsumption;
  readonly #settled = new Map<string, Found>();
  /** The flattened form of each list of parts that was asked about; null where it contradicts itself at sight. */
  readonly #questions = new Map<string, { readonly goal: Formula[]; readonly key: string } | null>();
  readonly #open = new Map<string, Goal>();
  readonly #names = new Map<number, ReadonlySet<string> | null>();
  readonly #stack: Goal[] = [];
  /** What had no certain end within so many levels. */
  readonly #unfinished = new Map<string, { readonly answer: Found; readonly levels: number }>();
  /** At how many levels no object or list is looked into any more, and whether one would have had to be. */
  #deepest = depths[0]!;
  #isCut = false;
  /** How much of what is done elsewhere is counted in the steps. */
  #counted = 0;
  /** How much more work may be done; set it before each question. */
  stepsLeft = 0;

  constructor(formulas: Formulas) {
    this.#formulas = formulas;
    this.#subsumption = new Subsumption(formulas);
  }

  #step(cost = 1): void {
    const done = this.#doneElsewhere();
    this.stepsLeft -= cost + (done - this.#counted) / doneElsewherePerStep;
    this.#counted = done;
    if (this.stepsLeft < 0) throw new StepsUsedUp('the steps are used up');
  }

  /** What is done for the prover by others, who count it and know no limit. */
  #doneElsewhere(): number {
    return this.#formulas.joined + this.#subsumption.compared;
  }

  /**
   * A value that satisfies all parts, of the least nested ones. `judge` may refuse values found; the search then goes on where
   * it can.
   */
  nearest(parts: readonly Formula[], judge?: (value: Json) => boolean): Found {
    let answer: Found = none;
    this.#counted = this.#doneElsewhere();
    for (const depth of depths) {
      this.#deepest = depth;
      this.#isCut = false;
      answer = this.find(parts, judge);
      if (!this.#isCut || isEnd(answer)) break;
    }
    return answer;
  }

  /** The same within the depth that is allowed just now. */
  find(parts: readonly Formula[], judge?: (value: Json) => boolean): Found {
    const asked = parts.map(({ id }) => id).join(',');
    let question = this.#questions.get(asked);
    if (question === undefined) {
      const goal = this.#isExcluded(parts) ? undefined : this.#flatten(parts);
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
    const levels = this.#deepest - this.#stack.length;
    const unfinished = this.#unfinished.get(key);
    if (unfinished && unfinished.levels >= levels) {
      this.#isCut = true;
      return unfinished.answer;
    }
    this.#step();
    const wasCut = this.#isCut;
    this.#isCut = false;
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
    if (this.#isCut && !isEnd(answer)) {
      this.#unfinished.set(key, { answer, levels });
      return answer;
    }
    this.#isCut = wasCut;
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

  /** Whether one part is the negation of what the others plainly imply. */
  #isExcluded(parts: readonly Formula[]): boolean {
    const formulas = this.#formulas;
    // What was there before its negation is what a schema says.
    const isNegation = (part: Formula) => formulas.negate(part).id < part.id;
    const wanted = formulas.and(parts.filter((part) => !isNegation(part)));
    if (wanted === formulas.true) return false;
    return parts.some((part) => isNegation(part) && this.#subsumption.holds(wanted, formulas.negate(part)));
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
      return unsure(answer.doubt ?? unconfirmed);
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
      if (this.#stack.length > this.#deepest && (type === 'array' || type === 'object')) {
        this.#isCut = true;
        best = better(best, tooDeep);
        continue;
      }
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

  #alternatives(choice: Choice): Formula {
    const cost = this.#formulas.costOfAlternatives(choice) / doneElsewherePerStep;
    // It is counted as it is done; but what would take more than is left is not begun.
    if (cost > this.stepsLeft) this.#step(cost);
    return this.#formulas.alternatives(choice);
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
        return this.#assume(state, this.#formulas.restrict(this.#alternatives(formula as Choice), type), type);
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
    const hopeless = state.literals.size > 0 ? this.#withoutHope(state, type) : undefined;
    if (hopeless) return hopeless;
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
    // independent alternatives do not multiply. Before anything is known each mostly has some value by itself.
    if (state.ors.length > 1 && state.literals.size > 0) {
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

  /**
   * The end of a case that has none, or none within the depth that is allowed, whichever of its alternatives are chosen: to
   * go through all of them would take for ever. Undefined where it may have one.
   */
  #withoutHope(state: Case, type: JsonType): Found | undefined {
    if (type !== 'array' && type !== 'object') return undefined;
    const wasCut = this.#isCut;
    this.#isCut = false;
    const known = this.#leaf(state, type);
    if (known.is === 'unsure' && this.#isCut) return known;
    this.#isCut = wasCut;
    return known.is === 'none' ? none : undefined;
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
      this.#step(or.parts.length / partsHeldPerStep);
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
    this.#step(or.parts.length / partsSeenPerStep);
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
    this.#step(costOf(state));
    const trial: Case = { literals: new Map(state.literals), ors: [] };
    if (!this.#assume(trial, formula, type)) return true;
    if (trial.literals.size === state.literals.size) return false;
    return this.#leaf(trial, type).is === 'none';
  }

  #leaf({ literals }: Case, type: JsonType): Found {
    this.#step(costOf({ literals }));
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
        return findNumber(constraints, excluded as readonly number[]);
      case 'string':
        return findString(this.#formulas, constraints, excluded as readonly string[], (cost) => this.#step(cost));
      case 'array':
        return new ArraySearch(this, this.#formulas, constraints).run();
      case 'object':
        return new ObjectSearch(this, this.#formulas, constraints).run();
    }
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

const isEnd = (answer: Found): boolean => answer.is === 'none' || isCertain(answer);

/** How many conjuncts choosing this part would add. A list of values says everything. */
const saysMuch = (part: Formula): number =>
  part.kind === 'in' ? endless : part.kind === 'and' ? part.parts.length : part.kind === 'false' ? endless : 1;

/** Parts of a disjunction that are looked at in as much time as a step takes. */
const partsSeenPerStep = 64;
/** Parts of which it is asked what the demands on single properties say of them. */
const partsHeldPerStep = 8;
/** Formulas that are put together, or held against one another. */
const doneElsewherePerStep = 32;
/** Literals that are taken over into another case, and looked at. */
const literalsPerStep = 64;

/** In steps: of thousands of literals each is looked at. */
function costOf({ literals }: Pick<Case, 'literals'>): number {
  return 1 + Math.floor(literals.size / literalsPerStep);
}

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
