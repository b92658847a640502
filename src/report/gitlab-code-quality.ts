// The Code Climate shape that GitLab shows in merge requests: https://docs.gitlab.com/ci/testing/code_quality/
// It shows nothing of an issue but its description, severity and place, so the description tells the rest. Its pages
// say of no limit but fail to load reports of twenty megabytes, so the report stays at half of that.

import type { Comparison, Finding } from '../rules/index.ts';
import { fitting, leftOutSentence } from './fitting.ts';
import {
  asideNotes,
  countedFindings,
  failingRefactors,
  fileOf,
  isFailure,
  lifecycleSentence,
  placedMessage,
  placeOf,
  type ReportFormat,
  type ReportOptions,
  secondOpinionSentences,
  severitiesSentence,
} from './report-format.ts';
import { exemptedNote } from './tally.ts';

/** What breaks generated clients alone is no more than minor: calls go on. */
function severityThere(finding: Finding, options: ReportOptions): string {
  const { severity, breaks } = finding;
  if (isFailure(finding, options)) return 'blocker';
  if (severity === 'safe') return breaks.codegen === 'safe' ? 'info' : 'minor';
  return 'major';
}

export const gitlabFormat: ReportFormat = {
  id: 'gitlab',
  purpose: 'GitLab code quality',
  render(comparison, options) {
    const { failOnSemver = false } = options;
    const ofClients = failingRefactors(comparison, options);
    const exempted = exemptedNote(comparison);
    const notes = [...asideNotes(comparison), ...(exempted === null ? [] : [{ ...exempted, code: 'exemptions' }])];
    const { kept, left } = fitting(
      countedFindings(comparison).map((finding) => issueOf(finding, comparison, options)),
      { results: Number.POSITIVE_INFINITY, bytes: 10_000_000 },
      (issue) => JSON.stringify(issue, null, 2),
    );
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
      ...(ofClients === null
        ? []
        : [
            {
              description: ofClients,
              check_name: 'refactors',
              fingerprint: `refactors:${comparison.revision.source}`,
              severity: 'blocker',
              location: { path: fileOf(comparison.revision.source), lines: { begin: 1 } },
            },
          ]),
      ...notes.map(({ code, sentence }) => ({
        description: sentence,
        check_name: code,
        fingerprint: `${code}:${comparison.revision.source}`,
        severity: 'info',
        location: { path: fileOf(comparison.revision.source), lines: { begin: 1 } },
      })),
      ...(left === 0
        ? []
        : [
            {
              description: leftOutSentence(left, 'a merge request'),
              check_name: 'results-left-out',
              fingerprint: `results-left-out:${comparison.revision.source}`,
              severity: 'info',
              location: { path: fileOf(comparison.revision.source), lines: { begin: 1 } },
            },
          ]),
      ...kept,
    ];
    return `${JSON.stringify(issues, null, 2)}\n`;
  },
};

function issueOf(finding: Finding, comparison: Comparison, options: ReportOptions) {
  return {
    description: [
      `${placedMessage(finding)}.`,
      finding.advice,
      severitiesSentence(finding),
      ...(finding.lifecycle === null ? [] : [lifecycleSentence(finding.lifecycle)]),
      ...secondOpinionSentences(comparison, [finding]),
    ].join(' '),
    check_name: finding.rule,
    fingerprint: finding.fingerprint,
    severity: severityThere(finding, options),
    location: {
      path: placeOf(finding)?.file ?? fileOf(comparison.revision.source),
      lines: { begin: placeOf(finding)?.line ?? 1 },
    },
  };
}
