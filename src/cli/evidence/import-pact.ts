import { TocsinError } from '../../base/index.ts';
import type { CommandModule } from '../command-module.ts';
import { printResult } from '../print-result.ts';
import { readOrganisation } from '../read-organisation.ts';
import { alignColumns } from '../terminal/align-columns.ts';
import { paint } from '../terminal/paint.ts';
import { withTocsin } from '../with-tocsin.ts';
import { importContracts } from './import-contracts.ts';

interface Flags {
  readonly service: string;
  readonly spec?: string[];
  readonly why?: string;
  readonly dryRun?: boolean;
}

/** `tocsin evidence import-pact`: what consumers' contracts say that they send and read, kept in the store. */
export const importPactCommand: CommandModule = (parent, shellOf) => {
  parent
    .command('import-pact')
    .argument('[file...]', 'Pact contracts that the catalogue does not import: those that it does count without')
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
        const imports = await importContracts(shell, tocsin, organisation, service, {
          documents: flags.spec ?? [],
          change: change(flags.why),
        });
        printResult(shell, { schemaVersion: 1, service: service.name, imports }, () => {
          const { yellow, dim } = paint(shell.out);
          return imports.length === 0
            ? ['Name the files of contracts. Those under imports in tocsin.yaml count without being imported here.']
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
