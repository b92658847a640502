import { resolve } from 'node:path';
import { type Config, type DeliverySettings, deliverySettings, readConfig } from '../bot/index.ts';
import type { Shell } from './shell.ts';

/** The organisation's file: --config, TOCSIN_CONFIG, or tocsin.yaml in the working directory. */
export function configPath(shell: Shell): string {
  return shell.options.config ?? shell.env.TOCSIN_CONFIG ?? 'tocsin.yaml';
}

/** Catalogue and policy. @throws TocsinError `config-unreadable`, `config-invalid` */
export async function readOrganisation(shell: Shell): Promise<Config<DeliverySettings> & { readonly path: string }> {
  const path = configPath(shell);
  return { ...(await readConfig(resolve(shell.cwd, path), deliverySettings, path)), path };
}
