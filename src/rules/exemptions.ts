// Findings that were accepted. An exemption binds to the fingerprint and, where one is given, to the severity that the
// finding had; one that no longer holds says so instead of falling silent.

import type { IsoDate } from '../base/index.ts';
import type { SpecProblem } from '../spec/index.ts';
import type { Exemption, Finding, Severity } from './comparison.ts';

export interface ExemptionEntry extends Exemption {
  readonly fingerprint: string;
  /** The worst that was accepted; any where it is not said. */
  readonly severity?: Severity;
}

const rank: Readonly<Record<Severity, number>> = { breaking: 0, risky: 1, safe: 2 };

export function findExemption(
  entries: readonly ExemptionEntry[],
  { fingerprint, severity }: Pick<Finding, 'fingerprint' | 'severity'>,
  asOf: IsoDate,
): Exemption | null {
  const entry = entries.find(
    (each) => each.fingerprint === fingerprint && covers(each, severity) && !hasEnded(each, asOf),
  );
  return entry === undefined ? null : { reason: entry.reason, owner: entry.owner, until: entry.until };
}

/** Exemptions of findings that are there and yet count. */
export function lapsedExemptions(
  entries: readonly ExemptionEntry[],
  findings: readonly Omit<Finding, 'cause'>[],
  asOf: IsoDate,
): SpecProblem[] {
  const counted = new Map(
    findings.filter(({ exemption }) => exemption === null).map((finding) => [finding.fingerprint, finding]),
  );
  return entries.flatMap((entry) => {
    const finding = counted.get(entry.fingerprint);
    if (finding === undefined) return [];
    const ended = hasEnded(entry, asOf);
    return {
      code: ended ? 'exemption-expired' : 'exemption-exceeded',
      message: ended
        ? `The exemption of ${entry.fingerprint} (${finding.message}) ended on ${entry.until}.`
        : `The exemption of ${entry.fingerprint} (${finding.message}) was for ${entry.severity}, and it is ${finding.severity} now.`,
      hint: `Ask ${entry.owner} whether it is still meant, and ${ended ? 'give it a new date' : 'raise it'} or take it out.`,
      position: finding.revision,
      hides: false,
    };
  });
}

function covers({ severity }: ExemptionEntry, found: Severity): boolean {
  return severity === undefined || rank[found] >= rank[severity];
}

function hasEnded({ until }: ExemptionEntry, asOf: IsoDate): boolean {
  return until !== null && until < asOf;
}
