// One file's value together with its text, so that every pointer can be shown as line and column.

import type { Position } from '../base/index.ts';
import { childOf, formatPointer, parsePointer } from './json-pointer.ts';
import type { ParsedText } from './parse-text.ts';
import type { PlaceInText, TextIndex } from './place-in-text.ts';
import type { ResolvedReference, SourceDocument } from './source-document.ts';
import { lineFinder } from './text-position.ts';

/** `resolveExternal` is asked for references that name another document. */
export function openDocument(
  source: string,
  text: string,
  parsed: ParsedText,
  resolveExternal: (uri: string, pointer: string) => ResolvedReference | null,
): SourceDocument {
  const { value } = parsed;
  const lineColumn = lineFinder(text);
  let index: TextIndex | null = null;

  function locate(pointer: string): Position {
    index ??= parsed.index();
    const tokens = parsePointer(pointer) ?? [];
    let place: PlaceInText = index.root();
    let found = 0;
    for (const token of tokens) {
      const child = index.child(place, token);
      if (child === null) break;
      place = child;
      found++;
    }
    return {
      source,
      pointer: formatPointer(tokens.slice(0, found)),
      ...lineColumn(place.keyStart ?? place.valueStart),
      exact: found === tokens.length,
    };
  }

  const document: SourceDocument = {
    source,
    value,
    locate,
    resolve(ref) {
      const hash = ref.indexOf('#');
      const uri = hash === -1 ? ref : ref.slice(0, hash);
      const pointer = decodeFragment(hash === -1 ? '' : ref.slice(hash + 1));
      if (pointer === null) return null;
      if (uri !== '') return resolveExternal(uri, pointer);
      const target = selectPointer(value, pointer);
      return target === undefined ? null : { document, pointer, value: target };
    },
  };
  return document;
}

/** What a pointer selects; undefined where there is nothing or the text is no pointer. */
export function selectPointer(value: unknown, pointer: string): unknown {
  const tokens = parsePointer(pointer);
  if (tokens === null) return undefined;
  let selected = value;
  for (const token of tokens) {
    selected = childOf(selected, token);
    if (selected === undefined) return undefined;
  }
  return selected;
}

function decodeFragment(fragment: string): string | null {
  if (!fragment.includes('%')) return fragment;
  try {
    return decodeURIComponent(fragment);
  } catch {
    return null;
  }
}
