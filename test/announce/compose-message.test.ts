import { describe, expect, test } from 'vitest';
import { composeMessage, type MessageInput, markdownToText, messageKinds } from '../../src/announce/index.ts';
import { affectedTeams } from '../../src/catalog/index.ts';
import {
  comparison,
  compatible,
  findings,
  impact,
  messageInput,
  plan,
  risky,
  shift,
  templates,
  unknown,
} from './pkgdb-release.ts';

const previous = { deployAt: '2026-03-05T14:00:00.000Z', deployUntil: '2026-03-05T22:00:00.000Z' };
const compose = (changes: Partial<MessageInput> = {}) =>
  composeMessage(messageInput({ previous: changes.kind === 'moved' ? previous : null, ...changes }));
const textOf = (changes: Partial<MessageInput> = {}) => markdownToText(compose(changes).markdown);
/** As one line: where a line is filled is the business of another test. */
const flat = (text: string) => text.replace(/\s+/g, ' ');
const firstParagraph = (text: string) => text.split('\n\n')[0]!.replaceAll('\n', ' ');

describe.each(messageKinds)('A message of the kind %s', (kind) => {
  test('says in subject and first paragraph that the API breaks (A2)', () => {
    const message = compose({ kind });
    expect(message.subject).toMatch(/^\[API BREAK\] pkgdb 2\.0 on Thu 12 Mar 2026 14:00 UTC/);
    expect(firstParagraph(markdownToText(message.markdown))).toMatch(/breaks the API/);
  });

  test('says when in UTC and whom to ask', () => {
    const text = textOf({ kind });
    expect(text).toMatch(/Thu(rsday)? 12 Mar(ch)? 2026,? 14:00 (UTC|to)/);
    expect(text).toContain('pkgdb-team@example.org');
  });

  test('does not cry wolf for a release that keeps its API', () => {
    for (const comparison of [compatible, risky]) {
      const message = compose({ kind, comparison });
      expect(message.subject).not.toMatch(/BREAK/);
      expect(firstParagraph(markdownToText(message.markdown))).not.toMatch(/breaks/);
    }
  });

  test('says of an unknown verdict that it is not known', () => {
    const message = compose({ kind, comparison: unknown });
    expect(message.subject).toMatch(/^\[API BREAK\?\]/);
    expect(firstParagraph(markdownToText(message.markdown))).toMatch(/not known whether/);
  });

  test('can be written before there is a date', () => {
    expect(compose({ kind, plan: null }).subject).toContain('no date yet');
  });
});

test.each(messageKinds)('A message of the kind %s tells a team outside of no command that it has not', (kind) => {
  const to = (team: string) =>
    flat(textOf({ kind, shift, recipient: { ...messageInput().recipient, audience: 'team', team, name: team } }));
  expect(to('docs')).not.toMatch(/\btocsin (release|roster|callers) |\/tocsin /);
  expect(to('docs')).toMatch(/\S+@example\.org/);
  // Nor a team inside of one that would need the operator's tocsin.yaml: the link and the button are what it has.
  expect(to('releng')).not.toMatch(/\btocsin (release|roster) /);
  if (kind === 'caller-question') expect(to('releng')).toMatch(/\btocsin callers /);
});

test.each(['break-notice', 'reminder', 'agenda'] as const)(
  'A %s says what path filters leave out of what it says',
  (kind) => {
    const pathFilters = { includePaths: [], excludePaths: ['/admin/*'], operations: 16, leftOut: 3 };
    const [opening] = compose({ kind, comparison: { ...comparison, pathFilters } }).markdown.split('\n\n## ');
    const said =
      /Path filters leave 3 of 16 operations out of the comparison \(without .*\): of those this says nothing\./;
    expect(opening).toMatch(said);
    expect(compose({ kind }).markdown).not.toContain('Path filters');
  },
);

test('The kind stands behind one stem in the subject, so that an inbox tells the mails of a release apart', () => {
  const stem = '[API BREAK] pkgdb 2.0 on Thu 12 Mar 2026 14:00 UTC';
  expect(messageKinds.map((kind) => compose({ kind }).subject)).toEqual(
    [
      '',
      ': call for testing',
      ': agenda item',
      ': reminder, in 14 days',
      ': roster',
      ': roster, hours that you take over',
      ': outage notice',
      ': moved',
      ': CANCELLED',
      ': done',
      ': ROLLED BACK',
      ': port',
      ': is a caller yours?',
    ].map((kind) => `${stem}${kind}`),
  );
});

