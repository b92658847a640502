import { requestBodies, responseBodies } from '../../example.ts';
import { defineRule } from '../../rule.ts';

const shorterThan = (length: number) => ({ type: 'string', not: { minLength: length } });

/** Found by the prover (../../find-narrowed.ts), where no rule reads what changed. */
export const valuesWidened = defineRule({
  id: 'values-widened',
  on: 'schema',
  purpose:
    'Reports that all that is sent is still accepted though the description differs, where no keyword shows how.',
  about: 'values',
  severity: 'safe',
  advice: 'Nothing to do.',
  identifying: [],
  *find(): Iterable<Record<string, never>> {},
  say: (_, { where, direction }) =>
    direction === 'response' ? `the ${where} may be less than before` : `the ${where} may be more than before`,
  examples: () => ({
    reports: [
      requestBodies(shorterThan(5), shorterThan(9), 'safe', ['request-property-min-length-increased']),
      responseBodies(shorterThan(9), shorterThan(5), 'safe', ['response-property-min-length-decreased']),
    ],
    silent: [requestBodies(shorterThan(5), { type: 'string', allOf: [{ not: { minLength: 5 } }] })],
  }),
});
