// What no rule says of the values: bodies, parameters and headers of which messages are refused now, or more are accepted,
// though each change by itself looks harmless, and objects that took any properties and now say what some must be.

import { Reach } from '../base/index.ts';
import { type Context, furtherSchema, type SchemaEdge, type SchemaPair, type SchemaStep } from '../diff/index.ts';
import type { Json } from '../schema/index.ts';
import type { SchemaNode } from '../spec/index.ts';
import { openObjectDescribed } from './catalogue/schemas/open-object-described.ts';
import { valuesNarrowed } from './catalogue/schemas/values-narrowed.ts';
import { valuesWidened } from './catalogue/schemas/values-widened.ts';
import type { Witness } from './comparison.ts';
import { isBehindDiscriminator, joinSubject, stepSegment } from './describe-place.ts';
import { type Difference, type Differences, isSevere } from './find-differences.ts';
import { reachOfInterplay } from './interplay.ts';
import { type HeldDifference, isReadStill } from './judge-difference.ts';
import { notWritten, type Proof, type Prover } from './prove.ts';
import { usedUp } from './questions.ts';
import { severityOf } from './rule.ts';

const toldApart = (property: string) =>
  `\`${property}\` tells the forms apart: whoever goes by it takes a value that fits several`;

interface Suspect {
  readonly root: SchemaPair;
  readonly rootContext: Context;
  /** Whether some finding speaks of it. */
  readonly isSpoken: boolean;
}

/**
 * Messages that are refused now for what no finding says: since keywords act on one another, since no rule reads what
 * changed, since the worst that was said is `risky`, or since what refuses them is not what an alarm spoke of. Beside
 * findings that break it is asked for messages that are refused for none of these.
 */
