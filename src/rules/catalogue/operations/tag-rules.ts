// Tags sort operations into groups; generators make one class of each group, by an operation's first tag.

import { operations } from '../../example.ts';
import { defineRule, type Rule } from '../../rule.ts';

type Found = { readonly tag: string; readonly first: boolean };

function tagRule(change: 'added' | 'removed'): Rule {
  const [less, more] = [{ tags: ['pets'] }, { tags: ['pets', 'animals'] }];
  const [before, after] = change === 'added' ? [less, more] : [more, less];
  return defineRule({
    id: `tag-${change}`,
    on: 'operation',
    purpose: `Reports a tag that an operation ${change === 'added' ? 'has got' : 'has lost'}.`,
    about: 'names',
    severity: 'safe',
    codegen: ({ first }: Found) => (first ? 'breaking' : 'safe'),
    advice: 'Whoever generates a client: the operation may have moved to another class.',
    at: 'tags',
    identifying: ['tag'],
    *find({ before: left, after: right }): Iterable<Found> {
      if (left === null || right === null) return;
      const [without, holder] = change === 'added' ? [left.tags, right.tags] : [right.tags, left.tags];
      for (const tag of new Set(holder)) {
        if (!without.includes(tag)) yield { tag, first: holder[0] === tag };
      }
    },
    say: ({ tag }, { operation }) =>
      `${operation?.method} ${operation?.path} ${change === 'added' ? 'has the tag' : 'no longer has the tag'} \`${tag}\`${change === 'added' ? ' now' : ''}`,
    peers: () => [`api-tag-${change}`],
    examples: () => ({
      reports: [operations(before, after, 'safe', [`api-tag-${change}`])],
      silent: [operations(after, { tags: [...after.tags].reverse() })],
    }),
  });
}

export const tagRules: readonly Rule[] = [tagRule('added'), tagRule('removed')];
