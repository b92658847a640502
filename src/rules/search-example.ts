// Looks for a value that shows one alarm and no other: whole, refused, and refused for what the alarm is about. Several ways
// are tried one after the other, from the one that shows most plainly what it shows; some of them prove on the way that
// nothing is refused.

import type { SchemaPair, SchemaStep } from '../diff/index.ts';
import { type Containment, isJsonObject, type Json } from '../schema/index.ts';
import { formatPointer, parsePointer, type SchemaNode, selectPointer } from '../spec/index.ts';
import {
  type Apart,
  acceptingSide,
  aimAt,
  aimAtComplete,
  aimOf,
  apartFrom,
  pairsAlong,
  pathInRoot,
  placesAt,
  replaceAt,
  stepsOf,
  stepsToAny,
} from './aim.ts';
import { besideDefinitionsOf, orElse, without } from './but-for.ts';
import { alternativeOf } from './catalogue/messages/alternative-rules.ts';
import type { Difference } from './find-differences.ts';
import { accepts, type Questions } from './questions.ts';
import { aimIn, refusedFor, refusedForNone, refuses } from './refused-for.ts';
import { severityOf } from './rule.ts';
import { isBroken, type Sides, type SidesOf, senderOf } from './sides.ts';
import type { Texts } from './texts.ts';
import type { ExampleWriter } from './write-example.ts';

/** A value that shows an alarm, and where in it. */
export interface Shown {
  readonly is: 'value';
  readonly value: Json;
  readonly at: string;
  readonly local: Json;
}

/** How a search for an example ended. */
export type Outcome = Shown | { readonly is: 'withdrawn' } | { readonly is: 'undecided'; readonly because: string };

export interface SearchOptions {
  /** Nothing else in that body could be what an example shows. */
  readonly alone?: boolean;
  /** What a value must be like, at the place of the alarm, to show it; else its rule says. */
  readonly given?: Json | null;
  /** The other alarms of the same body. */
  readonly others?: readonly Difference[];
}

/** What all searches of one comparison share. */
export interface SearchTools {
  readonly sides: Sides;
  readonly questions: Questions;
  readonly texts: Texts;
  readonly examples: ExampleWriter;
  /** Whether all that is sent is still accepted. */
  readonly root: (pair: SchemaPair) => Containment;
}

/** One form of several: what is sent of it and what is accepted, the steps to it, and those from there on. */
interface Form extends SidesOf {
  readonly steps: readonly SchemaStep[];
  readonly rest: readonly SchemaStep[];
}

const whyNone = { yes: 'no example was found at this place', no: 'the example found shows another change' } as const;

/** Looks for a value that shows an alarm, or proves that there is none. */
export function searchExample(difference: Difference, options: SearchOptions, tools: SearchTools): Outcome {
  const sides = tools.sides.of(difference.schemas!.root);
  if (sides === null) return { is: 'undecided', because: isBroken.because };
  return new ExampleSearch(difference, sides, options, tools).run();
}

class ExampleSearch {
  readonly #difference: Difference;
  readonly #tools: SearchTools;
  readonly #given: Json | null;
  readonly #others: readonly Difference[];
  readonly #root: SchemaPair;
  readonly #pair: SchemaPair;
  readonly #inner: Json;
  readonly #outer: Json;
  readonly #steps: readonly SchemaStep[];
  /** The same to any of the others in an object. */
  readonly #anySteps: readonly SchemaStep[];
  /** It stands inside of what a value is only held to, as in `contains`, and has no place of its own there. */
  readonly #isInside: boolean;
  readonly #aim: Json | null;
  readonly #apart: Apart | null;
  readonly #form: Form | null;
  /** Whether what a value holds at a place shows the alarm. */
  readonly #shows: (local: Json) => boolean;
  /** What shows that the whole is refused often shows this very alarm, and saves a question. */
  readonly #whole: Containment | null;

