// Holds the alarms about values against the values themselves. For each body, parameter and header whose schema
// differs, the two sides are projected onto who sends, and the question is whether everything that is sent is still
// accepted. Proven: the alarms below are withdrawn. Disproven: each alarm looks for a value that shows it, whole and
// checked against both sides. Neither: the rule's own word stands, with the reason.

import { Reach } from '../base/index.ts';
import type { SchemaPair, SchemaStep } from '../diff/index.ts';
import { type Containment, isJsonObject, type Json } from '../schema/index.ts';
import type { Api, SchemaNode } from '../spec/index.ts';
import { acceptingSide, aimAt, aimOf, isBeyondEnd, pathInRoot, sendingSide, stepsOf } from './aim.ts';
import { besideDefinitionsOf } from './but-for.ts';
import type { Witness } from './comparison.ts';
import type { Difference } from './find-differences.ts';
import { accepts, Questions, sayTheSame, usedUp } from './questions.ts';
import { acceptedIn, refusedFor, refuses } from './refused-for.ts';
import { type Outcome, type SearchTools, searchExample } from './search-example.ts';
import { isBroken, type Sender, Sides, senderOf } from './sides.ts';
import { Texts, textStillTaken } from './texts.ts';
import { type Refusal, whyRefused } from './why-refused.ts';
import { ExampleWriter } from './write-example.ts';
import { isWrittenAlike } from './written-alike.ts';

/** What became of one alarm. */
export type Proof =
  | { readonly is: 'withdrawn' }
  | { readonly is: 'shown'; readonly witness: Witness }
  | { readonly is: 'undecided'; readonly because: string };

/** At how many places of one body an example is looked for where the same finding stands at several. */
const examplesPerBody = 3;
/** A value shows it; but no message around it could be made. */
export const notWritten = 'the example could not be written as a message';

export class Prover {
  readonly #sides: Sides;
  readonly #questions = new Questions();
  readonly texts: Texts;
  readonly #examples: ExampleWriter;
  readonly #tools: SearchTools;
  readonly #roots = new Map<SchemaPair, Containment>();
  readonly #equivalences = new Map<SchemaPair, Containment['answer']>();
  readonly #described = new Map<SchemaPair, Containment['answer'] | 'of text'>();
  readonly #outcomes = new Map<string, Outcome>();
  readonly #sent = new Map<string, boolean>();
  readonly #impossible = new Map<string, boolean>();
  readonly #unsentForms = new Map<SchemaPair, boolean>();
  readonly #twins = new Map<string, number>();
  readonly #numbers = new Map<SchemaPair, number>();

  /** Parts whose keywords act on one another, are written otherwise, and are not proven alike. */
  readonly #differsInPart = new Reach<SchemaPair>(
    (pair) => (isWrittenAlike(pair) ? pair.edges.map(({ target }) => target) : []),
    (pair) => !isWrittenAlike(pair) && !this.#isProvenAlike(pair),
  );

  constructor(base: Api, revision: Api) {
    this.#sides = new Sides(base);
    this.texts = new Texts(this.#sides, this.#questions);
    this.#examples = new ExampleWriter(base, revision, this.#sides);
    this.#tools = {
      sides: this.#sides,
      questions: this.#questions,
      texts: this.texts,
      examples: this.#examples,
      root: (pair) => this.root(pair),
    };
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

  /**
   * Of what no rule finds to differ: whether it lets the same values through, as is proven of the whole, or part by part
   * where the whole is undecided. What is disproven no reading of its parts makes the same.
   */
  isReworded(root: SchemaPair): boolean {
    // First, so that parts which many have in common are asked before the work is used up on each whole.
    const isSameByParts = !root.carriage.text && !this.#differsInPart.from(root);
    const { answer } = this.root(root);
    const held = answer === 'yes' ? this.#equivalence(root) : answer;
    return held === 'unknown' ? isSameByParts : held === 'yes';
  }

  #isProvenAlike(pair: SchemaPair): boolean {
    return this.root(pair).answer === 'yes' && this.equivalent(pair);
  }

  /** Of what no rule finds to differ: whether something may be refused, or more be accepted. */
  mayDiffer(root: SchemaPair): boolean {
    if (this.isReworded(root)) return false;
    const held = this.root(root);
    if (held.answer === 'yes') return !root.carriage.text && this.#equivalence(root) === 'no';
    if (held.answer === 'no') return true;
    // What is broken is told by itself.
    const isTold = [root.before, root.after].some(({ reader }) => reader.brokenReferences.size > 0);
    return !isTold && held.because !== textStillTaken && held.because !== usedUp.because;
  }

  /** Whether nobody asked, since the work was used up. */
  isUnasked(root: SchemaPair): boolean {
    const held = this.root(root);
    return held.answer === 'unknown' && held.because === usedUp.because && !this.isReworded(root);
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

  /** Whether the accepting side may refuse by the letter what the other one let through, sent or not, for what a finding is about. */
  closes(difference: Difference): boolean {
    const { pair } = difference.schemas!;
    if (this.acceptsByLetter(pair)) return false;
    const aim = aimOf(difference);
    const through = this.#sides.accepted(sendingSide(pair), senderOf(pair));
    if (aim === null || through === null) return true;
    return this.#questions.ask(besideDefinitionsOf(through, { not: aim }), through).answer !== 'yes';
  }

  /** As `prove`, for a finding of which all shows that the schema in its place refuses. */
  proveRefused(difference: Difference): Proof {
    const { pair } = difference.schemas!;
    const accepted = acceptedIn(difference, acceptingSide(pair), this.#sides);
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
    let proof = this.#outcomes.get(key);
    if (proof === undefined) {
      const twins = JSON.stringify([root, this.#numberOf(schemas.pair), difference.rule.id, difference.facts]);
      const count = (this.#twins.get(twins) ?? 0) + 1;
      this.#twins.set(twins, count);
      if (count > examplesPerBody) {
        return { is: 'undecided', because: 'examples were looked for at the first places of this body only' };
      }
      const others = beside.filter((each) => each !== difference);
      proof = searchExample(difference, { alone, given: aim, others }, this.#tools);
      this.#outcomes.set(key, proof);
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
    return this.root(pair).answer === 'yes' || searchExample(inPlace, {}, this.#tools).is === 'withdrawn';
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

  /** What a message must be like to be refused for what a finding speaks of; null where that cannot be put as a schema. */
  refusedFor(difference: Difference): Json | null {
    return refusedFor(difference, this.#sides);
  }

  /** Whether the accepting side of a pair refuses a value for itself. */
  refuses(pair: SchemaPair, value: Json): boolean {
    return refuses(pair, value, this.#sides);
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

  #numberOf(pair: SchemaPair): number {
    const number = this.#numbers.get(pair) ?? this.#numbers.size;
    this.#numbers.set(pair, number);
    return number;
  }
}
