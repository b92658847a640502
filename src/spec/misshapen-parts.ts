// Parts of a description that have the wrong shape for what they are: a list where there must be an object, a text
// where there must be an operation, a parameter without a name, a key that is misspelt. The model passes over them as if
// they were not there, so what they describe would go unseen; they are told as problems instead. Schemas have a file of
// their own.
//
// A root says by its place what each of its parts is. Of what lies elsewhere, in another file or under a key of the
// author's own, only the reference to it tells, so that is looked at from there, once.

import { formatPointer, parsePointer } from './json-pointer.ts';
import { listProblems, misshapenPart } from './misshapen-part.ts';
import { type DescribedPart, keysOf, misspeltKey } from './misspelt-key.ts';
import { saysTypeInSchema, saysTypeItself } from './schema-keywords.ts';
import type { LoadedSpec, ResolvedReference, SourceDocument, SpecDialect, SpecProblem } from './source-document.ts';
import { isObject, type JsonObject, onlyRefers } from './spot.ts';

const locations = new Set<unknown>(['path', 'query', 'querystring', 'header', 'cookie']);
/** In Swagger 2.0; since OpenAPI 3.0 a body is a `requestBody`, and such a parameter says nothing. */
const bodyLocations = new Set<unknown>(['body', 'formData']);
/** Which Swagger 2.0 does not know. */
const newerLocations = new Set<unknown>(['querystring', 'cookie']);

/** A key of another version, what says the same in this one, and what of that makes up for it; null where nothing is lost. */
type OtherKey = readonly [key: string, instead: string, spokenFor: readonly string[] | null];
type OtherKeys = Readonly<Partial<Record<'root' | 'path item' | 'operation' | 'parameter', readonly OtherKey[]>>>;

const contentNames = 'the names of the media types under `content`';
const host = '`host`, `basePath` and `schemes`';

const newerKeys: OtherKeys = {
  root: [
    ['servers', host, ['host', 'basePath']],
    ['webhooks', '`x-webhooks`', ['x-webhooks']],
  ],
  'path item': [['servers', host, []]],
  operation: [
    ['servers', host, []],
    ['callbacks', 'them in a description of OpenAPI 3', []],
  ],
  parameter: [
    ['style', '`collectionFormat`', null],
    ['explode', '`collectionFormat`', null],
  ],
};
const olderKeys: OtherKeys = {
  root: [
    ['host', '`servers`', ['servers']],
    ['basePath', '`servers`', ['servers']],
    ['schemes', '`servers`', null],
    ['consumes', contentNames, null],
    ['produces', contentNames, null],
  ],
  operation: [
    ['schemes', '`servers`', null],
    ['consumes', contentNames, null],
    ['produces', contentNames, null],
  ],
  parameter: [['collectionFormat', '`style` and `explode`', null]],
};
const methods = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query']);

/** What is looked at wherever a root has it; the pointer of anything else that a reference leads to is followed. */
const standsInPlace =
  /^#\/(?:paths|(?:x-)?webhooks|components\/(?:parameters|requestBodies|responses|pathItems|callbacks|headers|links|mediaTypes))\//;

type ReferredKind =
  | 'path item'
  | 'parameter'
  | 'request body'
  | 'response'
  | 'callback'
  | 'header'
  | 'link'
  | 'media type'
  | 'paths'
  | 'webhooks'
  | 'components'
  | Section;

type Section =
  | 'parameters'
  | 'requestBodies'
  | 'responses'
  | 'headers'
  | 'links'
  | 'mediaTypes'
  | 'pathItems'
  | 'callbacks'
  | 'schemas';

/** A part that only a reference tells to be one. */
export interface ReferredPart extends ResolvedReference {
  readonly kind: ReferredKind;
  /** Of the root from which it is reached. */
  readonly dialect: SpecDialect;
}

export interface MisshapenParts {
  readonly problems: readonly SpecProblem[];
  readonly referred: readonly ReferredPart[];
}

