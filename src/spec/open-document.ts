// One file's value together with its text: pointers become lines and columns, references become targets.

import { nearest, type Position } from '../base/index.ts';
import { childOf, decodeFragment, formatPointer, parsePointer, selectPointer } from './json-pointer.ts';
import { nameOf } from './misshapen-part.ts';
import type { ReferenceFault, ResolvedReference, SourceDocument } from './source-document.ts';
import type { TextIndex } from './text-index.ts';

/** What a URI reference without its fragment leads to, seen from one document: a whole file, or a schema with an `$id`. */
export type FollowUri = (uri: string) => ResolvedReference | ReferenceFault;

export function isFault<Found extends object>(found: Found | ReferenceFault): found is ReferenceFault {
  return 'code' in found;
}

export function openDocument(
  source: string,
  value: unknown,
  indexOf: () => TextIndex,
  followUri: FollowUri,
): SourceDocument {
  let anchors: Anchors | null = null;
  /** One changed schema is shown wherever it is used. */
  const located = new Map<string, Position>();
  /** Everybody who meets a reference asks anew where it leads. */
  const resolved = new Map<string, ResolvedReference | null>();

  /** The longest part of the pointer that is there. */
  function reach(tokens: readonly string[]): { index: TextIndex; node: unknown; found: number } {
    const index = indexOf();
    let node = index.root();
    let found = 0;
    for (const token of tokens) {
      const child = index.child(node, token);
      if (child === null) break;
      node = child;
      found++;
    }
    return { index, node, found };
  }

  function locate(pointer: string): Position {
    const known = located.get(pointer);
    if (known !== undefined) return known;
    const tokens = parsePointer(pointer) ?? [];
    const { index, node, found } = reach(tokens);
    const shown = found === tokens.length ? pointer : formatPointer(tokens.slice(0, found));
    const position = { source, pointer: shown, ...index.lineColumn(node), exact: found === tokens.length };
    located.set(pointer, position);
    return position;
  }

  function find(ref: string): ResolvedReference | ReferenceFault {
    const found = findAnything(ref);
    if (isFault(found) || typeof found.value === 'object' || typeof found.value === 'boolean') return found;
    return {
      code: 'reference-missing',
      message: `The $ref ${ref} leads to ${nameOf(found.value)} in ${nameInSentence(found.document)}, which is no part of a description.`,
      hint: 'Refer to an object, such as a schema.',
    };
  }

  function findAnything(ref: string): ResolvedReference | ReferenceFault {
    const hash = ref.indexOf('#');
    const uri = hash === -1 ? ref : ref.slice(0, hash);
    const fragment = decodeFragment(hash === -1 ? '' : ref.slice(hash + 1));
    if (fragment === null) return missing(ref, 'its percent-encoding is malformed');
    const base = uri === '' ? { document, pointer: '', value } : followUri(uri);
    if (isFault(base) || fragment === '') return base;
    if (fragment.startsWith('/')) return select(ref, base, fragment);
    if (base.document !== document)
      return base.document.resolve(`#${fragment}`) ?? missing(ref, `no schema has this anchor`);
    const [anchor] = anchorsCalled(fragment);
    return anchor === undefined ? missing(ref, 'no schema has this anchor') : at(anchor.pointer);
  }

  function at(pointer: string): ResolvedReference {
    return { document, pointer, value: selectPointer(value, pointer) };
  }

  function anchorsCalled(name: string) {
    anchors ??= findAnchors(value);
    return anchors.get(name) ?? [];
  }

  const document: SourceDocument = {
    source,
    value,
    locate,
    resolve(ref) {
      let target = resolved.get(ref);
      if (target === undefined) {
        const found = find(ref);
        target = isFault(found) ? null : found;
        resolved.set(ref, target);
      }
      return target;
    },
    dynamicTargets(ref) {
      const found = find(ref);
      if (isFault(found)) return [];
      const name = decodeFragment(ref.slice(ref.indexOf('#') + 1)) ?? '';
      if (found.document !== document) return found.document.dynamicTargets(`#${name}`);
      const named = anchorsCalled(name);
      const dynamic = named.filter(({ isDynamic }) => isDynamic).map(({ pointer }) => at(pointer));
      return named[0]?.isDynamic ? dynamic.sort((left, right) => (left.pointer < right.pointer ? -1 : 1)) : [found];
    },
    whyUnresolved(ref, keyword = '$ref') {
      const found = find(ref);
      if (keyword === '$ref') return isFault(found) ? found : whyChainFails(ref, found);
      if (isFault(found)) return { ...found, message: found.message.replace('The $ref', `The ${keyword}`) };
      return {
        code: 'reference-dynamic',
        message: `Where the ${keyword} ${ref} leads depends on the way to it: several schemas have that $dynamicAnchor.`,
        hint: 'Look at what differs behind it by eye, or refer to one schema by $ref.',
      };
    },
    writtenAt(pointer) {
      const tokens = parsePointer(pointer) ?? [];
      const { index, node, found } = reach(tokens);
      return found === tokens.length ? index.written(node) : null;
    },
  };
  return document;
}

