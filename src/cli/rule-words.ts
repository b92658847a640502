import { TocsinError } from '../base/index.ts';
import { catalogue, type Rule } from '../rules/index.ts';

/** What a list of rules says of each. */
export interface RuleWords {
  readonly id: string;
  readonly purpose: string;
  /** The severity where the client sends; `by case` where it depends on what was found. */
  readonly request: string;
  /** The severity where the server sends. */
  readonly response: string;
  /** The kind of thing that it looks at: `schema`, `operation` … */
  readonly on: string;
  readonly about: Rule['about'];
  /** Ids of comparable checks in the field's leading tool, as its examples show them. */
  readonly peers: readonly string[];
}

export function describeRules(): readonly RuleWords[] {
  return catalogue.map(describeRule).toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

export function describeRule({ id, purpose, severity, on, about, examples }: Rule): RuleWords {
  const peers = [...new Set(examples.reports.flatMap((example) => example.peers ?? []))].sort();
  const words = { id, purpose, on, about, peers };
  if (typeof severity === 'function') return { ...words, request: 'by case', response: 'by case' };
  if (typeof severity === 'string') return { ...words, request: severity, response: severity };
  return { ...words, ...severity };
}

/** @throws TocsinError `not-found`, with the nearest id as its hint */
export async function ruleOf(id: string): Promise<Rule> {
  const rule = catalogue.find((each) => each.id === id);
  if (rule) return rule;
  const { closest } = await import('fastest-levenshtein');
  throw new TocsinError('not-found', `There is no rule "${id}".`, {
    hint: `Did you mean "${closest(
      id,
      catalogue.map((each) => each.id),
    )}"? \`tocsin rules\` lists them.`,
  });
}
