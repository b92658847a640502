// What may stand next on a line that is being typed; the scripts of `tocsin completion` ask for it at each Tab. So a script
// once sourced knows every later command, and names are those of the organisation and store at hand.

import { type Argument, Command, type Option } from 'commander';
import type { CommandModule } from './command-module.ts';
import { commands } from './commands.ts';
import { completionCommand } from './completion-command.ts';
import { hasOwnStore } from './own-store.ts';
import type { Shell } from './shell.ts';

interface Candidate {
  readonly word: string;
  readonly description?: string | undefined;
}

/** `tocsin complete -- WORDS`: what the last word, which may be empty, can become; nothing where that is a file. */
export const completeCommand: CommandModule = (command, shellOf) => {
  command.argument('[words...]', 'the line without its first word').action(async (words: readonly string[]) => {
    const shell = shellOf();
    const found = await candidatesFor(command.parent ?? command, words, shellOf);
    const last = words.at(-1) ?? '';
    for (const { word, description } of found.filter((each) => each.word.startsWith(last))) {
      shell.out.write(`${word}${description ? `\t${description}` : ''}\n`);
    }
  });
};

async function candidatesFor(
  program: Command,
  words: readonly string[],
  shellOf: () => Shell,
): Promise<readonly Candidate[]> {
  const last = words.at(-1) ?? '';
  const root = new Command('tocsin');
  let command = root;
  let valued: Option | null = null;
  let positional = 0;
  // --version is asked of the program alone.
  const optionsOf = (at: Command) => [
    ...at.options,
    ...program.options.filter(({ long }) => at === root || long !== '--version'),
  ];
  for (const word of words.slice(0, -1)) {
    const option = optionsOf(command).find(({ long, short }) => word === long || word === short);
    if (option !== undefined) valued = option.required || option.optional ? option : null;
    else if (valued !== null) valued = valued.variadic ? valued : null;
    else if (!word.startsWith('-')) {
      const next: Command | null =
        command === root
          ? await loadCommand(root, word, shellOf)
          : (command.commands.find((each) => each.name() === word) ?? null);
      if (next !== null) command = next;
      else if (command === root) return [];
      else positional += 1;
    }
  }
  if (valued !== null && !last.startsWith('-')) return valuesOf(valued, last, shellOf());
  if (last.startsWith('-')) return optionsOf(command).flatMap(described).concat({ word: '--help' });
  if (command === root) {
    const visible = program.createHelp().visibleCommands(program);
    return visible.map((each) => ({ word: each.name(), description: each.summary() }));
  }
  if (command.commands.length > 0) {
    return command.commands.map((each) => ({ word: each.name(), description: each.description() }));
  }
  const given = command.registeredArguments;
  const argument = given[Math.min(positional, given.length - 1)];
  if (argument === undefined || (positional >= given.length && !argument.variadic)) return [];
  return valuesOf(argument, last, shellOf());
}

async function loadCommand(root: Command, name: string, shellOf: () => Shell): Promise<Command | null> {
  const entry = commands.find((each) => each.name === name);
  const module = name === 'completion' ? completionCommand : await entry?.load();
  if (module === undefined) return null;
  const command = root.command(name);
  module(command, shellOf);
  return command;
}

function described({ long, description, hidden }: Option): Candidate[] {
  return long && !hidden ? [{ word: long, description }] : [];
}

async function valuesOf(asked: Option | Argument, last: string, shell: Shell): Promise<readonly Candidate[]> {
  if (asked.argChoices !== undefined) return asked.argChoices.map((word) => ({ word }));
  const name = 'long' in asked ? (asked as Option).attributeName() : asked.name();
  if (name === 'rule') return await rules();
  if (name === 'severity') {
    const [rule] = last.split('=');
    if (!last.includes('=')) return (await rules()).map(({ word, description }) => ({ word: `${word}=`, description }));
    return ['breaking', 'risky', 'safe', 'off'].map((severity) => ({ word: `${rule}=${severity}` }));
  }
  try {
    return (await named(name, shell)).map((word) => ({ word }));
  } catch {
    return []; // without an organisation nobody has a name, and a Tab is no place for an error
  }
}

async function rules(): Promise<Candidate[]> {
  const { describeRules } = await import('./rule-words.ts');
  return describeRules().map(({ id, purpose }) => ({ word: id, description: purpose }));
}

async function named(what: string, shell: Shell): Promise<readonly string[]> {
  if (what === 'release') {
    if (!(await hasOwnStore(shell))) return [];
    const { withTocsin } = await import('./with-tocsin.ts');
    return withTocsin(shell, {}, ({ tocsin }) => tocsin.releaseIds());
  }
  const kind = { service: 'services', team: 'teams', giveBack: 'teams', meeting: 'meetings' }[what];
  if (kind === undefined) return [];
  const { readOrganisation } = await import('./read-organisation.ts');
  const { catalog } = await readOrganisation(shell);
  return catalog[kind as 'services' | 'teams' | 'meetings'].map(({ name }) => name);
}
