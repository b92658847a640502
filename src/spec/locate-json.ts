// Finds places in JSON text without a second parse: the children of an object are looked for only when one of them
// is asked for, by skipping over values, and are remembered. So a thousand places cost about one scan of the text.

import type { PlaceInText, TextIndex } from './place-in-text.ts';

interface JsonNode extends PlaceInText {
  children: Map<string, JsonNode> | null;
}

/** For text that JSON.parse accepted; of duplicate keys the last counts, as it does there. */
export function indexJson(text: string): TextIndex<JsonNode> {
  let root: JsonNode | null = null;

  function childrenOf(parent: JsonNode): Map<string, JsonNode> {
    const children = new Map<string, JsonNode>();
    const opening = text.charCodeAt(parent.valueStart);
    if (opening !== openBrace && opening !== openBracket) return children;
    let at = skipSpace(text, parent.valueStart + 1);
    for (let index = 0; at < parent.valueEnd - 1; index++) {
      let token = String(index);
      let keyStart: number | null = null;
      if (opening === openBrace) {
        keyStart = at;
        const keyEnd = skipString(text, at);
        token = JSON.parse(text.slice(at, keyEnd));
        at = skipSpace(text, skipSpace(text, keyEnd) + 1);
      }
      const valueEnd = skipValue(text, at);
      children.set(token, { keyStart, valueStart: at, valueEnd, children: null });
      at = skipSpace(text, valueEnd);
      if (text.charCodeAt(at) === comma) at = skipSpace(text, at + 1);
    }
    return children;
  }

  return {
    root() {
      if (root === null) {
        const valueStart = skipSpace(text, 0);
        root = { keyStart: null, valueStart, valueEnd: skipValue(text, valueStart), children: null };
      }
      return root;
    },
    child(parent, token) {
      parent.children ??= childrenOf(parent);
      return parent.children.get(token) ?? null;
    },
  };
}

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;

function skipSpace(text: string, from: number): number {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return at;
    at++;
  }
}

function skipString(text: string, from: number): number {
  let at = from + 1;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === quote) return at + 1;
    at += code === backslash ? 2 : 1;
  }
}

function skipValue(text: string, from: number): number {
  let at = from;
  let depth = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      at = skipString(text, at);
      if (depth === 0) return at;
    } else if (code === openBrace || code === openBracket) {
      depth++;
      at++;
    } else if (code === closeBrace || code === closeBracket) {
      if (depth === 0) return at;
      at++;
      if (--depth === 0) return at;
    } else if (depth === 0 && (code === comma || code <= 0x20)) {
      return at;
    } else {
      at++;
    }
  }
  return at;
}
