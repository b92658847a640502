// Each rung is judged from what was seen; somebody's word only fills the gap. Nine decisions:
//
// - What runs was written and put there: where production calls or a deployed version are proven, so are `ported` and
//   `deployed` below them. `aware` (people) and `tested` (one can deploy untested) never follow from a higher rung.
// - Until the service's own deploy, production answers as before, so a consumer that still calls there what goes away
//   is not contradicted for it; from the deploy on it is.
// - From the moment the deploy begins calls in production may meet the new release, so those that fail count from there;
//   that it is there, and what worked worked with it, is only known from when somebody says that the deploy is over.
// - A merge is a fact of a repository's history and has no age; what was seen or said has one.
// - A merge that is not deployed speaks up, since most ports run with both releases. One that only the new release takes
//   has to wait for it, and is said to.
// - Staging is only tested where every operation that changes, and that the consumer is known to use, was called there.
// - A call that both releases take shows that a consumer calls, not that it copes with the answer or that its port is
//   what runs: it proves production only after a deployment that somebody reports or says.
// - A call proves a rung only where it worked: one that was answered 4xx or 5xx shows that somebody tried. Where a source
//   does not tell how calls were answered (all of what was imported before that was kept), they prove as they always
//   did, and the sentence says that it is not known. Calls of which none works are a contradiction: in production after
//   the service's own deploy whatever the error, in staging where the service refuses (4xx) what is said to be ported.
// - What only the new release has cannot be called in production before the service's own deploy. Evidence that says so
//   proves nothing: more likely its environment is wrong.

import type { Instant } from '../base/index.ts';
import {
  bracketAnswers,
  type Catalog,
  type Impact,
  isNamedProduction,
  isStaging,
  isSuccess,
  lastAnswered,
  lastWorked,
  type UseEvidence,
} from '../catalog/index.ts';
import type { Policy, Release } from '../plan/index.ts';
import type { Comparison, Finding } from '../rules/index.ts';
import { canRunBefore } from './can-run-before.ts';
import { compareVersions } from './compare-versions.ts';
import { findFailing, isFailure, sayFailing } from './find-failing.ts';
import {
  type ConsumerLadder,
  type Contradiction,
  type Deployment,
  harms,
  type Ladder,
  type Porting,
  type RungClaim,
  type RungEvidence,
  type RungStanding,
  type RungState,
} from './ladder.ts';
import { type Rung, rungs, rungTitles } from './rung.ts';
import { operationKey, type Shape, shapeOfUse } from './shape-of-use.ts';

export interface LadderInput {
  readonly release: Pick<Release, 'service' | 'version' | 'stagedAt'>;
  readonly comparison: Comparison;
  readonly impact: Impact;
  readonly catalog: Catalog;
  readonly policy: Pick<Policy, 'ladder'>;
  readonly now: Instant;
  /** When the service's deploy began, after which production may answer in the new way; null before that. */
  readonly deployBegunAt: Instant | null;
  /** Since when the service's new release is known to be in production; null before that. */
  readonly liveSince: Instant | null;
  /** When the service's new release was taken back; null where it was not. Then it waits for another date. */
  readonly takenBackAt: Instant | null;
  /** When it is planned to be; null where that has no date. */
  readonly deployAt: Instant | null;
  readonly understandings: readonly { readonly team: string; readonly by: string; readonly at: Instant }[];
  readonly claims: readonly RungClaim[];
  readonly portings: readonly Porting[];
  readonly deployments: readonly Deployment[];
  /** Of the service; what is only declared or written in code counts for nothing here. */
  readonly evidence: readonly UseEvidence[];
}

const dayMillis = 86_400_000;

/** Every consumer that calls the service itself and is not known to be unaffected. */
export function judgeLadder(input: LadderInput): Ladder {
  const findings = new Map(input.comparison.findings.map((finding) => [finding.fingerprint, finding]));
  const seen = Map.groupBy(
    input.evidence.filter(({ consumer, requests }) => consumer !== null && requests > 0),
    ({ consumer }) => consumer as string,
  );
  const consumers = input.impact.consumers
    .filter(({ via, notAffectedBecause }) => via.length === 0 && notAffectedBecause === null)
    .map(({ consumer, team, hits }) => {
      const met = hits.flatMap(({ finding }) => findings.get(finding) ?? []);
      const sure = hits.flatMap((hit) => (hit.certainty === 'unknown' ? [] : (findings.get(hit.finding) ?? [])));
      return judgeConsumer(input, consumer, team, met, operationsToTest(sure), seen.get(consumer) ?? []);
    });
  const service = input.catalog.services.find(({ name }) => name === input.release.service);
  return {
    consumers: consumers.toSorted(
      (a, b) =>
        harmOf(a) - harmOf(b) || heightOf(a.standsOn) - heightOf(b.standsOn) || (a.consumer < b.consumer ? -1 : 1),
    ),
    stagingGaps: service?.stagingGaps ?? [],
    takenBackAt: input.takenBackAt,
  };
}

