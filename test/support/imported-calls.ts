import type { UseEvidence } from '../../src/catalog/index.ts';
import type { EvidenceBatch } from '../../src/evidence/index.ts';

/** An import of one call record for each of `uses`: by default 900 calls of a stranger in production. */
export function importedCalls(id: string, uses: readonly Partial<UseEvidence>[]): EvidenceBatch {
  return {
    id,
    service: 'pkgdb',
    source: 'access log',
    origin: 'access.log',
    replaces: false,
    uses: uses.map((changes) => ({
      consumer: null,
      callerKey: 'k1a2b3c4d5e6f708',
      callerName: 'python-requests',
      callerVersion: null,
      callerEnvironment: null,
      service: 'pkgdb',
      operation: 'GET /packages/{name}',
      fields: null,
      environment: 'production',
      requests: 900,
      answers: [
        { status: 200, requests: changes.requests ?? 900, lastSeen: changes.lastSeen ?? '2026-02-09T00:00:00.000Z' },
      ],
      firstSeen: '2026-02-01T00:00:00.000Z',
      lastSeen: '2026-02-09T00:00:00.000Z',
      source: 'access log',
      ...changes,
    })),
    marks: [],
    unmatched: [],
    notes: [],
  };
}
