// Where in a document a schema may stand.

import type { Json } from './case.ts';

type Schema = object | boolean;

export interface SchemaPlace {
  readonly name: string;
  /** The document's parts around the schema: one path or webhook, and components that both sides have. */
  readonly around: (schema: Schema) => Json;
  /** Webhooks are 3.1's. */
  readonly only?: '3.1';
}

const json = (schema: Schema) => ({ content: { 'application/json': { schema } } });
const done = { '204': { description: 'Done.' } };
const within = (schema: Schema, more: object = {}) => ({ type: 'object', properties: { it: schema }, ...more });
const path = (operation: object) => ({ paths: { '/things': { post: { responses: done, ...operation } } } });
const asked = (schema: Schema) => path({ requestBody: json(schema) });
const answered = (schema: Schema, status = '200') =>
  path({ responses: { [status]: { description: 'Fine.', ...json(schema) } } });
const parameter = (where: string, schema: Schema, more: object = {}) => ({
  name: 'it',
  in: where,
  required: where === 'path',
  schema,
  ...more,
});
const listOf = (items: Schema) => ({ type: 'array', items });
const shared = (kind: string) => ({ $ref: `#/components/${kind}/It` });
const typed = (mediaType: string, schema: Schema) =>
  path({ responses: { '200': { description: 'Fine.', content: { [mediaType]: { schema } } } } });
const header = (fields: object) =>
  path({ responses: { '200': { description: 'Fine.', headers: { 'X-It': fields } } } });

