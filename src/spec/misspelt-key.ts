// A key that OpenAPI does not know where one that it knows is near: `gte` for `get`, `requried` for `required`. Readers
// pass over such a key, and what it was meant to say goes unseen. This is no linter: a key that is like none, one whose
// value is not shaped as the near one's would be, and one that only documents are passed over here too. What any version
// knows is known in all, since a key that is ahead of its version is no slip.

import { distance } from 'fastest-levenshtein';
import { formatPointer } from './json-pointer.ts';
import type { SourceDocument, SpecProblem } from './source-document.ts';
import { isObject, type JsonObject } from './spot.ts';

type Shape = 'a list' | 'an object' | 'an operation' | 'a schema' | 'a text' | 'a flag' | 'a number' | 'anything';

/** The keys of one kind of object; null for those that no comparison reads. */
type Keys = Readonly<Record<string, Shape | null>>;

const document = { summary: null, description: null, externalDocs: null, example: null, examples: null } as const;

const schema: Keys = {
  ...document,
  ...shaped('an object', 'properties patternProperties dependentSchemas $defs definitions discriminator'),
  ...shaped('an object', 'dependentRequired dependencies xml'),
  ...shaped('a list', 'allOf anyOf oneOf prefixItems required enum'),
  ...shaped('a schema', 'items additionalItems additionalProperties unevaluatedItems unevaluatedProperties not'),
  ...shaped('a schema', 'contains propertyNames if then else contentSchema'),
  ...shaped('a number', 'minimum maximum multipleOf minLength maxLength minItems maxItems minProperties'),
  ...shaped('a number', 'maxProperties minContains maxContains'),
  ...shaped('a text', 'pattern format $ref $dynamicRef contentEncoding contentMediaType collectionFormat'),
  ...shaped('a flag', 'nullable readOnly writeOnly deprecated uniqueItems allowEmptyValue'),
  ...shaped('anything', 'type const default exclusiveMinimum exclusiveMaximum'),
  ...unread('title $schema $id id $anchor $dynamicAnchor $recursiveRef $recursiveAnchor $vocabulary $comment'),
};

const parts = {
  root: {
    ...document,
    ...shaped('an object', 'paths webhooks components definitions parameters responses securityDefinitions'),
    ...shaped('a list', 'servers security schemes consumes produces'),
    ...shaped('a text', 'host basePath'),
    ...unread('openapi swagger info jsonSchemaDialect $self tags'),
  },
  components: {
    ...shaped('an object', 'schemas responses parameters requestBodies headers securitySchemes links callbacks'),
    ...shaped('an object', 'pathItems mediaTypes'),
    ...unread('examples'),
  },
  'path item': {
    ...document,
    ...shaped('an operation', 'get put post delete options head patch trace query'),
    ...shaped('an object', 'additionalOperations'),
    ...shaped('a list', 'parameters servers'),
    ...shaped('a text', '$ref'),
  },
  operation: {
    ...document,
    ...shaped('a list', 'parameters security servers consumes produces schemes tags'),
    ...shaped('an object', 'requestBody responses callbacks'),
    ...shaped('a text', 'operationId'),
    ...shaped('a flag', 'deprecated'),
  },
  parameter: {
    ...schema,
    ...shaped('a text', 'name in style'),
    ...shaped('a flag', 'required explode allowReserved'),
    ...shaped('an object', 'content'),
    ...shaped('a schema', 'schema'),
  },
  'request body': { ...document, ...shaped('a flag', 'required'), ...shaped('an object', 'content'), $ref: 'a text' },
  response: {
    ...document,
    ...shaped('an object', 'content headers links'),
    ...shaped('a schema', 'schema'),
    $ref: 'a text',
  },
  'media type': {
    ...document,
    ...shaped('a schema', 'schema itemSchema'),
    ...shaped('an object', 'encoding itemEncoding'),
    ...shaped('a list', 'prefixEncoding'),
    $ref: 'a text',
  },
  schema,
} satisfies Record<string, Keys>;

