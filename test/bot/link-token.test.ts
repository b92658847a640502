import { describe, expect, test } from 'vitest';
import { readLink, signLink } from '../../src/bot/index.ts';

const secret = 'a secret that is long enough for a test';
const now = '2026-03-01T12:00:00.000Z';
const claim = { for: 'understand', release: 'pkgdb-2.0', team: 'docs', until: '2026-03-12T00:00:00.000Z' } as const;

describe('A link token', () => {
  test('gives back the one claim that was signed', () => {
    expect(readLink(secret, signLink(secret, claim), now)).toEqual({ claim });
  });

  test('ends with its date', () => {
    expect(readLink(secret, signLink(secret, claim), '2026-03-12T00:00:01.000Z')).toMatchObject({ because: 'expired' });
  });

  test.each([
    ['another secret signed it', signLink('another installation’s secret, also long', claim)],
    ['its claim was exchanged', swapClaim(signLink(secret, claim))],
    ['its signature was cut', signLink(secret, claim).slice(0, -1)],
    ['something was added', `${signLink(secret, claim)}.x`],
    ['it is empty', ''],
    ['it is noise', 'noise'],
  ])('is refused where %s', (_, token) => {
    expect(readLink(secret, token, now)).toEqual({ claim: null, because: 'not-ours' });
  });
});

function swapClaim(token: string): string {
  const other = Buffer.from(JSON.stringify({ ...claim, team: 'releng' })).toString('base64url');
  return `${other}.${token.split('.')[1]}`;
}
