// `npm run bench`: what Tocsin costs beside the floor (a fresh Node that parses the same two files) and beside other
// tools, on the largest public descriptions and on generated ones, and whether that keeps what is promised. Take the
// ratios; seconds belong to the machine. A new stage is one file in bench/stages that takes BASE and REVISION, ends
// with report(), and gets a line below.

import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { fetchGithubDescriptions, githubDescription } from './fetch-github-descriptions.ts';
import { generateDescriptions } from './generate-description.ts';
import { generateShape, type ShapeName } from './generate-shape.ts';
import { type Cost, type Job, measureInTurn, type Stage } from './measure.ts';
import { measureImpact } from './measure-impact.ts';
import { fetchRivals } from './rivals.ts';

const execute = promisify(execFile);

const { values: flags } = parseArgs({
  allowNegative: true,
  options: { runs: { type: 'string', default: '5' }, rivals: { type: 'boolean', default: true } },
});
const runs = Number(flags.runs);

const floor: Stage = { name: 'floor: parse both', run: 'floor.mjs' };
const diff: Stage = { name: 'tocsin diff --json', run: 'diff.mjs' };
const parts: readonly Stage[] = [
  { name: 'reading', run: 'read.mjs' },
  { name: 'reading, 6,900 positions', run: 'locate.mjs' },
  { name: 'reading and comparing', run: 'compare.mjs' },
];

const say = (line: string) => process.stdout.write(`${line}\n`);

say('Building, and fetching descriptions and other tools where they are not there yet …');
await execute('npm', ['run', 'build'], { cwd: join(import.meta.dirname, '..') });
await fetchGithubDescriptions();
const rivals = flags.rivals ? await fetchRivals() : null;
const { apiSmartDiff = null, oasdiff = null } = rivals ?? {};

interface Target {
  readonly promise: string;
  readonly measured: string;
  readonly met: boolean;
}
const targets: Target[] = [];

function row(cells: readonly string[]): void {
  const widths = [9, 40, 9, 9, 11, 9, 9];
  say(cells.map((cell, index) => (index < 2 ? cell.padEnd(widths[index]!) : cell.padStart(widths[index]!))).join(''));
}

const number = (value: number | null) => (value === null ? '-' : value.toFixed(0));
const ratio = (value: number | null, by: number | null) =>
  value === null || by === null ? '-' : (value / by).toFixed(2);

/** Measures the stages on one pair of files in turn and writes a row for each; ratios are to the first. */
async function compareStages(
  label: string,
  files: Job['files'],
  stages: readonly (Stage | null)[],
): Promise<(stage: Stage) => Cost> {
  const measured = stages.filter((stage) => stage !== null);
  const costs = await measureInTurn(
    measured.map((stage) => ({ stage, files })),
    runs,
  );
  const first = costs[0]!;
  for (const [index, { wallMs, threadMs, peakMb }] of costs.entries()) {
    const wall = [number(wallMs), ratio(wallMs, first.wallMs)];
    const thread = [number(threadMs), ratio(threadMs, first.threadMs)];
    row([label, measured[index]!.name, ...wall, ...thread, number(peakMb)]);
  }
  return (stage) => costs[measured.indexOf(stage)]!;
}

function judgeAgainstFloor(what: string, most: number, costOf: (stage: Stage) => Cost): void {
  const [ours, least] = [costOf(diff), costOf(floor)];
  const wall = ours.wallMs / least.wallMs;
  targets.push({
    promise: `${what}: at most ${most} x the floor`,
    measured: `${wall.toFixed(2)} (main thread ${ratio(ours.threadMs, least.threadMs)})`,
    met: wall <= most,
  });
}

function judgeAgainst(rival: Stage | null, what: string, least: number, costOf: (stage: Stage) => Cost): void {
  if (rival === null) return;
  const times = costOf(rival).wallMs / costOf(diff).wallMs;
  const promise = `${what}: at least ${least} x faster than ${rival.name}`;
  targets.push({ promise, measured: times.toFixed(1), met: times >= least });
}

say(`Node ${process.versions.node}, median of ${runs} runs\n`);
row(['', '', 'wall ms', 'x floor', 'thread ms', 'x floor', 'peak MB']);

