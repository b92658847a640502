// SARIF 2.1.0 (OASIS standard), as code scanning on GitHub and elsewhere reads it.

import type { Log, Result } from 'sarif';
import type { Comparison, Severity } from '../rules/index.ts';
import { fileOf, placedMessage, placeOf, type ReportFormat } from './report-format.ts';

const level: Record<Severity, Result.level> = { breaking: 'error', risky: 'warning', safe: 'note' };

export const sarifFormat: ReportFormat = {
  id: 'sarif',
  purpose: 'SARIF 2.1.0 for code scanning',
  render(comparison, { failOnSemver = false }) {
    const rules = new Map(comparison.findings.map(({ rule, advice }) => [rule, advice]));
    const log: Log = {
      $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
      version: '2.1.0',
      runs: [
        {
          tool: {
            driver: {
              name: 'tocsin',
              version: comparison.engine.version,
              rules: [...rules].map(([id, help]) => ({
                id,
                shortDescription: { text: id.replaceAll('-', ' ') },
                help: { text: help },
              })),
            },
          },
          invocations: [
            {
              executionSuccessful: comparison.verdict !== 'unknown',
              toolExecutionNotifications: comparison.problems.map(({ code, message, hint, position, hides }) => ({
                descriptor: { id: code },
                level: hides ? ('error' as const) : ('warning' as const),
                message: { text: `${message} ${hint}` },
                ...(position && { locations: [location(position.source, position.line ?? 1, position.column ?? 1)] }),
              })),
            },
          ],
          columnKind: 'utf16CodeUnits',
          results: [
            ...versionResult(comparison, failOnSemver),
            ...comparison.findings.map((finding): Result => {
              const place = placeOf(finding);
              return {
                ruleId: finding.rule,
                level: level[finding.severity],
                message: { text: placedMessage(finding) },
                partialFingerprints: { 'tocsin/v1': finding.fingerprint },
                ...(place && { locations: [location(place.file, place.line, place.column)] }),
                ...(finding.exemption && {
                  suppressions: [
                    { kind: 'external' as const, status: 'accepted' as const, justification: finding.exemption.reason },
                  ],
                }),
              };
            }),
          ],
        },
      ],
    };
    return `${JSON.stringify(log, null, 2)}\n`;
  },
};

function versionResult({ semver, revision }: Comparison, fails: boolean): Result[] {
  if (semver.complaint === null) return [];
  return [
    {
      ruleId: 'semver',
      level: fails ? 'error' : 'warning',
      message: { text: semver.complaint },
      partialFingerprints: { 'tocsin/v1': 'semver' },
      locations: [location(revision.source, 1, 1)],
    },
  ];
}

function location(file: string, startLine: number, startColumn: number) {
  const uri = fileOf(file).split('/').map(encodeURIComponent).join('/');
  return { physicalLocation: { artifactLocation: { uri }, region: { startLine, startColumn } } };
}
