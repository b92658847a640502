// As `read`, and then the position of every operation, response and shared schema: more than any comparison shows.
import { loadSpec } from '../../dist/spec/index.js';
import { report } from './report.mjs';

const token = (key) => key.replaceAll('~', '~0').replaceAll('/', '~1');
for (const file of process.argv.slice(2)) {
  const { document } = (await loadSpec(file, { cwd: process.cwd() })).roots[0];
  const { paths, components } = document.value;
  for (const [path, item] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(item)) {
      for (const status of Object.keys(operation.responses ?? {})) {
        document.locate(`/paths/${token(path)}/${method}/responses/${status}`);
      }
    }
  }
  for (const name of Object.keys(components.schemas)) document.locate(`/components/schemas/${token(name)}/properties`);
}
report();
