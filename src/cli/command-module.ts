import type { Command } from 'commander';
import type { Shell } from './shell.ts';

/**
 * Gives a command its arguments, options and action. `shell` is called when the action runs, since options such as
 * `--now` are only known then.
 */
export type CommandModule = (command: Command, shell: () => Shell) => void;

/** One line of the list of commands: the rest is loaded when the command is called. */
export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  /** Called by scripts, and not listed. */
  readonly hidden?: boolean;
  load(): Promise<CommandModule>;
}
