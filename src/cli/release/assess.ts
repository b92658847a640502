import { Option } from 'commander';
import type { Instant, IsoDate } from '../../base/index.ts';
import { verdictSentence } from '../../report/index.ts';
import type { CommandModule } from '../command-module.ts';
import { parseDay, parseInstant } from '../parse-instant.ts';
import { changeRelease } from './change-release.ts';

interface Options {
  readonly declared: 'breaks' | 'does-not-break' | 'unknown';
  readonly minor?: boolean;
  readonly stagedAt?: Instant;
  readonly dependsOn?: string[];
  readonly asOf?: IsoDate;
  readonly why?: string;
  readonly dryRun?: boolean;
}

export const assessCommand: CommandModule = (parent, shellOf) => {
  parent
    .command('assess')
    .argument('<service>', 'as the catalogue calls it')
    .argument('<version>', 'of the release that is planned')
    .argument('<base>', 'the document that runs now: file, URL, REV:PATH')
    .argument('<revision>', 'the document of the release')
    .description('Compare, judge and join with the catalogue: begins a release, or assesses it anew.')
    .addOption(
      new Option('--declared <what>', 'what its author says of it')
        .choices(['breaks', 'does-not-break', 'unknown'])
        .default('unknown'),
    )
    .option('--minor', 'its author calls it minor')
    .addOption(new Option('--staged-at <instant>', 'since when it has been in staging').argParser(parseInstant))
    .option('--depends-on <release...>', 'releases that must be done before')
    .addOption(new Option('--as-of <date>', 'judge sunsets as of this day (default: today, UTC)').argParser(parseDay))
    .option('--why <reason>', 'for the record')
    .option('--dry-run', 'show what would be recorded, and record nothing')
    .action(async (service: string, version: string, base: string, revision: string, options: Options) => {
      const shell = shellOf();
      await changeRelease(
        shell,
        options,
        ({ tocsin, change }) =>
          tocsin.assess(
            {
              service,
              version,
              base,
              revision,
              declared: options.declared,
              minor: options.minor ?? false,
              ...(options.stagedAt === undefined ? {} : { stagedAt: options.stagedAt }),
              ...(options.dependsOn === undefined ? {} : { dependsOn: options.dependsOn }),
              ...(options.asOf === undefined ? {} : { asOf: options.asOf }),
            },
            change(options.why),
          ),
        (view) => [verdictSentence(view.comparison)],
      );
    });
};
