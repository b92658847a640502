// What shows that a consumer stands on a rung, or what is missing for that. Claims, ages and contradictions are weighed
// elsewhere.

import { type Instant, sayDay, sayInstant } from '../base/index.ts';
import { isNamedProduction, isStaging } from '../catalog/index.ts';
import { compareVersions } from './compare-versions.ts';
import { findFailing, sayFailing } from './find-failing.ts';
import type { Deployment, Porting, RungEvidence } from './ladder.ts';
import type { LadderInput } from './ladder-input.ts';
import {
  bracketTold,
  latest,
  latestWorking,
  runsInProduction,
  type SeenCall,
  sayUntold,
  type WorkingCall,
  workingSince,
} from './seen-calls.ts';
import { operationKey } from './shape-of-use.ts';

/** What is known of one rung before claims, age and contradictions are weighed. */
export interface Finds {
  readonly evidence: RungEvidence | null;
  /** What would show it, or why it does not count yet: a sentence. */
  readonly missing: string;
  readonly ages: boolean;
}

/** As `Finds`; `since` is when it was put there, where that is known: `at` of the evidence is when it was seen last. */
export interface DeployedFinds extends Finds {
  readonly since: Instant | null;
}

export function findAware({ understandings }: LadderInput, team: string): Finds {
  const word = understandings.find((one) => one.team === team);
  const missing = `Nobody of ${team} has said that they understood.`;
  return {
    evidence:
      word === undefined
        ? null
        : {
            what: `${word.by} said for ${team} that they have understood, on ${sayDay(word.at)}.`,
            at: word.at,
            url: null,
          },
    missing,
    ages: true,
  };
}

export function findPorted(porting: Porting | undefined): Finds {
  const linked = porting?.pullRequests ?? [];
  const open = linked.find(({ state }) => state === 'open');
  const merged = linked
    .filter(({ mergedAt }) => mergedAt !== null)
    .toSorted((a, b) => ((a.mergedAt ?? '') < (b.mergedAt ?? '') ? -1 : 1))
    .at(-1);
  const missing =
    open !== undefined
      ? `Pull request ${open.repository}#${open.number} is open.`
      : 'No merged pull request is known that ports it.';
  if (open !== undefined || merged === undefined || merged.mergedAt === null)
    return { evidence: null, missing, ages: false };
  const what = `${merged.repository}#${merged.number} was merged on ${sayDay(merged.mergedAt)}.`;
  return { evidence: { what, at: merged.mergedAt, url: merged.url }, missing, ages: false };
}

/** `toTest` are the operations that change and that the consumer is known to use. */
export function findTested({ release }: LadderInput, calls: readonly SeenCall[], toTest: readonly string[]): Finds {
  const { stagedAt } = release;
  const none = (missing: string): Finds => ({ evidence: null, missing, ages: true });
  if (stagedAt === null)
    return none('Since when the new version is in staging is not recorded: tocsin release assess --staged-at.');
  const staging = calls.filter(({ use }) => isStaging(use.environment) && use.lastSeen > stagedAt);
  const fits = staging.filter(({ shape }) => shape.is === 'either' || shape.is === 'new');
  const works = workingSince(fits, stagedAt);
  const good = latestWorking(works);
  const old = latest(staging.filter(({ shape }) => shape.is === 'old'));
  const sends = (still: string, one: SeenCall) =>
    none(
      `In staging it ${still}sends ${describe(one)}, which ${fate(one)} there, last on ${sayDay(one.use.lastSeen)}${bracketTold(one.use, stagedAt)}.`,
    );
  if (good === null) {
    const failing = findFailing(fits, stagedAt)[0];
    if (failing !== undefined) {
      return none(`${sayFailing(failing, 'staging')}${failing.refused ? '' : ' That is the service’s own failure.'}`);
    }
    const tried = latest(fits);
    if (tried !== null) {
      return none(
        `No call to ${tried.use.operation} worked in staging, last on ${sayDay(tried.use.lastSeen)}${bracketTold(tried.use, stagedAt)}.`,
      );
    }
    return old === null
      ? none('No call to a changed operation was seen in staging since the new version is there.')
      : sends('', old);
  }
  if (old !== null && old.use.lastSeen >= good.worked) return sends('still ', old);
  const seen = [...Map.groupBy(works, ({ use }) => operationKey(use.operation)).values()].map(
    (group) => latestWorking(group)!,
  );
  const called = `It called ${listed(seen.map(({ use }) => use.operation))} in staging, last on ${sayDay(good.worked)} (${good.use.source}${sayUntold(seen)})`;
  const keys = new Set(seen.map(({ use }) => operationKey(use.operation)));
  const unseen = toTest.filter((title) => !keys.has(operationKey(title)));
  const triedKeys = new Set(fits.map(({ use }) => operationKey(use.operation)));
  const [failing, unmet] = [true, false].map((isTried) =>
    unseen.filter((title) => triedKeys.has(operationKey(title)) === isTried),
  ) as [string[], string[]];
  if (failing.length > 0) return none(`${called}; every call to ${listed(failing)}, which changes too, failed.`);
  if (unmet.length > 0) return none(`${called}; not seen there is ${listed(unmet)}, which changes too.`);
  // The proof is as old as its oldest part.
  const at = seen.map(({ worked }) => worked).sort()[0] as Instant;
  return { evidence: { what: `${called}.`, at, url: null }, missing: '', ages: true };
}

