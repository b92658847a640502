// Whether two places of two documents say the same to a caller, judged on the authors' raw values: the cheap question
// that is asked first, so that only what differs is ever normalised and walked. A yes is certain; a no may still turn
// out to mean the same (an allOf split), which the walk then finds.
//
// `$ref`s make the values graphs, often cyclic. Each pair of references is compared once, with the pairs that it leads
// to as edges; a pair differs if its own text differs or if it reaches one that does. Everything else is equal
// (coinductively: a cycle without a difference in it holds none). References are never
// recursed into: a long chain of them costs heap, not stack. A discriminator refers too, to each form that it tells apart.

import {
  followReference,
  hasDiscriminator,
  isObject,
  isXml,
  type JsonObject,
  nameInReference,
  type SourceDocument,
  type Spot,
  type Subtypes,
  spotKey,
} from '../spec/index.ts';
import { documentation, isUnordered, Spellings } from './match-order.ts';
import type { Both } from './pair.ts';

/** How a value is read: a specification object, a map of named ones, a map of such maps, or plain JSON data. */
type Mode = 'object' | 'map' | 'maps' | 'data' | 'links' | 'link';

interface ReferencePair {
  readonly base: Spot;
  readonly revision: Spot;
  readonly mode: Mode;
  state: 'open' | 'same' | 'different';
  /** The pairs that lead here. */
  readonly users: ReferencePair[];
}

const maps = new Set([
  'properties',
  'patternProperties',
  'dependentSchemas',
  '$defs',
  'definitions',
  'responses',
  'headers',
  'content',
  'encoding',
  'dependencies',
  'variables',
  'flows',
  'additionalOperations',
]);

const data = new Set(['enum', 'const', 'default', 'required', 'security', 'mapping', 'dependentRequired', 'scopes']);

/** Keywords whose text leads to a schema that applies beside the other keywords. */
const isReference = (key: string) => key === '$ref' || key === '$dynamicRef';

/** Extensions that a caller can meet; the others are the author's own business. */
const meaningfulExtensions = new Set([
  'x-sunset',
  'x-stability-level',
  'x-extensible-enum',
  'x-nullable',
  'x-ms-enum',
  'x-ms-discriminator-value',
  'x-kubernetes-int-or-string',
]);

/** Spellings that mean different things in different dialects. */
const dialectBound = new Set(['nullable', 'x-nullable', 'exclusiveMinimum', 'exclusiveMaximum', 'collectionFormat']);

/** What a flag or a bound says that is not written. */
const unwritten: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ...['deprecated', 'readOnly', 'writeOnly', 'nullable', 'x-nullable', 'uniqueItems'].map(
    (flag) => [flag, false] as const,
  ),
  ...['exclusiveMinimum', 'exclusiveMaximum'].map((flag) => [flag, false] as const),
  ...['minLength', 'minItems', 'minProperties'].map((bound) => [bound, 0] as const),
]);

export class SameMeaning {
  readonly #sameDialect: boolean;
  readonly #subtypes: Both<Subtypes>;
  readonly #ofValues: boolean;
  readonly #byTarget = new Map<string, ReferencePair>();
  readonly #readings = new Map<string, Mode | 'ignored'>();
  readonly #spellings = new Spellings();
  /** For the usual case of the same text on both sides, which needs no resolving: by root documents, then text. */
  readonly #byText = new Map<SourceDocument, Map<SourceDocument, Map<string, ReferencePair>>>();

  /** With `ofValues` only of the values of schemas: how their forms are told apart and wrapped is passed over. */
  constructor(sameDialect: boolean, subtypes: Both<Subtypes>, { ofValues = false } = {}) {
    this.#sameDialect = sameDialect;
    this.#subtypes = subtypes;
    this.#ofValues = ofValues;
    if (ofValues) this.#readings.set('discriminator', 'ignored');
  }

  /** Whether two specification objects mean the same. Both absent is the same. */
  same(base: Spot | null, revision: Spot | null): boolean {
    if (base === null || revision === null) return base === revision;
    const edges = this.#compare(base.document, base.value, revision.document, revision.value, 'object');
    if (edges === null) return false;
    if (edges.length === 0) return true;
    this.#settle(edges);
    return edges.every(({ state }) => state === 'same');
  }

