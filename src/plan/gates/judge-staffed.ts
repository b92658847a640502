import { counted } from '../../base/index.ts';
import { affectedTeams } from '../../catalog/index.ts';
import type { GateInput } from './gate-input.ts';
import { closed, findService, type Judgement, nameSome, opened, uncompared, unknownService } from './judgement.ts';

/** Every shift of the day is acknowledged, but those of teams that are done. */
export function judgeStaffed({ catalog, doneTeams, impact, plan, release, shifts }: GateInput): Judgement {
  const service = findService(catalog, release.service);
  if (service === undefined) return unknownService(release);
  const held = shifts.filter(({ releasedAt }) => releasedAt === null);
  if (plan === null || shifts.length === 0) return closed('There is no roster for the deploy day.', 'Propose a date.');
  if (impact === null) return uncompared('Who is hurt is not known.', release);
  const lacking = [...new Set([service.owner, ...affectedTeams(impact)])].filter(
    (team) => !shifts.some((shift) => shift.team === team),
  );
  if (lacking.length > 0) {
    return closed(
      `${nameSome(lacking)} should be on the roster and are not.`,
      'The clock adds them to the roster: `tocsin tick`, or `tocsin serve`.',
    );
  }
  if (held.length === 0) {
    return closed('Every team was given its hours back: nobody is at hand.', 'Propose a date again, or move it.');
  }
  const needed = held.filter(({ team }) => !doneTeams.includes(team));
  const free = [...new Set(held.map(({ team }) => team))].filter((team) => doneTeams.includes(team));
  const released = free.length === 0 ? '' : ` Done, so that its hours can be given back: ${nameSome(free)}.`;
  const silent = needed.filter(({ acknowledged }) => acknowledged === null);
  if (silent.length === 0) {
    return opened(
      needed.length === 0 ? released.trim() : `All ${counted(needed.length, 'shift')} acknowledged.${released}`,
    );
  }
  const names = nameSome(silent.map(({ person, team }) => `${person.name} (${team})`));
  return closed(
    `${silent.length} of ${counted(needed.length, 'shift')} not acknowledged: ${names}.${released}`,
    `They acknowledge their shifts, which \`tocsin roster ${release.id}\` lists.`,
  );
}
