import { requestBodies } from '../../example.ts';
import { defineRule } from '../../rule.ts';

const lengths = (longest: number, shortest: number) => ({
  oneOf: [
    { type: 'string', title: 'Short', maxLength: longest },
    { type: 'string', title: 'Long', minLength: shortest },
  ],
});

/** Found by the prover (../../hold-to-values.ts), since no keyword by itself shows it. */
export const valuesNarrowed = defineRule({
  id: 'values-narrowed',
  on: 'schema',
  purpose: 'Reports that a message used to be accepted and no longer is, though each keyword by itself looks harmless.',
  about: 'values',
  severity: 'breaking',
  advice: (_, { direction }) =>
    direction === 'response'
      ? 'Be ready for answers like the one shown.'
      : 'Do not send messages like the one shown. Whoever runs the API: look at how its alternatives overlap.',
  *find(): Iterable<Record<never, never>> {},
  say: (_, { where, direction }) =>
    direction === 'response'
      ? `the ${where} may be what could not come before`
      : `the ${where} no longer accepts all that it accepted`,
  examples: {
    reports: [
      requestBodies(lengths(5, 10), lengths(12, 10), { severity: 'breaking', alongside: ['max-length-increased'] }),
    ],
    silent: [requestBodies(lengths(5, 10), lengths(9, 10))],
  },
});
