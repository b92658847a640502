// What a program may ask `schemaContains`. TypeScript says it to its callers; a program in JavaScript hears it here, since
// a value that is no JSON would be read as if it were empty, and the answer be about another schema.

import { sayValue, TocsinError } from '../base/index.ts';
import type { Reading } from './validator.ts';

const optionTypes: Readonly<Record<keyof Reading, 'string' | 'boolean'>> = {
  dialect: 'string',
  assertFormats: 'boolean',
};

/** @throws TocsinError `usage` */
export function checkOptions(options: unknown): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw wrongCall(`The options of schemaContains are ${sayValue(options)}`, `Give an object, such as ${anOption}.`);
  }
  for (const [name, value] of Object.entries(options)) {
    const type = Object.hasOwn(optionTypes, name) ? optionTypes[name as keyof Reading] : undefined;
    if (type === undefined)
      throw wrongCall(`schemaContains has no option ${name}`, `It has dialect and assertFormats.`);
    if (value !== undefined && typeof value !== type) {
      throw wrongCall(
        `The option ${name} of schemaContains is ${sayValue(value)}`,
        `It is a ${type}, as in ${anOption}.`,
      );
    }
  }
}

const anOption = '{ dialect: "draft-07", assertFormats: true }';

/** @throws TocsinError `usage` */
export function checkJson(schema: unknown, which: string): void {
  const seen = new Set<object>();
  const waiting: { readonly value: unknown; readonly at: string }[] = [{ value: schema, at: '' }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, at } = next;
    if (!isJson(value)) {
      const what = at === '' ? `is ${sayValue(value)}` : `holds ${sayValue(value)} at ${at}`;
      throw wrongCall(`The ${which} schema ${what}`, 'Give values of JSON alone.');
    }
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    for (const [key, each] of Object.entries(value))
      if (each !== undefined) waiting.push({ value: each, at: `${at}/${key}` });
  }
}

/** A key whose value is undefined is as good as not there, as JSON.stringify has it. */
function isJson(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object') return typeof value === 'string' || typeof value === 'boolean';
  return value === null || Array.isArray(value) || Object.prototype.toString.call(value) === '[object Object]';
}

function wrongCall(message: string, hint: string): TocsinError {
  return new TocsinError('usage', `${message}.`, { hint });
}
