// One release as its page shows it: the use case's view, ordered and worded for reading. Nothing is decided here; what
// is unknown stays unknown.

import type { Instant } from '../base/index.ts';
import {
  type Delivery,
  type Event,
  endingOf,
  type ReleaseSummary,
  type ReleaseView,
  type Speaker,
  type Understanding,
  wasAnnounced,
  wrongNow,
} from '../bot/index.ts';
import {
  breakingOf,
  type Catalog,
  type ConsumerImpact,
  certainties,
  countExposures,
  type Exposure,
  exposureOf,
  exposureWords,
  owningTeam,
  sayDoubtful,
} from '../catalog/index.ts';
import { sayWrong, wrongInProduction } from '../ladder/index.ts';
import { adviseInState, nextStates, unexemptedBreaks } from '../plan/index.ts';
import {
  alongSentence,
  countedFindings,
  exampleTitle,
  groupByCause,
  nameOperation,
  pathFiltersSentence,
  reachRank,
  tallyFigures,
  tallyOf,
  tallyWithin,
  tallyWords,
} from '../report/index.ts';
import type { Comparison, Finding, Severity } from '../rules/index.ts';
import { type HistoryLine, historyLines } from './history-words.ts';
import { type LadderOnPage, ladderOnPage } from './ladder-on-page.ts';
import type { Lamp } from './lamp.ts';
import { type Action, mayDo } from './may-do.ts';
import { rosterOnPage, type TeamRoster } from './roster-on-page.ts';

/** Does it break? The first thing that every page says of a release. */
export function verdictLamp(verdict: Comparison['verdict']): Lamp {
  switch (verdict) {
    case 'breaking':
      return { shape: 'no', word: 'breaks the API' };
    case 'unknown':
      return { shape: 'unknown', word: 'cannot tell whether it breaks' };
    case 'risky':
      return { shape: 'warn', word: 'risky, no certain break' };
    case 'compatible':
      return { shape: 'yes', word: 'does not break' };
    case 'identical':
      return { shape: 'yes', word: 'same as before' };
  }
}

function gateLamp({ state, mode, caution }: ReleaseView['gates'][number]): Lamp {
  if (state === 'unknown') return { shape: 'unknown', word: 'unknown' };
  if (state === 'open') return caution === null ? { shape: 'yes', word: 'open' } : { shape: 'warn', word: 'open, but' };
  return mode === 'enforce'
    ? { shape: 'no', word: 'closed' }
    : { shape: 'warn', word: 'closed, does not hold the deploy' };
}

const deliveryLamps: Readonly<Record<Delivery['state'], Lamp>> = {
  queued: { shape: 'waiting', word: 'queued' },
  written: { shape: 'warn', word: 'only written to the outbox' },
  delivered: { shape: 'yes', word: 'delivered' },
  deferred: { shape: 'warn', word: 'delayed, tried again' },
  refused: { shape: 'no', word: 'refused' },
  withdrawn: { shape: 'none', word: 'withdrawn' },
};

export const deliveryLamp = (delivery: Delivery): Lamp => deliveryLamps[delivery.state];

const exposureShapes: Readonly<Record<Exposure, Lamp['shape']>> = {
  hit: 'no',
  maybe: 'unknown',
  behind: 'unknown',
  'at-risk': 'warn',
  spared: 'yes',
};

/** What was found of one consumer, in the words that all faces share. */
export function consumerLamp(entry: ConsumerImpact, breaking: ReadonlySet<string>): Lamp {
  const exposure = exposureOf(entry, breaking);
  return { shape: exposureShapes[exposure], word: exposureWords[exposure] };
}

const severityOrder: readonly Severity[] = ['breaking', 'risky', 'safe'];

export interface CauseOnPage {
  readonly message: string;
  /** What goes or comes with the type that changed, as a sentence. */
  readonly along: string | null;
  readonly lamp: Lamp;
  /** See `reachRank`. */
  readonly reach: number;
  readonly findings: readonly FindingOnPage[];
  /** False where the change lies elsewhere in each operation, so that no one wording holds for all. */
  readonly oneWording: boolean;
  /** False where every finding was confirmed as intended; null where nobody need say. */
  readonly unconfirmed: number;
}

export interface ExampleOnPage {
  readonly title: string;
  readonly http: string;
}

