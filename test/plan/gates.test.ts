import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ConsumerImpact, Impact } from '../../src/catalog/index.ts';
import {
  announcedSince,
  approvalFingerprint,
  blockingGates,
  type Gate,
  type GateInput,
  type GateName,
  judgeGates,
  type NoticeRecord,
} from '../../src/plan/index.ts';
import type { Finding } from '../../src/rules/index.ts';
import { sampleCaller } from '../support/sample-caller.ts';
import { sampleComparison, samplePlan, sampleRelease } from '../support/sample-release.ts';
import { sampleOrganisation } from './sample-organisation.ts';

const finding = {
  fingerprint: 'a',
  cause: 'c',
  rule: 'property-removed',
  severity: 'breaking',
  exemption: null,
  direction: 'response',
  operation: { kind: 'path', method: 'GET', path: '/packages', name: null, operationId: null },
  subject: '200.body.owner',
  subjectPath: ['200', 'body', 'owner'],
  witness: null,
  facts: {},
  message: 'GET /packages lost owner',
} as Partial<Finding> as Finding;
const comparison = sampleComparison({ findings: [finding] });
const meetingAt = '2026-02-26T17:00:00.000Z';
const plan = samplePlan({ meeting: { name: 'weekly', at: meetingAt } }); // deploys on 2026-03-12 at 14:00 UTC
const release = sampleRelease({ declared: 'breaks', dependsOn: ['fas-0.9'], revision: 1, author: 'pingou' });
const bodhi: ConsumerImpact = {
  consumer: 'bodhi',
  team: 'releng',
  via: [],
  hits: [{ finding: 'a', certainty: 'declared', environments: [], because: '' }],
  notAffectedBecause: null,
  notInDocument: [],
  spared: [],
  contradictions: [],
};
const impact: Impact = { service: 'pkgdb', consumers: [bodhi], unknownCallers: [], observed: true };
const notice = (recipient: string, changes: Partial<NoticeRecord> = {}): NoticeRecord => ({
  kind: 'break-notice',
  recipient,
  revision: 1,
  state: 'delivered',
  wentAt: '2026-02-20T09:00:00.000Z',
  ...changes,
});
const shift = (team: string, acknowledged: object | null) => ({
  team,
  person: { name: `someone of ${team}` },
  acknowledged,
  releasedAt: null,
});

/** Everything is in order on the morning of the deploy. */
function inOrder(policy: Parameters<typeof sampleOrganisation>[0] = {}, changes: Partial<GateInput> = {}): GateInput {
  return {
    release,
    comparison,
    impact,
    plan,
    ...sampleOrganisation({ noticeDays: { critical: 14 }, ...policy }),
    now: '2026-03-12T13:00:00.000Z',
    intended: [{ finding: 'a' }],
    approvals: [{ by: 'kevin', fingerprint: approvalFingerprint(comparison, plan) }],
    notices: [notice('infrastructure'), notice('devel')],
    discussions: [{ meeting: 'weekly', at: meetingAt, outcome: 'agreed', minutes: 'https://meetbot.example.org/1' }],
    understandings: [{ team: 'releng' }],
    shifts: [shift('apps', {}), shift('releng', {})],
    dependencies: [{ release: 'fas-0.9', state: 'done', deployUntil: null }],
    doneTeams: [],
    ports: [{ consumer: 'bodhi', ported: 'proven', contradictions: [] }],
    ...changes,
  };
}

function gate(name: GateName, input: GateInput): Gate {
  return judgeGates(input).find((one) => one.name === name) as Gate;
}

