// A small API, an organisation that calls it, and what is needed to read evidence of it.

import { deliverySettings, parseConfig } from '../../src/bot/index.ts';
import type { Catalog } from '../../src/catalog/index.ts';
import { readSpec } from '../../src/compare/index.ts';
import {
  type Collected,
  type CollectOptions,
  collectEvidence,
  documentedApi,
  type EvidenceSource,
  servicePrefixes,
} from '../../src/evidence/index.ts';

export const document = `
openapi: 3.1.0
info: { title: Packages, version: '1' }
servers: [{ url: 'https://pkgdb.example.org/api/{v}', variables: { v: { default: v1, enum: [v1, v2] } } }]
paths:
  /packages:
    get:
      parameters: [{ name: limit, in: query, schema: { type: integer } }, { name: 'filter[owner]', in: query }]
      responses: { '200': { description: All } }
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                name: { type: string }
                owners: { type: array, items: { type: object, properties: { login: { type: string } } } }
                labels: { type: object, additionalProperties: { type: object, properties: { colour: {} } } }
              oneOf: [{ properties: { git: {} } }, { properties: { tarball: {} } }]
      responses: { '201': { description: Made } }
  /packages/{name}:
    get:
      parameters: [{ name: name, in: path, required: true, schema: { type: string } }, { name: page, in: query }]
      responses: { '200': { description: One } }
`;

export const organisation = `
teams: { apps: { email: apps@example.org }, qa: { email: qa@example.org } }
services:
  pkgdb:
    owner: apps
    environments: { production: 'https://pkgdb.example.org/api/v1', staging: 'https://pkgdb.stg.example.org' }
  tracker:
    owner: apps
    dependsOn: [pkgdb]
    environments: { production: 'https://tracker.example.org' }
    seenAs: [{ users: [tracker] }]
consumers:
  bodhi:
    team: apps
    uses: { pkgdb: }
    seenAs:
      - { environment: production, agents: ['bodhi/*'], addresses: [10.5.0.0/16, '2001:db8:5::/48'] }
      - { environment: staging, agents: ['bodhi/*'] }
  nightly: { team: qa, uses: { pkgdb: }, seenAs: [{ services: [nightly-job] }] }
`;

export function sampleCatalog(): Catalog {
  return parseConfig(organisation, 'tocsin.yaml', deliverySettings).catalog;
}

export async function collect(
  sources: readonly EvidenceSource[],
  changes: Partial<CollectOptions> = {},
): Promise<Collected> {
  const catalog = sampleCatalog();
  const spec = await readSpec({ text: document, source: 'packages.yaml' }, 'base');
  return collectEvidence(sources, {
    service: 'pkgdb',
    catalog,
    api: documentedApi([spec], servicePrefixes(catalog.services[0]!, [])),
    environment: null,
    format: null,
    jsonFields: {},
    salt: 'salt',
    trustedProxies: ['10.9.9.0/24'],
    pathWords: [],
    oldest: Number.NEGATIVE_INFINITY,
    known: new Map(),
    ...changes,
  });
}

/** A source of these bytes, in pieces of `size`. */
export function sourceOf(name: string, content: string | Uint8Array, size = 1 << 16): EvidenceSource {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return {
    name,
    open: async function* () {
      for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
    },
  };
}