describe('A notice of the break', () => {
  test('says no “API of … API”, and begins no sentence behind a semicolon', () => {
    const { catalog, impact } = messageInput();
    const services = catalog.services.map((one) => ({ ...one, title: 'Energy API' }));
    const because = 'Declares that it uses GET /packages/{name}.';
    const consumers = impact.consumers.map((one) => ({ ...one, hits: one.hits.map((hit) => ({ ...hit, because })) }));
    const text = flat(textOf({ catalog: { ...catalog, services }, impact: { ...impact, consumers } }));
    expect(text).toContain('breaks the API of Energy on');
    expect(text).toContain('; declares that it uses GET /packages/{name}.');
  });

  test('names each operation, what breaks, how to port, and a call that shows it (A5)', () => {
    const text = textOf();
    expect(text).toMatch(
      /GET \/packages\/\{name\}\n\n\* The answer 200 no longer has the property acls\. How to port: Read\n {2}collaborators instead\./,
    );
    expect(text).toContain('This call worked before and is refused from then on:');
    expect(text).toContain('GET /packages/kernel?limit=0 HTTP/1.1');
  });

  test.each([
    ['a release that breaks', comparison],
    ['one that only risks something', risky],
  ])('of %s names whose operation goes away after its sunset, and asks their team for its word', (_what, compared) => {
    const gone = {
      ...findings.find(({ severity }) => severity === 'risky')!,
      rule: 'operation-removed' as const,
      message: 'GET /collections is gone.',
      lifecycle: { deprecated: true, sunset: '2026-02-01', kept: true },
    };
    const others = compared.findings.filter(({ fingerprint }) => fingerprint !== gone.fingerprint);
    const hit = impact.consumers[0]!;
    const badges = {
      ...hit,
      consumer: 'badges',
      team: 'docs',
      hits: [
        {
          finding: gone.fingerprint,
          certainty: 'declared' as const,
          environments: [],
          because: 'it declares GET /collections',
        },
      ],
    };
    const to = (team: string | null) =>
      flat(
        textOf({
          comparison: { ...compared, findings: [...others, gone] },
          impact: { ...impact, consumers: [badges], unknownCallers: [] },
          recipient: { ...messageInput().recipient, audience: team === null ? 'list' : 'team', team },
        }),
      );
    expect(to('docs')).toContain('Whom it may hurt: yours: badges, whose `GET /collections` goes away');
    expect(to(null)).toContain('Whom it may hurt: badges (Documentation), whose `GET /collections` goes away');
    expect(to('docs')).toContain('Documentation (you): badges, 1 risky change; it declares GET /collections');
    expect(to('docs')).toContain('It was deprecated, with a sunset on 1 Feb 2026 that was kept.');
    expect(to('docs')).toMatch(/then say "understood" \* By when: before \w+ 12 \w+ 2026/);
    expect(to('docs')).toMatch(/Understood\? (Say so|Your team says so|Write to)/);
  });

  test('counts beside the breaks of a consumer the risky changes that it is known to use', () => {
    const risk = findings.find(({ severity }) => severity === 'risky')!;
    const consumers = impact.consumers.map((one) =>
      one.consumer === 'bodhi'
        ? { ...one, hits: [...one.hits, { ...one.hits[0]!, finding: risk.fingerprint, certainty: 'field' as const }] }
        : one,
    );
    expect(flat(textOf({ impact: { ...impact, consumers } }))).toContain(
      'bodhi, 2 breaking changes and 1 risky change in what it is known to use;',
    );
  });

  test('names who is hit, who is not and why, and callers that nobody claimed', () => {
    const text = textOf();
    expect(text).toContain('Documentation (outside): docs-builder, 1 breaking change;');
    expect(text).toContain('badges: it uses only GET /health, which is unchanged.');
    expect(text).toContain('1 caller that nobody has claimed was seen too (410 requests)');
  });

  test('tells a team outside of its own consumers, and of others only how many they are', () => {
    const to = (team: string) =>
      textOf({ recipient: { ...messageInput().recipient, address: `${team}@example.org`, audience: 'team', team } });
    expect(to('docs')).toContain('docs-builder');
    expect(to('docs')).not.toMatch(/bodhi|fedpkg-sync/);
    expect(to('docs')).toContain('and 1 more team');
    expect(to('releng')).toContain('Documentation (outside): docs-builder, 1 breaking change;');
  });

  test('to a team begins with its own consumers and their changes', () => {
    const text = textOf({
      recipient: {
        ...messageInput().recipient,
        address: 'docs@example.org',
        audience: 'team',
        team: 'docs',
        zone: 'Asia/Kolkata',
      },
    });
    expect(text).toMatch(/Whom it hits: yours: docs-builder, by 1 of the 3 breaking changes; and\s+1 more team/);
    expect(text.indexOf('What breaks for you')).toBeLessThan(text.indexOf('What else breaks'));
    expect(text.slice(text.indexOf('What breaks for you'), text.indexOf('What else breaks'))).not.toContain('DELETE');
    expect(flat(text)).toContain('19:30 to Friday 13 March 2026, 03:30 in Asia/Kolkata (UTC+5:30)');
    expect(text).not.toContain('tocsin release understood');
  });

  test('leaves to the provider what only the provider can do, and asks for nothing that is done or cannot be', () => {
    const advice = 'Stop sending it. Whoever runs the API: make it optional.';
    const told = { ...comparison, findings: findings.map((one) => ({ ...one, advice })) };
    expect(textOf({ comparison: told })).not.toContain('Whoever runs the API');
    const releng = { ...messageInput().recipient, audience: 'team' as const, team: 'releng' };
    expect(flat(textOf({ recipient: releng, understood: [] }))).toContain('then say "understood"');
    expect(flat(textOf({ recipient: releng, understood: ['releng'] }))).not.toContain('then say "understood"');
    const untestable = { ...impact, consumers: impact.consumers.filter(({ consumer }) => consumer === 'fedpkg-sync') };
    expect(flat(textOf({ recipient: releng }))).toContain('try it against staging');
    expect(flat(textOf({ recipient: releng, impact: untestable }))).not.toContain('try it against staging');
  });

  test.each(['break-notice', 'call-for-testing', 'reminder', 'porting-issue'] as const)(
    'of the kind %s asks nobody to try in staging what is not recorded to be there',
    (kind) => {
      const asks = /can be tried|try it against staging|Try it:/;
      const at = (stagedAt: string | null) => flat(textOf({ kind, release: { ...messageInput().release, stagedAt } }));
      expect(at('2026-02-21T09:00:00.000Z')).toMatch(asks);
      expect(at(null)).not.toMatch(asks);
      expect(at('2026-03-10T09:00:00.000Z')).not.toMatch(asks);
    },
  );

  test('calls for testing against the description where no place to test is on record', () => {
    const at = (kind: 'call-for-testing' | 'break-notice', stagedAt: string | null) =>
      flat(textOf({ kind, callsForTesting: true, release: { ...messageInput().release, stagedAt } }));
    for (const kind of ['call-for-testing', 'break-notice'] as const) {
      expect(at(kind, null)).toMatch(
        /[Nn]o place where pkgdb 2\.0 runs for tests is on record, so please test against/,
      );
      expect(at(kind, '2026-02-21T09:00:00.000Z')).not.toContain('is on record, so');
    }
  });

  test('says of staging what is known: that it is there, from when on, or that nobody recorded it', () => {
    const at = (stagedAt: string | null) =>
      flat(textOf({ kind: 'call-for-testing', release: { ...messageInput().release, stagedAt } }));
    expect(at('2026-02-21T09:00:00.000Z')).toMatch(/has been running since .*21 Feb/);
    expect(at('2026-03-10T09:00:00.000Z')).toMatch(/pkgdb 2\.0 is to be there from .*10 Mar.* on/);
    expect(at(null)).toContain('It is not recorded that pkgdb 2.0 is there');
  });

  test('sends nobody to the address of staging that the release has left', () => {
    const moved = (still: readonly string[]) => ({
      ...comparison,
      findings: findings.map((one, at) =>
        at === 0 ? { ...one, rule: 'server-removed', facts: { url: 'https://pkgdb.stg.example.org/', still } } : one,
      ),
    });
    const release = { ...messageInput().release, stagedAt: '2026-02-21T09:00:00.000Z' };
    const at = (still: readonly string[]) =>
      flat(textOf({ kind: 'call-for-testing', release, comparison: moved(still) }));
    expect(at(['https://pkgdb.example.org/v2', 'https://pkgdb.stg.example.org/v2'])).toContain(
      'can be tried at https://pkgdb.stg.example.org/v2',
    );
    expect(at(['https://pkgdb.example.org/v2'])).toMatch(/can be tried at https:\/\/pkgdb\.stg\.example\.org\b(?!\/)/);
  });

  test('does not count a finding that is exempted', () => {
    const exempted = findings.map((one) =>
      one.fingerprint === 'f3' ? { ...one, exemption: { reason: 'agreed', owner: 'pingou', until: null } } : one,
    );
    const message = compose({ comparison: { ...comparison, findings: exempted } });
    expect(message.summary).toContain('2 breaking changes, hitting 2 consumers of 2 teams');
    expect(message.markdown).not.toContain('DELETE');
  });

  test('says a change of a shared schema once, with the operations that it meets', () => {
    const shared = ['/a', '/b', '/c', '/d', '/e'].map((path, index) => ({
      ...findings[0]!,
      fingerprint: `s${index}`,
      cause: 'shared',
      operation: { ...findings[0]!.operation!, path },
      message: 'The property `acls` is gone.',
    }));
    // What a cause says is of one of its places, which need not be among these.
    const causes = [{ ...comparison.causes[0]!, id: 'shared', message: '`packages[].acls` is gone.', count: 6 }];
    const text = textOf({ comparison: { ...comparison, findings: shared, causes } });
    expect(text.match(/The property acls is gone/g)).toHaveLength(1);
    expect(text).not.toContain('packages[]');
    expect(text).toContain('GET /a, GET /b, GET /c, GET /d, GET /e');
  });

  test('says a change of a shared schema that lies elsewhere in each operation once, with the path of each', () => {
    const place = (path: string, where: string) => ({
      ...findings[0]!,
      fingerprint: path,
      cause: 'shared',
      operation: { ...findings[0]!.operation!, path },
      message: `The type of \`${where}\` changed`,
    });
    const both = [place('/collections', 'collections[].version'), place('/packages', 'packages[].collection.version')];
    const causes = [{ ...comparison.causes[0]!, id: 'shared', message: both[0]!.message, count: 2 }];
    const text = flat(textOf({ comparison: { ...comparison, findings: both, causes } }));
    expect(text).toContain(
      'GET /collections, GET /packages * `GET /collections`: The type of collections[].version changed. How to port: Read collaborators instead. Likewise: * `GET /packages`: The type of packages[].collection.version changed.',
    );
  });

  test('says a change of the error format once to a team of three consumers, after what calls that work meet', () => {
    const shared = { ...findings[0]!, direction: 'response' as const, cause: 'error', witness: null };
    const failing = ['/a', '/b', '/c'].flatMap((path) =>
      ['400', '404'].map((status) => ({
        ...shared,
        fingerprint: `${path}${status}`,
        operation: { ...shared.operation!, path },
        subjectPath: [status, 'body', 'code'],
        message: `The type of \`code\` of the ${status} response body changed`,
      })),
    );
    const own = { ...findings[0]!, fingerprint: 'own', cause: 'own', message: 'The query parameter `q` is gone' };
    const hit = impact.consumers[0]!.hits[0]!;
    const consumer = (name: string, path: string) => ({
      ...impact.consumers[0]!,
      consumer: name,
      team: 'docs',
      hits: ['own', `${path}400`, `${path}404`].map((finding) => ({ ...hit, finding })),
    });
    const text = textOf({
      comparison: { ...comparison, findings: [...failing, own], causes: [] },
      impact: { ...impact, consumers: [consumer('one', '/a'), consumer('two', '/b'), consumer('three', '/c')] },
      recipient: { ...messageInput().recipient, audience: 'team', team: 'docs', name: 'docs' },
    });
    expect(text.match(/The type of code/g)).toHaveLength(2);
    expect(text.match(/How to port/g)).toHaveLength(2);
    expect(text).not.toContain('Only one');
    expect(text.indexOf('The query parameter q is gone')).toBeLessThan(text.indexOf('The type of code'));
  });

  test('to a team says what it was told of others once, and its own each time, and how much of all is its own', () => {
    const shared = (path: string, more: object) => ({
      ...findings[0]!,
      cause: 'shared',
      operation: { ...findings[0]!.operation!, path },
      ...more,
    });
    const own = shared('/own', { fingerprint: 'own', message: 'The property `acls` is gone' });
    const same = shared('/same', { fingerprint: 'same', message: 'The property `acls` is gone' });
    const other = { ...same, fingerprint: 'other', cause: 'other', message: 'The property `name` is gone' };
    const [first] = impact.consumers;
    const docs = { ...first!, consumer: 'wiki', team: 'docs', hits: [{ ...first!.hits[0]!, finding: 'own' }] };
    const to = (kind: MessageInput['kind'], links = messageInput().links) =>
      flat(
        textOf({
          kind,
          links,
          comparison: { ...comparison, findings: [own, same, other], causes: [] },
          impact: { ...impact, consumers: [docs] },
          recipient: { ...messageInput().recipient, audience: 'team', team: 'docs', name: 'docs' },
        }),
      );
    const notice = to('break-notice');
    expect(notice).toContain('Whom it hits: yours: wiki, by 1 of the 2 breaking changes;');
    expect(notice.match(/The property acls is gone/g)).toHaveLength(1);
    expect(notice).toContain('It is met besides in `GET /same`, which yours are not known to use.');
    expect(notice).toContain('The property name is gone');

    const reminder = to('reminder');
    expect(reminder).toContain('The property acls is gone');
    expect(reminder).not.toContain('The property name is gone');
    expect(reminder).toContain(
      '1 breaking change that yours are not known to meet: https://tocsin.example.org/releases/pkgdb-2.0',
    );
    // Without a board there is nowhere else to read it.
    expect(to('reminder', { ...messageInput().links, release: null })).toContain('The property name is gone');
  });

  test('stays under what lists let through however much breaks, and says what it left out', () => {
    const many = Array.from({ length: 900 }, (_, index) => ({
      ...findings[0]!,
      fingerprint: `m${index}`,
      cause: `m${index}`,
      message: `${'слово '.repeat(60)}${index}`,
      operation: { ...findings[0]!.operation!, path: `/p${index}` },
    }));
    const { markdown } = compose({ comparison: { ...comparison, findings: many, causes: [] } });
    expect(new TextEncoder().encode(markdown).length).toBeLessThanOrEqual(12_000);
    expect(markdown).toMatch(/changes in \d+ more places/);
  });
});

