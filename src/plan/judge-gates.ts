// What stands between a release and its deploy. A gate opens on evidence alone: what is missing is closed, what
// nobody can tell is unknown, and both say what would open them and who can. Whether a closed gate holds the deploy
// up is the policy's mode, and no concern of the judgement.

import { type Instant, TocsinError } from '../base/index.ts';
import {
  affectedTeams,
  type Catalog,
  type Impact,
  isProduction,
  type Service,
  sayClaim,
  type UnknownCaller,
} from '../catalog/index.ts';
import type { Comparison } from '../rules/index.ts';
import { approvalFingerprint } from './approval-fingerprint.ts';
import { addDays, localDay, sayInstant } from './calendar.ts';
import { computePlan, type Dependency } from './compute-plan.ts';
import { type DiscussionRecord, decisiveDiscussion, sayOutcome } from './discussion.ts';
import { chooseExemption } from './exemption.ts';
import type { Gate, GateState, Plan } from './plan.ts';
import { type GateName, gateNames, type Policy } from './policy.ts';
import { isAuthor, type Release } from './release.ts';

/** What became of one message of the release to one recipient. */
export interface NoticeRecord {
  /** The message's kind: `break-notice`, `moved`, `reminder`. */
  readonly kind: string;
  /** The recipient as the catalogue calls it: the name of a list, channel, team or person. */
  readonly recipient: string;
  readonly revision: number;
  readonly state: 'queued' | 'delivered' | 'deferred' | 'refused' | 'withdrawn';
  /** Null unless delivered. */
  readonly deliveredAt: Instant | null;
}

export interface GateInput {
  readonly release: Release;
  readonly comparison: Comparison | null;
  readonly impact: Impact | null;
  readonly plan: Plan | null;
  readonly catalog: Catalog;
  readonly policy: Policy;
  readonly now: Instant;
  readonly intended: readonly { readonly finding: string }[];
  readonly approvals: readonly { readonly by: string; readonly fingerprint: string }[];
  readonly notices: readonly NoticeRecord[];
  readonly discussions: readonly DiscussionRecord[];
  readonly understandings: readonly { readonly team: string }[];
  readonly shifts: readonly {
    readonly team: string;
    readonly person: { readonly name: string };
    readonly acknowledged: object | null;
    readonly releasedAt: Instant | null;
  }[];
  /** Teams of which every consumer is shown to be done: nobody waits for their word, as the roster says. */
  readonly doneTeams: readonly string[];
  readonly dependencies: readonly Dependency[];
  /** Every consumer that has to be ported, and what shows that it is. */
  readonly ports: readonly PortRecord[];
}

export interface PortRecord {
  readonly consumer: string;
  /** `claimed` is somebody's word alone. */
  readonly ported: 'proven' | 'claimed' | 'no';
  /** Sentences that speak against what is said or seen of it. */
  readonly contradictions: readonly string[];
}

interface Judgement {
  readonly state: GateState;
  readonly because: string;
  readonly wouldOpen: string | null;
}

const gateTable: Readonly<
  Record<GateName, { title: string; requirements: readonly string[]; judge: (input: GateInput) => Judgement }>
> = {
  assessed: { title: 'Compared with the release before', requirements: ['A1'], judge: judgeAssessed },
  intended: { title: 'Every break is intended', requirements: ['A10'], judge: judgeIntended },
  approved: { title: 'Approved by someone other than the author', requirements: ['D3'], judge: judgeApproved },
  announced: { title: 'The break is announced, and freshly', requirements: ['A3', 'A4', 'A11'], judge: judgeAnnounced },
  notice: { title: 'People had the agreed notice', requirements: ['A7'], judge: judgeNotice },
  discussed: { title: 'Discussed at a meeting', requirements: ['A6'], judge: judgeDiscussed },
  understood: { title: 'Every affected team has understood', requirements: ['A8'], judge: judgeUnderstood },
  callers: { title: 'Whoever calls what breaks is known', requirements: ['A16'], judge: judgeCallers },
  ported: { title: 'Every consumer is ported', requirements: ['A12', 'A17'], judge: judgePorted },
  staffed: { title: 'The deploy day is staffed', requirements: ['A15', 'A19', 'A20'], judge: judgeStaffed },
  dependencies: { title: 'What it depends on is done', requirements: ['A9'], judge: judgeDependencies },
};

