// What travels as text is text: the number 1 and the string "1" are written alike. For all values of a schema there is a
// schema of texts, which holds all that they are written as, perhaps more: whoever accepts all of these refuses nothing.
// For one value there are the readings of its text.

import type { FormFields, SchemaPair } from '../diff/index.ts';
import { isJsonObject, type Json, type JsonObject, tokensOfReference } from '../schema/index.ts';
import { accepts } from './questions.ts';

const number = '^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]+)?$';
type Texts = Readonly<Record<string, JsonObject>>;
/** An integer is also written as `1e21`; a null has no agreed form. */
const texts: Texts = {
  integer: { type: 'string', pattern: number },
  number: { type: 'string', pattern: number },
  boolean: { enum: ['true', 'false'] },
};
/** The texts that are most likely written: good for an example, and no proof. */
export const usualTexts: Texts = {
  ...texts,
  integer: { type: 'string', pattern: '^(0|-?[1-9][0-9]*)$' },
  number: { type: 'string', pattern: '^(0|-?[1-9][0-9]*|-?(0|[1-9][0-9]*)[.][0-9]*[1-9])$' },
};

type NumberReading = 'strictly' | 'loosely';

/** What is read as a number; and what servers read as one although no number is written so: with zeros before it. */
const numbersRead: Readonly<Record<NumberReading, Readonly<Record<string, string>>>> = {
  strictly: { integer: '^-?(0|[1-9][0-9]*)$', number: '^-?(0|[1-9][0-9]*)([.][0-9]+)?$' },
  loosely: { integer: '^-?[0-9]+$', number: '^-?[0-9]+([.][0-9]+)?$' },
};

/** By what one text is read as a number; an exponent may stand there, too. */
const isNumber: Readonly<Record<NumberReading, RegExp>> = {
  strictly: new RegExp(number),
  loosely: /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/,
};

export const zerosBefore = 'whether a number with zeros before it, such as `007`, is read as one is not said';

export const nameRepeated =
  'nothing was said of what it holds, and only a name that is written several times is refused';

/** They hold texts alone: of the number 12345 a `maxLength` of 2 says nothing, and of its text neither. */
const ofTexts = new Set(['minLength', 'maxLength', 'pattern', 'format']);
const schemaKeywords = new Set(['items', 'additionalProperties']);
const listKeywords = new Set(['allOf', 'anyOf']);
const mapKeywords = new Set(['properties', 'patternProperties', 'dependentSchemas', '$defs']);
/** Of text they say nothing, or they only make less of what is written. */
const dropped = new Set([
  'not',
  'if',
  'then',
  'else',
  'contains',
  'minContains',
  'maxContains',
  'dependentSchemas',
  'unevaluatedProperties',
  'unevaluatedItems',
  'uniqueItems',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
]);

/** `form` says which fields of the form that this is are JSON; then without references. */
export function asText(schema: Json, form: FormFields | null = null, written = texts): Json {
  const within = (each: Json) => asText(each, null, written);
  const inPlace = (each: Json) => asText(each, form, written);
  if (!isJsonObject(schema)) return schema;
  const { type, enum: values, const: only, oneOf, ...others } = schema;
  const held = Object.fromEntries(Object.entries(others).filter(([keyword]) => ofTexts.has(keyword)));
  const kept = Object.entries(others).flatMap(([keyword, value]): [string, Json][] => {
    if (keyword === 'unevaluatedProperties' && value === false && saysAlikeOfTexts(schema)) return [[keyword, value]];
    if (dropped.has(keyword) || ofTexts.has(keyword)) return [];
    if (schemaKeywords.has(keyword)) return [[keyword, within(value as Json)]];
    if (keyword === 'prefixItems' && Array.isArray(value)) return [[keyword, value.map(within)]];
    if (listKeywords.has(keyword) && Array.isArray(value)) return [[keyword, value.map(inPlace)]];
    if (mapKeywords.has(keyword) && typeof value === 'object' && value !== null) {
      const entries = Object.entries(value).map(([name, each]): [string, Json] => {
        return [name, form !== null && mayBeJson(name, each as Json, form) ? (each as Json) : within(each as Json)];
      });
      return [[keyword, Object.fromEntries(entries)]];
    }
    return [[keyword, value as Json]];
  });
  const demands: Json[] = [];
  if (type !== undefined) {
    const ofType = (each: Json): Json => written[String(each)] ?? { type: each, ...(each === 'string' && held) };
    demands.push({ anyOf: ([type].flat() as Json[]).map(ofType) });
  } else if (Object.keys(held).length > 0) {
    demands.push({ anyOf: [...Object.values(written), held] });
  }
  if (Array.isArray(values)) demands.push({ enum: values.map(writtenAs) });
  if (only !== undefined) demands.push({ const: writtenAs(only as Json) });
  if (Array.isArray(oneOf)) demands.push({ anyOf: oneOf.map(inPlace) });
  const bare = Object.fromEntries(kept);
  return demands.length === 0 ? bare : { ...bare, allOf: [...((bare.allOf as Json[] | undefined) ?? []), ...demands] };
}

