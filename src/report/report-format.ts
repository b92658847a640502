// A report is a pure rendering of a comparison. One format is one file and one line in formats.ts; the command line,
// its help and the tests are derived from that list.

import { counted, type Position, sayDay } from '../base/index.ts';
import {
  type Comparison,
  type Finding,
  type OperationRef,
  type Refactor,
  sayPathFilters,
  severityRank,
} from '../rules/index.ts';

export interface ReportOptions {
  /** Risky findings count as failures too (`--fail-on risky`). */
  readonly failOn: 'breaking' | 'risky';
  /** A version that does not say what changed counts as a failure too (`--fail-on-semver`). */
  readonly failOnSemver?: boolean;
  /** What only breaks generated clients counts as a failure too (`--fail-on-codegen`). */
  readonly failOnCodegen?: boolean;
}

/** Whether a change makes the exit status 1. */
export function isFailure(
  { severity, breaks, exemption }: Finding,
  {
    failOn,
    failOnCodegen = false,
  }: Omit<ReportOptions, 'failOn'> & { readonly failOn: ReportOptions['failOn'] | 'never' },
): boolean {
  if (exemption !== null) return false;
  if (failOnCodegen && breaks.codegen === 'breaking') return true;
  return failOn !== 'never' && (severity === 'breaking' || (failOn === 'risky' && severity === 'risky'));
}

/** Whether any change makes the exit status 1. */
export function fails(comparison: Comparison, options: Parameters<typeof isFailure>[1]): boolean {
  if (comparison.findings.some((finding) => isFailure(finding, options))) return true;
  return options.failOnCodegen === true && refactorsOfClients(comparison).length > 0;
}

export interface ReportFormat {
  /** The word for `--format`. */
  readonly id: string;
  readonly purpose: string;
  render(comparison: Comparison, options: ReportOptions): string;
}

/**
 * Which version the release needs beside the one that it has; what is wrong there, the complaint says. Null where nobody
 * asks for it: the rule is off, or a side has no document.
 */
export function versionWords({ semver: { declared, required, next, complaint } }: Comparison): string | null {
  if (required === 'none') return 'no new version needed';
  if (complaint !== null && next !== null) return `needs version ${next}`;
  if (declared === null && complaint === null) return null;
  if (declared === null || complaint !== null) return `needs a ${required} version`;
  if (declared === required) return `a ${required} version, as it should be`;
  return declared === 'none' ? 'its version will do' : `a ${declared} version, which will do`;
}

/** What settings turned off or made milder, a row for each rule and reason: `pattern-changed: breaking → off in 3 places`. */
export function settingRows({
  findings,
  silenced = [],
}: Comparison): readonly { readonly row: string; readonly names: readonly string[] }[] {
  const lowered = findings.filter(
    ({ setting, severity }) => setting && severityRank[setting.from] < severityRank[severity],
  );
  const changes = [
    ...silenced.map((each) => ({ ...each, from: each.severity, to: 'off' })),
    ...lowered.map((each) => ({ ...each, from: each.setting!.from, to: each.severity, reason: each.setting!.reason })),
  ];
  const groups = Map.groupBy(changes, ({ rule, from, to, reason }) => JSON.stringify([rule, from, to, reason]));
  return [...groups.values()].map((alike) => {
    const { rule, from, to, reason } = alike[0]!;
    return {
      row: `${rule}: ${from} → ${to} in ${counted(alike.length, 'place')} (${reason ?? 'no reason is given'})`,
      names: alike.map(({ operation, message }) =>
        message.includes(nameOperation(operation)) ? message : `${nameOperation(operation)}: ${message}`,
      ),
    };
  });
}

/** `silenced in 3 places, lowered in 1 place`; empty where settings did neither. */
export function settingTotals({ findings, silenced = [] }: Comparison): string {
  const lowered = findings.filter(
    ({ setting, severity }) => setting && severityRank[setting.from] < severityRank[severity],
  ).length;
  return [
    ...(silenced.length > 0 ? [`silenced in ${counted(silenced.length, 'place')}`] : []),
    ...(lowered > 0 ? [`lowered in ${counted(lowered, 'place')}`] : []),
  ].join(', ');
}

