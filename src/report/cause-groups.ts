// What a reader is told as one change: the findings that share a cause and a sender. One of them stands for all, and the
// properties that come or go with the type of what holds them are told with it: a program wants each of them, a person who
// reads that an object became a number does not.

import { type Finding, type OperationRef, type Severity, severityRank } from '../rules/index.ts';

/** One group of findings that share a cause and a sender. */
export interface CauseGroup {
  readonly id: string;
  readonly severity: Severity;
  readonly rule: string;
  readonly message: string;
  /** The one that stands for all comes first; the others are in the order of the findings given. */
  readonly findings: readonly [Finding, ...Finding[]];
  /** The properties that come or go with the type that changed, where it is one: told with it, not as places. */
  readonly along: readonly Finding[];
}

/** Whoever sends is told something else than whoever receives, so a schema that both use makes two groups. */
export function groupByCause(findings: readonly Finding[]): readonly CauseGroup[] {
  const retyped = new Map<string, Finding>();
  for (const finding of findings) if (finding.rule === 'type-changed') retyped.set(placeKey(finding), finding);
  const along = new Map<Finding, Finding[]>();
  const own = findings.filter((finding) => {
    const holder = retyped.size === 0 ? undefined : retyped.get(placeKey(finding, -1));
    if (holder === undefined || !goesWith(finding, holder)) return true;
    const told = along.get(holder) ?? [];
    told.push(finding);
    along.set(holder, told);
    return false;
  });
  const groups = Map.groupBy(own, ({ severity, direction, cause }) => `${severity} ${direction} ${cause}`);
  return [...groups.values()].map((alike) => {
    const first = plainest(alike);
    const { cause, severity, rule, message } = first;
    const others = alike.filter((finding) => finding !== first);
    return {
      id: cause,
      severity,
      rule,
      message,
      findings: [first, ...others],
      along: alike.flatMap((finding) => along.get(finding) ?? []),
    };
  });
}

/** One that an example shows, and that lies the least deep: it is the easiest to see. */
function plainest(alike: readonly Finding[]): Finding {
  const shown = alike.filter(({ witness }) => witness !== null);
  return (shown.length > 0 ? shown : alike).reduce((least, each) =>
    each.subjectPath.length < least.subjectPath.length ? each : least,
  );
}

/** Among changes of the same weight: what meets every call comes first, what only calls that fail meet comes last. */
export function reachRank({ findings }: CauseGroup): number {
  if (findings.some(({ operation }) => operation === null)) return 0;
  return findings.every(isOfFailure) ? 2 : 1;
}

/** What a change says, wherever it says it. */
export interface Wording {
  readonly message: string;
  /** Where it reads so; none where that is wherever the change is met. */
  readonly operations: readonly string[];
}

/** The operations that a change is met in, and how it reads in which of them: it may lie deeper in one than in another. */
export function wordingsOf(
  { findings }: CauseGroup,
  nameOperation: (operation: OperationRef) => string,
): { readonly operations: readonly string[]; readonly wordings: readonly [Wording, ...Wording[]] } {
  const operationsOf = (own: readonly Finding[]) => [
    ...new Set(own.flatMap(({ operation }) => (operation === null ? [] : [nameOperation(operation)]))),
  ];
  const operations = operationsOf(findings);
  const wordings = [...Map.groupBy(findings, ({ message }) => message)].map(([message, alike]): Wording => {
    const own = operationsOf(alike);
    return { message, operations: own.length === operations.length ? [] : own };
  });
  return { operations, wordings: wordings as [Wording, ...Wording[]] };
}

function isOfFailure({ direction, subjectPath: [status = ''] }: Finding): boolean {
  return direction === 'response' && /^(?:[45]..|default)$/i.test(status);
}

function placeKey({ operation, direction, subjectPath }: Finding, end?: number): string {
  const { kind, method, path, name, ofMethod } = operation ?? {};
  return JSON.stringify([kind, method, path, name, ofMethod, direction, subjectPath.slice(0, end)]);
}

/** Where objects are no longer, or newly, let through. */
function goesWith({ rule, severity }: Finding, holder: Finding): boolean {
  if (severityRank[severity] < severityRank[holder.severity]) return false;
  const { lost, gained } = holder.facts as { readonly lost?: unknown; readonly gained?: unknown };
  const types = rule === 'property-removed' ? lost : rule === 'property-added' ? gained : null;
  return Array.isArray(types) && types.includes('object');
}

const propertiesNamed = 5;

/** The properties that come or go along, as a sentence; null where none does. */
export function alongSentence({ along, findings: [{ facts }] }: CauseGroup): string | null {
  if (along.length === 0) return null;
  const properties = [...new Set(along.map(({ subjectPath }) => subjectPath.at(-1) ?? ''))].sort();
  const gone = Array.isArray(facts.lost) && facts.lost.includes('object');
  const names = properties.slice(0, propertiesNamed).map((name) => `\`${name}\``);
  const more = properties.length > propertiesNamed ? ` and ${properties.length - propertiesNamed} more` : '';
  const one = properties.length === 1;
  const verb = gone ? (one ? 'goes' : 'go') : one ? 'comes' : 'come';
  return `With it ${verb} the ${one ? 'property' : 'properties'} ${names.join(', ')}${more}.`;
}
