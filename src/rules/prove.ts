// Holds the alarms about values against the values themselves. For each body, parameter and header whose schema
// differs, the two sides are projected onto who sends, and the question is whether everything that is sent is still
// accepted. Proven: the alarms below are withdrawn. Disproven: each alarm looks for a value that shows it, whole and
// checked against both sides. Neither: the rule's own word stands, with the reason.

import type { SchemaPair, SchemaStep } from '../diff/index.ts';
import { type Containment, isJsonObject, type Json } from '../schema/index.ts';
import type { Api, SchemaNode } from '../spec/index.ts';
import {
  type Apart,
  acceptingSide,
  aimAt,
  aimAtComplete,
  aimOf,
  apartFrom,
  isBeyondEnd,
  pairsAlong,
  pathInRoot,
  placesAt,
  replaceAt,
  sendingSide,
  stepsOf,
  stepsToAny,
} from './aim.ts';
import { besideDefinitionsOf, hasDefinitions, orElse, without } from './but-for.ts';
import { alternativeOf } from './catalogue/messages/alternative-rules.ts';
import type { Witness } from './comparison.ts';
import type { Difference } from './find-differences.ts';
import { accepts, Questions, sayTheSame } from './questions.ts';
import { severityOf } from './rule.ts';
import { type Sender, Sides, type SidesOf, senderOf } from './sides.ts';
import { Texts } from './texts.ts';
import { type Refusal, whyRefused } from './why-refused.ts';
import { ExampleWriter } from './write-example.ts';

/** What became of one alarm. */
export type Proof =
  | { readonly is: 'withdrawn' }
  | { readonly is: 'shown'; readonly witness: Witness }
  | { readonly is: 'undecided'; readonly because: string };

/** At how many places of one body an example is looked for where the same finding stands at several. */
const examplesPerBody = 3;
/** Beside how many other findings of a body an example of one alone is looked for. */
const mostAside = 12;

const isBroken = { answer: 'unknown', because: 'a schema is broken or nests too deeply' } as const;
/** A value shows it; but no message around it could be made. */
export const notWritten = 'the example could not be written as a message';
const whyNone = { yes: 'no example was found at this place', no: 'the example found shows another change' } as const;

/** A value that shows an alarm, and where in it. */
interface Shown {
  readonly is: 'value';
  readonly value: Json;
  readonly at: string;
  readonly local: Json;
}

/** One form of several: what is sent of it and what is accepted, the steps to it, and those from there on. */
interface Form extends SidesOf {
  readonly steps: readonly SchemaStep[];
  readonly rest: readonly SchemaStep[];
}

export class Prover {
  readonly #sides: Sides;
  readonly #questions = new Questions();
  readonly texts: Texts;
  readonly #examples: ExampleWriter;
  readonly #roots = new Map<SchemaPair, Containment>();
  readonly #equivalences = new Map<SchemaPair, Containment['answer']>();
  readonly #described = new Map<SchemaPair, Containment['answer'] | 'of text'>();
  readonly #found = new Map<string, Proof | Shown>();
  readonly #sent = new Map<string, boolean>();
  readonly #impossible = new Map<string, boolean>();
  readonly #unsentForms = new Map<SchemaPair, boolean>();
  readonly #samples = new Map<Json, Containment>();
  readonly #twins = new Map<string, number>();
  readonly #numbers = new Map<SchemaPair, number>();

  constructor(base: Api, revision: Api) {
    this.#sides = new Sides(base);
    this.texts = new Texts(this.#sides, this.#questions);
    this.#examples = new ExampleWriter(base, revision, this.#sides);
  }

  /** The call of the older release that leaves out the parameter that is asked for now. */
  leftOut({ context: { operation, place } }: Difference): Witness | null {
    const http = this.#examples.write(operation, place, undefined);
    return http === null ? null : { kind: 'request', http, at: '', value: null };
  }

  /** Whether all that is sent at this place is still accepted; where not known, why. */
  root(root: SchemaPair): Containment {
    let answer = this.#roots.get(root);
    if (answer === undefined) {
      answer = this.#decideRoot(root);
      this.#roots.set(root, answer);
    }
    return answer;
  }

  #decideRoot(root: SchemaPair): Containment {
    if (root.sameValues) return { answer: 'yes' };
    const sides = this.#sides.of(root);
    if (sides === null) return isBroken;
    if (this.#isRespelt(root)) return { answer: 'yes' };
    return this.texts.askAsSent(root, sides.outer, sides.inner, sides.outer);
  }

  /** Whether both sides say the same in the words of two versions of OpenAPI, which need not be proven. */
  #isRespelt(root: SchemaPair): boolean {
    const { before, after } = root;
    if (before.reader.dialect === after.reader.dialect) return false;
    const one = this.#sides.accepted(before, senderOf(root));
    const other = this.#sides.accepted(after, senderOf(root));
    return one !== null && other !== null && sayTheSame(one, other);
  }

