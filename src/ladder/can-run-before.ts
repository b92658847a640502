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

/**
 * Asked of each consumer of a release: `all` are the findings of the release, and what is made of them is given those that
 * meet the consumer.
 */
export function portsOf(all: readonly Finding[]): { readonly canRunBefore: (met: readonly Finding[]) => boolean } {
  const come = all.flatMap(({ rule, operation }) => (rule === 'operation-added' && operation ? operation.path : []));
  const comePaths = new Set(come.map(normalisePath));
  const comeWords = new Set(come.flatMap(wordsOf));
  /** One that has a word of its path in common: /bugzilla/owners for /lists/bugzilla. */
  const isReplaced = ({ operation }: Finding) =>
    operation !== null &&
    (comePaths.has(normalisePath(operation.path)) || wordsOf(operation.path).some((word) => comeWords.has(word)));
  const asked = new Set(
    all.flatMap((finding) => (finding.direction === 'request' ? inOperation(finding.rule, finding) : [])),
  );
  return {
    canRunBefore: (met) =>
      met.every((finding) => {
        if (finding.rule === 'operation-removed') return !isReplaced(finding);
        if (finding.direction === 'response') return true;
        const replacements = finding.direction === 'request' ? metWithLess[finding.rule] : undefined;
        return replacements?.every((rule) => !asked.has(inOperation(rule, finding))) === true;
      }),
  };
}

/** What a rule says of an operation, whatever its path's variables are called. */
function inOperation(rule: string, { operation }: Finding): string {
  return operation === null ? rule : `${rule} ${operation.method} ${normalisePath(operation.path)}`;
}

/** Without parameters, and without what nearly every path of an API begins with. */
function wordsOf(path: string): readonly string[] {
  return path
    .toLowerCase()
    .replaceAll(/\{[^}]*\}/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && !/^(?:api|rest|v?\d+)$/.test(word));
}
