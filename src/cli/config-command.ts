import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { settingsForNobody } from '../catalog/index.ts';
import { catalogWarnings, sayWarnings } from './catalog-warnings.ts';
import type { CommandModule } from './command-module.ts';
import { printResult } from './print-result.ts';
import { readOrganisation } from './read-organisation.ts';

/** `tocsin config check|schema`: is tocsin.yaml right, what does it say in short, and what may it say. */
export const configCommand: CommandModule = (command, shellOf) => {
  command
    .command('check')
    .description('Check tocsin.yaml: every fault with its line, or what it holds.')
    .action(async () => {
      const shell = shellOf();
      const organisation = await readOrganisation(shell);
      const { catalog, policy, path, compare, settings } = organisation;
      const forNobody = settingsForNobody(compare, catalog.services.length);
      const doubtful = await catalogWarnings(organisation, shell.cwd);
      const counts = {
        services: catalog.services.length,
        teams: catalog.teams.length,
        consumers: catalog.consumers.length,
        meetings: catalog.meetings.length,
        lists: catalog.lists.length,
        chat: catalog.chat.length,
      };
      printResult(
        shell,
        { schemaVersion: 1, path, counts, policyVersion: policy.version, ...doubtful, forNobody },
        () => [
          `${path} is right: ${Object.entries(counts)
            .map(([noun, count]) => `${count} ${wordFor(noun, count)}`)
            .join(', ')}; version ${policy.version} of the policy (policy.version).`,
          ...(settings.policy.meeting === undefined && policy.meeting !== null
            ? [
                `Mind: policy.meeting is not said, so a breaking release is to be discussed at ${policy.meeting}, the only meeting there is. Name it there, or say policy.meeting: null to ask for none.`,
              ]
            : []),
          ...sayWarnings(doubtful),
          ...(forNobody.length === 0
            ? []
            : [
                `Mind: ${forNobody.join('; ')}: no service is named, so no comparison tells where that fits nothing. Name whose it is: services: [${catalog.services[0]?.name}].`,
              ]),
        ],
      );
    });
  command
    .command('schema')
    .description('Print the JSON Schema of tocsin.yaml and of the files that it includes, for editors.')
    .option('--modeline', 'print the line by which an editor finds it instead')
    .action(async ({ modeline }: { modeline?: boolean }) => {
      const shell = shellOf();
      const file = new URL('../../schemas/tocsin.schema.json', import.meta.url);
      shell.out.write(
        modeline ? `# yaml-language-server: $schema=${fileURLToPath(file)}\n` : await readFile(file, 'utf8'),
      );
    });
};

function wordFor(noun: string, count: number): string {
  if (noun === 'chat') return count === 1 ? 'chat channel' : 'chat channels';
  return count === 1 ? noun.replace(/s$/, '') : noun;
}
