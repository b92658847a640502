import { requestBodies, responseBodies } from '../../example.ts';
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
  /** Where in the whole it is refused. */
  readonly path?: string;
  /** What is refused there is null. */
  readonly isNull?: boolean;
  /** Only the accepting side describes what stands there. */
  readonly isUndescribed?: boolean;
  /** The alternatives of a `oneOf` that it fits, where it may fit only one. */
  readonly fits?: readonly string[];
};

function sayWhy(where: string, { path, isNull, isUndescribed, fits }: Found, isReceived: boolean): string {
  const place = path === undefined ? where : `${where}, at \`${path}\`,`;
  if (fits !== undefined) {
    const names = new Set(fits).size === fits.length ? `\`${fits.join('` and `')}\` alike` : 'several forms alike';
    return isReceived
      ? `the ${place} may now fit ${names}, and exactly one was to fit`
      : `the ${place} no longer accepts what fits ${names}: exactly one must fit`;
  }
  if (isUndescribed && path !== undefined) {
    return isReceived
      ? `the ${where} may now hold anything as \`${path}\`, which it no longer describes`
      : `the ${where} no longer accepts anything as \`${path}\`, which it did not describe`;
  }
  if (isNull) return isReceived ? `the ${place} may now be null` : `the ${place} may no longer be null`;
  return isReceived
    ? `the ${place} may be what could not come before`
    : `the ${place} no longer accepts all that it accepted`;
}

/** Found by the prover (../../find-narrowed.ts), since no keyword by itself shows it. */
export const valuesNarrowed = defineRule({
  id: 'values-narrowed',
  on: 'schema',
  purpose:
    'Reports that a message is refused now, or may come now, that was not before, though each keyword by itself looks harmless.',
  about: 'values',
  severity: ({ isShown }: Found) => (isShown ? 'breaking' : 'risky'),
  advice: ({ isShown }, { direction }) =>
    !isShown
      ? 'Compare the two descriptions of it by eye.'
      : direction === 'response'
        ? 'Be ready for answers like the one shown.'
        : 'Do not send messages like the one shown. Whoever runs the API: see which part of the new description refuses it.',
  identifying: [],
  *find(): Iterable<Found> {},
  say: (facts, { where, direction }) =>
    facts.isShown
      ? sayWhy(where, facts, direction === 'response')
      : `the ${where} changed in a way that could not be decided`,
  examples: () => ({
    reports: [
      requestBodies(lengths(5, 10), lengths(12, 10), 'breaking', [], ['max-length-increased']),
      responseBodies(lengths(12, 10), lengths(5, 10), 'breaking', [], ['max-length-decreased']),
    ],
    silent: [requestBodies(lengths(5, 10), lengths(9, 10))],
  }),
});
