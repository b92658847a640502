// What shows that a consumer stands on a rung, or what is missing for that. Claims, ages and contradictions are weighed
// elsewhere.

import { type Instant, sayDay, sayInstant } from '../base/index.ts';
import { isStaging } from '../catalog/index.ts';
import { findFailing, sayFailing } from './find-failing.ts';
import type { Porting, RungEvidence } from './ladder.ts';
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

export function findAware({ understandings }: LadderInput, team: string): Finds {
  const word = understandings.find((one) => one.team === team);
  const missing = `Nobody of ${team} has said that they have understood.`;
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
      `In staging it ${still}sends ${describe(one)}, which ${fate(one)}, last on ${sayDay(one.use.lastSeen)}${bracketTold(one.use, stagedAt)}.`,
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
    const { source } = early.use;
    const what = early.shape.is === 'new' ? early.shape.what : early.use.operation;
    return none(
      `A call to ${what} is recorded for production, last on ${sayDay(early.worked)} (${source}), but only ${release.version} has that, and production had not yet got it: that proves nothing. Was it in another environment?`,
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
  if (shape.is === 'old' && shape.sent?.[0] === 'server') return 'is no address of the release';
  return shape.is === 'old' && shape.ignored ? 'is ignored there' : 'fails there';
}
