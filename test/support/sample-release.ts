// Small, complete values of the shared types, for tests that are not about their content.

import type { Message, Recipient } from '../../src/announce/index.ts';
import type { Impact } from '../../src/catalog/index.ts';
import type { Plan, Release } from '../../src/plan/index.ts';
import type { Shift } from '../../src/roster/index.ts';
import type { Comparison } from '../../src/rules/index.ts';

export function sampleRelease(changes: Partial<Release> = {}): Release {
  return {
    id: 'pkgdb-2.0',
    service: 'pkgdb',
    version: '2.0',
    author: 'pingou',
    state: 'assessed',
    declared: 'breaks',
    minor: false,
    createdAt: '2026-02-20T09:00:00.000Z',
    stagedAt: null,
    revision: 1,
    dependsOn: ['fas-0.9'],
    ...changes,
  };
}

export function sampleComparison(changes: Partial<Comparison> = {}): Comparison {
  const identity = { source: 'a.yaml', sources: ['a.yaml'], title: 'pkgdb', version: '1', digest: 'sha256:00' };
  return {
    schemaVersion: 1,
    engine: { name: 'tocsin', version: '0.1.0' },
    asOf: '2026-02-20',
    base: identity,
    revision: { ...identity, source: 'b.yaml', sources: ['b.yaml'], version: '2' },
    verdict: 'breaking',
    summary: { breaking: 1, risky: 0, safe: 0, refactors: 0, exempted: 0 },
    reversed: false,
    semver: { declared: 'major', required: 'major', next: '2.0.0', complaint: null },
    causes: [],
    findings: [],
    refactors: [],
    blindSpots: { share: 0, places: [] },
    secondOpinion: null,
    problems: [],
    ...changes,
  };
}

export const sampleImpact: Impact = { service: 'pkgdb', consumers: [], unknownCallers: [], observed: true };

export function samplePlan(changes: Partial<Plan> = {}): Plan {
  return {
    release: 'pkgdb-2.0',
    policyVersion: '1',
    exemption: null,
    remarks: [],
    earliest: { at: '2026-03-12T14:00:00.000Z', reasons: [] },
    deployAt: '2026-03-12T14:00:00.000Z',
    deployUntil: '2026-03-12T22:00:00.000Z',
    watchUntil: '2026-03-13T06:00:00.000Z',
    against: [],
    meeting: null,
    steps: [],
    ...changes,
  };
}

export function sampleShift(changes: Partial<Shift> = {}): Shift {
  return {
    id: 'pkgdb-2.0/releng/1',
    release: 'pkgdb-2.0',
    team: 'releng',
    person: { name: 'Ada', email: 'ada@releng.example', slack: null },
    start: '2026-03-12T14:00:00.000Z',
    end: '2026-03-12T22:00:00.000Z',
    zone: 'Europe/Paris',
    because: 'fedpkg uses 3 changed operations',
    acknowledged: null,
    releasedAt: null,
    ...changes,
  };
}

export function sampleMessage(key: string, changes: Partial<Message> & { address?: string } = {}): Message {
  const { address = 'infrastructure@lists.example', ...rest } = changes;
  const recipient: Recipient = {
    channel: 'mail',
    address,
    name: 'infrastructure',
    audience: 'list',
    team: null,
    zone: 'UTC',
  };
  return {
    key,
    kind: 'break-notice',
    release: 'pkgdb-2.0',
    revision: 1,
    verdict: 'breaking',
    recipient,
    thread: `pkgdb-2.0/mail/${address}`,
    window: null,
    subject: '[API BREAK] pkgdb 2.0',
    summary: 'pkgdb 2.0 breaks its API.',
    markdown: 'It breaks.',
    links: { release: null, understand: null, acknowledge: null },
    event: null,
    writtenAt: '2026-02-20T09:00:00.000Z',
    ...rest,
  };
}
