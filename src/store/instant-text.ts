import { type Instant, TocsinError } from '../base/index.ts';

/**
 * A moment in the one spelling that sorts as time: UTC with milliseconds. `…:00Z` and `…:00.000Z` are the same moment
 * and do not sort alike.
 */
export function instantText(instant: Instant): Instant {
  const time = Date.parse(instant);
  if (Number.isNaN(time)) throw new TocsinError('usage', `${JSON.stringify(instant)} is not a moment in time.`);
  return new Date(time).toISOString();
}
