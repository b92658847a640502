// What one consumer's people need to know of one release: what breaks them, when, what to do, and whom to ask. Only what
// the consumer uses is shown; what passes it by is said with its reason, so that silence is not taken for safety.

import { type Instant, sayDay } from '../base/index.ts';
import { type ReleaseView, wasAnnounced } from '../bot/index.ts';
import {
  breakingOf,
  type Catalog,
  type ConsumerImpact,
  certainties,
  type Hit,
  owningTeam,
  personCalled,
  type Team,
} from '../catalog/index.ts';
import { adviseInState, isEnded, sayState } from '../plan/index.ts';
import {
  alongSentence,
  type CauseGroup,
  groupByCause,
  nameOperation,
  reachRank,
  type Wording,
  wordingsOf,
} from '../report/index.ts';
import { adviceForCallers, type Finding } from '../rules/index.ts';
import { type LadderOnPage, ladderOnPage } from './ladder-on-page.ts';
import type { Lamp } from './lamp.ts';
import { consumerLamp, type ExampleOnPage, exampleOnPage, severityLamp } from './release-details.ts';
import { verdictLamp } from './release-page.ts';
import { plainZone } from './time-words.ts';

export interface HitOnPage {
  readonly finding: Finding;
  readonly hit: Hit;
  /** How sure it is, in words. */
  readonly sure: string;
}

/** One change, as every report counts it, wherever it meets the consumer. */
export interface ChangeOnPage extends Wording {
  readonly lamp: Lamp;
  /** Where it is met; none where the whole API is meant. */
  readonly met: readonly string[];
  readonly along: string | null;
  readonly advice: string;
  readonly example: ExampleOnPage | null;
  readonly elsewhere: readonly Wording[];
  /** How it is known, the surest first; what is known alike of several places is said once. */
  readonly known: readonly HitOnPage[];
}

export interface ConsumerRelease {
  readonly release: ReleaseView['release'];
  /** The consumer's. */
  readonly title: string;
  readonly serviceTitle: string;
  readonly verdict: Lamp;
  readonly lamp: Lamp;
  readonly deployAt: Instant | null;
  /** The zone in which its team reads dates. */
  readonly zone: string;
  readonly entry: ConsumerImpact;
  readonly changes: readonly ChangeOnPage[];
  readonly breaking: number;
  readonly understanding: ReleaseView['understandings'][number] | null;
  /** Whether its team was told of the release yet. */
  readonly told: boolean;
  /** How far it has come; null where it has nothing to climb. */
  readonly steps: LadderOnPage['rows'][number] | null;
  /** `author` is null where the catalogue knows nobody of that name. */
  readonly ask: { readonly author: string | null; readonly owner: Team | null };
  /** When what is said here last changed, or it moved on the ladder. */
  readonly updatedAt: Instant;
}

const sureWords: Readonly<Record<Hit['certainty'], string>> = {
  field: 'it uses this very field',
  operation: 'it calls this operation',
  declared: 'it is only declared',
  unknown: 'cannot tell',
};

