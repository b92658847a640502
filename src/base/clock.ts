/** A moment as ISO 8601 in UTC with seconds or finer, ending in `Z`: `2026-03-12T14:00:00.000Z`. Sorts as text. */
export type Instant = string;

/** A calendar day, `2026-03-12`, whose zone the context says. */
export type IsoDate = string;

/** Where the present comes from: injected everywhere, so that weeks can be replayed in a test. */
export interface Clock {
  now(): Instant;
}

export const systemClock: Clock = { now: () => new Date().toISOString() };

/** A clock that stands still until it is set: for tests, simulations and `--now`. */
export function settableClock(start: Instant): Clock & { set(instant: Instant): void } {
  let current = start;
  return {
    now: () => current,
    set: (instant) => {
      current = instant;
    },
  };
}
