import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Answer, Question } from './openapi-diff-child.ts';

const program = fileURLToPath(
  new URL(`./openapi-diff-child${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url),
);

/** The only things of our environment that openapi-diff gets to see: no token has any business in there. */
const environment = { PATH: process.env.PATH };

/**
 * openapi-diff behind a limit that holds: a child that has not answered in time, or that outgrew its memory, is killed
 * and the next question gets a new one.
 */
export class OpenapiDiffProcess {
  readonly #timeoutMs: number;
  readonly #memoryMb: number;
  #child: ChildProcess | null = null;
  #asked = 0;

  constructor(limits: { readonly timeoutMs: number; readonly memoryMb: number }) {
    this.#timeoutMs = limits.timeoutMs;
    this.#memoryMb = limits.memoryMb;
  }

  /** The codes of the breaking differences that it sees, or why it gave no answer. */
  ask(source: object, destination: object): Promise<{ breaking: readonly string[] } | { failed: string }> {
    const child = this.#child ?? this.#start();
    this.#asked += 1;
    const id = this.#asked;
    return new Promise((resolve) => {
      const settle = (answer: { breaking: readonly string[] } | { failed: string }) => {
        clearTimeout(timer);
        child.off('message', onMessage);
        child.off('exit', onExit);
        resolve(answer);
      };
      const onMessage = (answer: Answer) => {
        if (answer.id === id) settle('failed' in answer ? { failed: answer.failed } : { breaking: answer.breaking });
      };
      const onExit = () => {
        this.#child = null;
        settle({ failed: `openapi-diff ended without an answer (its limit is ${this.#memoryMb} MB)` });
      };
      const timer = setTimeout(() => {
        child.off('exit', onExit);
        this.close();
        settle({ failed: `openapi-diff had no answer after ${this.#timeoutMs / 1000} s` });
      }, this.#timeoutMs);
      child.on('message', onMessage);
      child.once('exit', onExit);
      child.send({
        id,
        source: JSON.stringify(source),
        destination: JSON.stringify(destination),
      } satisfies Question);
    });
  }

  close(): void {
    this.#child?.kill('SIGKILL');
    this.#child = null;
  }

  #start(): ChildProcess {
    this.#child = fork(program, {
      env: environment,
      execArgv: [`--max-old-space-size=${this.#memoryMb}`],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    return this.#child;
  }
}
