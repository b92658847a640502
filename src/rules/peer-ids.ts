// Which ids of the leading tool belong to a place. It spells direction and place into each id; our rules do not, so
// most rules name only the ending and leave the rest to these functions.

import type { Place } from '../diff/index.ts';
import { peerRuleIds } from './peer-rule-ids.ts';
import type { Facts, PeerQuery } from './rule.ts';

/** Whether the place is the root of a body, parameter or header; an alternative or a part of it is inside. */
export function isRoot(place: Place): boolean {
  return place.path.length === 0;
}

/**
 * `max-decreased` → `request-body-max-decreased`, `request-property-…`, `request-parameter-…`,
 * `request-parameter-property-…`, `response-header-…` and so on, whichever is right for the place; nothing where the
 * leading tool has no such check.
 */
export function schemaPeers(
  ending: string,
  { direction, place, context }: Pick<PeerQuery<Facts>, 'direction' | 'place' | 'context'>,
): string[] {
  if (isInContent({ place, context })) return [];
  return known([`${schemaPrefix(direction, place)}-${ending}`]);
}

/** The leading tool does not look into parameters and headers that are described by `content`. */
export function isInContent({ place, context }: Pick<PeerQuery<Facts>, 'place' | 'context'>): boolean {
  return (place.where === 'parameter' || place.where === 'header') && !context.text;
}

/** As `schemaPeers`; the leading tool has names of their own for some changes of what the sender never sends. */
export function unsentPeers(
  ending: string,
  query: Pick<PeerQuery<Facts>, 'direction' | 'place' | 'context'>,
): string[] {
  const { context, direction, place } = query;
  const mark = direction === 'response' ? 'write-only' : 'read-only';
  const unsent = schemaPrefix(direction, place).replace('-property', `-${mark}-property`);
  const peers = context.unsent && context.direction === direction ? known([`${unsent}-${ending}`]) : [];
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
