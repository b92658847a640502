// Facts that were read from a file of another kind, as a layer beneath what people wrote in the catalogue: what they
// write there stands, and every fact still tells the line that it came from.

import type { Path, Place, SettingsLayer } from '../settings-layer.ts';

export interface ImportedFact {
  /** As in the catalogue's own settings: `['consumers', 'bodhi', 'team']`. */
  readonly path: Path;
  readonly value: unknown;
  readonly place: Place;
}

/** Of two facts with the same path the first stands. */
export function layerOfFacts(source: string, facts: readonly ImportedFact[]): SettingsLayer {
  const places = new Map<string, Place>();
  const root = new Map<string, unknown>();
  for (const { path, value, place } of facts) {
    let group = root;
    path.forEach((part, index) => {
      const key = keyOf(path.slice(0, index + 1));
      if (!places.has(key)) places.set(key, place);
      if (index === path.length - 1) {
        if (!group.has(String(part))) group.set(String(part), value);
        return;
      }
      const next = group.get(String(part));
      const inner = next instanceof Map ? next : new Map<string, unknown>();
      group.set(String(part), inner);
      group = inner;
    });
  }
  return {
    source,
    value: plain(root),
    locate: (path) => places.get(keyOf(path)) ?? null,
  };
}

function keyOf(path: Path): string {
  return JSON.stringify(path.map(String));
}

function plain(value: unknown): unknown {
  return value instanceof Map ? Object.fromEntries([...value].map(([key, inner]) => [key, plain(inner)])) : value;
}
