// What a person reads as one change.

import { describe, expect, it } from 'vitest';
import {
  alongSentence,
  countedFindings,
  groupByCause,
  renderComparison,
  reportFormats,
} from '../../src/report/index.ts';
import { compare } from '../rules/compare.ts';

const person = {
  type: 'object',
  required: ['name'],
  properties: { name: { type: 'string' }, age: { type: 'integer' } },
};
const answering = (schemas: Record<string, object>) => ({
  paths: Object.fromEntries(
    Object.entries(schemas).map(([path, schema]) => [
      path,
      { get: { responses: { '200': { description: 'x', content: { 'application/json': { schema } } } } } },
    ]),
  ),
});
const pet = (owner: object) => ({ type: 'object', required: ['owner'], properties: { owner } });
const groupsOf = async (base: object, revision: object) => groupByCause(countedFindings(await compare(base, revision)));

describe('an object that becomes something else', () => {
  it('is one change to a person, and a finding for each property to a program', async () => {
    const comparison = await compare(answering({ '/a': pet(person) }), answering({ '/a': pet({ type: 'string' }) }));
    expect(comparison.findings.map(({ rule }) => rule).sort()).toEqual([
      'property-removed',
      'property-removed',
      'type-changed',
    ]);
    expect(groupByCause(countedFindings(comparison))).toMatchObject([
      {
        rule: 'type-changed',
        findings: [{ subject: '200.body.owner' }],
        along: [{ rule: 'property-removed' }, { rule: 'property-removed' }],
      },
    ]);
    const told = 'With it go the properties `age`, `name`.';
    expect(renderComparison(comparison, { colour: false, width: 100 })).toContain(told);
    for (const id of ['markdown', 'github']) {
      const format = reportFormats.find((each) => each.id === id);
      expect(format?.render(comparison, { failOn: 'breaking' })).toContain(told);
    }
  });

  it('brings its properties along where it was none before', async () => {
    const groups = await groupsOf(answering({ '/a': pet({ type: 'string' }) }), answering({ '/a': pet(person) }));
    expect(groups.map(({ rule, along }) => [rule, along.map(({ subjectPath }) => subjectPath.at(-1)).sort()])).toEqual([
      ['type-changed', ['age', 'name']],
    ]);
  });

  it('takes no property along that goes from an object which stays one', async () => {
    const { owner } = { owner: { ...person, type: ['object', 'string'] } };
    const less = { type: ['object', 'string', 'integer'], properties: { age: { type: 'integer' } } };
    const groups = await groupsOf(answering({ '/a': pet(owner) }), answering({ '/a': pet(less) }));
    expect(groups.map(({ rule }) => rule)).toContain('property-removed');
  });
});

describe('a form that comes or goes with its value of the discriminator', () => {
  const form = { type: 'object', required: ['kind'], properties: { kind: { type: 'string' } } };
  const told = (mapping: Readonly<Record<string, string>>) => ({
    ...answering({
      '/a': {
        oneOf: [...new Set(Object.values(mapping))].map((name) => ({ $ref: `#/components/schemas/${name}` })),
        discriminator: {
          propertyName: 'kind',
          mapping: Object.fromEntries(
            Object.entries(mapping).map(([value, name]) => [value, `#/components/schemas/${name}`]),
          ),
        },
      },
    }),
    components: {
      schemas: {
        Cat: { ...form, title: 'Cat', required: ['kind', 'meows'] },
        Dog: { ...form, title: 'Dog', required: ['kind', 'barks'] },
        Cow: { ...form, title: 'Cow', required: ['kind', 'moos'] },
      },
    },
  });
  const [few, more] = [
    { cat: 'Cat', dog: 'Dog' },
    { cat: 'Cat', dog: 'Dog', cow: 'Cow' },
  ];

  it.each([
    ['alternative-added', few, more, 'With it comes the value of the discriminator `cow`.'],
    ['alternative-removed', more, few, 'With it goes the value of the discriminator `cow`.'],
    ['alternative-added', few, { ...more, ox: 'Cow' }, 'With it come the values of the discriminator `cow`, `ox`.'],
  ])('is one change to a person: %s', async (rule, before, after, sentence) => {
    const groups = await groupsOf(told(before), told(after));
    expect(groups.map((group) => [group.rule, alongSentence(group)])).toEqual([[rule, sentence]]);
  });

  it('is told by itself where it names another form, or one that was there', async () => {
    const groups = await groupsOf(told(few), told({ ...more, hound: 'Dog' }));
    expect(groups.map(({ rule }) => rule).sort()).toEqual(['alternative-added', 'discriminator-mapping-added']);
  });
});

