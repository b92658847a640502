import {
  type CatalogChange,
  type CatalogDifference,
  type CatalogSettings,
  catalogEntries,
  factSources,
  findCircles,
} from '../catalog/index.ts';
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
      const { settings, gathered } = await readOrganisation(shell);
      const difference = await withTocsin(shell, {}, ({ tocsin }) => tocsin.compareCatalog());
      printDifference(shell, difference, settings, { applied: false, notes: gathered.notes });
    });
  command
    .command('sync')
    .description('Bring the files into the store, all or nothing; what differs is printed first.')
    .option('--why <reason>', 'for the record')
    .option('--dry-run', 'show what would be changed, and change nothing')
    .action(async ({ why, dryRun }: { why?: string; dryRun?: boolean }) => {
      const shell = shellOf();
      const { settings, gathered } = await readOrganisation(shell);
      await withTocsin(shell, { dryRun }, async ({ tocsin, change }) => {
        const difference = await tocsin.compareCatalog();
        const applied = difference.refusals.length === 0 && difference.changes.length > 0 && dryRun !== true;
        printDifference(shell, difference, settings, { applied, notes: gathered.notes });
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

function printDifference(
  shell: Shell,
  { changes, refusals }: CatalogDifference,
  settings: CatalogSettings,
  { applied, notes }: { readonly applied: boolean; readonly notes: readonly string[] },
): void {
  const circles = findCircles(settings.services);
  const neverSynced =
    changes.length > 0 &&
    changes.length === catalogEntries(settings).length &&
    changes.every(({ step }) => step === 'added');
  printResult(shell, { schemaVersion: 1, applied, changes, refusals, circles, notes }, () => {
    const { red, dim, magenta } = paint(shell.out);
    return [
      ...changes.flatMap((change) => describeChange(change, shell.out)),
      ...refusals.flatMap(({ because, hint }) => [`${red('✖')} ${because}`, dim(`    ${hint}`)]),
      ...circles.map((circle) => `${magenta('?')} ${describeCircle(circle)}`),
      ...notes.map((note) => `${magenta('?')} ${note}`),
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

function describeCircle([first = '', ...rest]: readonly string[]): string {
  const chain = [...rest, first].map((name) => `depends on ${name}`).join(', which ');
  return `${first} ${chain}: neither can be deployed before the other; a risk is passed on once around.`;
}

function shortly(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
