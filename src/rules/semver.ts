// What the documents' versions say about the release, and what semver.org asks of it.

import type { Comparison, SemverLevel, Verdict } from './comparison.ts';

const pattern = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:[-+].*)?$/;

/** The step from one version to the next; null where either is no version, `none` where it does not go up. */
export function declaredSemver(base: string | null, revision: string | null): SemverLevel | null {
  const before = pattern.exec(base?.trim() ?? '');
  const after = pattern.exec(revision?.trim() ?? '');
  if (before === null || after === null) return null;
  for (const [index, level] of (['major', 'minor', 'patch'] as const).entries()) {
    const step = Number(after[index + 1] ?? 0) - Number(before[index + 1] ?? 0);
    if (step > 0) return level;
    if (step < 0) return 'none';
  }
  return 'none';
}

/** The least step that is honest. A verdict that is unknown asks for the caution of a major one. */
export function requiredSemver(verdict: Verdict, summary: Comparison['summary']): SemverLevel {
  if (verdict === 'breaking' || verdict === 'unknown') return 'major';
  if (verdict === 'risky' || summary.safe > 0) return 'minor';
  return verdict === 'identical' ? 'none' : 'patch';
}
