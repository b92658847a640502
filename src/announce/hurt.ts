// Whom a release hurts, in the words of a notice: by team, the recipient's own consumers first, and who is not hurt
// and why. What cannot be told is its own group, never counted as fine.

import { type Catalog, type Certainty, certainties, type Impact } from '../catalog/index.ts';
import type { Finding } from '../rules/index.ts';

export interface HurtConsumer {
  readonly name: string;
  /** How many of the given findings meet it. */
  readonly count: number;
  /** Risky ones that meet it for certain: it is known to use what they change. */
  readonly usedRisks: number;
  readonly certainty: Certainty;
  /** Services through which the break comes, nearest first. */
  readonly via: readonly string[];
  readonly because: string;
  /** Why staging cannot show whether it works; null where it can. */
  readonly stagingGap: string | null;
}

export interface HurtTeam {
  readonly name: string;
  readonly title: string;
  readonly inside: boolean;
  readonly consumers: readonly HurtConsumer[];
}

export interface Hurt {
  /** The team that reads, if its consumers are hurt. */
  readonly yours: HurtTeam | null;
  readonly others: readonly HurtTeam[];
  readonly notAffected: readonly { readonly name: string; readonly because: string }[];
  readonly unknownCallers: { readonly callers: number; readonly requests: number };
  /** Counted over all teams. */
  readonly consumers: number;
  readonly teams: number;
  /** By fingerprint, whatever its severity: how surely it meets the recipient's own consumers. */
  readonly yourFindings: ReadonlyMap<string, Certainty>;
}

export function findHurt(
  impact: Impact,
  catalog: Catalog,
  { breaking: findings, risky }: Readonly<Record<'breaking' | 'risky', readonly Finding[]>>,
  team: string | null,
): Hurt {
  const risks = new Set(risky.map((finding) => finding.fingerprint));
  const counted = new Set(findings.map((finding) => finding.fingerprint));
  const byTeam = new Map<string, HurtConsumer[]>();
  const yourFindings = new Map<string, Certainty>();
  for (const consumer of impact.consumers) {
    for (const { finding, certainty } of consumer.team === team ? consumer.hits : []) {
      const known = yourFindings.get(finding) ?? 'unknown';
      yourFindings.set(finding, certainties.indexOf(certainty) < certainties.indexOf(known) ? certainty : known);
    }
    const hits = consumer.hits.filter((hit) => counted.has(hit.finding));
    if (hits.length === 0) continue;
    const best = hits.reduce((one, other) =>
      certainties.indexOf(other.certainty) < certainties.indexOf(one.certainty) ? other : one,
    );
    const entry: HurtConsumer = {
      name: consumer.consumer,
      count: new Set(hits.map((hit) => hit.finding)).size,
      usedRisks: new Set(
        consumer.hits.filter((hit) => risks.has(hit.finding) && hit.certainty === 'field').map((hit) => hit.finding),
      ).size,
      certainty: best.certainty,
      via: consumer.via,
      because: best.because,
      stagingGap: catalog.consumers.find(({ name }) => name === consumer.consumer)?.stagingGap ?? null,
    };
    byTeam.set(consumer.team, [...(byTeam.get(consumer.team) ?? []), entry]);
  }
  const teams = [...byTeam].map(([name, consumers]): HurtTeam => {
    const known = catalog.teams.find((candidate) => candidate.name === name);
    return { name, title: known?.title ?? name, inside: known?.inside ?? true, consumers };
  });
  return {
    yours: teams.find(({ name }) => name === team) ?? null,
    others: teams.filter(({ name }) => name !== team),
    notAffected: impact.consumers.flatMap(({ consumer, hits, notAffectedBecause }) =>
      hits.length === 0 && notAffectedBecause !== null ? [{ name: consumer, because: notAffectedBecause }] : [],
    ),
    unknownCallers: {
      callers: impact.unknownCallers.length,
      requests: impact.unknownCallers.reduce((sum, caller) => sum + caller.requests, 0),
    },
    consumers: [...byTeam.values()].reduce((sum, consumers) => sum + consumers.length, 0),
    teams: teams.length,
    yourFindings,
  };
}
