// Looks for an array under a conjunction of constraints: how long, what at which place, how many of which kind, and whether
// two items may or must be equal. From some place on all positions are alike, which is what keeps the search finite.

import type { Constraint, Formula, Formulas } from './formula.ts';
import type { Asked, Found } from './found.ts';
import { better, found, isCertain, maxExampleSize, none, unsure } from './found.ts';
import type { Json } from './json-value.ts';
import { jsonKey } from './json-value.ts';

const endless = Number.POSITIVE_INFINITY;

/** How many items that all differ are looked for, and how many where some kinds of them are counted as well. */
const mostDistinct = 120;
const mostDistinctCounted = 60;

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
export class ArraySearch {
  readonly #prover: Asked;
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

  constructor(prover: Asked, formulas: Formulas, constraints: readonly Constraint[]) {
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
    if (this.#unique && least > (counted.length === 0 ? mostDistinct : mostDistinctCounted)) {
      return unsure('uniqueItems over many items takes too many steps');
    }

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