/** 0 for the worst that can stand against a consumer; last where nothing does. */
function harmOf({ contradictions: [worst] }: ConsumerLadder): number {
  return worst === undefined ? harms.length : harms.indexOf(worst.harm);
}

/** 0 for the ground, 1 for the first rung. */
function heightOf(rung: Rung | null): number {
  return rung === null ? 0 : rungs.indexOf(rung) + 1;
}

interface SeenUse {
  readonly use: UseEvidence;
  readonly shape: Shape;
  /** See `lastWorked`. */
  readonly worked: Instant | null;
}

/** What is known of one rung before claims, age and contradictions are weighed. */
interface Finds {
  readonly evidence: RungEvidence | null;
  /** What would show it, or why it does not count yet: a sentence. */
  readonly missing: string;
  readonly ages: boolean;
}

function judgeConsumer(
  input: LadderInput,
  name: string,
  team: string,
  met: readonly Finding[],
  toTest: readonly string[],
  uses: readonly UseEvidence[],
): ConsumerLadder {
  const { catalog, deployBegunAt, liveSince, now, policy, release } = input;
  const claimOf = (rung: Rung) => input.claims.findLast((claim) => claim.consumer === name && claim.rung === rung);
  const added = input.comparison.findings.filter(
    ({ direction, rule }) => direction === 'request' || rule === 'operation-added',
  );
  const calls = uses.map((use): SeenUse => ({ use, shape: shapeOfUse(use, met, added), worked: lastWorked(use) }));
  const porting = input.portings.find(({ consumer }) => consumer === name);
  const found: Contradiction[] = [];

  const aware = findAware(input, team);
  const ported = findPorted(porting);
  const mergedAt = ported.evidence?.at ?? null;
  const portedAt = mergedAt ?? claimOf('ported')?.at ?? null;
  const tested = findTested(input, calls, toTest);
  const gap = whyOutOfReach(catalog, release.service, name);
  const wanted = claimOf('deployed')?.version ?? claimOf('ported')?.version ?? null;
  // Whoever was seen in a shape that only the release takes, in staging say, needs the release.
  const needsNew = calls.some(({ shape }) => shape.is === 'new') || !canRunBefore(met, input.comparison.findings);
  const waits = mergedAt !== null && liveSince === null && needsNew;
  const deployed = findDeployed(input, name, calls, mergedAt, wanted);
  const deployedAt = deployed.evidence?.at ?? claimOf('deployed')?.at ?? null;
  const production = findProduction(input, calls, deployed.since ?? claimOf('deployed')?.at ?? null);

  const old = calls.flatMap(({ use, shape }) => (shape.is === 'old' ? [{ use, shape }] : []));
  const said =
    claimOf('ported') !== undefined && mergedAt === null ? `said to be ported by ${claimOf('ported')?.by}` : 'ported';
  for (const { use, shape } of old) {
    const last = `last on ${day(use.lastSeen)}${bracketTold(use)}`;
    if (isStaging(use.environment)) {
      const heard = portedAt !== null && release.stagedAt !== null && use.lastSeen > release.stagedAt;
      if (heard && use.lastSeen > portedAt && !isAnswered(calls, use)) {
        found.push({
          rung: 'ported',
          harm: 'staging-fails',
          because: `It is ${said}, yet in staging it still sends ${shape.what}, ${last}.`,
        });
      }
    } else if (isNamedProduction(use.environment) && liveSince !== null && use.lastSeen > liveSince) {
      found.push({
        rung: 'production',
        harm: failsSince(use, deployBegunAt ?? liveSince) ? 'production-fails' : 'production-uses-old',
        because: `It still sends ${shape.what} to production, ${last}; ${
          shape.operationGone && use.answers !== null && (lastAnswered(use.answers, isSuccess) ?? '') > liveSince
            ? `${release.version} does not have that, yet it is answered: is it there?`
            : `${shape.ignored ? 'that is ignored' : 'that no longer works'} since ${day(liveSince)}.`
        }`,
      });
    } else if (isNamedProduction(use.environment) && deployBegunAt !== null && failsSince(use, deployBegunAt)) {
      found.push({
        rung: 'production',
        harm: 'production-fails',
        because: `It still sends ${shape.what} to production, ${last}; that has failed since the deploy began on ${day(deployBegunAt)}.`,
      });
    } else if (
      isNamedProduction(use.environment) &&
      deployedAt !== null &&
      use.lastSeen > (deployed.since ?? deployedAt)
    ) {
      found.push({
        rung: 'deployed',
        harm: 'production-uses-old',
        because: `It is ${deployed.evidence === null ? 'said to be ' : ''}deployed since ${day(deployed.since ?? deployedAt)}, yet production still sends ${shape.what}, ${last}.`,
      });
    } else if (
      isNamedProduction(use.environment) &&
      !shape.operationGone &&
      (liveSince === null || deployedAt === null) &&
      mergedAt === null &&
      portedAt !== null &&
      use.lastSeen > portedAt
    ) {
      found.push({
        rung: 'ported',
        harm: 'not-deployed',
        because: `It is ${said} since ${day(portedAt)}, yet it still sends ${shape.what}, ${last}. Either the port misses it or it is not deployed.`,
      });
    }
  }
  if (gap === null && release.stagedAt !== null) {
    const since = [release.stagedAt, portedAt ?? release.stagedAt].sort().at(-1) as Instant;
    const isSaid = portedAt !== null || claimOf('tested') !== undefined;
    // What nobody says is ported may well be refused; what only the release takes is a port.
    const tried = calls.filter(
      ({ use, shape }) => isStaging(use.environment) && (shape.is === 'new' || (shape.is === 'either' && isSaid)),
    );
    for (const failing of findFailing(tried, since)) {
      if (failing.refused)
        found.push({ rung: 'tested', harm: 'staging-fails', because: sayFailing(failing, 'staging') });
    }
  }
  if (deployBegunAt !== null) {
    const home = calls.filter(({ use, shape }) => runsInProduction(use) && shape.is !== 'old');
    const touched = new Set(
      home.flatMap(({ use, shape }) => (shape.is === 'unchanged' ? [] : operationKey(use.operation))),
    );
    for (const failing of findFailing(home, deployBegunAt)) {
      // What never worked, and does not change, is nothing that the release broke.
      if (!touched.has(failing.key) && failing.worked === null) continue;
      found.push({ rung: 'production', harm: 'production-fails', because: sayFailing(failing, 'production') });
    }
  }
  const merge = ported.evidence;
  const inProduction = deployed.evidence !== null || production.evidence !== null;
  if (merge !== null && !inProduction && claimOf('deployed') === undefined) {
    const days = Math.floor((Date.parse(now) - Date.parse(merge.at)) / dayMillis);
    if (!waits && days >= policy.ladder.deployWithinDays) {
      found.push({
        rung: 'deployed',
        harm: 'not-deployed',
        because: `It was merged on ${day(merge.at)}, ${days} days ago, and no deployed version has been seen since.`,
      });
    }
  }
  const astray = pointsAtStaging(calls);
  if (astray !== null) found.push({ rung: 'production', harm: 'points-at-staging', because: astray });
  const contradictions = found.toSorted((a, b) => harms.indexOf(a.harm) - harms.indexOf(b.harm));

  const finds: Readonly<Record<Rung, Finds>> = { aware, ported, tested, deployed, production };
  const fresh = (rung: Rung) => {
    const { evidence, ages } = finds[rung];
    return (
      evidence !== null && !(ages && isStale(evidence.at, input)) && !contradictions.some((one) => one.rung === rung)
    );
  };
  const carriedBy = (rung: Rung): Rung | null => {
    if (rung === 'ported' && fresh('deployed')) return 'deployed';
    return (rung === 'ported' || rung === 'deployed') && fresh('production') ? 'production' : null;
  };

  const standings = rungs.map((rung): RungStanding => {
    const claim = claimOf(rung) ?? null;
    const { evidence, missing, ages } = finds[rung];
    const against = contradictions.find((one) => one.rung === rung);
    const standing = (state: RungState, because: string, shown = evidence): RungStanding => ({
      rung,
      state,
      because,
      claim,
      evidence: shown,
    });
    if (against !== undefined) return standing('contradicted', against.because);
    if (rung === 'tested' && gap !== null) return standing('out-of-reach', gap, null);
    if (evidence !== null && !(ages && isStale(evidence.at, input))) return standing('proven', evidence.what);
    const by = carriedBy(rung);
    const carrier = by === null ? null : finds[by].evidence;
    if (by !== null && carrier !== null)
      return standing(
        'proven',
        `It ${by === 'production' ? '' : 'is '}${rungTitles[by]}, so it is ${rungTitles[rung]}: ${carrier.what}`,
        carrier,
      );
    if (evidence !== null) {
      return standing(
        'stale',
        `${evidence.what} That is more than ${policy.ladder.staleAfterDays} days ago: look again.`,
      );
    }
    if (claim !== null) {
      const version = claim.version === null ? '' : ` in ${claim.version}`;
      return standing('claimed', `${claim.by} says so${version} on ${day(claim.at)}; nothing shows it. ${missing}`);
    }
    if (rung === 'deployed' && waits) return standing('not-reached', whyWaiting(input, mergedAt));
    return standing('not-reached', missing);
  });
  const against = new Set(contradictions.map(({ rung }) => rung));
  const firstAgainst = rungs.findIndex((rung) => against.has(rung));
  const below = firstAgainst < 0 ? standings : standings.slice(0, firstAgainst);
  const proven = below.filter(({ state }) => state === 'proven');
  return {
    consumer: name,
    team,
    rungs: standings,
    standsOn: proven.at(-1)?.rung ?? null,
    climbed: contradictions.length === 0 && standings.at(-1)?.state === 'proven',
    steps: { done: proven.length, of: standings.filter(({ state }) => state !== 'out-of-reach').length },
    contradictions,
  };
}

