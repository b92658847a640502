// Keywords of 2020-12 that narrow a value just by being there, whatever stands in them: added, they narrow what is
// accepted, removed, they widen it. What changes inside them is found by the walk, or by `condition-changed`.

import type { SchemaNode } from '../../../spec/index.ts';
import { bodiesAndProperties, requestBodies } from '../../example.ts';
import { schemaPeers } from '../../peer-ids.ts';
import { defineRule, type Rule, type SeverityOf } from '../../rule.ts';
import { haveNoTypeInCommon } from './bound-rules.ts';

interface KeywordWords {
  readonly keyword: string;
  /** What it asks for, after "the … of the body": "a condition on the properties' names". */
  readonly words: string;
  /** Within the leading tool's ids; null where it has no such checks. */
  readonly peer: string | null;
  /** Without the keyword, and what it says where it is there. */
  readonly example: object;
  readonly value: unknown;
  /** Whether it narrows by itself; `if` only does together with `then` or `else`. */
  readonly narrows?: (schema: SchemaNode) => boolean;
  /** It describes what is inside a string, and no validator refuses on its account. */
  readonly annotates?: true;
  /** What it says of objects may be about properties that nothing describes. */
  readonly closes?: true;
  /** Something that generators write there although every value meets it, and whether what stands there is such. */
  readonly idle?: object;
  readonly isIdle?: (schema: SchemaNode | null) => boolean;
}

const isAnything = (schema: SchemaNode | null) => schema?.unconstrained === true;
/** A name is a text. */
const isAnyName = (schema: SchemaNode | null) =>
  isAnything(schema) ||
  (schema !== null && schema.types?.includes('string') === true && [...schema.keywords].join() === 'type');

const list = { type: 'array', items: { type: 'string' } };
const text = { type: 'string' };
const object = { type: 'object', properties: { a: { type: 'string' }, b: { type: 'string' } } };
const condition = { required: ['a'] };

/** What a condition (`if`) decides on. */
const ofCondition = ['then', 'else'];

const keywords: readonly KeywordWords[] = [
  {
    keyword: 'if',
    words: 'condition (`if`)',
    peer: 'if',
    closes: true,
    example: { ...object, then: { required: ['b'] } },
    value: condition,
    narrows: (schema) => schema.has('then') || schema.has('else'),
  },
  {
    keyword: 'then',
    words: 'constraint where a condition holds (`then`)',
    peer: 'then',
    closes: true,
    example: { ...object, if: condition },
    value: { required: ['b'] },
    narrows: (schema) => schema.has('if'),
  },
  {
    keyword: 'else',
    words: 'constraint where a condition does not hold (`else`)',
    peer: 'else',
    closes: true,
    example: { ...object, if: condition },
    value: { required: ['b'] },
    narrows: (schema) => schema.has('if'),
  },
  {
    keyword: 'contains',
    words: 'constraint on what must be among its items (`contains`)',
    peer: 'contains',
    example: list,
    value: { const: 'x' },
  },
  {
    keyword: 'propertyNames',
    words: 'constraint on the names of properties (`propertyNames`)',
    peer: 'property-names',
    example: { type: 'object', additionalProperties: true },
    value: { maxLength: 9 },
    closes: true,
    idle: text,
    isIdle: isAnyName,
  },
  {
    keyword: 'unevaluatedItems',
    words: 'constraint on items that nothing else describes (`unevaluatedItems`)',
    peer: 'unevaluated-items',
    example: { type: 'array', prefixItems: [text] },
    value: { type: 'integer' },
    idle: {},
    isIdle: isAnything,
  },
  {
    keyword: 'unevaluatedProperties',
    words: 'constraint on properties that nothing else describes (`unevaluatedProperties`)',
    peer: 'unevaluated-properties',
    example: { type: 'object', patternProperties: { '^x-': text } },
    value: { type: 'integer' },
    closes: true,
    idle: {},
    isIdle: isAnything,
  },
  {
    keyword: 'not',
    words: 'exclusion of values (`not`)',
    peer: null,
    closes: true,
    example: text,
    value: { const: 'x' },
  },
  {
    keyword: 'contentSchema',
    words: 'description of what the text holds (`contentSchema`)',
    peer: 'content-schema',
    example: { ...text, contentMediaType: 'application/json' },
    value: { type: 'integer' },
    annotates: true,
  },
];

