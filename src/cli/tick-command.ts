import { sayInstant } from '../base/index.ts';
import type { CommandModule } from './command-module.ts';
import { printResult } from './print-result.ts';
import { withTocsin } from './with-tocsin.ts';

/** `tocsin tick`: everything that is due now, once; for a cron job where no server runs. */
export const tickCommand: CommandModule = (command, shellOf) => {
  command
    .option('--dry-run', 'show what is due, and send nothing')
    .addHelpText(
      'before',
      'Examples:\n  */5 * * * *  cd /srv/tocsin && npx --no-install tocsin tick --quiet    in a crontab\n',
    )
    .action(async (options: { dryRun?: boolean }) => {
      const shell = shellOf();
      const report = await withTocsin(shell, { dryRun: options.dryRun }, ({ tocsin }) => tocsin.tick());
      printResult(shell, { schemaVersion: 1, ...report }, () => [
        `${report.queued} queued, ${report.delivered} delivered, ${report.written > 0 ? `${report.written} written to the outbox, ` : ''}${report.deferred} put off, ${report.refused} refused.`,
        ...report.refusals.map(({ release, because }) => `${release}: ${because}`),
        report.nextAt === null ? 'Nothing more is planned.' : `Next: ${sayInstant(report.nextAt)}.`,
      ]);
      if (report.refused + report.refusals.length > 0) shell.exit(3);
    });
};
