import { documents } from '../../example.ts';
import { defineRule } from '../../rule.ts';

const things = (name: string, type = 'string') => ({
  paths: {
    [`/things/{${name}}`]: {
      get: {
        parameters: [{ name, in: 'path', required: true, schema: { type } }],
        responses: { '204': { description: 'Done.' } },
      },
    },
  },
});

export const pathParameterRenamed = defineRule({
  id: 'path-parameter-renamed',
  on: 'parameter',
  purpose: 'Reports a path parameter with another name: a caller sends the same, generated code names it otherwise.',
  about: 'names',
  severity: 'safe',
  codegen: 'breaking',
  advice: 'Whoever generates a client with named arguments: use the new name.',
  at: 'name',
  *find({ before, after }): Iterable<{ readonly before: string; readonly after: string }> {
    if (before === null || after === null || before.in !== 'path' || before.name === after.name) return;
    yield { before: before.name, after: after.name };
  },
  say: ({ before, after }) => `the path parameter \`${before}\` is called \`${after}\` now`,
  examples: () => ({
    reports: [documents(things('id'), things('thingId'), { severity: 'safe', peers: [] })],
    silent: [documents(things('id'), things('id', 'integer'))],
  }),
});
