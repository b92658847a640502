// Reads the text of a second release in the light of the first. The lines of a member that stand in both alike are
// neither scanned nor parsed again, nor is their value made twice: a marker is put in their place, what is left of the
// text is parsed like any other, and the first release's value is set where the marker comes out. So it is the parser
// that decides what the lines mean where they stand; where a marker does not come out as the member that it stands
// for, or anything else is amiss, the second text is read by itself.

import { TocsinError } from '../base/index.ts';
import { type DecodedText, textOf } from './decode-text.ts';
import { indexBeside, type Seam } from './index-beside.ts';
import { childOf } from './json-pointer.ts';
import type { LoadLimits } from './load-limits.ts';
import { type ParsedText, parseText } from './parse-text.ts';
import type { JsonScan } from './scan-json.ts';
import type { Stretch } from './stretch.ts';
import type { TextIndex } from './text-index.ts';

/** What is done differently to JSON and to YAML. */
interface Writing {
  /** A marker as it stands after the key and its colon. */
  marker(words: string): string;
  /** Whether a value that is written alike, up to this offset, surely ends here. */
  mayEnd(bytes: Buffer, at: number, stretch: Stretch, before: Buffer): boolean;
}

const json: Writing = {
  marker: (words) => `"${words}"`,
  mayEnd(bytes, at) {
    const after = bytes[at] === comma ? at + 1 : at;
    return after === bytes.length || isLineEnd(bytes[after]);
  },
};

