// Who is hurt, how sure that is and where; who is not and why; and who called without anybody knowing them.

import { stripVTControlCharacters } from 'node:util';
import { counted } from '../base/index.ts';
import {
  breakingOf,
  type Catalog,
  type Certainty,
  type ConsumerImpact,
  countExposures,
  type Exposure,
  exposureOf,
  exposures,
  exposureWords,
  type Hit,
  type Impact,
  sayClaim,
  sayExposures,
  saySightings,
} from '../catalog/index.ts';
import {
  alongSentence,
  holdersOf,
  nameOperation,
  nearBlindSpots,
  type Tally,
  tallyFigures,
  tallyOfMet,
} from '../report/index.ts';
import { type Comparison, type Finding, severityRank } from '../rules/index.ts';
import { describeCaller, nameOf } from './print-callers.ts';
import type { Stream } from './shell.ts';
import { alignColumns } from './terminal/align-columns.ts';
import { paint } from './terminal/paint.ts';
import { wrapText } from './terminal/wrap-text.ts';

export interface HurtOperation {
  readonly operation: string;
  readonly breaking: Tally;
  readonly risky: Tally;
  readonly hits: readonly Hurt[];
  /** The worst and surest of them. */
  readonly first: Hurt;
}

export interface Hurt {
  readonly finding: Finding;
  /** The surest of what is told with it as well. */
  readonly hit: Hit;
  /** What comes or goes with it, as a sentence; null where nothing does. */
  readonly along: string | null;
}

