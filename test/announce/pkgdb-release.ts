// A small breaking release as the rooms below hand it over: what the tests of wording and delivery speak about.

import type { MessageInput } from '../../src/announce/index.ts';
import type { Catalog, Impact } from '../../src/catalog/index.ts';
import { readTemplates } from '../../src/channels/index.ts';
import type { Plan, Release } from '../../src/plan/index.ts';
import type { Shift } from '../../src/roster/index.ts';
import type { Comparison, Finding } from '../../src/rules/index.ts';
import { sampleCaller } from '../support/sample-caller.ts';

export const templates = await readTemplates();

export const release: Release = {
  id: 'pkgdb-2.0',
  service: 'pkgdb',
  version: '2.0',
  author: 'pingou',
  state: 'announced',
  declared: 'breaks',
  minor: false,
  createdAt: '2026-02-20T09:00:00.000Z',
  stagedAt: '2026-02-21T09:00:00.000Z',
  revision: 1,
  dependsOn: ['fas-0.9'],
};

export const plan: Plan = {
  release: 'pkgdb-2.0',
  policyVersion: '3',
  exemption: null,
  remarks: [],
  earliest: { at: '2026-03-12T14:00:00.000Z', reasons: [] },
  deployAt: '2026-03-12T14:00:00.000Z',
  deployUntil: '2026-03-12T22:00:00.000Z',
  watchUntil: '2026-03-13T06:00:00.000Z',
  against: [],
  meeting: { name: 'infra-weekly', at: '2026-03-05T18:00:00.000Z' },
  steps: [],
};

export const catalog: Catalog = {
  organisation: { name: 'Example Linux', zone: 'UTC' },
  services: [
    {
      name: 'pkgdb',
      title: 'the package database',
      tier: 'critical',
      owner: 'pkgdb-team',
      environments: [
        { name: 'production', url: 'https://pkgdb.example.org' },
        { name: 'staging', url: 'https://pkgdb.stg.example.org' },
      ],
      audience: { lists: ['devel'], chat: ['apps'] },
      dependsOn: ['fas'],
      stagingGaps: ['the nightly sync to the mirror runs only in production'],
      seenAs: [],
      document: { base: null, revision: null },
      sdk: [],
      alsoKnownAs: [],
      deleted: false,
    },
  ],
  teams: [
    team('pkgdb-team', 'Package database', true, 'Europe/Paris'),
    team('releng', 'Release engineering', true, 'America/New_York'),
    team('docs', 'Documentation', false, 'Asia/Kolkata'),
  ],
  consumers: [
    consumer('bodhi', 'releng', null),
    consumer('fedpkg-sync', 'releng', 'it writes to an FTP server that only production has'),
    consumer('docs-builder', 'docs', null),
    consumer('badges', 'docs', null),
  ],
  meetings: [
    {
      name: 'infra-weekly',
      title: 'Weekly infrastructure meeting',
      weekday: 'thursday',
      time: '18:00',
      zone: 'UTC',
      durationMinutes: 60,
      agendaClosesHours: 24,
      place: '#meeting',
      agendaRepository: 'example/agenda',
      deleted: false,
    },
  ],
  lists: [
    { name: 'infrastructure', address: 'infrastructure@lists.example.org', always: true, deleted: false },
    { name: 'devel', address: 'devel@lists.example.org', always: false, deleted: false },
    { name: 'users', address: 'users@lists.example.org', always: false, deleted: false },
  ],
  chat: [
    { name: '#infra', slack: 'C0INFRA', always: true, deleted: false },
    { name: 'apps', slack: 'C0APPS', always: false, deleted: false },
  ],
};

export const findings: readonly Finding[] = [
  finding('f1', {
    operation: path('GET', '/packages/{name}'),
    message: 'The answer 200 no longer has the property `acls`.',
    advice: 'Read `collaborators` instead.',
  }),
  finding('f2', {
    operation: path('GET', '/packages/{name}'),
    message: 'The query parameter `limit` must now be at least 1.',
    advice: 'Leave `limit` out instead of sending 0.',
    direction: 'request',
    witness: {
      kind: 'request',
      http: 'GET /packages/kernel?limit=0 HTTP/1.1\nAccept: application/json',
      at: '',
      value: 0,
    },
  }),
  finding('f3', {
    operation: path('DELETE', '/acls/{id}'),
    message: 'The operation was removed.',
    advice: 'Use `DELETE /collaborators/{id}`.',
  }),
  finding('f4', {
    operation: path('GET', '/collections'),
    severity: 'risky',
    message: 'The answer 200 may leave out `dist_tag`.',
    advice: 'Do not rely on `dist_tag`.',
  }),
];

export const comparison: Comparison = {
  schemaVersion: 1,
  engine: { name: 'tocsin', version: '0.1.0' },
  asOf: '2026-02-20',
  base: identity('pkgdb-1.yaml', '1.9'),
  revision: identity('pkgdb-2.yaml', '2.0'),
  verdict: 'breaking',
  summary: { breaking: 3, risky: 1, safe: 0, refactors: 0, exempted: 0 },
  reversed: false,
  semver: { declared: 'major', required: 'major', next: '2.0.0', complaint: null },
  causes: findings.map((one) => ({
    id: one.cause,
    rule: one.rule,
    severity: one.severity,
    base: null,
    revision: null,
    message: one.message,
    findings: [one.fingerprint],
    count: 1,
  })),
  findings,
  refactors: [],
  blindSpots: { share: 0, places: [] },
  secondOpinion: null,
  problems: [],
};

