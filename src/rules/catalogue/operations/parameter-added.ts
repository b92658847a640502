import type { Parameter } from '../../../spec/index.ts';
import { nameOfParameter } from '../../describe-place.ts';
import { documents, parameters } from '../../example.ts';
import { defineRule } from '../../rule.ts';

const limit = { name: 'limit', in: 'query', schema: { type: 'integer' } };
const id = { name: 'id', in: 'path', required: true, schema: { type: 'string' } };
const done = { responses: { '204': { description: 'Done.' } } };
const item = (path: string, fields: object) => ({ paths: { [path]: { get: done, ...fields } } });

export const parameterAdded = defineRule({
  id: 'parameter-added',
  on: 'parameter',
  purpose: 'Reports a parameter that is new; where it is required, calls that do not know of it fail.',
  about: 'presence',
  severity: ({ required, in: location }: Found, { direction }) => {
    if (direction === 'response' || !required) return 'safe';
    return location === 'path' ? 'risky' : 'breaking'; // the path had the segment before, only nothing said of it
  },
  codegen: ({ required }) => (required ? 'breaking' : 'safe'),
  leavingOutHurts: ({ required }) => required,
  advice: ({ required, name }, { direction }) =>
    required && direction !== 'response'
      ? `Send \`${name}\` with every call from the release on. Whoever runs the API: let it be left out.`
      : direction === 'response'
        ? 'Nothing to do; it may come with a call.'
        : 'Nothing to do; it may be sent.',
  at: 'name',
  identifying: ['required'],
  *find({ before, after, elsewhere }): Iterable<Found> {
    if (before !== null || after === null) return;
    const { name, in: location, required, shared } = after;
    const place = { name, in: location, required, shared };
    yield elsewhere === null ? place : { ...place, elsewhere: nameOfParameter(elsewhere) };
  },
  say: ({ required, elsewhere }, { where }) =>
    `the ${where} is new${required ? ' and required' : ''}${elsewhere === undefined ? '' : `, most likely in place of the ${elsewhere}`}`,
  peers: ({ facts }) => {
    if (facts.in === 'path') return ['new-request-path-parameter'];
    const presence = facts.required ? 'required' : 'optional';
    return [`new-${presence}-request-${facts.shared ? 'default-parameter-to-existing-path' : 'parameter'}`];
  },
  examples: () => ({
    reports: [
      parameters([], [{ ...limit, required: true }], 'breaking', ['new-required-request-parameter']),
      parameters([], [limit], 'safe', ['new-optional-request-parameter']),
      documents(item('/things', {}), item('/things', { parameters: [{ ...limit, required: true }] }), 'breaking', [
        'new-required-request-default-parameter-to-existing-path',
      ]),
      documents(item('/things', {}), item('/things', { parameters: [limit] }), 'safe', [
        'new-optional-request-default-parameter-to-existing-path',
      ]),
      documents(item('/things/{id}', {}), item('/things/{id}', { parameters: [id] }), 'risky', [
        'new-request-path-parameter',
      ]),
      documents(
        item('/things/{id}', {}),
        { paths: { '/things/{id}': { get: { ...done, parameters: [id] } } } },
        'risky',
        ['new-request-path-parameter'],
      ),
    ],
    silent: [
      parameters([limit], [{ ...limit, description: 'How many.' }]),
      documents(
        { paths: { '/things': { get: { ...done, parameters: [limit] } } } },
        item('/things', { parameters: [limit] }),
      ),
    ],
  }),
});

type Found = {
  readonly name: string;
  readonly in: Parameter['in'];
  readonly required: boolean;
  /** Written for all operations of the path. */
  readonly shared: boolean;
  /** What is gone under the same name, from another place or spelling. */
  readonly elsewhere?: string;
};
