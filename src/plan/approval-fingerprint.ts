import { createHash } from 'node:crypto';
import type { Comparison } from '../rules/index.ts';
import type { Plan } from './plan.ts';

/**
 * The verdict and every finding that counts with its severity. New words, positions or engine versions do not change
 * it, and what an exemption took out is out.
 */
export function findingsFingerprint({ verdict, findings }: Comparison): string {
  const counted = findings
    .filter(({ exemption }) => exemption === null)
    .map(({ fingerprint, severity }) => `${fingerprint} ${severity}`)
    .sort();
  return digest([verdict, ...counted]);
}

/** What an approval approves: the findings and the date. An approval given for another fingerprint no longer counts. */
export function approvalFingerprint(comparison: Comparison, plan: Plan): string {
  return digest([findingsFingerprint(comparison), plan.deployAt]);
}

function digest(lines: readonly string[]): string {
  return createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 32);
}
