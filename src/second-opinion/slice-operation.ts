// openapi-diff looks at JSON bodies, status codes and header presence of OpenAPI 3.0, attaches every component to every
// body, dies of cycles and takes minutes over large oneOfs. So it is asked about one direction of one operation at a
// time, cut out with only the schemas that it uses and only the keywords that it understands. What cannot be cut out
// honestly is not asked, and the reason is kept.

import type { LoadedSpec, SourceDocument, SpecDialect } from '../spec/index.ts';

type Json = Readonly<Record<string, unknown>>;

/** A whole OpenAPI 3.0.3 document that holds one direction of one operation, under the path `/operation`. */
export type Slice = Json;

/** Why an operation cannot be put to openapi-diff. */
export class NotSliceable extends Error {}

/** Keywords that openapi-diff 0.24 compares (measured); the others it passes over without a word. */
const comparedKeywords = new Set([
  'type',
  'required',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'minProperties',
  'maxProperties',
]);
/** Beyond this its cost explodes: 4 branches took 2 s, 5 took 31 s. */
const mostBranches = 4;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const asObject = (value: unknown): Json => (isObject(value) ? value : {});
const isJsonMedia = (type: string) => /^application\/([\w.+-]+\+)?json\s*(;|$)/i.test(type);
const templateShape = (path: string) => path.replace(/\{[^}]*\}/g, '{}');

/**
 * Cuts the request or the response side of an operation out of a description. `closed` closes the objects that name
 * properties, as the sender's side is read: it sends only what it documents. Throws `NotSliceable`.
 */
export function sliceOperation(
  spec: LoadedSpec,
  operation: { readonly method: string; readonly path: string },
  direction: 'request' | 'response',
  closed: boolean,
): Slice {
  for (const { document, dialect } of spec.roots) {
    if (dialect !== 'swagger-2.0' && dialect !== 'openapi-3.0') {
      throw new NotSliceable(`openapi-diff does not read ${dialect.replace('-', ' ')}`);
    }
    const paths = asObject(asObject(document.value).paths);
    const path = Object.keys(paths).find((candidate) => templateShape(candidate) === templateShape(operation.path));
    const reader = new Reader(document);
    const item = path === undefined ? undefined : reader.follow(paths[path]);
    const raw = item?.[operation.method.toLowerCase()];
    if (isObject(raw)) return new Cut(reader, dialect, closed).operation(raw, direction);
  }
  throw new NotSliceable('the operation is not on both sides');
}

/** Follows references, also into the other files of a description; openapi-diff would fetch those itself. */
class Reader {
  readonly #root: SourceDocument;
  /** Of what does not stand in the root document: references there are relative to it. */
  readonly #homes = new WeakMap<object, SourceDocument>();

  constructor(root: SourceDocument) {
    this.#root = root;
  }

