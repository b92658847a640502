// After tsc: makes one file of the rooms that every comparison loads, with `tocsin diff` itself and the small packages that
// they load each time, since Node takes longer to find and open two hundred small modules than a small comparison takes;
// and another of ajv, which is loaded where an example is checked. A room is entered through its index alone
// (dependency-cruiser sees to that), which here becomes a list of what the one file exports. The other commands are
// bundled too, each as a file of its own, so that all share one commander.

import { chmodSync, globSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Plugin, rolldown } from 'rolldown';
import { withBareBuiltins } from './with-bare-builtins.ts';
import { withEagerFunctions } from './with-eager-functions.ts';

const dist = resolve(process.argv[2] ?? join(import.meta.dirname, '..', 'dist'));
const folder = 'comparison';
const rooms = ['base', 'spec', 'diff', 'schema', 'rules', 'report', 'compare'];
const packages = ['ajv-formats', 'commander', 'fastest-levenshtein', 'js-yaml', 'picocolors'];
/** All but the one that must load nothing on a Node that is too old. */
const commandFiles = globSync('cli/**/*.js', { cwd: dist }).filter((file) => file !== join('cli', 'entry.js'));
/** What the command line never asks: it brings zod, which takes longer to load than all the rest. */
const loadedApart = join(dist, 'compare', 'check-call.js');
/** Loaded with the rooms, with all that they import. */
const loadedAlways = ['main', 'diff-command'].map((name) => join(dist, 'cli', `${name}.js`));

const bundledPackages = new Set<string>();

const eager: Plugin = {
  name: 'eager-functions',
  renderChunk(code, { modules }) {
    for (const id of Object.keys(modules)) {
      const [, name] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(id) ?? [];
      if (name !== undefined) bundledPackages.add(id.slice(0, id.indexOf(name) + name.length));
    }
    return withEagerFunctions(withBareBuiltins(code));
  },
};

/** ajv is loaded by `require`, which no bundler follows. */
const ajvFromItsFile: Plugin = {
  name: 'ajv-from-its-file',
  transform(code, id) {
    if (id !== join(dist, 'schema', 'make-ajv.js')) return null;
    const changed = code.replace("load('ajv/dist/2020.js')", "load('./ajv-2020.cjs')");
    if (changed === code) throw new Error('schema/make-ajv no longer loads ajv as this script expects.');
    return changed;
  },
};

/** Of what is imported, as it is written. */
function isBundled(id: string, importer: string): boolean {
  if (!/^[./]/.test(id)) return packages.some((name) => id === name || id.startsWith(`${name}/`));
  const file = resolve(dirname(importer), id);
  return !importer.startsWith(dist) || isInRooms(file) || file.startsWith(join(dist, 'cli') + sep);
}

function isInRooms(file: string): boolean {
  return rooms.some((room) => file.startsWith(join(dist, room) + sep));
}

const comparison = await rolldown({
  input: Object.fromEntries(
    [...rooms.map((room) => join(room, 'index.js')), ...commandFiles].map((file) => [
      file.slice(0, -'.js'.length),
      join(dist, file),
    ]),
  ),
  platform: 'node',
  logLevel: 'warn',
  // `impact` prints what `diff` does, which is loaded with every command.
  checks: { pluginTimings: false, ineffectiveDynamicImport: false },
  external: (id, importer, isResolved) => !isResolved && importer !== undefined && !isBundled(id, importer),
  plugins: [ajvFromItsFile, eager],
});
const { output } = await comparison.write({
  dir: dist,
  chunkFileNames: `${folder}/[name].js`,
  codeSplitting: {
    groups: [
      {
        name: 'comparison',
        test: (id) =>
          (!id.startsWith(dist) && !id.includes('/js-yaml/')) ||
          (isInRooms(id) && id !== loadedApart) ||
          loadedAlways.includes(id),
      },
    ],
  },
});
await comparison.close();
const strangers = output.flatMap((file) =>
  file.type === 'chunk' && file.name === 'comparison' ? file.imports.filter((id) => !/^node:|\.js$/.test(id)) : [],
);
if (strangers.length > 0) throw new Error(`Each comparison would load ${strangers.join(', ')}.`);

// npx links the command once for each place and makes it executable only then: built anew there, it has to be so already.
chmodSync(join(dist, 'cli', 'entry.js'), 0o755);

// Stays where it is, since it looks for the manifest from there.
const versionFile = join(dist, 'package-version.js');
writeFileSync(versionFile, withBareBuiltins(readFileSync(versionFile, 'utf8')));

const ajv = await rolldown({
  input: fileURLToPath(import.meta.resolve('ajv/dist/2020.js')),
  platform: 'node',
  logLevel: 'warn',
  plugins: [eager],
});
await ajv.write({ file: join(dist, folder, 'ajv-2020.cjs'), format: 'cjs', exports: 'auto' });
await ajv.close();

const notices = [...bundledPackages].sort().map((path) => {
  const { name, version } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')) as Record<string, string>;
  const licence = readdirSync(path).find((file) => /^licen[cs]e/i.test(file));
  if (licence === undefined) throw new Error(`${name} has no licence to go with it.`);
  return `${name} ${version}\n\n${readFileSync(join(path, licence), 'utf8').trim()}\n`;
});
writeFileSync(join(dist, folder, 'THIRD-PARTY-NOTICES.txt'), notices.join(`\n${'-'.repeat(72)}\n\n`));
