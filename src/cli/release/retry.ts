import { TocsinError } from '../../base/index.ts';
import type { Change, ReleaseView, Tocsin } from '../../bot/index.ts';
import type { CommandModule } from '../command-module.ts';
import { changeRelease } from './change-release.ts';

export const retryCommand: CommandModule = (parent, shellOf) => {
  parent
    .command('retry')
    .argument(
      '<release>',
      'its id, as pkgdb-2.0; or the key of one message, as `release show --json` and the board give it',
    )
    .description('Have what was refused tried again, once what refused it is mended.')
    .option('--why <reason>', 'for the record')
    .option('--dry-run', 'show where it would stand, and send nothing')
    .action(async (what: string, options: { why?: string; dryRun?: boolean }) => {
      const shell = shellOf();
      await changeRelease(shell, { ...options, sends: true }, ({ tocsin, change }) =>
        // A key begins with its release.
        what.includes('/')
          ? tocsin.retryDelivery(what, change(options.why))
          : retryAll(tocsin, what, change(options.why)),
      );
    });
};

/** @throws TocsinError `release-state` where none was refused */
async function retryAll(tocsin: Tocsin, release: string, change: Change): Promise<ReleaseView> {
  let view = await tocsin.release(release);
  const refused = view.deliveries.filter(({ state }) => state === 'refused');
  if (refused.length === 0) {
    throw new TocsinError('release-state', `No message of ${release} was refused.`, {
      hint: 'What waits is tried again by itself: `tocsin tick`, or `tocsin serve`.',
    });
  }
  for (const { message } of refused) view = await tocsin.retryDelivery(message.key, change);
  return view;
}
