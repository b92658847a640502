// A number in a query is digits, and so are some texts.

import { expect, test } from 'vitest';
import { compare } from './compare.ts';

const asked = (schema: object) => ({
  paths: {
    '/pets': {
      get: { parameters: [{ name: 'id', in: 'query', schema }], responses: { 204: { description: 'Done.' } } },
    },
  },
});
const integer = { type: 'integer' };
const digits = (pattern: string, type: string | string[] = 'string') => ({ type, pattern });

test.each([
  ['digits as a number is written', digits('^(0|[1-9][0-9]*)$'), 'compatible'],
  ['digits with zeros before them', digits('^[0-9]+$'), 'risky'],
  ['a number, or digits with zeros before them', digits('^[0-9]+$', ['integer', 'string']), 'risky'],
])('%s, where a number is asked for: no call is shown that would fail', async (_, before, verdict) => {
  const result = await compare(asked(before), asked(integer));
  expect(result.verdict).toBe(verdict);
  expect(result.findings.filter(({ rule }) => rule !== 'pattern-removed')).toMatchObject([
    { rule: 'type-changed', witness: null },
  ]);
});

test('digits that may be letters are no number', async () => {
  const { findings } = await compare(asked(digits('^[a0-9]+$')), asked(integer));
  expect(findings).toMatchObject([{ severity: 'breaking', witness: { http: expect.stringMatching(/id=[a0]*a/) } }]);
});

test('a listed text with a zero before it is no proof that the number without it is meant', async () => {
  const listed = (...values: readonly unknown[]) => ({ enum: values, type: typeof values[0] });
  const { verdict, findings } = await compare(asked(listed('01', '2')), asked({ enum: [1, 2], type: 'integer' }));
  expect(verdict).toBe('risky');
  expect(findings).toContainEqual(expect.objectContaining({ rule: 'enum-value-removed', severity: 'risky' }));
  expect((await compare(asked(listed('1', '2')), asked({ enum: [1, 2], type: 'integer' }))).verdict).toBe('compatible');
});

const inForm = (id: object) => ({
  paths: {
    '/pets': {
      post: {
        requestBody: {
          required: true,
          content: {
            'application/x-www-form-urlencoded': {
              schema: { type: 'object', properties: { id, age: integer }, required: ['id', 'age'] },
            },
          },
        },
        responses: { 204: { description: 'Done.' } },
      },
    },
  },
  components: { schemas: { Id: integer } },
});

test.each([
  ['in place', integer],
  ['by its name', { $ref: '#/components/schemas/Id' }],
])('a number in a form that becomes a text breaks nobody beside another number: %s', async (_, before) => {
  expect((await compare(inForm(before), inForm({ type: 'string' }))).verdict).toBe('compatible');
  expect((await compare(inForm(before), inForm({ type: 'boolean' }))).verdict).toBe('breaking');
  expect((await compare(inForm({ type: 'string' }), inForm(before))).verdict).toBe('breaking');
});

test('an object made of parts may become a map of texts, as one in one piece may', async () => {
  const [age, name] = [{ age: integer }, { name: { type: 'string' } }].map((properties) => ({
    type: 'object',
    properties,
  }));
  const map = asked({ type: 'object', additionalProperties: { type: 'string' } });
  for (const whole of [{ ...age, properties: { ...age!.properties, ...name!.properties } }, { allOf: [age, name] }]) {
    const { findings } = await compare(asked(whole), map);
    expect(
      findings.filter(({ severity }) => severity !== 'safe').map(({ severity, rule }) => [severity, rule]),
    ).toEqual([
      ['risky', 'property-removed'],
      ['risky', 'property-removed'],
    ]);
  }
  const adults = asked({ allOf: [age, { if: { required: ['age'] }, then: { properties: { adult: integer } } }] });
  expect((await compare(adults, map)).verdict).toBe('breaking');
});

test.each([
  [
    'a format',
    { type: 'string', format: 'uuid' },
    'string in the format uuid',
    'values of type string in the format uuid',
  ],
  // Its digits were a text already: that it is to be one says nothing.
  ['a pattern', { type: 'string', pattern: '^usr_' }, 'string', 'only texts that the new description lets through'],
  ['a list', { type: 'string', enum: ['new', 'old'] }, 'string', 'only texts that the new description lets through'],
])(
  'a number that becomes a text of %s breaks as the change of type that it is, and nothing else is told',
  async (_, text, named, what) => {
    const { findings } = await compare(asked(integer), asked(text));
    expect(findings).toMatchObject([
      {
        rule: 'type-changed',
        severity: 'breaking',
        message: `The type of the query parameter \`id\` changed from integer to ${named}`,
        advice: `Send ${what} from the release on.`,
        witness: { http: expect.stringContaining('?id=0') },
      },
    ]);
  },
);

test('a number that becomes a text of a format which nobody knows may be refused', async () => {
  const { findings } = await compare(asked(integer), asked({ type: 'string', format: 'ulid' }));
  expect(findings).toMatchObject([{ rule: 'type-changed', severity: 'breaking', witness: null }]);
  expect(findings[0]?.undecidedBecause).toContain('ulid');
});

test('a number that becomes digits is no break: of which no value is refused that anybody would write', async () => {
  const { findings } = await compare(asked({ type: 'integer', minimum: 1 }), asked(digits('^[1-9][0-9]*$')));
  expect(findings).toMatchObject([{ rule: 'type-changed', severity: 'risky', witness: null }]);
});

test('a boolean that becomes a longer list of texts is still read', async () => {
  const text = { type: 'string', enum: ['true', 'false', 'maybe'] };
  const { findings } = await compare(asked({ type: 'boolean' }), asked(text));
  expect(findings).toMatchObject([{ rule: 'type-changed', severity: 'safe' }]);
});

test('a number that is none of the texts breaks also where no whole call can be shown', async () => {
  const never = { name: 'none', in: 'query', required: true, schema: { type: 'integer', minimum: 2, maximum: 1 } };
  const beside = (schema: object) => {
    const document = asked(schema);
    document.paths['/pets'].get.parameters.push(never as never);
    return document;
  };
  const { findings } = await compare(beside(integer), beside({ type: 'string', format: 'uuid' }));
  expect(findings).toMatchObject([{ rule: 'type-changed', severity: 'breaking', witness: null }]);
});
