// One release of an API as the comparison sees it: what its documents offer, whatever their dialect, read lazily.

import { nameInReference } from './json-pointer.ts';
import type { OperationEntry, SecurityScheme, Server } from './operation.ts';
import { callbackPath, normaliseTarget, splitCallbackPath } from './path-template.ts';
import { type RootReader, readOpenApi3 } from './read-openapi-3.ts';
import { readSwagger2 } from './read-swagger-2.ts';
import { SchemaReader } from './schema-node.ts';
import type { LoadedSpec, SourceDocument, SpecDialect, SpecProblem } from './source-document.ts';
import { rootSpot, type Spot } from './spot.ts';
import { pathUnder, stripPrefix } from './strip-prefix.ts';
import { Subtypes } from './subtypes.ts';
import { titleAndVersion } from './title-and-version.ts';

export interface Api {
  readonly spec: LoadedSpec;
  /** The dialect of the first root. */
  readonly dialect: SpecDialect;
  readonly title: string | null;
  readonly version: string | null;
  /** The first root's place, for what is said of the API as a whole. */
  readonly spot: Spot;
  /** By OperationEntry.key; where two paths differ only in a parameter's name, the second's key ends in its path. */
  readonly operations: ReadonlyMap<string, OperationEntry>;
  /** Operations whose key another one had: a caller cannot tell them apart. */
  readonly duplicates: readonly OperationEntry[];
  /** By name; each document has its own, and a requirement means the one of its document. */
  readonly securitySchemes: ReadonlyMap<string, readonly SecurityScheme[]>;
  readonly servers: readonly Server[];
  /** By name; several where documents of a folder use the same one. */
  readonly namedSchemas: ReadonlyMap<string, readonly Spot[]>;
  /** What a name means in a document: its own schema, else that of another one. */
  namedSchema(name: string, document: SourceDocument): Spot | null;
  /**
   * What the mapping of a discriminator leads to: a name, a reference, or one that would lead there from the root. Those are
   * what is left where a description was taken apart into files by its `$ref`s alone.
   */
  mappedSchema(target: string, document: SourceDocument): Spot | null;
  /** What schemas with a discriminator stand for. */
  readonly subtypes: Subtypes;
  readonly roots: readonly RootReader[];
  /** Path items and webhooks by kind and normalised path: `path /pets/{}`. */
  readonly pathItems: ReadonlyMap<string, PathItem>;
  /** The path as its author wrote it, where a prefix was taken off; null where none was. */
  writtenPath(path: string): string | null;
  /** The references that were found broken while reading so far, each once, in the order in which they were met. */
  brokenReferences(): Spot[];
  /** What of the parts met so far can be read in more than one way. */
  problems(): SpecProblem[];
  /** Schemas met so far that lead back to themselves through references and allOf alone. */
  circularSchemas(): Spot[];
}

const isInRoot = /^#\/(?:components\/schemas|definitions)\/[^/]+$/;

export interface PathItem {
  readonly spot: Spot;
  /** It holds no operation, or cannot be read. */
  readonly isEmpty: boolean;
}

