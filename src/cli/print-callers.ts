// Callers whom the catalogue does not know: who they may be first, since that is the question.

import { sayDay } from '../base/index.ts';
import { type CallerReport, foldedCallers, sayClaim, saySightings, type UnknownCaller } from '../catalog/index.ts';
import type { Stream } from './shell.ts';
import { paint } from './terminal/paint.ts';
import { wrapText } from './terminal/wrap-text.ts';

type Screen = Pick<Stream, 'colour' | 'columns'>;

/** `settled` were left out, since somebody answers for them. */
export function printCallers(callers: readonly CallerReport[], settled: number, screen: Screen): string[] {
  const aside = settled === 0 ? [] : [`${settled} more ${settled === 1 ? 'is' : 'are'} settled: --all shows them.`];
  if (callers.length === 0) {
    return ['No caller waits for an answer.', ...aside];
  }
  return [...callers.flatMap((caller) => [...printCaller(caller, screen), '']), ...aside].slice(
    0,
    aside.length > 0 ? undefined : -1,
  );
}

export function printCaller(caller: CallerReport, screen: Screen): string[] {
  const { bold, dim, green, red, magenta } = paint(screen);
  const { decision, open, service } = caller;
  const lamp = !open ? green('✔') : caller.breaking.length > 0 ? red('✖') : magenta('?');
  const said =
    decision === null || (open && decision.decision !== 'noise')
      ? sayClaim(caller)
      : decision.decision === 'noise'
        ? `noise, said ${decision.by}`
        : `claimed for ${decision.consumer ?? decision.team} by ${decision.by}`;
  return [
    `${lamp} ${bold(nameOf(caller))} calls ${service}: ${said}`,
    ...describeCaller(caller, screen),
    ...(decision?.reason == null ? [] : indent(`“${decision.reason}”`, screen)),
    ...(open && caller.backBecause !== null ? indent(caller.backBecause, screen) : []),
    ...(open && (decision === null || caller.lapsed !== null) && caller.key !== foldedCallers
      ? [
          // Never wrapped: the second line of a command would be another one.
          `    tocsin callers claim ${caller.key} ${claimant(caller)}`,
          `    tocsin callers forward ${caller.key} --team ${caller.guess?.team ?? 'TEAM'}`,
          `    tocsin callers noise ${caller.key} --why 'WHAT IT IS'`,
        ].map(dim)
      : []),
  ];
}

function claimant({ guess }: UnknownCaller): string {
  if (guess === null) return '--consumer NAME';
  return guess.consumer === null ? `--team ${guess.team}` : `--consumer ${guess.consumer}`;
}

/** What was seen of it, and whose it may be. */
export function describeCaller(caller: UnknownCaller, screen: Screen): string[] {
  const { dim } = paint(screen);
  const { environments, firstSeen, lastSeen, operations, breaking, sources, guess } = caller;
  const rest = operations.filter((operation) => !breaking.includes(operation));
  return [
    ...indent(
      `${saySightings(environments)}, ${sayDays(sayDay(firstSeen), sayDay(lastSeen))} (${sources.join(', ')})`,
      screen,
    ),
    ...(breaking.length === 0 ? [] : indent(`Breaks: ${breaking.join(', ')}`, screen)),
    ...(rest.length === 0
      ? []
      : indent(`${breaking.length === 0 ? 'Calls' : 'Also calls'}: ${rest.join(', ')}`, screen).map(dim)),
    ...(guess === null ? [] : indent(`Perhaps ${guess.consumer ?? guess.team}: ${guess.because}`, screen)),
  ];
}

function sayDays(first: string, last: string): string {
  return first === last ? `on ${first}` : `from ${first} to ${last}`;
}

export function nameOf({ name, key }: UnknownCaller): string {
  return name === null ? key : `${name} (${key})`;
}

function indent(text: string, { columns }: Screen): string[] {
  return wrapText(text, { width: Math.min(columns, 110) - 4 }).map((line) => `    ${line}`);
}
