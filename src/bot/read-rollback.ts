// What taking a release back breaks, and for whom: joined as the release itself is. It was compared when the release was
// assessed, since an uploaded document is not kept.

import type { MessageInput } from '../announce/index.ts';
import type { Changes, Records } from '../store/index.ts';
import type { House } from './house.ts';
import { joinImpact } from './join-impact.ts';

/** Null where the release was assessed before that was kept. */
export async function readRollback(
  house: House,
  records: Records | Changes,
  release: string,
  service: string,
): Promise<MessageInput['rollback']> {
  const comparison = await records.rollback(release);
  const assessment = comparison && (await records.assessment(release));
  if (!assessment) return null;
  return { comparison, impact: await joinImpact(house, records, service, { ...assessment, comparison }) };
}
