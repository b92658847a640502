// The Code Climate shape that GitLab shows in merge requests: https://docs.gitlab.com/ci/testing/code_quality/

import type { Severity } from '../rules/index.ts';
import { countedFindings, fileOf, placedMessage, placeOf, type ReportFormat } from './report-format.ts';

const severityThere: Record<Severity, string> = { breaking: 'blocker', risky: 'major', safe: 'info' };

export const gitlabFormat: ReportFormat = {
  id: 'gitlab',
  purpose: 'GitLab code quality',
  render(comparison, { failOnSemver = false }) {
    const issues = [
      ...comparison.problems.map(({ code, message, hint, position, hides }) => ({
        description: `${message} ${hint}`,
        check_name: code,
        fingerprint: [code, position?.source, position?.pointer, message].filter(Boolean).join(':'),
        severity: hides ? 'blocker' : 'minor',
        location: {
          path: fileOf(position?.source ?? comparison.revision.source),
          lines: { begin: position?.line ?? 1 },
        },
      })),
      ...(comparison.semver.complaint === null
        ? []
        : [
            {
              description: comparison.semver.complaint,
              check_name: 'semver',
              fingerprint: `semver:${comparison.revision.source}`,
              severity: failOnSemver ? 'blocker' : 'major',
              location: { path: fileOf(comparison.revision.source), lines: { begin: 1 } },
            },
          ]),
      ...countedFindings(comparison).map((finding) => ({
        description: placedMessage(finding),
        check_name: finding.rule,
        fingerprint: finding.fingerprint,
        severity: severityThere[finding.severity],
        location: {
          path: placeOf(finding)?.file ?? fileOf(comparison.revision.source),
          lines: { begin: placeOf(finding)?.line ?? 1 },
        },
      })),
    ];
    return `${JSON.stringify(issues, null, 2)}\n`;
  },
};
