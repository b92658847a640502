// The event log as server-sent events (WHATWG HTML, "Server-sent events"). A reader has a cursor and is fed from the
// log itself; a new event only wakes it. So nothing is missed or doubled between replay and live, and a slow reader
// holds up nobody.

import type { ServerResponse } from 'node:http';
import { type Event, type Tocsin, withoutSignedLinks } from '../bot/index.ts';

const batchSize = 200;

export interface EventStreams {
  /** Takes the response over and feeds it what comes after the cursor, of one release or of all; as it is in the log, or in a form. */
  open(response: ServerResponse, after: number, release: string | null, form?: (event: Event) => object): void;
  /** Ends all streams: browsers come back by themselves, with their cursor. */
  close(): void;
}

export function eventStreams(tocsin: Tocsin, heartbeatSeconds: number): EventStreams {
  const ends = new Set<() => void>();
  return {
    open(response, after, release, form = (event) => event) {
      let cursor = after;
      let pumping = false;
      let woken = false;
      let ended = false;

      const pump = async () => {
        woken = true;
        if (pumping) return;
        pumping = true;
        try {
          while (woken && !ended) {
            woken = false;
            for (;;) {
              const batch = await tocsin.events(cursor, batchSize);
              for (const event of batch) {
                if (ended) return;
                cursor = event.sequence;
                if (release !== null && event.subject !== release) continue;
                if (!response.write(frame(event.sequence, form(event)))) await drained(response);
              }
              if (batch.length < batchSize) break;
            }
          }
        } catch {
          end(); // the store is away: the browser reconnects with its cursor
        } finally {
          pumping = false;
        }
      };
      const end = () => {
        if (ended) return;
        ended = true;
        clearInterval(heartbeat);
        stopListening();
        ends.delete(end);
        response.end();
      };

      const stopListening = tocsin.onEvent(() => void pump());
      const heartbeat = setInterval(() => response.write(': still here\n\n'), heartbeatSeconds * 1000);
      heartbeat.unref();
      ends.add(end);
      response.on('close', end);
      response.write(`retry: 2000\nid: ${cursor}\n\n`);
      void pump();
    },
    close() {
      for (const end of [...ends]) end();
    },
  };
}

function frame(sequence: number, data: object): string {
  return `id: ${sequence}\ndata: ${withoutSignedLinks(JSON.stringify(data))}\n\n`;
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      response.off('drain', go);
      response.off('close', go);
      resolve();
    };
    response.on('drain', go);
    response.on('close', go);
  });
}
