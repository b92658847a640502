// What a template may use of a message: plain values, counted and grouped, cut to what its length lets through.

import type { Instant } from '../base/index.ts';
import {
  affectedTeams,
  type Catalog,
  certainties,
  isStaging,
  owningTeam,
  personCalled,
  sayDoubtful,
} from '../catalog/index.ts';
import { type Ladder, sayStanding, wrongInProduction } from '../ladder/index.ts';
import { adviseInState } from '../plan/index.ts';
import {
  holdersOf,
  pathFiltersSentence,
  type Tally,
  tallyOfSeverity,
  tallySentence,
  tallyWords,
} from '../report/index.ts';
import { type Comparison, type Finding, wordAdviceOnceBack } from '../rules/index.ts';
import { type ChangeGroup, changeKey, findingsOf, groupChanges } from './changes.ts';
import { findHurt, type Hurt, mayReadOf, surveyHurt } from './hurt.ts';
import type { MessageInput } from './message-input.ts';
import { remembered } from './message-memory.ts';
import { daysUntil, sayWhen, type When } from './when.ts';

/** How much is listed, fullest first; the last always fits. */
export interface Detail {
  readonly groups: number;
  readonly changes: number;
  readonly examples: number;
  /** Of one change: those that are named. */
  readonly operations: number;
  readonly teams: number;
  readonly consumers: number;
}

export const details: readonly Detail[] = [
  { groups: 40, changes: 12, examples: 6, operations: 12, teams: 30, consumers: 12 },
  { groups: 25, changes: 6, examples: 3, operations: 8, teams: 20, consumers: 8 },
  { groups: 12, changes: 4, examples: 2, operations: 5, teams: 12, consumers: 5 },
  { groups: 5, changes: 3, examples: 0, operations: 3, teams: 6, consumers: 3 },
  { groups: 1, changes: 1, examples: 0, operations: 3, teams: 2, consumers: 1 },
  { groups: 0, changes: 0, examples: 0, operations: 0, teams: 0, consumers: 0 },
];

/** What was found out for all lengths of the message: its names, its time, and whom it hurts. */
export interface Told {
  readonly name: string;
  readonly title: string;
  /** Null before a date is set. */
  readonly when: When | null;
  readonly hurt: Hurt;
}

/** The view of one message, at the lengths that are asked for. Templates go by the names of its members. */
export function messageView(input: MessageInput, told: Told): (detail: Detail) => object {
  const { release, catalog, recipient } = input;
  const comparison = remembered(input, 'advised', () =>
    withFindings(input.comparison, (finding) => adviseInState(finding, release.state)),
  );
  const isOut = input.kind === 'done';
  const changes = remembered(input, `changes ${isOut} ${recipient.team}`, () =>
    changesFor(
      comparison,
      told.hurt,
      remembered(input, 'counting', () => countingOf(comparison)),
      isOut,
    ),
  );
  const back = input.rollback ? takenBack(input, input.rollback) : null;
  return (detail) => ({
    kind: input.kind,
    name: told.name,
    release: { id: release.id, service: release.service, version: release.version, author: authorOf(input) },
    title: told.title,
    ofTitle: told.title.replace(/(?<=\S)\s+API$/i, ''), // `the API of` stands before it
    organisation: catalog.organisation.name,
    recipient: { channel: recipient.channel, name: recipient.name, audience: recipient.audience, team: recipient.team },
    why: input.why ?? null,
    dependsOn: release.dependsOn.slice(0, 8),
    policyVersion: input.plan?.policyVersion ?? null,
    links: input.links,
    ...timesOf(input, told.when),
    ...verdictOf(input.comparison),
    ...hurtOf(input, told.hurt, detail),
    ...changes(detail),
    back: back === null ? null : back(detail),
    ...standingsOf(input, detail),
    ...answersOf(input, detail),
    callsForTesting: saysBoth.has(input.kind) && input.callsForTesting === true,
    ...stagingOf({ ...input, comparison }, told.hurt, detail),
    ...audienceOf(input),
    ...hoursOf(input),
    ...rosterOf(input, detail),
    caller: callerOf(input),
  });
}

/** Who presents it and can be asked: never a login that nobody who reads it knows. */
function authorOf({ release, catalog }: Pick<MessageInput, 'release' | 'catalog'>): string {
  return personCalled(catalog, release.author)?.name ?? owningTeam(catalog, release.service)?.title ?? release.author;
}

const saysBoth: ReadonlySet<MessageInput['kind']> = new Set(['break-notice', 'reminder']);