export function exampleOnPage(finding: Finding, comparison: Comparison): ExampleOnPage | null {
  const { witness } = finding;
  return witness && { title: exampleTitle(finding, comparison), http: witness.http };
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
  readonly because: readonly string[];
  readonly operations: readonly string[];
  readonly notInDocument: readonly string[];
  readonly stagingGap: string | null;
}

export interface TeamOnPage {
  readonly name: string;
  readonly title: string;
  readonly inside: boolean;
  readonly zone: string;
  readonly understanding: Understanding | null;
  /** Whether it was told of the release yet. */
  readonly told: boolean;
  readonly maySay: boolean;
}

export interface ReleasePage {
  readonly view: ReleaseView;
  /** By what it ended; null while it is under way. */
  readonly ending: Event | null;
  readonly lamp: Lamp;
  readonly serviceTitle: string;
  readonly ownerTitle: string;
  readonly ownerEmail: string | null;
  readonly gates: readonly { readonly gate: ReleaseView['gates'][number]; readonly lamp: Lamp }[];
  readonly openGates: number;
  readonly causes: readonly { readonly severity: Severity; readonly causes: readonly CauseOnPage[] }[];
  /** What path filters leave out of the comparison, as a clause. */
  readonly leftOut: string | null;
  readonly breaks: { readonly figures: string; readonly said: string | null };
  readonly consumers: readonly ConsumerOnPage[];
  readonly hitConsumers: number;
  /** Those of which that cannot be told, and those behind other services, in words; null where there are none. */
  readonly doubtful: string | null;
  readonly teams: readonly TeamOnPage[];
  readonly understood: readonly TeamOnPage[];
  readonly silent: readonly TeamOnPage[];
  /** How many changes, in words. */
  readonly unconfirmed: string;
  readonly messages: readonly MessageGroup[];
  readonly steps: readonly {
    readonly step: NonNullable<ReleaseView['plan']>['steps'][number];
    readonly past: boolean;
  }[];
  readonly rosters: readonly TeamRoster[];
  readonly ladder: LadderOnPage;
  /** Which consumers are seen not to be right in production, each as a sentence. */
  readonly wrong: readonly string[];
  /** What is on fire while it is watched, and who is on for it. */
  readonly wrongNow: readonly string[];
  readonly acknowledged: number;
  readonly history: readonly HistoryLine[];
  readonly actions: readonly Action[];
  /** What moves the release on, where nothing stands against it. */
  readonly primary: Action | null;
  /** Titles of the gates that hold the deploy. */
  readonly held: readonly string[];
}

export interface MessageGroup {
  readonly kind: string;
  readonly title: string;
  readonly deliveries: readonly { readonly delivery: Delivery; readonly lamp: Lamp }[];
  /** How many have gone, and by what. */
  readonly said: string;
  readonly isDone: boolean;
}

