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
import { breakingOf, type Catalog, countExposures, owningTeam, sayDoubtful } from '../catalog/index.ts';
import { sayWrong, wrongInProduction } from '../ladder/index.ts';
import { nextStates, unexemptedBreaks } from '../plan/index.ts';
import { pathFiltersSentence, tallyFigures, tallyOfMet, tallyOfSeverity, tallyWords } from '../report/index.ts';
import type { Comparison, Severity } from '../rules/index.ts';
import { type HistoryLine, historyLines } from './history-words.ts';
import { type LadderOnPage, ladderOnPage } from './ladder-on-page.ts';
import type { Lamp } from './lamp.ts';
import { type Action, mayDo } from './may-do.ts';
import {
  type CauseOnPage,
  type ConsumerOnPage,
  causeOnPage,
  causesOf,
  consumerOnPage,
  consumersOf,
  isUnconfirmed,
  lampOrder,
  type TeamReach,
  teamsReached,
} from './release-details.ts';
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

export const severityOrder: readonly Severity[] = ['breaking', 'risky', 'safe'];

/** How much the page of a release shows before it leads to the whole: a release may have thousands of places. */
export const fewest = { changes: 20, places: 8, consumers: 30, rungs: 30, history: 80, rosters: 12 };

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
  /** Of each severity the first few, and how many there are. */
  readonly causes: readonly {
    readonly severity: Severity;
    readonly causes: readonly CauseOnPage[];
    readonly count: number;
  }[];
  /** What path filters leave out of the comparison, as a clause. */
  readonly leftOut: string | null;
  readonly breaks: { readonly figures: string; readonly said: string | null };
  /** Those that are hurt worst, of all that are counted. */
  readonly consumers: readonly ConsumerOnPage[];
  readonly consumerCount: number;
  /** Empty where all consumers are shown. */
  readonly teamsReached: readonly (Omit<TeamReach, 'entries'> & Pick<TeamOnPage, 'title' | 'inside'>)[];
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
  readonly rungs: LadderOnPage['rows'];
  /** Which consumers are seen not to be right in production, each as a sentence. */
  readonly wrong: readonly string[];
  /** What is on fire while it is watched, and who is on for it. */
  readonly wrongNow: readonly string[];
  readonly acknowledged: number;
  readonly history: readonly HistoryLine[];
  readonly historyCount: number;
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
  const tally = tallyOfSeverity(comparison, 'breaking');
  const intended = new Set(view.intended.map(({ finding }) => finding));
  const breaking = breakingOf(comparison.findings);
  const counts = countExposures(impact, breaking);
  const consumers = consumersOf(view, catalog);
  const ladder = ladderOnPage(view, catalog);
  const history = historyLines(view.history);
  const unconfirmed = comparison.findings.filter((finding) => isUnconfirmed(finding, intended));

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
    causes: severityOrder.flatMap((severity) => {
      const groups = causesOf(view, severity);
      const causes = groups.slice(0, fewest.changes).map((group) => causeOnPage(view, group, 0, fewest.places));
      return groups.length === 0 ? [] : [{ severity, causes, count: groups.length }];
    }),
    leftOut: pathFiltersSentence(comparison),
    breaks: { figures: tallyFigures(tally), said: tally.changes === 0 ? null : tallyWords(tally, 'breaking change') },
    consumers: consumers.slice(0, fewest.consumers).map((entry) => consumerOnPage(view, catalog, entry)),
    consumerCount: consumers.length,
    teamsReached:
      consumers.length <= fewest.consumers
        ? []
        : teamsReached(view, catalog).map(({ team, counts: own }) => ({
            team,
            title: teamTitle(team),
            inside: catalog.teams.find(({ name }) => name === team)?.inside ?? false,
            counts: own,
          })),
    hitConsumers: counts.hit,
    doubtful: sayDoubtful(counts) || null,
    teams,
    understood: teams.filter(({ understanding }) => understanding !== null),
    silent: teams.filter(({ understanding }) => understanding === null),
    unconfirmed: tallyWords(
      tallyOfMet(comparison, 'breaking', new Set(unconfirmed.map(({ fingerprint }) => fingerprint))),
      'breaking change',
    ),
    messages: messageGroups(view.deliveries),
    steps: view.steps.map((step) => ({ step, past: step.at <= now })),
    ladder,
    rungs: ladder.rows.slice(0, fewest.rungs),
    wrong: wrongInProduction(view.ladder).map(sayWrong),
    wrongNow: wrongNow(view, now),
    rosters: rosterOnPage(view, catalog, now, principal).teams,
    acknowledged: view.shifts.filter(({ acknowledged }) => acknowledged !== null).length,
    history: history.slice(0, fewest.history),
    historyCount: history.length,
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
