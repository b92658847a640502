import type { LoadedSpec, SourceDocument } from './source-document.ts';
import { isObject } from './spot.ts';

/** What a description calls itself; null where it does not say, or says neither a text nor a number. */
export function titleAndVersion({ roots: [root] }: LoadedSpec): {
  readonly title: string | null;
  readonly version: string | null;
} {
  const value = root?.document.value;
  const info = isObject(value) && isObject(value.info) ? value.info : {};
  const said = (field: string) => (root === undefined ? null : asWritten(info[field], `/info/${field}`, root.document));
  return { title: said('title'), version: said('version') };
}

/** Unquoted in YAML, the version 1.10 is the number 1.1. */
function asWritten(value: unknown, pointer: string, document: SourceDocument): string | null {
  if (typeof value === 'string') return value;
  if (typeof value !== 'number') return null;
  const written = document.writtenAt(pointer);
  return written !== null && Number(written) === value ? written : String(value);
}
