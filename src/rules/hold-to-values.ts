// Which findings about values stand: an alarm is withdrawn where it is proven that everything sent is still accepted,
// and gets an example where a value shows it. Findings of presence, negotiation, security, lifecycle and names are
// never touched: no value can show or refute them.

import type { Context, SchemaEdge, SchemaPair, SchemaStep } from '../diff/index.ts';
import { type Json, meaningOfFormat } from '../schema/index.ts';
import { type Api, canonicalText, type SchemaNode } from '../spec/index.ts';
import { pairsAlong } from './aim.ts';
import { openObjectDescribed } from './catalogue/schemas/open-object-described.ts';
import { valuesNarrowed } from './catalogue/schemas/values-narrowed.ts';
import { valuesWidened } from './catalogue/schemas/values-widened.ts';
import type { Witness } from './comparison.ts';
import { joinSubject, stepSegment } from './describe-place.ts';
import { type Difference, type Differences, isSevere, isUnheard, type Reworded } from './find-differences.ts';
import { reachOfInterplay } from './interplay.ts';
import { isNewDemand } from './new-demand.ts';
import { notWritten, type Proof, Prover } from './prove.ts';
import { usedUp } from './questions.ts';
import { Reach } from './reach.ts';
import { refusedDemand } from './refused-demand.ts';
import { severityOf } from './rule.ts';
import { senderOf } from './sides.ts';

export interface HeldDifference {
  readonly difference: Difference;
  readonly witness: Witness | null;
  readonly undecidedBecause: string | null;
  /** What was shown of it makes it no worse than this. */
  readonly atMost?: 'risky' | 'safe';
}

export interface HeldDifferences {
  readonly kept: readonly HeldDifference[];
  /** Changes that are proven to refuse nothing that is sent, or to change nothing at all. */
  readonly withdrawn: readonly Difference[];
  /** Where other words are proven to let the same values through, and no rule took them for a change. */
  readonly reworded: readonly Reworded[];
  /** That no value fits, of those that differ: what holds one can be sent by nobody. */
  readonly impossible: readonly SchemaNode[];
}

