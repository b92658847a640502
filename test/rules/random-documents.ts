// Random pairs of small descriptions that differ in a few places. A document is first a `Model`: plain JSON Schema
// 2020-12 for each place where a value travels, which is what the referee judges by. Only then is it spelled as OpenAPI
// 3.0 or 3.1, or as Swagger 2.0 where that can say it, so that what the engine reads out of the spelling is under test too.

import fc from 'fast-check';
import type { Json } from '../../src/schema/index.ts';
import { changedInOnePlace } from '../schema/random-schemas.ts';

export type Schema = { readonly [keyword: string]: Json };
export type Dialect = '3.0.3' | '3.1.0';

/**
 * Where values travel in a generated document. The server sends the bodies of callbacks and webhooks, and the client the
 * `reply` to a callback.
 */
export const places = [
  'request',
  'response',
  'callback',
  'reply',
  'webhook',
  'query',
  'header',
  'path',
  'answerHeader',
] as const;
export type PlaceName = (typeof places)[number];

/** Where values travel as text. */
export const textual: ReadonlySet<PlaceName> = new Set(['query', 'header', 'path', 'answerHeader']);
/** What the server sends. */
export const fromServer: ReadonlySet<PlaceName> = new Set(['response', 'callback', 'webhook', 'answerHeader']);

export interface Model {
  readonly dialect: Dialect;
  readonly style: 'form' | 'pipeDelimited';
  readonly explode: boolean;
  /** Whether there are webhooks, which begin with 3.1. */
  readonly hooks: boolean;
  /** Whether there are callbacks, which begin with 3.0. */
  readonly callbacks: boolean;
  readonly $defs: { readonly [name: string]: Json };
  readonly schemas: { readonly [place in PlaceName]: Json };
}

export interface DocumentPair {
  readonly base: Model;
  readonly revision: Model;
}

const names = ['a', 'b', 'c'] as const;
const name = fc.constantFrom(...names);
const smallCount = fc.integer({ min: 0, max: 3 });
const number = fc.oneof(fc.integer({ min: -3, max: 9 }), fc.constantFrom(0.5, 1.5, 2.5));
const text = fc.constantFrom('', 'a', 'b', 'ab', '1', 'true', 'x y', 'a,b');
const pattern = fc.constantFrom('^a', 'b$', '^[ab]*$', '^[0-9]+$', '^.{1,2}$');
const format = fc.constantFrom('date', 'uuid', 'ipv4', 'email', 'pet-name', 'int32');

const some = (keywords: Record<string, fc.Arbitrary<Json>>, always: Schema, most = 2): fc.Arbitrary<Json> =>
  fc
    .tuple(fc.record(keywords), fc.shuffledSubarray(Object.keys(keywords), { maxLength: most }))
    .map(([values, chosen]) => ({
      ...always,
      ...Object.fromEntries(chosen.map((each) => [each, values[each] as Json])),
    }));

const orNull = (schema: fc.Arbitrary<Json>): fc.Arbitrary<Json> =>
  fc.tuple(schema, fc.integer({ min: 0, max: 9 })).map(([each, die]): Json => {
    if (die > 1) return each;
    const { type, enum: listed, ...rest } = each as Schema;
    const values: Schema = listed === undefined ? {} : { enum: die === 0 ? [...(listed as Json[]), null] : listed };
    return { ...rest, ...values, type: [type as Json, 'null'] };
  });

/** How much of the language: what Swagger 2.0 has too, what 3.0 has too, or all of 3.1. */
type Level = 'plain' | 'common' | 'modern';

