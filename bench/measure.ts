// Runs what is measured, each time in a process of its own, all of them in turn, round after round, so that a busy
// minute falls on all alike; and takes medians.

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** One way to spend time on BASE and REVISION. */
export interface Stage {
  readonly name: string;
  /** A script in bench/stages that ends with report(), or another program with its arguments before the two files. */
  readonly run: string | readonly [program: string, ...arguments: readonly string[]];
  /** For what takes long. */
  readonly mostRuns?: number;
}

export interface Cost {
  /** Of the whole process, from outside. */
  readonly wallMs: number;
  /** Of its main thread; null for programs that do not say. */
  readonly threadMs: number | null;
  readonly peakMb: number | null;
}

export interface Job {
  readonly stage: Stage;
  readonly files: readonly [base: string, revision: string];
}

/** The median costs of the jobs, in their order. */
export async function measureInTurn(jobs: readonly Job[], runs: number): Promise<Cost[]> {
  const costs: Cost[][] = jobs.map(() => []);
  for (let run = 0; run < runs; run++) {
    for (const [index, { stage, files }] of jobs.entries()) {
      if (run < (stage.mostRuns ?? runs)) costs[index]!.push(await measure(stage, files));
    }
  }
  return costs.map((each) => ({
    wallMs: median(each.map(({ wallMs }) => wallMs)),
    threadMs: medianOrNull(each.map(({ threadMs }) => threadMs)),
    peakMb: medianOrNull(each.map(({ peakMb }) => peakMb)),
  }));
}

async function measure({ run }: Stage, files: readonly string[]): Promise<Cost> {
  const [program, ...args] =
    typeof run === 'string' ? [process.execPath, join(import.meta.dirname, 'stages', run)] : run;
  const begin = performance.now();
  const { stderr } = await execute(program, [...args, ...files], { maxBuffer: 512 * 2 ** 20 });
  const wallMs = performance.now() - begin;
  if (typeof run !== 'string') return { wallMs, threadMs: null, peakMb: null };
  const lastLine = stderr.trimEnd().split('\n').at(-1) ?? '';
  return { wallMs, ...(JSON.parse(lastLine) as Omit<Cost, 'wallMs'>) };
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >>> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function medianOrNull(values: readonly (number | null)[]): number | null {
  const numbers = values.filter((value) => value !== null);
  return numbers.length === 0 ? null : median(numbers);
}
