export type { Shift } from './shift.ts';