const plainScalar: fc.Arbitrary<Json> = fc.oneof(
  some({ minLength: smallCount, maxLength: smallCount, pattern, format }, { type: 'string' }),
  fc.uniqueArray(text, { minLength: 1, maxLength: 3 }).map((values): Json => ({ type: 'string', enum: values })),
  some(
    {
      minimum: number,
      maximum: number,
      exclusiveMinimum: number,
      exclusiveMaximum: number,
      multipleOf: fc.constantFrom(1, 2, 3, 0.5),
    },
    { type: 'integer' },
  ),
  some({ minimum: number, maximum: number, exclusiveMaximum: number, format }, { type: 'number' }),
  fc
    .uniqueArray(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 3 })
    .map((values): Json => ({ type: 'integer', enum: values })),
  fc.constant<Json>({ type: 'boolean' }),
);
const scalar = orNull(plainScalar);

const reference = fc.constantFrom<Json>({ $ref: '#/$defs/A' }, { $ref: '#/$defs/B' });

function object(child: fc.Arbitrary<Json>, level: Level = 'common'): fc.Arbitrary<Json> {
  const marked = fc.tuple(child, fc.integer({ min: 0, max: 11 })).map(([schema, die]): Json => {
    const bare = '$ref' in (schema as Schema) ? { allOf: [schema] } : (schema as Schema);
    if (die === 0) return { ...bare, readOnly: true };
    if (die === 1 && level !== 'plain') return { ...bare, writeOnly: true };
    return schema;
  });
  return some(
    {
      required: fc.uniqueArray(name, { minLength: 1, maxLength: 2 }) as fc.Arbitrary<Json>,
      additionalProperties: fc.oneof(
        fc.boolean() as fc.Arbitrary<Json>,
        level === 'plain' ? plainScalar : scalar,
        child,
      ),
      minProperties: smallCount,
      maxProperties: smallCount,
    },
    { type: 'object' },
  ).chain((rest) =>
    fc
      .dictionary(name, marked, { minKeys: 0, maxKeys: 3 })
      .map((properties) => ({ ...(rest as Schema), ...(Object.keys(properties).length > 0 && { properties }) })),
  );
}

/**
 * The forms of one object, as unions are mostly written: told apart by a tag or by what each asks for, beside properties
 * that all of them have.
 */
function union(child: fc.Arbitrary<Json>): fc.Arbitrary<Json> {
  const tagged = fc.boolean();
  const shared = fc.record({
    properties: fc.dictionary(name, child, { minKeys: 1, maxKeys: 2 }),
    required: fc.uniqueArray(name, { maxLength: 1 }),
  });
  const own = fc.array(fc.tuple(child, fc.boolean()), { minLength: 2, maxLength: 3 });
  return fc.tuple(fc.constantFrom('oneOf', 'anyOf'), tagged, shared, own).map(([keyword, hasTag, all, forms]): Json => {
    const listed = forms.map(([schema, isRequired], at): Json => {
      const property = `own${at}`;
      const required = [...(hasTag ? ['kind'] : []), ...(isRequired || !hasTag ? [property] : [])];
      const kind: Schema = hasTag ? { kind: { type: 'string', enum: [`form${at}`] } } : {};
      return { type: 'object', properties: { ...kind, [property]: schema }, ...(required.length > 0 && { required }) };
    });
    const { properties, required } = all;
    return { type: 'object', properties, ...(required.length > 0 && { required }), [keyword]: listed };
  });
}

