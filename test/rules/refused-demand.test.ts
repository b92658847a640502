import { describe, expect, test } from 'vitest';
import { compare } from './compare.ts';

const answer = (schema: unknown) => ({
  paths: {
    '/plans': {
      get: { responses: { '200': { description: 'Fine.', content: { 'application/json': { schema } } } } },
    },
  },
});

describe('a schema that no value fits', () => {
  const money = (more: object) => ({
    type: 'object',
    required: ['currency'],
    properties: { currency: { type: 'string', ...more } },
  });
  const named = { type: 'object', required: ['id'], properties: { id: { type: 'string' } } };
  const priced = (more: object, closed: object = {}) => ({
    allOf: [{ type: 'object', properties: { price: money(more) }, ...closed }, named],
  });
  const three = { minLength: 3, maxLength: 3 };
  const closed = { additionalProperties: false };
  const told = async (before: object, after: object) => {
    const { verdict, findings, problems } = await compare(before, after);
    const alarms = findings.filter(({ severity }) => severity !== 'safe').map(({ rule }) => rule);
    return {
      verdict,
      alarms,
      problems: problems.map(({ code, position }) => [code, position?.source, position?.pointer]),
    };
  };

  test('is told once, where one of its parts refuses what another demands', async () => {
    const schemas = { Plan: priced(three) };
    const at = (plan: object) => {
      const ref = { $ref: '#/components/schemas/Plan' };
      const both = { type: 'object', properties: { plan: ref, plans: { type: 'array', items: ref } } };
      return { ...answer(both), components: { schemas: { ...schemas, Plan: plan } } };
    };
    expect(await told(at(priced(three)), at(priced(three, closed)))).toEqual({
      verdict: 'compatible',
      alarms: [],
      problems: [['schema-impossible', 'revision.json', '/components/schemas/Plan/allOf/0/additionalProperties']],
    });
    const { problems } = await compare(at(priced(three)), at(priced(three, closed)));
    expect(problems[0]?.message).toBe(
      'No value fits the schema Plan: it asks for `id`, which a part of it refuses by `additionalProperties: false`.',
    );
  });

  test('raises no alarm about what its parts are proven to let through', async () => {
    const listed = { enum: ['EUR', 'USD'] };
    const { verdict, alarms } = await told(answer(priced(three)), answer(priced(listed, closed)));
    expect({ verdict, alarms }).toEqual({ verdict: 'compatible', alarms: [] });
    const longer = await told(answer(priced(three)), answer(priced({ minLength: 3, maxLength: 4 }, closed)));
    expect(longer).toMatchObject({ verdict: 'breaking', alarms: ['max-length-increased'] });
  });

  test('is told where keywords contradict one another around an alarm', async () => {
    const price = (least: number, more: object) => ({
      type: 'object',
      required: ['price'],
      properties: { price: money(more) },
      minProperties: least,
      maxProperties: 1,
    });
    const { problems } = await compare(
      answer({ type: 'array', items: price(1, three) }),
      answer({ type: 'array', items: price(2, { minLength: 3, maxLength: 4 }) }),
    );
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^No value fits the schema .*: its keywords contradict one another\.$/),
    ]);
  });

  test('is not told of what says itself that nothing comes there', async () => {
    const open = { type: 'object', properties: { a: { type: 'string', maxLength: 3 } } };
    for (const a of [false, { not: {} }]) {
      const never = { type: 'object', properties: { a } };
      expect((await told(answer(open), answer(never))).problems).toEqual([]);
    }
    const whole = {
      allOf: [
        { ...open, ...closed },
        { type: 'object', properties: { b: { type: 'string' } } },
      ],
    };
    expect((await told(answer(open), answer(whole))).problems).toEqual([]);
  });
});
