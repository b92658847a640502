// Reads OpenAPI 3.0, 3.1 and 3.2 into operations. Differences between the three are few outside of schemas: webhooks,
// the QUERY method, additionalOperations, querystring parameters and itemSchema are simply absent from older documents.

import { canonicalText } from './canonical-text.ts';
import { withCredential } from './credential.ts';
import { type ReferenceFollower, referenceFollower } from './follow-references.ts';
import { normaliseMediaType } from './media-type-name.ts';
import type {
  Encoding,
  Header,
  LifecycleMarks,
  Link,
  MediaType,
  OAuthFlow,
  Operation,
  OperationEntry,
  Parameter,
  ParameterLocation,
  RequestBody,
  Response,
  Security,
  SecurityAlternative,
  SecurityScheme,
  Server,
  ServerVariable,
} from './operation.ts';
import { callbackPath, pathParameterNames } from './path-template.ts';
import { placeStrayParameter } from './place-stray-parameter.ts';
import {
  listOperations,
  listPathItems,
  type OperationList,
  type OperationReader,
  type PathItemPlace,
  pathItemSpots,
  sharedMap,
  sharedSpots,
} from './read-operation-list.ts';
import { saysTypeItself } from './schema-keywords.ts';
import type { SchemaReader } from './schema-node.ts';
import type { SourceDocument, SpecDialect } from './source-document.ts';
import {
  childSpot,
  elementSpots,
  entrySpots,
  followReference,
  isObject,
  isTrue,
  type JsonObject,
  memberSpot,
  rootSpot,
  type Spot,
} from './spot.ts';

/** What a document of one root says, whatever its dialect. */
export interface RootReader extends OperationList, Pick<ReferenceFollower, 'brokenReferences' | 'problems'> {
  readonly document: SourceDocument;
  readonly dialect: SpecDialect;
  readonly schemas: SchemaReader;
  readonly securitySchemes: ReadonlyMap<string, SecurityScheme>;
  readonly servers: readonly Server[];
  /** Named schemas that the document offers for sharing: generated clients name their types after them. */
  readonly namedSchemas: ReadonlyMap<string, Spot>;
}

