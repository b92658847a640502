// As what a receiver may read a text: `1` in a query is a number and a string.

import type { FormFields, SchemaPair } from '../diff/index.ts';
import { isJsonObject, type Json, type JsonObject } from '../schema/index.ts';
import { isJsonField, numberPattern, writtenAs } from './as-text.ts';
import { fieldAlone, isListIn } from './form-fields.ts';
import { accepts } from './questions.ts';

type NumberReading = 'strictly' | 'loosely';

/** What is read as a number; and what servers read as one although no number is written so: with zeros before it. */
const numbersRead: Readonly<Record<NumberReading, Readonly<Record<string, string>>>> = {
  strictly: { integer: '^-?(0|[1-9][0-9]*)$', number: '^-?(0|[1-9][0-9]*)([.][0-9]+)?$' },
  loosely: { integer: '^-?[0-9]+$', number: '^-?[0-9]+([.][0-9]+)?$' },
};

/** By what one text is read as a number; an exponent may stand there, too. */
const isNumber: Readonly<Record<NumberReading, RegExp>> = {
  strictly: new RegExp(numberPattern),
  loosely: /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/,
};

/** What accepts the numbers of a schema as texts too; null where it has none, or says more of them. */
export function readingTexts(schema: Json, how: NumberReading): Json | null {
  if (!isJsonObject(schema)) return null;
  const { type, $defs, ...others } = schema;
  const patterns = [type].flat().flatMap((each) => numbersRead[how][String(each)] ?? []);
  if (Object.keys(others).length > 0 || patterns.length === 0) return null;
  return { anyOf: [{ type: type as Json }, ...patterns.map((pattern) => ({ type: 'string', pattern }))] };
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
export function textReadings(value: Json, form: FormFields | null, how: NumberReading = 'loosely'): Json[] {
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
