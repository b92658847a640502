// What the leading tool names where schemas are composed. It compares compositions as they are written: the parts of an
// `allOf` apart from the schema that joins them, alternatives by their names, and a list of one as a list; our findings
// come from schemas that are merged and folded first. So where a body has a composition that changed, its schemas are
// read once more as they are written, the same rules name the ids of that reading, and each id goes to the finding that
// speaks of the same thing. It bears on ids alone, never on what is found or how it is judged.

import { Reach } from '../base/index.ts';
import {
  type Carriage,
  type Context,
  carriedBelow,
  type FindContext,
  heldSchemas,
  isUnsent,
  type SchemaPair,
  type SchemaStep,
} from '../diff/index.ts';
import { canonicalText, type SchemaNode, type SchemaProperty, SchemaReader, saysNullable } from '../spec/index.ts';
import { isBehindDiscriminator } from './describe-place.ts';
import type { Difference, Reworded } from './find-differences.ts';
import { judgeLifecycle, schemaMarks } from './lifecycle.ts';
import { compareForms, conditional, isComposing } from './literal-forms.ts';
import { NearestPlaces, stepsTo, type Visit } from './nearest-places.ts';
import { schemaPeers } from './peer-ids.ts';
import type { Facts, Lifecycle, PeerQuery, Rule, RuleContext } from './rule.ts';

/** What the literal reading names in one place. */
interface Naming {
  /** Which rules speak of it, the likeliest first. */
  readonly rules: readonly string[];
  readonly facts: Facts | null;
  readonly steps: readonly SchemaStep[];
  readonly peers: readonly string[];
}

const ofTypes = new Set(['type-changed', 'format-changed', 'inner-list-format-changed']);
const aboutForms = new Set([
  'alternative-added',
  'alternative-removed',
  'alternatives-wrapped',
  'alternatives-unwrapped',
  'part-added',
  'part-removed',
  'became-nullable',
  'became-not-nullable',
  'excluded-value-added',
  'excluded-value-removed',
  'values-narrowed',
  'values-widened',
]);

/**
 * The ids of those differences that lie in a body, parameter or header with a composition, and of what only has other
 * words there; of the others it says nothing.
 */
export function nameLiterally(
  kept: readonly Difference[],
  withdrawn: readonly Difference[],
  reworded: readonly Reworded[],
  rules: readonly Rule[],
  { asOf }: Pick<RuleContext, 'asOf'>,
): ReadonlyMap<Difference | Reworded, readonly string[]> {
  const named = new Map<Difference | Reworded, string[]>();
  const groups = new Map<Context, { root: SchemaPair; kept: Difference[]; withdrawn: Difference[] }>();
  for (const [list, differences] of [
    ['kept', kept],
    ['withdrawn', withdrawn],
  ] as const) {
    for (const difference of differences) {
      const { schemas } = difference;
      // Where only a discriminator leads the leading tool does not look.
      if (schemas === null || isBehindDiscriminator(schemas.rootContext.place)) continue;
      const group = groups.get(schemas.rootContext) ?? { root: schemas.root, kept: [], withdrawn: [] };
      group[list].push(difference);
      groups.set(schemas.rootContext, group);
    }
  }
  const reading = new LiteralReading(rules, asOf);
  const texts = new TextsOnce();
  // The bodies that share a schema one after another: its places are the same in all of them.
  for (const [context, group] of [...Map.groupBy(groups, ([, { root }]) => root).values()].flat()) {
    if (!reading.isComposed(group.root)) continue;
    for (const difference of [...group.kept, ...group.withdrawn]) named.set(difference, []);
    const holders = new Holders(group.kept, group.withdrawn, texts);
    for (const naming of reading.read(group.root, context)) {
      for (const holder of holders.of(naming)) named.get(holder)?.push(...naming.peers);
    }
  }
  for (const each of reworded) {
    const namings = reading.isComposed(each.root) ? reading.read(each.root, each.rootContext) : [];
    named.set(
      each,
      namings.flatMap(({ peers }) => peers),
    );
  }
  return named;
}

