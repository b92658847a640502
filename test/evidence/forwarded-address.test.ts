import { expect, test } from 'vitest';
import { accessLogFormats } from '../../src/evidence/access-log-formats.ts';

test.each([
  ['a list of forwarded addresses', '192.0.2.7, 10.0.0.1 - -', null, '192.0.2.7'],
  ['a list that begins with no address', 'unknown, 10.0.0.1 - -', null, '10.0.0.1'],
  ['a virtual host', 'pkgdb.example.org 192.0.2.7 - -', 'pkgdb.example.org', '192.0.2.7'],
])('of a line that begins with %s the caller is told, and the host is one or none', (_, begin, host, address) => {
  const line = `${begin} [10/Feb/2026:09:00:00 +0000] "GET /packages HTTP/1.1" 200 512 "-" "bodhi/2.1"`;
  const call = accessLogFormats({})[0]?.parse(line);
  expect(call).toMatchObject({ host, address, agent: 'bodhi/2.1' });
});