export function readOpenApi3(document: SourceDocument, schemas: SchemaReader): RootReader {
  const root = rootSpot(document);
  const { follow, followPathItem, brokenReferences, problems } = referenceFollower();
  const components = sharedMap(root, 'components', follow);

  const securitySchemes = new Map<string, SecurityScheme>();
  for (const [name, spot] of sharedSpots(components, 'securitySchemes', follow)) {
    securitySchemes.set(name, readSecurityScheme(name, follow(spot)));
  }

  const readSchema = (spot: Spot | null) => (spot === null || !isSchema(spot.value) ? null : schemas.node(spot));

  /** Of a parameter or header; in Swagger 2 it is a schema itself, and who came from there may have left it so. */
  const readPlainSchema = (spot: Spot) => readSchema(saysTypeItself(spot.value) ? spot : memberSpot(spot, 'schema'));

  const readMediaTypes = (content: Spot | null): ReadonlyMap<string, MediaType> => {
    const found = new Map<string, MediaType>();
    for (const [name, reference] of entrySpots(content)) {
      const spot = follow(reference);
      const twin = found.get(normaliseMediaType(name));
      if (twin !== undefined && isSameBody(twin.spot, spot)) continue;
      // The charset that goes without saying tells the two apart, since the author does.
      const key = twin === undefined ? normaliseMediaType(name) : `${twin.key};charset=utf-8`;
      if (found.has(key)) continue;
      const encoding = new Map<string, Encoding>();
      for (const [property, each] of isForm(key) ? encodingSpots(spot) : []) {
        const value = objectAt(each);
        const isStyled = schemas.dialect !== 'openapi-3.0' || !key.startsWith('multipart/');
        encoding.set(property, {
          spot: each,
          property,
          contentType: text(value.contentType),
          isStyled,
          style: isStyled ? text(value.style) : null,
          explode: isStyled && value.explode != null ? isTrue(value.explode) : null,
          allowReserved: isStyled && isTrue(value.allowReserved),
          headers: readHeaders(memberSpot(each, 'headers')),
        });
      }
      found.set(key, {
        spot,
        name,
        key,
        schema: readSchema(memberSpot(spot, 'schema')),
        itemSchema: readSchema(memberSpot(spot, 'itemSchema')),
        encoding,
      });
    }
    return found;
  };

  const readHeaders = (spot: Spot | null): ReadonlyMap<string, Header> => {
    const found = new Map<string, Header>();
    for (const [name, reference] of entrySpots(spot)) {
      const key = name.toLowerCase();
      if (key === 'content-type') continue; // the specification says that it is ignored here
      const each = follow(reference);
      const value = objectAt(each);
      found.set(key, {
        spot: each,
        name,
        key,
        required: isTrue(value.required),
        style: text(value.style) ?? 'simple',
        explode: isTrue(value.explode),
        schema: readPlainSchema(each),
        content: [...readMediaTypes(memberSpot(each, 'content')).values()][0] ?? null,
        ...readLifecycle(value),
      });
    }
    return found;
  };

  const readParameters = (entry: Omit<OperationEntry, 'read'>): ReadonlyMap<string, Parameter> => {
    const found = new Map<string, Parameter>();
    const places = pathParameterNames(entry.path);
    for (const list of [entry.inherited.parameters, memberSpot(entry.spot, 'parameters')]) {
      for (const reference of elementSpots(list)) {
        const spot = follow(reference);
        const value = objectAt(spot);
        const name = text(value.name);
        const location = text(value.in);
        if (name === null || !isLocation(location)) continue;
        if (location === 'header' && ['accept', 'content-type', 'authorization'].includes(name.toLowerCase())) continue;
        const style = text(value.style) ?? (location === 'path' || location === 'header' ? 'simple' : 'form');
        const parameter: Parameter = {
          spot,
          name,
          in: location,
          key: parameterKey(location, name, places),
          required: isTrue(value.required) || location === 'path',
          style,
          explode: isTrue(value.explode ?? (style === 'form' || style === 'cookie')),
          allowReserved: isTrue(value.allowReserved),
          allowEmptyValue: isTrue(value.allowEmptyValue),
          schema: readPlainSchema(spot),
          content: [...readMediaTypes(memberSpot(spot, 'content')).values()][0] ?? null,
          shared: list === entry.inherited.parameters,
          ...readLifecycle(value),
        };
        found.set(parameter.key, parameter);
      }
    }
    placeStrayParameter(found, entry, problems);
    return found;
  };

  const readBody = (spot: Spot): RequestBody => ({
    spot,
    required: isTrue(objectAt(spot).required),
    content: readMediaTypes(memberSpot(spot, 'content')),
  });

  const readResponses = (spot: Spot | null): ReadonlyMap<string, Response> => {
    const found = new Map<string, Response>();
    for (const [name, reference] of entrySpots(spot)) {
      if (name.startsWith('x-')) continue;
      const each = follow(reference);
      const status = /^[1-5]xx$/i.test(name) ? name.toUpperCase() : name;
      const links = new Map<string, Link>();
      for (const [linkName, linkReference] of entrySpots(memberSpot(each, 'links'))) {
        const link = follow(linkReference);
        const value = objectAt(link);
        links.set(linkName, {
          spot: link,
          name: linkName,
          operationId: text(value.operationId),
          operationRef: text(value.operationRef),
          parameters: isObject(value.parameters) ? value.parameters : {},
          requestBody: value.requestBody,
        });
      }
      found.set(status, {
        spot: each,
        status,
        headers: readHeaders(memberSpot(each, 'headers')),
        content: readMediaTypes(memberSpot(each, 'content')),
        links,
      });
    }
    return found;
  };

  const security = (operation: Spot) => readSecurity(operation, root, securitySchemes);
  const servers = (operation: Spot, ofPath: Spot | null) =>
    readServers(memberSpot(operation, 'servers') ?? ofPath ?? memberSpot(root, 'servers'));

  const readCallbacks = (entry: Omit<OperationEntry, 'read'>): OperationEntry[] =>
    entrySpots(memberSpot(entry.spot, 'callbacks')).flatMap(([name, reference]) =>
      entrySpots(follow(reference))
        .filter(([expression]) => !expression.startsWith('x-'))
        .flatMap(([expression, item]) =>
          listOperations(
            followPathItem(item),
            {
              kind: 'callback',
              path: callbackPath(entry.path, expression),
              name,
              ofMethod: entry.method,
              calledBy: entry.calledBy === 'client' ? 'server' : 'client',
            },
            { read, security, servers },
          ),
        ),
    );

  const read = (entry: Omit<OperationEntry, 'read'>): Operation => {
    const body = memberSpot(entry.spot, 'requestBody');
    const followedBody = body && follow(body);
    return {
      ...readAllButMessages(entry),
      parameters: readParameters(entry),
      requestBody: followedBody && isObject(followedBody.value) ? readBody(followedBody) : null,
      responses: readResponses(memberSpot(entry.spot, 'responses')),
      callbacks: readCallbacks(entry),
    };
  };

  const reader: OperationReader = { read, security, servers };
  const items: [PathItemPlace, readonly Spot[]][] = [];
  for (const [path, item] of pathItemSpots(root, follow)) {
    items.push([{ kind: 'path', path, name: null }, followPathItem(item)]);
  }
  // Redocly's x-webhooks is how 3.0 documents say what 3.1 says with webhooks.
  for (const keyword of ['webhooks', 'x-webhooks']) {
    for (const [name, item] of sharedSpots(root, keyword, follow)) {
      items.push([{ kind: 'webhook', path: name, name }, followPathItem(item)]);
    }
  }

  return {
    document,
    dialect: schemas.dialect,
    schemas,
    ...listPathItems(items, reader),
    securitySchemes,
    servers: readServers(memberSpot(root, 'servers')),
    namedSchemas: new Map(sharedSpots(components, 'schemas', follow)),
    brokenReferences,
    problems,
  };
}

