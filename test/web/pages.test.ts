import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signLink } from '../../src/bot/index.ts';
import { verdictSentence } from '../../src/report/index.ts';
import { consumerRelease } from '../../src/web/consumer-page.ts';
import { releasePage } from '../../src/web/release-page.ts';
import { rosterOnPage } from '../../src/web/roster-on-page.ts';
import { approvePkgdb, type ExampleBoard, openExampleBoard, pauline } from '../support/example-board.ts';

let board: ExampleBoard;
beforeAll(async () => {
  board = await openExampleBoard();
});
afterAll(() => board.close());

/** What a reader without JavaScript reads: the page's text, tags gone. */
function wordsOf(html: string): string {
  return html
    .replace(/<(script|style|svg)[\s\S]*?<\/\1>/g, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
    .replace(/&(amp|lt|gt|quot);/g, (_, name) => ({ amp: '&', lt: '<', gt: '>', quot: '"' })[name as 'amp'] ?? '')
    .replace(/\s+/g, ' ');
}

async function open(url: string, headers: Record<string, string> = {}) {
  const response = await board.server.inject({ url, headers });
  return { status: response.statusCode, html: response.body, words: wordsOf(response.body), headers: response.headers };
}

/** A browser's form: signed in by a token, with the CSRF token that the page carries. */
async function signIn(token: string) {
  const answer = await board.server.inject({ method: 'POST', url: '/sign-in', payload: { token } });
  const cookie = `${answer.cookies[0]!.name}=${encodeURIComponent(answer.cookies[0]!.value)}`;
  const page = await open('/', { cookie });
  const csrf = /name="_csrf" value="([^"]+)"/.exec(page.html)![1]!;
  return {
    cookie,
    setCookie: answer.headers['set-cookie'] as string,
    open: (url: string) => open(url, { cookie }),
    send: async (url: string, fields: Record<string, string> = {}, from = '/') => {
      const response = await board.server.inject({
        method: 'POST',
        url,
        headers: {
          cookie,
          host: 'board.example.org',
          referer: `https://board.example.org${from}`,
          'content-type': 'application/x-www-form-urlencoded',
        },
        payload: new URLSearchParams({ _csrf: csrf, ...fields }).toString(),
      });
      const { statusCode: status, headers, body: html } = response;
      return { status, location: headers.location, html, words: wordsOf(html) };
    },
  };
}

describe('An empty board', () => {
  test('says what to do first', async () => {
    const { status, words } = await open('/');
    expect(status).toBe(200);
    expect(words).toContain('No release yet');
    expect(words).toContain('tocsin release assess');
  });

  test('has a roster and an agenda that say why they are empty', async () => {
    expect((await open('/roster')).words).toContain('No day is planned');
    expect((await open('/meetings/infrastructure')).words).toContain('Nothing to discuss so far');
  });

  test('shows questions that the group has not decided as undecided', async () => {
    expect((await open('/')).words).toContain('undecided calendar : Is the calendar essential enough');
  });
});