export const compatible: Comparison = {
  ...comparison,
  verdict: 'compatible',
  summary: { breaking: 0, risky: 0, safe: 0, refactors: 0, exempted: 0 },
  causes: [],
  findings: [],
};

export const unknown: Comparison = {
  ...compatible,
  verdict: 'unknown',
  problems: [
    {
      code: 'spec-not-parsable',
      message: 'pkgdb-2.yaml could not be read: line 12 is not YAML.',
      hint: 'Mend line 12.',
      hides: true,
      position: null,
    },
  ],
};

export const risky: Comparison = {
  ...comparison,
  verdict: 'risky',
  findings: findings.filter(({ severity }) => severity === 'risky'),
};

export const impact: Impact = {
  service: 'pkgdb',
  consumers: [
    {
      consumer: 'bodhi',
      team: 'releng',
      via: [],
      hits: [
        { finding: 'f1', certainty: 'operation', environments: [], because: 'it declares GET /packages/{name}' },
        { finding: 'f2', certainty: 'operation', environments: [], because: 'it declares GET /packages/{name}' },
      ],
      notAffectedBecause: null,
      notInDocument: [],
      spared: [],
      contradictions: [],
    },
    {
      consumer: 'fedpkg-sync',
      team: 'releng',
      via: [],
      hits: [{ finding: 'f3', certainty: 'declared', environments: [], because: 'it declares pkgdb, not which part' }],
      notAffectedBecause: null,
      notInDocument: [],
      spared: [],
      contradictions: [],
    },
    {
      consumer: 'docs-builder',
      team: 'docs',
      via: [],
      hits: [{ finding: 'f1', certainty: 'declared', environments: [], because: 'it declares GET /packages/{name}' }],
      notAffectedBecause: null,
      notInDocument: [],
      spared: [],
      contradictions: [],
    },
    {
      consumer: 'badges',
      team: 'docs',
      via: [],
      hits: [],
      notAffectedBecause: 'it uses only GET /health, which is unchanged',
      notInDocument: [],
      spared: [],
      contradictions: [],
    },
  ],
  unknownCallers: [sampleCaller()],
  observed: true,
};

export const shift: Shift = {
  id: 'pkgdb-2.0/releng/1',
  release: 'pkgdb-2.0',
  team: 'releng',
  person: { name: 'Ann Example', email: 'ann@example.org', slack: 'U0ANN' },
  start: '2026-03-12T14:00:00.000Z',
  end: '2026-03-12T18:00:00.000Z',
  zone: 'America/New_York',
  because: 'bodhi and fedpkg-sync of Release engineering are hit',
  acknowledged: null,
  releasedAt: null,
};

/** The break notice to the organisation's list; give what differs. */
export function messageInput(changes: Partial<MessageInput> = {}): MessageInput {
  return {
    kind: 'break-notice',
    step: changes.kind ?? 'break-notice',
    release,
    comparison,
    impact,
    plan,
    catalog,
    recipient: {
      channel: 'mail',
      address: 'infrastructure@lists.example.org',
      name: 'infrastructure',
      audience: 'list',
      team: null,
      zone: 'Europe/Paris',
    },
    links: {
      release: 'https://tocsin.example.org/releases/pkgdb-2.0',
      understand: 'https://tocsin.example.org/releases/pkgdb-2.0',
      acknowledge: null,
    },
    templates,
    now: '2026-02-26T10:00:00.000Z',
    shifts: [shift],
    ...changes,
  };
}

function team(name: string, title: string, inside: boolean, zone: string): Catalog['teams'][number] {
  const nothingElse = { lists: [], chat: [], members: [], handles: [], onCall: null, deleted: false };
  return { name, title, inside, zone, email: `${name}@example.org`, ...nothingElse };
}

function consumer(name: string, owner: string, stagingGap: string | null): Catalog['consumers'][number] {
  return {
    name,
    title: name,
    team: owner,
    uses: [{ service: 'pkgdb', operations: [] }],
    repository: null,
    stagingGap,
    seenAs: [],
    path: null,
    alsoKnownAs: [],
    deleted: false,
  };
}

function path(method: string, template: string): Finding['operation'] {
  return { kind: 'path', method, path: template, name: null, operationId: null };
}

function finding(fingerprint: string, changes: Partial<Finding>): Finding {
  return {
    fingerprint,
    cause: `cause-${fingerprint}`,
    rule: 'a-rule',
    severity: 'breaking',
    breaks: { wire: 'breaking', codegen: 'safe' },
    ruleSeverity: 'breaking',
    exemption: null,
    direction: 'response',
    operation: null,
    subject: '200.body',
    subjectPath: ['200', 'body'],
    base: null,
    revision: null,
    facts: {},
    message: '',
    advice: '',
    proof: 'rule',
    undecidedBecause: null,
    witness: null,
    lifecycle: null,
    peers: [],
    ...changes,
  };
}

function identity(source: string, version: string): Comparison['base'] {
  return { source, sources: [source], title: 'pkgdb', version, digest: 'sha256:00' };
}
