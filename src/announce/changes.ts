// The findings as a script author meets them: per operation, what breaks and how to port. One change of a shared
// schema that hits forty operations is said once, with the operations named.

import { adviceForCallers, type Comparison, type Finding, type OperationRef, type Severity } from '../rules/index.ts';

export interface ChangeGroup {
  /** `GET /packages/{name}`; empty where the whole API is meant. */
  readonly operations: readonly string[];
  readonly changes: readonly Change[];
}

export interface Change {
  readonly severity: Severity;
  readonly message: string;
  readonly advice: string | null;
  /** Which of the recipient's consumers it concerns; empty where it is all of them. */
  readonly concerns: readonly string[];
  /** A call or answer that shows it, where there is one. */
  readonly example: { readonly says: string; readonly http: string } | null;
}

/** Findings that count: an exempted one is listed elsewhere and counts for nothing. */
export function findingsOf(comparison: Comparison, severity: Severity): readonly Finding[] {
  return comparison.findings.filter((finding) => finding.severity === severity && finding.exemption === null);
}

/**
 * In the order of the comparison; findings of one cause that read the same are one change, changes of the same operations
 * one group. A cause that lies elsewhere in each operation is said with the place of each: the message of one names a
 * path that another does not have.
 */
export function groupChanges(
  findings: readonly Finding[],
  {
    concernsOf = () => [],
    reversed = false,
  }: {
    readonly concernsOf?: (finding: Finding) => readonly string[];
    /** The release is taken back: who had moved on meets again what was before. */
    readonly reversed?: boolean;
  } = {},
): readonly ChangeGroup[] {
  const byCause = Map.groupBy(findings, ({ direction, cause }) => `${direction} ${cause}`);
  const groups = new Map<string, { operations: readonly string[]; changes: Change[] }>();
  for (const members of byCause.values()) {
    const bySaying = Map.groupBy(members, (finding) => JSON.stringify([finding.message, concernsOf(finding)]));
    for (const alike of bySaying.values()) {
      const operations = [...new Set(alike.flatMap(({ operation }) => (operation ? [nameOperation(operation)] : [])))];
      const key = JSON.stringify(operations);
      const group = groups.get(key) ?? { operations, changes: [] };
      groups.set(key, group);
      group.changes.push({
        severity: alike[0]!.severity,
        message: alike[0]!.message,
        advice: adviceForCallers(alike[0]!.advice) || null,
        concerns: concernsOf(alike[0]!),
        example: exampleOf(alike, reversed),
      });
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
      return `callback ${operation.name ?? ''} of ${[operation.ofMethod ?? [], operation.path].flat().join(' ')} (${method})`;
  }
}

function exampleOf(alike: readonly Finding[], reversed: boolean): Change['example'] {
  const shown = alike.find((finding) => finding.witness !== null);
  if (!shown?.witness) return null;
  const { kind, http } = shown.witness;
  const what = `This ${kind === 'request' ? 'call' : 'answer'}`;
  // Not by its kind: a webhook's call comes from the API.
  if (reversed) {
    return shown.direction === 'request'
      ? { says: `${what} worked while the release was there and is refused now:`, http }
      : { says: `${what} could not come while the release was there and may come now:`, http };
  }
  return shown.direction === 'request'
    ? { says: `${what} worked before and is refused from then on:`, http }
    : { says: `${what} could not come before and may come from then on:`, http };
}