describe('the gates', () => {
  test('are all open where everything is in order', () => {
    expect(judgeGates(inOrder()).filter(({ state }) => state !== 'open')).toEqual([]);
  });

  test('carry the number of the requirement that each answers', () => {
    const numbers = Object.fromEntries(judgeGates(inOrder()).map(({ name, requirements }) => [name, requirements]));
    expect(numbers).toMatchObject({ notice: ['A7'], discussed: ['A6'], understood: ['A8'], dependencies: ['A9'] });
  });

  const cases: {
    gate: GateName;
    state: 'closed' | 'unknown';
    when: string;
    changes: Partial<GateInput>;
    says: RegExp;
  }[] = [
    {
      gate: 'assessed',
      state: 'unknown',
      when: 'nothing was compared',
      changes: { comparison: null },
      says: /not been compared/,
    },
    {
      gate: 'assessed',
      state: 'unknown',
      when: 'the documents could not be read',
      changes: {
        comparison: sampleComparison({
          verdict: 'unknown',
          problems: [{ code: 'x', message: 'b.yaml is cut off.', hint: 'Mend it.', position: null, hides: true }],
        }),
      },
      says: /b\.yaml is cut off/,
    },
    {
      gate: 'intended',
      state: 'closed',
      when: 'nobody confirmed a break',
      changes: { intended: [] },
      says: /GET \/packages lost owner/,
    },
    {
      gate: 'intended',
      state: 'closed',
      when: 'the author said that nothing breaks (A10)',
      changes: { intended: [], release: { ...release, declared: 'does-not-break' } },
      says: /pingou said that it does not break/,
    },
    { gate: 'approved', state: 'closed', when: 'nobody approved', changes: { approvals: [] }, says: /0 of 1 approval/ },
    { gate: 'approved', state: 'closed', when: 'no date was proposed', changes: { plan: null }, says: /no plan/ },
    {
      gate: 'approved',
      state: 'closed',
      when: 'only the author approved (D3)',
      changes: { approvals: [{ by: 'pingou', fingerprint: approvalFingerprint(comparison, plan) }] },
      says: /pingou is the author/,
    },
    {
      gate: 'approved',
      state: 'closed',
      when: 'the date moved since',
      changes: { plan: { ...plan, deployAt: '2026-03-19T14:00:00.000Z' } },
      says: /What kevin approved was other findings or another date/,
    },
    {
      gate: 'announced',
      state: 'closed',
      when: 'no notice was written',
      changes: { notices: [] },
      says: /No break notice/,
    },
    {
      gate: 'announced',
      state: 'closed',
      when: 'the list of the service was not reached (A4)',
      changes: { notices: [notice('infrastructure'), notice('devel', { state: 'refused', wentAt: null })] },
      says: /not reached devel\./,
    },
    {
      gate: 'announced',
      state: 'closed',
      when: 'only an outage notice went out (A3)',
      changes: {
        notices: [notice('infrastructure', { kind: 'outage-notice' }), notice('devel', { kind: 'outage-notice' })],
      },
      says: /No break notice/,
    },
    {
      gate: 'announced',
      state: 'closed',
      when: 'people were told of an earlier revision',
      changes: { release: { ...release, revision: 2 } },
      says: /told of revision 1; the present one is 2/,
    },
    {
      gate: 'announced',
      state: 'closed',
      when: 'it sat in staging until the announcement was stale (A11)',
      changes: { now: '2026-06-01T09:00:00.000Z', release: { ...release, stagedAt: '2026-02-01T09:00:00.000Z' } },
      says: /stale.*in staging since Sun 1 Feb 2026/,
    },
    { gate: 'notice', state: 'closed', when: 'no notice is out', changes: { notices: [] }, says: /have not begun/ },
    {
      gate: 'notice',
      state: 'closed',
      when: 'one list got it late',
      changes: { notices: [notice('infrastructure'), notice('devel', { wentAt: '2026-03-05T09:00:00.000Z' })] },
      says: /over on Thu 19 Mar 2026 09:00 UTC.*comes too early/,
    },
    {
      gate: 'notice',
      state: 'closed',
      when: 'the days are not over yet',
      changes: { now: '2026-03-06T08:59:59.000Z' },
      says: /over on Fri 6 Mar 2026 09:00 UTC\.$/,
    },
    {
      gate: 'discussed',
      state: 'unknown',
      when: 'the meeting passed without a record',
      changes: { discussions: [] },
      says: /nobody has recorded/,
    },
    {
      gate: 'discussed',
      state: 'closed',
      when: 'the meeting is still to come',
      changes: { discussions: [], now: '2026-02-25T09:00:00.000Z' },
      says: /meets on Thu 26 Feb 2026 17:00 UTC/,
    },
    {
      gate: 'discussed',
      state: 'closed',
      when: 'it was not reached, and the next meeting comes too late for the date',
      changes: {
        now: '2026-03-06T09:00:00.000Z',
        discussions: [{ meeting: 'weekly', at: '2026-03-05T17:00:00.000Z', outcome: 'not-reached' }],
      },
      says: /not reached.*carried over to Thu 12 Mar 2026 17:00 UTC.*no longer stands: the earliest is now Mon 16 Mar 2026/,
    },
    {
      gate: 'discussed',
      state: 'closed',
      when: 'there were objections after an agreement',
      changes: {
        discussions: [
          { meeting: 'weekly', at: meetingAt, outcome: 'agreed' },
          { meeting: 'weekly', at: '2026-03-05T17:00:00.000Z', outcome: 'objected' },
        ],
      },
      says: /objections/,
    },
    {
      gate: 'discussed',
      state: 'unknown',
      when: 'it was only discussed before anybody was told',
      changes: { discussions: [{ meeting: 'weekly', at: '2026-02-19T17:00:00.000Z', outcome: 'agreed' }] },
      says: /nobody has recorded/,
    },
    {
      gate: 'discussed',
      state: 'unknown',
      when: 'another meeting discussed it',
      changes: { discussions: [{ meeting: 'qa', at: meetingAt, outcome: 'agreed' }] },
      says: /nobody has recorded/,
    },
    {
      gate: 'understood',
      state: 'closed',
      when: 'a team is silent',
      changes: { understandings: [] },
      says: /0 of 1 affected team.*missing: releng/,
    },
    {
      gate: 'understood',
      state: 'unknown',
      when: 'nobody knows who is hurt',
      changes: { impact: null },
      says: /not known/,
    },
    {
      gate: 'understood',
      state: 'unknown',
      when: 'the catalogue knows no consumer',
      changes: { impact: { ...impact, consumers: [] } },
      says: /knows nobody who uses pkgdb/,
    },
    {
      gate: 'callers',
      state: 'closed',
      when: 'somebody unknown calls in production what breaks (A16)',
      changes: { impact: { ...impact, unknownCallers: [sampleCaller()] } },
      says: /1 caller whom nobody has claimed calls what breaks: python-requests \(ab12\), 410 requests/,
    },
    {
      gate: 'callers',
      state: 'unknown',
      when: 'nobody has looked who calls',
      changes: { impact: { ...impact, observed: false } },
      says: /Nobody has looked/,
    },
    {
      gate: 'ported',
      state: 'closed',
      when: 'a port is only claimed (A17)',
      changes: { ports: [{ consumer: 'bodhi', ported: 'claimed', contradictions: [] }] },
      says: /0 of 1 consumer shown to be ported. Only claimed: bodhi/,
    },
    {
      gate: 'ported',
      state: 'closed',
      when: 'something speaks against a port',
      changes: { ports: [{ consumer: 'bodhi', ported: 'proven', contradictions: ['It calls staging.'] }] },
      says: /bodhi: It calls staging/,
    },
    { gate: 'staffed', state: 'closed', when: 'there is no roster', changes: { shifts: [] }, says: /no roster/ },
    {
      gate: 'staffed',
      state: 'closed',
      when: 'someone has not acknowledged',
      changes: { shifts: [shift('apps', {}), shift('releng', null)] },
      says: /1 of 2 shifts not acknowledged: someone of releng/,
    },
    {
      gate: 'staffed',
      state: 'closed',
      when: 'an affected team is missing (A20)',
      changes: { shifts: [shift('apps', {})] },
      says: /releng should be on the roster/,
    },
    {
      gate: 'staffed',
      state: 'closed',
      when: 'the owners are missing',
      changes: { shifts: [shift('releng', {})] },
      says: /apps/,
    },
    {
      gate: 'dependencies',
      state: 'unknown',
      when: 'nothing is known of the other release',
      changes: { dependencies: [] },
      says: /fas-0\.9/,
    },
    {
      gate: 'dependencies',
      state: 'closed',
      when: 'the other release comes later (A9)',
      changes: { dependencies: [{ release: 'fas-0.9', state: 'announced', deployUntil: '2026-04-01T18:00:00.000Z' }] },
      says: /fas-0\.9 is announced.*after this one/,
    },
    {
      gate: 'dependencies',
      state: 'closed',
      when: 'the other release was rolled back',
      changes: { dependencies: [{ release: 'fas-0.9', state: 'rolled-back', deployUntil: null }] },
      says: /rolled back/,
    },
  ];

  test.each(cases)('$gate is $state when $when', ({ gate: name, state, changes, says }) => {
    const judged = gate(name, inOrder({}, changes));
    expect(judged.state).toBe(state);
    expect(judged.because).toMatch(says);
    expect(judged.wouldOpen).toMatch(/\w/);
  });

  test('what is carried over within the time leaves the date alone', () => {
    const judged = gate(
      'discussed',
      inOrder(
        {},
        {
          now: '2026-02-27T09:00:00.000Z',
          discussions: [{ meeting: 'weekly', at: meetingAt, outcome: 'not-reached' }],
        },
      ),
    );
    expect(judged.because).toMatch(/carried over to Thu 5 Mar 2026 17:00 UTC\.$/);
  });

  test('what is carried over into a freeze without end says that no date is left', () => {
    const freezes = [{ name: 'The long winter', from: '2026-03-06', until: '2999-12-31' }];
    const judged = gate(
      'discussed',
      inOrder(
        { freezes },
        {
          now: '2026-03-06T09:00:00.000Z',
          discussions: [{ meeting: 'weekly', at: '2026-03-05T17:00:00.000Z', outcome: 'not-reached' }],
        },
      ),
    );
    expect(judged.state).toBe('closed');
    expect(judged.because).toMatch(/not reached.*leaves no date for pkgdb.*The long winter/);
  });

  test('of forty that are missing a card names the first few in order, and nobody twice', () => {
    const many = Array.from({ length: 40 }, (_, index) => `app-${String(40 - index).padStart(2, '0')}`);
    const ports = many.map((consumer) => ({ consumer, ported: 'no' as const, contradictions: [] }));
    expect(gate('ported', inOrder({}, { ports })).because).toContain(
      'Not yet: app-01, app-02, app-03, app-04, app-05, app-06 and 34 more.',
    );
    const staffed = gate('staffed', inOrder({}, { shifts: [shift('apps', {}), shift('releng', null)] }));
    expect(staffed.because).toContain('not acknowledged: someone of releng (releng).');
    expect(staffed.wouldOpen).not.toContain('someone of releng');
  });

  test('a shift whose hours were given back need not be acknowledged (A21)', () => {
    const given = { ...shift('releng', null), releasedAt: '2026-03-12T12:00:00.000Z' };
    expect(gate('staffed', inOrder({}, { shifts: [shift('apps', {}), given] })).state).toBe('open');
    const nobody = gate('staffed', inOrder({}, { shifts: [{ ...given, team: 'apps' }, given] }));
    expect(nobody.state).toBe('closed');
    expect(nobody.because).toMatch(/nobody is at hand/);
  });

  test('nobody has to acknowledge whose hours can be given back, as the roster says', () => {
    const silent = { shifts: [shift('apps', {}), shift('releng', null)] };
    expect(gate('staffed', inOrder({}, silent)).because).toContain('someone of releng');
    const done = gate('staffed', inOrder({}, { ...silent, doneTeams: ['releng'] }));
    expect(done).toMatchObject({ state: 'open' });
    expect(done.because).toBe('All 1 shift acknowledged. Done, so that its hours can be given back: releng.');
  });

  test('an unknown caller counts only where it calls in production what breaks', () => {
    const stateOf = (caller: Parameters<typeof sampleCaller>[0]) =>
      gate('callers', inOrder({}, { impact: { ...impact, unknownCallers: [sampleCaller(caller)] } })).state;
    const seen = { requests: 9, answers: null, lastSeen: '2026-02-01T00:00:00.000Z' };
    expect(stateOf({ breaking: [] })).toBe('open');
    expect(stateOf({ environments: [{ name: 'staging', ...seen }] })).toBe('open');
    expect(
      stateOf({
        environments: [
          { name: 'stg-2', ...seen },
          { name: 'eu-west', ...seen },
        ],
      }),
    ).toBe('closed');
    expect(stateOf({ environments: [{ name: 'any', ...seen }] })).toBe('closed');
    expect(stateOf({ forwarded: { team: 'releng', at: seen.lastSeen } })).toBe('closed');
  });

  test('what opens the gate of the meeting is a command that lacks nothing: the minutes are asked for', () => {
    const unheard = gate('discussed', inOrder({}, { discussions: [] }));
    expect(unheard.wouldOpen).toContain('`tocsin release discussed pkgdb-2.0 --meeting weekly --minutes URL`');
  });

  test('a team that is silent is told by which command its word gets on record, and how to ask for none', () => {
    const silent = gate('understood', inOrder({}, { understandings: [] }));
    expect(silent.wouldOpen).toContain('`tocsin release understood pkgdb-2.0 --team releng --as WHO`');
    expect(silent.wouldOpen).toContain('`policy.gates.understood: warn`');
    const warned = gate('understood', inOrder({ gates: { understood: 'warn' } }, { understandings: [] }));
    expect(warned.wouldOpen).not.toContain('policy.gates');
    expect(gate('understood', inOrder({}, { understandings: [], notices: [] })).wouldOpen).toMatch(
      /^Announce it first/,
    );
  });

  test('a consumer behind another service need not say that it understood', () => {
    const behind: ConsumerImpact = { ...bodhi, consumer: 'wiki', team: 'apps', via: ['bodhi'] };
    expect(gate('understood', inOrder({}, { impact: { ...impact, consumers: [bodhi, behind] } })).state).toBe('open');
  });

  test('only those that the policy enforces hold the deploy up', () => {
    const gates = judgeGates(inOrder({ gates: { notice: 'advise', discussed: 'enforce' } }, { notices: [] }));
    expect(blockingGates(gates).map(({ name }) => name)).toEqual(['announced', 'discussed']);
  });
});

