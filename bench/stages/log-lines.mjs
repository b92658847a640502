// The floor of reading a log: a fresh Node that reads the file line by line and does nothing with the lines.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { report } from './report.mjs';

let lines = 0;
const reader = createInterface({ input: createReadStream(process.argv[2]), crlfDelay: Number.POSITIVE_INFINITY });
reader.on('line', () => {
  lines += 1;
});
await new Promise((resolve) => reader.on('close', resolve));
if (lines === 0) throw new Error('no lines');
report();
