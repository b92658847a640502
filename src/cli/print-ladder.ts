// The ladder for a terminal: a row for each consumer, a column for each rung. A word and a proof differ in sign and
// letter, never in colour alone.

import { sayDay, sayInstant } from '../base/index.ts';
import type { PortingIssue } from '../bot/index.ts';
import {
  type BurnDown,
  type ConsumerLadder,
  type Ladder,
  type RungStanding,
  rungs,
  rungTitles,
  sayStanding,
  sayTakenBack,
} from '../ladder/index.ts';
import type { Stream } from './shell.ts';
import { alignColumns } from './terminal/align-columns.ts';
import { paint } from './terminal/paint.ts';
import { wrapText } from './terminal/wrap-text.ts';

/** Each rung of one consumer, with what shows it or what is missing. */
export function printRungs({ consumers }: Ladder, name: string, stream: Pick<Stream, 'colour' | 'columns'>): string[] {
  const { bold } = paint(stream);
  const one = consumers.find(({ consumer }) => consumer === name);
  if (one === undefined) return [`${name} does not have to climb: nothing is known to hit it.`];
  const others = one.contradictions.filter(({ because }) =>
    one.rungs.every((standing) => standing.because !== because),
  );
  return [
    bold(`${one.consumer} (${one.team})`),
    ...indented(
      [
        ...one.rungs.map((standing) => `${cellOf(standing, stream)} ${rungTitles[standing.rung]}: ${standing.because}`),
        ...others.map(({ because }) => `✖ ${because}`),
      ],
      stream,
    ),
  ];
}

/** Contradictions come first. */
export function printLadder(
  { consumers, stagingGaps, takenBackAt }: Ladder,
  burnDown: BurnDown | null,
  stream: Pick<Stream, 'colour' | 'columns'>,
): string[] {
  const { bold, dim, red } = paint(stream);
  const shown = consumers;
  if (shown.length === 0) return ['Nobody has to climb: no consumer that is known is hit.'];
  const loud = shown.flatMap(({ consumer, contradictions }) =>
    contradictions.map((one) => `${red('✖')} ${bold(consumer)}: ${one.because}`),
  );
  const reasons = whatIsMissing(shown);
  return [
    ...(takenBackAt === null ? [] : [bold(sayTakenBack(takenBackAt)), '']),
    ...(loud.length === 0 ? [] : [bold('What contradicts itself'), ...indented(loud, stream), '']),
    ...gridLines(shown, stream),
    '',
    ...wrapText(gridKey, { width: Math.min(stream.columns, 120) }).map(dim),
    '',
    ...(reasons.length === 0 ? [] : [bold('What is missing'), ...indented(reasons, stream), '']),
    ...(stagingGaps.length === 0
      ? []
      : [
          ...indented(
            stagingGaps.map((gap) => `Staging cannot show: ${gap}`),
            stream,
          ),
          '',
        ]),
    summaryOf(shown),
    ...(burnDown === null || takenBackAt !== null
      ? []
      : wrapText(burnDown.forecast.because, { width: Math.min(stream.columns, 100) })),
  ];
}

/** What is said of several is said once: who is not aware by teams, then what stands before the next rung. */
function whatIsMissing(consumers: readonly ConsumerLadder[]): string[] {
  const silent = consumers.filter(({ rungs: [aware] }) => aware?.state === 'not-reached').map(({ team }) => team);
  const teams = [...new Set(silent)].toSorted();
  const missing = consumers.flatMap(({ consumer, rungs: standings, toClimb }) => {
    const isOpen = ({ rung, state }: RungStanding) =>
      toClimb.includes(rung) && state !== 'contradicted' && !(rung === 'aware' && state === 'not-reached');
    const unreachable = toClimb.length === 0 ? undefined : standings.find(({ state }) => state === 'out-of-reach');
    return [unreachable, standings.find(isOpen)].flatMap((one) => (one === undefined ? [] : [{ consumer, ...one }]));
  });
  const groups = Map.groupBy(missing, ({ rung, because }) => `${rungTitles[rung]}: ${because}`);
  return [
    ...(teams.length === 0
      ? []
      : [`${rungTitles.aware}: Nobody of ${teams.join(', ')} has said that they have understood.`]),
    ...[...groups].map(([words, own]) => `${own.map(({ consumer }) => consumer).join(', ')}; ${words}`),
  ];
}

