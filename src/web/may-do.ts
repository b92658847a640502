// Who may do what through the web: the roles' meaning, in one table. A person's word for a team is only taken from
// someone who speaks for that team; a pipeline's token runs deploys and decides nothing (C5).

import { TocsinError } from '../base/index.ts';
import type { Role, Speaker } from '../bot/index.ts';

export type Action =
  | 'assess'
  | 'propose'
  | 'confirm'
  | 'approve'
  | 'announce'
  | 'reschedule'
  | 'discuss'
  | 'understand'
  | 'claim'
  | 'report'
  | 'acknowledge'
  | 'stand-down'
  | 'retry'
  | 'deploy'
  | 'verify'
  | 'complete'
  | 'roll-back'
  | 'cancel'
  | 'claim-caller'
  | 'forward-caller'
  | 'dismiss-caller'
  | 'import-evidence'
  | 'sync-catalog';

const allowed: Readonly<Record<Action, readonly Role[]>> = {
  assess: ['manager', 'ci'],
  propose: ['manager'],
  confirm: ['manager'],
  approve: ['manager'],
  announce: ['manager'],
  reschedule: ['manager'],
  discuss: ['manager'],
  understand: ['member', 'manager'],
  claim: ['member', 'manager'],
  report: ['member', 'manager', 'ci'],
  acknowledge: ['member', 'manager'],
  'stand-down': ['manager'],
  retry: ['manager'],
  deploy: ['manager', 'ci'],
  verify: ['manager', 'ci'],
  complete: ['manager', 'ci'],
  'roll-back': ['manager', 'ci'],
  cancel: ['manager'],
  'claim-caller': ['member', 'manager'],
  'forward-caller': ['member', 'manager'],
  'dismiss-caller': ['member', 'manager'],
  'import-evidence': ['manager', 'ci'],
  'sync-catalog': ['manager', 'ci'],
};

/** `team` is the team whose word is given, where the action is one team's own. */
export function mayDo(principal: Speaker, action: Action, team: string | null = null): boolean {
  if (!allowed[action].includes(principal.role)) return false;
  return principal.role !== 'member' || team === null || principal.teams.includes(team);
}

/** @throws TocsinError `not-allowed`, naming the role that would do. */
export function demand(principal: Speaker, action: Action, team: string | null = null): void {
  if (mayDo(principal, action, team)) return;
  if (allowed[action].includes(principal.role)) {
    throw new TocsinError(
      'not-allowed',
      `${principal.name} speaks for ${principal.teams.join(', ') || 'no team'}, not for ${team}.`,
      {
        hint: `Ask someone of ${team}, or a release manager.`,
      },
    );
  }
  throw new TocsinError(
    'not-allowed',
    `The token of ${principal.name} has the role “${principal.role}”, which may not ${action.replace('-', ' ')}.`,
    { hint: `Use a token with the role ${allowed[action].join(' or ')}.` },
  );
}
