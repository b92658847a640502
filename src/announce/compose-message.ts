// One step of a plan, worded for one recipient. What a template may use is the view made here: plain values, counted
// and grouped, so that a template decides words and order and computes nothing. A message that would grow past what
// lists let through names fewer changes and says how many it left to the board.

import { type Instant, TocsinError } from '../base/index.ts';
import { affectedTeams, type Catalog, certainties, type Impact, isStaging, sayDoubtful } from '../catalog/index.ts';
import { brokenInProduction, type Ladder, sayStanding } from '../ladder/index.ts';
import { adviseInState, type Plan, type Release } from '../plan/index.ts';
import type { Shift } from '../roster/index.ts';
import type { Comparison, Finding, Verdict } from '../rules/index.ts';
import { type ChangeGroup, findingsOf, groupChanges } from './changes.ts';
import { findHurt, type Hurt } from './hurt.ts';
import { lintMessage, longestMarkdown } from './lint-message.ts';
import { cleanText } from './markdown-text.ts';
import {
  type CalendarEvent,
  type CallerQuestion,
  isForOneTeam,
  type Message,
  type MessageKind,
  type MessageLinks,
  type PortingItem,
  type Recipient,
  recipientKey,
} from './message.ts';
import { renderTemplate, type Templates } from './template.ts';
import { daysUntil, sayWhen, type When } from './when.ts';

export interface MessageInput {
  readonly kind: MessageKind;
  /** The plan step's id, or what else tells two messages of one kind and revision apart: `reminder-7`, `moved`. */
  readonly step: string;
  readonly release: Release;
  readonly comparison: Comparison;
  readonly impact: Impact;
  /** Null before a date is set. */
  readonly plan: Plan | null;
  readonly catalog: Catalog;
  readonly recipient: Recipient;
  readonly links: MessageLinks;
  readonly templates: Templates;
  readonly now: Instant;
  /** The roster of the release. */
  readonly shifts?: readonly Shift[] | undefined;
  /** The shift that this recipient is asked to keep: the message then carries an invitation to it. */
  readonly shift?: Shift | null | undefined;
  /** Of `handed-over`: whether the recipient had the hours or has them now, who has or had them else, and why. */
  readonly handedOver?: { readonly gone: boolean; readonly other: string | null; readonly why: string } | undefined;
  /** Of how many that this person is asked for at once it is which: an invitation holds one, so each has its mail. */
  readonly shiftOf?: { readonly number: number; readonly count: number } | undefined;
  /** The window that was announced before; a `moved` message needs it. */
  readonly previous?: { readonly deployAt: Instant; readonly deployUntil: Instant } | null | undefined;
  /** When it came into production, where it has. */
  readonly deployedAt?: Instant | null | undefined;
  /** The reason given for moving, cancelling or rolling back. */
  readonly why?: string | null | undefined;
  /** What taking the release back breaks, and for whom; null where that was not kept. Of `rolled-back` alone. */
  readonly rollback?: { readonly comparison: Comparison; readonly impact: Impact } | null | undefined;
  /** What a `porting-issue` is about; `impact` then holds that consumer alone. */
  readonly porting?: PortingItem | undefined;
  /** What a `caller-question` is about. */
  readonly caller?: CallerQuestion | undefined;
  /** Where each consumer stands; a reminder tells the recipient's team of its own. */
  readonly ladder?: Ladder | undefined;
  /** Teams that have said that they understood. */
  readonly understood?: readonly string[] | undefined;
}

/**
 * @throws TocsinError `message-refused` where the template leaves out what every message must say, `config-invalid`
 * where it cannot be rendered.
 */
