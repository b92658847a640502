// What may change in a document outside its schemas. Each is tried in both directions.

type Json = Readonly<Record<string, unknown>>;

export interface DocumentChange {
  readonly name: string;
  readonly left: Json;
  readonly right: Json;
  readonly shared?: true;
  readonly lifecycle?: true;
  readonly unflattened?: true;
}

const text = { type: 'string' };
const done = { '204': { description: 'Done.' } };
const json = (schema: object = text) => ({ content: { 'application/json': { schema } } });
const post = (operation: object = {}, pathItem: object = {}) => ({
  paths: { '/things': { post: { responses: done, ...operation }, ...pathItem } },
});
const answers = (responses: object) => post({ responses });
const fine = (more: object = {}) => ({ '200': { description: 'Fine.', ...more } });

function changed(name: string, left: Json, right: Json): DocumentChange {
  return { name, left, right };
}
function lifecycle(name: string, left: Json, right: Json): DocumentChange {
  return { name, left, right, lifecycle: true };
}
function apart(name: string, left: Json, right: Json): DocumentChange {
  return { name, left, right, unflattened: true };
}
function shared(name: string, left: Json, right: Json): DocumentChange {
  return { name, left, right, shared: true };
}

const parameter = (more: object = {}) => ({ name: 'it', in: 'query', schema: text, ...more });
const withParameters = (...parameters: object[]) => post({ parameters });

const parameters: readonly DocumentChange[] = [
  ...(['query', 'header', 'cookie'] as const).flatMap((where) => [
    changed(`optional ${where} parameter`, withParameters(), withParameters(parameter({ in: where }))),
    changed(`required ${where} parameter`, withParameters(), withParameters(parameter({ in: where, required: true }))),
    changed(
      `optional ${where} parameter with default`,
      withParameters(),
      withParameters(parameter({ in: where, schema: { ...text, default: 'a' } })),
    ),
    changed(
      `required ${where} parameter with default`,
      withParameters(),
      withParameters(parameter({ in: where, required: true, schema: { ...text, default: 'a' } })),
    ),
    changed(
      `${where} parameter required`,
      withParameters(parameter({ in: where })),
      withParameters(parameter({ in: where, required: true })),
    ),
    changed(
      `${where} parameter with default required`,
      withParameters(parameter({ in: where, schema: { ...text, default: 'a' } })),
      withParameters(parameter({ in: where, required: true, schema: { ...text, default: 'a' } })),
    ),
    lifecycle(
      `${where} parameter deprecated`,
      withParameters(parameter({ in: where })),
      withParameters(parameter({ in: where, deprecated: true })),
    ),
    lifecycle(
      `deprecated ${where} parameter`,
      withParameters(),
      withParameters(parameter({ in: where, deprecated: true })),
    ),
  ]),
  apart('parameter of an existing path item', post({}, { parameters: [] }), post({}, { parameters: [parameter()] })),
  apart(
    'required parameter of an existing path item',
    post({}, { parameters: [] }),
    post({}, { parameters: [parameter({ required: true })] }),
  ),
  changed('parameter moved to the path item', withParameters(parameter()), post({}, { parameters: [parameter()] })),
  changed('query-header parameter', withParameters(parameter()), withParameters(parameter({ in: 'header' }))),
  changed('query-cookie parameter', withParameters(parameter()), withParameters(parameter({ in: 'cookie' }))),
  changed('parameter renamed', withParameters(parameter()), withParameters(parameter({ name: 'that' }))),
  changed(
    'header parameter spelt otherwise',
    withParameters(parameter({ in: 'header', name: 'X-It' })),
    withParameters(parameter({ in: 'header', name: 'x-it' })),
  ),
  changed(
    'parameter style',
    withParameters(parameter({ style: 'form' })),
    withParameters(parameter({ style: 'spaceDelimited' })),
  ),
  changed(
    'parameter explode',
    withParameters(parameter({ explode: true })),
    withParameters(parameter({ explode: false })),
  ),
  changed('parameter allowReserved', withParameters(parameter()), withParameters(parameter({ allowReserved: true }))),
  changed(
    'parameter allowEmptyValue',
    withParameters(parameter()),
    withParameters(parameter({ allowEmptyValue: true })),
  ),
  changed('parameter content', withParameters(parameter()), withParameters({ name: 'it', in: 'query', ...json() })),
  changed(
    'parameter content media type',
    withParameters({ name: 'it', in: 'query', content: { 'application/json': { schema: text } } }),
    withParameters({ name: 'it', in: 'query', content: { 'application/xml': { schema: text } } }),
  ),
  changed('parameter description', withParameters(parameter()), withParameters(parameter({ description: 'Said.' }))),
  changed(
    'object parameter as loose parameters',
    withParameters(
      parameter({ style: 'form', explode: true, schema: { type: 'object', properties: { one: text, two: text } } }),
    ),
    withParameters(parameter({ name: 'one' }), parameter({ name: 'two' })),
  ),
  changed(
    'parameter to array',
    withParameters(parameter()),
    withParameters(parameter({ schema: { type: 'array', items: text } })),
  ),
  changed(
    'parameter to array unexploded',
    withParameters(parameter({ explode: false })),
    withParameters(parameter({ explode: false, schema: { type: 'array', items: text } })),
  ),
  changed(
    'path parameter renamed',
    {
      paths: { '/things/{it}': { get: { parameters: [parameter({ in: 'path', required: true })], responses: done } } },
    },
    {
      paths: {
        '/things/{that}': {
          get: { parameters: [parameter({ in: 'path', name: 'that', required: true })], responses: done },
        },
      },
    },
  ),
  changed(
    'path parameter',
    { paths: { '/things': { get: { responses: done } } } },
    {
      paths: { '/things/{it}': { get: { parameters: [parameter({ in: 'path', required: true })], responses: done } } },
    },
  ),
];

