// From release, impact and policy to a dated plan. Every constraint but the freezes only says "not before", so the
// earliest lawful date is the first deploy window at or after the latest of them that no freeze touches; that makes
// each reason a sentence of its own. DESIGN.md calls what may be skipped "ceremony": an exemption lifts notice,
// meeting and roster, never the truth, so a breaking leaf is still announced.

import { counted, type Instant, sayInstant, TocsinError } from '../base/index.ts';
import type { Catalog, Impact, Meeting } from '../catalog/index.ts';
import type { Comparison } from '../rules/index.ts';
import {
  addDays,
  addHours,
  dayAfter,
  daysFrom,
  laterOf,
  localDay,
  localInstant,
  nextOccurrence,
  occurrenceAt,
  sayWeekdays,
  weekdayOf,
} from './calendar.ts';
import { type DiscussionRecord, decisiveDiscussion, sayOutcome } from './discussion.ts';
import { chooseExemption } from './exemption.ts';
import type { DateConstraint, DateReason, Plan, Step } from './plan.ts';
import type { Freeze, GateName, Policy, PolicyExemption } from './policy.ts';
import type { Release, ReleaseState } from './release.ts';

/** A release that must be done before this one, as far as it is known. */
export interface Dependency {
  readonly release: string;
  /** Null where there is no such release yet. */
  readonly state: ReleaseState | null;
  /** When it will have been deployed; null where no date is set. */
  readonly deployUntil: Instant | null;
}

export interface PlanInput {
  readonly release: Release;
  readonly comparison: Comparison;
  readonly impact: Impact;
  readonly catalog: Catalog;
  readonly policy: Policy;
  readonly now: Instant;
  /** The date that someone wishes for, or that was set before; null for the earliest. */
  readonly deployAt?: Instant | null;
  /** When the break notice was delivered; null where it was not, and then it is taken to go out now. */
  readonly announcedAt?: Instant | null;
  readonly discussions?: readonly DiscussionRecord[];
  /** Of those that `release.dependsOn` names; one that is left out counts as not known. */
  readonly dependencies?: readonly Dependency[];
}

/** A freeze that lasts longer than this from the first possible day on leaves no date. */
const horizonDays = 731;

/** Which gate stands for a constraint; those without a gate always hold. */
const gateOf: Partial<Record<DateConstraint, GateName>> = {
  notice: 'notice',
  meeting: 'discussed',
  dependency: 'dependencies',
};

/**
 * The plan of a release. The same input gives the same plan, and planning again with the date that came out changes
 * nothing.
 * Throws `policy-no-date` where no date within two years is lawful, `date-unlawful` where the date wished for goes
 * against something that the policy enforces, `not-found` where the catalogue lacks the service.
 */
