// Pairs of schemas form a graph: a component that a thousand operations use is one node of it, and a recursive schema
// is a cycle. Rules judge a node once; the walk only says from where it is reached. Only pairs that differ are made.

import type { SchemaBranch, SchemaNode, SchemaProperty, Subtypes } from '../spec/index.ts';
import { areFiles, type FormFields } from './form-parts.ts';
import { furtherSchema } from './further-schema.ts';
import { type BranchMatch, branchLabel, labelAmong, likeness, matchBranches } from './match-branches.ts';
import { listedFamily, matchFamilies } from './match-families.ts';
import type { Both, Composition, Direction, HeirChange, Pairs, SchemaStep } from './pair.ts';
import type { SameMeaning } from './same-meaning.ts';
import { shiftedBetween } from './shifted-forms.ts';

/** How the value under a pair of schemas travels; a pair is judged once for each way that occurs. */
export interface Carriage {
  readonly direction: Direction;
  /** As text: a parameter, a header, a form field. */
  readonly text: boolean;
  /** The name is repeated for each value of a list. */
  readonly repeats: boolean;
  /** One value and a list of it alone are written alike. */
  readonly listOfOne: boolean;
  /** Never, because the sender's side marks it readOnly (in a request) or writeOnly (in a response). */
  readonly unsent: boolean;
  /** The schema is a form's, and these are its fields. */
  readonly form: FormFields | null;
  /** One side is one of several alternatives, the other the whole value that it was, or became: what is told of that. */
  readonly toldOfWhole: readonly OfWhole[];
}

/** What a list of alternatives may say of the whole value: that it may be null, or its default. */
export type OfWhole = 'null' | 'default';

export interface SchemaEdge {
  readonly step: SchemaStep;
  readonly target: SchemaPair;
}

/** Two schemas that apply to the same value, and differ somewhere. */
export class SchemaPair {
  readonly before: SchemaNode;
  readonly after: SchemaNode;
  readonly carriage: Carriage;
  /** Of what the pair takes over from these, they speak themselves: it is a subtype of them. */
  readonly above: readonly SchemaPair[];
  readonly #graph: SchemaPairs;
  #parts: Parts | null = null;
  #below: ReadonlyMap<string, SchemaPair> | null = null;

  constructor(
    graph: SchemaPairs,
    before: SchemaNode,
    after: SchemaNode,
    carriage: Carriage,
    above: readonly SchemaPair[],
  ) {
    this.#graph = graph;
    this.above = above;
    this.before = before;
    this.after = after;
    this.carriage = carriage;
  }

  get #read(): Parts {
    this.#parts ??= this.#graph.partsOf(this);
    return this.#parts;
  }

  /** Whether the schemas' own keywords compare: not where one side is the other made a branch. */
  get comparable(): boolean {
    return this.#read.comparable;
  }

  /** Where they do not, what is compared all the same. */
  get toldOfWhole(): readonly OfWhole[] {
    return this.#read.toldOfWhole;
  }

  /** Properties that are only on one side, or that differ in being required or in their schema. */
  get properties(): readonly Pairs['property'][] {
    return this.#read.properties;
  }

  get compositions(): readonly Composition[] {
    return this.#read.compositions;
  }

  get subtypes(): HeirChange | null {
    return this.#read.subtypes;
  }

  /** Whether one side lists as alternatives what the other stands for by its discriminator. */
  get listsFamily(): boolean {
    return this.#read.listsFamily;
  }

  /** Whether two schemas, of the base and of the revision, say the same. */
  same(before: SchemaNode, after: SchemaNode): boolean {
    return this.#graph.same(before, after);
  }

  /** Whether it is plain that the same values pass on both sides, however their forms are called and wrapped. */
  get sameValues(): boolean {
    return this.#graph.sameValues(this.before, this.after);
  }

  /** The differing pairs directly below. */
  get edges(): readonly SchemaEdge[] {
    return this.#read.edges;
  }

  /** The differing pair to which a step leads; of thousands each is asked for. */
  below(step: SchemaStep): SchemaPair | undefined {
    this.#below ??= new Map(this.edges.toReversed().map(({ step: each, target }) => [JSON.stringify(each), target]));
    return this.#below.get(JSON.stringify(step));
  }
}

