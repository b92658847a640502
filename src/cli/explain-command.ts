import { type Finding, severityRank } from '../rules/index.ts';
import { changedLines } from './changed-lines.ts';
import type { CommandModule } from './command-module.ts';
import { printResult } from './print-result.ts';
import { aboutWords, ruleOf, type ShownExample, showRule, whyItMatters } from './rule-words.ts';
import { alignColumns } from './terminal/align-columns.ts';
import { paint } from './terminal/paint.ts';
import { wrapText } from './terminal/wrap-text.ts';

/** One for each kind of finding is shown; the others say the same of another place. */
const examplesShown = 4;

/** Members that decide how a change beside them is judged. */
const telling = ['readOnly', 'writeOnly', 'in', 'required', 'deprecated', 'x-sunset', 'additionalProperties', 'type'];

/** `tocsin explain RULE`: what it reports, why that matters, by the smallest pair of documents that makes it speak. */
export const explainCommand: CommandModule = (command, shellOf) => {
  command
    .argument('<rule>', 'its id, as in a report')
    .addHelpText(
      'before',
      'Examples:\n  tocsin explain enum-value-removed\n  tocsin rules enum      the ids of rules about enum\n',
    )
    .action(async (id: string) => {
      const shell = shellOf();
      const rule = await ruleOf(id);
      const shown = await showRule(rule, shell.clock.now().slice(0, 10));
      printResult(shell, { schemaVersion: 1, rule: { ...shown, settings: settingsOf(id) } }, () => {
        const { bold, dim, red, yellow, green, cyan } = paint(shell.out);
        const width = Math.min(Math.max(shell.out.columns, 40), 100);
        const indented = (text: string) => wrapText(text, { width: width - 2 }).map((line) => `  ${line}`);
        const shades = { breaking: red, risky: yellow, safe: green };
        const signs = { breaking: '✖', risky: '▲', safe: '✔' };
        const wire =
          shown.request === shown.response
            ? shown.request
            : `${shown.request} where the client sends, ${shown.response} where the server sends`;
        const lines = [bold(id), ...indented(shown.purpose), ''];
        lines.push(
          ...alignColumns(
            [
              ['On the wire', wire],
              ['For generated clients', shown.codegen],
              ['About', aboutWords[shown.about]],
              ...(shown.onRequest ? [['Speaks', 'only where a setting gives it a severity']] : []),
            ],
            { indent: 2 },
          ),
        );
        const kinds = examplesByKind(shown.examples);
        for (const { before, after, finding } of kinds.slice(0, examplesShown)) {
          lines.push('', bold(`For example, ${finding.severity}${sideOf(finding)}`));
          for (const line of changedLines(before, after, telling)) {
            lines.push(`    ${line.startsWith('-') ? red(line) : line.startsWith('+') ? green(line) : dim(line)}`);
          }
          const shade = shades[finding.severity];
          lines.push(...indented(`${signs[finding.severity]} ${finding.message}.`).map(shade));
          lines.push(...indented(whyItMatters(finding, shown.about)), ...indented(adviceOf(finding)));
          if (finding.witness !== null) {
            lines.push(finding.direction === 'request' ? '  Used to be accepted:' : '  May now come:');
            lines.push(
              ...finding.witness.http
                .trimEnd()
                .split('\n')
                .map((line) => cyan(`    ${line}`)),
            );
          }
        }
        if (shown.peers.length > 0) {
          lines.push('', bold(`Comparable checks of oasdiff (${shown.peers.length})`));
          lines.push(...indented(shown.peers.join(', ')));
        }
        lines.push('', bold('To judge it otherwise'), `  tocsin diff v1.yaml v2.yaml --severity ${id}=risky`);
        lines.push(
          ...indented('or safe, breaking, off; with :request or :response after the id for one side. For good:'),
        );
        lines.push(
          ...settingsOf(id)
            .severity.split('\n')
            .map((line) => `    ${line}`),
        );
        lines.push('', bold('To accept one finding of it'));
        lines.push(
          ...indented('Take its fingerprint from `tocsin diff … --json`; once the day is over it counts again.'),
        );
        lines.push(
          ...settingsOf(id)
            .exemption.split('\n')
            .map((line) => `    ${line}`),
        );
        return lines;
      });
    });
};

/** The worst of each side and severity, the client's side first. */
function examplesByKind(examples: readonly ShownExample[]): ShownExample[] {
  const kinds = new Map<string, ShownExample>();
  for (const example of examples) {
    const { severity, direction } = example.finding;
    const key = `${severity} ${direction}`;
    if (!kinds.has(key)) kinds.set(key, example);
  }
  return [...kinds.values()].toSorted((a, b) => severityRank[a.finding.severity] - severityRank[b.finding.severity]);
}

function adviceOf({ advice }: Finding): string {
  return advice.startsWith('Nothing') ? advice : `What to do: ${advice}`;
}

function sideOf({ direction }: Finding): string {
  if (direction === 'none') return '';
  return direction === 'request' ? ' where the client sends' : ' where the server sends';
}

/** What to write into tocsin.yaml. */
function settingsOf(id: string): { readonly severity: string; readonly exemption: string } {
  return {
    severity: `# tocsin.yaml\ncompare:\n  severities:\n    - { rules: [${id}], severity: risky, reason: … }`,
    exemption: `# tocsin.yaml\ncompare:\n  exemptions:\n    - { fingerprint: …, reason: …, owner: …, until: 2026-12-31 }`,
  };
}