export function printImpact(
  { consumers, unknownCallers }: Pick<Impact, 'consumers' | 'unknownCallers'>,
  comparison: Comparison,
  catalog: Catalog,
  stream: Pick<Stream, 'colour' | 'columns'>,
  /** Whether every finding is said, not only the worst three of each operation. */
  all = false,
): string[] {
  const { bold, dim, red, yellow, green, magenta } = paint(stream);
  const lamps: Readonly<Record<Exposure, string>> = {
    hit: red('✖'),
    maybe: magenta('?'),
    behind: magenta('?'),
    'at-risk': yellow('▲'),
    spared: green('✔'),
  };
  const breakingOnes = breakingOf(comparison.findings);
  const count = hitCounter(comparison);
  const findings = new Map(comparison.findings.map((finding) => [finding.fingerprint, finding]));
  const outsiders = new Set(catalog.teams.filter(({ inside }) => !inside).map(({ name }) => name));
  const nameTeam = (team: string) => `${team}${outsiders.has(team) ? ', outside' : ''}`;
  const width = Math.min(stream.columns, 110);
  const note = (text: string) => wrapText(text, { width: width - 4 }).map((line) => dim(`    ${line}`));
  const lines: string[] = [];
  // Of whom it cannot be told what they meet, each change would be listed: one line for each reason says as much.
  const isFolded = (entry: ConsumerImpact) => !all && isUntold(entry);
  const many = all ? null : sayMany(consumers, breakingOnes);
  if (many !== null) lines.push(...wrapText(many, { width }), '');
  const single = (all ? consumers : worstFirst(consumers, breakingOnes)).filter((entry) => !isFolded(entry));
  const told = all ? single.length : consumersTold;
  for (const entry of single.slice(0, told)) {
    const { consumer, team, via, notAffectedBecause, spared, contradictions } = entry;
    const isDoubtful = ({ certainty }: Hit) => !all && certainty === 'unknown';
    const operations = hurtOperations({ hits: entry.hits.filter((hit) => !isDoubtful(hit)) }, findings, count);
    const chain = via.length === 0 ? '' : dim(` through ${via.join(' → ')}`);
    lines.push(`${lamps[exposureOf(entry, breakingOnes)]} ${bold(consumer)}  ${nameTeam(team)}${chain}`);
    if (notAffectedBecause !== null) lines.push(...note(notAffectedBecause));
    const toldHere = new Set<string>();
    const shownOf = operations.map(({ hits, first }) => {
      const fresh = all ? hits : hits.filter((hurt) => !toldHere.has(toldOnce(hurt)));
      const [lead, ...others] = [...Map.groupBy(fresh, toldOnce).values()].map(([one]) => one as Hurt);
      const also = all ? others : others.slice(0, alsoShown);
      for (const one of lead === undefined ? [] : [lead, ...also]) toldHere.add(toldOnce(one));
      const above = new Set(hits.filter((hurt) => !fresh.includes(hurt)).map(toldOnce)).size;
      return { lead, also, left: others.length - also.length, above, first };
    });
    const heads = operations.map(({ operation, breaking, risky, first }) => [
      operation,
      sayHits(breaking, risky),
      sureWords[first.hit.certainty],
    ]);
    const sentenceOf = (at: number) => {
      const lead = shownOf[at]?.lead;
      return lead === undefined ? 'as told above' : sayHurt(lead);
    };
    const rows = alignColumns(
      heads.map((cells, at) => [...cells, dim(sentenceOf(at))]),
      { indent: 4 },
    );
    const alone = alignColumns(heads, { indent: 4 });
    let said = '';
    for (const [at, row] of rows.entries()) {
      // What does not fit beside its operation stands below it, as what else hits it does.
      if (stripVTControlCharacters(row).length <= width) lines.push(row);
      else lines.push(alone[at]!, ...note(sentenceOf(at)).map((line) => `  ${line}`));
      const { first } = operations[at]!;
      const { hit } = first;
      const sure = `${hit.because}${sayWhere(hit)}`;
      // What is said of all operations alike, as of a service that is declared as a whole, is said once.
      if (sure !== said && hit.certainty !== 'declared') lines.push(...note(`  ${sure}`).map((line) => `  ${line}`));
      said = sure;
      const { lead, also, left, above } = shownOf[at]!;
      const sentences = also.map((hurt) =>
        hurt.hit.certainty === 'field' && hurt.hit.because !== hit.because
          ? `${sayHurt(hurt).replace(/\.$/, '')}. ${hurt.hit.because}`
          : sayHurt(hurt),
      );
      const rest = [
        ...(above > 0 && lead !== undefined ? [`${above} told above`] : []),
        ...(left > 0 ? [`${left} more: tocsin impact … --all`] : []),
      ].join(', and ');
      const beside = [
        ...new Set(sentences.map((message) => `also: ${message}`)),
        ...(rest === '' ? [] : [`and ${rest}`]),
      ];
      lines.push(...beside.flatMap((line) => note(line).map((part) => `  ${part}`)));
    }
    for (const [because, own] of Map.groupBy(entry.hits.filter(isDoubtful), (hit) => hit.because)) {
      const { breaking, risky } = count(own.map((hit) => hit.finding));
      const more = sayHits(breaking, risky);
      if (more !== '') lines.push(...note(`Cannot tell of ${more}: ${because} ${howToTell(entry)}`));
    }
    if (notAffectedBecause === null) lines.push(...spared.flatMap(({ because }) => note(`Passes it by: ${because}`)));
    lines.push(...contradictions.flatMap((one) => note(`Mind: ${one}`)));
  }
  const inBrief = single.slice(told);
  if (inBrief.length > 0) lines.push('', bold('In short, of which `tocsin impact … --all` tells each as above'));
  const brief = inBrief.map((entry) => {
    const { breaking, risky } = count(entry.hits.map((hit) => hit.finding));
    const exposure = exposureOf(entry, breakingOnes);
    const words = sayHits(breaking, risky) || exposureWords[exposure];
    return [`${lamps[exposure]} ${entry.consumer}`, nameTeam(entry.team), words];
  });
  for (const [at, row] of alignColumns(brief).entries()) {
    lines.push(row, ...inBrief[at]!.contradictions.flatMap((one) => note(`Mind: ${one}`)));
  }
  const untold = Map.groupBy(consumers.filter(isFolded), ({ hits, via }) => JSON.stringify([hits[0]?.because, via[0]]));
  for (const alike of untold.values()) {
    const [first] = alike as [ConsumerImpact, ...ConsumerImpact[]];
    const names = alike.map(({ consumer, team }) => `${consumer} (${nameTeam(team)})`);
    const shown = names.slice(0, untoldNamed).join(', ');
    const more = names.length > untoldNamed ? ` and ${names.length - untoldNamed} more (--all names them)` : '';
    const [head = '', ...rest] = wrapText(`Cannot tell whether it hits ${shown}${more}`, {
      width: width - 2,
      indent: 2,
    });
    lines.push(`${magenta('?')} ${bold(head)}`, ...rest.map((line) => bold(`  ${line}`)));
    lines.push(...note(`${first.hits[0]?.because} ${howToTell(first)}`));
  }
  if (unknownCallers.length > 0) {
    lines.push('', bold('Callers that nobody has claimed'));
    for (const caller of unknownCallers) {
      lines.push(`${caller.breaking.length > 0 ? red('✖') : magenta('?')} ${bold(nameOf(caller))}`);
      lines.push(...describeCaller(caller, stream));
      if (caller.forwarded !== null || caller.lapsed !== null) lines.push(...note(`${sayClaim(caller)}.`));
      if (caller.backBecause !== null) lines.push(...note(caller.backBecause));
    }
  }
  return lines;
}

