// What becomes of one difference: an alarm about values is withdrawn where it is proven that everything sent is still
// accepted, and gets an example where a value shows it. What speaks of presence, negotiation, security, lifecycle or names
// no value can refute: that is never withdrawn.

import type { Context, SchemaPair } from '../diff/index.ts';
import { meaningOfFormat } from '../schema/index.ts';
import { canonicalText, type SchemaNode } from '../spec/index.ts';
import { acceptingSide, sendingSide } from './aim.ts';
import { typeChanged } from './catalogue/schemas/type-changed.ts';
import type { Witness } from './comparison.ts';
import { isBehindDiscriminator } from './describe-place.ts';
import { type Difference, isSevere, isUnheard } from './find-differences.ts';
import { isNewDemand } from './new-demand.ts';
import { notWritten, type Proof, type Prover } from './prove.ts';
import { isSaidByDiscriminator } from './said-by-discriminator.ts';
import { senderOf } from './sides.ts';

/** What was shown of a difference that is kept. */
export interface Held {
  readonly witness: Witness | null;
  readonly undecidedBecause: string | null;
  /** What was shown of it makes it no worse than this. */
  readonly atMost?: 'risky' | 'safe';
  /** And yet messages are refused for it, of which nothing more need be said. */
  readonly accountsFor?: true;
}

export interface HeldDifference extends Held {
  readonly difference: Difference;
}

type Verdict = Held | 'withdrawn';

/** Its rule's own word stands, and nothing shows it. */
const asFound: Held = { witness: null, undecidedBecause: null };
const undecided = (because: string): Held => ({ witness: null, undecidedBecause: because });
const riskyAtMost = (because: string): Held => ({ witness: null, undecidedBecause: because, atMost: 'risky' });

const behindDiscriminator = 'only the value of a discriminator leads to this form, and no schema holds a value to that';
const everyOneAccepted = 'no message shows it: every one that is sent is still accepted';
const refusedForOthers = 'no message shows it: none is refused for this alone';
const formUnsendable =
  'by the letter of the description nothing can be sent in this form: each value of it fits another one too';
const unsendable = 'by the letter of the description nothing can be sent at this place';
const readAsSeveral = 'what is sent is read as a list of one, but as several where it has a comma in it';
const saidByDiscriminator = 'by its discriminator this form has no other value there';
const severalAtOnce = 'a value of several forms at once fits `anyOf`, and no `oneOf`';
const takenForAnother =
  'what is sent is still let through, but only by an alternative that does not describe all of it';
const onlyUnnamed = {
  client: 'what it refuses now is only what the older description does not name',
  server: 'what may come now is only what the newer description does not name',
} as const;

/** How many parameters are shown as missed: each takes the making of a whole call. */
const mostDemands = 100;

/** Judges the differences of one comparison, each beside the others of its body, parameter or header. */
export class Judge {
  /** The alarms whose place is in no message, in the order in which they were judged. */
  readonly unsent: Difference[] = [];
  readonly #prover: Prover;
  /** Of each body, parameter or header what may refuse a message of it. */
  readonly #mayRefuse = new Map<SchemaPair, Difference[]>();
  readonly #alarms = new Map<SchemaPair, number>();
  /** Of a parameter that hundreds of operations ask for now one call shows it. */
  readonly #demanded = new Set<string>();

  constructor(found: readonly Difference[], prover: Prover) {
    this.#prover = prover;
    for (const difference of found) {
      if (difference.schemas === null || !isSevere(difference)) continue;
      const { schemas, rule, facts, context } = difference;
      const isAlarm = rule.about === 'values';
      if (isAlarm) this.#alarms.set(schemas.root, (this.#alarms.get(schemas.root) ?? 0) + 1);
      if (!isAlarm && rule.aim?.(facts, context) == null) continue;
      const ofRoot = this.#mayRefuse.get(schemas.root);
      if (ofRoot === undefined) this.#mayRefuse.set(schemas.root, [difference]);
      else ofRoot.push(difference);
    }
  }

