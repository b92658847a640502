// Findings in their order, each once, and by cause: one changed schema that forty operations use is one cause.

import { type Cause, type Finding, type Silenced, severityRank } from './comparison.ts';
import type { Draft } from './draft-finding.ts';

/** The same finding for several media types of one body, or for several alternatives, is one: the worst of them. */
export function mergeTwins(drafts: readonly Draft[]): Draft[] {
  const byFingerprint = new Map<string, Draft>();
  for (const draft of drafts) {
    const twin = byFingerprint.get(draft.finding.fingerprint);
    const isWorse = twin === undefined || severityRank[draft.finding.severity] < severityRank[twin.finding.severity];
    const worst = isWorse ? draft : twin;
    const peers = [...new Set([...(twin?.finding.peers ?? []), ...draft.finding.peers])];
    byFingerprint.set(draft.finding.fingerprint, { ...worst, finding: { ...worst.finding, peers } });
  }
  return [...byFingerprint.values()];
}

export function groupByCause(
  drafts: readonly Draft[],
  sha256: (text: string) => string,
): { causes: Cause[]; findings: Finding[] } {
  const groups = new Map<string, Omit<Finding, 'cause'>[]>();
  for (const { causeKey, finding } of [...drafts].sort((a, b) => compareFindings(a.finding, b.finding))) {
    const group = groups.get(causeKey);
    if (group === undefined) groups.set(causeKey, [finding]);
    else group.push(finding);
  }
  const causes: Cause[] = [];
  const findings: Finding[] = [];
  for (const [key, group] of groups) {
    const id = sha256(key).slice(0, 12);
    const worst = group[0]!; // groups are sorted, worst first
    causes.push({
      id,
      rule: worst.rule,
      severity: worst.severity,
      base: worst.base,
      revision: worst.revision,
      message: worst.message,
      findings: group.map(({ fingerprint }) => fingerprint),
      count: group.length,
    });
    findings.push(...group.map((finding) => ({ ...finding, cause: id })));
  }
  return { causes, findings: findings.sort(compareFindings) };
}

/** Worst first, then by place. Nothing in it depends on the order of the documents. */
export function compareFindings(
  left: Silenced | Omit<Finding, 'cause'>,
  right: Silenced | Omit<Finding, 'cause'>,
): number {
  return (
    severityRank[left.severity] - severityRank[right.severity] ||
    compareTexts(left.operation?.path ?? '', right.operation?.path ?? '') ||
    compareTexts(left.operation?.method ?? '', right.operation?.method ?? '') ||
    compareTexts(left.operation?.ofMethod ?? '', right.operation?.ofMethod ?? '') ||
    compareTexts(left.subject, right.subject) ||
    compareTexts(left.rule, right.rule) ||
    compareTexts(left.fingerprint, right.fingerprint)
  );
}

export function compareTexts(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
