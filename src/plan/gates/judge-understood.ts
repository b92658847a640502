import { counted } from '../../base/index.ts';
import { affectedTeams } from '../../catalog/index.ts';
import { announcedSince } from './announced-since.ts';
import type { GateInput } from './gate-input.ts';
import { closed, type Judgement, opened, uncompared, unknown } from './judgement.ts';

/** Each team that is hurt has said so itself. */
export function judgeUnderstood({
  catalog,
  comparison,
  impact,
  notices,
  policy,
  release,
  understandings,
}: GateInput): Judgement {
  if (comparison === null || impact === null || comparison.verdict === 'unknown') {
    return uncompared('Who is hurt is not known.', release);
  }
  const direct = impact.consumers.filter(({ via }) => via.length === 0);
  if (direct.length === 0) {
    return unknown(
      `The catalogue knows nobody who uses ${release.service}: who is hurt cannot be told.`,
      'Declare its consumers in tocsin.yaml.',
    );
  }
  const teams = affectedTeams(impact);
  const heard = new Set(understandings.map(({ team }) => team));
  const missing = teams.filter((team) => !heard.has(team));
  if (teams.length === 0) return opened(`No consumer of ${release.service} is affected.`);
  if (missing.length === 0)
    return opened(`All ${counted(teams.length, 'affected team')} said so: ${teams.join(', ')}.`);
  return closed(
    `${teams.length - missing.length} of ${counted(teams.length, 'affected team')} said so; missing: ${missing.join(', ')}.`,
    sayHow(),
  );
  function sayHow(): string {
    if (announcedSince(notices, catalog, release.service) === null)
      return 'Announce it first: no team can say so before.';
    const [who, team] =
      missing.length === 1 ? [`Someone of ${missing[0]}`, missing[0]] : ['Someone of each team', 'TEAM'];
    const waive =
      policy.gates.understood === 'enforce' ? ' Where that is too strict: `policy.gates.understood: warn`.' : '';
    return `${who} says that it has understood, by the link in its mail, or the word is put on record: \`tocsin release understood ${release.id} --team ${team} --as WHO\`.${waive}`;
  }
}
