// What stands between a release and its deploy. A gate opens on evidence alone: what is missing is closed, what
// nobody can tell is unknown, and both say what would open them and who can. Whether a closed gate holds the deploy
// up is the policy's mode, and no concern of the judgement.

import type { Comparison } from '../rules/index.ts';
import { localDay } from './calendar.ts';
import { chooseExemption } from './exemption.ts';
import type { GateInput } from './gates/gate-input.ts';
import { judgeAnnounced } from './gates/judge-announced.ts';
import { judgeApproved } from './gates/judge-approved.ts';
import { judgeAssessed } from './gates/judge-assessed.ts';
import { judgeCallers } from './gates/judge-callers.ts';
import { judgeDependencies } from './gates/judge-dependencies.ts';
import { judgeDiscussed } from './gates/judge-discussed.ts';
import { judgeIntended } from './gates/judge-intended.ts';
import { judgeNotice } from './gates/judge-notice.ts';
import { judgePorted } from './gates/judge-ported.ts';
import { judgeStaffed } from './gates/judge-staffed.ts';
import { judgeUnderstood } from './gates/judge-understood.ts';
import { findService, type Judgement, opened, unknown } from './gates/judgement.ts';
import type { Gate } from './plan.ts';
import { type GateName, gateNames } from './policy.ts';

const gateTable: Readonly<
  Record<GateName, { title: string; requirements: readonly string[]; judge: (input: GateInput) => Judgement }>
> = {
  assessed: { title: 'Compared with the release before', requirements: ['A1'], judge: judgeAssessed },
  intended: { title: 'Every break is intended', requirements: ['A10'], judge: judgeIntended },
  approved: { title: 'Approved by someone other than the author', requirements: ['D3'], judge: judgeApproved },
  announced: { title: 'The break is announced, and freshly', requirements: ['A3', 'A4', 'A11'], judge: judgeAnnounced },
  notice: { title: 'People had the agreed notice', requirements: ['A7'], judge: judgeNotice },
  discussed: { title: 'Discussed at a meeting', requirements: ['A6'], judge: judgeDiscussed },
  understood: { title: 'Every affected team has understood', requirements: ['A8'], judge: judgeUnderstood },
  callers: { title: 'Whoever calls what breaks is known', requirements: ['A16'], judge: judgeCallers },
  ported: { title: 'Every consumer is ported', requirements: ['A12', 'A17'], judge: judgePorted },
  staffed: { title: 'The deploy day is staffed', requirements: ['A15', 'A19', 'A20'], judge: judgeStaffed },
  dependencies: { title: 'What it depends on is done', requirements: ['A9'], judge: judgeDependencies },
};

/** What an exemption lifts and an undecided service leaves open. */
const ceremony: readonly GateName[] = [
  'approved',
  'announced',
  'notice',
  'discussed',
  'understood',
  'callers',
  'ported',
  'staffed',
];

/** Every gate of a release, in the order in which a release meets them. */
export function judgeGates(input: GateInput): Gate[] {
  const exemption = holdingExemption(input);
  const open = input.policy.undecided.find(({ service }) => service === input.release.service);
  return gateNames.map((name) => {
    const { title, requirements, judge } = gateTable[name];
    const gate = (judgement: Judgement, more: readonly string[] = []): Gate => ({
      name,
      title,
      ...judgement,
      mode: input.policy.gates[name],
      requirements: [...requirements, ...more],
    });
    const lifted = ceremony.includes(name) && !(name === 'announced' && mayBreak(input.comparison));
    if (exemption !== null && lifted) return gate(opened(`Exempt (${exemption.id}): ${exemption.reason}`), ['A25']);
    const judgement = judge(input);
    if (open !== undefined && ceremony.includes(name) && judgement.state === 'closed') {
      return gate(
        unknown(
          `It is not decided whether the policy holds for ${open.service}: ${open.question} If it does: ${judgement.because}`,
          `Decide the question at the meeting, or meet the policy: ${judgement.wouldOpen}`,
        ),
        ['A26'],
      );
    }
    return gate(judgement);
  });
}

/** What is not known to be harmless: an exemption lifts the ceremony, never that people are told of it. */
function mayBreak(comparison: Comparison | null): boolean {
  return comparison === null || comparison.verdict === 'breaking' || comparison.verdict === 'unknown';
}

/** What a gate is for, where it goes by its short name: `opens when every affected team has understood`. */
export function sayPurpose({ title }: Pick<Gate, 'title'>): string {
  return `opens when ${title.charAt(0).toLowerCase()}${title.slice(1)}`;
}

/** The gates that hold the deploy up: enforced, and not open. */
export function blockingGates(gates: readonly Gate[]): Gate[] {
  return gates.filter(({ mode, state }) => mode === 'enforce' && state !== 'open');
}

function holdingExemption({ catalog, comparison, plan, policy, release, now }: GateInput) {
  const service = findService(catalog, release.service);
  if (service === undefined || comparison === null) return null;
  const day = localDay(plan === null || plan.deployAt < now ? now : plan.deployAt, policy.deployWindow.zone);
  return chooseExemption({ release, service, comparison, policy, day }).exemption;
}
