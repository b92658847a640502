import { type Operation, pathItemKey } from '../../../spec/index.ts';
import { documents } from '../../example.ts';
import { defineRule } from '../../rule.ts';
import { findTemplateRoute } from './template-route.ts';

const operation = { responses: { '204': { description: 'Done.' } } };

export const operationAdded = defineRule({
  id: 'operation-added',
  on: 'operation',
  // Of 78 operations that came to GitHub Enterprise Server between 3.17 and 3.19 none takes a call that another got.
  purpose:
    'Reports an operation, webhook or callback that is new. It is risky where its path, such as `/users/me`, was a call to a template, such as `/users/{name}`, that took it: such calls end elsewhere now.',
  about: 'presence',
  severity: ({ takesCallsOf }: Found) => (takesCallsOf === null ? 'safe' : 'risky'),
  advice: ({ takesCallsOf, calledBy }) => {
    if (takesCallsOf !== null) {
      return `Calls of ${takesCallsOf} that spell this very path end here now: check that nobody makes them, or that they are answered alike.`;
    }
    return calledBy === 'client'
      ? 'Nothing to do; it is there to be used.'
      : 'Be ready to be called, if you ask for it; nothing to do otherwise.';
  },
  identifying: [],
  *find({ before, after }, { base }): Iterable<Found> {
    if (before !== null || after === null) return;
    const pathItem = base.pathItems.get(pathItemKey(after));
    const pathIsNew = pathItem === undefined;
    const template = (pathItem?.isEmpty ?? true) ? findTemplateRoute(base, after, 'the path') : null;
    yield {
      pathIsNew,
      takesCallsOf: template?.refusedBecause === null ? template.name : null,
      calledBy: after.calledBy,
    };
  },
  say: ({ takesCallsOf }, { operation }) =>
    `${operation?.kind === 'webhook' ? 'the webhook ' : ''}${operation?.method} ${operation?.path} is new${takesCallsOf === null ? '' : `, and takes calls that ${takesCallsOf} got`}`,
  peers: ({ context, facts }) => [
    context.operation?.kind === 'webhook' && facts.pathIsNew ? 'webhook-added' : 'endpoint-added',
  ],
  examples: () => ({
    reports: [
      documents(
        { paths: { '/pets': { get: operation } } },
        { paths: { '/pets': { get: operation, post: operation } } },
        'safe',
        ['endpoint-added'],
      ),
      ...(['string', 'integer'] as const).map((type) => {
        const parameters = [{ in: 'path', name: 'id', required: true, schema: { type } }];
        const template = { '/pets/{id}': { get: { ...operation, parameters } } };
        return documents(
          { paths: template },
          { paths: { ...template, '/pets/mine': { get: operation } } },
          type === 'string' ? 'risky' : 'safe',
          ['endpoint-added'],
        );
      }),
      documents({}, { webhooks: { sold: { post: operation } } }, 'safe', ['webhook-added']),
      documents({ webhooks: { sold: {} } }, { webhooks: { sold: { post: operation } } }, 'safe', ['endpoint-added']),
    ],
    silent: [documents({ paths: { '/pets': { get: operation } } }, { paths: { '/pets': { get: operation } } })],
  }),
});

type Found = {
  readonly pathIsNew: boolean;
  /** The template of the base that matches its path, where that may be a call to it. */
  readonly takesCallsOf: string | null;
  readonly calledBy: Operation['calledBy'];
};
