// Evidence of use for `tocsin impact` straight from files, without a store: what is read is joined and forgotten.

import { resolve } from 'node:path';
import type { Command } from 'commander';
import { callerSalt, installationSecret } from '../bot/index.ts';
import { type Catalog, type CompareSettings, strippedPrefixes, type UseEvidence } from '../catalog/index.ts';
import {
  collectEvidence,
  documentedApi,
  type EvidenceSettings,
  findEvidenceFiles,
  servicePrefixes,
} from '../evidence/index.ts';
import type { LoadedSpec } from '../spec/index.ts';
import { bytesOf } from './bytes-of.ts';
import { addEvidenceOptions, type EvidenceFlags } from './evidence-options.ts';
import { tell } from './print-result.ts';
import type { Shell } from './shell.ts';

export interface FileEvidenceFlags extends Omit<EvidenceFlags, 'format'> {
  readonly logs?: readonly string[];
  readonly har?: readonly string[];
  readonly traces?: readonly string[];
  readonly logFormat?: EvidenceFlags['format'];
}

export function addFileEvidenceOptions(command: Command): Command {
  command
    .option('--logs <file...>', 'access logs of the service, also packed or rotated; globs')
    .option('--har <file...>', 'HTTP Archives of calls to it')
    .option('--traces <file...>', 'OpenTelemetry spans as OTLP/JSON');
  return addEvidenceOptions(command, '--log-format');
}

/** What the files show of the service's use; nothing where none is named. @throws TocsinError `evidence-unreadable` */
export async function fileEvidence(
  shell: Shell,
  flags: FileEvidenceFlags & { readonly service: string },
  organisation: { readonly catalog: Catalog; readonly compare: CompareSettings; readonly evidence: EvidenceSettings },
  specs: readonly LoadedSpec[] | null,
): Promise<readonly UseEvidence[]> {
  const service = organisation.catalog.services.find(({ name }) => name === flags.service);
  const kinds: readonly (readonly [readonly string[] | undefined, EvidenceFlags['format'] | null])[] = [
    [flags.logs, flags.logFormat ?? null],
    [flags.har, 'har'],
    [flags.traces, 'otlp'],
  ];
  if (specs === null || service === undefined || kinds.every(([files]) => files === undefined)) return [];
  const prefixes = strippedPrefixes(organisation.compare, service.name);
  const home = resolve(shell.cwd, shell.env.TOCSIN_HOME || '.tocsin');
  const options = {
    service: service.name,
    catalog: organisation.catalog,
    api: documentedApi(specs, servicePrefixes(service, prefixes)),
    environment: flags.environment ?? null,
    jsonFields: { ...organisation.evidence.jsonFields, ...flags.map },
    trustedProxies: organisation.evidence.trustedProxies,
    pathWords: organisation.evidence.pathWords,
    salt: flags.salt ?? callerSalt(installationSecret(home, shell.env)),
    oldest: Number.NEGATIVE_INFINITY,
    known: new Map(),
  };
  const found: UseEvidence[] = [];
  for (const [files, format = null] of kinds) {
    if (files === undefined) continue;
    const sources = await findEvidenceFiles(files, { cwd: shell.cwd, stdin: bytesOf(shell.stdin) });
    const { batch } = await collectEvidence(sources, { ...options, format });
    const lost = batch.unmatched.reduce((sum, { requests }) => sum + requests, 0);
    if (lost > 0) {
      tell(
        shell,
        `${batch.origin}: requests that fit no operation: ${lost}; tocsin evidence import --dry-run lists them.`,
      );
    }
    for (const note of batch.notes) tell(shell, note);
    found.push(...batch.uses);
  }
  return found;
}
