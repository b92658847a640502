import { describe, expect, test } from 'vitest';
import { operationMatcher, type Route, routeMatcher } from '../../src/evidence/index.ts';

const routes: readonly Route[] = [
  ['GET', '/packages'],
  ['POST', '/packages'],
  ['GET', '/packages/{name}'],
  ['DELETE', '/packages/{name}'],
  ['GET', '/packages/mine'],
  ['GET', '/packages/{name}/acls/{branch}'],
  ['GET', '/reports/{year}-{month}.csv'],
  ['GET', '/reports/{name}'],
  ['GET', '/lists/'],
  ['GET', '/caf%C3%A9/~menu'],
  ['OPTIONS', '/open'],
  ['GET', '/'],
].map(([method = '', path = '']) => ({ method, path }));

describe('a request is matched by the document’s own templates', () => {
  const match = operationMatcher(routes, ['/api/v1', '/api', '/']);
  test.each([
    ['GET', '/packages', 'GET /packages'],
    ['get', '/packages/', 'GET /packages'],
    ['GET', '/packages/bash', 'GET /packages/{name}'],
    ['GET', '/packages/mine', 'GET /packages/mine'],
    ['DELETE', '/packages/mine', 'DELETE /packages/{name}'],
    ['GET', '/packages/mine/acls/f40', 'GET /packages/{name}/acls/{branch}'],
    ['GET', '/packages/a%2Fb', 'GET /packages/{name}'],
    ['GET', '/packages/a%2', 'GET /packages/{name}'],
    ['GET', '//packages//bash', 'GET /packages/{name}'],
    ['GET', '/reports/2026-02.csv', 'GET /reports/{year}-{month}.csv'],
    ['GET', '/reports/2026.csv', 'GET /reports/{name}'],
    ['GET', '/lists', 'GET /lists/'],
    ['GET', '/lists/', 'GET /lists/'],
    ['GET', '/caf%c3%a9/%7Emenu', 'GET /caf%C3%A9/~menu'],
    ['HEAD', '/packages/bash', 'GET /packages/{name}'],
    ['OPTIONS', '/open', 'OPTIONS /open'],
    ['OPTIONS', '/packages', null],
    ['PUT', '/packages', null],
    ['GET', '/packages/bash/acls', null],
    ['GET', '/', 'GET /'],
    ['GET', '/api/v1/packages', 'GET /packages'],
    ['GET', '/api/packages/bash/', 'GET /packages/{name}'],
    ['GET', '/api/v1', 'GET /'],
    ['GET', '/api/v2/packages', null],
    ['GET', '/apipackages', null],
  ])('%s %s → %s', (method, path, operation) => {
    expect(match(method, path)).toBe(operation);
  });
});

test('of two templates that differ only in a parameter’s name the first one answers', () => {
  const match = routeMatcher([
    { method: 'GET', path: '/pets/{id}' },
    { method: 'GET', path: '/pets/{petId}' },
  ]);
  expect(match('GET', '/pets/7')?.path).toBe('/pets/{id}');
});