say('\nGitHub Enterprise Server');
for (const [from, to] of [
  ['3.17', '3.18'],
  ['3.18', '3.19'],
  ['3.17', '3.19'],
] as const) {
  const farthest = from === '3.17' && to === '3.19';
  const files = [githubDescription(from, 'json'), githubDescription(to, 'json')] as const;
  const others = farthest ? [...parts, apiSmartDiff, oasdiff] : [];
  const costOf = await compareStages(`${from.slice(2)} → ${to.slice(2)}`, files, [floor, diff, ...others]);
  const what = `GitHub ${from} to ${to}, JSON`;
  judgeAgainstFloor(what, 2.5, costOf);
  if (!farthest) continue;
  judgeAgainst(apiSmartDiff, what, 10, costOf);
  judgeAgainst(oasdiff, what, 3, costOf);
  const peak = costOf(diff).peakMb ?? Number.POSITIVE_INFINITY;
  targets.push({ promise: `${what}: under 600 MB`, measured: `${peak.toFixed(0)} MB`, met: peak < 600 });
}
const yamlFiles = [githubDescription('3.17', 'yaml'), githubDescription('3.19', 'yaml')] as const;
judgeAgainstFloor('GitHub 3.17 to 3.19, YAML', 1.5, await compareStages('YAML', yamlFiles, [floor, diff, parts[0]!]));

say('\nFigma, one release to the next');
const require = createRequire(import.meta.url);
const figma = (release: 'before' | 'after') =>
  join(dirname(require.resolve(`figma-${release}/package.json`)), 'openapi', 'openapi.yaml');
const figmaFiles = [figma('before'), figma('after')] as const;
const figmaCost = await compareStages('YAML', figmaFiles, [floor, diff, apiSmartDiff, oasdiff]);
judgeAgainstFloor('Figma, YAML', 1.5, figmaCost);
judgeAgainst(apiSmartDiff, 'Figma, YAML', 10, figmaCost);
judgeAgainst(oasdiff, 'Figma, YAML', 3, figmaCost);

say('\nGenerated descriptions of so many operations, one of them changed');
const sizes = [100, 2_000, 20_000] as const;
const bySize: number[] = [];
for (const size of sizes) {
  const files = await generateDescriptions(size);
  const costOf = await compareStages(String(size), files, [floor, diff, ...(size === 20_000 ? parts.slice(0, 1) : [])]);
  bySize.push(costOf(diff).threadMs!);
  if (size === 20_000) judgeAgainstFloor('20,000 operations, JSON', 2.5, costOf);
}
judgeGrowth('operations', sizes, bySize);

const shapes: readonly { name: ShapeName; words: string; sizes: readonly [number, number, number] }[] = [
  { name: 'alternatives', words: 'alternatives in a oneOf, the last changed', sizes: [2, 10, 50] },
  { name: 'references', words: 'references in a row, the last schema changed', sizes: [10, 100, 1_000] },
  { name: 'recursion', words: 'schemas that each refer to all, one changed', sizes: [2, 10, 50] },
  { name: 'thicket', words: 'schemas that may hold one another, with an operation each', sizes: [10, 50, 200] },
  { name: 'uses', words: 'operations that share one changed schema', sizes: [1, 100, 1_000] },
];
for (const { name, words, sizes } of shapes) {
  say(`\nSo many ${words}`);
  const jobs: Job[] = [];
  for (const size of sizes) jobs.push({ stage: diff, files: await generateShape(name, size) });
  const costs = await measureInTurn(jobs, runs);
  for (const [index, { wallMs, threadMs, peakMb }] of costs.entries()) {
    row([String(sizes[index]), diff.name, number(wallMs), '', number(threadMs), '', number(peakMb)]);
  }
  judgeGrowth(
    words,
    name === 'recursion' || name === 'thicket' ? sizes.map((size) => size ** 2) : sizes,
    costs.map(({ threadMs }) => threadMs!),
  );
}

/** Linear: what the largest costs more than the smallest, beside what its size makes of the middle one's. */
function judgeGrowth(what: string, sizes: readonly number[], [small, middle, large]: readonly number[]): void {
  const [from, over, to] = sizes as [number, number, number];
  const each = (large! - small!) / (to - from);
  const least = (middle! - small!) / (over - from);
  const noiseMs = 50;
  targets.push({
    promise: `no worse than linear in ${what}`,
    measured: `${(1000 * least).toFixed(0)} µs each to ${over}, ${(1000 * each).toFixed(0)} to ${to}`,
    met: large! - small! <= 1.25 * least * (to - from) + noiseMs,
  });
}

say('\nWhom it hurts: 10,000 consumers, 500 findings, by what is known of their use; and 2,500 of them');
row(['', '', 'wall ms', '', 'thread ms', 'x 2,500', 'hits']);
const few = measureImpact(2_500, 500);
for (const [index, { shape, ms, threadMs, hits }] of measureImpact(10_000, 500).entries()) {
  row(['', shape, number(ms), '', number(threadMs), ratio(threadMs, few[index]!.threadMs), String(hits)]);
  const promise = `10,000 consumers, 500 findings, ${shape}: under 2 s`;
  targets.push({ promise, measured: `${number(ms)} ms`, met: ms < 2_000 });
}

say('\nWhat is promised');
for (const { promise, measured, met } of targets)
  say(`${met ? '✔ met    ' : '✖ not met'}  ${promise.padEnd(82)} ${measured}`);
