// What the values of a discriminator's property stand for, in one release: the forms that its mapping names, and those that
// go by the names of their schemas; and which form of the one release is which of the other.

import { meaningOfValues } from '../diff/index.ts';
import {
  type Api,
  followReference,
  isObject,
  nameInReference,
  type SchemaNode,
  type SchemaReader,
  type Spot,
  spotKey,
  type Discriminator as WrittenDiscriminator,
} from '../spec/index.ts';

/** What a value of the property stands for. */
export interface Form {
  /** As the mapping writes it, or the name of the schema. */
  readonly ref: string;
  /** The schema itself, without the references on the way to it. */
  readonly spot: Spot | null;
  readonly implicit: boolean;
}

export interface Discriminator {
  readonly propertyName: string;
  /** What the mapping names. */
  readonly named: ReadonlyMap<string, Form>;
  /** The forms that go by the name of their schema alone. */
  readonly unnamed: ReadonlyMap<string, Form>;
  /** The schema that has the discriminator, by its name: without a list of forms it is one of them, if seldom sent as such. */
  readonly own: Form | null;
  /** 3.2: what a value stands for that names none. */
  readonly otherwise: Form | null;
  /** By the one form of this place, which it does not choose, from a schema that has it in the other release, too. */
  readonly isOnlyTakenOver: boolean;
  /** What a value stands for: the mapping decides, then the names of the schemas. */
  readonly standsFor: (value: string) => Form | undefined;
}

/** What was read of a schema, by the API that it is held against. */
const known = new WeakMap<SchemaNode, WeakMap<Api, Discriminator>>();

/** A schema's discriminator with all that its values stand for, the names of the alternatives among it. */
export function formsOf(schema: SchemaNode, api: Api, other: Api): Discriminator | null {
  if (schema.discriminator === null) return null;
  const ofSchema = known.get(schema) ?? new WeakMap<Api, Discriminator>();
  known.set(schema, ofSchema);
  const forms = ofSchema.get(other) ?? readForms(schema, schema.discriminator, api, other);
  ofSchema.set(other, forms);
  return forms;
}

function readForms(schema: SchemaNode, written: WrittenDiscriminator, api: Api, other: Api): Discriminator {
  const { propertyName } = written;
  const { all, bySchema, otherwise } = writtenForms(schema, written, api);
  const inPlace = formsInPlaceOf(schema, api);
  const forms =
    inPlace === null
      ? all
      : [null, ...inPlace].flatMap((value) => bySchema.get(value) ?? []).sort((a, b) => a.at - b.at);
  const named = new Map(
    forms.filter(({ value }) => takes(schema, propertyName, value)).map(({ value, form }) => [value, form]),
  );
  const byName = new Map<string, Form>();
  for (const { schema: form } of [...schema.branches('oneOf'), ...schema.branches('anyOf')]) {
    // No mapping stands for the name of a component alone (OpenAPI 3.1, Discriminator Object).
    const name = componentName({ spot: form.spot, ref: form.refName ?? '' }, api);
    if (name !== null && takes(form, propertyName, name))
      byName.set(name, { ref: name, spot: form.spot, implicit: true });
  }
  const owner = ownerOf(schema);
  const heirOf = (value: string): Form | undefined => {
    const heir = owner === null ? undefined : api.subtypes.of(owner)?.members.get(value);
    return heir && { ref: value, spot: heir.spot, implicit: true };
  };
  const namedSpots = new Set([...named.values()].map(({ spot }) => spot && spotKey(spot)));
  const isNamed = ({ spot }: Form) => spot !== null && namedSpots.has(spotKey(spot));
  const head = owner === null || inPlace !== null ? null : ownFormOf(owner, api);
  const own = head === null || isNamed(head) || !takes(schema, propertyName, head.ref) ? null : head;
  return {
    propertyName,
    own,
    otherwise,
    named,
    unnamed: new Map([...byName].filter(([name, form]) => !named.has(name) && !isNamed(form))),
    isOnlyTakenOver: inPlace?.size === 1 && isKeptByOwner(schema, api, other),
    standsFor: (value) =>
      named.get(value) ?? byName.get(value) ?? heirOf(value) ?? (own?.ref === value ? own : undefined),
  };
}

/** What a mapping names. */
interface WrittenForms {
  readonly all: readonly WrittenForm[];
  /** By the raw schema that they lead to; under null those that lead to none. */
  readonly bySchema: ReadonlyMap<unknown, readonly WrittenForm[]>;
  readonly otherwise: Form | null;
}