function findAware({ understandings }: LadderInput, team: string): Finds {
  const word = understandings.find((one) => one.team === team);
  const missing = `Nobody of ${team} has said that they understood.`;
  return {
    evidence:
      word === undefined
        ? null
        : {
            what: `${word.by} said for ${team} that they have understood, on ${day(word.at)}.`,
            at: word.at,
            url: null,
          },
    missing,
    ages: true,
  };
}

function findPorted(porting: Porting | undefined): Finds {
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
  const what = `${merged.repository}#${merged.number} was merged on ${day(merged.mergedAt)}.`;
  return { evidence: { what, at: merged.mergedAt, url: merged.url }, missing, ages: false };
}

function whyWaiting({ release, deployAt, takenBackAt }: LadderInput, mergedAt: Instant): string {
  if (takenBackAt !== null) {
    return `It was merged on ${day(mergedAt)}, and ${release.service} ${release.version} was rolled back on ${day(takenBackAt)}: what it needs is not there.`;
  }
  const when = deployAt === null ? 'which has no date yet' : `which comes on ${day(deployAt)}`;
  return `It was merged on ${day(mergedAt)} and waits for ${release.service} ${release.version}, ${when}: what it needs may not be there before.`;
}

/** The operations that change and that stay, as the document writes them: those whose new shape staging can show. */
function operationsToTest(findings: readonly Finding[]): readonly string[] {
  const titles = new Map<string, string>();
  for (const { operation, rule } of findings) {
    if (operation?.kind !== 'path') continue;
    const title = `${operation.method.toUpperCase()} ${operation.path}`;
    if (rule !== 'operation-removed') titles.set(operationKey(title), title);
  }
  return [...titles.values()].sort();
}

