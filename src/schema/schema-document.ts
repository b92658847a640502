// A schema document: where its resources and anchors lie and what a `$ref` in it leads to. Nothing outside the document is
// ever fetched. A base URI is a plain string; documents without one get a made-up base that no reference can name.

import type { Dialect } from './dialect.ts';
import { isSince } from './dialect.ts';
import type { Json, JsonObject } from './json-value.ts';
import { isJsonObject } from './json-value.ts';

/** A subschema and the base URI that its references are relative to. */
export interface Located {
  readonly schema: Json;
  readonly base: string;
}

const madeUpBase = 'schema://document/';

/** Keywords whose value is data, in which nothing is a schema. */
const dataKeywords = new Set(['enum', 'const', 'default', 'examples', 'example']);
/** Keywords whose value maps names to schemas, so that a name is not a keyword. */
export const mapKeywords = new Set([
  'properties',
  'patternProperties',
  'definitions',
  '$defs',
  'dependencies',
  'dependentSchemas',
]);

/** One schema document in one dialect. */
export class SchemaDocument {
  readonly root: Json;
  readonly dialect: Dialect;
  readonly rootBase: string;
  readonly #resources = new Map<string, Located>();
  readonly #anchors = new Map<string, Located>();
  readonly #dynamicAnchors = new Map<string, Located[]>();
  readonly #idKeyword: '$id' | 'id';
  #recursiveAnchors = 0;
  #indexed = false;
  readonly #ambiguous = new Set<string>();

  constructor(root: Json, dialect: Dialect) {
    this.root = root;
    this.dialect = dialect;
    this.#idKeyword = dialect === 'draft-04' ? 'id' : '$id';
    this.rootBase = this.baseWithin(root, madeUpBase);
    this.#resources.set(madeUpBase, { schema: root, base: this.rootBase });
    this.#resources.set(this.rootBase, { schema: root, base: this.rootBase });
  }

  /** Looks for identifiers and anchors in the whole document, once, and only when something asks for one. */
  #findIdentifiers(): void {
    if (this.#indexed) return;
    this.#indexed = true;
    this.#index(this.root, madeUpBase, 0);
  }

  /** The base URI inside a subschema that is met under `base`. */
  baseWithin(schema: Json, base: string): string {
    if (!isJsonObject(schema)) return base;
    const id = schema[this.#idKeyword];
    if (typeof id !== 'string' || id.startsWith('#')) return base;
    if (!isSince(this.dialect, '2019-09') && schema.$ref !== undefined) return base;
    return resolveUri(base, id)?.uri ?? base;
  }

  #index(value: Json, base: string, depth: number): void {
    if (depth > 2000 || typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) {
      for (const item of value as readonly Json[]) this.#index(item, base, depth + 1);
      return;
    }
    const schema = value as JsonObject;
    const inner = this.baseWithin(schema, base);
    const here: Located = { schema, base: inner };
    if (inner !== base) this.#name(this.#resources, inner, here);
    const id = schema[this.#idKeyword];
    if (typeof id === 'string' && id.startsWith('#') && id.length > 1) this.#name(this.#anchors, `${inner}${id}`, here);
    if (isSince(this.dialect, '2019-09')) {
      for (const keyword of ['$anchor', '$dynamicAnchor'] as const) {
        const anchor = schema[keyword];
        if (typeof anchor !== 'string') continue;
        this.#name(this.#anchors, `${inner}#${anchor}`, here);
        if (keyword === '$dynamicAnchor') {
          this.#dynamicAnchors.set(anchor, [...(this.#dynamicAnchors.get(anchor) ?? []), here]);
        }
      }
      if (schema.$recursiveAnchor === true) this.#recursiveAnchors += 1;
    }
    for (const [keyword, child] of Object.entries(schema)) {
      if (dataKeywords.has(keyword)) continue;
      if (mapKeywords.has(keyword) && isJsonObject(child)) {
        for (const entry of Object.values(child)) this.#index(entry, inner, depth + 1);
      } else this.#index(child, inner, depth + 1);
    }
  }

  /** Two schemas under one identifier leave open which is meant (one may stand under a keyword that is none), so neither is. */
  #name(map: Map<string, Located>, identifier: string, here: Located): void {
    const other = map.get(identifier);
    if (other && other.schema !== here.schema) this.#ambiguous.add(identifier);
    else map.set(identifier, here);
  }

  /** What a `$ref` leads to; undefined where it leads out of the document or nowhere. */
  resolve(base: string, reference: string): Located | undefined {
    const target = resolveUri(base, reference);
    if (!target) return undefined;
    if (!this.#resources.has(target.uri)) this.#findIdentifiers();
    const resource = this.#resources.get(target.uri);
    if (!resource || this.#ambiguous.has(target.uri)) return undefined;
    if (target.fragment === '') return resource;
    if (!target.fragment.startsWith('/')) this.#findIdentifiers();
    if (!target.fragment.startsWith('/')) {
      const anchor = `${resource.base}#${target.fragment}`;
      return this.#ambiguous.has(anchor) ? undefined : this.#anchors.get(anchor);
    }
    let at = resource.schema;
    let within = resource.base;
    for (const token of target.fragment.slice(1).split('/')) {
      const key = token.replaceAll('~1', '/').replaceAll('~0', '~');
      const next: Json | undefined = Array.isArray(at)
        ? (at as readonly Json[])[Number(key)]
        : isJsonObject(at) && Object.hasOwn(at, key)
          ? at[key]
          : undefined;
      if (next === undefined) return undefined;
      at = next;
      within = this.baseWithin(at, within);
    }
    return { schema: at, base: within };
  }

  /** What a `$dynamicRef` leads to where that is the same from everywhere; 'depends' where it is not. */
  resolveDynamic(base: string, reference: string): Located | 'depends' | undefined {
    const initial = this.resolve(base, reference);
    const fragment = resolveUri(base, reference)?.fragment ?? '';
    this.#findIdentifiers();
    const candidates = this.#dynamicAnchors.get(fragment) ?? [];
    if (!initial || !isJsonObject(initial.schema) || initial.schema.$dynamicAnchor !== fragment) return initial;
    return candidates.length === 1 ? initial : 'depends';
  }

  /** What a `$recursiveRef` leads to where that is the same from everywhere; 'depends' where it is not. */
  resolveRecursive(base: string): Located | 'depends' | undefined {
    this.#findIdentifiers();
    const initial = this.resolve(base, '#');
    if (!initial || !isJsonObject(initial.schema) || initial.schema.$recursiveAnchor !== true) return initial;
    return this.#recursiveAnchors === 1 ? initial : 'depends';
  }
}

function resolveUri(base: string, reference: string): { readonly uri: string; readonly fragment: string } | undefined {
  try {
    const url = new URL(reference, base);
    const fragment = decodeURIComponent(url.hash.slice(1));
    url.hash = '';
    return { uri: url.href, fragment };
  } catch {
    return undefined;
  }
}
