import type { Direction } from '../../../diff/index.ts';
import { operations } from '../../example.ts';
import { defineRule } from '../../rule.ts';

const described = { description: 'A failure.', content: { 'application/json': { schema: { type: 'object' } } } };
const answers = (...statuses: string[]) => ({
  responses: Object.fromEntries(statuses.map((status) => [status, { description: 'An answer.' }])),
});

/**
 * A webhook or callback is answered by those who receive it: they may say more, and need not. And a 304 comes to nobody
 * who did not ask by a condition whether something had changed (RFC 9110, section 15.4.5).
 */
function surprises({ status, coveredBy }: Found, direction: Direction): boolean {
  return direction === 'response' && coveredBy === null && /^[23]/.test(status) && status !== '304';
}

/** The leading tool looks at statuses that are numbers. */
export function statusPeers(status: string, change: 'added' | 'removed'): string[] {
  if (!/^\d+$/.test(status)) return [];
  return [`response-${status.startsWith('2') ? 'success' : 'non-success'}-status-${change}`];
}

export const statusAdded = defineRule({
  id: 'status-added',
  on: 'response',
  purpose: 'Reports a response status that the previous version did not document. What it left out it did not promise.',
  about: 'presence',
  severity: (found: Found, { direction }) => (found.losesBody || surprises(found, direction) ? 'risky' : 'safe'),
  codegen: ({ losesBody }) => (losesBody ? 'breaking' : 'safe'),
  advice: (found, { direction }) => {
    const { status, losesBody } = found;
    if (losesBody) {
      return `Do not rely on a body of ${status}: nothing is said of one any more. If it stays, let the document say so.`;
    }
    if (found.coveredBy !== null) return `Nothing to do; \`${found.coveredBy}\` stood for it.`;
    if (direction === 'request') return `Nothing to do; ${status} may be answered too.`;
    if (status === '304')
      return 'Nothing to do; it answers only calls that ask by a condition whether something changed.';
    return surprises(found, direction)
      ? `Check that your code ${status.startsWith('2') ? `takes ${status} for success` : `goes where ${status} leads`}, or handle it apart.`
      : 'Nothing to do, if errors are handled by their class.';
  },
  identifying: ['status'],
  *find({ before, after, covering }): Iterable<Found> {
    if (before !== null || after === null) return;
    // Of an error or redirect that HTTP gives a body; a success that loses it is told by its media types.
    const losesBody =
      /^(?!304)[345]\d\d$/.test(after.status) && after.content.size === 0 && (covering?.content.size ?? 0) > 0;
    yield { status: after.status, coveredBy: covering?.status ?? null, losesBody };
  },
  say: ({ status, coveredBy, losesBody }, { direction }) =>
    coveredBy !== null
      ? `status ${status} is described by itself now${losesBody ? `, without the body that \`${coveredBy}\` has` : ''}`
      : direction === 'request'
        ? `status ${status} is taken as an answer now`
        : `status ${status} may be answered now`,
  peers: ({ facts }) => statusPeers(facts.status, 'added'),
  examples: () => ({
    reports: [
      operations(answers('200'), answers('200', '202'), 'risky', ['response-success-status-added']),
      operations(answers('200'), answers('200', '429'), 'safe', ['response-non-success-status-added']),
      operations(answers('200'), answers('200', '4XX'), 'safe', []),
      operations(
        { responses: { ...answers('200').responses, default: described } },
        { responses: { ...answers('200', '404').responses, default: described } },
        'risky',
        ['response-non-success-status-added'],
      ),
      operations(answers('2XX'), answers('2XX', '202'), 'safe', ['response-success-status-added']),
    ],
    silent: [operations(answers('200', '4xx'), answers('4XX', '200'))],
  }),
});

type Found = {
  readonly status: string;
  /** The range or `default` that spoke for the status before. */
  readonly coveredBy: string | null;
  /** It is an error, and what spoke for it describes a body. */
  readonly losesBody: boolean;
};
