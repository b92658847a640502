// Compares, judges and joins with the catalogue. The comparison may take seconds and is made before the transaction;
// what it is written over is guarded by the stamp that was read before.

import { type Instant, TocsinError } from '../base/index.ts';
import { affectedTeams, fullName, livingCatalog, personCalled } from '../catalog/index.ts';
import { assertTransition, findingsFingerprint, type Release } from '../plan/index.ts';
import type { Comparison } from '../rules/index.ts';
import { type FullAssessment, instantText } from '../store/index.ts';
import { alterRelease, writeAndRead } from './alter-release.ts';
import { calledForTesting } from './due-steps.ts';
import type { House } from './house.ts';
import { joinImpact } from './join-impact.ts';
import { withdrawUnsent } from './put-into-outbox.ts';
import { rosterFor } from './schedule-release.ts';
import { deliveriesOfNow } from './taken-up-again.ts';
import type { AssessInput, Change, ReleaseView } from './tocsin.ts';
import { demandDecider } from './vouch-for-actor.ts';

/**
 * Creates the release, or assesses it anew while nothing is deployed.
 * @throws TocsinError among others `conflict` where another service's release has that id
 */
export async function assessRelease(house: House, input: AssessInput, change: Change): Promise<ReleaseView> {
  const id = releaseId(input);
  const now = house.now();
  const asOf = input.asOf ?? now.slice(0, 10);
  demandLivingService(house, input.service);
  const before = await house.store.read((records) => records.release(id));
  if (before) {
    demandSameRelease(before.release, input);
    assertTransition(before.release, 'assessed');
    if (before.release.state === 'cancelled') demandDecider(change, 'plan again what was called off');
  }

  const compared = await house.compare({
    base: input.base,
    revision: input.revision,
    service: input.service,
    asOf,
  });
  await house.onCall.refresh();
  const { comparison } = compared;
  const assessment: FullAssessment = { at: now, ...compared };
  // Remembered for the transaction, in which others wait.
  await house.store.read((records) => joinImpact(house, records, input.service, assessment));
  if (before === null) return openRelease(house, input, change, assessment);

  const decided = { ...change, stamp: change.stamp ?? before.stamp };
  return alterRelease(house, id, decided, async (work) => {
    const { release, comparison: old, plan, shifts, deliveries } = work.view;
    const impact = await joinImpact(house, work.changes, input.service, assessment);
    const changed = findingsFingerprint(old) !== findingsFingerprint(comparison);
    const told = release.state === 'announced' || deliveries.length > 0;
    const revived = release.state === 'cancelled';
    const newBreaks = revived ? comparison.summary.breaking : countNewBreaks(old, comparison);
    const again = release.state === 'rolled-back' || revived;
    // The same findings again leave everything standing; others ask for everything anew, and people to be told. So does
    // a release that was taken back: it comes with another date. One that was called off begins anew.
    const next: Release = {
      ...release,
      author: revived ? beginnerOf(house, release, change) : authorAfter(house, release, change),
      declared: input.declared ?? release.declared,
      minor: input.minor ?? release.minor,
      stagedAt: stagedAtOf(input) ?? release.stagedAt,
      dependsOn: input.dependsOn ?? release.dependsOn,
      state: changed || again ? 'assessed' : release.state,
      revision: revived
        ? pastAllCalendars(release, deliveries)
        : (changed || again) && told
          ? release.revision + 1
          : release.revision,
    };
    await work.save(next);
    await work.changes.addAssessment(id, assessment, affectedTeams(impact));
    await work.record('release.assessed', {
      ...factsOf(comparison, affectedTeams(impact)),
      changed,
      newBreaks,
      revision: next.revision,
      ...(next.author === release.author ? {} : { author: next.author }),
      from: release.state,
      to: next.state,
    });
    if (revived) {
      const written = await work.changes.writtenSteps(id);
      await work.changes.forgetSteps(id, [...new Set(written.map(({ step }) => step))]);
      await work.changes.forgetWords(id);
    }
    if (!changed || revived) return;
    const unsent = await withdrawUnsent(work, 'The findings have changed.');
    // What was taken back before it went out is worded again with the next announcement, even for the same date.
    const takenBack = (plan?.steps ?? []).filter(({ kind }) => unsent.some((message) => message.kind === kind));
    // So is the call for testing that a notice was as well: the new notice is it again.
    const called = calledForTesting(await work.changes.writtenSteps(id), deliveriesOfNow(work.view));
    const anew = ['break-notice', 'agenda', ...(called ? ['call-for-testing'] : [])];
    await work.changes.forgetSteps(id, [...anew, ...takenBack.map((step) => step.id)]);
    if (plan !== null) {
      const roster = rosterFor(house, { release: next, comparison, impact, shifts }, plan);
      await work.changes.setShifts(id, roster);
      await work.record('shift.planned', { shifts: roster.map((shift) => shift.id) });
    }
  });
}

