// The dialects of JSON Schema and what sets them apart here.

import { isJsonObject } from './json-value.ts';

export const dialects = ['draft-04', 'draft-06', 'draft-07', '2019-09', '2020-12'] as const;

/** A published version of JSON Schema. */
export type Dialect = (typeof dialects)[number];

/** Whether a dialect is this one or a newer one. */
export const isSince = (dialect: Dialect, first: Dialect): boolean =>
  dialects.indexOf(dialect) >= dialects.indexOf(first);

/** The dialect that a schema names in `$schema`; undefined where it names none or one that is not known. */
export function declaredDialect(schema: unknown): Dialect | undefined {
  if (!isJsonObject(schema) || typeof schema.$schema !== 'string') return undefined;
  const name = /json-schema\.org\/(?:draft\/)?(draft-0[467]|2019-09|2020-12)\/schema#?$/.exec(schema.$schema);
  return dialects.find((dialect) => dialect === name?.[1]);
}
