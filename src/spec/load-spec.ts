// The one way from what the user names to a loaded description: find the places, read the roots, follow references.

import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { TocsinError } from '../base/index.ts';
import { dialectOf, requireDialect } from './dialect.ts';
import { createLibrary, type DocumentLibrary, type HeldDocument, heldDocumentOf } from './document-library.ts';
import { duplicateKeys } from './duplicate-keys.ts';
import { defaultLoadLimits, type LoadLimits } from './load-limits.ts';
import { misshapenParts } from './misshapen-parts.ts';
import { misshapenSchemas } from './misshapen-schemas.ts';
import { findPlaces, type NamedPlaces } from './named-places.ts';
import { type Place, stdinId } from './place.ts';
import { wideIntegers } from './rounded-integers.ts';
import type { LoadedSpec, SourceDocument, SpecDialect, SpecProblem } from './source-document.ts';

export interface LoadOptions {
  /** Relative names start here; REV:PATH looks for its repository here. Absolute. */
  readonly cwd: string;
  /** Hosts that a `$ref` may lead to: `example.com`, or `example.com:8080` for a port that is not the usual one. */
  readonly allowHosts?: readonly string[];
  /**
   * No `$ref` leads to a file outside this folder. By default the top of the git work tree that the document lies in,
   * or the document's own folder where there is none; null forbids files altogether (for text from strangers).
   */
  readonly root?: string | null;
  /** What `-` stands for. */
  readonly stdin?: string | Uint8Array | (() => AsyncIterable<Uint8Array>);
  /** For `github:owner/repo@tag:path`; public repositories need none. */
  readonly githubToken?: string | null;
  /** GitHub's API, if not `https://api.github.com`. */
  readonly githubBaseUrl?: string | null;
  readonly limits?: Partial<LoadLimits>;
  /** The release that it is compared with. What both say in the same lines is then read only once. */
  readonly beside?: Promise<LoadedSpec>;
}

interface Root {
  readonly held: HeldDocument;
  readonly dialect: SpecDialect;
}

/**
 * `name` is a file, folder, glob, URL, `-`, `REV:PATH` or `github:owner/repo@tag:path`. Throws a TocsinError of exit 3
 * where nothing can be compared: `spec-unreadable`, `spec-not-parsable`, `spec-not-openapi`, `spec-not-allowed`.
 */
export async function loadSpec(name: string, options: LoadOptions): Promise<LoadedSpec> {
  const limits = { ...defaultLoadLimits, ...options.limits };
  const named = await findPlaces(name, {
    cwd: options.cwd,
    allowHosts: options.allowHosts ?? [],
    root: options.root,
    stdin: () => openStdin(options.stdin),
    github: { token: options.githubToken ?? null, baseUrl: options.githubBaseUrl ?? null },
  });
  // A URL's label leaves its password out.
  return loadPlaces(named.isSearch ? name : (named.places[0] as Place).label, named, limits, options.beside);
}

/** Reads the roots and everything that they refer to. */
export async function loadPlaces(
  name: string,
  { places, isSearch }: NamedPlaces,
  limits: LoadLimits,
  beside: Promise<LoadedSpec> | undefined,
): Promise<LoadedSpec> {
  const library = createLibrary(limits);
  const other = Promise.resolve(beside).catch(() => undefined); // whoever waits for that release hears of it
  const { roots, problems } = isSearch
    ? await searchRoots(name, places, library)
    : await openRoot(places, library, other);
  const rootDocuments = roots.map(({ held }) => held);
  const all = [...rootDocuments, ...(await library.followReferences(rootDocuments))];
  const digest = createHash('sha256');
  for (const { bytes } of all) digest.update(bytes);
  const described = roots.map(({ held, dialect }) => ({ document: held.document, dialect }));
  const first = await other;
  const wellShaped = wellShapedIn(first, all, roots);
  const parts = misshapenParts(described, wellShaped);
  const schemas = misshapenSchemas(described, parts.referred, wellShaped);
  if (parts.referred.length > 0 || schemas.hasReferred) {
    for (const { document } of described) withReferredParts.add(document);
  }
  const spec: LoadedSpec = {
    source: name,
    roots: described,
    sources: all.map(({ place }) => place.label),
    digest: `sha256:${digest.digest('hex')}`,
    wideIntegers: all.flatMap(wideIntegers),
    problems: [
      ...problems,
      ...(name.startsWith(':') ? [headAlone(name)] : []),
      ...partsBesideStdin(all.slice(roots.length), rootDocuments, first),
      ...all.flatMap(duplicateKeys),
      ...parts.problems,
      ...schemas.problems,
    ],
  };
  placesOf.set(spec, new Set(all.map(({ place }) => place.id)));
  return spec;
}

/** What was not set in a script would compare a checkout with itself, and find nothing. */
function headAlone(name: string): SpecProblem {
  return {
    code: 'revision-empty',
    message: `No revision stands before the colon of ${name}, so it was read from HEAD.`,
    hint: `Perhaps a variable is not set. Write HEAD${name} where HEAD is meant.`,
    position: null,
    hides: false,
  };
}

