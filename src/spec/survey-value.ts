// One walk over a freshly parsed value finds what the loader must know before anybody recurses over it: whether it
// ends (aliases of YAML can make a value endless or exponentially large), which references leave the document, whether
// it gives itself a URI, and which integers JavaScript had to round.

import { TocsinError } from '../base/index.ts';
import { formatPointer } from './json-pointer.ts';
import type { LoadLimits } from './load-limits.ts';
import type { SourceDocument } from './source-document.ts';

export interface Survey {
  /** URI references without their fragments, as written, sorted; of `$ref`, `$dynamicRef` and discriminator mappings. */
  readonly externalReferences: readonly string[];
  readonly hasUnsafeIntegers: boolean;
  /** Whether there is an `$id` or a `$self`. */
  readonly mayNameItself: boolean;
}

/** What a survey says of most documents. */
export const nothingToNote: Survey = { externalReferences: [], hasUnsafeIntegers: false, mayNameItself: false };

export function isUnremarkable({ externalReferences, hasUnsafeIntegers, mayNameItself }: Survey): boolean {
  return externalReferences.length === 0 && !hasUnsafeIntegers && !mayNameItself;
}

/**
 * Throws `spec-not-parsable` where the value is too deep, endless, or too large once its aliases are written out.
 * `unremarkable` are parts that stood in the same place of a document of which there was nothing to note.
 */
export function surveyValue(
  document: SourceDocument,
  limits: LoadLimits,
  unremarkable: ReadonlySet<unknown> = new Set(),
): Survey {
  const external = new Set<string>();
  let visited = 0;
  let hasUnsafeIntegers = false;
  let mayNameItself = false;

  const note = (ref: string) => {
    const hash = ref.indexOf('#');
    if (hash !== 0 && ref !== '') external.add(hash === -1 ? ref : ref.slice(0, hash));
  };
  const look = (value: unknown, depth: number): void => {
    if (typeof value === 'object') {
      if (value !== null && !unremarkable.has(value)) walk(value, depth + 1);
    } else if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)) {
      hasUnsafeIntegers = true;
    }
  };
  const walk = (value: object, depth: number): void => {
    if (depth > limits.nesting) throw tooDeep(document, limits);
    if (++visited > limits.expandedNodes) throw tooLargeExpanded(document, limits);
    if (Array.isArray(value)) {
      for (let index = 0; index < value.length; index++) look(value[index], depth);
      return;
    }
    const record = value as Record<string, unknown>;
    for (const key in record) {
      const child = record[key];
      if (key === '$id' || key === '$self') mayNameItself = true;
      if (typeof child === 'string') {
        if (key === '$ref' || key === '$dynamicRef') note(child);
      } else {
        if (key === 'discriminator') mappingTargets(child).forEach(note);
        look(child, depth);
      }
    }
  };
  look(document.value, 0);
  return { externalReferences: [...external].sort(), hasUnsafeIntegers, mayNameItself };
}

/** A mapping's target is a schema name or a URI reference (OpenAPI 3.x, Discriminator Object): only the latter counts. */
function mappingTargets(discriminator: unknown): string[] {
  const mapping = (discriminator as { mapping?: unknown } | null)?.mapping;
  if (typeof mapping !== 'object' || mapping === null) return [];
  return Object.values(mapping).filter((to) => typeof to === 'string' && /[/#]|\.(?:json|ya?ml)$/.test(to));
}

/** The integers beyond 2^53 - 1, in the order of the document, and where they stand. */
export function unsafeIntegers(root: unknown): { readonly pointer: string; readonly value: number }[] {
  const found: { pointer: string; value: number }[] = [];
  const path: (string | number)[] = [];
  const walk = (value: unknown): void => {
    if (typeof value === 'number') {
      if (Number.isInteger(value) && !Number.isSafeInteger(value)) found.push({ pointer: formatPointer(path), value });
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, child] of Object.entries(value)) {
        path.push(key);
        walk(child);
        path.pop();
      }
    }
  };
  walk(root);
  return found;
}

function tooDeep(document: SourceDocument, limits: LoadLimits): TocsinError {
  const tokens: string[] = [];
  const ancestors = new Set<unknown>();
  let endless = false;
  const descend = (value: unknown): boolean => {
    if (typeof value !== 'object' || value === null) return false;
    endless ||= ancestors.has(value);
    if (endless || tokens.length >= limits.nesting) return true;
    ancestors.add(value);
    for (const [key, child] of Object.entries(value)) {
      tokens.push(key);
      if (descend(child)) return true;
      tokens.pop();
    }
    ancestors.delete(value);
    return false;
  };
  descend(document.value);
  const reason = endless
    ? 'holds an alias of itself, so that it never ends'
    : `nests deeper than ${limits.nesting} levels`;
  return new TocsinError('spec-not-parsable', `${document.source} ${reason}.`, {
    position: { ...document.locate(formatPointer(tokens)), pointer: '' }, // the pointer would fill the screen
  });
}

function tooLargeExpanded(document: SourceDocument, limits: LoadLimits): TocsinError {
  const message = `${document.source} has more than ${limits.expandedNodes} objects and lists once its aliases are written out.`;
  return new TocsinError('spec-not-parsable', message, {
    hint: 'Its YAML aliases multiply each other. If that is meant, share schemas by $ref instead.',
    position: document.locate(''),
  });
}
