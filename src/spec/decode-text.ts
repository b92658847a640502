// Bytes to text. Descriptions are UTF-8; UTF-16 is decoded where a byte order mark announces it, since Windows tools
// still write it. Anything else is refused with the place of the first bad byte: guessing Latin-1 would let two
// releases differ in every accented letter without anybody having changed one.

import { TocsinError } from '../base/index.ts';
import { positionAt } from './text-position.ts';

const replacement = '\ufffd';

/** Text without its byte order mark. Throws `spec-not-parsable` where the bytes are not text. */
export function decodeText(bytes: Uint8Array, source: string): string {
  const encoding = encodingOf(bytes);
  if (encoding === null) {
    throw new TocsinError('spec-not-parsable', `${source} is encoded as UTF-32, which tocsin does not read.`, {
      hint: 'Save the document as UTF-8.',
      position: { source, pointer: '', line: 1, column: 1, exact: true },
    });
  }
  let text: string;
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (cause) {
    const lenient = new TextDecoder(encoding).decode(bytes);
    throw new TocsinError('spec-not-parsable', `${source} is not valid ${encoding.toUpperCase()}.`, {
      hint: 'Save the document as UTF-8; it may be in Latin-1 or Windows-1252 now.',
      position: positionAt(lenient, Math.max(0, lenient.indexOf(replacement)), source),
      cause,
    });
  }
  const nul = text.indexOf('\0');
  if (nul !== -1) {
    throw new TocsinError('spec-not-parsable', `${source} contains a NUL byte, so it is not a text document.`, {
      hint: 'Check that this is the description and not a binary file; save it as UTF-8.',
      position: positionAt(text, nul, source),
    });
  }
  return text;
}

function encodingOf(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' | null {
  const [a, b, c, d] = bytes;
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 && bytes.length > 2 ? null : 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return null;
  return 'utf-8';
}
