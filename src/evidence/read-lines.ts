// Reads a growing file line by line, and remembers how far: what an earlier import read of it is passed over, after its
// digest has shown that it is still the same. Lines are cut from whole chunks; a line that the end of the file cuts off
// is only taken where it can be read, since a log is often copied while it is written.

import { createHash } from 'node:crypto';
import { TocsinError } from '../base/index.ts';
import type { ReadMark } from './evidence-batch.ts';
import { type EvidenceSource, unpackedChunks } from './open-evidence.ts';

/** By the head of the file. */
export type KnownMarks = ReadonlyMap<string, Pick<ReadMark, 'length' | 'digest'>>;

export interface LineReader {
  /** Lines from the beginning of the new part, once and before any of them is read. */
  sample(lines: readonly string[]): void;
  line(text: string): void;
  /** A last line that has no end, perhaps because it is still being written: whether it is whole, and taken. */
  lastLine(text: string): boolean;
}

/** Bytes that are looked at before the format is told. */
const sampleBytes = 1 << 16;
const newline = 10;

/**
 * Null where there is nothing in the file to take. `longestLine`, in bytes, bounds what is held in memory.
 * @throws TocsinError `evidence-unreadable`
 */
export async function readLines(
  source: EvidenceSource,
  known: KnownMarks,
  reader: LineReader,
  longestLine = 1 << 20,
): Promise<ReadMark | null> {
  const { name } = source;
  const hash = createHash('sha256');
  let head: string | null = null;
  let from = 0;
  let before: Pick<ReadMark, 'length' | 'digest'> | null = null;
  let passed = 0;
  let taken = 0;
  let carry: Buffer = Buffer.alloc(0);
  let sampled = false;
  let restOfLine = false;
  let waiting: Buffer = Buffer.alloc(0);

  const beginWith = (line: Buffer) => {
    head = digestOf(line.at(-1) === 13 ? line.subarray(0, -1) : line);
    before = known.get(head) ?? null;
    from = before?.length ?? 0;
  };
  const giveSample = () => {
    sampled = true;
    const lines = waiting.toString('utf8').split(/\r?\n/);
    reader.sample(lines.filter((line) => line !== ''));
    giveLines(waiting, reader);
    waiting = Buffer.alloc(0);
  };

  for await (const chunk of unpackedChunks(source)) {
    let rest = carry.length === 0 ? chunk : Buffer.concat([carry, chunk]);
    carry = Buffer.alloc(0);
    if (head === null) {
      const end = rest.indexOf(newline);
      if (end >= 0) beginWith(rest.subarray(0, end));
    }
    if (head !== null && passed < from) {
      const old = rest.subarray(0, from - passed);
      hash.update(old);
      passed += old.length;
      rest = rest.subarray(old.length);
      if (passed === from) {
        requireUnchanged();
        restOfLine = old.at(-1) !== newline;
      }
    }
    if (restOfLine && passed === from) {
      // What came after a line that was taken without its end belongs to it.
      const end = rest.indexOf(newline) + 1;
      const tail = rest.subarray(0, end === 0 ? rest.length : end);
      hash.update(tail);
      taken += tail.length;
      rest = rest.subarray(tail.length);
      restOfLine = end === 0;
    }
    const whole = head === null ? 0 : rest.lastIndexOf(newline) + 1;
    const lines = rest.subarray(0, whole);
    carry = Buffer.from(rest.subarray(whole));
    if (carry.length > longestLine) {
      throw new TocsinError('evidence-unreadable', `${name} has a line of more than ${longestLine >> 20} MiB.`, {
        hint: 'Is it a text file? Nothing of this import was recorded.',
      });
    }
    if (whole === 0) continue;
    hash.update(lines);
    taken += lines.length;
    if (sampled) giveLines(lines, reader);
    else {
      waiting = Buffer.concat([waiting, lines]);
      if (waiting.length >= sampleBytes) giveSample();
    }
  }

  if (head === null && carry.length > 0) {
    beginWith(carry);
    const old = carry.subarray(0, from);
    hash.update(old);
    passed = old.length;
    carry = carry.subarray(old.length);
    if (passed === from && from > 0) requireUnchanged();
  }
  if (head === null) return null;
  if (passed < from) return { head, name, from, length: from, digest: before!.digest };
  if (!sampled && waiting.length > 0) giveSample();
  if (!sampled && carry.length > 0) reader.sample([carry.toString('utf8')]);
  if (carry.length > 0 && reader.lastLine(carry.toString('utf8'))) {
    hash.update(carry);
    taken += carry.length;
  }
  if (passed + taken === 0) return null;
  return { head, name, from, length: passed + taken, digest: hash.digest('hex') };

  function requireUnchanged(): void {
    if (hash.copy().digest('hex') === before?.digest) return;
    throw new TocsinError(
      'evidence-unreadable',
      `${name} begins with the same line as a file that was imported before, and then differs from it.`,
      { hint: 'Is it a part of that file, or was it edited? `tocsin evidence forget` takes the earlier import back.' },
    );
  }
}

function giveLines(lines: Buffer, reader: LineReader): void {
  const text = lines.toString('utf8');
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf('\n', start);
    const stop = end === -1 ? text.length : end;
    if (stop > start) reader.line(text.slice(start, text.charCodeAt(stop - 1) === 13 ? stop - 1 : stop));
    start = stop + 1;
  }
}

function digestOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
