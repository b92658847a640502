// Ten thousand consumers × five hundred findings: what joining them costs, in the shapes that evidence comes in. The
// figures of `tocsin impact` beyond the comparison itself, and of each reading of a release on the board.

import { type CallerDecision, type Catalog, findImpact, type UseEvidence } from '../src/catalog/index.ts';
import type { Comparison, Finding, OperationRef } from '../src/rules/index.ts';

interface ImpactCost {
  readonly shape: string;
  readonly ms: number;
  readonly threadMs: number;
  readonly hits: number;
}

const operationCount = 250;
const at = '2026-02-01T00:00:00.000Z';

/** Cost by shape of the evidence; `consumers` consumers with ten operations each, all of which change. */
export function measureImpact(consumers: number, findings: number): ImpactCost[] {
  const operations: OperationRef[] = Array.from({ length: operationCount }, (_, index) => ({
    kind: 'path',
    method: 'GET',
    path: `/things/${index}/{id}`,
    name: null,
    operationId: `getThing${index}`,
  }));
  const comparison = compared(operations, findings);
  const used = (consumer: number) =>
    Array.from({ length: 10 }, (_, nth) => titleOf(operations[(consumer * 7 + nth * 23) % operationCount]!));
  const evidence = Array.from({ length: consumers }, (_, consumer) =>
    used(consumer).flatMap((operation) => [
      seen(consumer, operation, 'production'),
      seen(consumer, operation, 'staging'),
      contract(consumer, operation),
    ]),
  ).flat();
  const strangers = evidence.map((use, index) => ({ ...use, consumer: null, callerKey: `k${index % consumers}` }));
  const decisions: CallerDecision[] = Array.from({ length: consumers / 2 }, (_, index) => ({
    key: `k${index * 2}`,
    service: null,
    decision: 'claimed',
    team: 'team1',
    consumer: `consumer${index}`,
    reason: null,
    by: 'somebody',
    at,
    seen: { requests: 1, operations: [] },
  }));
  const declaredAll = operations.map(titleOf);
  const shapes: [string, Catalog, (readonly UseEvidence[])?, (readonly CallerDecision[])?][] = [
    ['declared', catalogOf(consumers, used)],
    ['only the service declared', catalogOf(consumers, () => [])],
    ['everything declared, differently', catalogOf(consumers, (consumer) => rotated(declaredAll, consumer))],
    ['logs of two environments, contracts', catalogOf(consumers, used), evidence],
    ['unknown callers, half of them claimed', catalogOf(consumers, used), strangers, decisions],
  ];
  return shapes.map(([shape, catalog, uses = [], decided = []]) => {
    const begin = performance.now();
    const before = process.threadCpuUsage();
    const impact = findImpact(comparison, catalog, 'things', { operations, evidence: uses, decisions: decided });
    const used = process.threadCpuUsage(before);
    const ms = performance.now() - begin;
    return {
      shape,
      ms,
      threadMs: (used.user + used.system) / 1000,
      hits: impact.consumers.reduce((sum, { hits }) => sum + hits.length, 0),
    };
  });
}

function rotated<T>(items: readonly T[], by: number): T[] {
  const from = by % items.length;
  return [...items.slice(from), ...items.slice(0, from)];
}

function titleOf({ method, path }: OperationRef): string {
  return `${method} ${path}`;
}

function compared(operations: readonly OperationRef[], count: number): Comparison {
  const findings = Array.from({ length: count }, (_, index): Finding => {
    const subjectPath = ['200', 'body', 'items', '[]', `field${index % 20}`];
    return {
      fingerprint: index.toString(16).padStart(16, '0'),
      rule: 'property-removed',
      severity: 'breaking',
      exemption: null,
      direction: 'response',
      operation: operations[index % operations.length]!,
      subject: subjectPath.join('.'),
      subjectPath,
      facts: {},
    } as unknown as Finding;
  });
  return { verdict: 'breaking', findings, problems: [] } as unknown as Comparison;
}

function catalogOf(consumers: number, used: (consumer: number) => readonly string[]): Catalog {
  const none = { lists: [], chat: [], meetings: [] };
  const empty = { environments: [], audience: { lists: [], chat: [] }, dependsOn: [], stagingGaps: [] };
  return {
    ...none,
    organisation: { name: 'Many', zone: 'UTC' },
    services: [{ name: 'things', title: 'Things', tier: 'standard', owner: 'team0', ...empty }],
    teams: Array.from({ length: 100 }, (_, index) => ({
      name: `team${index}`,
      title: `Team ${index}`,
      inside: true,
      zone: 'UTC',
      email: `team${index}@example.org`,
      lists: [],
      chat: [],
      members: [],
    })),
    consumers: Array.from({ length: consumers }, (_, index) => ({
      name: `consumer${index}`,
      title: `Consumer ${index}`,
      team: `team${index % 100}`,
      uses: [{ service: 'things', operations: used(index) }],
      repository: `organisation/consumer${index}`,
      stagingGap: null,
    })),
  } as unknown as Catalog;
}

function seen(consumer: number, operation: string, environment: string): UseEvidence {
  return {
    consumer: `consumer${consumer}`,
    callerKey: null,
    callerName: `consumer${consumer}`,
    callerVersion: null,
    callerEnvironment: null,
    service: 'things',
    operation,
    fields: null,
    environment,
    requests: 100,

    answers: null,
    firstSeen: at,
    lastSeen: at,
    source: 'access log',
  };
}

function contract(consumer: number, operation: string): UseEvidence {
  const read = Array.from({ length: 12 }, (_, index) => [
    '200',
    'body',
    'items',
    '[]',
    `field${(index + consumer) % 20}`,
  ]);
  return {
    ...seen(consumer, operation, 'any'),
    requests: 0,
    source: 'pact',
    fields: { sent: [], read, complete: { sent: true, query: true, read: true } },
  };
}
