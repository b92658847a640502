// How many consumers stood on which rung over time, and whether they will all be up by the date. Made from the moves
// that the event log holds, so the past is what was known then, not what is known now.
//
// The forecast counts steps, not consumers: five rungs a consumer, fewer where one is out of reach. It is a line through
// the last days and says so; with few points it says that it cannot tell.

import { type Instant, sayDay } from '../base/index.ts';
import { type Rung, rungs } from './rung.ts';

/** A consumer that came to stand somewhere else than before; `to` is null for one that is no longer concerned. */
export interface LadderMove {
  readonly at: Instant;
  readonly consumer: string;
  readonly to: Rung | 'ground' | null;
  readonly contradicted: boolean;
  readonly steps: { readonly done: number; readonly of: number };
}

export interface BurnDownPoint {
  readonly at: Instant;
  readonly counts: Readonly<Record<Rung | 'ground', number>>;
  readonly contradicted: number;
  readonly steps: { readonly done: number; readonly of: number };
}

export type Forecast =
  | { readonly state: 'cannot-tell'; readonly because: string }
  | { readonly state: 'climbed'; readonly because: string }
  | {
      readonly state: 'expected';
      readonly earliest: Instant;
      /** Null where at the slower of the paces it never comes. */
      readonly latest: Instant | null;
      /** Against the deploy; null where it has no date. */
      readonly inTime: 'yes' | 'no' | 'perhaps' | null;
      readonly because: string;
    };

export interface BurnDown {
  /** In order of time; the last is as of now. */
  readonly points: readonly BurnDownPoint[];
  readonly deployAt: Instant | null;
  readonly forecast: Forecast;
}

const dayMillis = 86_400_000;

/** `moves` up to now, oldest first. */
export function burnDown(moves: readonly LadderMove[], deployAt: Instant | null, now: Instant): BurnDown {
  const standing = new Map<string, LadderMove>();
  const points: BurnDownPoint[] = [];
  for (const [index, move] of moves.entries()) {
    if (move.to === null) standing.delete(move.consumer);
    else standing.set(move.consumer, move);
    if (moves[index + 1]?.at !== move.at) points.push(pointOf(move.at, [...standing.values()]));
  }
  const last = points.at(-1);
  if (last !== undefined && last.at < now) points.push({ ...last, at: now });
  return { points, deployAt, forecast: forecastOf(points, deployAt, now) };
}

function pointOf(at: Instant, standing: readonly LadderMove[]): BurnDownPoint {
  const counts = Object.fromEntries(['ground', ...rungs].map((rung) => [rung, 0])) as Record<Rung | 'ground', number>;
  for (const { to } of standing) if (to !== null) counts[to] += 1;
  return {
    at,
    counts,
    contradicted: standing.filter(({ contradicted }) => contradicted).length,
    steps: {
      done: standing.reduce((sum, { steps }) => sum + steps.done, 0),
      of: standing.reduce((sum, { steps }) => sum + steps.of, 0),
    },
  };
}

/** Paces are taken over these many days; a plan made of one good afternoon is none. */
const windows = [7, 14] as const;
const fewestDays = 3;

const against = {
  yes: ' In time for the deploy.',
  no: ' Too late for the deploy.',
  perhaps: ' Perhaps in time for the deploy.',
} as const;

function forecastOf(points: readonly BurnDownPoint[], deployAt: Instant | null, now: Instant): Forecast {
  const last = points.at(-1);
  if (last === undefined || last.steps.of === 0)
    return { state: 'cannot-tell', because: 'Nobody stands on the ladder yet.' };
  const { done, of } = last.steps;
  if (done === of) return { state: 'climbed', because: `All ${of} steps are climbed.` };
  const days = new Set(points.slice(0, -1).map(({ at }) => at.slice(0, 10))).size;
  const span = (Date.parse(now) - Date.parse(points[0]?.at ?? now)) / dayMillis;
  if (days < fewestDays || span < fewestDays) {
    const because = `${done} of ${of} steps are climbed; too few days on which something moved to tell a pace.`;
    return { state: 'cannot-tell', because };
  }
  const paces = windows.map((window) => {
    const length = Math.min(window, span);
    const from = new Date(Date.parse(now) - length * dayMillis).toISOString();
    const before = points.findLast(({ at }) => at <= from) ?? points[0];
    return (done - (before?.steps.done ?? done)) / length;
  });
  const fastest = Math.max(...paces);
  const slowest = Math.min(...paces);
  if (fastest <= 0) {
    return {
      state: 'cannot-tell',
      because: `${done} of ${of} steps are climbed, and in the last ${windows[1]} days none was gained.`,
    };
  }
  const reach = (pace: number) => new Date(Date.parse(now) + ((of - done) / pace) * dayMillis).toISOString();
  const earliest = reach(fastest);
  const latest = slowest > 0 ? reach(slowest) : null;
  const inTime =
    deployAt === null ? null : earliest > deployAt ? 'no' : latest !== null && latest <= deployAt ? 'yes' : 'perhaps';
  const [slow, fast] = [slowest.toFixed(1), fastest.toFixed(1)];
  const pace = slow === fast ? `${fast} steps a day` : `${slow} to ${fast} steps a day`;
  const isDeployed = deployAt !== null && deployAt <= now;
  const until = [earliest, latest ?? earliest].map(sayDay);
  const range = latest === null ? `${until[0]} or does not end` : [...new Set(until)].join(' to ');
  const because = `${done} of ${of} steps are climbed; at the pace of the last two weeks, ${pace}, the rest takes until ${range}.${isDeployed ? ` The deploy was on ${sayDay(deployAt)}.` : inTime === null ? '' : against[inTime]}`;
  return { state: 'expected', earliest, latest, inTime, because };
}
