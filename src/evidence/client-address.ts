// From which address a call came. X-Forwarded-For is written by whoever sends the request, and each proxy on the way adds
// the address that it saw; so it is believed only as far back as the chain is of proxies that are one's own.

import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net';

/** Whether an address, as `plainAddress` gives it, lies in one of the ranges: addresses and CIDR, IPv4 and IPv6. */
export function rangeMatcher(ranges: readonly string[]): (plain: string) => boolean {
  const list = new BlockList();
  for (const range of ranges) {
    const [host = '', bits] = range.split('/');
    const family = isIPv6(host) ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(host, family);
    else list.addSubnet(host, Number(bits), family);
  }
  return (plain) => list.check(plain, plain.includes(':') ? 'ipv6' : 'ipv4');
}

/** The bare address of `10.0.0.1:8080`, `[::1]:80`, `::ffff:10.0.0.1`; null for a host's name. */
export function plainAddress(address: string | null): string | null {
  if (address === null || isIPv4(address)) return address;
  const bare = /^\[([^\]]+)\](?::\d+)?$/.exec(address)?.[1] ?? /^([\d.]+):\d+$/.exec(address)?.[1] ?? address;
  const plain = bare.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  return isIP(plain) === 0 ? null : plain;
}

/**
 * `peer` is who opened the connection, null where the source tells only the chain; then its last address is that.
 * `forwarded` is the header as it was sent: the client first, if it is to be believed, and the nearest proxy last.
 */
export function clientAddress(
  peer: string | null,
  forwarded: string,
  isTrusted: (plain: string) => boolean,
): string | null {
  const chain = forwarded.split(',');
  let at = peer;
  while (chain.length > 0) {
    const plain = plainAddress(at);
    if (at !== null && (plain === null || !isTrusted(plain))) return at;
    const before = plainAddress((chain.pop() as string).trim());
    // What a trusted proxy passed on that is no address ends the chain there.
    if (before === null) return at;
    at = before;
  }
  return at;
}
