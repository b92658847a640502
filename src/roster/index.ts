export { findGaps } from './find-gaps.ts';
export { makeRoster, type RosterInput, sayUntried } from './make-roster.ts';
export type { Shift } from './shift.ts';
