// How times are written in `tocsin.yaml`: by the day of the week, a local time and an IANA zone, never by an offset,
// since a meeting at 18:00 stays at 18:00 when the clocks change.

import { IANAZone } from 'luxon';
import { z } from 'zod';
import { weekdays } from './catalog.ts';

export const zoneSetting = z
  .string()
  .refine((value) => IANAZone.isValidZone(value), { error: 'must be an IANA time zone such as Europe/Paris or UTC' })
  .describe('IANA time zone, as in Europe/Paris');

export const timeOfDaySetting = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as 18:00');

export const weekdaySetting = z.enum(weekdays);
