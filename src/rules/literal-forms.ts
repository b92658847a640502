// How the leading tool pairs the alternatives and parts of two schemas as they are written, and what it calls those that
// are left over.

import { canonicalText, isObject, type JsonObject, type SchemaBranch, type SchemaNode } from '../spec/index.ts';

type Composing = 'oneOf' | 'anyOf' | 'allOf';
const composing = ['oneOf', 'anyOf', 'allOf'] as const satisfies readonly Composing[];
/** Keywords whose schemas it compares as if they described the value itself. */
export const conditional = ['not', 'if', 'then', 'else'] as const;
const endingOf: Readonly<Record<Composing, string>> = { oneOf: 'one-of', anyOf: 'any-of', allOf: 'all-of' };

/** Whether it is composed of other schemas. */
export function isComposing(value: unknown): boolean {
  return isObject(value) && [...composing, ...conditional].some((keyword) => Object.hasOwn(value, keyword));
}

export interface Forms {
  readonly endings: readonly { readonly rules: readonly string[]; readonly ending: string }[];
  readonly matched: readonly {
    readonly keyword: Composing;
    readonly left: SchemaBranch;
    readonly right: SchemaBranch;
  }[];
  /** Its type is compared. */
  readonly isTyped: boolean;
  /** All that is named of it is named. */
  readonly isWhole: boolean;
  /** Properties that an alternative has now. */
  readonly wrapped: ReadonlySet<string>;
}

type Same = (left: SchemaNode, right: SchemaNode) => boolean;

/** What the leading tool names of two schemas as they are written, and which of their alternatives and parts it compares. */
export function compareForms(before: SchemaNode, after: SchemaNode, same: Same, isResponse: boolean): Forms {
  const whole = { matched: [], isTyped: false, isWhole: true, wrapped: new Set<string>() };
  if (isOrNull(after, before, same))
    return { ...whole, endings: [{ rules: ['became-nullable'], ending: 'became-nullable' }] };
  if (isOrNull(before, after, (left, right) => same(right, left)))
    return { ...whole, endings: [{ rules: ['became-not-nullable'], ending: 'became-not-nullable' }] };

  const wrapped = propertiesInAlternatives(before, after);
  if (wrapped.size > 0) {
    const ending = { rules: ['alternatives-wrapped', 'alternative-added'], ending: 'wrapped-in-one-of' };
    return { endings: [ending], matched: [], isTyped: false, isWhole: false, wrapped };
  }

  const endings: { rules: string[]; ending: string }[] = [];
  const matched: Forms['matched'][number][] = [];
  const list = compareTypeLists(before, after, isResponse);
  if (list !== null) {
    const change = list === 'widened' ? ['added', 'wrapped'] : ['removed', 'unwrapped'];
    const rules = [
      `alternative-${change[0]}`,
      `alternatives-${change[1]}`,
      'type-changed',
      list === 'widened' ? 'became-nullable' : 'became-not-nullable',
    ];
    endings.push({ rules, ending: `list-of-types-${list}` });
  }
  for (const keyword of composing) {
    const match = matchWritten(before.branches(keyword), after.branches(keyword), same);
    matched.push(...match.matched.map(([left, right]) => ({ keyword, left, right })));
    if (list !== null && keyword !== 'allOf') continue;
    for (const change of ['removed', 'added'] as const) {
      const word = `${endingOf[keyword]}-${change}`;
      const rules =
        keyword === 'allOf'
          ? [`part-${change}`]
          : [`alternative-${change}`, change === 'added' ? 'alternatives-wrapped' : 'alternatives-unwrapped'];
      const [notes, others] = [match[change].filter(isNote), match[change].filter((branch) => !isNote(branch))];
      if (keyword === 'allOf' && notes.length > 0) endings.push({ rules, ending: `${word}-annotation-only` });
      if (others.length > 0 || (keyword !== 'allOf' && notes.length > 0)) endings.push({ rules, ending: word });
    }
  }
  return { endings, matched, isTyped: list === null, isWhole: false, wrapped };
}

/** `X` and `oneOf: [X, null]`. */
function isOrNull(composed: SchemaNode, plain: SchemaNode, same: Same): boolean {
  const branches = composed.branches('oneOf');
  if (branches.length !== 2 || plain.branches('oneOf').length > 0 || rawType(composed) !== null) return false;
  const isNull = ({ schema }: SchemaBranch) => rawType(schema)?.join() === 'null';
  const [form] = branches.filter((branch) => !isNull(branch));
  return form !== undefined && branches.some(isNull) && same(plain, form.schema);
}