/** Where its documents were read from, by Place.id. */
const placesOf = new WeakMap<LoadedSpec, ReadonlySet<string>>();

/**
 * Text from standard input comes without its files: they are read from the working folder, whatever release lies there.
 * Where the other release reads the very same ones, each is compared with itself.
 */
function partsBesideStdin(
  read: readonly HeldDocument[],
  roots: readonly HeldDocument[],
  other: LoadedSpec | undefined,
): SpecProblem[] {
  const parts = read.filter(({ place }) => place.id.startsWith('file:'));
  const isStdin = roots.some(({ place }) => place.id === stdinId);
  const others = (other && placesOf.get(other)) ?? new Set();
  const shared = isStdin || others.has(stdinId) ? parts.filter(({ place }) => others.has(place.id)) : [];
  const [first] = shared.length > 0 ? shared : isStdin ? parts : [];
  if (first === undefined) return [];
  const rest = (shared.length > 0 ? shared : parts).length - 1;
  const files = `${first.place.label}${rest === 0 ? '' : ` and ${rest} other ${rest === 1 ? 'file' : 'files'}`}`;
  const message =
    shared.length > 0
      ? `Both releases read ${files}, since standard input comes without its own: nothing of them was compared.`
      : `Standard input refers to ${files}, read from the working folder as it is now.`;
  return [
    {
      code: 'stdin-refers-to-files',
      message,
      hint: 'Give the document as REV:PATH, so that its own files are read, or bundle it into one before.',
      position: null,
      hides: shared.length > 0,
    },
  ];
}

const shapeProblems: ReadonlySet<string> = new Set([
  'part-misshapen',
  'key-misspelt',
  'status-unknown',
  'type-unknown',
  'pattern-unreadable',
  'nullable-idle',
  'null-shut-out',
  'beside-reference-idle',
  'mapping-broken',
  'exclusive-bound-misspelt',
  'enum-value-misspelt',
]);

/** Roots with parts that only a reference tells to be parts: what holds the reference must then be looked at again. */
const withReferredParts = new WeakSet<SourceDocument>();

/** The parts that were taken over from a release in which every part had its shape. */
function wellShapedIn(
  other: LoadedSpec | undefined,
  all: readonly HeldDocument[],
  [root]: readonly Root[],
): ReadonlySet<unknown> {
  const isAlone = all.length === 1 && other?.sources.length === 1 && other.roots[0]?.dialect === root?.dialect;
  const [first] = other?.roots ?? [];
  const isWhole = first !== undefined && !withReferredParts.has(first.document);
  const isWellShaped = isWhole && other?.problems.every(({ code }) => !shapeProblems.has(code));
  return isAlone && isWellShaped && root !== undefined ? root.held.parsed.taken : new Set();
}

async function openRoot(places: readonly Place[], library: DocumentLibrary, other: Promise<LoadedSpec | undefined>) {
  const first = other.then((spec) => (spec?.roots.length === 1 ? heldDocumentOf(spec.roots[0]!.document) : null));
  const held = await library.open(places[0] as Place, first);
  return { roots: [{ held, dialect: requireDialect(held.document) }], problems: [] };
}

/** In a folder or glob, files that are no descriptions are passed over; one that is and cannot be read is a problem. */
async function searchRoots(name: string, places: readonly Place[], library: DocumentLibrary) {
  const roots: Root[] = [];
  const problems: SpecProblem[] = [];
  for (const place of places) {
    try {
      const held = await library.open(place);
      const dialect = dialectOf(held.document.value);
      if (dialect !== null) roots.push({ held, dialect });
      else if (claimsToBeDescription(held.document.value)) requireDialect(held.document);
    } catch (cause) {
      if (!(cause instanceof TocsinError)) throw cause;
      const { code, message, hint, position } = cause;
      const hides = code !== 'spec-not-parsable' || (await mentionsOpenapi(place));
      problems.push({ code, message, hint, position, hides });
    }
  }
  if (roots.length > 0) return { roots, problems };
  const first = problems.find(({ hides }) => hides);
  if (first !== undefined) {
    throw new TocsinError(first.code as 'spec-not-parsable', first.message, {
      hint: first.hint,
      position: first.position,
    });
  }
  throw new TocsinError(
    'spec-not-openapi',
    `${name} holds no API description among ${places.length} JSON and YAML files.`,
  );
}

/** Whether a file that cannot be parsed would have been a description: a Helm template beside one is not. */
async function mentionsOpenapi(place: Place): Promise<boolean> {
  const bytes = await place.read(defaultLoadLimits).catch(() => null);
  return bytes === null || /^[\s{]*["']?(?:openapi|swagger)["']?\s*:/m.test(Buffer.from(bytes).toString('latin1'));
}

function claimsToBeDescription(value: unknown): boolean {
  return typeof value === 'object' && value !== null && ('openapi' in value || 'swagger' in value);
}

function openStdin(stdin: LoadOptions['stdin']): AsyncIterable<Uint8Array> {
  if (stdin === undefined) throw new TocsinError('spec-unreadable', 'Nothing was given on standard input.');
  if (typeof stdin === 'function') return stdin();
  return Readable.from([typeof stdin === 'string' ? Buffer.from(stdin) : stdin]);
}