export function findNarrowed(
  kept: readonly HeldDifference[],
  withdrawn: readonly Difference[],
  { unspoken, rewritten, partlyListed }: Pick<Differences, 'unspoken' | 'rewritten' | 'partlyListed'>,
  prover: Prover,
): HeldDifference[] {
  const breaking = new Map<SchemaPair, Difference[]>();
  const suspects = new Map<string, Suspect>();
  const suspicious = new Set<SchemaPair>();
  const isDoubtful = new Map<SchemaPair, boolean>();
  const suspect = ({ root, rootContext }: Omit<Suspect, 'isSpoken'>, isSpoken: boolean) => {
    const { operation, subjectPath, place } = rootContext;
    if (isBehindDiscriminator(place)) return;
    suspects.set(JSON.stringify([operation, subjectPath, place.mediaType]), { root, rootContext, isSpoken });
  };
  for (const each of unspoken) suspect(each, false);
  // What each part says is the same; but what they say together depends on which says it.
  for (const each of rewritten) if (prover.mayDiffer(each.root)) suspect(each, false);
  for (const { difference, witness, atMost, accountsFor } of kept) {
    const { schemas, rule, facts, context } = difference;
    if (schemas === null) continue;
    if (rule.about !== 'names') suspect(schemas, true); // a part's name says nothing of values
    const { pair } = schemas; // of wide objects each of thousands of properties is a finding in the same one
    if (!isDoubtful.has(pair))
      isDoubtful.set(
        pair,
        [losesNull, namesOtherwise, asksForUndescribed].some((is) => is(pair)),
      );
    if (isDoubtful.get(pair)) suspicious.add(schemas.root);
    const isSaidToBreak =
      isSevere(difference) && atMost === undefined && severityOf(rule.severity, facts, context) === 'breaking';
    if (witness !== null || isSaidToBreak || accountsFor) {
      breaking.set(schemas.root, [...(breaking.get(schemas.root) ?? []), difference]);
    } else if (isSevere(difference) || (rule.about === 'values' && rule.on !== 'property')) {
      // Another property is nothing to what names no other, and there are many of these.
      suspicious.add(schemas.root);
    }
  }
  for (const { schemas } of withdrawn) {
    suspect(schemas!, true);
    suspicious.add(schemas!.root);
  }
  const narrowed: HeldDifference[] = [];
  const interplays = reachOfInterplay();
  const spoken = new Set<SchemaPair>();
  for (const { schemas, rule } of [...kept.map(({ difference }) => difference), ...withdrawn])
    if (schemas !== null && rule.about !== 'names') spoken.add(schemas.pair);
  const unspokenParts = reachOfUnspoken(spoken, prover);
  const describes = new Reach<SchemaPair>(
    ({ edges }) => edges.filter(leadsIn).map(({ target }) => target),
    (pair) => describedNow(pair).length > 0,
  );
  const toldPairs = new Set([...breaking.values()].flatMap((told) => told.map(({ schemas }) => schemas!.pair)));
  const leadsToTold = new Reach<SchemaPair>(
    ({ edges }) => edges.map(({ target }) => target),
    (pair) => toldPairs.has(pair),
  );
  for (const { root, rootContext, isSpoken } of suspects.values()) {
    const described = describes.from(root) ? findDescribed(root, rootContext, prover) : [];
    narrowed.push(...described);
    if (described.length > 0) continue;
    if (isSpoken && !suspicious.has(root) && !interplays.from(root) && !unspokenParts.from(root)) continue;
    const { answer, ...more } = prover.root(root);
    const isWider = answer === 'yes' && !isSpoken && !prover.equivalent(root);
    if (answer === 'yes' && !isWider) continue;
    const told = breaking.get(root) ?? [];
    // Where it cannot be decided, the worst may be said already.
    if (answer === 'unknown' && told.length > 0) continue;
    if (answer !== 'yes' && isReadStill(root, rootContext, prover)) continue;
    if (answer === 'unknown' && isSpoken && prover.texts.doubtOf(root, prover.root(root)) !== null) continue;
    // Nobody looked: then what the rules say of it stands.
    if (isSpoken && 'because' in more && more.because === usedUp.because) continue;
    // What refuses a message beside all that is told is then most likely the same in a place that is not listed.
    const partly = partlyListed.get(root) ?? [];
    if ([...partly].some((pair) => leadsToTold.from(pair))) continue;
    const mark = (schema: SchemaPair['before']) => ({ spot: schema.spot, keyword: null, present: true });
    const difference: Difference = {
      ...(isWider ? { rule: valuesWidened, facts: {} } : { rule: valuesNarrowed, facts: { isShown: answer === 'no' } }),
      context: rootContext,
      before: mark(root.before),
      after: mark(root.after),
      lifecycle: null,
      schemas: { pair: root, root, rootContext, choice: null },
    };
    if (isWider) {
      narrowed.push({ difference, witness: null, undecidedBecause: null });
      continue;
    }
    if (told.length > 0) {
      const beside = besideAll(told, prover);
      const proof = beside === null ? null : prover.prove(difference, { aim: beside });
      if (proof?.is === 'shown') narrowed.push(shownBy(proof.witness, difference, prover));
      else if (proof?.is === 'undecided' && proof.because === notWritten)
        narrowed.push({ difference, witness: null, undecidedBecause: notWritten });
      continue;
    }
    const proof: Proof = 'because' in more ? { is: 'undecided', because: more.because } : prover.prove(difference);
    if (proof.is === 'shown') narrowed.push(shownBy(proof.witness, difference, prover));
    else if (proof.is === 'undecided') narrowed.push({ difference, witness: null, undecidedBecause: proof.because });
  }
  return narrowed;
}

/** Whether something is refused in a part of which no finding speaks, beside others of which some do. */
function reachOfUnspoken(spoken: ReadonlySet<SchemaPair>, prover: Prover): Reach<SchemaPair> {
  const below = ({ edges }: SchemaPair) => edges.filter(leadsIn).map(({ target }) => target);
  const isSpokenOf = new Reach<SchemaPair>(below, (pair) => spoken.has(pair));
  return new Reach<SchemaPair>(
    (pair) => below(pair).filter((part) => isSpokenOf.from(part)),
    (pair) => below(pair).some((part) => !isSpokenOf.from(part) && prover.root(part).answer === 'no'),
  );
}

function shownBy(witness: Witness, difference: Difference, prover: Prover): HeldDifference {
  const { path, value, isUndescribed, fits, toldApartBy } = prover.whyRefused(
    difference.schemas!.root,
    witness.value as Json,
  );
  const why = {
    ...(path.length > 0 && { path: joinSubject(path) }),
    ...(value === null && { isNull: true }),
    ...(isUndescribed && { isUndescribed }),
    ...(fits.length > 0 && { fits }),
  };
  const shown = { ...difference, facts: { ...difference.facts, ...why } };
  if (toldApartBy === null) return { difference: shown, witness, undecidedBecause: null };
  return { difference: shown, witness: null, undecidedBecause: toldApart(toldApartBy), atMost: 'risky' };
}

/** More findings that break than one question may be asked beside. */
const mostBeside = 200;

