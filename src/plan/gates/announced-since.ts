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
  for (const { kind, recipient, deliveredAt } of notices) {
    if (kind !== 'break-notice' || deliveredAt === null) continue;
    const before = firsts.get(recipient);
    if (before === undefined || deliveredAt < before) firsts.set(recipient, deliveredAt);
  }
  const required = requiredLists(catalog, service);
  if (required.length === 0) return [...firsts.values()].sort()[0] ?? null;
  const moments = required.map((list) => firsts.get(list) ?? null);
  return moments.includes(null) ? null : ((moments as Instant[]).sort().at(-1) ?? null);
}

/** The organisation's own lists, and those of the service (A4). */
export function requiredLists(catalog: Catalog, service: string): string[] {
  const always = catalog.lists.filter((list) => list.always).map(({ name }) => name);
  return [...new Set([...always, ...(findService(catalog, service)?.audience.lists ?? [])])];
}
