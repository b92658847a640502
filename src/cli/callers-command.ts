import { sayInstant } from '../base/index.ts';
import type { Tocsin } from '../bot/index.ts';
import type { CallerReport } from '../catalog/index.ts';
import type { CommandModule } from './command-module.ts';
import { printCaller, printCallers } from './print-callers.ts';
import { printResult } from './print-result.ts';
import type { Shell } from './shell.ts';
import { type Session, withTocsin } from './with-tocsin.ts';

interface Options {
  readonly why?: string;
  readonly dryRun?: boolean;
}

/** `tocsin callers …`: those who were seen calling and are nobody's in the catalogue. */
export const callersCommand: CommandModule = (command, shellOf) => {
  command
    .usage('list | claim KEY | forward KEY | noise KEY | reopen KEY [options]')
    .addHelpText(
      'before',
      [
        'Examples:',
        '  tocsin callers list --service pkgdb',
        '  tocsin callers claim 3fa9c1 --consumer release-notes --as denise',
        '  tocsin callers forward 3fa9c1 --team docs',
        "  tocsin callers noise 3fa9c1 --why 'A scanner that tries every address'",
        '',
      ].join('\n'),
    );

  command
    .command('list')
    .description('Who they may be, what they call, and what was decided; those without an answer first.')
    .option('--service <name>', 'only callers of this service')
    .option('--all', 'also those that were claimed or called noise')
    .action(async (options: { service?: string; all?: boolean }) => {
      const shell = shellOf();
      const { callers, observed } = await withTocsin(shell, {}, async ({ tocsin }) => {
        const names =
          options.service === undefined ? tocsin.catalog.services.map(({ name }) => name) : [options.service];
        const evidence = await Promise.all(names.map((name) => tocsin.useEvidence(name)));
        return {
          callers: await tocsin.callers(options.service),
          observed: evidence.flat().some(({ requests }) => requests > 0),
        };
      });
      const shown = options.all ? callers : callers.filter(({ open }) => open);
      printResult(shell, { schemaVersion: 1, observed, callers: shown }, () =>
        observed || callers.length > 0
          ? printCallers(shown, callers.length - shown.length, shell.out)
          : ['Nobody has looked who calls: no calls were imported (tocsin evidence import).'],
      );
    });

  const key = ['<key>', 'as `tocsin callers list` shows it, or how it begins'] as const;
  const decided = (name: string, description: string) =>
    command
      .command(name)
      .argument(...key)
      .description(description)
      .option('--why <reason>', 'for the record')
      .option('--dry-run', 'show where it would stand, and record nothing');

  decided('claim', 'Its calls are ours: they count as the consumer’s from now on, also in what is imported later.')
    .option('--consumer <name>', 'which consumer it is')
    .option('--team <name>', 'who answers for it, where it is no consumer of the catalogue yet')
    .action(async (caller: string, options: Options & { consumer?: string; team?: string }) => {
      const { consumer, team } = options;
      await change(shellOf(), options, ({ tocsin, change }) =>
        tocsin.claimCaller(caller, { consumer, team }, change(options.why)),
      );
    });
  decided('forward', 'Ask a team whether it is theirs; it counts as unknown until somebody claims it.')
    .requiredOption('--team <name>', 'who is asked')
    .action(async (caller: string, options: Options & { team: string }) => {
      const shell = shellOf();
      let asked: readonly string[] = [];
      await change(
        shell,
        options,
        async ({ tocsin, change }) => {
          const report = await tocsin.forwardCaller(caller, { team: options.team }, change(options.why));
          if (options.dryRun) return report;
          await tocsin.tick({ asksOthers: false });
          asked = await sayAsked(tocsin, report);
          return report;
        },
        () => asked,
      );
    });
  decided(
    'noise',
    'Nobody is hurt when it fails; --why says what it is. It is listed again when it grows tenfold.',
  ).action(async (caller: string, options: Options) => {
    await change(shellOf(), options, ({ tocsin, change }) => tocsin.callNoise(caller, change(options.why)));
  });
  decided('reopen', 'Take back what was decided of it.').action(async (caller: string, options: Options) => {
    await change(shellOf(), options, ({ tocsin, change }) => tocsin.reopenCaller(caller, change(options.why)));
  });
};

async function change(
  shell: Shell,
  { dryRun }: Options,
  work: (session: Session) => Promise<CallerReport>,
  printMore: () => readonly string[] = () => [],
): Promise<void> {
  const caller = await withTocsin(shell, { dryRun }, work);
  printResult(shell, { schemaVersion: 1, caller }, () => [...printCaller(caller, shell.out), ...printMore()]);
}

/** Whether the team hears of the question by a message, and what became of that. */
async function sayAsked(tocsin: Tocsin, { key, decision }: CallerReport): Promise<readonly string[]> {
  const views = await tocsin.views({ ended: 0 });
  const asked = views.flatMap(({ deliveries }) =>
    deliveries.filter(({ message: { caller } }) => caller?.key === key && caller.askedAt === decision?.at),
  );
  if (asked.length === 0) {
    return [
      `  Nobody is written to now: no release that is under way breaks what it calls. The question stands on the page of ${decision?.team}, who are written to once one does.`,
    ];
  }
  return asked.map(({ message: { recipient }, state, because, dueAt }) => {
    const went = { written: 'only written to the outbox', delivered: 'delivered', refused: 'refused' }[state as string];
    const fate = went ?? `waits, and is sent from ${sayInstant(dueAt)} on, by tocsin tick or serve`;
    return `  Asked by ${recipient.channel} at ${recipient.address}: ${fate}${because === null ? '' : ` (${because})`}.`;
  });
}
