// Where the larger objects and lists of a text of JSON begin and end.

/** A line of the text, while it is read from front to back. */
export interface Line {
  /** From 1. */
  line: number;
  /** The offset of its first byte. */
  lineStart: number;
}

/** A larger object or list, with the line on which it ends. */
export interface Landmark extends Readonly<Line> {
  readonly start: number;
  /** The offset after its last byte. */
  readonly end: number;
  /** The offset of its key, and the line on which that stands; those of its first byte where it has none. */
  readonly keyStart: number;
  readonly keyLine: Readonly<Line>;
}

/**
 * In the order of the text, as numbers in a row: there are tens of thousands of them, and few are ever asked for. Each
 * takes its place when it is opened, and leaves it again where it turns out to be small.
 */
export class Landmarks {
  #fields = new Int32Array(fieldCount * 1024);
  #count = 0;

  /** Those that are opened until it is either closed or left lie inside of it. */
  open(): number {
    if (this.#fields.length === this.#count * fieldCount) this.#fields = doubled(this.#fields);
    return this.#count++;
  }

  leave(number: number): void {
    this.#count = number;
  }

  close(
    number: number,
    start: number,
    end: number,
    last: Line,
    keyStart: number,
    line: number,
    lineStart: number,
  ): void {
    const fields = this.#fields;
    const from = number * fieldCount;
    fields[from] = start;
    fields[from + 1] = end;
    fields[from + 2] = last.line;
    fields[from + 3] = last.lineStart;
    fields[from + 4] = keyStart;
    fields[from + 5] = line;
    fields[from + 6] = lineStart;
    fields[from + 7] = this.#count;
  }

  /** That which begins at the offset; undefined where that is none. */
  at(offset: number): Landmark | undefined {
    const number = this.#search(offset);
    return this.#fields[number * fieldCount] === offset && number < this.#count ? this.#read(number) : undefined;
  }

  /** The ones directly inside it. */
  inside({ start }: Landmark): Landmark[] {
    const found: Landmark[] = [];
    const holder = this.#search(start);
    for (let number = holder + 1; number < this.#after(holder); number = this.#after(number))
      found.push(this.#read(number));
    return found;
  }

  /** The number of the one after it and all that lies inside it. */
  #after(number: number): number {
    return this.#fields[number * fieldCount + fieldCount - 1]!;
  }

  /** The first that begins at the offset or behind it. */
  #search(offset: number): number {
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#fields[middle * fieldCount]! < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #read(number: number): Landmark {
    const field = (index: number) => this.#fields[number * fieldCount + index]!;
    return {
      start: field(0),
      end: field(1),
      line: field(2),
      lineStart: field(3),
      keyStart: field(4),
      keyLine: { line: field(5), lineStart: field(6) },
    };
  }
}

const fieldCount = 8;

export function doubled(array: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}
