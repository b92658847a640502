// The roster in the terminal and on the board: two faces of one judgement.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { printShifts, printSurvey } from '../../src/cli/print-roster.ts';
import { surveyRoster } from '../../src/roster/index.ts';
import { approvePkgdb, type ExampleBoard, openExampleBoard } from '../support/example-board.ts';

let board: ExampleBoard;
beforeAll(async () => {
  board = await openExampleBoard();
  await approvePkgdb(board);
});
afterAll(() => board.close());

const page = async () => {
  const { body } = await board.server.inject({ url: '/roster?release=pkgdb-2.0' });
  return body.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
};
const terminal = async () => {
  const view = await board.tocsin.release('pkgdb-2.0');
  const survey = surveyRoster(view, board.tocsin.catalog, board.clock.now());
  return {
    survey,
    text: printSurvey(view.release, survey, { colour: false, columns: 500 }).join(' ').replace(/\s+/g, ' '),
  };
};

test('a shift that has no room in a row is told in lines, and nothing of it is left out', async () => {
  const { shifts } = await board.tocsin.release('pkgdb-2.0');
  const [wide, narrow] = [400, 80].map((columns) => printShifts(shifts, { colour: false, columns }));
  expect(wide).toHaveLength(shifts.length);
  expect(narrow?.filter((line) => line.length > 80)).toEqual([]);
  const words = (lines: readonly string[] = []) => lines.join(' ').replaceAll(',', '').split(/\s+/).toSorted();
  expect(words(narrow)).toEqual(words(wide));
});

test('the terminal names every hour in which nobody of a team is there, as the page does', async () => {
  const { survey, text } = await terminal();
  const gaps = survey.teams.flatMap((team) => team.gaps);
  expect(gaps.length).toBeGreaterThan(0);
  expect(text.match(/Nobody of [^✖]*? is there for pkgdb-2\.0 /g)).toHaveLength(gaps.length);
  expect(text.match(/Ask who can be reached then: \S+@/g)).toHaveLength(gaps.length);
  expect((await page()).match(/Nobody is there: /g)).toHaveLength(gaps.length);
});

test('the hours in which nobody of a team is there stand in that team’s time as well', async () => {
  const { survey, text } = await terminal();
  const qa = survey.teams.find(({ team }) => team === 'qa')!;
  expect(qa.gaps.length).toBeGreaterThan(0);
  expect(text).toMatch(/Nobody of Quality assurance is there for pkgdb-2\.0 [^✖]* UTC \(\w{3} \d\d:30 Asia\/Kolkata\)/);
});

test('the terminal names every gap of staging, as the page does', async () => {
  const { survey, text } = await terminal();
  expect(survey.stagingGaps.length).toBeGreaterThan(0);
  for (const gap of survey.stagingGaps) {
    expect(text).toContain(`Staging could not show of pkgdb: ${gap}`);
    expect(await page()).toContain(gap);
  }
  expect(text).toContain('Staging cannot show koji-sync: ');
});

test('whoever can be reached in chat under a name of their own is shown with it', async () => {
  const { shifts } = await board.tocsin.release('pkgdb-2.0');
  const { slack } = shifts.find(({ person }) => person.slack !== null)!.person;
  expect(await page()).toContain(`Slack ${slack}`);
});

test('whoever is asked twice for the same hours is named with both, in one release or by another', async () => {
  const view = await board.tocsin.release('pkgdb-2.0');
  const [first, second] = [view.shifts[0]!, view.shifts.find(({ team }) => team !== view.shifts[0]!.team)!];
  const twice = { ...first, id: 'other', team: second.team };
  const say = (shifts: typeof view.shifts, others: typeof view.shifts = []) => {
    const survey = surveyRoster({ ...view, shifts }, board.tocsin.catalog, board.clock.now(), others);
    const lines = printSurvey(view.release, survey, { colour: false, columns: 500 }).join(' ').replace(/\s+/g, ' ');
    return /(\S+ \S+ is asked twice for .*?)\. Hand one over/.exec(lines)?.[1] ?? null;
  };
  expect(say(view.shifts)).toBeNull();
  expect(say([first, twice])).toMatch(new RegExp(`^${first.person.name} .* for pkgdb-2.0, and by .* for pkgdb-2.0`));
  expect(say([first], [{ ...twice, release: 'fas-1.0' }])).toMatch(/ for pkgdb-2.0, and by .* for fas-1.0/);
  expect(say([first, { ...twice, releasedAt: first.start }])).toBeNull();
  expect(say([first, { ...twice, start: first.end, end: view.plan!.watchUntil }])).toBeNull();
});

test('the terminal says where somebody is asked although everybody of the team would sleep', async () => {
  const view = await board.tocsin.release('pkgdb-2.0');
  const [one] = view.shifts;
  const team = board.tocsin.catalog.teams.find(({ name }) => name === one!.team)!;
  const because = `${one!.because} Everybody of ${team.title} would sleep then; ${one!.person.name} is nearest to being awake.`;
  const survey = surveyRoster({ ...view, shifts: [{ ...one!, because }] }, board.tocsin.catalog, board.clock.now());
  const lines = printSurvey(view.release, survey, { colour: false, columns: 500 });
  const text = lines.join(' ').replace(/\s+/g, ' ');
  expect(text).toContain(`Everybody of ${team.title} would sleep then`);
});
