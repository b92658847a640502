// The last check before a connection: a host name that was allowed may still be pointed at this machine by whoever
// owns the name, to reach what listens only here.

import { type LookupAddress, lookup as systemLookup } from 'node:dns';
import { BlockList, type LookupFunction } from 'node:net';

/** Code of the error that a refused lookup ends with. */
export const inwardAddress = 'ERR_INWARD_ADDRESS';

/** Loopback, link-local (cloud metadata) and unspecified addresses. Private networks are left to the allow list. */
const inward = new BlockList();
inward.addSubnet('127.0.0.0', 8, 'ipv4');
inward.addSubnet('169.254.0.0', 16, 'ipv4');
inward.addSubnet('0.0.0.0', 8, 'ipv4');
inward.addAddress('::1', 'ipv6');
inward.addAddress('::', 'ipv6');
inward.addSubnet('fe80::', 10, 'ipv6');

type LookupAll = (
  hostname: string,
  options: { all: true },
  callback: (error: Error | null, addresses: LookupAddress[]) => void,
) => void;

/** For the `lookup` option of a socket. One inward address among several is enough to refuse the name. */
export function guardedLookup(lookup: LookupAll = systemLookup): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      const bad = addresses?.find(({ address, family }) => inward.check(address, family === 6 ? 'ipv6' : 'ipv4'));
      const refusal = bad && new Error(`${hostname} leads to ${bad.address}, an address of this machine`);
      const failure = error ?? (refusal ? Object.assign(refusal, { code: inwardAddress }) : null);
      const [first] = addresses ?? [];
      if (failure !== null) callback(failure, '');
      else if (options.all) callback(null, addresses);
      else callback(null, first?.address ?? '', first?.family);
    });
  };
}
