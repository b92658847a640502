// Ten keywords bound a value in the same way: from below or from above, inclusive or not, its size, its length or
// its number of members. Each can be set, tightened, loosened or removed, and which of these breaks depends only on
// who sends. So they are made here, one family for each keyword.

import { counted } from '../../../base/index.ts';
import type { Bound, SchemaNode } from '../../../spec/index.ts';
import { bodiesAndProperties, queryParameters, requestBodies, requestProperties } from '../../example.ts';
import { schemaPeers, unsentPeers } from '../../peer-ids.ts';
import { defineRule, type PeerQuery, type Rule } from '../../rule.ts';

interface BoundWords {
  readonly keyword: Bound;
  readonly side: 'lower' | 'upper';
  /** "the maximum", "the maximum length". */
  readonly words: string;
  /** What keeps to the bound: "at most 10 characters". */
  readonly within: (value: number) => string;
  /** What comes where the bound is loosened: "longer texts". */
  readonly beyond: string;
  /** As the leading tool spells it within its ids; null where it has no such checks. */
  readonly peer: string | null;
  /** A schema that the keyword constrains, without the bound. */
  readonly example: object;
  /** Values for the examples, the lower first; both must let values through. */
  readonly values: readonly [number, number];
}

const number = { type: 'number' };
const text = { type: 'string' };
const list = { type: 'array', items: { type: 'string' } };
const object = { type: 'object', additionalProperties: true };

const bounds: readonly BoundWords[] = [
  {
    keyword: 'minimum',
    side: 'lower',
    words: 'minimum',
    within: (value) => `at least ${value}`,
    beyond: 'smaller values',
    peer: 'min',
    example: number,
    values: [1, 5],
  },
  {
    keyword: 'maximum',
    side: 'upper',
    words: 'maximum',
    within: (value) => `at most ${value}`,
    beyond: 'larger values',
    peer: 'max',
    example: number,
    values: [10, 50],
  },
  {
    keyword: 'exclusiveMinimum',
    side: 'lower',
    words: 'exclusive minimum',
    within: (value) => `more than ${value}`,
    beyond: 'smaller values',
    peer: 'exclusive-min',
    example: number,
    values: [1, 5],
  },
  {
    keyword: 'exclusiveMaximum',
    side: 'upper',
    words: 'exclusive maximum',
    within: (value) => `less than ${value}`,
    beyond: 'larger values',
    peer: 'exclusive-max',
    example: number,
    values: [10, 50],
  },
  {
    keyword: 'minLength',
    side: 'lower',
    words: 'minimum length',
    within: (value) => `at least ${counted(value, 'character')}`,
    beyond: 'shorter texts',
    peer: 'min-length',
    example: text,
    values: [1, 5],
  },
  {
    keyword: 'maxLength',
    side: 'upper',
    words: 'maximum length',
    within: (value) => `at most ${counted(value, 'character')}`,
    beyond: 'longer texts',
    peer: 'max-length',
    example: text,
    values: [10, 50],
  },
  {
    keyword: 'minItems',
    side: 'lower',
    words: 'minimum number of items',
    within: (value) => `at least ${counted(value, 'item')}`,
    beyond: 'shorter lists',
    peer: 'min-items',
    example: list,
    values: [1, 5],
  },
  {
    keyword: 'maxItems',
    side: 'upper',
    words: 'maximum number of items',
    within: (value) => `at most ${counted(value, 'item')}`,
    beyond: 'longer lists',
    peer: 'max-items',
    example: list,
    values: [10, 50],
  },
  {
    keyword: 'minProperties',
    side: 'lower',
    words: 'minimum number of properties',
    within: (value) => `at least ${counted(value, 'property', 'properties')}`,
    beyond: 'objects with fewer properties',
    peer: null,
    example: object,
    values: [1, 5],
  },
  {
    keyword: 'maxProperties',
    side: 'upper',
    words: 'maximum number of properties',
    within: (value) => `at most ${counted(value, 'property', 'properties')}`,
    beyond: 'objects with more properties',
    peer: null,
    example: object,
    values: [10, 50],
  },
];

type Change = 'set' | 'increased' | 'decreased' | 'removed';

type Found = {
  readonly before: number | null;
  readonly after: number | null;
  /** Where it has one: what bounds the same values from the same side, but with or without the bound itself. */
  readonly counterpart?: { readonly before: number | null; readonly after: number | null };
  /** The values are listed now, and were not. */
  readonly isListed?: true;
};

