import { Argument } from 'commander';
import type { CommandModule } from './command-module.ts';

type Language = 'bash' | 'zsh' | 'fish';

/** `tocsin completion SHELL`: a script to be sourced, which asks `tocsin complete` what may stand next. */
export const completionCommand: CommandModule = (command, shellOf) => {
  command
    .addArgument(new Argument('<shell>', 'whose language').choices(['bash', 'zsh', 'fish']))
    .addHelpText('before', examples)
    .action((language: Language) => {
      shellOf().out.write(scripts[language]);
    });
};

const examples = `Examples:
  source <(tocsin completion bash)      in ~/.bashrc
  source <(tocsin completion zsh)       in ~/.zshrc, after compinit
  tocsin completion fish > ~/.config/fish/completions/tocsin.fish

It completes commands, options and their values, rules, and the services, teams and releases of the organisation at
hand, where \`tocsin\` is on the path.
`;

/** Where nothing is known, each falls back on files. Descriptions stand after a tab. */
const scripts: Readonly<Record<Language, string>> = {
  // Bash splits words at = and :, and replaces only what follows the last of them.
  bash: `_tocsin() {
  local line=\${COMP_LINE:0:COMP_POINT} found
  local -a words
  read -ra words <<<"$line"
  [[ $line == *[[:space:]] ]] && words+=('')
  local typed=\${words[-1]}
  local kept=\${typed%"\${typed##*[=:]}"}
  COMPREPLY=()
  while IFS=$'\\t' read -r found _; do
    [[ $found == *= ]] && compopt -o nospace
    COMPREPLY+=("\${found#"$kept"}")
  done < <(tocsin complete -- "\${words[@]:1}" 2>/dev/null)
}
complete -o default -F _tocsin tocsin
`,
  zsh: `#compdef tocsin
_tocsin() {
  local -a lines words_found shown
  lines=("\${(@f)$(tocsin complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  lines=(\${lines:#})
  if (( ! $#lines )); then
    _files
    return
  fi
  words_found=("\${(@)lines%%$'\\t'*}")
  shown=("\${(@)lines//$'\\t'/  -- }")
  if [[ $words_found[1] == *= ]]; then
    compadd -S '' -ld shown -a words_found
  else
    compadd -ld shown -a words_found
  fi
}
(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
compdef _tocsin tocsin
`,
  fish: `function __tocsin_complete
  set -l typed (commandline -opc) (commandline -ct)
  set -l found (tocsin complete -- $typed[2..-1] 2>/dev/null)
  if test (count $found) -gt 0
    printf '%s\\n' $found
  else
    __fish_complete_path (commandline -ct)
  end
end
complete -c tocsin -f -a '(__tocsin_complete)'
`,
};
