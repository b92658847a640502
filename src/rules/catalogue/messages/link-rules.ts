import { canonicalText, type Link } from '../../../spec/index.ts';
import { responses } from '../../example.ts';
import { defineRule, type Rule } from '../../rule.ts';

type Found = { readonly link: string };

const owner = { operationId: 'getOwner', parameters: { id: '$response.body#/owner' } };
const other = { operationId: 'getOwner', parameters: { id: '$response.body#/ownerId' } };
const links = (link: object | null) => (link === null ? {} : { links: { owner: link } });

/** A link says which call may follow an answer and with which values. Nothing on the wire shows it. */
function linkRule(change: 'added' | 'removed' | 'changed'): Rule {
  const [before, after] = { added: [null, owner], removed: [owner, null], changed: [owner, other] }[change] as [
    object | null,
    object | null,
  ];
  return defineRule({
    id: `link-${change}`,
    on: 'link',
    purpose: `Reports a link from an answer to a further call that was ${change}.`,
    about: 'names',
    severity: change === 'added' ? 'safe' : 'risky',
    codegen: change === 'added' ? 'safe' : 'breaking',
    advice: change === 'added' ? 'Nothing to do.' : 'Check how your code finds the call that follows.',
    *find({ before: left, after: right }): Iterable<Found> {
      const link = (left ?? right).name;
      if (change === 'added' && left === null) yield { link };
      if (change === 'removed' && right === null) yield { link };
      if (change === 'changed' && left !== null && right !== null && spell(left) !== spell(right)) yield { link };
    },
    say: ({ link }, { where }) => `the link \`${link}\` of the ${where} was ${change}`,
    examples: () => ({
      reports: [responses(links(before), links(after), { severity: change === 'added' ? 'safe' : 'risky' })],
      silent: [responses(links(owner), links({ ...owner, description: 'Its owner.' }))],
    }),
  });
}

function spell({ operationId, operationRef, parameters, requestBody }: Link): string {
  return canonicalText({ operationId, operationRef, parameters, requestBody: requestBody ?? null });
}

export const linkRules: readonly Rule[] = [linkRule('added'), linkRule('changed'), linkRule('removed')];