export function holdToValues(
  { found, unspoken, rewritten, partlyListed }: Differences,
  base: Api,
  revision: Api,
): HeldDifferences {
  const prover = new Prover(base, revision);
  const kept: HeldDifference[] = [];
  const withdrawn: Difference[] = [];
  const unsent: Difference[] = [];
  const alarms = new Map<SchemaPair, number>();
  const severe = new Map<SchemaPair, Difference[]>();
  for (const difference of found) {
    if (difference.schemas === null || !isSevere(difference)) continue;
    const { root } = difference.schemas;
    if (isAlarm(difference)) alarms.set(root, (alarms.get(root) ?? 0) + 1);
    severe.set(root, [...(severe.get(root) ?? []), difference]);
  }
  const othersOf = (difference: Difference) => {
    const all = severe.get(difference.schemas!.root) ?? [];
    return all.filter(
      (each) => each !== difference && (isAlarm(each) || each.rule.aim?.(each.facts, each.context) != null),
    );
  };
  const isAccepted = (root: SchemaPair) => prover.root(root).answer === 'yes';
  // Of a parameter that hundreds of operations ask for now one call shows it.
  const demanded = new Set<string>();
  const exampleOnce = (difference: Difference) => {
    const { rule, facts, context } = difference;
    const key = canonicalText([rule.id, facts, context.place.parameter]);
    if (demanded.has(key) || demanded.size >= mostDemands) return null;
    const witness = prover.leftOut(difference);
    if (witness !== null) demanded.add(key);
    return witness;
  };
  for (const difference of eachCauseFirst(found)) {
    const { schemas, context, rule, facts } = difference;
    const keep = (witness: Witness | null = null, undecidedBecause: string | null = null) =>
      kept.push({ difference, witness, undecidedBecause });
    if (schemas === null || isUnheard(difference)) {
      keep(isNewDemand(difference) ? exampleOnce(difference) : null);
      continue;
    }
    // A proof holds there too, since all that is known of the value is its own schema; an example would need a word for
    // which form it is.
    const isBehindDiscriminator = context.place.path.some(({ kind }) => kind === 'subtype');
    if (
      (rule.about === 'presence' || rule.about === 'negotiation') &&
      !isBehindDiscriminator &&
      isSevere(difference) &&
      rule.aim?.(facts, context) != null
    ) {
      const proof = prover.prove(difference, { others: othersOf(difference) });
      if (proof.is === 'shown') keep(proof.witness);
      else keep(null, proof.is === 'undecided' ? proof.because : everyOneAccepted);
      continue;
    }
    if (rule.about !== 'values') {
      keep();
      continue;
    }
    const silence = whySilent(difference);
    if (!isAlarm(difference)) {
      // Good news is kept too, unless the whole change, or the one in its place, turns out to be one of wording.
      const mayBeWording = alarms.has(schemas.root) || schemas.root.carriage.text;
      const isReworded = mayBeWording && isAccepted(schemas.root) && prover.equivalent(schemas.root);
      const isWording =
        silence === null &&
        (isReworded || (rule.on !== 'property' && rule.at !== 'format' && prover.equivalent(schemas.pair)));
      if (isWording) withdrawn.push(difference);
      else keep();
      continue;
    }
    if (silence !== null) {
      keep(null, silence);
      continue;
    }
    const proof: Proof = isAccepted(schemas.root)
      ? { is: 'withdrawn' }
      : prover.prove(difference, { alone: alarms.get(schemas.root) === 1, others: othersOf(difference) });
    // Nothing can be refused where nothing is sent; but then the description contradicts itself, and proves nothing.
    if (proof.is === 'withdrawn' && !prover.isSent(difference)) {
      unsent.push(difference);
      const { before, after } = schemas.pair;
      const isRespelt = isMeantForNothing(before) && isMeantForNothing(after);
      if (isRespelt || prover.isDisprovenInPlace(difference)) withdrawn.push(difference);
      else keep(null, unsendable);
    } else if (proof.is === 'withdrawn' && isTakenForAnother(schemas, prover))
      kept.push({ difference, witness: null, undecidedBecause: takenForAnother, atMost: 'risky' });
    else if (
      proof.is === 'withdrawn' &&
      (!prover.isFormSent(difference) || prover.hasUnsentForm(schemas.pair)) &&
      !prover.isDisprovenInPlace(difference)
    )
      keep(null, formUnsendable);
    else if (proof.is === 'withdrawn' && rule.closes && prover.closes(schemas.pair))
      kept.push({ difference, witness: null, undecidedBecause: onlyUnnamed[senderOf(schemas.pair)], atMost: 'risky' });
    else if (proof.is === 'withdrawn' && facts.exchanged === true && !prover.acceptsByLetter(schemas.pair))
      kept.push({ difference, witness: null, undecidedBecause: severalAtOnce, atMost: 'risky' });
    else if (proof.is === 'withdrawn' && prover.texts.areSplit(difference))
      kept.push({ difference, witness: null, undecidedBecause: readAsSeveral, atMost: 'risky' });
    else if (proof.is === 'withdrawn') withdrawn.push(difference);
    else if (isBehindDiscriminator) keep(null, behindDiscriminator);
    else if (proof.is === 'shown') keep(proof.witness);
    else if (isReadStill(schemas.root, context, prover)) {
      kept.push(
        prover.texts.areSplit(difference)
          ? { difference, witness: null, undecidedBecause: readAsSeveral, atMost: 'risky' }
          : { difference, witness: null, undecidedBecause: null, atMost: 'safe' },
      );
    } else {
      const doubt = prover.texts.doubtOf(schemas.root, prover.root(schemas.root));
      if (doubt === null) keep(null, proof.because);
      else kept.push({ difference, witness: null, undecidedBecause: doubt, atMost: 'risky' });
    }
  }
  const places = new Map(found.map((difference, index) => [difference, index]));
  const placeOf = (difference: Difference) => places.get(difference) ?? 0;
  kept.sort((left, right) => placeOf(left.difference) - placeOf(right.difference));
  withdrawn.sort((left, right) => placeOf(left) - placeOf(right));
  kept.push(...findNarrowed(kept, withdrawn, { unspoken, rewritten, partlyListed }, prover));
  const reworded = rewritten.filter(({ root }) => isAccepted(root) && prover.equivalent(root));
  const impossible = findImpossible(found, unsent, prover);
  return { kept, withdrawn, reworded, impossible };
}

/** How many parameters are shown as missed: each takes the making of a whole call. */
const mostDemands = 100;

