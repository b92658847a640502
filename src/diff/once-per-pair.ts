import type { Api } from '../spec/index.ts';

/** What is made of two releases once, and asked for in many places of them; it goes with them. */
export function oncePerPair<Made extends object>(
  make: (base: Api, revision: Api) => Made,
): (base: Api, revision: Api) => Made {
  const known = new WeakMap<Api, WeakMap<Api, Made>>();
  return (base, revision) => {
    const ofBase = known.get(base) ?? new WeakMap<Api, Made>();
    known.set(base, ofBase);
    const made = ofBase.get(revision) ?? make(base, revision);
    ofBase.set(revision, made);
    return made;
  };
}
