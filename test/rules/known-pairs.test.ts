// The pairs of schemas of which a person knows the answer, as the bodies of calls and answers: a comparison says that it
// breaks where some value of the sender is refused, and shows no value where none is.

import { expect, test } from 'vitest';
import { decideContainment, type Json, project } from '../../src/schema/index.ts';
import { knownPairs } from '../schema/known-pairs.ts';
import { compare } from './compare.ts';

const content = (schema: Json) => ({ content: { 'application/json': { schema } } });
const api = (operation: object) => ({
  paths: { '/a': { post: { responses: { '204': { description: 'Done.' } }, ...operation } } },
});
const asked = (schema: Json) => api({ requestBody: { required: true, ...content(schema) } });
const answered = (schema: Json) => api({ responses: { '200': { description: 'Fine.', ...content(schema) } } });

/** A document has places of its own for what these refer to. */
const isAlone = (schema: Json) => !/"\$(ref|id|anchor|dynamic\w+)"|"#\//.test(JSON.stringify(schema));
const pairs = knownPairs
  .filter(({ dialects, first, second }) => dialects.includes('2020-12') && [first, second].every(isAlone))
  // It says nothing by itself; only who looks for a type reads an object out of it.
  .filter(({ name }) => name !== 'additionalProperties true')
  // A description's `nullable` is read as it is meant.
  .filter(({ first, second }) => !/"nullable"/.test(JSON.stringify([first, second])));

/** Each pair in one of the four ways. */
const turned = pairs.map(({ name, first, second }, index) => {
  const [before, after] = index % 2 === 0 ? [first, second] : [second, first];
  return { name, before, after, isCall: index % 4 < 2 };
});

test.each(turned)('$name', async ({ before, after, isCall }) => {
  const sender = isCall ? 'client' : 'server';
  const [sent, accepted] = isCall ? [before, after] : [after, before];
  const inner = project(sent, { sender, side: 'sender' });
  const outer = project(accepted, { sender, side: 'receiver' });
  const { answer } = decideContainment(outer, inner, { assertFormats: true });
  const spell = isCall ? asked : answered;
  const { verdict, findings } = await compare(spell(before), spell(after));
  if (answer === 'no') expect(verdict).toBe('breaking');
  else expect(findings.filter(({ rule, witness }) => witness !== null || rule === 'values-narrowed')).toEqual([]);
});
