// Parts of a description that have the wrong shape for what they are: a list where there must be an object, a text
// where there must be an operation. The model passes over them as if they were not there, so what they describe would
// go unseen; they are told as problems instead. Schemas have a file of their own.

import { maximumShown, misshapenPart } from './misshapen-part.ts';
import type { SourceDocument, SpecDialect, SpecProblem } from './source-document.ts';
import { isObject, type JsonObject } from './spot.ts';

const methods = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query']);

/** `wellShaped` are parts that need not be looked at again. */
export function misshapenParts(
  document: SourceDocument,
  dialect: SpecDialect,
  wellShaped: ReadonlySet<unknown> = new Set(),
): SpecProblem[] {
  const problems: SpecProblem[] = [];
  /** Of the part that is looked at. A pointer is made of it only where there is something to tell. */
  const path: (string | number)[] = [];
  const report = (value: unknown, shape: 'an object' | 'a list') => {
    if (problems.length < maximumShown) problems.push(misshapenPart(document, path, value, shape));
  };
  // Functions that are made once, and not for each part: there are a million of them.
  type Check = (value: unknown, key: string | number) => void;
  const within = (key: string | number, value: unknown, check: Check) => {
    if (wellShaped.has(value)) return;
    path.push(key);
    check(value, key);
    path.pop();
  };
  /** What is left empty is left out. */
  const objectOf = (value: unknown): JsonObject | null => {
    if (isObject(value)) return value;
    if (value !== undefined && value !== null) report(value, 'an object');
    return null;
  };
  const members = (value: unknown, check: Check) => {
    const object = objectOf(value);
    for (const key in object) if (!key.startsWith('x-')) within(key, object[key], check);
  };
  const mustHoldObjects: Check = (value) => members(value, objectOf);
  const mustBeList: Check = (value) => {
    if (value === undefined || value === null) return;
    if (!Array.isArray(value)) return report(value, 'a list');
    for (let index = 0; index < value.length; index++) {
      if (!isObject(value[index])) within(index, value[index], () => report(value[index], 'an object'));
    }
  };
  const checkBody: Check = (value) => {
    const body = objectOf(value);
    if (body !== null) within('content', body.content, mustHoldObjects);
  };
  const checkResponse: Check = (value) => {
    const response = objectOf(value);
    if (response === null) return;
    within('content', response.content, mustHoldObjects);
    within('headers', response.headers, mustHoldObjects);
  };
  const checkResponses: Check = (value) => members(value, checkResponse);
  const checkOperation: Check = (value, key) => {
    const operation = methods.has(String(key)) ? objectOf(value) : null;
    if (operation === null) return;
    within('parameters', operation.parameters, mustBeList);
    within('requestBody', operation.requestBody, checkBody);
    within('responses', operation.responses, checkResponses);
  };
  const checkItem: Check = (value) => {
    const item = objectOf(value);
    if (item === null) return;
    within('parameters', item.parameters, mustBeList);
    members(item, checkOperation);
  };
  const checkItems: Check = (value) => members(value, checkItem);

  if (!isObject(document.value) || wellShaped.has(document.value)) return problems;
  within('paths', document.value.paths, checkItems);
  within('webhooks', document.value.webhooks, checkItems);
  if (dialect !== 'swagger-2.0') within('components', document.value.components, mustHoldObjects);
  return problems;
}
