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
}

export function describeRules(): readonly RuleWords[] {
  return catalogue.map(describeRule).toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

export function describeRule({ id, purpose, severity }: Rule): RuleWords {
  if (typeof severity === 'function') return { id, purpose, request: 'by case', response: 'by case' };
  if (typeof severity === 'string') return { id, purpose, request: severity, response: severity };
  return { id, purpose, ...severity };
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
