import { resolve } from 'node:path';
import { type Config, type DeliverySettings, deliverySettings, readConfig } from '../bot/index.ts';
import type { ExtraImports } from '../catalog/index.ts';
import type { Shell } from './shell.ts';

/** The organisation's file: --config, TOCSIN_CONFIG, or tocsin.yaml in the working directory. */
export function configPath(shell: Shell): string {
  return shell.options.config ?? shell.env.TOCSIN_CONFIG ?? 'tocsin.yaml';
}

/**
 * Catalogue and policy; `extra` are imports that a command's options name.
 * @throws TocsinError `config-unreadable`, `config-invalid`
 */
export async function readOrganisation(
  shell: Shell,
  extra: ExtraImports = {},
): Promise<Config<DeliverySettings> & { readonly path: string }> {
  const source = configPath(shell);
  const place = { path: resolve(shell.cwd, source), source, extra, cwd: shell.cwd };
  return { ...(await readConfig(place, deliverySettings)), path: source };
}
