import { operations } from '../../example.ts';
import { defineRule } from '../../rule.ts';

const answers = (...statuses: string[]) => ({
  responses: Object.fromEntries(statuses.map((status) => [status, { description: 'An answer.' }])),
});

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
  // A webhook or callback is answered by those who receive it: they may say more, and need not.
  severity: ({ status, coveredBy }: Found, { direction }) =>
    direction === 'response' && coveredBy === null && /^[23]/.test(status) ? 'risky' : 'safe',
  advice: ({ status, coveredBy }, { direction }) =>
    direction === 'request'
      ? `Nothing to do; ${status} may be answered too.`
      : coveredBy === null && /^[23]/.test(status)
        ? `Check that your code ${status.startsWith('2') ? `takes ${status} for success` : `goes where ${status} leads`}, or handle it apart.`
        : 'Nothing to do, if errors are handled by their class.',
  identifying: ['status'],
  *find({ before, after, covering }): Iterable<Found> {
    if (before === null && after !== null) yield { status: after.status, coveredBy: covering?.status ?? null };
  },
  say: ({ status }, { direction }) =>
    direction === 'request' ? `status ${status} is taken as an answer now` : `status ${status} may be answered now`,
  peers: ({ facts }) => statusPeers(facts.status, 'added'),
  examples: () => ({
    reports: [
      operations(answers('200'), answers('200', '202'), {
        severity: 'risky',
        peers: ['response-success-status-added'],
      }),
      operations(answers('200'), answers('200', '429'), {
        severity: 'safe',
        peers: ['response-non-success-status-added'],
      }),
      operations(answers('200'), answers('200', '4XX'), { severity: 'safe', peers: [] }),
      operations(answers('2XX'), answers('2XX', '202'), {
        severity: 'safe',
        peers: ['response-success-status-added'],
      }),
    ],
    silent: [operations(answers('200', '4xx'), answers('4XX', '200'))],
  }),
});

type Found = {
  readonly status: string;
  /** The range or `default` that spoke for the status before. */
  readonly coveredBy: string | null;
};
