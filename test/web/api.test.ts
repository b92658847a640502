import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compareSpecs } from '../../src/index.ts';
import { type ExampleBoard, openExampleBoard } from '../support/example-board.ts';

let board: ExampleBoard;
let manager: string;
let second: string;
beforeAll(async () => {
  board = await openExampleBoard();
  manager = await board.token('Pauline', 'manager');
  second = await board.token('Grit', 'manager');
});
afterAll(() => board.close());

async function call(method: 'GET' | 'POST', path: string, options: { token?: string; body?: object } = {}) {
  const response = await board.server.inject({
    method,
    url: `/api/v1${path}`,
    headers: options.token === undefined ? {} : { authorization: `Bearer ${options.token}` },
    ...(method === 'POST' ? { payload: options.body ?? {} } : {}),
  });
  return { status: response.statusCode, headers: response.headers, text: response.body, json: response.json() };
}

describe('A release from the first comparison to the announcement, over the API alone', () => {
  test('is assessed from uploaded descriptions', async () => {
    const { status, json } = await call('POST', '/releases', {
      token: manager,
      body: {
        service: 'pkgdb',
        version: '2.0',
        base: { name: 'pkgdb-1.yaml', text: await board.spec('pkgdb-1.yaml') },
        revision: { name: 'pkgdb-2.yaml', text: await board.spec('pkgdb-2.yaml') },
        declared: 'breaks',
      },
    });
    expect([status, json.comparison?.verdict]).toEqual([200, 'breaking']);
    expect(json.comparison.findings[0].revision.source).toBe('pkgdb-2.yaml');
    expect(json.affectedTeams).toEqual(['cvsadmins', 'docs', 'qa', 'releng', 'updates']);
  });

  test('is confirmed, proposed and, by someone else, approved', async () => {
    await call('POST', '/releases/pkgdb-2.0/intended', { token: manager, body: { findings: [] } });
    const proposed = await call('POST', '/releases/pkgdb-2.0/proposal', { token: manager });
    expect(proposed.json.plan.deployAt).toBe('2026-03-10T14:00:00.000Z');
    const own = await call('POST', '/releases/pkgdb-2.0/approve', { token: manager });
    expect(own.status).toBe(403);
    expect(own.headers['content-type']).toContain('application/problem+json');
    expect(own.json).toMatchObject({ code: 'not-allowed', status: 403 });
    expect(own.json.hint).not.toBe('');
    const approved = await call('POST', '/releases/pkgdb-2.0/approve', { token: second, body: { why: 'it suits us' } });
    expect(approved.json.release.state).toBe('approved');
    expect(approved.json.history.at(-1)).toMatchObject({
      actor: { name: 'Grit Sommer', via: 'api' },
      why: 'it suits us',
    });
  });

  test('refuses a date before the earliest lawful one, with the reason', async () => {
    const body = { deployAt: '2026-02-25T14:00:00.000Z', why: 'in a hurry' };
    const { status, json } = await call('POST', '/releases/pkgdb-2.0/reschedule', { token: manager, body });
    expect([status, json.code]).toEqual([409, 'date-unlawful']);
    expect(json.detail).toContain('2026');
  });

  test('shows what would be sent without sending it', async () => {
    const { json } = await call('GET', '/releases/pkgdb-2.0/preview?kind=break-notice');
    expect(json.messages.length).toBeGreaterThan(5);
    expect(json.messages[0].preview).toContain('pkgdb 2.0');
    expect((await call('GET', '/releases/pkgdb-2.0')).json.deliveries).toEqual([]);
  });

  test('is announced, and says how each message fared', async () => {
    const { json } = await call('POST', '/releases/pkgdb-2.0/announce', { token: manager });
    expect(json.release.state).toBe('announced');
    await board.tocsin.tick();
    const { deliveries } = (await call('GET', '/releases/pkgdb-2.0')).json;
    expect(deliveries.map(({ state }: { state: string }) => state)).toContain('written');
    expect((await call('GET', '/releases')).json.releases).toMatchObject([{ verdict: 'breaking', affectedTeams: 5 }]);
  });

  test('is understood by a team, and its shift acknowledged, by that team’s token alone', async () => {
    const docs = await board.token('Siobhán Daly', 'member', 'docs');
    const said = await call('POST', '/releases/pkgdb-2.0/understandings', { token: docs, body: { team: 'docs' } });
    expect(said.json.understandings).toMatchObject([{ team: 'docs', by: 'Siobhán Daly', via: 'api' }]);
    const other = { token: docs, body: { team: 'qa' } };
    expect((await call('POST', '/releases/pkgdb-2.0/understandings', other)).status).toBe(403);
    const { shifts } = (await call('GET', '/roster?release=pkgdb-2.0')).json;
    const shiftOf = (team: string) =>
      encodeURIComponent(shifts.find((shift: { team: string }) => shift.team === team).id);
    expect((await call('POST', `/shifts/${shiftOf('docs')}/acknowledge`, { token: docs })).status).toBe(200);
    expect((await call('POST', `/shifts/${shiftOf('qa')}/acknowledge`, { token: docs })).status).toBe(403);
  });

  test('is understood with a token of no team for the teams of its person alone', async () => {
    const token = await board.token('siobhan', 'member');
    const understood = (team: string) => call('POST', '/releases/pkgdb-2.0/understandings', { token, body: { team } });
    expect((await understood('docs')).status).toBe(200);
    const { status, json } = await understood('qa');
    expect([status, json.detail]).toEqual([403, 'Siobhán Daly speaks for docs, not for qa.']);
  });

  test('is not deployed while an enforced gate is closed', async () => {
    const ci = await board.token('pipeline', 'ci');
    const { status, json } = await call('POST', '/releases/pkgdb-2.0/deploy', { token: ci });
    expect([status, json.code]).toEqual([409, 'gate-closed']);
    expect((await call('POST', '/releases/pkgdb-2.0/cancel', { token: ci })).status).toBe(403);
  });

  test('stands on the agenda of the meeting', async () => {
    const { json } = await call('GET', '/meetings/infrastructure/agenda?format=meetbot');
    expect(json.text).toContain('pkgdb 2.0');
  });
});

