// Whoever calls an operation that is gone is led to the one that goes on under its name.

import { describe, expect, it } from 'vitest';
import { compare } from './compare.ts';

const done = { responses: { '204': { description: 'Done.' } } };
const named = (operationId: string) => ({ get: { ...done, operationId } });
const api = (paths: object, url = 'https://api.example.com') => ({ servers: [{ url }], paths });

const removal = async (before: object, after: object) => {
  const { findings } = await compare(before, after);
  const removed = findings.find(({ rule }) => rule === 'operation-removed');
  return { message: removed?.message, advice: removed?.advice, rules: findings.map(({ rule }) => rule) };
};

describe('an operation that is gone', () => {
  it('is advised to be called where its operationId goes on', async () => {
    const { message, advice } = await removal(
      api({ '/brands': named('list_brands') }),
      api({ '/labels': named('list_brands') }),
    );
    expect(message).toBe('GET /brands is gone');
    expect(advice).toMatch(/^Call GET \/labels from the release on: .*operationId `list_brands`\./);
  });

  it('is perhaps done by another method of its path that is new', async () => {
    const at = (...methods: string[]) =>
      api({ '/couriers': Object.fromEntries(methods.map((method) => [method, { ...done, operationId: method }])) });
    expect((await removal(at('get', 'put'), at('get', 'patch'))).advice).toMatch(
      /^Stop calling it before the release\. PATCH \/couriers is new; perhaps it takes its place\./,
    );
    expect((await removal(at('get', 'delete'), at('get', 'post'))).advice).not.toContain('perhaps');
    expect((await removal(at('get', 'put'), at('get', 'post', 'patch'))).advice).not.toContain('perhaps');
  });

  it('is most probably the one that is new with its path written otherwise', async () => {
    const at = (...paths: string[]) => api(Object.fromEntries(paths.map((path) => [path, { get: done }])));
    for (const [before, after] of [
      ['/brands/', '/brands'],
      ['/Brands/{id}', '/brands/{brandId}'],
      ['/brand_lists', '/brand-lists'],
    ] as const) {
      const { advice } = await removal(at(before), at(after));
      expect(advice).toContain(`Call GET ${after} from the release on: most probably it is the same`);
    }
    expect((await removal(at('/brands', '/labels'), at('/labels/'))).advice).toMatch(/^Stop calling it/);
    expect((await removal(at('/brands/'), at('/brands', '/Brands'))).advice).toMatch(/^Stop calling it/);
  });

  it('may keep its operationId where it goes on under it, and another one may not take it over', async () => {
    const reused = async (before: object, after: object) =>
      (await compare(api(before), api(after))).findings.find(({ rule }) => rule === 'operation-id-reused')?.advice;
    const [brands, labels] = [{ '/brands': named('list') }, { '/labels': named('list') }];
    expect(await reused(brands, labels)).toBe('Whoever generates a client: check each call by this name.');
    expect(await reused(brands, { ...labels, '/brands': named('list_brands') })).toContain('Whoever runs the API');
  });

  it('has no successor in one that was there before', async () => {
    const { advice } = await removal(
      api({ '/brands': named('list_brands'), '/labels': named('list_labels') }),
      api({ '/labels': named('list_brands') }),
    );
    expect(advice).toMatch(/^Stop calling it/);
  });

  it('is told with its addresses where they alone differ', async () => {
    const others = (prefix: string) => ({ [`${prefix}/a`]: named('a'), [`${prefix}/b`]: named('b') });
    const { message, advice, rules } = await removal(
      api({ ...others('/v1'), '/reindex': named('reindex') }),
      api({ ...others(''), '/reindex': named('reindex') }, 'https://api.example.com/v1'),
    );
    expect(message).toBe('GET https://api.example.com/reindex is gone');
    expect(advice).toMatch(/^Call GET https:\/\/api\.example\.com\/v1\/reindex from the release on/);
    expect(rules).not.toContain('operation-id-reused');
  });
});

describe('a named schema that is gone', () => {
  const api = (schemas: object) => ({ paths: {}, components: { schemas } });
  const text = { type: 'string' };
  const user = { type: 'object', properties: { id: text, name: text, email: text } };
  const advised = async (before: object, after: object) =>
    (await compare(api(before), api(after))).findings.flatMap(({ rule, advice }) =>
      rule === 'schema-removed' ? [advice] : [],
    );

  it('leads to the new one that says nearly the same, or is called so in another spelling', async () => {
    const renamed = { Account: { ...user, properties: { ...user.properties, phone: text } }, Pet: { type: 'object' } };
    expect(await advised({ User: user }, renamed)).toEqual([
      expect.stringContaining('use `Account`, which most likely takes its place'),
    ]);
    expect(await advised({ 'user-dto': user }, { UserDto: { type: 'array' } })).toEqual([
      expect.stringContaining('use `UserDto`'),
    ]);
  });

  it('leads to none where there is a choice, or nothing alike', async () => {
    for (const after of [{ One: user, Two: user }, { Pet: { type: 'object', properties: { tag: text } } }, {}]) {
      expect(await advised({ User: user }, after)).toEqual([
        expect.stringContaining('do without it, or use what takes its place'),
      ]);
    }
  });
});
