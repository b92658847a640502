// Opens the application for one command and closes it afterwards, whatever happens.

import { userInfo } from 'node:os';
import { sayInstant } from '../base/index.ts';
import { type Change, namedActor, openTocsin, type Tocsin } from '../bot/index.ts';
import { fullName } from '../catalog/index.ts';
import { tell } from './print-result.ts';
import { configPath } from './read-organisation.ts';
import type { Shell } from './shell.ts';

export interface Session {
  readonly tocsin: Tocsin;
  /** A change asked for by whoever runs the command. */
  change(why?: string): Change;
}

/** With `dryRun` everything is done as it would be, and nothing of it kept or sent. */
export async function withTocsin<T>(
  shell: Shell,
  { dryRun = false }: { readonly dryRun?: boolean | undefined },
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const tocsin = await openTocsin({
    cwd: shell.cwd,
    env: shell.env,
    configPath: configPath(shell),
    clock: shell.clock,
    dryRun,
  });
  const untold = dryRun ? null : sayForGoodAtFirst(shell, tocsin);
  try {
    const answer = await work({
      tocsin,
      change: (why) => ({ actor: { name: actorName(shell, tocsin), via: 'cli' }, why }),
    });
    if (dryRun) tell(shell, 'Dry run: nothing was recorded, and nothing was sent.');
    return answer;
  } finally {
    untold?.();
    await tocsin.close();
  }
}

/**
 * At another moment than now, the first thing recorded is said to be: who only tries a plan out stops there. Refused it
 * is not, since evidence and words are brought in late with the moment that they are of. Stop listening by the answer.
 */
export function sayForGoodAtFirst(shell: Shell, { onEvent }: Pick<Tocsin, 'onEvent'>): () => void {
  const { now } = shell.options;
  if (now === undefined) return () => {};
  const stop = onEvent(() => {
    stop();
    tell(
      shell,
      `Mind --now: this is recorded for good as of ${sayInstant(now)}, and what is due then is sent in earnest. To try a plan out, add --dry-run.`,
    );
  });
  return stop;
}

/**
 * Whom --as names, who has to be known; else TOCSIN_ACTOR or the login name, as they are: nobody typed them just now.
 * @throws TocsinError `not-allowed`
 */
function actorName(shell: Shell, { catalog }: Tocsin): string {
  const { as } = shell.options;
  return as === undefined ? fullName(catalog, shell.env.TOCSIN_ACTOR || userInfo().username) : namedActor(catalog, as);
}
