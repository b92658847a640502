// Reads a growing file line by line, and remembers which parts: what earlier imports read of it is passed over, after its
// digest has shown that it is still the same; what lies between them, because an import was forgotten, is read. Lines are
// cut from whole chunks; a line that the end of the file cuts off is only taken where it can be read, since a log is often
// copied while it is written.

import { createHash } from 'node:crypto';
import { TocsinError } from '../base/index.ts';
import type { ReadMark } from './evidence-batch.ts';
import { type EvidenceSource, unpackedChunks } from './open-evidence.ts';

/** A part of a file that was read, and by which import; that is not asked of parts which are being read now. */
type KnownMark = Pick<ReadMark, 'from' | 'length' | 'digest'> & { readonly import?: string };

/** The parts that were read of each file, in any order, by the head of the file. They do not overlap. */
export type KnownMarks = ReadonlyMap<string, readonly KnownMark[]>;

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
 * The parts that are new, in their order, and by what the file is known: null of an empty one. `longestLine`, in bytes, bounds what is held in memory.
 * @throws TocsinError `evidence-unreadable`
 */
export async function readLines(
  source: EvidenceSource,
  known: KnownMarks,
  reader: LineReader,
  longestLine = 1 << 20,
): Promise<{ readonly head: string | null; readonly marks: readonly ReadMark[] }> {
  const { name } = source;
  const hash = createHash('sha256');
  const marks: ReadMark[] = [];
  let head: string | null = null;
  let before: Pick<ReadMark, 'from' | 'length' | 'digest'>[] = [];
  let position = 0;
  let partStart = 0;
  let restOfLine = false;
  /** The beginning of a line, in pieces, that waits for its end. */
  let begun: Buffer[] = [];
  let sampled = false;
  let waiting: Buffer = Buffer.alloc(0);

  const beginWith = (line: Buffer) => {
    head = digestOf(line.at(-1) === 13 ? line.subarray(0, -1) : line);
    before = [...(known.get(head) ?? [])].sort((one, other) => one.from - other.from);
  };
  const passOver = (bytes: Buffer) => {
    hash.update(bytes);
    position += bytes.length;
  };
  const giveSample = () => {
    sampled = true;
    const lines = waiting.toString('utf8').split(/\r?\n/);
    reader.sample(lines.filter((line) => line !== ''));
    giveLines(waiting, reader);
    waiting = Buffer.alloc(0);
  };
  const takeLines = (lines: Buffer) => {
    if (lines.length === 0) return;
    passOver(lines);
    if (sampled) giveLines(lines, reader);
    else {
      waiting = Buffer.concat([waiting, lines]);
      if (waiting.length >= sampleBytes) giveSample();
    }
  };
  /** With what is left of it, which has no end. */
  const endPart = (last: Buffer) => {
    if (!sampled && waiting.length > 0) giveSample();
    let rest = last;
    if (last.length > 0) {
      if (!sampled) reader.sample([last.toString('utf8')]);
      sampled = true;
      if (reader.lastLine(last.toString('utf8'))) {
        passOver(last);
        rest = last.subarray(last.length);
      }
    }
    if (head !== null && position > partStart) {
      marks.push({ head, name, from: partStart, length: position, digest: hash.copy().digest('hex') });
    }
    passOver(rest);
  };
  /** As far as it can be read by now: the beginning of a line comes back. */
  const take = (bytes: Buffer): Buffer => {
    let rest = bytes;
    while (rest.length > 0) {
      const next = before[0];
      if (next !== undefined && position >= next.from) {
        const old = rest.subarray(0, next.length - position);
        passOver(old);
        rest = rest.subarray(old.length);
        if (position < next.length) break;
        requireUnchanged(next.digest);
        before.shift();
        partStart = position;
        restOfLine = old.at(-1) !== newline;
        continue;
      }
      const part = next === undefined ? rest : rest.subarray(0, next.from - position);
      let line = part;
      if (restOfLine) {
        // What came after a line that was taken without its end belongs to it.
        const end = part.indexOf(newline) + 1;
        const tail = part.subarray(0, end === 0 ? part.length : end);
        passOver(tail);
        line = part.subarray(tail.length);
        restOfLine = end === 0;
      }
      const whole = line.lastIndexOf(newline) + 1;
      takeLines(line.subarray(0, whole));
      const cut = line.subarray(whole);
      rest = rest.subarray(part.length);
      if (next === undefined || position + cut.length < next.from) return cut;
      endPart(cut);
    }
    return rest;
  };

  for await (const chunk of unpackedChunks(source)) {
    begun.push(chunk);
    if (chunk.includes(newline)) {
      const bytes = Buffer.concat(begun);
      if (head === null) beginWith(bytes.subarray(0, bytes.indexOf(newline)));
      begun = [Buffer.from(take(bytes))];
    }
    if (begun.reduce((sum, { length }) => sum + length, 0) > longestLine) {
      throw new TocsinError('evidence-unreadable', `${name} has a line of more than ${longestLine >> 20} MiB.`, {
        hint: 'Is it a text file? Nothing of it was kept.',
      });
    }
  }
  let carry = Buffer.concat(begun);
  if (head === null && carry.length > 0) beginWith(carry);
  carry = Buffer.from(take(carry));
  const next = before[0];
  if (next === undefined || position < next.from) endPart(carry);
  return { head, marks };

  function requireUnchanged(digest: string): void {
    if (hash.copy().digest('hex') === digest) return;
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
