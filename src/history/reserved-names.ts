// A name once deleted stays reserved: whoever kept code by the old operationId would call something else by it. Two
// neighbouring revisions cannot show that, since the name is in neither or in one only; what remembers them all can.
// The same operation coming back under its own name is a restoration and no reuse; a name that moves from one revision
// to the next is the comparison's business (`operation-id-reused`).

import type { OperationRef } from '../rules/index.ts';
import { normalisePath } from '../spec/index.ts';

/** An operationId that names something else again, after revisions in which it named nothing. */
export interface ReusedName {
  readonly operationId: string;
  /** What it named: `GET /pets`. */
  readonly formerly: string;
  /** The last revision that had it, and the first that had it no more. */
  readonly lastIn: string;
  readonly goneSince: string;
  /** What it names now. */
  readonly now: string;
}

interface Known {
  readonly identity: string;
  readonly words: string;
  readonly lastIn: string;
  readonly goneSince: string | null;
}

export interface ReservedNames {
  /** Takes note of the next revision's operations, and tells which reserved names it uses. */
  next(revision: string, operations: readonly OperationRef[]): ReusedName[];
}

export function reservedNames(): ReservedNames {
  const known = new Map<string, Known>();
  return {
    next(revision, operations) {
      const used = new Map<string, OperationRef>();
      for (const operation of operations) {
        // Of two operations under one name the first has it; the comparison complains of the other.
        if (operation.operationId && !used.has(operation.operationId)) used.set(operation.operationId, operation);
      }
      const reused: ReusedName[] = [];
      for (const [operationId, operation] of used) {
        const { kind, method, path, name } = operation;
        const identity = `${kind} ${method} ${name ?? normalisePath(path)}`;
        const words = kind === 'path' ? `${method} ${path}` : `${kind} ${name ?? path}`;
        const former = known.get(operationId);
        if (former !== undefined && former.goneSince !== null && former.identity !== identity) {
          const { lastIn, goneSince } = former;
          reused.push({ operationId, formerly: former.words, lastIn, goneSince, now: words });
        }
        known.set(operationId, { identity, words, lastIn: revision, goneSince: null });
      }
      for (const [operationId, former] of known) {
        if (!used.has(operationId) && former.goneSince === null) {
          known.set(operationId, { ...former, goneSince: revision });
        }
      }
      return reused;
    },
  };
}

/** A clause that says what is wrong with it, for a line of its own. */
export function describeReuse({ operationId, formerly, lastIn, goneSince, now }: ReusedName): string {
  return `${operationId} names ${now} now; it named ${formerly} up to ${lastIn} and was deleted in ${goneSince}. Old code calls something else by it`;
}
