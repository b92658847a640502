// Whom a release hurts, in the words of a notice: by team, the recipient's own consumers first, and who is not hurt
// and why. What cannot be told is its own group, never counted as fine.

import {
  breakingOf,
  type Catalog,
  type Certainty,
  certainties,
  countExposures,
  type ExposureCounts,
  exposureOf,
  type Impact,
} from '../catalog/index.ts';
import { nameOperation, type Tally, tallyOfMet } from '../report/index.ts';
import type { Comparison } from '../rules/index.ts';
import { findingsOf } from './changes.ts';

export interface HurtConsumer {
  readonly name: string;
  /** What of the breaking changes it is known to meet. */
  readonly breaks: Tally;
  /** Of the risky ones what meets it for certain: it is known to use what they change. */
  readonly usedRisks: Tally;
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

/** Of which it cannot be told whether what breaks meets it, or which stands behind another service. */
export interface DoubtfulConsumer {
  readonly name: string;
  readonly team: string;
  readonly via: readonly string[];
  readonly because: string;
}

/** Which meets only what is risky, and is known to. */
export interface ConsumerAtRisk {
  readonly name: string;
  readonly team: string;
  readonly via: readonly string[];
  /** Operations that go away in a lawful way, as after their sunset: no break, and no call of them works any more. */
  readonly gone: readonly string[];
  readonly risks: Tally;
  readonly because: string;
}

export interface Hurt {
  /** The team that reads, if its consumers are known to be hit. */
  readonly yours: HurtTeam | null;
  readonly others: readonly HurtTeam[];
  /** Other teams that are hit and not named: a reader outside learns of its own consumers, and of others their number. */
  readonly othersUnnamed: number;
  readonly notAffected: readonly { readonly name: string; readonly because: string }[];
  /** Those that call what breaks. */
  readonly unknownCallers: { readonly callers: number; readonly requests: number };
  /** Not known to be hit, the recipient's own first. */
  readonly doubtful: readonly DoubtfulConsumer[];
  /** Those of the recipient among them. */
  readonly yourDoubtful: readonly DoubtfulConsumer[];
  /** The recipient's own first. */
  readonly atRisk: readonly ConsumerAtRisk[];
  /** Over all teams. */
  readonly counts: ExposureCounts;
  /** Teams whose consumers are known to be hit. */
  readonly teams: number;
  /** By fingerprint, whatever its severity: how surely it meets the recipient's own consumers. */
  readonly yourFindings: ReadonlyMap<string, YourFinding>;
  /** How many consumers of the recipient anything meets. */
  readonly yourMet: number;
}

export interface YourFinding {
  readonly certainty: Certainty;
  /** The consumers of the recipient that it meets. */
  readonly concerns: readonly string[];
}

/** What is the same for every reader. */
interface HurtSurvey extends Pick<Hurt, 'counts'> {
  readonly teams: readonly HurtTeam[];
  readonly doubtful: readonly DoubtfulConsumer[];
  readonly atRisk: readonly ConsumerAtRisk[];
}

export function surveyHurt(impact: Impact, catalog: Catalog, comparison: Comparison): HurtSurvey {
  const risky = findingsOf(comparison, 'risky');
  const risks = new Set(risky.map((finding) => finding.fingerprint));
  const breaking = breakingOf(comparison.findings);
  const byTeam = new Map<string, HurtConsumer[]>();
  const doubtful: DoubtfulConsumer[] = [];
  const atRisk: ConsumerAtRisk[] = [];
  for (const consumer of impact.consumers) {
    const exposure = exposureOf(consumer, breaking);
    if (exposure === 'at-risk') {
      const known = consumer.hits.filter(({ finding, certainty }) => risks.has(finding) && certainty !== 'unknown');
      const met = new Set(known.map(({ finding }) => finding));
      const [first] = known.toSorted((a, b) => rank(a.certainty) - rank(b.certainty));
      if (first === undefined) continue;
      const { consumer: name, team: owner, via } = consumer;
      const gone = risky.flatMap(({ rule, operation, fingerprint }) =>
        rule === 'operation-removed' && operation !== null && met.has(fingerprint) ? [nameOperation(operation)] : [],
      );
      atRisk.push({
        name,
        team: owner,
        via,
        gone,
        risks: tallyOfMet(comparison, 'risky', met),
        because: first.because,
      });
      continue;
    }
    const hits = consumer.hits.filter((hit) => breaking.has(hit.finding));
    const best = hits.reduce<(typeof hits)[number] | undefined>(
      (one, other) => (one === undefined || rank(other.certainty) < rank(one.certainty) ? other : one),
      undefined,
    );
    if (best === undefined) continue;
    const { consumer: name, team: owner, via } = consumer;
    if (exposure === 'maybe' || exposure === 'behind') doubtful.push({ name, team: owner, via, because: best.because });
    if (exposure !== 'hit') continue;
    const sure = hits.filter(({ certainty }) => certainty !== 'unknown');
    const entry: HurtConsumer = {
      name,
      breaks: tallyOfMet(comparison, 'breaking', new Set(sure.map((hit) => hit.finding))),
      usedRisks: tallyOfMet(
        comparison,
        'risky',
        new Set(
          consumer.hits.filter((hit) => risks.has(hit.finding) && hit.certainty === 'field').map((hit) => hit.finding),
        ),
      ),
      via,
      because: best.because,
      stagingGap: catalog.consumers.find((one) => one.name === name)?.stagingGap ?? null,
    };
    byTeam.set(owner, [...(byTeam.get(owner) ?? []), entry]);
  }
  const teams = [...byTeam].map(([name, consumers]): HurtTeam => {
    const known = catalog.teams.find((candidate) => candidate.name === name);
    return { name, title: known?.title ?? name, inside: known?.inside ?? true, consumers };
  });
  return { teams, doubtful, atRisk, counts: countExposures(impact, breaking) };
}

export function findHurt(
  impact: Impact,
  catalog: Catalog,
  { teams, doubtful, atRisk, counts }: HurtSurvey,
  team: string | null,
): Hurt {
  const strangers = impact.unknownCallers.filter((caller) => caller.breaking.length > 0);
  const own = impact.consumers.filter(({ team: owner, hits }) => owner === team && hits.length > 0);
  const isTold = (owner: string) => mayReadOf(owner, team, catalog);
  const yoursFirst = <One extends { readonly team: string }>(all: readonly One[]): One[] => [
    ...all.filter((one) => one.team === team),
    ...all.filter((one) => one.team !== team && isTold(one.team)),
  ];
  const others = teams.filter(({ name }) => name !== team);
  const named = others.filter(({ name }) => isTold(name));
  return {
    yours: teams.find(({ name }) => name === team) ?? null,
    others: named,
    othersUnnamed: others.length - named.length,
    notAffected: impact.consumers.flatMap(({ consumer, team: owner, hits, notAffectedBecause }) =>
      isTold(owner) && hits.length === 0 && notAffectedBecause !== null
        ? [{ name: consumer, because: notAffectedBecause }]
        : [],
    ),
    unknownCallers: {
      callers: strangers.length,
      requests: strangers.reduce((sum, caller) => sum + caller.requests, 0),
    },
    doubtful: yoursFirst(doubtful),
    atRisk: yoursFirst(atRisk),
    yourDoubtful: doubtful.filter((one) => one.team === team),
    counts,
    teams: teams.length,
    yourFindings: findYours(own),
    yourMet: own.length,
  };
}

/** A team outside reads of its own consumers alone: what others call, and what their logs show, is not its business. */
export function mayReadOf(owner: string, reader: string | null, { teams }: Pick<Catalog, 'teams'>): boolean {
  return owner === reader || !teams.some(({ name, inside }) => name === reader && !inside);
}

const rank = (certainty: Certainty): number => certainties.indexOf(certainty);

/** Of what one consumer is known to meet, another of the same team is not to read that it has to port it. */
function findYours(own: Impact['consumers']): Hurt['yourFindings'] {
  const met = own.flatMap(({ consumer, hits }) =>
    hits.map(({ finding, certainty }) => ({ consumer, finding, certainty })),
  );
  return new Map(
    [...Map.groupBy(met, ({ finding }) => finding)].map(([finding, all]): [string, YourFinding] => {
      const certainty = all.map((one) => one.certainty).toSorted((a, b) => rank(a) - rank(b))[0]!;
      // Who is only guessed to be met stands back where another is known to be.
      const named = all.filter((one) => (one.certainty === 'unknown') === (certainty === 'unknown'));
      return [finding, { certainty, concerns: [...new Set(named.map(({ consumer }) => consumer))] }];
    }),
  );
}
