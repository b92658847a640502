// The ladder for a terminal: a row for each consumer, a column for each rung. A word and a proof differ in sign and
// letter, never in colour alone.

import {
  type BurnDown,
  type ConsumerLadder,
  type Ladder,
  type RungStanding,
  rungs,
  rungTitles,
} from '../ladder/index.ts';
import type { Stream } from './shell.ts';
import { showInstant } from './show-time.ts';
import { alignColumns } from './terminal/align-columns.ts';
import { paint } from './terminal/paint.ts';
import { wrapText } from './terminal/wrap-text.ts';

/** Of all consumers, or of one; contradictions come first. */
export function printLadder(
  { consumers, stagingGaps }: Ladder,
  burnDown: BurnDown | null,
  stream: Pick<Stream, 'colour' | 'columns'>,
  only: string | null = null,
): string[] {
  const { bold, dim, red } = paint(stream);
  const shown = consumers.filter(({ consumer }) => only === null || consumer === only);
  if (shown.length === 0) return ['Nobody has to climb: no consumer that is known is hit.'];
  const width = Math.min(stream.columns, 100);
  const because = (lines: readonly string[]) =>
    lines.flatMap((line) => wrapText(line, { width: width - 4, indent: 2 }).map((part) => `  ${part}`));
  const loud = shown.flatMap(({ consumer, contradictions }) =>
    contradictions.map((one) => `${red('✖')} ${bold(consumer)}: ${one.because}`),
  );
  const reasons = shown.flatMap(({ consumer, rungs: standings }) => {
    const open = standings.find(
      ({ state }) => state !== 'proven' && state !== 'contradicted' && state !== 'out-of-reach',
    );
    const unreachable = standings.find(({ state }) => state === 'out-of-reach');
    return [unreachable, open].flatMap((one) =>
      one === undefined ? [] : [`${consumer}, ${rungTitles[one.rung]}: ${one.because}`],
    );
  });
  return [
    ...(loud.length === 0 ? [] : [bold('What contradicts itself'), ...because(loud), '']),
    ...alignColumns([
      ['CONSUMER', 'TEAM', ...rungs.map((rung) => rungTitles[rung].toUpperCase())].map(dim),
      ...shown.map((one) => [bold(one.consumer), one.team, ...one.rungs.map((standing) => cellOf(standing, stream))]),
    ]),
    '',
    dim(
      '✔ proven, and when it was seen last   ◐ only claimed   ◷ seen too long ago   ✖ contradicted   — staging cannot show it',
    ),
    '',
    ...(reasons.length === 0 ? [] : [bold('What is missing'), ...because(reasons), '']),
    ...(stagingGaps.length === 0 ? [] : [...because(stagingGaps.map((gap) => `Staging cannot show: ${gap}`)), '']),
    ...(burnDown === null ? [summaryOf(shown)] : [summaryOf(shown), burnDown.forecast.because]),
  ];
}

function cellOf({ state, claim, evidence }: RungStanding, stream: Pick<Stream, 'colour'>): string {
  const { dim, green, red, yellow } = paint(stream);
  const day = evidence?.at.slice(5, 10) ?? '';
  switch (state) {
    case 'proven':
      return `${green('✔')} ${day}`;
    case 'claimed':
      return `${yellow('◐')} ${claim?.by ?? 'claimed'}`;
    case 'stale':
      return `${yellow('◷')} ${day}`;
    case 'contradicted':
      return red(claim === null ? '✖' : `✖ ${claim.by}`);
    case 'out-of-reach':
      return dim('—');
    case 'not-reached':
      return dim('·');
  }
}

function summaryOf(shown: readonly ConsumerLadder[]): string {
  const climbed = shown.filter((one) => one.climbed).length;
  const on = rungs.map((rung) => ({ rung, count: shown.filter(({ standsOn }) => standsOn === rung).length }));
  const named = on.filter(({ count }) => count > 0).map(({ rung, count }) => `${count} ${rungTitles[rung]}`);
  const ground = shown.filter(({ standsOn }) => standsOn === null).length;
  return `${climbed} of ${shown.length} ${shown.length === 1 ? 'consumer' : 'consumers'} done; ${[...named, ...(ground > 0 ? [`${ground} on the ground`] : [])].join(', ')}.`;
}

/** A line for each day on which something moved: who stood where, and how far all of them together were. */
export function printBurnDown(
  { points, deployAt, forecast }: BurnDown,
  stream: Pick<Stream, 'colour' | 'columns'>,
): string[] {
  const { bold, dim, green } = paint(stream);
  const lastOfDay = points.filter(({ at }, index) => points[index + 1]?.at.slice(0, 10) !== at.slice(0, 10));
  const bar = (done: number, of: number) => {
    const cells = 24;
    const full = of === 0 ? 0 : Math.round((done / of) * cells);
    return `${green('█'.repeat(full))}${dim('░'.repeat(cells - full))} ${done}/${of}`;
  };
  const words = { 'cannot-tell': 'Cannot tell.', climbed: 'Done.', expected: '' }[forecast.state];
  return [
    ...alignColumns([
      ['DAY', 'GROUND', ...rungs.map((rung) => rungTitles[rung].toUpperCase()), 'CONTRADICTED', 'STEPS'].map(dim),
      ...lastOfDay.map(({ at, counts, contradicted, steps }) => [
        at.slice(0, 10),
        String(counts.ground),
        ...rungs.map((rung) => String(counts[rung])),
        String(contradicted),
        bar(steps.done, steps.of),
      ]),
    ]),
    '',
    ...(deployAt === null ? ['It has no date yet.'] : [`The deploy: ${showInstant(deployAt)}.`]),
    bold(`${words} ${forecast.because}`.trim()),
  ];
}
