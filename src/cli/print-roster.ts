// The roster for a terminal: who keeps the day free, and below it what was judged of it, as the board shows it.

import { stripVTControlCharacters } from 'node:util';
import { type Instant, sayInstant } from '../base/index.ts';
import type { RosterSurvey, Shift } from '../roster/index.ts';
import type { Stream } from './shell.ts';
import { showLocal, showSpan } from './show-time.ts';
import { alignColumns } from './terminal/align-columns.ts';
import { paint } from './terminal/paint.ts';
import { wrapText } from './terminal/wrap-text.ts';

/** Who keeps the day free, how to reach them, in whose time, and whether they said so; where a row has no room, in lines. */
export function printShifts(shifts: readonly Shift[], stream: Pick<Stream, 'colour' | 'columns'>): string[] {
  const { green, yellow, dim } = paint(stream);
  const rows = shifts.map(({ person, team, start, end, zone, acknowledged, releasedAt, id }) => [
    releasedAt !== null
      ? `${green('✔')} released`
      : acknowledged !== null
        ? `${green('✔')} acknowledged`
        : `${yellow('○')} not yet`,
    person.name,
    team,
    person.email,
    person.slack === null ? '' : `Slack ${person.slack}`,
    showSpan(start, end),
    showLocal(start, zone) || zone,
    dim(acknowledged === null ? id : `${id}, by ${acknowledged.by}, ${sayInstant(acknowledged.at)}`),
  ]);
  const table = alignColumns(rows, { indent: 2 });
  if (table.every((line) => stripVTControlCharacters(line).length <= stream.columns)) return table;
  const heads = alignColumns(
    rows.map((row) => row.slice(0, 3)),
    { indent: 2 },
  );
  return rows.flatMap(([, , , email = '', slack = '', span = '', local = '', id = ''], at) => [
    heads[at] ?? '',
    ...[`${span}, ${local}`, [email, slack].filter((way) => way !== '').join(', '), id].flatMap((text) =>
      wrapText(text, { width: stream.columns - 6, indent: 2 }).map((line) => `      ${line}`),
    ),
  ]);
}

/** The moment in the time of those whom it is about, as ` (Tue 20:00 Europe/Oslo)`; empty where that reads the same. */
function beside(at: Instant, zone: string | undefined): string {
  const local = zone === undefined ? '' : showLocal(at, zone);
  return local === '' ? '' : ` (${local})`;
}

const inBoth = (at: Instant, zone: string | undefined) => `${sayInstant(at)}${beside(at, zone)}`;

/** Who does not answer, who would sleep, who is asked twice at once, when nobody is there, whose hours can be given back, and what staging could not show. */
export function printSurvey(
  release: { readonly id: string; readonly service: string },
  { silent, teams, asleep, doubleBooked, done, stagingGaps }: RosterSurvey,
  stream: Pick<Stream, 'colour' | 'columns'>,
): string[] {
  const { green, red, yellow } = paint(stream);
  const titleOf = (name: string) => teams.find(({ team }) => team === name)?.title ?? name;
  const waysTo = (name: string) => {
    const team = teams.find((one) => one.team === name);
    return [team?.email, ...(team?.chat ?? [])].filter((way) => way != null).join(', ');
  };
  const line = (sign: string, text: string) =>
    wrapText(text, { width: Math.min(stream.columns, 110) - 4 }).map(
      (part, index) => `  ${index === 0 ? sign : ' '} ${part}`,
    );
  return [
    ...silent.flatMap(({ person, team, start, zone }) =>
      line(
        yellow('○'),
        `${person.name} of ${titleOf(team)} was asked and has not answered for the hours from ${inBoth(start, zone)}: ${person.email}, or the team: ${waysTo(team)}`,
      ),
    ),
    ...asleep.flatMap(({ shift: { start, end, zone }, because }) =>
      line(yellow('○'), `${showSpan(start, end)}${beside(start, zone)}: ${because}`),
    ),
    ...doubleBooked.flatMap(({ person, start, end, shifts }) =>
      line(
        red('✖'),
        `${person.name} is asked twice for ${showSpan(start, end)}: ${shifts.map((one) => `by ${titleOf(one.team)} for ${one.release}`).join(', and ')}. Hand one over: tocsin roster --substitute ${shifts[0].id} --to PERSON --why REASON`,
      ),
    ),
    ...teams.flatMap(({ team, gaps, shifts: [first] }) =>
      gaps.flatMap(({ start, end, now }) =>
        line(
          red('✖'),
          `Nobody of ${titleOf(team)} is there for ${release.id} ${now ? `now, until ${inBoth(end, first?.shift.zone)}` : `${showSpan(start, end)}${beside(start, first?.shift.zone)}`}. Ask who can be reached ${now ? 'now' : 'then'}: ${waysTo(team)}`,
        ),
      ),
    ),
    ...done.flatMap(({ team, consumers }) =>
      line(
        green('✔'),
        `${consumers.join(', ')} of ${titleOf(team)} ${consumers.length === 1 ? 'was' : 'were'} seen working in production. Give its hours back: tocsin roster ${release.id} --give-back ${team}`,
      ),
    ),
    ...teams.flatMap(({ untried }) =>
      untried.flatMap(({ consumer, gap, done: seen }) =>
        seen
          ? line(green('✔'), `${consumer} was seen working in production, which staging could not show.`)
          : line(yellow('—'), `Staging cannot show ${consumer}: ${gap}`),
      ),
    ),
    ...stagingGaps.flatMap((gap) => line(yellow('—'), `Staging could not show of ${release.service}: ${gap}`)),
  ];
}
