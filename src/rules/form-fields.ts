// Forms are read field by field: each is text, perhaps written several times, and for a null or an empty list nothing is
// written. Their schemas, as they are sent and as the receiver takes them.

import type { FormFields } from '../diff/index.ts';
import { isJsonObject, type Json, type JsonObject, tokensOfReference } from '../schema/index.ts';
import {
  aloneInLists,
  asText,
  asWritten,
  isListOfScalars,
  isNull,
  isOfScalars,
  mapKeywords,
  mayBeJson,
  soleItem,
} from './as-text.ts';

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

/** The schema of a form, with one text for each list of plain values that is written so. */
export function withJoinedLists(schema: Json, { joined }: FormFields): Json {
  return withFields(schema, (name, field) =>
    joined.includes(name) && isListOfScalars(field) ? { type: 'string' } : field,
  );
}

/** Whether a form takes nothing but lists in a field. */
export function isListIn(form: Json, name: string): boolean {
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
