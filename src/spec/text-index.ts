// What openDocument asks of the text: where the children of a value stand. JSON counts in bytes and YAML in characters,
// so offsets stay behind this interface.

import type { LineColumn } from './text-position.ts';

export interface TextIndex<Node = unknown> {
  root(): Node;
  /** Null where the text has no such child. Looked up when asked for, and remembered. */
  child(parent: Node, token: string): Node | null;
  /** Of a member's key, of an item's or the root's first character. */
  lineColumn(node: Node): LineColumn;
  /** A number, word or string as its author wrote it; null for objects and lists. */
  written(node: Node): string | null;
}

/** Of a text that was parsed by itself. */
export interface OffsetIndex<Node = unknown> extends TextIndex<Node> {
  /** The offset of a member's or item's value, in bytes of UTF-8. */
  valueStart(node: Node): number;
}