const locations: readonly string[] = ['path', 'query', 'header', 'cookie', 'querystring'] satisfies ParameterLocation[];

function isLocation(text: string | null): text is ParameterLocation {
  return text !== null && locations.includes(text);
}

export function parameterKey(location: ParameterLocation, name: string, places: readonly string[]): string {
  if (location === 'header') return `header ${name.toLowerCase()}`;
  if (location === 'querystring') return location; // its name is not sent
  const place = location === 'path' ? places.indexOf(name) : -1;
  return place < 0 ? `${location} ${name}` : `path #${place}`;
}

/** Elsewhere `encoding` is ignored (OpenAPI, Media Type Object). */
function isForm(key: string): boolean {
  return key.startsWith('multipart/') || key.startsWith('application/x-www-form-urlencoded');
}

function encodingSpots(mediaType: Spot): [string, Spot][] {
  const found = entrySpots(memberSpot(mediaType, 'encoding'));
  for (const [index, each] of elementSpots(memberSpot(mediaType, 'prefixEncoding')).entries())
    found.push([`[${index}]`, each]);
  const further = memberSpot(mediaType, 'itemEncoding');
  if (further !== null) found.push(['[]', further]);
  return found;
}

function isSameBody(...[one, other]: readonly [Spot, Spot]): boolean {
  return (
    canonicalText(childSpot(one, 'schema').value ?? null) === canonicalText(childSpot(other, 'schema').value ?? null)
  );
}

function isSchema(value: unknown): boolean {
  return isObject(value) || typeof value === 'boolean';
}

export function objectAt(spot: Spot): JsonObject {
  return isObject(spot.value) ? spot.value : {};
}

