import { expect, test } from 'vitest';
import { calendar } from '../../src/channels/calendar.ts';
import { calendarFeed } from '../../src/channels/calendar-text.ts';
import { shift } from '../announce/pkgdb-release.ts';
import { ann, message, newThread, sender } from './to-channel.ts';

const call = message(ann, { kind: 'roster-call', shift });

test('the file of hours that somebody keeps blocks them in their calendar, as the invitation does', () => {
  const { content } = calendar.render(call, newThread, sender);
  expect(content).toContain('METHOD:PUBLISH');
  expect(content).toContain('BUSYSTATUS:BUSY');
  expect(content).not.toContain('ATTENDEE');
});

test('a feed blocks nobody’s calendar: others read it as well', () => {
  expect(calendarFeed([call.event!], sender, call.writtenAt).text).toContain('BUSYSTATUS:FREE');
});
