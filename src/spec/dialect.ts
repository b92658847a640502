// Which of the specifications a document follows. Anything else is refused: comparing a document by rules that were
// not written for it would give a verdict without a ground.

import { type Position, TocsinError } from '../base/index.ts';
import type { SourceDocument, SpecDialect } from './source-document.ts';

/** Null where the top level does not say that it is a description. */
export function dialectOf(value: unknown): SpecDialect | null {
  if (typeof value !== 'object' || value === null) return null;
  const { swagger, openapi } = value as { swagger?: unknown; openapi?: unknown };
  // Unquoted in YAML, `2.0` and `3.1` are numbers: the intent is plain.
  if (openapi === undefined) return swagger === '2.0' || swagger === 2 ? 'swagger-2.0' : null;
  const version = /^3\.([012])(?:\.\d+(?:-.+)?)?$/.exec(String(openapi))?.[1];
  if (version === undefined) return openapi === 3 ? 'openapi-3.0' : null;
  return `openapi-3.${version}` as SpecDialect;
}

/** Throws `spec-not-openapi`. */
export function requireDialect(document: SourceDocument): SpecDialect {
  const dialect = dialectOf(document.value);
  if (dialect !== null) return dialect;
  const { reason, position } = whyNot(document);
  throw new TocsinError('spec-not-openapi', `${document.source} is not an API description: ${reason}.`, { position });
}

function whyNot(document: SourceDocument): { reason: string; position: Position } {
  const { value } = document;
  const top = document.locate('');
  if (Array.isArray(value)) return { reason: 'its top level is a list', position: top };
  if (value === null || value === undefined) return { reason: 'it holds nothing but null', position: top };
  if (typeof value !== 'object') return { reason: `its top level is a ${typeof value}`, position: top };
  for (const field of ['openapi', 'swagger'] as const) {
    if (Object.hasOwn(value, field)) {
      const stated = JSON.stringify((value as Record<string, unknown>)[field]);
      return {
        reason: `it says ${field} ${stated}, which tocsin does not know`,
        position: document.locate(`/${field}`),
      };
    }
  }
  return { reason: 'its top level has neither `openapi` nor `swagger`', position: top };
}
