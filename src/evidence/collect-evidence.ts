// From files of any kind to one import: what each holds is told by its first bytes, or by the format that was asked for.

import { createHash } from 'node:crypto';
import { TocsinError } from '../base/index.ts';
import { accessLogFormatIds, accessLogFormats } from './access-log-formats.ts';
import type { EvidenceBatch, ReadMark } from './evidence-batch.ts';
import type { EvidenceSettings } from './evidence-settings.ts';
import type { EvidenceSource } from './open-evidence.ts';
import { type ReadSource, readAccessLog } from './read-access-log.ts';
import type { KnownMarks } from './read-lines.ts';
import { type TallyOptions, tallyCalls } from './tally-calls.ts';

/** What may be asked for with `--format`. */
export const evidenceFormats = [...accessLogFormatIds] as const;
export type EvidenceFormat = (typeof evidenceFormats)[number];

export interface CollectOptions extends Omit<TallyOptions, 'source'> {
  /** Null: told by the content. */
  readonly format: EvidenceFormat | null;
  readonly jsonFields: EvidenceSettings['jsonFields'];
  /** How far files were read before. */
  readonly known: KnownMarks;
}

export interface Collected {
  readonly batch: EvidenceBatch;
  /** The format of each file, in the order in which they were read. */
  readonly files: readonly { readonly name: string; readonly format: string | null; readonly newBytes: number }[];
}

/**
 * Reads all of them, one after the other, into one import. Nothing is recorded here.
 * @throws TocsinError `evidence-unreadable`, `usage`
 */
export async function collectEvidence(sources: readonly EvidenceSource[], options: CollectOptions): Promise<Collected> {
  if (sources.length === 0) throw new TocsinError('usage', 'No file of evidence was named.');
  const formats = accessLogFormats(options.jsonFields);
  const source = 'access log';
  const tally = tallyCalls({ ...options, source });
  const known = new Map(options.known);
  const marks = new Map<string, ReadMark>();
  const files: { name: string; format: string | null; newBytes: number }[] = [];
  const notes: string[] = [];

  for (const one of sources) {
    const wanted = formats.filter(({ id }) => options.format === null || id === options.format);
    const read: ReadSource = await readAccessLog(one, wanted, known, tally);
    notes.push(...read.notes);
    const { mark } = read;
    files.push({ name: one.name, format: read.format, newBytes: mark === null ? 0 : mark.length - mark.from });
    if (mark === null) continue;
    const before = marks.get(mark.head);
    marks.set(mark.head, before === undefined ? mark : { ...mark, from: before.from });
    known.set(mark.head, mark);
  }

  const read = [...marks.values()];
  const contents = read.map(({ head, length, digest }) => `${head} ${length} ${digest}`).sort();
  const told = tally.result();
  return {
    files,
    batch: {
      id: `sha256:${createHash('sha256')
        .update([options.service, source, ...contents].join('\n'))
        .digest('hex')}`,
      service: options.service,
      source,
      origin: sources.map(({ name }) => name).join(', '),
      replaces: false,
      ...told,
      marks: read,
      notes: [...notes, ...told.notes],
    },
  };
}
