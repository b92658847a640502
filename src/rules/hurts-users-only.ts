import { catalogue } from './catalogue/index.ts';
import type { Finding } from './comparison.ts';

const rules = new Map(catalogue.map((rule) => [rule.id, rule]));

/**
 * Whether a finding leaves those alone who do not use the thing that it is about; false where it hurts them as well, as
 * a new demand does, and where the rule is not known any more, so that nobody can tell.
 */
export function hurtsUsersOnly({ rule: id, facts }: Pick<Finding, 'rule' | 'facts'>): boolean {
  const rule = rules.get(id);
  if (rule === undefined) return false;
  const { leavingOutHurts = false } = rule;
  return !(typeof leavingOutHurts === 'function' ? leavingOutHurts(facts) : leavingOutHurts);
}
