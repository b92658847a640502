import { Option } from 'commander';
import type { Role } from '../bot/index.ts';
import type { CommandModule } from './command-module.ts';
import { printResult, tell } from './print-result.ts';
import { withTocsin } from './with-tocsin.ts';

/** `tocsin token create|revoke`: who may do what over HTTP. */
export const tokenCommand: CommandModule = (command, shellOf) => {
  command
    .command('create')
    .argument('<name>', 'a person whom the catalogue names, or with --role ci or reader any name')
    .description('Make a token and show it this once: only its hash is kept.')
    .addOption(
      new Option('--role <role>', 'what it may do').choices(['reader', 'member', 'manager', 'ci']).default('reader'),
    )
    .option('--team <name>', 'the team that a member speaks for (default: those that the catalogue has the person in)')
    .option('--why <reason>', 'for the record')
    .option('--dry-run', 'say whether it could be made, and make none')
    .action(async (name: string, options: { role: Role; team?: string; why?: string; dryRun?: boolean }) => {
      const shell = shellOf();
      await withTocsin(shell, options, async ({ tocsin, change }) => {
        const principal = { name, role: options.role, team: options.team ?? null };
        const { token } = await tocsin.issueToken(principal, change(options.why));
        if (options.dryRun) {
          printResult(shell, { schemaVersion: 1, principal, token: null }, () => [
            `A token for ${name}, role ${options.role}, would be made.`,
          ]);
          return;
        }
        tell(shell, `A token for ${name}, role ${options.role}. It is shown only now:`);
        printResult(shell, { schemaVersion: 1, principal, token }, () => [token]);
      });
    });
  command
    .command('revoke')
    .argument('<name>', 'as it was created, or any name of its person')
    .description('Revoke all tokens of that name.')
    .option('--why <reason>', 'for the record')
    .option('--dry-run', 'say how many, and revoke none')
    .action(async (name: string, options: { why?: string; dryRun?: boolean }) => {
      const shell = shellOf();
      await withTocsin(shell, options, async ({ tocsin, change }) => {
        const revoked = await tocsin.revokeTokens(name, change(options.why));
        printResult(shell, { schemaVersion: 1, name, revoked }, () => [
          `${revoked} ${options.dryRun ? 'would be ' : ''}revoked.`,
        ]);
        if (revoked === 0) shell.exit(2);
      });
    });
};
