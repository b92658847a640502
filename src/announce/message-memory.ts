// What the messages of one release have in common is found out once for all of them, and what those to one team have
// in common once for these: a release may hit hundreds of consumers in thousands of places, and each team reads a
// handful of messages of it.

import type { MessageInput } from './message-input.ts';

type Basis = Pick<MessageInput, 'catalog' | 'comparison' | 'impact' | 'release'>;

interface Memory extends Omit<Basis, 'release'> {
  readonly known: Map<string, unknown>;
}

/** By the release as it was read: read anew, nothing of it is remembered. */
const memories = new WeakMap<Basis['release'], Memory>();

/** What is found may depend on the basis and on what the key names, and on nothing else. */
export function remembered<Found>(basis: Basis, key: string, find: () => Found): Found {
  const { catalog, comparison, impact, release } = basis;
  let memory = memories.get(release);
  if (memory?.catalog !== catalog || memory.comparison !== comparison || memory.impact !== impact) {
    memory = { catalog, comparison, impact, known: new Map() };
    memories.set(release, memory);
  }
  if (!memory.known.has(key)) memory.known.set(key, find());
  return memory.known.get(key) as Found;
}
