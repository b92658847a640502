import type { CommandModule } from './command-module.ts';
import { printResult } from './print-result.ts';
import { readOrganisation } from './read-organisation.ts';

/** `tocsin config check`: is tocsin.yaml right, and what does it say in short. */
export const configCommand: CommandModule = (command, shellOf) => {
  command
    .command('check')
    .description('Check tocsin.yaml: every fault with its line, or what it holds.')
    .action(async () => {
      const shell = shellOf();
      const { catalog, policy, path } = await readOrganisation(shell);
      const counts = {
        services: catalog.services.length,
        teams: catalog.teams.length,
        consumers: catalog.consumers.length,
        meetings: catalog.meetings.length,
        lists: catalog.lists.length,
        chat: catalog.chat.length,
      };
      printResult(shell, { schemaVersion: 1, path, counts, policyVersion: policy.version }, () => [
        `${path} is right: ${Object.entries(counts)
          .map(([noun, count]) => `${count} ${wordFor(noun, count)}`)
          .join(', ')}; policy ${policy.version}.`,
      ]);
    });
};

function wordFor(noun: string, count: number): string {
  if (noun === 'chat') return count === 1 ? 'chat channel' : 'chat channels';
  return count === 1 ? noun.replace(/s$/, '') : noun;
}
