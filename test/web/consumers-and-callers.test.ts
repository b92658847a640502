// A consumer's own page and feed, and the page on which callers are claimed.

import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { approvePkgdb, type ExampleBoard, openExampleBoard, pauline } from '../support/example-board.ts';
import { importedCalls } from '../support/imported-calls.ts';

const key = 'k1a2b3c4d5e6f708';
let board: ExampleBoard;
beforeAll(async () => {
  board = await openExampleBoard();
  await approvePkgdb(board);
  await board.tocsin.recordEvidence(
    importedCalls('log', [
      { callerName: 'release-notes-bot' },
      { callerKey: 'z9', callerName: 'curl', operation: 'GET /critpath', requests: 3 },
      { consumer: 'bodhi', callerKey: null, callerName: 'bodhi', operation: 'GET /collections' },
    ]),
    pauline,
  );
});
afterAll(() => board.close());

async function open(url: string, headers: Record<string, string> = {}) {
  const response = await board.server.inject({ url, headers });
  const words = response.body
    .replace(/<(script|style|svg)[\s\S]*?<\/\1>/g, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
    .replace(/\s+/g, ' ');
  return { status: response.statusCode, html: response.body, words, type: response.headers['content-type'] };
}

async function signIn(token: string) {
  const answer = await board.server.inject({ method: 'POST', url: '/sign-in', payload: { token } });
  const cookie = `${answer.cookies[0]!.name}=${encodeURIComponent(answer.cookies[0]!.value)}`;
  const csrf = /name="_csrf" value="([^"]+)"/.exec((await open('/', { cookie })).html)![1]!;
  return {
    open: (url: string) => open(url, { cookie }),
    send: (url: string, fields: Record<string, string>) =>
      board.server.inject({
        method: 'POST',
        url,
        headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
        payload: new URLSearchParams({ _csrf: csrf, ...fields }).toString(),
      }),
  };
}

describe('The page of a consumer', () => {
  test('says what breaks it, when in its own zone, what to do and whom to ask', async () => {
    const { status, words } = await open('/consumers/bodhi');
    expect(status).toBe(200);
    expect(words).toMatch(/When: .* 2026 14:00 UTC 1\d:00 GMT[+-]\d/);
    expect(words).toContain('GET /packages/{name}');
    expect(words).toContain('To do:');
    expect(words).toMatch(/This answer could not come before and may come now/);
    expect(words).toContain('900 requests in production');
    expect(words).toMatch(
      /Ask Pauline Roche, who releases it, or Infrastructure applications: apps@tarn\.example\.org/,
    );
  });

  test.each(['/consumers/bodhi', '/teams/updates', '/consumers/bodhi/feed.atom'])(
    'as %s says a change once that meets it in several operations, and in which',
    async (url) => {
      const { words } = await open(url);
      expect(words.match(/Be ready to receive "Removed"/g)).toHaveLength(1);
      const told = words.slice(0, words.indexOf('Be ready to receive "Removed"')).slice(-300);
      expect(told).toMatch(/GET \/packages\/\{name\}[^/]/);
      expect(told).toContain('GET /packages/{name}/acls');
    },
  );

  test('says how far it has come', async () => {
    expect((await open('/consumers/bodhi')).words).toMatch(/Are we done\? .*not yet Deployed/i);
  });

  test('takes the word of its own team that it stands on a rung, and shows it as a word', async () => {
    const url = '/releases/pkgdb-2.0/claim';
    const fields = { consumer: 'bodhi', rung: 'ported', version: '6.1', why: 'in #1841', next: '/consumers/bodhi' };
    expect((await open('/consumers/bodhi')).html).not.toContain(url);
    expect((await board.server.inject({ method: 'POST', url, payload: fields })).statusCode).toBe(401);
    const stranger = await signIn(await board.token('Siobhán Daly', 'member', 'docs'));
    expect((await stranger.open('/consumers/bodhi')).html).not.toContain(url);
    expect((await stranger.send(url, { ...fields, team: 'docs' })).statusCode).toBe(403);
    const member = await signIn(await board.token('Lucas Merrill', 'member', 'updates'));
    expect((await member.open('/consumers/bodhi')).html).toContain(`action="${url}"`);
    expect((await member.send(url, { ...fields, rung: 'climbed' })).statusCode).toBe(400);
    expect((await member.send(url, fields)).headers.location).toBe('/consumers/bodhi?said=claim');
    const inZone = { ...fields, next: '/releases/pkgdb-2.0?zone=UTC' };
    expect((await member.send(url, inZone)).headers.location).toBe('/releases/pkgdb-2.0?zone=UTC&said=claim');
    expect((await member.open('/consumers/bodhi?said=claim')).words).toMatch(
      /Noted as your word\..*only claimed .*Lucas Merrill says so in 6\.1 on \d+ \w{3} 2026; nothing shows it\./,
    );
  });

  test('shows only what it uses', async () => {
    expect((await open('/consumers/bodhi')).words).not.toContain('GET /lists/bugzilla');
  });

  test('says of a consumer that there is not that there is none', async () => {
    expect((await open('/consumers/nobody')).status).toBe(404);
  });

  test('is linked from the release and from its team', async () => {
    expect((await open('/releases/pkgdb-2.0')).html).toContain('href="/consumers/bodhi"');
    const team = await open('/teams/updates');
    expect(team.html).toContain('href="/consumers/bodhi#pkgdb-2.0"');
    expect(team.words).toContain('To do:');
  });
});

