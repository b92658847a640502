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

import { type Instant, sayDay } from '../base/index.ts';
import { type Catalog, isStaging, type UseEvidence } from '../catalog/index.ts';
import type { Finding } from '../rules/index.ts';
import { operationTitle } from '../spec/index.ts';
import { portsOf } from './can-run-before.ts';
import { findContradictions } from './find-contradictions.ts';
import { findDeployed } from './find-deployed.ts';
import { type Finds, findAware, findPorted, findProduction, findTested } from './find-rungs.ts';
import { type ConsumerLadder, harms, type Ladder, type RungStanding, type RungState } from './ladder.ts';
import type { LadderInput } from './ladder-input.ts';
import { type Rung, rungs, rungTitles } from './rung.ts';
import { seeCalls } from './seen-calls.ts';
import { operationKey } from './shape-of-use.ts';

const dayMillis = 86_400_000;

/** Every consumer that calls the service itself and is not known to be unaffected. */
export function judgeLadder(input: LadderInput): Ladder {
  const findings = new Map(input.comparison.findings.map((finding) => [finding.fingerprint, finding]));
  const seen = Map.groupBy(
    input.evidence.filter(({ consumer, requests }) => consumer !== null && requests > 0),
    ({ consumer }) => consumer as string,
  );
  const titles = titlesToTest(input.comparison.findings);
  const ofRelease = {
    ...portsOf(input.comparison.findings),
    added: input.comparison.findings.filter(
      ({ direction, rule }) => direction === 'request' || rule === 'operation-added' || rule === 'server-added',
    ),
  };
  const consumers = input.impact.consumers
    .filter(({ via, notAffectedBecause }) => via.length === 0 && notAffectedBecause === null)
    .map(({ consumer, team, hits }) => {
      const met: Finding[] = [];
      const sure = new Set<string>();
      for (const { finding: fingerprint, certainty } of hits) {
        const finding = findings.get(fingerprint);
        if (finding !== undefined) met.push(finding);
        const title = certainty === 'unknown' ? undefined : titles.get(fingerprint);
        if (title !== undefined) sure.add(title);
      }
      return judgeConsumer(input, ofRelease, consumer, team, met, [...sure].sort(), seen.get(consumer) ?? []);
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

function judgeConsumer(
  input: LadderInput,
  { added, canRunBefore }: ReturnType<typeof portsOf> & { readonly added: readonly Finding[] },
  name: string,
  team: string,
  met: readonly Finding[],
  toTest: readonly string[],
  uses: readonly UseEvidence[],
): ConsumerLadder {
  const { catalog, liveSince, policy, release } = input;
  const claimOf = (rung: Rung) => input.claims.findLast((claim) => claim.consumer === name && claim.rung === rung);
  const calls = seeCalls(uses, met, added);
  const gap = whyOutOfReach(catalog, release.service, name);

  const aware = findAware(input, team);
  const ported = findPorted(input.portings.find(({ consumer }) => consumer === name));
  const mergedAt = ported.evidence?.at ?? null;
  const tested = findTested(input, calls, toTest);
  const wanted = claimOf('deployed')?.version ?? claimOf('ported')?.version ?? null;
  const deployed = findDeployed(input, name, calls, mergedAt, wanted);
  // Before the release is there, the old program calls it in the same way: then a word alone makes no proof of a call.
  const saidSince = liveSince === null ? null : (claimOf('deployed')?.at ?? null);
  const production = findProduction(input, calls, deployed.since ?? saidSince);
  // Whoever was seen in a shape that only the release takes, in staging say, needs the release.
  const needsNew = calls.some(({ shape }) => shape.is === 'new') || !canRunBefore(met);
  const waits = mergedAt !== null && liveSince === null && needsNew;
  const progress = { calls, claimOf, ported, deployed, production, needsNew, waits, isTestable: gap === null };
  const contradictions = findContradictions(input, progress);

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
      return standing('claimed', `${claim.by} says so${version} on ${sayDay(claim.at)}; nothing shows it. ${missing}`);
    }
    if (rung === 'deployed' && waits) return standing('not-reached', whyWaiting(input, mergedAt));
    if (rung === 'deployed' && mergedAt !== null) {
      return standing('not-reached', `It was merged on ${sayDay(mergedAt)}. ${missing}`);
    }
    return standing('not-reached', missing);
  });
  const against = new Set(contradictions.map(({ rung }) => rung));
  const firstAgainst = rungs.findIndex((rung) => against.has(rung));
  const below = firstAgainst < 0 ? standings : standings.slice(0, firstAgainst);
  const proven = below.filter(({ state }) => state === 'proven');
  const climbed = contradictions.length === 0 && standings.at(-1)?.state === 'proven';
  const isTestOver =
    liveSince !== null ||
    standings.some(({ rung, state }) => rungs.indexOf(rung) > rungs.indexOf('tested') && state === 'proven');
  return {
    consumer: name,
    team,
    rungs: standings,
    standsOn: proven.at(-1)?.rung ?? null,
    climbed,
    steps: { done: proven.length, of: standings.filter(({ state }) => state !== 'out-of-reach').length },
    toClimb: climbed
      ? []
      : standings
          .filter(
            ({ rung, state }) => state !== 'proven' && state !== 'out-of-reach' && !(rung === 'tested' && isTestOver),
          )
          .map(({ rung }) => rung),
    contradictions,
  };
}

function whyWaiting({ release, deployAt, takenBackAt }: LadderInput, mergedAt: Instant): string {
  if (takenBackAt !== null) {
    return `It was merged on ${sayDay(mergedAt)}, and ${release.service} ${release.version} was rolled back on ${sayDay(takenBackAt)}: what it needs is not there.`;
  }
  const when = deployAt === null ? 'which has no date yet' : `which comes on ${sayDay(deployAt)}`;
  return `It was merged on ${sayDay(mergedAt)} and waits for ${release.service} ${release.version}, ${when}: what it needs may not be there before.`;
}

/**
 * The operations that change and that stay, as the document writes them, by the findings in them: those whose new shape
 * staging can show. One that is written in two ways has one title.
 */
function titlesToTest(findings: readonly Finding[]): ReadonlyMap<string, string> {
  const titles = new Map<string, string>();
  return new Map(
    findings.flatMap(({ fingerprint, operation, rule }) => {
      if (operation?.kind !== 'path' || rule === 'operation-removed') return [];
      const title = operationTitle(operation);
      const key = operationKey(title);
      const known = titles.get(key) ?? title;
      titles.set(key, known);
      return [[fingerprint, known] as const];
    }),
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

function isStale(at: Instant, { now, policy }: LadderInput): boolean {
  return Date.parse(now) - Date.parse(at) > policy.ladder.staleAfterDays * dayMillis;
}
