// What people say of a release: that a finding is meant, that a meeting discussed it, that a team has understood, that
// someone keeps the day free, that a team may have its hours back.

import { type Instant, sayInstant, TocsinError } from '../base/index.ts';
import { type Release, type ReleaseState, sayState, unexemptedBreaks, whyNotHeld } from '../plan/index.ts';
import { type Discussion, instantText } from '../store/index.ts';
import { alterRelease } from './alter-release.ts';
import { authorAfter } from './assess-release.ts';
import { demandReasonWhereWrong, unfinished } from './deploy-release.ts';
import type { House } from './house.ts';
import { putIntoOutbox } from './put-into-outbox.ts';
import { announcedAtOf } from './read-release.ts';
import { calledShifts, planFor } from './schedule-release.ts';
import { historyOfNow } from './taken-up-again.ts';
import type { Change, ReleaseView } from './tocsin.ts';
import {
  demandAuthorOrOwner,
  demandDecider,
  demandHolder,
  demandKnownActor,
  demandMember,
  demandWordOnAuthor,
  personNamed,
} from './vouch-for-actor.ts';
import { demandWebAddress } from './web-address.ts';
import { writeMessages } from './write-messages.ts';

/**
 * Of what is named, or of all, what breaks: a word given for a change that is safe today must not count once it is
 * judged otherwise.
 */
export async function confirmIntended(
  house: House,
  id: string,
  findings: readonly string[],
  change: Change,
): Promise<ReleaseView> {
  return alterRelease(house, id, change, async (work) => {
    demandAuthorOrOwner(house.catalog, change, work.view.release);
    const present = work.view.comparison.findings;
    const known = present.map(({ fingerprint }) => fingerprint);
    const strange = findings.filter((finding) => !known.includes(finding));
    if (strange.length > 0) {
      throw new TocsinError('not-found', `${id} has no finding ${strange.join(', ')}.`, {
        hint: 'Use the fingerprints of its present assessment.',
      });
    }
    const confirmed = new Set(work.view.intended.map(({ finding }) => finding));
    const fresh = unexemptedBreaks(present)
      .map(({ fingerprint }) => fingerprint)
      .filter((finding) => (findings.length === 0 || findings.includes(finding)) && !confirmed.has(finding));
    if (fresh.length === 0) return;
    for (const finding of new Set(fresh)) {
      await work.changes.addIntended(id, { finding, by: change.actor.name, at: house.now() });
    }
    // The first pair of eyes, where nobody was: it takes another to approve.
    const author = authorAfter(house, work.view.release, change);
    const isNew = author !== work.view.release.author;
    if (isNew) await work.save({ ...work.view.release, author });
    await work.record('release.intended', { findings: [...new Set(fresh)], ...(isNew ? { author } : {}) });
  });
}

/**
 * Puts right who wrote a release: whoever approved it as somebody else, and is its author now, has approved nothing.
 * @throws TocsinError `not-allowed`, `usage` where no reason is given, `release-state` once its deploy began
 */
export async function nameAuthor(house: House, id: string, person: string, change: Change): Promise<ReleaseView> {
  demandDecider(change, 'say whose release it is');
  const author = personNamed(house.catalog, person);
  if ((change.why ?? '').trim() === '') {
    throw new TocsinError('usage', `Why ${author} is its author is not said.`, {
      hint: 'Everyone can read it in the history; in a shell say it with --why.',
    });
  }
  return alterRelease(house, id, change, async (work) => {
    const { release } = work.view;
    if (!mayBeDiscussed.includes(release.state)) {
      throw new TocsinError('release-state', `${id} is ${sayState(release.state)}, and its author stays on record.`, {
        hint: 'Until its deploy begins it can be put right.',
      });
    }
    if (author === release.author) return;
    demandWordOnAuthor(house.catalog, change, release, author);
    await work.save({ ...release, author });
    await work.record('release.author', { author, before: release.author });
  });
}

/** States in which the deploy, or another one, is still ahead. */
const mayBeDiscussed: readonly ReleaseState[] = ['draft', 'assessed', 'proposed', 'approved', 'announced'];