describe('a notice that only became a file, for want of a channel', () => {
  const written = notice('devel', { state: 'written' });

  test('lets nobody deploy as long as no team has said that it heard of it, unless the policy says otherwise', () => {
    const unheard = { notices: [notice('infrastructure', { state: 'written' }), written], understandings: [] };
    expect(blockingGates(judgeGates(inOrder({}, unheard))).map(({ name }) => name)).toEqual(['understood']);
    expect(blockingGates(judgeGates(inOrder({ gates: { understood: 'warn' } }, unheard)))).toEqual([]);
  });

  test('counts for the gates, and is not shown as fine', () => {
    const input = inOrder({}, { notices: [notice('infrastructure'), written] });
    for (const name of ['announced', 'notice'] as const) {
      const { state, caution } = gate(name, input);
      expect({ name, state }).toEqual({ name, state: 'open' });
      expect(caution).toMatch(/^To devel it was only written to the outbox.*told nobody there.*unknown/);
    }
    expect(gate('announced', input).because).not.toContain('delivered');
  });

  test('needs no caution once the same list was told', () => {
    const notices = [notice('infrastructure'), written, notice('devel')];
    expect(gate('announced', inOrder({}, { notices })).caution).toBeNull();
  });
});

describe('an exempt release', () => {
  const compatible = sampleComparison({ verdict: 'compatible', findings: [] });
  const nothing = {
    doneTeams: [],
    ports: [{ consumer: 'bodhi', ported: 'no' as const, contradictions: [] }],
    approvals: [],
    notices: [],
    discussions: [],
    understandings: [],
    shifts: [],
    intended: [],
  };

  test('passes without the ceremony, with the reason in each gate (A25)', () => {
    const gates = judgeGates(
      inOrder({}, { ...nothing, comparison: compatible, release: { ...release, declared: 'unknown' } }),
    );
    expect(gates.filter(({ state }) => state !== 'open')).toEqual([]);
    expect(gates.find(({ name }) => name === 'discussed')?.because).toContain('Exempt (no-break)');
  });

  test('loses the exemption when it turns out to break, whatever its plan says', () => {
    const exempted = { ...plan, exemption: { id: 'no-break', reason: 'Nobody notices.', until: null } };
    const gates = judgeGates(inOrder({}, { ...nothing, plan: exempted }));
    expect(gates.filter(({ state }) => state === 'open').map(({ name }) => name)).toEqual([
      'assessed',
      'callers',
      'dependencies',
    ]);
  });

  test('is still announced where it breaks: a leaf skips the ceremony, not the truth', () => {
    const policy = { exemptions: [{ id: 'leaf', when: 'leaf' as const, reason: 'A leaf.', owner: 'apps' }] };
    const leaf = { ...release, id: 'paste-2', service: 'paste' };
    const gates = judgeGates(inOrder(policy, { ...nothing, release: leaf }));
    expect(gates.filter(({ state }) => state !== 'open').map(({ name }) => name)).toEqual(['intended', 'announced']);
  });

  test('is still announced where nobody can tell whether it breaks', () => {
    const policy = { exemptions: [{ id: 'leaf', when: 'leaf' as const, reason: 'A leaf.', owner: 'apps' }] };
    const leaf = { ...release, id: 'paste-2', service: 'paste' };
    const comparison = { ...inOrder().comparison!, problems: [], verdict: 'unknown' as const };
    expect(gate('announced', inOrder(policy, { ...nothing, comparison, release: leaf })).state).toBe('closed');
  });
});

