// Which ids of the leading tool go with compositions: it reads them as they are written. Each expectation was read off
// that tool (oasdiff 1.33, `npm run referee:peers`).

import { describe, expect, it } from 'vitest';
import { compare } from './compare.ts';

const text = { type: 'string' };
const whole = { type: 'integer' };
const nothing = { type: 'null' };
const object = (properties: object, more: object = {}) => ({ type: 'object', properties, ...more });
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const cat = object({ meows: text }, { required: ['meows'] });
const dog = object({ barks: whole });
const titled = (title: string, schema: object) => ({ title, ...schema });

const cases: readonly (readonly [string, object, object, readonly string[]])[] = [
  [
    'an object that became one of two by anyOf: its properties, too',
    cat,
    { anyOf: [cat, dog] },
    ['request-property-any-of-added', 'request-property-type-generalized', 'request-property-removed'],
  ],
  ['an object that became one of two by oneOf', cat, { oneOf: [cat, dog] }, ['request-property-one-of-added']],
  [
    'an object that became one of two by oneOf, which a property tells apart',
    cat,
    { oneOf: [cat, dog], discriminator: { propertyName: 'kind' } },
    ['request-property-one-of-added'],
  ],
  [
    'an object that became one of two by anyOf, which a property tells apart',
    cat,
    { anyOf: [cat, dog], discriminator: { propertyName: 'kind' } },
    [
      'request-property-any-of-added',
      'request-property-discriminator-added',
      'request-property-type-generalized',
      'request-property-removed',
    ],
  ],
  [
    'an object of which one property is in no alternative',
    object({ meows: text, age: whole }),
    { oneOf: [object({ meows: text }), dog] },
    ['request-property-one-of-added', 'request-property-removed'],
  ],
  [
    'two alternatives without names, both changed',
    { oneOf: [cat, dog] },
    { oneOf: [object({ meows: whole }, { required: ['meows'] }), object({ barks: text })] },
    ['request-property-one-of-added', 'request-property-one-of-removed'],
  ],
  [
    'one alternative without a name, changed',
    { oneOf: [ref('Cat'), dog] },
    { oneOf: [ref('Cat'), object({ barks: text })] },
    ['request-property-type-changed'],
  ],
  [
    'two alternatives with titles, both changed',
    { oneOf: [titled('Cat', cat), titled('Dog', dog)] },
    {
      oneOf: [titled('Cat', object({ meows: whole }, { required: ['meows'] })), titled('Dog', object({ barks: text }))],
    },
    ['request-property-type-changed'],
  ],
  [
    'null beside several forms',
    { oneOf: [ref('Cat'), ref('Dog'), nothing] },
    { oneOf: [ref('Cat'), ref('Dog')] },
    ['request-property-one-of-removed'],
  ],
  [
    'an object or null by anyOf',
    { anyOf: [ref('Cat'), nothing] },
    ref('Cat'),
    ['request-property-any-of-removed', 'request-property-type-changed', 'new-required-request-property'],
  ],
  [
    'an object or null by oneOf',
    { oneOf: [ref('Cat'), nothing] },
    ref('Cat'),
    ['request-property-became-not-nullable'],
  ],
  [
    'types alone, one exchanged',
    { oneOf: [text, whole] },
    { oneOf: [text, { type: 'boolean' }] },
    ['request-property-list-of-types-narrowed', 'request-property-type-changed'],
  ],
  [
    'a requirement that one of several forms makes',
    { ...object({ a: text, b: text }), anyOf: [{ required: ['a'] }, { required: ['b'] }] },
    { ...object({ a: text, b: text }), anyOf: [{ required: ['a'] }] },
    ['request-property-any-of-removed'],
  ],
  [
    'a part of an allOf, and what it holds',
    { allOf: [ref('Dog')] },
    { allOf: [ref('Dog'), cat] },
    ['request-property-all-of-added'],
  ],
  [
    'what is refused',
    { not: object({ meows: text }) },
    { not: object({ meows: whole }) },
    ['request-property-type-changed'],
  ],
  [
    'one of several forms that is deprecated',
    { anyOf: [text, nothing] },
    { anyOf: [{ ...text, deprecated: true, 'x-sunset': '2099-01-01' }, nothing] },
    ['request-property-deprecated-with-sunset'],
  ],
  [
    'what holds where a condition does',
    { if: { minLength: 2 }, then: { maxLength: 5 }, else: object({ meows: text }) },
    { if: { minLength: 2 }, then: { maxLength: 7 }, else: object({ meows: whole }) },
    ['request-property-max-length-increased', 'request-property-type-changed'],
  ],
  [
    'a required property of one of two alternatives',
    { oneOf: [object({ kind: text }, { required: ['kind'], title: 'Cat' }), titled('Dog', dog)] },
    { oneOf: [object({ kind: whole }, { required: ['kind'], title: 'Cat' }), titled('Dog', dog)] },
    ['request-property-type-changed'],
  ],
];

