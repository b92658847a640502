// Whether a call that was seen is in the old shape, in the new one, or in one that both releases take. Calls show what
// is sent; what a caller makes of an answer no log shows, so most calls are `either`, and nothing is made of that.

import { sentKey, type UseEvidence } from '../catalog/index.ts';
import type { Finding } from '../rules/index.ts';
import { normalisePath, pathOfAddress } from '../spec/index.ts';

/** What was sent by which the shape is told; null where the call itself tells it. */
type SentPath = readonly string[];

export type Shape =
  /**
   * `what` names what no longer works: `GET /old`, `the query parameter owner of GET /things`. `ignored`: the call goes
   * through, and what it sends is passed over.
   */
  | {
      readonly is: 'old';
      readonly what: string;
      readonly operationGone: boolean;
      readonly ignored: boolean;
      readonly sent: SentPath | null;
    }
  /** `what` was called; `operationNew`: it is not there before the release. */
  | { readonly is: 'new'; readonly what: string; readonly operationNew: boolean; readonly sent: SentPath | null }
  | { readonly is: 'either' | 'unchanged' };

/** `findings` are those that meet the consumer; `added` are the release's, which tell what is new. */
export function shapeOfUse(use: UseEvidence, findings: readonly Finding[], added: readonly Finding[]): Shape {
  const key = operationKey(use.operation);
  const own = findings.filter(({ operation }) => operation !== null && keyOf(operation) === key);
  for (const finding of own) {
    if (finding.rule === 'operation-removed')
      return { is: 'old', what: use.operation, operationGone: true, ignored: false, sent: null };
  }
  const ofCall = ({ operation }: Finding) => operation === null || keyOf(operation) === key;
  const goneServers = findings.filter(ofCall).flatMap(goneServer);
  for (const path of goneServers) {
    const sent = ['server', path];
    if (!sends(use, sent)) continue;
    return { is: 'old', what: `${use.operation} at ${path}`, operationGone: true, ignored: false, sent };
  }
  for (const finding of own) {
    if (finding.direction !== 'request') continue;
    const what = `the ${finding.subjectPath.join(' ')} of ${use.operation}`;
    if (/^(parameter|property)-removed$/.test(finding.rule) && sends(use, finding.subjectPath)) {
      const ignored = finding.severity !== 'breaking';
      return { is: 'old', what, operationGone: false, ignored, sent: finding.subjectPath };
    }
    const demanded = /became-required$/.test(finding.rule) || finding.rule === 'parameter-added';
    if (
      demanded &&
      finding.subjectPath[0] === 'query' &&
      use.fields?.complete.query &&
      !sends(use, finding.subjectPath)
    ) {
      const without = `${use.operation} without its ${finding.subjectPath.join(' ')}`;
      return { is: 'old', what: without, operationGone: false, ignored: false, sent: null };
    }
  }
  for (const finding of [...own, ...added]) {
    if (finding.operation === null || keyOf(finding.operation) !== key) continue;
    if (finding.rule === 'operation-added') return { is: 'new', what: use.operation, operationNew: true, sent: null };
    // What was optional before may have been sent by the old program as well.
    const added = /^(parameter|property)-added$/.test(finding.rule);
    if (added && finding.direction === 'request' && sends(use, finding.subjectPath))
      return { is: 'new', what: use.operation, operationNew: false, sent: finding.subjectPath };
  }
  for (const path of goneServers.length === 0 ? [] : added.filter(ofCall).flatMap(comeServer)) {
    const sent = ['server', path];
    if (sends(use, sent)) return { is: 'new', what: `${use.operation} at ${path}`, operationNew: true, sent };
  }
  const wholeApi = findings.some(({ operation }) => operation === null);
  return { is: own.length > 0 || wholeApi ? 'either' : 'unchanged' };
}

/** The path of the address that this finding takes away, by which a call shows that it is in the old shape. */
function goneServer({ rule, facts }: Finding): readonly string[] {
  if (rule !== 'server-removed' || typeof facts.url !== 'string' || !Array.isArray(facts.still)) return [];
  const gone = pathOfAddress(facts.url);
  // Of another host, or a variable in it, no prefix tells.
  return facts.still.map(String).map(pathOfAddress).includes(gone) ? [] : [gone];
}

function comeServer({ rule, facts }: Finding): readonly string[] {
  return rule === 'server-added' && typeof facts.url === 'string' ? [pathOfAddress(facts.url)] : [];
}

function sends(use: UseEvidence, path: readonly string[]): boolean {
  return use.fields?.sent.some((sent) => sentKey(sent) === sentKey(path)) ?? false;
}

function keyOf({ method, path }: NonNullable<Finding['operation']>): string {
  return operationKey(`${method} ${path}`);
}

/** One key for all spellings of a path's parameters. */
export function operationKey(title: string): string {
  const [method = '', path = ''] = title.trim().split(/\s+/, 2);
  return `${method.toUpperCase()} ${normalisePath(path)}`;
}
