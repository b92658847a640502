// How messages leave: the `delivery` part of `tocsin.yaml`. A secret is only named there, `env:NAME` or `file:PATH`.
// A channel that is not set up, or whose secret is not there, speaks to the local outbox, and says so: nothing is
// sent by half a configuration.

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { TocsinError } from '../base/index.ts';
import { type Catalog, secretKey, whereSecretsBelong } from '../catalog/index.ts';
import { channels, type Sender } from '../channels/index.ts';

/** Each channel says itself what it takes: what is wrong is told with its place, before anything is opened. */
const channelSettings = z.strictObject(
  Object.fromEntries(channels.map(({ id, title, settings }) => [id, settings.optional().describe(title)])),
);

export const deliverySettings = z
  .strictObject({
    sender: z
      .strictObject({
        name: z.string().min(1).optional(),
        email: z.email('must be an e-mail address').optional(),
        replyTo: z
          .email('must be an e-mail address')
          .optional()
          .describe(
            'Where answers to what goes to lists go: a list that people read. Teams and persons answer the team that owns the service',
          ),
      })
      .default({})
      .describe('In whose name Tocsin speaks'),
    board: z
      .url('must be an address such as https://tocsin.example.org')
      .optional()
      .describe('Where people find the board; messages link to it'),
    templates: z.string().min(1).optional().describe('A folder of templates that go before the built-in ones'),
    channels: channelSettings
      .superRefine((settings, context) => {
        for (const [channel, values] of Object.entries(settings)) {
          for (const [key, value] of Object.entries(values ?? {})) {
            if (!secretKey.test(key) || typeof value !== 'string' || /^(env|file):./.test(value)) continue;
            context.addIssue({ code: 'custom', path: [channel, key], message: whereSecretsBelong });
          }
        }
      })
      .default({})
      .describe(
        'Settings by channel; secrets as env:NAME or file:PATH; without settings a channel writes to the local outbox',
      ),
  })
  .prefault({});

export type DeliverySettings = z.output<typeof deliverySettings>;

/** What a channel is to speak to, and why. */
export type ChannelChoice =
  | { readonly to: 'medium'; readonly settings: unknown; readonly because: string }
  | { readonly to: 'local'; readonly because: string }
  /** Settings without their secret: another process, as the server, may have it. */
  | { readonly to: 'nobody-yet'; readonly because: string };

/** Where a secret may come from. */
interface SecretPlaces {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Relative files start here. */
  readonly folder: string;
}

/**
 * Whether the channel speaks to its medium, writes to the local outbox, or waits for its secret: who gave it settings
 * means people to be told, and a cron job without the variable would make files of their messages for good.
 * @throws TocsinError `config-invalid` where the settings are wrong, rather than sending nothing in silence
 */
export function chooseChannel(id: string, settings: DeliverySettings, places: SecretPlaces): ChannelChoice {
  const given = settings.channels[id];
  if (given === undefined) return { to: 'local', because: `delivery.channels.${id} is not set.` };
  const missing: string[] = [];
  const filled = fillSecrets(given, places, missing);
  if (missing.length > 0) return { to: 'nobody-yet', because: missing.join(' ') };
  const channel = channels.find((one) => one.id === id);
  const parsed = channel?.settings.safeParse(filled);
  if (parsed === undefined || !parsed.success) {
    const faults = (parsed?.error.issues ?? []).map(
      ({ path, message }) => `delivery.channels.${[id, ...path].join('.')}: ${message}`,
    );
    throw new TocsinError('config-invalid', faults.join('\n') || `There is no channel ${id}.`);
  }
  return { to: 'medium', settings: parsed.data, because: `delivery.channels.${id} is set.` };
}

export function senderOf(settings: DeliverySettings, catalog: Catalog): Sender {
  const list = catalog.lists.find(({ always }) => always) ?? catalog.lists[0];
  const domain = (list?.address ?? catalog.teams[0]?.email)?.split('@')[1] ?? 'localhost';
  return {
    name: settings.sender.name ?? `Tocsin for ${catalog.organisation.name}`,
    email: settings.sender.email ?? `tocsin@${domain}`,
    replyTo: settings.sender.replyTo ?? list?.address ?? null,
  };
}

function fillSecrets(value: unknown, places: SecretPlaces, missing: string[]): unknown {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fillSecrets(inner, places, missing)]));
  }
  if (typeof value !== 'string') return value;
  if (value.startsWith('env:')) {
    const name = value.slice('env:'.length);
    const secret = places.env[name];
    if (secret === undefined || secret === '') missing.push(`The environment variable ${name} is not set.`);
    return secret;
  }
  if (value.startsWith('file:')) {
    const path = resolve(places.folder, value.slice('file:'.length));
    try {
      return readFileSync(path, 'utf8').trim();
    } catch (error) {
      missing.push(`The file ${path} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
      return undefined;
    }
  }
  return value;
}