/** `wellShaped` are parts that need not be looked at again. */
export function misshapenParts(roots: LoadedSpec['roots'], wellShaped: ReadonlySet<unknown>): MisshapenParts {
  const problems = listProblems();
  const rootDocuments = new Set(roots.map(({ document }) => document));
  const referred: ReferredPart[] = [];
  /** What was looked at outside of the roots, or is going to be. */
  const met = new Set<unknown>();
  let isReferred = false;
  let document!: SourceDocument;
  let dialect!: SpecDialect;
  /** Of the part that is looked at. A pointer is made of it only where there is something to tell. */
  let path: (string | number)[] = [];
  const report = (value: unknown, shape: 'an object' | 'a list') => {
    problems.add(document, true, () => misshapenPart(document, path, value, shape));
  };
  /** References of the root that is looked at: most stand in it a hundred times. */
  const known = new Set<string>();
  const refer = (reference: unknown, kind: ReferredKind) => {
    if (typeof reference !== 'string' || (!isReferred && known.has(reference))) return;
    known.add(reference);
    if (!isReferred && standsInPlace.test(reference)) return;
    const target = document.resolve(reference);
    if (target === null || met.has(target.value)) return;
    if (rootDocuments.has(target.document) && standsInPlace.test(`#${target.pointer}`)) return;
    met.add(target.value);
    referred.push({ ...target, kind, dialect });
  };
  const checkKeys = (part: JsonObject, kind: DescribedPart) => {
    const keys = keysOf(kind);
    for (const key in part) {
      if (keys.has(key)) continue;
      problems.add(document, typeof part[key] === 'object', () => misspeltKey(document, path, kind, part, key));
    }
  };
  // Functions that are made once, and not for each part: there are a million of them.
  type Check = (value: unknown, key: string | number) => void;
  const within = (key: string | number, value: unknown, check: Check) => {
    if (wellShaped.has(value)) return;
    if (isReferred && typeof value === 'object' && value !== null) {
      if (met.has(value)) return;
      met.add(value);
    }
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
    if ('$ref' in mediaType) refer(mediaType.$ref, 'media type');
    if ('schema' in mediaType) within('schema', mediaType.schema, mustBeSchema);
    if ('encoding' in mediaType) within('encoding', mediaType.encoding, checkEncodings);
  };
  const checkContent: Check = (value) => {
    if (isObject(value) && value.schema !== undefined) tellLeft('without the name of a media type');
    members(value, checkMediaType);
  };
  /** What only another version has there, or has there without what is around it. `hides`: nothing is read there. */
  const tellMisplaced = (key: string, hides: boolean, said: (pointer: string) => string, hint: string) => {
    const pointer = `${formatPointer(path)}/${key}`;
    problems.add(document, hides, () => ({
      code: 'part-misshapen',
      message: `${document.source} has ${said(pointer)}.`,
      hint,
      position: document.locate(pointer),
      hides,
    }));
  };
  /** Where Swagger 2 has it, or what stands around it was forgotten. */
  const tellLeft = (lack: string) =>
    tellMisplaced(
      'schema',
      true,
      (pointer) => `a schema at ${pointer} ${lack}`,
      'Write `content: { application/json: { schema: … } }`; what it says could not be compared.',
    );
  const withoutContent = 'without a `content` around it';
  /** Of a parameter or header; what the other version has is read as it is meant. */
  const checkTypePlace = (value: JsonObject) => {
    if (dialect === 'swagger-2.0') {
      if (!saysTypeInSchema(value)) return;
      tellMisplaced(
        'schema',
        false,
        (pointer) => `a schema at ${pointer} where the type itself stands, as since OpenAPI 3`,
        'Write `type: …`; so it is compared.',
      );
    } else if (saysTypeItself(value)) {
      tellMisplaced(
        'type',
        false,
        (pointer) => `a type at ${pointer} without a \`schema\` around it, as in Swagger 2`,
        'Write `schema: { type: … }`; so it is compared.',
      );
    }
  };
  /** What only OpenAPI 3 knows, in Swagger 2. */
  const tellNewer = (key: 'content' | 'requestBody', instead: string) =>
    tellMisplaced(
      key,
      true,
      (pointer) => `\`${key}\` at ${pointer}, which there is since OpenAPI 3`,
      `Write ${instead}, as Swagger 2.0 has it; what it says could not be compared.`,
    );
  /** What only other versions know. */
  const tellOther = (part: JsonObject, kind: keyof OtherKeys) => {
    const isOld = dialect === 'swagger-2.0';
    for (const [key, instead, spokenFor] of (isOld ? newerKeys : olderKeys)[kind] ?? []) {
      if (part[key] === undefined) continue;
      tellMisplaced(
        key,
        spokenFor?.every((each) => part[each] === undefined) ?? false,
        (pointer) =>
          `\`${key}\` at ${pointer}, ${isOld ? 'which there is since OpenAPI 3' : 'which only Swagger 2.0 knows'}`,
        `Write ${instead}; what it says was not compared.`,
      );
    }
  };
  const checkEncodings: Check = (value) => {
    members(value, (each) => {
      const encoding = objectOf(each);
      if (encoding !== null && 'headers' in encoding) within('headers', encoding.headers, checkHeaders);
    });
  };
  const checkHeader: Check = (value) => {
    const header = objectOf(value);
    if (header === null) return;
    if ('$ref' in header) refer(header.$ref, 'header');
    checkTypePlace(header);
    if ('schema' in header) within('schema', header.schema, mustBeSchema);
    if ('content' in header) within('content', header.content, checkContent);
  };
  const checkHeaders: Check = (value) => members(value, checkHeader);
  const checkLink: Check = (value) => {
    const link = objectOf(value);
    if (link !== null) refer(link.$ref, 'link');
  };
  const checkLinks: Check = (value) => members(value, checkLink);
  const checkParameter: Check = (value) => {
    const parameter = objectOf(value);
    if (parameter === null) return;
    checkKeys(parameter, 'parameter');
    tellOther(parameter, 'parameter');
    if (typeof parameter.$ref === 'string') return refer(parameter.$ref, 'parameter');
    checkTypePlace(parameter);
    if ('schema' in parameter) within('schema', parameter.schema, mustBeSchema);
    if ('content' in parameter) within('content', parameter.content, checkContent);
    const { name, in: location } = parameter;
    if (typeof name !== 'string') return tellParameter('name', name, 'a name');
    const isBody = dialect === 'swagger-2.0' && bodyLocations.has(location);
    const isPlace = locations.has(location) && !(dialect === 'swagger-2.0' && newerLocations.has(location));
    if (!isPlace && !isBody) tellParameter('in', location, 'path, query, header or cookie');
  };
  const tellParameter = (key: string, value: unknown, shape: string) => {
    const at = value === undefined ? path : [...path, key];
    const message = `${document.source} has a parameter at ${formatPointer(path)} ${
      value === undefined ? `without \`${key}\`` : `whose \`${key}\` is ${JSON.stringify(value)}`
    }, where there must be ${shape}.`;
    problems.add(document, true, () => ({ ...misshapenPart(document, at, value, shape), message }));
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
    if ('$ref' in body) refer(body.$ref, 'request body');
    if (body.schema !== undefined && body.content === undefined) tellLeft(withoutContent);
    within('content', body.content, checkContent);
  };
  const checkResponse: Check = (value) => {
    const response = objectOf(value);
    if (response === null) return;
    checkKeys(response, 'response');
    if ('$ref' in response) refer(response.$ref, 'response');
    if (response.schema !== undefined && response.content === undefined && dialect !== 'swagger-2.0')
      tellLeft(withoutContent);
    if (dialect === 'swagger-2.0' && isObject(response.content)) tellNewer('content', '`schema` and `produces`');
    within('content', response.content, checkContent);
    within('headers', response.headers, checkHeaders);
    if ('schema' in response) within('schema', response.schema, mustBeSchema);
    if ('links' in response) within('links', response.links, checkLinks);
  };
  const checkResponses: Check = (value) => {
    members(value, checkResponse);
    if (!isObject(value)) return;
    for (const status in value) if (!isStatus(status) && !status.startsWith('x-')) tellStatus(status);
  };
  const tellStatus = (status: string) => {
    const pointer = formatPointer([...path, status]);
    problems.add(document, false, () => ({
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
    tellOther(operation, 'operation');
    within('parameters', operation.parameters, checkParameters);
    if (dialect === 'swagger-2.0' && isObject(operation.requestBody))
      tellNewer('requestBody', 'a parameter `in: body` and `consumes`');
    within('requestBody', operation.requestBody, checkBody);
    within('responses', operation.responses, checkResponses);
    if ('callbacks' in operation) within('callbacks', operation.callbacks, checkCallbacks);
    checkAccess(operation);
  };
  const checkCallbacks: Check = (value) => {
    members(value, checkCallback);
  };
  const checkCallback: Check = (value) => {
    if (isObject(value) && typeof value.$ref === 'string') refer(value.$ref, 'callback');
    else members(value, checkItem);
  };
  const checkOperations: Check = (value) => members(value, checkOperation);
  const checkAccess = (part: JsonObject) => {
    if ('security' in part) within('security', part.security, mustBeList);
    if ('servers' in part) within('servers', part.servers, mustBeList);
  };
  const checkItem: Check = (value) => {
    const item = objectOf(value);
    if (item === null) return;
    checkKeys(item, 'path item');
    tellOther(item, 'path item');
    if ('$ref' in item) refer(item.$ref, 'path item');
    within('parameters', item.parameters, checkParameters);
    if ('servers' in item) within('servers', item.servers, mustBeList);
    for (const key in item) if (methods.has(key)) within(key, item[key], checkOperation);
    if ('additionalOperations' in item) within('additionalOperations', item.additionalOperations, checkOperations);
  };
  const checkItems: Check = (value) => members(value, checkItem);
  const checkPaths: Check = (value) => {
    members(value, checkItem);
    for (const key in isObject(value) ? value : {}) {
      if (key.startsWith('/') || key.startsWith('x-')) continue;
      problems.add(document, false, () => slashless(document, formatPointer([...path, key]), key));
    }
  };
  const checkSection: Readonly<Record<Section, Check>> = {
    parameters: (value) => members(value, checkParameter),
    requestBodies: (value) => members(value, checkBody),
    responses: (value) => members(value, checkResponse),
    headers: checkHeaders,
    links: checkLinks,
    mediaTypes: (value) => members(value, checkMediaType),
    pathItems: checkItems,
    callbacks: checkCallbacks,
    schemas: objectOf,
  };
  const isSection = (key: string | number): key is Section => Object.hasOwn(checkSection, key);
  /** A map of named parts may be that of another file. */
  const orElsewhere =
    (kind: ReferredKind, check: Check): Check =>
    (value, key) => {
      if (onlyRefers(value)) refer(value.$ref, kind);
      else check(value, key);
    };
  const checkComponents: Check = (value) => {
    const components = objectOf(value);
    if (components === null) return;
    checkKeys(components, 'components');
    members(components, (section, key) => {
      if (isSection(key)) orElsewhere(key, checkSection[key])(section, key);
      else objectOf(section);
    });
  };

  const checkRoot = () => {
    const { value } = document;
    if (!isObject(value) || wellShaped.has(value)) return;
    checkKeys(value, 'root');
    tellOther(value, 'root');
    checkAccess(value);
    within('paths', value.paths, orElsewhere('paths', checkPaths));
    within('webhooks', value.webhooks, orElsewhere('webhooks', checkItems));
    for (const keyword of ['x-webhooks', 'x-ms-paths']) {
      if (keyword in value) within(keyword, value[keyword], checkItems);
    }
    if (dialect !== 'swagger-2.0') within('components', value.components, orElsewhere('components', checkComponents));
  };
  const checkReferred: Readonly<Record<ReferredKind, Check>> = {
    'path item': checkItem,
    parameter: checkParameter,
    'request body': checkBody,
    response: checkResponse,
    callback: checkCallback,
    header: checkHeader,
    link: checkLink,
    'media type': checkMediaType,
    paths: checkPaths,
    webhooks: checkItems,
    components: checkComponents,
    ...checkSection,
  };

  for (const root of roots) {
    ({ document, dialect } = root);
    known.clear();
    checkRoot();
  }
  isReferred = true;
  // Those that lead on to others make the list grow.
  for (const part of referred) {
    ({ document, dialect } = part);
    path = [...(parsePointer(part.pointer) ?? [])];
    checkReferred[part.kind](part.value, path.at(-1) ?? '');
  }
  return { problems: problems.found, referred };
}

/** Such a path is compared as it stands: whole descriptions are written so. */
function slashless(document: SourceDocument, pointer: string, path: string): SpecProblem {
  return {
    code: 'key-misspelt',
    message: `${document.source} has the path "${path}" at ${pointer}, which does not begin with a slash.`,
    hint: `Did you mean "/${path}"? It is compared as it stands.`,
    position: document.locate(pointer),
    hides: false,
  };
}

function isStatus(text: string): boolean {
  return text === 'default' || /^[1-5](?:\d\d|xx)$/i.test(text);
}
