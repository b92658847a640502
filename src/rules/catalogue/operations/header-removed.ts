import { responses } from '../../example.ts';
import { defineRule } from '../../rule.ts';
import { announcing } from './announcement-rules.ts';

const total = { schema: { type: 'integer' } };

export const headerRemoved = defineRule({
  id: 'header-removed',
  on: 'header',
  purpose: 'Reports a header that the previous version documented and this one does not.',
  about: 'presence',
  severity: ({ required }: Found, { direction }) => {
    if (direction === 'request') return 'risky';
    return required ? 'breaking' : 'risky';
  },
  codegen: 'breaking',
  advice: ({ elsewhere }, { direction }) => {
    if (elsewhere === undefined) return 'Do not rely on the header any more.';
    return `${direction === 'request' ? 'Send' : 'Read'} the header \`${elsewhere}\` from the release on.`;
  },
  identifying: ['required'],
  *find({ before, after, elsewhere }): Iterable<Found> {
    if (before === null || after !== null || announcing.has(before.key)) return;
    yield { required: before.required, ...(elsewhere !== null && { elsewhere: elsewhere.name }) };
  },
  say: ({ required, elsewhere }, { where }) =>
    `the ${required ? 'required ' : ''}${where} is gone${
      elsewhere === undefined ? '' : `; most likely the header \`${elsewhere}\` takes its place`
    }`,
  peers: ({ facts, place }) =>
    place.message === 'response' ? [`${facts.required ? 'required' : 'optional'}-response-header-removed`] : [],
  examples: () => ({
    reports: [
      responses({ headers: { 'X-Total': { ...total, required: true } } }, {}, 'breaking', [
        'required-response-header-removed',
      ]),
      responses({ headers: { 'X-Total': total } }, {}, 'risky', ['optional-response-header-removed']),
    ],
    silent: [responses({ headers: { 'X-Total': total } }, { headers: { 'x-total': total } })],
  }),
});

type Found = {
  readonly required: boolean;
  /** What is new under the same name, in another spelling. */
  readonly elsewhere?: string;
};
