// The long run of the referee: `npm run soak -- --minutes 5` or `--pairs 100000`, `--seed N` to repeat one. Prints the pairs that
// were tried, every contradiction (and exits 1 if there is one) and the share of each answer by keyword. `--faults` shows instead
// that the referee has teeth: it seeds faults into copies of the room, one at a time, and each has to be caught (`--only WORDS` picks
// some). `--publish` puts the shares into docs/containment.md.

import { writeFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { decideContainment } from '../../src/schema/index.ts';
import { AnswerTally } from './answer-tally.ts';
import { laws } from './laws.ts';
import { publishSection } from './publish-section.ts';
import type { Family, Pair } from './random-schemas.ts';
import { dialects, dialectsOf, families, pairOf } from './random-schemas.ts';
import { batchSeeds, randomFrom } from './random-values.ts';
import { rule } from './referee.ts';
import { seedSchemaFaults } from './seeded-faults.ts';

const { values: options } = parseArgs({
  options: {
    minutes: { type: 'string' },
    pairs: { type: 'string' },
    seed: { type: 'string' },
    values: { type: 'string', default: '60' },
    family: { type: 'string' },
    dialect: { type: 'string' },
    unknowns: { type: 'boolean', default: false },
    slow: { type: 'string', default: '2000' },
    trace: { type: 'string' },
    laws: { type: 'boolean', default: false },
    first: { type: 'boolean', default: false },
    faults: { type: 'boolean', default: false },
    only: { type: 'string' },
    publish: { type: 'boolean', default: false },
  },
});
const print = (line: string) => process.stdout.write(`${line}\n`);
const seed = options.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(options.seed);
const mostPairs = options.pairs === undefined ? Number.POSITIVE_INFINITY : Number(options.pairs);
const end =
  options.minutes === undefined && options.pairs !== undefined
    ? Number.POSITIVE_INFINITY
    : Date.now() + Number(options.minutes ?? '1') * 60_000;
const tries = Number(options.values);
const random = randomFrom(seed);
const nextSeed = batchSeeds(seed);

const tally = new AnswerTally();
const reasons = new Map<string, { count: number; example: Pair }>();
let unreadable = 0;
let pairs = 0;
let contradictions = 0;
let ajvDiffers = 0;

if (options.faults) process.exit(seedSchemaFaults(print, options.only) ? 0 : 1);
if (options.laws) {
  for (const { says, outer, inner, answer, dialect } of Object.values(laws).flat()) {
    const result = decideContainment(outer, inner, dialect ? { dialect } : {});
    if (result.answer === answer) continue;
    print(`LAW BROKEN: ${says}: ${JSON.stringify(result)}`);
    process.exit(1);
  }
}
print(`seed ${seed}`);
const chosenFamilies = families.filter((family) => options.family === undefined || family === options.family);
const chosenDialects = dialects.filter((dialect) => options.dialect === undefined || dialect === options.dialect);
// Whoever interrupts a long run still gets its report.
let stopped = false;
process.once('SIGINT', () => {
  stopped = true;
});
while (pairs < mostPairs && Date.now() < end && !stopped) {
  await setImmediate();
  for (const family of chosenFamilies) {
    for (const dialect of chosenDialects) {
      if (!dialectsOf(family).includes(dialect)) continue;
      run(family, fc.sample(pairOf(dialect, family), { numRuns: 40, seed: nextSeed() }));
    }
  }
}

function run(_family: Family, sample: readonly Pair[]): void {
  for (const pair of sample) {
    pairs += 1;
    if (options.trace !== undefined) writeFileSync(options.trace, JSON.stringify(pair));
    const start = performance.now();
    let ruling: ReturnType<typeof rule>;
    try {
      ruling = rule(pair, tries, random);
    } catch (error) {
      contradictions += 1;
      if (options.first) process.exit(1);
      print(`THROWN ${error instanceof Error ? error.stack : error}\n${JSON.stringify(pair)}`);
      continue;
    }
    const spent = performance.now() - start;
    if (spent > Number(options.slow)) print(`slow: ${Math.round(spent)} ms (${ruling.answer}) ${JSON.stringify(pair)}`);
    if (ruling.contradiction) {
      contradictions += 1;
      if (options.first) process.exit(1);
      print(
        `CONTRADICTION to ${ruling.answer}: ${ruling.contradiction.says}: ${JSON.stringify(ruling.contradiction.value)}\n${JSON.stringify(pair)}`,
      );
    }
    if (ruling.ajvDiffers !== undefined) {
      ajvDiffers += 1;
      if (options.unknowns) print(`ajv differs: ${JSON.stringify(ruling.ajvDiffers)} ${JSON.stringify(pair)}`);
    }
    if (ruling.answer === 'unreadable') {
      unreadable += 1;
      continue;
    }
    tally.count(ruling.keywords, ruling.answer);
    if (ruling.because !== undefined) {
      const known = reasons.get(ruling.because) ?? { count: 0, example: pair };
      known.count += 1;
      if (JSON.stringify(pair).length < JSON.stringify(known.example).length) known.example = pair;
      reasons.set(ruling.because, known);
    }
  }
}

const table = tally.table();
print(`\n${table.join('\n')}`);
if (options.unknowns) {
  for (const [because, { count, example }] of [...reasons]
    .sort(([, left], [, right]) => right.count - left.count)
    .slice(0, 25)) {
    print(
      `${count} × ${because}\n   ${JSON.stringify({ outer: example.outer, inner: example.inner, dialect: example.dialect })}`,
    );
  }
}
const said =
  `${pairs} pairs tried (${unreadable} of them not readable by ajv), ${contradictions} contradictions, ` +
  `${ajvDiffers} answers with which only ajv disagrees`;
print(`\n${said}`);
if (options.publish) {
  const why = [...reasons].sort(([, left], [, right]) => right.count - left.count);
  publishSection('generated', [
    `${said}; seed ${seed}, ${tries} values for each pair.`,
    '',
    ...table,
    '',
    '| why unknown | pairs |',
    '| --- | ---: |',
    ...why.map(([because, { count }]) => `| ${because} | ${count} |`),
  ]);
}
process.exitCode = contradictions > 0 ? 1 : 0;