/** What an exemption lifts and an undecided service leaves open. */
const ceremony: readonly GateName[] = [
  'approved',
  'announced',
  'notice',
  'discussed',
  'understood',
  'callers',
  'ported',
  'staffed',
];

/** Every gate of a release, in the order in which a release meets them. */
export function judgeGates(input: GateInput): Gate[] {
  const exemption = holdingExemption(input);
  const open = input.policy.undecided.find(({ service }) => service === input.release.service);
  return gateNames.map((name) => {
    const { title, requirements, judge } = gateTable[name];
    const gate = (judgement: Judgement, more: readonly string[] = []): Gate => ({
      name,
      title,
      ...judgement,
      mode: input.policy.gates[name],
      requirements: [...requirements, ...more],
    });
    const lifted = ceremony.includes(name) && !(name === 'announced' && mayBreak(input.comparison));
    if (exemption !== null && lifted) return gate(opened(`Exempt (${exemption.id}): ${exemption.reason}`), ['A25']);
    const judgement = judge(input);
    if (open !== undefined && ceremony.includes(name) && judgement.state === 'closed') {
      return gate(
        unknown(
          `It is not decided whether the policy holds for ${open.service}: ${open.question} If it does: ${judgement.because}`,
          `Decide the question at the meeting, or meet the policy: ${judgement.wouldOpen}`,
        ),
        ['A26'],
      );
    }
    return gate(judgement);
  });
}

/** What is not known to be harmless: an exemption lifts the ceremony, never that people are told of it. */
function mayBreak(comparison: Comparison | null): boolean {
  return comparison === null || comparison.verdict === 'breaking' || comparison.verdict === 'unknown';
}

/** What a gate is for, where it goes by its short name: `opens when every affected team has understood`. */
export function sayPurpose({ title }: Pick<Gate, 'title'>): string {
  return `opens when ${title.charAt(0).toLowerCase()}${title.slice(1)}`;
}

/** The gates that hold the deploy up: enforced, and not open. */
export function blockingGates(gates: readonly Gate[]): Gate[] {
  return gates.filter(({ mode, state }) => mode === 'enforce' && state !== 'open');
}

/**
 * Since when the break is announced: the moment at which the last of the lists that must hear of it had its break
 * notice, or, where the catalogue names no such list, at which the first recipient had it. Null before that.
 */
export function announcedSince(notices: readonly NoticeRecord[], catalog: Catalog, service: string): Instant | null {
  const firsts = new Map<string, Instant>();
  for (const { kind, recipient, deliveredAt } of notices) {
    if (kind !== 'break-notice' || deliveredAt === null) continue;
    const before = firsts.get(recipient);
    if (before === undefined || deliveredAt < before) firsts.set(recipient, deliveredAt);
  }
  const required = requiredLists(catalog, service);
  if (required.length === 0) return [...firsts.values()].sort()[0] ?? null;
  const moments = required.map((list) => firsts.get(list) ?? null);
  return moments.includes(null) ? null : ((moments as Instant[]).sort().at(-1) ?? null);
}

/** The organisation's own lists, and those of the service (A4). */
function requiredLists(catalog: Catalog, service: string): string[] {
  const always = catalog.lists.filter((list) => list.always).map(({ name }) => name);
  return [...new Set([...always, ...(findService(catalog, service)?.audience.lists ?? [])])];
}

function judgeAssessed({ comparison }: GateInput): Judgement {
  if (comparison === null) return unknown('It has not been compared yet.', 'Compare it: tocsin release assess.');
  const { verdict, summary, problems } = comparison;
  if (verdict === 'unknown') {
    const first = problems[0];
    return unknown(
      first === undefined ? 'The two documents could not be compared.' : `It could not be compared: ${first.message}`,
      first?.hint ?? 'Mend the documents and assess it again.',
    );
  }
  return opened(
    verdict === 'breaking' ? `It breaks callers: ${count(summary.breaking, 'finding')}.` : `The verdict is ${verdict}.`,
  );
}