/**
 * The schemas that no value fits: of those that differ where one of their parts refuses what another demands, and around
 * alarms whose place is in no message. Asked of all of them it would cost more than the comparison.
 */
function findImpossible(
  found: readonly Difference[],
  unsent: readonly Difference[],
  prover: Prover,
): readonly SchemaNode[] {
  const impossible = new Set<SchemaNode>();
  const check = (pair: SchemaPair, isSuspect: (schema: SchemaNode) => boolean) => {
    const schema = [pair.after, pair.before].find(
      (side) => !isMeantForNothing(side) && isSuspect(side) && prover.isImpossible(side, senderOf(pair)),
    );
    if (schema !== undefined) impossible.add(schema);
    return schema !== undefined;
  };
  for (const pair of new Set(found.flatMap(({ schemas }) => schemas?.pair ?? []))) {
    check(pair, (schema) => refusedDemand(schema) !== null);
  }
  for (const difference of unsent) pairsAlong(difference).findLast((pair) => check(pair, () => true));
  return [...impossible];
}

/** `false`, or its other spelling: whoever writes that means it. */
function isMeantForNothing(schema: SchemaNode): boolean {
  return schema.never || schema.values('not').some(({ value }) => value === true || canonicalText(value) === '{}');
}

/**
 * One place of each change before all others, the least deep: where the work on examples ends, each change has had its
 * share of it, and not the first bodies all.
 */
function eachCauseFirst(found: readonly Difference[]): readonly Difference[] {
  const firsts = new Map<SchemaPair, Map<string, Difference>>();
  for (const difference of found) {
    if (difference.schemas === null) continue;
    const { pair } = difference.schemas;
    const key = canonicalText([difference.rule.id, difference.facts]);
    const ofPair = firsts.get(pair) ?? new Map<string, Difference>();
    const least = ofPair.get(key);
    const { length } = difference.context.place.path;
    if (least === undefined || length < least.context.place.path.length) ofPair.set(key, difference);
    firsts.set(pair, ofPair);
  }
  const first = new Set([...firsts.values()].flatMap((ofPair) => [...ofPair.values()]));
  return [...first, ...found.filter((difference) => !first.has(difference))];
}

const behindDiscriminator = 'only the value of a discriminator leads to this form, and no schema holds a value to that';
const everyOneAccepted = 'no message shows it: every one that is sent is still accepted';
const formUnsendable =
  'by the letter of the description nothing can be sent in this form: each value of it fits another one too';
const unsendable = 'by the letter of the description nothing can be sent at this place';

const readAsSeveral = 'what is sent is read as a list of one, but as several where it has a comma in it';
const severalAtOnce = 'a value of several forms at once fits `anyOf`, and no `oneOf`';
const toldApart = (property: string) =>
  `\`${property}\` tells the forms apart: whoever goes by it takes a value that fits several`;

const onlyUnnamed = {
  client: 'what it refuses now is only what the older description does not name',
  server: 'what may come now is only what the newer description does not name',
} as const;

const takenForAnother =
  'what is sent is still let through, but only by an alternative that does not describe all of it';

/**
 * Of what an alternative lets through only since it takes properties that it does not describe, nobody hears. What is still
 * described in its own place is not taken for another; where that cannot be decided, it may be.
 */
function isTakenForAnother({ choice, pair }: NonNullable<Difference['schemas']>, prover: Prover): boolean {
  if (choice === null || choice.listsFamily || !['no', 'unknown'].includes(prover.described(choice))) return false;
  return pair === choice || prover.described(pair) !== 'yes';
}

