import { describe, expect, it } from 'vitest';
import { nameOperation } from '../../src/report/index.ts';
import { compare } from './compare.ts';

const answered = { responses: { '204': { description: 'x' } } };
const called = (type: string) => ({
  requestBody: { content: { 'application/json': { schema: { type } } } },
  ...answered,
});

function api(
  callbacks: Readonly<Record<string, string>>,
  { path = '/pets/{id}', server = 'https://example.com' } = {},
) {
  const done = Object.fromEntries(
    Object.entries(callbacks).map(([expression, type]) => [expression, { post: called(type) }]),
  );
  return { servers: [{ url: server }], paths: { [path]: { get: { ...answered, callbacks: { done } } } } };
}

const [old, other] = ['{$request.body#/old}', '{$request.body#/other}'];

describe('a callback', () => {
  it('is gone where the API takes the address for it from elsewhere', async () => {
    const { verdict, findings } = await compare(api({ [old]: 'string' }), api({ [other]: 'string' }));
    expect(verdict).toBe('breaking');
    expect(findings.map(({ rule, operation }) => `${rule} ${operation?.path}`)).toEqual([
      `operation-removed /pets/{id} → ${old}`,
      `operation-added /pets/{id} → ${other}`,
    ]);
  });

  it('of a callback is told with whose it is, and not as one of a method that the path does not have', async () => {
    const nested = (type: string) => {
      const inner = { again: { [other]: { patch: called(type) } } };
      const outer = { done: { [old]: { put: { ...called('string'), callbacks: inner } } } };
      return { ...api({}), paths: { '/pets/{id}': { get: { ...answered, callbacks: outer } } } };
    };
    const { findings } = await compare(nested('string'), nested('integer'));
    expect(findings.map(({ operation }) => nameOperation(operation))).toEqual([
      `callback again of PUT ${old} of /pets/{id} (PATCH)`,
    ]);
  });

  it('is told of each operation that has it, by name', async () => {
    const both = (type: string) => {
      const { paths, ...rest } = api({ [old]: type });
      const { get } = paths['/pets/{id}']!;
      return { ...rest, paths: { '/pets/{id}': { get, put: get } } };
    };
    const { findings } = await compare(both('string'), both('integer'));
    expect(findings.map(({ operation }) => nameOperation(operation))).toEqual([
      'callback done of GET /pets/{id} (POST)',
      'callback done of PUT /pets/{id} (POST)',
    ]);
    expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(2);
  });

  it('is compared also where another one stands beside it', async () => {
    const before = api({ [old]: 'string', [other]: 'string' });
    expect((await compare(before, api({ [old]: 'integer', [other]: 'string' }))).verdict).toBe('breaking');
    expect((await compare(before, api({ [other]: 'string', [old]: 'string' }))).verdict).toBe('identical');
  });

  it('goes back to who is called by it, and so is sent by the client where it is one of a callback', async () => {
    const nested = (type: string, webhooks = false) => {
      const inner = { callbacks: { acknowledged: { [other]: { post: called(type) } } } };
      const outer = { callbacks: { done: { [old]: { post: { ...answered, ...inner } } } } };
      const paths = { '/pets': { post: { ...answered, ...(webhooks ? {} : outer) } } };
      return { ...api({}), paths, webhooks: webhooks ? { done: { post: { ...answered, ...inner } } } : {} };
    };
    for (const ofWebhook of [false, true]) {
      const { findings } = await compare(nested('integer', ofWebhook), nested('string', ofWebhook));
      expect(findings).toMatchObject([{ direction: 'request', severity: 'breaking', witness: { value: 0 } }]);
    }
    const bare = { ...nested('string', true), webhooks: { done: { post: answered } } };
    const gone = await compare(nested('string', true), bare);
    expect(gone.findings.map(({ advice }) => advice)).toEqual([expect.stringMatching(/^Stop calling it before/)]);
    const come = await compare(bare, nested('string', true));
    expect(come.findings.map(({ advice }) => advice)).toEqual(['Nothing to do; it is there to be used.']);
    const elsewhere = { ...nested('string'), servers: [{ url: 'https://api.example.com' }], security: [] };
    const { findings } = await compare(nested('string'), elsewhere);
    expect(findings.filter(({ operation }) => operation !== null)).toEqual([]);
  });

  it('stays where a path parameter that it goes by has another name', async () => {
    const to = (name: string) => api({ [`{$request.path.${name}}`]: 'string' }, { path: `/pets/{${name}}` });
    expect((await compare(to('id'), to('petId'))).summary).toMatchObject({ breaking: 0, risky: 0 });
  });

  it('stays where only its name is another one', async () => {
    const named = (name: string, type = 'string') => {
      const { paths, ...rest } = api({ [old]: type });
      const { get } = paths['/pets/{id}']!;
      return { ...rest, paths: { '/pets/{id}': { get: { ...get, callbacks: { [name]: get.callbacks.done } } } } };
    };
    expect((await compare(named('done'), named('sold'))).findings).toEqual([]);
    expect((await compare(named('done'), named('sold', 'integer'))).verdict).toBe('breaking');
  });

  it('stays where a prefix moved from the server to the path of its operation', async () => {
    const before = api({ [old]: 'string' }, { path: '/pets', server: 'https://example.com/v1' });
    const after = api({ [old]: 'string' }, { path: '/v1/pets' });
    expect((await compare(before, after)).findings).toEqual([]);
    const changed = api({ [old]: 'integer' }, { path: '/v1/pets' });
    expect((await compare(before, changed)).verdict).toBe('breaking');
  });
});
