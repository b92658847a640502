import { Option } from 'commander';
import { TocsinError } from '../base/index.ts';
import type { CommandModule } from './command-module.ts';
import { printResult, tell } from './print-result.ts';
import { describeRules } from './rule-words.ts';
import { alignColumns } from './terminal/align-columns.ts';
import { paint } from './terminal/paint.ts';

interface Options {
  readonly on?: string;
  readonly severity?: string;
  readonly peers?: boolean;
}

/** `tocsin rules`: what the comparison looks for. */
export const rulesCommand: CommandModule = (command, shellOf) => {
  const all = describeRules();
  command
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
    .addHelpText('after', '\nA severity is `request / response`: where the client sends, and where the server does.')
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
        const { bold, dim } = paint(shell.out);
        const [header = '', ...lines] = alignColumns([
          ['rule', 'request / response', 'clients', 'what it reports'].map(dim),
          ...rules.map(({ id, request, response, codegen, purpose }) => [
            bold(id),
            request === response ? request : `${request} / ${response}`,
            codegen,
            purpose.replace(/^Reports /, '').replace(/\.$/, ''),
          ]),
        ]);
        return [
          header,
          ...lines.flatMap((line, index) => [
            line,
            ...(peers ? (rules[index]?.peers ?? []).map((id) => dim(`    ${id}`)) : []),
          ]),
        ];
      });
      tell(
        shell,
        `${rules.length === all.length ? `${all.length} rules` : `${rules.length} of ${all.length} rules`}; \`tocsin explain RULE\` tells of one by example.`,
      );
    });
};
