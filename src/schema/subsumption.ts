// Whether one formula implies another keyword by keyword: property by property, alternative by alternative. It is how two
// releases of one schema mostly stand to each other, and needs no search: in descriptions whose schemas lead to one another
// the search would come by each of them again on every way to it. A yes is certain; a no says nothing.
//
// What is asked about the value of a property or an item is a question of its own, asked once. All are taken to hold until
// one is refuted, which then asks those anew that rest on it. What is left stands by induction, since a value is larger
// than those inside it.

import { accepts } from './accepts.ts';
import type { Choice, Constraint, Formula, Formulas } from './formula.ts';
import { jsonTypes, onlyName } from './formula.ts';
import { compare, isMultiple } from './rational.ts';

/** Questions asked for one set of formulas, beyond which nothing more is proven in this way. */
const mostAsked = 50_000;

interface Question {
  readonly inner: Formula;
  readonly outer: Formula;
  state: 'open' | 'holds' | 'refuted';
  /** The questions that rest on this one. */
  readonly users: Question[];
}

/** Pairs of formulas, of which the order counts. */
class Pairs {
  readonly #seconds = new Map<Formula, Set<Formula>>();

  has(first: Formula, second: Formula): boolean {
    return this.#seconds.get(first)?.has(second) ?? false;
  }

  add(first: Formula, second: Formula): void {
    const seconds = this.#seconds.get(first);
    if (seconds === undefined) this.#seconds.set(first, new Set([second]));
    else seconds.add(second);
  }

  clear(): void {
    this.#seconds.clear();
  }
}

/** Answers for one set of formulas, remembering what was asked. */
export class Subsumption {
  readonly #formulas: Formulas;
  readonly #questions = new Map<number, Map<number, Question>>();
  /** Pairs of which one does not imply the other. That is for good: what is known only ever grows by refutations. */
  readonly #refuted = new Pairs();
  /** Pairs of which one does, as long as one question is looked at. */
  readonly #implied = new Pairs();
  #work: Question[] = [];
  #asked = 0;
  /** How often one formula was held against another so far. */
  compared = 0;

  constructor(formulas: Formulas) {
    this.#formulas = formulas;
  }

  /** Whether every value that satisfies `inner` plainly satisfies `outer`. */
  holds(inner: Formula, outer: Formula): boolean {
    const plain = this.#plain(inner, outer);
    if (plain !== undefined) return plain;
    const question = this.#question(inner, outer);
    if (question.state === 'open') this.#settle();
    return question.state === 'holds';
  }

