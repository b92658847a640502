// An access log as large as asked for, the same every time: known consumers and strangers, documented paths with
// queries, and what scanners ask for. Beside it lies how many requests it holds, so that a stage can show that it
// counted each of them.

import { once } from 'node:events';
import { createWriteStream, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const logFormats = ['combined', 'caddy'] as const;

const operations = 60;
const months = ['Jan', 'Feb', 'Mar'];

/** Answers the log's path and the description's, in `folder`. */
export async function generateLog(
  folder: string,
  format: (typeof logFormats)[number],
  megabytes: number,
): Promise<readonly [log: string, description: string]> {
  const paths = Array.from({ length: operations }, (_, index) => `/collection${index}/{id}/parts`);
  const description = join(folder, 'api.json');
  const operation = {
    parameters: [
      { name: 'limit', in: 'query' },
      { name: 'owner', in: 'query' },
    ],
    responses: { 200: { description: 'OK' } },
  };
  writeFileSync(
    description,
    JSON.stringify({
      openapi: '3.1.0',
      info: { title: 'Bench', version: '1' },
      servers: [{ url: 'https://api.example.org/api/v1' }],
      paths: Object.fromEntries(paths.map((path) => [path, { get: operation, post: operation }])),
    }),
  );

  const next = random(4);
  const pick = (count: number) => Math.floor(next() * count);
  const log = join(folder, `${format}.log`);
  const out = createWriteStream(log);
  let bytes = 0;
  let requests = 0;
  while (bytes < megabytes * 2 ** 20) {
    let chunk = '';
    while (chunk.length < 2 ** 20) {
      const second = Math.floor(requests / 400);
      const scan = pick(100) === 0;
      const known = pick(10) < 9;
      const service = pick(40);
      const address = known ? `10.5.${service}.${pick(20)}` : `172.${16 + pick(4)}.${pick(250)}.${pick(250)}`;
      const agent = known ? `service-${service}/1.${pick(5)}` : `python-requests/2.${pick(9)} (some words)`;
      const target = scan
        ? `/wp-content/${pick(1e6)}.php`
        : `/api/v1/collection${pick(operations)}/${pick(1e5)}/parts${pick(2) === 0 ? `?limit=${pick(100)}&owner=someone` : ''}`;
      const method = pick(5) === 0 ? 'POST' : 'GET';
      chunk +=
        format === 'combined'
          ? `${address} - - [${clf(second)}] "${method} ${target} HTTP/1.1" ${scan ? 404 : 200} ${pick(9999)} "-" "${agent}"\n`
          : `${JSON.stringify({
              level: 'info',
              ts: 1_767_225_600 + second,
              logger: 'http.log.access',
              msg: 'handled request',
              request: {
                remote_ip: address,
                proto: 'HTTP/2.0',
                method,
                host: 'api.example.org',
                uri: target,
                headers: { 'User-Agent': [agent], Accept: ['application/json'] },
              },
              bytes_read: 0,
              user_id: '',
              duration: 0.0021,
              size: pick(9999),
              status: scan ? 404 : 200,
            })}\n`;
      requests += 1;
    }
    bytes += chunk.length;
    if (!out.write(chunk)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
  writeFileSync(`${log}.requests`, String(requests));
  return [log, description];
}

function clf(second: number): string {
  const moment = new Date((1_767_225_600 + second) * 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(moment.getUTCDate())}/${months[moment.getUTCMonth()]}/${moment.getUTCFullYear()}:${moment.toISOString().slice(11, 19)} +0000`;
}

/** mulberry32: small, and the same everywhere. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
