// SARIF 2.1.0 (OASIS standard), as code scanning on GitHub and elsewhere reads it.

import type { Log, Result } from 'sarif';
import { type Comparison, catalogue, type Finding, type Severity, severityRank } from '../rules/index.ts';
import { fitting } from './fitting.ts';
import {
  asideNotes,
  failingRefactors,
  fileOf,
  isFailure,
  lifecycleSentence,
  placedMessage,
  placeOf,
  type ReportFormat,
  type ReportOptions,
  secondOpinionOn,
  secondOpinionSentences,
  severitiesSentence,
} from './report-format.ts';

const level: Record<Severity, Result.level> = { breaking: 'error', risky: 'warning', safe: 'note' };

export const sarifFormat: ReportFormat = {
  id: 'sarif',
  purpose: 'SARIF 2.1.0 for code scanning',
  render(comparison, options) {
    const { failOnSemver = false } = options;
    const ofClients = failingRefactors(comparison, options);
    const speaking = new Set(comparison.findings.map(({ rule }) => rule));
    const { kept, left } = fitting(
      comparison.findings
        .toSorted((a, b) => severityRank[a.severity] - severityRank[b.severity])
        .map((finding) => resultOf(finding, comparison, options)),
      taken,
      (result) => JSON.stringify(result, null, 2),
    );
    const log: Log = {
      $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
      version: '2.1.0',
      runs: [
        {
          tool: {
            driver: {
              name: 'tocsin',
              version: comparison.engine.version,
              rules: [
                ...catalogue
                  .filter(({ id }) => speaking.has(id))
                  .map(({ id, purpose }) => ({
                    id,
                    shortDescription: { text: purpose },
                    help: { text: `\`tocsin explain ${id}\` shows it by example, and how to judge it otherwise.` },
                  })),
                ...(comparison.semver.complaint === null ? [] : [semverRule]),
                ...(ofClients === null ? [] : [refactorsRule]),
              ],
            },
          },
          invocations: [
            {
              executionSuccessful: comparison.verdict !== 'unknown',
              toolExecutionNotifications: [
                ...comparison.problems,
                ...setAside(comparison),
                ...leftOut(kept.length, left),
              ].map(({ code, message, hint, position, hides }) => ({
                descriptor: { id: code },
                level: hides ? ('error' as const) : ('warning' as const),
                message: { text: `${message} ${hint}` },
                ...(position && { locations: [location(position.source, position.line ?? 1, position.column ?? 1)] }),
              })),
            },
          ],
          columnKind: 'utf16CodeUnits',
          ...(comparison.secondOpinion !== null && { properties: { secondOpinion: comparison.secondOpinion } }),
          results: [...versionResult(comparison, failOnSemver), ...refactorsResult(comparison, ofClients), ...kept],
        },
      ],
    };
    return `${JSON.stringify(log, null, 2)}\n`;
  },
};

function resultOf(finding: Finding, comparison: Comparison, options: ReportOptions): Result {
  const place = placeOf(finding);
  return {
    ruleId: finding.rule,
    level: isFailure(finding, options) ? 'error' : level[finding.severity],
    message: { text: messageOf(finding, comparison) },
    partialFingerprints: { 'tocsin/v1': finding.fingerprint },
    properties: propertiesOf(finding, comparison),
    ...(place && { locations: [location(place.file, place.line, place.column)] }),
    ...(finding.exemption && {
      suppressions: [
        { kind: 'external' as const, status: 'accepted' as const, justification: finding.exemption.reason },
      ],
    }),
  };
}

/** Code scanning shows a person the message and no property. */
function messageOf(finding: Finding, comparison: Comparison): string {
  return [
    `${placedMessage(finding)}.`,
    finding.advice,
    severitiesSentence(finding),
    ...(finding.lifecycle === null ? [] : [lifecycleSentence(finding.lifecycle)]),
    ...secondOpinionSentences(comparison, [finding]),
  ].join(' ');
}

/** `tags` are what viewers filter by (SARIF 2.1.0, 3.8.2). */
function propertiesOf(finding: Finding, comparison: Comparison): NonNullable<Result['properties']> {
  const { wire, codegen } = finding.breaks;
  const opinion = secondOpinionOn(comparison, finding);
  return {
    tags: [
      `wire-${wire}`,
      `codegen-${codegen}`,
      ...(opinion === null ? [] : [`second-opinion-${opinion.state.replace(' ', '-')}`]),
    ],
    wire,
    codegen,
    proof: finding.proof,
    ...(finding.witness !== null && { example: finding.witness.http }),
    ...(opinion !== null && { secondOpinion: opinion }),
  };
}

/**
 * GitHub refuses a run of more than 25,000 results, of which one is kept for the version, and a file of more than 10 MB
 * as gzip; ours shrink to a fifteenth or less.
 * https://docs.github.com/code-security/code-scanning/troubleshooting-sarif-uploads/results-exceed-limit
 */
const taken = { results: 24_999, bytes: 60_000_000 };
/** The most severe of them. */
const shownOnGithub = 5_000;

const semverRule = {
  id: 'semver',
  shortDescription: { text: 'Reports a version that does not say what changed.' },
  help: { text: 'https://semver.org says what each step of a version promises.' },
};

const refactorsRule = {
  id: 'refactors',
  shortDescription: { text: 'Reports what refuses nothing and stops generated clients from compiling.' },
  help: { text: '`tocsin diff --all` names each.' },
};

function leftOut(kept: number, left: number): Comparison['problems'] {
  const hint = '`tocsin diff --json` has all of them.';
  const note = (code: string, message: string) => ({ code, message, hint, position: null, hides: false });
  return [
    ...(left === 0
      ? []
      : [
          note(
            'results-left-out',
            `${left} findings are left out, the least severe ones, since code scanning takes no more.`,
          ),
        ]),
    ...(kept <= shownOnGithub
      ? []
      : [note('results-not-shown', `GitHub shows the ${shownOnGithub} most severe of these ${kept} findings.`)]),
  ];
}

function setAside(comparison: Comparison): Comparison['problems'] {
  return asideNotes(comparison).map(({ code, sentence }) => ({
    code,
    message: sentence,
    hint: code === 'settings' ? '`tocsin diff --json` lists each.' : 'Their paths are in nothing that is said here.',
    position: null,
    hides: false,
  }));
}

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

function refactorsResult({ revision }: Comparison, text: string | null): Result[] {
  if (text === null) return [];
  const partialFingerprints = { 'tocsin/v1': 'refactors' };
  const locations = [location(revision.source, 1, 1)];
  return [{ ruleId: 'refactors', level: 'error', message: { text }, partialFingerprints, locations }];
}

function location(file: string, startLine: number, startColumn: number) {
  const name = fileOf(file);
  const uri = URL.canParse(name) && /^[a-z][a-z0-9+.-]*:\/\//i.test(name) ? webAddress(name) : pathAddress(name);
  return { physicalLocation: { artifactLocation: { uri }, region: { startLine, startColumn } } };
}

function pathAddress(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

/** As RFC 3986 has it, which is stricter than what the web lets through. */
function webAddress(url: string): string {
  return new URL(url).href.replace(/(?<=\/\/[^/]*\/.*)[[\]^|`{}]/g, encodeURIComponent);
}
