// The changes of a release and the consumers that they meet, ordered for reading: the worst first. A release may have
// thousands of places and meet hundreds of consumers, so what is shown of each is made only where it is shown, and what
// all pages order by is found out once for a comparison and whom it hurts.

import type { ReleaseView } from '../bot/index.ts';
import {
  breakingOf,
  type Catalog,
  type ConsumerImpact,
  certainties,
  type Exposure,
  exposureOf,
  exposureWords,
} from '../catalog/index.ts';
import { adviseInState } from '../plan/index.ts';
import {
  alongSentence,
  type CauseGroup,
  exampleTitle,
  groupByCause,
  nameOperation,
  reachRank,
  type Tally,
  tallyOfMet,
  tallyWords,
} from '../report/index.ts';
import type { Comparison, Finding, Severity } from '../rules/index.ts';
import type { Lamp } from './lamp.ts';

export interface CauseOnPage {
  /** By which it is told from the others in an address. */
  readonly key: string;
  readonly message: string;
  /** What goes or comes with the type that changed, as a sentence. */
  readonly along: string | null;
  readonly lamp: Lamp;
  readonly findings: readonly FindingOnPage[];
  /** False where the change lies elsewhere in each operation, so that no one wording holds for all. */
  readonly oneWording: boolean;
  /** In how many places it is met, of which `findings` may hold a part. */
  readonly count: number;
  /** Of how many places nobody has said that they are meant. */
  readonly unconfirmed: number;
}

export interface ExampleOnPage {
  readonly title: string;
  readonly http: string;
}

export interface FindingOnPage {
  readonly finding: Finding;
  readonly operation: string;
  readonly place: string | null;
  /** A call or answer that shows it. */
  readonly example: ExampleOnPage | null;
  readonly hits: readonly string[];
  /** Of whom it cannot be told. */
  readonly mayHit: readonly string[];
}

export interface ConsumerOnPage {
  readonly name: string;
  readonly title: string;
  readonly team: string;
  readonly teamTitle: string;
  readonly inside: boolean;
  readonly lamp: Lamp;
  /** How much of what breaks it is known to meet, in words; null where nothing. */
  readonly breaks: string | null;
  readonly because: readonly string[];
  readonly notInDocument: readonly string[];
  readonly stagingGap: string | null;
}

/** The consumers of one team, counted. */
export interface TeamReach {
  readonly team: string;
  readonly entries: readonly ConsumerImpact[];
  readonly counts: readonly { readonly lamp: Lamp; readonly count: number }[];
}

interface Reach {
  readonly impact: ReleaseView['impact'];
  readonly groups: ReadonlyMap<Severity, readonly CauseGroup[]>;
  /** By fingerprint: those that are known to meet it, and those of whom it cannot be told. */
  readonly hitBy: ReadonlyMap<string, readonly string[]>;
  readonly mayHit: ReadonlyMap<string, readonly string[]>;
  readonly exposures: ReadonlyMap<ConsumerImpact, Exposure>;
  readonly breaks: ReadonlyMap<ConsumerImpact, Tally>;
}

const reaches = new WeakMap<Comparison, Reach>();

function reachOf({ comparison, impact }: Pick<ReleaseView, 'comparison' | 'impact'>): Reach {
  const known = reaches.get(comparison);
  if (known?.impact === impact) return known;
  const reach = findReach(comparison, impact);
  reaches.set(comparison, reach);
  return reach;
}

