import { sayInstant } from '../../base/index.ts';
import { addDays } from '../calendar.ts';
import { announcedSince, toldByFilesAlone } from './announced-since.ts';
import type { GateInput } from './gate-input.ts';
import { closed, findService, type Judgement, opened, unknownService } from './judgement.ts';

/** The days that the policy gives people are over, counted from the announcement. */
export function judgeNotice({ catalog, notices, now, plan, policy, release }: GateInput): Judgement {
  const service = findService(catalog, release.service);
  if (service === undefined) return unknownService(release);
  const days = policy.noticeDays[service.tier];
  if (days === 0) return opened(`The policy asks for no notice for a ${service.tier} service.`);
  const since = announcedSince(notices, catalog, release.service);
  if (since === null) {
    return closed(
      `The ${days} days of notice have not begun: the break notice is not out.`,
      `Announce it: \`tocsin announce ${release.id}\`.`,
    );
  }
  const complete = addDays(since, days, policy.deployWindow.zone);
  if (complete <= now)
    return opened(
      `The break notice has been out for ${days} days or more, since ${sayInstant(since)}.`,
      toldByFilesAlone(notices, catalog, release.service),
    );
  const tooEarly =
    plan !== null && plan.deployAt < complete ? ` The deploy on ${sayInstant(plan.deployAt)} comes too early.` : '';
  return closed(
    `The break notice has been out since ${sayInstant(since)}; ${days} days are over on ${sayInstant(complete)}.${tooEarly}`,
    tooEarly === '' ? `Wait until ${sayInstant(complete)}.` : `Move the deploy to ${sayInstant(complete)} or later.`,
  );
}
