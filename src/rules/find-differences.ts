// Puts every pair of the walk before the rules that ask for its kind, and collects what they find with its place. A
// pair of schemas is judged once however many operations use it; afterwards its findings are set down at each place
// from which it is reached.

import { type IsoDate, Reach } from '../base/index.ts';
import {
  type Both,
  type Context,
  type Direction,
  type Either,
  type ElementKind,
  type FindContext,
  type OfWhole,
  type Pairs,
  type SchemaPair,
  type SchemaStep,
  type Visitor,
  type WalkCost,
  type WalkOptions,
  walk,
} from '../diff/index.ts';
import type { Api, LifecycleMarks, SchemaProperty, Spot } from '../spec/index.ts';
import { canonicalText, elementSpots, memberSpot, type SchemaNode } from '../spec/index.ts';
import { stepSegment } from './describe-place.ts';
import { judgeLifecycle, schemaMarks } from './lifecycle.ts';
import {
  compositionMarks,
  elementMarks,
  type Found,
  type Mark,
  propertyMarks,
  type Shown,
  schemaMarksOf,
  subtypeMarks,
} from './mark.ts';
import { NearestPlaces, stepsTo, type Visit, wayTo } from './nearest-places.ts';
import { type Facts, type Lifecycle, type Rule, severityOf } from './rule.ts';
import { SharedPlaces } from './shared-places.ts';

/** What a rule found, in one place. */
export interface Difference extends Found {
  readonly context: Context;
  readonly before: Mark;
  readonly after: Mark;
  readonly lifecycle: Lifecycle | null;
  /** For findings inside a schema: the pair that was judged, and the body, parameter or header it belongs to. */
  readonly schemas: {
    readonly pair: SchemaPair;
    readonly root: SchemaPair;
    readonly rootContext: Context;
    /** The outermost pair with alternatives that the finding lies in, or is about. */
    readonly choice: SchemaPair | null;
  } | null;
}

/** A body, parameter or header, perhaps in other words alone. */
export interface Reworded {
  readonly root: SchemaPair;
  readonly rootContext: Context;
}

export interface Differences {
  readonly found: readonly Difference[];
  /**
   * Bodies, parameters and headers that differ although no rule has anything to say but that a part has another name, and
   * that may differ unread.
   */
  readonly unspoken: readonly Reworded[];
  /** Those that every rule read and found the same, though the author chose other words. */
  readonly rewritten: readonly Reworded[];
  /** Of those that reach a schema in more ways than are listed, or inside of itself: which schemas these are. */
  readonly partlyListed: ReadonlyMap<SchemaPair, ReadonlySet<SchemaPair>>;
  readonly cost: WalkCost;
  /**
   * What was left out: `steps` where the budget ended and the rest was not compared, `depth` where something lies too
   * deep to be placed, `places` where one body reaches a schema in more ways than are listed, `share` where all bodies
   * together have more places than are listed, and `alarms` where some of these may break.
   */
  readonly cuts: ReadonlySet<'steps' | 'depth' | 'places' | 'share' | 'alarms'>;
}

export interface FindOptions extends WalkOptions {
  readonly asOf: IsoDate;
  /** Steps (schema pairs judged, places visited) after which a comparison gives up. */
  readonly workLimit: number;
  /** The places of all bodies, parameters and headers together that are listed. */
  readonly placesLimit: number;
}

interface LocalDifference extends Found {
  readonly step: SchemaStep | null;
  readonly unsent: boolean;
  readonly before: Mark;
  readonly after: Mark;
  readonly owner: { readonly before: Spot; readonly after: Spot };
  readonly lifecycle: Lifecycle | null;
}

interface Judgement {
  /** What is found there, and what of it is not said already of what it is a subtype of. */
  readonly all: readonly LocalDifference[];
  readonly own: readonly LocalDifference[];
}

function sayingOf({ rule, facts, step }: LocalDifference): string {
  return canonicalText([rule.id, facts, step]);
}

/** A place that lies deeper takes the room of several: where a thousand schemas are a ring, the way to it is as long. */
const usualDepth = 64;