export type DescribedPart = keyof typeof parts;

/** The keys that are no slip in a part of this kind. */
export function keysOf(part: DescribedPart): ReadonlySet<string> {
  return known[part];
}

const known = Object.fromEntries(
  Object.entries(parts).map(([part, keys]) => [part, new Set(Object.keys(keys))]),
) as unknown as Readonly<Record<DescribedPart, ReadonlySet<string>>>;

/**
 * The problem of a key that a part of this kind does not know; null where it is like none that it lacks. `path` is that
 * of the part. Of a schema nothing is hidden: a keyword that nobody knows is lawful there, and says nothing.
 */
export function misspeltKey(
  source: SourceDocument,
  path: readonly (string | number)[],
  part: DescribedPart,
  value: JsonObject,
  key: string,
): SpecProblem | null {
  const meant = nearKey(part, key);
  if (meant === null || value[meant] !== undefined) return null;
  const shape = (parts[part] as Keys)[meant];
  if (shape == null || !hasShape(value[key], shape)) return null;
  const pointer = formatPointer([...path, key]);
  const holdsMore = part !== 'schema' && typeof value[key] === 'object';
  return {
    code: 'key-misspelt',
    message: `${source.source} has the key "${key}" at ${pointer}, which OpenAPI does not know.`,
    hint: `Did you mean "${meant}"? ${holdsMore ? 'What it holds could not be compared.' : 'As it stands, it says nothing.'}`,
    position: source.locate(pointer),
    hides: holdsMore,
    meant,
  };
}

const near = new Map<string, string | null>();
/** A document of nothing but strange keys is not worth more. */
const mostRemembered = 5_000;

function nearKey(part: DescribedPart, key: string): string | null {
  const name = `${part} ${key}`;
  let found = near.get(name);
  if (found !== undefined) return found;
  if (near.size === mostRemembered) near.clear();
  found = /^x-/i.test(key) || key.length < 3 || key.length > 30 ? null : findNear(known[part], key);
  near.set(name, found);
  return found;
}

function findNear(keys: ReadonlySet<string>, written: string): string | null {
  let nearest: string | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const each of keys) {
    const slips = slipsBetween(written, each);
    if (slips < least) [nearest, least] = [each, slips];
  }
  const most = Math.max(1, Math.floor(Math.min(written.length, nearest?.length ?? 0) / 3));
  return least <= Math.min(most, 3) ? nearest : null;
}

/** Letters that were added, left out or mistaken; neighbours that changed places are one slip, and case is none. */
function slipsBetween(written: string, meant: string): number {
  const [left, right] = [written.toLowerCase(), meant.toLowerCase()];
  for (let at = 0; left.length === right.length && at + 1 < left.length; at++) {
    const swapped = left.slice(0, at) + left[at + 1] + left[at] + left.slice(at + 2);
    if (swapped === right) return 1;
  }
  return distance(left, right);
}

function hasShape(value: unknown, shape: Shape): boolean {
  switch (shape) {
    case 'a list':
      return Array.isArray(value);
    case 'an object':
      return isObject(value);
    case 'an operation':
      return isObject(value) && ['responses', 'operationId', 'parameters', 'requestBody'].some((key) => key in value);
    case 'a schema':
      return isObject(value) || typeof value === 'boolean';
    case 'a text':
      return typeof value === 'string';
    case 'a flag':
      return typeof value === 'boolean';
    case 'a number':
      return typeof value === 'number';
    case 'anything':
      return true;
  }
}

function shaped<S extends Shape>(shape: S, keys: string): Record<string, S> {
  return Object.fromEntries(keys.split(' ').map((key) => [key, shape]));
}

function unread(keys: string): Record<string, null> {
  return Object.fromEntries(keys.split(' ').map((key) => [key, null]));
}
