// Whoever calls an operation that is gone is led to the one that goes on under its name.

import { describe, expect, it } from 'vitest';
import { compare } from './compare.ts';

const done = { responses: { '204': { description: 'Done.' } } };
const named = (operationId: string) => ({ get: { ...done, operationId } });
const api = (paths: object, url = 'https://api.example.com') => ({
  openapi: '3.1.0',
  info: { title: 'T', version: '1' },
  servers: [{ url }],
  paths,
});

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