/** What a union says of all forms together it says of each of them instead, wherever that is the same. */
export function saidOfEach(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map((each) => saidOfEach(each as Json));
  if (typeof schema !== 'object' || schema === null) return schema;
  const inner = Object.fromEntries(
    Object.entries(schema as Schema).map(([keyword, each]) => [
      keyword,
      ['enum', 'const', 'required', 'dependentRequired'].includes(keyword) ? each : saidOfEach(each),
    ]),
  ) as Schema;
  const { type, properties, required = [], oneOf, anyOf, ...others } = inner;
  const forms = (oneOf ?? anyOf) as readonly Json[] | undefined;
  const isPlain = (form: Json) =>
    typeof form === 'object' &&
    form !== null &&
    (form as Schema).type === 'object' &&
    Object.keys(form).every((keyword) => ['type', 'properties', 'required'].includes(keyword)) &&
    !Object.keys((form as Schema).properties ?? {}).some((each) => Object.hasOwn(properties as Schema, each));
  const isUnion =
    type === 'object' && typeof properties === 'object' && (oneOf === undefined) !== (anyOf === undefined);
  if (!isUnion || Object.keys(others).length > 0 || !forms!.every(isPlain)) return inner;
  const each = (forms as readonly Schema[]).map((form): Json => {
    const all = [...new Set([...(required as string[]), ...((form.required ?? []) as string[])])];
    const named = { ...(properties as Schema), ...(form.properties as Schema) };
    return { type: 'object', properties: named, ...(all.length > 0 && { required: all }) };
  });
  return { [oneOf === undefined ? 'anyOf' : 'oneOf']: each };
}

function modern(child: fc.Arbitrary<Json>): fc.Arbitrary<Json> {
  return fc.oneof(
    text.map((value): Json => ({ const: value })),
    fc.constant<Json>({ type: 'null' }),
    some(
      {
        patternProperties: child.map((each): Json => ({ '^a': each })),
        propertyNames: fc.constantFrom<Json>({ pattern: '^[ab]' }, { maxLength: 1 }, { enum: ['a', 'b'] }),
        dependentRequired: fc.constantFrom<Json>({ a: ['b'] }, { b: ['a', 'c'] }),
        required: fc.constantFrom<Json>(['a'], ['b']),
        unevaluatedProperties: fc.constant<Json>(false),
      },
      { type: 'object' },
      3,
    ),
    fc.tuple(child, child).map(([first, rest]): Json => ({ type: 'array', prefixItems: [first], items: rest })),
    some({ contains: child, minItems: smallCount, maxContains: smallCount }, { type: 'array' }, 3),
    fc.tuple(child, child).map(([when, then]): Json => ({ if: when, then })),
    fc.tuple(reference, object(scalar)).map(([ref, beside]): Json => ({ ...(ref as Schema), ...(beside as Schema) })),
  );
}

function schemaOf(depth: number, level: Level): fc.Arbitrary<Json> {
  if (level === 'plain') return plainSchemaOf(depth);
  if (depth === 0) return scalar;
  const child = schemaOf(depth - 1, level);
  return fc.oneof(
    { weight: 3, arbitrary: scalar },
    { weight: 5, arbitrary: orNull(object(child)) },
    {
      weight: 2,
      arbitrary: orNull(
        child.chain((items) =>
          some(
            { minItems: smallCount, maxItems: smallCount, uniqueItems: fc.constant<Json>(true) },
            { type: 'array', items },
          ),
        ),
      ),
    },
    { weight: 2, arbitrary: reference },
    { weight: 1, arbitrary: reference.map((ref): Json => ({ anyOf: [{ type: 'null' }, { allOf: [ref] }] })) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(
          fc.constantFrom('allOf', 'anyOf', 'oneOf'),
          fc.array(fc.oneof(reference, object(scalar), child), { minLength: 1, maxLength: 3 }),
        )
        .map(([keyword, branches]): Json => ({ [keyword]: branches })),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(object(scalar), object(scalar))
        .map(([one, other]): Json => ({ ...(one as Schema), allOf: [other] })),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(scalar, scalar).map(([one, other]): Json => ({ ...(one as Schema), not: other })),
    },
    { weight: 2, arbitrary: union(child) },
    ...(level === 'modern' ? [{ weight: 3, arbitrary: modern(child) }] : []),
  );
}

function plainSchemaOf(depth: number): fc.Arbitrary<Json> {
  if (depth === 0) return plainScalar;
  const child = plainSchemaOf(depth - 1);
  return fc.oneof(
    { weight: 3, arbitrary: plainScalar },
    { weight: 5, arbitrary: object(child, 'plain') },
    { weight: 2, arbitrary: child.map((items): Json => ({ type: 'array', items })) },
    { weight: 2, arbitrary: reference },
    {
      weight: 2,
      arbitrary: fc
        .array(fc.oneof(reference, object(plainScalar, 'plain')), { minLength: 1, maxLength: 3 })
        .map((parts): Json => ({ allOf: parts })),
    },
  );
}

