import { operations } from '../../example.ts';
import { defineRule } from '../../rule.ts';

const answers = (...statuses: string[]) => ({
  responses: Object.fromEntries(statuses.map((status) => [status, { description: 'An answer.' }])),
});

export const statusRemoved = defineRule({
  id: 'status-removed',
  on: 'response',
  purpose: 'Reports a response status that the previous version documented and this one does not.',
  about: 'presence',
  severity: ({ status }: Found) => (/^[23]/.test(status) ? 'breaking' : 'risky'),
  codegen: ({ status }) => (/^[23]/.test(status) ? 'breaking' : 'safe'),
  advice: 'Look at which status is answered instead, and handle that one.',
  *find({ before, after }): Iterable<Found> {
    if (before !== null && after === null) yield { status: before.status };
  },
  say: ({ status }) => `status ${status} is no longer answered`,
  peers: ({ facts }) => [
    facts.status.startsWith('2') ? 'response-success-status-removed' : 'response-non-success-status-removed',
  ],
  examples: {
    reports: [
      operations(answers('200', '201'), answers('200'), {
        severity: 'breaking',
        peers: ['response-success-status-removed'],
      }),
      operations(answers('200', '404'), answers('200'), {
        severity: 'risky',
        peers: ['response-non-success-status-removed'],
      }),
    ],
    silent: [operations(answers('200', '4xx'), answers('4XX', '200'))],
  },
});

type Found = { readonly status: string };
