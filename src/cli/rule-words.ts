// A rule in words, for `tocsin rules`, `tocsin explain` and docs/rules.md: what it says of itself, and what its examples
// show when they are really compared.

import { nearest, TocsinError } from '../base/index.ts';
import { compareWithOperations } from '../compare/index.ts';
import { catalogue, type Direction, type Finding, type Rule, type Severity } from '../rules/index.ts';

/** What a list of rules says of each. */
export interface RuleWords {
  readonly id: string;
  readonly purpose: string;
  /** The severity where the client sends; `by case` where it depends on what was found. */
  readonly request: string;
  /** The severity where the server sends. */
  readonly response: string;
  /** For generated clients. */
  readonly codegen: string;
  /** The kind of thing that it looks at: `schema`, `operation` … */
  readonly on: Rule['on'];
  readonly about: Rule['about'];
  /** Whether it speaks only where a setting gives it a severity. */
  readonly onRequest: boolean;
  /** Ids of comparable checks in the field's leading tool, as its examples show them. */
  readonly peers: readonly string[];
}

/** One example, compared. */
export interface ShownExample {
  readonly before: unknown;
  readonly after: unknown;
  readonly finding: Finding;
}

export interface ShownRule extends RuleWords {
  readonly examples: readonly ShownExample[];
}

export function describeRules(): readonly RuleWords[] {
  return catalogue.map(describeRule).toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

function describeRule({ id, purpose, severity, codegen = 'safe', on, about, onRequest, examples }: Rule): RuleWords {
  const peers = [...new Set(examples().reports.flatMap((example) => example.peers ?? []))].sort();
  const wire = bySender(severity);
  const clients = bySender(codegen);
  return {
    id,
    purpose,
    ...wire,
    codegen: clients.request === clients.response ? clients.request : `${clients.request} / ${clients.response}`,
    on,
    about,
    onRequest: onRequest ?? false,
    peers,
  };
}

function bySender(severity: Rule['severity']): { request: string; response: string } {
  if (typeof severity === 'function') return { request: 'by case', response: 'by case' };
  return typeof severity === 'string' ? { request: severity, response: severity } : { ...severity };
}

/** Compares the rule's examples, and says of each severity that depends on the case which ones there are. */
export async function showRule(rule: Rule, asOf: string): Promise<ShownRule> {
  const examples: ShownExample[] = [];
  const severities = rule.onRequest ? [{ rules: [rule.id], severity: 'safe' as const }] : [];
  for (const { before, after } of rule.examples().reports) {
    const { comparison } = await compareWithOperations(
      { document: before, source: 'before.yaml' },
      { document: after, source: 'after.yaml' },
      { asOf, severities },
    );
    const { findings } = comparison;
    examples.push(...findings.filter((each) => each.rule === rule.id).map((finding) => ({ before, after, finding })));
  }
  const words = describeRule(rule);
  const seen = (direction: Direction) =>
    joinSeverities(examples.flatMap(({ finding }) => (finding.direction === direction ? [finding.breaks.wire] : [])));
  const sides = { request: seen('request'), response: seen('response'), none: seen('none') };
  const either = (side: 'request' | 'response') =>
    words[side] === 'by case' ? (sides[side] ?? sides.none ?? '–') : words[side];
  const clients = joinSeverities(examples.map(({ finding }) => finding.breaks.codegen));
  return {
    ...words,
    request: either('request'),
    response: either('response'),
    codegen: clients ?? words.codegen,
    peers: [...new Set(examples.flatMap(({ finding }) => finding.peers))].sort(),
    examples,
  };
}

function joinSeverities(found: readonly Severity[]): string | null {
  const present = (['breaking', 'risky', 'safe'] as const).filter((severity) => found.includes(severity));
  return present.length === 0 ? null : present.join(' or ');
}

/** Why a finding of a severity matters to those who keep to the older release. */
export function whyItMatters({ severity, direction, breaks }: Finding, about: Rule['about']): string {
  if (severity === 'breaking') {
    if (direction === 'request') return 'A call that the older release documents is refused by the newer one.';
    if (direction === 'response') return 'An answer may come for which a client of the older release is not prepared.';
    return 'A call that the older release documents no longer works.';
  }
  if (severity === 'risky' && about === 'lifecycle') {
    return 'Calls go on for now, but not as long, or not as surely, as was promised.';
  }
  if (severity === 'risky') return 'Calls may fail, or go on and mean another thing; the document alone cannot tell.';
  return breaks.codegen === 'safe'
    ? 'Nobody who keeps to the older release notices.'
    : 'Calls go on as before, but code that uses a generated client may no longer compile.';
}

/** What kind of fact a rule is about, and so whether a proof can withdraw its alarm. */
export const aboutWords: Readonly<Record<Rule['about'], string>> = {
  values: 'Values; withdrawn as a refactor where each value that is sent is proven to be still accepted.',
  presence: 'Presence; no proof withdraws it.',
  negotiation: 'How values are written and read; no proof withdraws it.',
  security: 'Security; no proof withdraws it.',
  lifecycle: 'Lifecycle; no proof withdraws it.',
  names: 'Names, which matter to generated clients only.',
};

/** @throws TocsinError `not-found`, with the nearest id as its hint */
export async function ruleOf(id: string): Promise<Rule> {
  const rule = catalogue.find((each) => each.id === id);
  if (rule) return rule;
  const near = nearest(
    id,
    catalogue.map((each) => each.id),
  );
  const meant = peersOf(id) ?? within(id) ?? (near === null ? begunBy(id) : [near]);
  throw new TocsinError('not-found', `There is no rule "${id}".`, {
    hint: `${meant.length > 0 ? `Did you mean ${meant.map((each) => `"${each}"`).join(' or ')}? ` : ''}\`tocsin rules\` lists them; \`tocsin rules WORD\` those that hold a word.`,
  });
}

/** The rules whose findings the leading tool calls so; null where it is no word of that tool. */
function peersOf(id: string): string[] | null {
  const rules = catalogue.filter(({ examples }) => examples().reports.some(({ peers }) => peers?.includes(id)));
  return rules.length === 0 ? null : rules.slice(0, 3).map((rule) => rule.id);
}

/** Of `enum-value` those that tell what becomes of it. */
function begunBy(id: string): string[] {
  return catalogue.flatMap((rule) => (rule.id.startsWith(`${id}-`) ? [rule.id] : [])).slice(0, 3);
}

/** The longest id of which all words stand in what was asked for: `response-property-removed` is `property-removed`. */
function within(id: string): string[] | null {
  const [longest] = catalogue
    .filter((rule) => id.endsWith(`-${rule.id}`))
    .toSorted((left, right) => right.id.length - left.id.length);
  return longest === undefined ? null : [longest.id];
}
