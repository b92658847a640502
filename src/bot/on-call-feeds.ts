// The teams' on-call calendars, read at the edge and kept for a while: planning a roster happens inside a transaction and
// every few seconds on the clock, and neither may wait for somebody's server. Their addresses often carry a secret, so
// what is said of one that cannot be read names the host alone.

import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileFault, TocsinError } from '../base/index.ts';
import type { Catalog } from '../catalog/index.ts';
import type { OnCallFeed } from '../roster/index.ts';
import { readRemote } from '../spec/index.ts';

export interface OnCallFeeds {
  /** As they were last read, by team. */
  known(): ReadonlyMap<string, OnCallFeed>;
  /** Reads them where they are not fresh, and answers whether it did. What cannot be read is told in `known`. */
  refresh(): Promise<boolean>;
}

const limits = { maximumBytes: 4 << 20, timeoutSeconds: 10 };
const freshForMinutes = 15;

export function onCallFeeds(input: {
  readonly catalog: () => Catalog;
  readonly allowHosts: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where files start. */
  readonly folder: string;
  readonly now: () => string;
}): OnCallFeeds {
  const feeds = new Map<string, OnCallFeed>();
  let readAt: number | null = null;
  return {
    known: () => feeds,
    refresh: async () => {
      const now = Date.parse(input.now());
      if (readAt !== null && Math.abs(now - readAt) < freshForMinutes * 60_000) return false;
      const teams = input.catalog().teams.filter(({ deleted }) => !deleted);
      await Promise.all(
        teams.map(async ({ name, onCall }) => {
          if (onCall !== null) feeds.set(name, await readFeed(onCall));
        }),
      );
      readAt = now;
      return feeds.size > 0;
    },
  };

  async function readFeed(named: string): Promise<OnCallFeed> {
    const variable = /^env:(\w+)$/.exec(named)?.[1];
    const place = variable === undefined ? named : input.env[variable];
    if (!place) return { because: `${variable} is not set` };
    try {
      if (!/^https?:/i.test(place)) return { text: await readTextFile(place) };
      return { text: Buffer.from(await readRemote(place, input.allowHosts, limits)).toString('utf8') };
    } catch (cause) {
      return { because: reasonOf(cause, place) };
    }
  }

  async function readTextFile(name: string): Promise<string> {
    const bytes = await readFile(resolve(input.folder, name));
    if (bytes.length > limits.maximumBytes) throw new Error(`it is larger than ${limits.maximumBytes >> 20} MiB`);
    return bytes.toString('utf8');
  }
}

function reasonOf(cause: unknown, place: string): string {
  if (!(cause instanceof TocsinError)) return fileFault(cause);
  const { message } = cause;
  const host = URL.parse(place)?.host ?? 'its host';
  if (cause.code === 'spec-not-allowed' && !/ redirects? to /.test(message)) {
    return `${host} is not allowed: name it under organisation.onCallHosts`;
  }
  // `https://host/secret.ics cannot be read: the server answered 404.`
  return message.replace(/https?:\/\/([^/\s]+)\S*?(?=[,.:]?(?:\s|$))/g, '$1').replace(/\.$/, '');
}
