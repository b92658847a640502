// `tocsin rules` and `tocsin explain`, through the command.

import { describe, expect, it } from 'vitest';
import { describeRules } from '../../src/cli/rule-words.ts';
import { rulesTable } from '../../src/cli/rules-command.ts';
import { runCli } from '../support/run-cli.ts';

describe('tocsin rules', () => {
  it('lists them under a header, and tells how many', async () => {
    const { stdout, stderr, status } = await runCli(['rules', 'enum']);
    expect(status).toBe(0);
    expect(stdout.split('\n')[0]).toMatch(/^rule +request \/ response +clients +what it reports$/);
    expect(stdout).toMatch(/^enum-value-removed +breaking \/ safe/m);
    expect(stderr).toMatch(/^\d+ of \d+ rules; /);
  });

  it('breaks what a rule reports at blanks where a terminal has no room for the table', () => {
    const terminal = { write: () => {}, isTerminal: true, colour: false, columns: 60 };
    const rules = describeRules();
    const lines = rulesTable(rules, terminal).flat();
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(90); // an id is never broken
    expect(lines).toContain('enum-value-removed: breaking / safe · breaking');
    expect(rulesTable(rules, { ...terminal, isTerminal: false })).toHaveLength(rules.length + 1);
    expect(rulesTable(rules, { ...terminal, isTerminal: false }).every((each) => each.length === 1)).toBe(true);
  });

  it('finds the rules behind a check of oasdiff', async () => {
    const { stdout } = await runCli(['rules', 'request-property-enum-value-removed', '--json']);
    expect(JSON.parse(stdout).rules.map(({ id }: { id: string }) => id)).toEqual([
      'enum-value-removed',
      'excluded-value-removed',
    ]);
  });

  it('filters by what a rule looks at and by how bad it can be', async () => {
    const { stdout } = await runCli(['rules', '--on', 'servers', '--severity', 'risky', '--peers']);
    expect(stdout).toContain('server-default-changed');
    expect(stdout).not.toContain('server-added');
  });

  it('says so where none fits', async () => {
    const { stderr, stdout, status } = await runCli(['rules', 'zebra']);
    expect({ stdout, status }).toEqual({ stdout: '', status: 2 });
    expect(stderr).toContain('No rule fits "zebra".');
  });
});

describe('tocsin explain', () => {
  it('tells why it matters, by example, and how to judge it otherwise', async () => {
    const { stdout, status } = await runCli(['explain', 'enum-value-removed']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^ +- +- dog$/m);
    expect(stdout).toContain('A call that the older release documents is refused by the newer one.');
    expect(stdout).toContain('--severity enum-value-removed=risky');
    expect(stdout).toContain('fingerprint');
    expect(stdout).toContain('request-property-enum-value-removed');
  });

  it('of a promise that was taken back says that calls go on, and asks nobody to stop before a day that has passed', async () => {
    const { stdout } = await runCli(['explain', 'operation-sunset-set']);
    const [, risky = ''] = stdout.split('For example, risky');
    expect(risky).toContain('Calls go on for now, but not as long, or not as surely, as was promised.');
    expect(risky.split('For example, safe')[0]).toContain('What to do: Stop using it now: its sunset date has passed');
    expect(risky.split('For example, safe')[1]).toContain('What to do: Stop using it before that date.');
  });

  it('shows of an example what decides how it is judged', async () => {
    const { stdout } = await runCli(['explain', 'enum-value-removed']);
    const [, safe = ''] = stdout.split('For example, safe where the client sends');
    expect(safe).toContain('readOnly: true');
  });

  it('asks whether a like name was meant', async () => {
    const { stderr, status } = await runCli(['explain', 'enum-value-remove']);
    expect(status).toBe(2);
    expect(stderr).toContain('Did you mean "enum-value-removed"?');
    const mean = async (id: string) => (await runCli(['explain', id])).stderr;
    expect(await mean('enum-value')).toContain('Did you mean "enum-value-added" or "enum-value-removed"?');
    expect(await mean('response-property-removed')).toContain('Did you mean "property-removed"?');
    expect(await mean('api-path-removed-without-deprecation')).toContain('Did you mean "operation-removed"?');
  });
});
