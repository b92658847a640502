// `npm run bench:logs`: what reading an access log as evidence costs beside the floor, a Node that only reads the
// same file line by line. Time is that of the main thread, since the clock also measures what else the machine does;
// a strange caller in ten lines, from a quarter of a million hosts, is more than a log will hold. The log is made in
// the system's folder for temporary files and deleted afterwards.

import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { generateLog, logFormats } from './generate-log.ts';
import { measureInTurn } from './measure.ts';

const { values: flags } = parseArgs({
  options: {
    megabytes: { type: 'string', default: '1024' },
    runs: { type: 'string', default: '3' },
    format: { type: 'string', multiple: true, default: [...logFormats] },
  },
});
const say = (line: string) => process.stdout.write(`${line}\n`);

await promisify(execFile)('npm', ['run', 'build'], { cwd: join(import.meta.dirname, '..') });
const folder = mkdtempSync(join(tmpdir(), 'tocsin-bench-'));
try {
  say('log        stage                       MB/s    CPU s   wall s   peak MB   of the floor’s time');
  for (const format of logFormats.filter((one) => flags.format.includes(one))) {
    const files = await generateLog(folder, format, Number(flags.megabytes));
    const megabytes = statSync(files[0]).size / 2 ** 20;
    const stages = [
      { name: 'floor: read line by line', run: 'log-lines.mjs' },
      { name: 'tocsin: read as evidence', run: 'log-evidence.mjs' },
    ];
    const costs = await measureInTurn(
      stages.map((stage) => ({ stage, files })),
      Number(flags.runs),
    );
    const [floor] = costs;
    for (const [index, { wallMs, threadMs, peakMb }] of costs.entries()) {
      const cpuMs = threadMs ?? wallMs;
      say(
        [
          format.padEnd(10),
          stages[index]!.name.padEnd(26),
          ((megabytes / cpuMs) * 1000).toFixed(0).padStart(5),
          (cpuMs / 1000).toFixed(1).padStart(8),
          (wallMs / 1000).toFixed(1).padStart(8),
          (peakMb ?? 0).toFixed(0).padStart(9),
          (cpuMs / (floor?.threadMs ?? cpuMs)).toFixed(2).padStart(10),
        ].join(' '),
      );
    }
    rmSync(files[0]);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
