// The formats of access logs, one value each: how a line is told, and an example for whoever has another one.
// nginx (log_format combined and main), Apache (combined, common, vhost_combined), Traefik and Envoy write text; Caddy,
// Traefik and most others write an object a line.

import { isIP } from 'node:net';
import type { EvidenceSettings } from './evidence-settings.ts';
import { memberOf } from './member-of.ts';
import type { Call } from './tally-calls.ts';

/** A line that is of the format but tells of no request, such as a TLS greeting on a plain port. */
export const noRequest = 'no request';

export interface AccessLogFormat {
  readonly id: string;
  readonly title: string;
  readonly example: string;
  /** Null where the line is not of this format. */
  parse(line: string): Call | typeof noRequest | null;
}

export const accessLogFormatIds = ['combined', 'envoy', 'caddy', 'traefik', 'json'] as const;

/** In the order in which they are tried; the map of fields makes an organisation's own JSON lines readable. */
export function accessLogFormats(jsonFields: EvidenceSettings['jsonFields']): readonly AccessLogFormat[] {
  const own = Object.fromEntries(
    Object.entries(jsonFields).flatMap(([name, path]) => (path === undefined ? [] : [[name, [path]]])),
  );
  return [
    { ...combined, parse: combinedParser() },
    envoy,
    {
      id: 'caddy',
      title: 'Caddy (JSON)',
      example:
        '{"ts":1771000000.5,"logger":"http.log.access","request":{"remote_ip":"192.0.2.7","method":"GET","host":"pkgdb.example.org","uri":"/packages","headers":{"User-Agent":["bodhi/2.1"]}},"status":200}',
      parse: jsonParser(caddyFields),
    },
    {
      id: 'traefik',
      title: 'Traefik (JSON)',
      example:
        '{"ClientHost":"192.0.2.7","RequestHost":"pkgdb.example.org","RequestMethod":"GET","RequestPath":"/packages","DownstreamStatus":200,"StartUTC":"2026-02-10T09:00:00Z","request_User-Agent":"bodhi/2.1"}',
      parse: jsonParser(traefikFields),
    },
    {
      id: 'json',
      title: 'JSON lines (other names: evidence.jsonFields in tocsin.yaml, or --map)',
      example:
        '{"time":"2026-02-10T09:00:00Z","method":"GET","target":"/packages","host":"pkgdb.example.org","status":200,"address":"192.0.2.7","agent":"bodhi/2.1"}',
      parse: jsonParser({ ...usualFields, ...own }),
    },
  ];
}

const combined = {
  id: 'combined',
  title: 'nginx or Apache combined (also common, with a virtual host before or more after it; Traefik)',
  example: '192.0.2.7 - - [10/Feb/2026:09:00:00 +0000] "GET /packages HTTP/1.1" 200 512 "-" "bodhi/2.1"',
};

/** What access logs tell of a request, and nothing of what they do not; member by member, as it is done for each line. */
function loggedCall(
  told: Pick<
    Call,
    | 'at'
    | 'zoneUntold'
    | 'method'
    | 'target'
    | 'targetIsWhole'
    | 'host'
    | 'status'
    | 'address'
    | 'forwarded'
    | 'user'
    | 'agent'
  >,
): Call {
  return {
    at: told.at,
    zoneUntold: told.zoneUntold,
    method: told.method,
    target: told.target,
    targetIsWhole: told.targetIsWhole,
    host: told.host,
    status: told.status,
    address: told.address,
    forwarded: told.forwarded,
    user: told.user,
    agent: told.agent,
    traceService: null,
    traceVersion: null,
    traceEnvironment: null,
    sentBody: undefined,
    fromClient: false,
    environment: null,
  };
}

/** What stands between quotation marks; one that belongs to it has a backslash before it. */
const quoted = String.raw`[^"\\]*(?:\\.[^"\\]*)*`;
/** The method, a token in capitals as every registered one is (RFC 9110), and the rest; no method for what is no HTTP. */
const request = `"(?:([A-Z][A-Z_-]{0,30}) )?(${quoted})"`;

