// One release for a terminal: where it stands, its gates, whom it hurts, what was said, and what comes next.

import { counted, type Instant, sayInstant } from '../base/index.ts';
import {
  type Delivery,
  type Event,
  endingOf,
  type ReleaseSummary,
  type ReleaseView,
  surveyRelease,
  wrongNow,
} from '../bot/index.ts';
import { type Catalog, personCalled } from '../catalog/index.ts';
import { blockingGates, type Gate, type GateName, isEnded, nextStates, sayState } from '../plan/index.ts';
import { verdictSentence } from '../report/index.ts';
import type { Shift } from '../roster/index.ts';
import { printGates } from './print-gates.ts';
import { printImpact } from './print-impact.ts';
import { printPlan } from './print-plan.ts';
import { printShifts, printSurvey } from './print-roster.ts';
import type { Stream } from './shell.ts';
import { besideUtc } from './show-time.ts';
import { alignColumns } from './terminal/align-columns.ts';
import { paint } from './terminal/paint.ts';
import { wrapText } from './terminal/wrap-text.ts';

/** The whole of it. */
export function printRelease(
  view: ReleaseView,
  {
    catalog,
    stream,
    zone,
    now,
    others,
  }: {
    catalog: Catalog;
    stream: Pick<Stream, 'colour' | 'columns'>;
    zone: string;
    now: Instant;
    /** The shifts of other releases that are under way. */
    others: readonly Shift[];
  },
): string[] {
  const { bold, dim } = paint(stream);
  const { release, comparison, plan, gates, shifts, deliveries, history } = view;
  const title = catalog.services.find(({ name }) => name === release.service)?.title ?? release.service;
  const lines = [
    `${bold(release.id)}  ${title} ${release.version}, ${bold(sayState(release.state))}`,
    ...wrapText(
      `${verdictSentence(comparison)} Its author, ${sayAuthor(release.author, catalog)}, declared: ${declaredWords[release.declared]}.`,
      { width: Math.min(stream.columns, 110) },
    ),
  ];
  if (release.dependsOn.length > 0) lines.push(`Waits for ${release.dependsOn.join(', ')}.`);
  if (release.stagedAt !== null) lines.push(`In staging since ${sayInstant(release.stagedAt)}.`);
  const wrong = wrongNow(view, now);
  if (wrong.length > 0) {
    const width = Math.min(stream.columns, 100) - 2;
    lines.push('', bold('Not right in production'));
    lines.push(...wrong.flatMap((one) => wrapText(`✖ ${one}`, { width, indent: 4 })).map((line) => `  ${line}`));
  }
  const ending = endingOf(view);
  if (ending !== null) {
    lines.push(`${bold(endWords[release.state] ?? release.state)} ${sayEnding(ending)}`);
    if (plan) lines.push(`It was planned for ${sayInstant(plan.deployAt)}.`);
  } else if (plan) lines.push('', ...printPlan(plan, { stream, zone, steps: view.steps }));
  // Once it is over nothing is held up by a gate, and what would open one is nobody's task.
  if (ending === null) lines.push('', bold('Gates'), ...printGates(gates, { stream, zone }));
  lines.push(
    '',
    bold('Consumers'),
    ...printImpact(view.impact, comparison, catalog, stream).map((line) => `  ${line}`),
  );
  if (shifts.length > 0) {
    const survey = surveyRelease(view, catalog, now, others);
    lines.push('', bold('Roster'), ...printShifts(shifts, stream), ...printSurvey(release, survey, stream));
  }
  if (deliveries.length > 0) lines.push('', bold('Messages'), ...printDeliveries(deliveries, stream));
  const refused = deliveries.filter(({ state }) => state === 'refused');
  if (refused.length > 0) {
    lines.push(...[...new Set(refused.flatMap(({ hint }) => hint ?? []))].map((hint) => `  ${hint}`));
    lines.push(`  Then have them tried again: tocsin release retry ${release.id}`);
  }
  lines.push('', bold('History'));
  lines.push(
    ...alignColumns(
      history
        .filter(({ type }) => type.startsWith('release.') || type.startsWith('shift.'))
        .map(({ at, type, actor, why }) => [sayInstant(at), type, `${actor.name} (${actor.via})`, dim(why ?? '')]),
      { indent: 2 },
    ),
  );
  lines.push('', `Next may come: ${nextStates[release.state].map(sayState).join(', ')}.`);
  return lines;
}

function sayAuthor(author: string, catalog: Catalog): string {
  return personCalled(catalog, author) === undefined ? `${author} (whom the catalogue does not know)` : author;
}

const endWords: Partial<Record<ReleaseView['release']['state'], string>> = {
  done: 'Done',
  'rolled-back': 'Rolled back',
  cancelled: 'Called off',
};

