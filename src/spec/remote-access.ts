// Documents behind URLs. A description is untrusted text, so a URL in it must not make us call whatever it likes
// (server-side request forgery): only hosts that the user allowed or named, checked again at each redirect and once
// more when the name has been resolved. node:http rather than fetch, because only it lets us see the address.

import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { pipeline, type Readable } from 'node:stream';
import { TocsinError } from '../base/index.ts';
import { guardedLookup, inwardAddress } from './guarded-lookup.ts';
import type { LoadLimits } from './load-limits.ts';
import { networkFault } from './network-fault.ts';
import { notAllowed, type Place, unknownScheme } from './place.ts';
import { readStream, tooLarge } from './read-stream.ts';
import type { ReferenceFault } from './source-document.ts';

export interface RemoteAccess {
  /** A URL that the user named: its own host and port are allowed from here on. */
  namedPlace(url: string): Place;
  /** A URL that a document names. */
  place(url: string): Place | ReferenceFault;
}

const maximumRedirects = 5;

/** `allowHosts`: `api.example.com` for the standard ports, `localhost:8080` for another. */
export function remoteAccess(allowHosts: readonly string[]): RemoteAccess {
  const allowed = new Set(allowHosts.map((host) => host.toLowerCase()));
  const named = new Set<string>();

  const isAllowed = (url: URL) => {
    const usual = url.port === '' || url.port === (url.protocol === 'https:' ? '443' : '80');
    const host = url.hostname.toLowerCase();
    return (
      named.has(url.host) ||
      allowed.has(url.host.toLowerCase()) ||
      (usual && (allowed.has(host) || allowed.has(host.replace(/^\[|\]$/g, ''))))
    );
  };
  const mayBeInward = (url: URL) =>
    named.has(url.host) || isIP(url.hostname.replace(/^\[|\]$/g, '')) !== 0 || url.hostname === 'localhost';

  const at = (url: URL): Place => ({
    id: url.href,
    label: shownUrl(url),
    read: (limits) => download(url, limits, isAllowed, mayBeInward),
    follow(reference) {
      if (!URL.canParse(reference, url.href)) return unknownScheme(reference);
      return check(reference, new URL(reference, url.href));
    },
  });
  const check = (reference: string, url: URL): Place | ReferenceFault => {
    if (url.protocol !== 'http:' && url.protocol !== 'https:') return unknownScheme(reference);
    url.hash = '';
    return isAllowed(url)
      ? at(url)
      : notAllowed(
          reference,
          `the host ${url.host} is not allowed`,
          `Allow it with --allow-host ${url.host}, if you trust it.`,
        );
  };
  return {
    namedPlace(text) {
      if (!URL.canParse(text)) throw new TocsinError('spec-unreadable', `${shownName(text)} is not a URL.`);
      const url = new URL(text);
      url.hash = '';
      named.add(url.host);
      return at(url);
    },
    place: (text) => (URL.canParse(text) ? check(text, new URL(text)) : unknownScheme(text)),
  };
}

/** The name of a document as it may be shown, whether or not it can be read. */
export function shownName(name: string): string {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(name)) return name;
  return URL.canParse(name) ? shownUrl(new URL(name)) : name.replace(/\/\/.*@/s, '//');
}

/** Without user and password, which must not reach logs and reports. */
function shownUrl(url: URL): string {
  const shown = new URL(url);
  shown.username = '';
  shown.password = '';
  return shown.href;
}

async function download(
  first: URL,
  limits: LoadLimits,
  isAllowed: (url: URL) => boolean,
  mayBeInward: (url: URL) => boolean,
): Promise<Uint8Array> {
  const label = shownUrl(first);
  const deadline = AbortSignal.timeout(limits.timeoutSeconds * 1000);
  let url = first;
  for (let redirects = 0; redirects <= maximumRedirects; redirects++) {
    let answer: IncomingMessage;
    try {
      answer = await get(url, deadline, mayBeInward(url));
      const status = answer.statusCode ?? 0;
      const location = answer.headers.location;
      if (status === 200) {
        if (Number(answer.headers['content-length'] ?? 0) > limits.maximumBytes) throw tooLarge(label, limits);
        return await readStream(await unpacked(answer), label, limits);
      }
      answer.destroy();
      if (status < 300 || status > 399 || location === undefined || !URL.canParse(location, url.href)) {
        const code = status === 404 || status === 410 ? 'spec-missing' : 'spec-unreadable';
        throw new TocsinError(code, `${label} cannot be read: the server answered ${status}.`, {
          hint: status === 401 || status === 403 ? 'Check that the address may be read without signing in.' : undefined,
        });
      }
      url = new URL(location, url.href);
    } catch (cause) {
      throw cause instanceof TocsinError ? cause : unreachable(label, url, deadline.aborted, cause, limits);
    }
    if (!/^https?:$/.test(url.protocol)) {
      throw new TocsinError('spec-not-allowed', `${label} redirects to ${shownUrl(url)}, which is no web address.`, {
        hint: 'Ask whoever runs the server, or give a copy of the document.',
      });
    }
    if (!isAllowed(url)) {
      throw new TocsinError('spec-not-allowed', `${label} redirects to ${shownUrl(url)}, whose host is not allowed.`, {
        hint: `Give that address instead, or allow it with --allow-host ${url.host}.`,
      });
    }
  }
  throw new TocsinError('spec-unreadable', `${label} redirects more than ${maximumRedirects} times.`);
}

async function get(url: URL, signal: AbortSignal, inwardToo: boolean): Promise<IncomingMessage> {
  // Loaded only here: each start of the command would wait for it.
  const { request } = url.protocol === 'https:' ? await import('node:https') : await import('node:http');
  const headers = {
    accept: 'application/yaml, application/json, */*;q=0.5',
    'accept-encoding': 'identity',
    'user-agent': 'tocsin',
  };
  return new Promise((settle, fail) => {
    request(url, { signal, headers, ...(!inwardToo && { lookup: guardedLookup() }) }, settle)
      .on('error', fail)
      .end();
  });
}

/** Some stores hold a document packed and send it so, whatever was asked for (RFC 9110, 8.4). */
async function unpacked(answer: IncomingMessage): Promise<Readable> {
  const coding = answer.headers['content-encoding']?.toLowerCase().replace(/^x-/, '') ?? 'identity';
  if (!packings.has(coding)) return answer;
  const { createBrotliDecompress, createUnzip } = await import('node:zlib');
  // Where either of the two fails or is given up, the other ends with it; who reads is told.
  return pipeline(answer, coding === 'br' ? createBrotliDecompress() : createUnzip(), () => {});
}

const packings = new Set(['gzip', 'deflate', 'br']);

function unreachable(label: string, url: URL, timedOut: boolean, cause: unknown, limits: LoadLimits): TocsinError {
  const { code, message } = cause as NodeJS.ErrnoException;
  if (code === inwardAddress) {
    return new TocsinError('spec-not-allowed', `${label} is not read: ${message}.`, {
      hint: 'If that is meant, allow the address itself, for example 127.0.0.1:8080.',
      cause,
    });
  }
  const reason = timedOut
    ? `no complete answer within ${limits.timeoutSeconds} s`
    : (networkFault(cause, url) ?? message);
  return new TocsinError('spec-unreadable', `${label} cannot be read: ${reason}.`, { cause });
}
