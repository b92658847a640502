import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { signLink } from '../../src/bot/index.ts';
import { launchChromium, noChromiumBecause } from '../support/chromium.ts';
import { approvePkgdb, type ExampleBoard, openExampleBoard, pauline } from '../support/example-board.ts';
import { importedCalls } from '../support/imported-calls.ts';
import { requirement } from '../support/requirement.ts';

const pageChecks = readFileSync(new URL('../support/page-checks.js', import.meta.url), 'utf8')
  .trim()
  .replace(/^\/\/.*\n/, '');

const { skip, note } = requirement('chromium', noChromiumBecause);

describe.skipIf(skip)(`The board in a browser${note}`, () => {
  let browser: Browser;
  let board: ExampleBoard;
  let origin: string;
  let managerToken: string;

  beforeAll(async () => {
    browser = await launchChromium();
    board = await openExampleBoard();
    await approvePkgdb(board);
    await board.tocsin.announce('pkgdb-2.0', pauline);
    const seen = [{ callerName: 'release-notes-bot' }, { callerKey: 'z9', operation: 'GET /critpath' }];
    await board.tocsin.recordEvidence(importedCalls('log', seen), pauline);
    await board.tocsin.callNoise('z9', { ...pauline, why: 'somebody tries it' });
    await board.tocsin.tick();
    managerToken = await board.token('Grit Sommer', 'manager');
    await board.server.listen({ host: '127.0.0.1', port: 0 });
    origin = `http://127.0.0.1:${(board.server.server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    await browser?.close();
    await board?.close();
  });

  /** A window of its own, with its own cookies; faults of the page are collected and must stay none. */
  async function openWindow(options: { javaScriptEnabled?: boolean; width?: number; height?: number } = {}) {
    const { width = 1280, height = 900, javaScriptEnabled = true } = options;
    const context = await browser.newContext({ javaScriptEnabled, viewport: { width, height } });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    return { page, faults };
  }

  async function signIn(page: Page) {
    await page.goto(`${origin}/sign-in`);
    await page.getByLabel('API token').fill(managerToken);
    await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Grit Sommer manager').waitFor();
  }

  test('opens a release, acknowledges a shift, and another window changes without a reload', async () => {
    const watcher = await openWindow();
    await watcher.page.goto(`${origin}/roster?release=pkgdb-2.0`);
    const watched = watcher.page.locator('.shift', { hasText: 'Siobhán Daly' });
    await watched.getByText('not yet acknowledged').waitFor();
    await watcher.page.evaluate('window.neverReloaded = true');

    const actor = await openWindow();
    await signIn(actor.page);
    await actor.page.getByRole('link', { name: 'pkgdb 2.0' }).first().click();
    await actor.page.getByRole('heading', { name: /pkgdb 2\.0/ }).waitFor();
    const own = actor.page.locator('.shift', { hasText: 'Siobhán Daly' });
    await own.getByRole('button', { name: /Acknowledge the shift of Siobhán Daly/ }).click();
    await actor.page.getByText('Thank you: the shift is acknowledged.').waitFor();

    await watched.getByText('Grit Sommer, by web').waitFor();
    expect(await watched.locator('.lamp').textContent()).toContain('acknowledged');
    expect(await watcher.page.evaluate('window.neverReloaded')).toBe(true);
    expect([...watcher.faults, ...actor.faults]).toEqual([]);
  });

  test('keeps what someone is writing while the page follows the log', async () => {
    const { page, faults } = await openWindow();
    await signIn(page);
    await page.goto(`${origin}/releases/pkgdb-2.0`);
    await page.locator('#do-discuss > summary').click();
    await page.locator('#do-discuss').getByLabel('Link to the minutes').fill('https://meetbot.example.org/1');
    await board.tocsin.understand(
      'pkgdb-2.0',
      { team: 'qa', note: 'seen' },
      { actor: { name: 'Kavita Rao', via: 'mail' } },
    );
    await page.locator('#understood').getByText('Kavita Rao, by the link in the team’s mail').waitFor();
    expect(await page.locator('#do-discuss').getByLabel('Link to the minutes').inputValue()).toBe(
      'https://meetbot.example.org/1',
    );
    expect(faults).toEqual([]);
  });

  test('works without JavaScript, from signing in to a team’s word', async () => {
    const { page } = await openWindow({ javaScriptEnabled: false });
    await signIn(page);
    await page.goto(`${origin}/releases/pkgdb-2.0`);
    await page.getByRole('button', { name: 'Release engineering has understood' }).click();
    await page.getByText('it is on record that the team has understood').waitFor();
    expect(await page.locator('#understood').textContent()).toContain('Grit Sommer, by web');
  });

  test('shows the reader’s own time beside UTC, chosen in a form', async () => {
    const { page } = await openWindow({ javaScriptEnabled: false });
    await page.goto(`${origin}/releases/pkgdb-2.0`);
    await page.getByLabel('Times are UTC, and beside it in').selectOption('Asia/Kolkata');
    await page.getByRole('button', { name: 'Show' }).click();
    expect(await page.locator('.lead').textContent()).toMatch(/14:00 UTC\s*19:30/);
  });

  test('shows a message from top to bottom, as it is read', async () => {
    const { page } = await openWindow();
    await page.goto(`${origin}/releases/pkgdb-2.0/preview?kind=porting-issue`);
    const places = "[...document.querySelector('.shown-github').children].map((one) => one.offsetTop)";
    const tops = (await page.evaluate(places)) as number[];
    expect(tops.length).toBeGreaterThan(3);
    expect(tops).toEqual([...new Set(tops)].toSorted((a, b) => a - b));
  });

  test('lets a signed link act only by its button, on a phone', async () => {
    const { page } = await openWindow({ width: 390, height: 844 });
    const token = signLink(board.tocsin.secret, {
      for: 'understand',
      release: 'pkgdb-2.0',
      team: 'docs',
      until: '2026-04-01T00:00:00.000Z',
    });
    await page.goto(`${origin}/links/${token}`);
    expect((await board.tocsin.release('pkgdb-2.0')).understandings.some(({ team }) => team === 'docs')).toBe(false);
    await page.getByLabel('Your name').fill('Siobhán Daly');
    await page.getByRole('button', { name: 'We have understood that this breaks us' }).click();
    await page.getByText('it is on record that the team has understood').waitFor();
    const { understandings } = await board.tocsin.release('pkgdb-2.0');
    expect(understandings.find(({ team }) => team === 'docs')).toMatchObject({ by: 'Siobhán Daly', via: 'mail' });
  });

  const pages = [
    '/',
    '/releases/pkgdb-2.0',
    '/releases/pkgdb-2.0/preview?before=reschedule&deployAt=2026-03-24T14:00',
    '/roster',
    '/meetings/infrastructure',
    '/teams',
    '/teams/releng',
    '/consumers/bodhi',
    '/callers',
    '/api',
    '/sign-in',
    '/releases/none',
  ];
  const colours = ['light', 'dark'] as const;

  test.each([390, 700, 1000, 1280])('keeps a margin in a window that is %i wide', async (width) => {
    const { page } = await openWindow({ width, height: 700 });
    await page.goto(`${origin}/sign-in`);
    const left = `document.querySelector('header .brand').getBoundingClientRect().left`;
    expect(await page.evaluate(left)).toBeGreaterThan(8);
  });

  test.each(pages)('%s can be read on a phone, by keyboard and by a screen reader', async (path) => {
    const { page } = await openWindow({ width: 390, height: 844 });
    await signIn(page);
    await page.goto(`${origin}${path}`);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
    expect(await page.evaluate(`${pageChecks}.faultsOfStructure()`)).toEqual([]);
    for (const colorScheme of colours) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      expect([colorScheme, await page.evaluate(`${pageChecks}.faintText()`)]).toEqual([colorScheme, []]);
    }
  });
});
