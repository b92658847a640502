// Parts of a description that have the wrong shape for what they are: a list where there must be an object, a text
// where there must be an operation. The model passes over them as if they were not there, so what they describe would
// go unseen; they are told as problems instead. Schemas have a file of their own.

import { formatPointer } from './json-pointer.ts';
import type { SourceDocument, SpecDialect, SpecProblem } from './source-document.ts';
import { isObject, type JsonObject } from './spot.ts';

const methods = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query']);

/** Of one document. */
const maximumShown = 100;

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
    if (problems.length >= maximumShown) return;
    const pointer = formatPointer(path);
    problems.push({
      code: 'part-misshapen',
      message: `${document.source} has ${nameOf(value)} at ${pointer}, where there must be ${shape}.`,
      hint: 'Mend it; what it describes could not be compared.',
      position: document.locate(pointer),
      hides: true,
    });
  };
  const within = (key: string | number, value: unknown, check: (value: unknown) => void) => {
    if (wellShaped.has(value)) return;
    path.push(key);
    check(value);
    path.pop();
  };
  /** What is left empty is left out. */
  const mustBeObject = (value: unknown, check: (object: JsonObject) => void) => {
    if (isObject(value)) check(value);
    else if (value !== undefined && value !== null) report(value, 'an object');
  };
  const members = (value: unknown, check: (member: unknown, key: string) => void) => {
    mustBeObject(value, (object) => {
      for (const key in object) {
        if (!key.startsWith('x-')) within(key, object[key], (member) => check(member, key));
      }
    });
  };
  const objects = (value: unknown, check: (object: JsonObject) => void = () => {}) => {
    members(value, (member) => mustBeObject(member, check));
  };
  const objectsIn = (value: unknown) => objects(value);
  const mustBeList = (value: unknown) => {
    if (value === undefined || value === null) return;
    if (!Array.isArray(value)) return report(value, 'a list');
    for (const [index, item] of value.entries()) {
      if (!isObject(item)) within(index, item, () => report(item, 'an object'));
    }
  };
  const checkOperation = (operation: JsonObject) => {
    within('parameters', operation.parameters, mustBeList);
    within('requestBody', operation.requestBody, (body) =>
      mustBeObject(body, ({ content }) => within('content', content, objectsIn)),
    );
    within('responses', operation.responses, (responses) =>
      objects(responses, ({ content, headers }) => {
        within('content', content, objectsIn);
        within('headers', headers, objectsIn);
      }),
    );
  };

  if (!isObject(document.value) || wellShaped.has(document.value)) return problems;
  for (const field of ['paths', 'webhooks']) {
    within(field, document.value[field], (items) =>
      objects(items, (item) => {
        within('parameters', item.parameters, mustBeList);
        members(item, (operation, method) => {
          if (methods.has(method)) mustBeObject(operation, checkOperation);
        });
      }),
    );
  }
  if (dialect !== 'swagger-2.0') within('components', document.value.components, objectsIn);
  return problems;
}

export function nameOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return 'a text';
  if (typeof value === 'number') return 'a number';
  return typeof value === 'object' ? 'an object' : String(value);
}