export function composeMessage(input: MessageInput): Message {
  const { kind, release, recipient, plan } = input;
  const verdict = input.comparison.verdict;
  const service = input.catalog.services.find(({ name }) => name === release.service);
  const name = `${cleanText(release.service, 60)} ${cleanText(release.version, 40)}`;
  const window = plan === null ? null : { start: plan.deployAt, end: plan.deployUntil };
  const when = window === null ? null : sayWhen(window, recipient.zone);
  const breaking = findingsOf(input.comparison, 'breaking');
  const hurt = findHurt(
    input.impact,
    input.catalog,
    { breaking, risky: findingsOf(input.comparison, 'risky') },
    recipient.team,
  );
  const subject = writeSubject(input, name, when);

  let draft = null;
  for (const detail of details) {
    const view = viewOf(input, { name, title: service?.title ?? release.service, when, hurt, detail });
    draft = { kind, verdict, subject, window, markdown: renderTemplate(input.templates, kind, view) };
    if (new TextEncoder().encode(draft.markdown).length <= longestMarkdown) break;
  }
  const names = [
    release.service,
    release.version,
    name,
    service?.title ?? '',
    input.why ?? '',
    input.porting?.consumer ?? '',
    input.handedOver?.why ?? '',
    input.handedOver?.other ?? '',
    input.caller?.name ?? '',
    input.caller?.why ?? '',
    input.caller?.guess ?? '',
  ];
  const [problem] = lintMessage(
    draft!,
    names.map((text) => cleanText(text)),
  );
  if (problem !== undefined) throw new TocsinError('message-refused', problem.message, { hint: problem.hint });

  return {
    key: [release.id, input.step, `r${release.revision}`, recipientKey(recipient)].join('/'),
    kind,
    release: release.id,
    revision: release.revision,
    verdict,
    recipient,
    thread: [release.id, ...(input.porting ? [input.porting.consumer] : []), recipientKey(recipient)].join('/'),
    window,
    subject,
    summary: writeSummary(input, name, when, hurt, breaking.length),
    markdown: draft!.markdown,
    links: input.links,
    event: eventOf(input, name, when, hurt),
    ...(input.porting === undefined ? {} : { porting: input.porting }),
    ...(input.caller === undefined ? {} : { caller: input.caller }),
    writtenAt: input.now,
  };
}

/** How much is listed, fullest first; the last always fits. */
interface Detail {
  readonly groups: number;
  readonly changes: number;
  readonly examples: number;
  readonly teams: number;
  readonly consumers: number;
}

const details: readonly Detail[] = [
  { groups: 40, changes: 12, examples: 6, teams: 30, consumers: 12 },
  { groups: 25, changes: 6, examples: 3, teams: 20, consumers: 8 },
  { groups: 12, changes: 4, examples: 2, teams: 12, consumers: 5 },
  { groups: 5, changes: 3, examples: 0, teams: 6, consumers: 3 },
  { groups: 1, changes: 1, examples: 0, teams: 2, consumers: 1 },
  { groups: 0, changes: 0, examples: 0, teams: 0, consumers: 0 },
];

