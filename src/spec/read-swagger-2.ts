// Reads Swagger 2.0 into the same operations as OpenAPI 3: body and form parameters become a request body, `consumes`
// and `produces` become media types, collectionFormat becomes style and explode, host and basePath become servers.

import { withCredential } from './credential.ts';
import { referenceFollower } from './follow-references.ts';
import { normaliseMediaType } from './media-type-name.ts';
import type {
  Encoding,
  Header,
  MediaType,
  OAuthFlow,
  Operation,
  OperationEntry,
  Parameter,
  ParameterLocation,
  RequestBody,
  Response,
  SecurityScheme,
  Server,
  ServerVariable,
} from './operation.ts';
import { pathParameterNames } from './path-template.ts';
import { placeStrayParameter } from './place-stray-parameter.ts';
import {
  objectAt,
  parameterKey,
  type RootReader,
  readAllButMessages,
  readLifecycle,
  readSecurity,
  readServerVariable,
  text,
} from './read-openapi-3.ts';
import {
  listPathItems,
  type OperationReader,
  type PathItemPlace,
  pathItemSpots,
  sharedSpots,
} from './read-operation-list.ts';
import { saysTypeInSchema } from './schema-keywords.ts';
import type { SchemaNode, SchemaReader } from './schema-node.ts';
import type { SourceDocument } from './source-document.ts';
import {
  elementSpots,
  entrySpots,
  followReference,
  isObject,
  isTrue,
  memberSpot,
  rootSpot,
  type Spot,
} from './spot.ts';

const formTypes = ['application/x-www-form-urlencoded', 'multipart/form-data'];

