// A property that one release names and the other holds to what it says of all that it does not name.

import { expect, test } from 'vitest';
import { compare } from './compare.ts';

type Direction = 'request' | 'answer';

const api = (schema: object, direction: Direction) => {
  const content = { 'application/json': { schema } };
  const done = { description: 'Done.' };
  const sent = { requestBody: { required: true, content }, responses: { 204: done } };
  const received = { responses: { 200: { ...done, content } } };
  return { openapi: '3.1.0', paths: { '/pets': { post: direction === 'request' ? sent : received } } };
};

async function told(before: object, after: object, direction: Direction) {
  const { findings } = await compare(api(before, direction), api(after, direction));
  return findings.map(({ severity, rule, subject }) => `${severity} ${rule} ${subject}`);
}

const [text, count] = [{ type: 'string' }, { type: 'integer' }];
const short = { ...text, maxLength: 5 };
const map = (others: object, properties: object = {}) => ({ properties, additionalProperties: others, type: 'object' });
const named = (properties: object) => ({ type: 'object', properties });
const alike = (pattern: string, others: object, properties: object = {}) => ({
  ...named(properties),
  patternProperties: { [pattern]: others },
});

test.each([
  ['a map', map(count)],
  ['what no part describes', { type: 'object', unevaluatedProperties: count }],
])('what %s holds it to is told in its place, in both directions and on the way back', async (_, others) => {
  const naming = { ...others, properties: { a: text } };
  for (const direction of ['request', 'answer'] as const) {
    const subject = direction === 'request' ? 'body' : '200.body';
    expect(await told(naming, others, direction)).toEqual([
      `breaking type-changed ${subject}.a`,
      `risky property-removed ${subject}.a`,
    ]);
    expect(await told(others, naming, direction)).toEqual([
      `breaking type-changed ${subject}.a`,
      `safe property-added ${subject}.a`,
    ]);
  }
});

test('properties that become a map are held to it one by one, and the map to what they did not name', async () => {
  const pet = named({ a: text, b: count });
  expect(await told(pet, map(count), 'request')).toEqual([
    'breaking type-changed body.a',
    'risky additional-properties-narrowed body',
    'risky property-removed body.a',
    'risky property-removed body.b',
  ]);
  expect(await told(map(count), pet, 'answer')).toEqual([
    'breaking type-changed 200.body.a',
    'risky additional-properties-widened 200.body',
    'safe property-added 200.body.a',
    'safe property-added 200.body.b',
  ]);
  const open = { ...pet, additionalProperties: true };
  expect(await told(open, map(count), 'request')).toContain('breaking additional-properties-narrowed body');
});

test('a pattern that comes is held against the properties that it takes over', async () => {
  const [before, after] = [named({ 'x-a': text, b: text }), alike('^x-', short, { b: text })];
  expect(await told(before, after, 'request')).toEqual([
    'breaking max-length-set body.x-a',
    'risky pattern-property-added body',
    'risky property-removed body.x-a',
  ]);
  expect(await told(after, before, 'answer')).toContain('breaking max-length-removed 200.body.x-a');
});

test('a pattern of both releases says of a property the same, named or not', async () => {
  const [before, after] = [alike('^x-', text, { 'x-a': count }), alike('^x-', text)];
  expect(await told(before, after, 'request')).toEqual(['risky property-removed body.x-a']);
});

test('what stays as it is among the further properties changes nothing but its name', async () => {
  const [before, after] = [map(text, { a: text }), map(text)];
  expect(await told(before, after, 'answer')).toEqual(['risky property-removed 200.body.a']);
  expect(await told(after, before, 'answer')).toEqual(['safe property-added 200.body.a']);
  const { findings } = await compare(api(before, 'request'), api(after, 'request'));
  expect(findings[0]).toMatchObject({
    message: 'The property `a` of the request body is no longer named, but one of the further properties',
    advice: 'Check that `a` still has its effect: it may be sent as one of the further properties only.',
  });
});

test('what is demanded by name from now on is demanded, whatever a map said of it', async () => {
  const after = { ...map(text, { a: text }), required: ['a'] };
  expect(await told(map(text), after, 'request')).toEqual(['breaking property-added body.a']);
  expect(await told(after, map(text), 'answer')).toEqual(['breaking property-removed 200.body.a']);
});

test('a list of the names of properties is told as one of names', async () => {
  const titles = (...names: string[]) => ({ ...map(text), propertyNames: { enum: names } });
  const said = async (around: (titles: object) => object) => {
    const { findings } = await compare(
      api(around(titles('en', 'fr')), 'request'),
      api(around(titles('en')), 'request'),
    );
    return findings.map(({ message }) => message);
  };
  expect(await said((title) => title)).toEqual(['The name of a property of the request body no longer lists "fr"']);
  expect(await said((title) => named({ title }))).toEqual([
    'The name of a property in `title` of the request body no longer lists "fr"',
  ]);
});

test('a pattern of names in an object that is closed but for these lets properties in', async () => {
  const closed = (pattern: string) => ({ ...alike(pattern, text), additionalProperties: false });
  const [before, after] = [closed('^[A-Z]{2}$'), closed('^[A-Z]{2,3}$')];
  const { findings: received } = await compare(api(before, 'answer'), api(after, 'answer'));
  expect(received[0]).toMatchObject({
    severity: 'breaking',
    message: 'The 200 response body may now hold properties named like `^[A-Z]{2,3}$`',
    advice: 'Be ready for properties named like `^[A-Z]{2,3}$`.',
  });
  const { findings: sent } = await compare(api(after, 'request'), api(before, 'request'));
  expect(sent[0]).toMatchObject({
    severity: 'breaking',
    message: 'The request body may no longer hold properties named like `^[A-Z]{2,3}$`',
    advice: 'Stop sending properties named like `^[A-Z]{2,3}$` that nothing else describes.',
  });
});

test('what is marked readOnly of all further properties is sent all the same', async () => {
  const marked = map({ ...count, readOnly: true });
  expect(await told(marked, { ...marked, properties: { a: text } }, 'request')).toEqual([
    'breaking type-changed body.a',
    'safe property-added body.a',
  ]);
});

test('a pattern that comes is told once, also where it matches a property that was named', async () => {
  const before = alike('^x', text, { xb: text });
  const after = { type: 'object', patternProperties: { '^x': text, b$: { maxLength: 2 } } };
  expect(await told(before, after, 'request')).not.toContain('breaking values-narrowed body');
});

test('what is said of further properties stays a risk where the whole cannot be decided', async () => {
  const after = { ...alike('(?<', count), additionalProperties: count };
  expect(await told(named({ a: text }), after, 'request')).toContain('risky additional-properties-narrowed body');
});
