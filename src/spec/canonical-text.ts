import { isObject } from './spot.ts';

/** A JSON value as text with sorted keys: equal texts are equal values. */
export function canonicalText(value: unknown): string {
  return (
    JSON.stringify(value, (_, each: unknown) =>
      isObject(each) ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1))) : each,
    ) ?? 'undefined'
  );
}