export function findDifferences(base: Api, revision: Api, rules: readonly Rule[], options: FindOptions): Differences {
  const byKind = new Map<ElementKind, Rule[]>();
  for (const rule of rules) {
    if (rule.on !== 'release') byKind.set(rule.on, [...(byKind.get(rule.on) ?? []), rule]);
  }
  const found: Difference[] = [];
  const unspoken: Differences['unspoken'][number][] = [];
  const rewritten: Differences['rewritten'][number][] = [];
  const differing = new Map<SchemaPair, Context[]>();
  const partlyListed = new Map<SchemaPair, Set<SchemaPair>>();
  const judged = new Map<SchemaPair, Judgement>();
  const inSchemas = new SharedPlaces<Difference>(
    options.placesLimit,
    isSevere,
    ({ rule, facts, schemas }) => changeOf(rule, facts, schemas!.pair),
    ({ context }) => Math.max(1, context.place.path.length / usualDepth),
  );
  const changes = new Map<LocalDifference, string>();
  let steps = 0;
  let exhausted = false;
  const cuts = new Set<'steps' | 'depth' | 'places' | 'share' | 'alarms'>();

  const spend = () => {
    steps += 1;
    if (steps > options.workLimit) {
      exhausted = true;
      cuts.add('steps');
    }
    return !exhausted;
  };

  const apply = <K extends ElementKind>(kind: K, pair: Pairs[K], findContext: FindContext) => {
    const context = { ...findContext, asOf: options.asOf };
    const results: Found[] = [];
    const asked = byKind.get(kind) ?? [];
    for (const rule of kind === 'schema' ? withKeywords(asked, pair as Pairs['schema']) : asked) {
      for (const facts of rule.find(pair as never, context)) results.push({ rule, facts });
    }
    return results;
  };

  const judgeSchemas = (pair: SchemaPair): LocalDifference[] => {
    const { before, after, carriage } = pair;
    if (before.cyclic || after.cyclic || before.broken || after.broken) return []; // a problem of the document
    const own: LocalDifference[] = [];
    const owner = { before: before.spot, after: after.spot };
    const context: FindContext = { ...carriage, isOneForm: carriage.toldOfWhole.length > 0, base, revision };
    const add = (found: Found, marks: Both<Mark>, more: Partial<LocalDifference> = {}) => {
      own.push({ ...found, step: null, unsent: carriage.unsent, ...marks, owner, lifecycle: null, ...more });
    };
    for (const found of apply('schema', { before, after }, context)) {
      const { ofWhole } = found.rule;
      const isAmong = (told: readonly OfWhole[]) => ofWhole !== undefined && told.includes(ofWhole);
      if (isAmong(carriage.toldOfWhole) || !(pair.comparable || isAmong(pair.toldOfWhole))) continue;
      add(found, schemaMarksOf(found, pair));
    }
    for (const property of pair.properties) {
      const unsent = carriage.unsent || isUnsent(carriage.direction, property);
      for (const found of apply('property', property, { ...context, unsent })) {
        const { name } = property.before ?? property.after;
        add(found, propertyMarks(found, property), {
          step: { kind: 'property', name },
          // Whether it is sent by itself is what such a rule is about; but not where nothing around it is sent either.
          unsent: found.rule.about === 'negotiation' ? carriage.unsent : unsent,
          lifecycle:
            property.before &&
            judgeLifecycle(schemaMarks(property.before.schema), property.after === null, options.asOf),
        });
      }
    }
    if (pair.subtypes !== null) {
      const subtypes = { before: pair.subtypes, after: pair.subtypes };
      for (const found of apply('subtypes', subtypes, context)) add(found, subtypeMarks(pair));
    }
    for (const composition of pair.compositions) {
      for (const found of apply('composition', { before: composition, after: composition }, context)) {
        add(found, compositionMarks(found, pair, composition));
      }
    }
    return own;
  };

  const judge = (pair: SchemaPair): Judgement => {
    let result = judged.get(pair);
    if (result === undefined) {
      const all = spend() ? judgeSchemas(pair) : [];
      const said = new Set(pair.above.flatMap((each) => judge(each).all.map(sayingOf)));
      result = { all, own: said.size === 0 ? all : all.filter((each) => !said.has(sayingOf(each))) };
      judged.set(pair, result);
    }
    return result;
  };

  const leadsToFound = new Reach<SchemaPair>(
    (pair) => (exhausted ? [] : targetsOf(pair)),
    (pair) => judge(pair).own.length > 0,
  );
  const holdsUnread = new Reach(targetsOf, isUnread);
  const isComposed = new Reach(targetsOf, ({ compositions }) => compositions.length > 0);
  /** What 3.0 says otherwise than 3.1 the version of the document asks for, and is not the author's choice. */
  const isRewritten = (root: SchemaPair) =>
    root.before.reader.dialect === root.after.reader.dialect ? !sayTheSameOfValues(root) : isComposed.from(root);

  const places = new NearestPlaces<SchemaPair>(
    ({ edges }) => edges.filter(({ target }) => leadsToFound.from(target)),
    (pair) => judge(pair).own.length > 0,
  );

  const visitor: Visitor = {
    pair: (kind, pair, context) => {
      if (!spend()) return;
      for (const each of apply(kind, pair, context)) {
        const { before, after } = pair as Either<Partial<LifecycleMarks> & Shown>;
        found.push({
          ...each,
          context,
          ...elementMarks(each, kind, pair as Either<Shown>, context.owner),
          lifecycle:
            before?.sunset === undefined
              ? null
              : judgeLifecycle(before as LifecycleMarks, after === null, options.asOf),
          schemas: null,
        });
      }
    },

    schemas: (root, rootContext) => {
      if (leadsToFound.from(root)) {
        const others = differing.get(root);
        if (others === undefined) differing.set(root, [rootContext]);
        else others.push(rootContext);
        return;
      }
      const isReadable = ![root.before, root.after].some(({ cyclic, broken }) => cyclic || broken);
      if (!isReadable || exhausted) return;
      if (holdsUnread.from(root)) unspoken.push({ root, rootContext });
      else if (isRewritten(root)) rewritten.push({ root, rootContext });
    },
  };

  const setDown = (root: SchemaPair, rootContexts: readonly Context[]) => {
    const partly = new Set<SchemaPair>();
    const onCut = (why: 'places' | 'circle' | 'depth', at: SchemaPair) => {
      if (why !== 'circle') cuts.add(why);
      if (why !== 'depth') partly.add(at);
    };
    const visits = [...places.from(root, onCut, spend)];
    for (const rootContext of rootContexts) {
      let alarms = 0;
      const isLeftOut = (local: LocalDifference, pair: SchemaPair) => {
        if (alarms < inSchemas.share) return false;
        const change = changes.get(local) ?? changeOf(local.rule, local.facts, pair);
        changes.set(local, change);
        const isPassedOver = inSchemas.passesOver(change);
        if (isPassedOver) partly.add(pair);
        return isPassedOver;
      };
      const own: Difference[] = [];
      for (const visit of visits) {
        const locals = judge(visit.node).own.filter((local) => !isLeftOut(local, visit.node));
        for (const difference of inPlace(locals, visit, root, rootContext)) {
          own.push(difference);
          if (inSchemas.share < Number.POSITIVE_INFINITY && isSevere(difference)) alarms += 1;
        }
      }
      inSchemas.add(own);
      if (!exhausted && own.every(({ rule }) => rule.about === 'names')) unspoken.push({ root, rootContext });
    }
    if (partly.size > 0) partlyListed.set(root, partly);
  };

  const cost = walk(base, revision, visitor, options);
  // Only now: however much there is to set down, every part of the API has been judged before.
  for (const [root, rootContexts] of differing) setDown(root, rootContexts);
  if (inSchemas.isCut) cuts.add(inSchemas.lacksAlarms ? 'alarms' : 'share');
  for (const [{ schemas }] of inSchemas.cutBodies as Iterable<readonly [Difference]>) {
    const { root } = schemas!;
    partlyListed.set(root, (partlyListed.get(root) ?? new Set()).add(root));
  }
  return { found: [...found, ...inSchemas.listed], unspoken, rewritten, partlyListed, cost, cuts };
}