export function computePlan(input: PlanInput): Plan {
  const { release, comparison, catalog, policy, now } = input;
  const service = catalog.services.find(({ name }) => name === release.service);
  if (service === undefined) {
    throw new TocsinError('not-found', `The catalogue does not know the service "${release.service}".`, {
      hint: 'Add it under services in tocsin.yaml.',
    });
  }
  const announcedAt = input.announcedAt ?? null;
  const announceAt = announcedAt ?? now;
  const remarks = policy.undecided
    .filter((open) => open.service === service.name)
    .map(({ question }) => `It is not decided whether the policy holds for ${service.name}: ${question}`);

  const choice = chooseExemption({
    release,
    service,
    comparison,
    policy,
    day: localDay(now, policy.deployWindow.zone),
  });
  let exemption = choice.exemption;
  let schedule = findEarliest(input, exemption, announceAt);
  const expiry = exemption?.until ?? null;
  const day = localDay(input.deployAt ?? schedule.at, policy.deployWindow.zone);
  if (exemption !== null && expiry !== null && expiry < day) {
    remarks.push(`The exemption ${exemption.id} ends on ${expiry}, before the deploy: it does not hold.`);
    exemption = null;
    schedule = findEarliest(input, null, announceAt);
  }
  remarks.push(...choice.remarks, ...schedule.remarks);

  const deployAt = input.deployAt ?? schedule.at;
  const objections = input.deployAt == null ? [] : judgeDate(input.deployAt, schedule, policy, service.name, now);
  const enforced = objections.filter(({ constraint }) => {
    const gate = gateOf[constraint];
    return gate === undefined || policy.gates[gate] === 'enforce';
  });
  if (enforced.length > 0) {
    throw new TocsinError(
      'date-unlawful',
      `${release.id} cannot be deployed on ${sayInstant(deployAt)}: ${enforced.map(({ because }) => because).join(' ')}`,
      { hint: sayLawful(schedule.at, deployAt, policy, service.name) },
    );
  }
  const deployUntil = addHours(deployAt, policy.deployWindow.durationHours);
  const meeting = schedule.meeting === null ? null : { name: schedule.meeting.name, at: schedule.meeting.at };
  return {
    release: release.id,
    policyVersion: policy.version,
    exemption: exemption === null ? null : { id: exemption.id, reason: exemption.reason, until: exemption.until },
    remarks,
    earliest: { at: schedule.at, reasons: schedule.reasons },
    deployAt,
    deployUntil,
    watchUntil: addHours(deployUntil, policy.watchHours),
    against: objections,
    meeting,
    steps: listSteps({ input, exemption, announceAt, deployAt, deployUntil, meeting: schedule.meeting }),
  };
}

/** Whoever wished for a later date is told the first lawful one from then on. */
function sayLawful(earliest: Instant, wished: Instant, policy: Policy, service: string): string {
  const earliestWords = `The earliest lawful date is ${sayInstant(earliest)} (${earliest}).`;
  if (wished <= earliest) return earliestWords;
  const { at } = findWindow(policy, service, wished);
  return `The first lawful date from then on is ${sayInstant(at)} (${at}). ${earliestWords}`;
}

interface Schedule {
  readonly at: Instant;
  readonly reasons: readonly DateReason[];
  readonly remarks: readonly string[];
  readonly meeting: { readonly name: string; readonly at: Instant; readonly agendaClosesAt: Instant } | null;
}

function findEarliest(input: PlanInput, exemption: PolicyExemption | null, announceAt: Instant): Schedule {
  const { release, catalog, policy, now } = input;
  const tier = catalog.services.find(({ name }) => name === release.service)?.tier ?? 'critical';
  const reasons: DateReason[] = [{ constraint: 'none', notBefore: now, because: `It is ${sayInstant(now)} now.` }];
  const remarks: string[] = [];
  let meeting: Schedule['meeting'] = null;

  if (exemption === null) {
    const days = policy.noticeDays[tier];
    const told = input.announcedAt == null ? 'now, if the break notice goes out now' : sayInstant(announceAt);
    if (days > 0) {
      reasons.push({
        constraint: 'notice',
        notBefore: addDays(announceAt, days, policy.deployWindow.zone),
        because: `${counted(days, 'day')} of notice for a ${tier} service, counted from ${told}.`,
      });
    }
    const sitting = findMeeting(input, announceAt);
    if (sitting !== null) {
      meeting = sitting.occurrence;
      reasons.push(sitting.reason);
    }
  }
  for (const name of release.dependsOn) {
    const dependency = input.dependencies?.find((one) => one.release === name);
    if (dependency?.state === 'done') continue;
    if (dependency?.deployUntil == null) {
      remarks.push(`${name}, on which it depends, has no date yet: the date stands only if ${name} is done by then.`);
      continue;
    }
    reasons.push({
      constraint: 'dependency',
      notBefore: dependency.deployUntil,
      because: `It depends on ${name}, which is deployed until ${sayInstant(dependency.deployUntil)}.`,
    });
  }
  const lower = reasons.reduce((latest, { notBefore }) => laterOf(latest, notBefore), now);
  const windowed = findWindow(policy, release.service, lower);
  reasons.push(...windowed.reasons);
  const held = reasons.filter(({ constraint, notBefore }) => constraint !== 'none' || notBefore === windowed.at);
  return {
    at: windowed.at,
    reasons: held.sort((a, b) => (a.notBefore < b.notBefore ? -1 : a.notBefore > b.notBefore ? 1 : 0)),
    remarks,
    meeting,
  };
}

