import type { IsoDate } from '../base/index.ts';
import { type Compared, type CompareSpecsOptions, compareWithOperations } from '../compare/index.ts';
import type { Shell } from './shell.ts';

/** Compares what two arguments of a command name, with what the command may touch of the world outside. */
export function compareDocuments(
  shell: Shell,
  base: string,
  revision: string,
  { allowHost = [], ...options }: CompareSpecsOptions & { asOf?: IsoDate; allowHost?: readonly string[] },
): Promise<Compared> {
  return compareWithOperations(base, revision, {
    ...options,
    asOf: options.asOf ?? shell.clock.now().slice(0, 10),
    cwd: shell.cwd,
    allowHosts: allowHost,
    stdin: () => readAll(shell.stdin),
    githubToken: shell.env.GITHUB_TOKEN ?? null,
    githubBaseUrl: shell.env.GITHUB_API_URL ?? null,
  });
}

async function readAll(stream: NodeJS.ReadableStream): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