  /**
   * Whether all that is sent is not only accepted, but described by what accepts it: as if no object took more. What has no
   * properties is described by its text, of which each reading counts.
   */
  described(pair: SchemaPair): Containment['answer'] | 'of text' {
    let answer = this.#described.get(pair);
    if (answer === undefined) {
      const sides = this.#sides.of(pair);
      const outer = this.#sides.sent(acceptingSide(pair), senderOf(pair));
      const held = sides === null || outer === null ? isBroken : this.texts.askAsSent(pair, outer, sides.inner, outer);
      const isOfText = held.answer === 'no' && pair.carriage.text && !isJsonObject(held.witness);
      answer = isOfText ? 'of text' : held.answer;
      this.#described.set(pair, answer);
    }
    return answer;
  }

  /** Whether both schemas accept the same values by the letter, so that nothing but their wording differs. */
  equivalent(root: SchemaPair): boolean {
    return this.#equivalence(root) === 'yes';
  }

  /** Whether it is certain that something is sent which is refused, or accepted now which was not before. */
  differs(root: SchemaPair): boolean {
    const { answer } = this.root(root);
    return answer === 'no' || (answer === 'yes' && !root.carriage.text && this.#equivalence(root) === 'no');
  }

  #equivalence(root: SchemaPair): Containment['answer'] {
    let answer = this.#equivalences.get(root);
    if (answer === undefined) {
      const { before, after } = root;
      answer = root.sameValues ? 'yes' : this.#containsByLetter(before, after, root);
      if (answer === 'yes') answer = this.#containsByLetter(after, before, root);
      this.#equivalences.set(root, answer);
    }
    return answer;
  }

  /** Whether what one schema accepts the other does, of objects also with properties that none of them describes. */
  acceptsByLetter(pair: SchemaPair): boolean {
    return this.#containsByLetter(acceptingSide(pair), sendingSide(pair), pair) === 'yes';
  }

