// What stands in an array: its items as a whole, its first positions, how many of a kind, and whether two may be equal.

import type { Direction } from '../../../diff/index.ts';
import { canonicalText, type SchemaNode } from '../../../spec/index.ts';
import { requestBodies, requestProperties, responseBodies, responseProperties } from '../../example.ts';
import { schemaPeers } from '../../peer-ids.ts';
import { defineRule, type Rule } from '../../rule.ts';
import { haveNoTypeInCommon } from './bound-rules.ts';

type Found = {
  readonly before: number | null;
  readonly after: number | null;
  /** Said outright on both sides: of a count that comes or goes the leading tool has no check. */
  readonly stays?: boolean;
  /** The first positions that are described apart where the others are not. */
  readonly beyond?: number;
  /** Nothing may stand beyond what is described: then another position is more that may be there. */
  readonly closed?: true;
};

interface ArrayWords {
  readonly id: string;
  readonly purpose: string;
  readonly said: (facts: Found, where: string) => string;
  /** Whether fewer arrays are let through afterwards. */
  readonly narrows: boolean;
  readonly at: string;
  readonly peer: string | null;
  readonly find: (before: SchemaNode, after: SchemaNode) => Found | null;
  /** On which it stays silent, in this order and turned round. */
  readonly alike?: readonly [before: object, after: object];
  readonly examples: readonly [object, object];
}

const list = (more: object = {}) => ({ type: 'array', ...more });
const text = { type: 'string' };
const some = (more: object) => list({ items: text, contains: { const: 'x' }, ...more });

/** A count that `find` compares; null is no limit. */
function countRule(
  keyword: 'minContains' | 'maxContains',
  change: 'increased' | 'decreased',
  words: string,
): ArrayWords {
  const least = keyword === 'minContains';
  const narrows = least === (change === 'increased');
  const [low, high] = [2, 5];
  return {
    id: `${least ? 'min' : 'max'}-contains-${change}`,
    purpose: `Reports a ${words} (\`${keyword}\`) that was ${change === 'increased' ? 'raised' : 'lowered'}.`,
    said: ({ before, after }, where) =>
      `the ${words} in the ${where} changed from ${before ?? 'unlimited'} to ${after ?? 'unlimited'}`,
    narrows,
    at: keyword,
    peer: `${least ? 'min' : 'max'}-contains-${change}`,
    find: (left, right) => {
      if (!left.has('contains') || !right.has('contains')) return null;
      // At least one must match where nothing is said (2020-12 validation, 6.4.5).
      const [before, after] = [left.bound(keyword) ?? (least ? 1 : null), right.bound(keyword) ?? (least ? 1 : null)];
      const size = (count: number | null) => count ?? Number.POSITIVE_INFINITY;
      const grew = size(after) > size(before);
      const stays = left.bound(keyword) !== null && right.bound(keyword) !== null;
      return before !== after && grew === (change === 'increased') ? { before, after, stays } : null;
    },
    examples:
      change === 'increased'
        ? [some({ [keyword]: low }), some({ [keyword]: high })]
        : [some({ [keyword]: high }), some({ [keyword]: low })],
  };
}

const kinds: readonly ArrayWords[] = [
  countRule('minContains', 'increased', 'minimum number of matching items'),
  countRule('minContains', 'decreased', 'minimum number of matching items'),
  countRule('maxContains', 'increased', 'maximum number of matching items'),
  countRule('maxContains', 'decreased', 'maximum number of matching items'),
  {
    id: 'prefix-items-added',
    purpose: 'Reports first positions of an array that were not described before (`prefixItems`).',
    said: ({ before, after }, where) =>
      before === 0
        ? `the ${where} now describes its first ${positionWords(after)} apart`
        : `the ${where} now describes its first ${positionWords(after)} instead of ${before}`,
    narrows: true,
    at: 'prefixItems',
    peer: 'prefix-items-added',
    find: (left, right) => positions(left, right, 1),
    alike: [list({ items: text }), list({ prefixItems: [text], items: text })],
    examples: [list({ prefixItems: [text] }), list({ prefixItems: [text, text] })],
  },
  {
    id: 'prefix-items-removed',
    purpose: 'Reports first positions of an array that are no longer described (`prefixItems`).',
    said: ({ before, after }, where) =>
      after === 0
        ? `the ${where} no longer describes its first ${positionWords(before)} apart`
        : `the ${where} describes only its first ${positionWords(after)} instead of ${before}`,
    narrows: false,
    at: 'prefixItems',
    peer: 'prefix-items-removed',
    find: (left, right) => positions(left, right, -1),
    alike: [list({ items: text }), list({ prefixItems: [text], items: text })],
    examples: [list({ prefixItems: [text, text] }), list({ prefixItems: [text] })],
  },
  {
    id: 'items-described',
    purpose: 'Reports an array whose items were not described and now are.',
    said: ({ beyond }, where) => `${itemsWords(beyond)} of the ${where} are described now`,
    narrows: true,
    at: 'items',
    peer: null,
    find: (left, right) =>
      left.child('items') === null && right.child('items') !== null ? beyondPositions(left) : null,
    examples: [list(), list({ items: text })],
  },
  {
    id: 'items-no-longer-described',
    purpose: 'Reports an array whose items were described and no longer are.',
    said: ({ beyond }, where) => `${itemsWords(beyond)} of the ${where} may be anything now`,
    narrows: false,
    at: 'items',
    peer: null,
    find: (left, right) =>
      left.child('items') !== null && right.child('items') === null ? beyondPositions(right) : null,
    examples: [list({ items: text }), list()],
  },
  {
    id: 'unique-items-demanded',
    purpose: 'Reports an array whose items must now differ from each other (`uniqueItems`).',
    said: (_, where) => `no two items of the ${where} may be equal any more`,
    narrows: true,
    at: 'uniqueItems',
    peer: null,
    find: (left, right) => (!unique(left) && unique(right) ? { before: null, after: null } : null),
    examples: [list({ items: text }), list({ items: text, uniqueItems: true })],
  },
  {
    id: 'unique-items-no-longer-demanded',
    purpose: 'Reports an array whose items had to differ from each other and no longer do (`uniqueItems`).',
    said: (_, where) => `two items of the ${where} may be equal now`,
    narrows: false,
    at: 'uniqueItems',
    peer: null,
    find: (left, right) => (unique(left) && !unique(right) ? { before: null, after: null } : null),
    examples: [list({ items: text, uniqueItems: true }), list({ items: text })],
  },
];