/** Whether what describes the properties of an object describes them of its texts, too: none of it is dropped. */
function saysAlikeOfTexts(schema: JsonObject): boolean {
  const written = JSON.stringify(schema);
  const isWhole = schema.$defs !== undefined || !written.includes('"$ref":');
  return isWhole && !/"(if|dependentSchemas)":/.test(written);
}

function mayBeJson(name: string, schema: Json, form: FormFields): boolean {
  return isJsonField(name, form, !isOfScalars(schema));
}

/** Which fields of a form are JSON: those that are called so, and those that hold objects where nothing else is said. */
function isJsonField(name: string, { json, objectsAsJson, other }: FormFields, holdsObjects: boolean): boolean {
  return json.includes(name) || (objectsAsJson && !other.includes(name) && holdsObjects);
}

/** What accepts the numbers of a schema as texts too; null where it has none, or says more of them. */
export function readingTexts(schema: Json, how: NumberReading): Json | null {
  if (!isJsonObject(schema)) return null;
  const { type, $defs, ...others } = schema;
  const patterns = [type].flat().flatMap((each) => numbersRead[how][String(each)] ?? []);
  if (Object.keys(others).length > 0 || patterns.length === 0) return null;
  return { anyOf: [{ type: type as Json }, ...patterns.map((pattern) => ({ type: 'string', pattern }))] };
}

/** Whether nothing but lists of texts, numbers and booleans fit, or, among several forms, such values by themselves. */
export function isListOfScalars(schema: Json): boolean {
  if (!isJsonObject(schema)) return false;
  const forms = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(forms)) return forms.some(isListOfScalars) && forms.every(isOfScalars);
  if (Array.isArray(schema.allOf) && schema.allOf.some(isListOfScalars)) return true;
  return isOneType(schema.type, 'array') && isOfScalars(schema.items ?? true);
}

/**
 * A list of whose items nothing is said, as one of texts: each is written as one, and what is no plain value has no agreed
 * form. The same where they are described.
 */
export function withPlainItems(schema: Json): Json {
  if (!isJsonObject(schema) || !isOneType(schema.type, 'array') || schema.prefixItems !== undefined) return schema;
  const { items = true } = schema;
  const isUndescribed = items === true || (isJsonObject(items) && Object.keys(items).length === 0);
  return isUndescribed ? { ...schema, items: { type: 'string' } } : schema;
}

/** Whether nothing but objects of texts, numbers and booleans fit, all described in one piece. */
export function isObjectOfScalars(schema: Json): boolean {
  if (!isJsonObject(schema) || !isOneType(schema.type, 'object')) return false;
  const { properties = {}, additionalProperties = true, unevaluatedProperties = true } = schema;
  const others = [additionalProperties, unevaluatedProperties].filter((each) => each !== false);
  const isClosed = others.length < 2;
  return (
    Object.keys(schema).every((keyword) => ofObjects.has(keyword)) &&
    isJsonObject(properties) &&
    [...Object.values(properties), ...(isClosed ? [] : others)].every(isScalar)
  );
}

/** Of a list of one plain value at most, and at least, that value: it is written alike. Null where it is none. */
export function soleItem(schema: Json): Json | null {
  if (!isJsonObject(schema) || schema.maxItems !== 1 || !(Number(schema.minItems) >= 1)) return null;
  return isListOfScalars(schema) && schema.items !== undefined ? schema.items : null;
}

/** The schema of a form, with the one value for each list that holds no more; the same where there is none. */
export function withSoleItems(schema: Json, { json }: FormFields): Json {
  let isOther = false;
  const written = withFields(schema, (name, field) => {
    const sole = json.includes(name) ? null : soleItem(field);
    isOther ||= sole !== null;
    return sole ?? field;
  });
  return isOther ? written : schema;
}

