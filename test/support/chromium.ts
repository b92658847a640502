// Debian's Chromium, driven by playwright-core. It is not downloaded: where it is missing, tests that need it are
// skipped with the reason, unless TOCSIN_REQUIRE names it.

import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const places = [
  process.env.TOCSIN_CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];
const found = places.find((place): place is string => place !== undefined && existsSync(place)) ?? null;

/** Null where there is one. */
export const noChromiumBecause =
  found === null ? 'no Chromium is installed (Debian: apt-get install chromium; or set TOCSIN_CHROMIUM)' : null;

/** A headless browser that speaks to nobody but the pages it is sent to. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: found!,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
