// The story of a package database whose second release broke its API, told through the real use cases: read, judge,
// find who is hurt, plan, word, deliver, watch. Every figure and sentence that is printed comes out of the pipeline;
// only the people, the dates and the headings are written here.

import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Message, markdownToText } from '../../announce/index.ts';
import { type Instant, TocsinError } from '../../base/index.ts';
import type { ReleaseView, Tocsin } from '../../bot/index.ts';
import {
  countedFindings,
  groupByCause,
  nameOperation,
  tallyFigures,
  tallyOfRefactors,
  tallyOfSeverity,
  tallyWithin,
  tallyWords,
  verdictSentence,
} from '../../report/index.ts';
import type { Comparison } from '../../rules/index.ts';
import type { Shell } from '../shell.ts';
import { showLocal, showSpan } from '../show-time.ts';
import { alignColumns } from '../terminal/align-columns.ts';
import { wrapText } from '../terminal/wrap-text.ts';
import { climb, lookWhoCalls, readTheDay, relengClaims, translationClaims } from './look-who-calls.ts';
import type { SimulatedClock } from './simulated-clock.ts';
import { type Storyteller, storyteller, width } from './storyteller.ts';

/** The Monday on which it begins. */
export const storyBegins: Instant = '2026-02-16T09:00:00.000Z';