function sayEnding({ at, actor, why }: Event): string {
  return `${sayInstant(at)} by ${actor.name}${why === null ? '.' : `: ${why}`}`;
}

/**
 * What changed, in short: the state, and the one thing to do next. The gates that bar it are shown with what opens them;
 * of others it is only said how many there are.
 */
export function printStanding(
  view: ReleaseView,
  { stream, zone }: { stream: Pick<Stream, 'colour' | 'columns'>; zone: string },
): string[] {
  const { bold } = paint(stream);
  const { release, gates } = view;
  const isReady = release.state === 'announced';
  const bars = isReady ? blockingGates(gates) : [];
  const shut = isEnded(release.state) ? [] : gates.filter((gate) => gate.state !== 'open' && !bars.includes(gate));
  const names = shut.map(({ name }) => name).join(', ');
  const next = bars.length > 0 ? openOne(bars) : nextStep(view);
  return [
    `${bold(release.id)} is ${bold(sayState(release.state))}.`,
    ...printGates(bars, { stream, zone }),
    ...(shut.length === 0
      ? []
      : wrapText(
          `${bars.length > 0 ? 'Besides, not' : 'Not'} open yet: ${names}. \`tocsin release show ${release.id}\` says what opens each.`,
          { width: Math.min(stream.columns, 110) },
        )),
    ...(next === null ? [] : [`${bold('Next:')} ${besideUtc(next, zone)}`]),
  ];
}

/** What opens one of the gates: a command that can be given now before one that has to wait, and that before what is no command. */
function openOne(bars: readonly Gate[]): string | null {
  const ways = bars.flatMap(({ wouldOpen }) => wouldOpen ?? []);
  const commands = ways.filter((way) => way.includes(': `tocsin '));
  return commands.find((way) => !way.startsWith('Once ')) ?? commands[0] ?? ways[0] ?? null;
}

/** The command that goes on from here; null where nothing comes after. */
function nextStep(view: ReleaseView): string | null {
  const { gates, plan, shifts } = view;
  const { id, state } = view.release;
  const isOpen = (name: GateName) => gates.some((gate) => gate.name === name && gate.state === 'open');
  switch (state) {
    case 'assessed':
      return `tocsin release propose ${id}`;
    case 'proposed':
      return isOpen('intended') ? `tocsin release approve ${id}` : `tocsin release confirm ${id}`;
    case 'approved':
      return `tocsin announce ${id} --dry-run, and then without it`;
    case 'announced':
      return `tocsin release deploy ${id}${plan === null ? '' : `, from ${sayInstant(plan.deployAt)} on`}`;
    case 'deploying':
      return `tocsin release verify ${id}, as soon as it is out`;
    case 'verifying':
      return `tocsin ladder ${id} for who works with it, then tocsin release done ${id}`;
    case 'done': {
      // Strangers and those who were never seen may still fail: people stay as long as they were asked to.
      const held = shifts.filter(({ releasedAt, end }) => releasedAt === null && end > (endingOf(view)?.at ?? ''));
      const until = held
        .map(({ end }) => end)
        .toSorted()
        .at(-1);
      if (until === undefined) return null;
      const people = counted(new Set(held.map(({ person }) => person.email)).size, 'person', 'people');
      return `the watch goes on until ${sayInstant(until)}, with ${people}; who may go: tocsin roster ${id} --give-back TEAM`;
    }
    default:
      return null;
  }
}

export function printReleases(
  releases: readonly ReleaseSummary[],
  stream: Pick<Stream, 'colour' | 'columns'>,
): string[] {
  const { dim, red } = paint(stream);
  return alignColumns([
    ['RELEASE', 'STATE', 'VERDICT', 'DEPLOY', 'GATES CLOSED', 'UNDERSTOOD'].map(dim),
    ...releases.map(({ release, verdict, deployAt, gatesClosed, affectedTeams, understood, failing }) => [
      release.id,
      release.state,
      verdict,
      deployAt === null ? 'no date' : sayInstant(deployAt),
      gatesClosed === null ? '' : String(gatesClosed),
      understood === null ? '' : `${understood} of ${affectedTeams} teams`,
      failing === null || failing.length === 0 ? '' : red(`${failing.join(', ')}: failing in production`),
    ]),
  ]);
}

function printDeliveries(deliveries: readonly Delivery[], stream: Pick<Stream, 'colour' | 'columns'>): string[] {
  const { dim } = paint(stream);
  return alignColumns(
    deliveries.map(({ message, state, dueAt, because }) => [
      sayInstant(dueAt),
      state,
      message.kind,
      `${message.recipient.channel} ${message.recipient.address}`,
      dim(because ?? ''),
    ]),
    { indent: 2 },
  );
}

const declaredWords = { breaks: 'breaks API', 'does-not-break': 'does not break API', unknown: 'unknown' } as const;