/** `12 of 16 operations`; null where path filters left none out, or all, which is a problem that is told as one. */
export function leftOutWords({ pathFilters }: Pick<Comparison, 'pathFilters'>): string | null {
  if (!pathFilters || pathFilters.leftOut === 0 || pathFilters.leftOut === pathFilters.operations) return null;
  return `${pathFilters.leftOut} of ${counted(pathFilters.operations, 'operation')}`;
}

/** That path filters left something out, as a clause without a full stop; null where they did not. */
export function pathFiltersSentence({ pathFilters }: Pick<Comparison, 'pathFilters'>): string | null {
  const leftOut = leftOutWords({ pathFilters });
  if (!pathFilters || leftOut === null) return null;
  return `Path filters leave ${leftOut} out of the comparison (${sayPathFilters(pathFilters)})`;
}

/** What no finding shows, for reports that are lists of findings. */
export interface AsideNote {
  readonly code: 'path-filters' | 'settings';
  readonly title: string;
  readonly sentence: string;
}

/** What settings of one's own left out or did to findings; none where they did nothing. */
export function asideNotes(comparison: Comparison): readonly AsideNote[] {
  const filtered = pathFiltersSentence(comparison);
  const rows = settingRows(comparison);
  return [
    ...(filtered === null
      ? []
      : [
          {
            code: 'path-filters' as const,
            title: `Left out by path filters: ${leftOutWords(comparison)}`,
            sentence: `${filtered}.`,
          },
        ]),
    ...(rows.length === 0
      ? []
      : [
          {
            code: 'settings' as const,
            title: `Made milder by settings: ${settingTotals(comparison)}`,
            sentence: `Settings made milder what the rules say: ${rows.map(({ row }) => row).join('; ')}.`,
          },
        ]),
  ];
}

/** How much is described too loosely to be compared: `12.3 % of the API`, `nothing`, or `unknown`. */
export function unseenWords(comparison: Comparison): string {
  const { base, revision, blindSpots } = comparison;
  // A side of which nothing was read has no sources.
  if ([base, revision].some(({ sources }) => sources.length === 0)) return 'unknown';
  if (blindSpots.places.length === 0) return 'nothing';
  return `${sharePercent(blindSpots.share)} % of ${comparedWords(comparison)}`;
}

/** What figures and claims are about. */
export function comparedWords(comparison: Pick<Comparison, 'pathFilters'>): string {
  return leftOutWords(comparison) === null ? 'the API' : 'what was compared';
}

/** The worst first. */
export function exemptedFindings({ findings }: Pick<Comparison, 'findings'>): readonly Finding[] {
  return findings
    .filter(({ exemption }) => exemption !== null)
    .toSorted((a, b) => severityRank[a.severity] - severityRank[b.severity]);
}

/** What was exempted, a row for each change and the terms on which it is. */
export function exemptedRows({ findings }: Pick<Comparison, 'findings'>): readonly {
  readonly message: string;
  readonly findings: readonly [Finding, ...Finding[]];
  readonly terms: string;
}[] {
  const exempted = exemptedFindings({ findings });
  const alike = Map.groupBy(exempted, (each) =>
    JSON.stringify([each.severity, each.cause, each.direction, each.exemption]),
  );
  return [...alike.values()].map(([first, ...others]) => {
    const { message, exemption } = first!;
    return { message, findings: [first!, ...others], terms: exemptionTerms(exemption!) };
  });
}

/** `Nobody sends it; ana, until 1 Sep 2026` */
export function exemptionTerms({ reason, owner, until }: NonNullable<Finding['exemption']>): string {
  return `${reason}; ${owner}${until === null ? '' : `, until ${sayDay(until)}`}`;
}

/**
 * `GET /pets/{id}`, `webhook newPet (POST)`, `callback sold of PUT /pets/{id} (POST)`, or the whole API. A callback that
 * belongs to another: `callback paid of POST {$request.body#/url} of /pets/{id} (POST)`.
 */
export function nameOperation(operation: OperationRef | null): string {
  if (operation === null) return 'the whole API';
  if (operation.kind === 'path') return `${operation.method} ${operation.path}`;
  const { kind, method, path, name, ofMethod } = operation;
  if (kind === 'webhook') return `webhook ${name ?? path} (${method})`;
  const [parent = path, ...above] = path.split(' → ').slice(0, -1).reverse();
  const of = [[ofMethod ?? [], parent].flat().join(' '), ...above].join(' of ');
  return `callback ${name ?? path} of ${of} (${method})`;
}

function sayRefactor({ message, breaks }: Refactor): string {
  return breaks === undefined ? message : `${message}. It breaks generated clients`;
}

