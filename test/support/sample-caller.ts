import type { UnknownCaller } from '../../src/catalog/index.ts';

export function sampleCaller(changes: Partial<UnknownCaller> = {}): UnknownCaller {
  return {
    key: 'ab12',
    name: 'python-requests',
    requests: 410,
    firstSeen: '2026-01-19T00:00:00.000Z',
    lastSeen: '2026-02-19T00:00:00.000Z',
    operations: ['GET /packages/{name}'],
    breaking: ['GET /packages/{name}'],
    environments: [
      {
        name: 'production',
        requests: 410,
        answers: [{ status: 200, requests: 410, lastSeen: '2026-02-19T00:00:00.000Z' }],
        lastSeen: '2026-02-19T00:00:00.000Z',
      },
    ],
    sources: ['access log'],
    guess: null,
    forwarded: null,
    lapsed: null,
    backBecause: null,
    ...changes,
  };
}
