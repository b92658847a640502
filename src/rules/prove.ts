// Holds the alarms about values against the values themselves. For each body, parameter and header whose schema
// differs, the two sides are projected onto who sends, and the question is whether everything that is sent is still
// accepted. Proven: the alarms below are withdrawn. Disproven: each alarm looks for a value that shows it, whole and
// checked against both sides. Neither: the rule's own word stands, with the reason.

import { type FormFields, type OperationRef, type SchemaPair, type SchemaStep, spreadObjects } from '../diff/index.ts';
import {
  decideContainment,
  type Json,
  type JsonObject,
  meaningOfFormat,
  project,
  sampleValue,
  validator,
} from '../schema/index.ts';
import {
  type Api,
  escapeToken,
  normalisePath,
  type Operation,
  type OperationEntry,
  operationKey,
  type PlainSchema,
  PlainSchemas,
  type SchemaNode,
} from '../spec/index.ts';
import { asText } from './as-text.ts';
import type { Witness } from './comparison.ts';
import type { Difference } from './find-differences.ts';
import { writeRequest, writeResponse } from './http-example.ts';
import { type Rule, severityOf } from './rule.ts';

/** What became of one alarm. */
export type Proof =
  | { readonly is: 'withdrawn' }
  | { readonly is: 'shown'; readonly witness: Witness }
  | { readonly is: 'undecided'; readonly because: string };

/** Sides of one body, parameter or header: what is sent, and what is accepted. */
interface Sides {
  readonly inner: Json;
  readonly outer: Json;
}

type RootAnswer = ReturnType<typeof decideContainment>;

/**
 * Bounds on work that are the same on each machine: steps of the prover for one question, and for one comparison the sum
 * of the steps that were used, of the schemas' lengths (compiling them for ajv is most of the time) and of what each
 * question costs at least. Measured, a unit is about 4 µs, so that the bound lies near 20 seconds.
 */
const stepsPerQuestion = 20_000;
const workPerQuestion = 300;
const workPerComparison = 5_000_000;
/** At how many places of one body an example is looked for where the same finding stands at several. */
const examplesPerBody = 3;
/** How many values are looked at whose text is still accepted where their JSON is not: more than a short list holds. */
const mostSavedByText = 10;

export class Prover {
  readonly #base: Api;
  readonly #revision: Api;
  readonly #plain = new PlainSchemas();
  readonly #sides = new Map<SchemaPair, Sides | { readonly because: string }>();
  readonly #roots = new Map<SchemaPair, RootAnswer>();
  readonly #texts = new Map<SchemaPair, boolean>();
  readonly #equivalent = new Map<SchemaPair, boolean>();
  readonly #described = new Map<SchemaPair, 'yes' | 'no' | 'unknown'>();
  readonly #lifted = new Map<
    string,
    Proof | { readonly is: 'value'; readonly value: Json; readonly at: string; readonly local: Json }
  >();
  readonly #sent = new Map<string, boolean>();
  readonly #lengths = new Map<Json, number>();
  readonly #examples = new Map<string, number>();
  #pathsByLength: ReadonlyMap<number, (readonly string[])[]> | null = null;
  #work = 0;

  constructor(base: Api, revision: Api) {
    this.#base = base;
    this.#revision = revision;
  }

  /** Whether all that is sent at this place is still accepted; where not known, why. */
  root(root: SchemaPair): RootAnswer {
    let answer = this.#roots.get(root);
    if (answer === undefined) {
      answer = this.#decideRoot(root);
      this.#roots.set(root, answer);
    }
    return answer;
  }

  /** Whether all that is sent is not only accepted, but described by what accepts it: as if no object took more. */
  described(pair: SchemaPair): 'yes' | 'no' | 'unknown' {
    let answer = this.#described.get(pair);
    if (answer === undefined) {
      const { direction } = pair.carriage;
      const accepted = this.#plain.of(acceptingSide(pair));
      const sides = this.#sidesOf(pair);
      const sender = direction === 'response' ? 'server' : 'client';
      const outer = isFault(accepted) ? null : projected(accepted, sender, 'sender');
      answer = 'because' in sides || outer === null ? 'unknown' : this.#ask(outer, sides.inner).answer;
      this.#described.set(pair, answer);
    }
    return answer;
  }

