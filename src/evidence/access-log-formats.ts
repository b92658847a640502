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

const nothing = {
  traceService: null,
  traceVersion: null,
  traceEnvironment: null,
  sentBody: undefined,
  fromClient: false,
  environment: null,
} as const;

function combinedParser(): AccessLogFormat['parse'] {
  const timeOf = clfTimeParser();
  return (line) => {
    const open = line.indexOf(' [');
    if (open < 0) return null;
    const close = line.indexOf('] "', open);
    if (close < 0) return null;
    const at = timeOf(line.slice(open + 2, close));
    if (at === null) return null;
    const head = headOf(line.slice(0, open));
    if (head === null) return null;
    const requestStart = close + 3;
    const requestEnd = endOfQuoted(line, requestStart);
    // After the request: status and size, as numbers or -.
    if (requestEnd < 0 || line.charCodeAt(requestEnd + 1) !== 32) return null;
    const status = statusAt(line, requestEnd + 2);
    if (status === null) return null;

    let agent: string | null = null;
    let forwarded: string | null = null;
    const refererStart = line.indexOf(' "', requestEnd + 2);
    if (refererStart >= 0) {
      const refererEnd = endOfQuoted(line, refererStart + 2);
      if (refererEnd < 0) return null;
      if (line.startsWith(' "', refererEnd + 1)) {
        const agentStart = refererEnd + 3;
        const agentEnd = endOfQuoted(line, agentStart);
        if (agentEnd < 0) return null;
        agent = said(line.slice(agentStart, agentEnd));
        if (line.startsWith(' "', agentEnd + 1)) forwarded = forwardedAt(line, agentEnd + 3);
      }
    }
    const [method, target] = requestAt(line, requestStart, requestEnd);
    if (method === null || target === null) return noRequest;
    return {
      at,
      method,
      target,
      host: head.host,
      status,
      sentBody: undefined,
      fromClient: false,
      environment: null,
      agent,
      user: head.user,
      address: forwarded ?? head.address,
      traceService: null,
      traceVersion: null,
      traceEnvironment: null,
    };
  };
}

/** `address ident user`, and perhaps the virtual host before it. */
function headOf(head: string): Pick<Call, 'host' | 'address' | 'user'> | null {
  const one = head.indexOf(' ');
  const two = head.indexOf(' ', one + 1);
  if (one <= 0 || two < 0) return null;
  const first = head.slice(0, one);
  const second = head.slice(one + 1, two);
  if (second !== '-' && isIP(second) !== 0) {
    const three = head.indexOf(' ', two + 1);
    if (three < 0) return null;
    return { host: first, address: second, user: said(head.slice(three + 1)) };
  }
  return { host: null, address: first, user: said(head.slice(two + 1)) };
}

/** nginx's own `main` format ends in X-Forwarded-For: the first address there is the caller's, the log's the proxy's. */
function forwardedAt(line: string, start: number): string | null {
  const end = endOfQuoted(line, start);
  if (end < 0) return null;
  const [first = ''] = line.slice(start, end).split(',', 1);
  return isIP(first.trim()) === 0 ? null : first.trim();
}

function requestAt(line: string, start: number, end: number): readonly [string | null, string | null] {
  const space = line.indexOf(' ', start);
  if (space < 0 || space >= end) return [null, null];
  const last = line.lastIndexOf(' ', end - 1);
  const stop = last > space && line.startsWith('HTTP/', last + 1) ? last : end;
  const method = line.slice(start, space);
  return isMethod(method) ? [method, line.slice(space + 1, stop)] : [null, null];
}

function statusAt(line: string, start: number): number | null {
  const text = line.slice(start, start + 3);
  if (/^\d{3}$/.test(text)) return Number(text);
  return text.startsWith('-') ? 0 : null;
}

/** A token as RFC 9110 has it, in capitals as every registered method is. */
function isMethod(text: string): boolean {
  return /^[A-Z][A-Z_-]{0,30}$/.test(text);
}

/** Where the quotation ends that began before `start`; a quote inside it has a backslash before it. -1 for nowhere. */
function endOfQuoted(line: string, start: number): number {
  let end = line.indexOf('"', start);
  while (end > start && line.charCodeAt(end - 1) === 92) {
    let slashes = 1;
    while (end - 1 - slashes >= start && line.charCodeAt(end - 1 - slashes) === 92) slashes += 1;
    if (slashes % 2 === 0) break;
    end = line.indexOf('"', end + 1);
  }
  return end;
}

function said(text: string): string | null {
  return text === '-' || text === '' ? null : text;
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
      last = /^\d{4}-\d{2}-\d{2}T/.test(text) ? momentOf(text) : null;
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
    if (!line.startsWith('[')) return null;
    const close = line.indexOf('] "');
    const at = close < 0 ? null : momentOf(line.slice(1, close));
    if (at === null) return null;
    const requestEnd = endOfQuoted(line, close + 3);
    if (requestEnd < 0) return null;
    const status = statusAt(line, requestEnd + 2);
    // Istio writes more between and behind; the five quoted texts in a row are the same.
    const [, forwarded, agent, , authority] =
      / "((?:[^"\\]|\\.)*)" "((?:[^"\\]|\\.)*)" "([^"]*)" "([^"]*)" "[^"]*"/.exec(line.slice(requestEnd + 1)) ?? [];
    if (status === null || authority === undefined) return null;
    const [method, target] = requestAt(line, close + 3, requestEnd);
    if (method === null || target === null) return noRequest;
    return {
      at,
      method,
      target,
      status,
      host: said(authority),
      address: said((forwarded ?? '').split(',', 1)[0]?.trim() ?? ''),
      user: null,
      agent: said(agent ?? ''),
      ...nothing,
    };
  },
};