const parameterOf = (item: fc.Arbitrary<Json>): fc.Arbitrary<Json> =>
  fc.oneof(
    { weight: 3, arbitrary: item },
    { weight: 1, arbitrary: item.map((items): Json => ({ type: 'array', items, maxItems: 3 })) },
  );
/** What goes into a path is not empty, or the call is routed elsewhere. */
const segment = fc.oneof(
  some({ maximum: number, minimum: number }, { type: 'integer' }),
  some({ maxLength: fc.integer({ min: 1, max: 3 }), pattern }, { type: 'string', minLength: 1 }),
  fc.constant<Json>({ type: 'string', enum: ['a', 'b', 'x y'] }),
);

function modelOf(dialect: Dialect, level: Level, hooks: boolean): fc.Arbitrary<Model> {
  const schema = schemaOf(2, level);
  const simple = level === 'plain' ? plainScalar : scalar;
  const definition = fc.oneof(object(fc.oneof(simple, reference), level), schemaOf(1, level), simple);
  return fc.record({
    dialect: fc.constant(dialect),
    style: fc.constantFrom('form' as const, 'pipeDelimited' as const),
    explode: fc.boolean(),
    hooks: fc.constant(hooks),
    callbacks: fc.constant(level !== 'plain'),
    $defs: fc.record({ A: definition, B: definition }),
    schemas: fc.record({
      request: schema,
      response: schema,
      callback: schema,
      reply: schema,
      webhook: schema,
      query: parameterOf(simple),
      header: simple,
      path: segment,
      answerHeader: simple,
    }),
  });
}

/** Pairs that are close enough for alarms, refactors and silence all to occur. */
export const documentPair: fc.Arbitrary<DocumentPair> = fc
  .tuple(
    fc.constantFrom<readonly [Dialect, Dialect, Level]>(
      ['3.0.3', '3.0.3', 'plain'],
      ['3.0.3', '3.0.3', 'plain'],
      ['3.0.3', '3.0.3', 'common'],
      ['3.0.3', '3.1.0', 'common'],
      ['3.1.0', '3.0.3', 'common'],
      ['3.1.0', '3.1.0', 'common'],
      ['3.1.0', '3.1.0', 'modern'],
    ),
  )
  .chain(([[before, after, level]]) => {
    const hooks = before === '3.1.0' && after === '3.1.0';
    const count = places.length;
    return fc
      .tuple(
        modelOf(before, level, hooks),
        fc.array(fc.tuple(fc.nat(), schemaOf(1, level)), { minLength: count, maxLength: count + 3 }),
        fc.boolean(),
        fc.boolean(),
      )
      .map(([base, changes, wraps, movesDown]): DocumentPair => {
        const schemas = { ...base.schemas } as Record<string, Json>;
        let $defs: Model['$defs'] = base.$defs;
        for (const [index, [seed, replacement]] of changes.entries()) {
          const place = places[index % places.length] as PlaceName;
          if (index >= places.length) {
            const changed = changedInOnePlace({ $defs } as Json, seed, replacement) as { $defs?: Model['$defs'] };
            if (changed.$defs?.A !== undefined && changed.$defs.B !== undefined) $defs = changed.$defs;
          } else if (seed % 4 !== 0) {
            const put: Json = textual.has(place) ? { type: 'string' } : replacement;
            schemas[place] = changedInOnePlace(schemas[place] as Json, seed, put);
          } else if (wraps && !textual.has(place)) schemas[place] = { allOf: [schemas[place] as Json] };
        }
        const made = { $defs, schemas: schemas as Model['schemas'] } as unknown as Json;
        const changed = tidied(movesDown ? saidOfEach(made) : made);
        return {
          base,
          revision: { ...base, ...(changed as unknown as Pick<Model, '$defs' | 'schemas'>), dialect: after },
        };
      });
  });

