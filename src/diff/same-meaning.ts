// Whether two places of two documents say the same to a caller, judged on the authors' raw values: the cheap question
// that is asked first, so that only what differs is ever normalised and walked. A yes is certain; a no may still turn
// out to mean the same (an allOf split, a reordered list), which the walk then finds.
//
// `$ref`s make the values graphs, often cyclic. Each pair of references is compared once, with the pairs that it leads
// to as edges; a pair differs if its own text differs or if it reaches one that does. Everything else is equal
// (coinductively: a cycle without a difference in it holds none). No recursion: depth costs heap, not stack.

import {
  canonicalText,
  followReference,
  isObject,
  type JsonObject,
  type SourceDocument,
  type Spot,
  spotKey,
} from '../spec/index.ts';

/** How a value is read: a specification object, a map of named ones, a map of such maps, or plain JSON data. */
type Mode = 'object' | 'map' | 'maps' | 'data';

interface ReferencePair {
  readonly base: Spot;
  readonly revision: Spot;
  readonly mode: Mode;
  state: 'open' | 'same' | 'different';
  /** The pairs that lead here. */
  readonly users: ReferencePair[];
}

const documentation = new Set([
  'description',
  'summary',
  'title',
  'example',
  'examples',
  'externalDocs',
  '$comment',
  'termsOfService',
  'contact',
  'license',
]);

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
  'links',
  'variables',
  'flows',
  'additionalOperations',
]);

const data = new Set(['enum', 'const', 'default', 'required', 'security', 'mapping', 'dependentRequired', 'scopes']);

/** Extensions that a caller can meet; the others are the author's own business. */
const meaningfulExtensions = new Set(['x-sunset', 'x-stability-level', 'x-extensible-enum', 'x-nullable']);

/** Spellings that mean different things in different dialects. */
const dialectBound = new Set(['nullable', 'x-nullable', 'exclusiveMinimum', 'exclusiveMaximum', 'collectionFormat']);

export class SameMeaning {
  readonly #sameDialect: boolean;
  readonly #byTarget = new Map<string, ReferencePair>();
  /** For the usual case of the same text on both sides, which needs no resolving: by root documents, then text. */
  readonly #byText = new Map<SourceDocument, Map<SourceDocument, Map<string, ReferencePair>>>();

  constructor(sameDialect: boolean) {
    this.#sameDialect = sameDialect;
  }

  /** Whether two specification objects mean the same. Both absent is the same. */
  same(base: Spot | null, revision: Spot | null): boolean {
    if (base === null || revision === null) return base === revision;
    const edges = this.#compare(base.document, base.value, revision.document, revision.value, 'object');
    if (edges === null) return false;
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
    startMode: Mode,
  ): ReferencePair[] | null {
    const edges: ReferencePair[] = [];
    const stack: unknown[] = [baseDocument, baseValue, revisionDocument, revisionValue, startMode];
    while (stack.length > 0) {
      const mode = stack.pop() as Mode;
      let right = stack.pop();
      let rightDocument = stack.pop() as SourceDocument;
      let left = stack.pop();
      let leftDocument = stack.pop() as SourceDocument;

      if (typeof left !== 'object' || left === null || typeof right !== 'object' || right === null) {
        if (left !== right) return null;
        continue;
      }
      if (mode !== 'data') {
        const leftRef = (left as JsonObject).$ref;
        const rightRef = (right as JsonObject).$ref;
        if (typeof leftRef === 'string' && typeof rightRef === 'string') {
          if (!this.#sameSiblings(left as JsonObject, right as JsonObject)) return null;
          const edge = this.#referencePair(leftDocument, leftRef, rightDocument, rightRef, mode);
          if (edge === null) return null;
          edges.push(edge);
          continue;
        }
        if (typeof leftRef === 'string' || typeof rightRef === 'string') {
          const referring = (typeof leftRef === 'string' ? left : right) as JsonObject;
          if (hasSiblings(referring)) return null;
          const document = typeof leftRef === 'string' ? leftDocument : rightDocument;
          const target = document.resolve(String(leftRef ?? rightRef));
          if (target === null || (isObject(target.value) && typeof target.value.$ref === 'string')) return null;
          if (typeof leftRef === 'string') {
            left = target.value;
            leftDocument = target.document;
          } else {
            right = target.value;
            rightDocument = target.document;
          }
          if (typeof left !== 'object' || left === null || typeof right !== 'object' || right === null) {
            if (left !== right) return null;
            continue;
          }
        }
      }
      if (Array.isArray(left) || Array.isArray(right)) {
        if (!Array.isArray(left) || !Array.isArray(right) || left.length !== right.length) return null;
        const inner = mode === 'data' ? 'data' : 'object';
        for (let index = 0; index < left.length; index += 1) {
          stack.push(leftDocument, left[index], rightDocument, right[index], inner);
        }
        continue;
      }
      const before = left as JsonObject;
      const after = right as JsonObject;
      let count = 0;
      for (const key in before) {
        if (mode === 'object' && this.#ignored(key)) continue;
        if (mode === 'object' && !this.#sameDialect && dialectBound.has(key)) return null;
        const value = after[key];
        if (value === undefined || !Object.hasOwn(after, key)) return null;
        count += 1;
        const own = before[key];
        if (typeof own === 'object' && own !== null) {
          stack.push(leftDocument, own, rightDocument, value, memberMode(mode, key));
        } else if (own !== value) {
          return null;
        } else if (!this.#sameDialect && own === 'file') {
          return null;
        }
      }
      for (const key in after) if (mode !== 'object' || !this.#ignored(key)) count -= 1;
      if (count !== 0) return null;
    }
    return edges;
  }

  #ignored(key: string): boolean {
    return documentation.has(key) || (key.startsWith('x-') && !meaningfulExtensions.has(key));
  }

  #sameSiblings(left: JsonObject, right: JsonObject): boolean {
    if (!hasSiblings(left) && !hasSiblings(right)) return true;
    return this.#sameDialect && canonicalText(siblings(left)) === canonicalText(siblings(right));
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
    const key = `${mode} ${spotKey(base)} ${spotKey(revision)}`;
    let pair = this.#byTarget.get(key);
    if (pair === undefined) {
      pair = { base, revision, mode, state: 'open', users: [] };
      this.#byTarget.set(key, pair);
    }
    texts?.set(baseRef, pair);
    return pair;
  }
}

function memberMode(mode: Mode, key: string): Mode {
  if (mode === 'data') return 'data';
  if (mode === 'map') return 'object';
  if (mode === 'maps') return 'map';
  if (maps.has(key)) return 'map';
  if (key === 'callbacks') return 'maps';
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

function siblings(referring: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(referring).filter(([key]) => key !== '$ref' && !documentation.has(key)));
}
