// Contracts of consumers into the store, as evidence of what they send and read: each says everything anew.

import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { Change, Tocsin } from '../../bot/index.ts';
import type { UseEvidence } from '../../catalog/index.ts';
import { evidenceOfPacts } from '../../evidence/index.ts';
import type { readOrganisation } from '../read-organisation.ts';
import type { Shell } from '../shell.ts';
import { documentsOf } from './documents-of.ts';
import { matcherOf } from './matcher-of.ts';

export interface ContractImport {
  readonly contract: string;
  readonly recorded: boolean;
  readonly uses: readonly UseEvidence[];
  readonly notes: readonly string[];
}

/** Those that were named; what the catalogue imports counts without. @throws TocsinError `usage` where nothing says which operations there are */
export async function importContracts(
  shell: Shell,
  tocsin: Tocsin,
  organisation: Awaited<ReturnType<typeof readOrganisation>>,
  service: Tocsin['catalog']['services'][number],
  { documents = [], change }: { readonly documents?: readonly string[]; readonly change: Change },
): Promise<readonly ContractImport[]> {
  const specs = await documentsOf(shell, service, documents);
  const at = shell.clock.now();
  const context = {
    service: service.name,
    catalog: tocsin.catalog,
    matchOperation: matcherOf(organisation, service.name, specs),
    at,
  };
  const imports: ContractImport[] = [];
  for (const pact of organisation.gathered.extraPacts) {
    const found = evidenceOfPacts([pact], context);
    const { uses, unmatched } = found;
    const notes = [...pact.notes, ...found.notes];
    if (uses.length === 0 && unmatched.length === 0) {
      imports.push({ contract: pact.source, recorded: false, uses, notes });
      continue;
    }
    const said = uses.map(({ firstSeen, lastSeen, ...use }) => use);
    const id = createHash('sha256')
      .update(JSON.stringify([at.slice(0, 10), said]))
      .digest('hex');
    const { recorded } = await tocsin.recordEvidence(
      {
        id: `sha256:${id}`,
        service: service.name,
        source: 'pact',
        origin: `${pact.consumer}: ${basename(pact.source)}`,
        replaces: true,
        uses,
        marks: [],
        unmatched,
        notes,
      },
      change,
    );
    imports.push({ contract: pact.source, recorded, uses, notes });
  }
  return imports;
}