/** A change may name a type twice, which no author would. */
function tidied(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map((each) => tidied(each as Json));
  if (typeof schema !== 'object' || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema as Schema).map(([keyword, inner]) => {
      if (keyword !== 'type' || !Array.isArray(inner)) return [keyword, tidied(inner)];
      const types = [...new Set(inner as Json[])];
      return [keyword, types.length === 1 ? (types[0] as Json) : types];
    }),
  );
}

/** The plain schema of one place, standing by itself. */
export function plainOf(model: Model, place: PlaceName): Json {
  const schema = model.schemas[place];
  return typeof schema === 'object' && schema !== null ? { ...(schema as Schema), $defs: model.$defs } : schema;
}

/** The model as an OpenAPI document. */
export function spell(model: Model): Schema {
  const { dialect, style, explode, $defs, schemas } = model;
  const say = (schema: Json) => spellSchema(schema, dialect);
  const json = (schema: Json) => ({ 'application/json': { schema: say(schema) } });
  const taken = (schema: Json) => ({ requestBody: { required: true, content: json(schema) } });
  const callbacks = {
    done: {
      '{$request.query.must}': {
        post: {
          ...taken(schemas.callback),
          responses: { '200': { description: 'Taken.', content: json(schemas.reply) } },
        },
      },
    },
  };
  const webhooks = {
    told: { post: { ...taken(schemas.webhook), responses: { '204': { description: 'Taken.' } } } },
  };
  return {
    openapi: dialect,
    info,
    components: { schemas: Object.fromEntries(Object.entries($defs).map(([key, each]) => [key, say(each)])) },
    ...(model.hooks && { webhooks }),
    paths: {
      '/things/{id}': {
        post: {
          parameters: [
            { name: 'id', in: 'path', required: true, schema: say(schemas.path) },
            { name: 'q', in: 'query', style, explode, schema: say(schemas.query) },
            { name: 'must', in: 'query', required: true, schema: { type: 'integer', minimum: 1 } },
            { name: 'X-H', in: 'header', schema: say(schemas.header) },
          ],
          ...taken(schemas.request),
          responses: {
            '200': {
              description: 'Fine.',
              headers: { 'X-H': { schema: say(schemas.answerHeader) } },
              content: json(schemas.response),
            },
          },
          ...(model.callbacks && { callbacks }),
        },
      },
    },
  } as unknown as Schema;
}

const info = { title: 'Random', version: '1.0.0' };

