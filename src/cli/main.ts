// Reads the command line, runs one command, and turns whatever goes wrong into a sentence and an exit status.

import { Command, CommanderError, Help, Option } from 'commander';
import { exitStatus, settableClock, systemClock, TocsinError, visibleText } from '../base/index.ts';
import { packageVersion } from '../package-version.ts';
import type { CommandEntry } from './command-module.ts';
import { commands as commandsProper } from './commands.ts';
import { addHelpNotes } from './help-notes.ts';
import { parseInstant } from './parse-instant.ts';
import { printError } from './print-error.ts';
import type { GlobalOptions, Shell, Stream } from './shell.ts';

/** Completion is made from the other commands, so it cannot be one of their list. */
const commands: readonly CommandEntry[] = [
  ...commandsProper,
  {
    name: 'complete',
    summary: 'what may stand next on a line that is being typed, for the scripts of `completion`',
    hidden: true,
    load: async () => (await import('./complete-command.ts')).completeCommand,
  },
  {
    name: 'completion',
    summary: 'completion for bash, zsh and fish',
    load: async () => (await import('./completion-command.ts')).completionCommand,
  },
];

/** Runs the command line on this process. Never throws; the exit status is the process's. */
export async function main(args: readonly string[]): Promise<void> {
  const out = openStream(process.stdout, args);
  const err = openStream(process.stderr, args);
  const program = new Command('tocsin');
  const shellOf = (): Shell => ({
    out,
    err,
    env: process.env,
    cwd: process.cwd(),
    get stdin() {
      return process.stdin; // opened when it is asked for
    },
    options: program.opts<GlobalOptions>(),
    clock: clockOf(program.opts<GlobalOptions>()),
    exit: (status) => {
      process.exitCode = Math.max(Number(process.exitCode ?? 0), status);
    },
  });
  const fail = (error: unknown) => {
    const { json = false, debug = false } = program.opts<GlobalOptions>();
    process.exitCode = printError(error, { out, err, json, debug });
  };
  process.on('uncaughtException', (error) => {
    fail(error);
    process.exit();
  });

  program
    .usage('COMMAND [options]')
    .description(
      'Compares two releases of an API, finds who is hurt, and coordinates the release until all work again.',
    )
    .option('--version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .addHelpText('before', topExamples)
    .option('--json', 'print data as JSON')
    .option('-q, --quiet', 'no talk on stderr, errors aside')
    .option(
      '--as <name>',
      'who acts, for the record: somebody whom the catalogue names, or ci (default: TOCSIN_ACTOR, or the login name)',
    )
    .option('--config <file>', 'the organisation: catalogue and policy (default: tocsin.yaml)')
    .addOption(
      new Option(
        '--now <instant>',
        'as if it were this moment; what changes or sends does so for good, without --dry-run',
      ).argParser(parseInstant),
    )
    .option('--color', 'colour also where no terminal reads it, as FORCE_COLOR=1 does')
    .option('--no-color', 'no colour, as NO_COLOR=1 does')
    .option('--debug', 'show where an error arose')
    .configureHelp(helpShape)
    .configureOutput({
      writeOut: (text) => out.write(text),
      writeErr: (text) => err.write(text),
      outputError: () => {}, // told once, by printError
      getOutHelpWidth: () => Math.min(out.columns, 110),
      getErrHelpWidth: () => Math.min(err.columns, 110),
    })
    .exitOverride()
    .hook('preSubcommand', async (_, command) => {
      const entry = commands.find(({ name }) => name === command.name());
      if (entry) (await entry.load())(command, shellOf);
      if (program.getOptionValue('version')) throw versionOfWhat(program, args);
    });
  addHelpNotes(program, exitStatuses);
  for (const { name, summary, hidden = false } of commands) {
    program
      .command(name, { hidden })
      .summary(summary)
      .description(`${summary[0]?.toUpperCase()}${summary.slice(1)}.`)
      .configureHelp({ ...helpShape, showGlobalOptions: true, visibleGlobalOptions: globalOptionsOf });
  }

  try {
    if (args.length === 0) {
      program.outputHelp();
      return;
    }
    const { operands, unknown } = program.parseOptions([...args]);
    if (program.getOptionValue('version') && operands.length + unknown.length === 0) {
      out.write(`${packageVersion()}\n`);
      return;
    }
    await program.parseAsync(helpAsOption(args), { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode !== 0) fail(usageError(error, program, args));
    } else fail(error);
  }
}

function clockOf({ now }: GlobalOptions) {
  return now === undefined ? systemClock : settableClock(now);
}

/** A pipe whose reader has gone is no error: `tocsin diff … | head` ends quietly. */
function openStream(stream: NodeJS.WriteStream, args: readonly string[]): Stream {
  let gone = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    const isTold = gone || error.code === 'EPIPE';
    gone = true;
    if (!isTold) throw new TocsinError('output-unwritten', `The output could not be written: ${error.message}.`);
  });
  const colours = wantsColour(stream, args);
  return {
    write: (text) => {
      if (!gone) stream.write(visibleText(text, { colours }));
    },
    isTerminal: stream.isTTY === true,
    colour: colours,
    // A terminal that a container or a CI makes up says 0: it does not know.
    columns: stream.columns || Number(process.env.COLUMNS) || 80,
  };
}

