// Whether a release hits a consumer: judged once, so that mail, page, ladder, gate and terminal count the same people.
// Only what breaks hits; what is risky for somebody puts at risk.

import type { ConsumerImpact, Impact } from './impact.ts';

/**
 * `hit` is known to use what breaks; of `maybe` it cannot be told; `behind` stands behind another service, through which
 * it may come; `at-risk` meets only what is risky; `spared` is not affected.
 */
export type Exposure = 'hit' | 'maybe' | 'behind' | 'at-risk' | 'spared';

export const exposures: readonly Exposure[] = ['hit', 'maybe', 'behind', 'at-risk', 'spared'];

/** The words of every face. */
export const exposureWords: Readonly<Record<Exposure, string>> = {
  hit: 'hit',
  maybe: 'may be hit',
  behind: 'behind another service',
  'at-risk': 'at risk',
  spared: 'not hit',
};

/** `breaking` holds the fingerprints of the findings that break and are not exempted. */
export function exposureOf(
  { hits, via, notAffectedBecause }: Pick<ConsumerImpact, 'hits' | 'via' | 'notAffectedBecause'>,
  breaking: ReadonlySet<string>,
): Exposure {
  if (notAffectedBecause !== null) return 'spared';
  let isMet = hits.length === 0;
  for (const { finding, certainty } of hits) {
    if (!breaking.has(finding)) continue;
    if (via.length > 0) return 'behind';
    if (certainty !== 'unknown') return 'hit';
    isMet = true;
  }
  if (!isMet) return 'at-risk';
  return via.length > 0 ? 'behind' : 'maybe';
}

export type ExposureCounts = Readonly<Record<Exposure, number>>;

export function countExposures(impact: Pick<Impact, 'consumers'>, breaking: ReadonlySet<string>): ExposureCounts {
  const counts = { hit: 0, maybe: 0, behind: 0, 'at-risk': 0, spared: 0 };
  for (const consumer of impact.consumers) counts[exposureOf(consumer, breaking)] += 1;
  return counts;
}

/** `4 hit, 1 may be hit`; empty where nobody is counted. */
export function sayExposures(counts: ExposureCounts): string {
  return exposures.flatMap((one) => (counts[one] > 0 ? [`${counts[one]} ${exposureWords[one]}`] : [])).join(', ');
}

/** The fingerprints that `exposureOf` asks for. */
export function breakingOf(
  findings: readonly { readonly fingerprint: string; readonly severity: string; readonly exemption: object | null }[],
): ReadonlySet<string> {
  return new Set(
    findings.flatMap(({ fingerprint, severity, exemption }) =>
      severity === 'breaking' && exemption === null ? [fingerprint] : [],
    ),
  );
}

/** ` 2 more may be hit, which cannot be told; 1 stands behind another service.` as clauses; empty where there is neither. */
export function sayDoubtful({ maybe, behind }: Pick<ExposureCounts, 'maybe' | 'behind'>): string {
  return [
    maybe > 0 ? `${maybe} more may be hit, which cannot be told` : '',
    behind > 0 ? `${behind} ${behind === 1 ? 'stands' : 'stand'} behind another service` : '',
  ]
    .filter(Boolean)
    .join('; ');
}