/** What was found of a pair of schemas, at one of the places at which a body reaches it. */
function inPlace(
  locals: readonly LocalDifference[],
  visit: Visit<SchemaPair>,
  root: SchemaPair,
  rootContext: Context,
): readonly Difference[] {
  if (locals.length === 0) return [];
  const steps = stepsTo(visit);
  const { choice, ...standing } = standingOf(visit, root, rootContext);
  const alwaysThere = isAlwaysThere(visit, rootContext);
  return locals.flatMap((local) => {
    const inside = local.step === null ? steps : [...steps, local.step];
    const context: Context = {
      ...rootContext,
      unsent: local.unsent,
      alwaysThere,
      owner: local.owner,
      place: { ...rootContext.place, path: [...rootContext.place.path, ...inside] },
      subjectPath: [...rootContext.subjectPath, ...inside.map(stepSegment)],
    };
    const { rule, facts, before, after, lifecycle } = local;
    if (rule.concerns?.(context.place, facts) === false) return [];
    const ownChoice = choice ?? (rule.on === 'composition' ? visit.node : null);
    const schemas = { pair: visit.node, ...standing, choice: ownChoice };
    return { rule, facts, context, before, after, lifecycle, schemas };
  });
}

/** What tells one change from another, wherever it stands. */
function changeOf(rule: Rule, facts: Facts, { before, after, carriage }: SchemaPair): string {
  return canonicalText([rule.id, facts, before.key, after.key, carriage]);
}

