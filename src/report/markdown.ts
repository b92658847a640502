// For a comment on a pull request: the verdict first, one row a cause, the long tail folded away. GitHub refuses a
// comment of more than 65,536 characters, so the end is cut, and says so.

import { sayDay } from '../base/index.ts';
import type { Comparison, Finding, SpecIdentity } from '../rules/index.ts';
import { alongSentence, groupByCause } from './cause-groups.ts';
import { kindsSentence } from './long-list.ts';
import { code, cutToComment, escapeText, folded, prose } from './markdown-text.ts';
import { changedOperations, nearBlindSpots } from './near-blind-spots.ts';
import { kindsOfProblems } from './problem-kinds.ts';
import {
  blindSpotSentence,
  codegenSentence,
  comparedWords,
  countedFindings,
  exampleTitle,
  exemptedRows,
  generatedClientWords,
  leftOutWords,
  lifecycleSentence,
  nameOperation,
  pathFiltersSentence,
  placeOf,
  type ReportFormat,
  refactorRows,
  sayPositions,
  settingRows,
  settingTotals,
  settingWords,
  shownExample,
  unseenWords,
  wordSecondOpinion,
} from './report-format.ts';
import { tallyFigures, tallyOfExempted, tallyOfRefactors, tallyWords } from './tally.ts';
import { totalsLine } from './totals-line.ts';
import { isNew, verdictSentence } from './verdict-sentence.ts';

/** More than these nobody reads, and they would push the other changes out of the comment. */
const placesListed = 30;

function firstPlaces(rows: readonly string[]): readonly string[] {
  if (rows.length <= placesListed) return rows;
  return [
    ...rows.slice(0, placesListed),
    `- and ${rows.length - placesListed} more, which \`tocsin diff --all\` names`,
  ];
}

/** By which a bot finds its own comment again. */
const marker = '<!-- tocsin:diff -->';

export const markdownFormat: ReportFormat = {
  id: 'markdown',
  purpose: 'a comment for a pull request',
  render(comparison, options) {
    const groups = groupByCause(countedFindings(comparison));
    const lines = [
      marker,
      `### ${comparison.reversed ? rollbackHeadline[comparison.verdict] : isNew(comparison) ? '✔ This API is new' : headline[comparison.verdict]}${claimsTooMuch(comparison) ? ' in what was compared' : ''}${comparison.verdict === 'compatible' && comparison.summary.silenced ? ', but for what settings silence' : ''}`,
      '',
      escapeText(verdictSentence(comparison)),
      '',
      `${isNew(comparison) ? 'nothing yet ' : ''}${nameSide(comparison.base)} → ${nameSide(comparison.revision)}`,
      '',
      `**${escapeText(totalsLine(comparison, groups))}** · ${blindShare(comparison)}`,
      '',
    ];
    if (comparison.semver.complaint !== null) lines.push(`**Version**: ${escapeText(comparison.semver.complaint)}`, '');
    const onCodegen = codegenSentence(comparison, options);
    if (onCodegen !== null) lines.push(`**Generated clients**: ${escapeText(onCodegen)}`, '');
    lines.push(...problemRows(comparison));

    const listed = groups.filter(({ severity }) => severity !== 'safe');
    const kinds = kindsSentence(listed);
    if (kinds !== null) lines.push(escapeText(kinds), '');
    for (const group of listed) {
      const [first, ...others] = group.findings;
      lines.push(`#### ${group.severity === 'breaking' ? '✖ Breaking' : '▲ Risky'}: ${prose(group.message)}`, '');
      const clients = generatedClientWords(first);
      const set = settingWords(first);
      const where = sayPositions(first);
      const facts = [
        placeLine(first),
        `rule \`${group.rule}\``,
        ...(set === null ? [] : [escapeText(set)]),
        ...(clients === null ? [] : [clients]),
      ].join(' · ');
      lines.push(...(where === null ? [facts] : [`${facts}\\`, code(where)]), '');
      lines.push(prose(first.advice), '');
      const along = alongSentence(group);
      if (along !== null) lines.push(prose(along), '');
      if (first.lifecycle !== null) lines.push(escapeText(lifecycleSentence(first.lifecycle)), '');
      if (first.witness)
        lines.push(...folded(exampleTitle(first, comparison), exampleLines(shownExample(first.witness))));
      if (others.length > 0)
        lines.push(
          ...folded(
            `${others.length} more ${others.length === 1 ? 'place' : 'places'}`,
            firstPlaces(others.map((finding) => `- ${placeLine(finding)}${elsewhere(finding, first)}`)),
          ),
        );
    }
    const safe = groups.filter(({ severity }) => severity === 'safe');
    if (safe.length > 0) {
      const rows = safe.map(
        ({ message, findings }) =>
          `- ${prose(message)} (${placeLine(findings[0])}${findings.length > 1 ? ` and ${findings.length - 1} more` : ''})${findings[0].breaks.codegen === 'safe' ? '' : `; ${generatedClientWords(findings[0])}`}`,
      );
      lines.push(...folded(`${safe.length} safe ${safe.length === 1 ? 'change' : 'changes'}`, rows));
    }
    if (comparison.refactors.length > 0) {
      const rows = refactorRows(comparison).flatMap(({ message, places }) => [
        `- ${prose(message)}`,
        ...firstPlaces(places.map((place) => `- ${placeLine(place)}`)).map((row) => `  ${row}`),
      ]);
      lines.push(...folded(`${tallyWords(tallyOfRefactors(comparison), 'refactor')} proven to change nothing`, rows));
    }
    const exempted = exemptedRows(comparison);
    if (exempted.length > 0) {
      const rows = exempted.map(
        ({ message, findings, terms }) =>
          `- ${prose(message)} (${placeLine(findings[0])}${findings.length > 1 ? ` and ${findings.length - 1} more` : ''}): ${escapeText(terms)}`,
      );
      lines.push(...folded(tallyFigures(tallyOfExempted(comparison), 'exempted'), rows));
    }
    const settled = settingRows(comparison);
    if (settled.length > 0) {
      const title = `Made milder by settings: ${settingTotals(comparison)}`;
      const rows = settled.flatMap(({ row, names }) => [
        `- ${escapeText(row)}`,
        ...names.map((name) => `  - ${prose(name)}`),
      ]);
      lines.push(...folded(title, rows));
    }
    const filtered = pathFiltersSentence(comparison);
    if (filtered !== null) lines.push(`${escapeText(filtered)}.`, '');
    const blind = blindSpotSentence(comparison);
    if (blind !== null) lines.push(escapeText(blind), '');
    const near = nearBlindSpots(comparison, changedOperations(comparison), 'operations that changed');
    if (near !== null) {
      lines.push(escapeText(near.sentence), '', ...near.rows.map((row) => `- ${escapeText(row)}`));
      if (near.left > 0) lines.push(`- and ${near.left} more, which \`tocsin diff --all\` names`);
      lines.push('');
    }
    const second = wordSecondOpinion(comparison);
    if (second !== null) {
      lines.push(escapeText(second.sentence), '');
      const rows = second.details.map((detail) => `- ${escapeText(detail)}`);
      if (rows.length > 0) lines.push(...folded('What it says otherwise, and why it was not consulted', rows));
    }
    lines.push(`<sub>tocsin ${comparison.engine.version}, as of ${sayDay(comparison.asOf)}</sub>`);
    return cutToComment(lines, 'tocsin diff --all');
  },
};

