import { Option } from 'commander';
import type { Instant, IsoDate } from '../../base/index.ts';
import { type Catalog, personCalled } from '../../catalog/index.ts';
import type { Release } from '../../plan/index.ts';
import { verdictSentence } from '../../report/index.ts';
import type { CommandModule } from '../command-module.ts';
import { namedDocuments } from '../named-documents.ts';
import { parseDay, parseInstant } from '../parse-instant.ts';
import { wrapText } from '../terminal/wrap-text.ts';
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
    .argument('[base]', 'the document that runs now: file, URL, REV:PATH (default: document.base of the service)')
    .argument('[revision]', 'the document of the release (default: document.revision of the service)')
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
    .action(
      async (
        service: string,
        version: string,
        base: string | undefined,
        revision: string | undefined,
        options: Options,
      ) => {
        const shell = shellOf();
        let catalog: Catalog | null = null;
        await changeRelease(
          shell,
          options,
          ({ tocsin, change }) => {
            catalog = tocsin.catalog;
            return tocsin.assess(
              {
                service,
                version,
                ...namedDocuments(tocsin.catalog, service, { base, revision, place: 'after the version' }),
                declared: options.declared,
                minor: options.minor ?? false,
                ...(options.stagedAt === undefined ? {} : { stagedAt: options.stagedAt }),
                ...(options.dependsOn === undefined ? {} : { dependsOn: options.dependsOn }),
                ...(options.asOf === undefined ? {} : { asOf: options.asOf }),
              },
              change(options.why),
            );
          },
          ({ release, comparison }) =>
            [
              verdictSentence(comparison),
              ...sayOtherVersion(release, comparison.revision),
              ...(catalog === null ? [] : sayNoAuthor(release, catalog)),
            ].flatMap((sentence) => wrapText(sentence, { width: Math.min(shell.out.columns, 110) })),
        );
      },
    );
};

/** A document that calls itself otherwise may be the wrong one; `v2.0` and `2.0.0` are the same. */
function sayOtherVersion(
  release: { readonly version: string },
  document: { readonly version: string | null },
): string[] {
  const plain = (version: string) => version.replace(/^v/i, '').replace(/(\.0)+$/, '');
  if (document.version === null || plain(document.version) === plain(release.version)) return [];
  return [
    `Mind: the document calls itself ${document.version}, and the release is ${release.version}. Is it the right one?`,
  ];
}

/** Who approves has to be somebody else than the author, so that there should be one. */
function sayNoAuthor({ author }: Pick<Release, 'author'>, catalog: Catalog): string[] {
  if (personCalled(catalog, author) !== undefined) return [];
  return [
    `Mind: the catalogue knows nobody called ${author}, so it has no author yet. Whoever confirms its breaks is; or say who you are, with --as NAME or TOCSIN_ACTOR, and assess it again.`,
  ];
}