const ofObjects = new Set([
  'type',
  'properties',
  'required',
  'additionalProperties',
  'unevaluatedProperties',
  'minProperties',
  'maxProperties',
]);

function isScalar(schema: Json): boolean {
  return isOfScalars(schema) && isJsonObject(schema) && !isOneType(schema.type, 'array') && schema.type !== undefined;
}

function isOneType(type: Json | undefined, name: string): boolean {
  return type === name || (Array.isArray(type) && type.length === 1 && type[0] === name);
}

function isOfScalars(schema: Json): boolean {
  if (!isJsonObject(schema)) return false;
  const { type, items } = schema;
  const forms = schema.anyOf ?? schema.oneOf;
  if (type === undefined && Array.isArray(forms)) return forms.length > 0 && forms.every(isOfScalars);
  if (isOneType(type, 'array')) return items !== undefined && isOfScalars(items);
  return type !== undefined && [type].flat().every((each) => each === 'string' || Object.hasOwn(texts, String(each)));
}

/** A value with the texts that stand for what is in it; a null has none, and stays. */
export function writtenAs(value: Json): Json {
  if (Array.isArray(value)) return value.map(writtenAs);
  if (isJsonObject(value))
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, writtenAs(each)]));
  return value === null ? null : String(value);
}

type Takes = (outer: Json, inner: Json) => boolean;

/**
 * The schema of a form, with lists of one in the fields in which the receiver takes lists and not the value alone: each
 * item of a list is a field, or a part, of the same name.
 */
export function withListsOfOne(schema: Json, outer: Json, form: FormFields, takes: Takes): Json {
  return withFields(schema, (name, field) => {
    if (form.json.includes(name) || isListIn(schema, name)) return field;
    const isAlone = isListIn(outer, name) || (mayBeListIn(outer, name) && !takes(fieldAlone(outer, name), field));
    return isAlone ? aloneInLists(field) : field;
  });
}

type ChangeField = (name: string, field: Json) => Json;

/** The schema of a form, with other fields; those of the parts of an `allOf` are its own. */
function withOwnFields(schema: Json, change: ChangeField): Json {
  if (!isJsonObject(schema)) return schema;
  const { properties, allOf } = schema;
  return {
    ...schema,
    ...(isJsonObject(properties ?? null) && {
      properties: Object.fromEntries(
        Object.entries(properties as JsonObject).map(([name, field]) => [name, change(name, field)]),
      ),
    }),
    ...(Array.isArray(allOf) && { allOf: allOf.map((part) => withOwnFields(part, change)) }),
  };
}

/** As withOwnFields, in each alternative, too; of a `oneOf` several may then be true, so that more fits. */
function withFields(schema: Json, change: ChangeField): Json {
  if (!isJsonObject(schema)) return schema;
  const { oneOf, anyOf, allOf, ...own } = schema;
  const inEach = (forms: Json | undefined) =>
    Array.isArray(forms) ? forms.map((form: Json) => withFields(form, change)) : [];
  const parts = [...inEach(allOf), ...(Array.isArray(oneOf) ? [{ anyOf: inEach(oneOf) }] : [])];
  return {
    ...(withOwnFields(own, change) as JsonObject),
    ...(anyOf !== undefined && { anyOf: inEach(anyOf) }),
    ...(parts.length > 0 && { allOf: parts }),
  };
}

/** The schema of a form as it is sent: for a null or an empty list in a field that may be left out, nothing is written. */
export function withoutUnwritten(schema: Json, required: ReadonlySet<string>, { json }: FormFields): Json {
  const asSent = (name: string, field: Json) => (required.has(name) || json.includes(name) ? field : asWritten(field));
  return withOthersWritten(withOwnFields(schema, asSent), required);
}

/** Further fields of plain values are left out for a null as well, unless one of them is asked for. */
function withOthersWritten(schema: Json, required: ReadonlySet<string>): Json {
  if (!isJsonObject(schema) || !isJsonObject(schema.additionalProperties ?? null)) return schema;
  const { properties, additionalProperties } = schema;
  const isNamed = (name: string) => isJsonObject(properties ?? null) && Object.hasOwn(properties as JsonObject, name);
  const others = asWritten(additionalProperties as Json);
  return [...required].every(isNamed) && isOfScalars(others) ? { ...schema, additionalProperties: others } : schema;
}