/** @throws TocsinError `not-found`, `usage` where no meeting can have held it or the minutes have no address, `release-state` after the deploy began */
export async function recordDiscussion(
  house: House,
  id: string,
  input: {
    readonly meeting: string;
    readonly at: Instant;
    readonly outcome: Discussion['outcome'];
    readonly minutes?: string;
  },
  change: Change,
): Promise<ReleaseView> {
  demandDecider(change, 'say what a meeting decided');
  requireNamed(house.catalog.meetings, input.meeting, 'meeting');
  const meeting = house.catalog.meetings.find(({ name }) => name === input.meeting)!;
  const at = instantText(input.at);
  if (at > house.now()) {
    throw new TocsinError('usage', `${input.meeting} on ${sayInstant(at)} is still to come.`, {
      hint: 'Record what was decided once the meeting was held.',
    });
  }
  if (input.outcome !== 'not-reached' && input.minutes === undefined) {
    throw new TocsinError('usage', `Nobody could read what ${meeting.title} said: the minutes are missing.`, {
      hint: 'Give the address of the minutes, or of their very line; in a shell with --minutes.',
    });
  }
  if (input.minutes !== undefined) demandWebAddress(input.minutes);
  return alterRelease(house, id, change, async (work) => {
    const strange = whyNotHeld(meeting, at);
    if (strange !== null) {
      const announcedAt = announcedAtOf(house, work.view);
      const met = sayInstant(strange.lastAt);
      throw new TocsinError('usage', `${strange.because}.`, {
        hint:
          announcedAt === null || strange.lastAt >= announcedAt
            ? `Say when it was discussed, in a shell with --at; it met last on ${met} (--at ${strange.lastAt}).`
            : `Record it once it was discussed after the announcement of ${sayInstant(announcedAt)}: the last meeting, on ${met}, was before, and does not count.`,
      });
    }
    const begun = work.view.history.findLast(({ type }) => type === 'release.deploying')?.at;
    if (begun !== undefined && at >= begun && !mayBeDiscussed.includes(work.view.release.state)) {
      throw new TocsinError(
        'release-state',
        `The deploy of ${id} began on ${sayInstant(begun)}, before it was discussed.`,
        {
          hint: 'What a meeting says afterwards no longer lets it go; say when it was discussed, if that was before.',
        },
      );
    }
    await work.changes.addDiscussion(id, {
      meeting: input.meeting,
      at,
      outcome: input.outcome,
      minutes: input.minutes ?? null,
      recordedBy: change.actor.name,
    });
    await work.record('release.discussed', { ...input, at, minutes: input.minutes ?? null });
    // Not reached means carried over: the agenda follows the next meeting, as long as the date allows for it. Where it
    // does not, the date stands until a person moves it, and the gate says so.
    const view = await work.reread();
    if (view.plan === null || input.outcome === 'agreed') return;
    const carried = await planFor(house, work.changes, view, view.plan.deployAt).catch((error: unknown) => {
      if (error instanceof TocsinError && error.code === 'date-unlawful') return null;
      throw error;
    });
    if (carried !== null) await work.changes.addPlan(carried, house.now());
  });
}

/** Whether people were ever told of it: before, there is nothing that a team could have understood. */
export function wasAnnounced({ history }: Pick<ReleaseView, 'history'>): boolean {
  return historyOfNow(history).some(({ type }) => type === 'release.announced');
}

/** @throws TocsinError `release-state` where nothing was announced yet (the word would open a gate unread), or nothing comes of it any more */
export async function understand(
  house: House,
  id: string,
  input: { readonly team: string; readonly note?: string },
  change: Change,
): Promise<ReleaseView> {
  requireNamed(house.catalog.teams, input.team, 'team');
  return alterRelease(house, id, change, async (work) => {
    demandMember(house.catalog, change, input.team);
    demandStillComing(work.view.release);
    if (!wasAnnounced(work.view)) {
      throw new TocsinError(
        'release-state',
        `${id} was not announced yet: ${input.team} was told nothing to understand.`,
        {
          hint: `It is ${sayState(work.view.release.state)}; people say so once the announcement went out: tocsin announce ${id}.`,
        },
      );
    }
    const { name: by, via } = change.actor;
    const first = work.view.understandings.find(({ team }) => team === input.team);
    // The first word opened the gate, and its name stays; a colleague's, said later, stands in the history.
    if (first === undefined || (first.by === by && input.note !== undefined)) {
      const { at } = first ?? { at: house.now() };
      await work.changes.setUnderstanding(id, { team: input.team, by, at, via, note: input.note ?? null });
    }
    await work.record('release.understood', { team: input.team, note: input.note ?? null });
  });
}

