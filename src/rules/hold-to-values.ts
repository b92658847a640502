// Which findings about values stand: an alarm is withdrawn where it is proven that everything sent is still accepted,
// and gets an example where a value shows it. Findings of presence, negotiation, security, lifecycle and names are
// never touched: no value can show or refute them.

import type { SchemaPair } from '../diff/index.ts';
import type { Api } from '../spec/index.ts';
import { valuesNarrowed } from './catalogue/schemas/values-narrowed.ts';
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
  const isAccepted = (root: SchemaPair) => prover.root(root).answer === 'yes';
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
    if (!isAlarm(difference)) {
      // Good news is kept too, unless there was an alarm and the whole change turns out to be one of wording.
      const isWording = alarmed.has(schemas.root) && isAccepted(schemas.root) && prover.equivalent(schemas.root);
      if (isWording) withdrawn.push(difference);
      else keep();
      continue;
    }
    if (isAccepted(schemas.root)) {
      withdrawn.push(difference);
      continue;
    }
    const proof = prover.prove(difference);
    if (proof.is === 'withdrawn') withdrawn.push(difference);
    else if (proof.is === 'shown') keep(proof.witness);
    else keep(null, proof.because);
  }
  kept.push(...findNarrowed(kept, prover));
  return { kept, withdrawn };
}

/** Keywords through which changes that are harmless by themselves may together refuse what was accepted. */
const interplay = ['oneOf', 'anyOf', 'not', 'if', 'patternProperties', 'dependentSchemas', 'contains'];

/** Messages that are refused now although no finding says so, looked for where keywords act on one another. */
function findNarrowed(kept: readonly HeldDifference[], prover: Prover): HeldDifference[] {
  const severe = new Set<SchemaPair>();
  const roots = new Map<string, Difference>();
  for (const { difference } of kept) {
    if (difference.schemas === null) continue;
    const { root, rootContext } = difference.schemas;
    if (isSevere(difference)) severe.add(root);
    roots.set(
      JSON.stringify([rootContext.operation, rootContext.subjectPath, rootContext.place.mediaType]),
      difference,
    );
  }
  const narrowed: HeldDifference[] = [];
  for (const { schemas } of roots.values()) {
    const { root, rootContext } = schemas!;
    if (severe.has(root) || !hasInterplay(root) || prover.root(root).answer !== 'no') continue;
    const mark = (schema: SchemaPair['before']) => ({ spot: schema.spot, keyword: null, present: true });
    const difference: Difference = {
      rule: valuesNarrowed,
      facts: {},
      context: rootContext,
      before: mark(root.before),
      after: mark(root.after),
      lifecycle: null,
      schemas: { pair: root, root, rootContext },
    };
    const proof = prover.prove(difference);
    if (proof.is === 'shown') narrowed.push({ difference, witness: proof.witness, undecidedBecause: null });
  }
  return narrowed;
}

function hasInterplay(root: SchemaPair): boolean {
  const seen = new Set([root]);
  for (const { before, after, edges } of seen) {
    if (interplay.some((keyword) => before.has(keyword) || after.has(keyword))) return true;
    for (const { target } of edges) seen.add(target);
  }
  return false;
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