/** `toTest` are the operations that change and that the consumer is known to use. */
function findTested({ release }: LadderInput, calls: readonly SeenUse[], toTest: readonly string[]): Finds {
  const { stagedAt } = release;
  const none = (missing: string): Finds => ({ evidence: null, missing, ages: true });
  if (stagedAt === null)
    return none('Since when the new version is in staging is not recorded: tocsin release assess --staged-at.');
  const staging = calls.filter(({ use }) => isStaging(use.environment) && use.lastSeen > stagedAt);
  const fits = staging.filter(({ shape }) => shape.is === 'either' || shape.is === 'new');
  const works = workingSince(fits, stagedAt);
  const good = latestWorking(works);
  const old = latest(staging.filter(({ shape }) => shape.is === 'old'));
  const sends = (still: string, one: SeenUse) =>
    none(
      `In staging it ${still}sends ${describe(one)}, which ${fate(one)} there, last on ${day(one.use.lastSeen)}${bracketTold(one.use)}.`,
    );
  if (good === null) {
    const failing = findFailing(fits, stagedAt)[0];
    if (failing !== undefined) {
      return none(`${sayFailing(failing, 'staging')}${failing.refused ? '' : ' That is the service’s own failure.'}`);
    }
    const tried = latest(fits);
    if (tried !== null) {
      return none(
        `No call to ${tried.use.operation} worked in staging, last on ${day(tried.use.lastSeen)}${bracketTold(tried.use)}.`,
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
  const called = `It called ${listed(seen.map(({ use }) => use.operation))} in staging, last on ${day(good.worked)} (${good.use.source}${sayUntold(seen)})`;
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

function listed(operations: readonly string[]): string {
  const all = [...operations].sort();
  if (all.length > listedAtMost) {
    return `${all.slice(0, listedAtMost - 1).join(', ')} and ${all.length - listedAtMost + 1} more`;
  }
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
}

/** `since` is when it was put there, where that is known: `at` is when it was seen last. */
function findDeployed(
  { deployments, now }: LadderInput,
  name: string,
  calls: readonly SeenUse[],
  mergedAt: Instant | null,
  wanted: string | null,
): Finds & { readonly since: Instant | null } {
  const isWanted = (version: string | null) =>
    version !== null && wanted !== null && compareVersions(version, wanted) >= 0;
  const reported = deployments
    .filter(({ consumer, environment, at }) => consumer === name && isNamedProduction(environment) && at <= now)
    .toSorted((a, b) => (a.at < b.at ? -1 : 1));
  const good = reported.filter(({ version, at }) => {
    if (isWanted(version)) return true;
    if (wanted !== null && version !== null) return false;
    return mergedAt === null || at >= mergedAt;
  });
  const inProduction = calls.filter(({ use }) => runsInProduction(use) && use.callerVersion !== null);
  const seen = latest(inProduction.filter(({ use }) => isWanted(use.callerVersion)));
  const behind = latest(inProduction.filter(({ use }) => wanted !== null && !isWanted(use.callerVersion)));
  const first = good[0];
  const last = good.at(-1);
  const since = first?.at ?? seen?.use.firstSeen ?? null;
  if (seen !== null && (behind === null || behind.use.lastSeen < seen.use.lastSeen)) {
    const what = `Version ${seen.use.callerVersion} was seen in production, last on ${day(seen.use.lastSeen)}.`;
    return { evidence: { what, at: seen.use.lastSeen, url: null }, missing: '', ages: true, since };
  }
  if (last !== undefined && (behind === null || behind.use.lastSeen < last.at)) {
    const version = last.version === null ? 'A version' : `Version ${last.version}`;
    const who = last.source === 'github' ? 'GitHub' : last.by;
    const what = `${version} was put into production on ${day(last.at)}, as ${who} reports.`;
    return { evidence: { what, at: last.at, url: last.url }, missing: '', ages: true, since };
  }
  const missing =
    behind !== null
      ? `Production runs ${behind.use.callerVersion}, last seen on ${day(behind.use.lastSeen)}; wanted is ${wanted}.`
      : reported.length > 0
        ? `The last deployment known, of ${day(reported.at(-1)?.at ?? now)}, does not hold the port.`
        : 'No deployed version was seen or reported.';
  return { evidence: null, missing, ages: true, since: null };
}

function findProduction(
  { deployBegunAt, liveSince, release }: LadderInput,
  calls: readonly SeenUse[],
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
  const tooEarly = ({ worked, shape }: WorkingUse) =>
    shape.is === 'new' && shape.operationNew && (deployBegunAt === null || worked <= deployBegunAt);
  const production = working.filter((one) => !tooEarly(one));
  const good = latestWorking(
    production.filter(({ worked, shape }) => shape.is === 'new' || (after !== null && worked > after)),
  );
  const early = latestWorking(working.filter(tooEarly));
  if (good === null && early !== null) {
    const { operation, source } = early.use;
    return none(
      `A call to ${operation} is recorded for production, last on ${day(early.worked)} (${source}), but only ${release.version} has that, and production had not yet got it: that proves nothing. Was it in another environment?`,
    );
  }
  const failing = good === null ? findFailing(fits, after ?? '')[0] : undefined;
  if (failing !== undefined) return none(sayFailing(failing, 'production'));
  const during = after === null ? null : latestWorking(production.filter(({ worked }) => worked <= after));
  if (good === null && during !== null && after === liveSince && during.worked > (deployBegunAt ?? '')) {
    const { operation, source } = during.use;
    return none(
      `It called ${operation} in production while the deploy was under way, last on ${moment(during.worked)} (${source}), and not since it was over, ${moment(liveSince as Instant)}: what answered may have been the old release.`,
    );
  }
  if (good === null) {
    return none(
      after === null
        ? 'No call in the new shape was seen in production.'
        : `No call to a changed operation was seen in production since ${day(after)}.`,
    );
  }
  const { operation, source } = good.use;
  const told = `${source}${sayUntold([good])}`;
  if (good.shape.is !== 'new' && deployedAt === null) {
    return none(
      `It calls ${operation} in production, last on ${day(good.worked)} (${told}), but nothing shows or says that a port of it was deployed.`,
    );
  }
  const what = `It called ${operation} in production, last on ${day(good.worked)} (${told}).`;
  return { evidence: { what, at: good.worked, url: null }, missing: '', ages: true };
}

/** Whether its calls have been answered with errors since then, and none well after these. */
function failsSince({ answers }: UseEvidence, since: Instant): boolean {
  if (answers === null) return false;
  const failed = lastAnswered(answers, isFailure);
  return failed !== null && failed > since && failed > (lastAnswered(answers, isSuccess) ?? '');
}

/** A production identity that calls staging, until it has called production and not staging for a day. */
function pointsAtStaging(calls: readonly SeenUse[]): string | null {
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
  return `Its production identity calls staging: ${operation}, last on ${day(lastSeen)} (${source}).`;
}

function runsInProduction({ environment, callerEnvironment }: UseEvidence): boolean {
  return isNamedProduction(environment) && (callerEnvironment === null || isNamedProduction(callerEnvironment));
}

/** Whether a later call to the same environment is in a shape that works: then the old one is past. */
function isAnswered(calls: readonly SeenUse[], old: UseEvidence): boolean {
  return calls.some(
    ({ use, shape, worked }) =>
      worked !== null &&
      use.environment === old.environment &&
      (shape.is === 'new' || shape.is === 'either') &&
      use.firstSeen > old.lastSeen,
  );
}

function whyOutOfReach(catalog: Catalog, serviceName: string, consumerName: string): string | null {
  const gap = catalog.consumers.find(({ name }) => name === consumerName)?.stagingGap;
  if (gap) return `Staging cannot show it: ${gap} It is on the roster of the deploy day.`;
  const service = catalog.services.find(({ name }) => name === serviceName);
  const environments = service?.environments ?? [];
  if (environments.length === 0 || environments.some(({ name }) => isStaging(name))) return null;
  return `${service?.title ?? serviceName} has no staging environment.`;
}

function describe({ use, shape }: SeenUse): string {
  return shape.is === 'old' ? shape.what : use.operation;
}

function fate({ shape }: SeenUse): string {
  return shape.is === 'old' && shape.ignored ? 'is ignored' : 'fails';
}

function latest(calls: readonly SeenUse[]): SeenUse | null {
  return calls.reduce<SeenUse | null>(
    (best, one) => (best === null || one.use.lastSeen > best.use.lastSeen ? one : best),
    null,
  );
}

/** A call that is known to have worked, or of which nothing says that it did not. */
interface WorkingUse extends SeenUse {
  readonly worked: Instant;
}

function workingSince(calls: readonly SeenUse[], since: Instant): readonly WorkingUse[] {
  return calls.filter((one): one is WorkingUse => one.worked !== null && one.worked > since);
}

function latestWorking(calls: readonly WorkingUse[]): WorkingUse | null {
  return calls.reduce<WorkingUse | null>((best, one) => (best === null || one.worked > best.worked ? one : best), null);
}

function sayUntold(calls: readonly SeenUse[]): string {
  return calls.some(({ use }) => use.answers === null) ? '; how it was answered is not known' : '';
}

/** Of calls in the old shape: how they fared, where that is known. */
function bracketTold({ requests, answers }: UseEvidence): string {
  return answers === null ? '' : bracketAnswers(requests, answers);
}

function isStale(at: Instant, { now, policy }: LadderInput): boolean {
  return Date.parse(now) - Date.parse(at) > policy.ladder.staleAfterDays * dayMillis;
}

function day(instant: Instant): string {
  return instant.slice(0, 10);
}

function moment(instant: Instant): string {
  return `${instant.slice(0, 16).replace('T', ' ')} UTC`;
}