function judgeIntended({ comparison, release, intended }: GateInput): Judgement {
  if (comparison === null || comparison.verdict === 'unknown') {
    return unknown('What it breaks is not known.', 'Compare it: tocsin release assess.');
  }
  const breaking = comparison.findings.filter(
    ({ severity, exemption }) => severity === 'breaking' && exemption === null,
  );
  const confirmed = new Set(intended.map(({ finding }) => finding));
  const open = breaking.filter(({ fingerprint }) => !confirmed.has(fingerprint));
  if (breaking.length === 0) return opened('Nothing breaks a caller.');
  if (open.length === 0) return opened(`All ${count(breaking.length, 'breaking finding')} confirmed as intended.`);
  const surprise = release.declared === 'does-not-break' ? ` ${release.author} said that it does not break.` : '';
  return closed(
    `${open.length} of ${count(breaking.length, 'breaking finding')} not confirmed as intended, first: ${open[0]?.message.replace(/\.$/, '')}.${surprise}`,
    `${release.author} confirms them as intended, or a fix takes them back and it is assessed again.`,
  );
}

function judgeApproved({ approvals, comparison, plan, policy, release }: GateInput): Judgement {
  const { needed, otherThanAuthor } = policy.approvals;
  if (needed === 0) return opened('The policy asks for no approval.');
  if (comparison === null || plan === null) return closed('There is no plan to approve yet.', 'Propose a date.');
  const fingerprint = approvalFingerprint(comparison, plan);
  const current = approvals.filter((one) => one.fingerprint === fingerprint);
  const counted = new Set(current.map(({ by }) => by).filter((by) => !otherThanAuthor || !isAuthor(by, release)));
  if (counted.size >= needed) return opened(`Approved by ${[...counted].sort().join(', ')}.`);
  const fallen = [...new Set(approvals.filter((one) => one.fingerprint !== fingerprint).map(({ by }) => by))].sort();
  const notes = [
    fallen.length > 0 ? ` What ${fallen.join(', ')} approved was other findings or another date.` : '',
    otherThanAuthor && current.some(({ by }) => isAuthor(by, release))
      ? ` ${release.author} is the author and cannot approve it alone.`
      : '',
  ].join('');
  return closed(
    `${counted.size} of ${count(needed, 'approval')} for these findings and this date.${notes}`,
    otherThanAuthor ? `Someone other than ${release.author} approves it.` : 'Someone approves it.',
  );
}

function judgeAnnounced({ catalog, notices, now, policy, release }: GateInput): Judgement {
  const live = notices.filter(({ state }) => state !== 'withdrawn');
  const breakNotices = live.filter(({ kind }) => kind === 'break-notice');
  if (breakNotices.length === 0) return closed('No break notice was written.', 'Announce it: tocsin announce.');
  const required = requiredLists(catalog, release.service);
  const lacking = required.filter(
    (list) => !breakNotices.some((one) => one.recipient === list && one.deliveredAt !== null),
  );
  if (lacking.length > 0) {
    return closed(
      `The break notice has not reached ${lacking.join(', ')}.`,
      'Let the delivery succeed: tocsin doctor says what keeps it.',
    );
  }
  if (!breakNotices.some(({ deliveredAt }) => deliveredAt !== null)) {
    return closed(
      'The break notice has reached nobody yet.',
      'Let the delivery succeed: tocsin doctor says what keeps it.',
    );
  }
  const told = live.filter(({ deliveredAt }) => deliveredAt !== null);
  const revision = Math.max(...told.map((one) => one.revision));
  if (revision < release.revision) {
    return closed(
      `People were told of revision ${revision}; the present one is ${release.revision}.`,
      'Announce what has changed since.',
    );
  }
  const last = told
    .map(({ deliveredAt }) => deliveredAt as Instant)
    .sort()
    .at(-1) as Instant;
  const staleAt = addDays(last, policy.staleAfterDays, policy.deployWindow.zone);
  if (staleAt <= now) {
    const staged = release.stagedAt === null ? '' : ` It has been in staging since ${sayInstant(release.stagedAt)}.`;
    return closed(
      `The announcement is stale: the last word was on ${sayInstant(last)}, and ${policy.staleAfterDays} days is the limit.${staged}`,
      'Announce it again, with a fresh date.',
    );
  }
  return opened(`The break notice was delivered; the last word was on ${sayInstant(last)}.`);
}