function findMeeting(
  { discussions = [], policy, catalog }: PlanInput,
  announceAt: Instant,
): { occurrence: Schedule['meeting']; reason: DateReason } | null {
  if (policy.meeting === null) return null;
  const meeting: Meeting | undefined = catalog.meetings.find(({ name }) => name === policy.meeting);
  if (meeting === undefined) {
    throw new TocsinError(
      'policy-no-date',
      `The policy asks for a discussion at the meeting "${policy.meeting}", which the catalogue does not know.`,
      { hint: 'Name a meeting that stands under meetings, or set policy.meeting to null.' },
    );
  }
  const last = decisiveDiscussion(discussions, meeting.name, announceAt);
  if (last?.outcome === 'agreed') {
    return {
      occurrence: { name: meeting.name, ...occurrenceAt(meeting, announceAt, last.at) },
      reason: {
        constraint: 'meeting',
        notBefore: last.at,
        because: `${meeting.title} agreed on ${sayInstant(last.at)}.`,
      },
    };
  }
  const next = nextOccurrence(meeting, last === undefined ? announceAt : dayAfter(last.at, meeting.zone));
  const again = last === undefined ? '' : ` again (${sayOutcome(last.outcome)} on ${sayInstant(last.at)})`;
  return {
    occurrence: { name: meeting.name, at: next.at, agendaClosesAt: next.agendaClosesAt },
    reason: {
      constraint: 'meeting',
      notBefore: next.until,
      because: `${meeting.title} has to discuss it${again}; it meets on ${sayInstant(next.at)}, for ${counted(meeting.durationMinutes, 'minute')}.`,
    },
  };
}

/** The first deploy window from `lower` on that no freeze touches, and what held it back. */
function findWindow(policy: Policy, service: string, lower: Instant): { at: Instant; reasons: DateReason[] } {
  const { weekdays, time, zone, durationHours } = policy.deployWindow;
  const days = sayWeekdays(weekdays);
  const reasons: DateReason[] = [];
  let first: Instant | null = null;
  for (const day of daysFrom(localDay(lower, zone), horizonDays)) {
    if (!weekdays.includes(weekdayOf(day))) continue;
    const at = localInstant(day, time, zone);
    if (at < lower) continue;
    if (first === null && at > lower) {
      reasons.push({
        constraint: 'window',
        notBefore: at,
        because: `Deploys start on ${days} at ${time} (${zone}): the next is on ${sayInstant(at)}.`,
      });
    }
    first ??= at;
    const freeze = findFreeze(policy, service, at, addHours(at, durationHours));
    if (freeze === undefined) {
      return { at, reasons: at === first || at === lower ? reasons : [...reasons, resumed(at)] };
    }
    if (!reasons.some(({ because }) => because === freezeReason(freeze).because)) reasons.push(freezeReason(freeze));
  }
  if (first === null) {
    throw new TocsinError(
      'policy-no-date',
      `The policy leaves no date for ${service}: policy.deployWindow.weekdays names no day.`,
      {
        hint: 'Name at least one weekday on which deploys may start.',
      },
    );
  }
  const names = reasons.filter(({ constraint }) => constraint === 'freeze').map(({ because }) => because);
  throw new TocsinError(
    'policy-no-date',
    `The policy leaves no date for ${service} within two years of ${sayInstant(lower)}. ${names.join(' ')}`,
    { hint: 'Shorten the freeze or exempt the service from it (policy.freezes in tocsin.yaml).' },
  );

  function resumed(at: Instant): DateReason {
    return {
      constraint: 'window',
      notBefore: at,
      because: `The first deploy window after the freeze is on ${sayInstant(at)}.`,
    };
  }
}

