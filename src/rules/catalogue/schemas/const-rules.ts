import { canonicalText } from '../../../spec/index.ts';
import { bodiesAndProperties, requestBodies } from '../../example.ts';
import { schemaPeers } from '../../peer-ids.ts';
import { defineRule, type Rule } from '../../rule.ts';

type Found = { readonly before?: unknown; readonly after?: unknown };
type Change = 'added' | 'removed' | 'changed';

const any = { type: 'string' };
const one = { type: 'string', const: 'a' };
const other = { type: 'string', const: 'b' };

const words: Readonly<Record<Change, string>> = {
  added: 'that was not fixed before and now is',
  removed: 'that was fixed and no longer is',
  changed: 'that is fixed, but to something else',
};

/** A value that is fixed by `const`. */
function constRule(change: Change): Rule {
  const [before, after] = { added: [any, one], removed: [one, any], changed: [one, other] }[change] as [object, object];
  const request = change === 'removed' ? 'safe' : 'breaking';
  const response = change === 'added' ? 'safe' : 'breaking';
  return defineRule({
    id: `const-${change}`,
    on: 'schema',
    keywords: ['const'],
    purpose: `Reports a value ${words[change]} (\`const\`).`,
    about: 'values',
    severity: { request, response },
    codegen: { request, response },
    advice: ({ after: value }: Found, { direction }) => {
      if (direction === 'response')
        return change === 'added'
          ? 'Nothing to do.'
          : change === 'removed'
            ? 'Be ready for other values.'
            : `Be ready for ${JSON.stringify(value)} instead.`;
      return change === 'removed' ? 'Nothing to do; other values may be sent.' : `Send ${JSON.stringify(value)}.`;
    },
    at: 'const',
    *find({ before: left, after: right }): Iterable<Found> {
      const [had, has] = [left.has('const'), right.has('const')];
      // A list of the one value is another spelling, and growing it is the enum rules' finding.
      if ((!had && left.enumValues !== null) || (!has && right.enumValues !== null)) return;
      const [from, to] = [left.keyword('const'), right.keyword('const')];
      if (change === 'added' && !had && has) yield { after: to };
      if (change === 'removed' && had && !has) yield { before: from };
      if (change === 'changed' && had && has && canonicalText(from) !== canonicalText(to)) {
        yield { before: from, after: to };
      }
    },
    say: ({ before: from, after: to }, { where }) => {
      if (change === 'added') return `the ${where} must now be ${JSON.stringify(to)}`;
      if (change === 'removed') return `the ${where} may now be something else than ${JSON.stringify(from)}`;
      return `the ${where} had to be ${JSON.stringify(from)} and must now be ${JSON.stringify(to)}`;
    },
    peers: (query) => schemaPeers(`const-${change}`, query),
    examples: () => ({
      reports: bodiesAndProperties(before, after, request, response),
      silent: [requestBodies(one, { allOf: [one] }), requestBodies(one, { type: 'string', enum: ['a'] })],
    }),
  });
}

export const constRules: readonly Rule[] = [constRule('added'), constRule('removed'), constRule('changed')];