function withFindings(comparison: Comparison, reworded: (finding: Finding) => Finding): Comparison {
  return { ...comparison, findings: comparison.findings.map(reworded) };
}

function timesOf(
  { plan, now, recipient, previous, deployedAt, calledOffAt, catalog }: MessageInput,
  when: When | null,
): object {
  const at = (start: Instant, end = start) => sayWhen({ start, end }, recipient.zone);
  const meeting = plan?.meeting ? catalog.meetings.find(({ name }) => name === plan.meeting?.name) : undefined;
  return {
    when,
    now: at(now),
    days: plan === null ? null : daysUntil(now, plan.deployAt),
    was: previous ? at(previous.deployAt, previous.deployUntil) : null,
    deployed: deployedAt ? at(deployedAt) : null,
    calledOff: calledOffAt ? at(calledOffAt) : null,
    meeting: plan?.meeting
      ? { title: meeting?.title ?? plan.meeting.name, place: meeting?.place ?? null, when: at(plan.meeting.at) }
      : null,
  };
}

function verdictOf(comparison: Comparison): object {
  return {
    verdict: comparison.verdict,
    unknownBecause: (comparison.problems.find(({ hides }) => hides) ?? comparison.problems[0])?.message ?? null,
    leftOut: pathFiltersSentence(comparison),
    breaks: sayTally(tallyOfSeverity(comparison, 'breaking'), 'breaking change'),
    risky: sayTally(tallyOfSeverity(comparison, 'risky'), 'risky change'),
  };
}

/** The three numbers, and the words for them that every report uses. */
function sayTally(tally: Tally, noun: string): Tally & { readonly said: string; readonly saidInFull: string } {
  return { ...tally, said: tallyWords(tally, noun), saidInFull: tallySentence(tally, noun) };
}

function hurtOf({ catalog, recipient }: MessageInput, hurt: Hurt, detail: Detail): object {
  const teamOf = (team: string) => ({
    title: titleOf(catalog, team),
    inside: catalog.teams.find(({ name }) => name === team)?.inside ?? true,
    yours: team === recipient.team,
  });
  return {
    yours: hurt.yours === null ? null : cutTeam(hurt.yours, detail),
    others: hurt.others.slice(0, detail.teams).map((team) => cutTeam(team, detail)),
    othersOmitted: hurt.othersUnnamed + Math.max(0, hurt.others.length - detail.teams),
    consumerCount: hurt.counts.hit,
    teamCount: hurt.teams,
    doubt: sayDoubtful(hurt.counts) || null,
    doubtful: hurt.doubtful.slice(0, detail.teams).map((one) => ({ ...one, ...teamOf(one.team) })),
    doubtfulOmitted: Math.max(0, hurt.doubtful.length - detail.teams),
    atRisk: hurt.atRisk.slice(0, detail.teams).map((one) => ({
      ...one,
      ...teamOf(one.team),
      gone: one.gone.slice(0, Math.max(1, detail.operations)),
      goneOmitted: Math.max(0, one.gone.length - Math.max(1, detail.operations)),
      risks: sayTally(one.risks, 'risky change'),
    })),
    atRiskOmitted: Math.max(0, hurt.atRisk.length - detail.teams),
    yourDoubtful: hurt.yourDoubtful.slice(0, Math.max(1, detail.consumers)),
    notAffected: hurt.notAffected.slice(0, detail.teams),
    notAffectedOmitted: Math.max(0, hurt.notAffected.length - detail.teams),
    unknownCallers: hurt.unknownCallers,
  };
}

/**
 * A team reads first what meets its own consumers, and of that what they are known to use: also where only those who
 * use it are hurt. What cannot be told stands apart, and the rest of the release comes after.
 */