export function releasePage(view: ReleaseView, catalog: Catalog, now: Instant, principal: Speaker | null): ReleasePage {
  const { comparison, impact, release } = view;
  const service = catalog.services.find(({ name }) => name === release.service);
  const teamTitle = teamTitles(catalog);
  const findings = new Map(
    comparison.findings.map((finding) => [finding.fingerprint, adviseInState(finding, release.state)]),
  );
  const intended = new Set(view.intended.map(({ finding }) => finding));
  const isUnconfirmed = ({ fingerprint, severity, exemption }: Finding) =>
    severity === 'breaking' && exemption === null && !intended.has(fingerprint);
  const groups = groupByCause([...findings.values()]);
  const counted = groupByCause(countedFindings(comparison)).filter(({ severity }) => severity === 'breaking');
  const tally = tallyOf(counted);

  const hitBy = new Map<string, string[]>();
  const mayHit = new Map<string, string[]>();
  const surest = new Map<string, number>();
  for (const { consumer, hits } of impact.consumers) {
    for (const { finding, certainty } of hits) {
      surest.set(finding, Math.min(surest.get(finding) ?? certainties.length, certainties.indexOf(certainty)));
      const by = certainty === 'unknown' ? mayHit : hitBy;
      const names = by.get(finding);
      if (names === undefined) by.set(finding, [consumer]);
      else names.push(consumer);
    }
  }

  // One change may break in one place and be safe in another, and whoever sends is told something else than whoever
  // receives: a card holds the places of its own severity and sender alone.
  // Of the same severity what is most surely met comes first, then what meets every call, and last what only calls that
  // fail meet; then what meets most: only the first few lie open.
  const causesOf = (severity: Severity): CauseOnPage[] =>
    unsortedCausesOf(severity).toSorted(
      (a, b) => metBy(a).rank - metBy(b).rank || a.reach - b.reach || metBy(b).count - metBy(a).count,
    );
  const metBy = ({ findings: own }: CauseOnPage) => ({
    rank: Math.min(...own.map(({ finding }) => surest.get(finding.fingerprint) ?? certainties.length)),
    count: new Set(own.flatMap(({ hits, mayHit: perhaps }) => [...hits, ...perhaps])).size,
  });
  const unsortedCausesOf = (severity: Severity): CauseOnPage[] =>
    groups
      .filter((group) => group.severity === severity)
      .map((group) => ({
        message: group.message,
        along: alongSentence(group),
        lamp: severityLamp(severity),
        reach: reachRank(group),
        oneWording: group.findings.every((finding) => finding.message === group.message),
        findings: group.findings.map((finding) => ({
          finding,
          operation: nameOperation(finding.operation),
          place: placeOf(finding),
          example: exampleOnPage(finding, comparison),
          hits: [...new Set(hitBy.get(finding.fingerprint) ?? [])],
          mayHit: [...new Set(mayHit.get(finding.fingerprint) ?? [])],
        })),
        unconfirmed: group.findings.filter(isUnconfirmed).length,
      }));

  const breaking = breakingOf(comparison.findings);
  const counts = countExposures(impact, breaking);
  const consumersByName = new Map(catalog.consumers.map((one) => [one.name, one]));
  const consumers = impact.consumers
    .map((entry): ConsumerOnPage => {
      const consumer = consumersByName.get(entry.consumer);
      const team = catalog.teams.find(({ name }) => name === entry.team);
      const lamp = consumerLamp(entry, breaking);
      return {
        name: entry.consumer,
        title: consumer?.title ?? entry.consumer,
        team: entry.team,
        teamTitle: teamTitle(entry.team),
        inside: team?.inside ?? false,
        lamp,
        because: [
          ...new Set(
            entry.hits.length > 0 ? entry.hits.map(({ because }) => because) : [entry.notAffectedBecause ?? ''],
          ),
        ].filter((words) => words !== ''),
        operations: [
          ...new Set(
            entry.hits.flatMap(({ finding }) => {
              const operation = findings.get(finding)?.operation;
              return operation ? [nameOperation(operation)] : [];
            }),
          ),
        ].toSorted(),
        notInDocument: entry.notInDocument,
        stagingGap: consumer?.stagingGap ?? null,
      };
    })
    .toSorted((a, b) => lampOrder(a.lamp) - lampOrder(b.lamp) || a.title.localeCompare(b.title));

  const held = view.gates.filter(({ state, mode }) => state !== 'open' && mode === 'enforce').map(({ title }) => title);

  const teams = view.affectedTeams.map((name): TeamOnPage => {
    const team = catalog.teams.find((candidate) => candidate.name === name);
    return {
      name,
      title: team?.title ?? name,
      inside: team?.inside ?? false,
      zone: team?.zone ?? 'UTC',
      understanding: view.understandings.findLast((understanding) => understanding.team === name) ?? null,
      told: wasAnnounced(view),
      maySay: wasAnnounced(view) && principal !== null && mayDo(principal, 'understand', name),
    };
  });

  return {
    view,
    ending: endingOf(view),
    lamp: verdictLamp(comparison.verdict),
    serviceTitle: service?.title ?? release.service,
    ownerEmail: owningTeam(catalog, release.service)?.email ?? null,
    ownerTitle: service === undefined ? 'nobody in the catalogue' : teamTitle(service.owner),
    gates: view.gates
      .map((gate) => ({ gate, lamp: gateLamp(gate) }))
      .toSorted((a, b) => lampOrder(a.lamp) - lampOrder(b.lamp)),
    openGates: view.gates.filter(({ state }) => state === 'open').length,
    causes: severityOrder
      .map((severity) => ({ severity, causes: causesOf(severity) }))
      .filter(({ causes }) => causes.length > 0),
    leftOut: pathFiltersSentence(comparison),
    breaks: { figures: tallyFigures(tally), said: tally.changes === 0 ? null : tallyWords(tally, 'breaking change') },
    consumers,
    hitConsumers: counts.hit,
    doubtful: sayDoubtful(counts) || null,
    teams,
    understood: teams.filter(({ understanding }) => understanding !== null),
    silent: teams.filter(({ understanding }) => understanding === null),
    unconfirmed: tallyWords(
      tallyWithin(counted)(new Set(comparison.findings.filter(isUnconfirmed).map(({ fingerprint }) => fingerprint))),
      'breaking change',
    ),
    messages: messageGroups(view.deliveries),
    steps: view.steps.map((step) => ({ step, past: step.at <= now })),
    ladder: ladderOnPage(view, catalog),
    wrong: wrongInProduction(view.ladder).map(sayWrong),
    wrongNow: wrongNow(view, now),
    rosters: rosterOnPage(view, catalog, now, principal).teams,
    acknowledged: view.shifts.filter(({ acknowledged }) => acknowledged !== null).length,
    history: historyLines(view.history),
    actions: principal === null ? [] : actionsNow(view).filter((action) => mayDo(principal, action)),
    primary: held.length > 0 && view.release.state === 'announced' ? null : (actionsNow(view)[0] ?? null),
    held,
  };
}

