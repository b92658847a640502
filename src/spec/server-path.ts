// What stands before the paths of a document in the calls that are made: the path of the server's address.

import type { Server } from './operation.ts';

/** The path of the first server's address, without the slash at its end; '' where it has none. */
export function serverPath([server]: readonly Server[]): string {
  if (server === undefined) return '';
  return pathOfAddress(
    server.url.replace(/\{([^{}]*)\}/g, (_, name: string) => server.variables.get(name)?.default ?? ''),
  );
}

/**
 * `localhost:8080/v1` as `//localhost:8080/v1`: by the letter `localhost` is a scheme, and nobody means that before a port.
 */
export function addressAsMeant(url: string): string {
  return /^[a-z0-9.-]+:\d+(?=\/|$)/i.test(url) ? `//${url}` : url;
}

/** `/v1` of `https://example.org/v1/`, of `//example.org/v1` and of `/v1`; variables stay as they are written. */
export function pathOfAddress(url: string): string {
  return addressAsMeant(url)
    .replace(/^(?:[a-z][a-z0-9+.-]*:)?\/\/[^/?#]*/i, '')
    .replace(/[?#].*$/s, '')
    .replace(/\/+$/, '');
}
