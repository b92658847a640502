import type { Finding } from '../rules/index.ts';

/** What has to be sent in a way that the present release does not take. */
const asksForNew =
  /^(?:(?:parameter|property|header)-added|type-changed|media-type-renamed|request-body-added-required)$/;

/**
 * Whether a port that copes with these findings may run before the release is there. Who no longer sends or reads what
 * goes away copes with both releases; where operations go and others come in their place, or something new has to be
 * sent, the present release would refuse it. `all` are the release's findings.
 */
export function canRunBefore(met: readonly Finding[], all: readonly Finding[]): boolean {
  const operationsCome = all.some(({ rule }) => rule === 'operation-added');
  return !met.some(
    ({ rule, direction }) =>
      (rule === 'operation-removed' && operationsCome) || (direction === 'request' && asksForNew.test(rule)),
  );
}