const bodies: readonly DocumentChange[] = [
  changed('optional request body', post(), post({ requestBody: json() })),
  changed('required request body', post(), post({ requestBody: { ...json(), required: true } })),
  changed('request body required', post({ requestBody: json() }), post({ requestBody: { ...json(), required: true } })),
  changed(
    'request media type',
    post({ requestBody: json() }),
    post({ requestBody: { content: { 'application/json': { schema: text }, 'application/xml': { schema: text } } } }),
  ),
  changed(
    'request media type exchanged',
    post({ requestBody: json() }),
    post({ requestBody: { content: { 'application/xml': { schema: text } } } }),
  ),
  changed(
    'request media type +json',
    post({ requestBody: json() }),
    post({ requestBody: { content: { 'application/thing+json': { schema: text } } } }),
  ),
  changed(
    'request media type parameter',
    post({ requestBody: json() }),
    post({ requestBody: { content: { 'application/json; charset=utf-8': { schema: text } } } }),
  ),
  changed(
    'request media type range',
    post({ requestBody: json() }),
    post({ requestBody: { content: { 'application/*': { schema: text } } } }),
  ),
  changed(
    'request schema',
    post({ requestBody: { content: { 'application/json': {} } } }),
    post({ requestBody: json() }),
  ),
  changed(
    'request encoding',
    post({
      requestBody: { content: { 'multipart/form-data': { schema: { type: 'object', properties: { it: text } } } } },
    }),
    post({
      requestBody: {
        content: {
          'multipart/form-data': {
            schema: { type: 'object', properties: { it: text } },
            encoding: { it: { contentType: 'text/plain' } },
          },
        },
      },
    }),
  ),
  changed(
    'response media type',
    answers(fine(json())),
    answers(fine({ content: { 'application/json': { schema: text }, 'application/xml': { schema: text } } })),
  ),
  changed(
    'response media type exchanged',
    answers(fine(json())),
    answers(fine({ content: { 'application/xml': { schema: text } } })),
  ),
  changed(
    'response media type +json',
    answers(fine(json())),
    answers(fine({ content: { 'application/thing+json': { schema: text } } })),
  ),
  changed(
    'response media type parameter',
    answers(fine(json())),
    answers(fine({ content: { 'application/json; charset=utf-8': { schema: text } } })),
  ),
  changed(
    'response media type parameter exchanged',
    answers(fine({ content: { 'application/json; version=1': { schema: text } } })),
    answers(fine({ content: { 'application/json; version=2': { schema: text } } })),
  ),
  changed('response content', answers(fine()), answers(fine(json()))),
  changed('response schema', answers(fine({ content: { 'application/json': {} } })), answers(fine(json()))),
];

