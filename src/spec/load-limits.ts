/** Bounds that keep a hostile or mistaken document from taking the process down. */
export interface LoadLimits {
  /** Of one document. */
  readonly maximumBytes: number;
  /** Levels of objects and arrays inside each other. */
  readonly nesting: number;
  /** Nodes that a YAML document has when each alias is replaced by what it stands for. */
  readonly expandedNodes: number;
  /** Keys that YAML merges (`<<`) copy, all in all. */
  readonly mergedKeys: number;
  /** Documents that `$ref`s may lead to, all in all. */
  readonly documents: number;
  /** For one answer of a server. */
  readonly timeoutSeconds: number;
  /** For the next byte of a pipe or of standard input, whose writer may be slow, or may never come. */
  readonly silentSeconds: number;
}

export const defaultLoadLimits: LoadLimits = {
  maximumBytes: 64 * 1024 * 1024,
  nesting: 500,
  expandedNodes: 5_000_000,
  mergedKeys: 1_000_000,
  documents: 2_000,
  timeoutSeconds: 30,
  silentSeconds: 120,
};
