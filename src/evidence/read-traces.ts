// OpenTelemetry spans as OTLP/JSON (ExportTraceServiceRequest), one object or one a line, with the names of the stable
// and of the older HTTP semantic conventions. A call has two spans, the caller's and the service's: the service's tells
// the path, the caller's tells who it is, and together they count once.

import type { Service } from '../catalog/index.ts';
import { momentOf } from './access-log-formats.ts';
import { memberOf } from './member-of.ts';
import type { Call, Tally } from './tally-calls.ts';

export interface SpanReader {
  /** False where it is no ExportTraceServiceRequest. */
  take(request: unknown): boolean;
  /** Counts what waits for its other half; what a reader has to know. */
  end(): readonly string[];
}

interface Resource {
  readonly service: string | null;
  readonly version: string | null;
  readonly environment: string | null;
}

interface Waiting {
  readonly call: Call;
  /** Its other half came: it is counted there. */
  paired: boolean;
}

/** So many spans wait for their other half. */
const waitingSpans = 100_000;

export function spanReader(service: Pick<Service, 'name' | 'seenAs'>, tally: Tally): SpanReader {
  const own = new Set([service.name, ...service.seenAs.flatMap(({ services }) => services)]);
  /** Calls by the caller's span, and what the service's spans wait for. */
  const clients = new Map<string, Waiting>();
  const servers = new Map<string, Call[]>();
  const strangers = new Map<string, number>();
  let waiting = 0;
  let unpaired = 0;

  function settle(): void {
    for (const calls of servers.values()) for (const call of calls) tally.count(call);
    for (const { call, paired } of clients.values()) if (!paired) tally.count(call);
    servers.clear();
    clients.clear();
    waiting = 0;
  }

  function takeServer(span: unknown, resource: Resource, attributes: Attributes): void {
    const parent = keyOf(span, 'parentSpanId');
    const client = parent === null ? undefined : clients.get(parent);
    if (client !== undefined) client.paired = true;
    const call = serverCall(span, resource, attributes);
    if (call === null) return;
    if (resource.service !== null && !own.has(resource.service)) {
      strangers.set(resource.service, (strangers.get(resource.service) ?? 0) + 1);
      // Its caller's half must not be taken for a call of ours.
      if (client === undefined && parent !== null) servers.set(parent, servers.get(parent) ?? []);
      return;
    }
    if (client !== undefined) tally.count({ ...call, ...identityOf(client.call) });
    else if (parent === null) tally.count(call);
    else {
      servers.set(parent, [...(servers.get(parent) ?? []), call]);
      waiting += 1;
    }
  }

  function takeClient(span: unknown, resource: Resource, attributes: Attributes): void {
    const call = clientCall(span, resource, attributes);
    const key = keyOf(span, 'spanId');
    if (call === null || key === null) return;
    const answered = servers.get(key);
    for (const one of answered ?? []) tally.count({ ...one, ...identityOf(call) });
    servers.delete(key);
    clients.set(key, { call, paired: answered !== undefined });
    waiting += 1;
  }

  return {
    take: (request) => {
      const groups = memberOf(request, 'resourceSpans');
      if (!Array.isArray(groups)) return false;
      for (const group of groups) {
        const about = attributesOf(memberOf(group, 'resource'));
        const resource: Resource = {
          service: about('service.name'),
          version: about('service.version'),
          environment: about('deployment.environment.name', 'deployment.environment'),
        };
        for (const scope of listOf(memberOf(group, 'scopeSpans') ?? memberOf(group, 'instrumentationLibrarySpans'))) {
          for (const span of listOf(memberOf(scope, 'spans'))) {
            const kind = memberOf(span, 'kind');
            if (kind === 2 || kind === 'SPAN_KIND_SERVER') takeServer(span, resource, attributesOf(span));
            else if (kind === 3 || kind === 'SPAN_KIND_CLIENT') takeClient(span, resource, attributesOf(span));
            if (waiting > waitingSpans) {
              unpaired += waiting;
              settle();
            }
          }
        }
      }
      return true;
    },
    end: () => {
      settle();
      const names = [...strangers].sort(([, a], [, b]) => b - a).map(([name]) => name);
      return [
        ...(names.length === 0
          ? []
          : [
              `Spans of ${names.slice(0, 5).join(', ')}${names.length > 5 ? ` and ${names.length - 5} more` : ''} were left out: ` +
                `if one of them is ${service.name}, name it under services.${service.name}.seenAs.`,
            ]),
        ...(unpaired === 0
          ? []
          : [`${unpaired} spans were too many to find both halves of each call: some may be counted twice.`]),
      ];
    },
  };
}

