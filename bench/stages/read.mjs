// Both documents loaded, guarded and ready to be walked; no position asked for.
import { loadSpec } from '../../dist/spec/index.js';
import { report } from './report.mjs';

for (const file of process.argv.slice(2)) await loadSpec(file, { cwd: process.cwd() });
report();