  follow(value: unknown): Json {
    let current = value;
    for (let hops = 0; isObject(current) && typeof current.$ref === 'string'; hops += 1) {
      if (hops > 50) throw new NotSliceable('its references go round in a circle');
      const target = (this.#homes.get(current) ?? this.#root).resolve(current.$ref);
      if (target === null) throw new NotSliceable(`its reference ${current.$ref} leads nowhere`);
      if (target.document !== this.#root) this.#house(target.value, target.document);
      current = target.value;
    }
    return asObject(current);
  }

  #house(value: unknown, document: SourceDocument): void {
    if (typeof value !== 'object' || value === null || this.#homes.has(value)) return;
    this.#homes.set(value, document);
    for (const part of Object.values(value)) this.#house(part, document);
  }
}

class Cut {
  readonly #reader: Reader;
  readonly #dialect: SpecDialect;
  readonly #closed: boolean;
  readonly #open = new Set<unknown>();

  constructor(reader: Reader, dialect: SpecDialect, closed: boolean) {
    this.#reader = reader;
    this.#dialect = dialect;
    this.#closed = closed;
  }

  operation(raw: Json, direction: 'request' | 'response'): Slice {
    const body =
      direction === 'request'
        ? { requestBody: this.#requestBody(raw), responses: { 200: { description: 'unasked' } } }
        : { responses: this.#responses(raw) };
    return {
      openapi: '3.0.3',
      info: { title: 'one operation', version: '1' },
      paths: { '/operation': { post: body } },
    };
  }

  #requestBody(raw: Json): Json | undefined {
    if (this.#dialect !== 'swagger-2.0') {
      const body = this.#reader.follow(raw.requestBody);
      return isObject(body.content) ? { content: this.#content(body.content) } : undefined;
    }
    const parameters = Array.isArray(raw.parameters) ? raw.parameters : [];
    const body = parameters
      .map((parameter) => this.#reader.follow(parameter))
      .find(({ in: place }) => place === 'body');
    return body && { content: { 'application/json': { schema: this.#schema(body.schema) } } };
  }

  #responses(raw: Json): Json {
    const responses: Record<string, unknown> = {};
    for (const [status, value] of Object.entries(asObject(raw.responses))) {
      if (status.startsWith('x-')) continue;
      const response = this.#reader.follow(value);
      const headers = Object.entries(asObject(response.headers)).map(([name, header]) => [
        name.toLowerCase(),
        { required: this.#reader.follow(header).required === true, schema: { type: 'string' } },
      ]);
      const content =
        this.#dialect === 'swagger-2.0'
          ? isObject(response.schema) && { 'application/json': { schema: this.#schema(response.schema) } }
          : isObject(response.content) && this.#content(response.content);
      responses[status] = {
        description: 'answer',
        ...(headers.length > 0 && { headers: Object.fromEntries(headers) }),
        ...(content && { content }),
      };
    }
    return responses;
  }

  #content(content: Json): Json {
    const json = Object.entries(content).find(([type]) => isJsonMedia(type));
    return json === undefined ? {} : { 'application/json': { schema: this.#schema(asObject(json[1]).schema) } };
  }

  /** Inlines every reference: a slice has no components, since openapi-diff would attach all of them to every body. */
  #schema(value: unknown): unknown {
    if (typeof value === 'boolean')
      throw new NotSliceable('it holds a boolean schema, which OpenAPI 3.0 does not have');
    const schema = this.#reader.follow(value);
    if (this.#open.has(schema)) throw new NotSliceable('its schema is recursive, which openapi-diff cannot read');
    this.#open.add(schema);
    try {
      return this.#keywords(this.#joined(schema));
    } finally {
      this.#open.delete(schema);
    }
  }

  #keywords(schema: Json): Json {
    const out: Record<string, unknown> = {};
    for (const [keyword, value] of Object.entries(schema)) {
      if (comparedKeywords.has(keyword)) out[keyword] = value;
      else if (keyword === 'items' || keyword === 'not') out[keyword] = this.#schema(value);
      else if (keyword === 'additionalProperties') {
        out[keyword] = typeof value === 'boolean' ? value : this.#schema(value);
      } else if (keyword === 'properties') {
        out[keyword] = Object.fromEntries(
          Object.entries(asObject(value)).map(([name, property]) => [name, this.#schema(property)]),
        );
      } else if ((keyword === 'oneOf' || keyword === 'anyOf' || keyword === 'allOf') && Array.isArray(value)) {
        out[keyword] = this.#branches(keyword, value);
      }
    }
    if (this.#closed && isObject(out.properties) && !('additionalProperties' in out)) {
      if (out.allOf || out.anyOf || out.oneOf) throw new NotSliceable('it mixes properties with allOf, anyOf or oneOf');
      out.additionalProperties = false;
    }
    return out;
  }

  #branches(keyword: string, branches: readonly unknown[]): unknown[] {
    if (branches.length > mostBranches) {
      throw new NotSliceable(
        `it has ${branches.length} ${keyword} branches, and openapi-diff takes minutes over those`,
      );
    }
    if (keyword === 'oneOf' && branches.some((branch) => this.#toldApartByEnum(branch))) {
      throw new NotSliceable('its oneOf is told apart by enum or const, to which openapi-diff is blind');
    }
    return branches.map((branch) => this.#schema(branch));
  }

  #toldApartByEnum(branch: unknown): boolean {
    const schema = this.#reader.follow(branch);
    const properties = Object.values(asObject(schema.properties)).map((property) => this.#reader.follow(property));
    return [schema, ...properties].some((part) => 'enum' in part || 'const' in part);
  }

  /** Plain objects joined by allOf are one object: only so can the whole be closed. Others are left as they are. */
  #joined(schema: Json): Json {
    if (!Array.isArray(schema.allOf)) return schema;
    const parts = [
      { ...schema, allOf: undefined },
      ...schema.allOf.map((part) => this.#joined(this.#reader.follow(part))),
    ];
    const joinable = new Set([
      'allOf',
      'type',
      'properties',
      'required',
      'description',
      'title',
      'example',
      'nullable',
    ]);
    const plain = parts.every((part) =>
      Object.entries(part).every(
        ([keyword, value]) => value === undefined || joinable.has(keyword) || keyword.startsWith('x-'),
      ),
    );
    const names = parts.flatMap((part) => Object.keys(asObject(part.properties)));
    if (!plain || new Set(names).size !== names.length) {
      if (this.#closed) throw new NotSliceable('its allOf joins more than plain objects, so it cannot be closed');
      return schema;
    }
    const required = new Set(parts.flatMap((part) => (Array.isArray(part.required) ? part.required : [])));
    return {
      type: 'object',
      properties: Object.assign({}, ...parts.map((part) => asObject(part.properties))),
      ...(required.size > 0 && { required: [...required] }),
    };
  }
}
