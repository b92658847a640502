// As `read`, then walked, judged and held to the values (projection and proofs): all of the comparison but the printing.
import { compareReadSpecs, readSpec } from '../../dist/compare/index.js';
import { report } from './report.mjs';

const [base, revision] = process.argv.slice(2);
await compareReadSpecs(await readSpec(base, 'base'), await readSpec(revision, 'revision'), { asOf: '2026-11-20' });
report();
