// Examples stand in the rules that they explain: the smallest pair of documents that shows the thing. They are run
// through the real reader and walker, and documentation quotes them.

import type { Severity } from './comparison.ts';

type Json = Readonly<Record<string, unknown>>;
type Schema = object | boolean;

export interface Example {
  readonly before: Json;
  readonly after: Json;
  /** The finding's severity on the wire, where the example is there to show it. */
  readonly severity?: Severity;
  /** Ids that the finding's `peers` must be. */
  readonly peers?: readonly string[];
  /** Other rules that speak up too, because the same change is also theirs. */
  readonly alongside?: readonly string[];
}

/** What an example is there to show, as `Example` says of each. */
export type Expected = readonly [
  severity?: Example['severity'],
  peers?: Example['peers'],
  alongside?: Example['alongside'],
];

/** Two whole documents; `openapi` and `info` are filled in. */
export function documents(before: Json, after: Json, ...expected: Expected): Example {
  const [severity, peers, alongside] = expected;
  return { before: document(before), after: document(after), severity, peers, alongside };
}

function document(parts: Json): Json {
  if ('swagger' in parts) return { info: { title: 'Example', version: '1.0.0' }, paths: {}, ...parts };
  return { openapi: '3.1.0', info: { title: 'Example', version: '1.0.0' }, paths: {}, ...parts };
}

/** `POST /things`, described by the given fields of an operation; a `204` answer is filled in. */
export function operations(before: Json, after: Json, ...expected: Expected): Example {
  const around = (operation: Json) => ({
    paths: { '/things': { post: { responses: { '204': { description: 'Done.' } }, ...operation } } },
  });
  return documents(around(before), around(after), ...expected);
}

/** The JSON body of `POST /things`. */
export function requestBodies(before: Schema, after: Schema, ...expected: Expected): Example {
  const body = (schema: Schema) => ({ requestBody: { content: { 'application/json': { schema } } } });
  return operations(body(before), body(after), ...expected);
}

/** The JSON body of the `200` answer. */
export function responseBodies(before: Schema, after: Schema, ...expected: Expected): Example {
  return responses(
    { content: { 'application/json': { schema: before } } },
    { content: { 'application/json': { schema: after } } },
    ...expected,
  );
}

/** The `200` answer. */
export function responses(before: Json, after: Json, ...expected: Expected): Example {
  const answer = (response: Json) => ({ responses: { '200': { description: 'Fine.', ...response } } });
  return operations(answer(before), answer(after), ...expected);
}

/** One property, `it`, of the JSON body that the client sends. */
export function requestProperties(before: Schema, after: Schema, ...expected: Expected): Example {
  return requestBodies(withProperty(before), withProperty(after), ...expected);
}

/** One property, `it`, of the JSON body that the server answers with. */
export function responseProperties(before: Schema, after: Schema, ...expected: Expected): Example {
  return responseBodies(withProperty(before), withProperty(after), ...expected);
}

function withProperty(schema: Schema): Json {
  return { type: 'object', properties: { it: schema } };
}

/** As a JSON body and as a property of one, from the client and from the server. */
export function bodiesAndProperties(before: Schema, after: Schema, request: Severity, response: Severity): Example[] {
  return [
    requestBodies(before, after, request),
    requestProperties(before, after, request),
    responseBodies(before, after, response),
    responseProperties(before, after, response),
  ];
}

/** The parameters of the operation. */
export function parameters(before: readonly Json[], after: readonly Json[], ...expected: Expected): Example {
  return operations({ parameters: before }, { parameters: after }, ...expected);
}

/** The schema of the query parameter `it`. */
export function queryParameters(before: Schema, after: Schema, ...expected: Expected): Example {
  const parameter = (schema: Schema) => [{ name: 'it', in: 'query', schema }];
  return parameters(parameter(before), parameter(after), ...expected);
}

/** The schema of the response header `X-It`. */
export function responseHeaders(before: Schema, after: Schema, ...expected: Expected): Example {
  const header = (schema: Schema) => ({ headers: { 'X-It': { schema } } });
  return responses(header(before), header(after), ...expected);
}
