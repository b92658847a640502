// A release's life. Which state may follow which is data, so that the command line, the board and the API agree.

import { type Instant, TocsinError } from '../base/index.ts';

export const releaseStates = [
  'draft',
  'assessed',
  'proposed',
  'approved',
  'announced',
  'deploying',
  'verifying',
  'done',
  'rolled-back',
  'cancelled',
] as const;

export type ReleaseState = (typeof releaseStates)[number];

export const nextStates: Readonly<Record<ReleaseState, readonly ReleaseState[]>> = {
  draft: ['assessed', 'cancelled'],
  assessed: ['assessed', 'proposed', 'cancelled'],
  proposed: ['assessed', 'proposed', 'approved', 'cancelled'],
  approved: ['assessed', 'proposed', 'announced', 'cancelled'],
  announced: ['assessed', 'announced', 'deploying', 'cancelled'],
  deploying: ['verifying', 'rolled-back'],
  verifying: ['done', 'rolled-back'],
  done: ['rolled-back'],
  'rolled-back': ['assessed', 'cancelled'],
  cancelled: ['assessed'],
};

const ended: ReadonlySet<ReleaseState> = new Set(['done', 'rolled-back', 'cancelled']);

/** A release that is over breaks nobody any more. */
export function isEnded(state: ReleaseState): boolean {
  return ended.has(state);
}

/** As it stands in a sentence: `rolled back`. */
export function sayState(state: ReleaseState): string {
  return state.replace('-', ' ');
}

/** Throws `release-state` where a release in this state may not become the next one. */
export function assertTransition(release: Pick<Release, 'id' | 'state'>, next: ReleaseState): void {
  const allowed = nextStates[release.state];
  if (allowed.includes(next)) return;
  const said = release.state === next ? 'already' : `and cannot become ${sayState(next)}`;
  throw new TocsinError('release-state', `${release.id} is ${sayState(release.state)} ${said}.`, {
    hint: adviseOn(release, next),
  });
}

/** The way of a release that nothing goes wrong with, and the command that takes it to each state. */
const road: readonly (readonly [ReleaseState, advice: string])[] = [
  ['draft', ''],
  ['assessed', 'Assess it first: tocsin release assess'],
  ['proposed', 'Propose a date first: tocsin release propose'],
  ['approved', 'Have it approved first: tocsin release approve'],
  ['announced', 'Announce it first: tocsin release announce'],
  ['deploying', 'Begin the deploy first: tocsin release deploy'],
  ['verifying', 'Verify it first: tocsin release verify'],
  ['done', ''],
];

function adviseOn({ id, state }: Pick<Release, 'id' | 'state'>, next: ReleaseState): string {
  const allowed = nextStates[state];
  if (state === 'cancelled') return 'It was called off; to plan it again, assess it: tocsin release assess.';
  if (state === 'rolled-back') return 'Assess what comes instead of it first: tocsin release assess.';
  const here = road.findIndex(([name]) => name === state);
  const missing = road[here + 1];
  const ahead = next === 'rolled-back' ? here < 5 : road.findIndex(([name]) => name === next) > here + 1;
  if (!ahead || missing === undefined)
    return `It is past that: from ${sayState(state)} it may only become ${allowed.map(sayState).join(', ')}.`;
  if (next === 'rolled-back') return `Nothing is deployed yet; to call it off: tocsin release cancel ${id}.`;
  return missing[0] === 'assessed' ? `${missing[1]}.` : `${missing[1]} ${id}.`;
}

/** One breaking (or not) release of one service. Its id is `service-version`, as in `pkgdb-2.0`. */
export interface Release {
  readonly id: string;
  readonly service: string;
  readonly version: string;
  readonly author: string;
  readonly state: ReleaseState;
  /** What its author says of it; the comparison says what is true (A10). */
  readonly declared: 'breaks' | 'does-not-break' | 'unknown';
  /** Marked minor by its author: a reason to skip, unless it breaks. */
  readonly minor: boolean;
  readonly createdAt: Instant;
  /** Since when it has been running in staging (A11). */
  readonly stagedAt: Instant | null;
  /** Raised by one with every change that people must be told of: threads and calendar SEQUENCE follow it. */
  readonly revision: number;
  /** Releases of other services that must be done before this one (A9). */
  readonly dependsOn: readonly string[];
}
