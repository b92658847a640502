// What was seen of a consumer that goes against what is said or shown of it, with the worst first.

import { type Instant, sayDay, sayInstant } from '../base/index.ts';
import { isNamedProduction, isStaging, isSuccess, lastAnswered, type UseEvidence } from '../catalog/index.ts';
import type { DeployedFinds } from './find-deployed.ts';
import { findFailing, isFailure, sayFailing } from './find-failing.ts';
import type { Finds } from './find-rungs.ts';
import { type Contradiction, harms, type RungClaim } from './ladder.ts';
import type { LadderInput } from './ladder-input.ts';
import type { Rung } from './rung.ts';
import { bracketTold, latest, runsInProduction, type SeenCall, sayWhenSeen } from './seen-calls.ts';
import { operationKey, type Shape } from './shape-of-use.ts';

/** What was found of one consumer, before it is weighed. */
export interface Progress {
  readonly calls: readonly SeenCall[];
  readonly claimOf: (rung: Rung) => RungClaim | undefined;
  readonly ported: Finds;
  readonly deployed: DeployedFinds;
  readonly production: Finds;
  /** Whether its port gets on with the release alone. */
  readonly needsNew: boolean;
  /** Whether its port has to wait for the release still. */
  readonly waits: boolean;
  /** Whether staging can show it. */
  readonly isTestable: boolean;
}

const dayMillis = 86_400_000;

export function findContradictions(input: LadderInput, progress: Progress): readonly Contradiction[] {
  const { calls } = progress;
  const found = [
    ...calls.flatMap(({ use, shape }) => (shape.is === 'old' ? (stillOld(input, progress, use, shape) ?? []) : [])),
    ...failingInStaging(input, progress),
    ...failingInProduction(input, calls),
    mergedOnly(input, progress) ?? [],
    pointsAtStaging(calls) ?? [],
  ].flat();
  return found.toSorted((a, b) => harms.indexOf(a.harm) - harms.indexOf(b.harm));
}

/** When it was merged, or else said to be ported. */
export function portedAtOf({ ported, claimOf }: Pick<Progress, 'ported' | 'claimOf'>): Instant | null {
  return ported.evidence?.at ?? claimOf('ported')?.at ?? null;
}

/** A call that the release no longer takes as it is. */
function stillOld(
  { release, liveSince, deployBegunAt }: LadderInput,
  progress: Progress,
  use: UseEvidence,
  shape: Shape & { readonly is: 'old' },
): Contradiction | null {
  const { calls, claimOf, ported, deployed } = progress;
  const last = (since: Instant) => `last on ${sayWhenSeen(use.lastSeen, deployBegunAt)}${bracketTold(use, since)}`;
  const portedAt = portedAtOf(progress);
  const isMerged = ported.evidence !== null;
  const said =
    claimOf('ported') !== undefined && !isMerged ? `said to be ported by ${claimOf('ported')?.by}` : 'ported';
  if (isStaging(use.environment)) {
    const heard = portedAt !== null && release.stagedAt !== null && use.lastSeen > release.stagedAt;
    if (!heard || use.lastSeen <= portedAt || isAnswered(calls, use)) return null;
    const because = `It is ${said}, yet in staging it still sends ${shape.what}, ${last(portedAt)}.`;
    return { rung: 'ported', harm: 'staging-fails', because };
  }
  if (!isNamedProduction(use.environment)) return null;
  if (liveSince !== null && use.lastSeen > liveSince) {
    const works =
      shape.operationGone && use.answers !== null && (lastAnswered(use.answers, isSuccess) ?? '') > liveSince;
    const fate = works
      ? `${release.version} does not have that, yet it is answered: is it there?`
      : `${shape.ignored ? 'that is ignored' : 'that no longer works'} since ${sayInstant(liveSince)}.`;
    return {
      rung: 'production',
      harm: failsSince(use, deployBegunAt ?? liveSince) ? 'production-fails' : 'production-uses-old',
      because: `It still sends ${shape.what} to production, ${last(liveSince)}; ${fate}`,
    };
  }
  if (deployBegunAt !== null && failsSince(use, deployBegunAt)) {
    const because = `It still sends ${shape.what} to production, ${last(deployBegunAt)}; that has failed since the deploy began on ${sayInstant(deployBegunAt)}.`;
    return { rung: 'production', harm: 'production-fails', because };
  }
  if (liveSince === null && shape.sent?.[0] === 'server') return null; // the new address is not there yet
  const deployedAt = deployed.evidence?.at ?? claimOf('deployed')?.at ?? null;
  const deployedSince = deployed.since ?? deployedAt;
  if (deployedSince !== null && use.lastSeen > deployedSince) {
    const because = `It is ${deployed.evidence === null ? 'said to be ' : ''}deployed since ${sayDay(deployedSince)}, yet production still sends ${shape.what}, ${last(deployedSince)}.`;
    return { rung: 'deployed', harm: 'production-uses-old', because };
  }
  const isOnlySaid = !isMerged && (liveSince === null || deployedAt === null);
  if (isOnlySaid && !shape.operationGone && portedAt !== null && use.lastSeen > portedAt) {
    const because = `It is ${said} since ${sayDay(portedAt)}, yet it still sends ${shape.what}, ${last(portedAt)}. Either the port misses it or it is not deployed.`;
    return { rung: 'ported', harm: 'not-deployed', because };
  }
  return null;
}