describe('the ids of a composition', () => {
  it.each(cases)('%s', async (_, before, after, peers) => {
    const document = (schema: object) => ({
      paths: {
        '/pets': {
          post: {
            requestBody: { content: { 'application/json': { schema: object({ it: schema }) } } },
            responses: { '204': { description: 'Done.' } },
          },
        },
      },
      components: { schemas: { Cat: cat, Dog: dog } },
    });
    const { findings } = await compare(document(before), document(after));
    expect([...new Set(findings.flatMap((finding) => finding.peers))].sort()).toEqual([...peers].sort());
  });

  it('is another in a call than in an answer, though both share the schema', async () => {
    const content = { content: { 'application/json': { schema: ref('Thing') } } };
    const sharing = (...types: object[]) => ({
      paths: {
        '/pets': { post: { requestBody: content, responses: { '200': { description: 'Fine.', ...content } } } },
      },
      components: { schemas: { Thing: object({ it: { oneOf: types } }) } },
    });
    const { findings } = await compare(sharing(text, whole), sharing(text, { type: 'boolean' }));
    expect([...new Set(findings.flatMap((finding) => finding.peers))].sort()).toEqual([
      'request-property-list-of-types-narrowed',
      'request-property-type-changed',
      'response-property-list-of-types-widened',
      'response-property-type-changed',
    ]);
  });

  it('is that of the body itself where the bound stands behind a `$ref` with keywords beside it', async () => {
    const of = (maxLength: number) => ({
      paths: {
        '/pets': {
          post: {
            requestBody: { content: { 'application/json': { schema: { ...ref('Name'), minLength: 1 } } } },
            responses: { '204': { description: 'Done.' } },
          },
        },
      },
      components: { schemas: { Name: { ...text, maxLength } } },
    });
    const { findings } = await compare(of(10), of(5));
    expect(findings.map((finding) => finding.peers)).toEqual([['request-body-max-length-decreased']]);
  });

  it('is that of the refactor where a proof withdrew the finding', async () => {
    const of = (schema: object) => ({
      paths: {
        '/pets/{id}': {
          parameters: [{ name: 'id', in: 'path', required: true, schema: { ...text, maxLength: 5 } }],
          post: {
            requestBody: { content: { 'application/json': { schema } } },
            responses: { '204': { description: 'Done.' } },
          },
        },
      },
      components: { schemas: { Cat: cat, Dog: dog } },
    });
    const named = async (before: object, after: object) => {
      const { findings, refactors } = await compare(of(before), of(after));
      return [findings, refactors].map((list) => [...new Set(list.flatMap(({ peers }) => peers))].sort());
    };
    expect(await named({ ...text, enum: ['a', 'b'], maxLength: 9 }, { ...text, enum: ['a'], maxLength: 5 })).toEqual([
      ['request-body-enum-value-removed'],
      ['request-body-max-length-decreased'],
    ]);
    expect(await named({ oneOf: [cat, text] }, { anyOf: [cat, text] })).toEqual([
      [],
      ['request-body-any-of-added', 'request-body-one-of-removed'],
    ]);
  });

  it('is not named where what is written otherwise means the same', async () => {
    const of = (schema: object) => ({
      paths: {
        '/pets': {
          get: { responses: { '200': { description: 'Fine.', content: { 'application/json': { schema } } } } },
        },
      },
    });
    const { findings } = await compare(
      of({ allOf: [cat, dog] }),
      of({ ...object({ ...cat.properties, ...dog.properties }), required: ['meows'] }),
    );
    expect(findings).toEqual([]);
  });
});

describe('what is only written in another way', () => {
  const inAnswer = (schema: object) => ({
    paths: {
      '/pets': { get: { responses: { '200': { description: 'Fine.', content: { 'application/json': { schema } } } } } },
    },
    components: { schemas: { Cat: cat } },
  });
  const wordings: typeof cases = [
    [
      'one form, wrapped',
      object({ it: text }),
      object({ it: { oneOf: [text] } }),
      ['response-property-one-of-added', 'response-property-type-changed'],
    ],
    [
      'one part, unwrapped',
      object({ it: { allOf: [ref('Cat')] } }),
      object({ it: ref('Cat') }),
      ['response-property-all-of-removed', 'response-property-type-specialized', 'response-required-property-added'],
    ],
  ];

  it.each(wordings)('is a refactor with the ids of that: %s', async (_, before, after, peers) => {
    const { verdict, findings, refactors } = await compare(inAnswer(before), inAnswer(after));
    expect({ verdict, findings: findings.length }).toEqual({ verdict: 'identical', findings: 0 });
    expect(refactors.flatMap((refactor) => refactor.peers ?? []).sort()).toEqual([...peers].sort());
  });
});
