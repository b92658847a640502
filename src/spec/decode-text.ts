// Bytes to text. Descriptions are UTF-8; UTF-16 is decoded too (by its byte order mark, or as YAML 1.2, 5.2 detects it
// from the first character), since Windows tools still write it. Anything else is refused with the place of the first
// bad byte: guessing Latin-1 would let two releases differ in every accented letter without anyone having changed one.

import { isAscii, isUtf8 } from 'node:buffer';
import { TocsinError } from '../base/index.ts';
import { positionAt } from './text-position.ts';

const replacement = '\ufffd';
const lineFeed = 0x0a;
const space = 0x20;

/** By their first bytes, with none of which a text begins. */
const archives = [
  { name: 'packed with gzip', magic: [0x1f, 0x8b] },
  { name: 'a ZIP archive', magic: [0x50, 0x4b, 0x03, 0x04] },
  { name: 'a PDF', magic: [0x25, 0x50, 0x44, 0x46, 0x2d] },
] as const;

export interface DecodedText {
  /** Without its byte order mark. */
  readonly text: string;
  /** The same in UTF-8, also where the document is not. */
  readonly utf8: Buffer;
}

/** Throws `spec-not-parsable` where the bytes are not text. */
export function decodeText(bytes: Uint8Array, source: string): DecodedText {
  const archive = archives.find(({ magic }) => magic.every((byte, index) => bytes[index] === byte));
  if (archive !== undefined) {
    throw new TocsinError('spec-not-parsable', `${source} is ${archive.name}, not a text document.`, {
      hint: 'Unpack it and give the document in it.',
      position: { source, pointer: '', line: 1, column: 1, exact: true },
    });
  }
  const encoding = encodingOf(bytes);
  if (encoding === 'utf-32') {
    throw new TocsinError('spec-not-parsable', `${source} is encoded as UTF-32, which tocsin does not read.`, {
      hint: 'Save the document as UTF-8.',
      position: { source, pointer: '', line: 1, column: 1, exact: true },
    });
  }
  const utf8 = withoutMark(bytes);
  if (encoding === 'utf-8' && isUtf8(utf8)) return textOf(utf8); // a third less than a TextDecoder
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return { text, utf8: Buffer.from(text) };
  } catch (cause) {
    const lenient = new TextDecoder(encoding).decode(bytes);
    throw new TocsinError('spec-not-parsable', `${source} is not valid ${encoding.toUpperCase()} text.`, {
      hint: 'Save the document as UTF-8. It may be in Latin-1 or Windows-1252 now, or not be text at all.',
      position: positionAt(lenient, Math.max(0, lenient.indexOf(replacement)), source),
      cause,
    });
  }
}

/** The text is made when it is asked for: of a release that is read beside another, most is never looked at. */
export function textOf(utf8: Buffer): DecodedText {
  let text: string | null = null;
  return {
    get text() {
      text ??= utf8.toString();
      return text;
    },
    utf8,
  };
}

/** Bytes that are looked at together. */
const stride = 16_384;

/**
 * JSON as it is best parsed: where few of its characters are beyond ASCII, they are written as escapes. For a single one
 * V8 keeps two bytes of every character, and reads them all more slowly. An escape is longer than what it stands for: its
 * line moves into the blanks before it and is put back afterwards, which spares a copy of the whole text.
 */
export function jsonText(utf8: Buffer): string {
  const moved: { readonly at: number; readonly bytes: Buffer }[] = [];
  /** The text so far, where a line has no blanks to move into. */
  const parts: Buffer[] = [];
  let copied = 0;
  let grown = 0;
  try {
    for (let at = beyondAscii(utf8, 0), done = 0; at !== -1; at = beyondAscii(utf8, done)) {
      const start = Math.max(done, at - stride);
      const blanks = blanksAhead(utf8.subarray(start, at));
      const last = utf8.subarray(at, at + stride).indexOf(lineFeed);
      done = Math.min(utf8.length, at + (last === -1 ? stride : last));
      while (((utf8[done] ?? 0) & 0xc0) === 0x80) done++; // within a character
      const escaped = Buffer.from(utf8.toString('utf8', at, done).replace(/[^\0-\x7f]/g, escapeOf));
      const growth = escaped.length - (done - at);
      grown += growth;
      if (grown > utf8.length / 10) return utf8.toString();
      if (growth <= blanks.length) {
        const word = start + blanks.end;
        moved.push({ at: word - growth, bytes: Buffer.from(utf8.subarray(word - growth, done)) });
        utf8.copyWithin(word - growth, word, at);
        escaped.copy(utf8, at - growth);
      } else {
        parts.push(utf8.subarray(copied, at), escaped);
        copied = done;
      }
    }
    return (parts.length === 0 ? utf8 : Buffer.concat([...parts, utf8.subarray(copied)])).toString('latin1');
  } finally {
    for (const { at, bytes } of moved) bytes.copy(utf8, at);
  }
}

/** Those that begin the last line, if it begins here: within a string of JSON there is no line feed. */
function blanksAhead(text: Buffer): { readonly length: number; readonly end: number } {
  const line = text.lastIndexOf(lineFeed) + 1;
  let end = line;
  while (line > 0 && text[end] === space) end++;
  return { length: end - line, end };
}

/** The offset of the next byte that is not ASCII, or -1. */
function beyondAscii(utf8: Buffer, from: number): number {
  for (let at = from; at < utf8.length; at += stride) {
    const part = utf8.subarray(at, at + stride);
    if (!isAscii(part)) return at + part.findIndex((byte) => byte > 0x7f);
  }
  return -1;
}

/** One unit of UTF-16, as JSON may write it. */
function escapeOf(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function encodingOf(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' | 'utf-32' {
  const [a, b, c, d] = bytes;
  const isUtf32 =
    (a === 0xff && b === 0xfe && c === 0 && d === 0) || (a === 0 && b === 0 && (c === 0 ? d !== 0 : c === 0xfe));
  if (bytes.length >= 4 && isUtf32) return 'utf-32';
  if ((a === 0xff && b === 0xfe) || (b === 0 && a !== 0 && a !== undefined)) return 'utf-16le';
  if ((a === 0xfe && b === 0xff) || (a === 0 && b !== 0 && b !== undefined)) return 'utf-16be';
  return 'utf-8';
}

function withoutMark(bytes: Uint8Array): Buffer {
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, bytes.byteLength - start);
}
