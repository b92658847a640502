// The one timer of the process. `serve` runs it; use cases have none, so that a test or a simulation is the clock
// itself. It ticks at once and then every few seconds, so that what fell due while nothing ran goes first; in between
// it hears of what other processes wrote. What goes wrong is told when it begins, and not again each second.

import { setTimeout as delay } from 'node:timers/promises';
import { TocsinError } from '../base/index.ts';
import type { TickReport, Tocsin } from './tocsin.ts';

export interface RunningClock {
  /** Ends after the tick that is under way. */
  stop(): Promise<void>;
}

/**
 * `everySeconds` bounds how late something due may be; other processes' events are passed on each second. A release
 * whose messages cannot be written is an error too.
 */
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
  let told: ReadonlySet<string> = new Set();

  function tell(errors: readonly unknown[]): void {
    for (const error of errors) if (!told.has(wordsOf(error))) options.onError(error);
  }

  async function run(): Promise<void> {
    let sinceTick = everySeconds;
    while (!stopping.signal.aborted) {
      try {
        if (sinceTick >= everySeconds) {
          sinceTick = 0;
          const report = await tocsin.tick();
          const refusals = report.refusals.map(asError);
          tell(refusals);
          told = new Set(refusals.map(wordsOf));
          options.onTick?.(report);
        } else {
          await tocsin.catchUp();
        }
      } catch (error) {
        tell([error]);
        told = new Set([...told, wordsOf(error)]);
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

function asError({ release, because }: TickReport['refusals'][number]): TocsinError {
  return new TocsinError('message-refused', `What ${release} owes cannot be sent: ${because}`, {
    hint: 'Mend what is named: it is tried again every few seconds.',
  });
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