test('an undecided service never passes by being undecided, and the question is named (A26)', () => {
  const policy = { undecided: [{ service: 'pkgdb', question: 'Is it essential?' }] };
  const judged = gate('discussed', inOrder(policy, { discussions: [], now: '2026-02-25T09:00:00.000Z' }));
  expect(judged.state).toBe('unknown');
  expect(judged.because).toContain('Is it essential?');
  expect(judged.requirements).toContain('A26');
  expect(gate('discussed', inOrder(policy)).state).toBe('open');
});

describe('the announcement counts', () => {
  const { catalog } = sampleOrganisation();

  test('from the moment at which the last list that must hear of it had it', () => {
    const late = notice('devel', { wentAt: '2026-02-21T10:00:00.000Z' });
    expect(announcedSince([notice('infrastructure'), late, notice('releng')], catalog, 'pkgdb')).toBe(late.wentAt);
  });

  test('from the first time that a list had it', () => {
    const again = notice('devel', { wentAt: '2026-03-01T10:00:00.000Z', revision: 2 });
    expect(announcedSince([notice('infrastructure'), notice('devel'), again], catalog, 'pkgdb')).toBe(
      '2026-02-20T09:00:00.000Z',
    );
  });

  test('not while a list is missing', () => {
    expect(announcedSince([notice('infrastructure')], catalog, 'pkgdb')).toBeNull();
  });

  test('for a service without lists of its own once the organisation has it', () => {
    expect(announcedSince([notice('infrastructure')], catalog, 'fas')).toBe('2026-02-20T09:00:00.000Z');
  });
});

