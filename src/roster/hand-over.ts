// A shift that goes to somebody else. It gets an id of its own, so that the links and calendar entries of whoever had it
// before stay theirs and can be ended; handed back, it is what it was.

import type { Person } from '../catalog/index.ts';
import { slugOf } from './make-roster.ts';
import type { Shift } from './shift.ts';

export function handOver(shift: Shift, to: Person): Shift {
  const planned = shift.insteadOf ?? { shift: shift.id, name: shift.person.name, email: shift.person.email };
  const { onDuty: _, insteadOf: __, ...rest } = shift;
  const back = to.email === planned.email;
  const own = planned.shift.split('/').at(-1) ?? '';
  return {
    ...rest,
    id: back ? planned.shift : `${shift.release}/${shift.team}/${slugOf(to.name)}-for-${own}`,
    person: { name: to.name, email: to.email, slack: to.slack },
    zone: to.zone,
    acknowledged: null,
    handovers: (shift.handovers ?? 0) + 1,
    ...(back ? {} : { insteadOf: planned }),
  };
}