/** The model as a Swagger 2.0 document; null where Swagger 2.0 cannot say it. */
export function spellAsSwagger2(model: Model): Schema | null {
  const { style, explode, $defs, schemas } = model;
  if (model.callbacks || model.hooks) return null;
  const { request, response, query, header, path, answerHeader } = schemas;
  // Nothing, or one thing, has no list to be separated; `pipes` says that a list is one text.
  const isList = (query as Schema).type === 'array';
  if (style === 'pipeDelimited' && (explode || !isList)) return null;
  const spelled = JSON.stringify({ $defs, request, response, query, header, path, answerHeader });
  if (/"(anyOf|oneOf|not|writeOnly)"|null|"type":\[/.test(spelled)) return null;
  const say = (schema: Json) => spellSchema(schema, '3.0.3', '#/definitions/');
  const flat = [query, header, path, answerHeader].map(say) as Schema[];
  // A parameter and a header are not made of other schemas.
  if (/"(allOf|\$ref)"/.test(JSON.stringify(flat)) || flat.some(({ type }) => type === undefined)) return null;
  const [asQuery, asHeader, asPath, asAnswer] = flat as [Schema, Schema, Schema, Schema];
  const collectionFormat = style === 'pipeDelimited' ? 'pipes' : explode ? 'multi' : 'csv';
  return {
    swagger: '2.0',
    info,
    consumes: ['application/json'],
    produces: ['application/json'],
    definitions: Object.fromEntries(Object.entries($defs).map(([key, each]) => [key, say(each)])),
    paths: {
      '/things/{id}': {
        post: {
          parameters: [
            { name: 'id', in: 'path', required: true, ...asPath },
            { name: 'q', in: 'query', ...asQuery, ...(isList && { collectionFormat }) },
            { name: 'must', in: 'query', required: true, type: 'integer', minimum: 1 },
            { name: 'X-H', in: 'header', ...asHeader },
            { name: 'body', in: 'body', required: true, schema: say(request) },
          ],
          responses: { '200': { description: 'Fine.', headers: { 'X-H': asAnswer }, schema: say(response) } },
        },
      },
    },
  } as unknown as Schema;
}

/** JSON Schema 2020-12 in the words of a dialect of OpenAPI. */
function spellSchema(schema: Json, dialect: Dialect, shared = '#/components/schemas/'): Json {
  if (Array.isArray(schema)) return schema.map((each) => spellSchema(each as Json, dialect, shared));
  if (typeof schema !== 'object' || schema === null) return schema;
  const result: Record<string, Json> = {};
  for (const [keyword, inner] of Object.entries(schema as Schema)) {
    if (keyword === '$ref') result.$ref = String(inner).replace('#/$defs/', shared);
    else if (['properties', 'patternProperties', 'dependentSchemas'].includes(keyword)) {
      result[keyword] = Object.fromEntries(
        Object.entries(inner as Schema).map(([key, each]) => [key, spellSchema(each, dialect, shared)]),
      );
    } else if (['enum', 'const', 'required', 'dependentRequired', 'type'].includes(keyword)) result[keyword] = inner;
    else result[keyword] = spellSchema(inner, dialect, shared);
  }
  return dialect === '3.0.3' ? spellAs30(result) : result;
}

function spellAs30(schema: Record<string, Json>): Json {
  const apart: Json[] = [];
  if (Array.isArray(schema.type)) {
    const types = (schema.type as string[]).filter((each) => each !== 'null');
    if (types.length < schema.type.length) schema.nullable = true;
    schema.type = types[0] as Json;
  }
  for (const [bound, exclusive] of [
    ['minimum', 'exclusiveMinimum'],
    ['maximum', 'exclusiveMaximum'],
  ] as const) {
    const limit = schema[exclusive];
    if (limit === undefined) continue;
    delete schema[exclusive];
    if (schema[bound] === undefined) Object.assign(schema, { [bound]: limit, [exclusive]: true });
    else apart.push({ [bound]: limit, [exclusive]: true });
  }
  if (schema.type === 'null') Object.assign(schema, { type: 'string', nullable: true, enum: [null] });
  const { anyOf, type, nullable } = schema;
  // Beside a composition `nullable` would let null in whatever the parts say, and here it stands for a type alone.
  if (nullable === true && ['allOf', 'oneOf', 'anyOf'].some((keyword) => schema[keyword] !== undefined)) {
    apart.push({ type: type as Json, nullable });
    delete schema.type;
    delete schema.nullable;
  }
  if (Array.isArray(anyOf) && (anyOf as Schema[]).some(isNull)) {
    const rest = (anyOf as Schema[]).filter((each) => !isNull(each));
    const { anyOf: _, ...others } = schema;
    // An "or null" around one schema, as it is written everywhere.
    return { ...others, nullable: true, allOf: rest.length === 1 ? (rest[0]?.allOf ?? rest) : [{ anyOf: rest }] };
  }
  return apart.length === 0 ? schema : { ...schema, allOf: [...((schema.allOf as Json[]) ?? []), ...apart] };
}

const isNull = ({ enum: values }: Schema): boolean => JSON.stringify(values) === '[null]';
