// The outage as a calendar file that lists and feeds can point to. Invitations to people travel by mail.

import { escapeHtml, sayWhen } from '../announce/index.ts';
import { calendarEntry, calendarFeed } from './calendar-text.ts';
import type { Channel } from './channel.ts';
import { connectToFolder, type FolderSettings, fileNameOf, folderSettings, type RenderedFile } from './file-channel.ts';

export const calendar: Channel<FolderSettings, RenderedFile> = {
  id: 'calendar',
  title: 'Calendar',
  address: /^[\w.-]{1,80}$/,
  settings: folderSettings,
  limits: { octetsPerLine: 75 },
  render(message, _thread, sender) {
    const events = message.event === null ? [] : [message.event];
    return {
      name: fileNameOf(message, '.ics'),
      content:
        message.event === null
          ? calendarFeed([], sender, message.writtenAt).text
          : calendarEntry(message.event, sender, message.writtenAt).text,
      html: events
        .map((event) => {
          const when = sayWhen(event, message.recipient.zone);
          const title = event.cancelled ? `<s>${escapeHtml(event.title)}</s> (cancelled)` : escapeHtml(event.title);
          return `<p><strong>${title}</strong><br>${[when.utc, when.local ?? ''].filter(Boolean).map(escapeHtml).join('<br>')}</p>`;
        })
        .join('\n'),
      text: events
        .map((event) => {
          const when = sayWhen(event, message.recipient.zone);
          const title = `${event.title}${event.cancelled ? ' (cancelled)' : ''}`;
          return [title, when.utc, ...(when.local === null ? [] : [when.local]), '', event.description, ''].join('\n');
        })
        .join('\n'),
    };
  },
  async artefact({ content }) {
    return { extension: '.ics', contentType: 'text/calendar; charset=utf-8', content };
  },
  preview: ({ html }) => html,
  text: ({ text }) => text,
  identify: () => null,
  connect: connectToFolder,
};
