// What is on fire while a release is watched: for whoever opens its page at three in the morning, with whom to call.

import { type Instant, sayInstant } from '../base/index.ts';
import { isProduction } from '../catalog/index.ts';
import { sayWrong, wrongInProduction } from '../ladder/index.ts';
import type { ReleaseView } from './tocsin.ts';

/**
 * Sentences, the worst first: consumers that are not right in production, with who of their team is on, then callers
 * that nobody has claimed, that are known to call what broke, and that were seen in production since the deploy. None before
 * the deploy, or after its end.
 */
export function wrongNow({ release, ladder, impact, shifts, history }: ReleaseView, now: Instant): readonly string[] {
  if (release.state !== 'deploying' && release.state !== 'verifying') return [];
  const onNow = (team: string) => {
    const on = shifts.filter(
      (shift) => shift.team === team && shift.releasedAt === null && shift.start <= now && now < shift.end,
    );
    if (on.length === 0) return `Nobody of ${team} is on now.`;
    return `On now: ${on.map(({ person }) => `${person.name}, ${person.email}`).join('; ')}.`;
  };
  const begun = history.findLast(({ type }) => type === 'release.deploying')?.at ?? now;
  return [
    ...wrongInProduction(ladder).map((one) => `${sayWrong(one)} ${onNow(one.consumer.team)}`),
    ...impact.unknownCallers.flatMap(({ key, name, breaking, environments }) => {
      const seen = environments.filter(({ name: place, requests }) => requests > 0 && isProduction(place));
      const last = seen
        .map(({ lastSeen }) => lastSeen)
        .toSorted()
        .at(-1);
      if (breaking.length === 0 || last === undefined || last < begun) return [];
      const more = breaking.length > 3 ? ` and ${breaking.length - 3} more` : '';
      return `${name ?? 'A caller'} (${key}), whom nobody has claimed, calls what broke: ${breaking.slice(0, 3).join(', ')}${more}; last seen in production on ${sayInstant(last)}.`;
    }),
  ];
}