/** Messages that are refused for none of these; null where that cannot be put as a schema. */
function besideAll(told: readonly Difference[], prover: Prover): Json | null {
  if (told.length > mostBeside) return null;
  const aims = told.map((difference) => prover.refusedFor(difference)).filter((aim) => aim !== null);
  return aims.length < told.length ? null : { not: { anyOf: aims } };
}

/** At how many places of one body it is looked for: each is a question of its own. */
const mostDescribed = 5;

/** Objects of a body that took any properties, and now say what some of them must be: where a value shows it. */
function findDescribed(root: SchemaPair, rootContext: Context, prover: Prover): HeldDifference[] {
  const found: HeldDifference[] = [];
  const ways = new Map<SchemaPair, readonly SchemaStep[]>([[root, []]]);
  let asked = 0;
  for (const [pair, steps] of ways) {
    for (const edge of pair.edges) {
      if (leadsIn(edge) && !ways.has(edge.target)) ways.set(edge.target, [...steps, edge.step]);
    }
    const properties = describedNow(pair);
    if (properties.length === 0 || asked === mostDescribed || prover.root(root).answer !== 'no') continue;
    asked += 1;
    const { place, subjectPath } = rootContext;
    const context = {
      ...rootContext,
      place: { ...place, path: [...place.path, ...steps] },
      subjectPath: [...subjectPath, ...steps.map(stepSegment)],
    };
    const mark = ({ spot }: SchemaNode) => ({ spot, keyword: null, present: true });
    const difference: Difference = {
      rule: openObjectDescribed,
      facts: { properties },
      context,
      before: mark(pair.before),
      after: mark(pair.after),
      lifecycle: null,
      schemas: { pair, root, rootContext, choice: null },
    };
    const proof = prover.proveRefused(difference);
    // One that is refused for what it lacks shows another finding.
    if (proof.is === 'shown' && namesAny(proof.witness.value, properties)) {
      found.push({ difference, witness: proof.witness, undecidedBecause: null });
    }
  }
  return found;
}

function leadsIn({ step, target }: SchemaEdge): boolean {
  return step.kind !== 'keyword' && step.kind !== 'subtype' && !target.carriage.unsent;
}

function namesAny(value: unknown, names: readonly string[]): boolean {
  return typeof value === 'object' && value !== null && names.some((name) => Object.hasOwn(value, name));
}

/** A type that is no longer written may still be inferred from the keywords beside it, and then leaves out the null. */
function losesNull({ before, after, carriage }: SchemaPair): boolean {
  const [sent, accepted] = carriage.direction === 'response' ? [after, before] : [before, after];
  return accepted.types === null && sent.types?.includes('null') === true;
}

/**
 * A property that only the accepting side describes may be sent with any value, where the sender's object is open; one
 * that only the sender describes is held to what the accepting side asks of all others.
 */
function namesOtherwise({ before, after, carriage }: SchemaPair): boolean {
  const [sent, accepted] = carriage.direction === 'response' ? [after, before] : [before, after];
  const holdsOthers = accepted.additionalProperties === 'schema' || accepted.has('patternProperties');
  return (
    (isOpen(sent) && namesOnlyIn(accepted, sent).length > 0) || (holdsOthers && namesOnlyIn(sent, accepted).length > 0)
  );
}

/** Whether something must be there of which the accepting side says no more than that. */
function asksForUndescribed({ before, after, carriage }: SchemaPair): boolean {
  const accepted = carriage.direction === 'response' ? before : after;
  return accepted
    .values('required')
    .some(({ value }) => Array.isArray(value) && value.some((name) => !accepted.properties.has(name)));
}

/** The properties of an object that the revision describes, where the base took any and described none. */
function describedNow({ before, after, carriage }: SchemaPair): readonly string[] {
  if (carriage.direction === 'response' || before.namesProperties || !isOpen(before) || hasDescribedForms(before))
    return [];
  // What is said of all further properties is compared with what is said of this one.
  return namesOnlyIn(after, before).filter((name) => furtherSchema(before, name, after) === null);
}

/** Its alternatives describe what it holds. */
function hasDescribedForms(schema: SchemaNode): boolean {
  return [...schema.branches('oneOf'), ...schema.branches('anyOf')].some(({ schema: form }) => form.namesProperties);
}

function isOpen(sent: SchemaNode): boolean {
  return sent.additionalProperties === 'absent' ? !sent.namesProperties : sent.additionalProperties !== 'refused';
}

function namesOnlyIn(here: SchemaNode, there: SchemaNode): string[] {
  return [...here.properties.keys()].filter((name) => !there.properties.has(name)).sort();
}