type Fields = Readonly<
  Record<'time' | 'method' | 'target' | 'host' | 'status' | 'address' | 'user' | 'agent', readonly string[]>
>;

const caddyFields: Fields = {
  time: ['ts'],
  method: ['request.method'],
  target: ['request.uri'],
  host: ['request.host'],
  status: ['status'],
  address: ['request.client_ip', 'request.remote_ip', 'request.remote_addr'],
  user: ['user_id'],
  agent: ['request.headers.User-Agent'],
};

const traefikFields: Fields = {
  time: ['StartUTC', 'StartLocal', 'time'],
  method: ['RequestMethod'],
  target: ['RequestPath'],
  host: ['RequestHost', 'RequestAddr'],
  status: ['DownstreamStatus', 'OriginStatus'],
  address: ['ClientHost', 'ClientAddr'],
  user: ['ClientUsername'],
  agent: ['request_User-Agent'],
};

/** Names that nginx's variables, the Elastic Common Schema, OpenTelemetry and people use. */
const usualFields: Fields = {
  time: ['time', 'timestamp', '@timestamp', 'ts', 'time_iso8601', 'time_local', 'msec', 'date'],
  method: ['method', 'request_method', 'http.request.method', 'http.method', 'http_method', 'verb'],
  target: ['target', 'request_uri', 'uri', 'url.original', 'url.path', 'http.target', 'path', 'url', 'request'],
  host: ['host', 'http_host', 'server_name', 'vhost', 'url.domain', 'server.address'],
  status: ['status', 'http.response.status_code', 'http.status_code', 'status_code', 'response'],
  address: ['address', 'client_ip', 'remote_addr', 'remote_ip', 'client.ip', 'source.ip', 'client.address', 'ip'],
  user: ['user', 'remote_user', 'user.name'],
  agent: ['agent', 'http_user_agent', 'user_agent.original', 'user_agent', 'userAgent', 'useragent'],
};

function jsonParser(fields: Fields): AccessLogFormat['parse'] {
  const clfTime = clfTimeParser();
  return (line) => {
    if (line.charCodeAt(0) !== 123) return null;
    let record: unknown;
    try {
      record = JSON.parse(line);
    } catch {
      return null;
    }
    const text = (name: keyof Fields) => textOf(fieldOf(record, fields[name]));
    const time = fieldOf(record, fields.time);
    const at = typeof time === 'string' ? (clfTime(time) ?? momentOf(time)) : momentOf(time);
    const whole = text('target');
    if (at === null || whole === null) return null;
    // nginx's $request is the whole request line.
    const [, lineMethod, lineTarget] = /^([A-Z][A-Z_-]*) (\S+)(?: HTTP\/[\d.]+)?$/.exec(whole) ?? [];
    const method = text('method') ?? lineMethod;
    if (method === undefined) return null;
    if (!isMethod(method.toUpperCase())) return noRequest;
    const status = Number(text('status') ?? Number.NaN);
    return {
      at,
      method: method.toUpperCase(),
      target: lineTarget ?? whole,
      host: text('host'),
      status: Number.isFinite(status) ? status : null,
      address: text('address'),
      user: text('user'),
      agent: text('agent'),
      ...nothing,
    };
  };
}

/** By the name as it stands, or step by step: both `{"url.path": …}` and `{"url": {"path": …}}` are met. */
function fieldOf(record: unknown, names: readonly string[]): unknown {
  for (const name of names) {
    const value = memberOf(record, name) ?? walk(record, name);
    if (value !== undefined && value !== null && value !== '' && value !== '-') return value;
  }
  return undefined;
}

function walk(record: unknown, path: string): unknown {
  let value = record;
  for (const part of path.split('.')) value = memberOf(value, part);
  return value;
}

function textOf(value: unknown): string | null {
  const one = Array.isArray(value) ? value[0] : value;
  return typeof one === 'string' || typeof one === 'number' ? String(one) : null;
}

/** ISO 8601; seconds, milliseconds, microseconds or nanoseconds since 1970, told apart by their size. */
export function momentOf(value: unknown): number | null {
  if (typeof value === 'string' && !/^\d+(?:\.\d+)?$/.test(value)) {
    const time = Date.parse(value);
    return Number.isNaN(time) ? null : time;
  }
  const number = typeof value === 'string' || typeof value === 'number' ? Number(value) : Number.NaN;
  if (!(number > 0)) return null;
  const milliseconds =
    number < 1e11 ? number * 1000 : number < 1e14 ? number : number < 1e17 ? number / 1e3 : number / 1e6;
  return Math.floor(milliseconds);
}
