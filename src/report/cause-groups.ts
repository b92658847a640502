// What a reader is told as one change: the findings that share a cause and a sender. One of them stands for all. The
// properties that come or go with the type of what holds them are told with it, and so are listed values and a list of forms
// with their type, and the value of a discriminator with the form that it names: a program wants each of them, a person who
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
  /** The properties that come or go with the type, or the values with the form: told with it, not as places. */
  readonly along: readonly Finding[];
}

/** Those that are told with another finding, and with which. */
export function holdersOf(findings: readonly Finding[]): ReadonlyMap<Finding, Finding> {
  const followers = findings.filter(({ rule }) => followingRules.has(rule));
  const hasValues = followers.some(({ rule }) => !rule.startsWith('property-'));
  const holders = Map.groupBy(
    findings.filter((finding) =>
      finding.rule in valueRuleOf || (hasValues && isOfOtherType(finding)) ? hasValues : isTypeOfObject(finding),
    ),
    (finding) => placeKey(finding),
  );
  if (holders.size === 0) return new Map();
  return new Map(
    followers.flatMap((finding) => {
      const place = placeKey(finding, finding.rule.startsWith('property-') ? -1 : undefined);
      const holder = holders.get(place)?.find((each) => goesWith(finding, each));
      return holder === undefined ? [] : [[finding, holder] as const];
    }),
  );
}

