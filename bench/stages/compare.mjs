// As `read`, then walked, judged and held to the values (projection and proofs): all of the comparison but the printing.
import { compareReadSpecs, readBoth } from '../../dist/compare/index.js';
import { report } from './report.mjs';

const [base, revision] = process.argv.slice(2);
const [before, after] = await Promise.all(readBoth(base, revision));
await compareReadSpecs(before, after, { asOf: '2026-11-20' });
report();
