// Bounds, patterns and lists of values that come or go with a type: where the old and the new type have no value in
// common they follow from the change of type, which is the one finding. The leading tool has an id for each of them.

import type { SchemaNode } from '../../../spec/index.ts';
import { unsentPeers } from '../../peer-ids.ts';
import type { Facts, PeerQuery } from '../../rule.ts';
import { becameEnumPeers } from './became-enum.ts';
import { haveNoTypeInCommon } from './bound-rules.ts';
import { removedPeers } from './enum-value-removed.ts';

/** Keywords that only one side has. */
export interface WithType {
  readonly come: readonly string[];
  readonly gone: readonly string[];
}

/** As the leading tool spells them within its ids. */
const bounds: Readonly<Record<string, string>> = {
  minimum: 'min',
  maximum: 'max',
  exclusiveMinimum: 'exclusive-min',
  exclusiveMaximum: 'exclusive-max',
  minLength: 'min-length',
  maxLength: 'max-length',
  minItems: 'min-items',
  maxItems: 'max-items',
};

export function keywordsWithType(before: SchemaNode, after: SchemaNode): WithType {
  if (!haveNoTypeInCommon(before, after)) return { come: [], gone: [] };
  const only = (here: SchemaNode, there: SchemaNode) =>
    [...Object.keys(bounds), 'pattern', 'enum'].filter((keyword) => here.has(keyword) && !there.has(keyword));
  return { come: only(after, before), gone: only(before, after) };
}

export function withTypePeers({ come, gone }: WithType, query: PeerQuery<Facts>): string[] {
  const peersOf = (keyword: string, change: 'come' | 'gone') => {
    if (keyword === 'enum') return change === 'come' ? becameEnumPeers(query) : removedPeers(query);
    if (keyword === 'pattern') return unsentPeers(`pattern-${change === 'come' ? 'added' : 'removed'}`, query);
    return unsentPeers(`${bounds[keyword]}-${change === 'come' ? 'set' : 'unset'}`, query);
  };
  return [
    ...come.flatMap((keyword) => peersOf(keyword, 'come')),
    ...gone.flatMap((keyword) => peersOf(keyword, 'gone')),
  ];
}