/** Null also where the further positions are described as `items` describes them on the other side. */
function positions(left: SchemaNode, right: SchemaNode, sign: 1 | -1): Found | null {
  const [before, after] = [left.prefixItems.length, right.prefixItems.length];
  if (Math.sign(after - before) !== sign) return null;
  const [fewer, more] = sign === 1 ? [left, right] : [right, left];
  const rest = fewer.child('items');
  const saysSame = ({ spot }: SchemaNode) =>
    rest !== null && canonicalText(spot.value) === canonicalText(rest.spot.value);
  if (more.prefixItems.slice(fewer.prefixItems.length).every(saysSame)) return null;
  return { before, after, ...(rest?.never && { closed: true }) };
}

function beyondPositions({ prefixItems: { length } }: SchemaNode): Found {
  return { before: null, after: null, ...(length > 0 && { beyond: length }) };
}

function itemsWords(beyond: number | undefined): string {
  return beyond === undefined ? 'the items' : `the items beyond the first ${beyond === 1 ? 'one' : beyond}`;
}

function positionWords(count: number | null): string {
  return count === 1 ? 'position' : `${count} positions`;
}

function unique(schema: SchemaNode): boolean {
  return schema.values('uniqueItems').some(({ value }) => value === true);
}

function arrayRule({ id, purpose, said, narrows, at, peer, find, alike, examples: [before, after] }: ArrayWords): Rule {
  const [request, response] = narrows ? (['breaking', 'safe'] as const) : (['safe', 'breaking'] as const);
  const peersIn = (place: string) => (peer ? [`${place}-${peer}`] : []);
  const refuses = ({ closed }: Found, direction: Direction) =>
    (direction === 'request') === (closed ? !narrows : narrows);
  return defineRule({
    id,
    on: 'schema',
    keywords: at === 'prefixItems' ? ['prefixItems', 'items'] : [at], // older drafts spell a tuple in `items`
    purpose,
    about: 'values',
    severity: (facts: Found, { direction }) => (refuses(facts, direction) ? 'breaking' : 'safe'),
    advice: (facts, { direction }) => {
      if (!refuses(facts, direction)) return 'Nothing to do.';
      if (facts.closed) {
        return direction === 'request'
          ? 'Send no more items than the positions that are described.'
          : 'Be ready for more items than before.';
      }
      return narrows
        ? 'Check that the arrays that you send meet the new constraint.'
        : 'Be ready for arrays that the old constraint ruled out.';
    },
    at,
    identifying: ['before', 'after'],
    *find({ before: left, after: right }): Iterable<Found> {
      if (haveNoTypeInCommon(left, right)) return;
      const facts = find(left, right);
      if (facts !== null) yield facts;
    },
    say: (facts: Found, { where }) => said(facts, where),
    peers: (query) => (peer === null || query.facts.stays === false ? [] : schemaPeers(peer, query)),
    examples: () => ({
      reports: [
        requestBodies(before, after, request, peersIn('request-body')),
        requestProperties(before, after, request, peersIn('request-property')),
        responseBodies(before, after, response, peersIn('response-body')),
        responseProperties(before, after, response, peersIn('response-property')),
      ],
      silent: [
        requestBodies(before, { allOf: [before] }),
        ...(alike ? [alike, alike.toReversed()] : []).map(([one, other]) => requestBodies(one, other)),
      ],
    }),
  });
}

export const arrayRules: readonly Rule[] = kinds.map(arrayRule);
