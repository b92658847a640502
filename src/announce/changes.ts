// The findings as a script author meets them: per operation, what breaks and how to port. One change of a shared
// schema that hits forty operations is said once, with the operations named.

import type { Cause, Comparison, Finding, OperationRef, Severity } from '../rules/index.ts';

export interface ChangeGroup {
  /** `GET /packages/{name}`; empty where the whole API is meant. */
  readonly operations: readonly string[];
  readonly changes: readonly Change[];
}

export interface Change {
  readonly message: string;
  readonly advice: string | null;
  /** A call or answer that shows it, where there is one. */
  readonly example: { readonly says: string; readonly http: string } | null;
}

/** Findings that count: an exempted one is listed elsewhere and counts for nothing. */
export function findingsOf(comparison: Comparison, severity: Severity): readonly Finding[] {
  return comparison.findings.filter((finding) => finding.severity === severity && finding.exemption === null);
}

/** In the order of the comparison; findings of one cause are one change, changes of the same operations one group. */
export function groupChanges(findings: readonly Finding[], causes: readonly Cause[]): readonly ChangeGroup[] {
  const byCause = new Map<string, Finding[]>();
  for (const finding of findings) byCause.set(finding.cause, [...(byCause.get(finding.cause) ?? []), finding]);
  const causeMessage = new Map(causes.map((cause) => [cause.id, cause.message]));

  const groups = new Map<string, { operations: readonly string[]; changes: Change[] }>();
  for (const [cause, members] of byCause) {
    const operations = [...new Set(members.flatMap(({ operation }) => (operation ? [nameOperation(operation)] : [])))];
    const key = JSON.stringify(operations);
    const group = groups.get(key) ?? { operations, changes: [] };
    groups.set(key, group);
    const distinct = operations.length > 1 ? [members[0]!] : members;
    for (const finding of distinct) {
      const message = (operations.length > 1 ? causeMessage.get(cause) : undefined) ?? finding.message;
      group.changes.push({ message, advice: finding.advice.trim() || null, example: exampleOf(members, finding) });
    }
  }
  return [...groups.values()];
}

function nameOperation(operation: OperationRef): string {
  const method = operation.method.toUpperCase();
  switch (operation.kind) {
    case 'path':
      return `${method} ${operation.path}`;
    case 'webhook':
      return `webhook ${operation.name ?? operation.path} (${method})`;
    case 'callback':
      return `callback ${operation.name ?? ''} of ${operation.path} (${method})`;
  }
}

function exampleOf(members: readonly Finding[], finding: Finding): Change['example'] {
  const witness = finding.witness ?? members.find((member) => member.witness !== null)?.witness ?? null;
  if (witness === null) return null;
  return witness.kind === 'request'
    ? { says: 'This call worked before and is refused from then on:', http: witness.http }
    : { says: 'This answer could not come before and may come from then on:', http: witness.http };
}
