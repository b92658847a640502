// Where a request went: its host and path, and which service and environment of the catalogue lie there.

import type { Catalog } from '../catalog/index.ts';

export interface Address {
  readonly service: string;
  readonly environment: string;
  readonly path: string;
}

export function splitTarget(
  target: string,
  host: string | null,
): { path: string; query: string | null; host: string | null } {
  let rest = target;
  let named = host;
  if (!rest.startsWith('/')) {
    const [, authority, after] = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)(.*)$/is.exec(rest) ?? [];
    if (authority !== undefined) {
      named = authority.slice(authority.lastIndexOf('@') + 1);
      rest = after === '' ? '/' : (after as string);
    }
  }
  const fragment = rest.indexOf('#');
  if (fragment !== -1) rest = rest.slice(0, fragment);
  const mark = rest.indexOf('?');
  return mark === -1
    ? { path: rest, query: null, host: named }
    : { path: rest.slice(0, mark), query: rest.slice(mark + 1), host: named };
}

/** Of several services under one host, the one whose address goes deepest is looked at first. */
export function addressesByHost(catalog: Catalog): Map<string, Address[]> {
  const hosts = new Map<string, Address[]>();
  for (const { name, environments } of catalog.services) {
    for (const environment of environments) {
      const url = URL.parse(environment.url);
      if (url === null) continue;
      const address = { service: name, environment: environment.name, path: url.pathname };
      hosts.set(url.hostname.toLowerCase(), [...(hosts.get(url.hostname.toLowerCase()) ?? []), address]);
    }
  }
  for (const places of hosts.values()) places.sort((a, b) => b.path.length - a.path.length);
  return hosts;
}

export function bareHost(host: string): string {
  const port = /:\d+$/.exec(host);
  return (port === null ? host : host.slice(0, port.index)).toLowerCase();
}
