// A comparison as a person reads it in a terminal: the verdict, then one block a cause with where, what it means and
// the call that shows it. What breaks nobody is counted, and listed on demand.

import { type CauseGroup, countedFindings, groupByCause, nameOperation, verdictSentence } from '../report/index.ts';
import type { Comparison, Finding, SecondOpinion, Severity, Verdict, Witness } from '../rules/index.ts';
import { placeOf } from './print-error.ts';
import type { Stream } from './shell.ts';
import { alignColumns } from './terminal/align-columns.ts';
import { paint } from './terminal/paint.ts';
import { wrapText } from './terminal/wrap-text.ts';

const placesShown = 4;

/** The report as lines, without a final line end. `all` lists safe changes, refactors and every place. */
export function printComparison(
  comparison: Comparison,
  { stream, all }: { stream: Pick<Stream, 'colour' | 'columns'>; all: boolean },
): string {
  const { bold, dim } = paint(stream);
  const colour = colourOf(stream);
  const width = Math.min(stream.columns, 110);
  const lines: string[] = [];
  const say = (line = '') => lines.push(line);

  const { verdict, summary } = comparison;
  say(`${colour[verdict](bold(`${lamp[verdict]} ${verdict}`))}  ${verdictSentence(comparison)}`);
  say(dim(`  ${countsOf(comparison)}`));
  for (const problem of comparison.problems) {
    say();
    say(`${colour.unknown('?')} ${bold(problem.message)}`);
    if (problem.position) say(`    ${placeOf(problem.position)}`);
    if (problem.hint !== '') for (const line of wrapText(problem.hint, { width: width - 4 })) say(dim(`    ${line}`));
  }

  const groups = groupByCause(comparison, countedFindings(comparison));
  for (const group of groups) {
    if (group.severity === 'safe' && !all) continue;
    say();
    for (const line of causeLines(group, { stream, width, all })) say(line);
  }

  const rest: string[] = [];
  if (!all && summary.safe > 0) rest.push(`${summary.safe} safe`);
  if (!all && summary.refactors > 0) rest.push(`${summary.refactors} proven to change nothing`);
  if (all && comparison.refactors.length > 0) {
    say();
    say(bold('Refactors, proven to change nothing'));
    for (const line of alignColumns(
      comparison.refactors.map(({ operation, subject, message }) => [nameOperation(operation), subject, message]),
      { indent: 4 },
    ))
      say(line);
  }
  if (summary.exempted > 0) {
    say();
    say(bold('Exempted'));
    for (const { message, operation, exemption } of comparison.findings) {
      if (exemption === null) continue;
      const until = exemption.until === null ? '' : ` until ${exemption.until}`;
      say(`    ${nameOperation(operation)}: ${message}`);
      say(dim(`      ${exemption.owner}${until}: ${exemption.reason}`));
    }
  }
  if (comparison.secondOpinion !== null) {
    say();
    for (const line of secondOpinionLines(comparison.secondOpinion)) say(line);
  }
  if (rest.length > 0) {
    say();
    say(dim(`Also ${rest.join(' and ')}: --all lists them.`));
  }
  return lines.join('\n');
}

const lamp: Record<Verdict, string> = { breaking: '✖', unknown: '?', risky: '▲', compatible: '✔', identical: '✔' };
const mark: Record<Severity, string> = { breaking: '✖', risky: '▲', safe: '✔' };

function colourOf(stream: Pick<Stream, 'colour'>) {
  const { red, yellow, green, magenta } = paint(stream);
  return {
    breaking: red,
    risky: yellow,
    safe: green,
    compatible: green,
    identical: green,
    unknown: magenta,
  };
}

function countsOf({ summary, semver, asOf }: Comparison): string {
  const counts = [
    `${summary.breaking} breaking`,
    `${summary.risky} risky`,
    `${summary.safe} safe`,
    `${summary.refactors} refactors`,
  ];
  if (summary.exempted > 0) counts.push(`${summary.exempted} exempted`);
  const order = ['none', 'patch', 'minor', 'major'];
  const declared = semver.declared;
  const version =
    declared === null || order.indexOf(declared) >= order.indexOf(semver.required)
      ? `a ${semver.required === 'none' ? 'patch' : semver.required} version`
      : `a ${semver.required} version, but its number says ${declared}`;
  return `${counts.join(', ')}; asks for ${version}; judged as of ${asOf}`;
}

function causeLines(
  { severity, rule, message, findings }: CauseGroup,
  { stream, width, all }: { stream: Pick<Stream, 'colour'>; width: number; all: boolean },
): string[] {
  const { bold, dim, cyan } = paint(stream);
  const lines = wrapText(message, { width: width - 2, indent: 2 });
  lines[0] = `${colourOf(stream)[severity](mark[severity])} ${bold(lines[0] ?? '')}`;
  for (let index = 1; index < lines.length; index += 1) lines[index] = bold(lines[index] ?? '');

  const shown = all || findings.length <= placesShown + 1 ? findings : findings.slice(0, placesShown);
  lines.push(
    ...alignColumns(
      shown.map((finding) => [cyan(nameOperation(finding.operation)), finding.subject, dim(whereOf(finding))]),
      { indent: 4 },
    ),
  );
  if (shown.length < findings.length) lines.push(dim(`    and ${findings.length - shown.length} more places`));
  const [first] = findings;
  if (severity !== 'safe') {
    lines.push(...wrapText(first.advice, { width: width - 4 }).map((line) => `    ${line}`));
    if (first.witness) lines.push(...witnessLines(first.witness).map((line) => dim(`    ${line}`)));
    if (first.undecidedBecause) lines.push(dim(`    Not decided by example: ${first.undecidedBecause}`));
  }
  lines.push(dim(`    rule ${rule}`));
  return lines;
}

/** What openapi-diff says beside us. Only a contradiction asks for eyes; the rest is counted. */
function secondOpinionLines({ agrees, disagrees, notConsulted, failed }: SecondOpinion): string[] {
  const counts = `${agrees} agree, ${disagrees.length} disagree, ${notConsulted.length} not asked, ${failed.length} failed`;
  return [
    `Second opinion of openapi-diff on the changed operations: ${counts}`,
    ...disagrees.map(
      ({ operation, theirs, ours }) => `    ${nameOperation(operation)}: it sees ${theirs}; we say ${ours}`,
    ),
    ...failed.map(({ operation, because }) => `    ${nameOperation(operation)}: ${because}`),
  ];
}

/** The revision's place where the thing is there, the base's where it is gone. */
function whereOf({ base, revision }: Finding): string {
  const place = revision?.exact ? revision : (base ?? revision);
  return place === null ? '' : placeOf(place);
}

function witnessLines({ kind, http, at }: Witness): string[] {
  const [first = '', ...rest] = http.trimEnd().split('\n');
  const head =
    kind === 'request'
      ? 'For example, this call was accepted and is refused now:'
      : 'For example, this answer could not come before:';
  const body = rest.slice(0, 8);
  return [
    head,
    `  ${first}`,
    ...body.map((line) => `  ${line}`),
    ...(rest.length > body.length ? ['  …'] : []),
    ...(at === '' ? [] : [`  at ${at}`]),
  ];
}
