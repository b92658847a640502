import type { Shift } from '../roster/index.ts';
import type { Stream } from './shell.ts';
import { showInstant, showLocal, showSpan } from './show-time.ts';
import { alignColumns } from './terminal/align-columns.ts';
import { paint } from './terminal/paint.ts';

/** Who keeps the day free, how to reach them, in whose time, and whether they said so. */
export function printRoster(shifts: readonly Shift[], stream: Pick<Stream, 'colour'>): string[] {
  const { green, yellow, dim } = paint(stream);
  return alignColumns(
    shifts.map(({ person, team, start, end, zone, acknowledged, releasedAt, id }) => [
      releasedAt !== null
        ? `${green('✔')} released`
        : acknowledged !== null
          ? `${green('✔')} acknowledged`
          : `${yellow('○')} not yet`,
      person.name,
      team,
      person.email,
      person.slack === null ? '' : `Slack ${person.slack}`,
      showSpan(start, end),
      showLocal(start, zone) || zone,
      dim(acknowledged === null ? id : `by ${acknowledged.by}, ${showInstant(acknowledged.at)}`),
    ]),
    { indent: 2 },
  );
}
