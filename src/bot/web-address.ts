// Addresses that people give and the board links to. Every face brings them here, so what a link may be is decided once.

import { TocsinError } from '../base/index.ts';

/** @throws TocsinError `usage` where it is not an address of the web: a link of another scheme may be a script */
export function demandWebAddress(address: string): void {
  if (/^https?:\/\//i.test(address) && URL.canParse(address)) return;
  throw new TocsinError('usage', `${address} is no address that the board could link to.`, {
    hint: 'Give it as https://HOST/…',
  });
}
