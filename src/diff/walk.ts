// Walks two releases in step and hands out what differs. It judges nothing; it knows which part of one release is the
// counterpart of which part of the other, who sends it, and where it stands. Operations that say the same are skipped
// on the raw values, before anything of them is read.

import {
  type Api,
  type Header,
  isOnlyBytes,
  isXml,
  type MediaType,
  memberSpot,
  type Operation,
  type OperationEntry,
  type Parameter,
  type RequestBody,
  type Response,
  type SchemaNode,
  type SpecDialect,
  type Spot,
  type Subtypes,
  travelsAsText,
} from '../spec/index.ts';
import { type FormFields, formFields, withFiles } from './form-parts.ts';
import { matchMediaTypes } from './match-media-types.ts';
import { matchCallbacks, matchOperations } from './match-operations.ts';
import { nearCallback, nearPathItem } from './nearest-owner.ts';
import { oncePerPair } from './once-per-pair.ts';
import type { Both, Context, Direction, Either, ElementKind, OperationRef, Pairs, Place } from './pair.ts';
import { pairSchemes } from './pair-schemes.ts';
import { SameMeaning } from './same-meaning.ts';
import { type SchemaPair, SchemaPairs } from './schema-pairs.ts';
import { plainName, speltOtherwise } from './spelt-otherwise.ts';
import { spreadObjects } from './spread-objects.ts';
import { streamItems } from './stream-items.ts';
import { mayBeList } from './value-shapes.ts';

export interface Visitor {
  /** Something other than a schema that is on one side only, or on both and perhaps differs. */
  pair<K extends ElementKind>(kind: K, pair: Pairs[K], context: Context): void;
  /** A body, parameter or header whose schema differs. */
  schemas(root: SchemaPair, context: Context): void;
}

export interface WalkOptions {
  /** Which operations to compare; all by default. */
  readonly includes?: (entry: OperationEntry) => boolean;
}

/** What a walk cost, for the curious and for tests of the promise that it follows the size of the change. */
export interface WalkCost {
  /** Of both releases, callbacks aside; counterparts count once. */
  readonly operations: number;
  /** Of these, those that `includes` left out. */
  readonly operationsLeftOut: number;
  readonly operationsRead: number;
  readonly schemaPairs: number;
}

const nowhere: Place = {
  where: 'api',
  message: null,
  parameter: null,
  status: null,
  header: null,
  isCovered: false,
  mediaType: null,
  path: [],
};

/** Of what is said of the API as a whole. */
export function wholeApi(base: Api, revision: Api): Context {
  return {
    direction: 'none',
    text: false,
    repeats: false,
    listOfOne: false,
    unsent: false,
    base,
    revision,
    operation: null,
    tags: [],
    stability: null,
    alwaysThere: false,
    owner: { before: base.spot, after: revision.spot },
    place: nowhere,
    subjectPath: [],
  };
}

