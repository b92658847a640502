// Whose word counts. On the command line a name is only claimed, and Slack knows members whom the catalogue may not:
// there the catalogue says who a person is and for whom they speak. A token of the web was issued to a person with
// its role, and a signed link belongs to its team: these vouch for themselves, a token as long as the catalogue has
// its person. Whoever has a shell with the store could write into it anyway, so on the command line this guards the
// record against mistakes, not the store against its operator.
// Who was of a team that is retired gives no word any more. Names are another matter: what such people said before is
// still read under the name that the catalogue had for them.

import { nearest, TocsinError } from '../base/index.ts';
import {
  answersTo,
  type Catalog,
  livingCatalog,
  peopleOf,
  personCalled,
  plainName,
  samePerson,
  type Team,
} from '../catalog/index.ts';
import type { Shift } from '../roster/index.ts';
import type { Principal } from '../store/index.ts';
import type { Change } from './tocsin.ts';

/** Those whose word counts. */
function teamsOf(catalog: Catalog): readonly Team[] {
  return livingCatalog(catalog).teams;
}

/** The teams of which somebody is a member, by any of their names. */
export function teamsWith(catalog: Catalog, actor: string): readonly string[] {
  return teamsOf(catalog).flatMap((team) => (isOneOf([team], actor) ? [team.name] : []));
}

/** As which a pipeline acts in a shell: it does what was decided, and decides nothing. */
const pipeline = 'ci';

/**
 * Who acts, where somebody said so in a shell.
 * @throws TocsinError `not-allowed` where the catalogue knows nobody of that name: a slip would stand in the record for good
 */
export function namedActor(catalog: Catalog, name: string): string {
  return personCalled(catalog, name) === undefined && plainName(name) === pipeline
    ? pipeline
    : personNamed(catalog, name, `so ${name} cannot act`);
}

/** The full name of somebody whom the catalogue has. @throws TocsinError `not-allowed` */
export function personNamed(catalog: Catalog, name: string, therefore = 'so it is nobody'): string {
  const person = personCalled(catalog, name);
  if (person !== undefined) return person.name;
  throw nobodyCalled(catalog, name, therefore, `a pipeline acts as ${pipeline}`);
}

/**
 * A token may go by any name where its role gives no words; as a member or a manager somebody has to have it.
 * @throws TocsinError `not-allowed`
 */
export function demandSomebody(catalog: Catalog, { name, role }: Pick<Principal, 'name' | 'role'>): void {
  if (!givesWords(role) || personCalled(catalog, name) !== undefined) return;
  throw nobodyCalled(
    catalog,
    name,
    `and a token of the role ${role} speaks for a person`,
    `a pipeline's token has --role ci`,
  );
}

/** Whether a token of the role speaks for a person. */
export function givesWords(role: Principal['role']): boolean {
  return role === 'member' || role === 'manager';
}

function nobodyCalled(catalog: Catalog, name: string, therefore: string, pipelines: string): TocsinError {
  const known = peopleOf(teamsOf(catalog)).flatMap((one) => [one.name, one.email.slice(0, one.email.lastIndexOf('@'))]);
  const near = nearest(name, known);
  return new TocsinError('not-allowed', `The catalogue knows nobody called ${name}, ${therefore}.`, {
    hint:
      near === null
        ? `Name the members of the teams in tocsin.yaml; ${pipelines}.`
        : `Did you mean ${near}? People are named as members of teams in tocsin.yaml; ${pipelines}.`,
  });
}

/** A token outlives its person: once the catalogue has nobody of that name, it gives no more words. */
function vouchesForItself(catalog: Catalog, { actor, speaker }: Change): boolean {
  if (actor.via === 'cli' || actor.via === 'slack') return false;
  return speaker === undefined || !givesWords(speaker.role) || personCalled(catalog, actor.name) !== undefined;
}

function isOneOf(teams: readonly Team[], actor: string): boolean {
  return peopleOf(teams).some((person) => answersTo(person, actor));
}

function namesOf(teams: readonly Team[]): string {
  return [...new Set(peopleOf(teams).map(({ name }) => name))].join(', ');
}

/** @throws TocsinError `not-allowed`, naming who could approve what `author` wrote */
export function demandKnownPerson(catalog: Catalog, change: Change, author: string): void {
  const { name } = change.actor;
  if (vouchesForItself(catalog, change) || isOneOf(teamsOf(catalog), name)) return;
  const people = [...new Set(peopleOf(teamsOf(catalog)).map((person) => person.name))];
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
  if (vouchesForItself(catalog, change) || isOneOf(teamsOf(catalog), name)) return;
  throw new TocsinError('not-allowed', `The catalogue knows nobody called ${name}, so ${name} cannot ${what}.`, {
    hint: 'Name the members of the teams in tocsin.yaml; on the command line say who you are with --as NAME.',
  });
}

/**
 * What a pipeline may not do, in a shell or by its token.
 * @throws TocsinError `not-allowed`
 */
