import type { Catalog, Team } from './catalog.ts';

/** Who answers for a service; undefined where the catalogue lacks the service. */
export function owningTeam(
  { services, teams }: Pick<Catalog, 'services' | 'teams'>,
  service: string,
): Team | undefined {
  const owner = services.find(({ name }) => name === service)?.owner;
  return teams.find(({ name }) => name === owner);
}
