import { setTimeout } from 'node:timers/promises';
import { TocsinError } from '../../base/index.ts';
import type { CodeSearchReport } from '../../bot/index.ts';
import { anyOperation } from '../../catalog/index.ts';
import { listOperations } from '../../compare/index.ts';
import type { CommandModule } from '../command-module.ts';
import { printResult, tell } from '../print-result.ts';
import type { Stream } from '../shell.ts';
import { alignColumns } from '../terminal/align-columns.ts';
import { paint } from '../terminal/paint.ts';
import { withTocsin } from '../with-tocsin.ts';
import { documentsOf } from './documents-of.ts';

interface Flags {
  readonly service: string;
  readonly spec?: string[];
  readonly org?: string[];
  readonly repo?: string[];
  readonly maxWait: number;
  readonly why?: string;
  readonly dryRun?: boolean;
}

/** `tocsin evidence search-code`: whose code on GitHub names the service's paths, operation ids or packages. */
export const searchCodeCommand: CommandModule = (parent, shellOf) => {
  parent
    .command('search-code')
    .description('Search code on GitHub for who uses a service; goes on where it was cut off.')
    .requiredOption('--service <name>', 'whose users, as the catalogue calls it')
    .option('--spec <document...>', "the service's documents (default: those that the catalogue names)")
    .option('--org <name...>', "whose code is searched, besides the catalogue's evidence.codeSearch")
    .option('--repo <owner/name...>', 'repositories that are searched besides')
    .option('--max-wait <seconds>', 'wait no longer than this for a rate limit at a time', Number, 120)
    .option('--why <reason>', 'for the record')
    .option('--dry-run', 'show what would be recorded, and keep nothing')
    .addHelpText('after', '\nThe token is read from GITHUB_TOKEN; GITHUB_API_URL names a server of your own.')
    .action(async (flags: Flags) => {
      const shell = shellOf();
      const token = shell.env.GITHUB_TOKEN;
      if (!token) {
        throw new TocsinError('usage', 'GitHub searches code only for those who log in.', {
          hint: 'Give a token in the environment variable GITHUB_TOKEN.',
        });
      }
      await withTocsin(shell, { dryRun: flags.dryRun }, async ({ tocsin, change }) => {
        const service = tocsin.catalog.services.find(({ name }) => name === flags.service);
        if (service === undefined) {
          throw new TocsinError('not-found', `The catalogue does not know the service "${flags.service}".`);
        }
        const report = await tocsin.searchCode(
          {
            service: service.name,
            operations: listOperations(await documentsOf(shell, service, flags.spec)),
            organisations: flags.org ?? [],
            repositories: flags.repo ?? [],
            token,
            apiUrl: shell.env.GITHUB_API_URL ?? 'https://api.github.com',
            wait: async (seconds, because) => {
              if (!(seconds <= flags.maxWait)) return false;
              tell(shell, because);
              await setTimeout(seconds * 1000);
              return true;
            },
            advance: (done, all) => tell(shell, `${done} of ${all} searches are done.`),
          },
          change(flags.why),
        );
        printResult(shell, { schemaVersion: 1, service: service.name, ...report }, () =>
          reportLines(report, shell.out),
        );
        if (report.unfinishedBecause !== null) shell.exit(3);
      });
    });
};

function reportLines(report: CodeSearchReport, stream: Pick<Stream, 'colour'>): string[] {
  const { bold, dim, yellow, magenta } = paint(stream);
  const rows = (isKnown: boolean) =>
    alignColumns(
      report.uses
        .filter(({ consumer }) => (consumer !== null) === isKnown)
        .map(({ consumer, callerName, operation }) => [
          consumer ?? callerName ?? '',
          operation === anyOperation ? dim('something of it') : operation,
        ]),
      { indent: 2 },
    );
  const [known, unknown] = [rows(true), rows(false)];
  return [
    ...(known.length > 0 ? [bold('Consumers'), ...known] : []),
    ...(unknown.length > 0 ? [bold('Repositories that are nobody’s in the catalogue'), ...unknown] : []),
    ...report.notes.map((note) => yellow(`! ${note}`)),
    report.unfinishedBecause === null
      ? `${report.queries.all} searches, ${report.uses.length} ${report.uses.length === 1 ? 'use' : 'uses'}${report.recorded ? '' : ', nothing that was not recorded before'}.`
      : magenta(
          `? ${report.queries.done} of ${report.queries.all} searches are done: ${report.unfinishedBecause} Nothing is recorded yet; run it again and it goes on.`,
        ),
  ];
}
