import { counted } from '../../base/index.ts';
import { personCalled, samePerson } from '../../catalog/index.ts';
import { approvalFingerprint } from '../approval-fingerprint.ts';
import type { GateInput } from './gate-input.ts';
import { closed, type Judgement, opened } from './judgement.ts';

/** Approvals count for the findings and the date that they were given for, and no others. */
export function judgeApproved({ approvals, catalog, comparison, plan, policy, release }: GateInput): Judgement {
  const isAuthor = (by: string) => samePerson(catalog, by, release.author);
  const { needed, otherThanAuthor } = policy.approvals;
  if (needed === 0) return opened('The policy asks for no approval.');
  if (comparison === null || plan === null) return closed('There is no plan to approve yet.', 'Propose a date.');
  const fingerprint = approvalFingerprint(comparison, plan);
  const current = approvals.filter((one) => one.fingerprint === fingerprint);
  const approvers = new Set(current.map(({ by }) => by).filter((by) => !otherThanAuthor || !isAuthor(by)));
  if (approvers.size >= needed) return opened(`Approved by ${[...approvers].sort().join(', ')}.`);
  const fallen = [...new Set(approvals.filter((one) => one.fingerprint !== fingerprint).map(({ by }) => by))].sort();
  const notes = [
    fallen.length > 0 ? ` What ${fallen.join(', ')} approved was other findings or another date.` : '',
    otherThanAuthor && current.some(({ by }) => isAuthor(by))
      ? ` ${release.author} is the author and cannot approve it alone.`
      : '',
  ].join('');
  return closed(
    `${approvers.size} of ${counted(needed, 'approval')} for these findings and this date.${notes}`,
    sayWhoMay(),
  );
  function sayWhoMay(): string {
    const command = `\`tocsin release approve ${release.id} --as WHO\``;
    if (!otherThanAuthor) return `Someone approves it: ${command}.`;
    return personCalled(catalog, release.author) === undefined
      ? `Someone other than its author approves it: that is whoever confirms its breaks, as the catalogue knows nobody called ${release.author}: ${command}.`
      : `Someone other than ${release.author} approves it: ${command}.`;
  }
}
