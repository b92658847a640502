// Generators for .NET close each class by itself, also one that takes another over: by the letter hardly anything fits it.

import { describe, expect, it } from 'vitest';
import { compare } from './compare.ts';

type Schema = Record<string, unknown>;
const to = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const text = { type: 'string', nullable: true };
const closed = (properties: object, more: object = {}) => ({
  type: 'object',
  properties,
  additionalProperties: false,
  ...more,
});

/** As NSwag writes a class with a base, and as Swashbuckle does. */
const writers = {
  'in a part of their own': (own: object) => ({ allOf: [to('Payment'), own] }),
  'beside the reference': (own: object) => ({ ...own, allOf: [to('Payment')] }),
};

const Payment = closed({ kind: { type: 'string' }, currency: text }, { required: ['kind'] });
const forms = (...names: string[]) => ({ oneOf: names.map(to), nullable: true });

const api = (place: 'request' | 'response', schemas: Schema, pay: object = forms('Card', 'Invoice')) => {
  const content = { 'application/json': { schema: { ...closed({ pay }), required: ['pay'] } } };
  const done = { description: 'Done.' };
  return {
    openapi: '3.0.3',
    paths: {
      '/orders': {
        post:
          place === 'request'
            ? { requestBody: { content }, responses: { 204: done } }
            : { responses: { 200: { ...done, content } } },
      },
    },
    components: { schemas: { Payment, ...schemas } },
  };
};

describe.each(Object.entries(writers))('classes that are closed %s', (_, heir) => {
  const card = { number: text, code: text };
  const classes = (own: object = card, more: object = {}) => ({
    Card: heir(closed(own, more)),
    Invoice: heir(closed({ vat: text })),
  });

  it('are gone from a request where they are listed no more, and new in an answer where they are', async () => {
    const one = forms('Card');
    const lost = await compare(api('request', classes()), api('request', classes(), one));
    expect(lost.findings).toMatchObject([
      { rule: 'alternatives-unwrapped', severity: 'breaking', witness: { value: { kind: expect.any(String) } } },
    ]);
    const come = await compare(api('response', classes(), one), api('response', classes()));
    expect(come.findings).toMatchObject([{ rule: 'alternatives-wrapped', severity: 'breaking' }]);
    expect([...lost.problems, ...come.problems]).toEqual([]);
  });

  it('show by a value of all their parts what breaks', async () => {
    const asking = await compare(api('request', classes()), api('request', classes(card, { required: ['code'] })));
    expect(asking.findings).toMatchObject([
      { rule: 'property-became-required', witness: { value: { kind: expect.any(String) } } },
    ]);
    const more = await compare(api('response', classes()), api('response', classes({ ...card, holder: text })));
    expect(more.findings).toMatchObject([
      { severity: 'breaking', witness: { value: { kind: expect.any(String), holder: null } } },
    ]);
  });

  it('take more where they name more', async () => {
    const more = await compare(api('request', classes()), api('request', classes({ ...card, holder: text })));
    expect(more.verdict).toBe('compatible');
  });

  it('say the same in one piece', async () => {
    const whole = { ...classes(), Card: closed({ ...Payment.properties, ...card }, { required: ['kind'] }) };
    const harmless = { breaking: 0, risky: 0 };
    for (const place of ['request', 'response'] as const) {
      expect((await compare(api(place, classes()), api(place, whole))).summary).toMatchObject(harmless);
      expect((await compare(api(place, whole), api(place, classes()))).summary).toMatchObject(harmless);
    }
  });

  it('refuse by the letter what was sent where nothing was closed before', async () => {
    const cards = api('request', classes(), to('Card'));
    const open = JSON.parse(JSON.stringify(cards).replaceAll(',"additionalProperties":false', ''));
    expect((await compare(open, cards)).verdict).toBe('breaking');
    const others = { Base: closed({ id: text }), Other: { allOf: [to('Base'), closed({ more: text })] } };
    const beside = (document: ReturnType<typeof api>) => ({
      ...document,
      components: { schemas: { ...document.components.schemas, ...others } },
    });
    expect((await compare(beside(open), beside(cards))).verdict).toBe('breaking');
  });
});
