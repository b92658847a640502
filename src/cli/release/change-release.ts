// How every command that changes a release goes: the change, then what it made due, then where the release stands.

import { exitStatus } from '../../base/index.ts';
import type { ReleaseView } from '../../bot/index.ts';
import { printStanding } from '../print-release.ts';
import { printResult, tell } from '../print-result.ts';
import type { Shell } from '../shell.ts';
import { type Session, withTocsin } from '../with-tocsin.ts';

/**
 * Messages that fell due are sent at once, so that nothing waits for a server that may not be running. What could not
 * be delivered stays in the outbox; the exit status says so where `sends`, that is, where sending was the point.
 */
export async function changeRelease(
  shell: Shell,
  {
    dryRun,
    sends = false,
    standing = true,
  }: { readonly dryRun?: boolean | undefined; readonly sends?: boolean; readonly standing?: boolean },
  work: (session: Session) => Promise<ReleaseView>,
  /** What is said before the standing, or instead of it. */
  printChange: (view: ReleaseView) => readonly string[] = () => [],
): Promise<void> {
  await withTocsin(shell, { dryRun }, async (session) => {
    let view = await work(session);
    if (!dryRun) {
      const report = await session.tocsin.tick();
      const { delivered, deferred, refused, refusals } = report;
      if (delivered > 0) tell(shell, `${delivered} ${delivered === 1 ? 'message' : 'messages'} delivered.`);
      if (deferred + refused > 0) {
        tell(shell, `${deferred} put off, ${refused} refused: \`tocsin release show\` says why.`);
      }
      for (const { release, because } of refusals) tell(shell, `${release}: ${because}`);
      if (sends && deferred + refused + refusals.length > 0) shell.exit(exitStatus.cannotTell);
      view = await session.tocsin.release(view.release.id);
    }
    printResult(shell, { schemaVersion: 1, ...view }, () => [
      ...printChange(view),
      ...(standing ? printStanding(view, shell.out) : []),
    ]);
  });
}
