import type { ReleaseView } from '../../bot/index.ts';
import { countedFindings, groupByCause, nameOperation, tallyOf, tallyWords } from '../../report/index.ts';
import type { CommandModule } from '../command-module.ts';
import type { Shell } from '../shell.ts';
import { paint } from '../terminal/paint.ts';
import { wrapText } from '../terminal/wrap-text.ts';
import { changeRelease } from './change-release.ts';

export const confirmCommand: CommandModule = (parent, shellOf) => {
  parent
    .command('confirm')
    .argument('<release>', 'its id, as pkgdb-2.0')
    .argument('[finding...]', 'fingerprints, as in `tocsin release show --json`; none means all that breaks')
    .description('Say that its breaks are intended. What nobody confirms counts as an accident.')
    .option('--why <reason>', 'for the record')
    .option('--dry-run', 'show what would be confirmed and where it would stand, and record nothing')
    .action(async (id: string, findings: string[], options: { why?: string; dryRun?: boolean }) => {
      const shell = shellOf();
      let before: ReleaseView['intended'] = [];
      await changeRelease(
        shell,
        options,
        async ({ tocsin, change }) => {
          before = (await tocsin.release(id)).intended;
          return tocsin.confirmIntended(id, findings, change(options.why));
        },
        (view) => [...printConfirmed(view, before, shell.out), ''],
      );
    });
};

const changesNamed = 20;

/** Nobody should find out later what they have said is meant: each change. */
function printConfirmed(
  { comparison, history, intended }: Pick<ReleaseView, 'comparison' | 'history' | 'intended'>,
  before: ReleaseView['intended'],
  stream: Shell['out'],
): string[] {
  const old = new Set(before.map(({ finding }) => finding));
  const fresh = new Set(intended.flatMap(({ finding }) => (old.has(finding) ? [] : [finding])));
  const met = countedFindings(comparison).filter(({ fingerprint }) => fresh.has(fingerprint));
  if (met.length === 0) {
    const stays = history.some(({ type }) => type === 'release.cancelled')
      ? ' What was confirmed before it was called off stays so: it says what is meant, and not when.'
      : '';
    return wrapText(`Nothing was left to confirm: what breaks of it is confirmed as intended.${stays}`, {
      width: Math.min(stream.columns, 100),
    });
  }
  const breaking = groupByCause(met);
  const width = Math.min(stream.columns, 100);
  const lines = breaking.slice(0, changesNamed).flatMap(({ message, findings }) => {
    const operation = findings[0].operation === null ? '' : nameOperation(findings[0].operation);
    const where =
      findings.length > 1 ? ` · ${findings.length} places` : message.includes(operation) ? '' : ` · ${operation}`;
    return wrapText(`✖ ${message.replace(/\.$/, '')}${where}`, { width: width - 2, indent: 2 });
  });
  const more = breaking.length - changesNamed;
  return [
    ...wrapText(`Confirmed as intended: ${tallyWords(tallyOf(breaking), 'breaking change')}.`, { width }).map(
      paint(stream).bold,
    ),
    ...lines.map((line) => `  ${line}`),
    ...(more > 0 ? [`  and ${more} more breaking ${more === 1 ? 'change' : 'changes'}`] : []),
  ];
}
