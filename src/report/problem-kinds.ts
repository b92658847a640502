// Problems of one kind are often many: a description in which an operationId is given twice has dozens of these, release
// after release. The first of a kind speak for all, so that what changed does not stand below pages of them.

import type { Comparison } from '../rules/index.ts';

type Problems = Comparison['problems'];

/** Of a kind that has more of them, so many are told. */
const toldOfMany = 3;

/** The problems kind by kind: those that are told, and the rest, which is counted. */
export function kindsOfProblems(problems: Problems): readonly { readonly told: Problems; readonly rest: Problems }[] {
  const kinds = Map.groupBy(problems, ({ code, hides }) => `${code} ${hides}`);
  return [...kinds.values()].map((alike) => {
    const told = alike.length <= toldOfMany + 1 ? alike.length : toldOfMany;
    return { told: alike.slice(0, told), rest: alike.slice(told) };
  });
}
