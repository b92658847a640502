import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSlackApp } from '../../src/slack/index.ts';
import { buildServer } from '../../src/web/index.ts';
import { approvePkgdb, type ExampleBoard, openExampleBoard, pauline } from '../support/example-board.ts';
import { importedCalls } from '../support/imported-calls.ts';

const signingSecret = 'the signing secret of a workspace that does not exist';
let board: ExampleBoard;
let origin: string;
let slack: Awaited<ReturnType<typeof buildServer>>;
/** Slack's own side: what the app posted to a response_url. */
let answers: Server;
let answersOrigin: string;
let answered: { text: string; blocks?: unknown[]; replace_original?: boolean; response_type?: string }[] = [];

beforeAll(async () => {
  board = await openExampleBoard({}, (organisation) =>
    // Tadeo is of the infrastructure already.
    organisation.replace(
      /^.*name: Lucas Merrill.*\n/m,
      (line) =>
        `${line}${line
          .replace(/Lucas Merrill/, 'Tadeo Ibarra')
          .replace('lucas@', 'tadeo@')
          .replace('U0LUCAS', 'U0TADEO')}`,
    ),
  );
  await approvePkgdb(board);
  await board.tocsin.announce('pkgdb-2.0', pauline);
  answers = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      answered.push(JSON.parse(body));
      response.end('ok');
    });
  });
  await new Promise<void>((listening) => answers.listen(0, '127.0.0.1', listening));
  answersOrigin = `http://127.0.0.1:${(answers.address() as AddressInfo).port}`;
  const app = openSlackApp({
    tocsin: board.tocsin,
    clock: board.clock,
    publicUrl: 'https://tocsin.example.org',
    botToken: 'xoxb-none',
    reach: { by: 'http', signingSecret },
  });
  slack = await buildServer({
    tocsin: board.tocsin,
    clock: board.clock,
    publicUrl: 'https://tocsin.example.org',
    secret: board.tocsin.secret,
    version: '1.2.3',
    reading: 'signed-in',
    mounts: [app.mount!],
  });
  await slack.listen({ host: '127.0.0.1', port: 0 });
  origin = `http://127.0.0.1:${(slack.server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await slack.close();
  await board.close();
  answers.closeAllConnections();
  await new Promise((closed) => answers.close(closed));
});

const now = () => Math.floor(Date.now() / 1000);

/** Slack, "Verifying requests from Slack": v0 HMAC over version, timestamp and the body as sent. */
function signature(body: string, timestamp: number, secret = signingSecret): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
}

async function post(body: string, options: { timestamp?: number; signed?: string | null } = {}) {
  const timestamp = options.timestamp ?? now();
  const signed = options.signed === undefined ? signature(body, timestamp) : options.signed;
  const response = await fetch(`${origin}/slack/events`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': String(timestamp),
      ...(signed === null ? {} : { 'x-slack-signature': signed }),
    },
    body,
  });
  const text = await response.text();
  return { status: response.status, json: text.startsWith('{') ? JSON.parse(text) : { text } };
}

let triggers = 0;
function command(text: string, user = 'U0LUCAS'): string {
  triggers += 1;
  return new URLSearchParams({
    command: '/tocsin',
    text,
    user_id: user,
    team_id: 'T1',
    channel_id: 'C1',
    trigger_id: `trigger-${triggers}`,
    response_url: `${answersOrigin}/answer`,
  }).toString();
}

const announcement = [
  { type: 'header', block_id: 'head', text: { type: 'plain_text', text: 'pkgdb 2.0 breaks the API' } },
  {
    type: 'actions',
    block_id: 'buttons',
    elements: ['tocsin_understood', 'tocsin_ack_shift', 'tocsin_open'].map((action_id) => ({
      type: 'button',
      action_id,
    })),
  },
];

function click(action: string, value: string, user: string, trigger = `trigger-${++triggers}`): string {
  const payload = {
    type: 'block_actions',
    team: { id: 'T1' },
    user: { id: user, team_id: 'T1' },
    channel: { id: 'C1' },
    trigger_id: trigger,
    response_url: `${answersOrigin}/answer`,
    message: { ts: '1', text: 'pkgdb 2.0 breaks the API', blocks: announcement },
    actions: [{ type: 'button', action_id: action, block_id: 'buttons', value }],
  };
  return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
}

/** Sends a click and waits for what the app says to the response_url. */
async function clickAndHear(body: string) {
  answered = [];
  expect((await post(body)).status).toBe(200);
  await expect.poll(() => answered.length, { timeout: 5000 }).toBeGreaterThan(0);
  return answered.at(-1)!;
}

const wordsOfTeam = async (team: string) =>
  (await board.tocsin.release('pkgdb-2.0')).understandings.filter((word) => word.team === team);

describe('A request', () => {
  test('that Slack signed is answered, though the board is closed to the public', async () => {
    const { status, json } = await post(command('help'));
    expect(status).toBe(200);
    expect(json).toMatchObject({ response_type: 'ephemeral', text: expect.stringContaining('/tocsin status') });
  });

  const body = command('help');
  const stale = now() - 6 * 60;
  test.each([
    ['without a signature', { signed: null }],
    ['whose body was changed on the way', { signed: signature(command('status'), now()) }],
    ['signed by another secret', { signed: signature(body, now(), 'another secret') }],
    ['older than five minutes', { timestamp: stale, signed: signature(body, stale) }],
  ])('%s is refused with 401', async (_, options) => {
    expect((await post(body, options)).status).toBe(401);
  });
});

describe('/tocsin status', () => {
  test('says which releases break, when in UTC and in the reader’s time, and what stands against them', async () => {
    const { json } = await post(command('status'));
    expect(json.text).toContain('<https://tocsin.example.org/releases/pkgdb-2.0|pkgdb 2.0>: *breaks the API*');
    expect(json.text).toContain('Tue 10 Mar 2026 14:00 UTC (<!date^1773151200^');
    expect(json.text).toMatch(/\d gates are not open/);
    expect(json.text).toContain('understood by 0 of 5 teams · *Updates system has not said so yet*');
    expect((await post(command('status', 'U0NOBODY'))).json.text).not.toContain('has not said so yet');
  });

  test('of one service leaves out the others, and of an unknown one names those that there are', async () => {
    expect((await post(command('status fas'))).json.text).toContain('No release of fas is on its way');
    expect((await post(command('status nothing'))).json.text).toContain('It knows pkgdb, fas, bodhi');
  });
});

describe('/tocsin who', () => {
  test('says who is next while nobody is on', async () => {
    const { text } = (await post(command('who'))).json;
    expect(text).toContain('Nobody is on now. The next day is that of');
    expect(text).toMatch(
      /^Siobhán Daly, Documentation, for pkgdb-2\.0 from Tue 10 Mar 2026 .*: not yet acknowledged$/m,
    );
  });

  test('carries a button for the hours of the reader’s own team, and for no others', async () => {
    const { blocks } = (await post(command('who'))).json as { blocks: { accessory?: { value: string } }[] };
    const own = (await board.tocsin.release('pkgdb-2.0')).shifts.filter(({ team }) => team === 'updates');
    expect(blocks.flatMap(({ accessory }) => accessory?.value ?? [])).toEqual(own.map(({ id }) => id));
  });

  test('names those who are on, with their team and whether they acknowledged', async () => {
    const before = board.clock.now();
    board.clock.set('2026-03-10T15:00:00.000Z');
    const { text } = (await post(command('who'))).json;
    board.clock.set(before);
    expect(text).toContain('<@U0LUCAS>, Updates system, for pkgdb-2.0 until');
    expect(text).toContain('Siobhán Daly, Documentation');
    expect(text).toContain('not yet acknowledged');
  });
});

test('A button that opens an address is taken note of', async () => {
  expect((await post(click('tocsin_open', '', 'U0LUCAS'))).status).toBe(200);
});

test('A word that the command does not know is answered with those it knows', async () => {
  expect((await post(command('frobnicate'))).json.text).toMatch(/“frobnicate” is none of my words\.\n.*status/);
});

describe('The button “understood”', () => {
  test('records the word of the clicker’s team, and the message then says who and when', async () => {
    const message = await clickAndHear(click('tocsin_understood', 'pkgdb-2.0', 'U0LUCAS'));
    expect(await wordsOfTeam('updates')).toMatchObject([{ by: 'Lucas Merrill', via: 'slack' }]);
    expect(message.replace_original).toBe(true);
    expect(message.blocks?.slice(0, 2)).toEqual(announcement);
    expect(JSON.stringify(message.blocks?.at(-1))).toContain(
      'Understood by 1 of 5 teams: Updates system (Lucas Merrill, Mon 23 Feb 2026 10:00 UTC',
    );
    expect(JSON.stringify(message.blocks?.at(-1))).toContain('Not yet: Package version control administrators');
  });

  test('acts once, however often Slack sends the same click again', async () => {
    const same = click('tocsin_understood', 'pkgdb-2.0', 'U0DENISE', 'one-and-the-same');
    await clickAndHear(same);
    expect((await post(same)).status).toBe(200);
    expect((await post(same)).status).toBe(200);
    expect(await wordsOfTeam('releng')).toHaveLength(1);
  });

  test('pressed again by a colleague records nothing new', async () => {
    await clickAndHear(click('tocsin_understood', 'pkgdb-2.0', 'U0PETER'));
    expect(answered[0]!.text).toContain(
      'on record already: for Release engineering Denise Gilmour said so, Mon 23 Feb',
    );
    expect(await wordsOfTeam('releng')).toHaveLength(1);
  });

  test('tells someone whom the catalogue does not know what to do, and only them', async () => {
    const answer = await clickAndHear(click('tocsin_understood', 'pkgdb-2.0', 'U0STRANGER'));
    expect(answer).toMatchObject({ response_type: 'ephemeral', replace_original: false });
    expect(answer.text).toContain('Add `slack: U0STRANGER` to yourself under your team in tocsin.yaml');
  });

  test('for a release that is gone says so', async () => {
    const answer = await clickAndHear(click('tocsin_understood', 'pkgdb-9', 'U0LUCAS'));
    expect(answer).toMatchObject({ response_type: 'ephemeral', text: expect.stringContaining('pkgdb-9') });
  });
});

describe('The button “I keep this shift”', () => {
  const shiftOf = async (team: string) =>
    (await board.tocsin.release('pkgdb-2.0')).shifts.find((shift) => shift.team === team)!;

  test('acknowledges the shift, and gives way to who and when', async () => {
    const message = await clickAndHear(click('tocsin_ack_shift', (await shiftOf('updates')).id, 'U0LUCAS'));
    expect((await shiftOf('updates')).acknowledged).toMatchObject({ by: 'Lucas Merrill', via: 'slack' });
    expect(JSON.stringify(message.blocks)).toContain('Acknowledged by Lucas Merrill, Mon 23 Feb 2026 10:00 UTC');
    expect(JSON.stringify(message.blocks)).not.toContain('tocsin_ack_shift');
    expect(JSON.stringify(message.blocks)).toContain('tocsin_open');
  });

  test('of another team is refused, with who may', async () => {
    const answer = await clickAndHear(click('tocsin_ack_shift', (await shiftOf('releng')).id, 'U0LUCAS'));
    expect(answer.text).toContain('Someone of releng acknowledges it');
    expect((await shiftOf('releng')).acknowledged).toBeNull();
  });

  test('that is no longer planned leads to the roster', async () => {
    const answer = await clickAndHear(click('tocsin_ack_shift', 'pkgdb-2.0/updates/99', 'U0LUCAS'));
    expect(answer.text).toContain('https://tocsin.example.org/roster?release=pkgdb-2.0');
  });
});

describe('A caller that nobody knows', () => {
  const key = 'k1a2b3c4d5e6f708';
  beforeAll(() =>
    board.tocsin.recordEvidence(
      importedCalls('slack', [{ callerName: 'release-notes-bot' }, { callerKey: 'z9z9z9', callerName: 'curl' }]),
      pauline,
    ),
  );

  test('is shown with what it calls, and a button', async () => {
    const { json } = await post(command('callers'));
    expect(json.text).toContain('2 callers wait for an answer: https://tocsin.example.org/callers');
    const block = json.blocks.find((one: { accessory?: { value: string } }) => one.accessory?.value === key);
    expect(block.text.text).toMatch(/release-notes-bot.*calls what breaks:.*Perhaps release-notes/);
  });

  test('is claimed by a click of somebody whom the catalogue knows', async () => {
    expect((await clickAndHear(click('tocsin_claim_caller', key, 'U0NOBODY'))).text).toContain('U0NOBODY');
    expect((await clickAndHear(click('tocsin_claim_caller', key, 'U0LUCAS'))).text).toContain(
      'release-notes-bot belongs to updates from now on, said Lucas Merrill.',
    );
    const claimed = (await board.tocsin.callers()).find((caller) => caller.key === key);
    expect(claimed).toMatchObject({ open: false, decision: { team: 'updates', by: 'Lucas Merrill' } });
  });

  test('is claimed by somebody of two teams once they say for which', async () => {
    const other = 't1t2t3t4t5t6t7t8';
    await board.tocsin.recordEvidence(importedCalls('two', [{ callerKey: other, callerName: 'mirrorlist' }]), pauline);
    const question = await clickAndHear(click('tocsin_claim_caller', other, 'U0TADEO'));
    expect(question.text).toBe(
      'You are of Infrastructure applications and Updates system: which of them has mirrorlist?',
    );
    const [, , updates] = question.blocks as { accessory: { action_id: string; value: string } }[];
    const { action_id, value } = updates!.accessory;
    expect((await clickAndHear(click(action_id, value, 'U0TADEO'))).text).toContain('mirrorlist belongs to updates');
    expect((await post(command(`claim ${other} apps`, 'U0TADEO'))).json.text).toContain('mirrorlist belongs to apps');
  });

  test('that one of their teams was asked about is claimed for that team, and for no other’s by a stranger', async () => {
    const other = 'w1w2w3w4w5w6w7w8';
    await board.tocsin.recordEvidence(importedCalls('asked of one', [{ callerKey: other }]), pauline);
    expect((await clickAndHear(click('tocsin_claim_caller', `${other} updates`, 'U0PETER'))).text).toContain(
      'python-requests belongs to releng',
    );
    await board.tocsin.reopenCaller(other, { actor: { name: 'Peter Rasmussen', via: 'slack' }, why: undefined });
    expect((await clickAndHear(click('tocsin_claim_caller', `${other} updates`, 'U0TADEO'))).text).toContain(
      'python-requests belongs to updates',
    );
  });

  test('is forwarded and called noise by command', async () => {
    expect((await post(command('forward z9z9 releng'))).json.text).toContain(
      'was forwarded to releng by Lucas Merrill',
    );
    expect((await post(command('noise z9z9'))).json.text).toContain('why this caller is noise');
    expect((await post(command('noise z9z9 somebody trying it'))).json.text).toContain(
      'cannot call a caller of pkgdb noise',
    );
    expect((await post(command('noise z9z9 somebody trying it', 'U0PAULINE'))).json.text).toContain(
      'somebody trying it',
    );
    expect((await post(command('claim z9z9 bodhi', 'U0JENS'))).json.text).toContain('no member of updates');
  });
});

describe('A question in a channel whose a caller is', () => {
  test('shows under itself whose it is, to all who read it, and asks no more', async () => {
    const key = 'q1q2q3q4q5q6q7q8';
    await board.tocsin.recordEvidence(
      importedCalls('asked', [{ callerKey: key, callerName: 'asked-of-all' }]),
      pauline,
    );
    const body = new URLSearchParams(click('tocsin_claim_caller', key, 'U0LUCAS'));
    const payload = JSON.parse(body.get('payload')!);
    payload.message.blocks[1].elements[0].action_id = 'tocsin_claim_caller';
    const message = await clickAndHear(new URLSearchParams({ payload: JSON.stringify(payload) }).toString());
    expect(message.replace_original).toBe(true);
    expect(JSON.stringify(message.blocks)).toContain(
      'asked-of-all belongs to updates from now on, said Lucas Merrill.',
    );
    expect(JSON.stringify(message.blocks)).not.toContain('tocsin_claim_caller');
  });
});

describe('An old button, once the release was called off,', () => {
  let shift: string;
  beforeAll(async () => {
    shift = (await board.tocsin.release('pkgdb-2.0')).shifts.find(({ team }) => team === 'releng')!.id;
    await board.tocsin.cancel('pkgdb-2.0', { ...pauline, why: 'the new data model is not ready' });
  });

  test.each(['U0LUCAS', 'U0JENS'])('of “understood” says so to %s, and records nothing', async (user) => {
    const words = (await board.tocsin.release('pkgdb-2.0')).understandings;
    const answer = await clickAndHear(click('tocsin_understood', 'pkgdb-2.0', user));
    expect(answer).toMatchObject({ response_type: 'ephemeral', replace_original: false });
    expect(answer.text).toContain('pkgdb-2.0 was called off.');
    expect((await board.tocsin.release('pkgdb-2.0')).understandings).toEqual(words);
  });

  test('of “I keep these hours” says so, and not that the roster was made anew', async () => {
    const answer = await clickAndHear(click('tocsin_ack_shift', shift, 'U0DENISE'));
    expect(answer.text).toContain('pkgdb-2.0 was called off.');
    expect(answer.text).toContain('keep hours free');
  });
});
