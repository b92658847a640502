// Every medium that Tocsin speaks to: a new one is a file and a line here.

import { TocsinError } from '../base/index.ts';
import { agenda } from './agenda.ts';
import { calendar } from './calendar.ts';
import type { Channel } from './channel.ts';
import { github } from './github/github.ts';
import { mail } from './mail/mail.ts';
import { slack } from './slack/slack.ts';

export const channels: readonly Channel<unknown, unknown>[] = [
  mail,
  slack,
  github,
  agenda,
  calendar,
] as readonly Channel<unknown, unknown>[];

/** @throws TocsinError `config-invalid` where there is no channel of that id. */
export function channelOf(id: string): Channel<unknown, unknown> {
  const found = channels.find((channel) => channel.id === id);
  if (found !== undefined) return found;
  throw new TocsinError('config-invalid', `There is no channel “${id}”.`, {
    hint: `Use one of ${channels.map((channel) => channel.id).join(', ')}.`,
  });
}