describe('What the API refuses', () => {
  test.each([
    ['no token', undefined],
    ['a token that stands for nobody', 'tocsin_nobody'],
  ])('a change with %s: 401, and how to sign in', async (_, token) => {
    const { status, headers, json } = await call(
      'POST',
      '/releases/pkgdb-2.0/cancel',
      token === undefined ? {} : { token },
    );
    expect([status, headers['www-authenticate'], json.code]).toEqual([401, 'Bearer', 'not-signed-in']);
  });

  test.each([
    ['an address as it is documented', '/api/v1/releases/pkgdb-2.0/cancel', 'application/json', '{}'],
    ['the same address in other letters', '/%61pi/v1/releases/pkgdb-2.0/cancel', 'application/json', '{}'],
  ])(
    'a cookie in place of a token, with %s: a page of another site cannot act through a reader',
    async (_, url, type, payload) => {
      const signIn = await board.server.inject({ method: 'POST', url: '/sign-in', payload: { token: manager } });
      const { name, value } = signIn.cookies[0]!;
      const headers = { cookie: `${name}=${encodeURIComponent(value)}`, 'content-type': type };
      const response = await board.server.inject({ method: 'POST', url, headers, payload });
      expect([response.statusCode, response.headers['content-type']]).toEqual([401, 'application/problem+json']);
    },
  );

  test.each([
    ['a malformed address', '/%', 400],
    ['a malformed address of the API', '/api/v1/releases/%', 400],
    ['a name longer than any is', `/api/v1/releases/${'x'.repeat(600)}`, 414],
  ])('%s: a problem document like all others', async (_, url, status) => {
    const response = await board.server.inject({ url });
    expect([response.statusCode, response.headers['content-type']]).toEqual([status, 'application/problem+json']);
    expect(response.json()).toMatchObject({ type: 'about:blank', status, code: 'usage', hint: expect.any(String) });
    expect(response.json().title).not.toBe('Something went wrong');
  });

  test('a form, which any page of another site can send: 415', async () => {
    const headers = { authorization: `Bearer ${manager}`, 'content-type': 'application/x-www-form-urlencoded' };
    const url = '/api/v1/releases/pkgdb-2.0/cancel';
    const response = await board.server.inject({ method: 'POST', url, headers, payload: 'why=because' });
    expect(response.statusCode).toBe(415);
  });

  test.each([
    ['a name of a file in place of a text', { base: '/etc/passwd', revision: '/etc/passwd' }],
    ['a misspelt field', { base: { name: 'a', text: 'b' }, revision: { name: 'a', text: 'b' }, decalred: 'breaks' }],
    ['no description', {}],
  ])('%s: 400, naming what is wrong', async (_, body) => {
    const answer = await call('POST', '/releases', {
      token: manager,
      body: { service: 'pkgdb', version: '3', ...body },
    });
    expect([answer.status, answer.json.code]).toEqual([400, 'usage']);
    expect(answer.json.detail.length).toBeGreaterThan(10);
  });

  test('a document that is no API description: 422, with its name', async () => {
    const text = 'just: yaml';
    const body = { service: 'pkgdb', version: '3', base: { name: 'a.yaml', text }, revision: { name: 'b.yaml', text } };
    const { status, json } = await call('POST', '/releases', { token: manager, body });
    expect([status, json.code]).toEqual([422, 'spec-not-openapi']);
    expect(json.detail).toContain('.yaml');
  });

  test('a service that the catalogue does not know: 404, with what to do', async () => {
    const text = await board.spec('pkgdb-1.yaml');
    const body = { service: 'pkgbd', version: '3', base: { name: 'a', text }, revision: { name: 'b', text } };
    const { status, json } = await call('POST', '/releases', { token: manager, body });
    expect([status, json.hint]).toEqual([404, expect.stringContaining('pkgdb')]);
  });

  test('to read files or hosts that an uploaded description refers to', async () => {
    const response = (ref: string) => ({
      name: 'api.json',
      text: JSON.stringify({
        openapi: '3.0.3',
        info: { title: 'x', version: '1' },
        paths: {
          '/x': {
            get: {
              responses: { 200: { description: '', content: { 'application/json': { schema: { $ref: ref } } } } },
            },
          },
        },
      }),
    });
    for (const ref of ['file:///etc/hostname', '/etc/hostname', '../../secret', 'http://127.0.0.1:1/x.json']) {
      const body = { service: 'pkgdb', version: 'ref', base: response('#/components'), revision: response(ref) };
      const { json } = await call('POST', '/releases', { token: manager, body });
      expect([ref, json.comparison?.verdict ?? json.code]).not.toEqual([ref, 'identical']);
      expect(JSON.stringify(json.comparison?.revision?.sources ?? [])).not.toMatch(/etc|secret|127/);
    }
  });
});