  #plain(inner: Formula, outer: Formula): boolean | undefined {
    if (inner === outer || inner.kind === 'false' || outer.kind === 'true') return true;
    return inner.kind === 'true' || outer.kind === 'false' ? false : undefined;
  }

  #question(inner: Formula, outer: Formula): Question {
    let ofInner = this.#questions.get(inner.id);
    if (ofInner === undefined) {
      ofInner = new Map();
      this.#questions.set(inner.id, ofInner);
    }
    let question = ofInner.get(outer.id);
    if (question === undefined) {
      question = { inner, outer, state: 'open', users: [] };
      ofInner.set(outer.id, question);
      this.#work.push(question);
    }
    return question;
  }

  #settle(): void {
    const met: Question[] = [];
    for (let question = this.#work.pop(); question !== undefined; question = this.#work.pop()) {
      if (question.state !== 'open') continue;
      met.push(question);
      this.#asked += 1;
      this.#implied.clear();
      if (this.#asked <= mostAsked && this.#impliesByType(question.inner, question.outer, question)) continue;
      question.state = 'refuted';
      this.#work.push(...question.users);
    }
    for (const question of met) {
      if (question.state === 'open') question.state = 'holds';
      question.users.length = 0;
    }
  }

  /** By what is known so far of the questions on which the user's rests. */
  #impliesByType(inner: Formula, outer: Formula, user: Question): boolean {
    const formulas = this.#formulas;
    return jsonTypes.every((type) =>
      this.#implies(formulas.restrict(inner, type), formulas.restrict(outer, type), user),
    );
  }

  /** The same of the values inside a value. */
  #impliesInside(inner: Formula, outer: Formula, user: Question): boolean {
    const plain = this.#plain(inner, outer);
    if (plain !== undefined) return plain;
    if (isFlat(outer)) return this.#impliesByType(inner, outer, user);
    const question = this.#question(inner, outer);
    if (question.state === 'open') question.users.push(user);
    return question.state !== 'refuted';
  }

  /** Both restricted to one type. */
  #implies(inner: Formula, outer: Formula, user: Question): boolean {
    const plain = this.#plain(inner, outer);
    if (plain !== undefined) return plain;
    if (this.#refuted.has(inner, outer)) return false;
    if (this.#implied.has(inner, outer)) return true;
    this.compared += 1;
    const implies = this.#impliesByParts(inner, outer, user);
    (implies ? this.#implied : this.#refuted).add(inner, outer);
    return implies;
  }

  #impliesByParts(inner: Formula, outer: Formula, user: Question): boolean {
    if (outer.kind === 'and') {
      this.compared += outer.parts.length;
      const given = inner.kind === 'and' ? partsOf(inner.parts) : null;
      const asked = outer.parts.filter((part) => !given?.has(part));
      // What tells alternatives apart comes first, before anything is asked of what they hold.
      return [...asked.filter(isFlat), ...asked.filter((part) => !isFlat(part))].every((part) =>
        this.#implies(inner, part, user),
      );
    }
    if (inner.kind === 'in') {
      return [...inner.values.values()].every((value) => accepts(this.#formulas, outer, value) === true);
    }
    if (inner.kind === 'or' || inner.kind === 'one-of') {
      return inner.parts.every((part, index) => {
        // Alternatives mostly stand in the same order.
        const twin = outer.kind === 'or' ? outer.parts[index] : undefined;
        return (twin !== undefined && this.#implies(part, twin, user)) || this.#implies(part, outer, user);
      });
    }
    if (inner.kind === 'and' && speakingOf(inner.parts, outer).some((part) => this.#implies(part, outer, user)))
      return true;
    if (outer.kind === 'or') return outer.parts.some((part) => this.#implies(inner, part, user));
    if (outer.kind === 'one-of') {
      const choice = outer as Choice;
      // Elsewhere each excludes the others, which is not to be seen keyword by keyword.
      return this.#formulas.areToldApart(choice) && this.#implies(inner, this.#formulas.alternatives(choice), user);
    }
    if (inner.kind === 'not-in' && outer.kind === 'not-in') {
      return [...outer.values.keys()].every((key) => inner.values.has(key));
    }
    return (
      inner.kind === 'atom' && outer.kind === 'atom' && this.#atomImplies(inner.constraint, outer.constraint, user)
    );
  }

  #atomImplies(inner: Constraint, outer: Constraint, user: Question): boolean {
    const inside = (left: Formula, right: Formula) => this.#impliesInside(left, right, user);
    switch (outer.is) {
      case 'above':
      case 'below': {
        if (inner.is !== outer.is) return false;
        const order = compare(inner.bound, outer.bound) * (outer.is === 'above' ? 1 : -1);
        return order > 0 || (order === 0 && (inner.exclusive || !outer.exclusive));
      }
      case 'multiple':
        return inner.is === 'multiple' && isMultiple(inner.step, outer.step);
      case 'min-length':
      case 'min-items':
      case 'min-properties':
        return inner.is === outer.is && inner.count >= outer.count;
      case 'max-length':
      case 'max-items':
      case 'max-properties':
        return inner.is === outer.is && inner.count <= outer.count;
      case 'at-least':
        return inner.is === 'at-least' && inner.count >= outer.count && inside(inner.value, outer.value);
      case 'each':
        if (outer.on === 'array') {
          const covers =
            inner.on === 'array' && inner.is === 'each' && inner.from <= outer.from && inner.to >= outer.to;
          return covers && inside(inner.value, outer.value);
        }
        if (inner.is === 'lacks') return onlyName(outer.names) === inner.name;
        return (
          inner.on === 'object' &&
          inner.is === 'each' &&
          this.#areAmong(outer.names, inner.names) &&
          inside(inner.value, outer.value)
        );
      case 'some':
        return (
          outer.on === 'object' &&
          inner.on === 'object' &&
          inner.is === 'some' &&
          this.#areAmong(inner.names, outer.names) &&
          inside(inner.value, outer.value)
        );
      case 'has':
        return inner.on === 'object' && inner.is === 'some' && onlyName(inner.names) === outer.name;
      default:
        return false;
    }
  }

  #areAmong(names: Formula, others: Formula): boolean {
    if (names === others || others.kind === 'true') return true;
    if (names.kind === 'in') {
      return [...names.values.values()].every((name) => accepts(this.#formulas, others, name) === true);
    }
    if (names.kind !== 'not-in' || others.kind !== 'not-in') return false;
    return [...others.values.keys()].every((key) => names.values.has(key));
  }
}

const partSets = new WeakMap<readonly Formula[], ReadonlySet<Formula>>();

/** Asked of the same wide conjunction for each alternative of another. */
function partsOf(parts: readonly Formula[]): ReadonlySet<Formula> {
  const known = partSets.get(parts) ?? new Set(parts);
  partSets.set(parts, known);
  return known;
}

/** The parts of conjunctions, by the one property that they speak of; under no name those that speak of anything else. */
const partsByName = new WeakMap<readonly Formula[], ReadonlyMap<string | undefined, readonly Formula[]>>();

/** The conjuncts that may imply a formula by themselves: of wide objects to ask each of them would take for ever. */
function speakingOf(conjuncts: readonly Formula[], outer: Formula): readonly Formula[] {
  // What has no cases of its own implies one alternative of several, and that is asked of each.
  if (outer.kind === 'or') return conjuncts.filter(hasCases);
  const name = nameOf(outer);
  if (name === undefined) return conjuncts;
  let byName = partsByName.get(conjuncts);
  if (byName === undefined) {
    byName = Map.groupBy(conjuncts, nameOf);
    partsByName.set(conjuncts, byName);
  }
  const [named, others] = [byName.get(name), byName.get(undefined)];
  return named === undefined || others === undefined ? (named ?? others ?? []) : [...named, ...others];
}

function hasCases({ kind }: Formula): boolean {
  return kind === 'or' || kind === 'one-of' || kind === 'in';
}

/** The one property that an atom speaks of. */
function nameOf(formula: Formula): string | undefined {
  if (formula.kind !== 'atom' || formula.constraint.on !== 'object') return undefined;
  const { constraint } = formula;
  if ('name' in constraint) return constraint.name;
  return 'names' in constraint ? onlyName(constraint.names) : undefined;
}

const flat = new WeakMap<Formula, boolean>();

/** Whether a formula speaks of no objects or lists inside of a value. */
function isFlat(formula: Formula): boolean {
  let answer = flat.get(formula);
  if (answer === undefined) {
    answer = speaksOfNothingInside(formula);
    flat.set(formula, answer);
  }
  return answer;
}

function speaksOfNothingInside(formula: Formula): boolean {
  if (formula.kind === 'and' || formula.kind === 'or') return formula.parts.every(isFlat);
  if (formula.kind === 'ref' || formula.kind === 'one-of' || formula.kind === 'not-one-of') return false;
  if (formula.kind !== 'atom' || !('value' in formula.constraint)) return true;
  const { value } = formula.constraint;
  return value.kind === 'in' || value.kind === 'not-in' || value.kind === 'types' || value.kind === 'true';
}
