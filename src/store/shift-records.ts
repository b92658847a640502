// Who is on the roster of a release, and when.

import type { Kysely, Selectable, Transaction } from 'kysely';
import type { Instant } from '../base/index.ts';
import type { Shift } from '../roster/index.ts';
import { instantText } from './instant-text.ts';
import type { ShiftTable, Tables } from './tables.ts';

export interface ShiftRecords {
  /** In the order of the roster. */
  shifts(release: string): Promise<readonly Shift[]>;
  shift(id: string): Promise<Shift | null>;
  shiftsAt(at: Instant): Promise<readonly Shift[]>;
}

export interface ShiftChanges {
  /** The release's whole roster: what is not named is gone. */
  setShifts(release: string, shifts: readonly Shift[]): Promise<void>;
  changeShift(shift: Shift): Promise<void>;
}

export function readShifts(db: Kysely<Tables>): ShiftRecords {
  const shiftsWhere = (narrow: (query: ReturnType<typeof allShiftRows>) => ReturnType<typeof allShiftRows>) =>
    narrow(allShiftRows())
      .execute()
      .then((rows) => rows.map(shiftOf));
  const allShiftRows = () =>
    db.selectFrom('shifts').selectAll().orderBy('release').orderBy('place').orderBy('start_at');
  return {
    shifts: (release) => shiftsWhere((query) => query.where('release', '=', release)),
    async shift(id) {
      const [shift] = await shiftsWhere((query) => query.where('id', '=', id));
      return shift ?? null;
    },
    shiftsAt: (at) =>
      shiftsWhere((query) => query.where('start_at', '<=', instantText(at)).where('end_at', '>', instantText(at))),
  };
}

export function changeShifts(db: Transaction<Tables>): ShiftChanges {
  return {
    async setShifts(release, shifts) {
      await db.deleteFrom('shifts').where('release', '=', release).execute();
      if (shifts.length > 0)
        await db
          .insertInto('shifts')
          .values(shifts.map((shift, place) => ({ ...shiftRow(shift), place })))
          .execute();
    },
    async changeShift(shift) {
      const { id, ...columns } = shiftRow(shift);
      await db.updateTable('shifts').set(columns).where('id', '=', id).execute();
    },
  };
}

function shiftOf(row: Selectable<ShiftTable>): Shift {
  return JSON.parse(row.document) as Shift;
}

function shiftRow(shift: Shift): Omit<ShiftTable, 'place'> {
  return {
    id: shift.id,
    release: shift.release,
    team: shift.team,
    start_at: instantText(shift.start),
    end_at: instantText(shift.end),
    released_at: shift.releasedAt === null ? null : instantText(shift.releasedAt),
    document: JSON.stringify(shift),
  };
}
