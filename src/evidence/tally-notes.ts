// What a reader of an import has to know of its calls: what was left out, folded together, or speaks for another
// environment.

import { isNamedProduction, isStaging, type UseEvidence } from '../catalog/index.ts';
import type { DocumentedOperation } from './documented-api.ts';
import { otherPaths } from './unmatched-paths.ts';

/** Of calls, where nothing else is said. */
export interface TallyCounts {
  noRequest: number;
  tooOld: number;
  preflight: number;
  elsewhere: number;
  /** Through proxies that are not believed. */
  untrusted: number;
  queryUntold: number;
  zoneUntold: number;
  unknownPlace: number;
  /** Unknown callers. */
  folded: number;
  /** Paths that fit no operation. */
  unmatchedFolded: number;
  /** Names or versions of consumers. */
  guises: number;
}

export function tallyNotes(
  counts: TallyCounts,
  service: string,
  source: string,
  guisesAtMost: number,
): readonly string[] {
  return [
    note(counts.noRequest, 'request was none that HTTP knows', 'requests were none that HTTP knows'),
    note(counts.tooOld, 'call was older than evidence is kept', 'calls were older than evidence is kept'),
    note(counts.preflight, 'OPTIONS request of a browser was left out', 'OPTIONS requests of browsers were left out'),
    note(counts.elsewhere, 'request was to another service or host', 'requests were to other services or hosts'),
    note(
      counts.untrusted,
      'call came through a proxy that evidence.trustedProxies does not name, and is taken for the proxy’s own',
      'calls came through proxies that evidence.trustedProxies does not name, and are taken for the proxies’ own',
    ),
    note(
      source === 'access log' ? counts.queryUntold : 0,
      'call is logged with a path that may lack its query, so which parameters it left out cannot be told: log the whole request target, or say with --map query=NAME where the query stands',
      'calls are logged with a path that may lack its query, so which parameters they left out cannot be told: log the whole request target, or say with --map query=NAME where the query stands',
    ),
    note(
      counts.zoneUntold,
      'call has a time without a zone, which was read as UTC: if the server writes another one, log the zone with it',
      'calls have times without a zone, which were read as UTC: if the server writes another one, log the zone with them',
    ),
    note(
      counts.unknownPlace,
      `call does not say which environment of ${service} it was to: give --environment, or the host's address under services.${service}.environments`,
      `calls do not say which environment of ${service} they were to: give --environment, or the hosts' addresses under services.${service}.environments`,
    ),
    note(
      counts.folded,
      'unknown caller with few calls was folded into one called "folded"',
      'unknown callers with few calls were folded into one called "folded"; one that came back later may be counted in both',
    ),
    note(
      counts.unmatchedFolded,
      `path that fits no operation was folded into "${otherPaths}"`,
      `paths that fit no operation were folded into "${otherPaths}"`,
    ),
    note(
      counts.guises,
      `name or version of a consumer was not told apart: it has more than ${guisesAtMost}`,
      `names or versions of consumers were not told apart: there are more than ${guisesAtMost} of one`,
    ),
  ].flat();
}

function note(count: number, one: string, many: string): string[] {
  return count === 0 ? [] : [`${count} ${count === 1 ? one : many}.`];
}

/** What speaks for another environment than the one that the evidence is said to be of. */
export function strayNotes(
  uses: readonly UseEvidence[],
  early: ReadonlyMap<DocumentedOperation, number>,
  versions: ReadonlyMap<string, string>,
): string[] {
  const remedy = 'If this is a log of staging, forget the import and import it with --environment staging.';
  const stray = uses.filter(
    ({ environment, callerEnvironment }) =>
      isNamedProduction(environment) && callerEnvironment !== null && isStaging(callerEnvironment),
  );
  const names = [...new Set(stray.map(({ consumer, callerName }) => consumer ?? callerName ?? 'a caller'))].sort();
  const calls = stray.reduce((sum, { requests }) => sum + requests, 0);
  return [
    ...(calls === 0
      ? []
      : [
          `${calls} ${calls === 1 ? 'call comes' : 'calls come'} to production from staging identities (${names.join(', ')}). ${remedy}`,
        ]),
    ...[...early].map(
      ([{ title }, count]) =>
        `${title} succeeded ${count === 1 ? 'once' : `${count} times`} in production, but only ${versions.get(title)} has it, and that is not deployed. ${remedy}`,
    ),
  ];
}
