import type { Parameter } from '../../../spec/index.ts';
import { nameOfParameter } from '../../describe-place.ts';
import { documents, parameters } from '../../example.ts';
import { type SunsetState, sunsetState } from '../../lifecycle.ts';
import { defineRule } from '../../rule.ts';

const limit = { name: 'limit', in: 'query', schema: { type: 'integer' } };
const id = { name: 'id', in: 'path', required: true, schema: { type: 'integer' } };
const item = (list: readonly object[]) => ({
  paths: { '/things/{id}': { get: { parameters: list, responses: { 204: { description: 'Done.' } } } } },
});
const deprecated = { ...limit, deprecated: true };
const swagger = (list: readonly object[]) => ({
  swagger: '2.0',
  paths: { '/things': { get: { parameters: list, responses: { 204: { description: 'Done.' } } } } },
});

export const parameterRemoved = defineRule({
  id: 'parameter-removed',
  on: 'parameter',
  purpose: 'Reports a parameter that is gone: whoever goes on sending it is no longer heard.',
  about: 'presence',
  // Most servers pass over what they do not know, so the call goes through and means something else:
  // `DELETE /items?olderThan=` without its filter.
  severity: ({ required, in: location }: Found, { direction }) => {
    if (location === 'path') return 'safe'; // the path has its segment still, only nothing is said of it
    return direction === 'response' && required ? 'breaking' : 'risky';
  },
  codegen: 'breaking',
  advice: ({ in: location, elsewhere }, { direction }) => {
    if (location === 'path') return 'Nothing to do; it stands in the path as before.';
    if (direction === 'response')
      return elsewhere === undefined
        ? 'Do not rely on the parameter any more: it is no longer sent.'
        : `Read the ${elsewhere} from the release on.`;
    return elsewhere === undefined
      ? 'Stop sending it, and check that nothing depends on its effect: it is ignored from the release on.'
      : `Send the ${elsewhere} from the release on: this one is ignored then.`;
  },
  identifying: [],
  *find({ before, after, elsewhere }, { asOf }): Iterable<Found> {
    if (before === null || after !== null) return;
    yield {
      in: before.in,
      required: before.required,
      deprecated: before.deprecated,
      sunsetWas: sunsetState(before.sunset, asOf),
      ...(elsewhere !== null && { elsewhere: nameOfParameter(elsewhere) }),
    };
  },
  say: ({ deprecated: announced, in: location, elsewhere }, { where }) =>
    `the ${announced ? 'deprecated ' : ''}${where} is ${location === 'path' ? 'no longer described' : 'gone'}${
      elsewhere === undefined ? '' : `; most likely the ${elsewhere} takes its place`
    }`,
  peers: ({ facts }) => {
    if (!facts.deprecated) return ['request-parameter-removed'];
    if (facts.sunsetWas === 'unreadable') return ['request-parameter-sunset-parse'];
    if (facts.sunsetWas === 'ahead') return ['request-parameter-removed-before-sunset'];
    // A promise that was kept is nothing to the leading tool.
    return facts.sunsetWas === 'past' ? [] : ['request-parameter-removed-with-deprecation'];
  },
  examples: () => ({
    reports: [
      parameters([limit], [], 'risky', ['request-parameter-removed']),
      parameters([deprecated], [], 'risky', ['request-parameter-removed-with-deprecation']),
      parameters([{ ...deprecated, 'x-sunset': '2020-01-01' }], [], 'risky', []),
      parameters([{ ...deprecated, 'x-sunset': '2099-01-01' }], [], 'risky', [
        'request-parameter-removed-before-sunset',
      ]),
      parameters([{ ...deprecated, 'x-sunset': 'next spring' }], [], 'risky', ['request-parameter-sunset-parse']),
      documents(swagger([{ name: 'limit', in: 'query', type: 'integer' }]), swagger([]), 'risky', [
        'request-parameter-removed',
      ]),
      documents(item([id]), item([]), 'safe', ['request-parameter-removed']),
    ],
    silent: [parameters([{ ...limit, in: 'header', name: 'X-Limit' }], [{ ...limit, in: 'header', name: 'x-limit' }])],
  }),
});

type Found = {
  readonly in: Parameter['in'];
  readonly required: boolean;
  readonly deprecated: boolean;
  readonly sunsetWas: SunsetState;
  /** What is new under the same name, in another place or spelling. */
  readonly elsewhere?: string;
};
