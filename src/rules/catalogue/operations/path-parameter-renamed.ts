import type { Parameter } from '../../../spec/index.ts';
import { documents } from '../../example.ts';
import { defineRule } from '../../rule.ts';

const things = (name: string, type = 'string', style = 'simple') => ({
  paths: {
    [`/things/{${name}}`]: {
      get: {
        parameters: [{ name, in: 'path', required: true, style, schema: { type } }],
        responses: { '204': { description: 'Done.' } },
      },
    },
  },
});

export const pathParameterRenamed = defineRule({
  id: 'path-parameter-renamed',
  on: 'parameter',
  purpose:
    'Reports a path parameter with another name. A caller sends the same, unless its style is `matrix`; generated code names it otherwise.',
  about: 'names',
  severity: ({ isSent }: Renamed, { direction }) => (isSent && direction === 'request' ? 'breaking' : 'safe'),
  codegen: 'breaking',
  advice: ({ isSent }) =>
    isSent ? 'Send it under the new name.' : 'Whoever generates a client with named arguments: use the new name.',
  at: 'name',
  identifying: ['before', 'after'],
  *find({ before, after }): Iterable<Renamed> {
    if (before === null || after === null || before.in !== 'path' || before.name === after.name) return;
    yield { before: before.name, after: after.name, isSent: isNameSent(before) && isNameSent(after) };
  },
  say: ({ before, after, isSent }) =>
    isSent
      ? `the path parameter \`${before}\`, which is sent as \`;${before}=…\`, is called \`${after}\` now`
      : `the path parameter \`${before}\` is called \`${after}\` now`,
  examples: () => ({
    reports: [
      documents(things('id'), things('thingId'), 'safe', []),
      documents(things('id', 'string', 'matrix'), things('thingId', 'string', 'matrix'), 'breaking', []),
    ],
    silent: [documents(things('id'), things('id', 'integer'))],
  }),
});

type Renamed = { readonly before: string; readonly after: string; readonly isSent: boolean };

/** `/things/;id=7`; but an exploded object is sent under the names of its properties (OpenAPI, Style Examples). */
function isNameSent({ style, explode, schema }: Parameter): boolean {
  return style === 'matrix' && !(explode && schema?.types?.includes('object'));
}
