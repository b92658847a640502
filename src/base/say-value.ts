/** What a program gave, for the sentence that refuses it: `a list`, `the number NaN`, `an object of the class Date`. */
export function sayValue(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'object') {
    const name: unknown = value.constructor?.name;
    return typeof name !== 'string' || name === 'Object' ? 'an object' : `an object of the class ${name}`;
  }
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return `the ${typeof value} ${text.length > 60 ? `${text.slice(0, 60)}…` : text}`;
}
