// The example under a finding shows that finding, and not what else changed in the same message.

import { describe, expect, it } from 'vitest';
import { compare } from './compare.ts';

type Schemas = Readonly<Record<string, object>>;

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const api = (operation: object, schemas: Schemas = {}) => ({
  paths: { '/x': { post: operation } },
  components: { schemas },
});
const done = { '204': { description: 'Done.' } };
const request = (schema: object) => api({ requestBody: { required: true, ...json(schema) }, responses: done });
const eitherOf = (schemas: Schemas) =>
  api(
    {
      responses: {
        '200': {
          description: 'x',
          ...json({ oneOf: Object.keys(schemas).map((name) => ({ $ref: `#/components/schemas/${name}` })) }),
        },
      },
    },
    schemas,
  );
const object = (properties: Schemas, required: readonly string[] = Object.keys(properties)) => ({
  type: 'object',
  properties,
  required,
});
const text = { type: 'string' };

/** Of each finding with an example, the body that is shown. */
async function shown(before: object, after: object) {
  const { findings } = await compare(before, after);
  const bodies = findings.flatMap(({ rule, subject, witness }) =>
    witness === null ? [] : [[`${rule} ${subject}`, JSON.parse(witness.http.split('\n\n').at(-1)!)] as const],
  );
  return new Map(bodies);
}

describe('of several things that a request may no longer hold', () => {
  it('what is missed in an object that closes too is shown without what is refused beside the object', async () => {
    const job = (template: object, deadline: object) => request(object({ template, deadline }, ['template']));
    const closed = { ...object({ spec: { type: 'object', additionalProperties: true } }), additionalProperties: false };
    const bodies = await shown(
      job({ type: 'object', additionalProperties: true }, { type: 'integer' }),
      job(closed, { type: 'integer', minimum: 0 }),
    );
    expect(bodies.get('property-added body.template.spec')).toEqual({ template: {} });
    expect(bodies.get('minimum-set body.deadline')).toEqual({ template: { spec: {} }, deadline: -1 });
  });

  it('each is shown by a request that is refused for it alone', async () => {
    const plan = (currency: object, interval: readonly string[], more: object) =>
      request(
        object(
          {
            currency: { ...text, ...currency },
            interval: { enum: interval },
            tags: { type: 'array', items: text, ...more },
          },
          ['currency', 'interval'],
        ),
      );
    const bodies = await shown(
      plan({ minLength: 3, maxLength: 3 }, ['day', 'week'], {}),
      plan({ enum: ['EUR', 'USD'] }, ['week'], { uniqueItems: true }),
    );
    expect(bodies.get('unique-items-demanded body.tags')).toMatchObject({
      currency: expect.stringMatching(/EUR|USD/),
      interval: 'week',
    });
    const enumerated = bodies.get('became-enum body.currency');
    expect(enumerated).toMatchObject({ interval: 'week' });
    expect(enumerated.currency).not.toMatch(/EUR|USD/);
    expect(bodies.get('enum-value-removed body.interval')).toMatchObject({
      currency: expect.stringMatching(/EUR|USD/),
      interval: 'day',
    });
  });

  it('one is shown beside another where it cannot come alone', async () => {
    const of = (values: readonly string[], least: number) =>
      request(object({ a: { enum: values }, b: { type: 'integer', minimum: least, maximum: 1 } }));
    const bodies = await shown(of(['x', 'y'], 1), of(['z'], 2));
    expect(bodies.get('enum-value-removed body.a')).toMatchObject({ b: 1 });
  });
});

it('a property that may be missed is shown by nothing else, whether its neighbour is written out or referred to', async () => {
  const answer = (schema: object) =>
    api({ responses: { '200': { description: 'x', ...json(schema) } } }, { C: { enum: ['b', 'd'] } });
  const severities = async (c: object) => {
    const before = { ...object({ a: { const: 2 }, c }, []), additionalProperties: { enum: [1, 3] } };
    const { findings } = await compare(answer(before), answer({}));
    return findings
      .filter(({ rule }) => rule === 'property-removed')
      .map(({ subject, severity }) => [subject, severity]);
  };
  const written = await severities({ enum: ['b', 'd'] });
  expect(written).toHaveLength(2);
  expect(await severities({ $ref: '#/components/schemas/C' })).toEqual(written);
});

describe('a bound that gives way to something else', () => {
  const advised = async (before: object, after: object, rule: string) => {
    const { findings } = await compare(request(object({ a: before })), request(object({ a: after })));
    return findings.find((finding) => finding.rule === rule)?.advice;
  };

  it('is not said to let more through', async () => {
    expect(await advised({ ...text, maxLength: 3 }, { ...text, enum: ['EUR'] }, 'max-length-removed')).toBe(
      'Nothing to do for this alone: the list of values is told apart.',
    );
    expect(
      await advised({ type: 'number', minimum: 0 }, { type: 'number', exclusiveMinimum: -1 }, 'minimum-removed'),
    ).toBe('Nothing to do; no less is accepted.');
    expect(await advised({ ...text, maxLength: 3 }, text, 'max-length-removed')).toBe(
      'Nothing to do; more is accepted now.',
    );
  });

  it('leaves an answer as it was, in the words of whoever receives it', async () => {
    const answer = (schema: object) => eitherOf({ A: object({ a: { ...text, ...schema } }) });
    const { refactors } = await compare(answer({ maxLength: 3 }), answer({ enum: ['EUR'] }));
    expect(refactors.map(({ message }) => message.split('; ').at(-1))).toEqual([
      'nothing comes that could not come before',
    ]);
  });
});

describe('of the forms of an answer', () => {
  const card = object({ kind: { const: 'card' }, no: text });
  const debit = (kind: string) => object({ kind: { const: kind }, iban: text });
  const paypal = object({ kind: { const: 'paypal' } });

  it('a new one is shown by itself, and not by what changed in another', async () => {
    const bodies = await shown(
      eitherOf({ Card: card, Debit: debit('sepa') }),
      eitherOf({ Card: card, Debit: debit('sepa_debit'), Paypal: paypal }),
    );
    expect(bodies.get('alternative-added 200.body')).toEqual({ kind: 'paypal' });
  });

  it('each is shown by its own values', async () => {
    const either = (required: (name: string) => readonly string[]) =>
      eitherOf({
        A: object({ a: text, x: { type: ['string', 'null'] } }, required('ax')),
        B: object({ b: text, s: { $ref: '#/components/schemas/S' } }, required('bs')),
        S: text,
      });
    const bodies = await shown(
      either((names) => [...names]),
      either(([first]) => [first!]),
    );
    expect(bodies.get('property-became-optional 200.body.oneOf(A).x')).toEqual({ a: expect.any(String) });
    expect(bodies.get('property-became-optional 200.body.oneOf(B).s')).toEqual({ b: expect.any(String) });
  });

  it('what one lets through no more than before is no alarm because another changed', async () => {
    const either = (currency: object, more: object) =>
      eitherOf({ A: object({ a: text, currency: { ...text, ...currency } }), B: object({ b: text, ...more }) });
    const { findings } = await compare(
      either({ minLength: 3, maxLength: 3 }, {}),
      either({ enum: ['EUR'] }, { extra: text }),
    );
    const alarms = findings.filter(({ severity, subject }) => severity !== 'safe' && subject.includes('currency'));
    expect(alarms.map(({ message }) => message)).toEqual([]);
  });
});