  #containsByLetter(outer: SchemaNode, inner: SchemaNode, pair: SchemaPair): Containment['answer'] {
    const more = this.#sides.accepted(outer, senderOf(pair));
    const less = this.#sides.accepted(inner, senderOf(pair));
    return more === null || less === null ? 'unknown' : this.#questions.ask(more, less).answer;
  }

  /**
   * Whether nothing can be sent in one of the forms of the sending side, or in its list or map, though it describes
   * something: each value of it fits another form of a `oneOf` too. A proof then speaks of the other forms alone, of the
   * empty list, or of nothing at all.
   */
  hasUnsentForm(pair: SchemaPair): boolean {
    let answer = this.#unsentForms.get(pair);
    if (answer === undefined) {
      const sending = sendingSide(pair);
      const inner = this.#sides.of(pair)?.inner;
      const forms = [sending, ...sending.branches('oneOf'), ...sending.branches('anyOf')].map((form) =>
        'schema' in form ? form.schema : form,
      );
      const held = ['items', 'additionalProperties'].flatMap((keyword) => sending.child(keyword) ?? []);
      answer =
        inner !== undefined &&
        (forms.some((form) => this.#isUnsent(form, senderOf(pair), inner)) ||
          held.some((schema) => this.#isUnsent(schema, senderOf(pair))));
      this.#unsentForms.set(pair, answer);
    }
    return answer;
  }

  /** Whether nothing of what a schema describes is among what is sent, or can be sent at all. */
  #isUnsent(schema: SchemaNode, sender: Sender, all: Json | null = null): boolean {
    const sent = this.#sides.sent(schema, sender);
    if (sent === null || this.isImpossible(schema, sender)) return false;
    if (!isJsonObject(sent)) return sent === false;
    const { $defs, ...bare } = sent;
    return this.#questions.ask({ not: bare, ...($defs !== undefined && { $defs }) }, all ?? sent).answer === 'yes';
  }

  /** Whether the accepting side refuses by the letter what the other one let through, sent or not. */
  closes(pair: SchemaPair): boolean {
    return this.#containsByLetter(acceptingSide(pair), sendingSide(pair), pair) === 'no';
  }

  /** As `prove`, for a finding of which all shows that the schema in its place refuses. */
  proveRefused(difference: Difference): Proof {
    const { pair } = difference.schemas!;
    const accepted = this.#acceptedIn(difference, acceptingSide(pair));
    return this.prove(difference, { aim: accepted && { not: accepted } });
  }

  /**
   * Looks for a value that shows this very alarm, where that can be without the others `beside` it that may refuse a message
   * of the same body; `alone` where nothing else in that body could be what it shows.
   */
  prove(
    difference: Difference,
    {
      alone = false,
      aim = null,
      beside = [],
    }: { alone?: boolean; aim?: Json | null; beside?: readonly Difference[] } = {},
  ): Proof {
    const { schemas, context } = difference;
    if (schemas === null) return { is: 'undecided', because: 'it is not about values' };
    const root = this.#numberOf(schemas.root);
    const key = JSON.stringify([root, pathInRoot(difference), difference.rule.id, difference.facts]);
    let proof = this.#found.get(key);
    if (proof === undefined) {
      const twins = JSON.stringify([root, this.#numberOf(schemas.pair), difference.rule.id, difference.facts]);
      const count = (this.#twins.get(twins) ?? 0) + 1;
      this.#twins.set(twins, count);
      if (count > examplesPerBody) {
        return { is: 'undecided', because: 'examples were looked for at the first places of this body only' };
      }
      const others = beside.filter((each) => each !== difference);
      proof = this.#look(difference, { alone, given: aim, others });
      this.#found.set(key, proof);
      if (proof.is === 'withdrawn') this.#twins.set(twins, count - 1); // the others may be withdrawn as well
    }
    if (proof.is !== 'value') return proof;
    const http = this.#examples.write(context.operation, context.place, proof.value);
    if (http === null) return { is: 'undecided', because: notWritten };
    const kind = context.place.message ?? 'request';
    return { is: 'shown', witness: { kind, http, at: proof.at, value: proof.local } };
  }

  /** Whether some message holds something at the place of a finding; true where that is not known. */
  isSent(difference: Difference): boolean {
    if (difference.schemas === null) return true;
    const { root } = difference.schemas;
    const steps = stepsOf(difference);
    const key = JSON.stringify([this.#numberOf(root), steps]);
    let sent = this.#sent.get(key);
    if (sent === undefined) {
      const sides = this.#sides.of(root);
      sent =
        sides === null ||
        isBeyondEnd(difference) ||
        this.#questions.ask(besideDefinitionsOf(sides.outer, { not: aimAt(steps, true) }), sides.inner).answer !==
          'yes';
      this.#sent.set(key, sent);
    }
    return sent;
  }

  /**
   * Whether an alarm is disproven by the schema alone in which it stands, where no message holds anything at that place: what
   * keeps it out of them is then another part of the description. Where that schema itself lets nothing be sent in one of
   * its forms, only what holds by the letter disproves anything.
   */
  isDisprovenInPlace(difference: Difference): boolean {
    const { pair } = difference.schemas!;
    if (this.isImpossible(sendingSide(pair), senderOf(pair))) return false;
    if (this.hasUnsentForm(pair)) return this.acceptsByLetter(pair);
    const { context, rule } = difference;
    const { place } = context;
    const path = rule.on === 'property' ? place.path.slice(0, -1) : place.path;
    const rootContext = { ...context, place: { ...place, path } };
    const inPlace = { ...difference, schemas: { ...difference.schemas!, root: pair, rootContext } };
    return this.root(pair).answer === 'yes' || this.#look(inPlace).is === 'withdrawn';
  }

  /** Whether by the letter no value fits a schema. */
  isImpossible(schema: SchemaNode, sender: Sender): boolean {
    const key = `${sender} ${schema.key}`;
    let impossible = this.#impossible.get(key);
    if (impossible === undefined) {
      const accepted = this.#sides.accepted(schema, sender);
      impossible = accepted !== null && this.#questions.ask(false, accepted).answer === 'yes';
      this.#impossible.set(key, impossible);
    }
    return impossible;
  }

  /** Whether some message holds something there in the forms in which the finding stands; true where that is not known. */
  isFormSent(difference: Difference): boolean {
    const { root } = difference.schemas!;
    const steps = stepsOf(difference);
    if (!steps.some(({ kind }) => kind === 'branch')) return true;
    const key = JSON.stringify(['in its form', this.#numberOf(root), steps]);
    let sent = this.#sent.get(key);
    if (sent === undefined) {
      const sides = this.#sides.of(root);
      sent = sides === null || this.#questions.ask(this.#allBut(root, steps), sides.inner).answer !== 'yes';
      this.#sent.set(key, sent);
    }
    return sent;
  }

  /**
   * All that holds nothing at the end of the steps in the forms to which they lead. Of a `oneOf` in which each value of a
   * form fits another one too, that is all that can be sent.
   */
  #allBut(root: SchemaPair, steps: readonly SchemaStep[]): Json {
    let definitions: Json | undefined; // all sides of one kind share theirs
    const aimed = (pair: SchemaPair | undefined, at: number): Json => {
      const step = steps[at];
      if (step === undefined) return true;
      const target = pair?.below(step);
      const below = aimed(target, at + 1);
      const form = step.kind === 'branch' && target !== undefined ? (this.#sides.of(target)?.inner ?? null) : null;
      if (form === null || !isJsonObject(form)) return aimAt([step], below);
      const { $defs, ...bare } = form;
      definitions ??= $defs;
      return { allOf: [bare, below] };
    };
    const not = aimed(root, 0);
    return definitions === undefined ? { not } : { not, $defs: definitions };
  }

  #look(
    difference: Difference,
    {
      alone = false,
      given = null,
      others = [],
    }: { alone?: boolean; given?: Json | null; others?: readonly Difference[] } = {},
  ): Proof | Shown {
    const { schemas, context, rule } = difference;
    const { root, pair } = schemas!;
    const { place, operation } = context;
    const sides = this.#sides.of(root);
    if (sides === null) return { is: 'undecided', because: isBroken.because };
    const steps = stepsOf(difference);
    const anySteps = stepsToAny(difference);
    const isInside = steps.length < pathInRoot(difference).length - (rule.on === 'property' ? 1 : 0);
    const aim = isInside ? null : (given ?? aimOf(difference));
    const { outer } = sides;
    const inner =
      place.parameter?.in === 'path' && operation !== null
        ? without(sides.inner, this.#examples.wordsBeside(operation.path, place.parameter.name))
        : sides.inner;
    // What refuses in the very same schema may refuse all that could show this: then what refuses elsewhere is kept out.
    const elsewhere = others.filter((each) => each.schemas?.pair !== pair);
    const asides = (elsewhere.length < others.length ? [others, elsewhere] : [others])
      .map((each) => this.#refusedForNone(each))
      .filter((aside) => aside !== null);
    const apart = root.carriage.text ? null : apartFrom(difference, others);
    const local = aim === null ? null : besideDefinitionsOf(outer, aim);
    // Compiled where there is something to check, since most values do not even reach the place.
    const shows = (value: Json) => {
      if (isInside) return alone;
      return local === null ? this.refuses(pair, value) : accepts(local, value) === true;
    };
    const form = isInside ? null : this.#formOf(difference);
    const placeIn = (value: Json) => {
      const isOfForm = (pointer: string) =>
        form === null ||
        placesAt(value, form.steps).some(
          (each) => `${pointer}/`.startsWith(`${each.pointer}/`) && accepts(form.inner, each.value) === true,
        );
      return placesAt(value, anySteps).find(
        (each) =>
          shows(each.value) &&
          isOfForm(each.pointer) &&
          !this.#isRefusedForMore(difference, value, each) &&
          !(apart !== null && this.#isAcceptedIn(apart, value, each.pointer)),
      );
    };
    // What shows that the whole is refused often shows this very alarm, and saves a question.
    const whole = inner === sides.inner ? this.root(root) : null;
    const lookFor = (aimed: Json, mustFit: boolean) => {
      const fitting = besideDefinitionsOf(outer, aimed);
      const counts = (value: Json) => !mustFit || accepts(fitting, value) === true;
      const early = whole?.answer === 'no' ? placeIn(whole.witness) : undefined;
      if (whole?.answer === 'no' && early !== undefined && counts(whole.witness))
        return { answer: whole, shown: early };
      const answer = this.texts.askAsSent(root, orElse(outer, aimed), inner, outer);
      return { answer, shown: answer.answer === 'no' ? placeIn(answer.witness) : undefined };
    };
    const found = (
      value: Json,
      { pointer, value: local }: { readonly pointer: string; readonly value: Json },
    ): Shown => {
      return { is: 'value', value, at: place.where === 'body' ? pointer : '', local };
    };
    const completeAim = isInside ? null : aimAtComplete(difference, aim ?? true);
    for (const aside of asides) {
      const { answer, shown } = lookFor({ allOf: [completeAim ?? aimAt(steps, aim ?? true), aside] }, true);
      if (answer.answer === 'no' && shown !== undefined) return found(answer.witness, shown);
    }
    if (completeAim !== null) {
      const { answer, shown } = lookFor(completeAim, true);
      if (answer.answer === 'no' && shown !== undefined) return found(answer.witness, shown);
    }
    const { answer, shown } = lookFor(aimAt(steps, aim ?? true), false);
    // Without an aim, at the root, it was asked of all that is sent: of a path parameter never the empty text.
    if (answer.answer === 'yes' && (aim !== null || (steps.length === 0 && !isInside))) return { is: 'withdrawn' };
    if (answer.answer === 'no' && shown !== undefined) return found(answer.witness, shown);
    if (apart !== null) {
      const { root: part } = apart.difference.schemas!;
      const proof: Proof | Shown =
        this.root(part).answer === 'yes' ? { is: 'withdrawn' } : this.#look(apart.difference, { given });
      if (proof.is === 'withdrawn') return proof;
      if (proof.is === 'value') {
        const { answer, shown } = lookFor(aimAt(apart.steps, { const: proof.value }), true);
        if (answer.answer === 'no' && shown !== undefined) return found(answer.witness, shown);
      }
    }
    if (answer.answer === 'no' && form !== null) {
      const within = this.#questions.ask(orElse(form.outer, aimAt(form.rest, aim ?? true)), form.inner);
      // All of the one form that the finding is about is accepted in its place, whatever else is refused there.
      const isOfForm = rule.on === 'composition' && form.rest.length === 0;
      const isPlain = steps.every(
        (step) => step.kind !== 'subtype' && (step.kind !== 'branch' || step.keyword === 'anyOf'),
      );
      if (within.answer === 'yes' && isOfForm && isPlain) return { is: 'withdrawn' };
      const aimed = within.answer === 'no' ? aimAt(form.steps, { const: within.witness }) : null;
      const { answer, shown } = aimed === null ? { shown: undefined } : lookFor(aimed, true);
      if (answer?.answer === 'no' && shown !== undefined) return found(answer.witness, shown);
    }
    // All that is sent in this place is still accepted in it: what refuses the whole is another change.
    if (aim === null && !isInside && this.root(pair).answer === 'yes') return { is: 'withdrawn' };
    return { is: 'undecided', because: answer.answer === 'unknown' ? answer.because : whyNone[answer.answer] };
  }

  /** The form of several that a finding is about, or stands in the innermost of; null where it has nothing to do with any. */
  #formOf(difference: Difference): Form | null {
    const { rule, facts, schemas } = difference;
    const { pair } = schemas!;
    const steps = stepsOf(difference);
    const sender = senderOf(pair);
    const alternative = rule.on === 'composition' ? alternativeOf(pair, facts) : null;
    if (alternative !== null) {
      const inner = this.#sides.sent(alternative, sender);
      const outer = this.#sides.accepted(acceptingSide(pair), sender);
      return inner === null || outer === null ? null : { inner, outer, steps, rest: [] };
    }
    const last = steps.findLastIndex(({ kind }) => kind === 'branch');
    const branch = last < 0 ? undefined : pairsAlong(difference)[last + 1];
    const sides = branch === undefined ? null : this.#sides.of(branch);
    return sides && { ...sides, steps: steps.slice(0, last + 1), rest: steps.slice(last + 1) };
  }

  /**
   * Whether a message that lacks what a finding only suspects to be missed is refused even where it holds it: then it shows
   * another change.
   */
  #isRefusedForMore(
    { rule, facts, context, schemas }: Difference,
    whole: Json,
    { pointer, value: local }: { readonly pointer: string; readonly value: Json },
  ): boolean {
    const { pair, root } = schemas!;
    const last = context.place.path.at(-1);
    if (rule.on !== 'property' || last?.kind !== 'property' || !isJsonObject(local)) return false;
    if (Object.hasOwn(local, last.name) || severityOf(rule.severity, facts, context) === 'breaking') return false;
    const described = acceptingSide(pair).properties.get(last.name)?.schema;
    const sent = described && this.#sides.sent(described, senderOf(pair));
    const sample = sent === undefined ? { value: 'a' } : sent === null ? undefined : this.#sampleOf(sent);
    if (sample === undefined) return true;
    const filled = { ...local, [last.name]: sample.value };
    if (this.refuses(pair, filled)) return true;
    // Where nothing refuses it in its place, something around it may ask for what it lacks.
    return !this.refuses(pair, local) && this.refuses(root, replaceAt(whole, pointer, filled));
  }

  /** Some value that is sent: asked as what nothing accepts, beside whose definitions much was proven already. */
  #sampleOf(sent: Json): { readonly value: Json } | undefined {
    let sample = this.#samples.get(sent);
    if (sample === undefined) {
      sample = this.#questions.ask(besideDefinitionsOf(sent, { not: {} }), sent);
      this.#samples.set(sent, sample);
    }
    return sample.answer === 'no' ? { value: sample.witness } : undefined;
  }

  /** Messages that are refused for none of these; null where there are none, or too many to ask about. */
  #refusedForNone(others: readonly Difference[]): Json | null {
    if (others.length > mostAside) return null;
    const aims = others.map((each) => this.refusedFor(each)).filter((aim) => aim !== null);
    return aims.length === 0 ? null : { not: { anyOf: aims } };
  }

  /** What a message must be like to be refused for what a finding speaks of; null where that cannot be put as a schema. */
  refusedFor(difference: Difference): Json | null {
    const { schemas, rule } = difference;
    if (schemas === null) return null;
    const { pair } = schemas;
    const path = pathInRoot(difference);
    const steps = stepsToAny(difference);
    const last = path.at(-1);
    if (steps.length < path.length - (rule.on === 'property' ? 1 : 0)) return null;
    if (rule.on === 'property') {
      if (last?.kind !== 'property') return null;
      const accepting = acceptingSide(pair);
      const described = accepting.properties.get(last.name)?.schema ?? accepting.child('additionalProperties');
      const accepted = described === null ? true : this.#acceptedIn(difference, described);
      if (accepted === null) return null;
      const held = { properties: { [last.name]: accepted } };
      // One that is not asked for is refused by its value alone, as where nothing else is taken.
      const isAskedFor = accepting.required.has(last.name);
      const refused = isAskedFor || accepted === true ? { required: [last.name], ...held } : held;
      return aimAt(steps, { type: 'object', not: refused });
    }
    const aim = aimOf(difference);
    if (aim !== null) return aimAt(steps, aim);
    const accepted = this.#acceptedIn(difference, acceptingSide(pair));
    return accepted === null ? null : aimAt(steps, { not: accepted });
  }

  /**
   * What a schema accepts, to stand inside of a question about the whole, with whose definitions it is read. Null where that
   * has others.
   */
  #acceptedIn({ schemas }: Difference, node: SchemaNode): Json | null {
    const { pair, root } = schemas!;
    const accepted = this.#sides.accepted(node, senderOf(pair));
    if (accepted === null || !isJsonObject(accepted) || !hasDefinitions(accepted)) return accepted;
    const { $defs, ...bare } = accepted;
    const outer = this.#sides.of(root)?.outer;
    return isJsonObject(outer) && outer.$defs === $defs ? bare : null;
  }

  /** Where and why the accepting side of a pair refuses a value. */
  whyRefused(pair: SchemaPair, value: Json): Refusal {
    const sender = senderOf(pair);
    const holdTo = (side: 'accepted' | 'sent') => (schema: SchemaNode, held: Json) => {
      const sent = this.#sides[side](schema, sender);
      return sent === null ? null : accepts(sent, held);
    };
    return whyRefused(acceptingSide(pair), sendingSide(pair), value, holdTo('accepted'), holdTo('sent'));
  }

  /** Whether the part of a message that holds a finding is accepted in its place, so that all around it is what is refused. */
  #isAcceptedIn({ difference, steps }: Apart, value: Json, pointer: string): boolean {
    const sides = this.#sides.of(difference.schemas!.root);
    const part = placesAt(value, steps).find((each) => `${pointer}/`.startsWith(`${each.pointer}/`));
    return sides !== null && part !== undefined && accepts(sides.outer, part.value) === true;
  }

  /** Whether the accepting side of a pair refuses a value for itself. */
  refuses(pair: SchemaPair, value: Json): boolean {
    const sides = this.#sides.of(pair);
    return sides !== null && accepts(sides.outer, value) === false;
  }

  #numberOf(pair: SchemaPair): number {
    const number = this.#numbers.get(pair) ?? this.#numbers.size;
    this.#numbers.set(pair, number);
    return number;
  }
}
