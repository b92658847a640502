/** Where a node of a parsed document stands in its text; offsets in UTF-16 code units. */
export interface PlaceInText {
  /** The key's first character, where the node is a member of an object or mapping; else null. */
  readonly keyStart: number | null;
  /** The value's first character, YAML tags and anchors included. */
  readonly valueStart: number;
  /** Just after the value's last character; YAML may count blank lines and comments that follow. */
  readonly valueEnd: number;
}

/** Finds the children of a node in the text. One is made for each document and remembers what it has scanned. */
export interface TextIndex<Node extends PlaceInText = PlaceInText> {
  root(): Node;
  /** Null where the text has no such child. */
  child(parent: Node, token: string): Node | null;
}