/** Finds the findings that speak of what was named; where none does, the one that speaks of what it belongs to. */
class Holders {
  readonly #kept: readonly Difference[];
  readonly #byPlace = new Map<string, Difference[]>();
  /** The first of those that are kept about the forms of a place. */
  readonly #aboutForms = new Map<string, Difference>();
  /** The first of those that are kept at a place or below it; null until it is asked for. */
  #below: Map<string, Difference> | null = null;
  readonly #texts: TextsOnce;

  constructor(kept: readonly Difference[], withdrawn: readonly Difference[], texts: TextsOnce) {
    this.#texts = texts;
    this.#kept = kept;
    for (const [differences, isKept] of [
      [kept, true],
      [withdrawn, false],
    ] as const) {
      for (const difference of differences) {
        const place = placeKey(difference.context.place.path, texts);
        const here = this.#byPlace.get(place);
        if (here === undefined) this.#byPlace.set(place, [difference]);
        else here.push(difference);
        if (isKept && aboutForms.has(difference.rule.id) && !this.#aboutForms.has(place))
          this.#aboutForms.set(place, difference);
      }
    }
  }

  of({ rules, facts, steps }: Naming): readonly Difference[] {
    const way = placesAlong(steps, this.#texts);
    const place = way.at(-1)!;
    const here = this.#byPlace.get(place) ?? [];
    for (const id of rules) {
      const same = here.filter(({ rule }) => rule.id === id);
      const exact = facts === null ? [] : same.filter((each) => this.#texts.of(each.facts) === this.#texts.of(facts));
      if (exact.length > 0) return exact;
      if (same.length > 0) return facts === null ? same : same.slice(0, 1);
    }
    const near = here.find(({ rule }) => aboutForms.has(rule.id)) ?? here[0] ?? this.#firstBelow(place);
    if (near !== undefined) return [near];
    const above = way.findLast((each) => this.#aboutForms.has(each));
    return above === undefined ? [] : [this.#aboutForms.get(above)!];
  }

  #firstBelow(place: string): Difference | undefined {
    if (this.#below === null) {
      this.#below = new Map();
      for (const difference of this.#kept) {
        for (const each of placesAlong(difference.context.place.path, this.#texts))
          if (!this.#below.has(each)) this.#below.set(each, difference);
      }
    }
    return this.#below.get(place);
  }
}

/** Facts and steps as text, each written once: hundreds of bodies lead to the same ones. */
class TextsOnce {
  readonly #known = new WeakMap<object, string>();

  of(value: object): string {
    let text = this.#known.get(value);
    if (text === undefined) {
      text = canonicalText(value);
      this.#known.set(value, text);
    }
    return text;
  }
}

/** Where a value is, whichever part or alternative describes it. */
function placeKey(steps: readonly SchemaStep[], texts: TextsOnce): string {
  return placesAlong(steps, texts).at(-1)!;
}

/** The way there, from where nothing leads on to the place itself. */
function placesAlong(steps: readonly SchemaStep[], texts: TextsOnce): readonly string[] {
  const places = [''];
  for (const step of steps) {
    if (step.kind !== 'branch' && step.kind !== 'keyword') places.push(`${places.at(-1)}${texts.of(step)} `);
  }
  return places;
}

/** What the rules say of two schemas as they are written, wherever these stand. */
interface Judgement {
  readonly said: readonly {
    readonly rules: readonly string[];
    /** The rule that names its ids, or the ending of them. */
    readonly by: Rule | string;
    readonly facts: Facts | null;
    /** To the property that is spoken of; null where it is the schema. */
    readonly step: SchemaStep | null;
    readonly unsent: boolean;
    readonly lifecycle: Lifecycle | null;
  }[];
  readonly below: readonly { readonly step: SchemaStep; readonly judgement: () => Judgement }[];
}

const nothing: Judgement = { said: [], below: [] };

class LiteralReading {
  readonly #rules: readonly Rule[];
  readonly #asOf: RuleContext['asOf'];
  readonly #readers = new Map<SchemaReader, SchemaReader>();
  readonly #composed = new Reach<SchemaPair>(
    ({ edges }) => edges.map(({ target }) => target),
    ({ before, after }) =>
      [before, after].some((schema) => schema.layers.some(({ spot: { value } }) => isComposing(value))),
  );
  readonly #judgements = new Map<string, Judgement>();
  readonly #leadsToSaid = new Reach<Judgement>(
    ({ below }) => below.map(({ judgement }) => judgement()),
    ({ said }) => said.length > 0,
  );
  readonly #places = new NearestPlaces<Judgement>(
    ({ below }) =>
      below
        .map(({ step, judgement }) => ({ step, target: judgement() }))
        .filter(({ target }) => this.#leadsToSaid.from(target)),
    ({ said }) => said.length > 0,
  );
  /** Of what was read last. */
  #visits: { readonly of: Judgement | null; readonly all: readonly Visit<Judgement>[] } = { of: null, all: [] };

  constructor(rules: readonly Rule[], asOf: RuleContext['asOf']) {
    this.#rules = rules;
    this.#asOf = asOf;
  }

  /** Whether somewhere in it schemas differ that are composed of others. */
  isComposed(root: SchemaPair): boolean {
    const isReadable = ![root.before, root.after].some(({ spots, synthetic }) => spots.length !== 1 || synthetic);
    return isReadable && this.#composed.from(root);
  }

  read(root: SchemaPair, rootContext: Context): Naming[] {
    const found: Naming[] = [];
    const [before, after] = [root.before, root.after].map((schema) => this.#literal(schema)) as [
      SchemaNode,
      SchemaNode,
    ];
    // The leading tool calls a webhook's payload a request, whoever sends it.
    const direction = rootContext.place.message ?? rootContext.direction;
    for (const visit of this.#visitsFrom(this.#judge(before, after, root.carriage, root, rootContext))) {
      const steps = stepsTo(visit);
      for (const { rules, by, facts, step, unsent, lifecycle } of visit.node.said) {
        const at = step === null ? steps : [...steps, step];
        const place = { ...rootContext.place, path: [...rootContext.place.path, ...at] };
        const query = { direction, place, facts: facts ?? {}, context: { ...rootContext, unsent, place }, lifecycle };
        const peers = typeof by === 'string' ? endingPeers(by, query) : (by.peers?.(query) ?? []);
        if (peers.length > 0) found.push({ rules, facts, steps: at, peers });
      }
    }
    return found;
  }

  #visitsFrom(judgement: Judgement): readonly Visit<Judgement>[] {
    if (this.#visits.of !== judgement)
      this.#visits = { of: judgement, all: [...this.#places.from(judgement, () => {})] };
    return this.#visits.all;
  }

  #literal({ reader, spots }: SchemaNode): SchemaNode {
    let literal = this.#readers.get(reader);
    if (literal === undefined) {
      literal = new SchemaReader(reader.dialect, { literal: true });
      this.#readers.set(reader, literal);
    }
    return literal.node(spots[0]!);
  }

  #judge(
    before: SchemaNode,
    after: SchemaNode,
    carriage: Carriage,
    root: SchemaPair,
    { base, revision, direction, place }: Context,
  ): Judgement {
    const isResponse = (place.message ?? direction) === 'response';
    const key = canonicalText([before.key, after.key, carriage, isResponse]);
    const known = this.#judgements.get(key);
    if (known !== undefined) return known;
    const isReadable = ![before, after].some(({ cyclic, broken }) => cyclic || broken);
    if (!isReadable || root.same(before, after)) {
      this.#judgements.set(key, nothing);
      return nothing;
    }
    const said: Judgement['said'][number][] = [];
    const below: Judgement['below'][number][] = [];
    const judgement: Judgement = { said, below };
    this.#judgements.set(key, judgement);

    const { unsent } = carriage;
    const note = (rules: readonly string[], ending: string) =>
      said.push({ rules, by: ending, facts: null, step: null, unsent, lifecycle: null });
    const apply = (
      rule: Rule,
      pair: unknown,
      more: Pick<Judgement['said'][number], 'step' | 'unsent' | 'lifecycle'>,
    ) => {
      const context: FindContext & Pick<RuleContext, 'asOf'> = { ...carriage, base, revision, asOf: this.#asOf };
      const rules = [rule.id, rule.id.replace('enum-value', 'excluded-value')];
      for (const facts of rule.find(pair as never, { ...context, unsent: more.unsent }))
        said.push({ rules, by: rule, facts, ...more });
    };
    const same = (left: SchemaNode, right: SchemaNode) => root.same(left, right);
    const descend = (step: SchemaStep, left: SchemaNode, right: SchemaNode, isLeftOut = unsent) => {
      if (step.kind !== 'property') announce(left, right);
      const carried = { ...carriage, ...carriedBelow(carriage, step, [left, right]), unsent: isLeftOut };
      const context = { base, revision, direction, place } as Context;
      let made: Judgement | null = null;
      below.push({
        step,
        judgement: () => {
          made ??= this.#judge(left, right, carried, root, context);
          return made;
        },
      });
    };

    /** Of whatever a property holds it says that the property is deprecated. */
    const announce = (left: SchemaNode, right: SchemaNode) => {
      const held = (schema: SchemaNode, parent: SchemaNode) => ({ name: '', schema, required: false, parent });
      const pair = { before: held(left, before), after: held(right, after), parents: { before, after } };
      const own = this.#rules.filter(({ on, about }) => on === 'property' && about === 'lifecycle');
      for (const rule of own) apply(rule, pair, { step: null, unsent, lifecycle: null });
    };

    const forms = compareForms(before, after, same, isResponse);
    for (const { rules, ending } of forms.endings) note(rules, ending);
    if (forms.isWhole) return judgement;

    for (const rule of this.#rules) {
      if (rule.on !== 'schema' || (!forms.isTyped && ofTypes.has(rule.id))) continue;
      // Of an object that became one of several it says no more than that.
      if (forms.wrapped.size > 0 && rule.keywords?.includes('discriminator')) continue;
      if (rule.keywords?.some((keyword) => before.has(keyword) || after.has(keyword)) === false) continue;
      apply(rule, { before, after }, { step: null, unsent, lifecycle: null });
    }
    if (before.types === null || after.types === null) {
      const [was, is] = [before, after].map(({ spot, reader }) => saysNullable(spot.value, reader.dialect));
      const ending = is ? 'became-nullable' : 'became-not-nullable';
      if (was !== is) note([ending], ending);
    }
    for (const name of new Set([...before.properties.keys(), ...after.properties.keys()])) {
      const left = before.properties.get(name) ?? null;
      const right = after.properties.get(name) ?? null;
      if (right === null && forms.wrapped.has(name)) continue;
      const isSame = left !== null && right !== null && same(left.schema, right.schema);
      if (isSame && left.required === right.required) continue;
      const pair = { before: left, after: right, parents: { before, after } };
      const step: SchemaStep = { kind: 'property', name };
      const more = {
        step,
        unsent: unsent || isUnsentProperty(carriage, left, right),
        lifecycle: left && judgeLifecycle(schemaMarks(left.schema), right === null, this.#asOf),
      };
      for (const rule of this.#rules) if (rule.on === 'property') apply(rule, pair, more);
      if (left !== null && right !== null && !isSame)
        descend(step, left.schema, right.schema, isUnsent(carriage, left, right));
    }
    for (const { step, left, right } of heldSchemas(before, after)) descend(step, left, right);
    for (const keyword of conditional) {
      const [left, right] = [before.child(keyword), after.child(keyword)];
      if (left !== null && right !== null) descend({ kind: 'keyword', keyword, name: null }, left, right);
    }
    for (const { keyword, left, right } of forms.matched)
      descend({ kind: 'keyword', keyword, name: null }, left.schema, right.schema);
    return judgement;
  }
}

/** It has no word for an object that became one of several but at the root of a body. */
function endingPeers(ending: string, query: PeerQuery<Facts>): readonly string[] {
  const peers = schemaPeers(ending, query);
  return ending === 'wrapped-in-one-of' && peers.length === 0 ? schemaPeers('one-of-added', query) : peers;
}

function isUnsentProperty({ direction }: Carriage, left: SchemaProperty | null, right: SchemaProperty | null): boolean {
  if (direction === 'request') return (left ?? right)?.schema.readOnly === true;
  return direction === 'response' && (right ?? left)?.schema.writeOnly === true;
}