/**
 * Address, ident and user, perhaps with the virtual host before them; time; method and the rest of the request; status;
 * where they are there, referer, user agent, and nginx's X-Forwarded-For. What begins as a quotation ends as one. No
 * part can match in two ways, so a line takes no longer than it is long.
 */
const combinedLine = new RegExp(
  String.raw`^([^ ]+) ((?:[^ [][^ ]*)?) ((?:(?! \[).)*) \[([^\]]+)\] ${request} (\d{3}|-)` +
    `(?:[^"]* "${quoted}"(?: "(${quoted})"(?: "(${quoted})")?|(?! "))|(?![^"]* "))`,
  's',
);

function combinedParser(): AccessLogFormat['parse'] {
  const timeOf = clfTimeParser();
  return (line) => {
    const parts = combinedLine.exec(line);
    if (parts === null) return null;
    const [, first = '', second = '', third = '', time = '', method, rest = '', status, agent, forwarded] = parts;
    const at = timeOf(time);
    if (at === null) return null;
    const hasHost = second !== '-' && isIP(second) !== 0;
    const gap = third.indexOf(' ');
    if (hasHost && gap < 0) return null;
    if (method === undefined) return noRequest;
    // Two addresses with a comma are an X-Forwarded-For in place of the address, and no virtual host.
    const isList = hasHost && first.endsWith(',');
    const user = hasHost ? third.slice(gap + 1) : third;
    return loggedCall({
      at,
      zoneUntold: isoDate.test(time) && lacksZone(time), // the format's own form always has an offset
      method,
      target: targetOf(rest),
      targetIsWhole: true,
      host: hasHost && !isList ? first : null,
      status: status === '-' ? 0 : Number(status),
      address: isList ? null : hasHost ? second : first,
      forwarded: isList ? `${first}${second}` : said(forwarded),
      user: said(user),
      agent: said(agent),
    });
  };
}

/** What comes after the method, without the protocol. */
function targetOf(rest: string): string {
  const last = rest.lastIndexOf(' ');
  return last >= 0 && rest.startsWith('HTTP/', last + 1) ? rest.slice(0, last) : rest;
}