describe('What speaks for someone', () => {
  test('is withheld from everyone but managers', async () => {
    const open = await call('GET', '/releases/pkgdb-2.0');
    expect(open.text).toContain('/links/(withheld)');
    expect(open.text).not.toMatch(/\/links\/[\w-]{20,}/);
    const shown = await call('GET', '/releases/pkgdb-2.0/preview?kind=break-notice');
    expect(shown.json.messages.every(({ artefact }: { artefact: unknown }) => artefact === null)).toBe(true);
    expect(shown.text).not.toMatch(/\/links\/[\w-]{20,}/);
    const own = await call('GET', '/releases/pkgdb-2.0/preview?kind=break-notice', { token: manager });
    expect(own.json.messages.every(({ artefact }: { artefact: unknown }) => artefact !== null)).toBe(true);
  });
});

describe('The API’s own document', () => {
  test('names every call once, with answers for success and failure', async () => {
    const document = (await board.server.inject({ url: '/api/openapi.json' })).json();
    expect(document).toMatchObject({ openapi: '3.1.0', info: { title: 'Tocsin', version: '1.2.3' } });
    const operations = Object.values<Record<string, { operationId: string; responses: object }>>(
      document.paths,
    ).flatMap((path) => Object.values(path));
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toContain('assessRelease');
    expect(operations.every(({ responses }) => '4XX' in responses && '200' in responses)).toBe(true);
    const referred = [...JSON.stringify(document).matchAll(/#\/components\/schemas\/([^"]+)"/g)].map(
      ([, name]) => name,
    );
    expect(Object.keys(document.components.schemas).toSorted()).toEqual([...new Set(referred)].toSorted());
  });

  test('is read without complaint by our own comparison, which finds it the same as itself', async () => {
    const { body } = await board.server.inject({ url: '/api/openapi.json' });
    const side = { text: body, source: 'openapi.json' };
    expect(await compareSpecs(side, side)).toMatchObject({ verdict: 'identical', problems: [] });
    const withoutOne = JSON.parse(body);
    delete withoutOne.paths['/api/v1/roster'];
    const { verdict, findings } = await compareSpecs(side, { text: JSON.stringify(withoutOne), source: 'next.json' });
    expect([verdict, findings.length]).toEqual(['breaking', 1]);
    expect(findings[0]!.operation).toMatchObject({ method: 'GET', path: '/api/v1/roster' });
  });
});