/** Leaves the release on its deploy day, an hour and a half in. */
export async function tellStory({
  tocsin,
  clock,
  shell,
  home,
}: {
  readonly tocsin: Tocsin;
  readonly clock: SimulatedClock;
  /** In the example's folder. */
  readonly shell: Shell;
  /** As it is to be shown. */
  readonly home: string;
}): Promise<void> {
  const story = storyteller(tocsin, clock, shell.out);
  const { say, tell, table, chapter, by, until, note, printDiary } = story;
  const { bold, dim, red, yellow, green } = story.paint;

  say(
    bold(`${tocsin.catalog.organisation.name}: a release that breaks its API, told week by week`),
    dim('People and documents are invented, the clock is simulated, the pipeline is the real one. No credentials'),
    dim(`are given, so every message goes to ${join(home, 'outbox')}/ instead of the world. ${home}/ is made anew.`),
  );

  chapter('Read and compare');
  const fas = await tocsin.assess(
    {
      service: 'fas',
      version: '0.8.19',
      base: 'specs/fas-before.yaml',
      revision: 'specs/fas-after.yaml',
      declared: 'does-not-break',
      stagedAt: '2025-12-08T10:00:00.000Z',
    },
    by('Tadeo Ibarra'),
  );
  say(`   ${bold('Account system')} 0.8.18 → 0.8.19, which its author calls harmless. It is not:`);
  for (const group of breakingCauses(fas.comparison)) {
    say(`   ${red('✖')} ${group.message}`);
    say(dim(`     ${group.findings.map(({ operation }) => nameOperation(operation)).join(', ')}`));
  }
  await tocsin.cancel('fas-0.8.19', by('Tadeo Ibarra', 'The break was an accident; 0.8.20 takes it back.'));
  clock.set('2026-02-16T16:00:00.000Z');
  const hotfix = await tocsin.assess(
    {
      service: 'fas',
      version: '0.8.20',
      base: 'specs/fas-before.yaml',
      revision: 'specs/fas-hotfix.yaml',
      declared: 'does-not-break',
    },
    by('Tadeo Ibarra', 'The hotfix'),
  );
  const behind = fas.impact.consumers.filter(({ via }) => via.length > 0).map(({ consumer }) => consumer);
  tell(`The package database depends on it, so it may come through to ${behind.join(', ')} as well.`);
  tell(`Nobody meant it, so it is taken back: 0.8.20 is ${hotfix.comparison.verdict} and needs no ceremony.`);
  await tocsin.propose('fas-0.8.20', { deployAt: '2026-02-19T14:00:00.000Z' }, by('Tadeo Ibarra'));
  await tocsin.approve('fas-0.8.20', by('Pauline Roche'));
  await tocsin.announce('fas-0.8.20', by('Tadeo Ibarra'));

  clock.set('2026-02-17T09:00:00.000Z');
  const pkgdb = await tocsin.assess(
    {
      service: 'pkgdb',
      version: '2.0',
      base: 'specs/pkgdb-1.yaml',
      revision: 'specs/pkgdb-2.yaml',
      declared: 'breaks',
      stagedAt: '2026-01-19T10:00:00.000Z',
      dependsOn: ['fas-0.8.20'],
    },
    by('Pauline Roche'),
  );
  say('', `   ${bold('Package database')} 1.9.4 → 2.0.0`);
  const refactors = tallyOfRefactors(pkgdb.comparison);
  const [risky, safe] = (['risky', 'safe'] as const).map((severity) =>
    tallyFigures(tallyOfSeverity(pkgdb.comparison, severity), severity),
  );
  tell(
    `${verdictSentence(pkgdb.comparison)} Besides: ${risky}, ${safe}` +
      `${refactors.changes > 0 ? `, ${tallyWords(refactors, 'refactor')} proven to change nothing` : ''}.`,
  );

  chapter('Judge: what breaks, by cause');
  const causes = breakingCauses(pkgdb.comparison);
  for (const { message, findings } of causes) {
    const [first] = findings;
    const [head = '', ...rest] = wrapText(message, { width: width - 5 });
    say(`   ${red('✖')} ${head}`, ...rest.map((line) => `     ${line}`));
    const more = findings.length > 1 ? ` and ${findings.length - 1} more places` : '';
    say(dim(`     ${nameOperation(first.operation)}${more}, ${placeOf(first)}`));
  }

  chapter('Find who is hurt');
  const findings = new Map(pkgdb.comparison.findings.map((finding) => [finding.fingerprint, finding]));
  const met = tallyWithin(causes);
  table(
    pkgdb.impact.consumers
      .filter(({ via }) => via.length === 0)
      .map(({ consumer, team, hits, notAffectedBecause }) => {
        const hit = hits.flatMap(({ finding }) => findings.get(finding) ?? []);
        const breaking = hit.filter(({ severity }) => severity === 'breaking');
        const operations = [...new Set(breaking.map(({ operation }) => nameOperation(operation)))];
        const entry = tocsin.catalog.consumers.find(({ name }) => name === consumer);
        const inside = tocsin.catalog.teams.find(({ name }) => name === team)?.inside === true;
        return [
          breaking.length > 0 ? red('✖') : notAffectedBecause === null ? yellow('?') : green('✔'),
          bold(consumer),
          inside ? team : `${team} (outside)`,
          breaking.length > 0
            ? `${tallyFigures(met(new Set(breaking.map(({ fingerprint }) => fingerprint))))} in ${operations[0]}`
            : 'not affected',
          operations.length > 1 ? `and ${operations.length - 1} more` : '',
          entry?.stagingGap == null ? '' : dim('not testable in staging'),
        ];
      }),
  );

  clock.set('2026-02-17T09:20:00.000Z');
  await lookWhoCalls(story, shell);

  chapter('Plan: the earliest lawful date');
  const proposed = await tocsin.propose('pkgdb-2.0', {}, by('Pauline Roche'));
  const plan = proposed.plan;
  if (plan === null) throw new TocsinError('internal', 'The release was proposed and has no plan.');
  say(`   ${bold(showSpan(plan.deployAt, plan.deployUntil))}, and not earlier, because`);
  for (const { constraint, because } of plan.earliest.reasons) {
    const [first = '', ...rest] = wrapText(because, { width: width - 16 });
    say(`     ${constraint.padEnd(10)} ${first}`, ...rest.map((line) => `                ${line}`));
  }
  await tocsin.confirmIntended('pkgdb-2.0', [], by('Pauline Roche', 'All of this is the redesign'));
  tell('Its author confirms that each break is meant, and would approve the plan as well:');
  const refused = await story.refusal(() => tocsin.approve('pkgdb-2.0', by('Pauline Roche')));
  say(`   ${red('refused')}  ${refused}`);
  await tocsin.approve('pkgdb-2.0', by('Jens Aumann', 'Read all of it; our scripts will be ready.'));
  say(`   ${green('approved')} by Jens Aumann of cvsadmins.`);

  chapter('Word: the notice of the break, as the lists get it');
  const { messages } = await tocsin.preview('pkgdb-2.0', 'break-notice');
  const notice = messages.find(({ message }) => message.recipient.name === 'devel') ?? messages[0];
  if (notice) for (const line of openingOf(notice.message)) say(dim('   │ ') + line);

  chapter('Deliver');
  clock.set('2026-02-17T10:30:00.000Z');
  await tocsin.announce('pkgdb-2.0', by('Pauline Roche'));
  await tocsin.tick();
  for (const line of await outboxLines(tocsin, resolve(home, 'outbox'))) say(`   ${line}`);

  await issueLines(story, resolve(home, 'outbox'));

  chapter('Two weeks pass');
  const understand = async (team: string, name: string, at: Instant, said: string) => {
    await until(at);
    await tocsin.understand('pkgdb-2.0', { team, note: said }, by(name));
    note(`${name} for ${team}: “${said}”`);
  };
  const merge = async (consumer: string, number: number, name: string, at: Instant) => {
    await until(at);
    const repository = tocsin.catalog.consumers.find((one) => one.name === consumer)?.repository;
    const url = `https://github.example.org/${repository}/pull/${number}`;
    await tocsin.recordMerge('pkgdb-2.0', { consumer, url }, by(name));
  };
  const ship = async (consumer: string, version: string, name: string, at: Instant) => {
    await until(at);
    await tocsin.recordDeployment('pkgdb-2.0', { consumer, version }, by(name));
  };
  await until('2026-02-18T13:00:00.000Z');
  await translationClaims(story);
  await understand('updates', 'Lucas Merrill', '2026-02-18T15:10:00.000Z', 'Understood, bodhi is being ported.');
  await until('2026-02-19T14:05:00.000Z');
  await tocsin.startDeploy('fas-0.8.20', by('Tadeo Ibarra'));
  await tocsin.startVerifying('fas-0.8.20', {}, by('Tadeo Ibarra'));
  clock.set('2026-02-19T14:40:00.000Z');
  await tocsin.complete('fas-0.8.20', by('Tadeo Ibarra'));
  note('fas 0.8.20 is out, on which pkgdb 2.0 waited.');
  await until('2026-02-19T18:20:00.000Z');
  await tocsin.recordDiscussion(
    'pkgdb-2.0',
    {
      meeting: 'infrastructure',
      at: clock.now(),
      outcome: 'agreed',
      minutes: 'https://meetings.example.org/infrastructure/2026-02-19.html#18:20',
    },
    by('Radka Havlíková'),
  );
  note('The weekly meeting discussed it: agreed, with a link to the line of the minutes.');
  clock.set('2026-02-19T18:35:00.000Z');
  await relengClaims(story);
  await understand('releng', 'Denise Gilmour', '2026-02-20T01:30:00.000Z', 'Branching waits until the day after.');
  await merge('fedpkg', 412, 'Peter Rasmussen', '2026-02-20T13:30:00.000Z');
  note('The port of fedpkg is merged.');
  await until('2026-02-24T14:00:00.000Z');
  note(
    `The call for testing went out: ${await countOf(tocsin, 'call-for-testing')} messages, each says that the API breaks.`,
  );
  await merge('bodhi', 1841, 'Lucas Merrill', '2026-02-24T15:20:00.000Z');
  await merge('bugzilla-sync', 57, 'Kavita Rao', '2026-02-25T05:10:00.000Z');
  await understand('qa', 'Kavita Rao', '2026-02-25T06:45:00.000Z', 'bugzilla-sync passes against staging.');
  await ship('bugzilla-sync', '2.1', 'Kavita Rao', '2026-02-26T05:30:00.000Z');
  await until('2026-02-26T16:00:00.000Z');
  await tocsin.claimRung('pkgdb-2.0', { consumer: 'release-notes', rung: 'ported' }, by('Siobhán Daly'));
  note('Siobhán Daly, who found the issue in her repository: release-notes is ported.');
  await ship('bodhi', '6.1', 'Lucas Merrill', '2026-02-27T06:00:00.000Z');
  await merge('vcs-access', 88, 'Grit Sommer', '2026-03-02T18:50:00.000Z');
  await understand('cvsadmins', 'Grit Sommer', '2026-03-02T19:00:00.000Z', 'vcs-access can only be seen on the day.');
  await until('2026-03-03T14:00:00.000Z');
  note(`Reminder, and the roster was called: ${(await tocsin.release('pkgdb-2.0')).shifts.length} shifts.`);
  await acknowledge(tocsin, clock);
  printDiary();

  await until('2026-03-04T09:00:00.000Z');
  await climb(story, shell);

  chapter('The last week');
  await until('2026-03-04T16:00:00.000Z');
  note('Kavita Rao takes the staging address out of bugzilla-sync’s settings.');
  await ship('fedpkg', '1.45', 'Peter Rasmussen', '2026-03-06T10:00:00.000Z');
  await tocsin.claimRung('pkgdb-2.0', { consumer: 'koji-sync', rung: 'ported' }, by('Peter Rasmussen'));
  note('Peter Rasmussen ships fedpkg 1.45, and ports the cron job with the curl.');
  await until('2026-03-09T14:00:00.000Z');
  note('Outage notice and the last reminder are out.');
  await ship('vcs-access', '3.3', 'Grit Sommer', '2026-03-10T07:00:00.000Z');
  await until('2026-03-10T14:00:00.000Z');
  const held = await story.refusal(() => tocsin.startDeploy('pkgdb-2.0', by('Pauline Roche')));
  note(`${red('The deploy is refused:')} ${held}`);
  await understand('docs', 'Siobhán Daly', '2026-03-10T14:20:00.000Z', 'Missed the mails! The notes can wait a day.');
  clock.set('2026-03-10T14:25:00.000Z');
  const deploying = await tocsin.startDeploy('pkgdb-2.0', by('Pauline Roche'));
  const holding = deploying.gates.filter(({ mode, state }) => mode === 'enforce' && state !== 'open');
  const open = deploying.gates.filter(({ state }) => state === 'open');
  const count = `${open.length} of ${deploying.gates.length} gates are open`;
  note(`${green(`${count}, ${holding.length} hold the deploy:`)} it begins.`);
  clock.set('2026-03-10T14:50:00.000Z');
  await tocsin.startVerifying('pkgdb-2.0', {}, by('Pauline Roche'));
  note('pkgdb 2.0 is in production, and everybody watches.');
  printDiary();

  clock.set('2026-03-10T15:30:00.000Z');
  chapter('Watch: who keeps the day free, and who needs it');
  await readTheDay(story, shell);
  const { history, ladder } = await tocsin.release('pkgdb-2.0');
  const unseen = ladder.consumers.filter(({ rungs }) => rungs.some(({ state }) => state === 'out-of-reach'));
  tell(
    `On the roster by rule, since staging cannot show them: ${unseen.map(({ consumer, team }) => `${consumer} (${team})`).join(', ')}.`,
  );
  say('');
  table(
    deploying.shifts.map(({ person, team, start, end, zone, acknowledged }) => [
      acknowledged === null ? yellow('○ not yet') : green('✔ said yes'),
      person.name,
      team,
      `${start.slice(11, 16)} to ${end.slice(11, 16)} UTC`,
      dim(showLocal(start, zone)),
    ]),
  );
  say('', dim(`   ${history.length} events are on record for this release: who, when, why.`));
}

