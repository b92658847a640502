// Names that generated clients call operations by. A caller on the wire never sees them.

import type { Operation } from '../../../spec/index.ts';
import { documents, operations } from '../../example.ts';
import { defineRule, type Rule } from '../../rule.ts';
import { namedOperations } from './named-operations.ts';

const done = { responses: { '204': { description: 'Done.' } } };

type Renamed = { readonly before: string; readonly after: string | null };

export const operationIdRemoved = defineRule({
  id: 'operation-id-removed',
  on: 'operation',
  purpose: 'Reports an operation that has lost its `operationId` or got another one.',
  about: 'names',
  severity: 'safe',
  codegen: 'breaking',
  advice: 'Whoever generates a client: call the operation by its new name.',
  at: 'operationId',
  *find({ before, after }): Iterable<Renamed> {
    if (!before?.operationId || after === null || before.operationId === after.operationId) return;
    yield { before: before.operationId, after: after.operationId };
  },
  say: ({ before, after }, { operation }) =>
    `${operation?.method} ${operation?.path} is no longer called \`${before}\`${after === null ? '' : ` but \`${after}\``}`,
  peers: () => ['api-operation-id-removed'],
  examples: () => ({
    reports: [
      operations({ operationId: 'addThing' }, {}, 'safe', ['api-operation-id-removed']),
      operations({ operationId: 'addThing' }, { operationId: 'makeThing' }, 'safe', ['api-operation-id-removed']),
    ],
    silent: [operations({}, { operationId: 'addThing' })],
  }),
});

export const operationIdAdded = defineRule({
  id: 'operation-id-added',
  on: 'operation',
  purpose: 'Reports an operation that had no `operationId` and has one now.',
  about: 'names',
  severity: 'safe',
  codegen: 'breaking',
  advice: 'Whoever generates a client: the operation is called by this name now, no longer by one made of its path.',
  at: 'operationId',
  *find({ before, after }): Iterable<{ readonly operationId: string }> {
    if (before !== null && !before.operationId && after?.operationId) yield { operationId: after.operationId };
  },
  say: ({ operationId }, { operation }) => `${operation?.method} ${operation?.path} is called \`${operationId}\` now`,
  peers: () => ['api-operation-id-added'],
  examples: () => ({
    reports: [operations({}, { operationId: 'addThing' }, 'safe', ['api-operation-id-added'])],
    silent: [operations({ operationId: 'addThing' }, {})],
  }),
});

type Reused = { readonly operationId: string; readonly formerly: string; readonly formerGone: boolean };

export const operationIdReused = defineRule({
  id: 'operation-id-reused',
  on: 'operation',
  purpose: 'Reports an `operationId` that named another operation before: generated code calls something else by it.',
  about: 'names',
  severity: 'safe',
  codegen: ({ formerGone }: Reused) => (formerGone ? 'risky' : 'breaking'),
  // One that went on under its name keeps it rightly; of another one nobody knows.
  advice: ({ formerGone }) =>
    `Whoever generates a client: check each call by this name.${formerGone ? '' : ' Whoever runs the API: give the operation a name that was never used.'}`,
  at: 'operationId',
  identifying: ['operationId', 'formerly'],
  *find({ before, after }, { base, revision }): Iterable<Reused> {
    if (!after?.operationId || before?.operationId === after.operationId) return;
    const key = namedOperations(base).get(after.operationId);
    const former = key === undefined ? undefined : base.operations.get(key);
    if (key === undefined || former === undefined || isSame(former, before)) return;
    const formerly = `${former.method} ${former.path}`;
    if (formerly === `${after.method} ${after.path}`) return; // at another address, of which its removal speaks
    yield { operationId: after.operationId, formerly, formerGone: !revision.operations.has(key) };
  },
  say: ({ operationId, formerly }, { operation }) =>
    `\`${operationId}\` now names ${operation?.method} ${operation?.path}; it named ${formerly}`,
  examples: () => ({
    reports: [
      documents(
        { paths: { '/a': { get: { ...done, operationId: 'read' }, put: { ...done, operationId: 'write' } } } },
        { paths: { '/a': { get: { ...done, operationId: 'look' }, put: { ...done, operationId: 'read' } } } },
        'safe',
        [],
        ['operation-id-removed'],
      ),
      documents(
        { paths: { '/a': { get: { ...done, operationId: 'read' } } } },
        { paths: { '/b': { get: { ...done, operationId: 'read' } } } },
        'safe',
        [],
        ['operation-added', 'operation-removed'],
      ),
    ],
    silent: [
      documents(
        { paths: { '/a/{id}': { get: { ...done, operationId: 'read' } } } },
        { paths: { '/a/{name}': { get: { ...done, operationId: 'read' } } } },
      ),
    ],
  }),
});

function isSame(entry: { readonly spot: Operation['spot'] }, operation: Operation | null): boolean {
  if (operation === null) return false;
  return entry.spot.document === operation.spot.document && entry.spot.pointer === operation.spot.pointer;
}

export const operationIdRules: readonly Rule[] = [operationIdRemoved, operationIdAdded, operationIdReused];
