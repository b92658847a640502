// Which ids of the leading tool belong to a place. It spells direction and place into each id; our rules do not, so
// most rules name only the ending and leave the rest to these functions.

import type { Place } from '../diff/index.ts';
import { peerRuleIds } from './peer-rule-ids.ts';
import type { Facts, PeerQuery } from './rule.ts';

/** Whether the place is the root of a body, parameter or header rather than something inside it. */
export function isRoot(place: Place): boolean {
  return place.path.every((step) => step.kind === 'branch');
}

/**
 * `max-decreased` → `request-body-max-decreased`, `request-property-…`, `request-parameter-…`,
 * `request-parameter-property-…`, `response-header-…` and so on, whichever is right for the place; nothing where the
 * leading tool has no such check.
 */
export function schemaPeers(
  ending: string,
  { direction, place }: Pick<PeerQuery<Facts>, 'direction' | 'place'>,
): string[] {
  return known([`${schemaPrefix(direction, place)}-${ending}`]);
}

/** As `schemaPeers`; the leading tool has names of their own for some changes of what the sender never sends. */
export function unsentPeers(
  ending: string,
  query: Pick<PeerQuery<Facts>, 'direction' | 'place' | 'context'>,
): string[] {
  const mark = query.direction === 'response' ? 'write-only' : 'read-only';
  const unsent = schemaPrefix(query.direction, query.place).replace('-property', `-${mark}-property`);
  const peers = query.context.unsent ? known([`${unsent}-${ending}`]) : [];
  return peers.length > 0 ? peers : schemaPeers(ending, query);
}

export function schemaPrefix(direction: PeerQuery<Facts>['direction'], place: Place): string {
  const root = isRoot(place);
  if (place.where === 'parameter') return root ? 'request-parameter' : 'request-parameter-property';
  if (place.where === 'header') return root ? 'response-header' : 'response-header-property';
  const side = direction === 'response' ? 'response' : 'request';
  return root ? `${side}-body` : `${side}-property`;
}

/** Those of the ids that the leading tool has. */
export function known(ids: readonly string[]): string[] {
  return ids.filter((id) => peerRuleIds.has(id));
}
