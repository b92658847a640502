// The roster as its page shows it: what was judged of it, with lamps, and with what whoever looks may do.

import { type ReleaseView, type Speaker, surveyRelease } from '../bot/index.ts';
import { type Catalog, livingCatalog } from '../catalog/index.ts';
import type { RosterSurvey, Shift, SurveyedTeam } from '../roster/index.ts';
import type { Lamp } from './lamp.ts';
import { mayDo } from './may-do.ts';
import { plainZone } from './time-words.ts';

export interface RosterOnPage extends Pick<RosterSurvey, 'stagingGaps'> {
  readonly doubleBooked: readonly {
    readonly person: Shift['person'];
    readonly start: Shift['start'];
    readonly end: Shift['end'];
    readonly by: readonly { readonly teamTitle: string; readonly release: string }[];
  }[];
  readonly teams: readonly TeamRoster[];
  readonly silent: readonly {
    readonly person: Shift['person'];
    readonly teamTitle: string;
    readonly teamEmail: string | null;
    readonly chat: readonly string[];
    readonly on: boolean;
    /** When they are on, or come on. */
    readonly start: Shift['start'];
  }[];
  readonly done: readonly (RosterSurvey['done'][number] & {
    readonly title: string;
    readonly release: string;
    readonly mayStandDown: boolean;
  })[];
}

export interface TeamRoster extends Omit<SurveyedTeam, 'title' | 'shifts'> {
  readonly title: string;
  readonly shifts: readonly ShiftOnPage[];
  readonly release: string;
  readonly mayStandDown: boolean;
  /** Its consumers, where each of them was seen working in production, so that nobody has to stay for them. */
  readonly done: readonly string[];
  /** Who could take hours that whoever looks may hand over; nobody where they may not. */
  readonly people: readonly Shift['person'][];
}

type ShiftOnPage = SurveyedTeam['shifts'][number] & {
  readonly zone: string;
  readonly lamp: Lamp;
  readonly mayAcknowledge: boolean;
  readonly mayHandOver: boolean;
};

export function rosterOnPage(
  view: ReleaseView,
  catalog: Catalog,
  now: Shift['start'],
  principal: Speaker | null,
  /** The shifts of all other releases: see `surveyRoster`. */
  others: readonly Shift[] = [],
): RosterOnPage {
  const survey = surveyRelease(view, catalog, now, others);
  const teamOf = (name: string) => survey.teams.find(({ team }) => team === name);
  const titleOf = (name: string) => teamOf(name)?.title ?? name;
  const mayStandDown = principal !== null && mayDo(principal, 'stand-down');
  const speaksFor = (team: string) => principal !== null && mayDo(principal, 'acknowledge', team);
  const everybody = new Map(
    livingCatalog(catalog).teams.flatMap(({ members }) => members.map((one) => [one.email, one])),
  );
  const people = [...everybody.values()].toSorted((a, b) => a.name.localeCompare(b.name));
  return {
    teams: survey.teams.map((team) => ({
      ...team,
      title: titleOf(team.team),
      release: view.release.id,
      mayStandDown: team.held && mayStandDown,
      done: survey.done.find((one) => one.team === team.team)?.consumers ?? [],
      people: speaksFor(team.team) ? people : [],
      shifts: team.shifts.map((entry) => ({
        ...entry,
        zone: plainZone(entry.shift.zone),
        lamp: shiftLamp(entry.shift),
        mayAcknowledge:
          entry.shift.acknowledged === null && entry.shift.releasedAt === null && speaksFor(entry.shift.team),
        mayHandOver: entry.shift.releasedAt === null && entry.shift.end > now && speaksFor(entry.shift.team),
      })),
    })),
    silent: survey.silent.map(({ person, team, start }) => ({
      person,
      teamTitle: titleOf(team),
      teamEmail: teamOf(team)?.email ?? null,
      chat: teamOf(team)?.chat ?? [],
      on: start <= now,
      start,
    })),
    doubleBooked: survey.doubleBooked.map(({ person, start, end, shifts }) => ({
      person,
      start,
      end,
      by: shifts.map(({ team, release }) => ({
        teamTitle: catalog.teams.find(({ name }) => name === team)?.title ?? team,
        release,
      })),
    })),
    done: survey.done.map((one) => ({ ...one, title: titleOf(one.team), release: view.release.id, mayStandDown })),
    stagingGaps: survey.stagingGaps,
  };
}

function shiftLamp({ releasedAt, acknowledged }: Shift): Lamp {
  if (releasedAt !== null) return { shape: 'none', word: 'hours given back' };
  return acknowledged === null
    ? { shape: 'waiting', word: 'not yet acknowledged' }
    : { shape: 'yes', word: 'acknowledged' };
}