function breakingCauses(comparison: Comparison) {
  return groupByCause(countedFindings(comparison)).filter(({ severity }) => severity === 'breaking');
}

function placeOf({ base, revision }: Comparison['findings'][number]): string {
  const place = revision?.exact ? revision : (base ?? revision);
  return place === null ? '' : `${place.source}:${place.line}`;
}

/** Subject and first screen of a mail, without the machine's headers. */
function openingOf({ subject, markdown }: Message): string[] {
  const text = markdownToText(markdown).trimEnd().split('\n');
  const heading = text.findIndex((line) => /^-{5,}$/.test(line));
  const opening = text.slice(0, heading === -1 ? 20 : heading - 1);
  return [`Subject: ${subject}`, '', ...opening].join('\n').trimEnd().split('\n');
}

async function outboxLines(tocsin: Tocsin, folder: string): Promise<string[]> {
  const { deliveries } = await tocsin.release('pkgdb-2.0');
  const notices = deliveries.filter(({ message }) => message.kind === 'break-notice');
  const rows = [...Map.groupBy(notices, ({ message }) => message.recipient.channel)].map(([channel, sent]) => [
    channel,
    `${sent.filter(({ state }) => state === 'written').length} of ${sent.length} written`,
    sent.map(({ message }) => message.recipient.address.split('@')[0]).join(', '),
  ]);
  const lines = alignColumns(rows);
  const files = (await readdir(folder)).filter((name) => name.includes('break-notice'));
  return [...lines, `as ${files.length} files in the outbox, one of them ${files[0] ?? 'none'}`];
}

