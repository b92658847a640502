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

/** What a caller sends and where it gets it, whatever a document calls it: equal for schemes that ask for the same. */
export function credentialOf(scheme: SecurityScheme): string {
  let credential = credentials.get(scheme);
  if (credential === undefined) {
    credential = writeCredential(scheme);
    credentials.set(scheme, credential);
  }
  return credential;
}

/** Each is asked for once for every scheme that it is held against. */
const credentials = new WeakMap<SecurityScheme, string>();

function writeCredential({ type, keyIn, keyName, httpScheme, openIdConnectUrl, flows }: SecurityScheme): string {
  if (type === 'apiKey') return `apiKey ${keyIn} ${keyIn === 'header' ? keyName?.toLowerCase() : keyName}`;
  if (type === 'http') return `http ${httpScheme}`;
  const urls = [...flows.values()]
    .map(({ flow, tokenUrl, authorizationUrl }) => [flow, tokenUrl, authorizationUrl])
    .sort(([one], [other]) => (String(one) < String(other) ? -1 : 1));
  return `${type} ${openIdConnectUrl ?? ''} ${JSON.stringify(urls)}`;
}

/** Each pair once, those first for which an operation asks. */
export function pairSchemes(base: Api, revision: Api, operations: readonly Either<OperationEntry>[]): SchemePair[] {
  const asked = new Map<SecurityScheme, Map<SecurityScheme | null, Set<OperationEntry>>>();
  const callable: OperationEntry[] = [];
  for (const { before, after } of operations) {
    if (before === null || after === null) continue;
    if (before.kind === 'path') callable.push(before);
    const [needs, needsNow] = [needsOf(before), needsOf(after)];
    for (const need of needs) {
      const counterpart = counterpartOf(need, needs, needsNow);
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
function counterpartOf({ name, scheme }: Need, before: readonly Need[], after: readonly Need[]): Need | undefined {
  const asksFor = (credential: string) => (other: Need) =>
    other.scheme !== null && credentialOf(other.scheme) === credential;
  const same = scheme && after.find(asksFor(credentialOf(scheme)));
  if (same) return same;
  const namesake = after.find((other) => other.name === name);
  const isAnothers = namesake?.scheme && before.some(asksFor(credentialOf(namesake.scheme)));
  return isAnothers ? undefined : namesake;
}
