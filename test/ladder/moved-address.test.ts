// A release at another address: the path of the server by which a call came shows for which release it was.

import { describe, expect, test } from 'vitest';
import { findImpact, sentKey, type UseEvidence } from '../../src/catalog/index.ts';
import { judgeLadder } from '../../src/ladder/index.ts';
import { compare } from '../rules/compare.ts';
import { sampleUse } from '../support/sample-use.ts';
import { smallCatalog } from '../support/small-catalog.ts';

const shop = (...servers: readonly string[]) => ({
  openapi: '3.0.3',
  servers: servers.map((url) => ({ url })),
  paths: { '/offers': { get: { responses: { 200: { description: 'OK' } } } } },
});
const [v1, v2] = ['https://api.example.org/shop/v1', 'https://api.example.org/shop/v2'];

const catalog = smallCatalog(`
teams: { apps: { email: apps@example.org }, web: { email: web@example.org } }
services: { shop: { owner: apps, environments: { production: 'https://api.example.org/shop', staging: 'https://stg.example.org/shop' } } }
consumers: { site: { team: web, uses: { shop: [GET /offers] } } }
`);

const deployed = '2026-03-06T14:00:00.000Z';

/** Calls by each of these servers, the last at that moment. */
function called(lastByServer: Readonly<Record<string, string>>, environment = 'production'): UseEvidence {
  const servers = Object.keys(lastByServer);
  const lastSeen = Object.values(lastByServer).toSorted().at(-1)!;
  return sampleUse({
    consumer: 'site',
    service: 'shop',
    operation: 'GET /offers',
    fields: {
      sent: servers.map((path) => ['server', path]),
      lastSent: Object.fromEntries(servers.map((path) => [sentKey(['server', path]), lastByServer[path]!])),
      read: [],
      complete: { sent: false, query: true, read: false },
    },
    environment,
    requests: 3,
    answers: [{ status: 200, requests: 3, lastSeen }],
    firstSeen: '2026-03-01T10:00:00.000Z',
    lastSeen,
  });
}

async function siteAfter(
  evidence: readonly UseEvidence[],
  { before = [v1], after = [v2], liveSince = deployed as string | null, claimedAt = null as string | null } = {},
) {
  const comparison = await compare(shop(...before), shop(...after));
  const { consumers } = judgeLadder({
    release: { service: 'shop', version: '2.0', stagedAt: '2026-02-20T00:00:00.000Z' },
    comparison,
    impact: findImpact(comparison, catalog, 'shop', { evidence }),
    catalog,
    policy: { ladder: { staleAfterDays: 30, deployWithinDays: 7, githubDeployments: false } },
    now: '2026-03-08T12:00:00.000Z',
    deployBegunAt: liveSince,
    liveSince,
    takenBackAt: null,
    deployAt: deployed,
    understandings: [],
    claims: (['ported', 'deployed'] as const).flatMap((rung) =>
      claimedAt === null
        ? []
        : [{ consumer: 'site', rung, by: 'Ana', at: claimedAt, via: 'cli', why: null, version: null }],
    ),
    portings: [],
    deployments: [],
    deploymentReads: [],
    evidence,
  });
  const [site] = consumers;
  return {
    states: Object.fromEntries(site!.rungs.map(({ rung, state }) => [rung, state])),
    because: Object.fromEntries(site!.rungs.map(({ rung, because }) => [rung, because])),
    contradictions: site!.contradictions.map(({ because }) => because),
  };
}

describe('A consumer that only the address hits', () => {
  test('is up once it calls the new address, in staging and in production', async () => {
    const { states, contradictions } = await siteAfter([
      called({ '/shop/v2': '2026-03-05T10:00:00.000Z' }, 'staging'),
      called({ '/shop/v1': '2026-03-06T13:00:00.000Z', '/shop/v2': '2026-03-07T10:00:00.000Z' }),
    ]);
    expect(states).toMatchObject({ tested: 'proven', deployed: 'proven', production: 'proven' });
    expect(contradictions).toEqual([]);
  });

  test('is contradicted while it still calls the old one after the deploy', async () => {
    const { states, because } = await siteAfter([called({ '/shop/v1': '2026-03-07T10:00:00.000Z' })]);
    expect(states.production).toBe('contradicted');
    expect(because.production).toContain(
      'It still sends GET /offers at /shop/v1 to production, last on Sat 7 Mar 2026 10:00 UTC',
    );
  });

  test('may call the old one until the deploy, whatever was said of its port: the new one is not there', async () => {
    const calls = [called({ '/shop/v1': '2026-03-05T10:00:00.000Z' })];
    const { contradictions } = await siteAfter(calls, { liveSince: null, claimedAt: '2026-03-02T10:00:00.000Z' });
    expect(contradictions).toEqual([]);
  });

  test('proves nothing by a call to the new one before the deploy', async () => {
    const calls = [called({ '/shop/v2': '2026-03-05T10:00:00.000Z' })];
    const { states, because } = await siteAfter(calls, { liveSince: null });
    expect(states.production).toBe('not-reached');
    expect(because.production).toContain('A call to GET /offers at /shop/v2 is recorded for production');
  });

  test('has not tested by calls to the old one in staging', async () => {
    const { because } = await siteAfter([called({ '/shop/v1': '2026-03-05T10:00:00.000Z' }, 'staging')]);
    expect(because.tested).toContain('it sends GET /offers at /shop/v1, which is no address of the release, last on');
  });

  test('is judged by no prefix where only the host is another', async () => {
    const { states, contradictions } = await siteAfter([called({ '/shop/v1': '2026-03-07T10:00:00.000Z' })], {
      after: ['https://other.example.org/shop/v1'],
    });
    expect([states.production, contradictions]).toEqual(['not-reached', []]);
  });
});
