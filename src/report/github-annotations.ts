// Workflow commands of GitHub Actions: each finding becomes a mark on the changed line.

import { countedFindings, nameOperation, placeOf, type ReportFormat } from './report-format.ts';

export const githubFormat: ReportFormat = {
  id: 'github',
  purpose: 'annotations for GitHub Actions',
  render(comparison, { failOn, failOnSemver = false }) {
    const commands = comparison.problems.map(({ message, hint, position, hides }) =>
      command(
        hides ? 'error' : 'warning',
        { file: position?.source, line: position?.line ?? undefined, title: hides ? 'Cannot be compared' : 'Mind' },
        `${message} ${hint}`,
      ),
    );
    if (comparison.semver.complaint !== null) {
      const properties = { file: comparison.revision.source, title: 'Version' };
      commands.push(command(failOnSemver ? 'error' : 'warning', properties, comparison.semver.complaint));
    }
    for (const finding of countedFindings(comparison)) {
      if (finding.severity === 'safe') continue;
      const place = placeOf(finding);
      const fails = finding.severity === 'breaking' || failOn === 'risky';
      commands.push(
        command(
          fails ? 'error' : 'warning',
          { file: place?.file, line: place?.line, col: place?.column, title: `${finding.severity}: ${finding.rule}` },
          `${nameOperation(finding.operation)}: ${finding.message}\n${finding.advice}`,
        ),
      );
    }
    return commands.map((line) => `${line}\n`).join('');
  },
};

function command(
  name: string,
  properties: Readonly<Record<string, string | number | undefined>>,
  message: string,
): string {
  const list = Object.entries(properties)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${escapeData(String(value)).replaceAll(':', '%3A').replaceAll(',', '%2C')}`);
  return `::${name} ${list.join(',')}::${escapeData(message)}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
