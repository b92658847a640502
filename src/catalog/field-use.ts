// Whether what a source says of a caller's fields meets the place of a finding. Wherever that cannot be read off two
// paths (the whole body, security, a condition inside a schema), the place counts as wider than it is, or as
// everybody's: a consumer is spared only where it surely does not touch the thing.

import { type Finding, hurtsUsersOnly } from '../rules/index.ts';
import type { UsedFields } from './use-evidence.ts';

/** Where a finding hurts only those who use it. */
export interface FieldPlace {
  readonly side: 'sent' | 'read';
  /** As compared: alternatives stepped over, header names in lower case. */
  readonly path: readonly string[];
}

/**
 * `uses` the very thing or something in it · `uses-whole`: takes what holds it, without saying what of it ·
 * `leaves-out`: names all that it uses, and not this · `silent`: does not see so far.
 */
export type FieldUse = 'uses' | 'uses-whole' | 'leaves-out' | 'silent';

/** Null where the finding meets everybody who calls the operation, whatever they send or read. */
export function fieldPlaceOf(finding: Finding): FieldPlace | null {
  const { operation, direction, subjectPath } = finding;
  if (operation?.kind !== 'path' || direction === 'none') return null;
  const side = direction === 'request' ? 'sent' : 'read';
  if (!hurtsUsersOnly(finding)) {
    // A new demand on what stands in an object hurts only those who send the object.
    return side === 'sent' ? placeAt(side, subjectPath.slice(0, -1)) : null;
  }
  return placeAt(side, subjectPath);
}

function placeAt(side: FieldPlace['side'], subjectPath: readonly string[]): FieldPlace | null {
  const path = comparable(side, subjectPath);
  const [first = '', second] = path;
  if (side === 'sent') {
    if (['query', 'header', 'cookie'].includes(first)) return path.length > 1 ? { side, path } : null;
    return first === 'body' && path.length > 1 ? { side, path } : null;
  }
  return (second === 'body' || second === 'header') && path.length > 2 ? { side, path } : null;
}

/** Up to where a path can be followed through values as they are sent. */
function comparable(side: FieldPlace['side'], subjectPath: readonly string[]): string[] {
  const message = side === 'sent' ? 0 : 1;
  const inBody = subjectPath[message] === 'body';
  const path: string[] = [];
  for (const [index, segment] of subjectPath.entries()) {
    if (index <= message) path.push(segment);
    else if (!inBody)
      path.push(subjectPath[message] === 'header' && index === message + 1 ? segment.toLowerCase() : segment);
    else if (/^(oneOf|anyOf)\(/.test(segment)) continue;
    else if (segment === 'encoding' || /^[A-Za-z]+\(.*\)$/.test(segment)) break;
    else path.push(segment);
  }
  return path;
}

interface Branch {
  readonly children: Map<string, Branch>;
}

/** Fields as a tree: a path from which another one goes on is only the way there. */
export interface FieldTree {
  readonly sent: Branch;
  readonly read: Branch;
  readonly complete: UsedFields['complete'];
}

export function fieldTree({ sent, read, complete }: UsedFields): FieldTree {
  return { sent: grow('sent', sent), read: grow('read', read), complete };
}

function grow(side: FieldPlace['side'], paths: readonly (readonly string[])[]): Branch {
  const root: Branch = { children: new Map() };
  for (const path of paths) {
    let branch = root;
    for (const segment of comparable(side, path)) {
      let next = branch.children.get(segment);
      if (next === undefined) {
        next = { children: new Map() };
        branch.children.set(segment, next);
      }
      branch = next;
    }
  }
  return root;
}

/** What a source that sees fields, or null for one that does not, says of a place. */
export function useOfPlace({ side, path }: FieldPlace, tree: FieldTree | null): FieldUse {
  if (tree === null) return 'silent';
  // A status that is looked at says nothing of its body.
  const wholeFrom = side === 'read' ? 2 : 1;
  let branches: readonly Branch[] = [tree[side]];
  for (const [index, segment] of path.entries()) {
    if (index >= wholeFrom && branches.some(({ children }) => children.size === 0)) return 'uses-whole';
    const mayBe = side === 'read' && index === 0 ? mayBeStatus : mayBeSegment;
    branches = branches.flatMap(({ children }) =>
      [...children].flatMap(([name, child]) => (mayBe(segment, name) || mayBe(name, segment) ? [child] : [])),
    );
    if (branches.length === 0) return tree.complete[side] ? 'leaves-out' : 'silent';
  }
  return 'uses';
}

/** Whether a name may be among those that the pattern stands for. */
function mayBeSegment(name: string, pattern: string): boolean {
  if (name === pattern) return true;
  const isIndex = /^\[\d*\]$/.test(name);
  return /^\{.*\}$/.test(pattern) ? !isIndex : pattern === '[]' && isIndex;
}

function mayBeStatus(name: string, pattern: string): boolean {
  if (name === pattern || pattern === 'default') return true;
  return /^\dXX$/i.test(pattern) && /^\d{3}$/.test(name) && name[0] === pattern[0];
}

/** `200.body.items[].owner`, as findings are called. */
export function sayField(path: readonly string[]): string {
  return path.map((segment, index) => (index === 0 || segment.startsWith('[') ? segment : `.${segment}`)).join('');
}