export function readSwagger2(document: SourceDocument, schemas: SchemaReader): RootReader {
  const root = rootSpot(document);
  const rootValue = objectAt(root);
  const { follow, followPathItem, brokenReferences, problems } = referenceFollower();

  const securitySchemes = new Map(
    entrySpots(memberSpot(root, 'securityDefinitions')).map(([name, spot]) => [name, readScheme(name, spot)]),
  );
  const servers = readServers(root, memberSpot(root, 'schemes'));

  const mediaTypes = (
    names: readonly string[],
    spot: Spot,
    schema: SchemaNode | null,
    encoding: ReadonlyMap<string, Encoding> = new Map(),
  ) => {
    const found = new Map<string, MediaType>();
    for (const name of names) {
      const key = normaliseMediaType(name);
      found.set(key, { spot, name, key, schema, itemSchema: null, encoding });
    }
    return found;
  };

  const inheritedTypes = (operation: Spot, keyword: 'consumes' | 'produces'): string[] => {
    const own = objectAt(operation)[keyword] ?? rootValue[keyword];
    return Array.isArray(own) ? own.filter((name) => typeof name === 'string') : [];
  };

  /** A parameter or header is one; who knows OpenAPI 3 may have written it under `schema`. misshapen-parts.ts tells of it. */
  const schemaOf = (spot: Spot) => (saysTypeInSchema(spot.value) ? memberSpot(spot, 'schema')! : spot);

  /** How it is written, wherever its type and its `collectionFormat` stand. */
  const writtenAs = (location: ParameterLocation, spot: Spot) => {
    const typed = objectAt(follow(schemaOf(spot)));
    const { collectionFormat = typed.collectionFormat } = objectAt(spot);
    return serialisation(location, typed.type, collectionFormat);
  };

  const readAllParameters = (entry: Omit<OperationEntry, 'read'>) => {
    const places = pathParameterNames(entry.path);
    const found = new Map<string, Parameter>();
    const form = new Map<string, Spot>();
    let body: Spot | null = null;
    for (const list of [entry.inherited.parameters, memberSpot(entry.spot, 'parameters')]) {
      for (const reference of elementSpots(list)) {
        const spot = follow(reference);
        const value = objectAt(spot);
        const name = text(value.name);
        if (value.in === 'body') body = spot;
        if (name === null) continue;
        if (value.in === 'formData') form.set(name, spot);
        if (value.in !== 'path' && value.in !== 'query' && value.in !== 'header') continue;
        const key = parameterKey(value.in, name, places);
        found.set(key, {
          spot,
          name,
          in: value.in,
          key,
          required: isTrue(value.required) || value.in === 'path',
          ...writtenAs(value.in, spot),
          allowReserved: false,
          allowEmptyValue: isTrue(value.allowEmptyValue),
          schema: schemas.node(schemaOf(spot)),
          content: null,
          shared: list === entry.inherited.parameters,
          ...readLifecycle(value),
        });
      }
    }
    placeStrayParameter(found, entry, problems);
    return { parameters: found, body, form };
  };

  const readBody = (
    entry: Omit<OperationEntry, 'read'>,
    body: Spot | null,
    form: Map<string, Spot>,
  ): RequestBody | null => {
    const consumes = inheritedTypes(entry.spot, 'consumes');
    if (body !== null) {
      const schema = memberSpot(body, 'schema');
      const names = consumes.length > 0 ? consumes : ['application/json'];
      return {
        spot: body,
        required: isTrue(objectAt(body).required),
        content: mediaTypes(names, body, schema && schemas.node(schema)),
      };
    }
    if (form.size === 0) return null;
    const spot = memberSpot(entry.spot, 'parameters') ?? entry.spot;
    const required = [...form].filter(([, each]) => isTrue(objectAt(each).required)).map(([name]) => name);
    const fields = new Map([...form].map(([name, each]) => [name, schemaOf(each)]));
    const properties = Object.fromEntries([...fields].map(([name, { value }]) => [name, value]));
    const keywords = { type: 'object', required, properties };
    const schema = schemas.synthetic({ spot, keywords, propertySpots: fields });
    const typeOf = (field: Spot) => objectAt(follow(field)).type;
    const hasFile = [...fields.values()].some((field) => typeOf(field) === 'file');
    const declared = consumes.filter((name) => formTypes.includes(normaliseMediaType(name)));
    const names = declared.length > 0 ? declared : [formTypes[hasFile ? 1 : 0] as string];
    const encoding = new Map<string, Encoding>();
    for (const [property, each] of form) {
      if (typeOf(schemaOf(each)) !== 'array') continue;
      encoding.set(property, {
        spot: each,
        property,
        contentType: null,
        isStyled: true,
        ...writtenAs('query', each),
        allowReserved: false,
        headers: new Map(),
      });
    }
    return { spot, required: required.length > 0, content: mediaTypes(names, spot, schema, encoding) };
  };

  const readHeaders = (spot: Spot | null): ReadonlyMap<string, Header> =>
    new Map(
      entrySpots(spot)
        .filter(([name]) => name.toLowerCase() !== 'content-type')
        .map(([name, each]) => [
          name.toLowerCase(),
          {
            spot: each,
            name,
            key: name.toLowerCase(),
            required: false,
            ...writtenAs('header', each),
            schema: schemas.node(schemaOf(each)),
            content: null,
            ...readLifecycle(objectAt(each)),
          },
        ]),
    );

  const readResponses = (entry: Omit<OperationEntry, 'read'>): ReadonlyMap<string, Response> => {
    const found = new Map<string, Response>();
    const declared = inheritedTypes(entry.spot, 'produces');
    for (const [status, reference] of entrySpots(memberSpot(entry.spot, 'responses'))) {
      if (status.startsWith('x-')) continue;
      const spot = follow(reference);
      const schema = memberSpot(spot, 'schema');
      const usual = schema !== null && objectAt(schema).type === 'file' ? '*/*' : 'application/json';
      const produces = declared.length > 0 ? declared : [usual];
      found.set(status, {
        spot,
        status,
        headers: readHeaders(memberSpot(spot, 'headers')),
        content: schema === null ? new Map() : mediaTypes(produces, spot, schemas.node(schema)),
        links: new Map(),
      });
    }
    return found;
  };

  const read = (entry: Omit<OperationEntry, 'read'>): Operation => {
    const { parameters, body, form } = readAllParameters(entry);
    return {
      ...readAllButMessages(entry),
      parameters,
      requestBody: readBody(entry, body, form),
      responses: readResponses(entry),
      callbacks: [],
    };
  };

  const security = (operation: Spot) => readSecurity(operation, root, securitySchemes);
  const serversOf = (operation: Spot) => {
    const schemes = memberSpot(operation, 'schemes');
    return schemes === null ? servers : readServers(root, schemes);
  };
  const reader: OperationReader = { read, security, servers: serversOf };
  const items: [PathItemPlace, readonly Spot[]][] = [];
  for (const [path, item] of pathItemSpots(root, follow)) {
    items.push([{ kind: 'path', path, name: null }, followPathItem(item)]);
  }
  for (const [name, item] of entrySpots(memberSpot(root, 'x-webhooks'))) {
    items.push([{ kind: 'webhook', path: name, name }, followPathItem(item)]);
  }

  return {
    document,
    dialect: schemas.dialect,
    schemas,
    ...listPathItems(items, reader),
    securitySchemes,
    servers,
    namedSchemas: new Map(sharedSpots(root, 'definitions', follow)),
    brokenReferences,
    problems,
  };
}

