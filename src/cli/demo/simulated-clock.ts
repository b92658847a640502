import type { Clock, Instant } from '../../base/index.ts';

/** Stands still while the story is told; once started it goes on from there at the pace of the real one. */
export interface SimulatedClock extends Clock {
  set(instant: Instant): void;
  start(real: Clock): void;
}

export function simulatedClock(begin: Instant): SimulatedClock {
  let story = begin;
  let now = () => story;
  return {
    now: () => now(),
    set: (instant) => {
      story = instant;
    },
    start: (real) => {
      const offset = Date.parse(story) - Date.parse(real.now());
      now = () => new Date(Date.parse(real.now()) + offset).toISOString();
    },
  };
}