/** The first of the attributes that is there, as text. */
type Attributes = (...names: readonly string[]) => string | null;

function attributesOf(holder: unknown): Attributes {
  const values = new Map<string, string>();
  for (const attribute of listOf(memberOf(holder, 'attributes'))) {
    const value = memberOf(attribute, 'value');
    const plain = memberOf(value, 'stringValue') ?? memberOf(value, 'intValue') ?? memberOf(value, 'doubleValue');
    if (plain !== undefined && plain !== '') values.set(String(memberOf(attribute, 'key')), String(plain));
  }
  return (...names) => names.map((name) => values.get(name)).find((value) => value !== undefined) ?? null;
}

function serverCall(span: unknown, resource: Resource, attribute: Attributes): Call | null {
  const path = attribute('url.path');
  const query = attribute('url.query');
  const whole = attribute('http.target', 'url.full', 'http.url');
  // `url.query` is only there where a query was sent, or where the instrumentation never writes it.
  const target =
    (path === null ? null : query === null ? path : `${path}?${query}`) ?? whole ?? attribute('http.route');
  const peer = attribute('network.peer.address', 'net.sock.peer.addr', 'net.peer.ip');
  const client = attribute('client.address', 'http.client_ip');
  const call = callOf(span, attribute, target, path === null && whole !== null);
  return (
    call && {
      ...call,
      host: attribute('http.host', 'server.address', 'net.host.name'),
      environment: resource.environment,
      agent: attribute('user_agent.original', 'http.user_agent'),
      // The conventions let `client.address` be what X-Forwarded-For claims.
      address: peer ?? client,
      forwarded: peer === null || client === peer ? null : client,
    }
  );
}

function clientCall(span: unknown, resource: Resource, attribute: Attributes): Call | null {
  const whole = attribute('url.full', 'http.url', 'http.target');
  const call = callOf(span, attribute, whole ?? attribute('url.path'), whole !== null);
  return (
    call && {
      ...call,
      host: attribute('server.address', 'net.peer.name', 'http.host'),
      fromClient: true,
      agent: attribute('user_agent.original', 'http.user_agent'),
      traceService: resource.service,
      traceVersion: resource.version,
      traceEnvironment: resource.environment,
    }
  );
}

function callOf(span: unknown, attribute: Attributes, target: string | null, targetIsWhole: boolean): Call | null {
  const method = attribute('http.request.method', 'http.method');
  const at = momentOf(memberOf(span, 'startTimeUnixNano'));
  if (method === null || target === null || at === null) return null;
  const status = Number(attribute('http.response.status_code', 'http.status_code') ?? Number.NaN);
  return {
    at,
    // Nanoseconds since 1970.
    zoneUntold: false,
    method: (method === '_OTHER' ? attribute('http.request.method_original') : null) ?? method.toUpperCase(),
    target,
    targetIsWhole,
    host: null,
    status: Number.isFinite(status) ? status : null,
    sentBody: undefined,
    fromClient: false,
    environment: null,
    agent: null,
    user: null,
    address: null,
    forwarded: null,
    traceService: null,
    traceVersion: null,
    traceEnvironment: null,
  };
}

function identityOf({ traceService, traceVersion, traceEnvironment }: Call) {
  return { traceService, traceVersion, traceEnvironment };
}

function keyOf(span: unknown, id: 'spanId' | 'parentSpanId'): string | null {
  const own = memberOf(span, id);
  return typeof own === 'string' && own !== '' && !/^0+$/.test(own) ? `${memberOf(span, 'traceId')} ${own}` : null;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