/** Where each consumer was asked to port, and what of the answers is not known. */
export function printPortingIssues(
  issues: readonly PortingIssue[],
  stream: Pick<Stream, 'colour' | 'columns'>,
): readonly string[] {
  if (issues.length === 0) return [];
  const nowhere = Map.groupBy(
    issues.filter(({ number, because }) => number === null && because !== null),
    ({ state, because }) => `${state}: ${because}`,
  );
  const told = [...nowhere].map(
    ([words, own]) => `${own.map(({ consumer, repository }) => `${consumer} (${repository})`).join(', ')}, ${words}`,
  );
  const rest = issues.filter(({ number, because }) => number !== null || because === null);
  const lines = rest.map(({ consumer, repository, number, url, state, because, pullRequests }) => {
    const unread = pullRequests?.unreadBecause ?? null;
    const since = pullRequests?.readAt == null ? 'yet' : `since ${sayInstant(pullRequests.readAt)}`;
    return [
      `${consumer}: ${number === null ? repository : `${repository}#${number}`}, ${state}${url === null ? '' : ` ${url}`}`,
      ...(because === null ? [] : [because]),
      ...(unread === null ? [] : [`Its pull requests were not read ${since}, because: ${unread}`]),
    ].join(' ');
  });
  return ['', paint(stream).bold('Porting issues'), ...indented([...lines, ...told], stream)];
}

export const gridKey =
  '✔ proven, and when it was seen last · ◐ only claimed · ◷ seen too long ago · ✖ contradicted · — staging cannot show it';

/** A row for each consumer, a column for each rung. */
export function gridLines(consumers: readonly ConsumerLadder[], stream: Pick<Stream, 'colour'>): readonly string[] {
  const { bold, dim } = paint(stream);
  return alignColumns([
    ['CONSUMER', 'TEAM', ...rungs.map((rung) => rung.toUpperCase())].map(dim),
    ...consumers.map((one) => [bold(one.consumer), one.team, ...one.rungs.map((standing) => cellOf(standing, stream))]),
  ]);
}

function indented(lines: readonly string[], { columns }: Pick<Stream, 'columns'>): string[] {
  const width = Math.min(columns, 100) - 4;
  return lines.flatMap((line) => wrapText(line, { width, indent: 2 }).map((part) => `  ${part}`));
}

function cellOf({ state, claim, evidence }: RungStanding, stream: Pick<Stream, 'colour'>): string {
  const { dim, green, red, yellow } = paint(stream);
  const day = evidence === null ? '' : sayDay(evidence.at).slice(0, -5);
  switch (state) {
    case 'proven':
      return `${green('✔')} ${day}`;
    case 'claimed':
      return `${yellow('◐')} ${firstName(claim?.by ?? 'claimed')}`;
    case 'stale':
      return `${yellow('◷')} ${day}`;
    case 'contradicted':
      return red(claim === null ? '✖' : `✖ ${firstName(claim.by)}`);
    case 'out-of-reach':
      return dim('—');
    case 'not-reached':
      return dim('·');
  }
}

/** In a narrow column; whole names stand below it. */
function firstName(name: string): string {
  return name.split(' ')[0] ?? name;
}

export function summaryOf(shown: readonly ConsumerLadder[]): string {
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
        sayDay(at),
        String(counts.ground),
        ...rungs.map((rung) => String(counts[rung])),
        String(contradicted),
        bar(steps.done, steps.of),
      ]),
    ]),
    '',
    ...(deployAt === null ? ['It has no date yet.'] : [`The deploy: ${sayInstant(deployAt)}.`]),
    bold(`${words} ${forecast.because}`.trim()),
  ];
}

/** Those who are left behind where a release is called done, or a team's hours are given back. */
export function printNotDone(consumers: readonly ConsumerLadder[]): readonly string[] {
  return consumers.flatMap((one) => {
    const { state, word, missing } = sayStanding(one);
    return state === 'done' ? [] : [`Not done: ${one.consumer} (${one.team}), ${word}. ${missing ?? ''}`.trimEnd()];
  });
}
