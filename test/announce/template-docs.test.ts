// docs/templates.md against what a template is really given.

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { findHurt, surveyHurt } from '../../src/announce/hurt.ts';
import { details, messageView } from '../../src/announce/message-view.ts';
import { impact, messageInput } from './pkgdb-release.ts';

it('docs/templates.md lists the members that templates may use, each and no other', () => {
  const doc = readFileSync(new URL('../../docs/templates.md', import.meta.url), 'utf8');
  const rows = [...doc.matchAll(/^\| (`.*?) \|/gm)].flatMap(([, cell = '']) => cell.match(/\w+/g) ?? []);
  const input = messageInput();
  const survey = surveyHurt(impact, input.catalog, { ...input.comparison, findings: [] });
  const hurt = findHurt(impact, input.catalog, survey, null);
  const view = messageView(input, { name: 'pkgdb 2.0', title: 'pkgdb', when: null, hurt })(details[0]!);
  expect(rows.toSorted()).toEqual(Object.keys(view).toSorted());
});
