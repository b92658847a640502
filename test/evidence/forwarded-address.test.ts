import { describe, expect, test } from 'vitest';
import { accessLogFormats } from '../../src/evidence/access-log-formats.ts';
import { clientAddress, rangeMatcher } from '../../src/evidence/client-address.ts';
import { collect, sourceOf } from './sample-api.ts';

test.each([
  ['a list of forwarded addresses', '192.0.2.7, 10.0.0.1 - -', null, null, '192.0.2.7,10.0.0.1'],
  ['a list that begins with no address', 'unknown, 10.0.0.1 - -', null, null, 'unknown,10.0.0.1'],
  ['a virtual host', 'pkgdb.example.org 192.0.2.7 - -', 'pkgdb.example.org', '192.0.2.7', null],
])(
  'of a line that begins with %s the caller is told, and the host is one or none',
  (_, begin, host, address, forwarded) => {
    const line = `${begin} [10/Feb/2026:09:00:00 +0000] "GET /packages HTTP/1.1" 200 512 "-" "bodhi/2.1"`;
    const call = accessLogFormats({})[0]?.parse(line);
    expect(call).toMatchObject({ host, address, forwarded, agent: 'bodhi/2.1' });
  },
);

describe('X-Forwarded-For', () => {
  const isTrusted = rangeMatcher(['10.0.0.0/8', '192.0.2.1', '2001:db8::/32']);
  test.each<[string, string | null, string, string | null]>([
    ['is believed of a trusted proxy', '10.0.0.1', '203.0.113.9', '203.0.113.9'],
    ['is not believed of anybody else', '203.0.113.66', '198.51.100.7', '203.0.113.66'],
    ['is followed through several trusted proxies', '10.0.0.1', '203.0.113.9, 192.0.2.1, 10.7.7.7', '203.0.113.9'],
    [
      'is followed no further than the first that is not',
      '10.0.0.1',
      '198.51.100.7, 203.0.113.9, 10.7.7.7',
      '203.0.113.9',
    ],
    ['ends where a proxy hides who called', '10.0.0.1', 'unknown, 10.7.7.7', '10.7.7.7'],
    ['may be of trusted proxies only', '10.0.0.1', '10.0.0.3, 10.0.0.2', '10.0.0.3'],
    [
      'is of both families, with ports and brackets',
      '::ffff:10.0.0.1',
      '203.0.113.9:4711, [2001:db8::7]:80',
      '203.0.113.9',
    ],
    ['alone has the peer as its last', null, '198.51.100.7, 203.0.113.9', '203.0.113.9'],
    ['alone is followed behind a trusted one', null, '203.0.113.9, 10.0.0.1', '203.0.113.9'],
    ['alone and without an address tells nobody', null, '-', null],
    ['says nothing of a peer that is a host’s name', 'proxy.example.org', '203.0.113.9', 'proxy.example.org'],
  ])('%s', (_, peer, forwarded, expected) => {
    expect(clientAddress(peer, forwarded, isTrusted)).toBe(expected);
  });

  const line = (peer: string, forwarded: string) =>
    `${peer} - - [10/Feb/2026:09:00:00 +0000] "GET /packages HTTP/1.1" 200 1 "-" "bodhi/2.1" "${forwarded}"\n`;
  const json = (peer: string, forwarded: string | readonly string[]) =>
    `${JSON.stringify({ ts: 1770714000, request: { remote_ip: peer, method: 'GET', host: 'pkgdb.example.org', uri: '/packages', headers: { 'User-Agent': ['bodhi/2.1'], 'X-Forwarded-For': forwarded } }, status: 200 })}\n`;

  test.each([
    ['nginx’s main', line],
    ['Caddy', json],
    ['Caddy, with one header line for each', (peer: string, list: string) => json(peer, list.split(', '))],
  ])('makes nobody a consumer whom no trusted proxy vouches for: %s', async (_, write) => {
    const content =
      write('10.9.9.9', '10.5.0.1') + write('203.0.113.66', '10.5.0.1') + write('10.9.9.9', '10.5.0.1, 203.0.113.66');
    const { batch } = await collect([sourceOf('access.log', content)], { environment: 'production' });
    expect(
      batch.uses.map(({ consumer, callerEnvironment, requests }) => [consumer, callerEnvironment, requests]),
    ).toEqual([
      ['bodhi', 'production', 1],
      ['bodhi', 'staging', 2],
    ]);
    expect(batch.notes).toContain(
      '2 calls came through proxies that evidence.trustedProxies does not name, and are taken for the proxies’ own.',
    );
  });

  test('is believed of nobody where no proxy is named', async () => {
    const { batch } = await collect([sourceOf('access.log', line('10.9.9.9', '10.5.0.1'))], { trustedProxies: [] });
    expect(batch.uses).toMatchObject([{ consumer: 'bodhi', callerEnvironment: 'staging' }]);
  });
});
