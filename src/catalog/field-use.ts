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

/**
 * The query parameter that hurts whoever leaves it out, as one that is newly asked for, or has another default; null
 * where the finding is about none.
 */
export function missedParameterOf(finding: Finding): FieldPlace | null {
  const { operation, direction, subjectPath } = finding;
  if (operation?.kind !== 'path' || direction !== 'request' || hurtsUsersOnly(finding)) return null;
  return subjectPath[0] === 'query' && subjectPath.length === 2 ? { side: 'sent', path: subjectPath } : null;
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
function comparable(side: FieldPlace['side'], subjectPath: readonly string[]): readonly string[] {
  const message = side === 'sent' ? 0 : 1;
  if (subjectPath[message] !== 'body') {
    const isHeader = subjectPath[message] === 'header' && subjectPath.length > message + 1;
    return isHeader ? subjectPath.with(message + 1, (subjectPath[message + 1] as string).toLowerCase()) : subjectPath;
  }
  if (!subjectPath.some(isKeyword)) return subjectPath;
  const path: string[] = [];
  for (const [index, segment] of subjectPath.entries()) {
    if (index <= message) path.push(segment);
    else if (/^(oneOf|anyOf)\(/.test(segment)) continue;
    else if (segment === 'encoding' || /^[A-Za-z]+\(.*\)$/.test(segment)) break;
    else path.push(segment);
  }
  return path;
}

/** Whether it may be no name of a property. */
function isKeyword(segment: string): boolean {
  return segment === 'encoding' || segment.endsWith(')');
}

/** What a source says of fields, with paths as those of places are. */
export function comparableFields(fields: UsedFields): UsedFields {
  const [sent, read] = [comparablePaths('sent', fields.sent), comparablePaths('read', fields.read)];
  return sent === fields.sent && read === fields.read ? fields : { ...fields, sent, read };
}

function comparablePaths(side: FieldPlace['side'], paths: UsedFields['sent']): UsedFields['sent'] {
  return paths.every((path) => comparable(side, path) === path) ? paths : paths.map((path) => comparable(side, path));
}

/** What a source that sees fields, given by `comparableFields`, or null for one that does not, says of a place. */
export function useOfPlace({ side, path }: FieldPlace, fields: UsedFields | null): FieldUse {
  if (fields === null) return 'silent';
  // A status that is looked at says nothing of its body.
  const wholeFrom = side === 'read' ? 2 : 1;
  let held: (readonly string[])[] | null = null;
  for (const used of fields[side]) {
    const shorter = Math.min(used.length, path.length);
    if (!meet(side, used, path, shorter)) continue;
    if (used.length >= path.length) return 'uses';
    if (used.length >= wholeFrom) {
      held ??= [];
      held.push(used);
    }
  }
  // A path from which another one goes on is only the way there.
  const isWay = (way: readonly string[]) =>
    fields[side].some((used) => used.length > way.length && meet(side, way, used, way.length));
  if (held?.some((way) => !isWay(way))) return 'uses-whole';
  // Headers are added by libraries and proxies, and no contract minds more of them than it names.
  const isHeader = side === 'sent' && (path[0] === 'header' || path[0] === 'cookie');
  const isComplete = fields.complete[side] || (side === 'sent' && path[0] === 'query' && fields.complete.query);
  return isComplete && !isHeader ? 'leaves-out' : 'silent';
}

/** From their ends, where the fields of one message differ. */
function meet(side: FieldPlace['side'], one: readonly string[], other: readonly string[], length: number): boolean {
  for (let at = length - 1; at >= 0; at--) {
    const a = one[at] as string;
    const b = other[at] as string;
    if (a === b) continue;
    const mayBe = side === 'read' && at === 0 ? mayBeStatus : mayBeSegment;
    if (!mayBe(a, b) && !mayBe(b, a)) return false;
  }
  return true;
}

/** Whether a name may be among those that the pattern stands for. */
function mayBeSegment(name: string, pattern: string): boolean {
  if (pattern.startsWith('{')) return pattern.endsWith('}') && !isIndex(name);
  return pattern === '[]' && isIndex(name);
}

function isIndex(segment: string): boolean {
  return segment.startsWith('[') && /^\[\d*\]$/.test(segment);
}

function mayBeStatus(name: string, pattern: string): boolean {
  if (pattern === 'default') return true;
  return /^\dXX$/i.test(pattern) && /^\d{3}$/.test(name) && name[0] === pattern[0];
}

/** `200.body.items[].owner`, as findings are called. */
export function sayField(path: readonly string[]): string {
  let said = path[0] ?? '';
  for (let at = 1; at < path.length; at++) {
    const segment = path[at] as string;
    said += segment.startsWith('[') ? segment : `.${segment}`;
  }
  return said;
}