/** What was proven to change nothing, a row for each sentence: a schema that four operations use is told once. */
export function refactorRows({ refactors }: Pick<Comparison, 'refactors'>): readonly {
  readonly message: string;
  readonly places: readonly [Refactor, ...Refactor[]];
}[] {
  const alike = Map.groupBy(refactors, sayRefactor);
  return [...alike].map(([message, [first, ...others]]) => ({ message, places: [first!, ...others] }));
}

/** Those that break generated clients. */
export function refactorsOfClients(comparison: Pick<Comparison, 'refactors'>): ReturnType<typeof refactorRows> {
  return refactorRows(comparison).filter(({ places: [{ breaks }] }) => breaks !== undefined);
}

/** What its author had announced about the life of a thing that changed, and whether that was kept. */
export function lifecycleSentence({ deprecated, sunset, kept, stability }: NonNullable<Finding['lifecycle']>): string {
  const level = stability === undefined ? '' : `The operation is marked ${stability}: it promises nothing yet.`;
  if (!deprecated && sunset === null) return level;
  const announced = `${deprecated ? 'It was deprecated' : 'Its end was announced'}${sunset === null ? '' : `, to stay until ${sayDay(sunset)}`}`;
  const held = kept === null ? '' : kept ? '; that day was kept, so it is no accident' : '; that day has not come yet';
  return `${announced}${held}. ${level}`.trim();
}

/** Whom it breaks besides calls: code that uses a client generated from the document. Null where it breaks nobody there. */
export function generatedClientWords({ breaks }: Finding): string | null {
  if (breaks.codegen === 'safe') return null;
  return breaks.codegen === 'breaking' ? 'breaks generated clients' : 'may break generated clients';
}

/** Why a comparison that breaks no call fails all the same; null where it does not. */
export function codegenSentence(
  comparison: Comparison,
  { failOnCodegen = false }: Partial<ReportOptions>,
): string | null {
  if (!failOnCodegen || comparison.verdict === 'breaking') return null;
  const causes = new Set(
    countedFindings(comparison).flatMap(({ cause, breaks }) => (breaks.codegen === 'breaking' ? cause : [])),
  );
  const count = causes.size + refactorsOfClients(comparison).length;
  if (count === 0) return null;
  return `${counted(count, 'change')} ${count === 1 ? 'breaks' : 'break'} generated clients, for which --fail-on-codegen fails.`;
}

/** Of refactors that fail, which have no place of their own in a report for machines; null where none does. */
export function failingRefactors(
  comparison: Comparison,
  { failOnCodegen = false }: Partial<ReportOptions>,
): string | null {
  const rows = refactorsOfClients(comparison);
  const [first] = rows;
  if (!failOnCodegen || first === undefined) return null;
  const names = [...new Set(first.places.map(({ operation }) => nameOperation(operation)))];
  const where = `${names[0]}${names.length > 1 ? ` and ${names.length - 1} more` : ''}`;
  return `${counted(rows.length, 'refactor')} ${rows.length === 1 ? 'breaks' : 'break'} generated clients, first: ${where}: ${first.message}.`;
}

/** Both severities of a finding, for reports that have no column for each. */
export function severitiesSentence(finding: Finding): string {
  const { wire, codegen } = finding.breaks;
  const set = settingWords(finding);
  return `On the wire: ${wire}${set === null ? '' : ` (${set})`}; for generated clients: ${codegen}.`;
}

/** That its severity is the reader's own; null where it is the rule's. */
export function settingWords({ setting }: Finding): string | null {
  if (!setting) return null;
  return `${setting.from} but for your settings${setting.reason === null ? '' : `: ${setting.reason}`}`;
}

/** The message with its operation before it, where it does not name it itself. */
export function placedMessage({ operation, message }: Finding): string {
  const name = nameOperation(operation);
  return message.includes(name) ? message : `${name}: ${message}`;
}

/** What the complaint about the version says already; told again as safe it would read as fine. */
const versionRules: ReadonlySet<string> = new Set([
  'major-version-not-bumped',
  'version-not-bumped',
  'version-decreased',
]);

