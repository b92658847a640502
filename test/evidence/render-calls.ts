// Calls as the servers of this world write them down: the tests' own hand, independent of the readers.

export interface MadeCall {
  /** Seconds since 1970. */
  readonly seconds: number;
  readonly method: string;
  readonly target: string;
  readonly host: string;
  readonly status: number;
  readonly address: string;
  readonly user: string | null;
  readonly agent: string;
  readonly cookie?: string;
  readonly authorization?: string;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Local time of India, which is half an hour off. */
function clf(seconds: number): string {
  const local = new Date((seconds + 19_800) * 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(local.getUTCDate())}/${months[local.getUTCMonth()]}/${local.getUTCFullYear()}:${two(local.getUTCHours())}:${two(local.getUTCMinutes())}:${two(local.getUTCSeconds())} +0530`;
}

const quoted = (text: string) => text.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
const iso = (seconds: number) => new Date(seconds * 1000).toISOString();

export const renderers: Readonly<Record<string, (call: MadeCall) => string>> = {
  'Apache and nginx combined': (call) =>
    `${call.address} - ${call.user ?? '-'} [${clf(call.seconds)}] "${call.method} ${call.target} HTTP/1.1" ${call.status} 12 "https://x.example/?token=hush" "${quoted(call.agent)}"`,
  'combined with the response time': (call) => `${renderers['Apache and nginx combined']?.(call)} 0.012 12345`,
  'Apache vhost_combined': (call) => `${call.host}:443 ${renderers['Apache and nginx combined']?.(call)}`,
  "nginx's main, behind a proxy": (call) =>
    `${renderers['Apache and nginx combined']?.({ ...call, address: '10.9.9.9' })} "${call.address}, 10.9.9.8"`,
  'Traefik as text': (call) =>
    `${renderers['Apache and nginx combined']?.(call)} 271 "pkgdb@docker" "http://10.0.0.3:8080" 3ms`,
  Envoy: (call) =>
    `[${iso(call.seconds)}] "${call.method} ${call.target} HTTP/2" ${call.status} - 0 12 3 2 "${call.address}" "${quoted(call.agent)}" "8d6f" "${call.host}" "10.0.0.5:8080"`,
  'Envoy in Istio': (call) =>
    `[${iso(call.seconds)}] "${call.method} ${call.target} HTTP/1.1" ${call.status} - via_upstream - "-" 0 12 3 2 "${call.address}" "${quoted(call.agent)}" "8d6f" "${call.host}" "10.0.0.5:8080" outbound|80||x 10.0.0.1:1 10.0.0.2:2 10.0.0.3:3 - default`,
  'Caddy as JSON': (call) =>
    JSON.stringify({
      level: 'info',
      ts: call.seconds + 0.25,
      logger: 'http.log.access',
      request: {
        remote_ip: call.address,
        remote_port: '4242',
        method: call.method,
        host: call.host,
        uri: call.target,
        headers: {
          'User-Agent': [call.agent],
          Cookie: [call.cookie ?? ''],
          Authorization: [call.authorization ?? ''],
        },
      },
      user_id: call.user ?? '',
      status: call.status,
    }),
  'Traefik as JSON': (call) =>
    JSON.stringify({
      ClientAddr: `${call.address}:4242`,
      ClientHost: call.address,
      ClientUsername: call.user ?? '-',
      RequestHost: call.host,
      RequestMethod: call.method,
      RequestPath: call.target,
      DownstreamStatus: call.status,
      StartUTC: iso(call.seconds),
      'request_User-Agent': call.agent,
      request_Cookie: call.cookie,
      time: iso(call.seconds + 1),
    }),
  'JSON lines of the common names': (call) =>
    JSON.stringify({
      '@timestamp': iso(call.seconds),
      http: { request: { method: call.method.toLowerCase() }, response: { status_code: call.status } },
      'url.original': call.target,
      url: { domain: call.host },
      client: { ip: call.address },
      user_agent: { original: call.agent },
      'user.name': call.user,
    }),
  "nginx's variables as JSON": (call) =>
    JSON.stringify({
      time_local: clf(call.seconds),
      request: `${call.method} ${call.target} HTTP/1.1`,
      http_host: call.host,
      status: String(call.status),
      remote_addr: call.address,
      remote_user: call.user ?? '',
      http_user_agent: call.agent,
    }),
};