describe('A follow-up', () => {
  test('of a move says from when to when, and why', () => {
    const text = textOf({ kind: 'moved', why: 'the mass rebuild takes longer' });
    expect(text).toMatch(/^MOVED from Thu 5 Mar 2026 14:00 UTC to Thu 12 Mar 2026 14:00 UTC: /);
    expect(text).toContain('Was: Thursday 5 March 2026, 14:00 to 22:00 UTC');
    expect(text).toContain('the mass rebuild takes longer');
  });

  test('of a move asks whoever keeps hours for the new ones, and to port only whoever has something to port', () => {
    const links = { release: null, team: null, understand: null, acknowledge: 'https://board.example.org/links/hours' };
    const to = (team: string) => ({ ...messageInput().recipient, audience: 'person' as const, team });
    const text = flat(textOf({ kind: 'moved', shift, links, recipient: to('pkgdb') }));
    expect(text).toContain('acknowledge at https://board.example.org/links/hours');
    expect(text).toContain('If you cannot: tell ');
    expect(text).not.toMatch(/What to do: port|Understood\?/);
    const hit = affectedTeams(messageInput().impact)[0]!;
    expect(flat(textOf({ kind: 'moved', shift, links, recipient: to(hit) }))).toMatch(/What to do: port.*Understood\?/);
  });

  test('of a move tells whose hours end with the old date that they do, and asks for none', () => {
    const moved = { kind: 'moved', shift, shiftOver: true } as const;
    const text = flat(textOf(moved));
    expect(text).toContain('Your hours: given back to you');
    expect(text).not.toMatch(/Your hours are now|Please answer/);
    expect(compose(moved).event?.cancelled).toBe(true);
  });

  test('at the end thanks and gives the figures', () => {
    const kept = { ...shift, acknowledged: { at: '2026-03-01T09:00:00.000Z', by: 'Ann Example', via: 'mail' } };
    const silent = { ...shift, id: 'bob', person: { name: 'Bob Silent', email: 'bob@example.org', slack: null } };
    const shifts = [{ ...kept, releasedAt: '2026-03-12T16:00:00.000Z' }, { ...kept, id: 'second' }, silent];
    const text = textOf({ kind: 'done', understood: ['docs'], shifts });
    expect(text.match(/Ann Example/g)).toHaveLength(1);
    expect(text).not.toContain('Bob Silent');
    expect(text).toMatch(/^DONE: /);
    expect(flat(text)).toContain('3 known consumers of 2 teams');
    expect(flat(text)).toContain('Understood before: 1 of 2 teams');
    expect(flat(text)).toContain(
      'Thank you to all who tested and ported, and to all who kept the day free: Ann Example',
    );
  });

  test('names those who ported, and nobody who did not', () => {
    const one = {
      consumer: 'bodhi',
      rungs: [],
      standsOn: null,
      steps: { done: 5, of: 5 },
      toClimb: [],
      contradictions: [],
    };
    const consumers = [
      { ...one, team: 'releng', climbed: true },
      { ...one, consumer: 'wiki', team: 'docs', climbed: false },
    ];
    const text = flat(textOf({ kind: 'done', ladder: { stagingGaps: [], takenBackAt: null, consumers } }));
    expect(text).toMatch(/all who tested and ported, [^,]*among them, and to all who kept the day free/);
    const title = (name: string) => messageInput().catalog.teams.find((team) => team.name === name)!.title;
    expect(text).toContain(`ported, ${title('releng')} among them`);
    expect(text).not.toContain(`, ${title('docs')} among them`);
    expect(text).toContain(`Not seen to work yet: wiki (${title('docs')})`);
  });

  test('asks in what is sent after the deploy for nothing that had to be done before it', () => {
    const { release } = messageInput();
    const advised = findings.map((finding) => ({ ...finding, advice: 'Stop sending it before the release.' }));
    const told = { comparison: { ...comparison, findings: advised } };
    expect(flat(textOf({ ...told, kind: 'reminder' }))).toContain('Stop sending it before the release.');
    const after = flat(textOf({ ...told, kind: 'done', release: { ...release, state: 'done' } }));
    expect(after).toContain('Stop sending it now that the release is out.');
    expect(after).toMatch(/This call worked before and is refused now:/);
    expect(after).not.toContain('from then on');
    expect(after).not.toContain('before the release');
  });

  test('says at the end since when it really is in production, and for when that was announced', () => {
    const text = flat(textOf({ kind: 'done', deployedAt: '2026-03-12T15:25:00.000Z' }));
    expect(text).toContain(
      'has been in production since Thu 12 Mar 2026 15:25 UTC; it was announced for Thu 12 Mar 2026 14:00 UTC.',
    );
    expect(compose({ kind: 'done', deployedAt: '2026-03-12T15:25:00.000Z' }).summary).toContain(
      'in production since Thu 12 Mar 2026 15:25 UTC',
    );
  });

  test('says of a release that was taken back that the old API is here again, and what may fail now', () => {
    const { release } = messageInput();
    const back = { ...findings[1]!, advice: 'Send `limit` once the release is taken back.' };
    const message = compose({
      kind: 'rolled-back',
      rollback: {
        comparison: { ...comparison, findings: [back], causes: [], reversed: true },
        impact: { ...impact, consumers: [{ ...impact.consumers[0]!, team: 'docs', consumer: 'docs-builder' }] },
      },
      release: { ...release, state: 'rolled-back' },
      now: '2026-03-12T17:10:00.000Z',
      deployedAt: '2026-03-12T14:25:00.000Z',
      why: 'The lists are empty.',
      recipient: { ...messageInput().recipient, team: 'docs', audience: 'team' },
    });
    const text = flat(markdownToText(message.markdown));
    expect(text).toMatch(
      /^ROLLED BACK: .* has been out of production again since Thu 12 Mar 2026 17:10 UTC\. The API is as it was/,
    );
    expect(text).toContain('Because: The lists are empty.');
    expect(text).toContain('Who has not moved on: nothing to do');
    expect(text).toContain('Who had moved on to pkgdb 2.0: what stands below fails now');
    expect(text).toContain('This call worked while the release was there and is refused now:');
    expect(text).not.toContain('no longer has the property acls');
    expect(text).toContain('Send limit now that the release is taken back.');
    expect(text).not.toMatch(/tocsin rollback|worked before|before the release/);
    expect(message.event).toMatchObject({ uid: 'outage/pkgdb-2.0', cancelled: true });
  });

  test('counts the days, and who has not said yet that they understood', () => {
    const text = textOf({ kind: 'reminder', now: '2026-03-11T23:00:00.000Z', understood: ['docs'] });
    expect(text).toMatch(/^REMINDER, tomorrow: /);
    expect(text).toContain('1 of 2 teams said "understood"; not yet: Release engineering');
  });
});

