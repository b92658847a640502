// From places in code to evidence of use. Code only says that something is called, never that it runs: requests stay
// 0, the environment is `any`, and the impact calls it declared at most. A repository that is nobody's in the catalogue
// becomes an unknown caller under its own name.

import type { Instant } from '../../base/index.ts';
import { anyOperation, type Catalog, type Consumer, livingCatalog, type UseEvidence } from '../../catalog/index.ts';
import type { OperationRef } from '../../rules/index.ts';
import { readFragment } from './plan-search.ts';
import type { CodeHit } from './search-github.ts';

export interface CodeContext {
  readonly service: string;
  readonly catalog: Catalog;
  readonly operations: readonly OperationRef[];
  /** Repositories to pass over: the service's own, mirrors of it. */
  readonly except: readonly string[];
  readonly at: Instant;
}

export function evidenceOfCode(
  hits: readonly CodeHit[],
  { service, catalog, operations, except, at }: CodeContext,
): { readonly uses: readonly UseEvidence[]; readonly notes: readonly string[] } {
  const { consumers, services } = livingCatalog(catalog);
  const sdk = services.find(({ name }) => name === service)?.sdk ?? [];
  const passedOver = new Set(except.map((name) => name.toLowerCase()));
  const found = new Map<string, { consumer: string | null; repository: string; operation: string }>();
  let guesses = 0;
  for (const { repository, path, fragments } of hits) {
    if (passedOver.has(repository.toLowerCase())) continue;
    const named = new Set(fragments.flatMap((fragment) => readFragment(fragment, operations, sdk)));
    if (named.size === 0) guesses += 1;
    if (named.size > 1) named.delete(anyOperation);
    for (const operation of named) {
      const owners = consumersAt(repository, path, operation, service, consumers);
      for (const consumer of owners.length > 0 ? owners.map(({ name }) => name) : [null]) {
        found.set(JSON.stringify([consumer ?? repository, operation]), { consumer, repository, operation });
      }
    }
  }
  const uses = [...found.values()].map(
    ({ consumer, repository, operation }): UseEvidence => ({
      consumer,
      callerKey: null,
      callerName: consumer === null ? repository : null,
      callerVersion: null,
      callerEnvironment: null,
      service,
      operation,
      fields: null,
      environment: 'any',
      requests: 0,
      answers: null,
      firstSeen: at,
      lastSeen: at,
      source: 'code search',
    }),
  );
  const notes =
    guesses === 0 ? [] : [`${guesses} places were found that hold no path, operation id or package of ${service}.`];
  return { uses, notes };
}

/**
 * Whose code a file is: the consumers of the repository whose folder holds it, the deepest folder first. Where several
 * share one place, those that declare the very operation; where none of them does, nobody can tell whose it is.
 */
function consumersAt(
  repository: string,
  file: string,
  operation: string,
  service: string,
  consumers: readonly Consumer[],
): readonly Consumer[] {
  const folderOf = ({ path }: Consumer) => (path ?? '').replace(/^\/+|\/+$/g, '');
  const here = consumers.filter(
    (consumer) =>
      consumer.repository?.toLowerCase() === repository.toLowerCase() &&
      (folderOf(consumer) === '' || file === folderOf(consumer) || file.startsWith(`${folderOf(consumer)}/`)),
  );
  const deepest = Math.max(...here.map((consumer) => folderOf(consumer).length));
  const nearest = here.filter((consumer) => folderOf(consumer).length === deepest);
  if (nearest.length <= 1) return nearest;
  return nearest.filter(({ uses }) =>
    uses.some((use) => use.service === service && (use.operations.length === 0 || use.operations.includes(operation))),
  );
}
