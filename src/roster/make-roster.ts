// Who keeps the deploy day free: the owners, and every team with a consumer that is hit, cannot be told or cannot be
// tried in staging. Each team's hours from the deploy to the end of the watch are cut where its people wake and go to
// bed, so that hand-offs follow the sun. While the deploy itself lasts somebody of each team is there, awake or not,
// and the shift says so; during the watch after it, a team of which everybody sleeps is left to sleep.

import { DateTime } from 'luxon';
import { plainLetters, TocsinError } from '../base/index.ts';
import type { Catalog, Impact, Person, Team } from '../catalog/index.ts';
import type { Plan, Release } from '../plan/index.ts';
import { nameOperation } from '../report/index.ts';
import type { Comparison, Finding } from '../rules/index.ts';
import { type OnDuty, readOnCall } from './read-on-call.ts';
import type { Shift } from './shift.ts';

export interface RosterInput {
  readonly release: Release;
  readonly plan: Plan;
  readonly comparison: Comparison;
  readonly impact: Impact;
  readonly catalog: Catalog;
  /** By team, where it has an on-call calendar: its text, or why that could not be read. */
  readonly onCall?: ReadonlyMap<string, OnCallFeed>;
  /** The roster before: a shift that lies within hours to which the same person said yes stays acknowledged. */
  readonly previous?: readonly Shift[];
}

export type OnCallFeed = { readonly text: string } | { readonly because: string };

/** Local hours in which people may be asked to work. */
const waking = { fromHour: 8, untilHour: 22 };

/** Nobody is asked to keep watch for longer at a stretch while a colleague is awake. */
const longestShiftHours = 8;

/** What a team is there for: the sentence, and the rank by which the roster is ordered. */
interface Duty {
  readonly team: string;
  readonly rank: number;
  readonly because: string;
}

/**
 * The shifts of a release, those first whose consumers staging cannot show, then the owners, then the rest by name;
 * none where an exemption lifts the ceremony. Throws `not-found` where the catalogue lacks the service.
 */
export function makeRoster({
  release,
  plan,
  comparison,
  impact,
  catalog,
  onCall,
  previous = [],
}: RosterInput): Shift[] {
  if (plan.exemption !== null) return [];
  return listDuties(release, comparison, impact, catalog).flatMap((duty) => {
    const team = catalog.teams.find(({ name }) => name === duty.team);
    if (team === undefined) return [];
    const { stretches, unread } = stretchesOf(team, plan, onCall?.get(team.name));
    const timesOf = new Map<string, number>();
    return stretches.map((stretch): Shift => {
      const start = new Date(stretch.start).toISOString();
      const end = new Date(stretch.end).toISOString();
      const { name, email, slack, zone } = stretch.person;
      const slug = slugOf(name);
      const times = (timesOf.get(slug) ?? 0) + 1;
      timesOf.set(slug, times);
      const kept = previous.find(
        (shift) =>
          shift.release === release.id &&
          shift.team === team.name &&
          shift.person.email === email &&
          shift.start <= start &&
          end <= shift.end,
      );
      const asleep = stretch.onDuty
        ? ` ${name} is on duty by the calendar of ${team.title}.`
        : stretch.awake
          ? ''
          : ` ${sayAsleep(name, team.title)}`;
      const id = `${release.id}/${team.name}/${slug}${times > 1 ? `-${times}` : ''}`;
      const because = `${duty.because}${asleep}${unread === null ? '' : ` ${unread}`}`;
      const taken = previous.find(
        ({ insteadOf, start: from, end: until }) => insteadOf?.shift === id && from === start && until === end,
      );
      if (taken !== undefined) return { ...taken, because };
      return {
        id,
        release: release.id,
        team: team.name,
        person: { name, email, slack },
        start,
        end,
        zone,
        because,
        acknowledged: kept?.acknowledged ?? null,
        ...(stretch.onDuty ? { onDuty: true as const } : {}),
        ...(kept?.handovers === undefined ? {} : { handovers: kept.handovers }),
        releasedAt: kept?.releasedAt ?? null,
      };
    });
  });
}

/** A name as it stands in an id. */
export function slugOf(name: string): string {
  const ascii = plainLetters(name).toLowerCase();
  return ascii.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '') || 'someone';
}

