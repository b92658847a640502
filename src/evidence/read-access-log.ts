// An access log, whose format its first lines tell. A log in another format than is said, or in none that is known, ends
// here after the sample, with what was expected; single lines that cannot be read are counted and said.

import { TocsinError } from '../base/index.ts';
import { type AccessLogFormat, noRequest } from './access-log-formats.ts';
import type { ReadMark } from './evidence-batch.ts';
import type { EvidenceSource } from './open-evidence.ts';
import { type KnownMarks, readLines } from './read-lines.ts';
import type { Call, Tally } from './tally-calls.ts';

/** Lines of the sample that are tried. */
const sampleLines = 200;
/** A whole combined line has three quotations. */
const quotesInCombined = 6;
/** So many of them have to be of the format. */
const sampleShare = 0.5;

export interface ReadSource {
  /** By what the file is known, see `ReadMark`; null of an empty one. */
  readonly head: string | null;
  /** None where nothing is new. */
  readonly marks: readonly ReadMark[];
  /** The format's id; null where there was nothing new to tell it by. */
  readonly format: string | null;
  readonly notes: readonly string[];
}

/** @throws TocsinError `evidence-unreadable` */
export async function readAccessLog(
  source: EvidenceSource,
  formats: readonly AccessLogFormat[],
  known: KnownMarks,
  tally: Tally,
): Promise<ReadSource> {
  let format: AccessLogFormat | null = null;
  let lines = 0;
  let unreadable = 0;
  let cutOff = false;
  let quotesInLine: number | null = null;
  const take = (call: Call | typeof noRequest) => {
    if (call === noRequest) tally.countNoRequest();
    else tally.count(call);
  };
  const { head, marks } = await readLines(source, known, {
    sample: (sample) => {
      format = formatOf(source.name, sample.slice(0, sampleLines), formats);
      quotesInLine = sample.length < 2 ? null : quotesIn(sample[0] as string);
    },
    line: (text) => {
      lines += 1;
      const call = format?.parse(text) ?? null;
      if (call === null) unreadable += 1;
      else take(call);
    },
    lastLine: (text) => {
      const call = format?.parse(text) ?? null;
      // Text that ends too early may read as a shorter format, and then as somebody else's call.
      const whole = text.endsWith('}') || quotesIn(text) >= (quotesInLine ?? quotesInCombined);
      cutOff = call === null || !whole;
      if (call !== null && whole) take(call);
      return !cutOff;
    },
  });
  const told = format as AccessLogFormat | null;
  return {
    head,
    marks,
    format: told?.id ?? null,
    notes: [
      ...(cutOff ? [`${source.name}: its last line is not whole; the next import takes it when it is.`] : []),
      ...(unreadable === 0
        ? []
        : [`${source.name}: ${unreadable} of ${lines} lines could not be read as ${told?.title ?? 'a log'}.`]),
    ],
  };
}

function quotesIn(line: string): number {
  return line.match(/(?<!\\)"/g)?.length ?? 0;
}

function formatOf(name: string, sample: readonly string[], formats: readonly AccessLogFormat[]): AccessLogFormat {
  const fitting = formats
    .map((format) => ({ format, count: sample.filter((line) => format.parse(line) !== null).length }))
    .sort((a, b) => b.count - a.count)[0];
  if (fitting !== undefined && fitting.count > 0 && fitting.count >= sample.length * sampleShare) return fitting.format;
  const count = fitting?.count ?? 0;
  const lines = sample.length === 1 ? 'its one line' : `of its first ${sample.length} lines`;
  const fits =
    sample.length === 1
      ? `${lines} fits none`
      : count === 0
        ? `${lines} none fits any`
        : `${lines} ${count} fit the nearest`;
  const are =
    sample.length === 1 ? `${lines} is not of it` : `${lines} ${count === 0 ? 'none is' : `${count} are`} of it`;
  throw new TocsinError(
    'evidence-unreadable',
    [
      formats.length === 1
        ? `${name} is no log of the format ${formats[0]?.id}: ${are}. Expected is`
        : `${name} is an access log of no known format: ${fits}. Known are`,
      ...formats.flatMap(({ id, title, example }) => [`  ${id}: ${title}`, `    ${example}`]),
    ].join('\n'),
    {
      hint: sample.some((line) => line.includes('"interactions"'))
        ? 'It looks like a contract: tocsin evidence import-pact takes those of Pact.'
        : 'Choose one with --format, say with --map what its JSON lines call things, or log in one of these.',
    },
  );
}
