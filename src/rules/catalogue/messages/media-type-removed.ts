import { operations, responses } from '../../example.ts';
import { defineRule } from '../../rule.ts';

const content = (...names: string[]) => ({
  content: Object.fromEntries(names.map((name) => [name, { schema: { type: 'object' } }])),
});

export const mediaTypeRemoved = defineRule({
  id: 'media-type-removed',
  on: 'mediaType',
  purpose: 'Reports a media type that a body could have and no longer can.',
  about: 'negotiation',
  // The API's own calls come in one of the media types that its receivers knew before.
  severity: (_: Found, { direction, place }) =>
    direction === 'response' && place.message === 'request' ? 'safe' : 'breaking',
  codegen: 'breaking',
  advice: ({ mediaType, left }: Found, { direction, place }) => {
    const [only, ...others] = left;
    const instead = others.length === 0 ? only : 'one of the media types that are left';
    if (direction === 'request') {
      return instead === undefined ? 'Send no body any more.' : `Send ${instead} instead of ${mediaType}.`;
    }
    if (place.message === 'request') return `Nothing to do; ${mediaType} no longer comes.`;
    return instead === undefined
      ? 'Do not rely on a body any more: none is described.'
      : `Ask for (\`Accept\`) and read ${instead} instead of ${mediaType}.`;
  },
  identifying: ['mediaType'],
  *find({ before, after, left }): Iterable<Found> {
    if (before !== null && after === null) yield { mediaType: before.key, left };
  },
  say: ({ mediaType }, { where }) => `the ${where} can no longer be ${mediaType}`,
  peers: ({ place }) => [
    place.message === 'response' ? 'response-media-type-removed' : 'request-body-media-type-removed',
  ],
  examples: () => ({
    reports: [
      responses(content('application/json', 'application/xml'), content('application/json'), 'breaking', [
        'response-media-type-removed',
      ]),
      operations(
        { requestBody: content('application/json', 'application/xml') },
        { requestBody: content('application/json') },
        'breaking',
        ['request-body-media-type-removed'],
      ),
    ],
    silent: [responses(content('application/json; charset=utf-8'), content('application/json'))],
  }),
});

type Found = {
  readonly mediaType: string;
  /** Those that the revision has. */
  readonly left: readonly string[];
};
