import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { approvePkgdb, type ExampleBoard, openExampleBoard, pauline } from '../support/example-board.ts';

let board: ExampleBoard;
let origin: string;
beforeAll(async () => {
  board = await openExampleBoard();
  await approvePkgdb(board);
  await board.tocsin.announce('pkgdb-2.0', pauline);
  await board.server.listen({ host: '127.0.0.1', port: 0 });
  origin = `http://127.0.0.1:${(board.server.server.address() as AddressInfo).port}`;
});
afterAll(() => board.close());

interface SeenEvent {
  readonly sequence: number;
  readonly type: string;
  readonly subject: string;
  readonly says?: string;
}

/** Reads a stream as a browser does; `take` waits for so many events. */
async function openStream(path: string, headers: Record<string, string> = {}) {
  const abort = new AbortController();
  onTestFinished(() => abort.abort());
  const response = await fetch(`${origin}${path}`, { headers, signal: abort.signal });
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const seen: SeenEvent[] = [];
  return {
    response,
    async take(count: number): Promise<SeenEvent[]> {
      while (seen.length < count) {
        const { value, done } = await reader.read();
        if (done) throw new Error(`the stream ended after ${seen.length} events`);
        text += value;
        const frames = text.split('\n\n');
        text = frames.pop()!;
        for (const frame of frames) {
          const data = /^data: (.*)$/m.exec(frame)?.[1];
          if (data !== undefined) seen.push(JSON.parse(data));
        }
      }
      return seen.splice(0, count);
    },
  };
}

describe('A page’s event stream', () => {
  test('tells what happens after it was opened, and nothing before', async () => {
    const stream = await openStream('/events');
    expect(stream.response.headers.get('content-type')).toContain('text/event-stream');
    await board.tocsin.understand('pkgdb-2.0', { team: 'docs' }, { actor: { name: 'Siobhán Daly', via: 'mail' } });
    expect(await stream.take(1)).toMatchObject([{ type: 'release.understood', subject: 'pkgdb-2.0' }]);
  });

  test('words what happened as the history does, so that a consumer which climbs is no date that moved', async () => {
    const stream = await openStream('/events?release=pkgdb-2.0');
    await board.tocsin.tick();
    await board.tocsin.understand('pkgdb-2.0', { team: 'docs' }, { actor: { name: 'Siobhán Daly', via: 'mail' } });
    await board.tocsin.tick();
    let seen: SeenEvent | undefined;
    while (seen?.type !== 'ladder.moved') [seen] = await stream.take(1);
    expect(seen.says).toBe('tocsin saw a consumer move');
  });

  test('replays what a reader missed, in order and once, and goes on live', async () => {
    const all = await board.tocsin.events(0, 1000);
    const half = all[Math.floor(all.length / 2)]!.sequence;
    const stream = await openStream('/events', { 'last-event-id': String(half) });
    const missed = all.filter(({ sequence }) => sequence > half);
    expect((await stream.take(missed.length)).map(({ sequence }) => sequence)).toEqual(
      missed.map(({ sequence }) => sequence),
    );
    await board.tocsin.understand('pkgdb-2.0', { team: 'qa' }, { actor: { name: 'Kavita Rao', via: 'mail' } });
    expect(await stream.take(1)).toMatchObject([{ sequence: all.at(-1)!.sequence + 1 }]);
  });

  test('follows one release where one is named', async () => {
    const stream = await openStream('/events?release=elections-3');
    await board.tocsin.understand('pkgdb-2.0', { team: 'updates' }, { actor: { name: 'Lucas Merrill', via: 'mail' } });
    await board.tocsin.assess(
      { service: 'elections', version: '3', base: 'specs/fas-before.yaml', revision: 'specs/fas-before.yaml' },
      pauline,
    );
    expect(await stream.take(1)).toMatchObject([{ type: 'release.assessed', subject: 'elections-3' }]);
  });

  test('is the same log that the API lists from a cursor', async () => {
    const stream = await openStream('/api/v1/events/stream?after=0');
    const answer = await fetch(`${origin}/api/v1/events?after=0&limit=5`);
    const listed = (await answer.json()) as { events: SeenEvent[]; next: number };
    expect(await stream.take(5)).toEqual(listed.events);
    expect(listed.next).toBe(listed.events[4]!.sequence);
  });

  test('ends when the server closes, and does not keep it from closing', async () => {
    const other = await openExampleBoard();
    await other.server.listen({ host: '127.0.0.1', port: 0 });
    const response = await fetch(`http://127.0.0.1:${(other.server.server.address() as AddressInfo).port}/events`);
    const reader = response.body!.getReader();
    await reader.read();
    await other.close();
    expect((await reader.read()).done).toBe(true);
  });
});