export function demandDecider({ actor, speaker }: Change, what: string): void {
  const isPipeline =
    speaker === undefined ? actor.via === 'cli' && plainName(actor.name) === pipeline : speaker.role === 'ci';
  if (!isPipeline) return;
  throw new TocsinError('not-allowed', `A pipeline does what was decided and decides nothing, so it cannot ${what}.`, {
    hint: 'Somebody whom the catalogue names can: say who with --as NAME.',
  });
}

/** Whether someone's word is the team's: a member's, and by their token that of a manager, who speaks for all. */
export function speaksFor(catalog: Catalog, change: Change, team: string): boolean {
  const { actor, speaker } = change;
  if (speaker !== undefined && !vouchesForItself(catalog, change)) return false;
  if (speaker?.role === 'manager') return true;
  if (speaker !== undefined) return speaker.role === 'member' && speaker.teams.includes(team);
  return (
    vouchesForItself(catalog, change) ||
    isOneOf(
      teamsOf(catalog).filter(({ name }) => name === team),
      actor.name,
    )
  );
}

/** Those who speak for the team, for a sentence; the team's name where it names nobody. */
export function speakersOf(catalog: Catalog, team: string): string {
  return namesOf(teamsOf(catalog).filter(({ name }) => name === team)) || team;
}

/** @throws TocsinError `not-allowed`, naming the members */
export function demandMember(catalog: Catalog, change: Change, team: string): void {
  const { name } = change.actor;
  const own = teamsOf(catalog).filter((one) => one.name === team);
  if (vouchesForItself(catalog, change) || isOneOf(own, name)) return;
  const members = namesOf(own);
  throw new TocsinError('not-allowed', `${name} is no member of ${team} and cannot speak for it.`, {
    hint:
      members === ''
        ? `Name the members of ${team} in tocsin.yaml, or have it answer by the link that was sent to it.`
        : `${peopleOf(own).length === 1 ? 'Its only member is' : 'Its members are'} ${members}. ${change.actor.via === 'cli' ? `On the command line say who you are with --as; or, having the word of one of them, put it on record as theirs: --as "${peopleOf(own)[0]?.name}", with where they gave it in --note or --why.` : 'One of them says so.'}`,
  });
}

/**
 * What happened is reported by the team or by its pipeline: a report is no word of a person, and a pipeline's token may
 * make it as well. @throws TocsinError `not-allowed`, naming the members
 */
export function demandReporter(catalog: Catalog, change: Change, team: string): void {
  if (change.actor.via === 'cli' && plainName(change.actor.name) === pipeline) return;
  demandMember(catalog, change, team);
}

/** Whoever holds a shift may say that they do, and so may any member of its team. @throws TocsinError `not-allowed` */
export function demandHolder(catalog: Catalog, change: Change, shift: Pick<Shift, 'team' | 'person'>): void {
  if (answersTo(shift.person, change.actor.name)) return;
  demandMember(catalog, change, shift.team);
}

/**
 * Who says whose release it is: the one it is said to be, or a member of the team that answers for the service. Not the
 * author that is on record: who hands it on alone could approve next what they wrote.
 * @throws TocsinError `not-allowed`
 */
export function demandWordOnAuthor(
  catalog: Catalog,
  change: Change,
  release: { readonly id: string; readonly author: string; readonly service: string },
  to: string,
): void {
  const { name } = change.actor;
  const owner = catalog.services.find((service) => service.name === release.service)?.owner;
  const owners = teamsOf(catalog).filter((team) => team.name === owner);
  const isAuthor = samePerson(catalog, name, release.author);
  const isHeard = vouchesForItself(catalog, change) || samePerson(catalog, name, to) || isOneOf(owners, name);
  if (isHeard && !isAuthor) return;
  const able = [...new Set([to, ...peopleOf(owners).map((person) => person.name)])];
  throw new TocsinError('not-allowed', `${name} cannot say that ${to} is the author of ${release.id}.`, {
    hint: `${able.filter((one) => !samePerson(catalog, one, release.author)).join(', ')} can; on the command line say who you are with --as NAME.`,
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
  const owners = teamsOf(catalog).filter((team) => team.name === owner);
  // Who assessed it in a shell may be a pipeline, or a login that the catalogue does not have.
  const author = personCalled(catalog, release.author);
  const isAuthor = author !== undefined && samePerson(catalog, name, release.author);
  if (vouchesForItself(catalog, change) || isAuthor || isOneOf(owners, name)) return;
  const asWhom = change.actor.via === 'cli' ? ' On the command line say who you are with --as NAME.' : '';
  const members = namesOf(owners);
  throw new TocsinError('not-allowed', `${name} cannot say what ${release.id} is meant to break.`, {
    hint:
      author === undefined
        ? `A member of ${owner} can: ${members}.${asWhom}`
        : `Its author ${author.name} can, or a member of ${owner}: ${members}.`,
  });
}
