import { type CatalogChange, type CatalogDifference, catalogEntries, factSources } from '../catalog/index.ts';
import { catalogWarnings, sayWarnings } from './catalog-warnings.ts';
import { changedLines } from './changed-lines.ts';
import type { CommandModule } from './command-module.ts';
import { printResult, tell } from './print-result.ts';
import { readOrganisation } from './read-organisation.ts';
import type { Shell, Stream } from './shell.ts';
import { alignColumns } from './terminal/align-columns.ts';
import { paint } from './terminal/paint.ts';
import { withTocsin } from './with-tocsin.ts';

/** `tocsin catalog check|sync|show`: the catalogue as files under review. */
export const catalogCommand: CommandModule = (command, shellOf) => {
  command.addHelpText('before', 'Examples:\n  tocsin catalog check\n  tocsin catalog sync --why "merge of #12"\n');
  command
    .command('check')
    .description('Say what is wrong in the files, and what a sync would change or refuse; changes nothing.')
    .action(async () => {
      const shell = shellOf();
      const organisation = await readOrganisation(shell);
      const difference = await withTocsin(shell, {}, ({ tocsin }) => tocsin.compareCatalog());
      await printDifference(shell, difference, organisation, false);
    });
  command
    .command('sync')
    .description('Bring the files into the store, all or nothing; what differs is printed first.')
    .option('--why <reason>', 'for the record')
    .option('--dry-run', 'show what would be changed, and change nothing')
    .action(async ({ why, dryRun }: { why?: string; dryRun?: boolean }) => {
      const shell = shellOf();
      const organisation = await readOrganisation(shell);
      await withTocsin(shell, { dryRun }, async ({ tocsin, change }) => {
        const difference = await tocsin.compareCatalog();
        const applied = difference.refusals.length === 0 && difference.changes.length > 0 && dryRun !== true;
        await printDifference(shell, difference, organisation, applied);
        const done = await tocsin.syncCatalog(change(why));
        if (done.refusals.length > difference.refusals.length) {
          shell.exit(1);
          tell(shell, 'The catalogue was synced by someone else meanwhile, and this was refused; check it again.');
        } else if (applied)
          tell(
            shell,
            difference.changes.length === 1
              ? '1 change was synced.'
              : `${difference.changes.length} changes were synced.`,
          );
      });
    });
  command
    .command('show')
    .argument('[name]', 'a service, team, consumer, list, chat channel or meeting')
    .description('Print the catalogue as it stands, each fact with the place that it comes from.')
    .action(async (name: string | undefined) => {
      const shell = shellOf();
      const { settings, gathered } = await readOrganisation(shell);
      const entries = catalogEntries(settings).filter((entry) => name === undefined || entry.name === name);
      const named = new Set(entries.map((entry) => entry.name));
      const facts = factSources(gathered.layers).filter(({ path }) => named.has(path[1] ?? ''));
      const value = { schemaVersion: 1, entries, facts, notes: gathered.notes };
      printResult(shell, value, () =>
        entries.length === 0
          ? ['The catalogue holds nothing of that name.']
          : alignColumns(
              facts.map(({ path, value, source }) => [path.join('.'), shortly(value), paint(shell.out).dim(source)]),
            ),
      );
      if (entries.length === 0) shell.exit(2);
    });
};

async function printDifference(
  shell: Shell,
  { changes, refusals }: CatalogDifference,
  organisation: Awaited<ReturnType<typeof readOrganisation>>,
  applied: boolean,
): Promise<void> {
  const { settings } = organisation;
  const doubtful = await catalogWarnings(organisation, shell.cwd);
  const neverSynced =
    changes.length > 0 &&
    changes.length === catalogEntries(settings).length &&
    changes.every(({ step }) => step === 'added');
  printResult(shell, { schemaVersion: 1, applied, changes, refusals, ...doubtful }, () => {
    const { red, dim, magenta } = paint(shell.out);
    return [
      ...changes.flatMap((change) => describeChange(change, shell.out)),
      ...refusals.flatMap(({ because, hint }) => [`${red('✖')} ${because}`, dim(`    ${hint}`)]),
      ...sayWarnings(doubtful),
      refusals.length > 0
        ? `Refused: nothing is changed.`
        : changes.length === 0
          ? 'The files are what was synced.'
          : `${changes.length} ${changes.length === 1 ? 'change' : 'changes'}.`,
      ...(neverSynced && !applied
        ? [`${magenta('?')} The catalogue was never synced, so nothing guards deletions: run \`tocsin catalog sync\`.`]
        : []),
    ];
  });
  if (refusals.length > 0) shell.exit(1);
}

function describeChange({ step, kind, name, before, after }: CatalogChange, stream: Pick<Stream, 'colour'>): string[] {
  const { green, yellow, dim } = paint(stream);
  const thing = `${kind} ${name}`;
  switch (step) {
    case 'added':
      return [`${green('+')} ${thing}`];
    case 'restored':
      return [`${green('+')} ${thing}: no longer deleted`];
    case 'revived':
      return [`${green('+')} ${thing}: takes up the name that was retired`];
    case 'deleted':
      return [`${yellow('-')} ${thing}: deleted; after this sync it may be left out`];
    case 'retired':
      return [`${yellow('-')} ${thing}: left out; its name stays taken`];
    case 'changed':
      return [`${yellow('~')} ${thing}`, ...changedLines(before, after).map((line) => dim(`    ${line}`))];
  }
}

function shortly(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