/** As withoutUnwritten, in each alternative, too, and without the fields for which nothing is ever written. */
export function withWritten(schema: Json, form: FormFields, demanded: readonly string[] = []): Json {
  if (!isJsonObject(schema)) return schema;
  const names = [...demanded, ...demandedBy(schema)];
  const namesInSome = [...demanded, ...demandedBy(schema, true)];
  const within = (forms: Json, asked = names) =>
    Array.isArray(forms) ? forms.map((each: Json) => withWritten(each, form, asked)) : forms;
  const { properties, allOf, anyOf, oneOf } = schema;
  return {
    ...schema,
    ...(isJsonObject(properties ?? null) && {
      properties: Object.fromEntries(
        Object.entries(properties as JsonObject).map(([name, field]) => {
          if (namesInSome.includes(name) || form.json.includes(name)) return [name, field];
          return [name, isNeverWritten(field) ? false : asWritten(field)];
        }),
      ),
    }),
    ...(allOf !== undefined && { allOf: within(allOf, namesInSome) }),
    ...(anyOf !== undefined && { anyOf: within(anyOf) }),
    ...(oneOf !== undefined && { oneOf: within(oneOf) }),
  };
}

/** The fields that a form asks for; `inSome` of its alternatives, too. */
function demandedBy(schema: Json, inSome = false): readonly string[] {
  if (!isJsonObject(schema)) return [];
  const { required, allOf, anyOf, oneOf } = schema;
  const lists = [allOf, ...(inSome ? [anyOf, oneOf] : [])].filter(Array.isArray) as Json[][];
  const inParts = lists.flat().flatMap((part) => demandedBy(part, inSome));
  return [...(Array.isArray(required) ? (required as string[]) : []), ...inParts];
}

function isNeverWritten(field: Json): boolean {
  if (!isJsonObject(field)) return false;
  const { type, enum: values, const: only, anyOf, oneOf } = field;
  const forms = anyOf ?? oneOf;
  return (
    type === 'null' ||
    only === null ||
    (Array.isArray(values) && values.every((value) => value === null)) ||
    (Array.isArray(forms) && forms.length > 0 && forms.every(isNeverWritten))
  );
}

/**
 * Without what is not written, a null, also in a list, or an empty list, where that leaves something: in the schema's own
 * words, since `asText` keeps nothing of what `withoutFormless` says under `not`.
 */
export function asWritten(field: Json): Json {
  if (!isJsonObject(field)) return field;
  const { type, enum: values, items, minItems, anyOf, oneOf } = field;
  const types = [type ?? []].flat().filter((each) => each !== 'null');
  const listed = Array.isArray(values) ? values.filter((value) => value !== null) : [];
  const each = items === undefined ? undefined : asWritten(items);
  const among = (forms: Json | undefined) =>
    Array.isArray(forms) ? forms.filter((form) => !isNull(form)).map(asWritten) : [];
  return {
    ...field,
    ...(types.length > 0 && { type: types.length === 1 ? types[0]! : types }),
    ...(types.includes('array') && { minItems: Math.max(1, Number(minItems ?? 0)) }),
    ...(each !== undefined && isOfScalars(each) && { items: each }),
    ...(listed.length > 0 && { enum: listed }),
    ...(anyOf !== undefined && { anyOf: among(anyOf) }),
    ...(oneOf !== undefined && { oneOf: among(oneOf) }),
  };
}

/** The schema of a form, with one text for each list of plain values that is written so. */
export function withJoinedLists(schema: Json, { joined }: FormFields): Json {
  return withFields(schema, (name, field) =>
    joined.includes(name) && isListOfScalars(field) ? { type: 'string' } : field,
  );
}

/** Whether a form takes nothing but lists in a field. */
function isListIn(form: Json, name: string): boolean {
  return fieldsIn(form, name, true).some((field) => isList(form, field, mostHops));
}

/** Whether a form takes lists in a field, perhaps among other values. */
function mayBeListIn(form: Json, name: string): boolean {
  const mayBeList = (schema: Json, hops: number): boolean => {
    const each = referredTo(form, schema, hops);
    if (each === undefined || !isJsonObject(each)) return false;
    const forms = [each.anyOf, each.oneOf, each.allOf].flatMap((list) => (Array.isArray(list) ? (list as Json[]) : []));
    return [each.type].flat().includes('array') || forms.some((one) => mayBeList(one, hops - 1));
  };
  return fieldsIn(form, name, true).some((field) => mayBeList(field, mostHops));
}

