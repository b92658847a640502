// Which branch of a oneOf or anyOf became which: by equality, then by name, by the value of a tag property, by title,
// and at last by likeness. Order never counts, but where there are too many to hold each against each.

import type { SchemaBranch, SchemaNode } from '../spec/index.ts';
import { canonicalText } from '../spec/index.ts';
import type { Both } from './pair.ts';

export interface BranchMatch {
  readonly matched: readonly Both<SchemaBranch>[];
  readonly removed: readonly SchemaBranch[];
  readonly added: readonly SchemaBranch[];
}

/** Branches that are less alike than this are different things. */
const leastLikeness = 0.5;

/** More pairs than this are not each looked at. */
const mostHeld = 250_000;

type Group = Both<SchemaBranch[]>;

export function matchBranches(
  before: readonly SchemaBranch[],
  after: readonly SchemaBranch[],
  same: (before: SchemaNode, after: SchemaNode) => boolean,
): BranchMatch {
  const matched: Both<SchemaBranch>[] = [];
  const removed = new Set(before);
  const added = new Set(after);

  const take = (left: SchemaBranch, right: SchemaBranch) => {
    matched.push({ before: left, after: right });
    removed.delete(left);
    added.delete(right);
  };

  const takeInOrder = (candidates: readonly { readonly left: SchemaBranch; readonly right: SchemaBranch }[]) => {
    for (const { left, right } of candidates) if (removed.has(left) && added.has(right)) take(left, right);
  };

  const nearness = nearnessOf(before.length * after.length);

  const takeNearest = ({ before: lefts, after: rights }: Group) => {
    if (nearness === null || (lefts.length === 1 && rights.length === 1)) {
      takeInOrder(lefts.slice(0, rights.length).map((left, at) => ({ left, right: rights[at]! })));
      return;
    }
    const candidates = lefts.flatMap((left) => rights.map((right) => ({ left, right, near: nearness(left, right) })));
    takeInOrder(candidates.sort((a, b) => b.near - a.near)); // and in their order, as the sort is stable
  };

  const takeAllWithSame = (identity: Identity) => {
    for (const group of groupsWithSame(identity, { before: removed, after: added })) takeNearest(group);
  };

  const takeEqual = ({ before: lefts, after: rights }: Group) => {
    for (const left of lefts) {
      const equal = rights.find((each) => added.has(each) && same(left.schema, each.schema));
      if (equal !== undefined) take(left, equal);
    }
  };

  // A name speaks before equality does: two equal branches may swap their names.
  takeAllWithSame(refName);
  for (const group of groupsWithSame(namesOfProperties, { before: removed, after: added })) {
    if (group.before.length * group.after.length <= mostHeld) takeEqual(group);
    else for (const alike of groupsWithSame(writtenText, group)) takeEqual(alike);
  }
  takeAllWithSame(tagValue);
  takeAllWithSame(title);

  // What cannot be read, or holds something that cannot, is at least the same text.
  if (removed.size > 0 && added.size > 0) takeAllWithSame(writtenText);

  if (removed.size * added.size > mostHeld) takeAllWithSame(outline);
  if (removed.size * added.size <= mostHeld) {
    const candidates = [...removed]
      .flatMap((left) => [...added].map((right) => ({ left, right, likeness: likeness(left.schema, right.schema) })))
      .filter((candidate) => candidate.likeness >= leastLikeness)
      .map((candidate) => ({ ...candidate, near: nearness?.(candidate.left, candidate.right) ?? 0 }));
    takeInOrder(
      candidates.sort(
        (a, b) =>
          b.likeness - a.likeness || b.near - a.near || a.left.index - b.left.index || a.right.index - b.right.index,
      ),
    );
  }

  return { matched, removed: [...removed], added: [...added] };
}

/** What tells schemas apart, or null where it says nothing of one. */
type Identity = (schema: SchemaNode) => string | null;

function groupsWithSame(identity: Identity, branches: Both<Iterable<SchemaBranch>>): Iterable<Group> {
  const groups = new Map<string, Group>();
  for (const side of ['before', 'after'] as const) {
    for (const branch of branches[side]) {
      const key = identity(branch.schema);
      if (key === null) continue;
      const group = groups.get(key) ?? { before: [], after: [] };
      group[side].push(branch);
      groups.set(key, group);
    }
  }
  return groups.values();
}

/**
 * How much two branches say alike, from 0 to 1: it decides between several of one name, tag or shape. Null where there is
 * nothing to decide, or too many of them, so that their order decides.
 */
function nearnessOf(pairs: number): ((left: SchemaBranch, right: SchemaBranch) => number) | null {
  if (pairs <= 1 || pairs > mostPairs) return null;
  const known = new Map<SchemaNode, ReadonlySet<string>>();
  const saidBy = ({ schema }: SchemaBranch) => {
    const said = known.get(schema) ?? new Set(whatIsSaid(schema));
    known.set(schema, said);
    return said;
  };
  return (left, right) => {
    const [one, other] = [saidBy(left), saidBy(right)];
    const shared = one.intersection(other).size;
    return shared / Math.max(1, one.size + other.size - shared);
  };
}