/** Findings that count, the worst first; an exempted one is listed apart. */
export function countedFindings({ findings, semver }: Comparison): readonly Finding[] {
  const isSaid = ({ rule, severity }: Finding) =>
    semver.complaint !== null && severity === 'safe' && versionRules.has(rule);
  return findings
    .filter((finding) => finding.exemption === null && !isSaid(finding))
    .toSorted((a, b) => severityRank[a.severity] - severityRank[b.severity]);
}

/** Where an editor should open: the revision's place, or the base's where there is none; a file of git by its path alone. */
export function placeOf(
  finding: Finding,
): { readonly file: string; readonly line: number; readonly column: number } | null {
  const position = finding.revision ?? finding.base;
  if (position === null) return null;
  return { file: fileOf(position.source), line: position.line ?? 1, column: position.column ?? 1 };
}

/** `main:specs/api.yaml` and `./specs/api.yaml` → `specs/api.yaml`: what marks lines in a checkout knows neither. */
export function fileOf(source: string): string {
  if (/^(?:[a-z][a-z0-9+.-]*:\/\/|github:|[a-z]:[\\/])/i.test(source)) return source;
  return source.replace(/^[^:]*:(?=.)/, '').replace(/^(?:\.\/)+/, '');
}

/** Where a change stands in both documents, for a person; null where neither has a place for it. */
export function sayPositions({ base, revision }: Pick<Finding, 'base' | 'revision'>): string | null {
  const said = [base, revision].filter((position) => position !== null).map(sayPosition);
  return said.length === 0 ? null : said.join(' → ');
}

/** `specs/api.yaml:12:3`; what is gone lies near what is left. */
export function sayPosition({ source, line, column, exact }: Position): string {
  const file = source === '-' ? 'standard input' : source;
  const where = line === null ? file : `${file}:${line}:${column ?? 1}`;
  return exact ? where : `${where} (nearest)`;
}

const longestExample = 40;
const longestLine = 240;

/** What is over-long is so for its length, not for its middle. */
function shortLine(line: string): string {
  if (line.length <= longestLine) return line;
  const kept = longestLine / 2;
  return `${line.slice(0, kept)}… ${line.length - 2 * kept} characters more …${line.slice(-kept)}`;
}

/** A call or answer for a person: what repeats itself is told once, and what is very long is cut. */
export function shownExample({ http }: NonNullable<Finding['witness']>): string[] {
  const lines: string[] = [];
  let repeated = 0;
  const all = http.trimEnd().split('\n').map(shortLine);
  for (const [index, line] of all.entries()) {
    const isRepeated = index > 1 && line === all[index - 1] && line === all[index - 2] && line === all[index + 1];
    if (isRepeated) repeated += 1;
    else {
      if (repeated > 0) lines.push(`${line.slice(0, line.search(/\S|$/))}… ${repeated} more like it …`);
      repeated = 0;
      lines.push(line);
    }
  }
  if (lines.length <= longestExample) return lines;
  return [
    ...lines.slice(0, longestExample - 1),
    `… ${lines.length - longestExample + 1} lines more; --json has them all`,
  ];
}

/** Where in its body to look, since other changes may show there as well: `; look at /items/0/kind`. Empty of the whole. */
export function placeInExample(witness: Finding['witness']): string {
  return witness === null || witness.at === '' ? '' : `; look at ${witness.at}`;
}

/** What an example is one of, as a clause without a colon. */
export function exampleTitle(
  { direction, witness }: Pick<Finding, 'direction' | 'witness'>,
  { reversed }: Pick<Comparison, 'reversed'>,
): string {
  // Of a webhook or callback the API sends the call, and its clients the answer.
  const what = `This ${witness?.kind === 'response' ? 'answer' : 'call'}`;
  const look = placeInExample(witness);
  if (direction === 'request') {
    return reversed
      ? `${what} is accepted by the newer release and not by the older one${look}`
      : `${what} was accepted and is refused now${look}`;
  }
  return `${what} ${reversed ? 'could come again' : 'could not come before and may come now'}${look}`;
}

export function sharePercent(share: number): string {
  return share > 0 && share < 0.001 ? 'less than 0.1' : (share * 100).toFixed(1);
}

/** How much of the API is described too loosely for any comparison to see a break; null where nothing is. */
export function blindSpotSentence(comparison: Comparison): string | null {
  const { places, share } = comparison.blindSpots;
  if (places.length === 0) return null;
  return `${counted(places.length, 'place')} (${sharePercent(share)} % of ${comparedWords(comparison)}) ${places.length === 1 ? 'says' : 'say'} too little to be compared: a break there goes unseen.`;
}