it('keeps apart the callbacks of two methods of one path', async () => {
  const calling = (post: object, put: object) => {
    const registering = (owner: object) => ({
      responses: { '204': { description: 'x' } },
      callbacks: {
        sold: {
          '{$request.body#/url}': {
            post: {
              requestBody: { content: { 'application/json': { schema: pet(owner) } } },
              responses: { '204': { description: 'x' } },
            },
          },
        },
      },
    });
    const paths = { '/subscriptions': { post: registering(post), put: registering(put) } };
    return { paths };
  };
  const nameless = { type: 'object', properties: { age: { type: 'integer' } } };
  const groups = await groupsOf(calling(person, person), calling({ type: 'string' }, nameless));
  const said = groups.map(({ rule, findings: [{ operation }] }) => `${rule} of ${operation?.ofMethod}`);
  expect(said.sort()).toEqual(['property-removed of PUT', 'type-changed of POST']);
});

it('lets the plainest of the places that an example shows stand for all', async () => {
  const shared = (kinds: readonly string[]) => ({
    ...answering({
      '/a': { items: { items: { $ref: '#/components/schemas/Pet' } } },
      '/b': { $ref: '#/components/schemas/Pet' },
    }),
    components: { schemas: { Pet: { type: 'object', properties: { kind: { enum: kinds } } } } },
  });
  const [group] = await groupsOf(shared(['cat']), shared(['cat', 'dog']));
  expect(group?.findings.map(({ subject }) => subject)).toEqual(['200.body.kind', '200.body[][].kind']);
  expect(group?.message).toContain('`kind`');
});

it('lists of very many places as many as a person would read', async () => {
  const many = (kinds: readonly string[]) => ({
    ...answering(
      Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`/p${at}`, { $ref: '#/components/schemas/Pet' }])),
    ),
    components: { schemas: { Pet: { type: 'object', properties: { kind: { enum: kinds } } } } },
  });
  const comparison = await compare(many(['cat']), many(['cat', 'dog']));
  const html = reportFormats.find(({ id }) => id === 'html')?.render(comparison, { failOn: 'breaking' }) ?? '';
  expect(html.match(/<li>/g)).toHaveLength(201);
  expect(html).toContain('and 100 more');
  const markdown = reportFormats.find(({ id }) => id === 'markdown')?.render(comparison, { failOn: 'breaking' }) ?? '';
  expect(markdown).toContain('and 269 more');
});

describe('a list of values that becomes one of another type', () => {
  const levels = (...values: unknown[]) =>
    answering({ '/a': pet({ type: typeof values[0] === 'number' ? 'integer' : 'string', enum: values }) });

  it('is one change to a person, with the values that go and come', async () => {
    const groups = await groupsOf(levels(1, 2), levels('high', 'low'));
    expect(groups.map((group) => [group.rule, alongSentence(group)])).toEqual([
      ['type-changed', 'The values were 1, 2, and are "high", "low" now.'],
    ]);
  });

  it('is told by its values where the type stays', async () => {
    const groups = await groupsOf(levels(1, 2), levels(1, 3));
    expect(groups.map(({ rule, along }) => [rule, along.length]).sort()).toEqual([
      ['enum-value-added', 0],
      ['enum-value-removed', 0],
    ]);
  });
});

describe('one type that becomes a list of forms of other types', () => {
  const text = { type: 'string' };
  const forms = (...oneOf: object[]) => pet({ oneOf });
  const titled = ['Cat', 'Dog'].map((title) => ({ title, type: 'object', properties: { [title]: text } }));

  it.each([
    ['whose types are the forms', forms({ type: 'integer' }, { type: 'boolean' }), null, null],
    ['which have names', forms(...titled), 'It is `Cat` or `Dog` now.', 'It was `Cat` or `Dog`.'],
  ])('is one change to a person: %s', async (_, after, come, gone) => {
    const [one, several] = [answering({ '/a': pet(text) }), answering({ '/a': after })];
    const told = (groups: Awaited<ReturnType<typeof groupsOf>>) =>
      groups.map((group) => [group.rule, alongSentence(group)]);
    expect(told(await groupsOf(one, several))).toEqual([['type-changed', come]]);
    expect(told(await groupsOf(several, one))).toEqual([['type-changed', gone]]);
  });

  it('is told by itself where a form has the type that there was', async () => {
    const groups = await groupsOf(
      answering({ '/a': pet(text) }),
      answering({ '/a': forms(text, { type: 'integer' }) }),
    );
    expect(groups.map(({ rule }) => rule)).toEqual(['alternatives-wrapped']);
  });
});

it('speaks of the answer that most places are of, in the title', async () => {
  const { get } = answering({ '/a': { $ref: '#/components/schemas/Person' } }).paths['/a']!;
  const post = { responses: { '201': get.responses['200'] } };
  const document = (name: object) => ({
    paths: { '/a': { post }, '/b': { get }, '/c': { get } },
    components: { schemas: { Person: { type: 'object', required: ['name'], properties: { name } } } },
  });
  const [group] = await groupsOf(document({ type: 'integer' }), document({ type: 'string' }));
  expect(group?.findings).toHaveLength(3);
  expect(group?.message).toContain('of the 200 response body');
});
