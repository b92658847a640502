// The comparison as a person reads it in a terminal: the verdict first, then one block a cause, the worst first, each
// with where it is, whom it meets, what to do, and a call or answer that shows it.

import { createColors } from 'picocolors';
import { counted, visibleText } from '../base/index.ts';
import type { Comparison, Finding, Severity, Verdict } from '../rules/index.ts';
import { alongSentence, type CauseGroup, groupByCause } from './cause-groups.ts';
import { kindsSentence, untoldSentence } from './long-list.ts';
import { changedOperations, nearBlindSpots } from './near-blind-spots.ts';
import { kindsOfProblems } from './problem-kinds.ts';
import {
  blindSpotSentence,
  codegenSentence,
  countedFindings,
  exampleTitle,
  exemptedRows,
  generatedClientWords,
  isFailure,
  lifecycleSentence,
  nameOperation,
  pathFiltersSentence,
  refactorRows,
  refactorsOfClients,
  sayPosition,
  sayPositions,
  settingRows,
  settingTotals,
  settingWords,
  shownExample,
  whyUnseen,
  wordSecondOpinion,
} from './report-format.ts';
import { tallyOfRefactors, tallyWords } from './tally.ts';
import { totalsLine } from './totals-line.ts';
import { verdictSentence } from './verdict-sentence.ts';

export interface TerminalOptions {
  readonly colour: boolean;
  /** Columns; longer texts are broken at blanks. */
  readonly width: number;
  /** Safe changes and refactors are listed too instead of counted, and each change has its fingerprint, for exemptions. */
  readonly all?: boolean;
  /** A version that does not say what changed is said to fail. */
  readonly failOnSemver?: boolean;
  /** What only breaks generated clients is listed, too, and said to fail. */
  readonly failOnCodegen?: boolean;
}

/** More than these run out of a terminal's memory, the verdict first. */
const changesTold = 200;

/** How many places of one cause are named; the rest is counted. */
const placesShown = 3;

const signs: Readonly<Record<Severity, string>> = { breaking: '✖', risky: '▲', safe: '✔' };
const verdictSigns: Readonly<Record<Verdict, string>> = {
  breaking: '✖',
  unknown: '?',
  risky: '▲',
  compatible: '✔',
  identical: '✔',
};

