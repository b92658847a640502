import { Argument, Command, type Option } from 'commander';
import type { CommandModule } from './command-module.ts';
import { commands } from './commands.ts';

interface Words {
  /** `release show`; empty for tocsin itself. */
  readonly path: string;
  readonly commands: readonly string[];
  readonly options: readonly string[];
}

/** `tocsin completion SHELL`: a script to be sourced, made from the commands themselves. */
export const completionCommand: CommandModule = (command, shellOf) => {
  command
    .addArgument(new Argument('<shell>', 'whose language').choices(['bash', 'zsh', 'fish']))
    .addHelpText(
      'before',
      'Examples:\n  source <(tocsin completion bash)\n  tocsin completion fish > ~/.config/fish/completions/tocsin.fish\n',
    )
    .action(async (language: 'bash' | 'zsh' | 'fish') => {
      const shell = shellOf();
      const words = await collectWords(command.parent?.options ?? [], shellOf);
      shell.out.write(language === 'fish' ? fishScript(words) : bashScript(words, language === 'zsh'));
    });
};

async function collectWords(globalOptions: readonly Option[], shellOf: Parameters<CommandModule>[1]): Promise<Words[]> {
  const longNames = (options: readonly Option[]) => options.flatMap(({ long }) => (long ? [long] : []));
  const everywhere = [...longNames(globalOptions), '--help'];
  const root = new Command('tocsin');
  const words: Words[] = [{ path: '', commands: commands.map(({ name }) => name), options: everywhere }];
  for (const entry of commands) {
    const command = root.command(entry.name);
    (await entry.load())(command, shellOf);
    words.push({
      path: entry.name,
      commands: command.commands.map((each) => each.name()),
      options: [...longNames(command.options), ...everywhere],
    });
    for (const each of command.commands) {
      words.push({
        path: `${entry.name} ${each.name()}`,
        commands: [],
        options: [...longNames(each.options), ...everywhere],
      });
    }
  }
  return words;
}

function bashScript(words: readonly Words[], zsh: boolean): string {
  const cases = words.map(
    ({ path, commands, options }) => `    '${path}') words='${[...commands, ...options].join(' ')}' ;;`,
  );
  return `${zsh ? 'autoload -U +X bashcompinit && bashcompinit\n' : ''}_tocsin() {
  local word path='' words='' depth=0 index
  for ((index = 1; index < COMP_CWORD; index++)); do
    word="\${COMP_WORDS[index]}"
    case "$word" in -*) continue ;; esac
    if ((depth < 2)); then
      path="\${path:+$path }$word"
      depth=$((depth + 1))
    fi
  done
  case "$path" in ${words
    .filter(({ commands }) => commands.length === 0)
    .map(({ path }) => path)
    .filter((path) => !path.includes(' '))
    .map((path) => `'${path} '*`)
    .join('|')}) path="\${path%% *}" ;; esac
  case "$path" in
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _tocsin tocsin
`;
}

function fishScript(words: readonly Words[]): string {
  const lines = ['complete -c tocsin -f'];
  for (const { path, commands, options } of words) {
    const [first, second] = path.split(' ');
    const when =
      path === ''
        ? '__fish_use_subcommand'
        : second === undefined
          ? `__fish_seen_subcommand_from ${first}`
          : `__fish_seen_subcommand_from ${first}; and __fish_seen_subcommand_from ${second}`;
    if (commands.length > 0) lines.push(`complete -c tocsin -n '${when}' -a '${commands.join(' ')}'`);
    for (const option of options) lines.push(`complete -c tocsin -n '${when}' -l ${option.slice(2)}`);
  }
  return `${lines.join('\n')}\n`;
}
