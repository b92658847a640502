// The weeks ahead as a drawing: one line a release, from the earliest of its notice to its deploy. Positions are in
// per cent, so that the same drawing serves a phone and a wall screen.

import { DateTime } from 'luxon';
import type { Instant } from '../base/index.ts';
import type { ReleaseSummary } from '../bot/index.ts';
import type { Policy } from '../plan/index.ts';
import type { Lamp } from './lamp.ts';
import { verdictLamp } from './release-page.ts';

export interface BoardTimeline {
  readonly height: number;
  readonly todayX: number;
  readonly weeks: readonly { readonly x: number; readonly label: string }[];
  readonly freezes: readonly { readonly x: number; readonly width: number; readonly name: string }[];
  readonly lines: readonly {
    readonly id: string;
    readonly label: string;
    readonly y: number;
    readonly x: number;
    readonly anchor: 'start' | 'end';
    readonly lamp: Lamp;
  }[];
}

const rowHeight = 34;
const head = 24;

/** Null where no release has a date. */
export function boardTimeline(releases: readonly ReleaseSummary[], policy: Policy, now: Instant): BoardTimeline | null {
  const dated = releases.filter(({ deployAt }) => deployAt !== null && deployAt >= now);
  if (dated.length === 0) return null;
  const today = DateTime.fromISO(now, { zone: 'utc' }).startOf('day');
  const last = DateTime.fromISO(dated.at(-1)!.deployAt!, { zone: 'utc' });
  const days = Math.max(14, Math.ceil(last.diff(today).as('days')) + 3);
  const x = (at: DateTime) => Math.round((at.diff(today).as('days') / days) * 1000) / 10;
  const clamp = (value: number) => Math.min(100, Math.max(0, value));

  const everyWeeks = Math.ceil(days / 7 / 6);
  const firstMonday = today.plus({ days: (8 - today.weekday) % 7 });
  const weeks = [];
  for (let monday = firstMonday; x(monday) < 97; monday = monday.plus({ weeks: everyWeeks })) {
    weeks.push({ x: x(monday), label: monday.setLocale('en-GB').toFormat('d LLL') });
  }
  return {
    height: head + dated.length * rowHeight + 6,
    todayX: x(DateTime.fromISO(now, { zone: 'utc' })),
    weeks,
    freezes: policy.freezes.flatMap(({ name, from, until }) => {
      const start = clamp(x(DateTime.fromISO(from, { zone: 'utc' })));
      const end = clamp(x(DateTime.fromISO(until, { zone: 'utc' })));
      return end > start ? [{ x: start, width: end - start, name }] : [];
    }),
    lines: dated.map(({ release, deployAt, verdict }, index) => {
      const at = x(DateTime.fromISO(deployAt!, { zone: 'utc' }));
      return {
        id: release.id,
        label: `${release.service} ${release.version}`,
        y: head + index * rowHeight + rowHeight / 2,
        x: at,
        anchor: at > 60 ? 'end' : 'start',
        lamp: verdictLamp(verdict),
      };
    }),
  };
}