const mostPairs = 2500;

function* whatIsSaid(schema: SchemaNode): Iterable<string> {
  for (const keyword of schema.keywords) {
    if (keyword === 'properties') continue;
    for (const { value } of schema.values(keyword)) {
      for (const each of Array.isArray(value) ? value : [value]) yield `${keyword} ${canonicalText(each)}`;
    }
  }
  for (const { name, spot, schema: property } of schema.properties.values()) {
    yield `${name}: ${canonicalText(spot.value)}`;
    for (const value of property.enumValues ?? []) yield `${name} = ${canonicalText(value)}`;
  }
}

/** How a branch is called in a subject path: its name, tag, title or type, else its number. */
export function branchLabel(branch: SchemaBranch): string {
  const { schema } = branch;
  const type = schema.valueTypes?.length === 1 ? schema.valueTypes[0] : undefined;
  return refName(schema) ?? tagValue(schema) ?? title(schema) ?? type ?? String(branch.index);
}

/** As branchLabel, but where another branch of the list is called so: then by a property that this one alone has. */
export function labelAmong(branch: SchemaBranch, list: readonly SchemaBranch[]): string {
  const label = branchLabel(branch);
  const namesakes = list.filter((other) => other !== branch && branchLabel(other) === label);
  if (namesakes.length === 0) return label;
  const isOwn = (name: string) => !namesakes.some(({ schema }) => schema.properties.has(name));
  return [...branch.schema.properties.keys()].filter(isOwn).sort()[0] ?? label;
}

function writtenText(schema: SchemaNode): string {
  return canonicalText(schema.spot.value);
}

/** The same of schemas that say the same. */
function namesOfProperties({ properties }: SchemaNode): string {
  return canonicalText([...properties.keys()].sort());
}

/** Two of one outline are as alike as they can be; null where they may be different things all the same. */
function outline(schema: SchemaNode): string | null {
  if (likeness(schema, schema) < leastLikeness) return null;
  const { valueTypes } = schema;
  return canonicalText([valueTypes, namesOfProperties(schema), schema.child('items')?.types ?? null]);
}

function refName(schema: SchemaNode): string | null {
  return schema.refName;
}

function title(schema: SchemaNode): string | null {
  return schema.title;
}

/** The one value that a required property of the branch may have, as in `kind: { const: 'cat' }`; of several the first by name. */
function tagValue(schema: SchemaNode): string | null {
  for (const name of [...schema.required].sort()) {
    const property = schema.properties.get(name)?.schema;
    if (property === undefined) continue;
    const value = property.has('const') ? property.keyword('const') : single(property.enumValues);
    if (typeof value === 'string') return `${name}=${value}`;
  }
  return null;
}

function single(values: readonly unknown[] | null): unknown {
  return values?.length === 1 ? values[0] : undefined;
}

/** From 0 for nothing in common to 1 for the same shape. */
export function likeness(left: SchemaNode, right: SchemaNode): number {
  const leftTypes = left.valueTypes ?? [];
  const rightTypes = right.valueTypes ?? [];
  if (leftTypes.length > 0 && rightTypes.length > 0 && !leftTypes.some((type) => overlaps(type, rightTypes))) return 0;
  const hasForms = [left, right].some((schema) => schema.has('oneOf') || schema.has('anyOf'));
  // What is said of all alternatives may be said of each instead.
  const inForms = hasForms ? (sharedNames(namesInForms(left), namesInForms(right)) ?? 0) : 0;
  const own = sharedNames(new Set(left.properties.keys()), new Set(right.properties.keys()));
  if (own !== null) return Math.max(own, inForms);
  const leftItems = left.child('items');
  const rightItems = right.child('items');
  if (leftItems !== null && rightItems !== null) {
    return canonicalText(leftItems.types) === canonicalText(rightItems.types) ? 0.75 : 0.25;
  }
  return Math.max(leftTypes.length > 0 && rightTypes.length > 0 ? 0.6 : 0, inForms);
}

/** The part of the names that both have; null where there are none. */
function sharedNames(left: ReadonlySet<string>, right: ReadonlySet<string>): number | null {
  const all = left.union(right).size;
  return all === 0 ? null : left.intersection(right).size / all;
}

/** The properties of a schema and of its alternatives. */
function namesInForms(schema: SchemaNode): ReadonlySet<string> {
  const forms = [...schema.branches('oneOf'), ...schema.branches('anyOf')].map((each) => each.schema);
  return new Set([schema, ...forms].flatMap(({ properties }) => [...properties.keys()]));
}

function overlaps(type: string, types: readonly string[]): boolean {
  return (
    types.includes(type) ||
    (type === 'integer' && types.includes('number')) ||
    (type === 'number' && types.includes('integer'))
  );
}
