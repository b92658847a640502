// Which security schemes of two releases are compared: those that stand for each other where an operation asks for them.
// A name alone says nothing to a caller, and each document of a folder gives its names a meaning of its own.

import {
  type Api,
  type OperationEntry,
  operationTitle,
  type SecurityAlternative,
  type SecurityScheme,
} from '../spec/index.ts';
import type { Either, Pairs } from './pair.ts';

type Need = SecurityAlternative['schemes'][number];
type SchemePair = Pairs['securityScheme'];

/** Each pair once, those first for which an operation asks. */
export function pairSchemes(base: Api, revision: Api, operations: readonly Either<OperationEntry>[]): SchemePair[] {
  const asked = new Map<SecurityScheme, Map<SecurityScheme | null, Set<OperationEntry>>>();
  const callable: OperationEntry[] = [];
  for (const { before, after } of operations) {
    if (before === null || after === null) continue;
    if (before.kind === 'path') callable.push(before);
    const needs = needsOf(before);
    if (needs.length === 0) continue;
    const counterpartOf = counterparts(needs, needsOf(after));
    for (const need of needs) {
      const counterpart = counterpartOf(need);
      if (need.scheme === null || counterpart === undefined) continue; // the rules on requirements speak of it
      const partners = asked.get(need.scheme) ?? new Map<SecurityScheme | null, Set<OperationEntry>>();
      const entries = partners.get(counterpart.scheme) ?? new Set<OperationEntry>();
      asked.set(need.scheme, partners.set(counterpart.scheme, entries.add(before)));
    }
  }
  const pairs = [...asked].flatMap(([before, partners]) =>
    [...partners].map(([after, entries]): SchemePair => {
      const unasked = callable.filter((entry) => !entries.has(entry));
      return { before, after, use: 'asked', unasked: unasked.map(operationTitle).sort() };
    }),
  );
  const use = [...base.operations.values()].some((entry) => needsOf(entry).length > 0) ? 'unasked' : 'unsaid';
  for (const [name, schemes] of base.securitySchemes) {
    const others = revision.securitySchemes.get(name) ?? [];
    for (const [index, before] of schemes.entries()) {
      const after = others[index] ?? others.at(-1) ?? null;
      const isToldOf = after === null ? asked.get(before)?.has(null) : asked.has(before);
      if (isToldOf !== true) pairs.push({ before, after, use, unasked: [] } as SchemePair);
    }
  }
  for (const [name, [after]] of revision.securitySchemes) {
    if (after !== undefined && !base.securitySchemes.has(name)) pairs.push({ before: null, after, use, unasked: [] });
  }
  return pairs;
}

/** The document's security is about calls to the API, so a webhook that only inherits it has none. */
function needsOf(entry: OperationEntry): Need[] {
  const { inherited, alternatives } = entry.security();
  return inherited && entry.kind !== 'path' ? [] : alternatives.flatMap(({ schemes }) => schemes);
}

/** What asks for the same; else what has the same name, and asks for nothing that was asked for under another. */
function counterparts(before: readonly Need[], after: readonly Need[]): (need: Need) => Need | undefined {
  const namesakes = firstBy(after, ({ name }) => name);
  const [asked, askedNow] = [before, after].map((needs) =>
    firstBy(needs, ({ scheme }) => scheme?.credential ?? null),
  ) as [Map<string, Need>, Map<string, Need>];
  return ({ name, scheme }) => {
    const same = scheme && askedNow.get(scheme.credential);
    if (same) return same;
    const namesake = namesakes.get(name);
    const isAnothers = namesake?.scheme && asked.has(namesake.scheme.credential);
    return isAnothers ? undefined : namesake;
  };
}

/** The first need of each key; those without one are left out. */
function firstBy(needs: readonly Need[], keyOf: (need: Need) => string | null): Map<string, Need> {
  const firsts = new Map<string, Need>();
  for (const need of needs) {
    const key = keyOf(need);
    if (key !== null && !firsts.has(key)) firsts.set(key, need);
  }
  return firsts;
}
