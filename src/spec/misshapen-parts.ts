// Parts of a description that have the wrong shape for what they are: a list where there must be an object, a text
// where there must be an operation, a parameter without a name, a key that is misspelt. The model passes over them as if
// they were not there, so what they describe would go unseen; they are told as problems instead. Schemas have a file of
// their own.

import { formatPointer } from './json-pointer.ts';
import { listProblems, misshapenPart } from './misshapen-part.ts';
import { type DescribedPart, keysOf, misspeltKey } from './misspelt-key.ts';
import type { SourceDocument, SpecDialect, SpecProblem } from './source-document.ts';
import { isObject, type JsonObject } from './spot.ts';

const locations = new Set<unknown>(['path', 'query', 'querystring', 'header', 'cookie', 'body', 'formData']);
const methods = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query']);

/** `wellShaped` are parts that need not be looked at again. */
export function misshapenParts(
  document: SourceDocument,
  dialect: SpecDialect,
  wellShaped: ReadonlySet<unknown> = new Set(),
): readonly SpecProblem[] {
  const problems = listProblems();
  /** Of the part that is looked at. A pointer is made of it only where there is something to tell. */
  const path: (string | number)[] = [];
  const report = (value: unknown, shape: 'an object' | 'a list') => {
    problems.add(true, () => misshapenPart(document, path, value, shape));
  };
  const checkKeys = (part: JsonObject, kind: DescribedPart) => {
    const keys = keysOf(kind);
    for (const key in part) {
      if (keys.has(key)) continue;
      problems.add(typeof part[key] === 'object', () => misspeltKey(document, path, kind, part, key));
    }
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
    if (value !== undefined && value !== null && !Array.isArray(value)) report(value, 'a list');
  };
  const mustBeSchema: Check = (value) => {
    if (typeof value !== 'boolean') objectOf(value);
  };
  const checkMediaType: Check = (value) => {
    const mediaType = objectOf(value);
    if (mediaType === null) return;
    checkKeys(mediaType, 'media type');
    if ('schema' in mediaType) within('schema', mediaType.schema, mustBeSchema);
    if ('encoding' in mediaType) within('encoding', mediaType.encoding, mustHoldObjects);
  };
  const checkContent: Check = (value) => members(value, checkMediaType);
  const checkParameter: Check = (value) => {
    const parameter = objectOf(value);
    if (parameter === null) return;
    checkKeys(parameter, 'parameter');
    if (typeof parameter.$ref === 'string') return;
    if ('schema' in parameter) within('schema', parameter.schema, mustBeSchema);
    const { name, in: location } = parameter;
    if (typeof name !== 'string') return tellParameter('name', name, 'a name');
    if (!locations.has(location)) tellParameter('in', location, 'path, query, header or cookie');
  };
  const tellParameter = (key: string, value: unknown, shape: string) => {
    const at = value === undefined ? path : [...path, key];
    const message = `${document.source} has a parameter at ${formatPointer(path)} ${
      value === undefined ? `without \`${key}\`` : `whose \`${key}\` is ${JSON.stringify(value)}`
    }, where there must be ${shape}.`;
    problems.add(true, () => ({ ...misshapenPart(document, at, value, shape), message }));
  };
  const checkParameters: Check = (value) => {
    if (value === undefined || value === null) return;
    if (!Array.isArray(value)) return report(value, 'a list');
    for (let index = 0; index < value.length; index++) within(index, value[index], checkParameter);
  };
  const checkBody: Check = (value) => {
    const body = objectOf(value);
    if (body === null) return;
    checkKeys(body, 'request body');
    within('content', body.content, checkContent);
  };
  const checkResponse: Check = (value) => {
    const response = objectOf(value);
    if (response === null) return;
    checkKeys(response, 'response');
    within('content', response.content, checkContent);
    within('headers', response.headers, mustHoldObjects);
    if ('schema' in response) within('schema', response.schema, mustBeSchema);
    if ('links' in response) within('links', response.links, mustHoldObjects);
  };
  const checkResponses: Check = (value) => {
    members(value, checkResponse);
    if (!isObject(value)) return;
    for (const status in value) if (!isStatus(status) && !status.startsWith('x-')) tellStatus(status);
  };
  const tellStatus = (status: string) => {
    const pointer = formatPointer([...path, status]);
    problems.add(false, () => ({
      code: 'status-unknown',
      message: `${document.source} has an answer for the status "${status}" at ${pointer}, which HTTP does not know.`,
      hint: 'Write a status such as 404, a class of them such as 4XX, or `default`; nothing can be answered so.',
      position: document.locate(pointer),
      hides: false,
    }));
  };
  const checkOperation: Check = (value) => {
    const operation = objectOf(value);
    if (operation === null) return;
    checkKeys(operation, 'operation');
    within('parameters', operation.parameters, checkParameters);
    within('requestBody', operation.requestBody, checkBody);
    within('responses', operation.responses, checkResponses);
    if ('callbacks' in operation) within('callbacks', operation.callbacks, checkCallbacks);
    checkAccess(operation);
  };
  const checkCallbacks: Check = (value) => {
    members(value, (callback) => {
      if (!isObject(callback) || typeof callback.$ref !== 'string') members(callback, checkItem);
    });
  };
  const checkAccess = (part: JsonObject) => {
    if ('security' in part) within('security', part.security, mustBeList);
    if ('servers' in part) within('servers', part.servers, mustBeList);
  };
  const checkItem: Check = (value) => {
    const item = objectOf(value);
    if (item === null) return;
    checkKeys(item, 'path item');
    within('parameters', item.parameters, checkParameters);
    if ('servers' in item) within('servers', item.servers, mustBeList);
    for (const key in item) if (methods.has(key)) within(key, item[key], checkOperation);
  };
  const checkItems: Check = (value) => members(value, checkItem);
  const checkSection: Readonly<Record<string, Check>> = {
    parameters: (value) => members(value, checkParameter),
    requestBodies: (value) => members(value, checkBody),
    responses: (value) => members(value, checkResponse),
    pathItems: checkItems,
    callbacks: checkCallbacks,
  };
  const checkComponents: Check = (value) => {
    const components = objectOf(value);
    if (components === null) return;
    checkKeys(components, 'components');
    members(components, (section, key) => (checkSection[key] ?? objectOf)(section, key));
  };

  if (!isObject(document.value) || wellShaped.has(document.value)) return problems.found;
  checkKeys(document.value, 'root');
  checkAccess(document.value);
  within('paths', document.value.paths, checkItems);
  within('webhooks', document.value.webhooks, checkItems);
  if (dialect !== 'swagger-2.0') within('components', document.value.components, checkComponents);
  return problems.found;
}

function isStatus(text: string): boolean {
  return text === 'default' || /^[1-5](?:\d\d|xx)$/i.test(text);
}
