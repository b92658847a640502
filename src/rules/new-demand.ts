import { type Difference, isUnheard } from './find-differences.ts';
import { hurtsUsersOnly } from './hurts-users-only.ts';
import { severityOf } from './rule.ts';

/** Whether it asks a client for a parameter that the older release did without: a call that leaves it out shows that. */
export function isNewDemand(difference: Difference): boolean {
  const { rule, facts, context } = difference;
  const isOfClient = context.direction === 'request' && context.place.parameter !== null && !isUnheard(difference);
  return (
    isOfClient && !hurtsUsersOnly({ rule: rule.id, facts }) && severityOf(rule.severity, facts, context) === 'breaking'
  );
}
