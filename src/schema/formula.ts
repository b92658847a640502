// The language that schemas of every dialect are translated into, and that the prover reads: and, or, exactly-one over
// atoms that each constrain one JSON type and hold vacuously for all others, just as schema keywords do.
// Formulas are interned: equal ones are one object with one id, so that "the same schema" is one comparison, and every
// negation is again a formula of this language, so the prover never meets a "not".

import type { Json } from './json-value.ts';
import { isJsonObject, jsonKey } from './json-value.ts';
import type { Rational } from './rational.ts';
import { rationalKey } from './rational.ts';

/** The six JSON types; integer is a number with multipleOf 1. */
export type JsonType = 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object';

export const jsonTypes: readonly JsonType[] = ['null', 'boolean', 'number', 'string', 'array', 'object'];

/** Which JSON type a value has. */
export function typeOf(value: Json): JsonType {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value as JsonType;
}

/** How many values a type has. */
const countOf = (type: JsonType): number => (type === 'null' ? 1 : type === 'boolean' ? 2 : Number.POSITIVE_INFINITY);

const bitOf = (type: JsonType): number => 1 << jsonTypes.indexOf(type);
const allTypesMask = 63;

/** What one atom demands of the values of its type. Bounds of counts are inclusive; `to` may be Infinity. */
export type Constraint =
  | { readonly on: 'number'; readonly is: 'above' | 'below'; readonly bound: Rational; readonly exclusive: boolean }
  | { readonly on: 'number'; readonly is: 'multiple' | 'not-multiple'; readonly step: Rational }
  | { readonly on: 'string'; readonly is: 'min-length' | 'max-length'; readonly count: number }
  | { readonly on: 'string'; readonly is: 'pattern' | 'not-pattern'; readonly source: string }
  | { readonly on: 'string'; readonly is: 'format' | 'not-format'; readonly name: string }
  | { readonly on: 'array'; readonly is: 'min-items' | 'max-items'; readonly count: number }
  | {
      readonly on: 'array';
      readonly is: 'each' | 'some';
      readonly from: number;
      readonly to: number;
      readonly value: Formula;
    }
  | { readonly on: 'array'; readonly is: 'at-least' | 'at-most'; readonly count: number; readonly value: Formula }
  | { readonly on: 'array'; readonly is: 'unique' | 'repeated' }
  | { readonly on: 'object'; readonly is: 'has' | 'lacks'; readonly name: string }
  | { readonly on: 'object'; readonly is: 'min-properties' | 'max-properties'; readonly count: number }
  | { readonly on: 'object'; readonly is: 'each' | 'some'; readonly names: Formula; readonly value: Formula };

/** A JSON Schema as a formula. `in` and `not-in` speak of values of every type; `ref` stands for a recursive schema. */
export type Formula = { readonly id: number } & (
  | { readonly kind: 'true' | 'false' }
  | { readonly kind: 'and' | 'or' | 'one-of' | 'not-one-of'; readonly parts: readonly Formula[] }
  | { readonly kind: 'types'; readonly mask: number }
  | {
      readonly kind: 'in' | 'not-in';
      readonly values: ReadonlyMap<string, Json>;
      /** The string that is the only value listed. */
      readonly only: string | undefined;
    }
  | { readonly kind: 'atom'; readonly constraint: Constraint }
  | { readonly kind: 'ref'; readonly cell: number; readonly negated: boolean }
  | { readonly kind: 'opaque'; readonly key: string; readonly because: string; readonly negated: boolean }
);

/** Of whose parts exactly one holds, or does not. */
export type Choice = Formula & { kind: 'one-of' | 'not-one-of' };

export type Atom = Formula & { kind: 'atom' };

/** Builds, interns and negates formulas. One instance serves one comparison, since ids mean nothing outside it. */
export class Formulas {
  readonly #byKey = new Map<string, Formula>();
  readonly #negations = new Map<number, Formula>();
  readonly #opposites = new Map<number, Formula>();
  readonly #restrictions = new Map<number, (Formula | undefined)[]>();
  readonly #cells: (Formula | undefined)[] = [];
  readonly #alternatives = new Map<number, Formula>();
  readonly #toldApart = new Map<readonly Formula[], boolean>();
  #nextId = 0;
  /** How many parts were put together so far: of many alternatives each is put beside all others. */
  joined = 0;

