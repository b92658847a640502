// HTTP Archives (HAR 1.2): what a browser or a test run sent. Of a call the names of query parameters and of members of
// the body are evidence of what is sent. What came back was received, which is not to say that anybody read it: of that
// a HAR is no evidence.

import { TocsinError } from '../base/index.ts';
import { lacksZone, momentOf } from './access-log-formats.ts';
import { memberOf } from './member-of.ts';
import type { Call, Tally } from './tally-calls.ts';

/** @throws TocsinError `evidence-unreadable` */
export function readHar(name: string, text: string, tally: Tally): readonly string[] {
  const entries = memberOf(memberOf(parsed(name, text), 'log'), 'entries');
  if (!Array.isArray(entries)) {
    throw new TocsinError('evidence-unreadable', `${name} is no HTTP Archive: it has no log.entries.`, {
      hint: 'Save it as HAR 1.2: {"log": {"version": "1.2", "entries": [{"startedDateTime": …, "request": …}]}}.',
    });
  }
  let unreadable = 0;
  for (const entry of entries) {
    const call = callOf(entry);
    if (call === null) unreadable += 1;
    else tally.count(call);
  }
  return unreadable === 0 ? [] : [`${name}: ${unreadable} of ${entries.length} entries hold no request.`];
}

function parsed(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new TocsinError('evidence-unreadable', `${name} is no HTTP Archive: it is not JSON.`, { cause });
  }
}

function callOf(entry: unknown): Call | null {
  const request = memberOf(entry, 'request');
  const method = memberOf(request, 'method');
  const target = memberOf(request, 'url');
  const started = memberOf(entry, 'startedDateTime');
  const at = momentOf(started);
  if (typeof method !== 'string' || typeof target !== 'string' || at === null) return null;
  const status = memberOf(memberOf(entry, 'response'), 'status');
  return {
    at,
    zoneUntold: typeof started === 'string' && lacksZone(started),
    method: method.toUpperCase(),
    target,
    targetIsWhole: true,
    host: null,
    status: typeof status === 'number' ? status : null,
    sentBody: bodyOf(memberOf(request, 'postData')),
    fromClient: true,
    environment: null,
    agent: headerOf(memberOf(request, 'headers'), 'user-agent'),
    user: null,
    address: null,
    forwarded: null,
    traceService: null,
    traceVersion: null,
    traceEnvironment: null,
  };
}

function bodyOf(postData: unknown): unknown {
  const params = memberOf(postData, 'params');
  if (Array.isArray(params) && params.length > 0) {
    return Object.fromEntries(params.map((param) => [String(memberOf(param, 'name')), null]));
  }
  const text = memberOf(postData, 'text');
  const type = String(memberOf(postData, 'mimeType') ?? '');
  if (typeof text !== 'string') return undefined;
  if (type.startsWith('application/x-www-form-urlencoded')) {
    return Object.fromEntries([...new URLSearchParams(text).keys()].map((name) => [name, null]));
  }
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function headerOf(headers: unknown, wanted: string): string | null {
  if (!Array.isArray(headers)) return null;
  const found = headers.find((header) => String(memberOf(header, 'name')).toLowerCase() === wanted);
  const value = memberOf(found, 'value');
  return typeof value === 'string' && value !== '' ? value : null;
}
