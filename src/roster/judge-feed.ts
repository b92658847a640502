import type { Instant } from '../base/index.ts';
import { findGaps } from './find-gaps.ts';
import type { OnCallFeed } from './make-roster.ts';
import { readOnCall } from './read-on-call.ts';

/** Why an on-call calendar cannot be read, or the hours of a deploy for which it has nobody. */
export function judgeFeed(
  feed: OnCallFeed,
  hours: { readonly from: Instant; readonly until: Instant; readonly zone: string },
): { readonly unread: string } | { readonly gaps: readonly { readonly start: Instant; readonly end: Instant }[] } {
  if ('because' in feed) return { unread: feed.because };
  try {
    return {
      gaps: findGaps(
        readOnCall(feed.text, hours).map((duty) => ({ ...duty, releasedAt: null })),
        hours,
      ),
    };
  } catch (cause) {
    return { unread: (cause as Error).message };
  }
}