function viewOf(
  input: MessageInput,
  told: { name: string; title: string; when: When | null; hurt: Hurt; detail: Detail },
): object {
  const { release, catalog, recipient, plan } = input;
  const comparison = {
    ...input.comparison,
    findings: input.comparison.findings.map((finding) => adviseInState(finding, release.state)),
  };
  const { detail, hurt } = told;
  const service = catalog.services.find(({ name }) => name === release.service);
  const owner = catalog.teams.find(({ name }) => name === service?.owner);
  const breaking = findingsOf(comparison, 'breaking');
  const risky = findingsOf(comparison, 'risky');
  const operations = groupChanges(breaking, comparison.causes).flatMap((group) => group.operations);
  const staging = service?.environments.find(({ name }) => isStaging(name));
  const meeting = plan?.meeting ? catalog.meetings.find(({ name }) => name === plan.meeting?.name) : undefined;
  const shifts = (input.shifts ?? []).filter(({ releasedAt }) => releasedAt === null);
  const said = (input.shifts ?? []).filter(({ acknowledged }) => acknowledged !== null);
  const ready = new Set(said.filter(({ releasedAt }) => releasedAt === null).map(({ person }) => person.email));
  const unanswered = new Set(shifts.map(({ person }) => person.email).filter((email) => !ready.has(email)));
  // Whose hours were given back kept them free as well.
  const thanked = [...new Map(said.map((shift) => [shift.person.email, shift])).values()];
  const understood = input.understood ?? [];
  const asked = affectedTeams(input.impact);
  const broken = brokenInProduction(input.ladder ?? { consumers: [] });

  return {
    kind: input.kind,
    name: told.name,
    release: { id: release.id, service: release.service, version: release.version, author: release.author },
    title: told.title,
    organisation: catalog.organisation.name,
    verdict: comparison.verdict,
    unknownBecause: (comparison.problems.find(({ hides }) => hides) ?? comparison.problems[0])?.message ?? null,
    breakingCount: breaking.length,
    riskyCount: risky.length,
    operationCount: new Set(operations).size,
    when: told.when,
    now: sayWhen({ start: input.now, end: input.now }, recipient.zone),
    days: plan === null ? null : daysUntil(input.now, plan.deployAt),
    was: input.previous
      ? sayWhen({ start: input.previous.deployAt, end: input.previous.deployUntil }, recipient.zone)
      : null,
    why: input.why ?? null,
    deployed: input.deployedAt ? sayWhen({ start: input.deployedAt, end: input.deployedAt }, recipient.zone) : null,
    consumer: input.porting?.consumer ?? null,
    standing: input.porting?.standing ?? 'open',
    standings: (input.ladder?.consumers ?? [])
      .filter(({ team }) => team === recipient.team)
      .slice(0, Math.max(1, detail.consumers))
      .map((one) => ({ consumer: one.consumer, ...sayStanding(one) })),
    brokenConsumers: broken.slice(0, Math.max(1, detail.consumers)).map(({ consumer, team }) => ({ consumer, team })),
    brokenOmitted: Math.max(0, broken.length - Math.max(1, detail.consumers)),
    caller: input.caller
      ? {
          ...input.caller,
          lastSeen: sayWhen({ start: input.caller.lastSeen, end: input.caller.lastSeen }, 'UTC').day,
          operations: input.caller.operations.slice(0, 8),
          omitted: Math.max(0, input.caller.operations.length - 8),
        }
      : null,
    recipient: { channel: recipient.channel, name: recipient.name, audience: recipient.audience, team: recipient.team },
    yours: hurt.yours === null ? null : cutTeam(hurt.yours, detail),
    others: hurt.others.slice(0, detail.teams).map((team) => cutTeam(team, detail)),
    othersOmitted: Math.max(0, hurt.others.length - detail.teams),
    consumerCount: hurt.counts.hit,
    teamCount: hurt.teams,
    doubt: sayDoubtful(hurt.counts) || null,
    doubtful: hurt.doubtful.slice(0, detail.teams).map((one) => ({
      ...one,
      title: titleOf(catalog, one.team),
      inside: catalog.teams.find(({ name }) => name === one.team)?.inside ?? true,
      yours: one.team === recipient.team,
    })),
    doubtfulOmitted: Math.max(0, hurt.doubtful.length - detail.teams),
    yourDoubtful: hurt.yourDoubtful.slice(0, Math.max(1, detail.consumers)),
    askedCount: asked.length,
    outsideTeams: asked
      .filter((name) => catalog.teams.find((team) => team.name === name)?.inside === false)
      .map((name) => titleOf(catalog, name))
      .slice(0, detail.teams),
    notAffected: hurt.notAffected.slice(0, detail.teams),
    notAffectedOmitted: Math.max(0, hurt.notAffected.length - detail.teams),
    unknownCallers: hurt.unknownCallers,
    ...changesFor(comparison, hurt, detail),
    back: input.rollback ? takenBack(input, input.rollback, detail) : null,
    staging: staging ? { url: staging.url } : null,
    tryStaging:
      staging !== undefined && !(hurt.yours?.consumers.every(({ stagingGap }) => stagingGap !== null) ?? false),
    stagedSince: release.stagedAt ? sayWhen({ start: release.stagedAt, end: release.stagedAt }, 'UTC').day : null,
    stagingGaps: (service?.stagingGaps ?? []).slice(0, Math.max(1, detail.consumers)),
    owner: owner ? { title: owner.title, email: owner.email } : null,
    lists: listsOf(catalog, service?.audience.lists ?? []),
    rooms: catalog.chat
      .filter(({ name, always }) => always || service?.audience.chat.includes(name))
      .map(({ name }) => name),
    dependsOn: release.dependsOn.slice(0, 8),
    links: input.links,
    meeting: plan?.meeting
      ? {
          title: meeting?.title ?? plan.meeting.name,
          place: meeting?.place ?? null,
          when: sayWhen({ start: plan.meeting.at, end: plan.meeting.at }, recipient.zone),
        }
      : null,
    policyVersion: plan?.policyVersion ?? null,
    shiftOf: input.shiftOf ?? null,
    handedOver: input.handedOver ?? null,
    shift: input.shift
      ? {
          when: sayWhen({ start: input.shift.start, end: input.shift.end }, input.shift.zone),
          because: input.shift.because,
          person: input.shift.person.name,
          team: catalog.teams.find(({ name }) => name === input.shift?.team)?.title ?? input.shift.team,
          id: input.shift.id,
          acknowledged: input.shift.acknowledged !== null,
        }
      : null,
    roster: shifts.slice(0, detail.teams).map((shift) => ({
      person: shift.person.name,
      team: catalog.teams.find(({ name }) => name === shift.team)?.title ?? shift.team,
      acknowledged: shift.acknowledged !== null,
    })),
    readyCount: ready.size,
    unansweredCount: unanswered.size,
    thanked: thanked.slice(0, detail.teams).map(({ person, team }) => ({
      person: person.name,
      team: catalog.teams.find(({ name }) => name === team)?.title ?? team,
    })),
    thankedOmitted: Math.max(0, thanked.length - detail.teams),
    rosterOmitted: Math.max(0, shifts.length - detail.teams),
    understoodCount: asked.filter((name) => understood.includes(name)).length,
    understood: recipient.team !== null && understood.includes(recipient.team),
    silentTeams: asked
      .filter((name) => !understood.includes(name))
      .map((name) => titleOf(catalog, name))
      .slice(0, detail.teams),
  };
}

