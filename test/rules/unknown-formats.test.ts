import { describe, expect, it } from 'vitest';
import { compare } from './compare.ts';

const body = (schema: object) => ({
  paths: {
    '/accounts': {
      post: {
        requestBody: { content: { 'application/json': { schema } } },
        responses: { 204: { description: 'Done.' } },
      },
    },
  },
});
const text = (format: string, more: object = {}) => ({ type: 'string', format, ...more });

async function told(before: object, after: object) {
  const { findings, refactors, verdict, problems } = await compare(body(before), body(after));
  return {
    verdict,
    said: findings.map(({ severity, message }) => `${severity}: ${message}`),
    undecidedBecause: findings.map(({ undecidedBecause }) => undecidedBecause),
    examples: findings.map(({ witness }) => witness?.value ?? null),
    refactors: refactors.map(({ message }) => message),
    problems: problems.map(({ message }) => message),
  };
}

describe('a format of which no text can be held', () => {
  it('is told as changed where it is one of several that the parts of an allOf ask for', async () => {
    const both = (format: string) => ({ type: 'string', allOf: [{ format: 'uuid' }, { format }] });
    expect(await told(both('iban'), both('swift'))).toMatchObject({
      said: ['breaking: The format of the request body changed from iban to swift'],
      undecidedBecause: ['no value can be held to the format iban, which is not known here'],
      refactors: [],
    });
    const one = await told(both('iban'), { type: 'string', allOf: [{ format: 'uuid' }] });
    expect(one.said).toContain('safe: The request body no longer has the format iban');
  });

  it('leaves undecided what must not be of it, or what it decides on', async () => {
    for (const hold of [
      (format: string) => ({ type: 'string', not: { format } }),
      (format: string) => ({ type: 'string', if: { format }, then: { minLength: 5 } }),
    ]) {
      expect(await told(hold('iban'), hold('swift'))).toMatchObject({
        verdict: 'risky',
        said: ['risky: The request body changed in a way that could not be decided'],
        refactors: [],
        problems: [],
      });
      expect(await told(hold('iban'), hold('iban'))).toMatchObject({ verdict: 'identical', problems: [] });
    }
  });

  it('is not taken for one that lets nothing through where it is excluded', async () => {
    const excluding = (longest: number) => ({ type: 'string', maxLength: longest, not: { format: 'iban' } });
    expect(await told(excluding(7), excluding(6))).toMatchObject({
      verdict: 'breaking',
      undecidedBecause: ['format iban is not known'],
      problems: [],
    });
    expect(await told(excluding(6), excluding(7))).toMatchObject({ verdict: 'compatible', problems: [] });
  });

  it('tells alternatives apart, so that none takes the texts of the other', async () => {
    for (const keyword of ['anyOf', 'oneOf']) {
      const either = (longest: number) => ({ [keyword]: [text('iban', { maxLength: longest }), text('swift')] });
      const shortened = await told(either(8), either(7));
      expect(shortened.said[0]).toMatch(/^breaking: The maximum length of the alternative/);
      expect(shortened.examples).toEqual(shortened.examples.map(() => null));
      const { said, undecidedBecause } = await told({ [keyword]: [text('iban'), text('swift')] }, text('iban'));
      expect(said[0]).toBe('breaking: The request body has one form now and may no longer be `string`');
      expect(undecidedBecause[0]).toMatch(/no value can be held to the format (?:iban|swift)/);
    }
  });

  it('says nothing against alternatives of which no other takes a text', async () => {
    const id = text('iban');
    const number = { type: 'integer' };
    const halves = [
      { ...number, minimum: 1 },
      { ...number, maximum: 0 },
    ];
    expect((await told({ oneOf: [id, number] }, { anyOf: [number, id] })).verdict).toBe('compatible');
    expect((await told({ oneOf: [id, ...halves] }, { oneOf: [id, number] })).verdict).toBe('compatible');
    expect((await told({ oneOf: [id, ...halves] }, { oneOf: [text('swift'), number] })).verdict).toBe('breaking');
    const either = { type: ['string', 'integer'] };
    expect((await told({ oneOf: [id, number] }, either)).verdict).toBe('compatible');
    expect((await told({ oneOf: [{ type: 'string' }, number] }, { ...either, format: 'iban' })).verdict).toBe(
      'breaking',
    );
  });

  it('still shows what is refused of one that may be null', async () => {
    const orNull = (longest: number) => ({ anyOf: [text('iban', { maxLength: longest }), { type: 'null' }] });
    expect((await told(orNull(8), orNull(7))).examples).toEqual(['aaaaaaaa']);
  });
});

it('shows a text of the one format that changed among several', async () => {
  const host = (format: string) => ({ type: 'string', allOf: [{ format: 'uri-reference' }, { format }] });
  const { said, examples } = await told(host('hostname'), host('ipv4'));
  expect(said).toEqual(['breaking: The format of the request body changed from hostname to ipv4']);
  expect(examples).toEqual([expect.stringMatching(/^[a-z]/)]);
});
