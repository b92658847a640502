// Which branch of a oneOf or anyOf became which: by equality, then by name, by the value of a tag property, by title,
// and at last by likeness. Order never counts. Costs at most the product of the two numbers of branches.

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

export function matchBranches(
  before: readonly SchemaBranch[],
  after: readonly SchemaBranch[],
  same: (before: SchemaNode, after: SchemaNode) => boolean,
): BranchMatch {
  const matched: Both<SchemaBranch>[] = [];
  let removed = [...before];
  let added = [...after];

  const take = (left: SchemaBranch, right: SchemaBranch) => {
    matched.push({ before: left, after: right });
    removed = removed.filter((each) => each !== left);
    added = added.filter((each) => each !== right);
  };

  const takeAllWithSame = (identity: (schema: SchemaNode) => string | null) => {
    const byIdentity = new Map<string, SchemaBranch[]>();
    for (const branch of added) {
      const key = identity(branch.schema);
      if (key !== null) byIdentity.set(key, [...(byIdentity.get(key) ?? []), branch]);
    }
    for (const branch of [...removed]) {
      const key = identity(branch.schema);
      const counterpart = key === null ? undefined : byIdentity.get(key)?.shift();
      if (counterpart !== undefined) take(branch, counterpart);
    }
  };

  for (const identity of [refName, tagValue, title]) {
    // Equal branches first, but not before a name has spoken: two equal branches may swap their names.
    takeAllWithSame(identity);
    for (const branch of [...removed]) {
      const equal = added.find((each) => same(branch.schema, each.schema));
      if (equal !== undefined) take(branch, equal);
    }
  }

  // What cannot be read, or holds something that cannot, is at least the same text.
  if (removed.length > 0 && added.length > 0) takeAllWithSame(writtenText);

  const candidates = removed
    .flatMap((left) => added.map((right) => ({ left, right, likeness: likeness(left.schema, right.schema) })))
    .filter((candidate) => candidate.likeness >= leastLikeness)
    .sort((a, b) => b.likeness - a.likeness || a.left.index - b.left.index || a.right.index - b.right.index);
  for (const { left, right } of candidates) {
    if (removed.includes(left) && added.includes(right)) take(left, right);
  }
  matched.sort((a, b) => a.before.index - b.before.index);
  return { matched, removed, added };
}

/** How a branch is called in a subject path: its name, tag, title or type, else its number. */
export function branchLabel(branch: SchemaBranch): string {
  const { schema } = branch;
  const type = schema.valueTypes?.length === 1 ? schema.valueTypes[0] : undefined;
  return refName(schema) ?? tagValue(schema) ?? title(schema) ?? type ?? String(branch.index);
}

function writtenText(schema: SchemaNode): string {
  return canonicalText(schema.spot.value);
}

function refName(schema: SchemaNode): string | null {
  return schema.refName;
}

function title(schema: SchemaNode): string | null {
  return schema.title;
}

/** The one value that a required property of the branch may have, as in `kind: { const: 'cat' }`. */
function tagValue(schema: SchemaNode): string | null {
  for (const { name, schema: property, required } of schema.properties.values()) {
    if (!required) continue;
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
  const leftNames = [...left.properties.keys()];
  const rightNames = new Set(right.properties.keys());
  if (leftNames.length > 0 || rightNames.size > 0) {
    const shared = leftNames.filter((name) => rightNames.has(name)).length;
    return shared / (leftNames.length + rightNames.size - shared);
  }
  const leftItems = left.child('items');
  const rightItems = right.child('items');
  if (leftItems !== null && rightItems !== null) {
    return canonicalText(leftItems.types) === canonicalText(rightItems.types) ? 0.75 : 0.25;
  }
  return leftTypes.length > 0 && rightTypes.length > 0 ? 0.6 : 0;
}

function overlaps(type: string, types: readonly string[]): boolean {
  return (
    types.includes(type) ||
    (type === 'integer' && types.includes('number')) ||
    (type === 'number' && types.includes('integer'))
  );
}
