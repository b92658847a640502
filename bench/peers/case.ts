// One pair of documents on which the two engines are held against each other.

export type Json = Readonly<Record<string, unknown>>;

export interface PeerCase {
  /** `max-length/set @ request property`: what changed and where. */
  readonly name: string;
  readonly before: Json;
  readonly after: Json;
  /**
   * Speaks of nothing outside its one path or webhook and of components that both sides have, so that many such cases
   * fit into one document.
   */
  readonly alone: boolean;
  /** Settings of the other tool besides the usual; it may report an id under any of them. */
  readonly flags: readonly (readonly string[])[];
}

/** Parameters of the whole path are otherwise passed over. */
export const usually: PeerCase['flags'] = [['--flatten-params']];

/** For a parameter that comes to a whole path, of which it has ids of its own as long as they stay apart. */
export const unflattened: PeerCase['flags'] = [[]];

/**
 * It asks for days of notice where it is told to, and then has other names for what lacks them; and it passes over what
 * is not stable yet.
 */
export const withNotice: PeerCase['flags'] = [
  [],
  ['--deprecation-days-stable', '30', '--deprecation-days-beta', '30'],
  ['--stability-level', 'draft'],
];
