// From files, or an upload, to evidence in the store: by the service's documents, the catalogue's callers and how far
// the files were read before.

import { createHmac } from 'node:crypto';
import { TocsinError } from '../base/index.ts';
import { unknownEnvironment } from '../catalog/index.ts';
import { type Collected, collectEvidence, documentedApi, servicePrefixes } from '../evidence/index.ts';
import type { ReleaseState } from '../plan/index.ts';
import { operationTitle } from '../spec/index.ts';
import type { House } from './house.ts';
import { recordEvidence, requireService } from './record-evidence.ts';
import type { Change, ImportedEvidence, ImportInput } from './tocsin.ts';

const millisecondsInDay = 86_400_000;
const beforeDeploy: ReadonlySet<ReleaseState> = new Set(['assessed', 'proposed', 'approved', 'announced']);

/** All of it or nothing. @throws TocsinError `evidence-unreadable`, `not-found`, `conflict`, and as reading documents */
export async function importEvidence(house: House, input: ImportInput, change: Change): Promise<ImportedEvidence> {
  const service = requireService(house, input.service);
  if (input.environment != null) requireEnvironment(service, input.environment);
  const { base, revision } = service.document;
  const named = input.documents ?? [];
  const documents = named.length > 0 ? named : [base, revision].filter((one) => one !== null);
  if (documents.length === 0) {
    throw new TocsinError('usage', `Nothing says which operations ${service.name} has.`, {
      hint: `Name its document with --spec, or in tocsin.yaml under services.${service.name}.document.`,
    });
  }
  const { batch, files } = await collectEvidence(input.sources, {
    service: service.name,
    catalog: house.catalog,
    api: documentedApi(await house.readDocuments(documents), servicePrefixes(service, house.prefixesOf(service.name))),
    environment: input.environment ?? null,
    format: input.format ?? null,
    jsonFields: { ...house.evidence.jsonFields, ...input.jsonFields },
    trustedProxies: house.evidence.trustedProxies,
    pathWords: house.evidence.pathWords,
    salt: input.salt ?? callerSalt(house.secret),
    oldest: Date.parse(house.now()) - house.evidence.retentionDays * millisecondsInDay,
    known: await house.store.read((records) => records.readMarks(service.name)),
    notYetLive: await operationsToCome(house, service.name),
  });
  if (input.environment != null) await requireSameEnvironment(house, service.name, files, input.environment);
  const anythingNew = batch.marks.length > 0;
  const recorded = anythingNew && (await recordEvidence(house, batch, change)).recorded;
  return { recorded, batch, files };
}

/** Files whose calls an earlier import put into another environment: what is corrected has to be forgotten first. */
async function requireSameEnvironment(
  house: House,
  service: string,
  files: Collected['files'],
  wanted: string,
): Promise<void> {
  const imports = await house.store.read((records) => records.evidenceImports(service));
  for (const { name, importedAs } of files) {
    const other = imports.find(
      ({ id, environment, environments }) =>
        importedAs.includes(id) && environment !== wanted && environments.includes(environment ?? unknownEnvironment),
    );
    if (other === undefined) continue;
    const id = other.id.replace('sha256:', '').slice(0, 12);
    const said = other.environment === null ? 'without an environment' : `for ${other.environment}`;
    throw new TocsinError('conflict', `${name} was already imported as ${id} ${said}, not for ${wanted}.`, {
      hint: `If ${wanted} is right, take that import back first: tocsin evidence forget --import ${id}. Nothing was recorded.`,
    });
  }
}

/** What only releases have that are on their way to production, by title: each with its version. */
async function operationsToCome(house: House, service: string): Promise<ReadonlyMap<string, string>> {
  return house.store.read(async (records) => {
    const coming = new Map<string, string>();
    for (const { id, service: of, state, version } of await records.releases()) {
      if (of !== service || !beforeDeploy.has(state)) continue;
      for (const { rule, operation } of (await records.assessment(id))?.comparison.findings ?? []) {
        if (rule !== 'operation-added' || operation?.kind !== 'path') continue;
        coming.set(operationTitle(operation), version);
      }
    }
    return coming;
  });
}

/** With which unknown callers are hashed: whoever knows a caller's key cannot sign a link with what made it. */
export function callerSalt(secret: string): string {
  return createHmac('sha256', secret).update('callers of the evidence').digest('hex');
}

function requireEnvironment(
  { name, environments }: { readonly name: string; readonly environments: readonly { readonly name: string }[] },
  wanted: string,
): void {
  if (environments.length === 0 || environments.some((one) => one.name === wanted)) return;
  throw new TocsinError('not-found', `${name} has no environment "${wanted}".`, {
    hint: `The catalogue gives it ${environments.map((one) => one.name).join(', ')}.`,
  });
}
