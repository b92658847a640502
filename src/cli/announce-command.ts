import { Option } from 'commander';
import { type MessageKind, messageKinds } from '../announce/index.ts';
import { type Instant, sayInstant } from '../base/index.ts';
import type { Outlook } from '../bot/index.ts';
import type { CommandModule } from './command-module.ts';
import { parseInstant } from './parse-instant.ts';
import { printResult, tell } from './print-result.ts';
import { changeRelease } from './release/change-release.ts';
import { alignColumns } from './terminal/align-columns.ts';
import { paint } from './terminal/paint.ts';
import { withTocsin } from './with-tocsin.ts';

interface Options {
  readonly dryRun?: boolean;
  readonly kind?: MessageKind;
  readonly deployAt?: Instant;
  readonly why?: string;
}

/** `tocsin announce RELEASE`: sends what is due; with --dry-run shows every message word by word instead. */
export const announceCommand: CommandModule = (command, shellOf) => {
  command
    .argument('<release>', 'its id, as pkgdb-2.0')
    .option('--dry-run', 'show the messages as their media would get them, and send nothing')
    .addOption(new Option('--kind <kind>', 'with --dry-run: only messages of this kind').choices(messageKinds))
    .addOption(
      new Option('--deploy-at <instant>', 'with --dry-run: as if it were moved to this date').argParser(parseInstant),
    )
    .option('--why <reason>', 'for the record')
    .addHelpText(
      'before',
      'Examples:\n  tocsin announce pkgdb-2.0 --dry-run --kind break-notice\n  tocsin announce pkgdb-2.0 --why "Approved on Monday"\n',
    )
    .action(async (id: string, options: Options) => {
      const shell = shellOf();
      if (!options.dryRun) {
        await changeRelease(shell, { sends: true }, ({ tocsin, change }) => tocsin.announce(id, change(options.why)));
        return;
      }
      await withTocsin(shell, {}, async ({ tocsin }) => {
        const wish = options.deployAt === undefined ? {} : { deployAt: options.deployAt };
        const { messages, notes } = await tocsin.preview(id, options.kind ?? null, wish);
        const { bold, dim } = paint(shell.out);
        const index = messages.map(({ message, outlook }, at) => [
          `${at + 1}.`,
          message.kind,
          `${message.recipient.name} (${message.recipient.channel} ${message.recipient.address})`,
          shortly[outlook.state],
        ]);
        printResult(shell, { schemaVersion: 1, messages, notes }, () => [
          ...(messages.length > 1
            ? [bold(`${messages.length} messages; word by word below`), ...alignColumns(index, { indent: 2 }), '']
            : []),
          ...messages.flatMap(({ message, artefact, outlook }) => [
            bold(
              `── ${message.kind} to ${message.recipient.name} (${message.recipient.channel} ${message.recipient.address})`,
            ),
            dim(`   ${sayOutlook(outlook)}`),
            '',
            artefact.content.trimEnd(),
            '',
          ]),
        ]);
        for (const note of notes) tell(shell, note);
        const states = Map.groupBy(messages, ({ outlook }) => shortly[outlook.state]);
        const counts = [...states].map(([word, own]) => `${own.length} ${word}`).join(', ');
        tell(shell, `${messages.length} messages${counts === '' ? '' : `: ${counts}`}; nothing was sent.`);
      });
    });
};

const shortly: Readonly<Record<Outlook['state'], string>> = {
  delivered: 'delivered before',
  queued: 'on the way',
  deferred: 'delayed',
  refused: 'refused',
  withdrawn: 'withdrawn',
  due: 'due now',
  planned: 'due later',
  'left-out': 'left out',
};

/** What has become of a message, or when it goes. */
function sayOutlook({ state, at, because }: Outlook): string {
  const said: Readonly<Record<Outlook['state'], string>> = {
    delivered: `delivered ${sayInstant(at)}`,
    queued: `on the way since ${sayInstant(at)}`,
    deferred: `delayed, will be tried again at ${sayInstant(at)}`,
    refused: `refused ${sayInstant(at)}`,
    withdrawn: 'withdrawn before it went',
    due: 'due now',
    planned: `will be due at ${sayInstant(at)}`,
    'left-out': 'will not be sent',
  };
  return because === null ? said[state] : `${said[state]}: ${because}`;
}
