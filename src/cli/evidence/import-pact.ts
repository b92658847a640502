import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { TocsinError } from '../../base/index.ts';
import type { UseEvidence } from '../../catalog/index.ts';
import { evidenceOfPacts } from '../../evidence/index.ts';
import type { CommandModule } from '../command-module.ts';
import { printResult } from '../print-result.ts';
import { readOrganisation } from '../read-organisation.ts';
import { alignColumns } from '../terminal/align-columns.ts';
import { paint } from '../terminal/paint.ts';
import { withTocsin } from '../with-tocsin.ts';
import { documentsOf } from './documents-of.ts';
import { matcherOf } from './matcher-of.ts';

interface Flags {
  readonly service: string;
  readonly spec?: string[];
  readonly why?: string;
  readonly dryRun?: boolean;
}

interface ContractImport {
  readonly contract: string;
  readonly recorded: boolean;
  readonly uses: readonly UseEvidence[];
  readonly notes: readonly string[];
}

/** `tocsin evidence import-pact`: what consumers' contracts say that they send and read, kept in the store. */
export const importPactCommand: CommandModule = (parent, shellOf) => {
  parent
    .command('import-pact')
    .argument('[file...]', 'Pact contracts (default: those that the catalogue imports)')
    .description('Keep what contracts say that their consumers send and read; each says everything anew.')
    .requiredOption('--service <name>', 'the provider, as the catalogue calls it')
    .option('--spec <document...>', "the service's documents (default: those that the catalogue names)")
    .option('--why <reason>', 'for the record')
    .option('--dry-run', 'show what would be recorded, and keep nothing')
    .action(async (files: readonly string[], flags: Flags) => {
      const shell = shellOf();
      const organisation = await readOrganisation(shell, { pact: files });
      await withTocsin(shell, { dryRun: flags.dryRun }, async ({ tocsin, change }) => {
        const service = tocsin.catalog.services.find(({ name }) => name === flags.service);
        if (service === undefined) {
          throw new TocsinError('not-found', `The catalogue does not know the service "${flags.service}".`);
        }
        const specs = await documentsOf(shell, service, flags.spec);
        const at = shell.clock.now();
        const context = {
          service: service.name,
          catalog: tocsin.catalog,
          matchOperation: matcherOf(organisation, service.name, specs),
          at,
        };
        const imports: ContractImport[] = [];
        for (const pact of organisation.gathered.pacts) {
          const { uses, unmatched, notes } = evidenceOfPacts([pact], context);
          if (uses.length === 0 && unmatched.length === 0) {
            imports.push({ contract: pact.source, recorded: false, uses, notes: [...pact.notes, ...notes] });
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
              notes: [...pact.notes, ...notes],
            },
            change(flags.why),
          );
          imports.push({ contract: pact.source, recorded, uses, notes: [...pact.notes, ...notes] });
        }
        printResult(shell, { schemaVersion: 1, service: service.name, imports }, () => {
          const { yellow, dim } = paint(shell.out);
          return imports.length === 0
            ? ['There is no contract: name files, or list them under imports in tocsin.yaml.']
            : imports.flatMap(({ contract, recorded, uses, notes }) => [
                ...alignColumns([
                  [
                    contract,
                    uses[0]?.consumer ?? uses[0]?.callerName ?? '',
                    `${uses.length} operations`,
                    recorded ? '' : dim('nothing new'),
                  ],
                ]),
                ...notes.map((note) => yellow(`! ${note}`)),
              ]);
        });
      });
    });
};