test('Who is asked for several stretches of a day reads what breaks once, and gets each invitation', () => {
  const first = compose({ kind: 'roster-call', shift, shiftOf: { number: 1, count: 2 } });
  const second = compose({ kind: 'roster-call', shift: { ...shift, id: 'later' }, shiftOf: { number: 2, count: 2 } });
  expect(first.markdown).toContain('What breaks');
  expect(first.markdown).toContain('asked for 2 stretches of that day');
  expect(second.markdown).not.toContain('How to port');
  expect(second.markdown).not.toContain('Who is hit');
  expect([first.subject, second.subject]).toEqual([
    expect.stringMatching(/: roster, hours 1 of 2$/),
    expect.stringMatching(/: roster, hours 2 of 2$/),
  ]);
  expect([first.event?.uid, second.event?.uid]).toEqual([`shift/${shift.id}`, 'shift/later']);
  expect(second.thread).toBe(first.thread);
});

test('An outage notice tells who said yes from who has not answered', () => {
  const yes = { ...shift, acknowledged: { at: '2026-03-01T09:00:00.000Z', by: 'Ann Example', via: 'mail' } };
  const bob = { ...shift, id: 'bob', person: { name: 'Bob', email: 'bob@example.org', slack: null } };
  expect(textOf({ kind: 'outage-notice', shifts: [yes, bob] })).toContain(
    'Ready to help on the day: 1 said yes, 1 has not answered',
  );
});