function findFreeze(policy: Policy, service: string, from: Instant, until: Instant): Freeze | undefined {
  return policy.freezes.find(
    (freeze) =>
      freeze.from < until && from < freeze.until && (freeze.services.length === 0 || freeze.services.includes(service)),
  );
}

function freezeReason(freeze: Freeze): DateReason {
  return {
    constraint: 'freeze',
    notBefore: freeze.until,
    because: `The freeze "${freeze.name}" lasts from ${sayInstant(freeze.from)} until ${sayInstant(freeze.until)}.`,
  };
}

/** What a date goes against. */
function judgeDate(date: Instant, schedule: Schedule, policy: Policy, service: string, now: Instant): DateReason[] {
  const { weekdays, time, zone, durationHours } = policy.deployWindow;
  const broken = schedule.reasons.filter(
    ({ constraint, notBefore }) =>
      constraint !== 'window' && constraint !== 'freeze' && constraint !== 'none' && notBefore > date,
  );
  if (date < now) broken.push({ constraint: 'none', notBefore: now, because: `That is in the past.` });
  const day = localDay(date, zone);
  if (!weekdays.includes(weekdayOf(day)) || localInstant(day, time, zone) !== date) {
    broken.push({
      constraint: 'window',
      notBefore: schedule.at,
      because: `Deploys start on ${sayWeekdays(weekdays)} at ${time} (${zone}).`,
    });
  }
  const freeze = findFreeze(policy, service, date, addHours(date, durationHours));
  if (freeze !== undefined) broken.push(freezeReason(freeze));
  return broken;
}

interface StepInput {
  readonly input: PlanInput;
  readonly exemption: PolicyExemption | null;
  readonly announceAt: Instant;
  readonly deployAt: Instant;
  readonly deployUntil: Instant;
  readonly meeting: Schedule['meeting'];
}

function listSteps({ input, exemption, announceAt, deployAt, deployUntil, meeting }: StepInput): Step[] {
  const { policy, comparison } = input;
  const zone = policy.deployWindow.zone;
  const breaks = comparison.verdict === 'breaking' || comparison.verdict === 'unknown';
  const steps: Step[] = [];
  const add = (id: string, kind: Step['kind'], at: Instant, because: string) => steps.push({ id, kind, at, because });
  const addBefore = (kind: Step['kind'], days: number) => {
    const at = addDays(deployAt, -days, zone);
    const because =
      at < announceAt
        ? `At once: the deploy is less than ${counted(days, 'day')} after the announcement.`
        : `${counted(days, 'day')} before the deploy.`;
    add(kind, kind, laterOf(announceAt, at), because);
  };

  if (breaks || exemption === null) {
    add('break-notice', 'break-notice', announceAt, 'A break has a notice of its own, besides the outage notice.');
  }
  if (exemption === null) {
    const { callForTestingDays, reminderDays, rosterCallDays } = policy;
    addBefore('call-for-testing', callForTestingDays);
    if (meeting !== null) {
      const at = addHours(meeting.agendaClosesAt, -24);
      const title = input.catalog.meetings.find(({ name }) => name === meeting.name)?.title ?? meeting.name;
      const because =
        at < announceAt
          ? `At once: the agenda of ${title} closes less than a day after the announcement.`
          : `A day before the agenda of ${title} closes.`;
      add('agenda', 'agenda', laterOf(announceAt, at), because);
    }
    for (const days of [...new Set(reminderDays)].sort((a, b) => b - a)) {
      const at = addDays(deployAt, -days, zone);
      if (at > announceAt) add(`reminder-${days}`, 'reminder', at, `${counted(days, 'day')} before the deploy.`);
    }
    addBefore('roster-call', rosterCallDays);
  }
  addBefore('outage-notice', policy.outageNoticeDays);
  add('deploy', 'deploy', deployAt, 'The deploy window begins.');
  add('done', 'done', deployUntil, 'The deploy window ends.');
  return steps.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}
