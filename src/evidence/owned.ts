/** A part of a longer text keeps all of it in memory; what is remembered must stand alone. */
export function owned<T extends string | null>(text: T): T {
  return text === null ? text : (Buffer.from(text).toString() as T);
}