export const schemaPlaces: readonly SchemaPlace[] = [
  { name: 'request body', around: asked },
  { name: 'request property', around: (schema) => asked(within(schema)) },
  { name: 'required request property', around: (schema) => asked(within(schema, { required: ['it'] })) },
  { name: 'nested request property', around: (schema) => asked(within(within(schema))) },
  { name: 'request items', around: (schema) => asked({ type: 'array', items: schema }) },
  { name: 'property of request items', around: (schema) => asked({ type: 'array', items: within(schema) }) },
  { name: 'items of request property', around: (schema) => asked(within({ type: 'array', items: schema })) },
  { name: 'request additionalProperties', around: (schema) => asked({ type: 'object', additionalProperties: schema }) },
  { name: 'request allOf branch', around: (schema) => asked({ allOf: [schema] }) },
  { name: 'property of request allOf', around: (schema) => asked({ allOf: [within(schema), { type: 'object' }] }) },
  {
    name: 'property of request oneOf',
    around: (schema) =>
      asked({
        oneOf: [
          { ...within(schema), title: 'One' },
          { type: 'string', title: 'Two' },
        ],
      }),
  },
  {
    name: 'property of request anyOf',
    around: (schema) =>
      asked({
        anyOf: [
          { ...within(schema), title: 'One' },
          { type: 'string', title: 'Two' },
        ],
      }),
  },
  {
    name: 'two media types of a request',
    around: (schema) =>
      path({
        requestBody: {
          content: { 'application/json': { schema: within(schema) }, 'application/xml': { schema: within(schema) } },
        },
      }),
  },
  {
    name: 'request form property',
    around: (schema) =>
      path({ requestBody: { content: { 'application/x-www-form-urlencoded': { schema: within(schema) } } } }),
  },
  {
    name: 'request multipart property',
    around: (schema) => path({ requestBody: { content: { 'multipart/form-data': { schema: within(schema) } } } }),
  },
  ...(['query', 'header', 'cookie'] as const).map((where) => ({
    name: `${where} parameter`,
    around: (schema: Schema) => path({ parameters: [parameter(where, schema)] }),
  })),
  {
    name: 'path parameter',
    around: (schema) => ({
      paths: { '/things/{it}': { post: { parameters: [parameter('path', schema)], responses: done } } },
    }),
  },
  {
    name: 'parameter of the path item',
    around: (schema) => ({
      paths: { '/things': { parameters: [parameter('query', schema)], post: { responses: done } } },
    }),
  },
  { name: 'query parameter property', around: (schema) => path({ parameters: [parameter('query', within(schema))] }) },
  {
    name: 'query parameter items',
    around: (schema) => path({ parameters: [parameter('query', { type: 'array', items: schema })] }),
  },
  {
    name: 'query parameter content',
    around: (schema) => path({ parameters: [{ name: 'it', in: 'query', ...json(schema) }] }),
  },
  { name: 'response body', around: (schema) => answered(schema) },
  { name: 'response property', around: (schema) => answered(within(schema)) },
  { name: 'required response property', around: (schema) => answered(within(schema, { required: ['it'] })) },
  { name: 'nested response property', around: (schema) => answered(within(within(schema))) },
  { name: 'response items', around: (schema) => answered({ type: 'array', items: schema }) },
  { name: 'property of response items', around: (schema) => answered({ type: 'array', items: within(schema) }) },
  {
    name: 'response additionalProperties',
    around: (schema) => answered({ type: 'object', additionalProperties: schema }),
  },
  { name: 'response allOf branch', around: (schema) => answered({ allOf: [schema] }) },
  { name: 'property of response allOf', around: (schema) => answered({ allOf: [within(schema), { type: 'object' }] }) },
  {
    name: 'property of response oneOf',
    around: (schema) =>
      answered({
        oneOf: [
          { ...within(schema), title: 'One' },
          { type: 'string', title: 'Two' },
        ],
      }),
  },
  { name: 'property of a refusal', around: (schema) => answered(within(schema), '400') },
  { name: 'property of the default response', around: (schema) => answered(within(schema), 'default') },
  { name: 'response header', around: (schema) => header({ schema }) },
  { name: 'response header property', around: (schema) => header({ schema: within(schema) }) },
  { name: 'response header content', around: (schema) => header(json(schema)) },
  {
    name: 'webhook property',
    only: '3.1',
    around: (schema) => ({
      webhooks: { thing: { post: { requestBody: json(within(schema)), responses: done } } },
    }),
  },
  {
    name: 'property of a webhook’s answer',
    only: '3.1',
    around: (schema) => ({
      webhooks: { thing: { post: { responses: { '200': { description: 'Fine.', ...json(within(schema)) } } } } },
    }),
  },
  {
    name: 'callback property',
    around: (schema) =>
      path({
        callbacks: {
          onThing: { '{$request.body#/url}': { post: { requestBody: json(within(schema)), responses: done } } },
        },
      }),
  },
  { name: 'items of request items', around: (schema) => asked(listOf(listOf(schema))) },
  { name: 'items of response items', around: (schema) => answered(listOf(listOf(schema))) },
  {
    name: 'property of request additionalProperties',
    around: (schema) => asked({ type: 'object', additionalProperties: within(schema) }),
  },
  {
    name: 'property of response anyOf',
    around: (schema) =>
      answered({
        anyOf: [
          { ...within(schema), title: 'One' },
          { type: 'string', title: 'Two' },
        ],
      }),
  },
  {
    name: 'two media types of a response',
    around: (schema) =>
      path({
        responses: {
          '200': {
            description: 'Fine.',
            content: { 'application/json': { schema: within(schema) }, 'text/csv': { schema: within(schema) } },
          },
        },
      }),
  },
  { name: 'property of a 4XX response', around: (schema) => answered(within(schema), '4XX') },
  { name: 'response vendor json property', around: (schema) => typed('application/vnd.thing+json', within(schema)) },
  { name: 'header parameter items', around: (schema) => path({ parameters: [parameter('header', listOf(schema))] }) },
  {
    name: 'path parameter of the path item',
    around: (schema) => ({
      paths: { '/things/{it}': { parameters: [parameter('path', schema)], post: { responses: done } } },
    }),
  },
  {
    name: 'response header of a refusal',
    around: (schema) =>
      path({ responses: { '400': { description: 'Refused.', headers: { 'X-It': { schema, required: true } } } } }),
  },
  {
    name: 'webhook body',
    only: '3.1',
    around: (schema) => ({ webhooks: { thing: { post: { requestBody: json(schema), responses: done } } } }),
  },
  {
    name: 'component of a request',
    around: (schema) => ({ ...asked(shared('schemas')), components: { schemas: { It: schema } } }),
  },
  {
    name: 'component of a response property',
    around: (schema) => ({ ...answered(within(shared('schemas'))), components: { schemas: { It: schema } } }),
  },
  {
    name: 'component behind a component',
    around: (schema) => ({
      ...answered(shared('schemas')),
      components: { schemas: { It: listOf({ $ref: '#/components/schemas/Other' }), Other: within(schema) } },
    }),
  },
  {
    name: 'component in an allOf of a request',
    around: (schema) => ({
      ...asked({ allOf: [shared('schemas'), within({ type: 'boolean' })] }),
      components: { schemas: { It: { type: 'object', properties: { other: schema } } } },
    }),
  },
  {
    name: 'property of a shared request body',
    around: (schema) => ({
      ...path({ requestBody: shared('requestBodies') }),
      components: { requestBodies: { It: json(within(schema)) } },
    }),
  },
  {
    name: 'property of a shared response',
    around: (schema) => ({
      ...path({ responses: { '200': shared('responses') } }),
      components: { responses: { It: { description: 'Fine.', ...json(within(schema)) } } },
    }),
  },
  {
    name: 'shared query parameter',
    around: (schema) => ({
      ...path({ parameters: [shared('parameters')] }),
      components: { parameters: { It: parameter('query', schema) } },
    }),
  },
  {
    name: 'shared response header',
    around: (schema) => ({ ...header(shared('headers')), components: { headers: { It: { schema } } } }),
  },
];
