// Which operation of one release is which of the other: what a caller sends decides, that is the path, and where several
// documents of a folder have one path, the address in front of it.

import { type Api, callbackKey, type OperationEntry, operationKey, serverPath } from '../spec/index.ts';
import type { Both, Either } from './pair.ts';

type Groups = ReadonlyMap<string, readonly OperationEntry[]>;

/**
 * Counterparts in the base's order, what was added after them. Usually they have the paths as written; but where a prefix
 * moved between the server's address and the paths (`/v1` + `/pets`, then `/` + `/v1/pets`), the whole paths, since those
 * are what a caller sends. Whichever finds more of them.
 */
export function matchOperations(base: Api, revision: Api): Either<OperationEntry>[] {
  const isPlain = base.duplicates.length + revision.duplicates.length === 0;
  // The usual case, often of many thousand operations.
  if (isPlain && prefixesOf(base) === prefixesOf(revision)) return pairsByKey(base.operations, revision.operations);
  const written: Both<Groups> = { before: grouped(base, writtenPath), after: grouped(revision, writtenPath) };
  if (prefixesOf(base) === prefixesOf(revision)) return pairsOf(written);
  const whole: Both<Groups> = { before: grouped(base, wholePath), after: grouped(revision, wholePath) };
  return pairsOf(counterparts(whole) > counterparts(written) ? whole : written);
}

function pairsByKey(before: Api['operations'], after: Api['operations']): Either<OperationEntry>[] {
  const pairs: Either<OperationEntry>[] = [];
  for (const [key, entry] of before) pairs.push({ before: entry, after: after.get(key) ?? null });
  for (const [key, entry] of after) if (!before.has(key)) pairs.push({ before: null, after: entry });
  return pairs;
}

function writtenPath({ path }: OperationEntry): string {
  return path;
}

function wholePath(entry: OperationEntry): string {
  return `${serverPath(entry.servers())}${entry.path}`;
}

function prefixesOf({ roots }: Api): string {
  return JSON.stringify([...new Set(roots.map(({ servers }) => serverPath(servers)))].sort());
}

function grouped({ operations }: Api, pathOf: (entry: OperationEntry) => string): Groups {
  return Map.groupBy(operations.values(), (entry) =>
    operationKey(entry.kind === 'path' ? { ...entry, path: pathOf(entry) } : entry, entry.method),
  );
}

function counterparts({ before, after }: Both<Groups>): number {
  let count = 0;
  for (const key of before.keys()) if (after.has(key)) count += 1;
  return count;
}

function pairsOf({ before, after }: Both<Groups>): Either<OperationEntry>[] {
  const pairs = [...before].flatMap(([key, entries]) => matchTwins(entries, after.get(key) ?? []));
  for (const [key, entries] of after) {
    if (!before.has(key)) pairs.push(...entries.map((entry) => ({ before: null, after: entry })));
  }
  return pairs;
}

/** Of several with one path those at the same address, with the same names in the path, in the file of the same name. */
function matchTwins(before: readonly OperationEntry[], after: readonly OperationEntry[]): Either<OperationEntry>[] {
  const added = [...after];
  const take = (index: number) => (index < 0 ? null : added.splice(index, 1)[0]!);
  const matched = new Map<OperationEntry, OperationEntry>();
  for (const isTwin of before.length + after.length > 2 ? likest : [() => true]) {
    for (const entry of before) {
      const twin = matched.has(entry) ? null : take(added.findIndex((other) => isTwin(entry, other)));
      if (twin !== null) matched.set(entry, twin);
    }
  }
  return [
    ...before.map((entry) => ({ before: entry, after: matched.get(entry) ?? null }) as Either<OperationEntry>),
    ...added.map((entry) => ({ before: null, after: entry })),
  ];
}

type Likeness = (one: OperationEntry, other: OperationEntry) => boolean;
const atOneAddress: Likeness = (one, other) => addressOf(one) === addressOf(other);
const inOneFile: Likeness = (one, other) => fileOf(one) === fileOf(other);
const asWritten: Likeness = (one, other) => one.path === other.path;

const likest: readonly Likeness[] = [
  (one, other) => [atOneAddress, asWritten, inOneFile].every((isLike) => isLike(one, other)),
  (one, other) => [atOneAddress, asWritten].every((isLike) => isLike(one, other)),
  (one, other) => [asWritten, inOneFile].every((isLike) => isLike(one, other)),
  asWritten,
  () => true,
];

function addressOf(entry: OperationEntry): string {
  return JSON.stringify(entry.servers().map(({ url }) => url));
}

function fileOf({ spot }: OperationEntry): string | undefined {
  return spot.document.source.split(/[/\\]/).at(-1);
}

/** By where the call goes, and by name where several go there. */
export function matchCallbacks(
  before: readonly OperationEntry[],
  after: readonly OperationEntry[],
): Either<OperationEntry>[] {
  const called = Map.groupBy(after, callbackKey);
  const added = new Set(after);
  const matched = new Map<OperationEntry, OperationEntry>();
  for (const goesByName of [true, false]) {
    for (const entry of before) {
      if (matched.has(entry)) continue;
      const twins = called.get(callbackKey(entry)) ?? [];
      const twin = twins.find((other) => added.has(other) && (!goesByName || other.name === entry.name));
      if (twin === undefined) continue;
      matched.set(entry, twin);
      added.delete(twin);
    }
  }
  const pairs = before.map((entry) => ({ before: entry, after: matched.get(entry) ?? null }) as Either<OperationEntry>);
  return [...pairs, ...[...added].map((entry) => ({ before: null, after: entry }))];
}
