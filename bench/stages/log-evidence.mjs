// A log as evidence, but for the store: format told, requests matched, callers told apart, everything counted.
import { readFileSync } from 'node:fs';
import { readSpec } from '../../dist/compare/index.js';
import { collectEvidence, documentedApi, findEvidenceFiles } from '../../dist/evidence/index.js';
import { report } from './report.mjs';

const [log, description] = process.argv.slice(2);
const consumers = Array.from({ length: 40 }, (_, index) => ({
  name: `service-${index}`,
  seenAs: [
    { environment: 'production', agents: [`service-${index}/*`], users: [], addresses: ['10.5.0.0/16'], services: [] },
  ],
}));
const { batch } = await collectEvidence(await findEvidenceFiles([log], { cwd: '/', stdin: process.stdin }), {
  service: 'bench',
  catalog: { consumers, services: [] },
  api: documentedApi([await readSpec(description, 'base')]),
  environment: 'production',
  format: null,
  jsonFields: {},
  trustedProxies: [],
  pathWords: [],
  salt: 'bench',
  oldest: Number.NEGATIVE_INFINITY,
  known: new Map(),
});
const counted = [...batch.uses, ...batch.unmatched].reduce((sum, { requests }) => sum + requests, 0);
const expected = Number(readFileSync(`${log}.requests`, 'utf8'));
if (counted !== expected) throw new Error(`${counted} of ${expected} requests were counted.`);
report();