/** Where an object became a `oneOf`: those of its properties that an alternative has. */
function propertiesInAlternatives(before: SchemaNode, after: SchemaNode): ReadonlySet<string> {
  const branches = after.branches('oneOf');
  if (branches.length === 0 || before.branches('oneOf').length > 0) return new Set();
  if (rawType(after) !== null || after.properties.size > 0) return new Set();
  const names = new Set(branches.flatMap(({ schema }) => [...schema.properties.keys()]));
  return new Set([...before.properties.keys()].filter((name) => names.has(name)));
}

/** What became of alternatives that say no more than a type each, which stand for a list of types. */
function compareTypeLists(before: SchemaNode, after: SchemaNode, isResponse: boolean): 'widened' | 'narrowed' | null {
  if (![before, after].some((schema) => hasAlternatives(schema))) return null;
  const [had, has] = [typeList(before), typeList(after)];
  if (had === null || has === null) return null;
  const isLost = had.some((type) => !has.includes(type));
  const isGained = has.some((type) => !had.includes(type));
  if (!isLost && !isGained) return null;
  return (isResponse ? isGained : !isLost) ? 'widened' : 'narrowed';
}

function hasAlternatives(schema: SchemaNode): boolean {
  return schema.branches('oneOf').length + schema.branches('anyOf').length > 0;
}

/** Of a list of several types written as one it knows none; null where it is more than types. */
function typeList(schema: SchemaNode): readonly string[] | null {
  const own = rawType(schema);
  if (!hasAlternatives(schema)) {
    if (own === null || isShaped(schema)) return null;
    return own.length === 1 ? own : [];
  }
  const [one, any] = [schema.branches('oneOf'), schema.branches('anyOf')];
  if (own !== null || schema.properties.size > 0 || (one.length > 0 && any.length > 0)) return null;
  const types = [...one, ...any].map(({ schema: branch }) => (isShaped(branch) ? null : rawType(branch)));
  return types.every((type) => type?.length === 1) ? types.flatMap((type) => type ?? []) : null;
}

function isShaped(schema: SchemaNode): boolean {
  return schema.properties.size > 0 || isComposing(schema.spot.value);
}

function rawType({ spot: { value } }: SchemaNode): readonly string[] | null {
  const type = isObject(value) ? value.type : undefined;
  if (typeof type === 'string') return [type];
  return Array.isArray(type) ? type.map(String) : null;
}

interface WrittenMatch {
  readonly matched: readonly (readonly [SchemaBranch, SchemaBranch])[];
  readonly removed: readonly SchemaBranch[];
  readonly added: readonly SchemaBranch[];
}

/**
 * References by name; what is written in place by its text, by its title, and where one on each side is left over without
 * a title, as that; at last what is written in place with the reference that stands for the same.
 */
function matchWritten(before: readonly SchemaBranch[], after: readonly SchemaBranch[], same: Same): WrittenMatch {
  const matched: [SchemaBranch, SchemaBranch][] = [];
  const removed = new Set(before);
  const added = new Set(after);
  const take = (left: SchemaBranch, right: SchemaBranch) => {
    matched.push([left, right]);
    removed.delete(left);
    added.delete(right);
  };
  const takeWithSame = (nameOf: (schema: SchemaNode) => string | null) => {
    const called = Map.groupBy(added, ({ schema }) => nameOf(schema));
    for (const left of [...removed]) {
      const name = nameOf(left.schema);
      const right = name === null ? undefined : called.get(name)?.shift();
      if (right !== undefined) take(left, right);
    }
  };
  const isInline = ({ schema }: SchemaBranch) => schema.refName === null;
  const ifInline = (nameOf: (schema: SchemaNode) => string | null) => (schema: SchemaNode) =>
    schema.refName === null ? nameOf(schema) : null;
  takeWithSame((schema) => schema.refName);
  takeWithSame(ifInline(({ spot }) => canonicalText(spot.value)));
  takeWithSame(ifInline(({ title }) => title));
  const inPlace = (branches: Iterable<SchemaBranch>) => [...branches].filter(isInline);
  const [[left, ...lefts], [right, ...rights]] = [inPlace(removed), inPlace(added)];
  const isRest = left !== undefined && right !== undefined && lefts.length + rights.length === 0;
  if (isRest && left.schema.title === null && right.schema.title === null) take(left, right);
  const [shared, inline] = [[...added].filter((each) => !isInline(each)), inPlace(added)];
  for (const left of [...removed]) {
    const others = isInline(left) ? shared : inline;
    const right = others.find((each) => added.has(each) && same(left.schema, each.schema));
    if (right !== undefined) take(left, right);
  }
  return { matched, removed: [...removed], added: [...added] };
}

const annotations = new Set(['title', 'description', 'example', 'examples', 'externalDocs', 'default', '$comment']);

/** It says nothing of the value but for a reader. */
function isNote({ schema: { refName, spot } }: SchemaBranch): boolean {
  return (
    refName === null &&
    isObject(spot.value) &&
    Object.keys(spot.value as JsonObject).every((key) => annotations.has(key))
  );
}
