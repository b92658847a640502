// A roster as it is judged on the day: who has not answered, of which team nobody is there when, whose hours can be given
// back, and what staging could not show. Every face reads from here, so that none of them knows less than another.

import type { Instant } from '../base/index.ts';
import type { Catalog } from '../catalog/index.ts';
import { doneTeams, type Ladder } from '../ladder/index.ts';
import type { Plan, Release } from '../plan/index.ts';
import { findGaps } from './find-gaps.ts';
import { overlap } from './follow-on-call.ts';
import { sayAsleep, sayUntried } from './make-roster.ts';
import type { Shift } from './shift.ts';

export interface SurveyInput {
  readonly release: Pick<Release, 'service'>;
  readonly plan: Pick<Plan, 'deployAt' | 'watchUntil'> | null;
  readonly shifts: readonly Shift[];
  readonly ladder: Ladder;
  /** What went out: who was never asked cannot be silent. */
  readonly deliveries: readonly {
    readonly state: string;
    readonly message: { readonly kind: string; readonly recipient: { readonly address: string } };
  }[];
}

export interface RosterSurvey {
  readonly teams: readonly SurveyedTeam[];
  /** A shift of each who was asked and has not said yes to hours that are not over, those on now first. */
  readonly silent: readonly Shift[];
  /** Hours not over for which nobody who would be awake could be asked. */
  readonly asleep: readonly { readonly shift: Shift; readonly because: string }[];
  /** Hours not over in which one person is asked for two things, here or by another release. */
  readonly doubleBooked: readonly DoubleBooking[];
  /** Teams of which every consumer is shown to be done, with these: nobody of them has to answer or to stay. */
  readonly done: readonly { readonly team: string; readonly consumers: readonly string[] }[];
  /** What staging cannot replicate of the service itself. */
  readonly stagingGaps: readonly string[];
}

interface DoubleBooking {
  readonly person: Shift['person'];
  readonly start: Instant;
  readonly end: Instant;
  /** Of this release, the other of this or of another. */
  readonly shifts: readonly [Shift, Shift];
}

/** One team's people of the day, in order of time; why they are asked is said once. */
export interface SurveyedTeam {
  readonly team: string;
  /** Null where the catalogue does not know it any more. */
  readonly title: string | null;
  readonly email: string | null;
  /** Chat rooms that it reads. */
  readonly chat: readonly string[];
  readonly because: string;
  /** Its consumers that staging cannot replicate, with what is known of them since. */
  readonly untried: readonly { readonly consumer: string; readonly gap: string; readonly done: boolean }[];
  /** Hours of the watch, not over yet, in which nobody is there; none where the team has its hours back. */
  readonly gaps: readonly { readonly start: Instant; readonly end: Instant; readonly now: boolean }[];
  /** False where all its hours were given back. */
  readonly held: boolean;
  /** `remark` is what is said of a shift beyond the team's reason. */
  readonly shifts: readonly { readonly shift: Shift; readonly on: boolean; readonly remark: string }[];
}

export function surveyRoster(
  { release, plan, shifts, ladder, deliveries }: SurveyInput,
  catalog: Catalog,
  now: Instant,
  /** The shifts of all other releases that are known: who keeps hours free for one is not free for two. */
  others: readonly Shift[] = [],
): RosterSurvey {
  const toCome = (some: readonly Shift[]) => some.filter(({ releasedAt, end }) => releasedAt === null && end > now);
  const held = toCome(shifts);
  const titleOf = (name: string) => catalog.teams.find((one) => one.name === name)?.title ?? name;
  const isOn = ({ start, end, releasedAt }: Shift) => start <= now && now < end && releasedAt === null;
  const isDone = (name: string) => ladder.consumers.some(({ consumer, climbed }) => consumer === name && climbed);
  const teams = [...Map.groupBy(shifts, ({ team }) => team)].map(([name, own]): SurveyedTeam => {
    const team = catalog.teams.find((one) => one.name === name);
    const because = own.map((shift) => shift.because).reduce((a, b) => (b.length < a.length ? b : a));
    const untried = catalog.consumers.flatMap(({ name: consumer, stagingGap: gap }) =>
      gap !== null && because.includes(sayUntried(consumer, gap)) ? [{ consumer, gap, done: isDone(consumer) }] : [],
    );
    const held = own.some(({ releasedAt }) => releasedAt === null);
    const hours = plan === null || !held ? null : { from: plan.deployAt, until: plan.watchUntil };
    return {
      team: name,
      title: team?.title ?? null,
      email: team?.email ?? null,
      chat: catalog.chat
        .filter((room) => team?.chat.includes(room.name))
        .map(({ name: room, slack }) => (slack.startsWith('#') ? slack : room)),
      because: untried.reduce((text, { consumer, gap }) => text.replace(sayUntried(consumer, gap), ''), because).trim(),
      untried,
      gaps: (hours === null ? [] : findGaps(own, hours))
        .filter(({ end }) => end > now)
        .map((gap) => ({ ...gap, now: gap.start <= now })),
      held,
      shifts: own
        .toSorted((a, b) => a.start.localeCompare(b.start))
        .map((shift) => ({
          shift,
          on: isOn(shift),
          remark: shift.because.startsWith(because) ? shift.because.slice(because.length).trim() : shift.because,
        })),
    };
  });
  const asked = new Set(
    deliveries
      .filter(({ message, state }) => message.kind === 'roster-call' && (state === 'delivered' || state === 'written'))
      .map(({ message }) => message.recipient.address),
  );
  const owner = catalog.services.find(({ name }) => name === release.service)?.owner ?? null;
  const done = doneTeams(ladder, owner);
  const open = shifts
    .filter(({ team }) => !done.has(team))
    .filter(({ acknowledged, releasedAt }) => acknowledged === null && releasedAt === null)
    .filter(({ person, end }) => end > now && asked.has(person.email))
    .toSorted((a, b) => Number(isOn(b)) - Number(isOn(a)) || a.start.localeCompare(b.start));
  const isSame = (a: Shift, b: Shift) => a.person.email === b.person.email && a.team === b.team;
  return {
    teams,
    silent: open.filter((shift, index) => open.findIndex((other) => isSame(other, shift)) === index),
    done: teams.flatMap(({ team, shifts: own }) => {
      const consumers = done.get(team);
      const mayGo = own.some(({ shift }) => shift.releasedAt === null && shift.end > now);
      return consumers === undefined || !mayGo ? [] : [{ team, consumers }];
    }),
    asleep: held.flatMap((shift) => {
      const because = sayAsleep(shift.person.name, titleOf(shift.team));
      return shift.because.includes(because) ? [{ shift, because }] : [];
    }),
    doubleBooked: held.flatMap((shift, index) =>
      [...held.slice(index + 1), ...toCome(others)]
        .filter((other) => other.person.email === shift.person.email && overlap(shift, other))
        .map((other) => ({
          person: shift.person,
          start: [shift.start, other.start].toSorted()[1] as Instant,
          end: [shift.end, other.end].toSorted()[0] as Instant,
          shifts: [shift, other] as const,
        })),
    ),
    stagingGaps: ladder.stagingGaps,
  };
}