test('taking evidence away never opens a gate', () => {
  const full = inOrder();
  const openWhenFull = new Set(
    judgeGates(full)
      .filter(({ state }) => state === 'open')
      .map(({ name }) => name),
  );
  expect(openWhenFull.size).toBe(11);
  const thinner = fc.record({
    intended: fc.subarray([...full.intended]),
    approvals: fc.subarray([...full.approvals]),
    notices: fc.subarray([...full.notices]),
    discussions: fc.subarray([...full.discussions]),
    understandings: fc.subarray([...full.understandings]),
    shifts: fc.subarray([...full.shifts]),
    dependencies: fc.subarray([...full.dependencies]),
    comparison: fc.constantFrom(comparison, sampleComparison({ verdict: 'unknown', findings: [] }), null),
    impact: fc.constantFrom(impact, { ...impact, consumers: [] }, { ...impact, observed: false }, null),
    plan: fc.constantFrom(plan, null),
    ported: fc.constantFrom('proven', 'claimed', 'no'),
  });
  const needs: Record<GateName, (given: GateInput) => boolean> = {
    assessed: ({ comparison }) => comparison?.verdict === 'breaking',
    intended: ({ comparison, intended }) => comparison?.verdict === 'breaking' && intended.length === 1,
    approved: ({ approvals, comparison, plan }) =>
      approvals.length === 1 && comparison?.verdict === 'breaking' && plan !== null,
    announced: ({ notices }) => notices.length === 2,
    notice: ({ notices }) => notices.length === 2,
    discussed: ({ notices, discussions }) => notices.length === 2 && discussions.length === 1,
    understood: ({ comparison, impact, understandings }) =>
      comparison?.verdict === 'breaking' && impact?.consumers.length === 1 && understandings.length === 1,
    callers: ({ comparison, impact }) => comparison?.verdict === 'breaking' && impact?.observed === true,
    ported: ({ comparison, impact, ports }) =>
      comparison?.verdict === 'breaking' && impact !== null && ports[0]?.ported === 'proven',
    staffed: ({ impact, plan, shifts }) => {
      const teams = impact === null ? [] : ['apps', ...impact.consumers.map(({ team }) => team)];
      return plan !== null && teams.length > 0 && teams.every((one) => shifts.some(({ team }) => team === one));
    },
    dependencies: ({ dependencies }) => dependencies.length === 1,
  };
  fc.assert(
    fc.property(thinner, ({ ported, ...evidence }) => {
      const given: GateInput = {
        ...full,
        ...evidence,
        ports: [{ consumer: 'bodhi', ported, contradictions: [] }],
      };
      for (const { name, state, wouldOpen } of judgeGates(given)) {
        expect([name, state === 'open']).toEqual([name, needs[name](given)]);
        expect(wouldOpen === null).toBe(state === 'open');
      }
    }),
    { numRuns: 500 },
  );
});
