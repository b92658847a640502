// Gathers all that makes the catalogue: the file, the files that it includes, and beneath them what its `imports` name.
// Nothing of it is used before all of it was read: a fault in any of them refuses the whole.

import { existsSync } from 'node:fs';
import { glob, readFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { z } from 'zod';
import { fileFault, TocsinError } from '../base/index.ts';
import { readBackstage } from './imports/backstage.ts';
import { readCodeOwners, ruleFor } from './imports/codeowners.ts';
import { importSetting } from './imports/import-setting.ts';
import { type ImportedFact, layerOfFacts } from './imports/imported-facts.ts';
import { type Pact, readPact } from './imports/pact.ts';
import { factsOfPacts } from './imports/pact-names.ts';
import { checkSettings } from './read-settings.ts';
import {
  isRecord,
  layerFromYaml,
  mergeLayers,
  type PlacedFault,
  placeIn,
  refuseSettings,
  type SettingsLayer,
} from './settings-layer.ts';

/** What stands in an included file beside more includes and imports. */
const sections = ['lists', 'chat', 'teams', 'services', 'consumers', 'meetings'] as const;

export interface SettingsFile {
  readonly text: string;
  /** As the user knows it; what it names is told relative to the same folder. */
  readonly source: string;
  /** Where it really lies. */
  readonly path: string;
}

export interface GatheredLayers {
  /** The file first, what it includes in the order of reading, and the imports beneath. */
  readonly layers: readonly SettingsLayer[];
  /** Those that the catalogue imports. */
  readonly pacts: readonly Pact[];
  /** Those that a command's option names besides. */
  readonly extraPacts: readonly Pact[];
  /** What was passed over in imports, and why. */
  readonly notes: readonly string[];
}

/** Further imports, as a command's options name them: from the working directory. */
export type ExtraImports = Partial<Record<'backstage' | 'pact', readonly string[]>>;

type Import = z.output<typeof importSetting>;

const gathering = z.looseObject({
  include: z.array(z.string().min(1)).default([]),
  imports: z.array(importSetting).default([]),
});

/**
 * @throws TocsinError `config-unreadable` where a named file cannot be read, `config-invalid` where one is at fault:
 * no YAML, a circle of includes, a name given twice, a relation that cannot be read
 */
export async function readLayers(
  file: SettingsFile,
  {
    extra = {},
    cwd,
    root,
  }: { readonly extra?: ExtraImports; readonly cwd?: string; readonly root?: string | undefined } = {},
): Promise<GatheredLayers> {
  const folder = dirname(file.path);
  const shownFolder = dirname(file.source);
  const shown = (path: string) => (isAbsolute(file.source) ? path : join(shownFolder, relative(folder, path)));

  const filesOf = (pattern: string, base: string, refuse: Refuse) => findFiles(pattern, base, root ?? null, refuse);
  const written: { readonly layer: SettingsLayer; readonly path: string }[] = [];
  const imports: Importing[] = [];
  const visit = async (path: string, text: string, source: string, chain: readonly string[]): Promise<void> => {
    const layer = layerFromYaml(text, source);
    const { include, imports: listed } = checkSettings([layer], gathering);
    if (chain.length > 0) refuseForeignKeys(layer);
    written.push({ layer, path });
    const refuseAt =
      (at: (string | number)[]): Refuse =>
      (message) =>
        refuseSettings([{ place: placeIn([layer], at, 'value'), message }]);
    listed.forEach((entry, index) => {
      imports.push({ entry, folder: dirname(path), refuse: refuseAt(['imports', index]) });
    });
    for (const [index, pattern] of include.entries()) {
      const refuse = refuseAt(['include', index]);
      for (const found of await filesOf(pattern, dirname(path), refuse)) {
        const circle = [...chain, path];
        if (circle.includes(found)) {
          refuse(`${[...circle, found].map(shown).join(' includes ')}: a circle of includes`);
        }
        if (written.some((one) => one.path === found)) continue;
        await visit(found, await readNamed(found, shown(found)), shown(found), circle);
      }
    }
  };
  await visit(file.path, file.text, file.source, []);
  refuseDoubles(written.map(({ layer }) => layer));

  const layers = written.map(({ layer }) => layer);
  const notes: string[] = [];
  const addLayer = (facts: readonly ImportedFact[]) => {
    if (facts.length > 0) layers.push(layerOfFacts(facts[0]?.place.source ?? '', facts));
  };
  const here = cwd ?? process.cwd();
  const asked = [
    ...(extra.backstage ?? []).map((one) => entryOf({ backstage: one })),
    ...(extra.pact ?? []).map((one) => entryOf({ pact: one })),
  ].map((entry) => ({ entry, folder: here, refuse: refuseOption }));
  /** Each file once, also where an option names it again. */
  const readAll = async (kind: 'backstage' | 'pact' | 'codeowners', from: readonly Importing[]) => {
    const places = new Map<string, string>();
    for (const { entry, folder: base, refuse } of from) {
      for (const path of (
        await Promise.all([entry[kind] ?? []].flat().map((one) => filesOf(one, base, refuse)))
      ).flat()) {
        if (!places.has(path))
          places.set(path, asked.some((one) => one.entry === entry) ? shownHere(path, here) : shown(path));
      }
    }
    return Promise.all([...places].map(async ([path, source]) => ({ source, text: await readNamed(path, source) })));
  };

  const catalogInfo = await readAll('backstage', [...imports, ...asked]);
  const except = imports.flatMap(({ entry }) => entry.except);
  if (catalogInfo.length > 0) {
    const { facts, notes: told } = readBackstage(catalogInfo, except);
    addLayer(facts);
    // Documents are not sent with the files that name them.
    notes.push(...told, ...(root === undefined ? absentDocuments(facts, here) : []));
  }
  for (const one of imports.filter(({ entry }) => entry.codeowners !== undefined)) {
    for (const { text, source } of await readAll('codeowners', [one])) {
      const owners = readCodeOwners(text, source);
      notes.push(...owners.notes);
      addLayer(teamsByOwners(owners, one.entry.repository ?? '', mergeLayers(layers)));
    }
  }
  const listed = await readAll('pact', imports);
  const optional = (await readAll('pact', [...imports, ...asked])).slice(listed.length);
  const pacts = listed.map(({ text, source }) => readPact(text, source));
  const extraPacts = optional.map(({ text, source }) => readPact(text, source, 'evidence-unreadable'));
  // What an option names is evidence for this once, and no fact of the catalogue.
  addLayer(factsOfPacts(pacts, mergeLayers(layers)));
  notes.push(...[...pacts, ...extraPacts].flatMap((pact) => pact.notes));
  return { layers, pacts, extraPacts, notes };
}

/** Said and no more: the file may lie in a repository that is not here. */
function absentDocuments(facts: readonly ImportedFact[], cwd: string): readonly string[] {
  return facts.flatMap(({ path, value, place: { source, line, column } }) => {
    const isFile = path[2] === 'document' && typeof value === 'string' && !value.includes(':');
    if (!isFile || existsSync(resolve(cwd, value))) return [];
    return [`${source}:${line}:${column}: services.${path[1]} has its definition in ${value}, which is not there.`];
  });
}

interface Importing {
  readonly entry: Import;
  readonly folder: string;
  readonly refuse: Refuse;
}

type Refuse = (message: string) => never;

function entryOf(entry: Partial<Import>): Import {
  return { except: [], ...entry };
}

const refuseOption: Refuse = (message) => {
  throw new TocsinError('config-unreadable', `${message.replace(/\.?$/, '')}.`);
};

/** As the one who named it on the command line would. */
function shownHere(path: string, here: string): string {
  const near = relative(here, path);
  return near.startsWith('..') ? path : near;
}

/** Absolute, in the order of their names. */
async function findFiles(pattern: string, folder: string, root: string | null, refuse: Refuse): Promise<string[]> {
  if (root !== null && mayLeave(root, folder, pattern))
    refuse(`${pattern} may lie outside of what was sent; name files of it, with * and ? at most`);
  if (!/[*?[\]{}]/.test(pattern) || existsSync(resolve(folder, pattern))) {
    const path = resolve(folder, pattern);
    return existsSync(path) ? [path] : refuse(`${pattern} names a file that is not there`);
  }
  const found: string[] = [];
  for await (const path of glob(pattern, { cwd: folder })) found.push(resolve(folder, path));
  return found.length > 0 ? found.sort() : refuse(`${pattern} names no file`);
}

/** A glob goes up at each `..`, also after a `**` that stands for no folder, and where it is spelt `[.][.]` or `\.\.`. */
function mayLeave(root: string, folder: string, pattern: string): boolean {
  const fromWildcard = /[*?].*$/s.exec(pattern)?.[0] ?? '';
  const isOutside = relative(root, resolve(folder, pattern)).split(/[\\/]/).includes('..');
  return isOutside || fromWildcard.includes('..') || /[[\](){}!\\]/.test(pattern);
}

async function readNamed(path: string, source: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new TocsinError('config-unreadable', `${source} cannot be read: ${fileFault(cause)}.`, { cause });
  }
}

