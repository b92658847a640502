// Everything about one release as of now, read from the store and judged. The same reading serves the faces and the
// use cases, so that what a person was shown is what is decided on.

import { isForOneTeam } from '../announce/index.ts';
import { type Instant, nearest, TocsinError } from '../base/index.ts';
import { affectedTeams, fullName } from '../catalog/index.ts';
import { doneTeams } from '../ladder/index.ts';
import { announcedSince, type Dependency, isEnded, judgeGates, type NoticeRecord } from '../plan/index.ts';
import { type Assessment, type Changes, type Delivery, type Event, hasGone, type Records } from '../store/index.ts';
import { datedSteps } from './due-steps.ts';
import type { House } from './house.ts';
import { joinImpact } from './join-impact.ts';
import { burnDownOf, ladderOf, portsOf } from './judge-standing.ts';
import { portingIssuesOf } from './porting-issues-of.ts';
import { historyOfNow, takenUpAgain } from './taken-up-again.ts';
import type { ReleaseView } from './tocsin.ts';

function whichOf(known: readonly string[], id: string): string {
  const near = nearest(id, known);
  return `${near === null ? '' : `Did you mean ${near}? `}There are: ${known.join(', ')}.`;
}

/** The release, what was found in it and whom that hurts: all that takes long. @throws as `readRelease` */
export async function readHurt(house: House, records: Records, id: string) {
  const stamped = await records.release(id);
  const assessment = stamped && (await assessmentOf(house, records, id));
  if (!stamped || !assessment) {
    const known = (await records.releases()).map((release) => release.id);
    throw new TocsinError('not-found', `There is no release ${id}.`, {
      hint: known.length === 0 ? 'Assess one first: `tocsin release assess`.' : whichOf(known, id),
    });
  }
  const { release, stamp } = stamped;
  const impact = await joinImpact(house, records, release.service, assessment);
  return { release, stamp, comparison: assessment.comparison, impact };
}

/** So many findings are remembered at most, but always the last that was read. */
const findingsKept = 100_000;

/** One that a transaction wrote may still be taken back, and its number given to another: it is not remembered. */
async function assessmentOf(
  { assessments }: House,
  records: Records | Changes,
  id: string,
): Promise<Assessment | null> {
  const key = `${id} ${await records.assessmentNumber(id)}`;
  const assessment = assessments.get(key) ?? (await records.assessment(id));
  if (assessment === null || 'append' in records) return assessment;
  assessments.delete(key);
  let left = findingsKept - assessment.comparison.findings.length;
  for (const [other, { comparison }] of [...assessments].reverse()) {
    left -= comparison.findings.length;
    if (left < 0 || other.startsWith(`${id} `)) assessments.delete(other);
  }
  assessments.set(key, assessment);
  return assessment;
}

/** @throws TocsinError `not-found`, with the nearest id as its hint */
export async function readRelease(house: House, records: Records, id: string): Promise<ReleaseView> {
  const { release, stamp, comparison, impact } = await readHurt(house, records, id);
  const [latestPlan, written, intended, given, words, discussions, deliveries, shifts, history] = [
    await records.plan(id),
    await records.writtenSteps(id),
    await records.intended(id),
    await records.approvals(id),
    await records.understandings(id),
    await records.discussions(id),
    await records.deliveries(id),
    await records.shifts(id),
    await records.history(id),
  ];
  const plan = isOfNow(history) ? latestPlan : null;
  // Who has understood fewer breaks than there are now has not understood these.
  const grownAt = lastGrowth(history)?.at ?? '';
  const understandings = words.filter(({ at }) => at >= grownAt);
  // One person is one approval, by whichever of their names each was given.
  const approvals = given.map((one) => ({ ...one, by: fullName(house.catalog, one.by) }));
  const ladder = await ladderOf(house, records, {
    release,
    comparison,
    impact,
    understandings,
    history,
    deployAt: plan?.deployAt ?? null,
  });
  const owner = house.catalog.services.find(({ name }) => name === release.service)?.owner ?? null;
  const gates = judgeGates({
    release,
    comparison,
    impact,
    plan,
    catalog: house.catalog,
    policy: house.policy,
    now: house.now(),
    intended,
    approvals,
    notices: noticesOf(deliveries, history),
    discussions,
    understandings,
    shifts,
    doneTeams: [...doneTeams(ladder, owner).keys()],
    dependencies: await dependenciesOf(records, release.dependsOn),
    ports: portsOf(ladder),
  });
  return {
    release,
    stamp,
    comparison,
    impact,
    plan,
    steps: plan === null ? [] : datedSteps(plan, written),
    gates,
    intended,
    approvals,
    understandings,
    affectedTeams: affectedTeams(impact),
    discussions,
    deliveries,
    shifts,
    ladder,
    portingIssues: portingIssuesOf(deliveries, await records.portingReads(id)),
    burnDown: burnDownOf(history, plan?.deployAt ?? null, house.now()),
    history,
  };
}

/** All that are under way, soonest first, then so many of the latest that have ended. */
export async function readReleases(house: House, records: Records, ended: number): Promise<readonly ReleaseView[]> {
  const lines = (await records.releaseLines()).toSorted(
    (a, b) => (a.deployAt ?? '9').localeCompare(b.deployAt ?? '9') || a.release.id.localeCompare(b.release.id),
  );
  const over = lines.filter(({ release }) => isEnded(release.state)).slice(-ended);
  const views: ReleaseView[] = [];
  for (const { release } of [...lines.filter((one) => !isEnded(one.release.state)), ...(ended === 0 ? [] : over)]) {
    views.push(await readRelease(house, records, release.id));
  }
  return views;
}

/** Since when the break, as it stands now, is announced; null where it is not. */
export function announcedAtOf(house: House, view: ReleaseView): Instant | null {
  return announcedSince(noticesOf(view.deliveries, view.history), house.catalog, view.release.service);
}

/** What became of the release's messages. A notice of fewer breaks than there are now is no notice of these. */
function noticesOf(deliveries: readonly Delivery[], history: readonly Event[]): readonly NoticeRecord[] {
  const since = Number(lastGrowth(history)?.data.revision ?? 1);
  return deliveries
    .filter(({ message }) => message.revision >= since && !isForOneTeam(message.kind))
    .map(({ message, state, lastAttemptAt }) => ({
      kind: message.kind,
      // The gates ask for lists by name, and a team or a chat channel may be called the same.
      recipient:
        message.recipient.audience === 'list'
          ? message.recipient.name
          : `${message.recipient.channel}:${message.recipient.address}`,
      revision: message.revision,
      state,
      wentAt: hasGone(state) ? lastAttemptAt : null,
    }));
}

/** Whether the latest plan was not made before it was called off. */
function isOfNow(history: readonly Event[]): boolean {
  return takenUpAgain(history) === null || historyOfNow(history).some(({ type }) => type === 'release.proposed');
}

/** The last assessment that found breaks of which nobody had been told, or that began it again, when nobody is bound any more. */
function lastGrowth(history: readonly Event[]): Event | undefined {
  return history.findLast(
    ({ type, data }) => type === 'release.assessed' && (Number(data.newBreaks) > 0 || data.from === 'cancelled'),
  );
}

export async function dependenciesOf(records: Records, names: readonly string[]): Promise<readonly Dependency[]> {
  const dependencies: Dependency[] = [];
  for (const name of names) {
    const known = await records.release(name);
    const plan = known && isOfNow(await records.history(name)) ? await records.plan(name) : null;
    dependencies.push({ release: name, state: known?.release.state ?? null, deployUntil: plan?.deployUntil ?? null });
  }
  return dependencies;
}
