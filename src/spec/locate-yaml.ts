// Finds places in YAML text. js-yaml tells its listener where each node begins and ends while it parses, and these
// notes are kept: writing them down costs far less than the second parse that would otherwise be due when a position
// is wanted. They are read as a tree only along the pointers that are asked for.

import type { State } from 'js-yaml';
import { leastStretch, type Stretch } from './stretch.ts';
import type { OffsetIndex } from './text-index.ts';
import { lineFinder } from './text-position.ts';

/** The nodes that js-yaml composed, in the order in which it opened them. Typed arrays: plain ones cost 15 % of the parse. */
export interface YamlNotes {
  readonly listener: (event: 'open' | 'close', state: State) => void;
  readonly count: number;
  /** Offsets at which js-yaml began to look for the node: blanks and comments may come first. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** The number of the first node that was opened after this one had been closed. */
  readonly nexts: Int32Array;
  readonly results: readonly unknown[];
  /** Whether there are anchors or directives: then what a line means may depend on lines far away. */
  readonly hasAnchors: boolean;
}

export function takeYamlNotes(): YamlNotes {
  let count = 0;
  let starts = new Int32Array(1024);
  let ends = new Int32Array(1024);
  let nexts = new Int32Array(1024);
  const results: unknown[] = [];
  const open: number[] = [];
  let hasAnchors = false;
  return {
    listener(event, state) {
      if (event === 'open') {
        if (count === starts.length) {
          starts = doubled(starts);
          ends = doubled(ends);
          nexts = doubled(nexts);
        }
        open.push(count);
        starts[count] = state.position;
        results.push(null);
        count++;
      } else {
        const node = open.pop() as number;
        ends[node] = state.position;
        nexts[node] = count;
        results[node] = state.result;
        if (node === 0) {
          const { anchorMap, tagMap } = state as State & { anchorMap: object; tagMap: object };
          hasAnchors = Object.keys(anchorMap).length + Object.keys(tagMap).length > 0;
        }
      }
    },
    get count() {
      return count;
    },
    get starts() {
      return starts;
    },
    get ends() {
      return ends;
    },
    get nexts() {
      return nexts;
    },
    results,
    get hasAnchors() {
      return hasAnchors;
    },
  };
}

function doubled(array: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}

interface YamlNode {
  /** The key's first character, where the node is a member of a mapping; else null. */
  readonly keyStart: number | null;
  /** The value's first character, tags and anchors included. */
  readonly valueStart: number;
  /** After the value's last character; blank lines may come between. */
  readonly valueEnd: number;
  /** Number of the node in the notes; -1 for a null that the text leaves out. */
  readonly note: number;
  children: Map<string, YamlNode> | null;
}

export interface YamlIndex extends OffsetIndex<YamlNode> {
  /** Of the members of the whole. */
  readonly stretches: () => readonly Stretch[];
}

