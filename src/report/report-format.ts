// A report is a pure rendering of a comparison. One format is one file and one line in formats.ts; the command line,
// its help and the tests are derived from that list.

import type { Comparison, Finding, OperationRef, Severity, Verdict } from '../rules/index.ts';

export interface ReportOptions {
  /** Risky findings count as failures too (`--fail-on risky`). */
  readonly failOn: 'breaking' | 'risky';
  /** A version that does not say what changed counts as a failure too (`--fail-on-semver`). */
  readonly failOnSemver?: boolean;
}

export interface ReportFormat {
  /** The word for `--format`. */
  readonly id: string;
  readonly purpose: string;
  render(comparison: Comparison, options: ReportOptions): string;
}

/** The verdict as a sentence, with what it rests on. */
export function verdictSentence(comparison: Comparison): string {
  const { verdict, summary, problems, base, revision } = comparison;
  if (comparison.reversed) return rollbackSentence(comparison);
  const release = revision.version === null ? 'The revision' : `${revision.title ?? 'The API'} ${revision.version}`;
  const before = base.version === null ? 'the base' : base.version;
  const sentences: Record<Verdict, string> = {
    breaking: `${release} breaks the API: ${counted(summary.breaking, 'breaking change')} since ${before}.`,
    unknown: `It cannot be told whether ${release.replace(/^The /, 'the ')} breaks the API: ${hidden(problems)} kept part of it from being compared.`,
    risky: `${release} may break callers of ${before}: ${counted(summary.risky, 'risky change')}, none certainly breaking.`,
    compatible: `${release} is compatible with ${before}.`,
    identical: `Nothing that a caller could meet differs between the two.`,
  };
  return sentences[verdict];
}

/** The base is the release that is out, and the revision the older one that comes back. */
function rollbackSentence({ verdict, summary, problems, base, revision }: Comparison): string {
  const back = `Taking ${base.title ?? 'the API'} ${base.version ?? ''}`.trimEnd();
  const to = `back to ${revision.version ?? 'the older release'}`;
  const users = base.version === null ? 'those who use it already' : `those who use ${base.version} already`;
  const sentences: Record<Verdict, string> = {
    breaking: `${back} ${to} breaks ${users}: ${counted(summary.breaking, 'breaking change')}.`,
    unknown: `It cannot be told what ${back.charAt(0).toLowerCase()}${back.slice(1)} ${to} breaks: ${hidden(problems)} kept part of it from being compared.`,
    risky: `${back} ${to} may break ${users}: ${counted(summary.risky, 'risky change')}, none certainly breaking.`,
    compatible: `${back} ${to} breaks nobody who uses it already.`,
    identical: 'Nothing that a caller could meet differs between the two.',
  };
  return sentences[verdict];
}

function hidden(problems: Comparison['problems']): string {
  return counted(problems.filter(({ hides }) => hides).length, 'problem');
}

export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** `GET /pets/{id}`, `webhook newPet`, or the whole API. */
export function nameOperation(operation: OperationRef | null): string {
  if (operation === null) return 'the whole API';
  if (operation.kind === 'path') return `${operation.method} ${operation.path}`;
  return `${operation.kind} ${operation.name ?? operation.path} (${operation.method})`;
}

/** What its author had announced about the life of a thing that changed, and whether that was kept. */
export function lifecycleSentence({ deprecated, sunset, kept }: NonNullable<Finding['lifecycle']>): string {
  const announced = `${deprecated ? 'It was deprecated' : 'Its end was announced'}${sunset === null ? '' : `, to stay until ${sunset}`}`;
  if (kept === null) return `${announced}.`;
  return kept ? `${announced}; that day was kept, so it is no accident.` : `${announced}; that day has not come yet.`;
}

/** Findings that count, the worst first; an exempted one is listed apart. */
export function countedFindings({ findings }: Comparison): readonly Finding[] {
  const rank: Record<Severity, number> = { breaking: 0, risky: 1, safe: 2 };
  return findings.filter(({ exemption }) => exemption === null).toSorted((a, b) => rank[a.severity] - rank[b.severity]);
}

/** One group of findings that share a cause, in the order of the findings given. */
export interface CauseGroup {
  readonly id: string;
  readonly severity: Severity;
  readonly rule: string;
  readonly message: string;
  readonly findings: readonly [Finding, ...Finding[]];
}

export function groupByCause(comparison: Comparison, findings: readonly Finding[]): readonly CauseGroup[] {
  const messages = new Map(comparison.causes.map(({ id, message }) => [id, message]));
  const groups = new Map<string, CauseGroup>();
  for (const finding of findings) {
    const key = `${finding.severity} ${finding.cause}`;
    const group = groups.get(key);
    groups.set(
      key,
      group
        ? { ...group, findings: [...group.findings, finding] }
        : {
            id: finding.cause,
            severity: finding.severity,
            rule: finding.rule,
            message: messages.get(finding.cause) ?? finding.message,
            findings: [finding],
          },
    );
  }
  return [...groups.values()];
}

/** Where an editor should open: the revision's place, or the base's where the revision is another's file or is not given. */
export function placeOf(
  finding: Finding,
): { readonly file: string; readonly line: number; readonly column: number } | null {
  const position = finding.revision ?? finding.base;
  if (position === null) return null;
  return { file: position.source, line: position.line ?? 1, column: position.column ?? 1 };
}
