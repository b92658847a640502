import { operations } from '../../example.ts';
import { defineRule } from '../../rule.ts';

const body = { content: { 'application/json': { schema: { type: 'string' } } } };

export const requestBodyBecameRequired = defineRule({
  id: 'request-body-became-required',
  on: 'requestBody',
  purpose: 'Reports a request body that could be left out and no longer can.',
  about: 'presence',
  severity: { request: 'breaking', response: 'safe' },
  codegen: 'breaking',
  advice: 'Send a body with every call from the release on.',
  at: 'required',
  *find({ before, after }) {
    if (before !== null && after !== null && !before.required && after.required) yield {};
  },
  say: (_, { where }) => `the ${where} is now required`,
  peers: () => ['request-body-became-required'],
  examples: {
    reports: [
      operations(
        { requestBody: body },
        { requestBody: { ...body, required: true } },
        { severity: 'breaking', peers: ['request-body-became-required'] },
      ),
    ],
    silent: [operations({ requestBody: { ...body, required: true } }, { requestBody: { ...body, required: true } })],
  },
});
