// `npm run referee:peers`: the leading Go tool (oasdiff, on the PATH) beside ours, on every example of every rule and on
// every change in every place. It prints which of that tool's ids our findings miss and which they name for nothing,
// id by id with the shortest case; with --severities where the two judge differently, with --silent which changes
// neither reports. A tool for whoever changes a rule, not a test: the other tool is not on every machine.
//
// Ids that it knows beyond peer-rule-ids.ts are left out, and so is the one that we name on request only. What a proof
// withdrew, or only has other words, is counted by itself: there the refactor names it.

import { parseArgs } from 'node:util';
import { type Finding, peerRuleIds, waivedPeers } from '../src/rules/index.ts';
import type { PeerCase } from './peers/case.ts';
import { exampleCases, generatedCases } from './peers/cases.ts';
import { askBoth, type Told } from './peers/engines.ts';

const { values: flags } = parseArgs({
  options: {
    /** Only cases whose name matches. */
    only: { type: 'string', default: '' },
    /** Only this id. */
    id: { type: 'string' },
    /** How many cases to name for each id. */
    cases: { type: 'string', default: '1' },
    /** Group by what changed instead of by id. */
    changes: { type: 'boolean', default: false },
    severities: { type: 'boolean', default: false },
    silent: { type: 'boolean', default: false },
    /** Group what a refactor names by what changed. */
    withdrawn: { type: 'boolean', default: false },
    /** Print the documents and all that both say of each case. */
    show: { type: 'boolean', default: false },
  },
});
const levelName = ['nothing', 'INFO', 'WARN', 'ERR'] as const;
const severityName = ['nothing', 'safe', 'risky', 'breaking'] as const;
const say = (line: string) => process.stdout.write(`${line}\n`);
const pattern = new RegExp(flags.only);
const cases = [...exampleCases(), ...generatedCases()].filter(({ name }) => pattern.test(name));
const told = await askBoth(cases);

const isOurs = (id: string) => peerRuleIds.has(id) && !waivedPeers.has(id) && id !== 'api-version-not-bumped';

interface Count {
  hits: number;
  readonly missed: PeerCase[];
  readonly extra: PeerCase[];
  readonly withdrawn: PeerCase[];
}
const counts = new Map<string, Count>();
const countOf = (id: string) => {
  const count = counts.get(id) ?? { hits: 0, missed: [], extra: [], withdrawn: [] };
  counts.set(id, count);
  return count;
};
const refused: [PeerCase, string][] = [];
for (const [each, answer] of told) {
  if (answer.refused !== null) {
    refused.push([each, answer.refused]);
    continue;
  }
  const { named, proven } = namedBy(answer);
  for (const id of answer.theirs.keys()) {
    if (!isOurs(id)) continue;
    if (named.has(id)) countOf(id).hits += 1;
    else if (proven.has(id)) countOf(id).withdrawn.push(each);
    else countOf(id).missed.push(each);
  }
  for (const id of new Set([...named, ...proven])) if (!answer.theirs.has(id)) countOf(id).extra.push(each);
}

const total = { hits: 0, missed: 0, extra: 0, withdrawn: 0 };
for (const { hits, missed, extra, withdrawn } of counts.values()) {
  total.hits += hits;
  total.missed += missed.length;
  total.extra += extra.length;
  total.withdrawn += withdrawn.length;
}

if (flags.show) {
  for (const [each, answer] of told) showCase(each, answer);
} else if (flags.severities) {
  showSeverities();
} else if (flags.changes) {
  showChanges();
} else if (flags.withdrawn) {
  showWithdrawn();
} else if (flags.silent) {
  for (const [each, { theirs, ours, refactors, refused: why }] of told) {
    if (why === null && theirs.size === 0 && ours.length === 0 && refactors.length === 0) say(each.name);
  }
} else {
  for (const kind of ['missed', 'extra'] as const) {
    say(`\n${kind}`);
    const ids = [...counts].filter(([id, count]) => count[kind].length > 0 && (flags.id ?? id) === id);
    for (const [id, count] of ids.sort(([, a], [, b]) => b[kind].length - a[kind].length)) {
      const named = count[kind].toSorted((a, b) => a.name.length - b.name.length).slice(0, Number(flags.cases));
      say(`${String(count[kind].length).padStart(6)}  of ${count.hits + count[kind].length}  ${id}`);
      for (const { name } of named) say(`                ${name}`);
    }
  }
}
for (const [each, why] of refused) say(`not compared: ${each.name}: ${why.split('\n').at(-1)}`);
if (!flags.show) showConfusion();
say(
  `\n${told.size} cases: ${total.hits} ids named as it does, ${total.missed} missed, ${total.extra} named for nothing; ` +
    `${total.withdrawn} named by a refactor; ${refused.length} cases that it could not read`,
);

