// Keywords that hold named demands: for properties whose names match a pattern, and for what must be there or must
// hold where some property is. Each entry added or removed is a finding of its own.

import type { Direction } from '../../../diff/index.ts';
import { canonicalText, type SchemaNode } from '../../../spec/index.ts';
import { bodiesAndProperties, requestBodies } from '../../example.ts';
import { schemaPeers } from '../../peer-ids.ts';
import { defineRule, type Rule } from '../../rule.ts';
import { haveNoTypeInCommon } from './bound-rules.ts';

interface EntryWords {
  readonly keyword: 'patternProperties' | 'dependentSchemas' | 'dependentRequired';
  /** The rules' id, and what stands within the leading tool's ids. */
  readonly id: string;
  readonly words: (name: string) => string;
  readonly example: unknown;
  readonly other: unknown;
}

const entryKinds: readonly EntryWords[] = [
  {
    keyword: 'patternProperties',
    id: 'pattern-property',
    words: (name) => `description of properties named like \`${name}\``,
    example: { '^x-': { type: 'string' } },
    other: { '^x-': { type: 'integer' } },
  },
  {
    keyword: 'dependentSchemas',
    id: 'dependent-schema',
    words: (name) => `constraint that holds where \`${name}\` is present`,
    example: { a: { required: ['b'] } },
    other: { a: { required: ['c'] } },
  },
  {
    keyword: 'dependentRequired',
    id: 'dependent-required',
    words: (name) => `list of properties required where \`${name}\` is present`,
    example: { a: ['b'] },
    other: { a: ['b', 'c'] },
  },
];

type Found = {
  readonly name: string;
  /** Whether a property that no entry describes is refused: then an entry opens more than it demands. */
  readonly closed: boolean;
  readonly lost: readonly string[];
  readonly gained: readonly string[];
};

/** The entries of the keyword over all layers; their text where the entries are plain data. */
function entriesOf(schema: SchemaNode, keyword: EntryWords['keyword']): ReadonlyMap<string, readonly string[]> {
  if (keyword !== 'dependentRequired') {
    return new Map([...schema.children(keyword).keys()].map((name) => [name, []]));
  }
  const entries = new Map<string, readonly string[]>();
  for (const { value } of schema.values(keyword)) {
    if (typeof value !== 'object' || value === null) continue;
    for (const [name, list] of Object.entries(value)) {
      if (Array.isArray(list))
        entries.set(name, [...new Set([...(entries.get(name) ?? []), ...list.map(String)])].sort());
    }
  }
  return entries;
}

function entryRule(kind: EntryWords, change: 'added' | 'removed' | 'changed'): Rule {
  const { keyword, id, words } = kind;
  const breaks = ({ closed, lost, gained }: Found, direction: Direction) => {
    const tightens = change === 'changed' ? gained.length > 0 : (change === 'added') !== closed;
    const loosens = change === 'changed' ? lost.length > 0 : !tightens;
    return direction === 'request' ? tightens : loosens;
  };
  return defineRule({
    id: `${id}-${change}`,
    on: 'schema',
    keywords: [keyword],
    purpose: `Reports an entry of \`${keyword}\` that ${change === 'changed' ? 'says something else now' : change === 'added' ? 'was not there before' : 'is no longer there'}.`,
    about: 'values',
    severity: (facts: Found, { direction }) => (breaks(facts, direction) ? 'breaking' : 'safe'),
    ...((keyword !== 'patternProperties' || change !== 'changed') && { closes: true }),
    advice: (facts, { direction }) => {
      if (!breaks(facts, direction)) return 'Nothing to do.';
      const demanded = namesOf(direction === 'request' ? facts.gained : facts.lost);
      if (demanded !== '') {
        return direction === 'request'
          ? `Send ${demanded} wherever you send \`${facts.name}\`.`
          : `Be ready for \`${facts.name}\` without ${demanded}.`;
      }
      if (facts.closed) {
        const names = `properties named like \`${facts.name}\``;
        return direction === 'request'
          ? `Stop sending ${names} that nothing else describes.`
          : `Be ready for ${names}.`;
      }
      return direction === 'request'
        ? 'Check that what you send meets the new constraint.'
        : 'Be ready for objects that keep to the new description only.';
    },
    at: keyword,
    *find({ before, after }): Iterable<Found> {
      if (haveNoTypeInCommon(before, after)) return;
      const left = entriesOf(before, keyword);
      const right = entriesOf(after, keyword);
      const closed =
        keyword === 'patternProperties' &&
        after.additionalProperties === 'refused' &&
        before.additionalProperties === 'refused';
      for (const name of new Set([...left.keys(), ...right.keys()])) {
        const had = left.get(name);
        const has = right.get(name);
        const kindOfChange = had === undefined ? 'added' : has === undefined ? 'removed' : 'changed';
        if (kindOfChange !== change || canonicalText(had) === canonicalText(has)) continue;
        const lost = (had ?? []).filter((each) => !has?.includes(each));
        const gained = (has ?? []).filter((each) => !had?.includes(each));
        yield { name, closed, lost, gained };
      }
    },
    identifying: ['name', 'lost', 'gained'],
    say: ({ name, closed, lost, gained }, { where }) => {
      const demands = [
        ...(gained.length > 0 ? [`must now hold ${namesOf(gained)}`] : []),
        ...(lost.length > 0 ? [`need no longer hold ${namesOf(lost)}`] : []),
      ];
      if (demands.length > 0) return `the ${where} ${demands.join(', and ')}, where it holds \`${name}\``;
      if (closed)
        return `the ${where} ${change === 'added' ? 'may now' : 'may no longer'} hold properties named like \`${name}\``;
      if (change === 'added') return `the ${where} has a new ${words(name)}`;
      return `the ${where} has no ${words(name)} any more`;
    },
    peers: (query) => schemaPeers(`${id}-${change}`, query),
    examples: () => examplesOf(kind, change),
  });
}

function namesOf(properties: readonly string[]): string {
  return properties.map((property) => `\`${property}\``).join(' and ');
}

function examplesOf(
  { keyword, example, other }: EntryWords,
  change: 'added' | 'removed' | 'changed',
): ReturnType<Rule['examples']> {
  const properties = { a: { type: 'string' }, b: { type: 'string' }, c: { type: 'string' } };
  const bare = { type: 'object', properties, additionalProperties: true };
  const full = { ...bare, [keyword]: example };
  const [before, after] =
    change === 'added' ? [bare, full] : change === 'removed' ? [full, bare] : [full, { ...bare, [keyword]: other }];
  const [request, response] = change === 'removed' ? (['safe', 'breaking'] as const) : (['breaking', 'safe'] as const);
  return {
    reports: bodiesAndProperties(before, after, request, response),
    silent: [requestBodies(full, { allOf: [bare, { [keyword]: example }] })],
  };
}

export const entryRules: readonly Rule[] = entryKinds.flatMap((kind) =>
  (kind.keyword === 'dependentRequired'
    ? (['added', 'removed', 'changed'] as const)
    : (['added', 'removed'] as const)
  ).map((change) => entryRule(kind, change)),
);
