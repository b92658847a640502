// Whose word counts. On the command line a name is only claimed, and Slack knows members whom the catalogue may not:
// there the catalogue says who a person is and for whom they speak. A token of the web was issued with its role, and
// a signed link belongs to its team: these vouch for themselves.

import { TocsinError } from '../base/index.ts';
import type { Catalog, Person, Team } from '../catalog/index.ts';
import type { Change } from './tocsin.ts';

/** By full name, mail address, the address's part before the `@`, or Slack member id, whatever the case. */
function answersTo({ name, email, slack }: Person, actor: string): boolean {
  const known = [name, email, email.slice(0, email.lastIndexOf('@')), slack ?? name];
  return known.some((one) => plain(one) === plain(actor));
}

function plain(name: string): string {
  return name.trim().normalize('NFC').toLowerCase();
}

export function samePerson(catalog: Catalog, one: string, other: string): boolean {
  if (plain(one) === plain(other)) return true;
  const people = catalog.teams.flatMap(({ members }) => members);
  return people.some((person) => answersTo(person, one) && answersTo(person, other));
}

/** Under which a word is kept: the catalogue's name of whoever it knows, by whichever of their names they came. */
export function fullName(catalog: Catalog, { actor }: Change): string {
  const people = catalog.teams.flatMap(({ members }) => members);
  const person = vouchesForItself({ actor }) ? undefined : people.find((one) => answersTo(one, actor.name));
  return person?.name ?? actor.name;
}

function vouchesForItself({ actor }: Change): boolean {
  return actor.via !== 'cli' && actor.via !== 'slack';
}

function isOneOf(teams: readonly Team[], actor: string): boolean {
  return teams.some(({ members }) => members.some((person) => answersTo(person, actor)));
}

function namesOf(teams: readonly Team[]): string {
  return [...new Set(teams.flatMap(({ members }) => members.map(({ name }) => name)))].join(', ');
}

/** @throws TocsinError `not-allowed`, naming who could approve what `author` wrote */
export function demandKnownPerson(catalog: Catalog, change: Change, author: string): void {
  const { name } = change.actor;
  if (vouchesForItself(change) || isOneOf(catalog.teams, name)) return;
  const people = [...new Set(catalog.teams.flatMap(({ members }) => members.map((person) => person.name)))];
  const able = people.filter((person) => !samePerson(catalog, person, author));
  throw new TocsinError('not-allowed', `The catalogue knows nobody called ${name}, so ${name} cannot approve it.`, {
    hint:
      able.length === 0
        ? 'Name the members of the teams in tocsin.yaml.'
        : `It can be approved by ${able.join(', ')}; on the command line say who you are with --as NAME.`,
  });
}

/** @throws TocsinError `not-allowed` */
export function demandKnownActor(catalog: Catalog, change: Change, what: string): void {
  const { name } = change.actor;
  if (vouchesForItself(change) || isOneOf(catalog.teams, name)) return;
  throw new TocsinError('not-allowed', `The catalogue knows nobody called ${name}, so ${name} cannot ${what}.`, {
    hint: 'Name the members of the teams in tocsin.yaml; on the command line say who you are with --as NAME.',
  });
}

/** Whether someone's word is the team's: a member's, and by their token that of a manager, who speaks for all. */
export function speaksFor(catalog: Catalog, change: Change, team: string): boolean {
  const { actor, speaker } = change;
  if (speaker?.role === 'manager') return true;
  if (speaker !== undefined) return speaker.role === 'member' && (speaker.team ?? team) === team;
  return (
    vouchesForItself(change) ||
    isOneOf(
      catalog.teams.filter(({ name }) => name === team),
      actor.name,
    )
  );
}

/** Those who speak for the team, for a sentence; the team's name where it names nobody. */
export function speakersOf(catalog: Catalog, team: string): string {
  return namesOf(catalog.teams.filter(({ name }) => name === team)) || team;
}

/** @throws TocsinError `not-allowed`, naming the members */
export function demandMember(catalog: Catalog, change: Change, team: string): void {
  const { name } = change.actor;
  const own = catalog.teams.filter((one) => one.name === team);
  if (vouchesForItself(change) || isOneOf(own, name)) return;
  const members = namesOf(own);
  throw new TocsinError('not-allowed', `${name} is no member of ${team} and cannot speak for it.`, {
    hint:
      members === ''
        ? `Name the members of ${team} in tocsin.yaml, or have it answer by the link that was sent to it.`
        : `Its members are ${members}; on the command line say who you are with --as NAME.`,
  });
}

/** @throws TocsinError `not-allowed`, naming the author and the members of the team that answers for the service */
export function demandAuthorOrOwner(
  catalog: Catalog,
  change: Change,
  release: { readonly id: string; readonly author: string; readonly service: string },
): void {
  const { name } = change.actor;
  const owner = catalog.services.find((service) => service.name === release.service)?.owner;
  const owners = catalog.teams.filter((team) => team.name === owner);
  if (vouchesForItself(change) || samePerson(catalog, name, release.author) || isOneOf(owners, name)) return;
  throw new TocsinError('not-allowed', `${name} cannot say what ${release.id} is meant to break.`, {
    hint: `Its author ${release.author} can, or a member of ${owner}: ${namesOf(owners)}.`,
  });
}
