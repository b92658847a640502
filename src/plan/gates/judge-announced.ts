import { type Instant, sayInstant } from '../../base/index.ts';
import { addDays } from '../calendar.ts';
import { requiredLists, toldByFilesAlone } from './announced-since.ts';
import type { GateInput } from './gate-input.ts';
import { closed, type Judgement, opened } from './judgement.ts';

/** Every list that must hear of it was told of the present revision, and not too long ago. */
export function judgeAnnounced({ catalog, notices, now, policy, release }: GateInput): Judgement {
  const live = notices.filter(({ state }) => state !== 'withdrawn');
  const breakNotices = live.filter(({ kind }) => kind === 'break-notice');
  if (breakNotices.length === 0)
    return closed('No break notice was written.', `Announce it: \`tocsin announce ${release.id}\`.`);
  const required = requiredLists(catalog, release.service);
  const lacking = required.filter((list) => !breakNotices.some((one) => one.recipient === list && one.wentAt !== null));
  if (lacking.length > 0) {
    return closed(
      `The break notice has not reached ${lacking.join(', ')}.`,
      'Let the delivery succeed: `tocsin doctor` says what keeps it.',
    );
  }
  if (!breakNotices.some(({ wentAt }) => wentAt !== null)) {
    return closed(
      'The break notice has reached nobody yet.',
      'Let the delivery succeed: `tocsin doctor` says what keeps it.',
    );
  }
  const told = live.filter(({ wentAt }) => wentAt !== null);
  const revision = Math.max(...told.map((one) => one.revision));
  if (revision < release.revision) {
    return closed(
      `People were told of revision ${revision}; the present one is ${release.revision}.`,
      'Announce what has changed since.',
    );
  }
  const last = told
    .map(({ wentAt }) => wentAt as Instant)
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
  const caution = toldByFilesAlone(notices, catalog, release.service);
  return opened(
    `The break notice ${caution === null ? 'was delivered' : 'is out'}; the last word was on ${sayInstant(last)}.`,
    caution,
  );
}
