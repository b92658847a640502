// `npm run bench`: what each stage costs on GitHub's 11 MB descriptions, and how the whole command grows with the number
// of operations where one changed; each run in a process of its own, side by side with the floor: a fresh Node that
// parses the same two files. Take the ratios; seconds belong to the machine. The stages run in turn, round after round,
// so that a busy minute falls on all of them alike. A new stage is one file in bench/stages that takes BASE and
// REVISION, ends with report(), and gets a line below.

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { type DescriptionFormat, fetchGithubDescriptions, githubDescription } from './fetch-github-descriptions.ts';
import { generateDescriptions } from './generate-description.ts';
import { measureImpact } from './measure-impact.ts';

const execute = promisify(execFile);

const stages = [
  { name: 'floor: parse both', script: 'floor.mjs' },
  { name: 'reading', script: 'read.mjs' },
  { name: 'reading, 6,900 positions', script: 'locate.mjs' },
  { name: 'reading and comparing', script: 'compare.mjs' },
  { name: 'tocsin diff --json', script: 'diff.mjs' },
] as const;
type Stage = (typeof stages)[number];

interface Cost {
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly peakMb: number;
}

const { values: flags } = parseArgs({
  options: { runs: { type: 'string', default: '5' }, format: { type: 'string', multiple: true } },
});
const runs = Number(flags.runs);
const formats = (flags.format ?? ['json', 'yaml']) as DescriptionFormat[];

async function measure(script: string, files: readonly string[]): Promise<Cost> {
  const begin = performance.now();
  const { stdout } = await execute(process.execPath, [join(import.meta.dirname, 'stages', script), ...files], {
    maxBuffer: 256 * 2 ** 20,
  });
  const wallMs = performance.now() - begin;
  const lastLine = stdout.trimEnd().split('\n').at(-1) ?? '';
  return { wallMs, ...(JSON.parse(lastLine) as Omit<Cost, 'wallMs'>) };
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >>> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

const say = (line: string) => process.stdout.write(`${line}\n`);
const columns = (...cells: string[]) =>
  say(cells.map((cell, index) => (index < 2 ? cell.padEnd([6, 40][index]!) : cell.padStart(12))).join(''));

say('Building, and fetching the descriptions where they are not there yet …');
await execute('npm', ['run', 'build'], { cwd: join(import.meta.dirname, '..') });
await fetchGithubDescriptions();

/** Measures the stages on one pair of files in turn, and writes a row for each. */
async function compareStages(label: string, files: readonly string[], measured: readonly Stage[]): Promise<void> {
  const costs = new Map<string, Cost[]>(measured.map(({ name }) => [name, []]));
  for (let run = 0; run < runs; run++) {
    for (const { name, script } of measured) costs.get(name)!.push(await measure(script, files));
  }
  const of = (name: string, field: keyof Cost) => median(costs.get(name)!.map((cost) => cost[field]));
  for (const { name } of measured) {
    const ratio = (field: keyof Cost) => (of(name, field) / of(stages[0].name, field)).toFixed(2);
    const shown = (field: keyof Cost) => of(name, field).toFixed(0);
    columns(label, name, shown('wallMs'), ratio('wallMs'), shown('cpuMs'), ratio('cpuMs'), shown('peakMb'));
  }
}

say(`Node ${process.versions.node}, median of ${runs} runs\n`);
columns('', 'stage', 'wall ms', 'x floor', 'thread ms', 'x floor', 'peak MB');
say('\nGitHub Enterprise Server 3.17 against 3.19');
for (const format of formats) {
  await compareStages(format, [githubDescription('3.17', format), githubDescription('3.19', format)], stages);
}
say('\nGenerated descriptions of so many operations, one of them changed');
for (const operations of [100, 2_000, 20_000]) {
  await compareStages(String(operations), await generateDescriptions(operations), [stages[0], stages.at(-1)!]);
}

say('\nWhom it hurts: 10,000 consumers, 500 findings, by what is known of their use; and 2,500 of them');
columns('', 'known', 'wall ms', 'thread ms', 'x of 2,500', 'hits');
const few = measureImpact(2_500, 500);
for (const [index, { shape, ms, threadMs, hits }] of measureImpact(10_000, 500).entries()) {
  columns('', shape, ms.toFixed(0), threadMs.toFixed(0), (threadMs / few[index]!.threadMs).toFixed(2), String(hits));
}
