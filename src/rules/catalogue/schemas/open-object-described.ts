import { requestBodies, requestProperties } from '../../example.ts';
import { defineRule } from '../../rule.ts';

type Found = { readonly properties: readonly string[] };

const described = { type: 'object', properties: { age: { type: 'integer' } } };

/**
 * Found by the prover (../../find-narrowed.ts): a value has to show it. Breaking, and not risky as one might think of
 * properties that were not described before: who names none invites any, so there was nothing else to send. It is a
 * rule of its own since an author who only writes down at last what was always asked for breaks nobody; whoever knows
 * that of their house can judge this rule by itself.
 */
export const openObjectDescribed = defineRule({
  id: 'open-object-described',
  on: 'schema',
  purpose:
    'Reports an object that took any properties, since none was described, and now says what some of them must be.',
  about: 'values',
  severity: 'breaking',
  advice: ({ properties }: Found) =>
    `Send ${inWords(properties)} only as described now, or not at all. Whoever runs the API: if nothing else was ever accepted, judge this rule as risky in your settings.`,
  identifying: ['properties'],
  *find(): Iterable<Found> {},
  say: ({ properties }, { where }) =>
    `the ${where} took any properties and now says what ${inWords(properties)} must be`,
  examples: () => ({
    reports: [
      requestBodies({ type: 'object' }, described, 'breaking', [], ['property-added']),
      requestBodies({ type: 'object', additionalProperties: true }, described, 'breaking', [], ['property-added']),
      requestProperties({ type: 'object' }, described, 'breaking', [], ['property-added']),
      requestBodies(
        { type: 'array', items: { type: 'object' } },
        { type: 'array', items: described, maxItems: 9 },
        'breaking',
        [],
        ['max-items-set', 'property-added'],
      ),
    ],
    silent: [
      requestBodies({ type: 'object', properties: { name: { type: 'string' } } }, described),
      requestBodies({ type: 'object' }, { type: 'object', properties: { age: {} } }),
      requestProperties({ type: 'object' }, { type: 'object', required: ['age'], properties: { age: {} } }),
    ],
  }),
});

const mostNamed = 3;

function inWords(properties: readonly string[]): string {
  const named = properties.slice(0, mostNamed).map((name) => `\`${name}\``);
  const more = properties.length - named.length;
  return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
