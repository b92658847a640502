// Evidence of use on its way into the store and, when it is old, out of it again.

import { TocsinError } from '../base/index.ts';
import type { Service } from '../catalog/index.ts';
import type { EvidenceBatch } from '../evidence/index.ts';
import type { Forgetting } from '../store/index.ts';
import { clockActor } from './by-clock.ts';
import type { House } from './house.ts';
import type { Change } from './tocsin.ts';

const millisecondsInDay = 86_400_000;

/** All of an import in one transaction, and once. @throws TocsinError `not-found`, `conflict` */
export async function recordEvidence(
  house: House,
  batch: EvidenceBatch,
  change: Change,
): Promise<{ readonly recorded: boolean }> {
  requireService(house, batch.service);
  const stray = batch.uses.find(({ service }) => service !== batch.service);
  if (stray !== undefined) {
    throw new TocsinError('usage', `An import for ${batch.service} holds evidence for ${stray.service}.`, {
      hint: 'Import for one service at a time.',
    });
  }
  const recorded = await house.store.write(async (changes) => {
    const at = house.now();
    if (!(await changes.addEvidence(batch, at, change.actor.name))) return false;
    await changes.append({
      at,
      type: 'evidence.recorded',
      subject: batch.service,
      actor: change.actor,
      why: change.why ?? null,
      data: {
        import: batch.id,
        source: batch.source,
        origin: batch.origin,
        requests: batch.uses.reduce((sum, { requests }) => sum + requests, 0),
        consumers: [...new Set(batch.uses.flatMap(({ consumer }) => consumer ?? []))].sort(),
        unknownCallers: new Set(batch.uses.flatMap(({ callerKey }) => callerKey ?? [])).size,
        unmatched: batch.unmatched.reduce((sum, { requests }) => sum + requests, 0),
      },
    });
    return true;
  });
  await house.relay.catchUp();
  return { recorded };
}

export async function forgetEvidence(
  house: House,
  what: Forgetting,
  change: Change,
): Promise<{ readonly uses: number; readonly imports: number }> {
  if (what.service !== undefined) requireService(house, what.service);
  const gone = await house.store.write(async (changes) => {
    const gone = await changes.forgetEvidence(what);
    if (gone.uses > 0 || gone.imports > 0) {
      await changes.append({
        at: house.now(),
        type: 'evidence.forgotten',
        subject: what.service ?? 'all services',
        actor: change.actor,
        why: change.why ?? null,
        data: { ...what, ...gone },
      });
    }
    return gone;
  });
  await house.relay.catchUp();
  return gone;
}

/** What the organisation keeps no longer, see `evidence.retentionDays`. */
export async function forgetOldEvidence(house: House): Promise<void> {
  const oldest = new Date(Date.parse(house.now()) - house.evidence.retentionDays * millisecondsInDay).toISOString();
  if (!(await house.store.read((records) => records.hasEvidenceBefore(oldest)))) return;
  const why = `Evidence is kept for ${house.evidence.retentionDays} days after the last call.`;
  await forgetEvidence(house, { seenBefore: oldest }, { actor: clockActor, why });
}

/** @throws TocsinError `not-found` */
export function requireService(house: House, service: string): Service {
  const found = house.catalog.services.find(({ name }) => name === service);
  if (found !== undefined) return found;
  const names = house.catalog.services.map(({ name }) => name);
  throw new TocsinError('not-found', `The catalogue does not know the service "${service}".`, {
    hint: names.length === 0 ? 'Add it under services in tocsin.yaml.' : `It knows ${names.join(', ')}.`,
  });
}