/** Whether all that is written is read as before: for a null in what may be left out, nothing is written. */
function isReadStill(root: SchemaPair, { place }: Context, prover: Prover): boolean {
  const mayBeLeftOut = (place.parameter ?? place.header)?.required === false;
  return prover.texts.areAccepted(root) || (mayBeLeftOut && prover.texts.areAcceptedWhereWritten(root));
}

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
function findNarrowed(
  kept: readonly HeldDifference[],
  withdrawn: readonly Difference[],
  { unspoken, rewritten, partlyListed }: Pick<Differences, 'unspoken' | 'rewritten' | 'partlyListed'>,
  prover: Prover,
): HeldDifference[] {
  const breaking = new Map<SchemaPair, Difference[]>();
  const suspects = new Map<string, Suspect>();
  const suspicious = new Set<SchemaPair>();
  const suspect = ({ root, rootContext }: Omit<Suspect, 'isSpoken'>, isSpoken: boolean) => {
    const { operation, subjectPath, place } = rootContext;
    if (place.path.some(({ kind }) => kind === 'subtype')) return;
    suspects.set(JSON.stringify([operation, subjectPath, place.mediaType]), { root, rootContext, isSpoken });
  };
  for (const each of unspoken) suspect(each, false);
  // What each part says is the same; but what they say together depends on which says it.
  for (const each of rewritten) if (prover.differs(each.root)) suspect(each, false);
  for (const { difference, witness, atMost } of kept) {
    const { schemas, rule, facts, context } = difference;
    if (schemas === null) continue;
    if (rule.about !== 'names') suspect(schemas, true); // a part's name says nothing of values
    if (losesNull(schemas.pair) || namesOtherwise(schemas.pair)) suspicious.add(schemas.root);
    if (asksForUndescribed(schemas.pair)) suspicious.add(schemas.root);
    const isSaidToBreak =
      isSevere(difference) && atMost === undefined && severityOf(rule.severity, facts, context) === 'breaking';
    if (witness !== null || isSaidToBreak) {
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
    if (answer === 'unknown' && (told.length > 0 || isReadStill(root, rootContext, prover))) continue;
    if (answer === 'unknown' && isSpoken && prover.texts.doubtOf(root, prover.root(root)) !== null) continue;
    // Nobody looked: then what the rules say of it stands.
    if (isSpoken && 'because' in more && more.because === usedUp.because) continue;
    // What refuses a message beside all that is told is then most likely the same in a place that is not listed.
    if (isToldAgain(told, partlyListed.get(root))) continue;
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
  const { path, fits, toldApartBy } = prover.whyRefused(difference.schemas!.root, witness.value as Json);
  const why = { ...(path.length > 0 && { path: joinSubject(path) }), ...(fits.length > 0 && { fits }) };
  const shown = { ...difference, facts: { ...difference.facts, ...why } };
  if (toldApartBy === null) return { difference: shown, witness, undecidedBecause: null };
  return { difference: shown, witness: null, undecidedBecause: toldApart(toldApartBy), atMost: 'risky' };
}

/** Whether something that is told stands in more places than are listed: at or below one of these. */
function isToldAgain(told: readonly Difference[], partlyListed: ReadonlySet<SchemaPair> = new Set()): boolean {
  const pairs = new Set(told.map(({ schemas }) => schemas!.pair));
  const leadsToTold = new Reach<SchemaPair>(
    ({ edges }) => edges.map(({ target }) => target),
    (pair) => pairs.has(pair),
  );
  return [...partlyListed].some((pair) => leadsToTold.from(pair));
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
  if (carriage.direction === 'response' || before.namesProperties || !isOpen(before)) return [];
  return namesOnlyIn(after, before);
}

function isOpen(sent: SchemaNode): boolean {
  return sent.additionalProperties === 'absent' ? !sent.namesProperties : sent.additionalProperties !== 'refused';
}

function namesOnlyIn(here: SchemaNode, there: SchemaNode): string[] {
  return [...here.properties.keys()].filter((name) => !there.properties.has(name)).sort();
}

function isAlarm(difference: Difference): boolean {
  return difference.rule.about === 'values' && isSevere(difference);
}

/** Why no value can be held to what an alarm speaks of; null where one can. */
function whySilent({ rule, facts, schemas, context }: Difference): string | null {
  const isInText = context.place.path.some((step) => step.kind === 'keyword' && step.keyword === 'contentSchema');
  if (isInText) return 'no value can be held to `contentSchema`';
  const keyword = typeof rule.at === 'function' ? rule.at(facts) : rule.at;
  if (keyword === undefined) return null;
  if (keyword.startsWith('content') || keyword.startsWith('x-')) return `no value can be held to \`${keyword}\``;
  if (keyword !== 'format') return null;
  const unknown = [schemas!.pair.before, schemas!.pair.after].find(
    ({ format, valueTypes }) => format !== null && meaningOfFormat(format, valueTypes ?? []) === null,
  );
  return unknown === undefined ? null : `no value can be held to the format ${unknown.format}, which is not known here`;
}