function judgeNotice({ catalog, notices, now, plan, policy, release }: GateInput): Judgement {
  const service = findService(catalog, release.service);
  if (service === undefined) return unknownService(release);
  const days = policy.noticeDays[service.tier];
  if (days === 0) return opened(`The policy asks for no notice for a ${service.tier} service.`);
  const since = announcedSince(notices, catalog, release.service);
  if (since === null) {
    return closed(
      `The ${days} days of notice have not begun: the break notice is not out.`,
      'Announce it: tocsin announce.',
    );
  }
  const complete = addDays(since, days, policy.deployWindow.zone);
  if (complete <= now)
    return opened(`The break notice has been out for ${days} days or more, since ${sayInstant(since)}.`);
  const tooEarly =
    plan !== null && plan.deployAt < complete ? ` The deploy on ${sayInstant(plan.deployAt)} comes too early.` : '';
  return closed(
    `The break notice has been out since ${sayInstant(since)}; ${days} days are over on ${sayInstant(complete)}.${tooEarly}`,
    tooEarly === '' ? `Wait until ${sayInstant(complete)}.` : `Move the deploy to ${sayInstant(complete)} or later.`,
  );
}

function judgeDiscussed(input: GateInput): Judgement {
  const { catalog, discussions, notices, now, plan, policy, release } = input;
  if (policy.meeting === null) return opened('The policy asks for no meeting.');
  const meeting = catalog.meetings.find(({ name }) => name === policy.meeting);
  if (meeting === undefined) {
    return unknown(
      `The catalogue does not know the meeting ${policy.meeting}.`,
      'Add it under meetings in tocsin.yaml.',
    );
  }
  const since = announcedSince(notices, catalog, release.service);
  if (since === null) {
    return closed(`${meeting.title} has to discuss it after the announcement, which is not out.`, 'Announce it first.');
  }
  const last = decisiveDiscussion(discussions, meeting.name, since);
  const record = `Record what ${meeting.title} decided: tocsin release discussed.`;
  if (last === undefined) {
    const at = plan?.meeting?.at ?? null;
    if (at !== null && at <= now) {
      return unknown(
        `${meeting.title} met on ${sayInstant(at)}; nobody has recorded whether it was discussed.`,
        record,
      );
    }
    return closed(
      at === null ? `${meeting.title} has not discussed it.` : `${meeting.title} meets on ${sayInstant(at)}.`,
      record,
    );
  }
  if (last.at > now) return closed(`The record is of ${sayInstant(last.at)}, which is still to come.`, record);
  if (last.outcome === 'agreed') {
    const minutes = last.minutes == null ? 'no minutes are linked' : last.minutes;
    return opened(`${meeting.title} agreed on ${sayInstant(last.at)} (${minutes}).`);
  }
  return closed(
    `At ${meeting.title} on ${sayInstant(last.at)} ${sayOutcome(last.outcome)}.${questionDate(input)}`,
    record,
  );
}

/** Where a discussion is carried over: whether the date still stands. */
function questionDate(input: GateInput): string {
  const { catalog, comparison, dependencies, discussions, impact, notices, now, plan, policy, release } = input;
  if (comparison === null || impact === null || plan === null) return '';
  const announcedAt = announcedSince(notices, catalog, release.service);
  const known = { release, comparison, impact, catalog, policy, now, announcedAt, discussions, dependencies };
  try {
    const { earliest, meeting } = computePlan(known);
    const carried = meeting === null ? '' : ` It is carried over to ${sayInstant(meeting.at)}.`;
    return earliest.at > plan.deployAt
      ? `${carried} The date ${sayInstant(plan.deployAt)} no longer stands: the earliest is now ${sayInstant(earliest.at)}.`
      : carried;
  } catch (error) {
    if (error instanceof TocsinError) return ` ${error.message}`;
    throw error;
  }
}

function judgeUnderstood({ comparison, impact, release, understandings }: GateInput): Judgement {
  if (comparison === null || impact === null || comparison.verdict === 'unknown') {
    return unknown('Who is hurt is not known.', 'Compare it: tocsin release assess.');
  }
  const direct = impact.consumers.filter(({ via }) => via.length === 0);
  if (direct.length === 0) {
    return unknown(
      `The catalogue knows nobody who uses ${release.service}: who is hurt cannot be told.`,
      'Declare its consumers in tocsin.yaml.',
    );
  }
  const teams = affectedTeams(impact);
  const heard = new Set(understandings.map(({ team }) => team));
  const missing = teams.filter((team) => !heard.has(team));
  if (teams.length === 0) return opened(`No consumer of ${release.service} is affected.`);
  if (missing.length === 0) return opened(`All ${count(teams.length, 'affected team')} said so: ${teams.join(', ')}.`);
  return closed(
    `${teams.length - missing.length} of ${count(teams.length, 'affected team')} said so; missing: ${missing.join(', ')}.`,
    `Someone of ${missing.join(', ')} says that they have understood.`,
  );
}