describe('The feed of a consumer', () => {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    isArray: (name) => name === 'entry' || name === 'link',
  });

  test('is an Atom feed that holds what RFC 4287 asks for', async () => {
    const { status, html, type } = await open('/consumers/bodhi/feed.atom');
    expect([status, type]).toEqual([200, 'application/atom+xml; charset=utf-8']);
    expect(XMLValidator.validate(html)).toBe(true);
    const { feed } = parser.parse(html);
    expect(feed['@xmlns']).toBe('http://www.w3.org/2005/Atom');
    expect(feed.id).toBe('http://board.example.org/consumers/bodhi');
    expect(Date.parse(feed.updated)).not.toBeNaN();
    expect(feed.author.name).not.toBe('');
    expect(feed.link).toContainEqual(
      expect.objectContaining({ '@rel': 'self', '@href': 'http://board.example.org/consumers/bodhi/feed.atom' }),
    );
    const [entry] = feed.entry;
    expect(entry).toMatchObject({
      id: 'http://board.example.org/consumers/bodhi#pkgdb-2.0',
      title: expect.stringMatching(/^pkgdb 2\.0 breaks Updates system, on \d+ \w{3} 2026$/),
    });
    expect(entry.content['@type']).toBe('text');
    expect(entry.content['#text']).toContain('GET /packages/{name}');
    expect(new Set(feed.entry.map(({ id }: { id: string }) => id)).size).toBe(feed.entry.length);
  });

  test('answers a reader who has it already with 304, until something changes', async () => {
    const poll = (etag?: string) =>
      board.server.inject({
        url: '/consumers/bodhi/feed.atom',
        headers: etag === undefined ? {} : { 'if-none-match': etag },
      });
    const etag = (await poll()).headers.etag as string;
    expect(await poll(etag)).toMatchObject({ statusCode: 304, body: '' });
    await board.tocsin.recordEvidence(
      importedCalls('more', [{ consumer: 'bodhi', callerKey: null, operation: 'GET /lists/bugzilla' }]),
      pauline,
    );
    const changed = await poll(etag);
    expect(changed.statusCode).toBe(200);
    expect(changed.body).toContain('GET /lists/bugzilla');
    expect(changed.headers.etag).not.toBe(etag);
  });

  test('stays well-formed whatever a document holds', async () => {
    const { html } = await open('/consumers/bodhi/feed.atom');
    expect(html).not.toMatch(/&(?!(amp|lt|gt|quot|apos|#\d+);)/);
  });

  test('where reading takes signing in, is read by the signed address that the page gives, and by no other', async () => {
    const closed = await openExampleBoard({ reading: 'signed-in' });
    try {
      const at = (url: string, headers = {}) => closed.server.inject({ url, headers });
      expect((await at('/consumers/bodhi/feed.atom')).statusCode).toBe(303);
      const token = await closed.token('Lucas Merrill', 'reader');
      const answer = await closed.server.inject({ method: 'POST', url: '/sign-in', payload: { token } });
      const cookie = `${answer.cookies[0]!.name}=${encodeURIComponent(answer.cookies[0]!.value)}`;
      const address = /href="(\/links\/[^"]+\/feed\.atom)"/.exec((await at('/consumers/bodhi', { cookie })).body)![1]!;
      expect((await at(address)).statusCode).toBe(200);
      expect((await at(address.replace(/\/links\/./, '/links/x'))).statusCode).toBe(403);
      expect((await at(address.replace('/feed.atom', ''))).statusCode).toBe(403);
    } finally {
      await closed.close();
    }
  });
});

