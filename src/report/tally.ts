// How much changed, in the three numbers that every face says. A change is what a person is told once; a place is where
// it is met, one finding of those that `--json` lists; an operation is a method with its path. One schema that forty
// operations use is one change in forty places of forty operations.

import { counted } from '../base/index.ts';
import type { Comparison, Finding, Severity } from '../rules/index.ts';
import { type CauseGroup, groupByCause } from './cause-groups.ts';
import { countedFindings, exemptedRows, nameOperation, placedMessage, refactorRows } from './report-format.ts';

export interface Tally {
  readonly changes: number;
  /** Never fewer than the changes. */
  readonly places: number;
  /** Those that the places lie in; what is changed of the API as a whole lies in none. */
  readonly operations: number;
}

export function tallyOf(groups: readonly CauseGroup[]): Tally {
  return sumUp(groups.map(({ findings }) => findings));
}

/** Of what counts in a comparison. */
export function tallyOfSeverity(comparison: Comparison, severity: Severity): Tally {
  return countsOf(comparison, severity).all;
}

/** How many of those changes some findings belong to, given by their fingerprints. */
export function tallyOfMet(comparison: Comparison, severity: Severity, fingerprints: ReadonlySet<string>): Tally {
  return countsOf(comparison, severity).within(fingerprints);
}

interface Counts {
  readonly all: Tally;
  readonly within: ReturnType<typeof tallyWithin>;
}

/** Counted once, since each message of a release and each consumer on its page asks anew. */
const counts = new WeakMap<Comparison, Map<Severity, Counts>>();

function countsOf(comparison: Comparison, severity: Severity): Counts {
  const bySeverity = counts.get(comparison) ?? new Map<Severity, Counts>();
  counts.set(comparison, bySeverity);
  let own = bySeverity.get(severity);
  if (own === undefined) {
    const groups = groupByCause(countedFindings(comparison)).filter((group) => group.severity === severity);
    own = { all: tallyOf(groups), within: tallyWithin(groups) };
    bySeverity.set(severity, own);
  }
  return own;
}

/** Of what is exempted, each change and the terms on which it is counting once, as it is listed. */
export function tallyOfExempted(comparison: Pick<Comparison, 'findings'>): Pick<Tally, 'changes' | 'places'> {
  const rows = exemptedRows(comparison);
  return { changes: rows.length, places: rows.reduce((sum, { findings }) => sum + findings.length, 0) };
}

/** Of what was proven to change nothing. */
export function tallyOfRefactors(comparison: Pick<Comparison, 'refactors'>): Pick<Tally, 'changes' | 'places'> {
  return { changes: refactorRows(comparison).length, places: comparison.refactors.length };
}

const exemptedNamed = 10;

/** What is exempted, for reports that list what counts alone; null where nothing is. */
export function exemptedNote(comparison: Comparison): { readonly title: string; readonly sentence: string } | null {
  const rows = exemptedRows(comparison);
  if (rows.length === 0) return null;
  const said = rows.slice(0, exemptedNamed).map(({ message, findings, terms }) => {
    const what = findings.length === 1 ? placedMessage(findings[0]) : `${message}, in ${findings.length} places`;
    return `${what} (${findings[0].severity}; ${terms})`;
  });
  const tally = tallyOfExempted(comparison);
  const more = rows.length > exemptedNamed ? `; and ${rows.length - exemptedNamed} more` : '';
  return {
    title: `Exempted: ${tallyFigures(tally)}`,
    sentence: `${tallyWords(tally, 'change')} ${tally.changes === 1 ? 'is' : 'are'} exempted: ${said.join('; ')}${more}.`,
  };
}

/** How many of those changes some findings belong to, given by their fingerprints. */
export function tallyWithin(groups: readonly CauseGroup[]): (fingerprints: ReadonlySet<string>) => Tally {
  const standingOf = (group: CauseGroup, isAlong: boolean) => (finding: Finding) => ({
    fingerprint: finding.fingerprint,
    group,
    isAlong,
    operation: finding.operation === null ? null : nameOperation(finding.operation),
  });
  const standings = Map.groupBy(
    groups.flatMap((group) => [
      ...group.findings.map(standingOf(group, false)),
      ...group.along.map(standingOf(group, true)),
    ]),
    ({ fingerprint }) => fingerprint,
  );
  // A consumer may meet thousands of findings, and each of hundreds of consumers is asked for.
  return (fingerprints) => {
    const told = new Map<CauseGroup, number>();
    const alone = new Map<CauseGroup, string | null>();
    const operations = new Set<string | null>();
    for (const fingerprint of fingerprints) {
      for (const { group, isAlong, operation } of standings.get(fingerprint) ?? []) {
        if (!isAlong) {
          told.set(group, (told.get(group) ?? 0) + 1);
          operations.add(operation);
        } else if (!alone.has(group)) alone.set(group, operation);
      }
    }
    // What is told with another finding stands for the change where that one is not met.
    for (const [group, operation] of alone) {
      if (told.has(group)) continue;
      told.set(group, 1);
      operations.add(operation);
    }
    operations.delete(null);
    const places = [...told.values()].reduce((sum, count) => sum + count, 0);
    return { changes: told.size, places, operations: operations.size };
  };
}

/** Of changes, each given by the findings in whose places it is met. */
function sumUp(changes: readonly (readonly Finding[])[]): Tally {
  const places = changes.flat();
  const operations = new Set(places.flatMap(({ operation }) => (operation === null ? [] : [nameOperation(operation)])));
  return { changes: changes.length, places: places.length, operations: operations.size };
}

/** `16 breaking changes in 32 places`, or `3 breaking changes` where each has a place of its own. */
export function tallyWords({ changes, places }: Pick<Tally, 'changes' | 'places'>, noun: string): string {
  return `${counted(changes, noun)}${places === changes ? '' : ` in ${places} places`}`;
}

/** `16 breaking changes in 32 places of 13 operations`, for a sentence that has room for all three. */
export function tallySentence(tally: Tally, noun: string): string {
  const { changes, places, operations } = tally;
  const of = operations === 0 ? '' : ` ${places === changes ? 'in' : 'of'} ${counted(operations, 'operation')}`;
  return `${tallyWords(tally, noun)}${of}`;
}

/** `16 breaking (32 places)`, or `3 risky`; without a word in a column that says what is counted. */
export function tallyFigures({ changes, places }: Pick<Tally, 'changes' | 'places'>, word = ''): string {
  return `${changes}${word === '' ? '' : ` ${word}`}${places === changes ? '' : ` (${places} places)`}`;
}