export function walk(base: Api, revision: Api, visitor: Visitor, options: WalkOptions = {}): WalkCost {
  const subtypes = subtypesOf(base, revision);
  const roots = rootsOf(base, revision);
  const isOneDialect = areOfOneDialect(roots);
  const meaning = new SameMeaning(isOneDialect, subtypes);
  // In a folder of several dialects, most of what is compared is still of one.
  const ofOneDialect = isOneDialect ? meaning : new SameMeaning(true, subtypes);
  const pairs = new SchemaPairs(
    ({ reader }, { reader: other }) => (schemaDialect(reader) === schemaDialect(other) ? ofOneDialect : meaning),
    meaningOfValues(base, revision),
    subtypes,
  );
  const dialects = new Map(roots.map((root) => [root.document, schemaDialect(root)]));
  const meaningOf = ({ spot }: OperationEntry, { spot: other }: OperationEntry) => {
    const [dialect, otherDialect] = [dialects.get(spot.document), dialects.get(other.document)];
    return dialect !== undefined && dialect === otherDialect ? ofOneDialect : meaning;
  };
  const includes = options.includes ?? (() => true);
  const inheritedSame = sameInheritance(base, revision, meaning);
  let operationsRead = 0;

  const top = wholeApi(base, revision);

  /** Swagger 2 says what a part means in several places; in what came later a part that reads the same is the same. */
  const readsAlone = [...base.roots, ...revision.roots].every(({ dialect }) => dialect !== 'swagger-2.0');
  const unchanged = ({ before, after }: Either<{ readonly spot: Spot }>) =>
    readsAlone && before !== null && after !== null && meaning.same(before.spot, after.spot);

  const visitSchemas = (
    before: SchemaNode | null,
    after: SchemaNode | null,
    context: Context,
    form: FormFields | null = null,
  ) => {
    if (before === null || after === null) return; // a rule of the element that holds them says so
    const { direction, text, repeats, listOfOne } = context;
    const root = pairs.pair(before, after, {
      direction,
      text,
      repeats,
      listOfOne,
      unsent: false,
      form,
      toldOfWhole: [],
    });
    if (root !== null) visitor.schemas(root, context);
  };

  const visitMediaTypes = (
    before: ReadonlyMap<string, MediaType>,
    after: ReadonlyMap<string, MediaType>,
    context: Context,
  ) => {
    const hadBody = before.size > 0;
    const left = [...after.keys()];
    const pairs = [...matchMediaTypes(before, after, context.direction)];
    const replaces = hadBody && pairs.every(([, pair]) => pair.before === null || pair.after === null);
    for (const [key, pair] of pairs) {
      const isNamedAlike = !isXml(key) || pair.before?.schema?.refName === pair.after?.schema?.refName;
      if (unchanged(pair) && pair.before?.name === pair.after?.name && isNamedAlike) continue;
      const either = pair.before ?? pair.after;
      const sent = context.direction === 'response' ? pair.after : pair.before;
      const text = travelsAsText(key);
      const place: Place = { ...context.place, where: 'body', mediaType: (sent ?? either).name };
      const here: Context = { ...context, text, place };
      visitor.pair('mediaType', { ...pair, hadBody, replaces, left }, here);
      if (pair.before === null || pair.after === null) continue;
      const owner = spotsOf(pair.before, pair.after);
      if (isOnlyBytes(pair.before) && isOnlyBytes(pair.after)) continue;
      const under = pair.stays === null ? here : { ...here, place: { ...place, isCovered: true } };
      visitSchemas(pair.before.schema, pair.after.schema, under, formFields(pair.before, pair.after));
      const items = streamItems(pair.before, pair.after);
      visitSchemas(items.before, items.after, at(under, '[]'));
      const parts = withFiles(pair.before, pair.after);
      for (const [property, encodings] of join(parts.before, parts.after)) {
        const inside = at({ ...here, owner, place: { ...place, where: 'encoding' } }, property, 'encoding');
        // A field that is new or gone is told as such; how it is written cannot have changed.
        const isOfBoth =
          property.startsWith('[') ||
          [pair.before, pair.after].every(({ schema }) => schema?.properties.has(property) ?? true);
        if (!isOfBoth && (encodings.before === null || encodings.after === null)) continue;
        const fields = {
          before: pair.before.schema?.properties.get(property)?.schema ?? null,
          after: pair.after.schema?.properties.get(property)?.schema ?? null,
        };
        visitor.pair('encoding', { ...encodings, fields }, inside);
        const encoding = spotsOf(encodings.before ?? pair.before, encodings.after ?? pair.after);
        const had = encodings.before?.headers ?? new Map();
        const has = encodings.after?.headers ?? new Map();
        visitHeaders(had, has, { ...inside, owner: encoding });
      }
    }
  };

  const visitHeaders = (before: ReadonlyMap<string, Header>, after: ReadonlyMap<string, Header>, context: Context) => {
    const elsewhere = writtenOtherwise(before, after);
    for (const [key, pair] of join(before, after)) {
      if (unchanged(pair) && pair.before?.name === pair.after?.name) continue;
      const { name } = pair.before ?? pair.after;
      const required = [pair.before, pair.after].some((each) => each?.required === true);
      const place: Place = { ...context.place, where: 'header', header: { name, required } };
      const here = at({ ...context, text: true, alwaysThere: required, place }, 'header', name);
      visitor.pair('header', { ...pair, elsewhere: elsewhere(key) }, here);
      if (pair.before === null || pair.after === null) continue;
      visitValue(pair.before, pair.after, { ...here, listOfOne: true });
    }
  };

  const visitParameter = (pair: Pairs['parameter'], context: Context) => {
    if (unchanged(pair) && pair.before?.shared === pair.after?.shared) return;
    const { name, in: location } = pair.before ?? pair.after;
    const required = location === 'path' || [pair.before, pair.after].some((each) => each?.required === true);
    const place: Place = { ...context.place, where: 'parameter', parameter: { in: location, name, required } };
    const here = at({ ...context, text: true, alwaysThere: required, place }, location, name);
    visitor.pair('parameter', pair, here);
    if (pair.before === null || pair.after === null) return;
    const lists = [pair.before, pair.after].filter(({ schema }) => mayBeList(schema));
    const repeats = (lists.length === 0 ? [pair.before, pair.after] : lists).every(repeatsName);
    const listOfOne = writesAlone(pair.before) === writesAlone(pair.after) && writesAlone(pair.before) !== null;
    visitValue(pair.before, pair.after, { ...here, repeats, listOfOne });
  };

  /** What a parameter or header holds, by its style or in a media type of its own. */
  const visitValue = (before: Parameter | Header, after: Parameter | Header, context: Context) => {
    const contents = [before, after].flatMap(({ content }) => content ?? []);
    const text = contents.length < 2 || contents.some(({ key }) => travelsAsText(key));
    const own = contents.length === 0 ? context : { ...context, text, repeats: false, listOfOne: false };
    visitSchemas(before.schema ?? before.content?.schema ?? null, after.schema ?? after.content?.schema ?? null, own);
  };

  const visitBody = (before: RequestBody | null, after: RequestBody | null, context: Context) => {
    if (before === null && after === null) return;
    if (unchanged({ before, after } as Either<RequestBody>)) return;
    const alwaysThere = [before, after].some((each) => each?.required === true);
    const here = at({ ...context, alwaysThere, place: { ...context.place, where: 'body' } }, 'body');
    visitor.pair('requestBody', { before, after } as Pairs['requestBody'], here);
    if (before === null || after === null) return;
    visitMediaTypes(before.content, after.content, { ...here, owner: spotsOf(before, after) });
  };

  const visitResponse = (
    pair: Either<Response>,
    { covering, named, instead }: Omit<Pairs['response'], 'before' | 'after'>,
    context: Context,
  ) => {
    if (unchanged(pair) && pair.before?.status === pair.after?.status) return;
    const { status } = pair.before ?? pair.after;
    const place: Place = { ...context.place, where: 'response', status };
    const here = at({ ...context, place }, status);
    visitor.pair('response', { ...pair, covering, named, instead }, here);
    // Where one side names a status and the other does not, its range or default speaks for it.
    const before = pair.before ?? covering;
    const after = pair.after ?? covering;
    if (before === null || after === null) return;
    const within = { ...place, isCovered: covering !== null };
    const inside: Context = { ...here, place: within, owner: spotsOf(before, after) };
    const isBare = isBareBeside(pair, covering);
    // Where `status-added` tells that a body is lost, all of the form of errors is.
    const losesAll = isBare && pair.before === null && covering!.content.size > 0 && pair.after.headers.size === 0;
    if (!losesAll) visitHeaders(before.headers, after.headers, inside);
    if (!isBare) visitMediaTypes(before.content, after.content, at(inside, 'body'));
    for (const [name, links] of join(before.links, after.links)) {
      visitor.pair('link', links, at({ ...inside, place: { ...within, where: 'link' } }, 'link', name));
    }
  };

  const visitServers = (pair: Pairs['servers'], context: Context) => {
    const { before, after } = context.owner;
    const owner = { before: serversSpot(before, pair.before), after: serversSpot(after, pair.after) };
    visitor.pair('servers', pair, { ...context, owner });
  };

  /** `around` is of a callback what registers it, and where to point at when its path item is only on one side. */
  const visitOperation = (
    before: OperationEntry | null,
    after: OperationEntry | null,
    around: Pick<Context, 'stability'> & { readonly owner: Partial<Both<Spot>> } = { ...top, owner: {} },
  ) => {
    if (before !== null && after !== null && inheritedSame && sameOperation(before, after, meaningOf(before, after)))
      return;
    operationsRead += 1;
    const pair = { before: before?.read() ?? null, after: after?.read() ?? null } as Pairs['operation'];
    const operation = operationRef((pair.before ?? pair.after) as Operation);
    const either = (before ?? after) as OperationEntry;
    const pathItems: Both<Spot> = {
      before: before?.pathItem ?? around.owner.before ?? nearPathItem(base, either),
      after: after?.pathItem ?? around.owner.after ?? nearPathItem(revision, either),
    };
    const tags = [...new Set([...(pair.before?.tags ?? []), ...(pair.after?.tags ?? [])])];
    const stability = pair.before?.stability ?? around.stability;
    const place: Place = { ...nowhere, where: 'operation' };
    const outside: Context = { ...top, operation, tags, stability, owner: pathItems, place };
    visitor.pair('operation', pair, outside);
    if (pair.before === null || pair.after === null) return;
    const here: Context = { ...outside, owner: spotsOf(pair.before, pair.after) };
    const [asked, answered] = directions(pair.before);
    const request = inMessage(here, 'request', asked);
    const response = inMessage(here, 'response', answered);
    const parametersOf = spreadObjects(pair.before.parameters, pair.after.parameters);
    const elsewhere = writtenOtherwise(parametersOf.before, parametersOf.after);
    for (const [key, each] of join(parametersOf.before, parametersOf.after))
      visitParameter({ ...each, elsewhere: elsewhere(key) }, request);
    visitBody(pair.before.requestBody, pair.after.requestBody, request);
    const { before: from, after: to } = pair;
    for (const [status, each] of join(from.responses, to.responses)) {
      const other = each.before === null ? from.responses : to.responses;
      const covering = each.before !== null && each.after !== null ? null : coveringResponse(status, other);
      const named = namedOf(status, other, each.before === null ? to.responses : from.responses);
      const instead = each.after === null ? newSuccess(from.responses, to.responses) : null;
      visitResponse(each, { covering, named, instead }, response);
    }
    // The document's security is about calls to the API, so a webhook or callback that only inherits it has none; and it
    // goes to an address of its own.
    if (from.kind === 'path' || !from.security.inherited || !to.security.inherited)
      visitor.pair('security', { before: from.security, after: to.security }, at(request, 'security'));
    if (from.kind === 'path') visitServers({ before: from.servers, after: to.servers }, at(request, 'servers'));
    for (const each of matchCallbacks(from.callbacks, to.callbacks)) {
      const owner = nearCallback((each.before ?? each.after) as OperationEntry, here.owner);
      visitOperation(each.before, each.after, { stability, owner });
    }
  };

  visitor.pair('api', { before: base, after: revision }, top);
  const matched = matchOperations(base, revision);
  const operations = matched.filter(({ before, after }) => includes((before ?? after) as OperationEntry));
  if (!sameSchemes(base, revision, meaning)) {
    for (const pair of pairSchemes(base, revision, operations)) {
      if (pair.before !== null && pair.after !== null && meaning.same(pair.before.spot, pair.after.spot)) continue;
      visitor.pair('securityScheme', pair, at(top, 'securitySchemes', (pair.before ?? pair.after).name));
    }
  }
  visitServers({ before: base.servers, after: revision.servers }, at(top, 'servers'));
  for (const { before, after } of operations) visitOperation(before, after);
  return {
    operations: matched.length,
    operationsLeftOut: matched.length - operations.length,
    operationsRead,
    schemaPairs: pairs.size,
  };
}

