import { type Api, normalisePath, type Operation, pathItemKey } from '../../../spec/index.ts';
import { documents } from '../../example.ts';
import { defineRule } from '../../rule.ts';

const operation = { responses: { '204': { description: 'Done.' } } };

export const operationRemoved = defineRule({
  id: 'operation-removed',
  on: 'operation',
  purpose: 'Reports an operation, webhook or callback that the previous version offered and this one does not.',
  about: 'presence',
  severity: ({ stillAnsweredBy }: Found) => (stillAnsweredBy === null ? 'breaking' : 'risky'),
  codegen: 'breaking',
  advice: ({ stillAnsweredBy }) =>
    stillAnsweredBy === null
      ? 'Stop calling it before the release. Whoever runs the API: deprecate first, name a sunset date, remove after it.'
      : `Calls now end at ${stillAnsweredBy}: check that it answers them in the same way.`,
  identifying: [],
  *find({ before, after }, { revision }): Iterable<Found> {
    if (before === null || after !== null) return;
    yield { pathRemains: revision.pathItems.has(pathItemKey(before)), stillAnsweredBy: findRoute(revision, before) };
  },
  say: ({ stillAnsweredBy }, { operation }) => {
    const name = `${operation?.kind === 'webhook' ? 'the webhook' : ''} ${operation?.method} ${operation?.path}`.trim();
    return stillAnsweredBy === null ? `${name} is gone` : `${name} is gone; ${stillAnsweredBy} takes its calls`;
  },
  peers: ({ facts, lifecycle, context }) => {
    if (context.operation?.kind === 'webhook') return ['webhook-removed'];
    const thing = facts.pathRemains ? 'api' : 'api-path';
    if (lifecycle?.kept === false) return [`${thing}-removed-before-sunset`];
    return [`${thing}-removed-${lifecycle?.deprecated ? 'with' : 'without'}-deprecation`];
  },
  examples: {
    reports: [
      documents(
        { paths: { '/pets': { get: operation, post: operation } } },
        { paths: { '/pets': { get: operation } } },
        { severity: 'breaking', peers: ['api-removed-without-deprecation'] },
      ),
      documents(
        { paths: { '/pets/mine': { get: operation }, '/pets/{id}': { get: operation } } },
        { paths: { '/pets/{id}': { get: operation } } },
        { severity: 'risky', peers: ['api-path-removed-without-deprecation'] },
      ),
    ],
    silent: [
      documents({ paths: { '/pets/{id}': { get: operation } } }, { paths: { '/pets/{petId}': { get: operation } } }),
    ],
  },
});

type Found = { readonly pathRemains: boolean; readonly stillAnsweredBy: string | null };

/** The operation of the revision whose template a call to the removed path still matches. */
function findRoute(api: Api, { kind, method, path }: Operation): string | null {
  if (kind !== 'path') return null;
  for (const entry of api.operations.values()) {
    if (entry.kind === 'path' && entry.method === method && covers(entry.path, path)) return `${method} ${entry.path}`;
  }
  return null;
}

function covers(template: string, path: string): boolean {
  const segments = normalisePath(template).split('/');
  const called = normalisePath(path).split('/');
  return (
    segments.length === called.length &&
    segments.every((segment, index) => segment === '{}' || segment === called[index])
  );
}