type Found = {
  readonly keyword: string;
  readonly narrows: boolean;
  /** It holds a schema, and not just `false`. */
  readonly describes: boolean;
  /** Both sides take objects. */
  readonly ofObjects: boolean;
  /** What comes or goes with it, and says nothing without it. */
  readonly along: readonly string[];
};

function presenceRule(words: KeywordWords, change: 'added' | 'removed'): Rule {
  const { keyword } = words;
  const added = change === 'added';
  const severity: SeverityOf<Found> = ({ narrows }, { direction }) => {
    if (words.annotates) return 'risky';
    return narrows && added === (direction === 'request') ? 'breaking' : 'safe';
  };
  return defineRule({
    id: `${keyword.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}-${change}`,
    on: 'schema',
    keywords: [keyword],
    purpose: `Reports a ${words.words} that ${added ? 'was not there before' : 'is no longer there'}.`,
    about: words.annotates ? 'negotiation' : 'values',
    severity,
    ...(words.closes && { closes: ({ ofObjects }: Found) => ofObjects }),
    advice: ({ narrows }, { direction }) => {
      if (words.annotates) {
        return direction === 'request'
          ? 'Check that the text that you send holds what is asked for now.'
          : 'Check that your code can still read what the text holds.';
      }
      if (!narrows || added !== (direction === 'request')) return 'Nothing to do.';
      return added
        ? 'Check that what you send meets the new constraint.'
        : 'Be ready for values that the constraint ruled out.';
    },
    at: keyword,
    *find({ before, after }): Iterable<Found> {
      const [without, holder] = added ? [before, after] : [after, before];
      if (without.has(keyword) || !holder.has(keyword) || haveNoTypeInCommon(before, after)) return;
      if (words.isIdle?.(holder.child(keyword))) return;
      if (keyword === 'not' && holder.never) return; // which no type describes: told as that
      const isNew = (each: string) => holder.has(each) && !without.has(each);
      if (ofCondition.includes(keyword) && isNew('if')) return;
      const along = keyword === 'if' ? ofCondition.filter(isNew) : [];
      const describes = typeof holder.keyword(keyword) !== 'boolean';
      const ofObjects = [before, after].every(({ types }) => types === null || types.includes('object'));
      yield { keyword, narrows: words.narrows?.(holder) ?? true, describes, ofObjects, along };
    },
    identifying: [],
    say: ({ along }, { where }) => {
      const what = along.length === 0 ? words.words : `${words.words} with \`${along.join('` and `')}\``;
      return added ? `the ${where} has a new ${what}` : `the ${where} has no ${what} any more`;
    },
    // The leading tool passes over `false`.
    peers: (query) =>
      words.peer === null || !query.facts.describes
        ? []
        : [words.peer, ...query.facts.along].flatMap((peer) => schemaPeers(`${peer}-${change}`, query)),
    examples: () => examplesOf(words, change),
  });
}

function examplesOf(
  { keyword, example, value, annotates, idle }: KeywordWords,
  change: 'added' | 'removed',
): ReturnType<Rule['examples']> {
  const bare = example as Record<string, unknown>;
  const full = { ...bare, [keyword]: value };
  const [before, after] = change === 'added' ? [bare, full] : [full, bare];
  const request = annotates ? 'risky' : change === 'added' ? 'breaking' : 'safe';
  const response = annotates ? 'risky' : change === 'added' ? 'safe' : 'breaking';
  return {
    reports: bodiesAndProperties(before, after, request, response),
    silent: [
      requestBodies(full, { allOf: [bare, { [keyword]: value }] }),
      ...(idle === undefined ? [] : [requestBodies(bare, { ...bare, [keyword]: idle })]),
    ],
  };
}

export const keywordPresenceRules: readonly Rule[] = keywords.flatMap((words) => [
  presenceRule(words, 'added'),
  presenceRule(words, 'removed'),
]);
