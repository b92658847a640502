// Who counts as one client where a proxy stands before the board.

import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Tocsin } from '../../src/bot/index.ts';
import { buildServer } from '../../src/web/index.ts';
import { type SmallOrganisation, smallOrganisation } from '../support/small-organisation.ts';

let place: SmallOrganisation;
let tocsin: Tocsin;
let board: FastifyInstance;

beforeEach(async () => {
  place = smallOrganisation();
  tocsin = await place.open();
});
afterEach(async () => {
  await board.close();
  await tocsin.close();
});

async function askedBy(trustedProxies: readonly string[]) {
  const publicUrl = 'https://board.example.org';
  const { secret } = tocsin;
  board = await buildServer({
    ...{ tocsin, clock: place.clock, publicUrl, secret, version: '1' },
    ...{ requestsPerMinute: 1, trustedProxies },
  });
  const asked = async (client: string) =>
    (await board.inject({ url: '/healthz', remoteAddress: '10.9.9.1', headers: { 'x-forwarded-for': client } }))
      .statusCode;
  return [await asked('192.0.2.1'), await asked('192.0.2.2'), await asked('192.0.2.1')];
}

test('each that comes through a trusted proxy is a client of its own', async () => {
  expect(await askedBy(['10.9.9.0/24'])).toEqual([200, 200, 429]);
});

test.each([[[]], [['loopback']], [['10.9.8.0/24']]])(
  'nobody else is believed for whom they ask: %j',
  async (trustedProxies) => {
    expect(await askedBy(trustedProxies)).toEqual([200, 429, 429]);
  },
);
