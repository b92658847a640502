import { operations, responses } from '../../example.ts';
import { defineRule } from '../../rule.ts';

const content = (...names: string[]) => ({
  content: Object.fromEntries(names.map((name) => [name, { schema: { type: 'object' } }])),
});

export const mediaTypeAdded = defineRule({
  id: 'media-type-added',
  on: 'mediaType',
  purpose: 'Reports a media type that a body may have now and could not before.',
  about: 'negotiation',
  // Who receives the API's own calls cannot choose, nor does who was never asked for an answer give one.
  severity: ({ hadBody }: Found, { direction, place }) => {
    if (direction === 'response') return place.message === 'request' && hadBody ? 'breaking' : 'safe';
    return place.message === 'response' && !hadBody ? 'breaking' : 'safe';
  },
  advice: ({ mediaType, hadBody, replaces }, { direction, place }) => {
    if (direction === 'request') {
      if (replaces) return `Send ${mediaType} from the release on, in place of what is no longer accepted.`;
      return place.message === 'response' && !hadBody
        ? `Answer with a body, as ${mediaType}, from the release on.`
        : `Nothing to do; ${mediaType} may be sent too.`;
    }
    if (place.message === 'request')
      return `Be ready to receive ${mediaType} from the release on. Whoever runs the API: let each receiver ask for it.`;
    if (!hadBody) return 'Nothing to do; a body may come where none was described.';
    return replaces
      ? `Ask for (\`Accept\`) and read ${mediaType} from the release on, in place of what no longer comes.`
      : 'Nothing to do where your calls say with `Accept` what they read; where they do not, let them say it.';
  },
  identifying: ['mediaType'],
  *find({ before, after, hadBody, replaces }): Iterable<Found> {
    if (before === null && after !== null) yield { mediaType: after.key, hadBody, replaces };
  },
  say: ({ mediaType }, { where }) => `the ${where} may now be ${mediaType}`,
  peers: ({ place }) => [place.message === 'response' ? 'response-media-type-added' : 'request-body-media-type-added'],
  examples: () => ({
    reports: [
      responses(content('application/json'), content('application/json', 'application/xml'), 'safe', [
        'response-media-type-added',
      ]),
      operations(
        { requestBody: content('application/json') },
        { requestBody: content('application/json', 'text/csv') },
        'safe',
        ['request-body-media-type-added'],
      ),
    ],
    silent: [responses(content('application/json'), content('Application/JSON; charset=utf-8'))],
  }),
});

type Found = { readonly mediaType: string; readonly hadBody: boolean; readonly replaces: boolean };
