// Lists whose order means nothing: the alternatives of a schema, what it requires, the values and types that it allows.
// Members of two such lists that are written alike are put next to each other; whether they mean the same is asked then.

import { isObject, type JsonObject } from '../spec/index.ts';

/** Fields of any part of a description that are said to people alone. */
export const documentation: ReadonlySet<string> = new Set([
  'description',
  'summary',
  'title',
  'example',
  'examples',
  'externalDocs',
  '$comment',
  'termsOfService',
  'contact',
  'license',
]);

const unordered = new Set(['required', 'enum', 'type', 'oneOf', 'anyOf', 'allOf']);

/** Whether the order of a keyword's list says nothing. */
export function isUnordered(keyword: string): boolean {
  return unordered.has(keyword);
}

/** Whether two values are written alike but for what is said to people, in which a version may be named everywhere. */
function isReadAlike(left: unknown, right: unknown): boolean {
  if (typeof left !== 'object' || left === null || typeof right !== 'object' || right === null) return left === right;
  if (left === right) return true;
  const [before, after] = [left as JsonObject, right as JsonObject];
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  for (const key in before) if (!documentation.has(key) && !isReadAlike(before[key], after[key])) return false;
  for (const key in after) if (!documentation.has(key) && before[key] === undefined) return false;
  return true;
}

/** Numbers values by how they are written, the order of keys and of such lists aside. Linear in what it is asked of. */
export class Spellings {
  readonly #numbers = new Map<string, number>();
  readonly #known = new WeakMap<object, number>();

  /** The second list in the order of the first; as it is where they are not written alike. */
  inOrderOf(list: readonly unknown[], other: readonly unknown[]): readonly unknown[] {
    if (list.length !== other.length || list.every((value, index) => isReadAlike(value, other[index]))) return other;
    const rest = new Map<number, unknown[]>();
    for (const value of other) {
      const number = this.#numberOf(value);
      const alike = rest.get(number);
      if (alike === undefined) rest.set(number, [value]);
      else alike.push(value);
    }
    const ordered: unknown[] = [];
    for (const value of list) {
      const alike = rest.get(this.#numberOf(value));
      if (alike === undefined || alike.length === 0) return other;
      ordered.push(alike.shift());
    }
    return ordered;
  }

  #numberOf(value: unknown): number {
    if (typeof value !== 'object' || value === null) return this.#number(JSON.stringify(value) ?? '');
    let number = this.#known.get(value);
    if (number === undefined) {
      number = this.#number(this.#textOf(value));
      this.#known.set(value, number);
    }
    return number;
  }

  #number(text: string): number {
    const number = this.#numbers.get(text) ?? this.#numbers.size;
    this.#numbers.set(text, number);
    return number;
  }

  #textOf(value: object): string {
    if (!isObject(value)) return `[${(value as readonly unknown[]).map((each) => this.#numberOf(each)).join()}]`;
    const members = Object.entries(value).map(([key, each]) => {
      const isList = Array.isArray(each) && isUnordered(key);
      const text = isList
        ? each
            .map((one) => this.#numberOf(one))
            .sort()
            .join()
        : this.#numberOf(each);
      return `${JSON.stringify(key)}:${isList ? `[${text}]` : text}`;
    });
    return `{${members.sort().join()}}`;
  }
}
