// Whom a release hurts, joined from what is known now: new evidence and a claimed caller show without a new assessment.
// Reading the evidence of a service and settling whose it is takes long where many call, so that and what was joined
// with it is remembered as long as the log tells of no new evidence and no new decision. It may be asked for inside a
// transaction too: whoever writes either logs it in the same one, so what the log does not tell of has not changed.
// The contracts that the catalogue imports are read beside the store, not kept in it: they lie in files under review, as
// the consumers that they speak of do, so `tocsin impact` and the board know the same of them at any time.

import type { Instant } from '../base/index.ts';
import {
  type CallerDecision,
  type Catalog,
  findImpact,
  type Impact,
  type Pact,
  settleCallers,
  type UseEvidence,
} from '../catalog/index.ts';
import { evidenceOfPacts, operationMatcher, servicePrefixes } from '../evidence/index.ts';
import type { Assessment, Changes, EventType, Records } from '../store/index.ts';

/** So many releases are looked at together on one page, and so many services. */
const kept = { impacts: 32, services: 8 };

/** After which another answer is possible. A catalogue that was synced is another catalogue. */
const movesUse: readonly EventType[] = [
  'evidence.recorded',
  'evidence.forgotten',
  'caller.claimed',
  'caller.forwarded',
  'caller.noise',
  'caller.reopened',
];

/** What is known of the use of one service. */
interface KnownUse {
  readonly evidence: readonly UseEvidence[];
  readonly decisions: readonly CallerDecision[];
  /** Of those whom the catalogue knows, or somebody claimed; each with the consumer's name. */
  readonly settled: readonly UseEvidence[];
}

/** What was read and joined with one catalogue, and holds where the log stands at `cursor`. */
export interface UseMemory {
  readonly catalog: Catalog;
  cursor: number;
  readonly byService: Map<string, KnownUse>;
  readonly impacts: Map<string, Impact>;
}

/** What is joined with the store, see `House`. */
interface Known {
  readonly catalog: Catalog;
  readonly contracts: readonly Pact[];
  readonly prefixesOf: (service: string) => readonly string[];
  memory: UseMemory | null;
  readonly now: () => Instant;
}

/** The evidence of a service's known callers; what was called by somebody who has been claimed since is the claimant's. */
export async function settledUse(house: Known, records: Records | Changes, service: string) {
  return (await useOf(house, await memoryIn(house, records), records, service)).settled;
}

export async function joinImpact(
  house: Known,
  records: Records | Changes,
  service: string,
  assessment: Assessment,
): Promise<Impact> {
  const { catalog } = house;
  const { comparison, operations, at } = assessment;
  // A service that has left the catalogue has nobody any more, and its gates say that it is not known.
  if (!catalog.services.some(({ name }) => name === service)) {
    return { service, consumers: [], unknownCallers: [], observed: false };
  }
  const memory = await memoryIn(house, records);
  // What a contract says is said today.
  const day = house.contracts.length === 0 ? '' : house.now().slice(0, 10);
  const key = [service, at, comparison.base.digest, comparison.revision.digest, day].join(' ');
  return remembered(memory.impacts, kept.impacts, key, async () => {
    const use = await useOf(house, memory, records, service);
    const evidence = [...use.evidence, ...evidenceOfContracts(house, service, assessment)];
    return findImpact(comparison, catalog, service, { operations, evidence, decisions: use.decisions });
  });
}

function useOf({ catalog }: Known, memory: UseMemory, records: Records, service: string): Promise<KnownUse> {
  return remembered(memory.byService, kept.services, service, async () => {
    const [evidence, decisions] = [await records.useEvidence(service), await records.callerDecisions()];
    return { evidence, decisions, settled: settleCallers(evidence, decisions, catalog).known };
  });
}

/** What holds for this reader. Whoever sees an older log than the last, or writes use itself, has a memory of its own. */
async function memoryIn(house: Known, records: Records | Changes): Promise<UseMemory> {
  const { catalog, memory } = house;
  const cursor = await records.cursor();
  const isCommitted = !('append' in records);
  if (memory?.catalog === catalog && cursor >= memory.cursor && !(await records.hasEvent(movesUse, memory.cursor))) {
    if (isCommitted) memory.cursor = Math.max(memory.cursor, cursor);
    return memory;
  }
  const fresh: UseMemory = { catalog, cursor, byService: new Map(), impacts: new Map() };
  if (isCommitted && (house.memory?.catalog !== catalog || house.memory.cursor < cursor)) house.memory = fresh;
  return fresh;
}

/** What was asked for longest ago is forgotten first. */
async function remembered<Value>(
  memory: Map<string, Value>,
  limit: number,
  key: string,
  find: () => Promise<Value>,
): Promise<Value> {
  const value = memory.get(key) ?? (await find());
  memory.delete(key);
  memory.set(key, value);
  for (const oldest of memory.keys()) {
    if (memory.size <= limit) break;
    memory.delete(oldest);
  }
  return value;
}

function evidenceOfContracts(
  { catalog, contracts, prefixesOf, now }: Known,
  name: string,
  { operations, serverPaths }: Assessment,
): readonly UseEvidence[] {
  const service = catalog.services.find((one) => one.name === name);
  if (service === undefined || contracts.length === 0) return [];
  const routes = (operations ?? []).filter(({ kind }) => kind === 'path');
  const prefixes = [...servicePrefixes(service, prefixesOf(name)), ...(serverPaths ?? [])];
  return evidenceOfPacts(contracts, {
    service: name,
    catalog,
    matchOperation: operationMatcher(routes, prefixes),
    at: now(),
  }).uses;
}
