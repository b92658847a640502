import { createHash } from 'node:crypto';
import type { Comparison } from '../rules/index.ts';
import type { Plan } from './plan.ts';

/**
 * What an approval approves: the verdict, every finding with its severity, and the date. An approval given for another
 * fingerprint no longer counts; new words, positions or engine versions do not change it.
 */
export function approvalFingerprint(comparison: Comparison, plan: Plan): string {
  const findings = comparison.findings
    .filter(({ exemption }) => exemption === null)
    .map(({ fingerprint, severity }) => `${fingerprint} ${severity}`)
    .sort();
  const approved = [comparison.verdict, plan.deployAt, ...findings].join('\n');
  return createHash('sha256').update(approved).digest('hex').slice(0, 32);
}
