// Every channel with what it speaks to: its medium, or the local outbox, a folder of files that show exactly what the
// medium would have been given.

import { createHash, randomBytes } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Message, markdownToHtml, markdownToText } from '../announce/index.ts';
import { plainLetters } from '../base/index.ts';
import {
  type Artefact,
  type Connection,
  channels,
  type DeliveryOutcome,
  type Receipt,
  type Sender,
  type ThreadContext,
} from '../channels/index.ts';
import { type ChannelChoice, chooseChannel, type DeliverySettings } from './delivery-settings.ts';

export interface Medium {
  readonly id: string;
  readonly title: string;
  readonly local: boolean;
  /** Why it speaks to its medium or to the local outbox. */
  readonly because: string;
  deliver(message: Message, thread: ThreadContext): Promise<DeliveryOutcome>;
  check(): Promise<{ readonly ok: boolean; readonly because: string }>;
  readonly linkedPulls?: Connection<unknown>['linkedPulls'];
  readonly deployedVersions?: Connection<unknown>['deployedVersions'];
}

export interface Media {
  readonly all: readonly Medium[];
  readonly outbox: string;
  of(channel: string): Medium | undefined;
  /** The message as its medium would be given it. */
  artefact(message: Message, thread: ThreadContext): Promise<Artefact>;
  /** A safe HTML fragment that shows it about as its reader will see it. */
  preview(message: Message, thread: ThreadContext): string;
  /** The same as plain text. */
  text(message: Message, thread: ThreadContext): string;
  close(): Promise<void>;
}

/** @throws TocsinError `config-invalid` where a channel's settings are wrong */
export function openMedia(input: {
  readonly settings: DeliverySettings;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where files named in the settings start. */
  readonly folder: string;
  /** The local outbox. */
  readonly outbox: string;
  readonly sender: Sender;
}): Media {
  const { settings, sender, outbox } = input;
  const closers: (() => Promise<void>)[] = [];
  const channelFor = (message: Message) => channels.find(({ id }) => id === message.recipient.channel);
  // A message for a channel that this version does not have is still shown, as the Markdown that it is.
  const artefact = async (message: Message, thread: ThreadContext): Promise<Artefact> => {
    const channel = channelFor(message);
    return channel === undefined
      ? { extension: '.md', contentType: 'text/markdown; charset=utf-8', content: message.markdown }
      : channel.artefact(channel.render(message, thread, sender));
  };
  // An invitation travels inside its mail; beside the mail lies the entry as a calendar takes it.
  const calendar = channels.find(({ id }) => id === 'calendar');
  const calendarEntry = async (message: Message, thread: ThreadContext): Promise<readonly Artefact[]> =>
    calendar === undefined || message.event?.attendee == null
      ? []
      : [await calendar.artefact(calendar.render(message, thread, sender))];
  const open = (channel: (typeof channels)[number], choice: ChannelChoice): Medium => {
    const { id, title } = channel;
    if (choice.to === 'local') {
      return {
        id,
        title,
        local: true,
        because: choice.because,
        deliver: async (message, thread) => {
          const rendered = channel.render(message, thread, sender);
          const files = [await channel.artefact(rendered), ...(await calendarEntry(message, thread))];
          return writeFilesFor(outbox, message, files, channel.identify(rendered));
        },
        check: () => checkFolder(outbox),
      };
    }
    if (choice.to === 'nobody-yet') {
      const { because } = choice;
      return {
        id,
        title,
        local: false,
        because,
        deliver: async () => ({ outcome: 'later', because, retryAfterSeconds: null, isAway: true }),
        check: async () => ({ ok: false, because }),
      };
    }
    const connection = channel.connect(choice.settings);
    closers.push(() => connection.close());
    return {
      id,
      title,
      local: false,
      because: choice.because,
      deliver: (message, thread) => connection.deliver(channel.render(message, thread, sender), thread),
      check: () => connection.check(),
      ...(connection.linkedPulls === undefined ? {} : { linkedPulls: connection.linkedPulls }),
      ...(connection.deployedVersions === undefined ? {} : { deployedVersions: connection.deployedVersions }),
    };
  };
  const all = channels.map((channel) => open(channel, chooseChannel(channel.id, settings, input)));
  return {
    all,
    outbox,
    of: (id) => all.find((medium) => medium.id === id),
    artefact,
    preview: (message, thread) => {
      const channel = channelFor(message);
      return channel === undefined
        ? markdownToHtml(message.markdown, () => false)
        : channel.preview(channel.render(message, thread, sender));
    },
    text: (message, thread) => {
      const channel = channelFor(message);
      return channel === undefined
        ? markdownToText(message.markdown)
        : channel.text(channel.render(message, thread, sender));
    },
    close: async () => {
      await Promise.all(closers.map((close) => close()));
    },
  };
}

/** When, what and to whom; the hash keeps two that read alike apart. The same message always has the same name. */
function outboxFileName(message: Message, extension: string): string {
  const moment = message.writtenAt.slice(0, 16).replace(/[-:]/g, '').replace('T', '-');
  const { channel, name } = message.recipient;
  const words = plainLetters(`${message.release}-${message.kind}-${channel}-${name}`)
    .replace(/[^A-Za-z0-9.]+/g, '-')
    .replace(/\.(?=\.)|^[.-]+|[.-]+$/g, '')
    .slice(0, 100);
  const hash = createHash('sha256').update(message.key).digest('hex').slice(0, 6);
  return `${moment}-${words}-${hash}${extension}`;
}

/** What lies in the outbox holds its recipient's signed links: whoever reads it can answer for them. */
const forOwnerOnly = { folder: { recursive: true, mode: 0o700 }, file: { mode: 0o600 } } as const;

/** The receipt is of the first file. */
async function writeFilesFor(
  folder: string,
  message: Message,
  files: readonly Artefact[],
  identity: Omit<Receipt, 'url'> | null,
): Promise<DeliveryOutcome> {
  const name = outboxFileName(message, files[0]?.extension ?? '');
  const path = join(folder, name);
  for (const { extension, content } of files) {
    const file = join(folder, outboxFileName(message, extension));
    const draft = `${file}.${randomBytes(4).toString('hex')}.tmp`;
    try {
      await mkdir(folder, forOwnerOnly.folder);
      await writeFile(draft, content, forOwnerOnly.file);
      await rename(draft, file);
    } catch (error) {
      await rm(draft, { force: true }).catch(() => undefined);
      const because = `The local outbox ${folder} cannot be written to (${(error as NodeJS.ErrnoException).code}).`;
      return { outcome: 'later', because, retryAfterSeconds: null };
    }
  }
  return {
    outcome: 'delivered',
    receipt: {
      id: identity?.id ?? name,
      url: pathToFileURL(path).href,
      detail: { ...identity?.detail, local: 'yes' },
    },
  };
}

async function checkFolder(folder: string): Promise<{ ok: boolean; because: string }> {
  const probe = join(folder, `.probe-${randomBytes(4).toString('hex')}`);
  try {
    await mkdir(folder, forOwnerOnly.folder);
    await writeFile(probe, '', forOwnerOnly.file);
    await rm(probe);
    return { ok: true, because: `Deliveries are written to ${folder}.` };
  } catch (error) {
    return { ok: false, because: `${folder} cannot be written to (${(error as NodeJS.ErrnoException).code}).` };
  }
}