/** The rules that may have something to say of two schemas: most are about a keyword that neither side has. */
function withKeywords(rules: readonly Rule[], { before, after }: Both<SchemaNode>): readonly Rule[] {
  const [left, right] = [before.keywords, after.keywords];
  return rules.filter(({ keywords }) => keywords?.some((keyword) => left.has(keyword) || right.has(keyword)) ?? true);
}

/** Keywords of which no rule reads what they hold. */
const unread = ['not', 'if', 'then', 'else', 'dependentSchemas', 'contains', 'propertyNames'];

function isUnread({ before, after }: SchemaPair): boolean {
  if (unread.some((keyword) => before.has(keyword) || after.has(keyword))) return true;
  return hasNullAsForm(before) !== hasNullAsForm(after);
}

function targetsOf({ edges }: SchemaPair): readonly SchemaPair[] {
  return edges.map(({ target }) => target);
}

const notOfValues = new Set(['name', 'in', 'required', 'allowEmptyValue', 'collectionFormat', 'deprecated']);

/** A parameter or header of Swagger 2.0 is its own schema: how it is sent, and whether, is no wording of its values. */
function sayTheSameOfValues({ before, after, carriage }: SchemaPair): boolean {
  if (before.reader.dialect !== 'swagger-2.0' || !carriage.text || before.synthetic || after.synthetic) return false;
  const [one, other] = [before, after].map(({ layers }) => {
    const ofValues = Object.entries(layers[0]?.keywords ?? {}).filter(([keyword]) => !notOfValues.has(keyword));
    return canonicalText(Object.fromEntries(ofValues));
  });
  return one === other;
}

/** A null among the forms of a `oneOf` is read as "or null"; but where another one may be null too, it is one too many. */
function hasNullAsForm({ letsNullThrough, layers, reader }: SchemaNode): boolean {
  const mayBeNull = (form: Spot) => reader.node(form).saysNull !== false;
  return (
    letsNullThrough && layers.some(({ spot }) => elementSpots(memberSpot(spot, 'oneOf')).filter(mayBeNull).length > 1)
  );
}

/**
 * What values are held to at a place, and the outermost pair with alternatives on the way to it. Inside a subtype that is
 * the subtype: nothing but its own schema describes it.
 */
function standingOf(
  visit: Visit<SchemaPair>,
  root: SchemaPair,
  rootContext: Context,
): { readonly root: SchemaPair; readonly rootContext: Context; readonly choice: SchemaPair | null } {
  let standing = { root, rootContext, choice: null as SchemaPair | null };
  for (const at of wayTo(visit)) {
    if (at.step?.kind === 'subtype') {
      const { place, subjectPath, ...context } = rootContext;
      const steps = stepsTo(at);
      const own = { path: [...place.path, ...steps], subjectPath: [...subjectPath, ...steps.map(stepSegment)] };
      const inSubtype = { ...context, place: { ...place, path: own.path }, subjectPath: own.subjectPath };
      standing = { root: at.node, rootContext: inSubtype, choice: null };
    } else if (at.step?.kind === 'branch') standing.choice ??= at.up!.node;
  }
  return standing;
}

/** Whether whoever sends what is around a schema sends what it describes, too. */
function isAlwaysThere({ step, up }: Visit<SchemaPair>, root: Context): boolean {
  if (step === null || up === null) return root.alwaysThere;
  switch (step.kind) {
    case 'property':
      return up.node.before.required.has(step.name) || up.node.after.required.has(step.name);
    case 'prefixItem':
      return [up.node.before, up.node.after].some((list) => (list.bound('minItems') ?? 0) > step.index);
    case 'items':
    case 'additionalProperties':
    case 'patternProperty':
      return true;
    default:
      return isAlwaysThere(up, root);
  }
}

/** The client holds to the base and the server runs the revision, so each one's own marks say what it never sends. */
function isUnsent(direction: Direction, { before, after }: Either<SchemaProperty>): boolean {
  if (direction === 'request') return (before ?? after).schema.readOnly;
  return direction === 'response' && (after ?? before).schema.writeOnly;
}

const unheardOf: ReadonlySet<Rule['about']> = new Set(['values', 'presence', 'negotiation']);

/** What is never sent breaks nobody; only that it is sent from now on, or no longer, is heard all the same. */
export function isUnheard({ rule, context }: Pick<Difference, 'rule' | 'context'>): boolean {
  return context.unsent && unheardOf.has(rule.about);
}

/** Whether it may be worse than safe. */
export function isSevere(difference: Difference): boolean {
  const { rule, facts, context } = difference;
  return !isUnheard(difference) && severityOf(rule.severity, facts, context) !== 'safe';
}
