// JUnit XML as CI servers read it: one test case a finding. Breaking is a failure, what could not be compared an error;
// what is exempted is skipped; a clean comparison is one case that passed, so that the report is never empty. What has no place of its own in a test
// case is told in its text, since the schema that Jenkins publishes knows properties of a suite only. GitLab takes files
// of less than 30 MB (https://docs.gitlab.com/ci/testing/unit_test_reports/), and Jenkins slows down long before.

import { escapeXml } from '../base/index.ts';
import type { Comparison, Finding } from '../rules/index.ts';
import { fitting, leftOutSentence } from './fitting.ts';
import {
  asideNotes,
  countedFindings,
  exemptedFindings,
  exemptionTerms,
  failingRefactors,
  isFailure,
  lifecycleSentence,
  nameOperation,
  type ReportFormat,
  secondOpinionSentences,
  severitiesSentence,
} from './report-format.ts';
import { verdictSentence } from './verdict-sentence.ts';

export const junitFormat: ReportFormat = {
  id: 'junit',
  purpose: 'JUnit XML for CI servers',
  render(comparison, options) {
    const { failOnSemver = false } = options;
    const counted = countedFindings(comparison);
    const outcomeOf = (finding: Finding) =>
      finding.exemption !== null ? 'skipped' : isFailure(finding, options) ? 'failure' : 'passed';
    const { complaint } = comparison.semver;
    const ofClients = failingRefactors(comparison, options);
    const caseOf = (finding: Finding) => {
      const name = escapeXml(`${nameOperation(finding.operation)} ${finding.subject} [${finding.fingerprint}]`);
      const sentences = [
        finding.message,
        finding.advice,
        severitiesSentence(finding),
        ...(finding.lifecycle === null ? [] : [lifecycleSentence(finding.lifecycle)]),
        ...secondOpinionSentences(comparison, [finding]),
      ];
      const body = `${sentences.join('\n')}${finding.witness ? `\n\n${finding.witness.http}` : ''}`;
      const outcome =
        outcomeOf(finding) === 'failure'
          ? `<failure type="${finding.severity}" message="${escapeXml(finding.message)}">${escapeXml(body)}</failure>`
          : `${finding.exemption === null ? '' : `<skipped>${escapeXml(`Exempted: ${exemptionTerms(finding.exemption)}`)}</skipped>`}<system-out>${escapeXml(`${finding.severity}: ${body}`)}</system-out>`;
      return `    <testcase classname="tocsin.${escapeXml(finding.rule)}" name="${name}">${outcome}</testcase>`;
    };
    const { kept, left } = fitting(
      [...counted, ...exemptedFindings(comparison)].map((finding) => ({
        outcome: outcomeOf(finding),
        text: caseOf(finding),
      })),
      { results: 500_000, bytes: 25_000_000 },
      ({ text }) => text,
    );
    const cases = [
      ...comparison.problems.map(({ code, message, hint, hides }) => {
        const outcome = hides
          ? `<error message="${escapeXml(message)}">${escapeXml(hint)}</error>`
          : `<system-out>${escapeXml(`${message} ${hint}`)}</system-out>`;
        return `    <testcase classname="tocsin.input" name="${escapeXml(code)}">${outcome}</testcase>`;
      }),
      ...(complaint === null
        ? []
        : [
            `    <testcase classname="tocsin.semver" name="version">${
              failOnSemver
                ? `<failure type="semver" message="${escapeXml(complaint)}"/>`
                : `<system-out>${escapeXml(complaint)}</system-out>`
            }</testcase>`,
          ]),
      ...(ofClients === null
        ? []
        : [
            `    <testcase classname="tocsin.refactors" name="generated clients"><failure type="codegen" message="${escapeXml(ofClients)}"/></testcase>`,
          ]),
      ...asideNotes(comparison).map(
        ({ code, sentence }) =>
          `    <testcase classname="tocsin.settings" name="${code}"><system-out>${escapeXml(sentence)}</system-out></testcase>`,
      ),
      ...(left === 0
        ? []
        : [
            `    <testcase classname="tocsin.report" name="results left out"><system-out>${escapeXml(leftOutSentence(left, 'a test report'))}</system-out></testcase>`,
          ]),
      ...kept.map(({ text }) => text),
    ];
    const ofOutcome = (asked: string) => kept.filter(({ outcome }) => outcome === asked).length;
    const skipped = ofOutcome('skipped');
    if (cases.length === skipped) {
      cases.unshift(`    <testcase classname="tocsin" name="${escapeXml(verdictSentence(comparison))}"/>`);
    }
    const failures = ofOutcome('failure') + (failOnSemver && complaint !== null ? 1 : 0) + (ofClients === null ? 0 : 1);
    const errors = comparison.problems.filter(({ hides }) => hides).length;
    const counts = `tests="${cases.length}" failures="${failures}" errors="${errors}"`;
    return [
      '<?xml version="1.0" encoding="UTF-8"?>',
      `<testsuites name="tocsin" ${counts}>`,
      `  <testsuite name="${escapeXml(`${comparison.base.source} → ${comparison.revision.source}`)}" ${counts} skipped="${skipped}">`,
      '    <properties>',
      ...Object.entries(propertiesOf(comparison)).map(
        ([name, value]) => `      <property name="${name}" value="${escapeXml(String(value))}"/>`,
      ),
      '    </properties>',
      ...cases,
      '  </testsuite>',
      '</testsuites>',
      '',
    ].join('\n');
  },
};

function propertiesOf({ engine, asOf, verdict, secondOpinion }: Comparison): Record<string, string | number> {
  return {
    'tocsin.version': engine.version,
    'tocsin.as-of': asOf,
    'tocsin.verdict': verdict,
    ...(secondOpinion !== null && {
      'second-opinion.by': 'openapi-diff',
      'second-opinion.agrees': secondOpinion.agrees,
      'second-opinion.disagrees': secondOpinion.disagrees.length,
      'second-opinion.not-consulted': secondOpinion.notConsulted.length,
      'second-opinion.failed': secondOpinion.failed.length,
    }),
  };
}