const refused = { description: 'Refused.' };
const withHeader = (fields: object | null) => answers(fine({ headers: fields === null ? {} : { 'X-It': fields } }));

const responses: readonly DocumentChange[] = [
  ...(['201', '302', '400', '404', '500', '2XX', '4XX', 'default'] as const).flatMap((status) => [
    changed(`status ${status}`, answers(fine()), answers({ ...fine(), [status]: refused })),
    changed(
      `status ${status} with a body`,
      answers(fine(json())),
      answers({ ...fine(json()), [status]: { ...refused, ...json() } }),
    ),
  ]),
  changed('status 200 to 201', answers(fine()), answers({ '201': refused })),
  changed('status 400 beside default', answers({ default: refused }), answers({ '400': refused, default: refused })),
  changed('status 400 to 4XX', answers({ ...fine(), '400': refused }), answers({ ...fine(), '4XX': refused })),
  changed('optional response header', withHeader(null), withHeader({ schema: text })),
  changed('required response header', withHeader(null), withHeader({ required: true, schema: text })),
  changed('response header required', withHeader({ schema: text }), withHeader({ required: true, schema: text })),
  lifecycle('response header deprecated', withHeader({ schema: text }), withHeader({ deprecated: true, schema: text })),
  changed(
    'response header description',
    withHeader({ schema: text }),
    withHeader({ description: 'Said.', schema: text }),
  ),
  changed(
    'response header spelt otherwise',
    withHeader({ schema: text }),
    answers(fine({ headers: { 'x-it': { schema: text } } })),
  ),
  changed('response link', answers(fine()), answers(fine({ links: { next: { operationId: 'next' } } }))),
  changed('response description', answers(fine()), answers({ '200': { description: 'Said.' } })),
];

const get = (more: object = {}) => ({ get: { responses: done, ...more } });
const deprecated = (more: object = {}) => ({ deprecated: true, ...more });
const past = { 'x-sunset': '2020-01-01' };
const ahead = { 'x-sunset': '2099-01-01' };
const farther = { 'x-sunset': '2099-06-01' };
const soon = { 'x-sunset': new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10) };
const unreadable = { 'x-sunset': 'next spring' };
const stability = (level: unknown) => ({ 'x-stability-level': level });

const removedOperations: readonly DocumentChange[] = (
  [
    ['', {}],
    ['deprecated ', deprecated()],
    ['deprecated with a past sunset ', deprecated(past)],
    ['deprecated with a sunset ahead ', deprecated(ahead)],
    ['deprecated with an unreadable sunset ', deprecated(unreadable)],
    ['sunset ahead ', ahead],
    ['draft ', stability('draft')],
    ['alpha ', stability('alpha')],
    ['beta ', stability('beta')],
    ['stable ', stability('stable')],
    ['deprecated beta ', deprecated(stability('beta'))],
    ['deprecated alpha ', deprecated(stability('alpha'))],
    ['unknown stability ', stability('ripe')],
  ] as const
).flatMap(([name, more]) => [
  lifecycle(`${name}operation`, post(), post({}, get(more))),
  lifecycle(
    `${name}path`,
    { paths: { '/things': { post: { responses: done } } } },
    {
      paths: { '/things': { post: { responses: done } }, '/others': get(more) },
    },
  ),
]);

