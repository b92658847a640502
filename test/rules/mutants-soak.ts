// The long run over spoilt descriptions: `npm run soak:mutants -- --minutes 5`, `--seed N` to repeat one. Prints each kind of
// fault with its shortest mutant's place in the run, says which took long, and exits 1 if there is a fault.

import { parseArgs } from 'node:util';
import { randomFrom } from '../schema/random-values.ts';
import { faultsOf, mutantOf, realDocuments } from './mutants.ts';

const { values: options } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    seed: { type: 'string' },
    document: { type: 'string' },
    slow: { type: 'string', default: '10000' },
  },
});
const print = (line: string) => process.stdout.write(`${line}\n`);
const seed = options.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(options.seed);
const end = Date.now() + Number(options.minutes) * 60_000;
const kinds = new Map<string, number>();
let mutants = 0;
print(`seed ${seed}`);
const documents = Object.entries(realDocuments)
  .filter(([name]) => options.document === undefined || name === options.document)
  .map(([name, read]) => ({ name, document: read() }));
for (let turn = 0; Date.now() < end; turn += 1) {
  for (const { name, document } of documents) {
    const mutant = mutantOf(document, randomFrom(seed + turn));
    mutants += 1;
    const start = performance.now();
    const faults = await faultsOf(JSON.stringify(document), mutant);
    const spent = performance.now() - start;
    if (spent > Number(options.slow)) print(`slow: ${Math.round(spent)} ms: ${name}, --seed ${seed + turn}`);
    for (const each of faults) {
      const kind = each.split('\n').slice(0, 2).join(' ');
      if (!kinds.has(kind)) print(`${name}, --seed ${seed + turn}: ${each}`);
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    }
  }
}
const faults = [...kinds.values()].reduce((sum, count) => sum + count, 0);
print(`${mutants} spoilt descriptions, each compared with what it was both ways and with itself: ${faults} faults`);
process.exitCode = faults > 0 ? 1 : 0;
