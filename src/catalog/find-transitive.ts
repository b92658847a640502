import type { Catalog, Service } from './catalog.ts';
import type { ConsumerImpact, Hit } from './impact.ts';

interface Passing {
  readonly service: string;
  readonly via: readonly string[];
  readonly source: ConsumerImpact;
}

/**
 * Whom a change reaches through services that call the changed one: those that depend on it, and those that are
 * declared or were seen as consumers under their own name. Breadth first, so that each consumer is reached by its
 * shortest chain, and once; a cycle of services ends there. Services that are not affected come last: what stands
 * behind one of them may also stand behind one that is. A direct consumer that is spared itself is among the answers
 * where it stands behind a service that is hit: then it is not known to be safe.
 */
export function findTransitive(
  catalog: Catalog,
  changed: string,
  direct: ReadonlyMap<string, ConsumerImpact>,
): ConsumerImpact[] {
  const consumersOf = groupBy(catalog.consumers, ({ uses }) => uses.map(({ service }) => service));
  const services = new Map(catalog.services.map((service) => [service.name, service]));
  const dependentsOf = groupBy(catalog.services, ({ dependsOn }) => dependsOn);
  const callersOf = (name: string): Service[] => [
    ...(dependentsOf.get(name) ?? []),
    ...(consumersOf.get(name) ?? []).flatMap((consumer) => services.get(consumer.name) ?? []),
  ];

  const found: ConsumerImpact[] = [];
  const reached = new Set([changed]);
  const passed = new Set([changed]);
  const queue: Passing[] = [];
  const passOn = (service: string, via: readonly string[], source: ConsumerImpact | undefined) => {
    if (source === undefined || passed.has(service)) return;
    passed.add(service);
    queue.push({ service, via: [service, ...via], source });
  };
  const declared = callersOf(changed).map(({ name }) => name);
  const callers = [...declared, ...[...direct.keys()].filter((name) => services.has(name))];
  const isHit = (name: string) => direct.get(name)?.notAffectedBecause === null;
  for (const name of callers.filter(isHit)) passOn(name, [], direct.get(name));
  drain();
  for (const name of callers) passOn(name, [], direct.get(name));
  drain();
  return found;

  function drain(): void {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) passThrough(next);
  }

  function passThrough({ service, via, source }: Passing): void {
    const behind = {
      via,
      hits: passedHits(source, via, changed),
      notAffectedBecause:
        source.notAffectedBecause === null
          ? null
          : `${via.at(-1)}, through which it would come, is not affected itself.`,
      notInDocument: [],
      spared: [],
      contradictions: [],
    };
    const { notAffectedBecause, hits } = behind;
    const reach = (consumer: string, team: string) => {
      const own = direct.get(consumer);
      if (
        own !== undefined &&
        notAffectedBecause === null &&
        own.notAffectedBecause !== null &&
        !reached.has(consumer)
      ) {
        // What it says of itself stays beside what comes through the service.
        found.push({ ...own, via, hits: withOwnWord(hits, own.notAffectedBecause), notAffectedBecause: null });
      } else if (own === undefined && !reached.has(consumer)) found.push({ consumer, team, ...behind });
      else return;
      reached.add(consumer);
    };
    for (const consumer of consumersOf.get(service) ?? []) reach(consumer.name, consumer.team);
    for (const { name, owner } of callersOf(service)) {
      reach(name, owner);
      passOn(name, via, source);
    }
  }
}

function passedHits(source: ConsumerImpact, via: readonly string[], changed: string): Hit[] {
  const [first, ...rest] = [...via, changed];
  const because = `${first} depends on ${rest.join(', which depends on ')}, and may pass the change on.`;
  return source.hits.map(({ finding }) => ({ finding, certainty: 'unknown', environments: [], because }));
}

function withOwnWord(hits: readonly Hit[], ownWord: string): Hit[] {
  return hits.map((hit) => ({ ...hit, because: `${hit.because} For its own calls: ${ownWord}` }));
}

function groupBy<T>(items: readonly T[], namesOf: (item: T) => readonly string[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    for (const name of new Set(namesOf(item))) {
      const group = groups.get(name);
      if (group === undefined) groups.set(name, [item]);
      else group.push(item);
    }
  }
  return groups;
}