const listedAtMost = 5;

export function listed(operations: readonly string[]): string {
  const all = [...operations].sort();
  if (all.length > listedAtMost) {
    return `${all.slice(0, listedAtMost - 1).join(', ')} and ${all.length - listedAtMost + 1} more`;
  }
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
}

export function findDeployed(
  { deployments, deploymentReads, now }: LadderInput,
  name: string,
  calls: readonly SeenCall[],
  mergedAt: Instant | null,
  wanted: string | null,
): DeployedFinds {
  const isWanted = (version: string | null) =>
    version !== null && wanted !== null && compareVersions(version, wanted) >= 0;
  const reported = deployments
    .filter(({ consumer, environment, at }) => consumer === name && isNamedProduction(environment) && at <= now)
    .toSorted((a, b) => (a.at < b.at ? -1 : 1));
  const isGood = ({ version, at, source, holdsPort }: Deployment) => {
    if (isWanted(version)) return true;
    // GitHub tells of every deployment, whatever it was for; a report is made for the port.
    if (source === 'github') return holdsPort === true;
    if (wanted !== null && version !== null) return false;
    return mergedAt === null || at >= mergedAt;
  };
  const isBad = (one: Deployment) => !isGood(one) && (one.source === 'report' || isKnownWithout(one, wanted));
  // What was put there last is what runs: a port that was taken back is not there.
  const lastBad = reported.findLastIndex(isBad);
  const good = reported.slice(lastBad + 1).filter(isGood);
  const takenBackAt = reported[lastBad]?.at ?? '';
  const inProduction = calls.filter(({ use }) => runsInProduction(use) && use.callerVersion !== null);
  const seen = latest(inProduction.filter(({ use }) => isWanted(use.callerVersion)));
  const behind = latest(inProduction.filter(({ use }) => wanted !== null && !isWanted(use.callerVersion)));
  const first = good[0];
  const last = good.at(-1);
  const since = first?.at ?? seen?.use.firstSeen ?? null;
  const isThere = seen !== null && seen.use.lastSeen > takenBackAt;
  if (isThere && (behind === null || behind.use.lastSeen < seen.use.lastSeen)) {
    const what = `Version ${seen.use.callerVersion} was seen in production, last on ${sayDay(seen.use.lastSeen)}.`;
    return { evidence: { what, at: seen.use.lastSeen, url: null }, missing: '', ages: true, since };
  }
  if (last !== undefined && (behind === null || behind.use.lastSeen < last.at)) {
    const version = last.version === null ? 'A version' : `Version ${last.version}`;
    const who = last.source === 'github' ? 'GitHub' : last.by;
    const what = `${version} was put into production on ${sayDay(last.at)}, as ${who} reports.`;
    return { evidence: { what, at: last.at, url: last.url }, missing: '', ages: true, since };
  }
  const newest = reported.at(-1);
  const missing =
    behind !== null
      ? `Production runs ${behind.use.callerVersion}, last seen on ${sayDay(behind.use.lastSeen)}; wanted is ${wanted}.`
      : newest !== undefined
        ? sayNotHeld(newest, wanted)
        : 'No deployed version was seen or reported.';
  const unread = deploymentReads.find(({ consumer }) => consumer === name)?.because ?? null;
  const told = unread === null ? missing : `${missing} What GitHub knows of it could not be read: ${unread}`;
  return { evidence: null, missing: told, ages: true, since: null };
}

