import { InvalidArgumentError } from 'commander';
import type { Instant, IsoDate } from '../base/index.ts';

const shape = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2}))?$/;

/**
 * A moment as people type it: `2026-03-12T14:00Z`, with an offset, or a bare day, which is midnight UTC. A time without
 * a zone is refused: whose two o'clock it is must be said.
 */
export function parseInstant(text: string): Instant {
  const typed = text.trim();
  const value = new Date(typed.replace(' ', 'T'));
  if (!shape.test(typed) || Number.isNaN(value.getTime()) || !sameDay(typed, value)) {
    throw new InvalidArgumentError(`Write a moment with its zone, as 2026-03-12T14:00Z, or a day, as 2026-03-12.`);
  }
  return value.toISOString();
}

/** Guards against 2026-02-30, which Date would read as the second of March. */
function sameDay(typed: string, value: Date): boolean {
  const day = new Date(`${typed.slice(0, 10)}T00:00:00Z`);
  return (
    !Number.isNaN(day.getTime()) &&
    day.toISOString().slice(0, 10) === typed.slice(0, 10) &&
    Math.abs(value.getTime() - day.getTime()) < 2 * 86_400_000
  );
}

/** A calendar day, `2026-03-12`. */
export function parseDay(text: string): IsoDate {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || !sameDay(text, new Date(text))) {
    throw new InvalidArgumentError('Write a day, as 2026-03-12.');
  }
  return text;
}
