import type { CommandModule } from './command-module.ts';
import { assessCommand } from './release/assess.ts';
import { authorCommand } from './release/author.ts';
import { confirmCommand } from './release/confirm.ts';
import { discussedCommand } from './release/discussed.ts';
import { listCommand } from './release/list.ts';
import { moveCommand } from './release/move.ts';
import { proposeCommand } from './release/propose.ts';
import { retryCommand } from './release/retry.ts';
import { showCommand } from './release/show.ts';
import { transitionCommands } from './release/transitions.ts';
import { understoodCommand } from './release/understood.ts';

const subcommands: readonly CommandModule[] = [
  listCommand,
  showCommand,
  assessCommand,
  authorCommand,
  proposeCommand,
  confirmCommand,
  moveCommand,
  discussedCommand,
  understoodCommand,
  retryCommand,
  transitionCommands,
];

/** `tocsin release …`: one release from its draft to done. */
export const releaseCommand: CommandModule = (command, shell) => {
  command.usage('list | show RELEASE | … [options]').addHelpText('before', examples);
  for (const define of subcommands) define(command, shell);
};

const examples = `Examples:
  tocsin release assess pkgdb 2.0 v1.yaml v2.yaml --declared breaks
  tocsin release propose pkgdb-2.0 --deploy-at 2026-03-11T14:00Z
  tocsin release approve pkgdb-2.0 --as jens --why 'Read the findings'
  tocsin release announce pkgdb-2.0 --dry-run
  tocsin release show pkgdb-2.0
`;