/** For the text, its length in bytes, and the notes of one js-yaml parse that succeeded. */
export function indexYaml(text: string, bytes: number, notes: YamlNotes): YamlIndex {
  const { starts, ends, nexts, results } = notes;
  const lineColumn = lineFinder(text);
  const byteAt = byteCounter(text, bytes);
  let root: YamlNode | null = null;
  let originals: Map<object, number> | null = null;

  /** js-yaml opens a node twice where it first tries it as a key: then the inner one is the node itself. */
  function settle(note: number): number {
    let settled = note;
    const result = results[note];
    while (settled + 1 < (nexts[settled] as number)) {
      const inner = settled + 1;
      if (results[inner] !== result || typeof result !== 'object' || result === null) break;
      settled = inner;
    }
    return settled;
  }

  function contentStart(note: number): number {
    return skipProperties(text, skipBlank(text, starts[note] as number));
  }

  /** An alias stands for the node with the same result that has children or an anchor: the first that was opened. */
  function original(note: number): number {
    if (text[contentStart(note)] !== '*') return note;
    if (originals === null) {
      originals = new Map();
      for (let index = 0; index < notes.count; index++) {
        const result = results[index];
        if (typeof result !== 'object' || result === null || originals.has(result)) continue;
        if (text[contentStart(index)] !== '*') originals.set(result, index);
      }
    }
    const result = results[note];
    return (typeof result === 'object' && result !== null ? originals.get(result) : undefined) ?? note;
  }

  function nodeAt(note: number, keyStart: number | null): YamlNode {
    return {
      keyStart,
      valueStart: skipBlank(text, starts[note] as number),
      valueEnd: ends[note] as number,
      note,
      children: null,
    };
  }

  function childNotes(note: number): number[] {
    const children: number[] = [];
    for (let child = note + 1; child < (nexts[note] as number); child = nexts[child] as number) children.push(child);
    return children;
  }

  function childrenOf(parent: YamlNode): Map<string, YamlNode> {
    const children = new Map<string, YamlNode>();
    if (parent.note === -1) return children;
    const note = settle(original(settle(parent.note)));
    const value = results[note];
    if (Array.isArray(value)) addItems(note, value, children);
    else if (typeof value === 'object' && value !== null) addMembers(note, children);
    return children;
  }

  function addItems(note: number, value: readonly unknown[], children: Map<string, YamlNode>): void {
    // A block sequence's empty item (`-` and nothing more) is not composed, so no note tells of it: its dash does.
    const isBlock = text[contentStart(note)] === '-';
    let index = 0;
    let from = contentStart(note);
    const addEmptyItems = (until: number, dashesToKeep: number) => {
      const dashes = isBlock ? dashesBetween(text, from, until) : [];
      for (const dash of dashes.slice(0, dashes.length - dashesToKeep)) {
        children.set(String(index++), {
          keyStart: null,
          valueStart: dash,
          valueEnd: dash + 1,
          note: -1,
          children: null,
        });
      }
    };
    const nested = childNotes(note);
    for (let at = 0; at < nested.length && index < value.length; at++) {
      const child = nested[at] as number;
      addEmptyItems(starts[child] as number, 1);
      const item = nodeAt(child, null);
      // `[key: value]` is a list of one-member mappings: the key and the value are composed as if they were items.
      const pairValue = nested[at + 1];
      if (!isBlock && pairValue !== undefined && text[skipBlank(text, ends[child] as number)] === ':') {
        item.children = new Map([[String(results[child]), nodeAt(pairValue, item.valueStart)]]);
        at++;
      }
      children.set(String(index++), item);
      from = ends[child] as number;
    }
    addEmptyItems(ends[note] as number, 0);
  }

  function addMembers(note: number, children: Map<string, YamlNode>): void {
    const nested = childNotes(note);
    const merged: YamlNode[] = [];
    for (let at = 0; at < nested.length; at++) {
      const keyNote = nested[at] as number;
      const keyStart = skipBlank(text, starts[keyNote] as number);
      const afterKey = skipBlank(text, ends[keyNote] as number);
      const hasValue = text[afterKey] === ':';
      if (!hasValue && at + 1 >= nested.length && results[keyNote] === null) break;
      const valueNote = hasValue ? nested[++at] : undefined;
      const member =
        valueNote === undefined
          ? { keyStart, valueStart: afterKey, valueEnd: afterKey, note: -1, children: null }
          : nodeAt(valueNote, keyStart);
      if (results[keyNote] === '<<' && text[keyStart] === '<') merged.push(member);
      else children.set(String(results[keyNote]), member);
    }
    for (const member of merged) {
      const source = childrenOf(member);
      const value = results[settle(member.note)];
      const mappings = Array.isArray(value) ? [...source.values()].map(childrenOf) : [source];
      for (const mapping of mappings) {
        for (const [key, place] of mapping) if (!children.has(key)) children.set(key, place);
      }
    }
  }

  /** Of a mapping or sequence that is written as a block below its key. */
  function stretchOf(key: string, node: YamlNode): Stretch | null {
    const { keyStart, valueStart, note } = node;
    const value = note === -1 ? null : results[note];
    if (keyStart === null || typeof value !== 'object' || value === null) return null;
    const from = lineStart(text, keyStart);
    const [head] = /.*/.exec(text.slice(from, keyStart + longestKey)) as RegExpExecArray;
    const isAlone = text.slice(from, keyStart).trim() === '' && /^[^#]*: *$/.test(head);
    if (!isAlone || valueStart < from + head.length || /[{[&!*]/.test(text[valueStart] as string)) return null;
    const end = Math.min(node.valueEnd, text.length);
    const to = end === text.length ? end : lineStart(text, end);
    if (to - from < leastStretch || text.slice(to, end).trim() !== '') return null;
    const { line } = lineColumn(from);
    const furtherLines = lineColumn(to).line - line - 1;
    const [first, last] = [byteAt(from), byteAt(to)];
    const valueFrom = first + Buffer.byteLength(head.slice(0, head.lastIndexOf(':') + 1));
    return { key, from: first, valueFrom, to: last, line, furtherLines, members: () => stretchesIn(node) };
  }

  function stretchesIn(parent: YamlNode): readonly Stretch[] {
    parent.children ??= childrenOf(parent);
    return [...parent.children].flatMap(([key, node]) => stretchOf(key, node) ?? []);
  }

  function rootNode(): YamlNode {
    root ??= nodeAt(0, null);
    return root;
  }

  return {
    root: rootNode,
    child(parent, token) {
      parent.children ??= childrenOf(parent);
      return parent.children.get(token) ?? null;
    },
    lineColumn: ({ keyStart, valueStart }) => lineColumn(keyStart ?? valueStart),
    written({ note, valueStart, valueEnd }) {
      const value = note === -1 ? null : results[note];
      return typeof value === 'object' && value !== null ? null : text.slice(valueStart, valueEnd).trimEnd();
    },
    valueStart: ({ valueStart }) => byteAt(valueStart),
    stretches: () => stretchesIn(rootNode()),
  };
}

/**
 * From an offset in UTF-16 code units to that in UTF-8, for offsets before or after a run of characters beyond ASCII,
 * never inside one: keys, values and lines begin and end beside a blank or a sign of YAML's.
 */
function byteCounter(text: string, bytes: number): (at: number) => number {
  if (bytes === text.length) return (at) => at;
  const ends = [0];
  const sums = [0];
  const beyondAscii = /[^\0-\x7f]+/g;
  for (let run = beyondAscii.exec(text); run !== null; run = beyondAscii.exec(text)) {
    sums.push(sums.at(-1)! + run.index - ends.at(-1)! + Buffer.byteLength(run[0]));
    ends.push(beyondAscii.lastIndex);
  }
  return (at) => {
    let low = 0;
    let high = ends.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (ends[middle]! <= at) low = middle;
      else high = middle - 1;
    }
    return sums[low]! + at - ends[low]!;
  };
}

/** YAML's own limit for a key that stands on one line (1.2, 8.2.2). */
const longestKey = 1024;

function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

/** Past spaces, line breaks and comments. */
function skipBlank(text: string, from: number): number {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d) {
      at++;
    } else if (code === 0x23) {
      while (at < text.length && text.charCodeAt(at) !== 0x0a && text.charCodeAt(at) !== 0x0d) at++;
    } else {
      return at;
    }
  }
}

/** Past tags and anchors. */
function skipProperties(text: string, from: number): number {
  let at = from;
  while (text[at] === '!' || text[at] === '&') {
    while (at < text.length && !/\s/.test(text[at] as string)) at++;
    at = skipBlank(text, at);
  }
  return at;
}

/** The offsets of the dashes in a stretch that holds nothing else but blanks and comments. */
function dashesBetween(text: string, from: number, until: number): number[] {
  const dashes: number[] = [];
  for (let at = skipBlank(text, from); at < until && text[at] === '-'; at = skipBlank(text, at + 1)) dashes.push(at);
  return dashes;
}
