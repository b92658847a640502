// What an author announced about the life of a thing, read and held against a day.

import type { IsoDate } from '../base/index.ts';
import type { LifecycleMarks, SchemaNode } from '../spec/index.ts';
import type { Lifecycle } from './rule.ts';

/** The day of a sunset as written (`2026-03-01` or an RFC 3339 instant), or null where it cannot be read. */
export function sunsetDay(written: string | null): IsoDate | null {
  if (written === null) return null;
  const day = /^(\d{4}-\d{2}-\d{2})(?:$|[T ])/.exec(written)?.[1];
  if (day === undefined || Number.isNaN(Date.parse(written.replace(' ', 'T')))) return null;
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day) ? day : null;
}

/** Where an announced end stands on a day. A date that nobody can read promises nothing. */
export type SunsetState = 'none' | 'unreadable' | 'past' | 'ahead';

export function sunsetState(written: string | null, asOf: IsoDate): SunsetState {
  if (written === null) return 'none';
  const day = sunsetDay(written);
  if (day === null) return 'unreadable';
  return day <= asOf ? 'past' : 'ahead';
}

/** Marked by its author as not promised yet. */
export function isUnstable(level: string | null): boolean {
  return level === 'draft' || level === 'alpha';
}

/** What an author says in a schema about the life of what it describes. */
export function schemaMarks(schema: SchemaNode): LifecycleMarks {
  const sunset = schema.keyword('x-sunset');
  const stability = schema.keyword('x-stability-level');
  return {
    deprecated: schema.deprecated,
    sunset: sunset === undefined || sunset === null ? null : String(sunset),
    stability: stability === undefined || stability === null ? null : String(stability),
  };
}

/** Null where the author announced nothing. */
export function judgeLifecycle(marks: LifecycleMarks, removed: boolean, asOf: IsoDate): Lifecycle | null {
  if (!marks.deprecated && marks.sunset === null) return null;
  const sunset = sunsetDay(marks.sunset);
  return { deprecated: marks.deprecated, sunset, kept: removed && sunset !== null ? sunset <= asOf : null };
}
