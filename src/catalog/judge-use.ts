// What one consumer's uses of a service mean for it. A consumer's word on its operations is taken as such
// (`declared`); where it says nothing, or names an operation that the document does not hold, the answer is `unknown`
// and never "fine". Consumers that declare the same operations share their lists of hits, so that ten thousand
// consumers cost little more than the different declarations among them.

import { closest } from 'fastest-levenshtein';
import type { Comparison, Finding, OperationRef } from '../rules/index.ts';
import { normalisePath } from '../spec/index.ts';
import type { Consumer } from './catalog.ts';
import type { ConsumerImpact, Hit } from './impact.ts';
import { lastSeen, type UseEvidence } from './use-evidence.ts';

/** `GET /pets/{id}` and `get /pets/{petId}/` are the same operation to a caller. */
function keyOf(declared: string): string {
  const [method = '', path] = declared.trim().split(/\s+/, 2);
  if (path === undefined) return declared;
  return method === 'webhook' ? `webhook ${path}` : `${method.toUpperCase()} ${withoutLastSlash(normalisePath(path))}`;
}

function withoutLastSlash(path: string): string {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

/** A callback belongs to the operation that names it: its own path begins with that operation's. */
function pathOfCallback({ path }: OperationRef): string {
  return withoutLastSlash(normalisePath(path.split(' ')[0] ?? path));
}

function titleOf(operation: OperationRef): string {
  return operation.kind === 'webhook'
    ? `webhook ${operation.name ?? operation.path}`
    : `${operation.method.toUpperCase()} ${operation.path}`;
}

type Caller = Pick<Consumer, 'name' | 'team'>;

/** `declared` is null for a consumer that declared nothing and was only seen. */
export function judgeOfUse(
  service: string,
  comparison: Comparison,
  findings: readonly Finding[],
  operations: readonly OperationRef[] | null,
  evidence: readonly UseEvidence[],
): (caller: Caller, declared: readonly string[] | null) => ConsumerImpact {
  const findingsByKey = new Map<string, Finding[]>();
  const callbacksByPath = new Map<string, Finding[]>();
  const forEverybody: Hit[] = [];
  for (const finding of findings) {
    const { operation } = finding;
    if (operation === null) {
      const because = `The whole of ${service} changes, whatever operation is called.`;
      forEverybody.push({ finding: finding.fingerprint, certainty: 'declared', environments: [], because });
    } else if (operation.kind === 'callback') addTo(callbacksByPath, pathOfCallback(operation), finding);
    else addTo(findingsByKey, keyOf(titleOf(operation)), finding);
  }
  const described = [...(operations ?? []), ...findings.map(({ operation }) => operation)].filter(
    (operation) => operation !== null && operation.kind !== 'callback',
  ) as OperationRef[];
  const titles = new Map(described.map((one) => [keyOf(titleOf(one)), titleOf(one)]));
  const keyOfId = new Map(described.map((one) => [one.operationId, keyOf(titleOf(one))]));
  const resolve = (declared: string) => keyOfId.get(declared) ?? keyOf(declared);
  const isInDocument = (key: string) => operations === null || titles.has(key);
  const findingsOf = (key: string) => [
    ...(findingsByKey.get(key) ?? []),
    ...(callbacksByPath.get(key.slice(key.indexOf(' ') + 1)) ?? []),
  ];
  const everything = (because: string): Hit[] =>
    findings.map(({ fingerprint }) => ({ finding: fingerprint, certainty: 'unknown', environments: [], because }));
  const apiWide = new Map(forEverybody.map((hit) => [hit.finding, hit]));
  const serviceOnly = everything(
    `Only ${service} as a whole is declared, no operation: which ones are called cannot be told.`,
  ).map((hit) => apiWide.get(hit.finding) ?? hit);

  const seenBy = Map.groupBy(
    evidence.filter((use) => use.consumer !== null),
    (use) => use.consumer as string,
  );
  const unclearFor = new Map<string, readonly Hit[]>();
  const known = new Map<string, Omit<ConsumerImpact, 'consumer' | 'team'>>();

  return (caller, declared) => {
    const uses = seenBy.get(caller.name) ?? [];
    const memo = uses.length === 0 ? JSON.stringify(declared) : null;
    const before = memo === null ? undefined : known.get(memo);
    if (before !== undefined) return { consumer: caller.name, team: caller.team, ...before };

    const keys = [...new Set((declared ?? []).map(resolve))];
    const notInDocument = [...new Set((declared ?? []).filter((one) => !isInDocument(resolve(one))))];
    const hits = new Map<string, Hit>();
    if (uses.length > 0) {
      for (const [key, calls] of Map.groupBy(uses, (use) => resolve(use.operation))) {
        for (const finding of findingsOf(key)) {
          hits.set(finding.fingerprint, {
            finding: finding.fingerprint,
            certainty: 'operation',
            environments: sumByEnvironment(calls),
            because: `Calls to ${calls[0]?.operation} were seen (${[...new Set(calls.map(({ source }) => source))].join(', ')}).`,
          });
        }
      }
    }
    for (const key of keys) {
      for (const finding of findingsOf(key)) {
        if (hits.has(finding.fingerprint)) continue;
        hits.set(finding.fingerprint, {
          finding: finding.fingerprint,
          certainty: 'declared',
          environments: [],
          because: whyDeclared(finding, key),
        });
      }
    }
    const judged = {
      via: [],
      hits: withTheUnclear([...hits.values()], declared, notInDocument),
      notInDocument,
    };
    const answer = {
      ...judged,
      notAffectedBecause: judged.hits.length > 0 ? null : whyNotAffected(keys, uses),
    };
    if (memo !== null) known.set(memo, answer);
    return { consumer: caller.name, team: caller.team, ...answer };
  };

  function withTheUnclear(
    sure: readonly Hit[],
    declared: readonly string[] | null,
    missing: readonly string[],
  ): readonly Hit[] {
    if (declared?.length === 0 && sure.length === 0) return serviceOnly;
    if (declared?.length !== 0 && missing.length === 0)
      return sure.length === 0 ? forEverybody : [...sure, ...forEverybody];
    const met = new Set([...sure, ...forEverybody].map(({ finding }) => finding));
    const unclear = declared?.length === 0 ? serviceOnly : everythingUnclear(missing);
    return [...sure, ...forEverybody, ...unclear.filter(({ finding }) => !met.has(finding))];
  }

  function whyDeclared({ operation }: Finding, key: string): string {
    const used = titles.get(key) ?? key;
    return operation?.kind === 'callback'
      ? `Declares that it uses ${used}, which calls back with something else.`
      : `Declares that it uses ${used}.`;
  }

  function everythingUnclear(missing: readonly string[]): readonly Hit[] {
    const key = missing.join('\n');
    const hits = unclearFor.get(key) ?? everything(whyUnclear(missing));
    unclearFor.set(key, hits);
    return hits;
  }

  function whyUnclear(missing: readonly string[]): string {
    const known = [...titles.values()];
    const guesses = missing.map((one) => (known.length === 0 ? one : `${one} (the nearest is ${closest(one, known)})`));
    return `Declares ${guesses.join(', ')}, which ${service} does not describe: what it calls cannot be told.`;
  }

  function whyNotAffected(keys: readonly string[], uses: readonly UseEvidence[]): string | null {
    if (comparison.verdict === 'unknown' || comparison.problems.some(({ hides }) => hides)) return null;
    if (findings.length === 0) return `Nothing in this release of ${service} breaks a caller.`;
    const count = new Set([...keys, ...uses.map((use) => resolve(use.operation))]).size;
    return count === 1
      ? `The one operation that it uses is not among those that change.`
      : `None of the ${count} operations that it uses is among those that change.`;
  }
}

function addTo(groups: Map<string, Finding[]>, key: string, finding: Finding): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [finding]);
  else group.push(finding);
}

function sumByEnvironment(calls: readonly UseEvidence[]): Hit['environments'] {
  return [...Map.groupBy(calls, (use) => use.environment)].map(([name, group]) => ({
    name,
    requests: group.reduce((sum, use) => sum + use.requests, 0),
    lastSeen: lastSeen(group),
  }));
}
