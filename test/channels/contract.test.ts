// What holds for every channel, whatever its medium.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { simpleParser } from 'mailparser';
import { describe, expect, test } from 'vitest';
import { type MessageInput, messageKinds, type Recipient } from '../../src/announce/index.ts';
import { channelOf, channels, type Receipt } from '../../src/channels/index.ts';
import { comparison, findings, impact, release } from '../announce/pkgdb-release.ts';
import { list, message, moved, newThread, sender } from './to-channel.ts';

const addresses: Readonly<Record<string, string>> = {
  mail: 'infrastructure@lists.example.org',
  slack: 'C0INFRA',
  github: 'example/agenda',
  agenda: 'infra-weekly',
  calendar: 'infra',
};
const recipientFor = (id: string): Recipient => ({ ...list, channel: id, address: addresses[id]! });
const rich: Receipt = { id: '<first@example.org>', url: null, detail: { channel: 'C1', ts: '1.2', number: '7' } };

describe.each(channels.map((channel) => [channel.id, channel] as const))('The channel %s', (id, channel) => {
  const render = (changes: Partial<MessageInput> = {}) =>
    channel.render(message(recipientFor(id), changes), newThread, sender);

  test('knows an address of its own and no other shape', () => {
    expect(addresses[id]).toMatch(channel.address);
    for (const bad of ['', 'a\nb', '../../etc/passwd x', 'x '.repeat(200)]) expect(bad).not.toMatch(channel.address);
  });

  test('renders every kind of message into an artefact that says the break and the date', async () => {
    for (const kind of messageKinds) {
      const { content, extension, contentType } = await channel.artefact(render({ kind }));
      expect(extension).toMatch(/^\.[a-z.]+$/);
      expect(contentType).toContain('/');
      const holdsNoTime =
        id === 'calendar' && ['agenda', 'call-for-testing', 'done', 'porting-issue', 'caller-question'].includes(kind);
      if (!holdsNoTime) expect(content).toMatch(/breaks the API|API BREAK/);
    }
  });

  test('says every kind of message as text that a terminal can show', () => {
    for (const kind of messageKinds) {
      const said = channel.text(render({ kind }));
      if (id === 'calendar' && said === '') continue;
      expect(said).toMatch(/breaks the API|API BREAK/);
      expect(said).not.toMatch(/<\w+>|<!|\u200b|\\n|^(MIME-Version|BEGIN:)/m);
    }
  });

  test('renders the same message into the same bytes', async () => {
    expect(await channel.artefact(render())).toEqual(await channel.artefact(render()));
  });

  test('renders a follow-up of a thread', async () => {
    const thread = { first: rich, latest: rich, mayHaveBeenSent: true };
    const { content } = await channel.artefact(channel.render(message(recipientFor(id), moved), thread, sender));
    expect(content).toMatch(/2026-03-19|20260319/);
  });

  test('refuses settings that it does not understand', () => {
    expect(channel.settings.safeParse({ unheardOf: 1 }).success).toBe(false);
  });

  test('shows hostile text of others as text, within its limits', async () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 80 }),
      fc.constantFrom(
        '<script>alert(1)</script>',
        'a\r\nBcc: evil@example.com\r\n\r\nhello',
        '<!channel> <@U1> <https://evil.example|x>',
        '](javascript:alert(1)) ![x](https://evil.example/p.png)',
        '"><img src=x onerror=alert(1)>',
        'שלום \u202eעולם 🙂 *b* _i_ ~s~ `c`',
        'END:VEVENT\r\nBEGIN:VEVENT',
        '```\n#agreed nothing\n````',
        '-->\n@everyone fixes #1',
        '<!-- /tocsin -->',
        'x'.repeat(50_000),
      ),
    );
    await fc.assert(
      fc.asyncProperty(hostile, fc.constantFrom(...messageKinds), async (text, kind) => {
        fc.pre(text.trim() !== '');
        const rendered = render({
          kind,
          why: text,
          release: { ...release, author: text },
          comparison: {
            ...comparison,
            findings: findings.map((one) => ({ ...one, message: text, advice: text })),
            causes: [],
          },
          impact: { ...impact, consumers: impact.consumers.map((one) => ({ ...one, consumer: text })) },
        });
        const { content } = await channel.artefact(rendered);
        const html = channel.preview(rendered);
        expect(html).not.toMatch(/<(script|img|iframe|style|svg)|\son\w+=["']|href="(?!https?:|mailto:)/i);
        expect(html).not.toContain('href="https://evil.example');
        if (id === 'mail') {
          expect(Buffer.byteLength(content)).toBeLessThan(40_000);
          const parsed = await simpleParser(content);
          expect(parsed.headers.has('bcc')).toBe(false);
          expect([parsed.to].flat().map((to) => to?.text)).toEqual(['infrastructure@lists.example.org']);
        }
        if (id === 'slack') {
          expect(content).not.toMatch(/<!(channel|here|everyone)|<@|<https:\/\/evil/);
          for (const call of (JSON.parse(content) as { calls: { body: { text: string; blocks: unknown[] } }[] })
            .calls) {
            expect(call.body.text.length).toBeGreaterThan(0);
            expect(call.body.text.length).toBeLessThanOrEqual(4000);
            expect(call.body.blocks.length).toBeLessThanOrEqual(50);
            for (const block of call.body.blocks as { text?: { text: string; type: string } }[]) {
              expect(block.text?.text.length ?? 1).toBeLessThanOrEqual(block.text?.type === 'mrkdwn' ? 3000 : 150);
            }
          }
        }
        if (id === 'calendar') expect(content.match(/^BEGIN:VEVENT/gm)?.length ?? 0).toBeLessThanOrEqual(1);
        if (id === 'github') {
          expect(content.length).toBeLessThan(65_536);
          // In code GitHub notifies nobody.
          expect(content.replace(/(`+)[\s\S]*?\1/g, '')).not.toMatch(/(^|\W)@everyone/);
          expect(content.match(/<!-- /g)).toHaveLength(3);
        }
        if (id === 'agenda') expect(content).not.toMatch(/^#agreed/m);
      }),
      { numRuns: 40 },
    );
  });
});

describe.each(['agenda', 'calendar'])('The channel %s, a folder', (id) => {
  test('holds one file for a release, which follows a move', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tocsin-folder-'));
    const channel = channelOf(id);
    const connection = channel.connect({ folder: join(folder, 'new') });
    expect(await connection.check()).toMatchObject({ ok: true });
    for (const changes of [{}, moved]) {
      const rendered = channel.render(message(recipientFor(id), changes), newThread, sender);
      expect(await connection.deliver(rendered, newThread)).toMatchObject({ outcome: 'delivered' });
    }
    const files = readdirSync(join(folder, 'new'));
    expect(files).toHaveLength(1);
    expect(readFileSync(join(folder, 'new', files[0]!), 'utf8')).toMatch(/2026-03-19|20260319/);
    rmSync(folder, { recursive: true });
  });

  test('that cannot be a folder is refused by name', async () => {
    const channel = channelOf(id);
    const connection = channel.connect({ folder: join(import.meta.filename, 'sub') });
    const rendered = channel.render(message(recipientFor(id)), newThread, sender);
    expect(await connection.deliver(rendered, newThread)).toMatchObject({ outcome: 'refused' });
    expect(await connection.check()).toMatchObject({ ok: false });
  });
});

test('An agenda has the lines that a MeetBot takes, none longer than IRC allows', async () => {
  const channel = channelOf('agenda');
  const { content } = await channel.artefact(
    channel.render(message(recipientFor('agenda'), { kind: 'agenda' }), newThread, sender),
  );
  const lines = content.split('\n');
  expect(lines).toContain('#topic [API BREAK] pkgdb 2.0 on Thu 12 Mar 2026 14:00 UTC');
  expect(lines).toContain('#link https://tocsin.example.org/releases/pkgdb-2.0');
  expect(content).toContain('#agreed pkgdb-2.0 may be deployed on Thu 12 Mar 2026 14:00 UTC');
  expect(
    Math.max(...lines.filter((line) => /^#[a-z]/.test(line)).map((line) => Buffer.byteLength(line))),
  ).toBeLessThanOrEqual(400);
});

describe('An agenda item', () => {
  const itemOf = async (changes: Partial<MessageInput>) => {
    const agenda = { ...recipientFor('agenda'), audience: 'meeting' } as const;
    const channel = channelOf('agenda');
    return (await channel.artefact(channel.render(message(agenda, changes), newThread, sender))).content;
  };

  test('of a date that was moved asks for the new one in as few lines, and says why', async () => {
    const item = await itemOf(moved);
    expect(item).toContain('**MOVED from Thu 12 Mar 2026 14:00 UTC to Thu 19 Mar 2026 14:00 UTC:**');
    expect(item).toContain('- **Because:** the mass rebuild takes longer');
    expect(item).toContain('is Thu 19 Mar 2026 14:00 UTC agreed?');
    expect(item).not.toContain('How to port');
    expect(item.match(/^#info/gm)!.length).toBeLessThan(12);
  });

  test('of a release that was called off gives the chair nothing to agree to', async () => {
    const item = await itemOf({ kind: 'cancelled', why: 'it is not ready' });
    expect(item).toContain('(chair: nothing is to be decided, pkgdb-2.0 was called off)');
    expect(item).not.toContain('#agreed');
  });
});

test('A channel that there is not is named, with those that there are', () => {
  expect(() => channelOf('pigeon')).toThrow(expect.objectContaining({ hint: expect.stringContaining('slack') }));
});
