// Which findings about values stand: an alarm is withdrawn where it is proven that everything sent is still accepted,
// and gets an example where a value shows it. Findings of presence, negotiation, security, lifecycle and names are
// never touched: no value can show or refute them.

import type { SchemaPair } from '../diff/index.ts';
import type { Api } from '../spec/index.ts';
import type { Witness } from './comparison.ts';
import type { Difference } from './find-differences.ts';
import { Prover } from './prove.ts';
import { severityOf } from './rule.ts';

export interface HeldDifference {
  readonly difference: Difference;
  readonly witness: Witness | null;
  readonly undecidedBecause: string | null;
}

export interface HeldDifferences {
  readonly kept: readonly HeldDifference[];
  /** Changes that are proven to refuse nothing that is sent, or to change nothing at all. */
  readonly withdrawn: readonly Difference[];
}

export function holdToValues(found: readonly Difference[], base: Api, revision: Api): HeldDifferences {
  const prover = new Prover(base, revision);
  const kept: HeldDifference[] = [];
  const withdrawn: Difference[] = [];
  const alarmed = new Set<SchemaPair>();
  for (const difference of found) {
    if (difference.schemas !== null && isAlarm(difference)) alarmed.add(difference.schemas.root);
  }
  for (const difference of found) {
    const { schemas, context, rule } = difference;
    const keep = (witness: Witness | null = null, undecidedBecause: string | null = null) =>
      kept.push({ difference, witness, undecidedBecause });
    if (schemas !== null && rule.about === 'presence' && rule.aim !== undefined && isSevere(difference)) {
      const proof = prover.prove(difference);
      if (proof.is === 'shown') keep(proof.witness);
      else keep(null, proof.is === 'undecided' ? proof.because : 'the rest of the schema rules every example out');
      continue;
    }
    if (schemas === null || rule.about !== 'values' || context.unsent || !speaksOfValues(difference)) {
      keep();
      continue;
    }
    const root = prover.root(schemas.root);
    if (!isAlarm(difference)) {
      // Good news is kept too, unless the whole change is one of wording.
      if (root.answer === 'yes' && alarmed.has(schemas.root) && prover.equivalent(schemas.root))
        withdrawn.push(difference);
      else keep();
      continue;
    }
    if (root.answer === 'yes') {
      withdrawn.push(difference);
      continue;
    }
    const proof = prover.prove(difference);
    if (proof.is === 'withdrawn') withdrawn.push(difference);
    else if (proof.is === 'shown') keep(proof.witness);
    else keep(null, proof.because);
  }
  return { kept, withdrawn };
}

function isAlarm(difference: Difference): boolean {
  return difference.rule.about === 'values' && isSevere(difference);
}

function isSevere({ rule, facts, context }: Difference): boolean {
  return !context.unsent && severityOf(rule.severity, facts, context) !== 'safe';
}

/** Formats and extensions mean more than JSON Schema lets a value be held to. */
function speaksOfValues({ rule, facts }: Difference): boolean {
  const keyword = typeof rule.at === 'function' ? rule.at(facts) : rule.at;
  return keyword === undefined || !(keyword === 'format' || keyword.startsWith('content') || keyword.startsWith('x-'));
}