/** So many callers are named in a sentence; the rest is counted. */
const namedCallers = 3;

function judgeCallers({ comparison, impact, release }: GateInput): Judgement {
  if (comparison === null || impact === null || comparison.verdict === 'unknown') {
    return unknown('What it breaks is not known.', 'Compare it: tocsin release assess.');
  }
  if (comparison.summary.breaking === 0) return opened('Nothing breaks a caller.');
  const strangers = impact.unknownCallers.filter(
    ({ breaking, environments }) => breaking.length > 0 && environments.some(({ name }) => isProduction(name)),
  );
  if (strangers.length > 0) {
    const named = strangers.slice(0, namedCallers).map(sayCaller).join('; ');
    const more = strangers.length > namedCallers ? `; and ${strangers.length - namedCallers} more` : '';
    return closed(
      `${count(strangers.length, 'caller')} whom nobody has claimed ${strangers.length === 1 ? 'calls' : 'call'} what breaks: ${named}${more}.`,
      `Somebody claims ${strangers.length === 1 ? 'it' : 'each'}, or calls it noise and says why: tocsin callers list.`,
    );
  }
  if (!impact.observed) {
    return unknown(
      `Nobody has looked who calls ${release.service}: no calls were imported.`,
      'Import an access log or traces: tocsin evidence import.',
    );
  }
  const aside = impact.unknownCallers.length;
  return opened(
    aside === 0
      ? 'Everybody who was seen calling it is known.'
      : `Nobody unknown calls what breaks; ${count(aside, 'unknown caller')} ${aside === 1 ? 'calls' : 'call'} something else, or only a place for trying things.`,
  );
}

function sayCaller(caller: UnknownCaller): string {
  const { key, name, requests, forwarded, lapsed, guess } = caller;
  const claim = forwarded === null && lapsed === null ? '' : `, ${sayClaim(caller)}`;
  const perhaps = forwarded !== null || guess === null ? '' : `, perhaps of ${guess.team}`;
  return `${name === null ? key : `${name} (${key})`}, ${count(requests, 'request')}${claim}${perhaps}`;
}

function judgePorted({ comparison, impact, ports, release }: GateInput): Judgement {
  if (comparison === null || impact === null || comparison.verdict === 'unknown') {
    return unknown('Who has to port is not known.', 'Compare it: tocsin release assess.');
  }
  if (ports.length === 0) {
    return impact.consumers.length === 0
      ? unknown(
          `The catalogue knows nobody who uses ${release.service}: who has to port cannot be told.`,
          'Declare its consumers in tocsin.yaml.',
        )
      : opened(`No consumer of ${release.service} has to be ported.`);
  }
  const look = `See what shows it and what does not: tocsin ladder ${release.id}.`;
  const loud = ports.flatMap(({ consumer, contradictions }) => contradictions.map((one) => `${consumer}: ${one}`));
  const named = (state: PortRecord['ported']) =>
    ports.filter(({ ported }) => ported === state).map((one) => one.consumer);
  const [proven, claimed, missing] = [named('proven'), named('claimed'), named('no')];
  if (proven.length === ports.length && loud.length === 0) {
    return opened(
      `All ${count(ports.length, 'consumer')} that it hits ${ports.length === 1 ? 'is' : 'are'} shown to be ported.`,
    );
  }
  return closed(
    [
      `${proven.length} of ${count(ports.length, 'consumer')} shown to be ported.`,
      claimed.length > 0 ? ` Only claimed: ${claimed.join(', ')}.` : '',
      missing.length > 0 ? ` Not yet: ${missing.join(', ')}.` : '',
      ...loud.map((one) => ` ${one}`),
    ].join(''),
    look,
  );
}

