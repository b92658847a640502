// Text to value. JSON.parse comes first, since it is five times faster than any YAML parser and every JSON
// description passes it. YAML is read by the 1.2 core schema, so that dates stay the strings that the author wrote,
// with YAML 1.1's merge keys, which descriptions do use.

import type { LoadOptions, YAMLException } from 'js-yaml';
import { type Position, TocsinError } from '../base/index.ts';
import { type DecodedText, jsonText } from './decode-text.ts';
import { findJsonFault, type JsonFault } from './json-fault.ts';
import type { LoadLimits } from './load-limits.ts';
import { indexJson, jsonStretches } from './locate-json.ts';
import { indexYaml, takeYamlNotes } from './locate-yaml.ts';
import { type JsonScan, scanJson } from './scan-json.ts';
import type { Stretch } from './stretch.ts';
import type { OffsetIndex, TextIndex } from './text-index.ts';
import { positionAt } from './text-position.ts';

export interface ParsedText {
  readonly decoded: DecodedText;
  readonly value: unknown;
  /** What a pass over the text of JSON has seen; null for YAML. */
  readonly scan: JsonScan | null;
  /** Whether what a line means may depend on lines far away: on YAML's anchors or directives. */
  readonly hasAnchors: boolean;
  /** Objects and lists in the value that are another text's, which was parsed before: see parse-beside.ts. */
  readonly taken: ReadonlySet<unknown>;
  /** Made on the first call; the text is not scanned before. */
  readonly index: () => TextIndex;
  /** Of the members of the whole; null for a text of which a part was not parsed, but taken. */
  readonly stretches: (() => readonly Stretch[]) | null;
}

/** A text that was parsed by itself, from its beginning to its end. */
export interface WholeText extends ParsedText {
  readonly index: () => OffsetIndex;
  readonly stretches: () => readonly Stretch[];
}

