// Whether a call has a body at all.

import type { Severity } from '../../comparison.ts';
import { operations } from '../../example.ts';
import { defineRule, type Rule } from '../../rule.ts';

type State = 'absent' | 'optional' | 'required';

interface Words {
  readonly id: string;
  readonly purpose: string;
  readonly from: readonly State[];
  readonly to: State;
  readonly severity: Severity;
  readonly codegen: Severity;
  readonly said: string;
  readonly advice: string;
}

const kinds: readonly Words[] = [
  {
    id: 'request-body-added-required',
    purpose: 'Reports a request body where there was none, and which cannot be left out.',
    from: ['absent'],
    to: 'required',
    severity: 'breaking',
    codegen: 'breaking',
    said: 'is new and required',
    advice: 'Send a body with every call from the release on.',
  },
  {
    id: 'request-body-added-optional',
    purpose: 'Reports a request body where there was none, and which may be left out.',
    from: ['absent'],
    to: 'optional',
    severity: 'safe',
    codegen: 'safe',
    said: 'is new',
    advice: 'Nothing to do; a body may be sent.',
  },
  {
    id: 'request-body-removed',
    purpose: 'Reports a request body that calls had and no longer have.',
    from: ['optional', 'required'],
    to: 'absent',
    severity: 'risky',
    codegen: 'breaking',
    said: 'is gone',
    advice: 'Stop sending a body: it is ignored from the release on, so check that nothing depends on its effect.',
  },
  {
    id: 'request-body-became-required',
    purpose: 'Reports a request body that could be left out and no longer can.',
    from: ['optional'],
    to: 'required',
    severity: 'breaking',
    codegen: 'breaking',
    said: 'is now required',
    advice: 'Send a body with every call from the release on.',
  },
  {
    id: 'request-body-became-optional',
    purpose: 'Reports a request body that had to be there and now may be left out.',
    from: ['required'],
    to: 'optional',
    severity: 'safe',
    codegen: 'safe',
    said: 'may be left out now',
    advice: 'Nothing to do; a body is still taken.',
  },
];

/** For a webhook or callback it is the server that sends the body, and a receiver must be ready for none. */
const fromServer: Readonly<Record<string, Severity>> = {
  'request-body-added-required': 'safe',
  'request-body-became-required': 'safe',
  'request-body-removed': 'breaking',
  'request-body-became-optional': 'breaking',
};

const toReceivers: Readonly<Record<string, string>> = {
  'request-body-added-required': 'Nothing to do; the body may be left unread.',
  'request-body-added-optional': 'Nothing to do; the body may be left unread.',
  'request-body-removed': 'Be ready for calls without a body from the release on.',
  'request-body-became-required': 'Nothing to do; the body always comes now.',
  'request-body-became-optional': 'Be ready for calls without a body from the release on.',
};

function bodyRule({ id, purpose, from, to, severity, codegen, said, advice }: Words): Rule {
  const body = (state: State) =>
    state === 'absent'
      ? {}
      : {
          requestBody: {
            content: { 'application/json': { schema: { type: 'string' } } },
            required: state === 'required',
          },
        };
  return defineRule({
    id,
    on: 'requestBody',
    purpose,
    about: 'presence',
    severity: { request: severity, response: fromServer[id] ?? 'safe' },
    codegen,
    advice: (_, { direction }) => (direction === 'response' ? (toReceivers[id] ?? advice) : advice),
    at: 'required',
    *find({ before, after }) {
      const state = (side: typeof before): State =>
        side === null ? 'absent' : side.required ? 'required' : 'optional';
      if (from.includes(state(before)) && state(after) === to) yield {};
    },
    say: (_, { where }) => `the ${where} ${said}`,
    peers: () => [id],
    examples: () => ({
      reports: from.map((state) => operations(body(state), body(to), severity, [id])),
      silent: [operations(body(from[0] ?? 'absent'), body(from[0] ?? 'absent'))],
    }),
  });
}

export const requestBodyRules: readonly Rule[] = kinds.map(bodyRule);