function listDuties(release: Release, comparison: Comparison, impact: Impact, catalog: Catalog): Duty[] {
  const service = catalog.services.find(({ name }) => name === release.service);
  if (service === undefined) {
    throw new TocsinError('not-found', `The catalogue does not know the service "${release.service}".`, {
      hint: 'Add it under services in tocsin.yaml.',
    });
  }
  const findings = new Map(comparison.findings.map((finding) => [finding.fingerprint, finding]));
  const reasons = new Map<string, { rank: number; because: string[] }>();
  const add = (team: string, rank: number, because: string) => {
    const known = reasons.get(team);
    if (known === undefined) reasons.set(team, { rank, because: [because] });
    else {
      known.rank = Math.min(known.rank, rank);
      known.because.push(because);
    }
  };
  const consumers = new Map(catalog.consumers.map((consumer) => [consumer.name, consumer]));
  for (const hurt of impact.consumers) {
    if (hurt.via.length > 0) continue;
    const consumer = consumers.get(hurt.consumer);
    const name = hurt.consumer;
    if (consumer !== undefined && consumer.stagingGap !== null) {
      add(hurt.team, 0, sayUntried(name, consumer.stagingGap));
    }
    const certain = hurt.hits.filter(({ certainty }) => certainty !== 'unknown');
    if (certain.length > 0) {
      const met = certain.map(({ finding }) => findings.get(finding));
      add(hurt.team, 2, `${name} uses ${sayUses(met, release.service)}.`);
    } else if (hurt.notAffectedBecause === null) {
      add(hurt.team, 2, `Whether ${name} is affected cannot be told.`);
    }
  }
  add(service.owner, 1, `${service.title} is theirs.`);
  return [...reasons]
    .map(([team, { rank, because }]) => ({ team, rank, because: because.join(' ') }))
    .sort((a, b) => a.rank - b.rank || (a.team < b.team ? -1 : 1));
}

/** Why a consumer that staging cannot replicate has its team on the roster. */
export function sayUntried(consumer: string, stagingGap: string): string {
  return `${consumer} could not be tried in staging: ${stagingGap}`;
}

/** Of hours for which a team has nobody who would be awake. */
export function sayAsleep(person: string, teamTitle: string): string {
  return `Everybody of ${teamTitle} would sleep then; ${person} is nearest to being awake.`;
}

/** `GET /a, which is gone, and GET /b and GET /c, which change`. */
function sayUses(met: readonly (Finding | undefined)[], service: string): string {
  const placesOf = (findings: readonly (Finding | undefined)[]) => [
    ...new Set(findings.map((finding) => sayOperation(finding, service))),
  ];
  const gone = placesOf(met.filter((finding) => finding?.rule === 'operation-removed'));
  const changed = placesOf(met).filter((place) => !gone.includes(place));
  return [
    ...(gone.length > 0 ? [`${sayList(gone)}, which ${gone.length === 1 ? 'is' : 'are'} gone`] : []),
    ...(changed.length > 0 ? [`${sayList(changed)}, which ${changed.length === 1 ? 'changes' : 'change'}`] : []),
  ].join(', and ');
}

function sayOperation(finding: Finding | undefined, service: string): string {
  if (finding?.operation == null) return `the whole of ${service}`;
  return nameOperation(finding.operation);
}

function sayList(items: readonly string[]): string {
  const shown = items.slice(0, 3);
  const more = items.length - shown.length;
  if (more > 0) return `${shown.join(', ')} and ${more} more`;
  return [shown.slice(0, -1).join(', '), ...shown.slice(-1)].filter((part) => part !== '').join(' and ');
}

/** A team that names nobody is asked as a whole, at its own address. */
function peopleOf(team: Team): readonly Person[] {
  if (team.members.length > 0) return team.members;
  return [{ name: team.title, email: team.email, slack: null, zone: team.zone }];
}

interface Stretch {
  readonly person: Person;
  readonly start: number;
  readonly end: number;
  readonly awake: boolean;
  /** By the team's own calendar: then nobody asks whether they would sleep. */
  readonly onDuty: boolean;
}

/** Whoever the team's calendar has on duty, and its people as they wake in the hours that it leaves open. */
function stretchesOf(
  team: Team,
  { deployAt, deployUntil, watchUntil }: Plan,
  feed: OnCallFeed | undefined,
): { readonly stretches: readonly Stretch[]; readonly unread: string | null } {
  const people = peopleOf(team);
  const hours = { start: Date.parse(deployAt), must: Date.parse(deployUntil), end: Date.parse(watchUntil) };
  const asked = (because: string) => ({
    stretches: coverHours(people, hours),
    unread: `Could not read the on-call calendar of ${team.title}: ${because}; the team was asked instead.`,
  });
  if (feed === undefined) return { stretches: coverHours(people, hours), unread: null };
  if ('because' in feed) return asked(feed.because);
  let duties: readonly OnDuty[];
  try {
    duties = readOnCall(feed.text, { from: deployAt, until: watchUntil, zone: team.zone });
  } catch (cause) {
    return asked((cause as Error).message);
  }
  const stretches: Stretch[] = [];
  const nameless: string[] = [];
  let at = hours.start;
  const fill = (until: number) => {
    if (at >= until) return;
    stretches.push(...coverHours(people, { start: at, must: Math.min(hours.must, until), end: until }));
  };
  for (const duty of duties) {
    const person = whoIsOnDuty(team, duty);
    if (person === null) {
      nameless.push(duty.summary);
      continue;
    }
    const [start, end] = [Date.parse(duty.start), Date.parse(duty.end)];
    fill(start);
    stretches.push({ person, start, end, awake: true, onDuty: true });
    at = Math.max(at, end);
  }
  fill(hours.end);
  const unread =
    nameless.length === 0
      ? null
      : `The on-call calendar of ${team.title} has ${sayList([...new Set(nameless)].map((one) => `"${one}"`))}, which names nobody of the team.`;
  return { stretches, unread };
}