export function operationRef({ kind, method, path, name, operationId, ofMethod }: Operation): OperationRef {
  return { kind, method, path, name, operationId, ...(ofMethod !== null && { ofMethod }) };
}

/** Who sends the request and who the answer. */
function directions({ calledBy }: Pick<Operation, 'calledBy'>): [Direction, Direction] {
  return calledBy === 'client' ? ['request', 'response'] : ['response', 'request'];
}

function spotsOf(before: { readonly spot: Spot }, after: { readonly spot: Spot }): Both<Spot> {
  return { before: before.spot, after: after.spot };
}

/** Where the addresses are written: the list, or in Swagger 2 what the first of them is made of. */
function serversSpot(owner: Spot, [first]: Pairs['servers']['before']): Spot {
  return memberSpot(owner, 'servers') ?? first?.spot ?? owner;
}

function at(context: Context, ...segments: string[]): Context {
  return { ...context, subjectPath: [...context.subjectPath, ...segments] };
}

function inMessage(context: Context, message: 'request' | 'response', direction: Direction): Context {
  return { ...context, direction, place: { ...context.place, message } };
}

/** Counterparts by key, in the base's order, what was added after it. */
function join<T>(before: ReadonlyMap<string, T>, after: ReadonlyMap<string, T>): [string, Either<T>][] {
  const pairs: [string, Either<T>][] = [];
  for (const [key, value] of before) pairs.push([key, { before: value, after: after.get(key) ?? null } as Either<T>]);
  for (const [key, value] of after) if (!before.has(key)) pairs.push([key, { before: null, after: value }]);
  return pairs;
}

