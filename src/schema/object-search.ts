// Looks for an object under a conjunction of constraints: which properties it needs, under which names further ones may go,
// and what the value of each has to satisfy. It also tells what the demands on single properties imply.

import { accepts } from './accepts.ts';
import type { Constraint, Formula, Formulas } from './formula.ts';
import { onlyName } from './formula.ts';
import type { Asked, Found } from './found.ts';
import { better, found, isCertain, maxExampleSize, none, unsure } from './found.ts';
import type { Json } from './json-value.ts';

const endless = Number.POSITIVE_INFINITY;

type ObjectConstraint = Constraint & { on: 'object' };
type EachNamed = ObjectConstraint & { is: 'each' | 'some' };

/** Looks for an object under a conjunction of constraints. */
export class ObjectSearch {
  readonly #prover: Asked;
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

  constructor(prover: Asked, formulas: Formulas, constraints: readonly Constraint[]) {
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

  /**
   * Tries names that nothing else mentions, one for every way in which the general rules can apply to them, and for every
   * choice of the demands still to be placed that may be met by the same property, or that need this name left to them.
   */
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
      [...this.#general, ...this.#wanted.slice(index + 1).map(({ names }) => ({ names, value: this.#formulas.true }))],
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

  /**
   * Calls `use` with one unmentioned name for each class of names whose values can exist, until it returns true. Names are of
   * one class where the same rules apply to them.
   */
  #freshNames(
    names: readonly Formula[],
    values: readonly Formula[],
    rules: readonly { readonly names: Formula; readonly value: Formula }[],
    mentioned: Iterable<string>,
    use: (name: string) => boolean,
    notKnown: (because: string) => void,
  ): boolean {
    const formulas = this.#formulas;
    const strings = formulas.ofTypes(['string']);
    const unmentioned = formulas.notIn([...mentioned, ...this.#lacking]);
    const readable = formulas.atom({ on: 'string', is: 'min-length', count: 1 });
    const findName = (nameParts: readonly Formula[]): Found => {
      const allowed = [strings, unmentioned, ...nameParts];
      const name = this.#prover.find([...allowed, readable]);
      return isCertain(name) ? name : this.#prover.find(allowed);
    };
    // Most names that fit what was asked so far fit the next demand too: of many patterns few match the same name.
    const isStillFit = (name: Found | null, demand: Formula): name is Found =>
      name?.is === 'value' && isCertain(name) && accepts(formulas, demand, name.value) === true;
    const descend = (
      at: number,
      nameParts: readonly Formula[],
      valueParts: readonly Formula[],
      fitBefore: Found | null = null,
    ): boolean => {
      this.#prover.step();
      const name = isStillFit(fitBefore, nameParts.at(-1)!) ? fitBefore : findName(nameParts);
      if (name.is === 'none') return false;
      if (name.is === 'unsure') {
        notKnown(name.because);
        return false;
      }
      const rule = rules[at];
      if (!rule) {
        if (name.doubt !== undefined) notKnown(name.doubt);
        return use(name.value as string);
      }
      if (descend(at + 1, [...nameParts, formulas.negate(rule.names)], valueParts, name)) return true;
      const both = [...valueParts, rule.value];
      const value = this.#prover.find(both);
      if (value.is === 'none') return false;
      return descend(at + 1, [...nameParts, rule.names], both, name);
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
          this.#general,
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
