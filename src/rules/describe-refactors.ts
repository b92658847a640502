// What was changed in its spelling alone, in words.

import { type Api, canonicalText } from '../spec/index.ts';
import type { Refactor } from './comparison.ts';
import { describePlace, joinSubject } from './describe-place.ts';
import { capitalise } from './draft-finding.ts';
import type { Difference } from './find-differences.ts';
import { compareTexts } from './group-findings.ts';
import { asWritten } from './written-paths.ts';

export function describeRefactors(withdrawn: readonly Difference[], base: Api, revision: Api): Refactor[] {
  const refactors = withdrawn.map(({ rule, facts, context }) => ({
    operation: asWritten(context.operation, base, revision),
    subject: joinSubject(context.subjectPath),
    message: `${capitalise(rule.say(facts, { ...context, where: describePlace(context) }))}; every value that is sent is still accepted`,
  }));
  const unique = new Map(refactors.map((refactor) => [canonicalText(refactor), refactor]));
  return [...unique.values()].sort(
    (left, right) =>
      compareTexts(left.operation?.path ?? '', right.operation?.path ?? '') ||
      compareTexts(left.operation?.method ?? '', right.operation?.method ?? '') ||
      compareTexts(left.subject, right.subject) ||
      compareTexts(left.message, right.message),
  );
}