/** Where what somebody is declared to use says too little for a break to be seen: nobody is spared by that. */
export function printBlindSpots(
  comparison: Pick<Comparison, 'blindSpots'>,
  { consumers }: Catalog,
  service: string,
  stream: Pick<Stream, 'colour' | 'columns'>,
): string[] {
  const used = new Set(
    consumers.flatMap(({ uses }) => uses.flatMap((use) => (use.service === service ? (use.operations ?? []) : []))),
  );
  const near = nearBlindSpots(comparison, used, 'operations that consumers use');
  if (near === null) return [];
  const { dim, magenta } = paint(stream);
  const { places } = comparison.blindSpots;
  const width = Math.min(stream.columns, 110) - 4;
  const more = near.left > 0 ? [`and ${near.left} more: tocsin diff … --all`] : [];
  return [
    '',
    ...wrapText(
      `? ${counted(places.length, 'place says', 'places say')} too little to be compared. ${near.mayBeMore ? 'At least ' : ''}${near.sentence}`,
      {
        width,
        indent: 2,
      },
    ).map((line) => line.replace(/^\?/, magenta('?'))),
    ...[...near.rows, ...more].flatMap((row) => wrapText(row, { width, indent: 2 }).map((line) => dim(`    ${line}`))),
  ];
}

/** Nothing else is to be said of it than that it cannot be told, and why. */
function isUntold({ hits, spared, contradictions }: ConsumerImpact): boolean {
  const [first] = hits;
  return (
    first !== undefined &&
    spared.length + contradictions.length === 0 &&
    hits.every(({ certainty, because }) => certainty === 'unknown' && because === first.because)
  );
}

/** What would answer it, as a sentence. */
function howToTell({ via, notInDocument }: Pick<ConsumerImpact, 'via' | 'notInDocument'>): string {
  if (via[0] !== undefined) return `To tell: ask the team of ${via[0]} whether it passes the change on.`;
  const name = notInDocument.length > 0 ? 'mend what `uses` names' : 'name the operations under `uses`';
  return `To tell: ${name}, or import logs or contracts (--logs, --har, --traces, --pact; tocsin evidence import keeps them).`;
}

const untoldNamed = 5;

/** How sure a hit is, in a word. */
export const sureWords: Readonly<Record<Certainty, string>> = {
  field: 'uses this field',
  operation: 'calls it',
  declared: 'declared',
  unknown: 'cannot tell',
};

/** Of more consumers than this nobody reads what each of them meets. */
const consumersTold = 25;

/** `500 consumers: 480 hit, 20 may be hit.` before more of them than are told in full; null before fewer. */
export function sayMany(consumers: Impact['consumers'], breaking: ReadonlySet<string>): string | null {
  if (consumers.length <= consumersTold) return null;
  return `${counted(consumers.length, 'consumer')}: ${sayExposures(countExposures({ consumers }, breaking))}.`;
}

