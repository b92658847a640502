// A keyword of a schema that was spelt right before: a keyword that nobody knows is lawful in a schema and says nothing, but
// where it stands in place of one that was there, what that says now cannot be known.

import { selectPointer } from './json-pointer.ts';
import type { LoadedSpec, SpecProblem } from './source-document.ts';
import { isObject } from './spot.ts';

/** The problems of the newer release; a slip in place of a keyword that the older one has at the same place hides it. */
export function newlyMisspelt(base: LoadedSpec, revision: LoadedSpec): readonly SpecProblem[] {
  return revision.problems.map((problem) => {
    const { code, meant, hides, position } = problem;
    if (code !== 'key-misspelt' || meant === undefined || hides || position === null) return problem;
    const root = revision.roots.findIndex(({ document }) => document.source === position.source);
    const holder = position.pointer.slice(0, position.pointer.lastIndexOf('/'));
    const before = selectPointer(base.roots[root]?.document.value, holder);
    if (!isObject(before) || before[meant] === undefined) return problem;
    const hint = `Did you mean "${meant}", as before? What it says now could not be compared.`;
    return { ...problem, hint, hides: true };
  });
}
