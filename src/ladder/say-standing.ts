// Whether a consumer is done, in the few words that its page, its team's page, its feed and its team's mail share.

import { type Instant, sayDay } from '../base/index.ts';
import type { ConsumerLadder } from './ladder.ts';

export interface Standing {
  readonly state: 'done' | 'contradicted' | 'not-yet';
  /** `done`, `contradicted`, `not yet, 2 of 5 steps shown`. */
  readonly word: string;
  /** The worst that speaks against it and how much more does, or what stands between it and the next rung; null where it is done. */
  readonly missing: string | null;
}

export function sayStanding({ climbed, contradictions, rungs, steps, toClimb }: ConsumerLadder): Standing {
  if (climbed) return { state: 'done', word: 'done', missing: null };
  const [worst, ...others] = contradictions;
  if (worst !== undefined) {
    const more =
      others.length === 0
        ? ''
        : ` ${others.length} more ${others.length === 1 ? 'thing speaks' : 'things speak'} against it.`;
    return { state: 'contradicted', word: 'contradicted', missing: `${worst.because}${more}` };
  }
  const [next, after] = rungs.filter(({ rung }) => toClimb.includes(rung));
  // That nobody has said a word does not tell how far the code is.
  const both = next?.rung === 'aware' ? [next, after] : [next];
  const missing = both.flatMap((one) => one?.because ?? []).join(' ');
  return { state: 'not-yet', word: `not yet, ${steps.done} of ${steps.of} steps shown`, missing: missing || null };
}

/** Above the ladder of a release that was rolled back. */
export function sayTakenBack(at: Instant): string {
  return `The release was rolled back on ${sayDay(at)}: nobody has to port to it until it is assessed anew. This is how far they had come.`;
}
