// Where a reader's eye should land for what was found: at the thing, the keyword or the name that changed, on each side.

import type { Both, Composition, Either, ElementKind, Pairs } from '../diff/index.ts';
import { isObject, type JsonObject, SchemaNode, type Spot } from '../spec/index.ts';
import type { Facts, Rule } from './rule.ts';

/** A place to point at: the thing itself, or what is left around it where it is not there. */
export interface Mark {
  readonly spot: Spot;
  /** Goes on from the spot; the position is then as near as there is something. */
  readonly keyword: string | null;
  readonly present: boolean;
  /** What comes or goes is shown where its owner names it, not in what a reference there leads to. */
  readonly namedAt?: Spot;
}

type Side = 'before' | 'after';
const otherSide = { before: 'after', after: 'before' } as const;

const onBoth = (markOf: (side: Side) => Mark): Both<Mark> => ({ before: markOf('before'), after: markOf('after') });

/** What a rule found. */
export interface Found {
  readonly rule: Rule;
  readonly facts: Facts;
}

function keywordOf({ rule, facts }: Found): string | null {
  return typeof rule.at === 'function' ? rule.at(facts) : (rule.at ?? null);
}

/** Of what a rule said of two schemas. */
export function schemaMarksOf(found: Found, schemas: Both<SchemaNode>): Both<Mark> {
  const keyword = keywordOf(found);
  if (found.rule.ofWhole === 'null') {
    const said = { before: nullMark(schemas.before), after: nullMark(schemas.after) };
    const isNew = (side: Side) => said[side] !== null && said[otherSide[side]] === null;
    const side = (['before', 'after'] as const).find(isNew);
    if (side !== undefined) {
      const other = { spot: schemas[otherSide[side]].spots[0]!, keyword: said[side]!.keyword, present: true };
      return { before: other, after: other, [side]: said[side]! };
    }
  }
  return onBoth((side) => schemaMark(schemas[side], keyword, schemas[otherSide[side]]));
}

/** Where a schema says beside its type that a value may be null: by a word, or by an alternative. */
function nullMark({ spots, layers }: SchemaNode): Mark | null {
  for (const spot of [...spots, ...layers.map((layer) => layer.spot)]) {
    if (!isObject(spot.value)) continue;
    const { value } = spot;
    const isNull = (form: unknown) => isObject(form) && form.type === 'null';
    const word = ['nullable', 'x-nullable'].find((each) => value[each] === true);
    const list = ['oneOf', 'anyOf'].find((each) => {
      const forms = value[each];
      return Array.isArray(forms) && forms.some(isNull);
    });
    const keyword = word ?? list;
    if (keyword !== undefined) return { spot, keyword, present: true };
  }
  return null;
}

/** Of what a rule said of the heirs that came or went: the word by which they are heirs. */
export function subtypeMarks({ before, after }: Both<SchemaNode>): Both<Mark> {
  return { before: schemaMark(before, 'discriminator'), after: schemaMark(after, 'discriminator') };
}

/** Of what a rule said of a list of alternatives or parts: the one that came or went where it is about one. */
export function compositionMarks(found: Found, schemas: Both<SchemaNode>, composition: Composition): Both<Mark> {
  const keyword = keywordOf(found) ?? composition.keyword;
  const branch = found.rule.branch?.(found.facts, composition);
  const own = { before: composition.removed, after: composition.added };
  return onBoth((side) =>
    branch !== undefined && own[side].includes(branch)
      ? { spot: branch.spot, keyword: null, present: true }
      : schemaMark(schemas[side], keyword, schemas[otherSide[side]]),
  );
}

/** Of what a rule said of a property. */
export function propertyMarks(found: Found, property: Pairs['property']): Both<Mark> {
  const keyword = keywordOf(found);
  return onBoth((side) => propertyMark(property, side, found.rule, keyword));
}

/** Of what is no part of a schema. `owner` holds it. */
export function elementMarks(found: Found, kind: ElementKind, pair: Either<Shown>, owner: Both<Spot>): Both<Mark> {
  const keyword = keywordOf(found);
  return onBoth((side) => elementMark(kind, pair, side, owner, keyword));
}