const notices: readonly DocumentChange[] = (
  [
    ['deprecated', {}, deprecated()],
    ['deprecated with a sunset ahead', {}, deprecated(ahead)],
    ['deprecated with a near sunset', {}, deprecated(soon)],
    ['deprecated with a past sunset', {}, deprecated(past)],
    ['deprecated with an unreadable sunset', {}, deprecated(unreadable)],
    ['deprecated alpha', stability('alpha'), deprecated(stability('alpha'))],
    ['deprecated beta', stability('beta'), deprecated(stability('beta'))],
    ['deprecated stable', stability('stable'), deprecated(stability('stable'))],
    ['deprecated beta with a past sunset', stability('beta'), deprecated({ ...stability('beta'), ...past })],
    ['sunset set', deprecated(), deprecated(ahead)],
    ['past sunset set', deprecated(), deprecated(past)],
    ['sunset moved', deprecated(ahead), deprecated(farther)],
    ['sunset to past', deprecated(ahead), deprecated(past)],
    ['sunset to near', deprecated(ahead), deprecated(soon)],
    ['sunset to unreadable', deprecated(ahead), deprecated(unreadable)],
    ['sunset without deprecation', {}, ahead],
    ...(['draft', 'alpha', 'beta', 'stable', 'ripe'] as const).flatMap((level) => [
      [`stability ${level}`, {}, stability(level)] as const,
      [`stability stable-${level}`, stability('stable'), stability(level)] as const,
      [`stability beta-${level}`, stability('beta'), stability(level)] as const,
    ]),
    ['stability number', {}, stability(3)],
  ] as const
).flatMap(([name, left, right]) => [
  lifecycle(`operation ${name}`, post(left), post(right)),
  lifecycle(`parameter ${name}`, withParameters(parameter(left)), withParameters(parameter(right))),
  lifecycle(
    `request property ${name}`,
    post({ requestBody: json({ type: 'object', properties: { it: { ...text, ...left } } }) }),
    post({ requestBody: json({ type: 'object', properties: { it: { ...text, ...right } } }) }),
  ),
  lifecycle(
    `response property ${name}`,
    answers(fine(json({ type: 'object', properties: { it: { ...text, ...left } } }))),
    answers(fine(json({ type: 'object', properties: { it: { ...text, ...right } } }))),
  ),
]);

const removedThings: readonly DocumentChange[] = (
  [
    ['deprecated', deprecated()],
    ['deprecated with a past sunset', deprecated(past)],
    ['deprecated with a sunset ahead', deprecated(ahead)],
    ['deprecated with an unreadable sunset', deprecated(unreadable)],
    ['alpha', stability('alpha')],
  ] as const
).flatMap(([name, more]) => [
  lifecycle(`parameter ${name} there`, withParameters(), withParameters(parameter(more))),
  lifecycle(
    `request property ${name} there`,
    post({ requestBody: json({ type: 'object', properties: {} }) }),
    post({ requestBody: json({ type: 'object', properties: { it: { ...text, ...more } } }) }),
  ),
  lifecycle(
    `response property ${name} there`,
    answers(fine(json({ type: 'object', properties: {} }))),
    answers(fine(json({ type: 'object', properties: { it: { ...text, ...more } } }))),
  ),
]);

const operations: readonly DocumentChange[] = [
  ...removedOperations,
  ...notices,
  ...removedThings,
  changed('operation id', post(), post({ operationId: 'make' })),
  changed('operation id changed', post({ operationId: 'make' }), post({ operationId: 'create' })),
  changed('tag', post(), post({ tags: ['one'] })),
  changed('tag exchanged', post({ tags: ['one'] }), post({ tags: ['two'] })),
  changed('summary', post(), post({ summary: 'Said.' })),
  changed('operation servers', post(), post({ servers: [{ url: 'https://other.example.com' }] })),
  changed('path item servers', post(), post({}, { servers: [{ url: 'https://other.example.com' }] })),
  changed('method exchanged', post(), { paths: { '/things': { put: { responses: done } } } }),
  changed('method added', post(), post({}, get())),
  changed('path moved', post({ operationId: 'make' }), {
    paths: { '/things/all': { post: { operationId: 'make', responses: done } } },
  }),
  changed(
    'path beside a template',
    { paths: { '/things/{it}': get({ parameters: [parameter({ in: 'path', required: true })] }) } },
    {
      paths: {
        '/things/{it}': get({ parameters: [parameter({ in: 'path', required: true })] }),
        '/things/mine': get(),
      },
    },
  ),
  changed('tags', post({ tags: ['one'] }), post({ tags: ['one', 'two', 'three'] })),
  changed('operation id and tag', post({ operationId: 'make' }), post({ operationId: 'create', tags: ['one'] })),
  changed('deprecated false', post(), post({ deprecated: false })),
  changed(
    'header security in a parameter',
    withParameters(),
    withParameters(parameter({ in: 'header', name: 'Authorization' })),
  ),
  changed('two parameters', withParameters(), withParameters(parameter(), parameter({ name: 'that', required: true }))),
  changed(
    'parameter values named',
    withParameters(parameter({ schema: { ...text, 'x-extensible-enum': ['a'] } })),
    withParameters(parameter({ schema: { ...text, 'x-extensible-enum': ['a', 'b'] } })),
  ),
  changed('no content to content', answers(done), answers(fine(json()))),
  changed('two statuses', answers(fine()), answers({ ...fine(), '202': refused, '409': refused })),
  changed(
    'error body',
    answers({ ...fine(), '400': refused }),
    answers({ ...fine(), '400': { ...refused, ...json() } }),
  ),
  changed('external docs', post(), post({ externalDocs: { url: 'https://docs.example.com' } })),
  changed('extension', post(), post({ 'x-internal': true })),
  changed(
    'callback',
    post(),
    post({ callbacks: { onThing: { '{$request.body#/url}': { post: { responses: done } } } } }),
  ),
  shared('webhook', { paths: {} }, { paths: {}, webhooks: { thing: { post: { responses: done } } } }),
  shared(
    'webhook operation',
    { paths: {}, webhooks: { thing: { post: { responses: done } } } },
    { paths: {}, webhooks: { thing: { post: { responses: done }, get: { responses: done } } } },
  ),
];

