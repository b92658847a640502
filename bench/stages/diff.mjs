// The whole command, `tocsin diff BASE REVISION --json`, as a person starts it.
import { report } from './report.mjs';

process.argv = [process.argv[0], 'tocsin', 'diff', ...process.argv.slice(2), '--json'];
process.once('exit', () => {
  report();
  process.exitCode = 0; // that something breaks is no fault of the bench
});
await import('../../dist/cli/entry.js');