function propertyMark(
  { parents, ...property }: Pairs['property'],
  side: Side,
  { atRequired }: Rule,
  keyword: string | null,
): Mark {
  const other = otherSide[side];
  const own = property[side];
  const parent = parents[side];
  if (own === null) {
    const spot = partLike(parent, partWithProperty(parents[other], property[other]!.name));
    return { spot, keyword: 'properties', present: false };
  }
  if (atRequired) return requiredMark(parent, own.name, parents[other]);
  const mark = schemaMark(own.schema, keyword, property[other]?.schema);
  if (property[other] !== null) return mark;
  const isReference = isObject(own.spot.value) && own.spot.value.$ref !== undefined;
  return named(mark, isReference ? own.spot : own.spot.referredFrom, parents[other].spot);
}

/** Where a property is asked for: its name in a list, or the schema that could have one. */
function requiredMark(schema: SchemaNode, name: string, other: SchemaNode): Mark {
  const place = listedAt(schema, name);
  if (place !== null) return { ...place, present: true };
  const there = listedAt(other, name);
  if (there === null) return schemaMark(schema, 'required');
  return { spot: partLike(schema, there.spot), keyword: 'required', present: true };
}

function listedAt(schema: SchemaNode, name: string): { readonly spot: Spot; readonly keyword: string } | null {
  for (const { value, spot } of schema.values('required')) {
    const index = Array.isArray(value) ? value.indexOf(name) : -1;
    if (index >= 0) return { spot, keyword: `/required/${index}` };
  }
  return null;
}

function schemaMark(schema: SchemaNode, keyword: string | null, other?: SchemaNode): Mark {
  if (keyword === null) return { spot: schema.spot, keyword: null, present: true };
  const [, inside = keyword, below = ''] = /^\/([^/]*)(\/.*)/.exec(keyword) ?? [];
  if (below !== '') {
    const mark = schemaMark(schema, inside, other);
    return mark.keyword === null ? { ...mark, keyword: below } : mark;
  }
  if (schema.has(keyword)) return { spot: schema.spotOf(keyword), keyword: null, present: true };
  const there = other?.layers.find(({ keywords }) => Object.hasOwn(keywords, keyword))?.spot;
  return { spot: partLike(schema, there), keyword, present: true };
}

function partWithProperty({ layers }: SchemaNode, name: string): Spot | undefined {
  return layers.find(({ keywords: { properties } }) => isObject(properties) && Object.hasOwn(properties, name))?.spot;
}

/**
 * Where something would stand that the other side has there: in the same schema that this one takes over, so that a change of
 * that is one change for all of its heirs.
 */
function partLike({ layers, spot }: SchemaNode, there: Spot | undefined): Spot {
  return layers.find((layer) => layer.spot.pointer === there?.pointer)?.spot ?? spot;
}

function elementMark(
  kind: ElementKind,
  pair: Either<Shown>,
  side: Side,
  owner: Both<Spot>,
  keyword: string | null,
): Mark {
  const own = pair[side];
  const other = otherSide[side];
  if (own === null) return { spot: owner[side], keyword: lists[kind] ?? null, present: false };
  if (own instanceof SchemaNode) return schemaMark(own, keyword);
  // What holds for all operations stayed: the one said something of its own on the other side.
  if (own.inherited === true && pair[other]?.inherited === false)
    return { spot: owner[side], keyword: 'security', present: false };
  const mark = { spot: own.spot ?? owner[side], keyword, present: true };
  return pair[other] === null ? named(mark, own.spot?.referredFrom, owner[other]) : mark;
}

/** What is read of a thing that is no part of a schema. */
export interface Shown {
  readonly spot?: Spot;
  readonly inherited?: boolean;
}

/** With the reference by which the owner has it, unless the other side refers to the same: then what it leads to changed. */
function named(mark: Mark, reference: Spot | undefined, other: Spot): Mark {
  if (reference === undefined) return mark;
  const { $ref } = reference.value as JsonObject;
  const list = reference.pointer.slice(0, reference.pointer.lastIndexOf('/'));
  const there = other.document.resolve(`#${encodeURI(list)}`)?.value;
  const stays = Array.isArray(there) && there.some((item) => isObject(item) && item.$ref === $ref);
  return stays ? mark : { ...mark, namedAt: reference };
}

/** Where the owner of a thing lists those of its kind. */
const lists: Partial<Record<ElementKind, string>> = {
  parameter: 'parameters',
  response: 'responses',
  header: 'headers',
  mediaType: 'content',
  link: 'links',
  encoding: 'encoding',
};
