// The findings as a script author meets them: what breaks, in which operations, and how to port. One change of a shared
// schema that hits forty operations is said once, with the operations named.

import { sayDay } from '../base/index.ts';
import {
  alongSentence,
  type CauseGroup,
  groupByCause,
  nameOperation,
  placeInExample,
  reachRank,
  type Wording,
  wordingsOf,
} from '../report/index.ts';
import { adviceForCallers, type Comparison, type Finding, type Severity } from '../rules/index.ts';

export interface ChangeGroup {
  /** `GET /packages/{name}`; empty where the whole API is meant. */
  readonly operations: readonly string[];
  readonly changes: readonly Change[];
}

export interface Change extends Wording {
  readonly severity: Severity;
  /** What comes or goes with it; null where nothing does. */
  readonly along: string | null;
  /** That it was announced in the document, and came no sooner; null where it was not. */
  readonly kept: string | null;
  readonly advice: string | null;
  /** How it reads elsewhere, as in another answer. */
  readonly elsewhere: readonly Wording[];
  /** The operations beside those of the group that it is met in as well, though not by the reader, as far as is known. */
  readonly besides: readonly string[];
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
 * A change is what every report counts as one: findings of one cause. Changes of the same operations are one group. What
 * weighs most comes first, of the same weight what concerns the whole API, and then what stands first in the comparison.
 */
export function groupChanges(
  findings: readonly Finding[],
  {
    weightOf = () => 0,
    concernsOf = () => [],
    others = [],
    reversed = false,
    isOut = false,
  }: {
    /** The least comes first. */
    readonly weightOf?: (finding: Finding) => number;
    /** Which of the reader's consumers one change meets; none where it meets them all. */
    readonly concernsOf?: (findings: readonly Finding[]) => readonly string[];
    /** What the reader is not known to meet: where it is of a change that is told, it is told with that. */
    readonly others?: readonly Finding[];
    /** The release is taken back: who had moved on meets again what was before. */
    readonly reversed?: boolean;
    /** What it changes holds already. */
    readonly isOut?: boolean;
  },
): readonly ChangeGroup[] {
  const weigh = (cause: CauseGroup) => Math.min(...cause.findings.map(weightOf));
  const causes = groupByCause(findings).toSorted((a, b) => weigh(a) - weigh(b) || reachRank(a) - reachRank(b));
  const ofOthers = Map.groupBy(others, changeKey);
  const groups = new Map<string, { operations: readonly string[]; changes: Change[] }>();
  for (const cause of causes) {
    const [first] = cause.findings;
    const { operations, wordings } = wordingsOf(cause, nameOperation);
    const key = JSON.stringify(operations.toSorted());
    const group = groups.get(key) ?? { operations, changes: [] };
    groups.set(key, group);
    const [main, ...elsewhere] = wordings;
    group.changes.push({
      severity: first.severity,
      ...main,
      along: alongSentence(cause),
      kept: sayKept(first),
      advice: adviceForCallers(first.advice) || null,
      elsewhere,
      besides: operationsOf(ofOthers.get(changeKey(first)) ?? []).filter((name) => !operations.includes(name)),
      concerns: concernsOf(cause.findings),
      example: exampleOf(cause.findings, reversed, isOut),
    });
  }
  return [...groups.values()];
}

function sayKept({ lifecycle }: Finding): string | null {
  if (lifecycle?.kept !== true || lifecycle.sunset === null) return null;
  return `It was deprecated, with a sunset on ${sayDay(lifecycle.sunset)} that was kept.`;
}

/** Findings of one key are told as one change. */
export function changeKey({ severity, direction, cause }: Finding): string {
  return `${severity} ${direction} ${cause}`;
}

function operationsOf(findings: readonly Finding[]): readonly string[] {
  return [...new Set(findings.flatMap(({ operation }) => (operation === null ? [] : [nameOperation(operation)])))];
}

function exampleOf(alike: readonly Finding[], reversed: boolean, isOut: boolean): Change['example'] {
  const shown = alike.find((finding) => finding.witness !== null);
  if (!shown?.witness) return null;
  const { kind, http } = shown.witness;
  const what = `This ${kind === 'request' ? 'call' : 'answer'}`;
  const look = placeInExample(shown.witness);
  // Not by its kind: a webhook's call comes from the API.
  if (reversed) {
    return shown.direction === 'request'
      ? { says: `${what} worked while the release was there and is refused now${look}:`, http }
      : { says: `${what} could not come while the release was there and may come now${look}:`, http };
  }
  return shown.direction === 'request'
    ? { says: `${what} worked before and is refused ${isOut ? 'now' : 'from then on'}${look}:`, http }
    : { says: `${what} could not come before and may come ${isOut ? 'now' : 'from then on'}${look}:`, http };
}