/** A person's hours may have changed hands, so that their entry was numbered further than the release. */
function pastAllCalendars({ revision }: Pick<Release, 'revision'>, deliveries: ReleaseView['deliveries']): number {
  return 1 + Math.max(revision, ...deliveries.map(({ message }) => message.event?.sequence ?? 0));
}

async function openRelease(
  house: House,
  input: AssessInput,
  change: Change,
  assessment: FullAssessment,
): Promise<ReleaseView> {
  const { comparison, at } = assessment;
  const release: Release = {
    id: releaseId(input),
    service: input.service,
    version: input.version,
    author: fullName(house.catalog, change.actor.name),
    state: 'assessed',
    declared: input.declared ?? 'unknown',
    minor: input.minor ?? false,
    createdAt: at,
    stagedAt: stagedAtOf(input),
    revision: 1,
    dependsOn: input.dependsOn ?? [],
  };
  return writeAndRead(house, release.id, async (changes) => {
    const impact = await joinImpact(house, changes, input.service, assessment);
    await changes.addRelease(release);
    await changes.addAssessment(release.id, assessment, affectedTeams(impact));
    await changes.append({
      at,
      type: 'release.assessed',
      subject: release.id,
      actor: change.actor,
      why: change.why ?? null,
      data: {
        ...factsOf(comparison, affectedTeams(impact)),
        changed: true,
        newBreaks: comparison.summary.breaking,
        revision: 1,
        from: 'draft',
        to: 'assessed',
      },
    });
  });
}

/** A pipeline or a login that nobody of the catalogue has is no author, and makes place for the first who is somebody. */
export function authorAfter(house: House, { author }: Pick<Release, 'author'>, change: Change): string {
  return personCalled(house.catalog, author) === undefined ? beginnerOf(house, { author }, change) : author;
}

function beginnerOf(house: House, { author }: Pick<Release, 'author'>, change: Change): string {
  return personCalled(house.catalog, change.actor.name)?.name ?? author;
}

function stagedAtOf({ stagedAt }: AssessInput): Instant | null {
  return stagedAt === undefined ? null : instantText(stagedAt);
}

/** `service-version`. @throws TocsinError `usage` where that would not make an id that fits into an address */
function releaseId({ service, version }: AssessInput): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9._+-]{0,99}$/.test(version)) {
    throw new TocsinError('usage', `${JSON.stringify(version)} is no version that a release can be called by.`, {
      hint: 'Use letters, digits, dots, dashes, plus signs or underscores, such as 2.0.1.',
    });
  }
  return `${service}-${version}`;
}

/** Names and versions may both hold dashes: `pkgdb` in `v2-1.0` and `pkgdb-v2` in `1.0` make one id. */
function demandSameRelease({ id, service, version }: Release, input: AssessInput): void {
  if (service === input.service && version === input.version) return;
  throw new TocsinError('conflict', `${id} is already the release ${version} of ${service}.`, {
    hint: 'Two services share that id: write the version of this release in another way, such as 1.0.0 for 1.0.',
  });
}

function demandLivingService(house: House, service: string): void {
  const names = livingCatalog(house.catalog).services.map(({ name }) => name);
  if (names.includes(service)) return;
  if (house.catalog.services.some(({ name }) => name === service)) {
    throw new TocsinError(
      'not-found',
      `The service "${service}" is deleted in the catalogue: it has no new releases.`,
      {
        hint: 'If it is to come back, take deleted: true from it in tocsin.yaml.',
      },
    );
  }
  throw new TocsinError('not-found', `The catalogue does not know the service "${service}".`, {
    hint: names.length === 0 ? 'Add it under services in tocsin.yaml.' : `It knows ${names.join(', ')}.`,
  });
}

function factsOf(comparison: Comparison, teams: readonly string[]): Readonly<Record<string, unknown>> {
  const { verdict, summary, engine, base, revision } = comparison;
  return {
    verdict,
    summary,
    engine: engine.version,
    base: base.digest,
    document: revision.digest,
    affectedTeams: teams,
  };
}

function countNewBreaks(old: Comparison, comparison: Comparison): number {
  const breaks = ({ findings }: Comparison) =>
    findings.filter(({ severity, exemption }) => severity === 'breaking' && exemption === null);
  const known = new Set(breaks(old).map(({ fingerprint }) => fingerprint));
  return breaks(comparison).filter(({ fingerprint }) => !known.has(fingerprint)).length;
}
