// A release with more changes, places and consumers than anybody reads on one page: its page holds the worst, and all of
// it is a link away.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ExampleBoard, openExampleBoard, pauline } from '../support/example-board.ts';

const numbers = [...Array(45).keys()];
const pathOf = (number: number) => `/things${number}`;

/** Of 45 operations that share an answer 30 go, and of the answer one property. */
function documentOf(version: string, left: readonly number[], properties: object): string {
  const answer = {
    description: 'A thing',
    content: { 'application/json': { schema: { $ref: '#/components/schemas/T' } } },
  };
  const get = { get: { responses: { 200: answer } } };
  return JSON.stringify({
    openapi: '3.0.3',
    info: { title: 'Things', version },
    paths: Object.fromEntries(left.map((number) => [pathOf(number), get])),
    components: { schemas: { T: { type: 'object', required: ['id', 'name'], properties } } },
  });
}

let board: ExampleBoard;
beforeAll(async () => {
  const consumers = numbers.map(
    (number) =>
      `  many-${number}: { title: Many ${number}, team: ${number % 2 ? 'docs' : 'qa'}, uses: { pkgdb: ['GET ${pathOf(number)}', 'GET ${pathOf(0)}'] } }\n`,
  );
  board = await openExampleBoard({}, (text) => text.replace(/^consumers:\n/m, `consumers:\n${consumers.join('')}`));
  const text = { type: 'string' };
  const base = documentOf('1.0.0', numbers, { id: text, name: text });
  const revision = documentOf('2.0.0', [0, ...numbers.slice(31)], { id: text });
  await board.tocsin.assess(
    {
      service: 'pkgdb',
      version: '2.0',
      base: { name: 'base.json', text: base },
      revision: { name: 'revision.json', text: revision },
      declared: 'breaks',
    },
    pauline,
  );
  await board.tocsin.propose('pkgdb-2.0', {}, pauline);
});
afterAll(() => board.close());

const open = async (url: string) => {
  const { body, statusCode } = await board.server.inject({ url });
  expect(statusCode).toBe(200);
  return body;
};
const timesOf = (needle: RegExp, html: string) => [...html.matchAll(needle)].length;
const linkIn = (html: string, words: RegExp) => {
  const found = [...html.matchAll(/<a href="([^"]+)"[^>]*>([^<]*)<\/a>/g)].find(([, , said = '']) => words.test(said));
  expect(found, String(words)).toBeDefined();
  return found![1]!.replaceAll('&#38;', '&').replaceAll('&amp;', '&');
};
const atRelease = '/releases/pkgdb-2.0';

test('the page of a release shows the first changes and consumers, and links to all of them', async () => {
  const page = await open(atRelease);
  expect(timesOf(/<details class="cause"/g, page)).toBe(20);
  const all = await open(linkIn(page, /^All 31 breaking changes$/));
  expect(timesOf(/<details class="cause"/g, all)).toBe(31);
  for (const number of numbers.slice(1, 31)) expect(all).toMatch(new RegExp(`GET ${pathOf(number)}\\b`));
  const consumers = await open(linkIn(page, /^All \d+ consumers$/));
  for (const number of numbers) expect(consumers).toContain(`/consumers/many-${number}"`);
  const ladder = await open(linkIn(page, /^All \d+ consumers on the ladder$/));
  for (const number of numbers) expect(ladder).toContain(`id="ladder-many-${number}"`);
});

test('who is hit is told by team first, and each team’s own part is a click away', async () => {
  const page = await open(atRelease);
  const own = await open(`${atRelease}/consumers?team=docs`);
  expect(page).toContain(`href="${atRelease}/consumers?team=docs"`);
  expect(own).toContain('/consumers/many-1"');
  expect(own).not.toContain('/consumers/many-2"');
  expect(own).toContain('href="/teams/docs"');
});

test('of those that are hit whoever meets most of what breaks comes first', async () => {
  const page = await open(atRelease);
  const [, table = ''] = page.split('Hurt worst');
  const [first = ''] = table.split('</tr>').slice(1);
  expect(first).toMatch(/2 breaking changes/);
});

test('all places of one change stand on its own page', async () => {
  const page = await open(atRelease);
  const places = linkIn(page, /^All 15 places of this change$/);
  const one = await open(places);
  for (const number of [0, ...numbers.slice(31)]) expect(one).toContain(`GET ${pathOf(number)}<`);
  const gone = await board.server.inject({ url: `${places}x` });
  expect(gone.statusCode).toBe(404);
});

test('pages follow each other, and one past the end is the last', async () => {
  const first = await open(`${atRelease}/history`);
  expect(first).toContain('compared the two releases');
  const beyond = await open(`${atRelease}/changes?page=99`);
  expect(timesOf(/<details class="cause"/g, beyond)).toBe(31);
});