describe('Callers on the board', () => {
  test('are shown with what they break, and are claimed only by somebody who signed in', async () => {
    const { words, html } = await open('/callers');
    expect(words).toContain('release-notes-bot');
    expect(words).toContain('calls what breaks');
    expect(html).not.toContain(`/callers/${key}/claim`);
    const { statusCode } = await board.server.inject({
      method: 'POST',
      url: `/callers/${key}/claim`,
      payload: { owner: 'team:docs' },
    });
    expect(statusCode).toBe(401);
  });

  test('are forwarded to a team and then are on its page', async () => {
    const member = await signIn(await board.token('Peter Rasmussen', 'member', 'releng'));
    expect((await member.send(`/callers/${key}/forward`, { team: 'docs' })).headers.location).toBe(
      '/callers?said=forward-caller',
    );
    expect((await open('/teams/docs')).words).toContain('release-notes-bot calls pkgdb: 900 requests');
    expect((await open('/callers')).words).toMatch(/Forwarded to docs/);
  });

  test('are claimed by a member for its own team, and for no other', async () => {
    const member = await signIn(await board.token('Siobhán Daly', 'member', 'docs'));
    expect((await member.open('/callers')).html).toContain('value="team:docs"');
    expect((await member.send(`/callers/${key}/claim`, { owner: 'team:qa' })).statusCode).toBe(403);
    const claimed = await member.send(`/callers/${key}/claim`, { owner: 'team:docs', why: 'the release notes' });
    expect(claimed.headers.location).toBe('/callers?said=claim-caller');
    const { words } = await open('/callers?said=claim-caller');
    expect(words).toContain('Claimed.');
    expect(words).toMatch(/Siobhán Daly, .*“the release notes”/);
    expect((await open('/releases/pkgdb-2.0')).words).toContain('release-notes-bot (k1a2b3c4)');
    // What was claimed has to be ported, and has a page for it, though the catalogue does not hold it yet.
    const own = await open(`/consumers/${encodeURIComponent('release-notes-bot (k1a2b3c4)')}`);
    expect(own.status).toBe(200);
    expect(own.words).toMatch(/Ported by Documentation.*pkgdb 2\.0 hit.*Done\? not yet, 0 of 5 steps shown/);
  });

  test('are called noise by who answers for the service or a manager, with a reason, and asked about again', async () => {
    const member = await signIn(await board.token('Siobhán Daly', 'member', 'docs'));
    expect((await member.send('/callers/z9/noise', { why: 'x' })).statusCode).toBe(403);
    expect((await member.open('/callers')).words).toContain('Whether it is noise is for apps to say');
    const owner = await signIn(await board.token('Pauline Roche', 'member', 'apps'));
    expect((await owner.send('/callers/z9/noise', { why: 'a probe of ours' })).statusCode).toBe(303);
    expect((await owner.send('/callers/z9/reopen', {})).statusCode).toBe(303);
    const manager = await signIn(await board.token('Grit Sommer', 'manager'));
    expect((await manager.send('/callers/z9/noise', { why: ' ' })).statusCode).toBe(400);
    expect((await manager.send('/callers/z9/noise', { why: 'somebody tries it' })).statusCode).toBe(303);
    expect((await open('/callers')).words).toContain('No caller waits for an answer.');
    expect((await manager.send('/callers/z9/reopen', {})).statusCode).toBe(303);
    expect((await open('/callers')).words).not.toContain('No caller waits');
  });
});

describe('Callers over HTTP', () => {
  const call = (method: 'GET' | 'POST', path: string, token: string | null, payload?: object) =>
    board.server.inject({
      method,
      url: `/api/v1/callers${path}`,
      headers: token === null ? {} : { authorization: `Bearer ${token}` },
      ...(payload === undefined ? {} : { payload }),
    });

  test('are listed to readers and decided by roles', async () => {
    const manager = await board.token('Grit', 'manager');
    const ci = await board.token('deploy', 'ci');
    expect((await call('GET', '?service=pkgdb', null)).json().callers).toContainEqual(
      expect.objectContaining({ key: 'z9', open: true, decision: null }),
    );
    expect((await call('POST', '/z9/noise', null, { why: 'x' })).statusCode).toBe(401);
    expect((await call('POST', '/z9/noise', ci, { why: 'x' })).statusCode).toBe(403);
    expect((await call('POST', '/z9/noise', manager, {})).statusCode).toBe(400);
    const forwarded = await call('POST', '/z9/forward', manager, { team: 'qa', why: 'the nightly run?' });
    expect(forwarded.json()).toMatchObject({
      key: 'z9',
      forwarded: { team: 'qa' },
      decision: { reason: 'the nightly run?' },
    });
    const claimed = await call('POST', '/z9/claim', manager, { consumer: 'bodhi' });
    expect(claimed.json()).toMatchObject({ open: false, decision: { consumer: 'bodhi', team: 'updates' } });
    expect((await call('POST', '/z9/reopen', manager, {})).json()).toMatchObject({ open: true, decision: null });
    const events = (await board.server.inject({ url: '/api/v1/events?limit=1000' })).json().events;
    expect(events.map(({ type }: { type: string }) => type)).toContain('caller.reopened');
  });
});