test('In plain text a claimed caller is named as consumers are, and a command still stands apart', () => {
  expect(flat(markdownToText('- `AcmeShop-Android (d1dc6375)` and `fedpkg-sync`: run `tocsin ladder`'))).toContain(
    '* AcmeShop-Android (d1dc6375) and fedpkg-sync: run `tocsin ladder`',
  );
});

test('Without a board a mail says whom to write to, not for a command that needs our database', () => {
  const links = { release: null, understand: null, acknowledge: null };
  for (const kind of ['break-notice', 'roster-call'] as const) {
    const text = textOf({ kind, links, shift: kind === 'roster-call' ? shift : null });
    // Nothing reads the answers: who answers knows whose hand it takes.
    expect(flat(text)).toMatch(/[Ww]rite to [^;]*pkgdb-team@\S+, [^;]*; they put it on record/);
    // An answer goes where the mail's Reply-To says, which is another place.
    expect(flat(text)).not.toMatch(/answer this message (and say|that you keep)/i);
    expect(text).not.toMatch(/tocsin (release understood|roster)/);
  }
});

test('The outage and a shift each keep one calendar entry for ever, that follows the revision', () => {
  const first = compose().event!;
  const second = compose({ kind: 'moved', release: { ...messageInput().release, revision: 2 } }).event!;
  expect([second.uid, first.sequence, second.sequence]).toEqual([first.uid, 1, 2]);
  expect(compose({ kind: 'cancelled' }).event?.cancelled).toBe(true);
  const held = compose({ kind: 'roster-call', shift }).event!;
  expect(held).toMatchObject({ start: shift.start, end: shift.end, attendee: { email: 'ann@example.org' } });
  expect(held.uid).not.toBe(first.uid);
});

