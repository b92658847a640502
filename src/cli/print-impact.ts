// Who is hurt, who is not and why, and who called without anybody knowing them.

import type { Catalog, Impact } from '../catalog/index.ts';
import { nameOperation } from '../report/index.ts';
import type { Comparison, Finding, Severity } from '../rules/index.ts';
import type { Stream } from './shell.ts';
import { alignColumns } from './terminal/align-columns.ts';
import { paint } from './terminal/paint.ts';

export function printImpact(
  { consumers, unknownCallers }: Pick<Impact, 'consumers' | 'unknownCallers'>,
  comparison: Pick<Comparison, 'findings'>,
  catalog: Catalog,
  stream: Pick<Stream, 'colour'>,
): string[] {
  const { bold, dim, red, yellow, green, magenta } = paint(stream);
  const findings = new Map(comparison.findings.map((finding) => [finding.fingerprint, finding]));
  const lines: string[] = [];
  for (const { consumer, team, via, hits, notAffectedBecause } of consumers) {
    const hurt = hits.flatMap(({ finding, certainty }) => {
      const found = findings.get(finding);
      return found === undefined ? [] : [{ finding: found, certainty }];
    });
    const worst = worstOf(hurt.map(({ finding }) => finding.severity));
    const lamp =
      hurt.length === 0
        ? green('✔')
        : hurt.every(({ certainty }) => certainty === 'unknown')
          ? magenta('?')
          : worst === 'breaking'
            ? red('✖')
            : worst === 'risky'
              ? yellow('▲')
              : green('✔');
    const outside = catalog.teams.find(({ name }) => name === team)?.inside === false ? ', outside' : '';
    const chain = via.length === 0 ? '' : dim(` through ${via.join(' → ')}`);
    lines.push(`${lamp} ${bold(consumer)}  ${team}${outside}${chain}`);
    if (notAffectedBecause !== null) lines.push(dim(`    ${notAffectedBecause}`));
    lines.push(
      ...alignColumns(
        operationsOf(hurt).map(({ operation, breaking, risky, first, certainty }) => [
          operation,
          [breaking > 0 ? `${breaking} breaking` : '', risky > 0 ? `${risky} risky` : ''].filter(Boolean).join(', '),
          dim(certainty === 'unknown' ? `cannot tell: ${first.message}` : first.message),
        ]),
        { indent: 4 },
      ),
    );
  }
  if (unknownCallers.length > 0) {
    lines.push('', bold('Callers that nobody has claimed'));
    lines.push(
      ...alignColumns(
        unknownCallers.map(({ key, requests, lastSeen, operations, guess }) => [
          key,
          `${requests} requests`,
          `last ${lastSeen}`,
          operations.join(', '),
          guess === null ? '' : `perhaps ${guess.team}: ${guess.because}`,
        ]),
        { indent: 2 },
      ),
    );
  }
  return lines;
}

type Hurt = { readonly finding: Finding; readonly certainty: string };

/** One row an operation, the worst first; what is safe for the consumer is left out. */
function operationsOf(hurt: readonly Hurt[]) {
  const groups = Map.groupBy(
    hurt.filter(({ finding }) => finding.severity !== 'safe'),
    ({ finding }) => nameOperation(finding.operation),
  );
  return [...groups]
    .map(([operation, hits]) => {
      const sorted = hits.toSorted((a, b) => rank[a.finding.severity] - rank[b.finding.severity]);
      return {
        operation,
        breaking: hits.filter(({ finding }) => finding.severity === 'breaking').length,
        risky: hits.filter(({ finding }) => finding.severity === 'risky').length,
        first: (sorted[0] as Hurt).finding,
        certainty: (sorted[0] as Hurt).certainty,
      };
    })
    .toSorted((a, b) => b.breaking - a.breaking || b.risky - a.risky);
}

const rank: Record<Severity, number> = { breaking: 0, risky: 1, safe: 2 };

function worstOf(severities: readonly Severity[]): Severity {
  return severities.toSorted((a, b) => rank[a] - rank[b])[0] ?? 'safe';
}