/** Null where the release has nothing to do with the consumer. */
export function consumerRelease(view: ReleaseView, consumer: string, catalog: Catalog): ConsumerRelease | null {
  const entry = view.impact.consumers.find((one) => one.consumer === consumer);
  if (entry === undefined) return null;
  const { release, comparison, plan } = view;
  const service = catalog.services.find(({ name }) => name === release.service);
  const findings = new Map(comparison.findings.map((finding) => [finding.fingerprint, finding]));
  const hits = entry.hits.flatMap((hit): HitOnPage[] => {
    const found = findings.get(hit.finding);
    const advised = found && adviseInState(found, release.state);
    const finding = advised && { ...advised, advice: adviceForCallers(advised.advice) };
    return finding === undefined ? [] : [{ finding, hit, sure: sureWords[hit.certainty] }];
  });
  // What it is known to use comes first, though it hurt nobody else; what is safe comes last.
  const hitOf = new Map<Finding, HitOnPage>(hits.map((hit) => [hit.finding, hit]));
  const knownOf = (cause: CauseGroup) =>
    cause.findings
      .map((finding) => hitOf.get(finding)!)
      .toSorted((a, b) => certainties.indexOf(a.hit.certainty) - certainties.indexOf(b.hit.certainty));
  const rank = (cause: CauseGroup): readonly number[] => [
    Number(cause.severity === 'safe'),
    certainties.indexOf(knownOf(cause)[0]!.hit.certainty),
    Number(cause.severity !== 'breaking'),
    reachRank(cause),
  ];
  const causes = groupByCause(hits.map(({ finding }) => finding)).toSorted((a, b) => {
    const [one, other] = [rank(a), rank(b)];
    return one.map((value, at) => value - other[at]!).find((difference) => difference !== 0) ?? 0;
  });
  const changes = causes.map((cause): ChangeOnPage => {
    const { operations, wordings } = wordingsOf(cause, nameOperation);
    const [main, ...elsewhere] = wordings;
    const saysOf = ({ sure, hit }: HitOnPage) => JSON.stringify([sure, hit.because, hit.environments]);
    return {
      ...main,
      lamp: severityLamp(cause.severity),
      met: operations,
      along: alongSentence(cause),
      advice: cause.findings[0].advice,
      example: exampleOnPage(cause.findings.find(({ witness }) => witness !== null) ?? cause.findings[0], comparison),
      elsewhere,
      known: [...Map.groupBy(knownOf(cause), saysOf).values()].map(([first]) => first!),
    };
  });
  const team = catalog.teams.find(({ name }) => name === entry.team);
  return {
    release,
    title: catalog.consumers.find(({ name }) => name === consumer)?.title ?? consumer,
    serviceTitle: service?.title ?? release.service,
    verdict: verdictLamp(comparison.verdict),
    lamp: consumerLamp(entry, breakingOf(comparison.findings)),
    deployAt: plan?.deployAt ?? null,
    zone: plainZone(team?.zone ?? catalog.organisation.zone),
    entry,
    changes,
    breaking: hits.filter(({ finding }) => finding.severity === 'breaking').length,
    understanding: view.understandings.findLast((word) => word.team === entry.team) ?? null,
    told: wasAnnounced(view),
    steps: ladderOnPage(view, catalog).rows.find(({ ladder }) => ladder.consumer === consumer) ?? null,
    ask: {
      author: personCalled(catalog, release.author)?.name ?? null,
      owner: owningTeam(catalog, release.service) ?? null,
    },
    updatedAt: lastChange(view, consumer),
  };
}

/** Of the releases that have ended the latest are still looked at: one may have left somebody behind. */
export const endedHeeded = 10;

/**
 * Those that still ask something of the consumer, and those that are history for it. A release that is done stays among
 * the first until the consumer is done too, or a later one of the service took its place; what contradicts itself stays
 * in any case. That a proof has grown old leaves nobody behind.
 */
export function byWhatTheyAsk(releases: readonly ConsumerRelease[]): {
  readonly open: readonly ConsumerRelease[];
  readonly ended: readonly ConsumerRelease[];
} {
  const isOpen = (own: ConsumerRelease) => !isEnded(own.release.state) || isLeftBehind(own, releases);
  return { open: releases.filter(isOpen), ended: releases.filter((own) => !isOpen(own)) };
}

function isLeftBehind({ release, steps, deployAt }: ConsumerRelease, all: readonly ConsumerRelease[]): boolean {
  if (release.state !== 'done' || steps === null || steps.ladder.climbed) return false;
  if (steps.ladder.contradictions.length > 0) return true;
  if (steps.ladder.rungs.at(-1)?.state === 'stale') return false;
  return !all.some(
    (other) =>
      other.release.service === release.service &&
      other.release.state === 'done' &&
      (other.deployAt ?? '') > (deployAt ?? ''),
  );
}

/** What a reader of the feed is told of: new findings, another date, another state. */
const newsworthy = new Set([
  'release.assessed',
  'release.proposed',
  'release.announced',
  'release.moved',
  'release.deploying',
  'release.done',
  'release.rolled-back',
  'release.cancelled',
]);

function lastChange({ history, release }: ReleaseView, consumer: string): Instant {
  const told = history.findLast(({ type }) => newsworthy.has(type))?.at ?? release.createdAt;
  const moved = history.findLast(({ type, data }) => type === 'ladder.moved' && data.consumer === consumer)?.at;
  return moved !== undefined && moved > told ? moved : told;
}

/** `pkgdb 2.0 breaks release-notes on 12 Mar 2026`: the title of its entry in the feed. */
export function consumerHeadline(given: ConsumerRelease, consumer: string): string {
  const { release, lamp, breaking, deployAt, steps } = given;
  const name = `${release.service} ${release.version}`;
  const when = deployAt === null ? 'without a date so far' : `on ${sayDay(deployAt)}`;
  if (release.state === 'done' && steps?.lamp.shape === 'no') return `${name} is done, and ${consumer} is not`;
  if (isEnded(release.state)) return `${name} is ${sayState(release.state)}`;
  if (steps?.lamp.shape === 'no') return `${name}: what is said of ${consumer} is contradicted`;
  if (lamp.shape === 'yes') return `${name} does not hit ${consumer}`;
  if (lamp.shape === 'unknown') return `${name} may break ${consumer}, ${when}`;
  return breaking > 0 ? `${name} breaks ${consumer}, ${when}` : `${name} may surprise ${consumer}, ${when}`;
}
