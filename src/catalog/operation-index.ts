// What changed, by the operation that a caller would name. People, logs and documents spell one operation differently;
// here they meet.

import type { Finding, OperationRef } from '../rules/index.ts';
import { normalisePath, operationTitle } from '../spec/index.ts';

export interface OperationIndex {
  /** One key for all spellings: `get /pets/{petId}/`, `GET /pets/{id}`, an operationId. */
  resolve(operation: string): string;
  /** As the document writes it; the key itself where it does not. */
  titleOf(key: string): string;
  /** Null where that cannot be told, because the documents' operations are not at hand. */
  isDescribed(key: string): boolean | null;
  /** Findings of this operation and of what it calls back. */
  findingsOf(key: string): readonly Finding[];
  /**
   * Findings of the whole API that meet somebody who calls these operations: some, as of a way to authenticate, pass by the
   * operations that do without it. All of them where it is not known what is called.
   */
  apiWideFor(keys: readonly string[]): readonly Finding[];
  readonly titles: readonly string[];
}

/**
 * `operations` are those of both releases, those of the base first; null where they are not at hand. An operationId
 * means what it meant in the base: that is what its callers call.
 */
export function indexOperations(
  findings: readonly Finding[],
  operations: readonly OperationRef[] | null,
): OperationIndex {
  const byKey = new Map<string, Finding[]>();
  const callbacksByPath = new Map<string, Finding[]>();
  const apiWide: Finding[] = [];
  for (const finding of findings) {
    const { operation } = finding;
    if (operation === null) apiWide.push(finding);
    else if (operation.kind === 'callback') addTo(callbacksByPath, pathOfCallback(operation), finding);
    else addTo(byKey, keyOf(titleOf(operation)), finding);
  }
  const unaskedOf = new Map(
    apiWide.flatMap((finding) => {
      const { unasked } = finding.facts;
      return Array.isArray(unasked) ? [[finding, new Set((unasked as string[]).map(keyOf))]] : [];
    }),
  );
  const described = [...(operations ?? []), ...findings.map(({ operation }) => operation)].filter(
    (operation) => operation !== null && operation.kind !== 'callback',
  ) as OperationRef[];
  const titles = new Map(described.map((one) => [keyOf(titleOf(one)), titleOf(one)]));
  const keyOfId = new Map<string, string>();
  for (const one of described) {
    if (one.operationId !== null && !keyOfId.has(one.operationId)) keyOfId.set(one.operationId, keyOf(titleOf(one)));
  }
  const keys = new Map<string, string>();
  const found = new Map<string, readonly Finding[]>();
  return {
    resolve(operation) {
      let key = keys.get(operation);
      if (key === undefined) {
        key = keyOfId.get(operation) ?? keyOf(operation);
        keys.set(operation, key);
      }
      return key;
    },
    titleOf: (key) => titles.get(key) ?? key,
    isDescribed: (key) => titles.has(key) || (operations === null ? null : false),
    findingsOf(key) {
      let all = found.get(key);
      if (all === undefined) {
        const [method = '', path = ''] = key.split(' ', 2);
        const callbacks = callbacksByPath.get(path) ?? [];
        all = [...(byKey.get(key) ?? []), ...callbacks.filter((one) => isRegisteredBy(method, one))];
        found.set(key, all);
      }
      return all;
    },
    apiWideFor(keys) {
      if (unaskedOf.size === 0 || keys.length === 0) return apiWide;
      return apiWide.filter((finding) => {
        const unasked = unaskedOf.get(finding);
        return unasked === undefined || keys.some((key) => !unasked.has(key));
      });
    },
    titles: [...titles.values()],
  };
}

function keyOf(declared: string): string {
  const [method = '', path] = declared.trim().split(/\s+/, 2);
  if (path === undefined) return declared;
  return method === 'webhook' ? `webhook ${path}` : `${method.toUpperCase()} ${withoutLastSlash(normalisePath(path))}`;
}

function withoutLastSlash(path: string): string {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

/** A callback belongs to the operation that registers it: its own path begins with that operation's. */
function pathOfCallback({ path }: OperationRef): string {
  return withoutLastSlash(normalisePath(path.split(' ')[0] ?? path));
}

/**
 * Of the operations at the path of a callback. A webhook is known by its name alone; and a callback of a callback tells
 * the method of that one, not of the operation that both begin with: then each of the path may be meant.
 */
function isRegisteredBy(method: string, { operation }: Finding): boolean {
  const { ofMethod, path = '' } = operation ?? {};
  return ofMethod === undefined || method === 'webhook' || path.split(' → ').length > 2 || ofMethod === method;
}

function titleOf(operation: OperationRef): string {
  return operation.kind === 'webhook' ? `webhook ${operation.name ?? operation.path}` : operationTitle(operation);
}

function addTo(groups: Map<string, Finding[]>, key: string, finding: Finding): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [finding]);
  else group.push(finding);
}