/** The statuses that one side names, of those for which a range or `default` of the other spoke alone. */
function namedOf(
  status: string,
  other: ReadonlyMap<string, Response>,
  own: ReadonlyMap<string, Response>,
): readonly string[] {
  if (/^\d+$/.test(status)) return [];
  return [...other.keys()].filter((each) =>
    status === 'default'
      ? !own.has(each) && coveringResponse(each, own)?.status === status
      : each !== status && each[0] === status[0],
  );
}

/** The success that takes another one's place, where just one went and one came. */
function newSuccess(before: ReadonlyMap<string, Response>, after: ReadonlyMap<string, Response>): string | null {
  const only = (own: ReadonlyMap<string, Response>, other: ReadonlyMap<string, Response>) =>
    [...own.keys()].filter((status) => /^2\d\d$/.test(status) && !other.has(status));
  const gone = only(before, after);
  const [come = null, ...others] = only(after, before);
  return gone.length === 1 && others.length === 0 ? come : null;
}

/**
 * What a document says of a status that it does not name: the range first, then `default` (OpenAPI, Responses Object).
 * Where a success is named, `default` is the form of errors, and says nothing of another success or a redirect; a redirect
 * that is named leaves it to speak of the success.
 */
function coveringResponse(status: string, responses: ReadonlyMap<string, Response>): Response | null {
  const range = /^[1-5]\d\d$/.test(status) ? responses.get(`${status[0]}XX`) : undefined;
  if (range !== undefined) return range;
  const unlike = status.startsWith('2') ? /^2/ : status.startsWith('3') ? /^[23]/ : null;
  const isErrorsForm = unlike !== null && [...responses.keys()].some((named) => unlike.test(named));
  return status === 'default' || isErrorsForm ? null : (responses.get('default') ?? null);
}

