// The three numbers that every face says of a comparison.

import { expect, it } from 'vitest';
import {
  countedFindings,
  groupByCause,
  tallyFigures,
  tallyOfSeverity,
  tallySentence,
  tallyWithin,
  tallyWords,
} from '../../src/report/index.ts';
import { compare } from '../rules/compare.ts';

const shop = (status: object, limit: object) => {
  const answer = {
    description: 'x',
    content: { 'application/json': { schema: { $ref: '#/components/schemas/Order' } } },
  };
  return {
    components: { schemas: { Order: { type: 'object', required: ['status'], properties: { status } } } },
    paths: {
      '/orders/{id}': {
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
        get: { responses: { '200': answer } },
        delete: { responses: { '200': answer, '202': answer } },
      },
      '/sales': {
        get: {
          parameters: [{ name: 'limit', in: 'query', schema: limit }],
          responses: { '204': { description: 'x' } },
        },
      },
    },
  };
};

it('counts changes, the places where they are met and the operations that those lie in', async () => {
  const comparison = await compare(
    shop({ type: 'object', properties: { word: { type: 'string' } } }, { type: 'integer', maximum: 100 }),
    shop({ type: 'string' }, { type: 'integer', maximum: 10 }),
  );
  const tally = tallyOfSeverity(comparison, 'breaking');
  expect(tally).toEqual({ changes: 2, places: 4, operations: 3 });
  expect(tallyWords(tally, 'breaking change')).toBe('2 breaking changes in 4 places');
  expect(tallySentence(tally, 'breaking change')).toBe('2 breaking changes in 4 places of 3 operations');
  expect(tallyFigures(tally, 'breaking')).toBe('2 breaking (4 places)');

  const within = tallyWithin(groupByCause(countedFindings(comparison)));
  const of = (wanted: (finding: (typeof comparison.findings)[number]) => boolean) =>
    within(new Set(comparison.findings.filter(wanted).map(({ fingerprint }) => fingerprint)));
  const ofGet = of(({ operation }) => operation?.method === 'GET' && operation.path === '/orders/{id}');
  expect(ofGet).toEqual({ changes: 1, places: 1, operations: 1 });
  expect(tallySentence(ofGet, 'breaking change')).toBe('1 breaking change in 1 operation');
  // A property that goes with its object is told with it, also to whom only the property is said to meet.
  expect(of(({ rule, operation }) => rule === 'property-removed' && operation?.method === 'GET')).toEqual(ofGet);
  expect(within(new Set())).toEqual({ changes: 0, places: 0, operations: 0 });
});
