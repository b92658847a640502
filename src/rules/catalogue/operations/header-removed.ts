import { responses } from '../../example.ts';
import { defineRule } from '../../rule.ts';
import { announcing } from './announcement-rules.ts';

const total = { schema: { type: 'integer' } };

export const headerRemoved = defineRule({
  id: 'header-removed',
  on: 'header',
  purpose: 'Reports a header that the previous version documented and this one does not.',
  about: 'presence',
  severity: ({ required }: { readonly required: boolean }, { direction }) => {
    if (direction === 'request') return 'risky';
    return required ? 'breaking' : 'risky';
  },
  codegen: 'breaking',
  advice: 'Do not rely on the header any more.',
  *find({ before, after }) {
    if (before !== null && after === null && !announcing.has(before.key)) yield { required: before.required };
  },
  say: ({ required }, { where }) => `the ${required ? 'required ' : ''}${where} is gone`,
  peers: ({ facts, place }) =>
    place.message === 'response' ? [`${facts.required ? 'required' : 'optional'}-response-header-removed`] : [],
  examples: () => ({
    reports: [
      responses(
        { headers: { 'X-Total': { ...total, required: true } } },
        {},
        {
          severity: 'breaking',
          peers: ['required-response-header-removed'],
        },
      ),
      responses(
        { headers: { 'X-Total': total } },
        {},
        {
          severity: 'risky',
          peers: ['optional-response-header-removed'],
        },
      ),
    ],
    silent: [responses({ headers: { 'X-Total': total } }, { headers: { 'x-total': total } })],
  }),
});