interface WrittenForm {
  readonly value: string;
  readonly form: Form;
  /** Its place in the mapping. */
  readonly at: number;
}

/** A reader belongs to one API. */
const writtenBy = new WeakMap<SchemaReader, Map<string, WrittenForms>>();

/** The mapping as the document has it: read once for all heirs that take it over. */
function writtenForms(schema: SchemaNode, { mapping, defaultMapping }: WrittenDiscriminator, api: Api): WrittenForms {
  const { reader } = schema;
  const spot = schema.spotOf('discriminator');
  const formAt = (ref: string): Form => {
    const target = api.mappedSchema(ref, spot.document);
    // Not past what says more beside its reference, as it may since 3.1.
    const isThere = target !== null && followReference(target) !== null;
    return { ref, spot: isThere ? reader.target(target) : null, implicit: false };
  };
  const ofReader = writtenBy.get(reader) ?? new Map<string, WrittenForms>();
  writtenBy.set(reader, ofReader);
  const key = spotKey(spot);
  let forms = ofReader.get(key);
  if (forms === undefined) {
    const all = [...mapping].map(([value, ref], at) => ({ value, form: formAt(ref), at }));
    const bySchema = Map.groupBy<unknown, WrittenForm>(all, ({ form }) => form.spot?.value ?? null);
    forms = { all, bySchema, otherwise: defaultMapping === null ? null : formAt(defaultMapping) };
    ofReader.set(key, forms);
  }
  return forms;
}

/**
 * The values of a property that stand for a form of the list, or for the schema itself, or for an heir, which has to satisfy
 * it as well; none where no discriminator says so.
 */
export function valuesForForm(
  form: SchemaNode,
  list: SchemaNode | null,
  propertyName: string,
  api: Api,
  other: Api,
): readonly string[] {
  const holder = list?.discriminator == null ? form : list;
  if (holder.discriminator?.propertyName !== propertyName) return [];
  const { named, unnamed, own } = formsOf(holder, api, other)!;
  const ofForm = [...named, ...unnamed, ...(own === null ? [] : [[own.ref, own] as const])]
    .filter(([, { spot }]) => isSameSpot(spot, form.spot))
    .map(([value]) => value);
  const family = api.subtypes.of(form.spot);
  const ofHeirs =
    family?.propertyName === propertyName ? [...family.members].filter(([, { inherits }]) => inherits) : [];
  return [...ofForm, ...ofHeirs.map(([value]) => value)];
}

function ownerOf({ layers }: SchemaNode): Spot | null {
  return layers.find(({ keywords }) => keywords.discriminator !== undefined)?.spot ?? null;
}

/** The schema that has the discriminator as a form by its name; null where it has a list of forms, or no name. */
function ownFormOf(owner: Spot, api: Api): Form | null {
  if (!isObject(owner.value) || owner.value.oneOf !== undefined || owner.value.anyOf !== undefined) return null;
  const name = componentName({ spot: owner, ref: `#${owner.pointer}` }, api);
  return name === null ? null : { ref: name, spot: owner, implicit: true };
}

function isKeptByOwner(schema: SchemaNode, api: Api, other: Api): boolean {
  const owner = ownerOf(schema);
  const name = owner && componentName({ spot: owner, ref: `#${owner.pointer}` }, api);
  const [namesake] = (name !== null && other.namedSchemas.get(name)) || [];
  const value = namesake && followReference(namesake)?.spot.value;
  return isObject(value) && value.discriminator !== undefined;
}

/**
 * Which forms a value may have in the place of a schema that takes the discriminator over, by their values: itself and its
 * own heirs. Null where it has one of its own.
 */
function formsInPlaceOf(schema: SchemaNode, api: Api): ReadonlySet<unknown> | null {
  const owner = ownerOf(schema);
  if (schema.layers.some(({ spot, isTakenOver }) => spot === owner && isTakenOver === true)) {
    const key = spotKey(owner!);
    // A form that is read with all that is said around it comes first.
    const form = schema.layers.find(({ spot }) => schema.reader.ownHeirs.leftOutBy(spot).has(key)) ?? schema.layers[0];
    return form === undefined ? null : new Set([form.spot.value]);
  }
  const family = owner && api.subtypes.of(owner);
  const head = family && schema.layers.find(({ spot }) => family.heirs.has(spot.value))?.spot;
  if (head == null) return null;
  return new Set([head.value, ...(api.subtypes.of(head)?.members.values() ?? []).map(({ spot }) => spot.value)]);
}

