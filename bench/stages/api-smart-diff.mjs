// Another library on the same two files: api-smart-diff, as bench/rivals.ts has fetched it.
import { readFileSync } from 'node:fs';
import { report } from './report.mjs';

console.warn = () => {};
console.error = () => {};
const { apiCompare } = await import('../.cache/rivals/node_modules/api-smart-diff/dist/index.mjs');
const [base, revision] = await Promise.all(process.argv.slice(2).map(read));
apiCompare(base, revision);
report();

async function read(file) {
  const text = readFileSync(file, 'utf8');
  if (file.endsWith('.json')) return JSON.parse(text);
  const { default: yaml } = await import('js-yaml');
  return yaml.load(text);
}
