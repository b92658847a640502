import { pathItemKey } from '../../../spec/index.ts';
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
  identifying: [],
  *find({ before, after }, { base }): Iterable<{ readonly pathIsNew: boolean }> {
    if (before === null && after !== null) yield { pathIsNew: !base.pathItems.has(pathItemKey(after)) };
  },
  say: (_, { operation }) =>
    `${operation?.kind === 'webhook' ? 'the webhook ' : ''}${operation?.method} ${operation?.path} is new`,
  peers: ({ context, facts }) => [
    context.operation?.kind === 'webhook' && facts.pathIsNew ? 'webhook-added' : 'endpoint-added',
  ],
  examples: () => ({
    reports: [
      documents(
        { paths: { '/pets': { get: operation } } },
        { paths: { '/pets': { get: operation, post: operation } } },
        { severity: 'safe', peers: ['endpoint-added'] },
      ),
      documents({}, { webhooks: { sold: { post: operation } } }, { severity: 'safe', peers: ['webhook-added'] }),
    ],
    silent: [documents({ paths: { '/pets': { get: operation } } }, { paths: { '/pets': { get: operation } } })],
  }),
});