function said(text: string | undefined): string | null {
  return text === undefined || text === '-' || text === '' ? null : text;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `10/Feb/2026:09:00:00 +0000`, or ISO 8601. Many lines are of one second: the last answer is kept. */
function clfTimeParser(): (text: string) => number | null {
  let lastText = '';
  let last: number | null = null;
  return (text) => {
    if (text === lastText) return last;
    lastText = Buffer.from(text).toString();
    const [, day, month = '', year, hour, minute, second, sign, hours, minutes] =
      /^(\d{2})\/([A-Z][a-z]{2})\/(\d{4}):(\d{2}):(\d{2}):(\d{2}) ([+-])(\d{2})(\d{2})$/.exec(text) ?? [];
    if (day === undefined) {
      last = isoDate.test(text) ? momentOf(text) : null;
      return last;
    }
    const offset = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
    const index = months.indexOf(month);
    last =
      index < 0
        ? null
        : Date.UTC(Number(year), index, Number(day), Number(hour), Number(minute), Number(second)) - offset;
    return last;
  };
}

const envoy: AccessLogFormat = {
  id: 'envoy',
  title: "Envoy's default",
  example:
    '[2026-02-10T09:00:00.000Z] "GET /packages HTTP/1.1" 200 - 0 512 7 6 "192.0.2.7" "bodhi/2.1" "request-id" "pkgdb.example.org" "10.0.0.5:8080"',
  parse: (line) => {
    const [, time, method, rest = '', status, behind = ''] = envoyLine.exec(line) ?? [];
    const at = momentOf(time);
    const [, forwarded = '', agent, authority] = envoyTexts.exec(behind) ?? [];
    if (at === null || authority === undefined) return null;
    if (method === undefined) return noRequest;
    return loggedCall({
      at,
      zoneUntold: time !== undefined && lacksZone(time),
      method,
      target: targetOf(rest),
      targetIsWhole: true,
      status: status === '-' ? 0 : Number(status),
      host: said(authority),
      // It writes down the header alone, to which it has added who connected to it.
      address: null,
      forwarded: said(forwarded),
      user: null,
      agent: said(agent),
    });
  },
};

const envoyLine = new RegExp(String.raw`^\[([^\]]+)\] ${request} (\d{1,3}|-) (.*)`, 's');
/** Forwarded address, agent, request id, authority, upstream. Istio writes more between and behind; this is the same. */
const envoyTexts = new RegExp(` "(${quoted})" "(${quoted})" "[^"]*" "([^"]*)" "[^"]*"`, 's');

type Fields = Readonly<
  Record<
    'time' | 'method' | 'target' | 'query' | 'host' | 'status' | 'address' | 'forwarded' | 'user' | 'agent',
    readonly string[]
  >
>;

const caddyFields: Fields = {
  time: ['ts'],
  method: ['request.method'],
  target: ['request.uri'],
  query: [],
  host: ['request.host'],
  status: ['status'],
  address: ['request.client_ip', 'request.remote_ip', 'request.remote_addr'],
  forwarded: ['request.headers.X-Forwarded-For'],
  user: ['user_id'],
  agent: ['request.headers.User-Agent'],
};

const traefikFields: Fields = {
  time: ['StartUTC', 'StartLocal', 'time'],
  method: ['RequestMethod'],
  target: ['RequestPath'],
  query: [],
  host: ['RequestHost', 'RequestAddr'],
  status: ['DownstreamStatus', 'OriginStatus'],
  address: ['ClientHost', 'ClientAddr'],
  forwarded: ['request_X-Forwarded-For'],
  user: ['ClientUsername'],
  agent: ['request_User-Agent'],
};

/** Names that nginx's variables, the Elastic Common Schema, OpenTelemetry and people use. */
const usualFields: Fields = {
  time: ['time', 'timestamp', '@timestamp', 'ts', 'time_iso8601', 'time_local', 'msec', 'date'],
  method: ['method', 'request_method', 'http.request.method', 'http.method', 'http_method', 'verb'],
  target: ['target', 'request_uri', 'uri', 'url.original', 'url.path', 'http.target', 'path', 'url', 'request'],
  query: ['query_string', 'args', 'url.query'],
  host: ['host', 'http_host', 'server_name', 'vhost', 'url.domain', 'server.address'],
  status: ['status', 'http.response.status_code', 'http.status_code', 'status_code', 'response'],
  address: ['address', 'client_ip', 'remote_addr', 'remote_ip', 'client.ip', 'source.ip', 'client.address', 'ip'],
  forwarded: ['forwarded', 'http_x_forwarded_for', 'x_forwarded_for', 'forwarded_for', 'x-forwarded-for'],
  user: ['user', 'remote_user', 'user.name'],
  agent: ['agent', 'http_user_agent', 'user_agent.original', 'user_agent', 'userAgent', 'useragent'],
};

/** Those that hold the whole request target: what has no query there was sent without one. Others may be a path alone. */
const wholeTargets: ReadonlySet<string> = new Set([
  ...caddyFields.target,
  ...traefikFields.target,
  'target',
  'request_uri',
  'request',
  'url.original',
  'http.target',
]);

function jsonParser(fields: Fields): AccessLogFormat['parse'] {
  const clfTime = clfTimeParser();
  const ways = new Map(
    Object.entries(fields).map(([name, paths]) => [name, paths.map((path) => ({ path, steps: path.split('.') }))]),
  );
  const waysTo = (name: keyof Fields): readonly Way[] => ways.get(name) ?? [];
  return (line) => {
    if (line.charCodeAt(0) !== 123) return null;
    let record: unknown;
    try {
      record = JSON.parse(line);
    } catch {
      return null;
    }
    const text = (name: keyof Fields) => textOf(fieldOf(record, waysTo(name)));
    const time = fieldOf(record, waysTo('time'));
    const at = typeof time === 'string' ? (clfTime(time) ?? momentOf(time)) : momentOf(time);
    const way = waysTo('target').find((one) => isThere(valueAt(record, one)));
    const named = way === undefined ? null : textOf(valueAt(record, way));
    if (at === null || way === undefined || named === null) return null;
    // nginx's $request is the whole request line.
    const [, lineMethod, lineTarget = named] = named.startsWith('/') ? [] : (requestLine.exec(named) ?? []);
    const query = lineTarget.includes('?') ? null : queryOf(record, waysTo('query'));
    const method = (text('method') ?? lineMethod)?.toUpperCase();
    if (method === undefined) return null;
    if (!/^[A-Z][A-Z_-]{0,30}$/.test(method)) return noRequest;
    const status = Number(text('status') ?? Number.NaN);
    return loggedCall({
      at,
      zoneUntold: typeof time === 'string' && lacksZone(time),
      method,
      target: query === null || query === '' ? lineTarget : `${lineTarget}?${query}`,
      targetIsWhole: query !== null || wholeTargets.has(way.path),
      host: text('host'),
      status: Number.isFinite(status) ? status : null,
      address: text('address'),
      forwarded: listOf(fieldOf(record, waysTo('forwarded'))),
      user: text('user'),
      agent: text('agent'),
    });
  };
}

const requestLine = /^([A-Z][A-Z_-]*) (\S+)(?: HTTP\/[\d.]+)?$/;

interface Way {
  readonly path: string;
  readonly steps: readonly string[];
}

/** By the name as it stands, or step by step: both `{"url.path": …}` and `{"url": {"path": …}}` are met. */
function fieldOf(record: unknown, ways: readonly Way[]): unknown {
  for (const way of ways) {
    const value = valueAt(record, way);
    if (isThere(value)) return value;
  }
  return undefined;
}

function valueAt(record: unknown, { path, steps }: Way): unknown {
  let value = memberOf(record, path);
  if (value === undefined && steps.length > 1) {
    value = record;
    for (const step of steps) value = memberOf(value, step);
  }
  return value;
}

function isThere(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '' && value !== '-';
}

/** Without its question mark; empty where the line says that there was none, null where it says nothing. */
function queryOf(record: unknown, ways: readonly Way[]): string | null {
  const told = ways.map((way) => valueAt(record, way)).find((value) => typeof value === 'string');
  if (typeof told !== 'string') return null;
  return told === '-' ? '' : told.replace(/^\?/, '');
}

function textOf(value: unknown): string | null {
  const one = Array.isArray(value) ? value[0] : value;
  return typeof one === 'string' || typeof one === 'number' ? String(one) : null;
}

/** Caddy writes each header line for itself; together they are one list (RFC 9110, section 5.2). */
function listOf(value: unknown): string | null {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string').join(', ') || null : textOf(value);
}

const isoDate = /^\d{4}-\d{2}-\d{2}T/;
const aNumber = /^\d+(?:\.\d+)?$/;

/** At the end: an offset behind the time of day, `Z`, or a name such as `UTC`; `PM` is none. */
const aZone = /(?::\d{2}(?:[.,]\d+)? ?[+-]\d{2}(?::?\d{2})?|\dz|\but|\b[a-z]{3,5}\)?)$/i;

/** Whether a time is written as of nobody's clock. */
export function lacksZone(time: string): boolean {
  return !aNumber.test(time) && !aZone.test(time);
}

/**
 * ISO 8601, as UTC where it has no zone: whoever imports it elsewhere must read the same. Or seconds, milliseconds,
 * microseconds or nanoseconds since 1970, told apart by their size.
 */
export function momentOf(value: unknown): number | null {
  if (typeof value === 'string' && !aNumber.test(value)) {
    const time = Date.parse(lacksZone(value) ? `${value}${/\dT\d/.test(value) ? '' : ' '}Z` : value);
    return Number.isNaN(time) ? null : time;
  }
  const number = typeof value === 'string' || typeof value === 'number' ? Number(value) : Number.NaN;
  if (!(number > 0)) return null;
  const milliseconds =
    number < 1e11 ? number * 1000 : number < 1e14 ? number : number < 1e17 ? number / 1e3 : number / 1e6;
  return Math.floor(milliseconds);
}