/**
 * The option given last, https://no-color.org, and FORCE_COLOR for those who pipe into a pager that knows colour. The
 * words themselves are looked at, since the streams serve before they are parsed, to tell what is wrong with them too.
 */
function wantsColour(stream: NodeJS.WriteStream, args: readonly string[]): boolean {
  const asked = args.findLast((arg) => arg === '--color' || arg === '--no-color');
  if (asked !== undefined) return asked === '--color';
  if ((process.env.NO_COLOR ?? '') !== '') return false;
  if ((process.env.FORCE_COLOR ?? '') !== '') return process.env.FORCE_COLOR !== '0';
  return stream.isTTY === true && process.env.TERM !== 'dumb';
}

/** `tocsin help diff` is `tocsin diff --help`: only then is the command loaded that has something to say. */
function helpAsOption(args: readonly string[]): readonly string[] {
  const [first, ...rest] = args;
  return first === 'help' && rest.length > 0 ? [...rest, '--help'] : args;
}

/** The command that was meant, as far as it is known: `release show`. */
function pathOf(program: Command, args: readonly string[]): readonly string[] {
  const path: string[] = [];
  let command = program;
  for (const arg of args) {
    const next = command.commands.find((each) => each.name() === arg);
    if (next === undefined) {
      if (path.length > 0 && !arg.startsWith('-')) break;
      continue;
    }
    path.push(arg);
    command = next;
  }
  return path;
}

function usageError(error: CommanderError, program: Command, args: readonly string[]): TocsinError {
  const path = pathOf(program, args);
  const isAlone = error.code === 'commander.help'; // what follows it is shown, and has to be chosen from
  const message = isAlone ? `\`${['tocsin', ...path].join(' ')}\` needs the name of a command` : error.message;
  const [first = '', ...rest] = message.replace(/^error: /, '').split('\n');
  const sentence = `${first[0]?.toUpperCase() ?? ''}${first.slice(1).replace(/\.$/, '')}.`;
  const suggestion = rest.join(' ').replace(/^\(|\)$/g, '');
  const help = `Run \`${['tocsin', ...path, '--help'].join(' ')}\` to see how it is used.`;
  const greedy = optionOfMany(error, program, path, args);
  const hints = [
    ...(greedy === null ? [] : [`${greedy} takes every word that follows it: put it last.`]),
    ...(suggestion === '' ? [] : [suggestion]),
    help,
  ];
  return new TocsinError('usage', sentence, { hint: hints.join(' ') });
}

/** What `--help` of a command lists besides its own: without the one that no command takes. */
function globalOptionsOf(command: Command): Option[] {
  const help = Object.assign(new Help(), { showGlobalOptions: true });
  return help.visibleGlobalOptions(command).filter(({ long }) => long !== '--version');
}

/** Behind a command `--version` would be taken for that of something else, and the command for done. */
function versionOfWhat(program: Command, args: readonly string[]): TocsinError {
  const path = pathOf(program, args);
  const asked = commandAt(program, path);
  const meant = asked?.options.find(({ long }) => long === '--running')?.long;
  return new TocsinError('usage', `\`${['tocsin', ...path].join(' ')}\` has no option --version.`, {
    hint: `${meant ? `Did you mean \`${meant}\`? ` : ''}\`tocsin --version\`, without a command, prints the version of Tocsin.`,
  });
}

function commandAt(program: Command, path: readonly string[]): Command | undefined {
  let command: Command | undefined = program;
  for (const name of path) command = command?.commands.find((each) => each.name() === name);
  return command;
}

/** The option that may have swallowed an argument, since it takes any number of words. */
function optionOfMany(
  { code, message }: CommanderError,
  program: Command,
  path: readonly string[],
  args: readonly string[],
): string | null {
  const given = commandAt(program, path)?.options.flatMap(({ variadic, long }) =>
    variadic && long && args.includes(long) ? long : [],
  );
  if (code === 'commander.missingArgument') return given?.[0] ?? null;
  if (code !== 'commander.invalidArgument') return null;
  const [, refused = ''] = /argument '(.*)' is invalid/s.exec(message) ?? [];
  // Of its own first word it says what is wrong with it; of a later one it may not have been meant at all.
  const isLater = args[args.indexOf(refused) - 1] !== undefined && !args[args.indexOf(refused) - 1]?.startsWith('--');
  return (isLater && given?.find((long) => message.includes(`'${long} `))) || null;
}

/** Commands by name alone: with what each takes there is no room in 80 columns to say what it does. */
const helpShape = { minWidthToWrap: 20, subcommandTerm: (command: Command) => command.name() };

const topExamples = `Examples:
  tocsin diff v1.yaml v2.yaml                     what breaks between two releases
  tocsin diff main:api.yaml api.yaml              the same, the base from git
  tocsin impact v1.yaml v2.yaml --service pkgdb   and whom it hurts
  tocsin release show pkgdb-2.0                   where a release stands
  tocsin serve                                    the board, the HTTP API, and the clock
`;

const exitStatuses = `Exit status: ${exitStatus.fine} fine, ${exitStatus.breakingOrClosed} breaking or a gate is closed, ${exitStatus.usage} wrong usage or configuration, ${exitStatus.cannotTell} cannot tell, ${exitStatus.notAllowed} not allowed, ${exitStatus.ourBug} a bug of ours.`;