  /** Whether the text of all that is sent is still accepted. */
  acceptsTexts(root: SchemaPair): boolean {
    let answer = this.#texts.get(root);
    if (answer === undefined) {
      const { text, repeats, form } = root.carriage;
      const sides = text ? this.#sidesOf(root) : { because: 'it does not travel as text' };
      const accepts = (texts: Json) => !('because' in sides) && this.#ask(sides.outer, texts).answer === 'yes';
      // A definition may be read as text in one field and as JSON in another.
      const isMixed = form !== null && !('because' in sides) && JSON.stringify(sides.inner).includes('"$ref"');
      const texts = 'because' in sides || isMixed ? null : asText(sides.inner, form);
      answer = texts !== null && (accepts(texts) || (repeats && accepts(listOfOne(texts))));
      this.#texts.set(root, answer);
    }
    return answer;
  }

  /** Whether both schemas accept the same values by the letter, so that nothing but their wording differs. */
  equivalent(root: SchemaPair): boolean {
    let answer = this.#equivalent.get(root);
    if (answer === undefined) {
      const base = this.#plain.of(root.before);
      const revision = this.#plain.of(root.after);
      const sender = root.carriage.direction === 'response' ? 'server' : 'client';
      if (isFault(base) || isFault(revision)) return false;
      const [left, right] = [base, revision].map((each) => projected(each, sender, 'receiver'));
      if (left == null || right == null) return false;
      answer = this.#ask(left, right).answer === 'yes' && this.#ask(right, left).answer === 'yes';
      this.#equivalent.set(root, answer);
    }
    return answer;
  }

