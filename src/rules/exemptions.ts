// Findings that were accepted. An exemption binds to the fingerprint and, where one is given, to the severity that the
// finding had; one that no longer holds says so instead of falling silent.

import type { IsoDate } from '../base/index.ts';
import type { SpecProblem } from '../spec/index.ts';
import { type Exemption, type Finding, type Severity, severityRank } from './comparison.ts';

export interface ExemptionEntry extends Exemption {
  readonly fingerprint: string;
  /** The worst that was accepted; any where it is not said. */
  readonly severity?: Severity;
  /** It holds wherever the same change is met by the same sender, and is no worse: one schema may be used in forty places. */
  readonly allPlaces?: boolean;
  /** Where it stands, as `tocsin.yaml:12`. */
  readonly written?: string;
  /** Written for several APIs: it may be for another one, and is not told where it fits nothing. */
  readonly shared?: boolean;
}

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

/** What is told as one change with a finding that `allPlaces` of an exemption names is exempted with it. */
export function exemptAllPlaces<Met extends { readonly causeKey: string; readonly finding: Omit<Finding, 'cause'> }>(
  met: readonly Met[],
  entries: readonly ExemptionEntry[],
  asOf: IsoDate,
): Met[] {
  const byName = new Map(met.map((each) => [each.finding.fingerprint, each]));
  const named = entries.flatMap((entry) => {
    const one = entry.allPlaces === true ? byName.get(entry.fingerprint) : undefined;
    return one === undefined ? [] : { ...one, entry };
  });
  if (named.length === 0) return [...met];
  return met.map((each) => {
    const { causeKey, finding } = each;
    if (finding.exemption !== null || finding.severity === 'safe') return each;
    const { fingerprint, direction, severity } = finding;
    const applying = named.filter(
      (one) =>
        one.causeKey === causeKey &&
        one.finding.direction === direction &&
        severityRank[severity] >= severityRank[one.finding.severity],
    );
    if (applying.length === 0) return each;
    const here = applying.map(({ entry }) => ({ ...entry, fingerprint }));
    return { ...each, finding: { ...finding, exemption: findExemption(here, finding, asOf) } };
  });
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
    const which = `The exemption of ${entry.fingerprint}${entry.written === undefined ? '' : ` in ${entry.written}`}`;
    return {
      code: ended ? 'exemption-expired' : 'exemption-exceeded',
      message: ended
        ? `${which} (${finding.message}) ended on ${entry.until}.`
        : `${which} (${finding.message}) was for ${entry.severity}, and it is ${finding.severity} now.`,
      hint: `Ask ${entry.owner} whether it is still meant, and ${ended ? 'give it a new date' : 'raise it'} or take it out.`,
      position: finding.revision,
      hides: false,
    };
  });
}

/** Exemptions of which nothing that was found has the fingerprint, as one problem; none where all have. */
export function unusedExemptions(
  entries: readonly ExemptionEntry[],
  found: readonly Pick<Finding, 'fingerprint'>[],
): SpecProblem[] {
  const known = new Set(found.map(({ fingerprint }) => fingerprint));
  const unused = entries.filter(({ fingerprint, shared }) => shared !== true && !known.has(fingerprint));
  if (unused.length === 0) return [];
  const names = unused
    .map(
      ({ fingerprint, owner, written }) =>
        `${fingerprint} (${[owner, ...(written === undefined ? [] : [written])].join(', ')})`,
    )
    .join(', ');
  const [what, they] = unused.length === 1 ? ['One exemption fits', 'it'] : [`${unused.length} exemptions fit`, 'them'];
  return [
    {
      code: 'exemption-unused',
      message: `${what} nothing that was found: ${names}.`,
      hint: `Compare the fingerprint with what --json prints. Once the base has the change, take ${they} out.`,
      position: null,
      hides: false,
    },
  ];
}

function covers({ severity }: ExemptionEntry, found: Severity): boolean {
  return severity === undefined || severityRank[found] >= severityRank[severity];
}

function hasEnded({ until }: ExemptionEntry, asOf: IsoDate): boolean {
  return until !== null && until < asOf;
}
