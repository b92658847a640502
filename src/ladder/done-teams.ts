import type { Ladder } from './ladder.ts';

/**
 * Teams of which every consumer has climbed, with these. Nobody of them has to stay at hand; those who answer for the
 * service itself do, whatever their own consumers do.
 */
export function doneTeams(ladder: Ladder, owner: string | null): ReadonlyMap<string, readonly string[]> {
  const byTeam = Map.groupBy(ladder.consumers, ({ team }) => team);
  return new Map(
    [...byTeam]
      .filter(([team, own]) => team !== owner && own.every(({ climbed }) => climbed))
      .map(([team, own]) => [team, own.map(({ consumer }) => consumer)]),
  );
}
