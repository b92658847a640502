import { requestBodies } from '../../example.ts';
import { defineRule } from '../../rule.ts';

const lengths = (longest: number, shortest: number) => ({
  oneOf: [
    { type: 'string', title: 'Short', maxLength: longest },
    { type: 'string', title: 'Long', minLength: shortest },
  ],
});

type Found = {
  /** Whether a value is known that is refused now; otherwise nothing is known of the change but that it is one. */
  readonly isShown: boolean;
};

/** Found by the prover (../../hold-to-values.ts), since no keyword by itself shows it. */
export const valuesNarrowed = defineRule({
  id: 'values-narrowed',
  on: 'schema',
  purpose: 'Reports that a message used to be accepted and no longer is, though each keyword by itself looks harmless.',
  about: 'values',
  severity: ({ isShown }: Found) => (isShown ? 'breaking' : 'risky'),
  advice: (_, { direction }) =>
    direction === 'response'
      ? 'Be ready for answers like the one shown.'
      : 'Do not send messages like the one shown. Whoever runs the API: see which part of the new description refuses it.',
  identifying: [],
  *find(): Iterable<Found> {},
  say: ({ isShown }, { where, direction }) =>
    !isShown
      ? `the ${where} changed in a way that could not be decided`
      : direction === 'response'
        ? `the ${where} may be what could not come before`
        : `the ${where} no longer accepts all that it accepted`,
  examples: () => ({
    reports: [
      requestBodies(lengths(5, 10), lengths(12, 10), { severity: 'breaking', alongside: ['max-length-increased'] }),
    ],
    silent: [requestBodies(lengths(5, 10), lengths(9, 10))],
  }),
});