/**
 * A team reads first what meets its own consumers, and of that what they are known to use: also where only those who
 * use it are hurt. What cannot be told stands apart, and the rest of the release comes after.
 */
function changesFor(comparison: Comparison, hurt: Hurt, detail: Detail): object {
  const { causes, reversed } = comparison;
  const breaking = findingsOf(comparison, 'breaking');
  const risky = findingsOf(comparison, 'risky');
  const certaintyOf = ({ fingerprint }: Finding) => hurt.yourFindings.get(fingerprint)?.certainty ?? null;
  const concernsOf = ({ fingerprint }: Finding) => hurt.yourFindings.get(fingerprint)?.concerns ?? [];
  const sureness = (finding: Finding) => certainties.indexOf(certaintyOf(finding) ?? 'unknown');
  const provenRisks = risky.filter((finding) => sureness(finding) === 0);
  const isSure = (finding: Finding) => sureness(finding) < certainties.indexOf('unknown');
  const forYou = [...breaking.filter(isSure), ...provenRisks].toSorted((a, b) => sureness(a) - sureness(b));
  const perhaps = breaking.filter((finding) => certaintyOf(finding) === 'unknown');
  const rest = breaking.filter((finding) => certaintyOf(finding) === null);
  const others = risky.filter((finding) => !provenRisks.includes(finding));
  const own = { concernsOf, reversed };
  return {
    forYou: { ...cutGroups(groupChanges(forYou, causes, own), detail), saysRisks: true },
    perhaps: cutGroups(groupChanges(perhaps, causes, own), { ...detail, examples: 0 }),
    changes: cutGroups(
      groupChanges(rest, causes, { reversed }),
      forYou.length > 0 ? { ...detail, examples: 0 } : detail,
    ),
    risks: cutGroups(groupChanges(others, causes, { reversed }), {
      ...detail,
      groups: Math.ceil(detail.groups / 4),
      examples: 0,
    }),
  };
}

