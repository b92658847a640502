// Where the consumers of a release stand, from what the store holds: the ladder as of now, and the burn-down as the
// log remembers it.

import type { Instant } from '../base/index.ts';
import {
  type BurnDown,
  burnDown,
  judgeLadder,
  type Ladder,
  type LadderInput,
  type LadderMove,
} from '../ladder/index.ts';
import type { PortRecord } from '../plan/index.ts';
import type { Event, Records } from '../store/index.ts';
import type { House } from './house.ts';
import { settledUse } from './join-impact.ts';

export async function ladderOf(
  house: House,
  records: Records,
  known: Pick<LadderInput, 'comparison' | 'impact' | 'understandings' | 'deployAt'> & {
    readonly release: LadderInput['release'] & { readonly id: string };
    readonly history: readonly Event[];
  },
): Promise<Ladder> {
  const { history, ...input } = known;
  const { id } = known.release;
  return judgeLadder({
    ...input,
    catalog: house.catalog,
    policy: house.policy,
    now: house.now(),
    ...turnsOf(history),
    takenBackAt: takenBackAt(history),
    claims: await records.rungClaims(id),
    portings: await records.portings(id),
    deployments: await records.deployments(id),
    deploymentReads: await records.deploymentReads(id),
    evidence: await settledUse(house, records, known.release.service),
  });
}

/** When the last deploy began and was over, unless it was taken back; an older log says only when it was over. */
function turnsOf(history: readonly Event[]): Pick<LadderInput, 'deployBegunAt' | 'liveSince'> {
  const types = ['release.deploying', 'release.verifying', 'release.rolled-back'];
  const last = history.findLast(({ type }) => types.includes(type));
  if (last === undefined || last.type === 'release.rolled-back') return { deployBegunAt: null, liveSince: null };
  const begun = history.findLast(({ type }) => type === 'release.deploying') ?? last;
  const { liveAt } = last.data;
  const liveSince = last.type === 'release.deploying' ? null : typeof liveAt === 'string' ? liveAt : last.at;
  return { deployBegunAt: begun.at, liveSince };
}

function takenBackAt(history: readonly Event[]): Instant | null {
  const turn = history.findLast(({ data, type }) => type.startsWith('release.') && typeof data.to === 'string');
  return turn?.type === 'release.rolled-back' ? turn.at : null;
}

export function portsOf({ consumers }: Ladder): readonly PortRecord[] {
  return consumers.map(({ consumer, rungs, contradictions }) => {
    const state = rungs.find(({ rung }) => rung === 'ported')?.state;
    return {
      consumer,
      ported: state === 'proven' || state === 'claimed' ? state : 'no',
      contradictions: contradictions.map(({ because }) => because),
    };
  });
}

/** The moves that the log holds up to a moment, oldest first: a look back in time stands in the log after what came later. */
export function movesOf(history: readonly Event[], until: Instant): readonly LadderMove[] {
  return history
    .filter(({ type, at }) => type === 'ladder.moved' && at <= until)
    .map(({ at, data }) => ({
      at,
      consumer: String(data.consumer),
      to: data.standsOn === 'gone' ? null : (data.standsOn as LadderMove['to']),
      contradicted: data.contradicted === true,
      steps: { done: Number(data.done), of: Number(data.of) },
    }))
    .toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

export function burnDownOf(history: readonly Event[], deployAt: Instant | null, now: Instant): BurnDown {
  return burnDown(movesOf(history, now), deployAt, now);
}
