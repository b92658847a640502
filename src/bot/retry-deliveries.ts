// What a medium refused for good waits for a person, who has it tried again once what refused it is mended.

import { TocsinError } from '../base/index.ts';
import { alterRelease } from './alter-release.ts';
import type { House } from './house.ts';
import type { Change, ReleaseView } from './tocsin.ts';

/** @throws TocsinError `not-found`, or `release-state` where it was not refused */
export async function retryDelivery(house: House, key: string, change: Change): Promise<ReleaseView> {
  const delivery = await house.store.read((records) => records.delivery(key));
  if (delivery === null) throw new TocsinError('not-found', `There is no message ${key}.`);
  return alterRelease(house, delivery.message.release, change, async (work) => {
    if (!(await work.changes.requeue(key, house.now()))) {
      const because = delivery.because === null ? '' : ` (${delivery.because})`;
      throw new TocsinError('release-state', `The message ${key} is ${delivery.state}${because}, not refused.`, {
        hint: 'Only a refused message waits for a person.',
      });
    }
    await work.record('message.retried', { key });
  });
}

/** All of a release. @throws TocsinError `release-state` where none was refused */
export function retryRefused(house: House, release: string, change: Change): Promise<ReleaseView> {
  return alterRelease(house, release, change, async (work) => {
    const refused = work.view.deliveries.filter(({ state }) => state === 'refused');
    if (refused.length === 0) {
      throw new TocsinError('release-state', `No message of ${release} was refused.`, {
        hint: 'What waits is tried again by itself: `tocsin tick`, or `tocsin serve`.',
      });
    }
    for (const { message } of refused) {
      await work.changes.requeue(message.key, house.now());
      await work.record('message.retried', { key: message.key });
    }
  });
}
