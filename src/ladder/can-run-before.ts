// Whether a port may be deployed before the release is there. What is read can be written to take either form, as ports are
// that go out before the day; what is sent has to fit the server that is there. So a rule about requests stands here only
// where whoever sends less gets on with both releases; of every other one that is not known, and the port waits: asking a
// team to deploy what breaks production is worse than asking it a little later.

import type { Finding } from '../rules/index.ts';
import { normalisePath } from '../spec/index.ts';

/** What is met so, and what may have come in its place in the same message: then a port may need that. */
const metWithLess: Readonly<Record<string, readonly string[]>> = {
  'parameter-removed': ['parameter-added', 'request-body-added-optional', 'property-added'],
  'property-removed': ['property-added', 'parameter-added'],
  'request-body-removed': ['parameter-added'],
  'enum-value-removed': ['enum-value-added'],
  'values-narrowed': ['values-widened'],
  'became-enum': [],
  'became-not-nullable': [],
  'became-read-only': [],
  'additional-properties-closed': ['property-added'],
  'unique-items-demanded': [],
  // What is demanded now could be sent before as well.
  'parameter-became-required': [],
  'property-became-required': [],
  'request-body-became-required': [],
};

/** `met` are the findings that meet the consumer, `all` the release's. */
export function canRunBefore(met: readonly Finding[], all: readonly Finding[]): boolean {
  return met.every((finding) => {
    if (finding.rule === 'operation-removed') return !all.some((other) => comesInPlaceOf(finding, other));
    if (finding.direction === 'response') return true;
    const replacements = finding.direction === 'request' ? metWithLess[finding.rule] : undefined;
    return (
      replacements !== undefined &&
      !all.some(
        ({ rule, direction, operation }) =>
          replacements.includes(rule) && direction === finding.direction && isSame(operation, finding.operation),
      )
    );
  });
}

function isSame(one: Finding['operation'], other: Finding['operation']): boolean {
  if (one === null || other === null) return one === other;
  return one.method === other.method && normalisePath(one.path) === normalisePath(other.path);
}

/** One that has a word of its path in common: /bugzilla/owners for /lists/bugzilla. */
function comesInPlaceOf({ operation: gone }: Finding, { rule, operation: come }: Finding): boolean {
  if (rule !== 'operation-added' || gone === null || come === null) return false;
  if (normalisePath(gone.path) === normalisePath(come.path)) return true;
  const words = new Set(wordsOf(gone.path));
  return wordsOf(come.path).some((word) => words.has(word));
}

/** Without parameters, and without what nearly every path of an API begins with. */
function wordsOf(path: string): readonly string[] {
  return path
    .toLowerCase()
    .replaceAll(/\{[^}]*\}/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && !/^(?:api|rest|v?\d+)$/.test(word));
}