const collectionStyles: Readonly<Record<string, string>> = {
  ssv: 'spaceDelimited',
  pipes: 'pipeDelimited',
  tsv: 'tabDelimited',
};

function serialisation(location: ParameterLocation, type: unknown, collectionFormat: unknown) {
  const usual = location === 'query' ? 'form' : 'simple';
  if (type !== 'array') return { style: usual, explode: usual === 'form' };
  const format = text(collectionFormat) ?? 'csv';
  return { style: collectionStyles[format] ?? usual, explode: format === 'multi' };
}

/** `x-ms-parameterized-host`, which takes the place of the host, is a template (AutoRest's extensions). */
function readServers(root: Spot, schemes: Spot | null): Server[] {
  const { host: fixedHost, basePath } = objectAt(root);
  const template = memberSpot(root, 'x-ms-parameterized-host');
  const { hostTemplate, useSchemePrefix } = template === null ? {} : objectAt(template);
  const host = text(hostTemplate) ?? text(fixedHost);
  const prefix = text(basePath) ?? '';
  const spot = template ?? memberSpot(root, 'host') ?? memberSpot(root, 'basePath') ?? root;
  if (host === null) return prefix === '' ? [] : [{ spot, url: prefix, variables: new Map() }];
  const variables = new Map(elementSpots(template && memberSpot(template, 'parameters')).flatMap(readHostParameter));
  const protocols = elementSpots(schemes).flatMap(({ value }) => (typeof value === 'string' ? [`${value}://`] : []));
  // Where nothing is said it is the scheme by which one got the document (Swagger 2.0, Swagger Object, schemes).
  const prefixes = useSchemePrefix === false ? [''] : protocols.length > 0 ? protocols : ['//'];
  return prefixes.map((protocol) => ({ spot, url: `${protocol}${host}${prefix}`, variables }));
}

function readHostParameter(spot: Spot): [string, ServerVariable][] {
  const parameter = followReference(spot)?.spot ?? spot;
  const name = text(objectAt(parameter).name);
  return name === null ? [] : [[name, readServerVariable(parameter)]];
}

const flowNames: Readonly<Record<string, string>> = {
  application: 'clientCredentials',
  accessCode: 'authorizationCode',
};

function readScheme(name: string, spot: Spot): SecurityScheme {
  const value = objectAt(spot);
  const flows = new Map<string, OAuthFlow>();
  const flow = text(value.flow);
  if (value.type === 'oauth2' && flow !== null) {
    const modern = flowNames[flow] ?? flow;
    flows.set(modern, {
      spot,
      flow: modern,
      authorizationUrl: text(value.authorizationUrl),
      tokenUrl: text(value.tokenUrl),
      refreshUrl: null,
      deviceAuthorizationUrl: null,
      scopes: new Set(isObject(value.scopes) ? Object.keys(value.scopes).filter((key) => !key.startsWith('x-')) : []),
    });
  }
  return withCredential({
    spot,
    name,
    type: value.type === 'basic' ? 'http' : (text(value.type) ?? ''),
    keyName: value.type === 'apiKey' ? text(value.name) : null,
    keyIn: text(value.in),
    httpScheme: value.type === 'basic' ? 'basic' : null,
    openIdConnectUrl: null,
    flows,
    deprecated: false,
  });
}
