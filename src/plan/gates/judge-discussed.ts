import { sayInstant, TocsinError } from '../../base/index.ts';
import { computePlan } from '../compute-plan.ts';
import { decisiveDiscussion, sayOutcome } from '../discussion.ts';
import { announcedSince } from './announced-since.ts';
import type { GateInput } from './gate-input.ts';
import { closed, type Judgement, opened, unknown } from './judgement.ts';

/** What counts is the last recorded word of the meeting since the announcement. */
export function judgeDiscussed(input: GateInput): Judgement {
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
  const command = `\`tocsin release discussed ${release.id} --meeting ${meeting.name} --minutes URL\``;
  const record = `Record what ${meeting.title} decided: ${command}.`;
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
      at === null ? record : `Once ${meeting.title} has met, record what it decided: ${command}.`,
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