/** What the way back changes for those who had moved on: of its own comparison, and whom that meets. */
function takenBack(
  { catalog, recipient }: MessageInput,
  { comparison, impact }: NonNullable<MessageInput['rollback']>,
  detail: Detail,
): object {
  const found = {
    breaking: findingsOf(comparison, 'breaking'),
    risky: findingsOf(comparison, 'risky'),
  };
  const hurt = findHurt(impact, catalog, found, recipient.team);
  return {
    verdict: comparison.verdict,
    yours: hurt.yours === null ? null : cutTeam(hurt.yours, detail),
    ...changesFor(comparison, hurt, detail),
  };
}

function titleOf(catalog: Catalog, team: string): string {
  return catalog.teams.find(({ name }) => name === team)?.title ?? team;
}

function listsOf(catalog: Catalog, audience: readonly string[]): readonly string[] {
  return catalog.lists.filter(({ name, always }) => always || audience.includes(name)).map(({ address }) => address);
}

function cutTeam(team: Hurt['others'][number], detail: Detail): object {
  return {
    name: team.name,
    title: team.title,
    inside: team.inside,
    consumers: team.consumers.slice(0, detail.consumers),
    omitted: Math.max(0, team.consumers.length - detail.consumers),
  };
}

function cutGroups(groups: readonly ChangeGroup[], detail: Detail): object {
  let examples = detail.examples;
  const shown = groups.slice(0, detail.groups).map((group) => ({
    operations: group.operations.slice(0, 3),
    operationsOmitted: Math.max(0, group.operations.length - 3),
    changes: group.changes.slice(0, detail.changes).map((change) => {
      const example = change.example !== null && examples > 0 ? change.example : null;
      if (example !== null) examples -= 1;
      return { ...change, example };
    }),
    omitted: Math.max(0, group.changes.length - detail.changes),
  }));
  return { shown, omitted: Math.max(0, groups.length - shown.length) };
}

const tags: Readonly<Record<Verdict, string>> = {
  breaking: '[API BREAK]',
  unknown: '[API BREAK?]',
  risky: '[API RISK]',
  compatible: '[API]',
  identical: '[API]',
};

function writeSubject(input: MessageInput, name: string, when: When | null): string {
  const { kind, now, plan, porting, caller } = input;
  const { verdict } = input.comparison;
  const date = when === null ? ', no date yet' : ` on ${when.short}`;
  const days = plan === null ? 0 : daysUntil(now, plan.deployAt);
  const asks: Readonly<Record<MessageKind, string>> = {
    'break-notice': verdict === 'breaking' ? '' : verdict === 'unknown' ? ': notice' : ': no known break',
    'call-for-testing': ': call for testing',
    agenda: ': agenda item',
    reminder: `: reminder, ${days <= 0 ? 'today' : days === 1 ? 'tomorrow' : `in ${days} days`}`,
    'roster-call': `: roster${input.shiftOf && input.shiftOf.count > 1 ? `, hours ${input.shiftOf.number} of ${input.shiftOf.count}` : ''}`,
    'handed-over': input.handedOver?.gone ? ': your hours are taken over' : ': roster, hours that you take over',
    'outage-notice': ': outage notice',
    moved: ': moved',
    cancelled: ': CANCELLED',
    done: ': done',
    'rolled-back': ': ROLLED BACK',
    'porting-issue': porting === undefined ? ': port' : `: port ${cleanText(porting.consumer, 60)}`,
    'caller-question': `: is ${cleanText(caller?.name ?? caller?.key ?? 'a caller', 60)} yours?`,
  };
  return `${tags[verdict]} ${name}${date}${asks[kind]}`;
}