/** Why a place says too little, and how many more hold the same. */
export function whyUnseen({ reason, alsoIn = 0 }: Comparison['blindSpots']['places'][number]): string {
  return alsoIn === 0 ? reason : `${reason} So it is in ${counted(alsoIn, 'other place')}.`;
}

interface SecondOpinionWords {
  readonly sentence: string;
  /** What is behind the numbers but the agreement; the same reason for many operations is told once. */
  readonly details: readonly string[];
}

/** What openapi-diff says beside us; null where it was not asked. */
export function wordSecondOpinion({ secondOpinion }: Comparison): SecondOpinionWords | null {
  if (secondOpinion === null) return null;
  const { agrees, disagrees, notConsulted, failed } = secondOpinion;
  const reasons = (told: typeof failed, verb: string) => {
    const byReason = Map.groupBy(told, ({ because }) => because);
    return [...byReason].map(([because, all]) => `${verb} on ${namesOf(all)}: ${because}`);
  };
  return {
    sentence: `A second opinion, from openapi-diff: of the operations that changed it agrees on ${agrees}, disagrees on ${disagrees.length}, was not consulted on ${notConsulted.length} and failed on ${failed.length}.`,
    details: [
      ...disagrees.map(
        ({ operation, theirs, ours }) =>
          `Disagrees on ${nameOperation(operation)}: it sees ${theirs}; tocsin says ${ours}`,
      ),
      ...reasons(failed, 'Failed'),
      ...reasons(notConsulted, 'Not consulted'),
    ],
  };
}

const operationsNamed = 3;

function namesOf(told: readonly { readonly operation: OperationRef | null }[]): string {
  const names = told.slice(0, operationsNamed).map(({ operation }) => nameOperation(operation));
  return `${names.join(', ')}${told.length > operationsNamed ? ` and ${told.length - operationsNamed} more` : ''}`;
}

interface SecondOpinionOn {
  readonly state: 'agrees' | 'disagrees' | 'not consulted' | 'failed';
  /** What it sees, or why it was not consulted or failed; null where it agrees. */
  readonly because: string | null;
}

/** What openapi-diff says of the operation that a finding is about; null where it was not asked at all. */
export function secondOpinionOn(
  { secondOpinion }: Comparison,
  { operation, subjectPath }: Pick<Finding, 'operation' | 'subjectPath'>,
): SecondOpinionOn | null {
  if (secondOpinion === null) return null;
  if (!isLookedAt(subjectPath)) {
    return { state: 'not consulted', because: 'it looks at bodies, statuses and the headers of answers alone' };
  }
  const name = nameOperation(operation);
  const isIt = (told: { readonly operation: OperationRef }) => nameOperation(told.operation) === name;
  const disagrees = secondOpinion.disagrees.find(isIt);
  if (disagrees) {
    return { state: 'disagrees', because: `it sees ${disagrees.theirs}; tocsin says ${disagrees.ours}` };
  }
  const failed = secondOpinion.failed.find(isIt);
  if (failed) return { state: 'failed', because: failed.because };
  if (secondOpinion.agreesOn.some((each) => nameOperation(each) === name)) return { state: 'agrees', because: null };
  const notConsulted = secondOpinion.notConsulted.find(isIt);
  return {
    state: 'not consulted',
    because: notConsulted?.because ?? 'only operations that both releases have are put to it',
  };
}

/** Of the operation itself it says only whether it is there, and what is not on both sides is not put to it. */
function isLookedAt([where]: Finding['subjectPath']): boolean {
  return where === undefined || where === 'body' || /^(?:[1-5](?:\d\d|XX)|default)$/.test(where);
}

/** The same in words, for reports that have no place of its own for it: one sentence for each answer. */
export function secondOpinionSentences(comparison: Comparison, findings: readonly Finding[]): string[] {
  const byName = new Map(findings.map((finding) => [nameOperation(finding.operation), finding]));
  const byAnswer = Map.groupBy(byName.values(), (finding) => {
    const opinion = secondOpinionOn(comparison, finding);
    if (opinion?.state === 'agrees') return 'agrees, of the operation as a whole';
    return opinion && `${opinion.state}: ${opinion.because}`;
  });
  byAnswer.delete(null);
  return [...byAnswer].map(([answer, on]) => `Second opinion (openapi-diff) on ${namesOf(on)}: ${answer}.`);
}