  constructor(
    difference: Difference,
    { inner, outer }: SidesOf,
    { alone = false, given = null, others = [] }: SearchOptions,
    tools: SearchTools,
  ) {
    const { schemas, context, rule } = difference;
    const { root, pair } = schemas!;
    const { place, operation } = context;
    this.#difference = difference;
    this.#tools = tools;
    this.#given = given;
    this.#others = others;
    this.#root = root;
    this.#pair = pair;
    this.#outer = outer;
    this.#steps = stepsOf(difference);
    this.#anySteps = stepsToAny(difference);
    const isInside = this.#steps.length < pathInRoot(difference).length - (rule.on === 'property' ? 1 : 0);
    this.#isInside = isInside;
    this.#aim = isInside ? null : (given ?? aimIn(difference, tools.sides));
    this.#inner =
      place.parameter?.in === 'path' && operation !== null
        ? without(inner, tools.examples.wordsBeside(operation.path, place.parameter.name))
        : inner;
    this.#apart = root.carriage.text ? null : apartFrom(difference, others);
    this.#form = isInside ? null : this.#formOf();
    // Compiled where there is something to check, since most values do not even reach the place.
    const local = this.#aim === null ? null : besideDefinitionsOf(outer, this.#aim);
    this.#shows = (value) => {
      if (isInside) return alone;
      return local === null ? refuses(pair, value, tools.sides) : accepts(local, value) === true;
    };
    this.#whole = this.#inner === inner ? tools.root(root) : null;
  }

  run(): Outcome {
    const complete = this.#isInside ? null : aimAtComplete(this.#difference, this.#aim ?? true);
    const plain = aimAt(this.#steps, this.#aim ?? true);
    const alone =
      this.#besideOthers(complete ?? plain) ?? (complete === null ? null : this.#find(complete, true).shown);
    if (alone !== null) return alone;
    const anywhere = this.#find(plain, false);
    return (
      this.#ofAll(anywhere) ??
      this.#inItsPart() ??
      (anywhere.answer.answer === 'no' ? this.#inItsForm() : null) ??
      this.#inItsPlace() ?? { is: 'undecided', because: whyNoneAfter(anywhere.answer) }
    );
  }

  /** A message that is refused for none of the other alarms. */
  #besideOthers(aim: Json): Shown | null {
    // What refuses in the very same schema may refuse all that could show this: then what refuses elsewhere is kept out.
    const elsewhere = this.#others.filter((each) => each.schemas?.pair !== this.#pair);
    for (const others of elsewhere.length < this.#others.length ? [this.#others, elsewhere] : [this.#others]) {
      const aside = refusedForNone(others, this.#tools.sides);
      const shown = aside === null ? null : this.#find({ allOf: [aim, aside] }, true).shown;
      if (shown !== null) return shown;
    }
    return null;
  }

  /** Whatever the rest of the message is like. */
  #ofAll({ answer, shown }: Found): Outcome | null {
    // Without an aim, at the root, it was asked of all that is sent: of a path parameter never the empty text.
    const isOfAll = this.#aim !== null || (this.#steps.length === 0 && !this.#isInside);
    return answer.answer === 'yes' && isOfAll ? { is: 'withdrawn' } : shown;
  }

  /** In the part of the body that lies beside the other alarms, and then around what was found of that. */
  #inItsPart(): Outcome | null {
    const apart = this.#apart;
    if (apart === null) return null;
    if (this.#tools.root(apart.difference.schemas!.root).answer === 'yes') return { is: 'withdrawn' };
    const ofPart = searchExample(apart.difference, { given: this.#given }, this.#tools);
    if (ofPart.is === 'withdrawn') return ofPart;
    return ofPart.is === 'value' ? this.#find(aimAt(apart.steps, { const: ofPart.value }), true).shown : null;
  }

  /** In the form of several that it is about, and then around what was found of that. */
  #inItsForm(): Outcome | null {
    const form = this.#form;
    if (form === null) return null;
    const within = this.#tools.questions.ask(orElse(form.outer, aimAt(form.rest, this.#aim ?? true)), form.inner);
    // All of the one form that the finding is about is accepted in its place, whatever else is refused there.
    const isOfForm = this.#difference.rule.on === 'composition' && form.rest.length === 0;
    const isPlain = this.#steps.every(
      (step) => step.kind !== 'subtype' && (step.kind !== 'branch' || step.keyword === 'anyOf'),
    );
    if (within.answer === 'yes' && isOfForm && isPlain) return { is: 'withdrawn' };
    return within.answer === 'no' ? this.#find(aimAt(form.steps, { const: within.witness }), true).shown : null;
  }

  /** All that is sent in this place is still accepted in it: what refuses the whole is another change. */
  #inItsPlace(): Outcome | null {
    const isAccepted = this.#aim === null && !this.#isInside && this.#tools.root(this.#pair).answer === 'yes';
    return isAccepted ? { is: 'withdrawn' } : null;
  }

  /** Asks for a message that is refused and fits the aim; of what refuses the whole it is looked at whether it fits, too. */
  #find(aimed: Json, mustFit: boolean): Found {
    const whole = this.#whole;
    if (whole?.answer === 'no') {
      const shown = this.#shownBy(whole.witness);
      const fits = () => !mustFit || accepts(besideDefinitionsOf(this.#outer, aimed), whole.witness) === true;
      if (shown !== null && fits()) return { answer: whole, shown };
    }
    const answer = this.#tools.texts.askAsSent(this.#root, orElse(this.#outer, aimed), this.#inner, this.#outer);
    return { answer, shown: answer.answer === 'no' ? this.#shownBy(answer.witness) : null };
  }

  /** A message as an example, where it holds what shows the alarm and nothing else. */
  #shownBy(found: Json): Shown | null {
    const place = this.#placeIn(found);
    if (place === null) return null;
    const value = this.#withoutOthersOfMaps(found, place.pointer);
    const isInBody = this.#difference.context.place.where === 'body';
    return { is: 'value', value, at: isInBody ? place.pointer : '', local: place.value };
  }

  /** A message without what else it has in the maps on the way to a place of it, where it is still sent and refused so. */
  #withoutOthersOfMaps(value: Json, pointer: string): Json {
    let left = value;
    const tokens = parsePointer(pointer) ?? [];
    const steps = this.#anySteps.filter(({ kind }) => kind !== 'branch' && kind !== 'subtype');
    for (const [at, { kind }] of steps.entries()) {
      const above = formatPointer(tokens.slice(0, at));
      const map = kind === 'additionalProperties' ? (selectPointer(left, above) as Json) : null;
      if (!isJsonObject(map) || Object.keys(map).length === 1) continue;
      const name = tokens[at]!;
      const fewer = replaceAt(left, above, { [name]: map[name]! });
      if (accepts(this.#inner, fewer) === true && accepts(this.#outer, fewer) === false) left = fewer;
    }
    return left;
  }

  #placeIn(value: Json): ReturnType<typeof placesAt>[number] | null {
    const place = placesAt(value, this.#anySteps).find(
      (each) =>
        this.#shows(each.value) &&
        this.#isOfForm(value, each.pointer) &&
        !this.#isRefusedForMore(value, each) &&
        !this.#isAcceptedInPart(value, each.pointer),
    );
    return place ?? null;
  }

  #isOfForm(value: Json, pointer: string): boolean {
    const form = this.#form;
    return (
      form === null ||
      placesAt(value, form.steps).some(
        (each) => `${pointer}/`.startsWith(`${each.pointer}/`) && accepts(form.inner, each.value) === true,
      )
    );
  }

  /** The form of several that the alarm is about, or stands in the innermost of; null where it has nothing to do with any. */
  #formOf(): Form | null {
    const { rule, facts } = this.#difference;
    const { sides } = this.#tools;
    const sender = senderOf(this.#pair);
    const alternative = rule.on === 'composition' ? alternativeOf(this.#pair, facts) : null;
    if (alternative !== null) {
      const inner = sides.sent(alternative, sender);
      const outer = sides.accepted(acceptingSide(this.#pair), sender);
      return inner === null || outer === null ? null : { inner, outer, steps: this.#steps, rest: [] };
    }
    const last = this.#steps.findLastIndex(({ kind }) => kind === 'branch');
    const branch = last < 0 ? undefined : pairsAlong(this.#difference)[last + 1];
    const ofBranch = branch === undefined ? null : sides.of(branch);
    return ofBranch && { ...ofBranch, steps: this.#steps.slice(0, last + 1), rest: this.#steps.slice(last + 1) };
  }

  /**
   * Whether a message that lacks what a finding only suspects to be missed is refused even where it holds it: then it shows
   * another change.
   */
  #isRefusedForMore(
    whole: Json,
    { pointer, value: local }: { readonly pointer: string; readonly value: Json },
  ): boolean {
    const { rule, facts, context } = this.#difference;
    const { sides } = this.#tools;
    const last = context.place.path.at(-1);
    if (rule.on !== 'property' || last?.kind !== 'property' || !isJsonObject(local)) return false;
    if (Object.hasOwn(local, last.name) || severityOf(rule.severity, facts, context) === 'breaking') return false;
    const accepting = acceptingSide(this.#pair);
    const sampleOf = (described: SchemaNode | null | undefined) => {
      if (described == null) return { value: 'a' };
      const sent = sides.sent(described, senderOf(this.#pair));
      return sent === null ? undefined : this.#tools.questions.sampleOf(sent);
    };
    if (this.#isSaidByAnother(whole)) {
      // As of a number of properties, for which any other would do as well: unless this very one is asked for.
      const other = sampleOf(accepting.child('additionalProperties'));
      const withAnother = { ...local, ...(other && { [`${last.name}-`]: other.value }) };
      if (!refuses(this.#pair, withAnother, sides)) return true;
    }
    const sample = sampleOf(accepting.properties.get(last.name)?.schema);
    if (sample === undefined) return true;
    const filled = { ...local, [last.name]: sample.value };
    if (refuses(this.#pair, filled, sides)) return true;
    // Where nothing refuses it in its place, something around it may ask for what it lacks.
    return !refuses(this.#pair, local, sides) && refuses(this.#root, replaceAt(whole, pointer, filled), sides);
  }

  /** Whether a message is refused for what another alarm of the very same schema is about, which breaks by itself. */
  #isSaidByAnother(whole: Json): boolean {
    return this.#others.some((other) => {
      const { schemas, rule, facts, context } = other;
      if (schemas?.pair !== this.#pair || severityOf(rule.severity, facts, context) !== 'breaking') return false;
      if (aimOf(other) === null) return false; // then it may be about anything that is refused there
      const refused = refusedFor(other, this.#tools.sides);
      return refused !== null && accepts(besideDefinitionsOf(this.#outer, refused), whole) === true;
    });
  }

  /** Whether the part of a message that lies beside other alarms is accepted, so that all around it is what is refused. */
  #isAcceptedInPart(value: Json, pointer: string): boolean {
    if (this.#apart === null) return false;
    const { difference, steps } = this.#apart;
    const sides = this.#tools.sides.of(difference.schemas!.root);
    const part = placesAt(value, steps).find((each) => `${pointer}/`.startsWith(`${each.pointer}/`));
    return sides !== null && part !== undefined && accepts(sides.outer, part.value) === true;
  }
}

/** What was answered to one question, and the example that it gave, if it shows the alarm. */
interface Found {
  readonly answer: Containment;
  readonly shown: Shown | null;
}

function whyNoneAfter(answer: Containment): string {
  return answer.answer === 'unknown' ? answer.because : whyNone[answer.answer];
}