  readonly true: Formula = this.#intern('T', (id) => ({ id, kind: 'true' }));
  readonly false: Formula = this.#intern('F', (id) => ({ id, kind: 'false' }));

  constructor() {
    this.#negations.set(this.true.id, this.false);
    this.#negations.set(this.false.id, this.true);
  }

  #intern(key: string, make: (id: number) => Formula): Formula {
    const known = this.#byKey.get(key);
    if (known) return known;
    const made = make(this.#nextId);
    this.#nextId += 1;
    this.#byKey.set(key, made);
    return made;
  }

  and(parts: Iterable<Formula>): Formula {
    return this.#junction('and', parts, this.true, this.false);
  }

  or(parts: Iterable<Formula>): Formula {
    return this.#junction('or', parts, this.false, this.true);
  }

  #junction(kind: 'and' | 'or', parts: Iterable<Formula>, neutral: Formula, absorbing: Formula): Formula {
    const flat = new Map<number, Formula>();
    const allOf: Formula[] = [...parts];
    let mask = kind === 'and' ? allTypesMask : 0;
    let masked = false;
    for (const part of allOf) {
      for (const piece of part.kind === kind ? part.parts : [part]) {
        if (piece === absorbing) return absorbing;
        if (piece === neutral) continue;
        if (piece.kind === 'types') {
          mask = kind === 'and' ? mask & piece.mask : mask | piece.mask;
          masked = true;
        } else flat.set(piece.id, piece);
      }
    }
    this.joined += flat.size;
    if (masked) {
      const types = this.types(mask);
      if (types === absorbing) return absorbing;
      if (types !== neutral) flat.set(types.id, types);
    }
    for (const piece of flat.values()) {
      const negation = this.#negations.get(piece.id);
      if (negation && flat.has(negation.id)) return absorbing;
    }
    if (flat.size === 0) return neutral;
    const sorted = [...flat.values()].sort((left, right) => left.id - right.id);
    if (sorted.length === 1) return sorted[0]!;
    return this.#intern(`${kind}(${sorted.map(({ id }) => id).join(',')})`, (id) => ({ id, kind, parts: sorted }));
  }

  oneOf(parts: readonly Formula[]): Formula {
    const live = parts.filter((part) => part !== this.false);
    if (live.length === 0) return this.false;
    if (live.length === 1) return live[0]!;
    const sorted = [...live].sort((left, right) => left.id - right.id);
    return this.#intern(`one(${sorted.map(({ id }) => id).join(',')})`, (id) => ({
      id,
      kind: 'one-of',
      parts: sorted,
    }));
  }

  types(mask: number): Formula {
    if (mask === 0) return this.false;
    if (mask === allTypesMask) return this.true;
    return this.#intern(`types(${mask})`, (id) => ({ id, kind: 'types', mask }));
  }

  ofTypes(types: Iterable<JsonType>): Formula {
    let mask = 0;
    for (const type of types) mask |= bitOf(type);
    return this.types(mask);
  }

  in(values: Iterable<Json>): Formula {
    return this.#values('in', values, this.false);
  }

  notIn(values: Iterable<Json>): Formula {
    return this.#values('not-in', values, this.true);
  }

  #values(kind: 'in' | 'not-in', values: Iterable<Json>, empty: Formula): Formula {
    const unsorted = new Map<string, Json>();
    for (const value of values) unsorted.set(jsonKey(value), value);
    if (unsorted.size === 0) return empty;
    const keys = [...unsorted.keys()].sort();
    const [first] = unsorted.values();
    const only = keys.length === 1 && typeof first === 'string' ? first : undefined;
    return this.#intern(`${kind}(${keys.join(' ')})`, (id) => ({
      id,
      kind,
      values: new Map(keys.map((key) => [key, unsorted.get(key) as Json])),
      only,
    }));
  }

  opaque(key: string, because: string): Formula {
    return this.#opaque(key, because, false);
  }

  /** An opaque formula that equals no other. */
  unknown(because: string): Formula {
    return this.#opaque(`${this.#nextId} ${because}`, because, false);
  }

  #opaque(key: string, because: string, negated: boolean): Formula {
    return this.#intern(`opaque(${negated} ${key})`, (id) => ({ id, kind: 'opaque', key, because, negated }));
  }

  /** A place for a formula that refers to itself; fill it once with `define`. */
  cell(): number {
    this.#cells.push(undefined);
    return this.#cells.length - 1;
  }

  define(cell: number, formula: Formula): void {
    this.#cells[cell] = formula;
  }

  ref(cell: number, negated = false): Formula {
    return this.#intern(`ref(${cell} ${negated})`, (id) => ({ id, kind: 'ref', cell, negated }));
  }

  /** What a `ref` stands for. */
  target(ref: Formula & { kind: 'ref' }): Formula {
    const target = this.#cells[ref.cell];
    if (!target) throw new Error('a recursive schema was read before it was complete');
    return ref.negated ? this.negate(target) : target;
  }

  /** An atom, with the trivial ones made true or false (over values of its type) at once. */
  atom(constraint: Constraint): Formula {
    const own = this.types(bitOf(constraint.on));
    const never = () => this.negate(own);
    switch (constraint.is) {
      case 'min-length':
      case 'min-items':
      case 'min-properties':
        if (constraint.count <= 0) return this.true;
        break;
      case 'max-length':
      case 'max-items':
      case 'max-properties':
        if (constraint.count < 0) return never();
        if (constraint.count === Number.POSITIVE_INFINITY) return this.true;
        break;
      case 'at-least':
        if (constraint.count <= 0) return this.true;
        if (constraint.value === this.false) return never();
        if (constraint.value === this.true) {
          return this.atom({ on: 'array', is: 'min-items', count: constraint.count });
        }
        break;
      case 'at-most':
        if (constraint.count < 0) return never();
        if (constraint.value === this.false || constraint.count === Number.POSITIVE_INFINITY) return this.true;
        if (constraint.value === this.true) {
          return this.atom({ on: 'array', is: 'max-items', count: constraint.count });
        }
        if (constraint.count === 0) return this.#each(this.negate(constraint.value));
        break;
      case 'each':
        if (constraint.value === this.true) return this.true;
        if (constraint.on === 'array') {
          if (constraint.to < constraint.from) return this.true;
          if (constraint.value === this.false) {
            return this.atom({ on: 'array', is: 'max-items', count: constraint.from });
          }
        } else {
          if (constraint.names === this.false) return this.true;
          const name = onlyName(constraint.names);
          if (name !== undefined && constraint.value === this.false) {
            return this.atom({ on: 'object', is: 'lacks', name });
          }
          if (constraint.names === this.true && constraint.value === this.false) {
            return this.atom({ on: 'object', is: 'max-properties', count: 0 });
          }
        }
        break;
      case 'some':
        if (constraint.value === this.false) return never();
        if (constraint.on === 'array') {
          if (constraint.to < constraint.from) return never();
          if (constraint.value === this.true) {
            return this.atom({ on: 'array', is: 'min-items', count: constraint.from + 1 });
          }
        } else {
          if (constraint.names === this.false) return never();
          const name = onlyName(constraint.names);
          if (name !== undefined && constraint.value === this.true) {
            return this.atom({ on: 'object', is: 'has', name });
          }
          if (constraint.names === this.true && constraint.value === this.true) {
            return this.atom({ on: 'object', is: 'min-properties', count: 1 });
          }
        }
        break;
      default:
    }
    return this.#intern(constraintKey(constraint), (id) => ({ id, kind: 'atom', constraint }));
  }

  #each(value: Formula): Formula {
    return this.atom({ on: 'array', is: 'each', from: 0, to: Number.POSITIVE_INFINITY, value });
  }

  /** The formula that accepts exactly the other values. */
  negate(formula: Formula): Formula {
    const known = this.#negations.get(formula.id);
    if (known) return known;
    const negation = this.#negate(formula);
    this.#negations.set(formula.id, negation);
    if (!this.#negations.has(negation.id)) this.#negations.set(negation.id, formula);
    return negation;
  }

  #negate(formula: Formula): Formula {
    switch (formula.kind) {
      case 'true':
        return this.false;
      case 'false':
        return this.true;
      case 'and':
        return this.or(formula.parts.map((part) => this.negate(part)));
      case 'or':
        return this.and(formula.parts.map((part) => this.negate(part)));
      case 'one-of':
      case 'not-one-of': {
        const kind = formula.kind === 'one-of' ? 'not-one-of' : 'one-of';
        const prefix = kind === 'one-of' ? 'one' : 'not-one';
        const { parts } = formula;
        return this.#intern(`${prefix}(${parts.map(({ id }) => id).join(',')})`, (id) => ({ id, kind, parts }));
      }
      case 'types':
        return this.types(allTypesMask & ~formula.mask);
      case 'in':
        return this.notIn(formula.values.values());
      case 'not-in':
        return this.in(formula.values.values());
      case 'ref':
        return this.ref(formula.cell, !formula.negated);
      case 'opaque':
        return this.#opaque(formula.key, formula.because, !formula.negated);
      case 'atom':
        return this.and([this.ofTypes([formula.constraint.on]), this.opposite(formula)]);
    }
  }

  /** The negation of an atom among the values of its own type. */
  opposite(atom: Atom): Formula {
    const known = this.#opposites.get(atom.id);
    if (known) return known;
    const opposite = this.#opposite(atom.constraint);
    this.#opposites.set(atom.id, opposite);
    return opposite;
  }

  #opposite(c: Constraint): Formula {
    switch (c.is) {
      case 'above':
        return this.atom({ on: 'number', is: 'below', bound: c.bound, exclusive: !c.exclusive });
      case 'below':
        return this.atom({ on: 'number', is: 'above', bound: c.bound, exclusive: !c.exclusive });
      case 'multiple':
      case 'not-multiple':
        return this.atom({ ...c, is: c.is === 'multiple' ? 'not-multiple' : 'multiple' });
      case 'pattern':
      case 'not-pattern':
        return this.atom({ ...c, is: c.is === 'pattern' ? 'not-pattern' : 'pattern' });
      case 'format':
      case 'not-format':
        return this.atom({ ...c, is: c.is === 'format' ? 'not-format' : 'format' });
      case 'min-length':
        return this.atom({ on: 'string', is: 'max-length', count: c.count - 1 });
      case 'max-length':
        return this.atom({ on: 'string', is: 'min-length', count: c.count + 1 });
      case 'min-items':
        return this.atom({ on: 'array', is: 'max-items', count: c.count - 1 });
      case 'max-items':
        return this.atom({ on: 'array', is: 'min-items', count: c.count + 1 });
      case 'min-properties':
        return this.atom({ on: 'object', is: 'max-properties', count: c.count - 1 });
      case 'max-properties':
        return this.atom({ on: 'object', is: 'min-properties', count: c.count + 1 });
      case 'each':
      case 'some':
        return this.atom({ ...c, is: c.is === 'each' ? 'some' : 'each', value: this.negate(c.value) });
      case 'at-least':
        return this.atom({ ...c, is: 'at-most', count: c.count - 1 });
      case 'at-most':
        return this.atom({ ...c, is: 'at-least', count: c.count + 1 });
      case 'unique':
      case 'repeated':
        return this.atom({ on: 'array', is: c.is === 'unique' ? 'repeated' : 'unique' });
      case 'has':
      case 'lacks':
        return this.atom({ ...c, is: c.is === 'has' ? 'lacks' : 'has' });
    }
  }

  /**
   * What the formula says of values of one type alone: no `types` and no `ref` is left at the top, atoms of other types
   * are gone, and `not-in` of arrays and objects is spelled out in atoms.
   */
  restrict(formula: Formula, type: JsonType): Formula {
    return this.#restrict(formula, type, new Set());
  }

  #restrict(formula: Formula, type: JsonType, open: Set<number>): Formula {
    const slot = jsonTypes.indexOf(type);
    let memo = this.#restrictions.get(formula.id);
    if (!memo) {
      memo = new Array(6).fill(undefined);
      this.#restrictions.set(formula.id, memo);
    }
    const known = memo[slot];
    if (known) return known;
    const restricted = this.#restricted(formula, type, open);
    // A schema that refers to itself without going into a property or item has no meaning; what was derived inside
    // such a loop must not be remembered for those who enter it elsewhere.
    if (open.size === 0 || restricted.kind !== 'opaque') memo[slot] = restricted;
    return restricted;
  }

  #restricted(formula: Formula, type: JsonType, open: Set<number>): Formula {
    switch (formula.kind) {
      case 'true':
      case 'false':
      case 'opaque':
        return formula;
      case 'types':
        return formula.mask & bitOf(type) ? this.true : this.false;
      case 'atom':
        return formula.constraint.on === type ? formula : this.true;
      case 'in': {
        const own = [...formula.values.values()].filter((value) => typeOf(value) === type);
        return own.length === countOf(type) ? this.true : this.in(own);
      }
      case 'not-in': {
        const own = [...formula.values.values()].filter((value) => typeOf(value) === type);
        if (own.length === countOf(type)) return this.false;
        if (type !== 'array' && type !== 'object') return this.notIn(own);
        return this.and(own.map((value) => this.#differsFrom(value)));
      }
      case 'and':
        return this.and(formula.parts.map((part) => this.#restrict(part, type, open)));
      case 'or':
        return this.or(formula.parts.map((part) => this.#restrict(part, type, open)));
      case 'one-of': {
        const parts = formula.parts
          .map((part) => this.#restrict(part, type, open))
          .filter((part) => part !== this.false);
        const certain = parts.indexOf(this.true);
        if (certain < 0) return this.oneOf(parts);
        const others = parts.filter((_, index) => index !== certain);
        return this.#restrict(this.and(others.map((part) => this.negate(part))), type, open);
      }
      case 'not-one-of': {
        const positive = this.#restrict(this.negate(formula), type, open);
        return positive.kind === 'one-of' ? this.negate(positive) : this.#restrict(this.negate(positive), type, open);
      }
      case 'ref': {
        if (open.has(formula.cell)) return this.opaque(`loop ${formula.cell}`, 'a $ref leads back to itself');
        const inner = new Set(open).add(formula.cell);
        return this.#restrict(this.target(formula), type, inner);
      }
    }
  }

  #differsFrom(value: Json): Formula {
    if (Array.isArray(value)) {
      const items = value as readonly Json[];
      return this.or(
        [
          this.atom({ on: 'array', is: 'max-items', count: items.length - 1 }),
          this.atom({ on: 'array', is: 'min-items', count: items.length + 1 }),
          ...items.map((item, index) =>
            this.atom({ on: 'array', is: 'some', from: index, to: index, value: this.notIn([item]) }),
          ),
        ].map((part) => this.restrict(part, 'array')),
      );
    }
    if (!isJsonObject(value)) return this.true;
    const names = Object.keys(value);
    return this.or([
      ...names.map((name) => this.atom({ on: 'object', is: 'lacks', name })),
      ...names.map((name) =>
        this.atom({ on: 'object', is: 'some', names: this.in([name]), value: this.notIn([value[name] as Json]) }),
      ),
      this.atom({ on: 'object', is: 'some', names: this.notIn(names), value: this.true }),
    ]);
  }

  /** Whether no two parts of a `one-of` or `not-one-of` can hold at once, as is plain from one property of them. */
  areToldApart({ parts }: Choice): boolean {
    const areApart = this.#toldApart.get(parts) ?? toldApart(parts);
    this.#toldApart.set(parts, areApart);
    return areApart;
  }

  /** How many parts would be put together for `alternatives`. */
  costOfAlternatives(formula: Choice): number {
    return this.#alternatives.has(formula.id) || this.areToldApart(formula) ? 0 : formula.parts.length ** 2;
  }

  /** A `one-of` or `not-one-of` as an `or` of its cases: where its parts are not told apart, each beside all others. */
  alternatives(formula: Choice): Formula {
    const known = this.#alternatives.get(formula.id);
    if (known) return known;
    const { parts } = formula;
    let made: Formula;
    if (this.areToldApart(formula)) {
      made = formula.kind === 'one-of' ? this.or(parts) : this.and(parts.map((part) => this.negate(part)));
    } else if (formula.kind === 'one-of') {
      made = this.or(
        parts.map((part, index) =>
          this.and([part, ...parts.filter((_, other) => other !== index).map((other) => this.negate(other))]),
        ),
      );
    } else {
      let atLeastTwo: Formula = this.false;
      let rest: Formula = this.false;
      for (const part of [...parts].reverse()) {
        atLeastTwo = this.or([this.and([part, rest]), atLeastTwo]);
        rest = this.or([part, rest]);
      }
      made = this.or([this.and(parts.map((part) => this.negate(part))), atLeastTwo]);
    }
    this.#alternatives.set(formula.id, made);
    return made;
  }
}

/** Whether no two of these object formulas can hold at once, because a property that all of them require tells them apart. */
function toldApart(parts: readonly Formula[]): boolean {
  const required = parts.map((part) => requiredLists(part));
  const [first, ...others] = required;
  return [...(first?.keys() ?? [])].some((name) => {
    if (!others.every((lists) => lists.has(name))) return false;
    const met = new Set<string>();
    return required.every((lists) =>
      [...(lists.get(name) ?? [])].every((value) => {
        const isNew = !met.has(value);
        met.add(value);
        return isNew;
      }),
    );
  });
}

/** The properties that a formula requires and lists the values of, with the keys of those values. */
function requiredLists(formula: Formula): ReadonlyMap<string, readonly string[]> {
  const lists = new Map<string, readonly string[]>();
  const pieces = formula.kind === 'and' ? formula.parts : [formula];
  for (const piece of pieces) {
    if (piece.kind !== 'atom' || piece.constraint.on !== 'object' || piece.constraint.is !== 'each') continue;
    const { names, value } = piece.constraint;
    const name = onlyName(names);
    const list = value.kind === 'and' ? value.parts.find((part) => part.kind === 'in') : value;
    if (name !== undefined && list?.kind === 'in' && !lists.has(name)) lists.set(name, [...list.values.keys()]);
  }
  for (const name of lists.keys()) {
    const isRequired = pieces.some(
      (piece) => piece.kind === 'atom' && piece.constraint.is === 'has' && piece.constraint.name === name,
    );
    if (!isRequired) lists.delete(name);
  }
  return lists;
}

/** The one name that a formula over property names allows, if it lists exactly one. */
export const onlyName = (names: Formula): string | undefined => (names.kind === 'in' ? names.only : undefined);

function constraintKey(c: Constraint): string {
  const head = `${c.on} ${c.is}`;
  switch (c.is) {
    case 'above':
    case 'below':
      return `${head} ${rationalKey(c.bound)} ${c.exclusive}`;
    case 'multiple':
    case 'not-multiple':
      return `${head} ${rationalKey(c.step)}`;
    case 'pattern':
    case 'not-pattern':
      return `${head} ${c.source}`;
    case 'format':
    case 'not-format':
    case 'has':
    case 'lacks':
      return `${head} ${c.name}`;
    case 'unique':
    case 'repeated':
      return head;
    case 'each':
    case 'some':
      return c.on === 'array' ? `${head} ${c.from} ${c.to} ${c.value.id}` : `${head} ${c.names.id} ${c.value.id}`;
    case 'at-least':
    case 'at-most':
      return `${head} ${c.count} ${c.value.id}`;
    default:
      return `${head} ${c.count}`;
  }
}