const counterpartOf: Readonly<Partial<Record<Bound, Bound>>> = {
  minimum: 'exclusiveMinimum',
  exclusiveMinimum: 'minimum',
  maximum: 'exclusiveMaximum',
  exclusiveMaximum: 'maximum',
};

function boundsOf(bound: BoundWords, before: SchemaNode, after: SchemaNode): Found {
  const lists = (schema: SchemaNode) => schema.has('enum') || schema.has('const');
  const isListed = !lists(before) && lists(after) && { isListed: true as const };
  const facts = { before: boundOf(before, bound), after: boundOf(after, bound), ...isListed };
  const other = counterpartOf[bound.keyword];
  if (other === undefined) return facts;
  const counterpart = { before: before.bound(other), after: after.bound(other) };
  return counterpart.before === null && counterpart.after === null ? facts : { ...facts, counterpart };
}

/** `minimum: 1` that became `exclusiveMinimum: 1` lets nothing more through, and `exclusiveMinimum: 1` that became `minimum: 2`. */
function isReplaced({ keyword, side }: BoundWords, { before, after, counterpart }: Found): boolean {
  const value = counterpart?.after ?? null;
  if (before === null || after !== null || value === null) return false;
  const excess = side === 'lower' ? value - before : before - value;
  return keyword.startsWith('exclusive') ? excess > 0 : excess >= 0;
}

/** What takes the place of one that is gone, in words; null where nothing does. */
function replacementOf(bound: BoundWords, facts: Found): string | null {
  if (!isReplaced(bound, facts)) return null;
  const { words } = bounds.find(({ keyword }) => keyword === counterpartOf[bound.keyword])!;
  return `the ${words} of ${facts.counterpart?.after}`;
}

function boundRule(bound: BoundWords, change: Change): Rule {
  const { keyword, words, side } = bound;
  const isTighter = tightens(side, change);
  return defineRule({
    id: `${kebab(keyword)}-${change}`,
    on: 'schema',
    keywords: [keyword],
    purpose: `Reports ${withArticle(words)} (\`${keyword}\`) that ${purposeOf[change]}.`,
    about: 'values',
    severity: (facts: Found, { direction }) =>
      !isReplaced(bound, facts) && (direction === 'response') !== isTighter ? 'breaking' : 'safe',
    advice: (facts: Found, { direction }) => adviceOf(bound, isTighter, facts, direction === 'response'),
    at: keyword,
    ...(keyword === 'maxProperties' && { closes: true }),
    *find({ before, after }): Iterable<Found> {
      const facts = boundsOf(bound, before, after);
      if (changeOf(facts) === change && !haveNoTypeInCommon(before, after)) yield facts;
    },
    identifying: ['before', 'after'],
    say: (facts, { where }) => {
      const said = sayings[change](where, words, facts.before, facts.after);
      const replacement = replacementOf(bound, facts);
      return replacement === null ? said : `${said}, and ${replacement} takes its place`;
    },
    peers: (query) => boundPeers(bound, change, query),
    examples: () => examplesOf(bound, change),
  });
}

function tightens(side: BoundWords['side'], change: Change): boolean {
  return change === 'set' || change === (side === 'lower' ? 'increased' : 'decreased');
}

const purposeOf: Readonly<Record<Change, string>> = {
  set: 'was not there before',
  increased: 'was raised',
  decreased: 'was lowered',
  removed: 'is no longer there',
};

const sayings: Readonly<
  Record<Change, (where: string, words: string, before: number | null, after: number | null) => string>
> = {
  set: (where, words, _, after) => `the ${where} now has ${withArticle(words)}: ${after}`,
  increased: (where, words, before, after) => `the ${words} of the ${where} was raised from ${before} to ${after}`,
  decreased: (where, words, before, after) => `the ${words} of the ${where} was lowered from ${before} to ${after}`,
  removed: (where, words, before) => `the ${where} has no ${words} any more; it was ${before}`,
};

function adviceOf(bound: BoundWords, isTighter: boolean, facts: Found, received: boolean): string {
  const { side, within, beyond } = bound;
  const { after } = facts;
  const replacement = replacementOf(bound, facts);
  if (replacement !== null) return `Nothing to do for this alone: ${replacement} is told apart.`;
  if (isTighter) {
    return received || after === null
      ? 'Nothing to do; what comes keeps within the new limit.'
      : `Keep to the new limit before the release: ${within(after)}.`;
  }
  if (!received && facts.isListed) return 'Nothing to do for this alone: the list of values is told apart.';
  // By how much one gives way to the other depends on whether the values are whole numbers.
  if (!received && facts.counterpart?.after != null) return 'Nothing to do; no less is accepted.';
  if (!received) return 'Nothing to do; more is accepted now.';
  const limit = after === null ? 'there is no limit any more' : within(after);
  const check = side === 'upper' ? 'buffers, columns and arithmetic that rely' : 'code that relies';
  return `Be ready for ${beyond} (${limit}): check ${check} on the old limit.`;
}

