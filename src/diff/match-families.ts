// What a schema stands for beside itself, by the values of its discriminator: which of these became which, and where the one
// side lists as alternatives what the other only stands for.

import {
  type Discriminator,
  type Family,
  type JsonObject,
  nameInReference,
  type SchemaLayer,
  type SchemaNode,
  type Subtypes,
} from '../spec/index.ts';
import type { Both, Heir, HeirChange } from './pair.ts';

/** A subtype of both sides, by its value. */
interface MatchedSubtype {
  readonly value: string;
  readonly left: SchemaNode;
  readonly right: SchemaNode;
  /** The raw value of the base, by which others name it that take it over. */
  readonly written: unknown;
  /** It takes over the schema that stands for it. */
  readonly inherits: boolean;
  /** The others that it takes over, each of which comes before it. */
  readonly between: readonly JsonObject[];
}

interface MatchedFamilies {
  readonly matched: readonly MatchedSubtype[];
  readonly unmatched: HeirChange | null;
}

/** What both schemas stand for; null where neither stands for anything else, or one could not. */
export function matchFamilies(before: SchemaNode, after: SchemaNode, subtypes: Both<Subtypes>): MatchedFamilies | null {
  const families = [familyOf(before, subtypes.before), familyOf(after, subtypes.after)] as const;
  if (families[0] === null && families[1] === null) return null;
  // The first subtype that comes, and the last one that goes; of the discriminator itself another rule speaks.
  const [base, revision] = [families[0] ?? noFamily(before), families[1] ?? noFamily(after)];
  if (base === null || revision === null) return null;
  const matched: MatchedSubtype[] = [];
  const removed: Heir[] = [];
  const added: Heir[] = [];
  for (const [value, { spot, between, inherits, mapped }] of base.members) {
    const other = revision.members.get(value);
    const left = before.reader.node(spot);
    const inFull = () => (mapped ? undefined : writtenInFull(value, revision, after, subtypes.after));
    const right = other === undefined ? inFull() : after.reader.node(other.spot);
    if (right === undefined) removed.push({ value, schema: left, mapped });
    else matched.push({ value, left, right, written: spot.value, inherits, between });
  }
  for (const [value, { spot, mapped }] of revision.members) {
    if (base.members.has(value)) continue;
    const right = after.reader.node(spot);
    const left = mapped ? undefined : writtenInFull(value, base, before, subtypes.before);
    if (left === undefined) added.push({ value, schema: right, mapped });
    else matched.push({ value, left, right, written: left.spot.value, inherits: true, between: [] });
  }
  const propertyName = { before: base.propertyName, after: revision.propertyName };
  const isSame = removed.length === 0 && added.length === 0;
  return { matched, unmatched: isSame ? null : { before, after, propertyName, removed, added } };
}

/**
 * The schema of the name that a value of the discriminator is, where it is written out in full and extends nothing: it is
 * meant by its name all the same, as long as no mapping gives it another.
 */
function writtenInFull(
  value: string,
  { propertyName, members }: Family,
  { reader }: SchemaNode,
  subtypes: Subtypes,
): SchemaNode | undefined {
  const [spot] = subtypes.named(value);
  if (spot === undefined || [...members.values()].some((member) => member.spot.value === spot.value)) return undefined;
  const node = reader.node(spot);
  return node.properties.has(propertyName) ? node : undefined;
}

interface ListedFamily {
  /** Each by its value. */
  readonly forms: readonly { readonly value: string; readonly left: SchemaNode; readonly right: SchemaNode }[];
  /** What the discriminator leads to and the list leaves out; the mapping too is compared nowhere else. */
  readonly unlisted: HeirChange | null;
}

