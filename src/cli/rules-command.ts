import { stripVTControlCharacters } from 'node:util';
import { Option } from 'commander';
import { TocsinError } from '../base/index.ts';
import type { CommandModule } from './command-module.ts';
import { addHelpNotes } from './help-notes.ts';
import { printResult, tell } from './print-result.ts';
import { describeRules, type RuleWords } from './rule-words.ts';
import type { Stream } from './shell.ts';
import { alignColumns } from './terminal/align-columns.ts';
import { paint } from './terminal/paint.ts';
import { wrapText } from './terminal/wrap-text.ts';

interface Options {
  readonly on?: string;
  readonly severity?: string;
  readonly peers?: boolean;
}

/** `tocsin rules`: what the comparison looks for. */
export const rulesCommand: CommandModule = (command, shellOf) => {
  const all = describeRules();
  addHelpNotes(command, 'A severity is `request / response`: where the client sends, and where the server does.')
    .argument('[word]', 'only rules whose id, purpose or comparable oasdiff check holds this word')
    .addOption(
      new Option('--on <thing>', 'only rules on this kind of thing').choices(
        [...new Set(all.map(({ on }) => on))].sort(),
      ),
    )
    .addOption(
      new Option('--severity <severity>', 'only rules that can be this bad').choices(['breaking', 'risky', 'safe']),
    )
    .option('--peers', 'name the comparable checks of oasdiff under each')
    .addHelpText(
      'before',
      'Examples:\n  tocsin rules\n  tocsin rules enum\n  tocsin rules --on security --severity breaking\n  tocsin rules request-property-removed --peers    which rule an oasdiff check corresponds to\n  tocsin explain enum-value-removed\n',
    )
    .action((word: string | undefined, { on, severity, peers = false }: Options) => {
      const shell = shellOf();
      const wanted = (word ?? '').toLowerCase();
      const rules = all.filter(
        (rule) =>
          (`${rule.id} ${rule.purpose}`.toLowerCase().includes(wanted) ||
            rule.peers.some((id) => id.includes(wanted))) &&
          (on === undefined || rule.on === on) &&
          (severity === undefined ||
            [rule.request, rule.response].some((each) => [severity, 'by case'].includes(each))),
      );
      if (rules.length === 0) {
        throw new TocsinError('not-found', `No rule fits${word === undefined ? ' these filters' : ` "${word}"`}.`, {
          hint: 'Try a shorter word, or `tocsin rules` for all of them.',
        });
      }
      printResult(shell, { schemaVersion: 1, rules }, () => {
        const { dim } = paint(shell.out);
        const [header, ...blocks] = rulesTable(rules, shell.out);
        const peersOf = ({ peers: ids }: RuleWords) => (peers ? ids.map((id) => dim(`    ${id}`)) : []);
        return [...(header ?? []), ...blocks.flatMap((lines, index) => [...lines, ...peersOf(rules[index]!)])];
      });
      tell(
        shell,
        `${rules.length === all.length ? `${all.length} rules` : `${rules.length} of ${all.length} rules`}; \`tocsin explain RULE\` tells of one by example.`,
      );
    });
};

/** The lines of the header, and of each rule. What a terminal would break anywhere is broken at blanks; a pipe gets a line a rule. */
export function rulesTable(rules: readonly RuleWords[], out: Stream): string[][] {
  const { bold, dim } = paint(out);
  const words = rules.map(({ id, request, response, codegen, purpose }) => ({
    severities: [request === response ? request : `${request} / ${response}`, codegen],
    id: bold(id),
    reports: purpose.replace(/^Reports /, '').replace(/\.$/, ''),
  }));
  const table = alignColumns([
    ['rule', 'request / response', 'clients', 'what it reports'].map(dim),
    ...words.map(({ id, severities, reports }) => [id, ...severities, reports]),
  ]);
  const widest = Math.max(...table.map((line) => stripVTControlCharacters(line).length));
  if (!out.isTerminal || widest <= out.columns) return table.map((line) => [line]);
  return [
    [dim('rule: request / response · clients')],
    ...words.map(({ id, severities, reports }) => [
      `${id}: ${severities.join(' · ')}`,
      ...wrapText(reports, { width: Math.max(40, out.columns) - 2 }).map((line) => `  ${line}`),
    ]),
  ];
}
