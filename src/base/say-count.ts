/** `1 call`, `2 calls`; `many` where the plural is not an s more. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