/** In the catalogue's order, unless they are more than are told in full: then those that are hit come first. */
export function worstFirst(consumers: Impact['consumers'], breaking: ReadonlySet<string>): Impact['consumers'] {
  if (consumers.length <= consumersTold) return consumers;
  const ranks = new Map(consumers.map((entry) => [entry, exposures.indexOf(exposureOf(entry, breaking))]));
  return consumers.toSorted((a, b) => ranks.get(a)! - ranks.get(b)!);
}

/** `4 breaking (6 places), 1 risky` */
export function sayHits(breaking: Tally, risky: Tally): string {
  return [
    breaking.changes > 0 ? tallyFigures(breaking, 'breaking') : '',
    risky.changes > 0 ? tallyFigures(risky, 'risky') : '',
  ]
    .filter(Boolean)
    .join(', ');
}

/** Counts the changes of both severities that some hits belong to. */
export function hitCounter(comparison: Comparison): HitCounter {
  return (fingerprints) => {
    const met = new Set(fingerprints);
    return { breaking: tallyOfMet(comparison, 'breaking', met), risky: tallyOfMet(comparison, 'risky', met) };
  };
}

type HitCounter = (fingerprints: readonly string[]) => { readonly breaking: Tally; readonly risky: Tally };

/** ` 410 requests in production, 20 in staging (all answered 404).`, with a space in front; nothing where no call was seen. */
export function sayWhere({ environments }: Hit): string {
  return environments.some(({ requests }) => requests > 0) ? ` ${saySightings(environments)}.` : '';
}

/** One row an operation, the worst first. */
export function hurtOperations(
  { hits }: Pick<ConsumerImpact, 'hits'>,
  findings: ReadonlyMap<string, Finding>,
  count: HitCounter,
): readonly HurtOperation[] {
  const hitOf = new Map(
    hits.flatMap((hit) => {
      const finding = findings.get(hit.finding);
      return finding === undefined || finding.severity === 'safe' ? [] : [[finding, hit] as const];
    }),
  );
  const holders = holdersOf([...hitOf.keys()]);
  const alongOf = Map.groupBy(holders.keys(), (finding) => holders.get(finding)!);
  const hurt = [...hitOf].flatMap(([finding, own]): Hurt[] => {
    if (holders.has(finding)) return [];
    const along = alongOf.get(finding) ?? [];
    const [hit] = [own, ...along.map((one) => hitOf.get(one)!)].toSorted(
      (a, b) => surest[a.certainty] - surest[b.certainty],
    );
    return [{ finding, hit: hit!, along: alongSentence({ along, findings: [finding] }) }];
  });
  return [...Map.groupBy(hurt, ({ finding }) => nameOperation(finding.operation))]
    .map(([operation, own]) => {
      const sorted = own.toSorted(
        (a, b) =>
          severityRank[a.finding.severity] - severityRank[b.finding.severity] ||
          Number(a.hit.certainty === 'unknown') - Number(b.hit.certainty === 'unknown') ||
          reach(a.finding) - reach(b.finding) ||
          surest[a.hit.certainty] - surest[b.hit.certainty],
      );
      return {
        operation,
        ...count(own.map(({ finding }) => finding.fingerprint)),
        hits: sorted,
        first: sorted[0] as Hurt,
      };
    })
    .toSorted((a, b) => b.breaking.places - a.breaking.places || b.risky.places - a.risky.places);
}

function sayHurt({ finding: { message }, along }: Hurt): string {
  return along === null ? message : `${message.replace(/\.$/, '')}. ${along}`;
}

/** What is gone fails for everybody; then comes what has calls refused, then what an answer no longer holds. */
function reach({ rule, direction }: Finding): number {
  return rule === 'operation-removed' ? 0 : direction === 'request' ? 1 : 2;
}

/** One change is told once of a consumer, and once more with each proof that it is used. */
function toldOnce({ finding: { severity, direction, cause }, hit: { certainty, because } }: Hurt): string {
  return [severity, direction, cause, certainty === 'field' ? because : ''].join(' ');
}

/** Beside the worst. */
const alsoShown = 2;

const surest: Readonly<Record<Certainty, number>> = { field: 0, operation: 1, declared: 2, unknown: 3 };
