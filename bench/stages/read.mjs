// Both documents loaded, guarded and ready to be walked; no position asked for.
import { loadSpec } from '../../dist/spec/index.js';
import { report } from './report.mjs';

const [base, revision] = process.argv.slice(2);
const beside = loadSpec(base, { cwd: process.cwd() });
await loadSpec(revision, { cwd: process.cwd(), beside });
report();
