// What a command may touch of the world outside: streams, environment, folder, clock and the exit status. Commands
// get it as an argument, and nothing in this room reads the process for itself.

import type { Readable } from 'node:stream';
import type { Clock } from '../base/index.ts';

export interface Stream {
  write(text: string): void;
  readonly isTerminal: boolean;
  readonly colour: boolean;
  /** Characters in a line, 80 where nobody knows. */
  readonly columns: number;
}

/** Options that every command takes. */
export interface GlobalOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly debug?: boolean;
  readonly now?: string;
  readonly as?: string;
  readonly config?: string;
}

export interface Shell {
  /** Data goes here, and nothing else. */
  readonly out: Stream;
  /** Talk: progress, errors, hints. */
  readonly err: Stream;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly stdin: Readable;
  /** The system's, or the one that stands still at `--now`. */
  readonly clock: Clock;
  readonly options: GlobalOptions;
  /** Sets the exit status; the worst that was set stands. */
  exit(status: number): void;
}
