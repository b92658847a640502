// What may have come in place of a property that is gone: named as a guess, and only where there is no choice.

import { describe, expect, test } from 'vitest';
import { compare } from './compare.ts';

const text = { type: 'string' };
const answering = (properties: object, required: readonly string[] = Object.keys(properties)) => ({
  paths: {
    '/pets': {
      get: {
        responses: {
          '200': {
            description: 'OK',
            content: { 'application/json': { schema: { type: 'object', required, properties } } },
          },
        },
      },
    },
  },
});

async function adviceOn(before: object, after: object, required?: readonly string[]): Promise<string | undefined> {
  const { findings } = await compare(answering({ id: { type: 'integer' }, ...before }), answering(after, required));
  return findings.find(({ rule }) => rule === 'property-removed')?.advice;
}

test('a program reads the name alone, and by what it was guessed', async () => {
  const factsOn = async (before: object, after: object) =>
    (await compare(answering(before), answering(after))).findings.find(({ rule }) => rule === 'property-removed')
      ?.facts;
  expect(await factsOn({ owner: text }, { contact: text })).toMatchObject({
    probablyNow: 'contact',
    guessedBy: 'shape',
  });
  expect(await factsOn({ owner_id: text }, { ownerId: text })).toMatchObject({
    probablyNow: 'ownerId',
    guessedBy: 'spelling',
  });
});

describe('the advice on a property that is gone', () => {
  test('names the one that came in its place, and says that this is a guess', async () => {
    const described = { ...text, description: 'Who answers for it' };
    const advice = await adviceOn({ owner: text }, { id: { type: 'integer' }, contact: described });
    expect(advice).toMatch(
      /^Do not rely on the property any more\. It was probably renamed to `contact`; that is a guess/,
    );
  });

  test('names the one that is only written otherwise, however many others got another name', async () => {
    const advice = await adviceOn(
      { owner_name: text, pet_name: text },
      {
        id: { type: 'integer' },
        ownerName: text,
        petName: text,
        kind: text,
      },
    );
    expect(advice).toBe('Do not rely on the property any more. Most likely it is called `ownerName` now.');
  });

  test.each([
    ['nothing came', { owner: text }, { id: { type: 'integer' } }, undefined],
    ['two came that are like it', { owner: text }, { id: { type: 'integer' }, contact: text, team: text }, undefined],
    ['two went that are like it', { owner: text, team: text }, { id: { type: 'integer' }, contact: text }, undefined],
    [
      'what came is described otherwise',
      { owner: text },
      { id: { type: 'integer' }, contact: { type: 'array' } },
      undefined,
    ],
    ['what came may be left out', { owner: text }, { id: { type: 'integer' }, contact: text }, ['id']],
  ])('names none where %s', async (_, before, after, required) => {
    expect(await adviceOn(before, after, required)).toBe('Do not rely on the property any more.');
  });

  test('is found for each of thousands that all got other names', async () => {
    const named = (prefix: string) =>
      Object.fromEntries(Array.from({ length: 2_000 }, (_, index) => [`${prefix}${index}`, { maxLength: index }]));
    const { findings } = await compare(answering(named('old'), []), answering(named('new'), []));
    const gone = findings.find(({ subjectPath }) => subjectPath.at(-1) === 'old7');
    expect(gone?.advice).toContain('probably renamed to `new7`');
  }, 10_000);
});
