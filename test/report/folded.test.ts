import { expect, test } from 'vitest';
import { folded } from '../../src/report/index.ts';

test('the line above a fold shows a name as it is, since GitHub reads it as HTML', () => {
  expect(folded('What it means for release_notes', [])[1]).toBe('<summary>What it means for release_notes</summary>');
  expect(folded('<img> & @all', [])[1]).toBe('<summary>&lt;img&gt; &amp; @\u200ball</summary>');
});