/** Where the property says what it may be, a name that it cannot be is not sent. */
function takes(form: SchemaNode, propertyName: string, name: string): boolean {
  const property = form.properties.get(propertyName)?.schema;
  if (property === undefined) return true;
  if (property.has('const') && property.keyword('const') !== name) return false;
  return property.enumValues?.includes(name) ?? true;
}

function isSameSpot(left: Spot | null, right: Spot | null): boolean {
  return left !== null && right !== null && left.document === right.document && left.pointer === right.pointer;
}

/** Forms whose schemas have another name now: with the name goes the value. What comes or goes besides, others tell. */
export function renamedForms(
  before: Discriminator,
  after: Discriminator,
  compared: (before: Form, after: Form) => Likeness,
): readonly (readonly [Form, Form])[] {
  const gone = [...before.unnamed.values()].filter(({ ref }) => after.standsFor(ref) === undefined);
  const come = [...after.unnamed.values()].filter(({ ref }) => before.standsFor(ref) === undefined);
  return gone.flatMap((from) => {
    const alike = come.find((to) => compared(from, to) === 'word for word');
    const only = gone.length === 1 && come.length === 1 && compared(from, come[0]!) !== null ? come[0] : undefined;
    const to = alike ?? only;
    return to === undefined ? [] : [[from, to] as const];
  });
}

/** The same form; or one whose schema has another name now and says the same, or does not; or, with null, another form. */
export type Likeness = 'same' | 'word for word' | 'and changed' | null;

/** Whether a schema goes by another name, and not another schema by its value: the old name is gone, and the new one new. */
export function compareForms(before: Form, after: Form, base: Api, revision: Api): Likeness {
  const [from, to] = [componentName(before, base), componentName(after, revision)];
  if (from === to && (from !== null || before.ref === after.ref)) return 'same';
  if (before.spot === null || after.spot === null) return null;
  if (from === null && to === null && isSamePlace(before.spot, after.spot)) return 'same';
  // It went from the components to a file, or back, and what it says is compared as the form that it is.
  const isMoved = from !== null ? !revision.namedSchemas.has(from) : to !== null && !base.namedSchemas.has(to);
  if ((from === null) !== (to === null) && isMoved && nameInReference(before.ref) === nameInReference(after.ref))
    return 'same';
  if (meaningOfValues(base, revision).same(before.spot, after.spot)) return 'word for word';
  const isKept =
    has(revision, from ?? ownFileOf(before.spot)) ||
    has(base, to ?? ownFileOf(after.spot)) ||
    ((from === null || to === null) && isKeptInFiles(before.spot, after.spot));
  return isKept ? null : 'and changed';
}

function isSamePlace(left: Spot, right: Spot): boolean {
  return left.pointer === right.pointer && fileOf(left) === fileOf(right);
}

/** Whether an API has a schema of this name: a component, or a file of its own. */
function has({ namedSchemas, spec }: Api, name: string | null): boolean {
  return name !== null && (namedSchemas.has(name) || spec.sources.some((source) => nameInReference(source) === name));
}

/** The name of the file that is the schema. */
function ownFileOf(spot: Spot): string | null {
  return spot.pointer === '' ? fileOf(spot) : null;
}

/**
 * Whether a part of a file may still be there beside the other, or that one have been there before: also where it lies in
 * another file, in which it is not looked for.
 */
function isKeptInFiles(before: Spot, after: Spot): boolean {
  if (before.pointer === '' || after.pointer === '') return false;
  if (fileOf(before) !== fileOf(after))
    return nameInReference(`#${before.pointer}`) !== nameInReference(`#${after.pointer}`);
  const isIn = ({ document }: Spot, { pointer }: Spot) => document.resolve(`#${pointer}`) !== null;
  return isIn(after, before) || isIn(before, after);
}

function fileOf({ document }: Spot): string {
  return nameInReference(document.source);
}

/** The name under which the API has the schema. */
function componentName({ spot, ref }: Pick<Form, 'spot' | 'ref'>, api: Api): string | null {
  if (spot === null) return null;
  const last = nameInReference(ref);
  if (isSameSpot(api.namedSchema(last, spot.document), spot)) return last;
  const named = [...api.namedSchemas];
  const isIt = (schema: Spot) => isSameSpot(schema, spot);
  const leadsToIt = (schema: Spot) => isSameSpot(followReference(schema)?.spot ?? null, spot);
  const found = [isIt, leadsToIt].map((is) => named.find(([, schemas]) => schemas.some(is))?.[0]);
  return found[0] ?? found[1] ?? null;
}