function judgeStaffed({ catalog, doneTeams, impact, plan, release, shifts }: GateInput): Judgement {
  const service = findService(catalog, release.service);
  if (service === undefined) return unknownService(release);
  const held = shifts.filter(({ releasedAt }) => releasedAt === null);
  if (plan === null || shifts.length === 0) return closed('There is no roster for the deploy day.', 'Propose a date.');
  if (impact === null) return unknown('Who is hurt is not known.', 'Compare it: tocsin release assess.');
  const lacking = [...new Set([service.owner, ...affectedTeams(impact)])].filter(
    (team) => !shifts.some((shift) => shift.team === team),
  );
  if (lacking.length > 0) {
    return closed(
      `${lacking.join(', ')} should be on the roster and are not.`,
      'The clock adds them to the roster: tocsin tick, or tocsin serve.',
    );
  }
  if (held.length === 0) {
    return closed('Every team was given its hours back: nobody is at hand.', 'Propose a date again, or move it.');
  }
  const needed = held.filter(({ team }) => !doneTeams.includes(team));
  const free = [...new Set(held.map(({ team }) => team))].filter((team) => doneTeams.includes(team));
  const released = free.length === 0 ? '' : ` Done, so that its hours can be given back: ${free.join(', ')}.`;
  const silent = needed.filter(({ acknowledged }) => acknowledged === null);
  if (silent.length === 0) {
    return opened(
      needed.length === 0 ? released.trim() : `All ${count(needed.length, 'shift')} acknowledged.${released}`,
    );
  }
  const names = [...new Set(silent.map(({ person, team }) => `${person.name} (${team})`))];
  return closed(
    `${silent.length} of ${count(needed.length, 'shift')} not acknowledged: ${names.join(', ')}.${released}`,
    `They acknowledge their shifts: ${names.join(', ')}.`,
  );
}

function judgeDependencies({ dependencies, plan, release }: GateInput): Judgement {
  if (release.dependsOn.length === 0) return opened('It depends on no other release.');
  const known = release.dependsOn.map(
    (name): Dependency =>
      dependencies.find((one) => one.release === name) ?? { release: name, state: null, deployUntil: null },
  );
  const waiting = known.filter(({ state }) => state !== 'done');
  if (waiting.length === 0) return opened(`${release.dependsOn.join(', ')}: done.`);
  const missing = waiting.filter(({ state }) => state === null).map((one) => one.release);
  const fallen = waiting.filter(({ state }) => state === 'cancelled' || state === 'rolled-back');
  if (fallen.length > 0) {
    return closed(
      `${fallen.map((one) => `${one.release} is ${one.state}`).join(', ')}.`,
      'Release what it depends on again, or take the dependency away.',
    );
  }
  if (missing.length > 0) {
    return unknown(`Nothing is known of ${missing.join(', ')}, on which it depends.`, `Assess ${missing.join(', ')}.`);
  }
  const states = waiting.map(({ deployUntil, release, state }) => {
    const until = deployUntil === null ? 'without a date' : `deployed until ${sayInstant(deployUntil)}`;
    const late = plan !== null && deployUntil !== null && deployUntil > plan.deployAt ? ', after this one' : '';
    return `${release} is ${state}, ${until}${late}`;
  });
  return closed(`${states.join('; ')}.`, `First finish ${waiting.map((one) => one.release).join(', ')}.`);
}

function holdingExemption({ catalog, comparison, plan, policy, release, now }: GateInput) {
  const service = findService(catalog, release.service);
  if (service === undefined || comparison === null) return null;
  const day = localDay(plan === null || plan.deployAt < now ? now : plan.deployAt, policy.deployWindow.zone);
  return chooseExemption({ release, service, comparison, policy, day }).exemption;
}

function findService(catalog: Catalog, name: string): Service | undefined {
  return catalog.services.find((service) => service.name === name);
}

function unknownService(release: Release): Judgement {
  return unknown(`The catalogue does not know ${release.service}.`, 'Add it under services in tocsin.yaml.');
}

function opened(because: string): Judgement {
  return { state: 'open', because, wouldOpen: null };
}

function closed(because: string, wouldOpen: string): Judgement {
  return { state: 'closed', because, wouldOpen };
}

function unknown(because: string, wouldOpen: string): Judgement {
  return { state: 'unknown', because, wouldOpen };
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