/** The ids of the findings, and those of what a proof withdrew. */
function namedBy({ ours, refactors }: Told): Record<'named' | 'proven', ReadonlySet<string>> {
  const idsOf = (list: readonly { readonly peers?: readonly string[] | undefined }[]) =>
    new Set(list.flatMap(({ peers }) => peers ?? []).filter(isOurs));
  return { named: idsOf(ours), proven: idsOf(refactors) };
}

function showCase(each: PeerCase, { theirs, ours, refactors }: Told): void {
  say(`\n${each.name}\n  ${JSON.stringify(each.before)}\n  ${JSON.stringify(each.after)}`);
  say(
    `  theirs: ${[...theirs].map(([id, level]) => `${id} ${levelName[level]}${peerRuleIds.has(id) ? '' : ' (new)'}`).join(', ')}`,
  );
  for (const { rule, severity, subject, peers, direction } of ours)
    say(`  ours: ${rule} ${severity} ${direction} ${subject} [${peers.join(', ')}]`);
  for (const { message, peers } of refactors) say(`  refactor: ${message} [${peers?.join(', ')}]`);
}

/** How often the one's worst word met the other's. */
function showConfusion(): void {
  const columns = ['breaking', 'risky', 'safe', 'refactor', 'nothing'] as const;
  const table = new Map<string, Map<string, number>>();
  for (const { theirs, ours, refactors, refused: why } of told.values()) {
    if (why !== null) continue;
    const them = levelName[Math.max(0, ...theirs.values())]!;
    const us = severityName[Math.max(0, ...ours.map(rankOf))]!;
    const row = table.get(them) ?? new Map<string, number>();
    const column = us === 'nothing' && refactors.length > 0 ? 'refactor' : us;
    table.set(them, row.set(column, (row.get(column) ?? 0) + 1));
  }
  say(['oasdiff', ...columns].map((each) => each.padStart(10)).join(''));
  for (const level of levelName.toReversed()) {
    const counts = columns.map((column) => String(table.get(level)?.get(column) ?? 0));
    say([level, ...counts].map((each) => each.padStart(10)).join(''));
  }
}

/** Where one calls breaking what the other does not, grouped by what changed. */
function showSeverities(): void {
  const groups = new Map<string, string[]>();
  for (const [each, { theirs, ours, refactors, refused: why }] of told) {
    if (why !== null) continue;
    const them = Math.max(0, ...theirs.values()) as 0 | 1 | 2 | 3;
    const us = Math.max(0, ...ours.map(rankOf)) as 0 | 1 | 2 | 3;
    if (them === us || (them <= 1 && us <= 1)) continue;
    const [what, where = 'document'] = each.name.split(' @ ');
    const back = where.endsWith(', back') ? ', back' : '';
    const key = `${levelName[them]} there, ${severityName[us]}${us === 0 && refactors.length > 0 ? ' (refactor)' : ''} here: ${what}${back}`;
    groups.set(key, [...(groups.get(key) ?? []), where.replace(', back', '')]);
  }
  for (const [key, places] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1))) say(`${key}  [${places.join('; ')}]`);
}

function rankOf({ severity }: Finding): number {
  return { breaking: 3, risky: 2, safe: 1 }[severity];
}

/** The ids that it names and a refactor of ours does. */
function showWithdrawn(): void {
  const groups = new Map<string, string[]>();
  for (const [id, { withdrawn }] of counts) {
    for (const { name } of withdrawn) {
      const [what, where = 'document'] = name.replace(/ @ (.*)(, back)$/, '$2 @ $1').split(' @ ');
      groups.set(`${what}: -${id}`, [...(groups.get(`${what}: -${id}`) ?? []), where]);
    }
  }
  for (const [key, places] of groups) say(`${key}  [${places.join('; ')}]`);
}

/** What was missed (-) and named for nothing (+) of each change, and in which places. */
function showChanges(): void {
  const groups = new Map<string, string[]>();
  for (const [each, answer] of told) {
    if (answer.refused !== null) continue;
    const { named, proven } = namedBy(answer);
    const { theirs } = answer;
    const missed = [...theirs.keys()].filter((id) => isOurs(id) && !named.has(id) && !proven.has(id));
    const extra = [...new Set([...named, ...proven])].filter((id) => !theirs.has(id));
    if (missed.length + extra.length === 0) continue;
    const [what, where = 'document'] = each.name.split(' @ ');
    const back = where.endsWith(', back') ? ', back' : '';
    const key = [`${what}${back}:`, ...missed.map((id) => `-${id}`), ...extra.map((id) => `+${id}`)].join(' ');
    groups.set(key, [...(groups.get(key) ?? []), where.replace(', back', '')]);
  }
  for (const [key, places] of groups) say(`${key}  [${places.join('; ')}]`);
}