  #decideRoot(root: SchemaPair): RootAnswer {
    const sides = this.#sidesOf(root);
    if ('because' in sides) return { answer: 'unknown', because: sides.because };
    return this.#askAsSent(root, sides.outer, sides.inner, sides.outer);
  }

  /**
   * What travels as text is refused only where each way to read its text is. Values that some reading saves are left out
   * one by one, until the rest shows a refusal or has nothing left that is refused.
   */
  #askAsSent(root: SchemaPair, question: Json, inner: Json, outer: Json): RootAnswer {
    const answer = this.#ask(question, inner);
    if (!root.carriage.text || answer.answer !== 'no') return answer;
    const leavesOutNull = holdsNull(answer.witness);
    const sent = leavesOutNull ? withoutNull(inner) : inner;
    const saved: Json[] = [];
    for (let held = leavesOutNull ? this.#ask(question, sent) : answer; ; ) {
      if (held.answer === 'no' && !acceptsAsText(outer, held.witness, root.carriage)) return held;
      if (held.answer !== 'no' && leavesOutNull) {
        return { answer: 'unknown', because: 'a null has no agreed form as text' };
      }
      if (held.answer !== 'no') return held;
      if (saved.length === mostSavedByText) {
        return { answer: 'unknown', because: 'the value travels as text, and its text is still accepted' };
      }
      saved.push(held.witness);
      held = this.#ask(question, without(sent, saved));
    }
  }

  /** As `prove`, for a finding of which all shows that the schema in its place refuses. */
  proveRefused(difference: Difference): Proof {
    const sides = this.#sidesOf(difference.schemas!.pair);
    const isPlain = !('because' in sides) && !JSON.stringify(sides.outer).includes('"$ref"');
    return this.prove(difference, false, isPlain ? { not: sides.outer } : null);
  }

  /** Looks for a value that shows this very alarm; `alone` where nothing else in the same body could be what it shows. */
  prove(difference: Difference, alone = false, aim: Json | null = null): Proof {
    const { schemas, context } = difference;
    if (schemas === null) return { is: 'undecided', because: 'it is not about values' };
    const { root } = schemas;
    const path = context.place.path.slice(schemas.rootContext.place.path.length);
    const key = JSON.stringify([keyOf(root), path, difference.rule.id, difference.facts]);
    let proof = this.#lifted.get(key);
    if (proof === undefined) {
      const twins = JSON.stringify([keyOf(root), keyOf(schemas.pair), difference.rule.id, difference.facts]);
      const count = (this.#examples.get(twins) ?? 0) + 1;
      this.#examples.set(twins, count);
      if (count > examplesPerBody) {
        return { is: 'undecided', because: 'examples were looked for at the first places of this body only' };
      }
      proof = this.#look(difference, path, alone, aim);
      this.#lifted.set(key, proof);
      if (proof.is === 'withdrawn') this.#examples.set(twins, count - 1); // the others may be withdrawn as well
    }
    if (proof.is !== 'value') return proof;
    const http = this.#write(difference, proof.value);
    if (http === null) return { is: 'undecided', because: 'the example could not be written as a message' };
    const kind = context.place.message ?? 'request';
    return { is: 'shown', witness: { kind, http, at: proof.at, value: proof.local } };
  }

  /** Whether some message holds something at the place of a finding; true where that is not known. */
  isSent({ schemas, context, rule }: Difference): boolean {
    if (schemas === null) return true;
    const { root, rootContext } = schemas;
    const path = context.place.path.slice(rootContext.place.path.length);
    const steps = stepsOf(rule, path);
    const key = JSON.stringify([keyOf(root), steps]);
    let sent = this.#sent.get(key);
    if (sent === undefined) {
      const sides = this.#sidesOf(root);
      sent = 'because' in sides || this.#ask({ not: aimAt(steps, true) }, sides.inner).answer !== 'yes';
      this.#sent.set(key, sent);
    }
    return sent;
  }

  #look(
    difference: Difference,
    path: readonly SchemaStep[],
    alone: boolean,
    given: Json | null,
  ): Proof | { readonly is: 'value'; readonly value: Json; readonly at: string; readonly local: Json } {
    const { schemas, context, rule } = difference;
    const { root, pair } = schemas!;
    const { place, operation } = context;
    const sides = this.#sidesOf(root);
    if ('because' in sides) return { is: 'undecided', because: sides.because };
    const steps = stepsOf(rule, path);
    const isInside = steps.length < path.length - (rule.on === 'property' ? 1 : 0);
    const aim = isInside ? null : (given ?? aimOf(difference));
    const { outer } = sides;
    const inner =
      place.parameter?.in === 'path' && operation !== null
        ? without(sides.inner, this.#wordsBeside(operation.path, place.parameter.name))
        : sides.inner;
    const shows = isInside
      ? alone
        ? () => true
        : () => false
      : aim === null
        ? (local: Json) => this.#refusedLocally(pair, local)
        : acceptor(aim);
    const lookIn = (value: Json) => placesAt(value, steps).find((each) => shows(each.value));
    const found = (value: Json, { pointer, value: local }: { readonly pointer: string; readonly value: Json }) =>
      ({ is: 'value', value, at: place.where === 'body' ? pointer : '', local }) as const;
    // What shows that the whole is refused often shows this very alarm, and saves a question.
    const whole = inner === sides.inner ? this.root(root) : null;
    const plainAim = aimAt(steps, aim ?? true);
    const completeAim = isInside ? null : aimAtComplete(difference, steps, aim ?? true);
    if (completeAim !== null) {
      const early = whole?.answer === 'no' && acceptor(completeAim)(whole.witness) ? lookIn(whole.witness) : undefined;
      const answer =
        whole?.answer === 'no' && early !== undefined
          ? whole
          : this.#askAsSent(root, orElse(outer, completeAim), inner, outer);
      const shown = early ?? (answer.answer === 'no' ? lookIn(answer.witness) : undefined);
      if (answer.answer === 'no' && shown !== undefined) return found(answer.witness, shown);
    }
    const early = whole?.answer === 'no' ? lookIn(whole.witness) : undefined;
    const answer =
      whole?.answer === 'no' && early !== undefined
        ? whole
        : this.#askAsSent(root, orElse(outer, plainAim), inner, outer);
    if (answer.answer === 'unknown') return { is: 'undecided', because: answer.because };
    if (answer.answer === 'yes') {
      if (aim !== null) return { is: 'withdrawn' };
      return { is: 'undecided', because: 'no example was found at this place' };
    }
    const shown = early ?? lookIn(answer.witness);
    if (shown !== undefined && !this.#lacksMore(difference, shown.value)) return found(answer.witness, shown);
    // All that is sent in this place is still accepted in it: what refuses the whole is another change.
    if (aim === null && !isInside && this.root(pair).answer === 'yes') return { is: 'withdrawn' };
    return { is: 'undecided', because: showsAnother };
  }

  /**
   * Whether an object that lacks what a finding only suspects to be missed is refused in its place even where it holds it:
   * then it shows another change.
   */
  #lacksMore({ rule, facts, context, schemas }: Difference, local: Json): boolean {
    const { pair } = schemas!;
    const last = context.place.path.at(-1);
    if (rule.on !== 'property' || last?.kind !== 'property' || !isObject(local)) return false;
    if (Object.hasOwn(local, last.name) || severityOf(rule.severity, facts, context) === 'breaking') return false;
    const { direction } = pair.carriage;
    const described = acceptingSide(pair).properties.get(last.name)?.schema ?? null;
    const sample = this.#sample(described, [], direction === 'response' ? 'server' : 'client');
    return sample === undefined || this.#refusedLocally(pair, { ...local, [last.name]: sample.value });
  }

  /** What a message must be like to be refused for what a finding speaks of; null where that cannot be put as a schema. */
  aimOf(difference: Difference): Json | null {
    const { schemas, context, rule } = difference;
    if (schemas === null) return null;
    const path = context.place.path.slice(schemas.rootContext.place.path.length);
    const steps = stepsOf(rule, path);
    const last = path.at(-1);
    if (rule.on === 'property' && last?.kind === 'property') {
      const described = acceptingSide(schemas.pair).properties.get(last.name)?.schema;
      const accepted = described === undefined ? true : this.#acceptedBy(described, schemas.pair);
      if (accepted === null) return null;
      const refused = { not: { type: 'object', required: [last.name], properties: { [last.name]: accepted } } };
      return aimAt(steps, { type: 'object', ...refused });
    }
    if (steps.length < path.length) return null;
    const aim = aimOf(difference);
    if (aim !== null) return aimAt(steps, aim);
    const accepted = this.#acceptedBy(acceptingSide(schemas.pair), schemas.pair);
    return accepted === null ? null : aimAt(steps, { not: accepted });
  }

  /** Null where it cannot stand inside of another schema. */
  #acceptedBy(node: SchemaNode, { carriage }: SchemaPair): Json | null {
    const plain = this.#plain.of(node);
    if (isFault(plain)) return null;
    const accepted = projected(plain, carriage.direction === 'response' ? 'server' : 'client', 'receiver');
    return accepted === null || JSON.stringify(accepted).includes('"$ref"') ? null : accepted;
  }

  #refusedLocally(pair: SchemaPair, value: Json): boolean {
    const sides = this.#sidesOf(pair);
    if ('because' in sides) return false;
    try {
      return !validator(sides.outer, { dialect: '2020-12', assertFormats: true })(value);
    } catch {
      return false;
    }
  }

  #ask(outer: Json, inner: Json): ReturnType<typeof decideContainment> {
    this.#work += workPerQuestion + this.#lengthOf(outer) + this.#lengthOf(inner);
    if (this.#work > workPerComparison) {
      return { answer: 'unknown', because: 'the comparison had used up its work on examples' };
    }
    const answer = decideContainment(outer, inner, {
      dialect: '2020-12',
      assertFormats: true,
      steps: stepsPerQuestion,
      spent: (steps) => {
        this.#work += steps;
      },
    });
    if (answer.answer !== 'unknown' || !answer.because.includes('call stack')) return answer;
    return { answer: 'unknown', because: 'a schema stands for itself' };
  }

  #lengthOf(schema: Json): number {
    let length = this.#lengths.get(schema);
    if (length === undefined) {
      length = JSON.stringify(schema).length;
      this.#lengths.set(schema, length);
    }
    return length;
  }

  /** The client holds to the base and the server runs the revision: whoever sends, that is the inner side. */
  #sidesOf(pair: SchemaPair): Sides | { readonly because: string } {
    let sides = this.#sides.get(pair);
    if (sides === undefined) {
      sides = this.#makeSides(pair);
      this.#sides.set(pair, sides);
    }
    return sides;
  }

  #makeSides({ before, after, carriage }: SchemaPair): Sides | { readonly because: string } {
    const base = this.#plain.of(before);
    const revision = this.#plain.of(after);
    if (isFault(base) || isFault(revision)) return { because: 'a schema is broken or nests too deeply' };
    const sender = carriage.direction === 'response' ? 'server' : 'client';
    const [sent, accepted] = sender === 'client' ? [base, revision] : [revision, base];
    const inner = projected(sent, sender, 'sender');
    const outer = projected(accepted, sender, 'receiver');
    return inner === null || outer === null ? { because: 'the schemas nest too deeply' } : { inner, outer };
  }

  /** The whole message around a value, with what else the base asks for. */
  #write({ context }: Difference, value: Json): string | null {
    const { place, operation } = context;
    if (operation === null) return null;
    if (place.message === 'response') return writeResponse(place, value);
    const sender = operation.kind === 'path' ? this.#base : this.#revision;
    const found = findOperation(sender, operation);
    if (found === null) return null;
    const counterpart = findOperation(sender === this.#base ? this.#revision : this.#base, operation);
    const described =
      counterpart === null
        ? found
        : { ...found, parameters: spreadObjects(found.parameters, counterpart.parameters).before };
    const parameters = new Map<string, unknown>();
    for (const parameter of described.parameters.values()) {
      if (!parameter.required) continue;
      const schema = parameter.schema ?? parameter.content?.schema ?? null;
      const words = parameter.in === 'path' ? this.#wordsBeside(described.path, parameter.name) : [];
      const sample = this.#sample(schema, words);
      if (sample === undefined) return null;
      parameters.set(parameter.key, sample.value);
    }
    const { requestBody } = described;
    let body: { mediaType: string; value: unknown } | null = null;
    if (place.where !== 'body' && requestBody?.required) {
      const [mediaType] = requestBody.content.values();
      const sample = mediaType && this.#sample(mediaType.schema);
      if (mediaType === undefined || sample === undefined) return null;
      body = { mediaType: mediaType.name, value: sample.value };
    }
    return writeRequest({ operation: described, place, value, parameters, body });
  }

  /**
   * Segments that no value of a path parameter may be, lest the call goes elsewhere: those that clients resolve away, and
   * the words that another path has in its place.
   */
  #wordsBeside(path: string, parameter: string): string[] {
    const segments = path.split('/');
    const at = segments.indexOf(`{${parameter}}`);
    const words = new Set(['', '.', '..']);
    if (at < 0) return [...words];
    this.#pathsByLength ??= Map.groupBy(splitPaths([this.#base, this.#revision]), ({ length }) => length);
    for (const theirs of this.#pathsByLength.get(segments.length) ?? []) {
      const word = theirs[at]!;
      if (!word.includes('{')) words.add(word);
    }
    return [...words];
  }

  /** A value in a path takes part in routing, so that it is none of some words. */
  #sample(
    node: SchemaNode | null,
    words: readonly string[] = [],
    sender: 'client' | 'server' = 'client',
  ): { readonly value: Json } | undefined {
    if (node === null) return { value: 'a' };
    const plain = this.#plain.of(node);
    if (isFault(plain)) return undefined;
    const sent = projected(plain, sender, 'sender');
    if (sent === null) return undefined;
    const wanted = words.length > 0 ? without(sent, words) : sent;
    return sampleValue(wanted, { dialect: '2020-12', assertFormats: true, steps: stepsPerQuestion });
  }
}

