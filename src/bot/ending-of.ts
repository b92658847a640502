import { isEnded } from '../plan/index.ts';
import type { Event } from '../store/index.ts';
import type { ReleaseView } from './tocsin.ts';

/** By what a release ended: who said so, when and why. Null while it is under way. */
export function endingOf({ release, history }: Pick<ReleaseView, 'release' | 'history'>): Event | null {
  if (!isEnded(release.state)) return null;
  return history.findLast(({ type }) => type === `release.${release.state}`) ?? null;
}