function findReach(comparison: Comparison, impact: ReleaseView['impact']): Reach {
  const hitBy = new Map<string, string[]>();
  const mayHit = new Map<string, string[]>();
  const surest = new Map<string, number>();
  const breaking = breakingOf(comparison.findings);
  const exposures = new Map<ConsumerImpact, Exposure>();
  const breaks = new Map<ConsumerImpact, Tally>();
  for (const entry of impact.consumers) {
    const met = new Set<string>();
    for (const { finding, certainty } of entry.hits) {
      const rank = certainties.indexOf(certainty);
      const before = surest.get(finding);
      if (before === undefined || rank < before) surest.set(finding, rank);
      const by = certainty === 'unknown' ? mayHit : hitBy;
      const names = by.get(finding);
      if (names === undefined) by.set(finding, [entry.consumer]);
      else if (names.at(-1) !== entry.consumer) names.push(entry.consumer);
      if (certainty !== 'unknown' && breaking.has(finding)) met.add(finding);
    }
    exposures.set(entry, exposureOf(entry, breaking));
    if (met.size > 0) breaks.set(entry, tallyOfMet(comparison, 'breaking', met));
  }
  // Of the same severity what is most surely met comes first, then what meets every call, and last what only calls that
  // fail meet; then what meets most: only the first few lie open.
  const weighed = groupByCause(comparison.findings).map((group) => ({
    group,
    rank: Math.min(...group.findings.map(({ fingerprint }) => surest.get(fingerprint) ?? certainties.length)),
    reach: reachRank(group),
    met: new Set(
      group.findings.flatMap(({ fingerprint }) => [
        ...(hitBy.get(fingerprint) ?? []),
        ...(mayHit.get(fingerprint) ?? []),
      ]),
    ).size,
  }));
  const sorted = weighed
    .toSorted((a, b) => a.rank - b.rank || a.reach - b.reach || b.met - a.met)
    .map(({ group }) => group);
  return { impact, groups: Map.groupBy(sorted, ({ severity }) => severity), hitBy, mayHit, exposures, breaks };
}

/** One change may break in one place and be safe in another, and whoever sends is told something else than whoever receives. */
export function causeKey({ severity, findings: [{ direction, cause }] }: CauseGroup): string {
  return `${severity}-${direction ?? 'none'}-${cause}`;
}

/** The changes of a severity, in the order in which they are shown. */
export function causesOf(view: Pick<ReleaseView, 'comparison' | 'impact'>, severity: Severity): readonly CauseGroup[] {
  return reachOf(view).groups.get(severity) ?? [];
}

/** `places` is how many of its places are made ready to be shown, from which on. */
export function causeOnPage(
  view: Pick<ReleaseView, 'comparison' | 'impact' | 'release' | 'intended'>,
  group: CauseGroup,
  from = 0,
  places = Infinity,
): CauseOnPage {
  const { comparison, release } = view;
  const { hitBy, mayHit } = reachOf(view);
  const intended = new Set(view.intended.map(({ finding }) => finding));
  return {
    key: causeKey(group),
    message: group.message,
    along: alongSentence(group),
    lamp: severityLamp(group.severity),
    oneWording: group.findings.every((finding) => finding.message === group.message),
    findings: group.findings.slice(from, from + places).map((finding) => ({
      finding: adviseInState(finding, release.state),
      operation: nameOperation(finding.operation),
      place: placeOf(finding),
      example: exampleOnPage(finding, comparison),
      hits: [...new Set(hitBy.get(finding.fingerprint))],
      mayHit: [...new Set(mayHit.get(finding.fingerprint))],
    })),
    count: group.findings.length,
    unconfirmed: group.findings.filter((finding) => isUnconfirmed(finding, intended)).length,
  };
}

export function isUnconfirmed({ exemption, fingerprint, severity }: Finding, intended: ReadonlySet<string>): boolean {
  return severity === 'breaking' && exemption === null && !intended.has(fingerprint);
}

export function exampleOnPage(finding: Finding, comparison: Comparison): ExampleOnPage | null {
  const { witness } = finding;
  return witness && { title: exampleTitle(finding, comparison), http: witness.http };
}

const exposureShapes: Readonly<Record<Exposure, Lamp['shape']>> = {
  hit: 'no',
  maybe: 'unknown',
  behind: 'unknown',
  'at-risk': 'warn',
  spared: 'yes',
};

const lampOf = (exposure: Exposure): Lamp => ({ shape: exposureShapes[exposure], word: exposureWords[exposure] });

