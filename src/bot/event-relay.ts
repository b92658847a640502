// Hands the log to whoever listens, in its order, each event once. What this process writes is passed on at once;
// what other processes wrote is found by `catchUp`, which the clock of `serve` calls.

import type { Event, Store } from '../store/index.ts';

export interface EventRelay {
  /** From now on; the answer stops it. */
  listen(listener: (event: Event) => void): () => void;
  /** Passes on whatever is new in the log. */
  catchUp(): Promise<void>;
}

const batch = 200;

export async function openEventRelay(store: Store): Promise<EventRelay> {
  const listeners = new Set<(event: Event) => void>();
  let cursor = await store.read((records) => records.cursor());
  let running: Promise<void> = Promise.resolve();

  async function passOn(): Promise<void> {
    if (listeners.size === 0) {
      cursor = await store.read((records) => records.cursor());
      return;
    }
    let events: readonly Event[];
    do {
      events = await store.read((records) => records.events(cursor, batch));
      for (const event of events) {
        cursor = event.sequence;
        for (const listener of [...listeners]) tell(listener, event);
      }
    } while (events.length === batch);
  }

  return {
    listen(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    catchUp() {
      running = running.then(passOn, passOn);
      return running;
    },
  };
}

/** A listener that fails must keep neither the others nor the use case that wrote the event from going on. */
function tell(listener: (event: Event) => void, event: Event): void {
  try {
    listener(event);
  } catch (error) {
    process.emitWarning(error as Error);
  }
}
