import { describe, expect, test } from 'vitest';
import type { CallerReport } from '../../src/catalog/index.ts';
import { callerBlock, cutMrkdwn, listBlocks } from '../../src/slack/slack-words.ts';

/** As Slack reads it: every `&` begins one of its three entities, every `<` a link that ends. */
const wellFormed = (text: string) => !/&(?!(?:amp|lt|gt);)|<[^>]*$/.test(text);

const caller = (because: string): CallerReport => ({
  key: 'k1a2b3c4d5e6f708',
  name: 'Q&A <robot>',
  requests: 3,
  firstSeen: '2026-02-01T00:00:00.000Z',
  lastSeen: '2026-02-02T00:00:00.000Z',
  operations: ['GET /packages'],
  breaking: [],
  environments: [
    {
      name: 'production',
      requests: 3,
      answers: [{ status: 200, requests: 3, lastSeen: '2026-02-02T00:00:00.000Z' }],
      lastSeen: '2026-02-02T00:00:00.000Z',
    },
  ],
  sources: ['access log'],
  guess: { team: 'qa', consumer: null, because },
  forwarded: null,
  lapsed: null,
  backBecause: null,
  service: 'pkgdb',
  decision: null,
  open: true,
});

describe('What is too long for Slack', () => {
  test('is cut off so that what is left can be read, wherever the end falls', () => {
    for (let shift = 0; shift < 12; shift += 1) {
      const text = callerBlock(caller(`${'x'.repeat(shift)}${'&<>'.repeat(1000)}`)).text?.text ?? '';
      expect(text.length).toBeLessThanOrEqual(3000);
      expect(text).toMatch(/^\*Q&amp;A &lt;robot&gt;\* .*…$/);
      expect(text).toSatisfy(wellFormed);
    }
  });

  test('loses a link as a whole, and no half of a character', () => {
    expect(cutMrkdwn('see <https://example.org|the board>', 12)).toBe('see …');
    expect(cutMrkdwn('ab😀cd', 4)).toBe('ab…');
    expect(cutMrkdwn('a &amp; b', 8)).toBe('a &amp;…');
    expect(listBlocks([`${'y'.repeat(2998)}&amp;z`], 'https://board')[0]?.text?.text).toBe(`${'y'.repeat(2998)}…`);
  });

  test('and what fits stays as it is', () => {
    expect(cutMrkdwn('a &amp; <b|c>')).toBe('a &amp; <b|c>');
  });
});

test('A list that was cut says how many it leaves out, and where they are', () => {
  const lines = Array.from({ length: 23 }, (_, at) => `line ${at}`);
  expect(listBlocks(lines, 'https://board').at(-1)?.elements?.[0]?.text).toBe(
    'And 3 more on <https://board|the board>.',
  );
  expect(listBlocks(lines.slice(0, 20), 'https://board')).toHaveLength(20);
});