const looksLikeJson = /^\s*[{[]/;
const looksLikeMarkup = /^\s*<(?:!doctype|!--|\?xml|[a-z][\w:-]*[\s/>])/i;

/** By its first bytes: of a large document nothing more is made into text, unless it is parsed. */
function beginsAsJson(utf8: Buffer): boolean {
  let at = 0;
  while ((utf8[at] ?? 0xff) <= 0x20) at++;
  return utf8[at] === 0x7b || utf8[at] === 0x5b;
}

/** Throws `spec-not-parsable` with line, column and reason. */
export async function parseText(decoded: DecodedText, source: string, limits: LoadLimits): Promise<WholeText> {
  const { utf8 } = decoded;
  if (!beginsAsJson(utf8)) return parseYaml(decoded, source, limits);
  let value: unknown;
  try {
    value = JSON.parse(jsonText(utf8));
  } catch (cause) {
    const { text } = decoded;
    // Between the braces of JSON, YAML takes the marks of a conflict for words.
    const conflict = conflictIn(text, source, cause);
    if (conflict !== null) throw conflict;
    // Most JSON with a fault is YAML; a file that calls itself JSON is held to it, as other readers will.
    const fault = /\.json$/i.test(source) ? findJsonFault(text) : null;
    if (fault !== null) throw notJson(text, source, fault, cause);
    return parseYaml(decoded, source, limits);
  }
  const scan = scanJson(utf8, limits.nesting);
  if (scan.tooDeepAt !== null) {
    const offset = utf8.toString('utf8', 0, scan.tooDeepAt).length;
    throw tooDeep(source, limits, positionAt(decoded.text, offset, source));
  }
  const index = once(() => indexJson(utf8, scan));
  const stretches = () => jsonStretches(utf8, scan);
  return { decoded, value, scan, hasAnchors: false, taken: new Set(), index, stretches };
}

async function parseYaml(decoded: DecodedText, source: string, limits: LoadLimits): Promise<WholeText> {
  const { text } = decoded;
  if (text.trim() === '') throw empty(source);
  if (looksLikeMarkup.test(text)) throw markup(text, source);
  // Loaded only here: a comparison of JSON documents starts faster without it.
  const { default: yaml } = await import('js-yaml');
  const mergeKey = new yaml.Type('tag:yaml.org,2002:merge', { kind: 'scalar', resolve: (data) => data === '<<' });
  const notes = takeYamlNotes();
  // Two bounds are missing in the published types. Two levels more, since js-yaml counts a key and an inner try as such.
  const options: LoadOptions & { maxDepth: number; maxTotalMergeKeys: number } = {
    schema: yaml.CORE_SCHEMA.extend({ implicit: [mergeKey] }),
    listener: notes.listener,
    maxDepth: limits.nesting + 2,
    maxTotalMergeKeys: limits.mergedKeys,
  };
  let value: unknown;
  try {
    value = yaml.load(text, options);
  } catch (cause) {
    throw cause instanceof yaml.YAMLException ? notParsable(text, source, limits, cause) : cause;
  }
  if (value === undefined || (value === null && holdsNothing(text))) throw empty(source);
  const index = once(() => indexYaml(text, decoded.utf8.length, notes));
  return {
    decoded,
    value,
    scan: null,
    hasAnchors: notes.hasAnchors,
    taken: new Set(),
    index,
    stretches: () => index().stretches(),
  };
}

function once<Made extends object>(make: () => Made): () => Made {
  let made: Made | null = null;
  return () => {
    made ??= make();
    return made;
  };
}

/** Comments, blanks and document marks alone, which js-yaml reads as null. */
function holdsNothing(text: string): boolean {
  return text.split(/\r\n?|\n/).every((line) => /^(?:---|\.\.\.)?\s*(?:#.*)?$/.test(line));
}

function empty(source: string): TocsinError {
  return new TocsinError('spec-not-parsable', `${source} is empty.`, {
    hint: 'Check that the right file was given and that it was written completely.',
    position: { source, pointer: '', line: 1, column: 1, exact: true },
  });
}

function markup(text: string, source: string): TocsinError {
  const kind = /<(?:!doctype html|html|head|body)\b/i.test(text.slice(0, 1000)) ? 'an HTML page' : 'XML';
  return new TocsinError('spec-not-parsable', `${source} is ${kind}, neither JSON nor YAML.`, {
    hint: 'Give the document itself. A server may answer with a page where it wants you to sign in.',
    position: positionAt(text, text.indexOf('<'), source),
  });
}

function notJson(text: string, source: string, fault: JsonFault, cause: unknown): TocsinError {
  return new TocsinError('spec-not-parsable', `${source} is not valid JSON: ${fault.reason}.`, {
    position: positionAt(text, fault.offset, source),
    cause,
  });
}

function notParsable(text: string, source: string, limits: LoadLimits, cause: YAMLException): TocsinError {
  const nul = text.indexOf('\0');
  if (nul !== -1) {
    return new TocsinError('spec-not-parsable', `${source} contains a NUL character, so it is not a text document.`, {
      hint: 'Check that this is the description and not a binary file.',
      position: positionAt(text, nul, source),
      cause,
    });
  }
  const conflict = conflictIn(text, source, cause);
  if (conflict !== null) return conflict;
  const fault = looksLikeJson.test(text) ? findJsonFault(text) : null;
  if (fault !== null) return notJson(text, source, fault, cause);
  const position = markPosition(cause, source);
  if (cause.reason.startsWith('nesting exceeded')) {
    return new TocsinError('spec-not-parsable', `${source} nests deeper than ${limits.nesting} levels.`, {
      position,
      cause,
    });
  }
  if (cause.reason.startsWith('merge keys exceeded')) {
    return new TocsinError('spec-not-parsable', `${source} merges more than ${limits.mergedKeys} keys by \`<<\`.`, {
      hint: 'Its merges multiply each other. If that is meant, share schemas by $ref instead.',
      position,
      cause,
    });
  }
  if (cause.reason.startsWith('expected a single document')) {
    return new TocsinError('spec-not-parsable', `${source} holds several YAML documents, and a description is one.`, {
      hint: 'Give each document in a file of its own.',
      position: positionAt(text, secondDocument(text), source),
      cause,
    });
  }
  return new TocsinError('spec-not-parsable', `${source} is not valid YAML: ${cause.reason}.`, {
    position,
    cause,
  });
}

/** What git leaves in a file of which two people changed the same lines; null where there is none of it. */
function conflictIn(text: string, source: string, cause: unknown): TocsinError | null {
  const [begins, parts, ends] = [/^<{7} /m, /^={7}\r?$/m, /^>{7} /m].map((mark) => text.search(mark));
  if (begins === undefined || begins === -1 || parts === -1 || ends === -1) return null;
  return new TocsinError('spec-not-parsable', `${source} holds the marks of a merge conflict.`, {
    hint: 'Resolve the conflict in git first.',
    position: positionAt(text, begins, source),
    cause,
  });
}

function tooDeep(source: string, limits: LoadLimits, position: Position): TocsinError {
  return new TocsinError('spec-not-parsable', `${source} nests deeper than ${limits.nesting} levels.`, { position });
}

function markPosition({ mark }: YAMLException, source: string) {
  return { source, pointer: '', line: (mark?.line ?? 0) + 1, column: (mark?.column ?? 0) + 1, exact: true };
}

/** The offset of the line `---` that begins the second document. */
function secondDocument(text: string): number {
  const separators = [...text.matchAll(/^---(?=\s|$)/gm)].map((match) => match.index);
  const isContent = /^(?![#%\s]).+/m.test(text.slice(0, separators[0] ?? 0));
  return separators[isContent ? 0 : 1] ?? 0;
}
