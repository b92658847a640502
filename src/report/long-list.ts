// Nobody reads thousands of changes one by one, and neither a terminal nor a browser likes to show them: the first ones
// are told, and of the others how many there are of each kind.

import { counted } from '../base/index.ts';
import type { CauseGroup } from './cause-groups.ts';

/** Of more changes whoever opens the report wants to know first of what kind they are. */
const changesRead = 20;

/** What stands before a list that is longer than a screen or two; null before a shorter one. */
export function kindsSentence(groups: readonly CauseGroup[]): string | null {
  return groups.length > changesRead ? `By kind: ${kindsOf(groups)}.` : null;
}

/** `8902 breaking (5967 parameter-added, 2935 enum-value-removed); 3000 risky (3000 property-removed)` */
function kindsOf(groups: readonly CauseGroup[]): string {
  const bySeverity = Map.groupBy(groups, ({ severity }) => severity);
  return [...bySeverity]
    .map(([severity, alike]) => {
      const byRule = [...Map.groupBy(alike, ({ rule }) => rule)].toSorted(([, a], [, b]) => b.length - a.length);
      return `${alike.length} ${severity} (${byRule.map(([rule, { length }]) => `${length} ${rule}`).join(', ')})`;
    })
    .join('; ');
}

/** What is said of the changes that are not told; null where all are. */
export function untoldSentence(groups: readonly CauseGroup[], told: number): string | null {
  const untold = groups.slice(told);
  return untold.length === 0 ? null : `And ${counted(untold.length, 'change')} more: ${kindsOf(untold)}.`;
}
