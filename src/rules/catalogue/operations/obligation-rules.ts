// Parameters and headers that must be sent, or need no longer be: the sender has to know, or the receiver.

import type { Severity } from '../../comparison.ts';
import { documents, type Example, parameters, responses } from '../../example.ts';
import { defineRule, type Rule } from '../../rule.ts';

type Change = 'required' | 'optional';

const schema = { type: 'integer' };
const parameter = (required: boolean, more: object = {}) => [{ name: 'limit', in: 'query', required, schema, ...more }];
const header = (required: boolean) => ({ headers: { 'X-Total': { required, schema } } });
const swagger = (required: boolean) => ({
  swagger: '2.0',
  paths: {
    '/things': {
      get: {
        parameters: [{ name: 'limit', in: 'query', type: 'integer', required }],
        responses: { 204: { description: 'Done.' } },
      },
    },
  },
});

/** Whoever is asked for more breaks on the one side, whoever gets less on the other. */
const severities: Readonly<Record<Change, { readonly request: Severity; readonly response: Severity }>> = {
  required: { request: 'breaking', response: 'safe' },
  optional: { request: 'safe', response: 'breaking' },
};

function obligationRule(kind: 'parameter' | 'header', change: Change): Rule {
  const required = change === 'required';
  const peersOf = (inResponse: boolean) => {
    if (kind === 'parameter') return [`request-parameter-became-${change}`];
    return inResponse && !required ? ['response-header-became-optional'] : [];
  };
  const reports: Example[] =
    kind === 'parameter'
      ? [
          parameters(parameter(!required), parameter(required), severities[change].request, peersOf(false)),
          parameters(
            parameter(!required, { in: 'header' }),
            parameter(required, { in: 'header' }),
            severities[change].request,
            peersOf(false),
          ),
          documents(swagger(!required), swagger(required), severities[change].request, peersOf(false)),
        ]
      : [responses(header(!required), header(required), severities[change].response, peersOf(true))];
  return defineRule({
    id: `${kind}-became-${change}`,
    on: kind,
    purpose: `Reports a ${kind} that ${required ? 'could be left out and no longer can' : 'was always there and need not be any more'}.`,
    about: 'presence',
    severity: severities[change],
    codegen: severities[change],
    leavingOutHurts: required,
    advice: (_, { direction }) => {
      if (direction === 'response')
        return required ? 'Nothing to do; it is always there now.' : 'Be ready for its absence.';
      return required ? 'Send it with every call from the release on.' : 'Nothing to do; it may be left out.';
    },
    at: 'required',
    *find({ before, after }) {
      if (before !== null && after !== null && before.required !== required && after.required === required) yield {};
    },
    say: (_, { where }) => `the ${where} is ${required ? 'required now' : 'no longer required'}`,
    peers: ({ place }) => peersOf(place.message === 'response'),
    examples: () => ({
      reports,
      silent:
        kind === 'parameter'
          ? [parameters(parameter(required), parameter(!required))]
          : [responses(header(required), header(!required))],
    }),
  });
}

export const obligationRules: readonly Rule[] = (['parameter', 'header'] as const).flatMap((kind) => [
  obligationRule(kind, 'required'),
  obligationRule(kind, 'optional'),
]);
