// `tocsin.yaml` as a whole: the rooms' own parts put together. One file describes the organisation, its catalogue,
// its policy and how messages leave; secrets are only named in it (`env:NAME`, `file:PATH`).

import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { fileFault, TocsinError } from '../base/index.ts';
import {
  type Catalog,
  type CatalogSettings,
  type CompareSettings,
  catalogReferences,
  catalogSettings,
  checkSettings,
  compareReferences,
  compareSettings,
  type ExtraImports,
  type GatheredLayers,
  layerFromYaml,
  locateDocuments,
  readLayers,
  resolveCatalog,
} from '../catalog/index.ts';
import { type EvidenceSettings, evidenceSettings } from '../evidence/index.ts';
import { type Policy, type PolicySettings, policyReferences, policySettings, resolvePolicy } from '../plan/index.ts';

export interface Config<Delivery> {
  readonly catalog: Catalog;
  readonly compare: CompareSettings;
  readonly evidence: EvidenceSettings;
  readonly policy: Policy;
  readonly delivery: Delivery;
  /** Catalogue and policy as they were written, checked and with their defaults. */
  readonly settings: CatalogSettings & { readonly policy: PolicySettings };
  /** Every file that it was made of: where each fact stands, and which contracts were named. */
  readonly gathered: GatheredLayers;
}

/** The schema of the whole file; `delivery` is what the channels want to know. */
function configSchema<Delivery extends z.ZodType>(delivery: Delivery) {
  return z
    .strictObject({
      ...catalogSettings,
      compare: compareSettings,
      evidence: evidenceSettings,
      policy: policySettings,
      delivery,
    })
    .describe('The settings of Tocsin');
}

/** The same for editors, which read one file: what an import may bring is not missed there. The command misses it. */
export function editorSchema(delivery: z.ZodType): object {
  const schema = z.toJSONSchema(configSchema(delivery), { io: 'input' });
  for (const section of ['services', 'teams', 'consumers']) {
    const entries = schema.properties?.[section];
    if (typeof entries !== 'object' || typeof entries.additionalProperties !== 'object') continue;
    delete entries.additionalProperties.required;
  }
  return schema;
}

/** Throws `config-invalid` with every fault at once: file, line, column, sentence. Reads no other file. */
export function parseConfig<Delivery extends z.ZodType>(
  text: string,
  source: string,
  delivery: Delivery,
): Config<z.output<Delivery>> {
  return configOf(
    { layers: [layerFromYaml(text, source)], pacts: [], extraPacts: [], notes: [] },
    delivery,
    process.cwd(),
  );
}

function configOf<Delivery extends z.ZodType>(
  gathered: GatheredLayers,
  delivery: Delivery,
  cwd: string,
): Config<z.output<Delivery>> {
  const references = [...catalogReferences, ...compareReferences, ...policyReferences];
  const settings = checkSettings(gathered.layers, configSchema(delivery), references) as CatalogSettings & {
    readonly compare: CompareSettings;
    readonly evidence: EvidenceSettings;
    readonly policy: PolicySettings;
    readonly delivery: z.output<Delivery>;
  };
  const catalog = locateDocuments(resolveCatalog(settings), gathered.layers, cwd);
  const { compare, evidence, delivery: delivered } = settings;
  const policy = resolvePolicy(settings.policy, catalog);
  return { catalog, compare, evidence, policy, delivery: delivered, settings, gathered };
}

export interface ConfigPlace {
  readonly path: string;
  /** The name by which the user knows it: faults are told under it. */
  readonly source?: string;
  /** The text, where it is not to be read from the file. */
  readonly text?: string | undefined;
  /** Imports beside those that it names, from `cwd`. */
  readonly extra?: ExtraImports;
  readonly cwd?: string;
  /** Where given, no file outside of this folder is read. */
  readonly root?: string;
}

/**
 * Reads the file with what it includes and imports.
 * Throws `config-unreadable` where there is no such file, and `config-invalid` with every fault of the first kind of
 * fault that was met: what cannot be read at all, then what is wrong in it.
 */
export async function readConfig<Delivery extends z.ZodType>(
  { path, source = path, text, extra = {}, cwd = process.cwd(), root }: ConfigPlace,
  delivery: Delivery,
): Promise<Config<z.output<Delivery>>> {
  const file = { path, source, text: text ?? (await readFileNamed(path, source)) };
  return configOf(await readLayers(file, { extra, cwd, root }), delivery, cwd);
}

async function readFileNamed(path: string, source: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new TocsinError('config-unreadable', `${source} cannot be read: ${fileFault(cause)}.`, { cause });
  }
}