function withArticle(words: string): string {
  return `${/^[aeiou]/.test(words) ? 'an' : 'a'} ${words}`;
}

/** A lower bound of nothing at all bounds nothing. */
function boundOf(schema: SchemaNode, { keyword }: BoundWords): number | null {
  const written = schema.bound(keyword);
  return written === 0 && /^min(Length|Items|Properties)$/.test(keyword) ? null : written;
}

function changeOf({ before, after }: Pick<Found, 'before' | 'after'>): Change | null {
  if (before === after) return null;
  if (before === null) return 'set';
  if (after === null) return 'removed';
  return after > before ? 'increased' : 'decreased';
}

/** A value of another type altogether is the type rule's business. */
export function haveNoTypeInCommon(before: SchemaNode, after: SchemaNode): boolean {
  if (before.valueTypes === null || after.valueTypes === null) return false;
  const numeric = (type: string) => (type === 'integer' ? 'number' : type);
  const types = new Set(after.valueTypes.map(numeric));
  return !before.valueTypes.some((type) => types.has(numeric(type)));
}

/** The leading tool calls a removed bound `unset`. */
function boundPeers(bound: BoundWords, change: Change, query: PeerQuery<Found>): string[] {
  const { peer } = bound;
  if (peer === null) return [];
  const { base, revision } = query.context;
  // Of a list of lists in a parameter it reads the inner ones too, as if they were the parameter.
  const { path, where } = query.place;
  const isInner = where === 'parameter' && path.length > 0 && path.every(({ kind }) => kind === 'items');
  if (isInner && (change === 'increased' || change === 'decreased') && peer === 'max-items')
    return schemaPeers(`${peer}-${change}`, { ...query, place: { ...query.place, path: [] } });
  const areOld = [base, revision].every(({ spec }) => spec.roots[0]?.dialect === 'openapi-3.0');
  const changes = areOld ? markedChanges(peer, bound, change, query.facts) : [`${peer}-${change}`];
  return changes.flatMap((each) => unsentPeers(each.replace(/-removed$/, '-unset'), query));
}

/**
 * An exclusive bound of 3.0 is a mark beside the bound, of which the leading tool speaks apart. Where the mark comes or goes
 * with another bound, of two findings the one says what that tightens and the other what it loosens.
 */
function markedChanges(
  peer: string,
  { side }: BoundWords,
  change: Change,
  { before, after, counterpart }: Found,
): string[] {
  const written = changeOf({
    before: before ?? counterpart?.before ?? null,
    after: after ?? counterpart?.after ?? null,
  });
  const isOwn =
    change === 'increased' ||
    change === 'decreased' ||
    (change === 'set') === (written !== null && tightens(side, written));
  return [
    ...(isOwn && written !== null ? [`${peer.replace('exclusive-', '')}-${written}`] : []),
    ...(peer.startsWith('exclusive-') && (change === 'set' || change === 'removed') ? [`${peer}-${change}`] : []),
  ];
}

function examplesOf({ keyword, example, values, side }: BoundWords, change: Change): ReturnType<Rule['examples']> {
  const [low, high] = values;
  const bounded = (value: number) => ({ ...example, [keyword]: value });
  const pair: Readonly<Record<Change, readonly [object, object]>> = {
    set: [example, bounded(high)],
    increased: [bounded(low), bounded(high)],
    decreased: [bounded(high), bounded(low)],
    removed: [bounded(high), example],
  };
  const [before, after] = pair[change];
  const isTighter = tightens(side, change);
  const request = isTighter ? 'breaking' : 'safe';
  const response = isTighter ? 'safe' : 'breaking';
  return {
    reports: [
      ...bodiesAndProperties(before, after, request, response),
      requestProperties({ ...before, readOnly: true }, { ...after, readOnly: true }, 'safe'),
      ...('additionalProperties' in example ? [] : [queryParameters(before, after, request)]),
    ],
    silent: [requestBodies(bounded(low), { allOf: [example, bounded(low)] })],
  };
}

function kebab(keyword: string): string {
  return keyword.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** 40 rules: each bound set, increased, decreased and removed. */
export const boundRules: readonly Rule[] = bounds.flatMap((bound) =>
  (['set', 'increased', 'decreased', 'removed'] as const).map((change) => boundRule(bound, change)),
);
