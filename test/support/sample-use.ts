import type { UseEvidence } from '../../src/catalog/index.ts';

/** 900 calls of one operation in production, of a stranger where no consumer is named. */
export function sampleUse(changes: Partial<UseEvidence> = {}): UseEvidence {
  const { consumer = null, lastSeen = '2026-02-01T00:00:00.000Z' } = changes;
  return {
    consumer,
    callerKey: null,
    callerName: consumer,
    callerVersion: null,
    callerEnvironment: null,
    service: 'pkgdb',
    operation: 'GET /packages/{name}',
    fields: null,
    environment: 'production',
    requests: 900,
    answers: null,
    firstSeen: '2026-01-01T00:00:00.000Z',
    lastSeen,
    source: 'access log',
    ...changes,
  };
}