/** Whoever sends is told something else than whoever receives, so a schema that both use makes two groups. */
export function groupByCause(findings: readonly Finding[]): readonly CauseGroup[] {
  const holders = holdersOf(findings);
  const along = Map.groupBy(holders.keys(), (finding) => holders.get(finding)!);
  const own = findings.filter((finding) => !holders.has(finding));
  const groups = Map.groupBy(own, ({ severity, direction, cause }) => `${severity} ${direction} ${cause}`);
  return [...groups.values()].map((alike) => {
    const first = plainest(alike as [Finding, ...Finding[]]);
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

/** One that an example shows, of the status that most are of, and that lies the least deep: it is the easiest to see. */
function plainest(alike: readonly [Finding, ...Finding[]]): Finding {
  if (alike.length === 1) return alike[0];
  const places = new Map<string, number>();
  for (const finding of alike) places.set(statusOf(finding), (places.get(statusOf(finding)) ?? 0) + 1);
  const commonness = (finding: Finding) => places.get(statusOf(finding)) ?? 0;
  const shown = alike.filter(({ witness }) => witness !== null);
  return (shown.length > 0 ? shown : alike).reduce((best, each) => {
    const more = commonness(each) - commonness(best);
    return more > 0 || (more === 0 && each.subjectPath.length < best.subjectPath.length) ? each : best;
  });
}

/** Of an answer; a call has none. */
function statusOf({ direction, subjectPath: [status = ''] }: Finding): string {
  return direction === 'response' ? status : '';
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

/** The rules that speak of the values of a discriminator, by those that speak of the forms which these name. */
const valueRuleOf: Readonly<Record<string, string>> = {
  'alternative-added': 'discriminator-mapping-added',
  'alternative-removed': 'discriminator-mapping-deleted',
};

/** The rules that may only tell what comes or goes with another finding. */
const followingRules = new Set([
  'property-removed',
  'property-added',
  'enum-value-removed',
  'enum-value-added',
  ...Object.entries(valueRuleOf).flat(),
]);

/** Whether it only comes or goes with what another finding of the place tells of. */
function goesWith(finding: Finding, holder: Finding): boolean {
  if (severityRank[finding.severity] < severityRank[holder.severity]) return false;
  return holder.rule === 'type-changed' ? isOfType(finding, holder) : isValueOfForm(finding, holder);
}

function isTypeOfObject({ rule, facts }: Finding): boolean {
  return rule === 'type-changed' && [facts.lost, facts.gained].some((types) => asTypes(types).includes('object'));
}

/** None of the values that were listed can be listed now. */
function isOfOtherType({ rule, facts }: Finding): boolean {
  return rule === 'type-changed' && [facts.lost, facts.gained].every((types) => asTypes(types).length > 0);
}

function asTypes(types: unknown): readonly unknown[] {
  return Array.isArray(types) ? types : [];
}

/** Where objects are no longer, or newly, let through. */
function isOfType({ rule, facts, facts: { areAll } }: Finding, holder: Finding): boolean {
  const { lost, gained } = holder.facts as { readonly lost?: unknown; readonly gained?: unknown };
  if (rule in valueRuleOf) return areAll === true && isOfOtherType(holder);
  if (isOfList(rule))
    return asTypes(rule === 'enum-value-removed' ? lost : gained).some((type) => isOf(facts.value, type));
  return asTypes(rule === 'property-removed' ? lost : rule === 'property-added' ? gained : null).includes('object');
}

const isOfList = (rule: string) => rule.startsWith('enum-value-');

function isOf(value: unknown, type: unknown): boolean {
  return type === 'integer' || type === 'number' ? typeof value === 'number' : typeof value === type;
}

/** The value by which a form is told that is new, or gone: not one that takes the place of another. */
function isValueOfForm({ rule, facts }: Finding, holder: Finding): boolean {
  if (rule !== valueRuleOf[holder.rule] || facts.implicit === true || facts.insteadOf !== undefined) return false;
  const form = `/${String(facts.after ?? facts.before)}`.replace(/\.(?:ya?ml|json)$/i, '');
  return form.endsWith(`/${String(holder.facts.alternative)}`);
}

const namesShown = 5;

/** The properties or values that come or go along, in a sentence or two; null where none does. */
export function alongSentence({ along, findings }: Pick<CauseGroup, 'along' | 'findings'>): string | null {
  const values = along.filter(({ rule }) => isOfList(rule));
  const forms = along.filter(({ rule }) => rule in valueRuleOf);
  const others = along.filter(({ rule }) => !isOfList(rule) && !(rule in valueRuleOf));
  const said = [
    ...formsAlong(forms, findings[0]),
    ...(others.length > 0 ? [namedAlong(others, findings[0])] : []),
    ...(values.length > 0 ? [valuesAlong(values)] : []),
  ];
  return said.length === 0 ? null : said.join(' ');
}

/** The forms by their names, where the type alone does not say it. */
function formsAlong(forms: readonly Finding[], { facts: { before, after } }: Finding): readonly string[] {
  const said = forms.flatMap(({ rule, facts: { alternative } }) => {
    const names = String(alternative);
    const [type, verb] = rule === 'alternative-added' ? [after, 'is'] : [before, 'was'];
    const isSaid = names.split('` or `').sort().join(' or ') === type; // which names types in that order
    return isSaid ? [] : [`It ${verb} \`${names}\`${verb === 'is' ? ' now' : ''}.`];
  });
  return [...new Set(said)];
}

function valuesAlong(values: readonly Finding[]): string {
  const said = (change: string) => {
    const all = [
      ...new Set(values.filter(({ rule }) => rule === change).map(({ facts: { value } }) => JSON.stringify(value))),
    ].sort();
    const more = all.length > namesShown ? ` and ${all.length - namesShown} more` : '';
    return all.length === 0 ? null : `${all.slice(0, namesShown).join(', ')}${more}`;
  };
  const [gone, come] = [said('enum-value-removed'), said('enum-value-added')];
  return gone === null
    ? `The values are ${come} now.`
    : come === null
      ? `The values were ${gone}.`
      : `The values were ${gone}, and are ${come} now.`;
}

function namedAlong(along: readonly Finding[], { rule, facts }: Finding): string {
  const isOfForm = rule in valueRuleOf;
  const named = along.map(({ subjectPath, facts: { name } }) => (isOfForm ? String(name) : (subjectPath.at(-1) ?? '')));
  const all = [...new Set(named)].sort();
  const isGone = isOfForm ? rule === 'alternative-removed' : Array.isArray(facts.lost) && facts.lost.includes('object');
  const names = all.slice(0, namesShown).map((name) => `\`${name}\``);
  const more = all.length > namesShown ? ` and ${all.length - namesShown} more` : '';
  const isOne = all.length === 1;
  const verb = isGone ? (isOne ? 'goes' : 'go') : isOne ? 'comes' : 'come';
  const what = isOfForm ? `value${isOne ? '' : 's'} of the discriminator` : isOne ? 'property' : 'properties';
  return `With it ${verb} the ${what} ${names.join(', ')}${more}.`;
}