function holdsNull(value: Json): boolean {
  return value === null || (typeof value === 'object' && Object.values(value).some((each: Json) => each === null));
}

/** A value, list or object of which nothing is null; said under `not`, so that it counts for nothing else. */
function withoutNull(schema: Json): Json {
  if (!isObject(schema)) return schema;
  const isNull = { type: 'null' };
  const holds = [
    isNull,
    { type: 'array', contains: isNull },
    { type: 'object', not: { additionalProperties: { not: isNull } } },
  ];
  return { ...schema, not: { anyOf: schema.not === undefined ? holds : [...holds, schema.not] } };
}

/** Null where the schema nests more deeply than the stack is high. */
function projected(schema: PlainSchema, sender: 'client' | 'server', side: 'sender' | 'receiver'): Json | null {
  try {
    return project(schema as Json, { sender, side });
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

const pairNumbers = new WeakMap<SchemaPair, number>();
let pairCount = 0;

function keyOf(pair: SchemaPair): number {
  let number = pairNumbers.get(pair);
  if (number === undefined) {
    pairCount += 1;
    number = pairCount;
    pairNumbers.set(pair, number);
  }
  return number;
}

function isFault(schema: PlainSchema | { readonly fault: string }): schema is { readonly fault: 'too-deep' } {
  return typeof schema === 'object' && 'fault' in schema && typeof schema.fault === 'string';
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Keywords that can be repeated word for word to say "not refused by this one". */
const plainKeywords = new Set([
  'type',
  'enum',
  'const',
  'multipleOf',
  'maximum',
  'exclusiveMaximum',
  'minimum',
  'exclusiveMinimum',
  'maxLength',
  'minLength',
  'pattern',
  'maxItems',
  'minItems',
  'uniqueItems',
  'maxProperties',
  'minProperties',
  'required',
  'dependentRequired',
]);

/**
 * What a value must be like, at the place of the finding, to show this finding and not another: refused by the very
 * keyword that the rule is about. Null where the rule does not say.
 */
function aimOf({ rule, facts, context, schemas }: Difference): Json | null {
  if (rule.aim !== undefined) return rule.aim(facts, context) as Json;
  const keyword = typeof rule.at === 'function' ? rule.at(facts) : rule.at;
  if (keyword === undefined || rule.on !== 'schema') return null;
  const accepting = acceptingSide(schemas!.pair);
  if (keyword === 'format') {
    const { format, valueTypes } = accepting;
    const meaning = format === null ? null : meaningOfFormat(format, valueTypes ?? []);
    return meaning && { not: meaning };
  }
  if (!plainKeywords.has(keyword)) return null;
  if (keyword === 'type') {
    const types = accepting.types;
    return types === null ? null : { not: { type: [...types] } };
  }
  const written = accepting.values(keyword).map(({ value }) => ({ [keyword]: value as Json }));
  if (written.length === 0) return null;
  return { not: written.length === 1 ? written[0]! : { allOf: written } };
}

/**
 * The steps to the place in a value that a finding is held to. A finding about a property stands in its parent's pair,
 * but its path ends at the property itself; what lies in `contains` or `propertyNames` has no place of its own.
 */
function stepsOf(rule: Rule, path: readonly SchemaStep[]): readonly SchemaStep[] {
  const steps = rule.on === 'property' ? path.slice(0, -1) : path;
  const inside = steps.findIndex(({ kind }) => kind === 'keyword');
  return inside < 0 ? steps : steps.slice(0, inside);
}

const showsAnother = 'the example found shows another change';

function acceptingSide({ before, after, carriage }: SchemaPair): SchemaNode {
  return carriage.direction === 'response' ? before : after;
}

/** What the outer side accepts, or what is not aimed at. */
function orElse(outer: Json, aimed: Json): JsonObject {
  if (!isObject(outer)) return { anyOf: [outer, { not: aimed }] };
  const { $defs, ...bare } = outer;
  return { anyOf: [bare, { not: aimed }], ...($defs === undefined ? {} : { $defs }) };
}

/**
 * As `aimAt`, of messages that lack nothing else on the way: what another finding says is missed would hide what this one
 * shows. Null where nothing else can be missed.
 */
function aimAtComplete({ schemas, rule, context }: Difference, steps: readonly SchemaStep[], aim: Json): Json | null {
  const { root } = schemas!;
  const own = rule.on === 'property' ? context.place.path.at(-1) : undefined;
  let pair: SchemaPair | undefined = root;
  const demands: (readonly string[])[] = [];
  for (let at = 0; at <= steps.length && pair !== undefined; at++) {
    const step: SchemaStep | undefined = steps[at] ?? own;
    const here: SchemaPair = pair;
    demands.push(missedIn(here).filter((name) => step?.kind !== 'property' || name !== step.name));
    const wanted = JSON.stringify(steps[at]);
    pair = here.edges.find((edge) => JSON.stringify(edge.step) === wanted)?.target;
  }
  if (demands.every((names) => names.length === 0)) return null;
  return steps.reduceRight<Json>(
    (schema, step, at) => withDemand(aimAt([step], schema), demands[at]),
    withDemand(aim, demands[steps.length]),
  );
}

/** What is demanded now and may be missing, of what the sender describes. */
function missedIn(pair: SchemaPair): string[] {
  const sent = pair.carriage.direction === 'response' ? pair.after : pair.before;
  return [...acceptingSide(pair).properties.values()].flatMap(({ name, required }) =>
    required && sent.properties.get(name)?.required === false ? [name] : [],
  );
}

function withDemand(schema: Json, names: readonly string[] | undefined): Json {
  if (names === undefined || names.length === 0) return schema;
  return { allOf: [schema, { type: 'object', required: [...names] }] };
}

/** A schema that asks for the aim at the end of the steps. */
function aimAt(steps: readonly SchemaStep[], aim: Json): Json {
  let schema = aim;
  for (const step of [...steps].reverse()) {
    switch (step.kind) {
      case 'property':
        schema = { type: 'object', required: [step.name], properties: { [step.name]: schema } };
        break;
      case 'items':
      case 'prefixItem': {
        const index = step.kind === 'items' ? 0 : step.index;
        const before = Array.from({ length: index }, () => true);
        schema = { type: 'array', minItems: index + 1, prefixItems: [...before, schema] };
        break;
      }
      case 'additionalProperties':
        schema = { type: 'object', required: [freshName], properties: { [freshName]: schema } };
        break;
      case 'patternProperty':
        schema = { type: 'object', not: { patternProperties: { [step.pattern]: { not: schema } } } };
        break;
      case 'branch':
      case 'subtype':
      case 'keyword':
        break;
    }
  }
  return schema;
}

/** A property name that nobody describes. */
const freshName = 'anything';

/** Where the steps lead in a value: one place, or several where a pattern matches several names. */
function placesAt(whole: Json, steps: readonly SchemaStep[]): { readonly pointer: string; readonly value: Json }[] {
  let places = [{ pointer: '', value: whole }];
  for (const step of steps) {
    if (step.kind === 'branch' || step.kind === 'subtype') continue;
    places = places.flatMap(({ pointer, value }) => {
      if (typeof value !== 'object' || value === null) return [];
      const entries: [string, Json][] = Object.entries(value);
      return entries
        .filter(([name]) => leadsTo(step, name))
        .map(([name, each]) => {
          return { pointer: `${pointer}/${escapeToken(name)}`, value: each };
        });
    });
  }
  return places;
}

function leadsTo(step: SchemaStep, name: string): boolean {
  switch (step.kind) {
    case 'property':
      return name === step.name;
    case 'items':
      return name === '0';
    case 'prefixItem':
      return name === String(step.index);
    case 'additionalProperties':
      return name === freshName;
    case 'patternProperty':
      return matches(step.pattern, name);
    default:
      return false;
  }
}

function matches(pattern: string, name: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(name);
  } catch {
    return false;
  }
}

function acceptor(schema: Json): (value: Json) => boolean {
  try {
    return validator(schema, { dialect: '2020-12', assertFormats: true });
  } catch {
    return () => false; // made of what a document says, which need not be a schema: what cannot be checked is not shown
  }
}

/** Whether a receiver may read the text of the value as one that it accepts: `1` in a query is a number and a string. */
function acceptsAsText(outer: Json, value: Json, { form, repeats }: SchemaPair['carriage']): boolean {
  const single = textReadings(value, form);
  const readings = repeats && !Array.isArray(value) ? [...single, ...single.map((reading) => [reading])] : single;
  try {
    const accepts = validator(outer, { dialect: '2020-12', assertFormats: true });
    return readings.some((reading) => accepts(reading));
  } catch {
    return true; // what cannot be checked is not shown
  }
}

function isJsonField(name: string, value: Json, form: FormFields | null): boolean {
  if (form === null) return false;
  const isOfObjects = Array.isArray(value) ? value.some(isObject) : isObject(value);
  return form.json.includes(name) || (form.objectsAsJson && !form.other.includes(name) && isOfObjects);
}

/** Where a name that is written once is a list of one. */
function listOfOne(schema: Json): Json {
  if (!isObject(schema)) return { type: 'array', prefixItems: [schema], minItems: 1, maxItems: 1 };
  const { $defs, ...texts } = schema;
  return { type: 'array', prefixItems: [texts], minItems: 1, maxItems: 1, ...($defs === undefined ? {} : { $defs }) };
}

function textReadings(value: Json, form: FormFields | null = null): Json[] {
  if (Array.isArray(value)) {
    const each = value.map((item) => textReadings(item));
    return [0, 1].map((index) => each.map((readings) => readings[Math.min(index, readings.length - 1)] as Json));
  }
  if (isObject(value)) {
    const entries = Object.entries(value).map(
      ([name, each]) => [name, isJsonField(name, each, form) ? [each] : textReadings(each)] as const,
    );
    return [0, 1].map((index) =>
      Object.fromEntries(
        entries.map(([name, readings]) => [name, readings[Math.min(index, readings.length - 1)] as Json] as const),
      ),
    );
  }
  if (typeof value !== 'string') return [value === null ? '' : String(value), value];
  const readings: Json[] = [value];
  if (value === 'true' || value === 'false') readings.push(value === 'true');
  if (value === '') readings.push(null);
  if (/^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(value)) readings.push(Number(value));
  return readings;
}

function findOperation(api: Api, operation: OperationRef): Operation | null {
  const wanted = operationKey(operation, operation.method);
  const entry = api.operations.get(wanted) ?? findCallback(api.operations.values(), operation.path, wanted);
  return entry?.read() ?? null;
}

/** Callbacks stand inside the operations whose paths their own begin with. */
function findCallback(entries: Iterable<OperationEntry>, path: string, wanted: string): OperationEntry | null {
  for (const entry of entries) {
    if (!normalisePath(path).startsWith(`${normalisePath(entry.path)} → `)) continue;
    const { callbacks } = entry.read();
    const found = callbacks.find(({ key }) => key === wanted) ?? findCallback(callbacks, path, wanted);
    if (found !== null) return found;
  }
  return null;
}

function splitPaths(apis: readonly Api[]): (readonly string[])[] {
  const entries = apis.flatMap((api) => [...api.operations.values()]);
  const paths = new Set(entries.filter(({ kind }) => kind === 'path').map(({ path }) => path));
  return [...paths].map((path) => path.split('/'));
}

function without(schema: Json, values: readonly Json[]): Json {
  if (!isObject(schema)) return schema === true ? { not: { enum: values } } : schema;
  const refused = { enum: values };
  return { ...schema, not: schema.not === undefined ? refused : { anyOf: [refused, schema.not] } };
}
