// The roster as people meet it on the day: who has not answered comes first, each team with how to reach it and the hours
// in which nobody of it is there.

import type { Instant } from '../base/index.ts';
import type { Principal, ReleaseView } from '../bot/index.ts';
import type { Catalog } from '../catalog/index.ts';
import { findGaps, sayUntried } from '../roster/index.ts';
import type { Lamp } from './lamp.ts';
import { mayDo } from './may-do.ts';
import { plainZone } from './time-words.ts';

type Shift = ReleaseView['shifts'][number];

export interface RosterOnPage {
  readonly teams: readonly TeamRoster[];
  /** Who was asked and has not said yes to hours that are not over, those on now first. */
  readonly silent: readonly {
    readonly person: Shift['person'];
    readonly teamTitle: string;
    readonly teamEmail: string | null;
    /** Chat rooms of the team. */
    readonly chat: readonly string[];
    readonly on: boolean;
    /** When they are on, or come on. */
    readonly start: Instant;
  }[];
  /** Teams of which every consumer is shown to be done: nobody of them has to answer or to stay. */
  readonly done: readonly {
    readonly team: string;
    readonly title: string;
    readonly release: string;
    readonly consumers: readonly string[];
    readonly mayStandDown: boolean;
  }[];
  /** What staging cannot replicate of the service itself. */
  readonly stagingGaps: readonly string[];
}

/** One team's people of the day, in order of time; why they are asked is said once. */
export interface TeamRoster {
  readonly team: string;
  readonly title: string;
  readonly because: string;
  readonly shifts: readonly ShiftOnPage[];
  readonly release: string;
  readonly mayStandDown: boolean;
  /** Null where the catalogue does not know it any more. */
  readonly email: string | null;
  /** Its consumers that staging cannot replicate, with what is known of them since. */
  readonly untried: readonly {
    readonly consumer: string;
    readonly gap: string;
    readonly done: boolean;
  }[];
  /** Chat rooms that it reads. */
  readonly chat: readonly string[];
  /** Hours of the watch, not over yet, in which nobody is there; none where the team has its hours back. */
  readonly gaps: readonly { readonly start: Instant; readonly end: Instant; readonly now: boolean }[];
}

interface ShiftOnPage {
  readonly shift: Shift;
  /** What is said of this shift beyond the team's reason. */
  readonly remark: string;
  readonly zone: string;
  readonly on: boolean;
  readonly lamp: Lamp;
  readonly mayAcknowledge: boolean;
}

type RosterSource = Pick<ReleaseView, 'shifts' | 'plan' | 'deliveries' | 'ladder'> & {
  readonly release: Pick<ReleaseView['release'], 'service'>;
};

export function rosterOnPage(
  { shifts, plan, deliveries, ladder, release }: RosterSource,
  catalog: Catalog,
  now: Instant,
  principal: Principal | null,
): RosterOnPage {
  const isOn = ({ start, end, releasedAt }: Shift) => start <= now && now < end && releasedAt === null;
  const teamOf = (name: string) => catalog.teams.find((team) => team.name === name);
  const roomsOf = (name: string) =>
    catalog.chat
      .filter((room) => teamOf(name)?.chat.includes(room.name))
      .map(({ name: room, slack }) => (slack.startsWith('#') ? slack : room));
  const isDone = (name: string) => ladder.consumers.some(({ consumer, climbed }) => consumer === name && climbed);
  const owner = catalog.services.find(({ name }) => name === release.service)?.owner;
  const teams = [...Map.groupBy(shifts, ({ team }) => team)].map(([name, own]): TeamRoster => {
    const team = teamOf(name);
    const because = own.map((shift) => shift.because).reduce((a, b) => (b.length < a.length ? b : a));
    const untried = catalog.consumers.flatMap(({ name: consumer, stagingGap: gap }) =>
      gap !== null && because.includes(sayUntried(consumer, gap)) ? [{ consumer, gap, done: isDone(consumer) }] : [],
    );
    const held = own.some(({ releasedAt }) => releasedAt === null);
    const hours = plan === null || !held ? null : { from: plan.deployAt, until: plan.watchUntil };
    return {
      team: name,
      title: team?.title ?? name,
      because: untried.reduce((text, { consumer, gap }) => text.replace(sayUntried(consumer, gap), ''), because).trim(),
      untried,
      release: own[0]!.release,
      mayStandDown: held && principal !== null && mayDo(principal, 'stand-down'),
      email: team?.email ?? null,
      chat: roomsOf(name),
      gaps: (hours === null ? [] : findGaps(own, hours))
        .filter(({ end }) => end > now)
        .map((gap) => ({ ...gap, now: gap.start <= now })),
      shifts: own
        .toSorted((a, b) => a.start.localeCompare(b.start))
        .map((shift) => ({
          shift,
          remark: shift.because.startsWith(because) ? shift.because.slice(because.length).trim() : shift.because,
          zone: plainZone(shift.zone),
          on: isOn(shift),
          lamp: shiftLamp(shift),
          mayAcknowledge:
            shift.acknowledged === null &&
            shift.releasedAt === null &&
            principal !== null &&
            mayDo(principal, 'acknowledge', shift.team),
        })),
    };
  });
  const asked = new Set(
    deliveries
      .filter(({ message, state }) => message.kind === 'roster-call' && state === 'delivered')
      .map(({ message }) => message.recipient.address),
  );
  const doneTeams = new Map(
    [...Map.groupBy(ladder.consumers, ({ team }) => team)].filter(
      ([team, own]) => team !== owner && own.every(({ climbed }) => climbed),
    ),
  );
  const open = shifts
    .filter(({ team }) => !doneTeams.has(team))
    .filter(({ acknowledged, releasedAt }) => acknowledged === null && releasedAt === null)
    .filter(({ person, end }) => end > now && asked.has(person.email))
    .toSorted((a, b) => Number(isOn(b)) - Number(isOn(a)) || a.start.localeCompare(b.start));
  const isSame = (a: Shift, b: Shift) => a.person.email === b.person.email && a.team === b.team;
  return {
    teams,
    stagingGaps: ladder.stagingGaps,
    done: teams.flatMap(({ team, title, shifts: own, release: id, mayStandDown }) => {
      const consumers = doneTeams.get(team);
      const held = own.some(({ shift }) => shift.releasedAt === null && shift.end > now);
      if (consumers === undefined || !held) return [];
      return [{ team, title, release: id, consumers: consumers.map(({ consumer }) => consumer), mayStandDown }];
    }),
    silent: open
      .filter((shift, index) => open.findIndex((other) => isSame(other, shift)) === index)
      .map((shift) => ({
        person: shift.person,
        teamTitle: teamOf(shift.team)?.title ?? shift.team,
        teamEmail: teamOf(shift.team)?.email ?? null,
        chat: roomsOf(shift.team),
        on: isOn(shift),
        start: shift.start,
      })),
  };
}

function shiftLamp({ releasedAt, acknowledged }: Shift): Lamp {
  if (releasedAt !== null) return { shape: 'none', word: 'hours given back' };
  return acknowledged === null
    ? { shape: 'waiting', word: 'not yet acknowledged' }
    : { shape: 'yes', word: 'acknowledged' };
}
