import type { Parameter } from '../../../spec/index.ts';
import { parameters } from '../../example.ts';
import { defineRule } from '../../rule.ts';

const limit = { name: 'limit', in: 'query', schema: { type: 'integer' } };

export const parameterAdded = defineRule({
  id: 'parameter-added',
  on: 'parameter',
  purpose: 'Reports a parameter that is new; where it is required, calls that do not know of it fail.',
  about: 'presence',
  severity: ({ required }: Found) => (required ? 'breaking' : 'safe'),
  codegen: ({ required }) => (required ? 'breaking' : 'safe'),
  advice: ({ required, name }) =>
    required
      ? `Send \`${name}\` with every call from the release on. Whoever runs the API: give it a default instead.`
      : 'Nothing to do; it may be sent.',
  at: 'name',
  identifying: ['required'],
  *find({ before, after }): Iterable<Found> {
    if (before === null && after !== null) yield { name: after.name, in: after.in, required: after.required };
  },
  say: ({ required }, { where }) => `the ${where} is new${required ? ' and required' : ''}`,
  peers: ({ facts }) => {
    if (facts.in === 'path') return ['new-request-path-parameter'];
    return [`new-${facts.required ? 'required' : 'optional'}-request-parameter`];
  },
  examples: {
    reports: [
      parameters([], [{ ...limit, required: true }], {
        severity: 'breaking',
        peers: ['new-required-request-parameter'],
      }),
      parameters([], [limit], { severity: 'safe', peers: ['new-optional-request-parameter'] }),
    ],
    silent: [parameters([limit], [{ ...limit, description: 'How many.' }])],
  },
});

type Found = { readonly name: string; readonly in: Parameter['in']; readonly required: boolean };