interface Parts {
  readonly comparable: boolean;
  readonly toldOfWhole: readonly OfWhole[];
  readonly listsFamily: boolean;
  readonly properties: readonly Pairs['property'][];
  readonly compositions: readonly Composition[];
  readonly subtypes: HeirChange | null;
  readonly edges: readonly SchemaEdge[];
}

/** A property name that hardly any document describes. */
export const freshName = 'anything';

/** Keywords that hold one schema and pass the value, or a part of it, on to it. */
const singleChildren = [
  ['items', { kind: 'items' }],
  ['additionalProperties', { kind: 'additionalProperties' }],
  ['contains', { kind: 'keyword', keyword: 'contains', name: null }],
  ['propertyNames', { kind: 'keyword', keyword: 'propertyNames', name: null }],
  ['unevaluatedItems', { kind: 'keyword', keyword: 'unevaluatedItems', name: null }],
  ['unevaluatedProperties', { kind: 'keyword', keyword: 'unevaluatedProperties', name: null }],
  ['contentSchema', { kind: 'keyword', keyword: 'contentSchema', name: null }],
] as const satisfies readonly (readonly [string, SchemaStep])[];

export class SchemaPairs {
  readonly #meaningOf: (before: SchemaNode, after: SchemaNode) => SameMeaning;
  readonly #valuesOf: SameMeaning;
  readonly #subtypes: Both<Subtypes>;
  readonly #pairs = new Map<string, SchemaPair>();
  readonly #sameNamed = new Map<SchemaNode, Map<SchemaNode, boolean>>();

  constructor(
    meaningOf: (before: SchemaNode, after: SchemaNode) => SameMeaning,
    valuesOf: SameMeaning,
    subtypes: Both<Subtypes>,
  ) {
    this.#meaningOf = meaningOf;
    this.#valuesOf = valuesOf;
    this.#subtypes = subtypes;
  }

  /** The number of pairs made so far: what the work limit counts. */
  get size(): number {
    return this.#pairs.size;
  }

  /** The node for two schemas, or null where they say the same. */
  pair(
    before: SchemaNode,
    after: SchemaNode,
    carriage: Carriage,
    above: readonly SchemaPair[] = [],
  ): SchemaPair | null {
    if (this.same(before, after)) return null;
    const { direction, text, repeats, listOfOne, form } = carriage;
    const way = `${direction} ${text} ${repeats} ${listOfOne} ${carriage.unsent} ${carriage.toldOfWhole} ${form === null ? '' : JSON.stringify(form)}`;
    const names = [{ before, after }, ...above].map((each) => `${each.before.key} | ${each.after.key}`);
    const key = `${way} ${names.join(' below ')}`;
    let pair = this.#pairs.get(key);
    if (pair === undefined) {
      pair = new SchemaPair(this, before, after, carriage, above);
      this.#pairs.set(key, pair);
    }
    return pair;
  }

