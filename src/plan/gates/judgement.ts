// What a judge answers, and how: open, closed or unknown, why, and what would open it.

import type { Catalog, Service } from '../../catalog/index.ts';
import type { GateState } from '../plan.ts';
import type { Release } from '../release.ts';

export interface Judgement {
  readonly state: GateState;
  readonly because: string;
  readonly wouldOpen: string | null;
  /** Why one that is open is not to be shown as fine, as a sentence. */
  readonly caution: string | null;
}

export function opened(because: string, caution: string | null = null): Judgement {
  return { state: 'open', because, wouldOpen: null, caution };
}

export function closed(because: string, wouldOpen: string): Judgement {
  return { state: 'closed', because, wouldOpen, caution: null };
}

export function unknown(because: string, wouldOpen: string): Judgement {
  return { state: 'unknown', because, wouldOpen, caution: null };
}

const namesShown = 6;

/** Names in alphabetical order, the first few and how many more there are: whoever wants them all has a list of them. */
export function nameSome(names: Iterable<string>): string {
  const all = [...new Set(names)].sort((a, b) => a.localeCompare(b, 'en'));
  const more = all.length - namesShown;
  return more > 1 ? `${all.slice(0, namesShown).join(', ')} and ${more} more` : all.join(', ');
}

export function findService(catalog: Catalog, name: string): Service | undefined {
  return catalog.services.find((service) => service.name === name);
}

export function unknownService(release: Release): Judgement {
  return unknown(`The catalogue does not know ${release.service}.`, 'Add it under services in tocsin.yaml.');
}

/** Nothing can be said before the documents were compared. */
export function uncompared(because: string, { service, version }: Release): Judgement {
  return unknown(because, `Compare it: \`tocsin release assess ${service} ${version}\`.`);
}
