// What a judge answers, and how: open, closed or unknown, why, and what would open it.

import type { Catalog, Service } from '../../catalog/index.ts';
import type { GateState } from '../plan.ts';
import type { Release } from '../release.ts';

export interface Judgement {
  readonly state: GateState;
  readonly because: string;
  readonly wouldOpen: string | null;
}

export function opened(because: string): Judgement {
  return { state: 'open', because, wouldOpen: null };
}

export function closed(because: string, wouldOpen: string): Judgement {
  return { state: 'closed', because, wouldOpen };
}

export function unknown(because: string, wouldOpen: string): Judgement {
  return { state: 'unknown', because, wouldOpen };
}

export function findService(catalog: Catalog, name: string): Service | undefined {
  return catalog.services.find((service) => service.name === name);
}

export function unknownService(release: Release): Judgement {
  return unknown(`The catalogue does not know ${release.service}.`, 'Add it under services in tocsin.yaml.');
}

/** Nothing can be said before the documents were compared. */
export function uncompared(because: string, { service, version }: Release): Judgement {
  return unknown(because, `Compare it: tocsin release assess ${service} ${version}.`);
}