function select(ref: string, base: ResolvedReference, fragment: string): ResolvedReference | ReferenceFault {
  let value = base.value;
  const tokens = parsePointer(fragment) ?? [];
  for (const [index, token] of tokens.entries()) {
    const child = childOf(value, token);
    if (child === undefined) {
      const elsewhere = behind(base.document, value, tokens.slice(index));
      return elsewhere ?? notThere(ref, base, tokens.slice(0, index), token, value);
    }
    value = child;
  }
  return { document: base.document, pointer: base.pointer + fragment, value };
}

/** How many references are being looked behind, one within the other: a circle of them never ends. */
let behindHowMany = 0;
const mostBehind = 50;

/** What a map that is nothing but a reference holds under these names, which tools that read descriptions look up too. */
function behind(document: SourceDocument, map: unknown, tokens: readonly string[]): ResolvedReference | null {
  const ref = childOf(map, '$ref');
  if (typeof ref !== 'string' || behindHowMany >= mostBehind) return null;
  behindHowMany += 1;
  try {
    const target = document.resolve(ref);
    return target?.document.resolve(`#${encodeURI(target.pointer + formatPointer(tokens))}`) ?? null;
  } finally {
    behindHowMany -= 1;
  }
}

function notThere(
  ref: string,
  base: ResolvedReference,
  parents: readonly string[],
  token: string,
  parent: unknown,
): ReferenceFault {
  const place = `${nameInSentence(base.document)}${parents.length === 0 ? '' : ` at ${formatPointer(parents)}`}`;
  const siblings = typeof parent === 'object' && parent !== null ? Object.keys(parent) : [];
  const near = nearest(token, siblings);
  return {
    code: 'reference-missing',
    message: `The $ref ${ref} points to nothing: ${place} has no ${JSON.stringify(token)}.`,
    hint: near !== null ? `Did you mean ${JSON.stringify(near)}?` : 'Mend the $ref, or add what it points to.',
  };
}

function nameInSentence({ source }: SourceDocument): string {
  return source === '-' ? 'standard input' : source;
}

function missing(ref: string, reason: string): ReferenceFault {
  return {
    code: 'reference-missing',
    message: `The $ref ${ref} points to nothing: ${reason}.`,
    hint: 'Mend the $ref, or add what it points to.',
  };
}

/** For a reference whose first hop succeeds: where its chain of references ends. */
function whyChainFails(ref: string, first: ResolvedReference): ReferenceFault {
  const seen = new Set<string>();
  for (let hop = first; ; ) {
    const key = `${hop.document.source}#${hop.pointer}`;
    const next = childOf(hop.value, '$ref');
    if (seen.has(key)) break;
    if (typeof next !== 'string') return missing(ref, 'what it points to is not what is expected there');
    seen.add(key);
    const target = hop.document.resolve(next);
    if (target === null) return hop.document.whyUnresolved(next);
    hop = target;
  }
  return {
    code: 'reference-circular',
    message: `The $ref ${ref} leads back to itself through references alone, so it stands for nothing.`,
    hint: 'Let one of the places in the circle say what it means instead of referring on.',
  };
}

/** By name (`$anchor`, `$dynamicAnchor`; JSON Schema 2020-12, 8.2.2), in the order of the document. */
type Anchors = ReadonlyMap<string, { readonly pointer: string; readonly isDynamic: boolean }[]>;

function findAnchors(root: unknown): Anchors {
  const anchors = new Map<string, { pointer: string; isDynamic: boolean }[]>();
  const visit = (value: unknown, pointer: string) => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, child] of Object.entries(value)) {
      const isAnchor = (key === '$anchor' || key === '$dynamicAnchor') && typeof child === 'string';
      if (isAnchor) anchors.set(child, [...(anchors.get(child) ?? []), { pointer, isDynamic: key !== '$anchor' }]);
      visit(child, `${pointer}${formatPointer([key])}`);
    }
  };
  visit(root, '');
  return anchors;
}