function failingInStaging({ release }: LadderInput, progress: Progress): readonly Contradiction[] {
  const { calls, claimOf, isTestable } = progress;
  if (!isTestable || release.stagedAt === null) return [];
  const portedAt = portedAtOf(progress);
  const since = portedAt !== null && portedAt > release.stagedAt ? portedAt : release.stagedAt;
  const isSaid = portedAt !== null || claimOf('tested') !== undefined || claimOf('deployed') !== undefined;
  // What nobody says is ported may well be refused; what only the release takes is a port.
  const tried = calls.filter(
    ({ use, shape }) => isStaging(use.environment) && (shape.is === 'new' || (shape.is === 'either' && isSaid)),
  );
  return findFailing(tried, since)
    .filter(({ refused }) => refused)
    .map((failing) => ({ rung: 'tested', harm: 'staging-fails', because: sayFailing(failing, 'staging') }));
}

function failingInProduction({ deployBegunAt }: LadderInput, calls: readonly SeenCall[]): readonly Contradiction[] {
  if (deployBegunAt === null) return [];
  const home = calls.filter(({ use, shape }) => runsInProduction(use) && shape.is !== 'old');
  const touched = new Set(
    home.flatMap(({ use, shape }) => (shape.is === 'unchanged' ? [] : operationKey(use.operation))),
  );
  return findFailing(home, deployBegunAt)
    .filter(({ key, worked }) => touched.has(key) || worked !== null) // what never worked and stays is not the release's
    .map((failing) => ({
      rung: 'production',
      harm: 'production-fails',
      because: sayFailing(failing, 'production', deployBegunAt),
    }));
}

function mergedOnly({ liveSince, now, policy }: LadderInput, progress: Progress): Contradiction | null {
  const { ported, deployed, production, claimOf, needsNew, waits } = progress;
  const isDeployed = deployed.evidence !== null || production.evidence !== null || claimOf('deployed') !== undefined;
  if (ported.evidence === null || isDeployed || waits) return null;
  const { at } = ported.evidence;
  const days = Math.floor((Date.parse(now) - Date.parse(at)) / dayMillis);
  // Days of grace end with the release: what could run before it, and does not, breaks now.
  const isLate = liveSince !== null && liveSince > at && !needsNew;
  if (days < policy.ladder.deployWithinDays && !isLate) return null;
  // What needs the release could not be deployed before it came.
  const waited = needsNew && liveSince !== null && liveSince > at;
  const merged = `It was merged on ${sayDay(at)}${waited ? ` and could be deployed since ${sayInstant(liveSince)}, when the release came` : `, ${days} days ago`}`;
  const because =
    deployed.instead === null
      ? `${merged}${waited ? ';' : ', and'} no deployed version has been seen since.`
      : `${merged}. ${deployed.instead}`;
  return { rung: 'deployed', harm: 'not-deployed', because };
}

/** A production identity that calls staging, until it has called production and not staging for a day. */
function pointsAtStaging(calls: readonly SeenCall[]): Contradiction | null {
  const astray = latest(
    calls.filter(
      ({ use }) =>
        isStaging(use.environment) && use.callerEnvironment !== null && isNamedProduction(use.callerEnvironment),
    ),
  );
  if (astray === null) return null;
  const home = latest(calls.filter(({ use }) => runsInProduction(use)));
  if (home !== null && Date.parse(home.use.lastSeen) - Date.parse(astray.use.lastSeen) > dayMillis) return null;
  const { operation, lastSeen, source } = astray.use;
  const because = `Its production identity calls staging: ${operation}, last on ${sayDay(lastSeen)} (${source}).`;
  return { rung: 'production', harm: 'points-at-staging', because };
}

/** Whether its calls have been answered with errors since then, and none well after these. */
function failsSince({ answers }: UseEvidence, since: Instant): boolean {
  if (answers === null) return false;
  const failed = lastAnswered(answers, isFailure);
  return failed !== null && failed > since && failed > (lastAnswered(answers, isSuccess) ?? '');
}

/** Whether a later call to the same environment is in a shape that works: then the old one is past. */
function isAnswered(calls: readonly SeenCall[], old: UseEvidence): boolean {
  return calls.some(
    ({ use, shape, worked }) =>
      worked !== null &&
      use.environment === old.environment &&
      (shape.is === 'new' || shape.is === 'either') &&
      use.firstSeen > old.lastSeen,
  );
}
