import { relatedMediaTypes } from '../../../spec/index.ts';
import { operations, responses } from '../../example.ts';
import { defineRule } from '../../rule.ts';

type Found = {
  readonly before: string;
  readonly after: string;
  readonly relation: 'wider' | 'narrower' | 'changed';
  /** The side whose name, a range, is there on both. */
  readonly stays: 'before' | 'after' | null;
};

const content = (name: string) => ({ content: { [name]: { schema: { type: 'object' } } } });
const endings = { wider: 'generalized', narrower: 'specialized', changed: 'changed' } as const;

export const mediaTypeRenamed = defineRule({
  id: 'media-type-renamed',
  on: 'mediaType',
  purpose: 'Reports a media type whose name became wider, narrower, or has other parameters.',
  about: 'negotiation',
  severity: ({ relation, before, after, stays }: Found, { direction }) => {
    // Of what the range takes in no less may be sent; but whoever asked for the one name may get anything of the range.
    if (stays !== null) return stays === 'after' && direction === 'response' ? 'risky' : 'safe';
    if (relation === 'changed') return 'breaking';
    if ((direction === 'request') === (relation === 'wider')) {
      // JSON by its ending (RFC 6839); but who goes by the name meets one that was not documented.
      return isRecoded(before, after) || isSuffixed(before, after) || isSuffixed(after, before) ? 'risky' : 'safe';
    }
    // Who asked for problem+json reads json all the same; a range may be anything.
    return direction === 'response' && !after.includes('*') ? 'risky' : 'breaking';
  },
  advice: ({ before, after, relation, stays }, { direction }) => {
    if (stays !== null && (stays === 'before' || direction === 'request'))
      return 'Nothing to do for this alone; what differs in it is listed apart.';
    if (isRecoded(before, after)) return 'Check in which charset your code reads and writes the text.';
    if (direction === 'response') return `Check that your code takes ${after} as Content-Type.`;
    if (relation !== 'wider') return `Send ${after}.`;
    return isSuffixed(after, before)
      ? `Send ${after}, unless ${before} is known to be taken still.`
      : 'Nothing to do; what you send is still taken.';
  },
  identifying: ['before', 'after'],
  *find({ before, after, stays }): Iterable<Found> {
    if (before === null || after === null) return;
    const relation = relatedMediaTypes(before.key, after.key);
    if (relation !== null) yield { before: before.key, after: after.key, relation, stays };
  },
  say: ({ before, after, stays }, { where }) => {
    if (stays === 'before') return `the ${where} names ${after} beside ${before} now`;
    if (stays === 'after') return `the ${where} no longer names ${before} beside ${after}`;
    return `the media type of the ${where} changed from ${before} to ${after}`;
  },
  peers: ({ facts: { before, after, relation, stays }, place }) => {
    const isRange = before.includes('*') || after.includes('*');
    const side = place.message === 'response' ? 'response' : 'request-body';
    if (side === 'response' && !isRange) return [`response-media-type-name-${endings[relation]}`];
    // One and the same to the leading tool.
    if (isSuffixed(before, after) || isSuffixed(after, before) || bare(before) === bare(after)) return [];
    const [added, removed] = [`${side}-media-type-added`, `${side}-media-type-removed`];
    return stays === null ? [added, removed] : [stays === 'before' ? added : removed];
  },
  examples: () => ({
    reports: [
      responses(content('application/problem+json'), content('application/json'), 'risky', [
        'response-media-type-name-generalized',
      ]),
      responses(content('application/json'), content('application/problem+json'), 'risky', [
        'response-media-type-name-specialized',
      ]),
      responses(content('text/plain; charset=utf-8'), content('text/plain; charset=iso-8859-1'), 'risky', [
        'response-media-type-name-specialized',
      ]),
      responses(content('application/json'), content('application/*'), 'breaking', [
        'response-media-type-added',
        'response-media-type-removed',
      ]),
      operations(
        { requestBody: content('application/json') },
        { requestBody: content('application/problem+json') },
        'breaking',
        [],
      ),
      responses(content('application/json; version=1'), content('application/json; version=2'), 'breaking', [
        'response-media-type-name-changed',
      ]),
      operations(
        { requestBody: content('application/problem+json') },
        { requestBody: content('application/json') },
        'risky',
        [],
      ),
      responses(
        content('image/*'),
        { content: { ...content('image/*').content, ...content('image/png').content } },
        'safe',
        ['response-media-type-added'],
      ),
      operations(
        { requestBody: content('*/*') },
        { requestBody: { content: { ...content('*/*').content, ...content('application/json').content } } },
        'safe',
        ['request-body-media-type-added'],
      ),
      responses(
        { content: { ...content('*/*').content, ...content('application/json').content } },
        content('*/*'),
        'risky',
        ['response-media-type-removed'],
      ),
      operations(
        { requestBody: content('application/json; version=1') },
        { requestBody: content('application/json; version=2') },
        'breaking',
        [],
      ),
      operations({ requestBody: content('image/png') }, { requestBody: content('image/*') }, 'safe', [
        'request-body-media-type-added',
        'request-body-media-type-removed',
      ]),
    ],
    silent: [responses(content('application/json; charset=utf-8'), content('application/json'))],
  }),
});

/** Another charset is other bytes; without one a name means UTF-8 here. */
function isRecoded(before: string, after: string): boolean {
  const charsetOf = (name: string) => /;charset=([^;]*)/i.exec(name)?.[1]?.toLowerCase();
  return charsetOf(before) !== charsetOf(after) && ![before, after].some((name) => name.includes('*'));
}

/** `application/json` and `application/problem+json`. */
function isSuffixed(plain: string, other: string): boolean {
  return bare(other).endsWith(`+${bare(plain).split('/')[1]}`);
}

function bare(name: string): string {
  return name.split(';')[0]!.trim();
}
