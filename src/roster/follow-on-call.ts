// A swap in a team's on-call calendar after the roster was planned: hours that came from the calendar and have not begun go
// to whoever it has now. What people were asked for otherwise, or took over by word, stays.

import type { Instant } from '../base/index.ts';
import type { Shift } from './shift.ts';

export interface OnCallSwap {
  readonly team: string;
  readonly gone: readonly Shift[];
  readonly come: readonly Shift[];
}

/** `wanted` is the roster as it would be planned now; a team whose calendar cannot be read is not in `readable`. */
export function followOnCall(
  shifts: readonly Shift[],
  wanted: readonly Shift[],
  { now, readable }: { readonly now: Instant; readonly readable: (team: string) => boolean },
): readonly OnCallSwap[] {
  const ahead = (some: readonly Shift[], team: string) =>
    some.filter((shift) => shift.team === team && shift.start > now && shift.insteadOf === undefined);
  const teams = new Set(
    shifts
      .filter(({ onDuty, start, releasedAt }) => onDuty && start > now && releasedAt === null)
      .map(({ team }) => team),
  );
  return [...teams].filter(readable).flatMap((team): OnCallSwap[] => {
    const [before, after] = [ahead(shifts, team), ahead(wanted, team)];
    const taken = shifts.filter((shift) => shift.team === team && !before.includes(shift));
    const gone = before.filter((shift) => !after.some((other) => isSame(shift, other)));
    const come = after.filter(
      (shift) => !before.some((other) => isSame(shift, other)) && !taken.some((other) => overlap(shift, other)),
    );
    return gone.length === 0 && come.length === 0 ? [] : [{ team, gone, come }];
  });
}

function isSame(one: Shift, other: Shift): boolean {
  return one.person.email === other.person.email && one.start === other.start && one.end === other.end;
}

export function overlap(one: Pick<Shift, 'start' | 'end'>, other: Pick<Shift, 'start' | 'end'>): boolean {
  return one.start < other.end && other.start < one.end;
}
