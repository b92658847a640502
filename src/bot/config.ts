// `tocsin.yaml` as a whole: the rooms' own parts put together. One file describes the organisation, its catalogue,
// its policy and how messages leave; secrets are only named in it (`env:NAME`, `file:PATH`).

import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { TocsinError } from '../base/index.ts';
import {
  type Catalog,
  type CatalogSettings,
  type CompareSettings,
  catalogReferences,
  catalogSettings,
  compareReferences,
  compareSettings,
  readSettings,
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
}

/** The schema of the whole file; `delivery` is what the channels want to know. */
export function configSchema<Delivery extends z.ZodType>(delivery: Delivery) {
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

/** Throws `config-invalid` with every fault at once: file, line, column, sentence. */
export function parseConfig<Delivery extends z.ZodType>(
  text: string,
  source: string,
  delivery: Delivery,
): Config<z.output<Delivery>> {
  const references = [...catalogReferences, ...compareReferences, ...policyReferences];
  const settings = readSettings(text, source, configSchema(delivery), references) as CatalogSettings & {
    readonly compare: CompareSettings;
    readonly evidence: EvidenceSettings;
    readonly policy: PolicySettings;
    readonly delivery: z.output<Delivery>;
  };
  const catalog = resolveCatalog(settings);
  const { compare, evidence, delivery: delivered } = settings;
  return { catalog, compare, evidence, policy: resolvePolicy(settings.policy, catalog), delivery: delivered };
}

/**
 * Reads the file; faults are told under the name by which the user knows it.
 * Throws `config-unreadable` where there is no such file, and as `parseConfig`.
 */
export async function readConfig<Delivery extends z.ZodType>(
  path: string,
  delivery: Delivery,
  source = path,
): Promise<Config<z.output<Delivery>>> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new TocsinError(
      'config-unreadable',
      `${source} cannot be read: ${code === 'ENOENT' ? 'there is no such file' : code}.`,
      {
        cause,
      },
    );
  }
  return parseConfig(text, source, delivery);
}