function changesFor(
  { reversed }: Comparison,
  hurt: Hurt,
  { counted, holders }: ReturnType<typeof countingOf>,
  isOut = false,
): (detail: Detail) => object {
  const certaintyOfOne = ({ fingerprint }: Finding) => hurt.yourFindings.get(fingerprint)?.certainty ?? null;
  // What is told with another stands wherever that does, unless it alone is met.
  const leadOf = (finding: Finding) => {
    const holder = holders.get(finding) ?? finding;
    return certaintyOfOne(holder) === null && certaintyOfOne(finding) !== null ? finding : holder;
  };
  const certaintyOf = (finding: Finding) => certaintyOfOne(leadOf(finding));
  const breaking = counted.filter((finding) => leadOf(finding).severity === 'breaking');
  const risky = counted.filter((finding) => leadOf(finding).severity === 'risky');
  const sureness = (finding: Finding) => certainties.indexOf(certaintyOf(finding) ?? 'unknown');
  const [provenRisks, unproven] = [true, false].map((is) =>
    risky.filter((finding) => (sureness(finding) === 0) === is),
  ) as [Finding[], Finding[]];
  const isSure = (finding: Finding) => sureness(finding) < certainties.indexOf('unknown');
  const forYou = [...breaking.filter(isSure), ...provenRisks];
  const perhaps = breaking.filter((finding) => certaintyOf(finding) === 'unknown');
  const unmet = breaking.filter((finding) => certaintyOf(finding) === null);
  // The same change elsewhere is told with what the reader meets of it.
  const told = new Set([...forYou, ...perhaps].map(changeKey));
  const isTold = (finding: Finding) => told.has(changeKey(leadOf(finding)));
  const rest = unmet.filter((finding) => !isTold(finding));
  const others = unproven.filter((finding) => !isTold(finding));
  const own = {
    reversed,
    isOut,
    others: [...unmet, ...unproven],
    weightOf: (finding: Finding) => sureness(finding) + Number(finding.severity !== 'breaking') * certainties.length,
    concernsOf: (findings: readonly Finding[]) => {
      const met = findings.flatMap(({ fingerprint }) => hurt.yourFindings.get(fingerprint)?.concerns ?? []);
      const names = [...new Set(met)];
      return names.length === hurt.yourMet ? [] : names;
    },
  };
  const ofYou = groupChanges(forYou, own);
  const ofPerhaps = groupChanges(perhaps, own);
  const ofRest = groupChanges(rest, { reversed, isOut });
  const ofOthers = groupChanges(others, { reversed, isOut });
  const ofYourRisks = groupChanges(
    others.filter((finding) => certaintyOf(finding) !== null),
    own,
  );
  return (detail) => {
    const fewer = { ...detail, groups: Math.ceil(detail.groups / 4), examples: 0 };
    return {
      forYou: { ...cutGroups(ofYou, detail), saysRisks: true },
      perhaps: cutGroups(ofPerhaps, { ...detail, examples: 0 }),
      changes: cutGroups(ofRest, forYou.length > 0 ? { ...detail, examples: 0 } : detail),
      risks: cutGroups(ofOthers, fewer),
      yourRisks: cutGroups(ofYourRisks, fewer),
    };
  };
}

/** What counts as a change for anybody, and what of it is told with something else. */
function countingOf(comparison: Comparison) {
  const counted = [...findingsOf(comparison, 'breaking'), ...findingsOf(comparison, 'risky')];
  return { counted, holders: holdersOf(counted) };
}

/** What the way back changes for those who had moved on: of its own comparison, and whom that meets. */
function takenBack(
  { catalog, recipient }: MessageInput,
  { comparison: asked, impact }: NonNullable<MessageInput['rollback']>,
): (detail: Detail) => object {
  const comparison = withFindings(asked, (finding) => ({ ...finding, advice: wordAdviceOnceBack(finding.advice) }));
  const hurt = findHurt(impact, catalog, surveyHurt(impact, catalog, asked), recipient.team);
  const changes = changesFor(comparison, hurt, countingOf(comparison));
  return (detail) => ({
    verdict: comparison.verdict,
    yours: hurt.yours === null ? null : cutTeam(hurt.yours, detail),
    ...changes(detail),
  });
}

/** Where consumers stand with their ports. */
function standingsOf({ catalog, ladder, porting, recipient }: MessageInput, detail: Detail): object {
  const isTold = (team: string) => mayReadOf(team, recipient.team, catalog);
  const climbed = (ladder?.consumers ?? []).filter((one) => one.climbed);
  const ported = [...new Set(climbed.map(({ team }) => team))].filter(isTold);
  const wrong = wrongInProduction(ladder ?? { consumers: [] }).filter(({ consumer }) => isTold(consumer.team));
  // What speaks against one is told of it by itself.
  const isBelow = ({ climbed, contradictions }: Ladder['consumers'][number]) => !climbed && contradictions.length === 0;
  const notYet = (ladder?.consumers ?? []).filter((one) => isBelow(one) && isTold(one.team));
  const most = Math.max(1, detail.consumers);
  return {
    consumer: porting?.consumer ?? null,
    standing: porting?.standing ?? 'open',
    standings: (ladder?.consumers ?? [])
      .filter(({ team }) => team === recipient.team)
      .slice(0, most)
      .map((one) => ({ consumer: one.consumer, ...sayStanding(one) })),
    ported: ported.slice(0, detail.teams).map((team) => titleOf(catalog, team)),
    notYet: notYet.slice(0, detail.teams).map(({ consumer, team }) => ({ consumer, team: titleOf(catalog, team) })),
    notYetOmitted: Math.max(0, notYet.length - detail.teams),
    portedOmitted: Math.max(0, ported.length - detail.teams),
    wrong: [...Map.groupBy(wrong, ({ does }) => does)].map(([does, own]) => ({
      does,
      consumers: own.slice(0, most).map(({ consumer: { consumer, team } }) => ({ consumer, team })),
      omitted: Math.max(0, own.length - most),
    })),
  };
}

