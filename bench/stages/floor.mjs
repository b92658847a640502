// The floor: a fresh Node that does nothing but parse the two files.
import { readFileSync } from 'node:fs';
import { report } from './report.mjs';

const files = process.argv.slice(2);
if (files.every((file) => file.endsWith('.json'))) {
  for (const file of files) JSON.parse(readFileSync(file, 'utf8'));
} else {
  const { default: yaml } = await import('js-yaml');
  for (const file of files) yaml.load(readFileSync(file, 'utf8'));
}
report();