/**
 * Whether one side names a status without a body, of which the other speaks as of one of many, and that promises it none:
 * where HTTP lets nothing be sent with it (RFC 9110, section 6.4.1), which who gets it knows; and an error or a redirect,
 * of which it is seldom meant, so that `status-added` calls it a risk. Who was promised a body with each success reads
 * one, also of a 204.
 */
function isBareBeside({ before, after }: Either<Response>, covering: Response | null): boolean {
  const { status, content } = before ?? after;
  return covering !== null && content.size === 0 && /^[1345]\d\d$/.test(status);
}

/** What may have come in place of what is gone, or been there before: `page_size` for `pageSize`, and a key in a header for one in the query. */
function writtenOtherwise<T extends Parameter | Header>(
  before: ReadonlyMap<string, T>,
  after: ReadonlyMap<string, T>,
): (key: string) => T | null {
  const bare = (key: string) => plainName((before.get(key) ?? after.get(key))!.name);
  const instead = speltOtherwise(before.keys(), after.keys(), bare);
  const formerly = speltOtherwise(after.keys(), before.keys(), bare);
  return (key) => after.get(instead.get(key) ?? '') ?? before.get(formerly.get(key) ?? '') ?? null;
}

/** Whether each value of a list is written with the parameter's name. */
function repeatsName({ style, explode }: Parameter): boolean {
  return explode && (style === 'form' || style === 'matrix');
}