/** What may be done next, the most likely first, whoever asks. */
function actionsNow(view: ReleaseView): readonly Action[] {
  const { state } = view.release;
  const next = nextStates[state];
  const confirmed = new Set(view.intended.map(({ finding }) => finding));
  const needsWord =
    unexemptedBreaks(view.comparison.findings).some(({ fingerprint }) => !confirmed.has(fingerprint)) &&
    ['assessed', 'proposed', 'approved', 'announced'].includes(state);
  const actions: (Action | false)[] = [
    state === 'assessed' && 'propose',
    state === 'proposed' && 'approve',
    state === 'approved' && 'announce',
    state === 'announced' && 'deploy',
    state === 'deploying' && 'verify',
    state === 'verifying' && 'complete',
    needsWord && 'confirm',
    view.plan?.meeting != null && ['proposed', 'approved', 'announced'].includes(state) && 'discuss',
    ['proposed', 'approved', 'announced'].includes(state) && view.plan !== null && 'reschedule',
    next.includes('rolled-back') && 'roll-back',
    next.includes('cancelled') && 'cancel',
  ];
  return actions.filter((action) => action !== false);
}

const kindTitles: Readonly<Record<Delivery['message']['kind'], string>> = {
  'break-notice': 'API-break notice',
  'call-for-testing': 'Call for testing',
  agenda: 'Agenda item',
  reminder: 'Reminder',
  'roster-call': 'Roster call',
  'handed-over': 'Hours handed over',
  'outage-notice': 'Outage notice',
  moved: 'Moved',
  cancelled: 'Cancelled',
  done: 'Done',
  'rolled-back': 'Rolled back',
  'porting-issue': 'Porting issue',
  'caller-question': 'Question whose a caller is',
};

/** What people call a kind of message or a planned step. */
export function kindTitle(kind: string): string {
  return kindTitles[kind as Delivery['message']['kind']] ?? kind.charAt(0).toUpperCase() + kind.slice(1);
}

function messageGroups(deliveries: readonly Delivery[]): MessageGroup[] {
  const byKind = Map.groupBy(deliveries, ({ message }) => message.kind);
  return [...byKind].map(([kind, own]) => {
    const count = (wanted: Delivery['state']) => own.filter(({ state }) => state === wanted).length;
    const [delivered, written] = [count('delivered'), count('written')];
    return {
      kind,
      title: kindTitle(kind),
      deliveries: own.map((delivery) => ({ delivery, lamp: deliveryLamp(delivery) })),
      said: [
        ...(delivered > 0 || written === 0 ? [`${delivered} of ${own.length} delivered`] : []),
        ...(written > 0 ? [`${written} of ${own.length} only written to the outbox`] : []),
      ].join(', '),
      isDone: delivered + written === own.length,
    };
  });
}

function teamTitles(catalog: Catalog): (name: string) => string {
  const titles = new Map(catalog.teams.map(({ name, title }) => [name, title]));
  return (name) => titles.get(name) ?? name;
}

/** Breaking first, soonest first: what the board lists on top. */
export function byUrgency(a: ReleaseSummary, b: ReleaseSummary): number {
  return (a.deployAt ?? '9').localeCompare(b.deployAt ?? '9') || a.release.id.localeCompare(b.release.id);
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

function lampOrder({ shape }: Lamp): number {
  return ['no', 'unknown', 'warn', 'waiting', 'yes', 'none'].indexOf(shape);
}