describe('A release with a date', () => {
  beforeAll(async () => {
    await approvePkgdb(board);
    await board.tocsin.announce('pkgdb-2.0', pauline);
    await board.tocsin.tick();
  });

  test('does not count a safe place of a breaking cause as breaking, and calls no path its own that it has not', async () => {
    const view = await board.tocsin.release('pkgdb-2.0');
    const cause = view.comparison.causes.find(({ severity, count }) => severity === 'breaking' && count > 2)!;
    const safeOne = cause.findings.at(-1)!;
    const findings = view.comparison.findings.map((finding) => ({
      ...finding,
      ...(finding.fingerprint === safeOne ? { severity: 'safe' as const, message: 'Nothing to do here.' } : {}),
    }));
    const comparison = { ...view.comparison, findings };
    const page = releasePage({ ...view, comparison }, board.tocsin.catalog, view.release.createdAt, null);
    const cardOf = (severity: string) =>
      page.causes
        .find((group) => group.severity === severity)
        ?.causes.find((entry) => entry.findings.some(({ finding }) => finding.cause === cause.id));
    expect(cardOf('breaking')?.findings).toHaveLength(cause.count - 1);
    expect(cardOf('breaking')?.findings.map(({ finding }) => finding.severity)).not.toContain('safe');
    expect(cardOf('safe')).toMatchObject({ message: 'Nothing to do here.' });
  });

  test('calls no message delivered that only became a file, and no gate fine that such a one opened', async () => {
    const { html, words } = await open('/releases/pkgdb-2.0');
    expect(words).toMatch(/API-break notice (\d+) of \1 only written to the outbox/);
    expect(html).not.toMatch(/delivered/);
    expect(words).toMatch(/open, but The break is announced, and freshly .* Tocsin has told nobody there/);
  });

  test('unfolds messages of which some still wait, and folds those that have all gone', async () => {
    const view = await board.tocsin.release('pkgdb-2.0');
    const isDone = (deliveries: typeof view.deliveries) =>
      releasePage({ ...view, deliveries }, board.tocsin.catalog, view.release.createdAt, null).messages.map(
        (group) => group.isDone,
      );
    const notices = view.deliveries.filter(({ message }) => message.kind === 'break-notice');
    expect(isDone(notices)).toEqual([true]);
    expect(isDone(notices.map((each, index) => (index === 0 ? { ...each, state: 'refused' } : each)))).toEqual([false]);
  });

  test('says of a call that the API sends itself, as of a webhook, that it could not come before', async () => {
    const view = await board.tocsin.release('pkgdb-2.0');
    const witness = { kind: 'request', http: 'POST /hook HTTP/1.1', at: '/kind', value: 'gone' } as const;
    const [first] = view.comparison.findings;
    const findings = [{ ...first!, direction: 'response' as const, witness }];
    const { causes } = releasePage(
      { ...view, comparison: { ...view.comparison, findings } },
      board.tocsin.catalog,
      view.release.createdAt,
      null,
    );
    expect(causes[0]?.causes[0]?.findings[0]?.example).toEqual({
      title: 'This call could not come before and may come now; look at /kind',
      http: 'POST /hook HTTP/1.1',
    });
  });

  test('says what path filters leave out of it', async () => {
    const view = await board.tocsin.release('pkgdb-2.0');
    const pathFilters = { includePaths: [], excludePaths: ['/admin/*'], operations: 16, leftOut: 3 };
    const page = releasePage(
      { ...view, comparison: { ...view.comparison, pathFilters } },
      board.tocsin.catalog,
      view.release.createdAt,
      null,
    );
    expect(page.leftOut).toBe('Path filters leave 3 of 16 operations out of the comparison (without /admin/*)');
  });

  test('folds all but a few places of one change', async () => {
    const view = await board.tocsin.release('pkgdb-2.0');
    const { count } = view.comparison.causes.find((cause) => cause.severity === 'breaking' && cause.count > 4)!;
    const { payload } = await board.server.inject('/releases/pkgdb-2.0');
    expect(payload).toContain(`<details class="places"><summary>${count - 3} more place`);
    const opened = payload.match(/<details/g)?.length;
    expect(payload.match(/<\/details>/g)).toHaveLength(opened ?? 0);
  });

  test('counts as the comparison, the gates and the messages do', async () => {
    const view = await board.tocsin.release('pkgdb-2.0');
    const [words = 'none'] = verdictSentence(view.comparison).match(/\d+ breaking changes in \d+ places/) ?? [];
    const figures = words.replace(/ breaking changes in (\d+ places)/, ' ($1)');
    const { payload } = await board.server.inject('/releases/pkgdb-2.0');
    expect(payload).toContain(`<dt>Breaks</dt><dd><a href="#breaks">${figures}</a></dd>`);
    expect(payload).toContain(`It breaks callers: ${words}.`);
    expect((await board.server.inject('/')).payload).toContain(words);
    const { messages } = await board.tocsin.preview('pkgdb-2.0', 'break-notice');
    expect(messages[0]?.message.summary).toContain(`${words}, hitting`);
    expect(messages[0]?.text.replaceAll('\n', ' ')).toMatch(new RegExp(`${words} of \\d+ operations, hitting`));
  });

  test('opens what is most surely met before what is only met perhaps or by nobody', async () => {
    const view = await board.tocsin.release('pkgdb-2.0');
    const breaking = view.comparison.findings.filter(({ severity }) => severity === 'breaking');
    const [sure, doubtful] = [breaking.at(-1)!, breaking.at(-2)!];
    const [entry] = view.impact.consumers;
    const hit = (finding: string, certainty: 'field' | 'unknown') => ({
      ...entry!,
      hits: [{ ...view.impact.consumers.flatMap(({ hits }) => hits)[0]!, finding, certainty }],
    });
    const alone = breaking.map((finding, index) => ({ ...finding, cause: `c${index}` }));
    const page = releasePage(
      {
        ...view,
        comparison: { ...view.comparison, findings: alone },
        impact: { ...view.impact, consumers: [hit(doubtful.fingerprint, 'unknown'), hit(sure.fingerprint, 'field')] },
      },
      board.tocsin.catalog,
      board.clock.now(),
      null,
    );
    const order = page.causes[0]!.causes.map(({ findings }) => findings[0]!.finding.fingerprint);
    expect(order.slice(0, 3)).toEqual([sure.fingerprint, doubtful.fingerprint, breaking[0]!.fingerprint]);
  });

  test('tells what only calls that fail meet after what the others do, however many it meets', async () => {
    const view = await board.tocsin.release('pkgdb-2.0');
    const answered = view.comparison.findings.find(({ direction }) => direction === 'response')!;
    const one = { ...answered, severity: 'breaking' as const, exemption: null };
    const failing = ['400', '404'].map((status) => ({
      ...one,
      fingerprint: status,
      cause: 'error',
      subjectPath: [status, 'body', 'code'],
    }));
    const own = { ...one, fingerprint: 'own', cause: 'own', subjectPath: ['200', 'body', 'id'] };
    const findings = [...failing, own];
    const [entry] = view.impact.consumers;
    const hit = entry!.hits[0]!;
    const met = (consumer: string, of: readonly { fingerprint: string }[]) => ({
      ...entry!,
      consumer,
      hits: of.map(({ fingerprint }) => ({ ...hit, finding: fingerprint })),
    });
    const consumers = [met('bodhi', findings), met('fedpkg', failing)];
    const page = releasePage(
      { ...view, comparison: { ...view.comparison, findings }, impact: { ...view.impact, consumers } },
      board.tocsin.catalog,
      board.clock.now(),
      null,
    );
    const order = page.causes[0]!.causes.map((cause) => cause.findings[0]!.finding.cause);
    expect(order).toEqual(['own', 'error']);
  });

  test('asks before the deploy for what has to be done by then, after it for what is late, and nothing of what was taken back', async () => {
    const view = await board.tocsin.release('pkgdb-2.0');
    const adviceIn = (state: typeof view.release.state) =>
      releasePage({ ...view, release: { ...view.release, state } }, board.tocsin.catalog, view.release.createdAt, null)
        .causes.flatMap(({ causes }) => causes.flatMap(({ findings }) => findings.map(({ finding }) => finding.advice)))
        .join(' ');
    expect(adviceIn('announced')).toContain('before the release');
    expect(adviceIn('verifying')).not.toMatch(/before the release|from the release on/);
    expect(adviceIn('verifying')).toContain('Stop calling it now that the release is out.');
    expect(adviceIn('rolled-back').trim()).toBe('');
  });

  test('stands on the board with its verdict in words, its date and what stands against it', async () => {
    const { words } = await open('/');
    expect(words).toContain('pkgdb 2.0');
    expect(words).toContain('breaks the API');
    expect(words).toContain('Tue 10 Mar 2026 14:00 UTC');
    expect(words).toMatch(/\d not open/);
    expect(words).toContain('0 of 5 teams');
  });

  test('has a page that says what breaks, what to do about it, and whom it hits', async () => {
    const { words, html } = await open('/releases/pkgdb-2.0');
    expect(words).toContain('GET /lists/bugzilla is gone');
    expect(words).toContain('To do:');
    expect(words).toContain('Hits bugzilla-sync');
    expect(words).toContain('mirror-map Tells mirrors which releases they must carry Mirrors not hit');
    expect(html).toContain('datetime="2026-03-10T14:00:00.000Z"');
  });

  test('says of a closed gate what opens it', async () => {
    const { words } = await open('/releases/pkgdb-2.0');
    expect(words).toContain('closed Every affected team has understood');
    expect(words).toMatch(/missing: cvsadmins, docs, qa, releng, updates\. Opens it: Someone of each team says/);
  });

  test('shows times in the zone that the reader chose, and remembers it', async () => {
    const chosen = await board.server.inject({ url: '/releases/pkgdb-2.0?zone=Australia/Brisbane' });
    expect(wordsOf(chosen.body)).toContain('Tue 10 Mar 2026 14:00 UTC Wed 11 Mar 00:00');
    const cookie = `${chosen.cookies[0]!.name}=${encodeURIComponent(chosen.cookies[0]!.value)}`;
    expect((await open('/', { cookie })).words).toContain('14:00 UTC Wed 11 Mar 00:00');
    expect((await open('/?zone=Middle/Earth')).words).toContain('14:00 UTC');
  });

  test('shows each message as its medium was given it, with signed links dead', async () => {
    const { html } = await open('/releases/pkgdb-2.0');
    const keys = [...html.matchAll(/\/messages\?key=([^"]+)"/g)].map(([, key]) => key!);
    expect(keys.length).toBeGreaterThan(5);
    const pages = await Promise.all(keys.map((key) => open(`/messages?key=${key}`)));
    expect(pages.every(({ status }) => status === 200)).toBe(true);
    expect(pages.some(({ words }) => words.includes('[API BREAK] pkgdb 2.0'))).toBe(true);
    expect(pages.map(({ html: page }) => page).join('')).not.toMatch(/\/links\/[\w-]+\.[\w-]{43}/);
  });

  test('lets a reader without an account read, and asks for a token to act', async () => {
    const { words } = await open('/releases/pkgdb-2.0');
    expect(words).toContain('Sign in to act on this release');
    const response = await board.server.inject({ method: 'POST', url: '/releases/pkgdb-2.0/cancel', payload: {} });
    expect(response.statusCode).toBe(401);
    expect((await board.tocsin.release('pkgdb-2.0')).release.state).toBe('announced');
  });

  test('is named in a meeting’s agenda and on the page of each team that it hits', async () => {
    expect((await open('/meetings/infrastructure?format=meetbot')).words).toContain('pkgdb 2.0');
    expect((await open('/teams/docs')).words).toContain('Builds the beats of the release notes');
    expect((await open('/teams/mirrors')).words).toContain('No open release hits');
  });
});

describe('A form', () => {
  test('signs in by a token, with a cookie that scripts cannot read', async () => {
    const { setCookie, open: openAs } = await signIn(await board.token('Grit', 'manager'));
    expect(setCookie).toMatch(/HttpOnly/);
    expect(setCookie).toMatch(/SameSite=Lax/);
    expect((await openAs('/')).words).toContain('Grit Sommer manager');
  });

  test('is worth nothing any more once the token behind its session is revoked', async () => {
    const docs = await signIn(await board.token('Grit', 'manager'));
    expect((await docs.open('/')).words).toContain('Grit Sommer manager');
    await board.tocsin.revokeTokens('Grit', { actor: { name: 'radka', via: 'cli' }, why: 'left the project' });
    const answer = await docs.send('/releases/pkgdb-2.0/cancel', { why: 'still here?' });
    expect(answer).toMatchObject({ status: 401 });
    expect((await board.tocsin.release('pkgdb-2.0')).release.state).not.toBe('cancelled');
    expect((await docs.open('/')).words).not.toContain('Grit Sommer manager');
  });

  test('refuses a token that stands for nobody, in one sentence, and asks again', async () => {
    const payload = { token: 'tocsin_wrong', next: '/teams/qa' };
    const answer = await board.server.inject({ method: 'POST', url: '/sign-in', payload });
    expect(answer.statusCode).toBe(403);
    expect(wordsOf(answer.body)).toContain('That token stands for nobody');
    expect(answer.body).toContain('name="next" value="/teams/qa"');
    expect(answer.body).toContain('name="token"');
    expect(answer.body).not.toContain('tocsin_wrong');
  });

  test('hands a fault of its own to the log, and does not call the token wrong', async () => {
    const shut = await openExampleBoard();
    await shut.tocsin.close();
    const payload = { token: 'tocsin_right' };
    const answer = await shut.server.inject({ method: 'POST', url: '/sign-in', payload });
    expect(answer.statusCode).toBeGreaterThanOrEqual(500);
    expect(shut.faults).toHaveLength(1);
    await shut.close();
  });

  test('never leads to another site after signing in', async () => {
    const token = await board.token('Grit', 'manager');
    for (const next of [
      '//evil.example',
      'https://evil.example',
      '/\\evil.example',
      '/.//evil.example',
      '/releases/..//evil.example',
      'javascript:alert(1)',
    ]) {
      const answer = await board.server.inject({ method: 'POST', url: '/sign-in', payload: { token, next } });
      expect(answer.headers.location).toBe('/');
    }
  });

  test('acknowledges a shift, and the roster says who and how', async () => {
    const docs = await signIn(await board.token('Siobhán Daly', 'member', 'docs'));
    const shift = (await board.tocsin.release('pkgdb-2.0')).shifts.find(({ team }) => team === 'docs')!;
    const answer = await docs.send('/shifts/acknowledge', { shift: shift.id });
    expect(answer).toMatchObject({ status: 303, location: '/roster?release=pkgdb-2.0&said=acknowledge' });
    const { words } = await docs.open(answer.location!);
    expect(words).toContain('Thank you: the shift is acknowledged.');
    expect(words).toContain('acknowledged Siobhán Daly, by web');
  });

  test('takes a team’s word only from someone who speaks for it', async () => {
    const docs = await signIn(await board.token('Siobhán Daly', 'member', 'docs'));
    const refused = await docs.send('/releases/pkgdb-2.0/understand', { team: 'releng' });
    expect(refused.status).toBe(403);
    expect(refused.words).toContain('Siobhán Daly speaks for docs, not for releng');
    expect((await docs.send('/releases/pkgdb-2.0/understand', { team: 'docs', note: 'ported' })).status).toBe(303);
    expect((await open('/releases/pkgdb-2.0')).words).toContain(
      'understood Documentation outside Siobhán Daly, by web',
    );
  });

  test('gives a team its hours back, by a manager', async () => {
    const manager = await signIn(await board.token('Grit', 'manager'));
    const fields = { team: 'qa', why: 'bugzilla-sync is fine', next: '/roster?release=pkgdb-2.0' };
    const answer = await manager.send('/releases/pkgdb-2.0/stand-down', fields);
    expect(answer).toMatchObject({ status: 303, location: '/roster?release=pkgdb-2.0&said=stand-down' });
    expect((await open('/roster?release=pkgdb-2.0')).words).toContain(
      'Kavita Rao kavita@tarn.example.org Tue 10 Mar 19:30',
    );
    expect((await open('/roster?release=pkgdb-2.0')).words).toContain('hours given back');
  });

  test('hands hours over to somebody of the catalogue, with a reason that both are told', async () => {
    const docs = await signIn(await board.token('Siobhán Daly', 'member', 'docs'));
    const shift = (await board.tocsin.release('pkgdb-2.0')).shifts.find(({ team }) => team === 'docs')!;
    const roster = await docs.open('/roster?release=pkgdb-2.0');
    expect(roster.words).toContain('Hand over the hours of Siobhán Daly');
    expect(roster.words).not.toContain('Hand over the hours of Denise Gilmour');
    expect(roster.html).toContain('<option value="jens@tarn.example.org">Jens Aumann</option>');
    expect((await open('/roster?release=pkgdb-2.0')).words).not.toContain('Hand over');

    const fields = { shift: shift.id, person: 'jens@tarn.example.org', why: 'Siobhán is ill' };
    expect((await docs.send('/shifts/substitute', { ...fields, why: '' })).words).toContain('It is not said why');
    expect((await docs.send('/shifts/substitute', { ...fields, person: 'Nobody' })).status).toBe(404);
    const answer = await docs.send('/shifts/substitute', fields);
    expect(answer).toMatchObject({ status: 303, location: '/roster?release=pkgdb-2.0&said=substitute' });
    expect((await docs.open(answer.location!)).words).toContain('The hours are handed over. Both are told why.');
    const { shifts, deliveries } = await board.tocsin.release('pkgdb-2.0');
    expect(shifts.find(({ team }) => team === 'docs')?.person.name).toBe('Jens Aumann');
    const told = deliveries.filter(({ message }) => message.kind === 'handed-over');
    expect(told.map(({ message }) => message.recipient.address).toSorted()).toEqual([
      'jens@tarn.example.org',
      'siobhan@tarn.example.org',
    ]);
  });

  test('that was made for another session changes nothing', async () => {
    const one = await signIn(await board.token('Grit', 'manager'));
    const answer = await one.send('/releases/pkgdb-2.0/cancel', { _csrf: 'forged' });
    expect(answer.status).toBe(403);
    expect(answer.words).toContain('This form was not made for your present session');
    expect((await board.tocsin.release('pkgdb-2.0')).release.state).toBe('announced');
  });

  test('shows who would be told of a move, and the text, before it is sent', async () => {
    const manager = await signIn(await board.token('Grit', 'manager'));
    const url = '/releases/pkgdb-2.0/preview?before=reschedule&deployAt=2026-03-24T14:00&why=mass+rebuild';
    const { words } = await manager.open(url);
    expect(words).toContain('From Tue 10 Mar 2026 14:00 UTC to Tue 24 Mar 2026 14:00 UTC');
    expect(words).toMatch(/\d+ messages go out\. Told are infrastructure, devel/);
    expect(words).toContain('MOVED from Tue 10 Mar 2026 14:00 UTC to Tue 24 Mar 2026 14:00 UTC');
    expect((await board.tocsin.release('pkgdb-2.0')).plan!.deployAt).toBe('2026-03-10T14:00:00.000Z');
  });

  test('decided on a view that is no longer true is refused with a readable conflict', async () => {
    const manager = await signIn(await board.token('Grit', 'manager'));
    const { stamp } = await board.tocsin.release('pkgdb-2.0');
    const fields = { deployAt: '2026-03-24T14:00', why: 'mass rebuild', stamp: String(stamp) };
    expect((await manager.send('/releases/pkgdb-2.0/reschedule', fields)).status).toBe(303);
    const late = await manager.send('/releases/pkgdb-2.0/reschedule', { ...fields, deployAt: '2026-03-31T14:00' });
    expect(late.status).toBe(409);
    expect(late.words).toContain('What to do:');
    expect((await board.tocsin.release('pkgdb-2.0')).plan!.deployAt).toBe('2026-03-24T14:00:00.000Z');
  });

  test('that may not be sent now says why and what to do', async () => {
    const manager = await signIn(await board.token('Grit', 'manager'));
    const answer = await manager.send('/releases/pkgdb-2.0/deploy', {}, '/releases/pkgdb-2.0?zone=UTC');
    expect(answer.status).toBe(409);
    expect(answer.words).toContain('What to do:');
    expect(answer.html).toContain('href="/releases/pkgdb-2.0?zone=UTC">Back to where you were');
  });
});

describe('A signed link', () => {
  const link = (team: string, until = '2026-04-01T00:00:00.000Z') =>
    signLink(board.tocsin.secret, { for: 'understand', release: 'pkgdb-2.0', team, until });
  const wordOf = async (team: string) =>
    (await board.tocsin.release('pkgdb-2.0')).understandings.filter((word) => word.team === team);

  test('shows a page and does nothing, however often it is opened', async () => {
    const url = `/links/${link('qa')}`;
    for (let times = 0; times < 3; times += 1) {
      expect((await open(url)).words).toContain('We have understood that this breaks us');
    }
    expect(await wordOf('qa')).toEqual([]);
  });

  test('acts by its form, without an account, for its own team', async () => {
    const answer = await board.server.inject({
      method: 'POST',
      url: `/links/${link('qa')}`,
      payload: { name: 'Kavita Rao', note: 'we port on Monday' },
    });
    expect(answer.statusCode).toBe(303);
    expect(await wordOf('qa')).toMatchObject([{ by: 'Kavita Rao', via: 'mail', note: 'we port on Monday' }]);
    // Thanked on the page that the link itself opens: where reading needs an account, no other would.
    const { status, words } = await open(String(answer.headers.location));
    expect([status, answer.headers.location]).toEqual([200, `/links/${link('qa')}?said=understand`]);
    expect(words).toContain('Thank you: it is on record that the team has understood.');
    expect(words).not.toContain('Your name');
  });

  test('a link that was copied with the end of its sentence is the same link', async () => {
    for (const end of ['.', ',', ')', '.)']) expect((await open(`/links/${link('qa')}${end}`)).status).toBe(200);
  });

  test('has an end', async () => {
    const { status, words } = await open(`/links/${link('qa', '2026-02-22T00:00:00.000Z')}`);
    expect(status).toBe(403);
    expect(words).toContain('This link has expired');
    expect(words).toContain('Take the one in the latest mail about the release');
  });

  test('cannot be made by anyone else', async () => {
    const forged = signLink('a secret that somebody else made up', {
      for: 'understand',
      release: 'pkgdb-2.0',
      team: 'updates',
      until: '2026-04-01T00:00:00.000Z',
    });
    expect((await open(`/links/${forged}`)).status).toBe(403);
    const answer = await board.server.inject({ method: 'POST', url: `/links/${forged}`, payload: { name: 'x' } });
    expect(answer.statusCode).toBe(403);
    expect(await wordOf('updates')).toEqual([]);
  });
});

describe('Every page', () => {
  test('lets no script and no style run that is not a file of ours', async () => {
    const { headers, html } = await open('/releases/pkgdb-2.0');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['content-security-policy']).not.toContain('unsafe');
    expect(html).not.toMatch(/<script(?![^>]* src=)|<style|\sstyle=|\son\w+=/);
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  test('escapes what people wrote', async () => {
    await board.tocsin.understand(
      'pkgdb-2.0',
      { team: 'updates', note: '<img src=x onerror=alert(1)>' },
      { actor: { name: '<b>Lucas</b>', via: 'api' } },
    );
    const { html } = await open('/releases/pkgdb-2.0');
    expect(html).not.toContain('<img src=x');
    expect(html).not.toContain('<b>Lucas');
    expect(html).toContain('&lt;img src=x');
  });

  test('that does not exist says so, with a way back', async () => {
    for (const url of ['/releases/none-1', '/meetings/none', '/teams/none', '/none', '/messages?key=none']) {
      const { status, words } = await open(url);
      expect([url, status]).toEqual([url, 404]);
      expect(words).toContain('To the board');
      expect(words).not.toMatch(url === '/none' ? /tocsin release list/ : /^$/);
    }
    expect(board.faults).toEqual([]);
  });
});

test('A release that was called off says first when, by whom and why', async () => {
  const own = await openExampleBoard();
  await approvePkgdb(own);
  await own.tocsin.cancel('pkgdb-2.0', { ...pauline, why: 'superseded by 2.1' });
  const { body } = await own.server.inject({ url: '/releases/pkgdb-2.0' });
  const words = wordsOf(body.slice(body.indexOf('<h1>'), body.indexOf('<dl')));
  expect(words).toMatch(/Called off Mon 23 Feb 2026 10:00 UTC.*It was planned for .*2026/);
  expect(words).toContain('Said by Pauline Roche: “superseded by 2.1”');
  await own.close();
});

test('A board that is closed to the public asks readers to sign in', async () => {
  const closed = await openExampleBoard({ reading: 'signed-in' });
  const page = await closed.server.inject({ url: '/roster' });
  expect(page.headers.location).toBe('/sign-in?next=%2Froster');
  expect((await closed.server.inject({ url: '/api/v1/releases' })).statusCode).toBe(401);
  expect((await closed.server.inject({ url: '/sign-in' })).statusCode).toBe(200);
  expect((await closed.server.inject({ url: '/assets/tocsin.css' })).statusCode).toBe(200);
  expect((await closed.server.inject({ url: '/healthz' })).statusCode).toBe(200);
  await closed.close();
});

test('A secret that is too short is refused before anything listens', async () => {
  await expect(openExampleBoard({ secret: 'short' })).rejects.toThrow('fewer than 32 characters');
});

describe('The ladder on the board', () => {
  beforeAll(async () => {
    const denise = { actor: { name: 'Denise Gilmour', via: 'cli' } } as const;
    await board.tocsin.claimRung('pkgdb-2.0', { consumer: 'fedpkg', rung: 'ported', version: '1.30' }, denise);
    await board.tocsin.recordDeployment('pkgdb-2.0', { consumer: 'branching-scripts', version: '7' }, denise);
    await board.tocsin.tick();
  });

  test('tells a word from a proof by shape and by words', async () => {
    const { html } = await open('/releases/pkgdb-2.0');
    const row = (consumer: string) => new RegExp(`<tr id="ladder-${consumer}">[^]*?</tr>`).exec(html)?.[0] ?? '';
    expect(row('fedpkg')).toMatch(/rung-claimed"><span class="lamp lamp-waiting">/);
    expect(wordsOf(row('fedpkg'))).toContain('only claimed Denise Gilmour');
    expect(row('branching-scripts')).toMatch(/rung-proven"><span class="lamp lamp-yes">/);
    expect(wordsOf(row('branching-scripts'))).toContain('staging cannot show it');
    expect(html).toContain('<title>Burn-down of pkgdb-2.0:');
  });

  test('names on the roster those who were asked and are silent, with an address, and the hours of nobody', async () => {
    const words = async () => (await open('/roster?release=pkgdb-2.0')).words;
    expect(await words()).not.toContain('not answered');
    board.clock.set('2026-03-17T15:00:00.000Z');
    await board.tocsin.tick();
    expect(await words()).toMatch(
      /people have not answered .*Lucas Merrill of Updates system, from .*lucas@tarn\.example/,
    );
    const { shifts } = await board.tocsin.release('pkgdb-2.0');
    for (const { id, team } of shifts)
      if (team === 'updates') await board.tocsin.acknowledgeShift(id, { actor: { name: 'Lucas Merrill', via: 'cli' } });
    expect(await words()).not.toContain('Lucas Merrill of Updates system');
    expect(await words()).toContain('updates@tarn.example.org · #infra Nobody is there: Wed 25 Mar 02:00 – 06:00 UTC');
    board.clock.set('2026-03-25T03:00:00.000Z');
    expect(await words()).toContain('Nobody is there now: until Wed 25 Mar 2026 06:00');
    board.clock.set('2026-02-23T10:00:00.000Z');
  });

  test('asks nobody for an answer whose consumers are all done, and says that the hours can be given back', async () => {
    const view = await board.tocsin.release('pkgdb-2.0');
    const consumers = view.ladder.consumers.map((one) => (one.team === 'updates' ? { ...one, climbed: true } : one));
    const roster = rosterOnPage(
      { ...view, ladder: { ...view.ladder, consumers } },
      board.tocsin.catalog,
      view.plan!.deployAt,
      null,
    );
    expect(roster.done).toMatchObject([{ team: 'updates', consumers: ['bodhi'] }]);
    // Said beside the hours as well: that is what their holder reads, on the team's page and behind the link of a mail.
    expect(roster.teams.map(({ team, done }) => [team, done])).toContainEqual(['updates', ['bodhi']]);
    expect(roster.silent.map(({ teamTitle }) => teamTitle)).not.toContain('Updates system');
    expect(rosterOnPage(view, board.tocsin.catalog, view.plan!.deployAt, null).done).toEqual([]);
  });

  test('says in a list of its own what staging could not show, and where production has shown it since', async () => {
    const view = await board.tocsin.release('pkgdb-2.0');
    const seen = view.ladder.consumers.map((one) => (one.consumer === 'vcs-access' ? { ...one, climbed: true } : one));
    const { teams } = rosterOnPage(
      { ...view, ladder: { ...view.ladder, consumers: seen } },
      board.tocsin.catalog,
      view.plan!.deployAt,
      null,
    );
    const untried = teams.flatMap((team) => team.untried.map(({ consumer, done }) => [consumer, done]));
    expect(untried).toContainEqual(['vcs-access', true]);
    expect(untried).toContainEqual(['koji-sync', false]);
    expect(teams.map(({ because }) => because).join()).not.toContain('could not be tried in staging');
    expect((await open('/roster?release=pkgdb-2.0')).words).toContain('What staging could not show of pkgdb');
  });

  test('is on the page of its team as well, and a feed’s entry is new when it moves', async () => {
    expect((await open('/teams/updates')).words).toMatch(/Done\? not yet, \d of 5 steps shown/);
    const view = await board.tocsin.release('pkgdb-2.0');
    const at = '2026-03-30T10:00:00.000Z';
    const moved = { ...view.history[0]!, type: 'ladder.moved' as const, at };
    const newAsOf = (contradicted: boolean) =>
      consumerRelease(
        { ...view, history: [...view.history, { ...moved, data: { consumer: 'bodhi', contradicted } }] },
        'bodhi',
        board.tocsin.catalog,
      )?.updatedAt;
    expect(newAsOf(true)).toBe(at);
    expect(newAsOf(false)).toBe(at);
  });

  test('leaves names in its history as they are', async () => {
    const { words } = await open('/releases/pkgdb-2.0');
    expect(words).toContain('claimed a rung fedpkg · ported');
    expect(words).toContain('branching-scripts');
    expect(words).not.toContain('branching scripts');
  });

  test('is short on the roster: who does not point at production yet', async () => {
    const { words } = await open('/roster?release=pkgdb-2.0');
    expect(words).toContain('8 consumers not yet shown to point at production');
  });
});

test('A gate that waits for people leads to where the page shows them', async () => {
  const { html } = await open('/releases/pkgdb-2.0');
  for (const [gate, place] of [
    ['ported', 'ladder'],
    ['staffed', 'roster'],
  ]) {
    expect(html).toMatch(new RegExp(`id="gate-${gate}"(?:(?!</li>)[\\s\\S])*<a href="#${place}">`));
    expect(html).toContain(`<section id="${place}"`);
  }
});

describe('A release that was called off', () => {
  beforeAll(async () => {
    await board.tocsin.cancel('pkgdb-2.0', { ...pauline, why: 'superseded by 2.1' });
  });
  const linkFor = (claim: { for: 'understand'; team: string } | { for: 'acknowledge'; shift: string }) => {
    const until = '2026-04-01T00:00:00.000Z';
    const { secret } = board.tocsin;
    if (claim.for === 'acknowledge') return `/links/${signLink(secret, { ...claim, until })}`;
    return `/links/${signLink(secret, { ...claim, release: 'pkgdb-2.0', until })}`;
  };

  test.each([
    ['to understand it', () => linkFor({ for: 'understand', team: 'updates' })],
    ['to keep hours free for it', () => linkFor({ for: 'acknowledge', shift: 'pkgdb-2.0/docs/siobhan-byrne' })],
  ])('asks nobody %s by the link of an earlier mail', async (_, link) => {
    const { words } = await open(link());
    expect(words).toContain('Called off');
    expect(words).toContain('Said by Pauline');
    expect(words).toContain('Nothing has to be done for it any more');
    expect(words).not.toMatch(/Deploys|Your name|planned anew|made anew/);
    const answer = await board.server.inject({ method: 'POST', url: link(), payload: { name: 'Somebody' } });
    expect(wordsOf(answer.body)).toContain('pkgdb-2.0 was called off.');
    expect(answer.statusCode).toBe(409);
  });

  test('has no roster, and says why', async () => {
    const { words } = await open('/roster?release=pkgdb-2.0');
    expect(words).toContain('It was called off, so no hours are asked for.');
    expect(words).not.toMatch(/not yet shown to point at production|The roster is made when/);
  });
});