/** By an attendee's address, or by the member whose name stands in the event; null where that tells nobody. */
function whoIsOnDuty({ members, zone }: Team, { emails, summary }: OnDuty): Person | null {
  const byEmail = members.find(({ email }) => emails.includes(email.toLowerCase()));
  if (byEmail !== undefined) return byEmail;
  const words = ` ${wordsOf(summary)} `;
  const named = members.filter(({ name }) => words.includes(` ${wordsOf(name)} `));
  if (named.length === 1) return named[0] as Person;
  const [email] = emails;
  return email === undefined ? null : { name: email, email, slack: null, zone };
}

function wordsOf(text: string): string {
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .join(' ');
}

/** `must` is until when somebody has to be there, awake or not. */
function coverHours(people: readonly Person[], hours: { start: number; must: number; end: number }): Stretch[] {
  const stretches: Stretch[] = [];
  const worked = new Map<string, number>();
  let at = hours.start;
  while (at < hours.end) {
    const awake = people
      .map((person) => ({ person, until: wakingUntil(person, at) }))
      .filter(({ until }) => until > at);
    if (awake.length === 0) {
      const wakes = Math.min(...people.map((person) => wakesAt(person, at)));
      if (at < hours.must) take(nearestToWaking(people, at, hoursOf), Math.min(wakes, hours.must), false);
      else at = wakes;
      continue;
    }
    const longest = awake.length > 1 ? at + longestShiftHours * 3_600_000 : hours.end;
    const [next] = awake
      .map(({ person, until }) => ({ person, until: Math.min(until, longest, hours.end) }))
      .sort((a, b) => hoursOf(a.person) - hoursOf(b.person) || b.until - a.until);
    if (next !== undefined) take(next.person, next.until, true);
  }
  return stretches;

  function hoursOf(person: Person): number {
    return worked.get(person.email) ?? 0;
  }

  function take(person: Person, until: number, awake: boolean): void {
    const last = stretches.at(-1);
    if (last !== undefined && last.person === person && last.awake === awake && last.end === at) {
      stretches[stretches.length - 1] = { ...last, end: until };
    } else {
      stretches.push({ person, start: at, end: until, awake, onDuty: false });
    }
    worked.set(person.email, hoursOf(person) + until - at);
    at = until;
  }
}

/** Of two who are as near, whoever keeps fewer hours of that day already. */
function nearestToWaking(people: readonly Person[], at: number, hoursOf: (person: Person) => number): Person {
  const sorted = [...people].sort((a, b) => hoursFromWaking(a, at) - hoursFromWaking(b, at) || hoursOf(a) - hoursOf(b));
  return sorted[0] as Person;
}

/** When the waking day in which `at` lies ends; `at` itself where the person sleeps. */
function wakingUntil(person: Person, at: number): number {
  const local = DateTime.fromMillis(at, { zone: person.zone });
  if (local.hour < waking.fromHour || local.hour >= waking.untilHour) return at;
  return local.set({ hour: waking.untilHour, minute: 0, second: 0, millisecond: 0 }).toMillis();
}

function wakesAt(person: Person, at: number): number {
  const local = DateTime.fromMillis(at, { zone: person.zone });
  const morning = local.set({ hour: waking.fromHour, minute: 0, second: 0, millisecond: 0 });
  return (morning > local ? morning : morning.plus({ days: 1 })).toMillis();
}

function hoursFromWaking(person: Person, at: number): number {
  const local = DateTime.fromMillis(at, { zone: person.zone });
  const hour = local.hour + local.minute / 60;
  const sinceBed = (hour - waking.untilHour + 24) % 24;
  const untilMorning = (waking.fromHour - hour + 24) % 24;
  return Math.min(sinceBed, untilMorning);
}