/** Where one side lists as alternatives what the other stands for by the same discriminator. */
export function listedFamily(before: SchemaNode, after: SchemaNode, subtypes: Both<Subtypes>): ListedFamily | null {
  const isWhole = before.branches('oneOf').length + before.branches('anyOf').length === 0;
  const [whole, composed] = isWhole ? [before, after] : [after, before];
  const family = familyOf(whole, isWhole ? subtypes.before : subtypes.after);
  if (family === null || family.propertyName !== discriminatorOf(composed)) return null;
  const forms = formsByValue(composed).map(({ value, form }) => {
    const spot = family.members.get(value)?.spot;
    const member = spot && whole.reader.node(spot);
    return member && { value, left: isWhole ? member : form, right: isWhole ? form : member };
  });
  if (!forms.every((each) => each !== undefined)) return null;
  const listed = new Set(forms.map(({ left, right }) => (isWhole ? left : right).spot.value));
  // A member that others take over is one kind of them, and seldom a form by itself.
  const kinds = new Set([...family.members.values()].flatMap(({ between }) => between));
  const heirs = [...family.members]
    .filter(([, { spot }]) => !listed.has(spot.value) && !kinds.has(spot.value as JsonObject))
    .map(([value, { spot }]): Heir => ({ value, schema: whole.reader.node(spot), mapped: false }));
  if (heirs.length === 0) return { forms, unlisted: null };
  const propertyName = { before: family.propertyName, after: family.propertyName };
  const [removed, added] = isWhole ? [heirs, []] : [[], heirs];
  return { forms, unlisted: { before, after, propertyName, removed, added } };
}

/** The property that tells the alternatives of a schema apart: it says so itself, or each of them takes that over. */
function discriminatorOf(schema: SchemaNode): string | null {
  if (schema.discriminator !== null) return schema.discriminator.propertyName;
  const forms = [...schema.branches('oneOf'), ...schema.branches('anyOf')].map(
    ({ schema: form }) => form.discriminator,
  );
  const [name = null, ...others] = new Set(forms.map((each) => each?.propertyName ?? null));
  return others.length === 0 ? name : null;
}

/** The alternatives, each with the value of the discriminator that stands for it. */
function formsByValue(schema: SchemaNode): readonly { readonly value: string; readonly form: SchemaNode }[] {
  const valuesOf = new Map<Discriminator, ReadonlyMap<string, string>>();
  return [...schema.branches('oneOf'), ...schema.branches('anyOf')].map(({ schema: form }) => {
    const discriminator = schema.discriminator ?? form.discriminator;
    const name = form.refName ?? '';
    if (discriminator === null) return { value: name, form };
    const values = valuesOf.get(discriminator) ?? valuesByName(discriminator);
    valuesOf.set(discriminator, values);
    return { value: values.get(name) ?? name, form };
  });
}

/** The first value that stands for the schema of each name. */
function valuesByName({ mapping }: Discriminator): ReadonlyMap<string, string> {
  return new Map([...mapping].reverse().map(([value, target]) => [nameInReference(target), value]));
}

/**
 * What a schema stands for, also where that is wrapped in one that says nothing of its own, or extended in the place where
 * it is used. A schema of its own name that extends it is a form itself.
 */
function familyOf({ reader, spots, layers }: SchemaNode, subtypes: Subtypes): Family | null {
  if (spots.length !== 1 || layers.every(({ keywords }) => keywords.discriminator === undefined)) return null;
  for (let at = 0; at < layers.length; ) {
    const { spot, keywords } = layers[at] as SchemaLayer;
    const family = subtypes.of(spot);
    if (family !== null) return family;
    const node = reader.node(spot);
    const next = layers[at + 1]?.spot;
    const wrapsOne =
      next !== undefined &&
      Object.keys(keywords).every(isWrapping) &&
      reader.node(next).layers.length === node.layers.length - 1;
    at += node.refName === null || wrapsOne ? 1 : node.layers.length;
  }
  return null;
}

/** With a discriminator, and nothing that it tells apart. */
function noFamily({ discriminator }: SchemaNode): Family | null {
  return discriminator && { propertyName: discriminator.propertyName, members: new Map(), heirs: new Set() };
}

function isWrapping(keyword: string): boolean {
  return (
    ['allOf', 'deprecated', 'readOnly', 'writeOnly', 'default', 'xml'].includes(keyword) || keyword.startsWith('x-')
  );
}
