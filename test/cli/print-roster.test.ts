// The roster in the terminal and on the board: two faces of one judgement.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { printSurvey } from '../../src/cli/print-roster.ts';
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

test('the terminal names every hour in which nobody of a team is there, as the page does', async () => {
  const { survey, text } = await terminal();
  const gaps = survey.teams.flatMap((team) => team.gaps);
  expect(gaps.length).toBeGreaterThan(0);
  expect(text.match(/Nobody of [^✖]*? is there /g)).toHaveLength(gaps.length);
  expect((await page()).match(/Nobody is there: /g)).toHaveLength(gaps.length);
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