const schemes = {
  key: { type: 'apiKey', in: 'header', name: 'X-Key' },
  basic: { type: 'http', scheme: 'basic' },
  oauth: {
    type: 'oauth2',
    flows: {
      clientCredentials: { tokenUrl: 'https://example.com/token', scopes: { read: 'Read.', write: 'Write.' } },
    },
  },
};
const secured = (security: unknown, more: object = {}) => ({
  ...post({ security }),
  components: { securitySchemes: schemes },
  ...more,
});
const global = (security: unknown) => ({ ...post(), security, components: { securitySchemes: schemes } });
const scheme = (it: object | null) => ({ ...post(), components: { securitySchemes: it === null ? {} : { it } } });
const flows = (more: object) => ({
  type: 'oauth2',
  flows: { clientCredentials: { tokenUrl: 'https://example.com/token', scopes: { read: 'Read.' }, ...more } },
});

const security: readonly DocumentChange[] = [
  shared('security', secured(undefined), secured([{ key: [] }])),
  shared('security alternative', secured([{ key: [] }]), secured([{ key: [] }, { basic: [] }])),
  shared('security together', secured([{ key: [] }]), secured([{ key: [], basic: [] }])),
  shared('security exchanged', secured([{ key: [] }]), secured([{ basic: [] }])),
  shared('security scope', secured([{ oauth: ['read'] }]), secured([{ oauth: ['read', 'write'] }])),
  shared('security optional', secured([{ key: [] }]), secured([{ key: [] }, {}])),
  shared('security emptied', secured([{ key: [] }]), secured([])),
  shared('global security', global(undefined), global([{ key: [] }])),
  shared('global security alternative', global([{ key: [] }]), global([{ key: [] }, { basic: [] }])),
  shared('global security exchanged', global([{ key: [] }]), global([{ basic: [] }])),
  shared('global security scope', global([{ oauth: ['read'] }]), global([{ oauth: ['read', 'write'] }])),
  shared(
    'global security overridden',
    secured(undefined, { security: [{ key: [] }] }),
    secured([{ basic: [] }], { security: [{ key: [] }] }),
  ),
  shared(
    'security of the document given up',
    secured([], { security: [{ key: [] }] }),
    secured(undefined, { security: [{ key: [] }] }),
  ),
  shared(
    'security as the document says',
    secured([{ key: [] }], { security: [{ key: [] }] }),
    secured(undefined, { security: [{ key: [] }] }),
  ),
  shared(
    'security otherwise than the document',
    secured([{ basic: [] }], { security: [{ key: [] }] }),
    secured(undefined, { security: [{ key: [] }] }),
  ),
  shared(
    'security scheme renamed',
    { ...post({ security: [{ one: [] }] }), components: { securitySchemes: { one: schemes.key } } },
    { ...post({ security: [{ two: [] }] }), components: { securitySchemes: { two: schemes.key } } },
  ),
  shared('security scheme', scheme(null), scheme(schemes.key)),
  shared('security scheme type', scheme(schemes.key), scheme(schemes.basic)),
  shared('security scheme name', scheme(schemes.key), scheme({ ...schemes.key, name: 'X-Token' })),
  shared('security scheme in', scheme(schemes.key), scheme({ ...schemes.key, in: 'query' })),
  shared('security scheme http', scheme(schemes.basic), scheme({ type: 'http', scheme: 'bearer' })),
  shared('oauth token url', scheme(flows({})), scheme(flows({ tokenUrl: 'https://other.example.com/token' }))),
  shared('oauth refresh url', scheme(flows({})), scheme(flows({ refreshUrl: 'https://other.example.com/token' }))),
  shared('oauth scope', scheme(flows({})), scheme(flows({ scopes: { read: 'Read.', write: 'Write.' } }))),
  shared('oauth scope described', scheme(flows({})), scheme(flows({ scopes: { read: 'Said.' } }))),
  shared(
    'oauth authorization url',
    scheme({ type: 'oauth2', flows: { implicit: { authorizationUrl: 'https://example.com/a', scopes: {} } } }),
    scheme({ type: 'oauth2', flows: { implicit: { authorizationUrl: 'https://example.com/b', scopes: {} } } }),
  ),
  shared(
    'oauth flow',
    scheme(flows({})),
    scheme({
      type: 'oauth2',
      flows: { ...flows({}).flows, password: { tokenUrl: 'https://example.com/token', scopes: {} } },
    }),
  ),
];

