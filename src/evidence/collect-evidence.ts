// From files of any kind to one import: what each holds is told by its beginning, or by the format that was asked for.

import { createHash } from 'node:crypto';
import { TocsinError } from '../base/index.ts';
import { accessLogFormatIds, accessLogFormats } from './access-log-formats.ts';
import type { EvidenceBatch, ReadMark } from './evidence-batch.ts';
import type { EvidenceSettings } from './evidence-settings.ts';
import { memberOf } from './member-of.ts';
import { type EvidenceSource, peekInto, readWhole } from './open-evidence.ts';
import { type ReadSource, readAccessLog } from './read-access-log.ts';
import { readHar } from './read-har.ts';
import { type KnownMarks, readLines } from './read-lines.ts';
import { type SpanReader, spanReader } from './read-traces.ts';
import { type Tally, type TallyOptions, tallyCalls } from './tally-calls.ts';

/** What may be asked for with `--format`. */
export const evidenceFormats = [...accessLogFormatIds, 'har', 'otlp'] as const;
export type EvidenceFormat = (typeof evidenceFormats)[number];

export interface CollectOptions extends Omit<TallyOptions, 'source'> {
  /** Null: told by the content. */
  readonly format: EvidenceFormat | null;
  readonly jsonFields: EvidenceSettings['jsonFields'];
  /** What of the files was read before. */
  readonly known: KnownMarks;
}

export interface Collected {
  readonly batch: EvidenceBatch;
  /** The format of each file, in the order in which they were read. */
  readonly files: readonly ReadFile[];
}

export interface ReadFile {
  readonly name: string;
  readonly format: string | null;
  readonly newBytes: number;
  readonly empty: boolean;
  /** The imports that had read parts of it before. */
  readonly importedAs: readonly string[];
}

type Kind = 'access log' | 'har' | 'trace';

/** Enough to see past the beginning of an archive. */
const peekBytes = 1 << 12;
/** A document that is one object is held in memory. */
const mostBytesOfOneDocument = 1 << 28;
const longestLineOfSpans = 1 << 26;

/**
 * Reads all of them, one after the other, into one import. Nothing is recorded here.
 * @throws TocsinError `evidence-unreadable`, `usage`
 */
export async function collectEvidence(sources: readonly EvidenceSource[], options: CollectOptions): Promise<Collected> {
  const known = new Map(options.known);
  const marks: ReadMark[] = [];
  const files: ReadFile[] = [];
  const notes: string[] = [];
  let kind: Kind | null = null;
  let tally: Tally | null = null;
  let spans: SpanReader | null = null;
  const service = options.catalog.services.find(({ name }) => name === options.service);

  for (const one of sources) {
    const { start, source } = await peekInto(one, peekBytes);
    if (start === '') {
      files.push({ name: one.name, format: null, newBytes: 0, empty: true, importedAs: [] });
      continue;
    }
    const own = kindOf(start, options.format);
    if (kind !== null && kind !== own) {
      throw new TocsinError(
        'usage',
        `${one.name} is of another kind (${own}) than what was named before it (${kind}).`,
        {
          hint: 'Import one kind at a time.',
        },
      );
    }
    kind = own;
    tally ??= tallyCalls({ ...options, source: own });
    spans ??= spanReader(service ?? { name: options.service, seenAs: [] }, tally);
    const read = await readSource(own, start, source, known, { tally, spans }, options);
    notes.push(...read.notes);
    const newBytes = read.marks.reduce((sum, { from, length }) => sum + length - from, 0);
    const before = (options.known.get(read.head ?? '') ?? []).flatMap((part) => part.import ?? []);
    files.push({ name: one.name, format: read.format, newBytes, empty: false, importedAs: [...new Set(before)] });
    marks.push(...read.marks);
    for (const mark of read.marks) known.set(mark.head, [...(known.get(mark.head) ?? []), mark]);
  }
  notes.push(...(spans?.end() ?? []));

  const source = kind ?? 'access log';
  const contents = marks.map(({ head, from, length, digest }) => `${head} ${from} ${length} ${digest}`).sort();
  const told = tally?.result() ?? { uses: [], unmatched: [], notes: [] };
  return {
    files,
    batch: {
      id: `sha256:${digestOf([options.service, source, ...contents].join('\n'))}`,
      service: options.service,
      source,
      origin: sources.map(({ name, folder }) => (folder === undefined ? name : `${folder}/${name}`)).join(', '),
      environment: options.environment,
      replaces: false,
      ...told,
      marks,
      notes: [...notes, ...told.notes],
    },
  };
}

function kindOf(start: string, format: EvidenceFormat | null): Kind {
  if (format === 'har') return 'har';
  if (format === 'otlp') return 'trace';
  if (format !== null) return 'access log';
  if (/^\s*\{\s*"log"\s*:\s*\{\s*"(?:version|creator|browser|pages|entries|comment)"/.test(start)) return 'har';
  return /^\s*\{\s*"resourceSpans"\s*:/.test(start) ? 'trace' : 'access log';
}

async function readSource(
  kind: Kind,
  start: string,
  source: EvidenceSource,
  known: KnownMarks,
  { tally, spans }: { readonly tally: Tally; readonly spans: SpanReader },
  options: CollectOptions,
): Promise<ReadSource> {
  if (kind === 'access log') {
    const formats = accessLogFormats(options.jsonFields);
    const wanted = formats.filter(({ id }) => options.format === null || id === options.format);
    return readAccessLog(source, wanted, known, tally);
  }
  if (kind === 'har') {
    return readDocument('har', source, known, (text) => readHar(source.name, text, tally));
  }
  const end = start.indexOf('\n');
  const isOneDocument = end < 0 ? parse(start) !== undefined : parse(start.slice(0, end)) === undefined;
  if (isOneDocument) {
    return readDocument('otlp', source, known, (text) => {
      if (!spans.take(parse(text))) throw noTraces(source.name);
      return [];
    });
  }
  let lines = 0;
  let unreadable = 0;
  const { head, marks } = await readLines(
    source,
    known,
    {
      sample: (sample) => {
        if (!sample.some((line) => memberOf(parse(line), 'resourceSpans') !== undefined)) throw noTraces(source.name);
      },
      line: (text) => {
        lines += 1;
        if (!spans.take(parse(text))) unreadable += 1;
      },
      lastLine: (text) => spans.take(parse(text)),
    },
    longestLineOfSpans,
  );
  const notes = unreadable === 0 ? [] : [`${source.name}: ${unreadable} of ${lines} lines hold no spans.`];
  return { head, marks, format: 'otlp', notes };
}

/** A document that is one object either was imported as it is, or is new as a whole. */
async function readDocument(
  format: EvidenceFormat,
  source: EvidenceSource,
  known: KnownMarks,
  read: (text: string) => readonly string[],
): Promise<ReadSource> {
  const { text, length, digest } = await readWhole(source, mostBytesOfOneDocument);
  if (length === 0) return { head: null, marks: [], format: null, notes: [] };
  if (known.has(digest)) return { head: digest, marks: [], format, notes: [] };
  const mark = { head: digest, name: source.name, from: 0, length, digest };
  return { head: digest, marks: [mark], format, notes: read(text) };
}

function noTraces(name: string): TocsinError {
  return new TocsinError('evidence-unreadable', `${name} holds no OpenTelemetry spans as JSON.`, {
    hint: 'Write OTLP/JSON, one object or one a line: {"resourceSpans": [{"resource": …, "scopeSpans": [{"spans": […]}]}]}.',
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