/** Ends with a line break. */
export function renderComparison(comparison: Comparison, options: TerminalOptions): string {
  const paint = createColors(options.colour);
  const shades = { breaking: paint.red, risky: paint.yellow, safe: paint.green };
  const verdictShades = { ...shades, unknown: paint.magenta, compatible: paint.green, identical: paint.green };
  const width = Math.max(options.width, 40);
  const lines: string[] = [];
  const say = (text: string, indent = '', shade: (line: string) => string = (line) => line) => {
    for (const line of wrap(text, width - indent.length)) lines.push(indent + shade(line));
  };

  const shade = verdictShades[comparison.verdict];
  say(`${verdictSigns[comparison.verdict]} ${verdictSentence(comparison)}`, '', (line) => paint.bold(shade(line)));
  const groups = groupByCause(countedFindings(comparison));
  say(totalsLine(comparison, groups), '  ', paint.dim);
  const { complaint } = comparison.semver;
  if (complaint !== null && options.failOnSemver === true) {
    say(`${signs.breaking} ${complaint} For that --fail-on-semver fails.`, '  ', paint.red);
  } else if (complaint !== null) say(`${signs.risky} ${complaint}`, '  ', paint.yellow);

  const onCodegen = codegenSentence(comparison, options);
  if (onCodegen !== null) say(`${signs.breaking} ${onCodegen}`, '  ', paint.red);

  for (const { told, rest } of kindsOfProblems(comparison.problems)) {
    for (const { message, hint, position, hides } of options.all ? [...told, ...rest] : told) {
      lines.push('');
      say(`${hides ? '?' : '▲'} ${message}`, '', hides ? paint.magenta : paint.yellow);
      if (position !== null) say(sayPosition(position), '    ', paint.dim);
      say(hint, '    ');
    }
    if (rest.length > 0 && !options.all)
      say(`and ${rest.length} more like these (--all names them)`, '    ', paint.dim);
  }

  const fails = ({ findings: [first] }: CauseGroup) => isFailure(first, { ...options, failOn: 'never' });
  const listed = groups.filter((group) => options.all || group.severity !== 'safe' || fails(group));
  const kinds = kindsSentence(listed);
  if (kinds !== null) {
    lines.push('');
    say(kinds);
  }
  const told = options.all ? listed.length : changesTold;
  for (const group of listed.slice(0, told)) {
    lines.push('');
    renderCause(group);
  }
  const untold = untoldSentence(listed, told);
  if (untold !== null) {
    lines.push('');
    say(`${untold} --all tells each.`);
  }

  const safe = groups.filter((group) => group.severity === 'safe' && !fails(group));
  if (!options.all && safe.length > 0) {
    lines.push('');
    const recompiled = safe.filter(({ findings: [first] }) => first.breaks.codegen === 'breaking').length;
    const clients =
      recompiled === 0
        ? ''
        : `; ${safe.length === 1 ? 'it' : `${recompiled} of them`} ${recompiled === 1 ? 'breaks' : 'break'} generated clients (--all)`;
    say(`${signs.safe} ${counted(safe.length, 'safe change')}, not shown${clients}.`, '', paint.green);
  }
  if (comparison.refactors.length > 0) {
    lines.push('');
    const recompiled = refactorsOfClients(comparison).length;
    const clients =
      recompiled === 0 ? '' : ` that is sent; ${recompiled} ${recompiled === 1 ? 'breaks' : 'break'} generated clients`;
    say(
      `${tallyWords(tallyOfRefactors(comparison), 'refactor')} proven to change nothing${clients}${options.all ? ':' : clients === '' ? '.' : ' (--all).'}`,
      '',
      paint.dim,
    );
    if (options.all) {
      for (const { message, places } of refactorRows(comparison)) {
        say(message, '  ', paint.dim);
        for (const place of places) sayPlace(place);
      }
    }
  }
  const filtered = pathFiltersSentence(comparison);
  if (filtered !== null) {
    lines.push('');
    say(`${filtered}.`, '', paint.yellow);
  }
  const settled = settingRows(comparison);
  if (settled.length > 0) {
    lines.push('');
    say(
      `Made milder by settings: ${settingTotals(comparison)}${options.all ? '' : ' (--all names each)'}`,
      '',
      paint.yellow,
    );
    for (const { row, names } of settled) {
      say(row, '  ');
      if (options.all) for (const name of names) say(name, '    ', paint.dim);
    }
  }
  const exempted = exemptedRows(comparison);
  if (exempted.length > 0) lines.push('');
  for (const { message, findings, terms } of exempted) {
    const places = findings.length === 1 ? '' : `, in ${findings.length} places`;
    say(`Exempted: ${message}${places} (${terms})`, '', paint.dim);
    sayPlaces(findings);
  }
  if (comparison.blindSpots.places.length > 0) {
    lines.push('');
    say(blindSpotSentence(comparison) ?? '', '', paint.dim);
    if (options.all) {
      for (const spot of comparison.blindSpots.places) {
        say(`${nameOperation(spot.operation)} ${spot.subject}: ${whyUnseen(spot)}`, '  ', paint.dim);
      }
    } else {
      const near = nearBlindSpots(comparison, changedOperations(comparison), 'operations that changed');
      if (near !== null) {
        say(near.sentence, '  ', paint.dim);
        for (const row of near.rows) say(row, '    ', paint.dim);
        if (near.left > 0) say(`and ${near.left} more (--all names them)`, '    ', paint.dim);
      }
    }
  }
  const second = wordSecondOpinion(comparison);
  if (second !== null) {
    lines.push('');
    say(second.sentence, '', paint.dim);
    for (const detail of second.details) say(detail, '  ', detail.startsWith('Disagrees') ? undefined : paint.dim);
  }
  return `${lines.join('\n')}\n`;

  /** Neither a path nor a subject is ever broken: both are there to be copied. */
  function sayPlace({ operation, subject }: Pick<Finding, 'operation' | 'subject'>): void {
    const name = onOneLine(nameOperation(operation));
    const inside = onOneLine(subject);
    const line = `    ${name}${inside === '' ? '' : `  ${inside}`}`;
    if (line.length <= width || inside === '') lines.push(line);
    else lines.push(`    ${name}`, `      ${inside}`);
  }

  function sayPlaces(findings: CauseGroup['findings']): void {
    const [{ operation, subject, message }] = findings;
    // A message such as "GET /pets is gone" has said where.
    if (findings.length === 1 && subject === '' && message.includes(nameOperation(operation))) return;
    const shown = options.all ? findings.length : placesShown;
    for (const finding of findings.slice(0, shown)) sayPlace(finding);
    if (findings.length > shown) say(`and ${findings.length - shown} more (--all names them)`, '    ', paint.dim);
  }

  function renderCause(group: CauseGroup): void {
    const { severity, rule, message, findings } = group;
    const [first] = findings;
    const colour = shades[severity];
    say(`${signs[severity]} ${message}`, '', (line) => paint.bold(colour(line)));
    const clients = generatedClientWords(first);
    const places = findings.length > 1 ? ` · ${findings.length} places` : '';
    const set = settingWords(first);
    say(
      `${severity} · ${rule}${places}${set === null ? '' : ` · ${set}`}${clients === null ? '' : ` · ${clients}`}`,
      '    ',
      paint.dim,
    );
    sayPlaces(findings);
    const where = sayPositions(first);
    if (where !== null) say(where, '    ', paint.dim);
    if (options.all) say(`fingerprint ${first.fingerprint}`, '    ', paint.dim);
    if (first.lifecycle !== null && (first.lifecycle.sunset ?? first.lifecycle.stability) != null) {
      say(lifecycleSentence(first.lifecycle), '    ');
    }
    say(first.advice, '    ');
    const along = alongSentence(group);
    if (along !== null) say(along, '    ');
    if (first.witness !== null) {
      say(`${exampleTitle(first, comparison)}:`, '    ');
      for (const line of shownExample(first.witness)) lines.push(`      ${paint.cyan(visibleText(line))}`);
    }
  }
}

/** Breaks at blanks; a word that is too long stands alone. What follows a sign goes on below itself. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  const hanging = /^[✖▲✔?] /.test(text) ? '  ' : '';
  let line = '';
  for (const word of onOneLine(text).split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = hanging + word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

/** Only documents break lines within a sentence or a name, and what they put on a line of its own would look like ours. */
function onOneLine(text: string): string {
  return visibleText(text.replaceAll(/[\r\n\u2028\u2029]+/g, ' '));
}
