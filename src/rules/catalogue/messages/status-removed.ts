import { documents, operations } from '../../example.ts';
import { defineRule } from '../../rule.ts';
import { statusPeers } from './status-added.ts';

const answers = (...statuses: string[]) => ({
  responses: Object.fromEntries(statuses.map((status) => [status, { description: 'An answer.' }])),
});

export const statusRemoved = defineRule({
  id: 'status-removed',
  on: 'response',
  purpose: 'Reports a response status that the previous version documented and this one does not.',
  about: 'presence',
  // What `default` describes is usually the failure, and it promises no success.
  severity: ({ status, coveredBy, narrowedTo }: Found, { direction }) => {
    // Who asked whether something had changed takes it whole as well.
    if (narrowedTo.length > 0 || (status === '304' && direction === 'response')) return 'safe';
    if (coveredBy === 'default' && direction === 'response' && /^[23]/.test(status)) return 'risky';
    if (coveredBy !== null) return 'safe';
    // Who receives the API's own calls chooses that answer, and is refused; nobody chooses to fail.
    return (direction === 'request' ? /^[234]/ : /^[23]/).test(status) ? 'breaking' : 'risky';
  },
  codegen: ({ status, narrowedTo }) => (narrowedTo.length === 0 && /^[23]/.test(status) ? 'breaking' : 'safe'),
  advice: ({ status, coveredBy, narrowedTo, instead }, { direction }) => {
    if (narrowedTo.length > 0) return `Nothing to do; it promises less of \`${status}\` now.`;
    if (coveredBy !== null) {
      return coveredBy === 'default' && direction === 'response' && /^[23]/.test(status)
        ? `Check which status is answered on success: the document no longer promises ${status}.`
        : `Nothing to do; \`${coveredBy}\` describes it now.`;
    }
    if (status === '304' && direction === 'response') return 'Nothing to do, if a success is read as ever.';
    if (instead !== null && status.startsWith('2')) {
      return direction === 'request'
        ? `Answer ${instead} from the release on, the one success that is new.`
        : `Handle ${instead}: most probably it is answered instead, since it is the only success that is new.`;
    }
    return direction === 'request'
      ? 'Answer with one of the statuses that are left from the release on.'
      : 'Look at which status is answered instead, and handle that one.';
  },
  identifying: ['status'],
  *find({ before, after, covering, named, instead }, { direction }): Iterable<Found> {
    if (before === null || after !== null) return;
    const { status } = before;
    // Whoever answers a webhook may answer less now. And success alone says nothing of the failures of a `default`.
    const narrows = direction === 'response' && (status !== 'default' || named.some((each) => /^[45]/.test(each)));
    yield { status, coveredBy: covering?.status ?? null, narrowedTo: narrows ? named : [], instead };
  },
  say: ({ status, coveredBy, narrowedTo }, { direction }) => {
    if (narrowedTo.length > 0) return `of what \`${status}\` stood for only ${listed(narrowedTo)} may be answered now`;
    if (coveredBy !== null) return `status ${status} is now described by ${coveredBy}`;
    return direction === 'request'
      ? `status ${status} is no longer taken as an answer`
      : `status ${status} is no longer answered`;
  },
  peers: ({ facts }) => statusPeers(facts.status, 'removed'),
  examples: () => ({
    reports: [
      operations(answers('200', '201'), answers('200'), 'breaking', ['response-success-status-removed']),
      operations(answers('200', '404'), answers('200'), 'risky', ['response-non-success-status-removed']),
      operations(answers('200', '304'), answers('200'), 'safe', ['response-non-success-status-removed']),
      operations(answers('200', 'default'), answers('default'), 'risky', ['response-success-status-removed']),
      operations(answers('200', '404', '4XX'), answers('200', '4XX'), 'safe', ['response-non-success-status-removed']),
      operations(answers('2XX'), answers('200'), 'safe', [], ['status-added']),
      operations(answers('200', '5XX'), answers('200', '503'), 'safe', [], ['status-added']),
      operations(answers('200', 'default'), answers('200', '400'), 'safe', [], ['status-added']),
      operations(answers('201'), answers('202'), 'breaking', ['response-success-status-removed'], ['status-added']),
      operations(answers('2XX'), answers('404'), 'breaking', [], ['status-added']),
      operations(answers('200', 'default'), answers('200'), 'risky', []),
      documents(
        { webhooks: { sold: { post: answers('204', '410') } } },
        { webhooks: { sold: { post: answers('204') } } },
        'breaking',
        ['response-non-success-status-removed'],
      ),
    ],
    silent: [operations(answers('200', '4xx'), answers('4XX', '200'))],
  }),
});

function listed(statuses: readonly string[]): string {
  const last = statuses.at(-1) ?? '';
  return statuses.length < 2 ? last : `${statuses.slice(0, -1).join(', ')} and ${last}`;
}

type Found = {
  readonly status: string;
  /** The range or `default` that speaks for the status from now on. */
  readonly coveredBy: string | null;
  /** Of a range or `default`: the statuses that are named instead. */
  readonly narrowedTo: readonly string[];
  /** The one success that is new, where no other one is gone. */
  readonly instead: string | null;
};
