// Parts of a description that have the wrong shape for what they are: a list where there must be an object, a text
// where there must be an operation. The model passes over them as if they were not there, so what they describe would
// go unseen; they are told as problems instead. Schemas are left to the validator.

import { escapeToken } from './json-pointer.ts';
import type { SourceDocument, SpecDialect, SpecProblem } from './source-document.ts';
import { entrySpots, isObject, memberSpot, rootSpot, type Spot } from './spot.ts';

const methods = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query']);

/** Of one document. */
const maximumShown = 100;

export function misshapenParts(document: SourceDocument, dialect: SpecDialect): SpecProblem[] {
  const problems: SpecProblem[] = [];
  const report = (spot: Spot, shape: 'an object' | 'a list') => {
    if (problems.length >= maximumShown) return;
    problems.push({
      code: 'part-misshapen',
      message: `${document.source} has ${nameOf(spot.value)} at ${spot.pointer}, where there must be ${shape}.`,
      hint: 'Mend it; what it describes could not be compared.',
      position: document.locate(spot.pointer),
      hides: true,
    });
  };
  /** The members of an object, if it is one; what is left empty is left out. */
  const members = (spot: Spot | null): [string, Spot][] => {
    if (spot === null || spot.value === null) return [];
    if (!isObject(spot.value)) {
      report(spot, 'an object');
      return [];
    }
    return entrySpots(spot).filter(([key]) => !key.startsWith('x-'));
  };
  const objectsIn = (spot: Spot | null): Spot[] =>
    members(spot).flatMap(([, member]) => {
      if (member.value === null || isObject(member.value)) return [member];
      report(member, 'an object');
      return [];
    });
  const mustBeList = (spot: Spot | null) => {
    if (spot === null || spot.value === null) return;
    if (!Array.isArray(spot.value)) report(spot, 'a list');
    else {
      spot.value.forEach((value, index) => {
        if (!isObject(value)) {
          report({ document, pointer: `${spot.pointer}/${escapeToken(index)}`, value }, 'an object');
        }
      });
    }
  };

  const top = rootSpot(document);
  for (const field of ['paths', 'webhooks']) {
    for (const item of objectsIn(memberSpot(top, field))) {
      mustBeList(memberSpot(item, 'parameters'));
      for (const [method, operation] of members(item)) {
        if (!methods.has(method) || operation.value === null) continue;
        if (!isObject(operation.value)) {
          report(operation, 'an object');
          continue;
        }
        mustBeList(memberSpot(operation, 'parameters'));
        const body = memberSpot(operation, 'requestBody');
        members(body);
        objectsIn(body && memberSpot(body, 'content'));
        for (const response of objectsIn(memberSpot(operation, 'responses'))) {
          objectsIn(memberSpot(response, 'content'));
          objectsIn(memberSpot(response, 'headers'));
        }
      }
    }
  }
  if (dialect !== 'swagger-2.0') for (const section of objectsIn(memberSpot(top, 'components'))) members(section);
  return problems;
}

function nameOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return 'a text';
  if (typeof value === 'number') return 'a number';
  return typeof value === 'object' ? 'an object' : String(value);
}
