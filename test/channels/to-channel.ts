// Messages of the pkgdb release on their way to a channel, and a small web server that plays a medium's odd moments.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { composeMessage, type Message, type MessageInput, type Recipient } from '../../src/announce/index.ts';
import type { Sender, ThreadContext } from '../../src/channels/index.ts';
import { messageInput, plan, release } from '../announce/pkgdb-release.ts';

export const sender: Sender = {
  name: 'Tocsin for Example Linux',
  email: 'tocsin@example.org',
  replyTo: 'infrastructure@lists.example.org',
};

export const newThread: ThreadContext = { first: null, latest: null, mayHaveBeenSent: false };

export const list: Recipient = messageInput().recipient;
export const ann: Recipient = {
  channel: 'mail',
  address: 'ann@example.org',
  name: 'Ann Example',
  audience: 'person',
  team: 'releng',
  zone: 'America/New_York',
};
export const room: Recipient = { ...list, channel: 'slack', address: 'infra', name: '#infra', audience: 'room' };
export const repository: Recipient = {
  ...list,
  channel: 'github',
  address: 'example/agenda',
  name: 'Weekly infrastructure meeting',
  audience: 'meeting',
};

export function message(recipient: Recipient, changes: Partial<MessageInput> = {}): Message {
  return composeMessage(messageInput({ recipient, ...changes }));
}

/** The release a week later, as the messages after the move speak of it. */
export const moved: Partial<MessageInput> = {
  kind: 'moved',
  step: 'moved',
  release: { ...release, revision: 2 },
  plan: { ...plan, deployAt: '2026-03-19T14:00:00.000Z', deployUntil: '2026-03-19T22:00:00.000Z' },
  previous: { deployAt: plan.deployAt, deployUntil: plan.deployUntil },
  why: 'the mass rebuild takes longer',
};

export interface Played {
  readonly url: string;
  readonly requests: readonly { readonly method: string; readonly path: string; readonly body: string }[];
  close(): Promise<void>;
}

/** A server on loopback whose answers `play` gives; what it was asked is kept. */
export async function playServer(
  play: (request: { method: string; path: string; body: string }, response: ServerResponse) => void,
): Promise<Played> {
  const requests: { method: string; path: string; body: string }[] = [];
  const server = createServer((incoming: IncomingMessage, response) => {
    let body = '';
    incoming.on('data', (chunk) => {
      body += chunk;
    });
    incoming.on('end', () => {
      const request = { method: incoming.method ?? '', path: incoming.url ?? '', body };
      requests.push(request);
      play(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

export function json(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

/** A port of this machine on which nothing listens. */
export async function deadPort(): Promise<number> {
  const { url, close } = await playServer(() => undefined);
  await close();
  return Number(new URL(url).port);
}