const yaml: Writing = {
  marker: (words) => ` "${words}"\n`,
  /** A line that holds something, and is indented no deeper than the key, ends any block but that of a list beside it. */
  mayEnd(bytes, at, { from, to }, before) {
    if (at === bytes.length) return true;
    const deeper = firstWord(bytes, at) - at - (firstWord(before, from) - from);
    const next = bytes.toString('latin1', at, firstWord(bytes, at) + 1);
    return (
      before[to - 1] === lineFeed &&
      (deeper < 0 || (deeper === 0 && !next.endsWith('-'))) &&
      /^ *[^\s#,\]}]$/.test(next)
    );
  },
};

/** Null where the two have no part in common, or where the second is better read by itself. */
export async function parseBeside(
  first: ParsedText,
  second: DecodedText,
  source: string,
  limits: LoadLimits,
): Promise<ParsedText | null> {
  // A file that calls itself JSON is held to it.
  const isReadAlike = first.scan !== null || !/\.json$/i.test(source);
  if (isReadAlike && first.decoded.utf8.equals(second.utf8)) return { ...first, taken: new Set([first.value]) };
  // Of a key that is there twice, the lines of the one would be taken for the value of the other.
  if (first.hasAnchors || first.stretches === null || first.scan?.mayHaveDuplicates === true) return null;
  const writing = first.scan === null ? yaml : json;
  const repeats = findRepeats(first.stretches(), first.decoded.utf8, second.utf8, writing);
  if (repeats.length === 0 || second.utf8.includes(markerSign) || hasLoneReturn(second.utf8)) return null;
  const { unread, seams } = putMarkers(second.utf8, repeats, writing);
  const rest = await parseText(unread, source, limits).catch(nullWhereUnreadable);
  const isLikeFirst = rest !== null && !rest.hasAnchors && (rest.scan === null) === (first.scan === null);
  if (!isLikeFirst || rest.scan?.mayHaveDuplicates === true) return null;

  const taken = new Set<unknown>();
  /** Thousands of members of one object follow each other. */
  let path: readonly string[] | null = null;
  let holder: unknown;
  let firstHolder: unknown;
  for (const [number, { holderPath, key }] of seams.entries()) {
    if (holderPath !== path) {
      path = holderPath;
      holder = path.reduce(childOf, rest.value);
      firstHolder = path.reduce(childOf, first.value);
    }
    if (childOf(holder, key) !== markerOf(number)) return null;
    const value = childOf(firstHolder, key);
    (holder as Record<string, unknown>)[key] = value;
    taken.add(value);
  }
  let index: TextIndex | null = null;
  return {
    decoded: second,
    value: rest.value,
    scan: first.scan && rest.scan && bothScans(first.scan, rest.scan),
    hasAnchors: false,
    taken,
    index() {
      index ??= indexBeside(first.index(), rest.index(), seams);
      return index;
    },
    stretches: null,
  };
}

/** What was to be told of either is told of both: the loader then looks closer. */
function bothScans(first: JsonScan, rest: JsonScan): JsonScan {
  return {
    landmarks: rest.landmarks,
    tooDeepAt: null,
    mayHaveDuplicates: first.mayHaveDuplicates || rest.mayHaveDuplicates,
    mayReferOut: first.mayReferOut || rest.mayReferOut,
    mayNameItself: first.mayNameItself || rest.mayNameItself,
    mayBeRounded: first.mayBeRounded || rest.mayBeRounded,
  };
}

/** A stretch of the first text that the second repeats. */
interface Repeat {
  readonly stretch: Stretch;
  /** Of the object that has the member, from the top; the very same list for all its members. */
  readonly holderPath: readonly string[];
  /** Where it begins in the second text, and on which line. */
  readonly at: number;
  readonly line: number;
}

/**
 * Goes through the lines of the second text: where one is the first line of a member of the object at hand, all of
 * the member's lines are compared; where they differ, those of its own members are looked for.
 */
function findRepeats(all: readonly Stretch[], before: Buffer, after: Buffer, { mayEnd }: Writing): readonly Repeat[] {
  const repeats: Repeat[] = [];
  const beforeLine: Line = { sum: 0, word: 0, end: 0 };
  const line: Line = { sum: 0, word: 0, end: 0 };
  let at = 0;
  let number = 1;
  const visit = (stretches: readonly Stretch[], path: readonly string[], indent: number) => {
    const members = new Map<number, Stretch>();
    for (const stretch of stretches) {
      readLine(before, stretch.from, beforeLine);
      members.set(beforeLine.sum, stretch);
    }
    while (at < after.length) {
      readLine(after, at, line);
      const ownIndent = line.word - at;
      if (ownIndent <= indent && line.word < line.end) return;
      const stretch = members.get(line.sum);
      const to = stretch === undefined ? at : at + stretch.to - stretch.from;
      const isRepeated =
        stretch !== undefined &&
        to <= after.length &&
        after.compare(before, stretch.from, stretch.to, at, to) === 0 &&
        mayEnd(after, to, stretch, before);
      if (isRepeated) {
        repeats.push({ stretch, holderPath: path, at, line: number });
        number += stretch.furtherLines + 1;
        if (after[to - 1] !== lineFeed) readLine(after, to, line);
        at = after[to - 1] === lineFeed ? to : line.end + 1;
      } else {
        at = line.end + 1;
        number += 1;
        if (stretch !== undefined) visit(stretch.members(), [...path, stretch.key], ownIndent);
      }
    }
  };
  visit(all, [], -1);
  return repeats;
}

/** Begins with a character that is rare, and so quickly looked for. */
const markerSign = '^^ as in the base, ';
const markerOf = (number: number) => markerSign + number;

/** The second text with markers for the values that it repeats, and where they are. */
function putMarkers(bytes: Buffer, repeats: readonly Repeat[], { marker }: Writing) {
  const words = repeats.map((_, number) => marker(markerOf(number)));
  const spared = repeats.reduce((sum, { stretch: { valueFrom, to } }) => sum + to - valueFrom, 0);
  const unread = Buffer.allocUnsafe(words.reduce((sum, { length }) => sum + length, bytes.length - spared));
  const seams: Seam[] = [];
  let from = 0;
  let length = 0;
  let lines = 0;
  for (const [number, { stretch, holderPath, at, line }] of repeats.entries()) {
    length += bytes.copy(unread, length, from, at + stretch.valueFrom - stretch.from);
    const word = words[number] as string;
    const lineOfWord = line - lines;
    lines += stretch.furtherLines;
    seams.push({
      holderPath,
      key: stretch.key,
      offset: length + word.indexOf('"'),
      line: lineOfWord,
      lead: line - stretch.line,
      leftOut: lines,
    });
    length += unread.write(word, length, 'latin1');
    from = at + stretch.to - stretch.from;
  }
  bytes.copy(unread, length, from);
  return { unread: textOf(unread), seams };
}

function nullWhereUnreadable(cause: unknown): null {
  if (cause instanceof TocsinError) return null;
  throw cause;
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const comma = 0x2c;

/** It ends a line as well, but not one of those that are counted here. */
function hasLoneReturn(bytes: Buffer): boolean {
  for (let at = bytes.indexOf(carriageReturn); at !== -1; at = bytes.indexOf(carriageReturn, at + 1)) {
    if (bytes[at + 1] !== lineFeed) return true;
  }
  return false;
}

function isLineEnd(byte: number | undefined): boolean {
  return byte === lineFeed || byte === carriageReturn || byte === undefined;
}

/** Past the blanks at the beginning of a line. */
function firstWord(bytes: Buffer, from: number): number {
  let at = from;
  while (bytes[at] === 0x20 || bytes[at] === 0x09) at++;
  return at;
}

interface Line {
  /** By which it is known: lines with the same sum are compared before anything is made of it. */
  sum: number;
  /** The offset of the first byte that is no blank. */
  word: number;
  /** The offset of the line feed, or of the end of the text. */
  end: number;
}

/** Reads into an object that is there already: there are hundreds of thousands of lines. */
function readLine(bytes: Buffer, from: number, line: Line): void {
  let at = firstWord(bytes, from);
  line.word = at;
  let sum = at - from;
  for (; at < bytes.length && bytes[at] !== lineFeed; at++) sum = (Math.imul(sum, 31) + bytes[at]!) | 0;
  line.sum = sum;
  line.end = at;
}