test('One key for one message: recipient, step and revision tell them apart', () => {
  const base = compose().key;
  expect(compose().key).toBe(base);
  const others = [
    compose({ step: 'break-notice-2' }),
    compose({ recipient: { ...messageInput().recipient, address: 'devel@lists.example.org' } }),
    compose({ release: { ...messageInput().release, revision: 2 } }),
  ].map(({ key }) => key);
  expect(new Set([base, ...others]).size).toBe(4);
});

describe('A template of one’s own', () => {
  const own = (source: string) => () => compose({ templates: { ...templates, 'break-notice': source } });

  test.each([
    ['that does not say it', 'Hello. {{ when.short }}'],
    ['that denies it', 'This release does not break the API. {{ when.short }}'],
    ['that says it too late', 'Hello.\n\nThis breaks the API. {{ when.short }}'],
    ['that hides it in a service’s name', '{{ why }} {{ when.short }}'],
  ])('%s is refused', (_, source) => {
    const input = messageInput({ templates: { ...templates, 'break-notice': source }, why: 'It breaks the API' });
    expect(() => composeMessage(input)).toThrow(expect.objectContaining({ code: 'message-refused' }));
  });

  test('that does not say when is refused', () => {
    expect(own('This breaks the API.')).toThrow(/does not say when/);
  });

  test('that names what there is not is told so, with what may be meant', () => {
    const own = { ...templates, 'break-notice': `{% include '_verdict' %} {% if brakes %}x{% endif %}` };
    expect(() => compose({ kind: 'break-notice', templates: own })).toThrow(
      expect.objectContaining({
        message: 'The template “break-notice” speaks of “brakes”, which there is not.',
        hint: expect.stringMatching(/^Did you mean “breaks”\?.*docs\/templates\.md/),
      }),
    );
  });

  test('that is no Liquid, or uses a filter that is none, is named', () => {
    expect(own('{% if %}')).toThrow(/template "?“?break-notice/);
    expect(own('{{ name | shout }}')).toThrow(/shout/);
  });

  test('is escaped without its doing', () => {
    const { markdown } = composeMessage(
      messageInput({
        kind: 'cancelled',
        why: '</p><script>alert(1)</script> [x](javascript:alert(1)) **bold**\n# heading',
        plan,
      }),
    );
    expect(markdownToText(markdown)).toContain('<script>alert(1)</script> [x](javascript:alert(1))');
    expect(markdown).not.toMatch(/^# heading/m);
  });
});

describe('A change that hurts only those who use it', () => {
  const [bodhi, ...others] = impact.consumers;
  const usesIt = {
    ...impact,
    consumers: [
      {
        ...bodhi!,
        hits: [
          ...bodhi!.hits,
          { finding: 'f4', certainty: 'field' as const, environments: [], because: 'It reads dist_tag (access log).' },
        ],
      },
      ...others,
    ],
  };
  const recipient = {
    channel: 'github',
    address: 'example/bodhi',
    name: 'bodhi',
    audience: 'list' as const,
    team: 'releng',
    zone: 'UTC',
  };
  const porting = { consumer: 'bodhi', standing: 'open' as const, findings: ['f1', 'f2', 'f4'] };

  test('stands in the issue of a consumer that is known to use it, after what breaks', () => {
    const text = flat(textOf({ kind: 'porting-issue', impact: usesIt, recipient, porting }));
    expect(text).toContain('Known to be used by yours: Only bodhi: The answer 200 may leave out');
    expect(text.indexOf('may leave out')).toBeGreaterThan(text.indexOf('no longer has the property'));
    expect(text).not.toMatch(/What may hurt some callers/i);
  });

  test('asks in an issue for a comment there, and in a mail to write to those who answer for the service', () => {
    const links = { ...messageInput().links, understand: null };
    const asked = { kind: 'porting-issue', impact: usesIt, porting, links } as const;
    expect(flat(textOf({ ...asked, recipient }))).toContain('Understood? Comment here and say so for your team');
    const mail = { ...recipient, channel: 'mail', address: 'releng@example.org' };
    expect(flat(textOf({ ...asked, recipient: mail }))).toMatch(/Understood\? Write to .*pkgdb-team@\S+, and say so/);
  });

  test('is left to the risks for whoever only calls the operation', () => {
    const text = flat(textOf({ kind: 'break-notice', recipient: { ...recipient, audience: 'team' } }));
    expect(text.indexOf('may leave out')).toBeGreaterThan(text.indexOf('What may hurt some callers'));
    expect(text).not.toContain('Known to be used');
  });
});

test('A team whose consumers are hit is led to its own page, where it sees what of that is done', () => {
  const links = { ...messageInput().links, team: 'https://tocsin.example.org/teams/releng' };
  const recipient = { channel: 'mail', address: 'a@example.org', name: 'a', audience: 'team' as const, zone: 'UTC' };
  const own = 'for each of yours: https://tocsin.example.org/teams/releng';
  expect(flat(textOf({ links, recipient: { ...recipient, team: 'releng' } }))).toContain(own);
  expect(flat(textOf({ links, recipient: { ...recipient, team: 'nobody-is-hit' } }))).not.toContain(own);
});

test('A reminder tells a team whether its consumers are done, and what speaks against it', () => {
  const because = 'It still sends the query owner of GET /packages to production.';
  const ladder = {
    stagingGaps: [],
    takenBackAt: null,
    consumers: [
      {
        consumer: 'bodhi',
        team: 'releng',
        rungs: [],
        standsOn: null,
        climbed: false,
        steps: { done: 1, of: 5 },
        toClimb: [],
        contradictions: [{ rung: 'production' as const, harm: 'production-fails' as const, because }],
      },
    ],
  };
  const recipient = { channel: 'mail', address: 'a@example.org', name: 'a', audience: 'team' as const, zone: 'UTC' };
  const own = flat(textOf({ kind: 'reminder', ladder, recipient: { ...recipient, team: 'releng' } }));
  expect(own).toContain(`Is bodhi done? Contradicted: ${because}`);
  expect(textOf({ kind: 'reminder', ladder, recipient: { ...recipient, team: 'docs' } })).not.toContain('Is bodhi');
});

test('An issue that everyone can read says how a team without an account says that it understood', () => {
  const text = flat(
    textOf({ kind: 'porting-issue', porting: { consumer: 'bodhi', standing: 'open', findings: ['f1'] } }),
  );
  expect(text).toContain('You are told again when the release changes');
  expect(text).toContain('by the link in the mail to your team, which needs no account');
  expect(text).toContain('Who has no such mail asks Package database, pkgdb-team@example.org');
});

describe('Of whom it cannot be told whether it is hit', () => {
  const doubtful = (consumer: string, team: string, via: readonly string[], finding: string) => ({
    ...impact.consumers[0]!,
    consumer,
    team,
    via,
    hits: [{ finding, certainty: 'unknown' as const, environments: [], because: `${consumer} was never seen` }],
  });
  const consumers = [
    ...impact.consumers,
    doubtful('docs-mirror', 'docs', [], 'f3'),
    doubtful('koji-web', 'releng', ['bodhi'], 'f1'),
  ];
  const docs = { ...messageInput().recipient, audience: 'team' as const, team: 'docs' };

  test('every message counts him apart from those who are', () => {
    const message = compose({ impact: { ...impact, consumers } });
    const counted = 'of 2 teams; 1 more may be hit, which cannot be told; 1 stands behind another service';
    expect(message.summary).toContain(`hitting 3 consumers ${counted}`);
    expect(flat(markdownToText(message.markdown))).toContain(`hitting 3 known consumers ${counted}`);
    expect(flat(textOf({ kind: 'agenda', impact: { ...impact, consumers } }))).toContain(counted);
  });

  test('his team reads apart, and not as a fact, what may concern him', () => {
    const text = textOf({ impact: { ...impact, consumers }, recipient: docs }).toUpperCase();
    const perhaps = text.indexOf('WHAT MAY CONCERN YOU, WHICH CANNOT BE TOLD');
    expect(perhaps).toBeGreaterThan(text.indexOf('WHAT BREAKS FOR YOU'));
    expect(flat(text.slice(text.indexOf('WHAT BREAKS FOR YOU'), perhaps))).not.toContain('THE OPERATION WAS REMOVED');
    expect(flat(text.slice(perhaps, text.indexOf('WHAT ELSE BREAKS')))).toMatch(
      /DOCS-MIRROR: DOCS-MIRROR WAS NEVER SEEN.*THE OPERATION WAS REMOVED/,
    );
  });

  test('and what only one consumer of a team meets is not asked of the others', () => {
    const text = flat(textOf({ recipient: { ...docs, team: 'releng' } }));
    expect(text).toContain('Only fedpkg-sync: The operation was removed');
    expect(text).toContain('Only bodhi: The answer 200 no longer has the property acls');
    expect(flat(textOf({ recipient: docs }))).not.toContain('Only docs-builder');
  });
});

test('What is called off or taken back stands in calendars and chat as what is not deployed, and not as a break', () => {
  const cancelled = compose({ kind: 'cancelled' });
  expect(cancelled.event).toMatchObject({ cancelled: true, title: 'CANCELLED: pkgdb 2.0 is not deployed' });
  expect(cancelled.summary).toBe(
    'CANCELLED: pkgdb 2.0, which breaks the API, is not deployed on Thu 12 Mar 2026 14:00 UTC.',
  );
  expect(compose({ kind: 'rolled-back' }).event?.title).toBe('ROLLED BACK: pkgdb 2.0 is not deployed');
});

test('A roster call names who else is there: not the reader, and nobody twice', () => {
  const yes = { acknowledged: { at: '2026-03-01T09:00:00.000Z', by: 'Bob', via: 'mail' } } as const;
  const bob = { ...shift, id: 'bob', person: { name: 'Bob', email: 'bob@example.org', slack: null }, ...yes };
  const shifts = [shift, { ...shift, id: 'later' }, bob, { ...bob, id: 'bob-2', acknowledged: null }];
  const text = textOf({ kind: 'roster-call', shift, shifts });
  const others = text.slice(text.indexOf('Who else is there'));
  expect(others.match(/^\* .*/gm)).toEqual(['* Bob, Release engineering (not yet acknowledged)']);
});

test.each([
  ['meets both', ['f1', 'f4']],
  ['is known to meet the form alone', ['f1']],
])('A value of a discriminator that comes with its form is told with it, to a team that %s', (_, met) => {
  const [form, , , value] = findings;
  const place = { operation: form!.operation, subjectPath: ['200', 'body'], direction: 'response' as const };
  const told = [
    { ...form!, ...place, rule: 'alternative-added', facts: { alternative: 'Gift' } },
    {
      ...value!,
      ...place,
      rule: 'discriminator-mapping-added',
      facts: { name: 'gift', after: '#/components/schemas/Gift' },
    },
  ];
  const [consumer] = impact.consumers;
  const hits = met.map((finding) => ({ ...consumer!.hits[0]!, finding }));
  const text = flat(
    textOf({
      comparison: { ...comparison, findings: told },
      impact: { ...impact, consumers: [{ ...consumer!, hits }] },
      recipient: { ...messageInput().recipient, audience: 'team', team: 'releng', name: 'releng' },
    }),
  );
  expect(text).toContain('With it comes the value of the discriminator gift.');
  expect(text).not.toContain('may leave out');
});
