import type { UseEvidence } from '../../src/catalog/index.ts';
import type { EvidenceBatch } from '../../src/evidence/index.ts';
import { sampleUse } from './sample-use.ts';

/** An import of one call record for each of `uses`: by default 900 calls of a stranger in production. */
export function importedCalls(id: string, uses: readonly Partial<UseEvidence>[]): EvidenceBatch {
  return {
    id,
    service: 'pkgdb',
    source: 'access log',
    origin: 'access.log',
    replaces: false,
    uses: uses.map((changes) => {
      const { requests = 900, lastSeen = '2026-02-09T00:00:00.000Z' } = changes;
      return sampleUse({
        callerKey: 'k1a2b3c4d5e6f708',
        callerName: 'python-requests',
        answers: [{ status: 200, requests, lastSeen }],
        firstSeen: '2026-02-01T00:00:00.000Z',
        lastSeen,
        ...changes,
      });
    }),
    marks: [],
    unmatched: [],
    notes: [],
  };
}