/** What a form says of a field, in each part that says something; `inSome` of its alternatives, too. */
function fieldsIn(form: Json, name: string, inSome = false): readonly Json[] {
  const fieldsOf = (schema: Json, hops: number): Json[] => {
    const each = referredTo(form, schema, hops);
    if (each === undefined || !isJsonObject(each)) return [];
    const own = isJsonObject(each.properties ?? null) ? (each.properties as JsonObject)[name] : undefined;
    const lists = [each.allOf, ...(inSome ? [each.anyOf, each.oneOf] : [])].filter(Array.isArray) as Json[][];
    const parts = lists.flat().flatMap((part) => fieldsOf(part, hops - 1));
    return own === undefined ? parts : [own, ...parts];
  };
  return fieldsOf(form, mostHops);
}

/** A field of a form by itself. */
export function fieldAlone(form: Json, name: string): Json {
  const alone = { allOf: [...fieldsIn(form, name)] };
  return isJsonObject(form) && form.$defs !== undefined ? { ...alone, $defs: form.$defs } : alone;
}

/** Schemas that are written out in place of references to them, before it is given up. */
const mostInPlace = 1000;

/** The schema of a form with all that it refers to written out; the same where that leads back to itself, or grows too much. */
export function withoutReferences(schema: Json): Json {
  let left = mostInPlace;
  const inPlace = (each: Json, above: readonly string[]): Json => {
    if (Array.isArray(each)) return each.map((item: Json) => inPlace(item, above));
    if (!isJsonObject(each)) return each;
    const { $defs: _, $ref, ...own } = each;
    const others: JsonObject = Object.fromEntries(
      Object.entries(own).map(([keyword, value]) => {
        if (keyword === 'enum' || keyword === 'const') return [keyword, value];
        if (!mapKeywords.has(keyword) || !isJsonObject(value)) return [keyword, inPlace(value, above)];
        return [keyword, Object.fromEntries(Object.entries(value).map(([name, one]) => [name, inPlace(one, above)]))];
      }),
    );
    if (typeof $ref !== 'string') return others;
    left -= 1;
    const target = left < 0 || above.includes($ref) ? undefined : targetIn(schema, $ref);
    if (target === undefined) left = -1;
    const meant = inPlace(target ?? true, [...above, $ref]);
    if (Object.keys(others).length === 0) return meant;
    return { ...others, allOf: [...((others.allOf as Json[] | undefined) ?? []), meant] };
  };
  const written = inPlace(schema, []);
  return left < 0 ? schema : written;
}

/** The schema of a form in which each field is text but those of which the receiver takes the values themselves. */
export function withFieldsAsTaken(schema: Json, outer: Json, form: FormFields, takes: Takes): Json {
  return withFields(schema, (name, field) => {
    const isTaken = form.json.includes(name) || takes(fieldAlone(outer, name), field);
    return isTaken || mayBeJson(name, field, form) ? field : asText(field);
  });
}

/** Whether nothing but lists fit, and null, for which nothing is written. */
function isList(root: Json, schema: Json | undefined, hops: number): boolean {
  const each = referredTo(root, schema, hops);
  if (!isJsonObject(each)) return false;
  const { type, allOf } = each;
  const types = [type ?? []].flat();
  if (types.includes('array') && types.every((one) => one === 'array' || one === 'null')) return true;
  if (Array.isArray(allOf) && allOf.some((part) => isList(root, part, hops - 1))) return true;
  return [each.anyOf, each.oneOf].some((forms) => {
    const written = Array.isArray(forms) ? forms.filter((form) => !isNull(form)) : [];
    return written.length > 0 && written.every((form) => isList(root, form, hops - 1));
  });
}

function isNull(schema: Json): boolean {
  return isJsonObject(schema) && schema.type === 'null';
}

/** References may run in a circle. */
const mostHops = 20;

function referredTo(root: Json, schema: Json | undefined, hops: number): Json | undefined {
  if (hops <= 0 || schema === undefined || !isJsonObject(schema) || typeof schema.$ref !== 'string') {
    return hops <= 0 ? undefined : schema;
  }
  return referredTo(root, targetIn(root, schema.$ref), hops - 1);
}

function targetIn(root: Json, reference: string): Json | undefined {
  return tokensOfReference(reference)?.reduce<Json | undefined>(
    (each, token) => (each !== undefined && isJsonObject(each) ? each[token] : undefined),
    root,
  );
}

/** Where a name that is written once is a list of one. */
export function listOfOne(schema: Json): Json {
  if (!isJsonObject(schema)) return { type: 'array', prefixItems: [schema], minItems: 1, maxItems: 1 };
  const { $defs, ...texts } = schema;
  return { type: 'array', prefixItems: [texts], minItems: 1, maxItems: 1, ...($defs === undefined ? {} : { $defs }) };
}