/** With a prefix, operations go by their paths without it; see `writtenPath`. */
export function readApi(spec: LoadedSpec, prefix: string | null = null): Api {
  const readers = new Map<SpecDialect, SchemaReader>();
  const roots = spec.roots.map(({ document, dialect }) => {
    const schemas = readers.get(dialect) ?? new SchemaReader(dialect);
    readers.set(dialect, schemas);
    return dialect === 'swagger-2.0' ? readSwagger2(document, schemas) : readOpenApi3(document, schemas);
  });

  const firsts = new Map<string, OperationEntry>();
  const groups = new Map<string, OperationEntry[]>();
  const written = new Map<string, string>();
  for (const asWritten of roots.flatMap((root) => root.operations)) {
    const entry = prefix === null ? asWritten : stripPrefix(asWritten, prefix);
    if (entry !== asWritten) written.set(entry.path, asWritten.path);
    const first = firsts.get(entry.key);
    const group = groups.get(entry.key);
    if (first === undefined) firsts.set(entry.key, entry);
    else if (group === undefined) groups.set(entry.key, [first, entry]);
    else group.push(entry);
  }
  const operations = groups.size === 0 ? firsts : new Map<string, OperationEntry>();
  const duplicates: OperationEntry[] = [];
  for (const [key, only] of groups.size === 0 ? [] : firsts) {
    // Not the order of the document decides which one has the plain key.
    const [first = only, ...others] = groups.get(key)?.toSorted((a, b) => (a.path < b.path ? -1 : 1)) ?? [];
    operations.set(key, first);
    for (const [index, entry] of others.entries()) {
      operations.set(`${key} ${entry.path}${operations.has(`${key} ${entry.path}`) ? ` ${index}` : ''}`, entry);
      duplicates.push(entry);
    }
  }

  const namedSchemas = new Map<string, Spot[]>();
  for (const [name, schema] of roots.flatMap((root) => [...root.namedSchemas])) {
    const schemas = namedSchemas.get(name);
    if (schemas === undefined) namedSchemas.set(name, [schema]);
    else schemas.push(schema);
  }

  const namedSchema = (name: string, document: SourceDocument) => {
    const schemas = namedSchemas.get(name) ?? [];
    return schemas.find((schema) => schema.document === document) ?? schemas[0] ?? null;
  };

  const mappedSchema = (target: string, document: SourceDocument) =>
    namedSchema(target, document) ??
    document.resolve(target) ??
    (isInRoot.test(target) ? namedSchema(nameInReference(target), document) : null);

  const first = spec.roots[0];
  const spot: Spot = first === undefined ? emptySpot(spec.source) : rootSpot(first.document);
  let pathItems: ReadonlyMap<string, PathItem> | null = null;
  return {
    spec,
    dialect: first?.dialect ?? 'openapi-3.1',
    ...titleAndVersion(spec),
    spot,
    operations,
    duplicates,
    securitySchemes: Map.groupBy(
      roots.flatMap((root) => [...root.securitySchemes.values()]),
      ({ name }) => name,
    ),
    servers: roots[0]?.servers ?? [],
    namedSchemas,
    namedSchema,
    mappedSchema,
    subtypes: new Subtypes({ namedSchemas, mappedSchema }),
    roots,
    writtenPath: (path) => {
      if (written.size === 0) return null;
      const [own, expression] = splitCallbackPath(path);
      const found = written.get(own) ?? null;
      return found === null || expression === null ? found : callbackPath(found, expression);
    },
    get pathItems() {
      pathItems ??= listPathItems(roots, operations.values(), prefix);
      return pathItems;
    },
    brokenReferences: () => [
      ...roots.flatMap((root) => [...root.brokenReferences.values()]),
      ...[...readers.values()].flatMap((reader) => [...reader.brokenReferences.values()]),
    ],
    problems: () => roots.flatMap((root) => root.problems),
    circularSchemas: () => [...readers.values()].flatMap((reader) => [...reader.circularSchemas.values()]),
  };
}

function listPathItems(
  roots: readonly RootReader[],
  operations: Iterable<OperationEntry>,
  prefix: string | null,
): ReadonlyMap<string, PathItem> {
  const found = new Map<string, PathItem>();
  for (const { spot, ...place } of roots.flatMap(({ emptyPathItems }) => emptyPathItems)) {
    const bare = prefix === null || place.kind !== 'path' ? null : pathUnder(prefix, place.path);
    found.set(pathItemKey({ ...place, path: bare ?? place.path }), { spot, isEmpty: true });
  }
  for (const entry of operations) found.set(pathItemKey(entry), { spot: entry.pathItem, isEmpty: false });
  return found;
}

export function pathItemKey({ kind, name, path }: Pick<OperationEntry, 'kind' | 'name' | 'path'>): string {
  return `${kind} ${name === null ? '' : `${name} `}${normaliseTarget(path)}`;
}

/** A folder that holds no document is an API without operations. */
function emptySpot(source: string): Spot {
  return {
    pointer: '',
    value: {},
    document: {
      source,
      value: {},
      locate: (pointer) => ({ source, pointer, line: null, column: null, exact: false }),
      resolve: () => null,
      dynamicTargets: () => [],
      writtenAt: () => null,
      whyUnresolved: () => ({ code: 'reference-missing', message: 'There is no document.', hint: 'Give a document.' }),
    },
  };
}
