import type { Shell } from './shell.ts';

/** Data as JSON where it was asked for, otherwise as lines for a person. */
export function printResult(shell: Shell, value: unknown, lines: () => readonly string[]): void {
  if (shell.options.json) shell.out.write(`${JSON.stringify(value, null, 2)}\n`);
  else shell.out.write(`${lines().join('\n')}\n`);
}

/** Talk beside the data: what is going on, what was done. */
export function tell(shell: Shell, line: string): void {
  if (!shell.options.quiet) shell.err.write(`${line}\n`);
}