/** As listOfOne; what is a list already stays one. */
export function aloneInLists(schema: Json): Json {
  const { $defs, ...bare } = isJsonObject(schema) ? schema : { allOf: [schema] };
  const alone = listOfOne({ allOf: [bare, { not: { type: 'array' } }] });
  return { anyOf: [alone, { allOf: [bare, { type: 'array' }] }], ...($defs !== undefined && { $defs }) };
}

/**
 * Whether a receiver may read the text of the value as one that it accepts: `1` in a query is a number and a string. What
 * cannot be checked counts as accepted, since it is not shown then.
 */
export function acceptsAsText(
  outer: Json,
  value: Json,
  { form, listOfOne, repeats }: SchemaPair['carriage'],
  how: NumberReading = 'loosely',
): boolean {
  const written =
    form !== null ? asFieldsMayBeRead(value, outer, form) : listOfOne ? aloneOrInList(value, repeats) : [value];
  const readings = written.flatMap((each) => [
    each,
    ...textReadings(each, form, how),
    ...readAsTaken(each, outer, form),
  ]);
  return readings.some((reading) => accepts(outer, reading) !== false);
}

/** The form with each field read in the way in which the receiver takes it. */
function readAsTaken(value: Json, outer: Json, form: FormFields | null): Json[] {
  if (form === null || !isJsonObject(value)) return [];
  const fields = Object.entries(value).map(([name, field]): [string, Json] => {
    const readings = [
      field,
      ...textReadings({ [name]: field }, form).map((each) => (each as JsonObject)[name] as Json),
    ];
    return [name, readings.find((each) => accepts(fieldAlone(outer, name), each) !== false) ?? field];
  });
  return [Object.fromEntries(fields)];
}

/** A value and the list of it alone; a list or object also as the text in which all of it stands one after the other. */
function aloneOrInList(value: Json, repeats: boolean): Json[] {
  if (isJsonObject(value)) return repeats ? [value] : [value, Object.entries(value).map(writtenAs).join()];
  if (!Array.isArray(value)) return [value, [value]];
  if (value.length === 1) return [value, ...value];
  return repeats ? [value] : [value, value.map((each: Json) => writtenAs(each)).join(',')];
}

/** Beside the form as it is: with each field alone or in a list as the receiver asks, and with any one field so. */
function asFieldsMayBeRead(value: Json, outer: Json, { joined }: FormFields): Json[] {
  if (!isJsonObject(value)) return [value];
  const turned = Object.entries(value).flatMap(([name, field]): [string, Json][] => {
    if (!Array.isArray(field)) return [[name, [field]]];
    if (joined.includes(name)) return [[name, field.map((each: Json) => writtenAs(each)).join(',')]];
    return field.length === 1 ? [[name, field[0]!]] : [];
  });
  const asAsked = turned.filter(([name, field]) => isListIn(outer, name) === Array.isArray(field));
  return [
    value,
    { ...value, ...Object.fromEntries(asAsked) },
    ...turned.map(([name, field]) => ({ ...value, [name]: field })),
  ];
}

/** The ways to read the text of a value, itself among them. */
export function textReadings(value: Json, form: FormFields | null = null, how: NumberReading = 'loosely'): Json[] {
  const within = (each: Json) => textReadings(each, null, how);
  if (Array.isArray(value)) return firstAndLast(value.map(within)).map((items) => [...items]);
  if (isJsonObject(value)) {
    const names = Object.keys(value);
    const readings = Object.entries(value).map(([name, each]) => {
      const holdsObjects = Array.isArray(each) ? each.some(isJsonObject) : isJsonObject(each);
      return form !== null && isJsonField(name, form, holdsObjects) ? [each] : within(each);
    });
    return firstAndLast(readings).map((each) => Object.fromEntries(names.map((name, at) => [name, each[at]!])));
  }
  if (typeof value !== 'string') return [value === null ? '' : String(value), value];
  const readings: Json[] = [value];
  if (value === 'true' || value === 'false') readings.push(value === 'true');
  if (value === '') readings.push(null);
  if (isNumber[how].test(value)) readings.push(Number(value));
  return readings;
}

/** All parts read as they are written, and all in the other way. */
function firstAndLast(parts: readonly Json[][]): Json[][] {
  return [0, 1].map((index) => parts.map((readings) => readings[Math.min(index, readings.length - 1)]!));
}
