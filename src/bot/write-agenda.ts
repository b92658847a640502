// The agenda of a meeting's next occurrence: one item for each release that is to be discussed there, worded as it
// stands now.

import { agendaText, type Message } from '../announce/index.ts';
import { TocsinError } from '../base/index.ts';
import type { House } from './house.ts';
import { readRelease } from './read-release.ts';
import { writeMessages } from './write-messages.ts';

/** Empty where nothing is to be discussed. @throws TocsinError `not-found` for a meeting that nobody knows */
export async function writeAgenda(house: House, meeting: string, format: 'markdown' | 'meetbot'): Promise<string> {
  const known = house.catalog.meetings;
  if (!known.some(({ name }) => name === meeting)) {
    throw new TocsinError('not-found', `The catalogue does not know the meeting "${meeting}".`, {
      hint: known.length === 0 ? 'Add it to tocsin.yaml.' : `It knows ${known.map(({ name }) => name).join(', ')}.`,
    });
  }
  const items = await house.store.read(async (records) => {
    const messages: Message[] = [];
    for (const { id, state } of await records.releases()) {
      const plan = await records.plan(id);
      const open = state === 'proposed' || state === 'approved' || state === 'announced';
      if (!open || plan?.meeting?.name !== meeting || plan.meeting.at < house.now()) continue;
      const view = await readRelease(house, records, id);
      const [item] = writeMessages(house, view, { kind: 'agenda', step: 'agenda' });
      if (item !== undefined) messages.push(item);
    }
    return messages;
  });
  return agendaText(items, format);
}