  same(before: SchemaNode, after: SchemaNode): boolean {
    const find = () => sameBy(this.#meaningOf(before, after), before, after);
    if (before.refName === null) return find();
    // Of thousands of schemas that take over the same one each asks.
    const known = this.#sameNamed.get(before) ?? new Map<SchemaNode, boolean>();
    this.#sameNamed.set(before, known);
    const same = known.get(after) ?? find();
    known.set(after, same);
    return same;
  }

  sameValues(before: SchemaNode, after: SchemaNode): boolean {
    return sameBy(this.#valuesOf, before, after);
  }

  partsOf(pair: SchemaPair): Parts {
    const { before, after, carriage } = pair;
    const edges: SchemaEdge[] = [];
    const properties: Pairs['property'][] = [];
    const parents = { before, after };
    const compositions: Composition[] = [];
    const connect = (
      step: SchemaStep,
      left: SchemaNode,
      right: SchemaNode,
      own: Partial<Carriage> = {},
      above: readonly SchemaPair[] = [],
    ) => {
      const carried = { ...carriage, ...carriedBelow(carriage, step, [left, right]), ...own };
      const target = this.pair(left, right, carried, above);
      if (target !== null && !pair.above.some((each) => each.edges.some((edge) => edge.target === target)))
        edges.push({ step, target });
    };

    const wrap = this.#wrap(before, after);
    if (wrap !== null) {
      compositions.push(wrap);
      const composed = wrap.wrapped === 'before' ? after : before;
      const toldOfWhole: readonly OfWhole[] = composed.has('default') ? ['null', 'default'] : ['null'];
      const family = listedFamily(before, after, this.#subtypes);
      for (const { value, left, right } of family?.forms ?? []) connect({ kind: 'subtype', value }, left, right);
      for (const match of family === null ? wrap.matched : []) {
        const branch = wrap.wrapped === 'before' ? match.after : match.before;
        const step: SchemaStep = { kind: 'branch', keyword: branch.keyword as 'oneOf', label: branchLabel(branch) };
        connect(step, match.before.schema, match.after.schema, { toldOfWhole });
      }
      return {
        comparable: false,
        toldOfWhole,
        listsFamily: family !== null,
        properties,
        compositions,
        subtypes: family?.unlisted ?? null,
        edges,
      };
    }

    /** What one side names the other may describe as one of those that it does not name. */
    const connectFurther = ({ name, schema }: SchemaProperty, left: SchemaNode | null, right: SchemaNode | null) => {
      if (left === null || right === null || schema.never) return;
      // A mark on all further ones keeps none of them from being sent.
      const isSendersOwn = (carriage.direction === 'response' ? right : left) === schema;
      const unsent = isSendersOwn ? isMarkedUnsent(carriage, left, right) : carriage.unsent;
      connect({ kind: 'property', name }, left, right, { unsent });
    };
    const shifted = shiftedBetween(before, after);
    for (const name of new Set([...before.properties.keys(), ...after.properties.keys()])) {
      if (shifted?.ofEach.has(name)) continue; // compared in each form
      const left = before.properties.get(name) ?? null;
      const right = after.properties.get(name) ?? null;
      if (left !== null && right !== null) {
        const schemasSame =
          this.same(left.schema, right.schema) || areFiles(carriage.form, name, [left.schema, right.schema]);
        if (!schemasSame || left.required !== right.required) properties.push({ before: left, after: right, parents });
        if (!schemasSame)
          connect({ kind: 'property', name }, left.schema, right.schema, { unsent: isUnsent(carriage, left, right) });
      } else if (left !== null) {
        properties.push({ before: left, after: null, parents });
        connectFurther(left, left.schema, furtherSchema(after, name, before));
      } else if (right !== null) {
        properties.push({ before: null, after: right, parents });
        connectFurther(right, furtherSchema(before, name, after), right.schema);
      }
    }

    for (const { step, left, right } of heldSchemas(before, after)) connect(step, left, right);

    for (const keyword of ['oneOf', 'anyOf'] as const) {
      const [left, right] = (['before', 'after'] as const).map((side) =>
        shifted === null ? parents[side].branches(keyword) : shifted[side].filter((form) => form.keyword === keyword),
      ) as [SchemaBranch[], SchemaBranch[]];
      if (left.length === 0 && right.length === 0) continue;
      const match = matchBranches(left, right, (a, b) => this.same(a, b));
      const differs = match.matched.some((each) => !this.same(each.before.schema, each.after.schema));
      if (!differs && match.removed.length === 0 && match.added.length === 0) continue;
      compositions.push({ keyword, before, after, ...match, wrapped: null });
      for (const each of match.matched) {
        const isInFull = shifted?.withAll.has(each.before) === true; // then forms differ that are alike by themselves
        const label = isInFull ? labelAmong(each.before, left) : branchLabel(each.before);
        const step: SchemaStep = { kind: 'branch', keyword, label };
        connect(step, each.before.schema, each.after.schema, {}, isInFull ? [pair] : []);
      }
    }
    const joined = this.#joined(before, after);
    if (joined !== null) compositions.push(joined);
    const subtypes = pair.above.length > 0 ? null : this.#subtypesOf(pair, edges);
    return { comparable: true, toldOfWhole: [], listsFamily: false, properties, compositions, subtypes, edges };
  }

  /** What else both schemas stand for, each form by its value, compared as an alternative in this place. */
  #subtypesOf(pair: SchemaPair, edges: SchemaEdge[]): HeirChange | null {
    const families = matchFamilies(pair.before, pair.after, this.#subtypes);
    if (families === null) return null;
    const targets = new Map<unknown, SchemaPair>();
    for (const { value, left, right, written, inherits, between } of families.matched) {
      const above = new Set([...(inherits ? [pair] : []), ...between.flatMap((each) => targets.get(each) ?? [])]);
      const target = this.pair(left, right, { ...pair.carriage, ...inside }, [...above]);
      if (target === null) continue;
      targets.set(written, target);
      edges.push({ step: { kind: 'subtype', value }, target });
    }
    return families.unmatched;
  }

  /** What became of the branches of an `allOf`; what they say is compared in this very pair, of which they are layers. */
  #joined(before: SchemaNode, after: SchemaNode): Composition | null {
    const left = before.branches('allOf');
    const right = after.branches('allOf');
    if (left.length === 0 && right.length === 0) return null;
    const isNested = ({ nested }: SchemaBranch) => nested;
    const isOwn = ({ nested }: SchemaBranch) => !nested;
    const own = this.#matchParts(left.filter(isOwn), right.filter(isOwn));
    const nested = this.#matchParts(left.filter(isNested), right.filter(isNested));
    // A part may have moved into another one, or out of it.
    const rest = this.#matchParts([...own.removed, ...nested.removed], [...own.added, ...nested.added]);
    const match = { ...rest, matched: [...own.matched, ...nested.matched, ...rest.matched] };
    const differs = match.matched.some((each) => !this.same(each.before.schema, each.after.schema));
    if (!differs && match.removed.length === 0 && match.added.length === 0) return null;
    return { keyword: 'allOf', before, after, ...match, wrapped: null };
  }

  #matchParts(left: readonly SchemaBranch[], right: readonly SchemaBranch[]): BranchMatch {
    const match = matchBranches(left, right, (a, b) => this.same(a, b));
    const [removed, added] = [match.removed[0], match.added[0]];
    const isOnlyLeftover = match.removed.length === 1 && match.added.length === 1;
    if (!isOnlyLeftover || (!isNameless(removed!.schema) && !isNameless(added!.schema))) return match;
    return { matched: [...match.matched, { before: removed!, after: added! }], removed: [], added: [] };
  }

  /** `X` became `oneOf: [X, Y]`, or the other way round: X is then compared with its counterpart among the branches. */
  #wrap(before: SchemaNode, after: SchemaNode): Composition | null {
    for (const keyword of ['oneOf', 'anyOf'] as const) {
      const left = before.branches(keyword);
      const right = after.branches(keyword);
      if ((left.length === 0) === (right.length === 0)) continue;
      const wrapped = left.length === 0 ? 'before' : 'after';
      const whole = wrapped === 'before' ? before : after;
      const composed = wrapped === 'before' ? after : before;
      if (!isOnlyComposition(composed) || whole.branches(keyword === 'oneOf' ? 'anyOf' : 'oneOf').length > 0) continue;
      const branches = wrapped === 'before' ? right : left;
      const counterpart =
        branches.find(({ schema }) => (wrapped === 'before' ? this.same(whole, schema) : this.same(schema, whole))) ??
        branches
          .map((branch) => ({ branch, likeness: likeness(whole, branch.schema) }))
          .filter(({ likeness: score }) => score >= 0.5)
          .sort((a, b) => b.likeness - a.likeness || a.branch.index - b.branch.index)[0]?.branch ??
        (listedFamily(before, after, this.#subtypes) === null ? undefined : branches[0]);
      if (counterpart === undefined) continue;
      const self: SchemaBranch = { keyword, index: 0, schema: whole, spot: whole.spot, nested: false };
      const matched: Both<SchemaBranch> =
        wrapped === 'before' ? { before: self, after: counterpart } : { before: counterpart, after: self };
      const others = branches.filter((branch) => branch !== counterpart);
      return {
        keyword,
        before,
        after,
        matched: [matched],
        removed: wrapped === 'after' ? others : [],
        added: wrapped === 'before' ? others : [],
        wrapped,
      };
    }
    return null;
  }
}

function sameBy(meaning: SameMeaning, before: SchemaNode, after: SchemaNode): boolean {
  if (before.spots.length !== after.spots.length || before.synthetic !== after.synthetic) return false;
  if (before.synthetic) return sameFields(meaning, before, after);
  return before.spots.every((spot, index) => meaning.same(spot, after.spots[index]!));
}

/** The fields of a form in Swagger 2, each of which is a parameter. */
function sameFields(
  meaning: SameMeaning,
  { properties: left }: SchemaNode,
  { properties: right }: SchemaNode,
): boolean {
  const isSame = ([name, { spot, required }]: readonly [string, SchemaProperty]) => {
    const other = right.get(name);
    return other !== undefined && other.required === required && meaning.same(spot, other.spot);
  };
  return left.size === right.size && [...left].every(isSame);
}

/** Only a whole value has a name that could be repeated, or a text of its own. */
const inside = { repeats: false, listOfOne: false, toldOfWhole: [] };

/** Schemas that both sides hold in the same place, other than properties and what a composition lists. */
export function* heldSchemas(
  before: SchemaNode,
  after: SchemaNode,
): Iterable<{ readonly step: SchemaStep; readonly left: SchemaNode; readonly right: SchemaNode }> {
  for (const [keyword, step] of singleChildren) {
    const left = before.child(keyword);
    const right = after.child(keyword);
    // Of further properties that are refused or let through the rules on the keyword itself speak.
    const isYesOrNo =
      keyword === 'additionalProperties' &&
      [left, right].some((child) => child !== null && (child.never || child.spot.value === true));
    if (left !== null && right !== null && !isYesOrNo) yield { step: stepBeside(step, before, after), left, right };
  }
  const rightItems = after.prefixItems;
  for (const [index, left] of before.prefixItems.entries()) {
    const right = rightItems[index];
    if (right !== undefined) yield { step: { kind: 'prefixItem', index }, left, right };
  }
  const rightPatterns = after.children('patternProperties');
  for (const [pattern, left] of before.children('patternProperties')) {
    const right = rightPatterns.get(pattern);
    if (right !== undefined) yield { step: { kind: 'patternProperty', pattern }, left, right };
  }
  const rightDependents = after.children('dependentSchemas');
  for (const [name, left] of before.children('dependentSchemas')) {
    const right = rightDependents.get(name);
    if (right !== undefined) yield { step: { kind: 'keyword', keyword: 'dependentSchemas', name }, left, right };
  }
}

/** How what stands a step below travels. */
export function carriedBelow(
  { text, form }: Carriage,
  step: SchemaStep,
  schemas: readonly SchemaNode[],
): Omit<Carriage, 'direction' | 'unsent'> {
  if (form === null || step.kind === 'branch' || step.kind === 'subtype') return { text, ...inside, form };
  const name = step.kind === 'property' ? step.name : '';
  const isJson =
    form.json.includes(name) || (form.objectsAsJson && !form.other.includes(name) && schemas.some(isObject));
  return { text: text && !isJson, ...inside, form: null };
}

/** An object, or a list of such. */
function isObject(schema: SchemaNode): boolean {
  const one = schema.types?.includes('array') ? (schema.child('items') ?? schema) : schema;
  return one.types?.includes('object') ?? one.properties.size > 0;
}

function isNameless({ refName, title }: SchemaNode): boolean {
  return refName === null && title === null;
}

/** A step to what all others are held to, and which these are. */
function stepBeside(step: SchemaStep, before: SchemaNode, after: SchemaNode): SchemaStep {
  const sides = [before, after];
  if (step.kind === 'items') {
    const from = Math.max(...sides.map(({ prefixItems }) => prefixItems.length));
    return from === 0 ? step : { ...step, from };
  }
  if (step.kind !== 'additionalProperties') return step;
  const names = [...new Set(sides.flatMap(({ properties }) => [...properties.keys()]))];
  const patterns = [...new Set(sides.flatMap((side) => [...side.children('patternProperties').keys()]))];
  const isAnyOther =
    patterns.length === 0 && !names.includes(freshName) && !sides.some((side) => side.has('propertyNames'));
  return isAnyOther ? step : { ...step, beside: { names, patterns } };
}

/** Whether a schema is nothing but its branches, so that taking one of them away from it leaves nothing behind. */
function isOnlyComposition(schema: SchemaNode): boolean {
  const allowed = new Set([
    'allOf', // whose parts are layers of the schema, and read below
    'oneOf',
    'anyOf',
    'discriminator',
    'deprecated',
    'default',
    'readOnly',
    'writeOnly',
    'type',
  ]);
  return [...schema.keywords].every((keyword) => allowed.has(keyword) || keyword.startsWith('x-'));
}

/** What counts is the sender's side: the client holds to the base, the server runs the revision. */
export function isUnsent(carriage: Carriage, before: SchemaProperty, after: SchemaProperty): boolean {
  return isMarkedUnsent(carriage, before.schema, after.schema);
}

function isMarkedUnsent({ unsent, direction }: Carriage, before: SchemaNode, after: SchemaNode): boolean {
  if (unsent) return true;
  if (direction === 'request') return before.readOnly;
  return direction === 'response' && after.writeOnly;
}
