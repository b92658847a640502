import { describe, expect, test } from 'vitest';
import { compare } from './compare.ts';

const api = (schema: object) => ({
  paths: {
    '/pets': {
      post: {
        requestBody: { required: true, content: { 'application/json': { schema } } },
        responses: { '204': { description: 'Done.' } },
      },
    },
  },
});
const text = { type: 'string' };
const object = (properties: object, more: object = {}) => ({ type: 'object', properties, ...more });
const closed = (properties: object) => object(properties, { additionalProperties: false });
const integer = (...steps: number[]) => ({ type: 'integer', allOf: steps.map((multipleOf) => ({ multipleOf })) });
const list = (second: string) => ({
  type: 'array',
  allOf: [{ prefixItems: [text] }, { prefixItems: [true, { type: second }] }],
});
const numbers = { additionalProperties: { type: 'integer' } };
const open = object({ a: text });

/** A rule reads what all parts say of it; of the others no keyword says it by itself. */
const steps = 'the step that a second part asks for';

const refused: readonly (readonly [says: string, before: object, after: object])[] = [
  [
    'a closed object that was taken apart, so that each part refuses what the other names',
    closed({ a: text, b: text }),
    { allOf: [closed({ a: text }), closed({ b: text })] },
  ],
  [
    'further properties that a part holds to a schema, though the other names them',
    object({ a: text, b: text }, numbers),
    { allOf: [object({ a: text }, numbers), object({ b: text }, numbers)] },
  ],
  [
    'unevaluatedProperties that went over into a part, which sees nothing of the others',
    { allOf: [open], unevaluatedProperties: false },
    { allOf: [open, { unevaluatedProperties: false }] },
  ],
  [steps, integer(2, 3), integer(2, 5)],
  ['the second item, of which a second part speaks', list('string'), list('integer')],
];

describe('what the parts of an allOf refuse together', () => {
  test.each(refused)('breaks: %s', async (says, before, after) => {
    const { verdict, findings } = await compare(api(before), api(after));
    expect([verdict, ...findings.map(({ rule, proof }) => `${rule} by ${proof}`)]).toEqual([
      'breaking',
      `${says === steps ? 'multiple-of-changed' : 'values-narrowed'} by witness`,
    ]);
    expect((await compare(api(after), api(before))).verdict).not.toBe('identical');
  });

  test.each(refused)('breaks beside a change that hurts nobody: %s', async (_, before, after) => {
    const beside = (value: object, note: object) => api(object({ value, note }));
    const verdictOf = async (note: object) => (await compare(beside(before, text), beside(after, note))).verdict;
    expect(await verdictOf({ ...text, deprecated: true })).toBe('breaking');
    expect(await verdictOf({ type: ['string', 'null'] })).toBe('breaking');
  });

  test('is nothing where the parts say the same as the whole', async () => {
    const whole = closed({ a: text, b: text });
    const parts = { allOf: [object({ a: text }), { ...whole }] };
    expect((await compare(api(whole), api(parts))).verdict).toBe('identical');
  });
});

test('a step that follows from the old one is not what changed', async () => {
  const messages = async (before: object, after: object) =>
    (await compare(api(before), api(after))).findings.flatMap(({ rule, message }) =>
      rule === 'multiple-of-changed' ? message.replace(/.*(?:had|need)/, '') : [],
    );
  expect(await messages(integer(6), integer(2, 5))).toEqual([' to be a multiple of 6 and must now be a multiple of 5']);
  expect(await messages(integer(6), integer(2, 5, 7))).toHaveLength(2);
});

test('what is asked for beside a property breaks once that one is no longer left to the server', async () => {
  const pet = (id: object) => object({ name: text, id }, { dependentRequired: { name: ['id'] } });
  const { findings } = await compare(api(pet({ ...text, readOnly: true })), api(pet(text)));
  expect(findings.map(({ rule, witness }) => [rule, witness?.value])).toContainEqual([
    'values-narrowed',
    { name: expect.any(String) },
  ]);
});
