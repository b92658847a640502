// Whom a release hurts, for a comment on its pull request: one row a consumer, its findings folded away below.

import {
  breakingOf,
  type Catalog,
  type Exposure,
  exposureOf,
  exposureWords,
  type Impact,
  sayClaim,
  saySightings,
} from '../catalog/index.ts';
import {
  code,
  cutToComment,
  escapeText,
  folded,
  nameOperation,
  pathFiltersSentence,
  problemRows,
  prose,
  verdictSentence,
} from '../report/index.ts';
import type { Comparison } from '../rules/index.ts';
import { nameOf } from './print-callers.ts';
import { hitCounter, hurtOperations, sayHits, sayMany, sayWhere, sureWords, worstFirst } from './print-impact.ts';

/** By which a bot finds its own comment again. */
const marker = '<!-- tocsin:impact -->';

const signs: Readonly<Record<Exposure, string>> = { hit: '✖', maybe: '?', behind: '?', 'at-risk': '▲', spared: '✔' };

export function impactMarkdown(
  { service, consumers, unknownCallers }: Impact,
  comparison: Comparison,
  catalog: Catalog,
): string {
  const breaking = breakingOf(comparison.findings);
  const count = hitCounter(comparison);
  const findings = new Map(comparison.findings.map((finding) => [finding.fingerprint, finding]));
  const titles = new Map(
    catalog.teams.map(({ name, title, inside }) => [name, `${title}${inside ? '' : ' (outside)'}`]),
  );
  const rows = worstFirst(consumers, breaking).map((entry) => ({
    entry,
    exposure: exposureOf(entry, breaking),
    operations: hurtOperations(entry, findings, count),
  }));
  const lines = [
    marker,
    `### Whom this release of ${escapeText(service)} hurts`,
    '',
    escapeText(verdictSentence(comparison)),
    '',
  ];
  const filtered = pathFiltersSentence(comparison);
  if (filtered !== null) lines.push(`${escapeText(filtered)}.`, '');
  lines.push(...problemRows(comparison));
  if (consumers.length === 0)
    lines.push('The catalogue knows nobody who uses it, which is not the same as nobody.', '');
  else {
    const many = sayMany(consumers, breaking);
    if (many !== null) lines.push(many, '');
    lines.push('| Consumer | Team | | Because |', '| --- | --- | --- | --- |');
    for (const { entry, exposure, operations } of rows) {
      const { breaking: breaks, risky } = count(
        operations.flatMap(({ hits }) => hits.map(({ finding }) => finding.fingerprint)),
      );
      const counts = sayHits(breaks, risky);
      const first = operations[0]?.first.hit;
      const because = entry.notAffectedBecause ?? (first === undefined ? '' : `${first.because}${sayWhere(first)}`);
      const via = entry.via.length === 0 ? '' : ` through ${entry.via.join(' → ')}`;
      lines.push(
        `| **${escapeText(entry.consumer)}**${escapeText(via)} | ${escapeText(titles.get(entry.team) ?? entry.team)} | ${signs[exposure]} ${exposureWords[exposure]}${counts === '' ? '' : `: ${counts}`} | ${escapeText(because)} |`,
      );
    }
    lines.push('');
  }
  for (const { entry, operations } of rows) {
    const told = operations.flatMap(({ hits }) =>
      hits.map(
        ({ finding, hit, along }) =>
          `- ${code(nameOperation(finding.operation))} ${prose(finding.message)} (${finding.severity}, ${sureWords[hit.certainty]}). ${prose([along ?? [], finding.advice].flat().join(' '))}`,
      ),
    );
    const notes = [
      ...(entry.notAffectedBecause === null
        ? entry.spared.map(({ because }) => `- Passes it by: ${escapeText(because)}`)
        : []),
      ...entry.contradictions.map((one) => `- **Mind**: ${escapeText(one)}`),
    ];
    if (told.length + notes.length > 0) {
      lines.push(...folded(`What it means for ${entry.consumer}`, [...told, ...notes]));
    }
  }
  if (unknownCallers.length > 0) {
    lines.push('#### Callers that nobody has claimed', '');
    for (const caller of unknownCallers) {
      const breaks =
        caller.breaking.length === 0 ? 'calls nothing that breaks' : `breaks: ${caller.breaking.join(', ')}`;
      const guess =
        caller.guess === null ? '' : ` Perhaps ${caller.guess.consumer ?? caller.guess.team}: ${caller.guess.because}`;
      lines.push(
        `- ${code(nameOf(caller))} (${escapeText(saySightings(caller.environments))}): ${escapeText(`${sayClaim(caller)}; ${breaks}.${guess}`)}`,
      );
    }
    lines.push('');
  }
  return cutToComment(lines, 'tocsin impact');
}
