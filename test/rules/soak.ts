// The long run of the document referee: `npm run soak:documents -- --minutes 5` or `--pairs 1000`, `--seed N` to repeat
// one. Prints each kind of contradiction with its smallest pair, and exits 1 if there is one. `--faults` shows instead that
// the tests have teeth: it seeds faults into copies of the comparison, one at a time (`--only WORDS` picks some, `--from WORDS` begins later).

import { setImmediate } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { batchSeeds, randomFrom } from '../schema/random-values.ts';
import { type Contradiction, judgeDocuments } from './document-referee.ts';
import { type DocumentPair, documentPair } from './random-documents.ts';
import { seedComparisonFaults } from './seeded-faults.ts';

const { values: options } = parseArgs({
  options: {
    minutes: { type: 'string' },
    pairs: { type: 'string' },
    seed: { type: 'string' },
    values: { type: 'string', default: '60' },
    faults: { type: 'boolean', default: false },
    only: { type: 'string' },
    from: { type: 'string' },
  },
});
const print = (line: string) => process.stdout.write(`${line}\n`);
const seed = options.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(options.seed);
const mostPairs = options.pairs === undefined ? Number.POSITIVE_INFINITY : Number(options.pairs);
const end =
  options.minutes === undefined && options.pairs !== undefined
    ? Number.POSITIVE_INFINITY
    : Date.now() + Number(options.minutes ?? '1') * 60_000;
const random = randomFrom(seed);
const nextSeed = batchSeeds(seed);
const found = new Map<string, { count: number; pair: DocumentPair; contradiction: Contradiction }>();
const total = { silent: 0, alarmed: 0, witnesses: 0, refactors: 0, undecided: 0, webhooks: 0, asSwagger2: 0 };
let pairs = 0;
let thrown = 0;

if (options.faults) process.exit(seedComparisonFaults(print, options) ? 0 : 1);
print(`seed ${seed}`);
// Whoever interrupts a long run still gets its report.
let stopped = false;
process.once('SIGINT', () => {
  stopped = true;
});
while (pairs < mostPairs && Date.now() < end && !stopped) {
  await setImmediate();
  for (const pair of fc.sample(documentPair, { numRuns: 10, seed: nextSeed() })) {
    pairs += 1;
    try {
      const { contradictions, tally } = await judgeDocuments(pair, Number(options.values), random);
      for (const each of Object.keys(total) as (keyof typeof total)[]) total[each] += tally[each];
      for (const contradiction of contradictions) note(contradiction, pair);
    } catch (error) {
      thrown += 1;
      print(`THROWN ${error instanceof Error ? error.stack : error}\n${JSON.stringify(pair)}`);
    }
  }
}

function note(contradiction: Contradiction, pair: DocumentPair): void {
  const kind = contradiction.says;
  const known = found.get(kind);
  const isSmaller = known === undefined || JSON.stringify(pair).length < JSON.stringify(known.pair).length;
  found.set(kind, { count: (known?.count ?? 0) + 1, ...(isSmaller ? { pair, contradiction } : known) });
}

for (const [kind, { count, pair, contradiction }] of [...found].sort(([, a], [, b]) => b.count - a.count)) {
  print(`\n${count} × ${kind}\n${JSON.stringify(contradiction)}\n${JSON.stringify(pair)}`);
}
const contradictions = [...found.values()].reduce((sum, { count }) => sum + count, 0);
print(
  `\n${pairs} pairs tried (${total.webhooks} with webhooks, ${total.asSwagger2} also as Swagger 2.0): ${total.silent} places without a break, ${total.alarmed} with one, ${total.witnesses} witnesses, ` +
    `${total.refactors} refactors, ${total.undecided} undecided; ${contradictions} contradictions, ${thrown} thrown`,
);
process.exitCode = contradictions + thrown > 0 ? 1 : 0;