const utcOf = (at: Instant): string => sayWhen({ start: at, end: at }, 'UTC').short;

function writeSummary(input: MessageInput, name: string, when: When | null, hurt: Hurt, breaking: number): string {
  const count = (n: number, noun: string): string => `${n} ${n === 1 ? noun : `${noun}s`}`;
  const does: Readonly<Record<Verdict, string>> = {
    breaking: `${name} breaks the API`,
    unknown: `It is not known whether ${name} breaks the API`,
    risky: `${name} carries risky changes`,
    compatible: `${name} keeps the API compatible`,
    identical: `${name} leaves the API as it is`,
  };
  const date = when === null ? 'no date yet' : when.short;
  const hit =
    breaking === 0
      ? ''
      : [
          `; ${count(breaking, 'breaking change')}, hitting ${count(hurt.counts.hit, 'consumer')} of ${count(hurt.teams, 'team')}`,
          sayDoubtful(hurt.counts),
        ]
          .filter(Boolean)
          .join('; ');
  switch (input.kind) {
    case 'moved': {
      const was = input.previous
        ? sayWhen({ start: input.previous.deployAt, end: input.previous.deployUntil }, 'UTC')
        : null;
      return `MOVED${was ? ` from ${was.short}` : ''} to ${date}. ${does[input.comparison.verdict]}${hit}.`;
    }
    case 'cancelled':
      return `CANCELLED: ${does[input.comparison.verdict]}; it is not deployed on ${date}.`;
    case 'done':
      return `DONE: ${does[input.comparison.verdict]}; it has been in production since ${input.deployedAt ? utcOf(input.deployedAt) : date}.`;
    case 'rolled-back':
      return `ROLLED BACK: ${does[input.comparison.verdict]}; it is out of production again since ${utcOf(input.now)}.`;
    default:
      return `${does[input.comparison.verdict]} on ${date}${hit}.`.replace('on no date yet', '(no date yet)');
  }
}

/** The outage for everyone, or the shift for the person who is held. An agenda item or a thank-you holds no time. */
function eventOf(input: MessageInput, name: string, when: When | null, hurt: Hurt): CalendarEvent | null {
  const { kind, release, plan, shift, links } = input;
  const holdsNoTime: readonly MessageKind[] = ['agenda', 'call-for-testing', 'done'];
  if (plan === null || when === null || holdsNoTime.includes(kind) || isForOneTeam(kind)) return null;
  const breaks = input.comparison.verdict === 'breaking' ? `${tags.breaking} ` : '';
  const cancelled = kind === 'cancelled' || kind === 'rolled-back';
  const shared = { sequence: release.revision, url: links.release, cancelled };
  if (shift) {
    return {
      ...shared,
      sequence: release.revision + (shift.handovers ?? 0) + (input.handedOver?.gone ? 1 : 0),
      cancelled: cancelled || input.handedOver?.gone === true,
      uid: `shift/${shift.id}`,
      start: shift.start,
      end: shift.end,
      title: `${breaks}Keep free: ${name} is deployed`,
      description: `${shift.because}\nThe deploy: ${when.utc}.`,
      attendee: { name: shift.person.name, email: shift.person.email },
    };
  }
  return {
    ...shared,
    uid: `outage/${release.id}`,
    start: plan.deployAt,
    end: plan.deployUntil,
    title: `${breaks}${name} is deployed`,
    description: writeSummary(input, name, when, hurt, findingsOf(input.comparison, 'breaking').length),
    attendee: null,
  };
}