function refuseForeignKeys(layer: SettingsLayer): void {
  const known: readonly string[] = ['include', 'imports', ...sections];
  const foreign = Object.keys(isRecord(layer.value) ? layer.value : {}).filter((key) => !known.includes(key));
  if (foreign.length === 0) return;
  refuseSettings(
    foreign.map((key) => ({
      place: placeIn([layer], [key], 'key'),
      message: `An included file holds no "${key}"; it may hold ${known.join(', ')}`,
    })),
  );
}

/** One home for each name: two files that both describe it would hide each other's facts. */
function refuseDoubles(layers: readonly SettingsLayer[]): void {
  const faults: PlacedFault[] = [];
  for (const section of sections) {
    const first = new Map<string, SettingsLayer>();
    for (const layer of layers) {
      const group = isRecord(layer.value) ? layer.value[section] : undefined;
      for (const name of Object.keys(isRecord(group) ? group : {})) {
        const before = first.get(name);
        if (before === undefined) first.set(name, layer);
        else {
          const { source, line } = placeIn([before], [section, name], 'key');
          const message = `${section}.${name} is described a second time; first in ${source}:${line}`;
          faults.push({ place: placeIn([layer], [section, name], 'key'), message });
        }
      }
    }
  }
  if (faults.length > 0) refuseSettings(faults);
}