export function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** What each version of the format says of an operation alike. */
export function readAllButMessages(
  entry: Omit<OperationEntry, 'read'>,
): Omit<Operation, 'parameters' | 'requestBody' | 'responses' | 'callbacks'> {
  const value = objectAt(entry.spot);
  const { spot, kind, method, path, name, ofMethod, calledBy } = entry;
  return {
    spot,
    kind,
    method,
    path,
    name,
    ofMethod,
    calledBy,
    operationId: text(value.operationId),
    tags: Array.isArray(value.tags) ? value.tags.filter((tag) => typeof tag === 'string') : [],
    security: entry.security(),
    servers: entry.servers(),
    ...readLifecycle(value),
  };
}

export function readLifecycle(value: JsonObject): LifecycleMarks {
  const sunset = value['x-sunset'];
  return {
    deprecated: isTrue(value.deprecated),
    sunset: sunset instanceof Date ? sunset.toISOString() : asWritten(sunset),
    stability: asWritten(value['x-stability-level']),
  };
}

function asWritten(value: unknown): string | null {
  return value === undefined || value === null ? null : String(value);
}

function readServers(spot: Spot | null): Server[] {
  return elementSpots(spot).map((each) => ({
    spot: each,
    url: text(objectAt(each).url) ?? '/',
    variables: new Map(
      entrySpots(memberSpot(each, 'variables')).map(([name, variable]) => [name, readServerVariable(variable)]),
    ),
  }));
}

/** Also of Swagger 2, where a parameter of the host's template says the same. */
export function readServerVariable(spot: Spot): ServerVariable {
  const value = objectAt(spot);
  return { default: text(value.default), enum: Array.isArray(value.enum) ? value.enum.map(String) : null };
}

/** The security of an operation: its own, also where that is an empty list, else the document's. */
export function readSecurity(operation: Spot, root: Spot, schemes: ReadonlyMap<string, SecurityScheme>): Security {
  const own = writtenSpot(operation);
  const spot = own ?? writtenSpot(root);
  const alternatives: SecurityAlternative[] = elementSpots(spot).map((each) => ({
    spot: each,
    schemes: Object.entries(objectAt(each)).map(([name, scopes]) => ({
      name,
      scheme: schemes.get(name) ?? schemeByUri(name, root),
      scopes: Array.isArray(scopes) ? scopes.filter((scope) => typeof scope === 'string') : [],
    })),
  }));
  return { spot: spot ?? operation, inherited: own === null, alternatives };
}

/** What is left empty is left out. */
function writtenSpot(holder: Spot): Spot | null {
  const spot = memberSpot(holder, 'security');
  return spot?.value === null ? null : spot;
}

/** Since 3.2 a name that no component has is a URI that leads to the scheme (OpenAPI 3.2, Security Requirement Object). */
function schemeByUri(name: string, root: Spot): SecurityScheme | null {
  const found = /[#/]/.test(name) ? root.document.resolve(name) : null;
  const scheme = found && followReference(found);
  return scheme && isObject(scheme.spot.value) ? readSecurityScheme(name, scheme.spot) : null;
}

function readSecurityScheme(name: string, spot: Spot): SecurityScheme {
  const value = objectAt(spot);
  const flows = new Map<string, OAuthFlow>();
  for (const [flow, each] of entrySpots(memberSpot(spot, 'flows'))) {
    const own = objectAt(each);
    flows.set(flow, {
      spot: each,
      flow,
      authorizationUrl: text(own.authorizationUrl),
      tokenUrl: text(own.tokenUrl),
      deviceAuthorizationUrl: text(own.deviceAuthorizationUrl),
      refreshUrl: text(own.refreshUrl),
      scopes: new Set(Object.keys(objectAt(childSpot(each, 'scopes')))),
    });
  }
  return withCredential({
    spot,
    name,
    type: text(value.type) ?? '',
    keyName: text(value.name),
    keyIn: text(value.in),
    httpScheme: text(value.scheme)?.toLowerCase() ?? null,
    openIdConnectUrl: text(value.openIdConnectUrl),
    flows,
    deprecated: isTrue(value.deprecated),
  });
}