const info = (version: string, breaks = false) => ({
  info: { title: 'Example', version },
  ...post(breaks ? { parameters: [parameter({ required: true })] } : {}),
});
const component = (name: string, it: object | null) => ({
  ...post(),
  components: { [name]: it === null ? {} : { It: it } },
});
const pet = (discriminator: object | null, more: object = {}) => ({
  ...post({
    requestBody: json({
      oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }],
      ...(discriminator && { discriminator }),
    }),
    responses: fine(
      json({
        type: 'object',
        properties: {
          it: {
            oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }],
            ...(discriminator && { discriminator }),
          },
        },
      }),
    ),
  }),
  components: {
    schemas: {
      Cat: { type: 'object', properties: { kind: text, sort: text }, required: ['kind', 'sort'] },
      Dog: { type: 'object', properties: { kind: text, sort: text, barks: text }, required: ['kind', 'sort', 'barks'] },
      ...more,
    },
  },
});
const kind = { propertyName: 'kind' };
const cats = { cat: '#/components/schemas/Cat' };

const around: readonly DocumentChange[] = [
  shared('version down', info('2.0.0'), info('1.0.0')),
  shared('version minor', info('1.0.0'), info('1.1.0')),
  shared('version minor with a break', info('1.0.0'), info('1.1.0', true)),
  shared('version same with a break', info('1.0.0'), info('1.0.0', true)),
  shared('version major with a break', info('1.0.0'), info('2.0.0', true)),
  shared('version below one with a break', info('0.1.0'), info('0.2.0', true)),
  shared('servers', post(), { ...post(), servers: [{ url: 'https://example.com' }] }),
  shared('schema component', component('schemas', null), component('schemas', text)),
  shared('parameter component', component('parameters', null), component('parameters', parameter())),
  shared(
    'schema component renamed',
    { ...component('schemas', text) },
    { ...post(), components: { schemas: { That: text } } },
  ),
  shared(
    'server exchanged',
    { ...post(), servers: [{ url: 'https://a.example.com' }] },
    { ...post(), servers: [{ url: 'https://b.example.com' }] },
  ),
  shared('discriminator', pet(null), pet(kind)),
  shared('discriminator property', pet(kind), pet({ propertyName: 'sort' })),
  shared('discriminator mapping', pet(kind), pet({ ...kind, mapping: cats })),
  shared(
    'discriminator mapping more',
    pet({ ...kind, mapping: cats }),
    pet({ ...kind, mapping: { ...cats, dog: '#/components/schemas/Dog' } }),
  ),
  shared(
    'discriminator mapping changed',
    pet({ ...kind, mapping: cats }),
    pet({ ...kind, mapping: { cat: '#/components/schemas/Dog' } }),
  ),
  shared('discriminator with mapping', pet(null), pet({ ...kind, mapping: cats })),
  shared(
    'title',
    { ...post(), info: { title: 'One', version: '1.0.0' } },
    { ...post(), info: { title: 'Two', version: '1.0.0' } },
  ),
];

export const documentChanges: readonly DocumentChange[] = [
  ...parameters,
  ...bodies,
  ...responses,
  ...operations,
  ...security,
  ...around,
];