/** What was found of one consumer, in the words that all faces share. */
export function consumerLamp(entry: ConsumerImpact, breaking: ReadonlySet<string>): Lamp {
  return lampOf(exposureOf(entry, breaking));
}

/** The consumers in the order in which they are shown: who is hit first, and of these whom most of what breaks meets. */
export function consumersOf(
  view: Pick<ReleaseView, 'comparison' | 'impact'>,
  catalog: Catalog,
): readonly ConsumerImpact[] {
  const { exposures, breaks } = reachOf(view);
  const titles = new Map(catalog.consumers.map(({ name, title }) => [name, title]));
  const titleOf = ({ consumer }: ConsumerImpact) => titles.get(consumer) ?? consumer;
  const orderOf = (entry: ConsumerImpact) => lampOrder(lampOf(exposures.get(entry) ?? 'spared'));
  const changesOf = (entry: ConsumerImpact) => breaks.get(entry)?.changes ?? 0;
  return view.impact.consumers.toSorted(
    (a, b) => orderOf(a) - orderOf(b) || changesOf(b) - changesOf(a) || titleOf(a).localeCompare(titleOf(b)),
  );
}

/** The teams whose consumers are listed, in the order of the one that is hurt worst. */
export function teamsReached(view: Pick<ReleaseView, 'comparison' | 'impact'>, catalog: Catalog): readonly TeamReach[] {
  const { exposures } = reachOf(view);
  const byTeam = Map.groupBy(consumersOf(view, catalog), ({ team }) => team);
  return [...byTeam].map(([team, entries]) => ({
    team,
    entries,
    counts: [...Map.groupBy(entries, (entry) => exposures.get(entry) ?? 'spared')].map(([exposure, own]) => ({
      lamp: lampOf(exposure),
      count: own.length,
    })),
  }));
}

export function consumerOnPage(
  view: Pick<ReleaseView, 'comparison' | 'impact'>,
  catalog: Catalog,
  entry: ConsumerImpact,
): ConsumerOnPage {
  const { exposures, breaks } = reachOf(view);
  const consumer = catalog.consumers.find(({ name }) => name === entry.consumer);
  const team = catalog.teams.find(({ name }) => name === entry.team);
  const tally = breaks.get(entry);
  return {
    name: entry.consumer,
    title: consumer?.title ?? entry.consumer,
    team: entry.team,
    teamTitle: team?.title ?? entry.team,
    inside: team?.inside ?? false,
    lamp: lampOf(exposures.get(entry) ?? 'spared'),
    breaks: tally === undefined ? null : tallyWords(tally, 'breaking change'),
    because: [
      ...new Set(entry.hits.length > 0 ? entry.hits.map(({ because }) => because) : [entry.notAffectedBecause ?? '']),
    ].filter((words) => words !== ''),
    notInDocument: entry.notInDocument,
    stagingGap: consumer?.stagingGap ?? null,
  };
}

/** The operations in which a consumer meets anything. */
export function operationsMet({ comparison }: Pick<ReleaseView, 'comparison'>, { hits }: ConsumerImpact) {
  const met = new Set(hits.map(({ finding }) => finding));
  const operations = comparison.findings.flatMap(({ fingerprint, operation }) =>
    operation !== null && met.has(fingerprint) ? [nameOperation(operation)] : [],
  );
  return [...new Set(operations)].toSorted();
}

function placeOf(finding: Finding): string | null {
  const position = finding.revision?.exact ? finding.revision : (finding.base ?? finding.revision);
  if (position === null) return null;
  return position.line === null ? position.source : `${position.source}:${position.line}`;
}

export function severityLamp(severity: Severity): Lamp {
  if (severity === 'breaking') return { shape: 'no', word: 'breaking' };
  return severity === 'risky' ? { shape: 'warn', word: 'risky' } : { shape: 'yes', word: 'safe' };
}

/** The worst first. */
export function lampOrder({ shape }: Lamp): number {
  return ['no', 'unknown', 'warn', 'waiting', 'yes', 'none'].indexOf(shape);
}
