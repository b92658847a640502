// Which of the specifications a document follows. Anything else is refused: comparing a document by rules that were
// not written for it would give a verdict without a ground.

import { type Position, TocsinError } from '../base/index.ts';
import { nameOf } from './misshapen-part.ts';
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
  const { reason, hint, position } = whyNot(document);
  throw new TocsinError('spec-not-openapi', `${document.source} is not an API description: ${reason}.`, {
    hint,
    position,
  });
}

/** What people give by mistake, since it describes an API or its use in some other way. */
const otherKinds: readonly {
  readonly name: string;
  readonly hint: string;
  readonly isIt: (value: Readonly<Record<string, unknown>>) => boolean;
}[] = [
  {
    name: 'an AsyncAPI document',
    hint: 'Tocsin compares APIs over HTTP: give a Swagger 2.0 or OpenAPI 3.x document.',
    isIt: ({ asyncapi }) => asyncapi !== undefined,
  },
  {
    name: 'a Postman collection',
    hint: 'Export the API as OpenAPI from Postman and give that.',
    isIt: ({ info, item }) => item !== undefined && typeof info === 'object' && /getpostman/.test(JSON.stringify(info)),
  },
  {
    name: 'an HTTP Archive (HAR)',
    hint: 'It says who calls an API: `tocsin evidence import` takes it. Give the API’s description here.',
    isIt: ({ log }) => typeof log === 'object' && log !== null && 'entries' in log,
  },
];

function whyNot(document: SourceDocument): { reason: string; hint?: string; position: Position } {
  const { value } = document;
  const top = document.locate('');
  if (Array.isArray(value)) return { reason: 'its top level is a list', position: top };
  if (value === null || value === undefined) return { reason: 'it holds nothing but null', position: top };
  if (typeof value === 'string' && value.startsWith('version https://git-lfs.github.com/')) {
    const hint = 'Fetch the document itself with: git lfs pull (in GitHub Actions: lfs: true of actions/checkout).';
    return { reason: 'it is a pointer of Git LFS', hint, position: top };
  }
  if (typeof value !== 'object') return { reason: `its top level is a ${typeof value}`, position: top };
  for (const field of ['openapi', 'swagger'] as const) {
    if (Object.hasOwn(value, field)) {
      const version = (value as Record<string, unknown>)[field];
      const stated = typeof version === 'object' ? nameOf(version) : JSON.stringify(version);
      return {
        reason: `it says ${field} ${stated}, which tocsin does not know`,
        position: document.locate(`/${field}`),
      };
    }
  }
  const other = otherKinds.find(({ isIt }) => isIt(value as Record<string, unknown>));
  if (other !== undefined) return { reason: `it is ${other.name}`, hint: other.hint, position: top };
  return { reason: 'its top level has neither `openapi` nor `swagger`', position: top };
}
