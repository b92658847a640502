import { documents } from '../../example.ts';
import { defineRule } from '../../rule.ts';

const operation = { responses: { '204': { description: 'Done.' } } };

export const operationAdded = defineRule({
  id: 'operation-added',
  on: 'operation',
  purpose: 'Reports an operation, webhook or callback that is new.',
  about: 'presence',
  severity: 'safe',
  advice: 'Nothing to do; it is there to be used.',
  *find({ before, after }) {
    if (before === null && after !== null) yield {};
  },
  say: (_, { operation }) =>
    `${operation?.kind === 'webhook' ? 'the webhook ' : ''}${operation?.method} ${operation?.path} is new`,
  peers: ({ context }) => [context.operation?.kind === 'webhook' ? 'webhook-added' : 'endpoint-added'],
  examples: {
    reports: [
      documents(
        { paths: { '/pets': { get: operation } } },
        { paths: { '/pets': { get: operation, post: operation } } },
        { severity: 'safe', peers: ['endpoint-added'] },
      ),
    ],
    silent: [documents({ paths: { '/pets': { get: operation } } }, { paths: { '/pets': { get: operation } } })],
  },
});