/** As the gate `understood` does: a risk may be nobody's, and of what is unknown nobody can say that they understood. */
export function asksWord({ comparison: { verdict }, impact }: Pick<MessageInput, 'comparison' | 'impact'>): boolean {
  return verdict === 'breaking' || (verdict === 'risky' && affectedTeams(impact).length > 0);
}

/** Which teams are asked whether they understood, and which have said so. */
function answersOf(
  { catalog, comparison, impact, recipient, shift, understood = [] }: MessageInput,
  detail: Detail,
): object {
  const asked = affectedTeams(impact);
  const titles = (teams: readonly string[]) => teams.map((name) => titleOf(catalog, name)).slice(0, detail.teams);
  return {
    askedCount: asked.length,
    asksWord: asksWord({ comparison, impact }),
    // Who only keeps hours free for a team of which nothing is hit, as the service's own, has nothing to port.
    isAsked: !shift || asked.includes(recipient.team ?? ''),
    outsideTeams: titles(asked.filter((name) => catalog.teams.find((team) => team.name === name)?.inside === false)),
    understoodCount: asked.filter((name) => understood.includes(name)).length,
    understood: recipient.team !== null && understood.includes(recipient.team),
    silentTeams: titles(asked.filter((name) => !understood.includes(name))),
  };
}

/** What may be said of staging: that the release can be tried there only where it is recorded to be there by now. */
function stagingOf({ catalog, release, now, comparison }: MessageInput, hurt: Hurt, detail: Detail): object {
  const service = catalog.services.find(({ name }) => name === release.service);
  const staging = service?.environments.find(({ name }) => isStaging(name));
  const showsNone = hurt.yours?.consumers.every(({ stagingGap }) => stagingGap !== null) ?? false;
  const canShow = staging !== undefined && !showsNone;
  const { stagedAt } = release;
  const isThere = stagedAt !== null && stagedAt <= now;
  return {
    staging: staging ? { url: addressAfter(staging.url, comparison) } : null,
    tryStaging: isThere && canShow,
    notStagedYet: !isThere && canShow,
    stagedFrom: stagedAt === null ? null : sayWhen({ start: stagedAt, end: stagedAt }, 'UTC').day,
    stagingGaps: (service?.stagingGaps ?? []).slice(0, Math.max(1, detail.consumers)),
  };
}

/** Where the release answers what answered at an address: on the same host elsewhere, if it says that it left that one. */
function addressAfter(url: string, { findings }: Comparison): string {
  const hostOf = (address: unknown) => (URL.canParse(String(address)) ? new URL(String(address)).host : null);
  const trim = (address: unknown) => String(address).replace(/\/+$/, '');
  const left = findings.find(({ rule, facts }) => rule === 'server-removed' && trim(facts.url) === trim(url));
  const { still } = left?.facts ?? {};
  const moved = Array.isArray(still) ? still.filter((other) => hostOf(other) === hostOf(url)) : [];
  return moved.length === 1 ? String(moved[0]) : url;
}

/** Who owns the service, where else it is announced, and whether its reader may run our command: a team outside has none. */
function audienceOf({ catalog, release, recipient }: MessageInput): object {
  const service = catalog.services.find(({ name }) => name === release.service);
  const owner = owningTeam(catalog, release.service);
  const { lists = [], chat = [] } = service?.audience ?? {};
  return {
    owner: owner ? { title: owner.title, email: owner.email } : null,
    hasCommand: recipient.team === null || catalog.teams.some(({ name, inside }) => inside && name === recipient.team),
    lists: catalog.lists.filter(({ name, always }) => always || lists.includes(name)).map(({ address }) => address),
    rooms: catalog.chat.filter(({ name, always }) => always || chat.includes(name)).map(roomAsPeopleKnowIt),
  };
}

/** The catalogue's own name where the chat knows the room by a number. */
function roomAsPeopleKnowIt({ name, slack }: Catalog['chat'][number]): string {
  return slack.startsWith('#') ? slack : name;
}