/** What a single value is written with, in a list as alone (OpenAPI, Style Values); null where lists are not written so. */
function writesAlone({ in: location, style }: Parameter): string | null {
  if (location === 'path') return style;
  return ['form', 'simple', 'spaceDelimited', 'pipeDelimited', 'tabDelimited'].includes(style) ? '' : null;
}

/** Tells which schemas of two releases let the same values through, however their forms are called and wrapped. */
export const meaningOfValues = oncePerPair(
  (base, revision) =>
    new SameMeaning(areOfOneDialect(rootsOf(base, revision)), subtypesOf(base, revision), { ofValues: true }),
);

function subtypesOf(base: Api, revision: Api): Both<Subtypes> {
  return { before: base.subtypes, after: revision.subtypes };
}

function rootsOf(base: Api, revision: Api): readonly Root[] {
  return [...base.spec.roots, ...revision.spec.roots];
}

function areOfOneDialect(roots: readonly Root[]): boolean {
  return new Set(roots.map(schemaDialect)).size <= 1;
}

type Root = Api['spec']['roots'][number];

/** 3.1 and 3.2 read schemas alike. */
function schemaDialect({ dialect }: { readonly dialect: SpecDialect }): SpecDialect {
  return dialect === 'openapi-3.2' ? 'openapi-3.1' : dialect;
}

/** What operations take from the document around them. */
const inherited = ['security', 'servers', 'host', 'basePath', 'schemes', 'consumes', 'produces'];

function sameInheritance(base: Api, revision: Api, meaning: SameMeaning): boolean {
  if (base.spec.roots.length !== revision.spec.roots.length) return false;
  return base.spec.roots.every((root, index) => {
    const left = { document: root.document, pointer: '', value: root.document.value };
    const document = revision.spec.roots[index]!.document;
    const right = { document, pointer: '', value: document.value };
    return inherited.every((keyword) => meaning.same(memberSpot(left, keyword), memberSpot(right, keyword)));
  });
}

/** Where there is one document on each side, and it defines the same schemes, no requirement has come to mean another. */
function sameSchemes(base: Api, revision: Api, meaning: SameMeaning): boolean {
  if (base.roots.length > 1 || revision.roots.length > 1) return false;
  const [before, after] = [base.securitySchemes, revision.securitySchemes];
  return (
    before.size === after.size &&
    [...before].every(([name, [scheme]]) => {
      const other = after.get(name)?.[0];
      return scheme !== undefined && other !== undefined && meaning.same(scheme.spot, other.spot);
    })
  );
}

function sameOperation(before: OperationEntry, after: OperationEntry, meaning: SameMeaning): boolean {
  return (
    before.path === after.path &&
    meaning.same(before.spot, after.spot) &&
    meaning.same(before.inherited.parameters, after.inherited.parameters) &&
    meaning.same(before.inherited.servers, after.inherited.servers)
  );
}