  verdictOn(difference: Difference): Verdict {
    const { schemas, rule, facts, context } = difference;
    if (schemas === null || isUnheard(difference)) {
      return isNewDemand(difference) ? { ...asFound, witness: this.#callWithout(difference) } : asFound;
    }
    if (rule.about === 'values') {
      if (!isAlarm(difference)) return this.#isWording(difference, schemas) ? 'withdrawn' : asFound;
      const silence = whySilent(difference);
      if (silence !== null) return undecided(silence);
      if (!isSaidByDiscriminator(difference, this.#prover)) return this.#verdictOnAlarm(difference, schemas);
      // Of what is proven to refuse nothing less may be said; but not of forms of which by the letter none can be sent.
      const proven = this.#isAccepted(schemas.root) ? this.#verdictOnAlarm(difference, schemas) : null;
      if (proven === 'withdrawn' || proven?.atMost !== undefined) return proven;
      return { ...riskyAtMost(saidByDiscriminator), accountsFor: true };
    }
    const canBeShown =
      (rule.about === 'presence' || rule.about === 'negotiation') &&
      !isBehindDiscriminator(context.place) &&
      isSevere(difference) &&
      rule.aim?.(facts, context) != null;
    if (!canBeShown) return asFound;
    const proof = this.#prover.prove(difference, { beside: this.#mayRefuse.get(schemas.root) });
    if (proof.is === 'shown') return { ...asFound, witness: proof.witness };
    if (proof.is === 'undecided') return undecided(proof.because);
    return undecided(this.#isAccepted(schemas.root) ? everyOneAccepted : refusedForOthers);
  }

  #callWithout(difference: Difference): Witness | null {
    const { rule, facts, context } = difference;
    const key = canonicalText([rule.id, facts, context.place.parameter]);
    if (this.#demanded.has(key) || this.#demanded.size >= mostDemands) return null;
    const witness = this.#prover.leftOut(difference);
    if (witness !== null) this.#demanded.add(key);
    return witness;
  }

  /** Good news is kept too, unless the whole change, or the one in its place, turns out to be one of wording. */
  #isWording(difference: Difference, { root, pair }: NonNullable<Difference['schemas']>): boolean {
    const { rule } = difference;
    if (whySilent(difference) !== null) return false;
    const mayBeWording = this.#alarms.has(root) || root.carriage.text;
    return (
      (mayBeWording && this.#isAccepted(root) && this.#prover.equivalent(root)) ||
      (rule.on !== 'property' && rule.at !== 'format' && this.#prover.equivalent(pair))
    );
  }

  #verdictOnAlarm(difference: Difference, schemas: NonNullable<Difference['schemas']>): Verdict {
    const { root } = schemas;
    const proof: Proof = this.#isAccepted(root)
      ? { is: 'withdrawn' }
      : this.#prover.prove(difference, { alone: this.#alarms.get(root) === 1, beside: this.#mayRefuse.get(root) });
    if (proof.is === 'withdrawn') return this.#verdictOnDisproven(difference, schemas);
    // A proof holds behind a discriminator too, since all that is known of the value is its own schema; an example would
    // need a word for which form it is.
    if (isBehindDiscriminator(difference.context.place)) return undecided(behindDiscriminator);
    if (proof.is === 'shown') return { ...asFound, witness: proof.witness };
    if (isReadStill(root, difference.context, this.#prover)) {
      return this.#prover.texts.areSplit(difference) ? riskyAtMost(readAsSeveral) : { ...asFound, atMost: 'safe' };
    }
    const doubt = this.#prover.texts.doubtOf(root, this.#prover.root(root));
    if (doubt !== null) return riskyAtMost(doubt);
    // That a number is a text is certain, and that it is none of these is not.
    const isNumbersText = difference.facts.amongTexts === true && proof.because !== notWritten;
    return isNumbersText ? { ...riskyAtMost(proof.because), accountsFor: true } : undecided(proof.because);
  }

  /** Everything that is sent is still accepted: unless that says less than it seems to, the alarm is withdrawn. */
  #verdictOnDisproven(difference: Difference, schemas: NonNullable<Difference['schemas']>): Verdict {
    const { pair } = schemas;
    const { rule, facts } = difference;
    const prover = this.#prover;
    const formsToldBy = rule.on === 'composition' ? formatAskedAnew(pair) : null;
    if (formsToldBy !== null) return undecided(heldToNone(formsToldBy));
    // Nothing can be refused where nothing is sent; but then the description contradicts itself, and proves nothing.
    if (!prover.isSent(difference)) {
      this.unsent.push(difference);
      const isRespelt = isMeantForNothing(pair.before) && isMeantForNothing(pair.after);
      return isRespelt || prover.isDisprovenInPlace(difference) ? 'withdrawn' : undecided(unsendable);
    }
    if (isTakenForAnother(schemas, prover)) return riskyAtMost(takenForAnother);
    const mayBeOfNothing = !prover.isFormSent(difference) || prover.hasUnsentForm(pair);
    if (mayBeOfNothing && !prover.isDisprovenInPlace(difference)) return undecided(formUnsendable);
    const mayClose = typeof rule.closes === 'function' ? rule.closes(facts) : rule.closes === true;
    if (mayClose && prover.closes(difference)) return riskyAtMost(onlyUnnamed[senderOf(pair)]);
    if (facts.exchanged === true && !prover.acceptsByLetter(pair)) return riskyAtMost(severalAtOnce);
    if (prover.texts.areSplit(difference)) return riskyAtMost(readAsSeveral);
    // All that is written is still accepted; but whoever wrote numbers may write any text now.
    if (facts.amongTexts === true && !this.#isWording(difference, schemas)) return { ...asFound, atMost: 'safe' };
    // The text is the same; but a generated client holds it as another type.
    if (rule === typeChanged && pair.carriage.text && !prover.equivalent(pair)) return { ...asFound, atMost: 'safe' };
    return 'withdrawn';
  }

  #isAccepted(root: SchemaPair): boolean {
    return this.#prover.root(root).answer === 'yes';
  }
}

/**
 * Of what an alternative lets through only since it takes properties that it does not describe, nobody hears. What is still
 * described in its own place is not taken for another; where that cannot be decided, it may be.
 */
function isTakenForAnother({ choice, pair }: NonNullable<Difference['schemas']>, prover: Prover): boolean {
  if (choice === null || choice.listsFamily || !['no', 'unknown'].includes(prover.described(choice))) return false;
  return pair === choice || prover.described(pair) !== 'yes';
}

/** Whether all that is written is read as before: for a null in what may be left out, nothing is written. */
export function isReadStill(root: SchemaPair, { place }: Context, prover: Prover): boolean {
  const mayBeLeftOut = (place.parameter ?? place.header)?.required === false;
  return prover.texts.areAccepted(root) || (mayBeLeftOut && prover.texts.areAcceptedWhereWritten(root));
}

/** `false`, or its other spelling: whoever writes that means it. */
export function isMeantForNothing(schema: SchemaNode): boolean {
  return schema.never || schema.values('not').some(({ value }) => value === true || canonicalText(value) === '{}');
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
  // As text, a type is told from another by its format alone.
  if (keyword !== 'format' && facts.amongTexts !== true) return null;
  const unknown = unknownFormat([schemas!.pair.before, schemas!.pair.after]);
  return unknown === null ? null : heldToNone(unknown);
}

function heldToNone(format: string): string {
  return `no value can be held to the format ${format}, which is not known here`;
}

/**
 * A format that is not known here, and that the accepting side may ask of what the sending side does not send in it; null
 * where there is none.
 */
function formatAskedAnew(pair: SchemaPair): string | null {
  const sent = formsOf(sendingSide(pair));
  for (const form of formsOf(acceptingSide(pair))) {
    const format = unknownFormat([form]);
    const isIn = (other: SchemaNode) => other.values('format').some(({ value }) => value === format);
    if (format !== null && sent.some((other) => mayTakeAlike(form, other) && !isIn(other))) return format;
  }
  return null;
}

/** Whether two forms take values of one type. */
function mayTakeAlike(one: SchemaNode, other: SchemaNode): boolean {
  const [left, right] = [one, other].map(({ types }) => types?.map((type) => (type === 'integer' ? 'number' : type)));
  return left === undefined || right === undefined || left.some((type) => right.includes(type));
}

function formsOf(side: SchemaNode): SchemaNode[] {
  const forms = [...side.branches('oneOf'), ...side.branches('anyOf')].map(({ schema }) => schema);
  return forms.length === 0 ? [side] : forms;
}

/** A value that is listed is meant to be let through, whatever a format beside the list is about. */
function unknownFormat(schemas: readonly SchemaNode[]): string | null {
  for (const schema of schemas) {
    if (schema.enumValues !== null || schema.has('const')) continue;
    for (const { value: format } of schema.values('format')) {
      if (typeof format === 'string' && meaningOfFormat(format, schema.valueTypes ?? []) === null) return format;
    }
  }
  return null;
}
