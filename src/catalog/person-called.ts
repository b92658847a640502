// By which names a person of the catalogue goes where somebody types one: the full name, the mail address, its part
// before the `@`, or the Slack member id, in any case and with other spaces.

import { type Catalog, livingCatalog, type Person, type Team } from './catalog.ts';

/** Two spellings of one name are one. */
export function plainName(name: string): string {
  return name.trim().normalize('NFC').toLowerCase();
}

export function answersTo({ name, email, slack }: Omit<Person, 'zone'>, called: string): boolean {
  const known = [name, email, email.slice(0, email.lastIndexOf('@')), slack ?? name];
  return known.some((one) => plainName(one) === plainName(called));
}

/** By any of their names; nobody who is only of teams that are retired. */
export function personCalled(catalog: Catalog, called: string): Person | undefined {
  return peopleOf(livingCatalog(catalog).teams).find((one) => answersTo(one, called));
}

/** Under which a word is kept: the catalogue's name of whoever it knows or knew, by whichever of their names they came. */
export function fullName(catalog: Catalog, called: string): string {
  const known = personCalled(catalog, called) ?? peopleOf(catalog.teams).find((one) => answersTo(one, called));
  return known?.name ?? called;
}

export function samePerson(catalog: Catalog, one: string, other: string): boolean {
  if (plainName(one) === plainName(other)) return true;
  return peopleOf(catalog.teams).some((person) => answersTo(person, one) && answersTo(person, other));
}

export function peopleOf(teams: readonly Team[]): readonly Person[] {
  return teams.flatMap(({ members }) => members);
}