function hoursOf({ catalog, shift, shiftOver, shiftOf, handedOver }: MessageInput): object {
  return {
    shiftOf: shiftOf ?? null,
    handedOver: handedOver ?? null,
    shift: shift
      ? {
          when: sayWhen({ start: shift.start, end: shift.end }, shift.zone),
          because: shift.because,
          person: shift.person.name,
          team: titleOf(catalog, shift.team),
          id: shift.id,
          acknowledged: shift.acknowledged !== null,
          over: shiftOver === true,
        }
      : null,
  };
}

function rosterOf({ catalog, shift: own, shifts: all = [] }: MessageInput, detail: Detail): object {
  const shifts = all.filter(({ releasedAt }) => releasedAt === null);
  const said = all.filter(({ acknowledged }) => acknowledged !== null);
  const ready = new Set(said.filter(({ releasedAt }) => releasedAt === null).map(({ person }) => person.email));
  const unanswered = new Set(shifts.map(({ person }) => person.email).filter((email) => !ready.has(email)));
  // Those beside the reader, each once, however many stretches they keep.
  const beside = shifts.filter(({ person }) => person.email !== own?.person.email);
  const others = [...Map.groupBy(beside, ({ team, person }) => `${team} ${person.email}`).values()];
  // Whose hours were given back kept them free as well.
  const thanked = [...new Map(said.map((shift) => [shift.person.email, shift])).values()];
  return {
    roster: others.slice(0, detail.teams).map((held) => ({
      person: held[0]?.person.name,
      team: titleOf(catalog, held[0]?.team ?? ''),
      acknowledged: held.every(({ acknowledged }) => acknowledged !== null),
    })),
    rosterOmitted: Math.max(0, others.length - detail.teams),
    readyCount: ready.size,
    unansweredCount: unanswered.size,
    thanked: thanked.slice(0, detail.teams).map(({ person, team }) => ({
      person: person.name,
      team: titleOf(catalog, team),
    })),
    thankedOmitted: Math.max(0, thanked.length - detail.teams),
  };
}

function callerOf({ caller, catalog, recipient }: MessageInput): object | null {
  if (caller === undefined) return null;
  return {
    ...caller,
    asked: recipient.team === null ? recipient.name : titleOf(catalog, recipient.team),
    lastSeen: sayWhen({ start: caller.lastSeen, end: caller.lastSeen }, 'UTC').day,
    operations: caller.operations.slice(0, 8),
    omitted: Math.max(0, caller.operations.length - 8),
  };
}

function titleOf(catalog: Catalog, team: string): string {
  return catalog.teams.find(({ name }) => name === team)?.title ?? team;
}

function cutTeam(team: Hurt['others'][number], detail: Detail): object {
  return {
    name: team.name,
    title: team.title,
    inside: team.inside,
    consumers: team.consumers.slice(0, detail.consumers).map((consumer) => ({
      ...consumer,
      breaks: sayTally(consumer.breaks, 'breaking change'),
      usedRisks: sayTally(consumer.usedRisks, 'risky change'),
    })),
    omitted: Math.max(0, team.consumers.length - detail.consumers),
  };
}

function cutGroups(groups: readonly ChangeGroup[], detail: Detail): object {
  let examples = detail.examples;
  const cutOperations = (operations: readonly string[], most = detail.operations) => ({
    operations: operations.slice(0, most),
    operationsOmitted: Math.max(0, operations.length - most),
  });
  const shown = groups.slice(0, detail.groups).map((group) => ({
    ...cutOperations(group.operations),
    changes: group.changes.slice(0, detail.changes).map((change) => {
      const example = change.example !== null && examples > 0 ? change.example : null;
      if (example !== null) examples -= 1;
      const elsewhere = change.elsewhere.slice(0, detail.operations);
      return {
        ...change,
        ...cutOperations(change.operations),
        elsewhere: elsewhere.map((place) => ({ ...place, ...cutOperations(place.operations) })),
        elsewhereOmitted: change.elsewhere.length - elsewhere.length,
        besides: cutOperations(change.besides, Math.min(3, detail.operations)),
        example,
      };
    }),
    omitted: Math.max(0, group.changes.length - detail.changes),
  }));
  const all = groups.flatMap(({ changes }) => changes);
  return {
    shown,
    omitted: Math.max(0, groups.length - shown.length),
    count: all.length,
    breaking: all.filter(({ severity }) => severity === 'breaking').length,
  };
}