/** Not merely not known to hold the port. */
function isKnownWithout({ version, holdsPort }: Deployment, wanted: string | null): boolean {
  return holdsPort === false || (wanted !== null && version !== null);
}

function sayNotHeld(deployment: Deployment, wanted: string | null): string {
  const { at, version, source } = deployment;
  const last = `The last deployment known${version === null ? '' : `, ${version}`}, of ${sayDay(at)}`;
  if (source === 'report' || isKnownWithout(deployment, wanted)) return `${last}, does not hold the port.`;
  return wanted === null
    ? `${last}, may hold the port or not: no merged pull request of its repository and no version is known by which to tell.`
    : `${last}, may hold the port or not: it is not known to be ${wanted} or newer.`;
}

export function findProduction(
  { deployBegunAt, liveSince, release }: LadderInput,
  calls: readonly SeenCall[],
  deployedAt: Instant | null,
): Finds {
  const none = (missing: string): Finds => ({ evidence: null, missing, ages: true });
  const after =
    [deployedAt, liveSince]
      .filter((one) => one !== null)
      .sort()
      .at(-1) ?? null;
  const fits = calls.filter(({ use, shape }) => runsInProduction(use) && (shape.is === 'new' || shape.is === 'either'));
  const working = workingSince(fits, '');
  const tooEarly = ({ worked, shape }: WorkingCall) =>
    shape.is === 'new' && shape.operationNew && (deployBegunAt === null || worked <= deployBegunAt);
  const production = working.filter((one) => !tooEarly(one));
  const good = latestWorking(
    production.filter(({ worked, shape }) => shape.is === 'new' || (after !== null && worked > after)),
  );
  const early = latestWorking(working.filter(tooEarly));
  if (good === null && early !== null) {
    const { operation, source } = early.use;
    return none(
      `A call to ${operation} is recorded for production, last on ${sayDay(early.worked)} (${source}), but only ${release.version} has that, and production had not yet got it: that proves nothing. Was it in another environment?`,
    );
  }
  const failing = good === null ? findFailing(fits, after ?? '')[0] : undefined;
  if (failing !== undefined) return none(sayFailing(failing, 'production', deployBegunAt));
  const during = after === null ? null : latestWorking(production.filter(({ worked }) => worked <= after));
  if (good === null && during !== null && after === liveSince && during.worked > (deployBegunAt ?? '')) {
    const { operation, source } = during.use;
    return none(
      `It called ${operation} in production while the deploy was under way, last on ${sayInstant(during.worked)} (${source}), and not since it was over, ${sayInstant(liveSince as Instant)}: what answered may have been the old release.`,
    );
  }
  if (good === null) {
    return none(
      after === null
        ? 'No call in the new shape was seen in production.'
        : `No call to a changed operation was seen in production since ${sayDay(after)}.`,
    );
  }
  const { operation, source } = good.use;
  const told = `${source}${sayUntold([good])}`;
  if (good.shape.is !== 'new' && deployedAt === null) {
    return none(
      `It calls ${operation} in production, last on ${sayDay(good.worked)} (${told}), but nothing shows or says that a port of it was deployed.`,
    );
  }
  const what = `It called ${operation} in production, last on ${sayDay(good.worked)} (${told}).`;
  return { evidence: { what, at: good.worked, url: null }, missing: '', ages: true };
}

function describe({ use, shape }: SeenCall): string {
  return shape.is === 'old' ? shape.what : use.operation;
}

function fate({ shape }: SeenCall): string {
  return shape.is === 'old' && shape.ignored ? 'is ignored' : 'fails';
}
