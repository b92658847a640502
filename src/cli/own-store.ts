import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Shell } from './shell.ts';

/**
 * Whether a store lies here that is nobody else's. Opening one makes it where there is none, and brings the schema of one
 * that others share up to date: what only looks must not.
 */
export async function hasOwnStore({ env, cwd }: Shell): Promise<boolean> {
  const { storeFileIn } = await import('../bot/index.ts');
  return !env.DATABASE_URL && existsSync(storeFileIn(resolve(cwd, env.TOCSIN_HOME || '.tocsin')));
}
