// What a finding asks of callers depends on where its release stands: before the deploy they have until then, after it
// they are late, and of a release that was taken back or called off nothing is asked.

import { type Finding, wordAdviceOnceOut } from '../rules/index.ts';
import type { ReleaseState } from './release.ts';

/** The finding with the advice that fits; empty where nothing is to be done for it now. */
export function adviseInState(finding: Finding, state: ReleaseState): Finding {
  switch (state) {
    case 'deploying':
    case 'verifying':
    case 'done':
      return { ...finding, advice: wordAdviceOnceOut(finding.advice) };
    case 'rolled-back':
    case 'cancelled':
      return { ...finding, advice: '' };
    default:
      return finding;
  }
}