/** What to mind of the documents, as a list with an empty line below; nothing where there is nothing. */
export function problemRows({ problems }: Pick<Comparison, 'problems'>): string[] {
  const rows = kindsOfProblems(problems).flatMap(({ told, rest }) => [
    ...told.map(({ message, hint, position, hides }) => {
      const line = position?.line == null ? '' : `:${position.line}`;
      const at = position === null ? '' : ` (${code(`${position.source}${line}`)})`;
      return `- **${hides ? 'Not compared' : 'Mind'}**: ${escapeText(`${message} ${hint}`)}${at}`;
    }),
    ...(rest.length > 0 ? [`- … and ${rest.length} more like these.`] : []),
  ]);
  return rows.length > 0 ? [...rows, ''] : [];
}

const headline = {
  breaking: '✖ This release breaks the API',
  unknown: '? It cannot be told whether this release breaks the API',
  risky: '▲ This release may break callers',
  compatible: '✔ This release is compatible',
  identical: '✔ Nothing that a caller could meet differs',
} as const;

const rollbackHeadline = {
  breaking: '✖ Taking this release back breaks its users',
  unknown: '? It cannot be told whether taking this release back breaks its users',
  risky: '▲ Taking this release back may break its users',
  compatible: '✔ This release can be taken back',
  identical: '✔ Nothing that a caller could meet differs',
} as const;

function placeLine({ operation, subject }: Pick<Finding, 'operation' | 'subject'>): string {
  return `${code(nameOperation(operation))}${subject === '' ? '' : ` ${code(subject)}`}`;
}

/** Its place in the revision's document, where that is another than the one named above. */
function elsewhere(finding: Finding, first: Finding): string {
  const [place, named] = [placeOf(finding), placeOf(first)];
  if (place === null || (place.file === named?.file && place.line === named.line)) return '';
  return ` ${code(`${place.file}:${place.line}`)}`;
}

function nameSide({ title, version, source }: SpecIdentity): string {
  const name = [title, version].filter((part) => part !== null).join(' ');
  return `${name === '' ? '' : `${escapeText(name)} `}(${code(source === '-' ? 'standard input' : source)})`;
}

/** That nothing breaks is said of what was compared alone. */
function claimsTooMuch(comparison: Comparison): boolean {
  return ['compatible', 'identical'].includes(comparison.verdict) && leftOutWords(comparison) !== null;
}

function blindShare(comparison: Comparison): string {
  const unseen = unseenWords(comparison);
  const whole = comparedWords(comparison);
  if (unseen === 'unknown') return 'nothing known of blind spots';
  if (unseen === 'nothing') return `no blind spots${whole === 'the API' ? '' : ` in ${whole}`}`;
  return `${unseen} cannot be ${whole === 'the API' ? 'compared' : 'seen'}`;
}

function exampleLines(example: readonly string[]): string[] {
  const http = example.join('\n');
  // A fence longer than any run of backticks in the text cannot be closed by it.
  const fence = '`'.repeat(Math.max(3, ...[...http.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  return [`${fence}http`, http, fence];
}
