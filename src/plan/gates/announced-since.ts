import type { Instant } from '../../base/index.ts';
import type { Catalog } from '../../catalog/index.ts';
import type { NoticeRecord } from './gate-input.ts';
import { findService } from './judgement.ts';

/**
 * Since when the break is announced: the moment at which the last of the lists that must hear of it had its break
 * notice, or, where the catalogue names no such list, at which the first recipient had it. Null before that.
 */
export function announcedSince(notices: readonly NoticeRecord[], catalog: Catalog, service: string): Instant | null {
  const firsts = new Map<string, Instant>();
  for (const { kind, recipient, wentAt } of notices) {
    if (kind !== 'break-notice' || wentAt === null) continue;
    const before = firsts.get(recipient);
    if (before === undefined || wentAt < before) firsts.set(recipient, wentAt);
  }
  const required = requiredLists(catalog, service);
  if (required.length === 0) return [...firsts.values()].sort()[0] ?? null;
  const moments = required.map((list) => firsts.get(list) ?? null);
  return moments.includes(null) ? null : ((moments as Instant[]).sort().at(-1) ?? null);
}

/**
 * Where what the lists were to hear only became files in the outbox, for want of a channel: a sentence that says so.
 * Such a notice counts, or nobody could rehearse a release or carry the files to people by hand; it is never shown as
 * fine.
 */
export function toldByFilesAlone(notices: readonly NoticeRecord[], catalog: Catalog, service: string): string | null {
  const gone = notices.filter(({ kind, wentAt }) => kind === 'break-notice' && wentAt !== null);
  const told = new Set(gone.filter(({ state }) => state === 'delivered').map(({ recipient }) => recipient));
  const required = requiredLists(catalog, service);
  const untold = required.length > 0 ? required.filter((list) => !told.has(list)) : told.size > 0 ? [] : ['anybody'];
  if (gone.length === 0 || untold.length === 0) return null;
  return `To ${untold.join(', ')} it was only written to the outbox, for want of a channel: Tocsin has told nobody there, and whether somebody else did is unknown.`;
}

/** The organisation's own lists, and those of the service (A4). */
export function requiredLists(catalog: Catalog, service: string): string[] {
  const always = catalog.lists.filter((list) => list.always).map(({ name }) => name);
  return [...new Set([...always, ...(findService(catalog, service)?.audience.lists ?? [])])];
}
