import { describe, expect, it } from 'vitest';
import { compare } from './compare.ts';

type Parts = { readonly operation?: object; readonly api?: object };

const api = ({ operation = {}, api: more = {} }: Parts) => ({
  paths: { '/files': { post: { responses: { 200: { description: 'Done.' } }, ...operation } } },
  ...more,
});

async function told(before: Parts, after: Parts) {
  const { findings } = await compare(api(before), api(after));
  return findings.map(({ severity, message, advice }) => [severity, message, advice]);
}

const body = (...types: string[]) => ({
  operation: { requestBody: { content: Object.fromEntries(types.map((type) => [type, {}])) } },
});
const answers = (...statuses: string[]) => ({
  operation: { responses: Object.fromEntries(statuses.map((status) => [status, { description: 'An answer.' }])) },
});
const securitySchemes = {
  key: { type: 'apiKey', in: 'header', name: 'X-Key' },
  tenant: { type: 'apiKey', in: 'header', name: 'X-Tenant' },
  login: {
    type: 'oauth2',
    flows: { clientCredentials: { tokenUrl: 'https://files.example/token', scopes: { files: '', 'files:write': '' } } },
  },
};
const needing = (...security: object[]) => ({ api: { components: { securitySchemes }, security } });

describe('what is safe by itself, beside what breaks', () => {
  it('does not say that nothing is to be done of a media type that takes the place of all others', async () => {
    expect(await told(body('application/octet-stream'), body('multipart/form-data'))).toContainEqual([
      'safe',
      'The request body may now be multipart/form-data',
      'Send multipart/form-data from the release on, in place of what is no longer accepted.',
    ]);
    expect(await told(body('text/csv'), body('text/csv', 'application/json'))).toEqual([
      ['safe', 'The request body may now be application/json', 'Nothing to do; application/json may be sent too.'],
    ]);
  });

  it('does not call a scope that is required no longer less, where another is required instead', async () => {
    expect(await told(needing({ login: ['files'] }), needing({ login: ['files:write'] }))).toContainEqual([
      'safe',
      'The operation no longer requires the scope `files` of `login`',
      'Nothing to do for this alone: what is required now is told apart.',
    ]);
  });

  it('says of credentials of which a part is enough, or no longer is, that it is this part alone', async () => {
    expect(await told(needing({ key: [], tenant: [] }), needing({ key: [] }))).toContainEqual([
      'safe',
      'The operation now accepts `key` alone',
      'Nothing to do; the rest of the old credentials may be left out.',
    ]);
    expect((await told(needing({ key: [] }), needing({ key: [], tenant: [] })))[0]).toEqual([
      'breaking',
      'The operation no longer accepts `key` alone; it requires `key` with `tenant`',
      'Get the credentials that are required, and send them from the release on.',
    ]);
  });
});

describe('advice that can be followed', () => {
  it('speaks of the credentials of a webhook to who is called, and not to who calls', async () => {
    const called = (...security: object[]) => ({
      api: {
        components: { securitySchemes },
        webhooks: { stored: { post: { security, responses: { 204: { description: 'Seen.' } } } } },
      },
    });
    expect(await told(called(), called({ key: [] }))).toEqual([
      [
        'safe',
        'The operation is called with credentials now: `key`',
        'Nothing to do; they come with each call, and may be checked.',
      ],
    ]);
    expect(await told(called({ key: [] }), called())).toEqual([
      [
        'breaking',
        'The operation may be called without credentials now; until now it was called with `key`',
        'Be ready for calls without credentials.',
      ],
    ]);
    expect(await told(called({ key: [] }), called({ tenant: [] }))).toEqual([
      [
        'risky',
        'The operation may now be called with `tenant` instead',
        'Be ready for calls that authenticate in this way.',
      ],
      ['safe', 'The operation is no longer called with `key`', 'Nothing to do; calls no longer come with it.'],
    ]);
  });

  it('does not call a status new of which a range spoke', async () => {
    expect(await told(answers('2XX'), answers('200'))).toContainEqual([
      'safe',
      'Status 200 is described by itself now',
      'Nothing to do; `2XX` stood for it.',
    ]);
  });

  it('does not send anybody to the new address of what has none any more', async () => {
    const renewed = (refreshUrl?: string) => ({
      api: {
        components: {
          securitySchemes: {
            login: {
              type: 'oauth2',
              flows: { clientCredentials: { tokenUrl: 'https://files.example/token', refreshUrl, scopes: {} } },
            },
          },
        },
        security: [{ login: [] }],
      },
    });
    const [gone] = await told(renewed('https://files.example/renew'), renewed());
    expect(gone?.[2]).toMatch(/^Do without the `refreshUrl` from the release on: no address takes its place\./);
  });

  it('names what must be there where something else is', async () => {
    const settings = (dependentRequired?: object) => ({
      operation: {
        requestBody: {
          content: {
            'application/json': {
              schema: {
                type: 'object',
                properties: { update: { type: 'boolean' }, version: { type: 'string' } },
                dependentRequired,
              },
            },
          },
        },
      },
    });
    expect(await told(settings(), settings({ update: ['version'] }))).toEqual([
      [
        'breaking',
        'The request body must now hold `version`, where it holds `update`',
        'Send `version` wherever you send `update`.',
      ],
    ]);
  });
});

it('names the flows that are left where one goes, or says that none is', async () => {
  const flow = { authorizationUrl: 'https://id.example/in', tokenUrl: 'https://id.example/token', scopes: {} };
  const api = (...names: string[]) => ({
    openapi: '3.0.3',
    info: { title: 'T', version: '1' },
    paths: { '/a': { get: { security: [{ login: [] }], responses: { 200: { description: 'x' } } } } },
    components: {
      securitySchemes: {
        login: { type: 'oauth2', flows: Object.fromEntries(names.map((name) => [name, flow])) },
      },
    },
  });
  const advice = async (...names: string[]) =>
    (await compare(api('implicit', ...names), api(...names))).findings.map((finding) => finding.advice);
  expect(await advice('authorizationCode')).toEqual(['Get tokens through `authorizationCode`.']);
  expect(await advice()).toEqual([expect.stringContaining('no flow is left')]);
});