/** Consumers of the repository that name no team get the one that owns their place in it. */
function teamsByOwners(
  owners: ReturnType<typeof readCodeOwners>,
  repository: string,
  known: unknown,
): readonly ImportedFact[] {
  const facts: ImportedFact[] = [];
  const group = (section: string) => {
    const value = isRecord(known) ? known[section] : undefined;
    return Object.entries(isRecord(value) ? value : {}).map(([name, said]) => ({
      name,
      said: isRecord(said) ? said : {},
    }));
  };
  for (const { name, said } of group('consumers')) {
    if (said.repository !== repository || said.team !== undefined) continue;
    const path = typeof said.path === 'string' ? said.path.replace(/\/$/, '') : '';
    const rule = ruleFor(owners, path === '' ? 'README.md' : `${path}/README.md`);
    const [owner] = rule?.owners ?? [];
    if (rule === null || owner === undefined) continue;
    facts.push({ path: ['consumers', name, 'team'], value: teamOf(owner, group('teams')), place: rule.place });
  }
  return facts;
}

/** By handle, by address, or by the last part of `@organisation/team`; what is no team's stays as it is and is refused. */
export function teamOf(
  owner: string,
  teams: readonly { readonly name: string; readonly said: Readonly<Record<string, unknown>> }[],
): string {
  const wanted = owner.toLowerCase();
  const slug = /^@[^/]+\/(.+)$/.exec(wanted)?.[1];
  const has = (value: unknown) => Array.isArray(value) && value.some((one) => String(one).toLowerCase() === wanted);
  const mails = ({ email, members }: Readonly<Record<string, unknown>>) => [
    email,
    ...(Array.isArray(members) ? members.map((member) => (isRecord(member) ? member.email : null)) : []),
  ];
  return (
    teams.find(({ said }) => has(said.handles))?.name ??
    teams.find(({ said }) => has(mails(said)))?.name ??
    teams.find(({ name }) => name === slug)?.name ??
    owner
  );
}
