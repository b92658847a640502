// How much there is of each kind, and which version that needs: the line below the verdict.

import { sayDay } from '../base/index.ts';
import type { Comparison } from '../rules/index.ts';
import type { CauseGroup } from './cause-groups.ts';
import { leftOutWords, settingTotals, versionWords } from './report-format.ts';
import { tallyFigures, tallyOf, tallyOfExempted, tallyOfRefactors } from './tally.ts';

/** `16 breaking (32 places) · 2 risky · 9 safe · needs a major version · as of 12 Mar 2026` */
export function totalsLine(comparison: Comparison, groups: readonly CauseGroup[]): string {
  const { verdict, summary, asOf, reversed } = comparison;
  const [refactors, exempted] = [tallyOfRefactors(comparison), tallyOfExempted(comparison)];
  const settings = settingTotals(comparison);
  const leftOut = leftOutWords(comparison);
  const parts = [
    ...(['breaking', 'risky', 'safe'] as const).map((severity) =>
      tallyFigures(tallyOf(groups.filter((group) => group.severity === severity)), severity),
    ),
    ...(refactors.changes > 0 ? [tallyFigures(refactors, refactors.changes === 1 ? 'refactor' : 'refactors')] : []),
    ...(exempted.changes > 0 ? [tallyFigures(exempted, 'exempted')] : []),
    ...(settings === '' ? [] : [settings]),
    ...(leftOut === null ? [] : [`${leftOut} left out`]),
  ];
  // What could not be compared needs no version, and a count of nothing found would read as fine.
  if (verdict === 'unknown') {
    const found = summary.breaking + summary.risky > 0 ? `${parts.join(' · ')} in what could be compared · ` : '';
    return `${found}which version it needs cannot be told · as of ${sayDay(asOf)}`;
  }
  const version = reversed ? 'a rollback' : versionWords(comparison);
  return [...parts, ...(version === null ? [] : [version]), `as of ${sayDay(asOf)}`].join(' · ');
}
