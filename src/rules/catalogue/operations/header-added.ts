import { operations, responses } from '../../example.ts';
import { defineRule } from '../../rule.ts';
import { announcing } from './announcement-rules.ts';

const total = { schema: { type: 'integer' } };
const upload = (headers?: object) => ({
  requestBody: {
    content: {
      'multipart/form-data': {
        schema: { type: 'object', properties: { photo: { type: 'string', format: 'binary' } } },
        ...(headers && { encoding: { photo: { headers } } }),
      },
    },
  },
});

export const headerAdded = defineRule({
  id: 'header-added',
  on: 'header',
  purpose: 'Reports a header that the previous version did not document.',
  about: 'presence',
  severity: ({ required }: Found, { direction }) => (direction === 'request' && required ? 'breaking' : 'safe'),
  leavingOutHurts: ({ required }) => required,
  advice: ({ required }, { direction }) =>
    direction === 'request' && required ? 'Send the header from the release on.' : 'Nothing to do; it may be used.',
  identifying: ['required'],
  *find({ before, after, elsewhere }): Iterable<Found> {
    if (before !== null || after === null || announcing.has(after.key)) return;
    yield { required: after.required, ...(elsewhere !== null && { elsewhere: elsewhere.name }) };
  },
  say: ({ required, elsewhere }, { where, direction }) =>
    `the ${where} is new${direction === 'request' && required ? ' and required' : ''}${
      elsewhere === undefined ? '' : `, most likely in place of the header \`${elsewhere}\``
    }`,
  peers: ({ place }) => (place.message === 'response' ? ['response-header-added'] : []),
  examples: () => ({
    reports: [
      responses({}, { headers: { 'X-Total': total } }, 'safe', ['response-header-added']),
      operations(upload({}), upload({ 'X-Size': { ...total, required: true } }), 'breaking', []),
      operations(upload(), upload({ 'X-Size': { ...total, required: true } }), 'breaking', []),
      operations(upload(), upload({ 'X-Size': total }), 'safe', []),
    ],
    silent: [responses({ headers: { 'X-Total': total } }, { headers: { 'x-total': total } })],
  }),
});

type Found = {
  readonly required: boolean;
  /** What is gone under the same name, in another spelling. */
  readonly elsewhere?: string;
};