  #settle(open: readonly ReferencePair[]): void {
    const found: ReferencePair[] = [];
    const differing: ReferencePair[] = [];
    const work = open.filter(({ state }) => state === 'open');
    const seen = new Set(work);
    while (work.length > 0) {
      const pair = work.pop()!;
      found.push(pair);
      const { base, revision } = pair;
      const edges = this.#compare(base.document, base.value, revision.document, revision.value, pair.mode);
      if (edges === null) {
        differing.push(pair);
        continue;
      }
      for (const edge of edges) {
        if (edge.state === 'same') continue;
        edge.users.push(pair);
        if (edge.state === 'different') differing.push(edge);
        if (edge.state === 'open' && !seen.has(edge)) {
          seen.add(edge);
          work.push(edge);
        }
      }
    }
    while (differing.length > 0) {
      const pair = differing.pop()!;
      pair.state = 'different';
      for (const user of pair.users) if (user.state === 'open') differing.push(user);
      pair.users.length = 0;
    }
    for (const pair of found) {
      if (pair.state === 'open') pair.state = 'same';
      pair.users.length = 0;
    }
  }

  /** Compares two values up to their references; null where they differ, else the pairs on which it depends. */
  #compare(
    baseDocument: SourceDocument,
    baseValue: unknown,
    revisionDocument: SourceDocument,
    revisionValue: unknown,
    mode: Mode,
  ): ReferencePair[] | null {
    const edges: ReferencePair[] = [];
    return this.#alike(baseDocument, baseValue, revisionDocument, revisionValue, mode, edges) ? edges : null;
  }

  /** Recursion is bounded: the loader lets no document nest deeper than a stack is high, and references are edges. */
  #alike(
    baseDocument: SourceDocument,
    baseValue: unknown,
    revisionDocument: SourceDocument,
    revisionValue: unknown,
    mode: Mode,
    edges: ReferencePair[],
  ): boolean {
    let left = baseValue;
    let leftDocument = baseDocument;
    let right = revisionValue;
    let rightDocument = revisionDocument;
    if (this.#ofValues && mode === 'object') {
      left = unwrapped(left);
      right = unwrapped(right);
    }
    if (typeof left !== 'object' || left === null || typeof right !== 'object' || right === null) return left === right;
    if (left === right && this.#sameDialect) {
      return mode === 'data' || this.#leadsAlike(leftDocument, rightDocument, left, mode, edges);
    }
    if (mode !== 'data') {
      const leftRef = (left as JsonObject).$ref;
      const rightRef = (right as JsonObject).$ref;
      if (typeof leftRef === 'string' && typeof rightRef === 'string') {
        // Whether what stands beside a reference counts is told by the dialect; where it does, it is compared below.
        if (!this.#sameDialect && (hasSiblings(left as JsonObject) || hasSiblings(right as JsonObject))) return false;
      } else if (typeof leftRef === 'string' || typeof rightRef === 'string') {
        const referring = (typeof leftRef === 'string' ? left : right) as JsonObject;
        if (hasSiblings(referring)) return false;
        const document = typeof leftRef === 'string' ? leftDocument : rightDocument;
        const target = document.resolve(String(leftRef ?? rightRef));
        if (target === null) return false;
        const value = this.#ofValues && mode === 'object' ? unwrapped(target.value) : target.value;
        if (isObject(value) && typeof value.$ref === 'string') return false;
        if (typeof leftRef === 'string') {
          left = value;
          leftDocument = target.document;
        } else {
          right = value;
          rightDocument = target.document;
        }
        if (typeof left !== 'object' || left === null || typeof right !== 'object' || right === null) {
          return left === right;
        }
      }
    }
    if (Array.isArray(left) || Array.isArray(right)) {
      if (!Array.isArray(left) || !Array.isArray(right) || left.length !== right.length) return false;
      const inner = mode === 'data' ? 'data' : 'object';
      for (let index = 0; index < left.length; index += 1) {
        if (!this.#alike(leftDocument, left[index], rightDocument, right[index], inner, edges)) return false;
      }
      return true;
    }
    const before = left as JsonObject;
    const after = right as JsonObject;
    const named = mode === 'object';
    let surplus = 0;
    let unmatched = false;
    for (const key in before) {
      surplus += 1;
      const own = before[key];
      const value = memberOf(after, key);
      const inner = named ? this.#readingOf(key) : memberMode(mode, key);
      if (inner === 'ignored') {
        unmatched ||= value === undefined;
        continue;
      }
      if (value === undefined) {
        if (!named || !isUnwritten(key, own)) return false;
        unmatched = true;
        continue;
      }
      if (named && !this.#sameDialect && dialectBound.has(key)) return false;
      if (named && isUnordered(key) && (Array.isArray(own) || Array.isArray(value))) {
        const [list, other] = key === 'type' ? [asList(own), asList(value)] : [own, value];
        if (!Array.isArray(list) || !Array.isArray(other)) return false;
        const reordered = this.#spellings.inOrderOf(list, other);
        if (!this.#alike(leftDocument, list, rightDocument, reordered, inner, edges)) return false;
      } else if (typeof own === 'object' && own !== null) {
        if (key === 'content' && inner === 'map' && nameXmlOtherwise(own, value)) return false;
        if (key === 'schema' && named && isSwagger2(leftDocument) && !refersByName(before, after)) return false;
        if (!this.#alike(leftDocument, own, rightDocument, value, inner, edges)) return false;
      } else if (mode !== 'data' && typeof own === 'string' && typeof value === 'string' && isReference(key)) {
        if (!this.#refersAlike(key, leftDocument, own, rightDocument, value, mode, edges)) return false;
      } else if (own !== value || (!this.#sameDialect && own === 'file')) {
        return false;
      }
    }
    if (named && !this.#ofValues && hasDiscriminator(before)) {
      const base = { document: leftDocument, pointer: '', value: before };
      if (!this.#standsAlike(base, { document: rightDocument, pointer: '', value: after }, edges)) return false;
    }
    for (const _ in after) surplus -= 1;
    // The usual case: every member has its counterpart, and there are no others.
    if (!unmatched && surplus === 0) return true;
    return named && this.#countRead(before) === this.#countRead(after);
  }

  /** Of a value that both sides have in common, only where its references lead may differ. */
  #leadsAlike(
    baseDocument: SourceDocument,
    revisionDocument: SourceDocument,
    shared: object,
    mode: Mode,
    edges: ReferencePair[],
  ): boolean {
    if (Array.isArray(shared)) {
      for (const item of shared) {
        if (typeof item !== 'object' || item === null) continue;
        if (!this.#leadsAlike(baseDocument, revisionDocument, item, 'object', edges)) return false;
      }
      return true;
    }
    const object = shared as JsonObject;
    for (const key in object) {
      const own = object[key];
      if (typeof own === 'string') {
        if (isReference(key) && !this.#refersAlike(key, baseDocument, own, revisionDocument, own, mode, edges))
          return false;
      } else if (typeof own === 'object' && own !== null) {
        const inner = mode === 'object' ? this.#readingOf(key) : memberMode(mode, key);
        if (inner === 'ignored' || inner === 'data') continue;
        if (!this.#leadsAlike(baseDocument, revisionDocument, own, inner, edges)) return false;
      }
    }
    if (mode !== 'object' || this.#ofValues || !hasDiscriminator(object)) return true;
    const base = { document: baseDocument, pointer: '', value: object };
    return this.#standsAlike(base, { document: revisionDocument, pointer: '', value: object }, edges);
  }

  /** Notes the pairs of schemas to which a discriminator leads; false where it leads to different ones. */
  #standsAlike(base: Spot, revision: Spot, edges: ReferencePair[]): boolean {
    // What no mapping names is told by the name of its schema, which then is a value that is sent.
    if (formNames(base.value).join() !== formNames(revision.value).join()) return false;
    const before = this.#subtypes.before.of(base)?.members;
    const after = this.#subtypes.after.of(revision)?.members;
    if (before === undefined || after === undefined) return before === after;
    if (before.size !== after.size) return false;
    for (const [value, { spot }] of before) {
      const other = after.get(value);
      if (other === undefined) return false;
      const edge = this.#targetPair(spot, other.spot, 'object');
      if (edge.state !== 'same') edges.push(edge);
    }
    return true;
  }

  /** How a field of a specification object is read: few names, met a million times. */
  #readingOf(key: string): Mode | 'ignored' {
    let reading = this.#readings.get(key);
    if (reading === undefined) {
      reading = isIgnored(key) ? 'ignored' : memberMode('object', key);
      this.#readings.set(key, reading);
    }
    return reading;
  }

  #countRead(object: JsonObject): number {
    let count = 0;
    for (const key in object) if (this.#readingOf(key) !== 'ignored' && !isUnwritten(key, object[key])) count += 1;
    return count;
  }

  /** Notes the pair to which two references lead; false where one of them leads nowhere. */
  #refersAlike(
    key: string,
    baseDocument: SourceDocument,
    baseRef: string,
    revisionDocument: SourceDocument,
    revisionRef: string,
    mode: Mode,
    edges: ReferencePair[],
  ): boolean {
    if (key === '$dynamicRef') {
      // Which of them is meant depends on the way to it: alike only where all are.
      const base = baseDocument.dynamicTargets(baseRef);
      const revision = revisionDocument.dynamicTargets(revisionRef);
      if (base.length === 0 || base.length !== revision.length || [...base, ...revision].some(isCircle)) return false;
      edges.push(...base.map((target, index) => this.#targetPair(target, revision[index]!, mode)));
      return true;
    }
    const edge = this.#referencePair(baseDocument, baseRef, revisionDocument, revisionRef, mode);
    if (edge !== null && edge.state !== 'same') edges.push(edge);
    return edge !== null;
  }

  #referencePair(
    baseDocument: SourceDocument,
    baseRef: string,
    revisionDocument: SourceDocument,
    revisionRef: string,
    mode: Mode,
  ): ReferencePair | null {
    let texts: Map<string, ReferencePair> | undefined;
    if (baseRef === revisionRef) {
      let byRevision = this.#byText.get(baseDocument);
      if (byRevision === undefined) {
        byRevision = new Map();
        this.#byText.set(baseDocument, byRevision);
      }
      texts = byRevision.get(revisionDocument);
      if (texts === undefined) {
        texts = new Map();
        byRevision.set(revisionDocument, texts);
      }
      const known = texts.get(baseRef);
      if (known !== undefined && known.mode === mode) return known;
    }
    const base = baseDocument.resolve(baseRef);
    const revision = revisionDocument.resolve(revisionRef);
    if (base === null || revision === null || isCircle(base) || isCircle(revision)) return null;
    const pair = this.#targetPair(base, revision, mode);
    texts?.set(baseRef, pair);
    return pair;
  }

  #targetPair(base: Spot, revision: Spot, mode: Mode): ReferencePair {
    const key = `${mode} ${spotKey(base)} ${spotKey(revision)}`;
    let pair = this.#byTarget.get(key);
    if (pair === undefined) {
      pair = { base, revision, mode, state: 'open', users: [] };
      this.#byTarget.set(key, pair);
    }
    return pair;
  }
}

/** An own member, or undefined: no object of JSON holds a function, and so an inherited name is known by its value. */
function memberOf(object: JsonObject, key: string): unknown {
  const value = object[key];
  return (typeof value === 'function' || key === '__proto__') && !Object.hasOwn(object, key) ? undefined : value;
}

function isIgnored(key: string): boolean {
  return documentation.has(key) || (key.startsWith('x-') && !meaningfulExtensions.has(key));
}

/** What is nothing but the one part, or alternative, that it has. */
function unwrapped(schema: unknown): unknown {
  let value = schema;
  while (isObject(value)) {
    let parts: unknown = null;
    for (const key in value) {
      if (isIgnored(key) || key === 'discriminator') continue;
      if (parts !== null || !['allOf', 'oneOf', 'anyOf'].includes(key)) return value;
      parts = value[key];
    }
    if (!Array.isArray(parts) || parts.length !== 1) return value;
    value = parts[0];
  }
  return value;
}

/** Whether a keyword says no more than if it were not there. */
function isUnwritten(key: string, value: unknown): boolean {
  return key === 'required'
    ? Array.isArray(value) && value.length === 0
    : unwritten.has(key) && unwritten.get(key) === value;
}

/** One type stands for a list of it alone. */
function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

function memberMode(mode: Mode, key: string): Mode {
  if (mode === 'data' || mode === 'link') return 'data'; // a link's parameters may have any name
  if (mode === 'links') return 'link';
  if (mode === 'map') return 'object';
  if (mode === 'maps') return 'map';
  if (maps.has(key)) return 'map';
  if (key === 'callbacks') return 'maps';
  if (key === 'links') return 'links';
  return data.has(key) || key.startsWith('x-') ? 'data' : 'object';
}

/** References that only lead to each other stand for nothing, so they are no one's equal. */
function isCircle({ document, value }: Spot): boolean {
  return (
    isObject(value) && typeof value.$ref === 'string' && followReference({ document, pointer: '', value }) === null
  );
}

function hasSiblings(referring: JsonObject): boolean {
  for (const key in referring) if (key !== '$ref' && !documentation.has(key)) return true;
  return false;
}

/** Whether the schema of an XML body goes by another name, after which its root element is called. */
function nameXmlOtherwise(before: object, after: unknown): boolean {
  return Object.entries(before).some(
    ([mediaType, body]) => isXml(mediaType) && !refersByName(body, isObject(after) ? after[mediaType] : undefined),
  );
}

/** Whether what two bodies hold goes by one name. */
function refersByName(before: unknown, after: unknown): boolean {
  const [name, other] = [before, after].map((body) => {
    const schema = isObject(body) ? body.schema : undefined;
    return isObject(schema) && typeof schema.$ref === 'string' ? nameInReference(schema.$ref) : null;
  });
  return name === other;
}

/** In which a body does not say whether it is XML, so that its name may always count. */
function isSwagger2({ value }: SourceDocument): boolean {
  return isObject(value) && value.swagger !== undefined;
}

/** The names by which the branches of a schema refer to others, sorted. */
function formNames(schema: unknown): string[] {
  const { oneOf, anyOf } = isObject(schema) ? schema : {};
  return [oneOf, anyOf]
    .flatMap((branches) => (Array.isArray(branches) ? branches : []))
    .flatMap((branch) => (isObject(branch) && typeof branch.$ref === 'string' ? nameInReference(branch.$ref) : []))
    .sort();
}