/** The issue in each consumer's repository, and what a team without one gets instead. */
async function issueLines({ tocsin, say }: Storyteller, folder: string): Promise<void> {
  const { deliveries } = await tocsin.release('pkgdb-2.0');
  const issues = deliveries.filter(({ message }) => message.kind === 'porting-issue');
  const by = (channel: string) => issues.filter(({ message }) => message.recipient.channel === channel);
  const to = (channel: string) => by(channel).map(({ message }) => message.porting?.consumer);
  say(
    `   how to port: an issue in the repository of ${to('github').join(', ')};`,
    `   a mail where there is none: ${to('mail').join(', ')}`,
  );
  const file = (await readdir(folder)).find((name) => name.includes('porting-issue') && name.includes('fedpkg'));
  say(`   one of them ${file ?? 'none'}`);
}

async function countOf(tocsin: Tocsin, kind: string): Promise<number> {
  const { deliveries } = await tocsin.release('pkgdb-2.0');
  return deliveries.filter(({ message, state }) => message.kind === kind && state === 'written').length;
}

/** All but two people say yes to their shifts: the board shows who did not. */
async function acknowledge(tocsin: Tocsin, clock: SimulatedClock): Promise<void> {
  const { shifts }: ReleaseView = await tocsin.release('pkgdb-2.0');
  const silent = ['Siobhán Daly', 'Kavita Rao'];
  clock.set('2026-03-04T08:00:00.000Z');
  for (const { id, person } of shifts) {
    if (silent.includes(person.name)) continue;
    await tocsin.acknowledgeShift(id, { actor: { name: person.name, via: 'cli' } });
  }
}
