// How long to wait before the next attempt. Doubling, with jitter so that many messages that failed together do not
// come back together; a medium that says when to come back is believed.

const firstSeconds = 30;
const longestSeconds = 3600;
/** About a day and a half of trying; then a person has to look. */
export const attemptLimit = 40;

/**
 * Seconds to wait after the given attempt (the first is 1). `random` is in [0, 1).
 * A `retryAfterSeconds` is a lower bound, to which only a little is added.
 */
export function backOffSeconds(attempt: number, random: number, retryAfterSeconds: number | null): number {
  // "At once" would be asked again within the same tick.
  if (retryAfterSeconds !== null) {
    return Math.max(1, retryAfterSeconds) + random * Math.min(30, 0.1 * retryAfterSeconds + 1);
  }
  const full = Math.min(longestSeconds, firstSeconds * 2 ** (attempt - 1));
  return full * (0.5 + random / 2);
}
