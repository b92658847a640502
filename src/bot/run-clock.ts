// The one timer of the process. `serve` runs it; use cases have none, so that a test or a simulation is the clock
// itself. It wakes when something is due, and often enough to hear of what other processes wrote.

import { setTimeout as delay } from 'node:timers/promises';
import type { TickReport, Tocsin } from './tocsin.ts';

export interface RunningClock {
  /** Ends after the tick that is under way. */
  stop(): Promise<void>;
}

/** `everySeconds` bounds how late something due may be; other processes' events are passed on each second. */
export function runClock(
  tocsin: Tocsin,
  options: {
    readonly everySeconds?: number;
    readonly onTick?: (report: TickReport) => void;
    readonly onError: (error: unknown) => void;
  },
): RunningClock {
  const everySeconds = options.everySeconds ?? 5;
  const stopping = new AbortController();

  async function run(): Promise<void> {
    let sinceTick = everySeconds;
    while (!stopping.signal.aborted) {
      try {
        if (sinceTick >= everySeconds) {
          sinceTick = 0;
          options.onTick?.(await tocsin.tick());
        } else {
          await tocsin.catchUp();
        }
      } catch (error) {
        options.onError(error);
      }
      sinceTick += 1;
      await delay(1000, undefined, { signal: stopping.signal }).catch(() => {});
    }
  }

  const running = run();
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}
