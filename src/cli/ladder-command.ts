import { Argument, Option } from 'commander';
import { type Instant, TocsinError } from '../base/index.ts';
import { onLadder } from '../bot/index.ts';
import { type Rung, rungs } from '../ladder/index.ts';
import type { CommandModule } from './command-module.ts';
import { parseInstant } from './parse-instant.ts';
import { printBurnDown, printLadder, printPortingIssues, printRungs } from './print-ladder.ts';
import { printResult } from './print-result.ts';
import { changeRelease } from './release/change-release.ts';
import { withTocsin } from './with-tocsin.ts';

/** `tocsin ladder RELEASE`: who is ported, deployed, and points at production; also where that is said. */
export const ladderCommand: CommandModule = (command, shellOf) => {
  command
    .argument('[release]', 'its id, as pkgdb-2.0')
    .argument('[consumer]', 'one of its consumers: each rung, with what shows it or what is missing')
    .option('--burn-down', 'how many stood on which rung over time, and whether they will be up by the date')
    .addHelpText('before', examples)
    .action(async (release: string | undefined, consumer: string | undefined, options: { burnDown?: boolean }) => {
      const shell = shellOf();
      if (release === undefined)
        throw new TocsinError('usage', 'Of which release?', { hint: 'tocsin ladder pkgdb-2.0' });
      if (consumer !== undefined && options.burnDown)
        throw new TocsinError('usage', 'The burn-down is of all consumers together.', {
          hint: 'Leave one of both out.',
        });
      await withTocsin(shell, {}, async ({ tocsin }) => {
        const view = await tocsin.release(release);
        const { burnDown } = view;
        const own = consumer === undefined ? null : onLadder(view, consumer).consumer;
        const ladder =
          own === null
            ? view.ladder
            : { ...view.ladder, consumers: view.ladder.consumers.filter((one) => one.consumer === own) };
        const portingIssues = view.portingIssues.filter((issue) => own === null || issue.consumer === own);
        printResult(shell, { schemaVersion: 1, release, ladder, burnDown, portingIssues }, () =>
          options.burnDown
            ? printBurnDown(burnDown, shell.out)
            : [
                ...(own === null ? printLadder(ladder, burnDown, shell.out) : printRungs(ladder, own, shell.out)),
                ...printPortingIssues(portingIssues, shell.out),
              ],
        );
      });
    });

  const rung = () => new Argument('<rung>', 'what it has reached').choices(rungs.filter((one) => one !== 'aware'));
  command
    .command('claim')
    .argument('<release>', 'its id, as pkgdb-2.0')
    .argument('<consumer>', 'its name in the catalogue')
    .addArgument(rung())
    .description("Say that a consumer stands on a rung: its team's word, shown as such until something proves it.")
    .option('--running <version>', "the consumer's version from which on it is so")
    .option('--why <reason>', 'for the record')
    .option('--dry-run', 'show where it would stand, and record nothing')
    .action(
      async (
        release: string,
        consumer: string,
        rung: Rung,
        options: { running?: string; why?: string; dryRun?: boolean },
      ) => {
        const shell = shellOf();
        await changeRelease(
          shell,
          { ...options, standing: false },
          ({ tocsin, change }) =>
            tocsin.claimRung(
              release,
              { consumer, rung, ...(options.running === undefined ? {} : { version: options.running }) },
              change(options.why),
            ),
          ({ ladder }) => printRungs(ladder, consumer, shell.out),
        );
      },
    );
  command
    .command('withdraw')
    .argument('<release>', 'its id, as pkgdb-2.0')
    .argument('<consumer>', 'its name in the catalogue')
    .addArgument(rung())
    .description('Take such a word back.')
    .option('--why <reason>', 'for the record')
    .option('--dry-run', 'show where it would stand, and record nothing')
    .action(async (release: string, consumer: string, rung: Rung, options: { why?: string; dryRun?: boolean }) => {
      const shell = shellOf();
      await changeRelease(
        shell,
        { ...options, standing: false },
        ({ tocsin, change }) => tocsin.withdrawClaim(release, { consumer, rung }, change(options.why)),
        ({ ladder }) => printRungs(ladder, consumer, shell.out),
      );
    });
  command
    .command('merged')
    .argument('<release>', 'its id, as pkgdb-2.0')
    .argument('<consumer>', 'its name in the catalogue')
    .argument('<url>', 'the pull request that ports it')
    .description('Report that the pull request which ports a consumer was merged: evidence, not a claim.')
    .addOption(new Option('--at <instant>', 'when (default: now)').argParser(parseInstant))
    .option('--why <reason>', 'for the record')
    .option('--dry-run', 'show where it would stand, and record nothing')
    .action(async (release: string, consumer: string, url: string, options: Merged) => {
      const shell = shellOf();
      const at = options.at === undefined ? {} : { at: options.at };
      await changeRelease(
        shell,
        { ...options, standing: false },
        ({ tocsin, change }) => tocsin.recordMerge(release, { consumer, url, ...at }, change(options.why)),
        ({ ladder }) => printRungs(ladder, consumer, shell.out),
      );
    });
  command
    .command('deployed')
    .argument('<release>', 'its id, as pkgdb-2.0')
    .argument('<consumer>', 'its name in the catalogue')
    .description('Report that a version of a consumer was put somewhere: what its pipeline calls after the deploy.')
    .option('--running <version>', 'which version of the consumer')
    .option('--environment <name>', 'where to', 'production')
    .addOption(new Option('--at <instant>', 'when (default: now)').argParser(parseInstant))
    .option('--url <address>', 'where it can be looked at')
    .option('--why <reason>', 'for the record')
    .option('--dry-run', 'show where it would stand, and record nothing')
    .action(async (release: string, consumer: string, options: Deployed) => {
      const shell = shellOf();
      const { dryRun: _, running, why, ...given } = options;
      const version = running === undefined ? {} : { version: running };
      await changeRelease(
        shell,
        { ...options, standing: false },
        ({ tocsin, change }) => tocsin.recordDeployment(release, { consumer, ...given, ...version }, change(why)),
        ({ ladder }) => printRungs(ladder, consumer, shell.out),
      );
    });
};

interface Merged {
  readonly at?: Instant;
  readonly why?: string;
  readonly dryRun?: boolean;
}

interface Deployed {
  readonly running?: string;
  readonly environment: string;
  readonly at?: Instant;
  readonly url?: string;
  readonly why?: string;
  readonly dryRun?: boolean;
}

const examples = `Examples:
  tocsin ladder pkgdb-2.0
  tocsin ladder pkgdb-2.0 fedpkg
  tocsin ladder pkgdb-2.0 --burn-down
  tocsin ladder claim pkgdb-2.0 fedpkg ported --running 1.30 --as denise --why 'merged in #7'
  tocsin ladder merged pkgdb-2.0 fedpkg https://github.com/example/fedpkg/pull/7 --at 2026-03-01T10:00Z
  tocsin ladder deployed pkgdb-2.0 fedpkg --running 1.30
`;
