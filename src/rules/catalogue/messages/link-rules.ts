import { type Api, canonicalText, type Link } from '../../../spec/index.ts';
import { documents, responses } from '../../example.ts';
import { defineRule, type Rule } from '../../rule.ts';
import { namedOperations } from '../operations/named-operations.ts';

type Found = { readonly link: string };

const owner = { operationId: 'getOwner', parameters: { id: '$response.body#/owner' } };
const other = { operationId: 'getOwner', parameters: { id: '$response.body#/ownerId' } };
const leadingTo = (operationId: string) => ({
  paths: {
    '/pets': { get: { responses: { 200: { description: 'Fine.', ...links({ operationId }) } } } },
    '/owners': { get: { operationId, responses: { 200: { description: 'Fine.' } } } },
  },
});
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
    *find({ before: left, after: right }, { base, revision }): Iterable<Found> {
      const link = (left ?? right).name;
      if (change === 'added' && left === null) yield { link };
      if (change === 'removed' && right === null) yield { link };
      if (change === 'changed' && left !== null && right !== null && spell(left, base) !== spell(right, revision)) {
        yield { link };
      }
    },
    say: ({ link }, { where }) => `the link \`${link}\` of the ${where} was ${change}`,
    examples: () => ({
      reports: [responses(links(before), links(after), change === 'added' ? 'safe' : 'risky')],
      silent: [
        responses(links(owner), links({ ...owner, description: 'Its owner.' })),
        documents(leadingTo('getOwner'), leadingTo('readOwner')),
      ],
    }),
  });
}

/** By the operation that it leads to, which may have got another name. */
function spell({ operationId, operationRef, parameters, requestBody }: Link, api: Api): string {
  const operation = operationId === null ? null : (namedOperations(api).get(operationId) ?? operationId);
  return canonicalText({ operation, operationRef, parameters, requestBody: requestBody ?? null });
}

export const linkRules: readonly Rule[] = [linkRule('added'), linkRule('changed'), linkRule('removed')];
