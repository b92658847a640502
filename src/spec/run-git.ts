import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Runs git in a folder and hands out what it printed. It neither asks, locks nor fetches. Rejects where git fails. */
export async function runGit(cwd: string, args: readonly string[]): Promise<string> {
  const { stdout } = await execute('git', args, { cwd, env: gitEnvironment(), maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}

/** Git must neither ask, nor lock, nor fetch missing objects of a partial clone from a host that nobody allowed. */
export function gitEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', GIT_NO_LAZY_FETCH: '1', LC_ALL: 'C' };
}