/** @throws TocsinError `release-state` where it was called off or taken back, so that nobody has to answer for it */
export function demandStillComing({ id, state }: Release): void {
  if (state !== 'cancelled' && state !== 'rolled-back') return;
  throw new TocsinError('release-state', `${id} was ${state === 'cancelled' ? 'called off' : 'rolled back'}.`, {
    hint: 'Nobody has to understand it or to keep hours free for it any more.',
  });
}

export async function acknowledgeShift(house: House, shiftId: string, change: Change): Promise<ReleaseView> {
  const known = await house.store.read((records) => records.shift(shiftId));
  if (known === null) {
    // Hours end with what they were for, and a mail or a button may still ask for them.
    const planned = await house.store.read((records) => records.release(shiftId.split('/')[0] ?? ''));
    if (planned !== null) demandStillComing(planned.release);
    throw new TocsinError('not-found', `There is no shift ${shiftId}.`, { hint: '`tocsin roster` shows the shifts.' });
  }
  return alterRelease(house, known.release, change, async (work) => {
    const shift = await work.changes.shift(shiftId);
    if (shift === null) throw new TocsinError('conflict', `The shift ${shiftId} has just been planned away.`);
    if (shift.releasedAt !== null) {
      throw new TocsinError(
        'release-state',
        `The shift ${shiftId} was given back on ${sayInstant(shift.releasedAt)}.`,
        {
          hint: 'Nothing has to be done: these hours are free again.',
        },
      );
    }
    if (shift.acknowledged !== null) return;
    demandHolder(house.catalog, change, shift);
    const { name, via } = change.actor;
    await work.changes.changeShift({ ...shift, acknowledged: { at: house.now(), by: name, via } });
    await work.record('shift.acknowledged', { shift: shiftId, team: shift.team, person: shift.person.name });
  });
}

/**
 * Whoever was asked for hours that are still to come, or go on, is told, and the calendar entry goes.
 *
 * @throws TocsinError `release-state` where nobody says why the team may go although its consumers are not right in
 * production, or could not be seen there because the release is not out yet
 */
export async function releaseShifts(
  house: House,
  id: string,
  input: { readonly team: string },
  change: Change,
): Promise<ReleaseView> {
  requireNamed(house.catalog.teams, input.team, 'team');
  demandKnownActor(house.catalog, change, `give back the hours of ${input.team}`);
  return alterRelease(house, id, change, async (work) => {
    const held = work.view.shifts.filter(({ team, releasedAt }) => team === input.team && releasedAt === null);
    if (held.length === 0) {
      throw new TocsinError('not-found', `${input.team} holds no hours for ${id}.`, {
        hint: '`tocsin roster` shows who does.',
      });
    }
    const own = work.view.ladder.consumers.filter(({ team }) => team === input.team);
    demandReasonWhereWrong(own, `${input.team} may go`, change);
    const { state } = work.view.release;
    const waiting = isOut(state) ? [] : own.filter(({ climbed }) => !climbed);
    if (waiting.length > 0 && (change.why ?? '').trim() === '') {
      const names = waiting.map(({ consumer }) => consumer).join(', ');
      throw new TocsinError(
        'release-state',
        `Nobody said why ${input.team} may go although ${id} is not out yet: nobody can have seen ${names} work with it.`,
        {
          hint: `Wait until it is out (\`tocsin release verify ${id}\`); or give the reason (--why, or the field “Why”), which everyone can read.`,
        },
      );
    }
    for (const shift of held) await work.changes.changeShift({ ...shift, releasedAt: house.now() });
    await work.record('shift.released', {
      team: input.team,
      shifts: held.map((shift) => shift.id),
      ...unfinished(own),
    });
    const asked = new Set(calledShifts(work.view).map(({ id: shift }) => shift));
    const messages = writeMessages(house, await work.reread(), {
      kind: 'handed-over',
      step: 'given-back',
      handedOver: {
        gone: held,
        come: [],
        told: held.filter(({ id: shift, end }) => asked.has(shift) && end > house.now()),
        why: change.why?.trim() || `${change.actor.name} gives them back.`,
      },
    });
    await putIntoOutbox(house, work, messages);
  });
}

function isOut(state: ReleaseState): boolean {
  return state === 'verifying' || state === 'done' || state === 'rolled-back';
}

function requireNamed(known: readonly { readonly name: string }[], name: string, what: string): void {
  if (known.some((one) => one.name === name)) return;
  throw new TocsinError('not-found', `The catalogue does not know the ${what} "${name}".`, {
    hint: known.length === 0 ? `Add it to tocsin.yaml.` : `It knows ${known.map((one) => one.name).join(', ')}.`,
  });
}
