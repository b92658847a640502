// Settings come in layers: the files that people wrote, and beneath them facts that were read from files of other
// kinds. Each fact keeps the place where it stands, so that a fault names that place whatever layer it is in.

import { type Document, isAlias, isMap, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import { type Position, TocsinError } from '../base/index.ts';

export type Path = readonly (string | number)[];

/** Where a fact stands. Lines and columns are 1-based. */
export interface Place {
  readonly source: string;
  readonly line: number;
  readonly column: number;
  /** What it was read from, where that is more than a line: `backstage:catalog-info.yaml#component:default/bodhi`. */
  readonly origin?: string;
}

export interface SettingsLayer {
  readonly source: string;
  /** As written: not checked yet, without defaults. */
  readonly value: unknown;
  /** Null where this layer holds nothing at that path. */
  locate(path: Path, of: 'key' | 'value'): Place | null;
}

/** A sentence about a place; sentences are told in the order of the layers, and in each in the order of lines. */
export interface PlacedFault {
  readonly place: Place;
  readonly message: string;
}

/** Throws `config-invalid` where the text is no YAML. */
export function layerFromYaml(text: string, source: string): SettingsLayer {
  const lines = new LineCounter();
  const document = parseDocument(text, { ...yamlOptions, lineCounter: lines });
  const { value, faults } = expandDocument(document, lines, source);
  if (faults.length > 0) refuseSettings(faults);
  return {
    source,
    value: value ?? {},
    locate(path, of) {
      const offset = offsetIn(document, path, of);
      return offset === null ? null : placeAt(lines, source, offset);
    },
  };
}

/** How YAML is read wherever people wrote it: faults as values, and with the merge keys of YAML 1.1. */
export const yamlOptions = { prettyErrors: false, merge: true } as const;

/** What a document says once its aliases are followed, or why nobody can tell: then the value is undefined. */
export function expandDocument(
  document: Document.Parsed,
  lines: LineCounter,
  source: string,
): { readonly value: unknown; readonly faults: readonly PlacedFault[] } {
  const faultAt = (offset: number, message: string) => ({ place: placeAt(lines, source, offset), message });
  if (document.errors.length > 0) {
    const faults = document.errors.map(({ code, pos, message }) =>
      faultAt(
        pos[0],
        code === 'MULTIPLE_DOCS'
          ? 'A second document begins here (---), and one is read: leave it out, or join the two'
          : `This is not YAML: ${lowerFirst(message)}`,
      ),
    );
    return { value: undefined, faults };
  }
  try {
    return { value: document.toJS(), faults: [] };
  } catch (cause) {
    const offset = unresolvedAlias(document) ?? document.contents?.range?.[0] ?? 0;
    const message = `This YAML cannot be expanded: ${lowerFirst((cause as Error).message)}`;
    return { value: undefined, faults: [faultAt(offset, message)] };
  }
}

/** Where an alias stands whose anchor stands nowhere before it. */
function unresolvedAlias(document: Document.Parsed): number | null {
  let offset: number | null = null;
  visit(document, {
    Alias(_key, alias) {
      if (alias.resolve(document) !== undefined) return undefined;
      offset = alias.range?.[0] ?? null;
      return visit.BREAK;
    },
  });
  return offset;
}

export function placeAt(lines: LineCounter, source: string, offset: number): Place {
  const { line, col } = lines.linePos(offset);
  return { source, line, column: col };
}

/** Where the key or the value at a path begins; null where the document does not hold it. */
export function offsetIn(document: Document, path: Path, of: 'key' | 'value'): number | null {
  if (path.length === 0) return document.contents?.range?.[0] ?? 0;
  const parent = nodeAt(document, path.slice(0, -1));
  const last = path.at(-1) as string | number;
  if (isMap(parent)) {
    const pair = parent.items.find(({ key }) => isScalar(key) && String(key.value) === String(last));
    const there = pair === undefined ? undefined : of === 'key' ? pair.key : (pair.value ?? pair.key);
    const range = (there as { range?: readonly number[] } | null | undefined)?.range;
    if (range?.[0] !== undefined) return range[0];
  }
  return nodeAt(document, path)?.range?.[0] ?? null;
}

/** biome-ignore lint/suspicious/noExplicitAny: the library types its nodes so. */
function nodeAt(document: Document, path: Path): any {
  const node = path.length === 0 ? document.contents : document.getIn(path, true);
  return isAlias(node) ? node.resolve(document) : node;
}

/** What is written above stands; groups of keys are joined key by key, lists and single values are not. */
export function mergeLayers(layers: readonly SettingsLayer[]): unknown {
  return layers.map(({ value }) => value).reduce((above, beneath) => merge(above, beneath), undefined) ?? {};
}

function merge(above: unknown, beneath: unknown): unknown {
  if (above === undefined) return beneath;
  if (!isRecord(above) || !isRecord(beneath)) return above;
  const keys = [...new Set([...Object.keys(above), ...Object.keys(beneath)])];
  return Object.fromEntries(keys.map((key) => [key, merge(ownValue(above, key), ownValue(beneath, key))]));
}

function ownValue(record: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The place in the topmost layer that holds the path, or else of what is nearest above it. */
export function placeIn(layers: readonly SettingsLayer[], path: Path, of: 'key' | 'value'): Place {
  for (let length = path.length; length >= 0; length -= 1) {
    for (const layer of layers) {
      if (length === 0 && layer !== layers[0]) break;
      const place = layer.locate(path.slice(0, length), length === path.length ? of : 'value');
      if (place !== null) return place;
    }
  }
  return { source: layers[0]?.source ?? '', line: 1, column: 1 };
}

/** Throws `config-invalid` that tells them all; `advice` says what more than mending the places may help. */
export function refuseSettings(faults: readonly PlacedFault[], advice = ''): never {
  const [only] = faults;
  if (faults.length === 1 && only !== undefined) {
    const hint = `Mend the file at the place named. ${advice}`.trim();
    throw new TocsinError('config-invalid', sentence(only.message), { position: positionOf(only.place), hint });
  }
  const sources = [...new Set(faults.map(({ place }) => place.source))];
  throw new TocsinError(
    'config-invalid',
    [
      sources.length === 1
        ? `${sources[0]} has ${faults.length} faults.`
        : `${sources.slice(0, -1).join(', ')} and ${sources.at(-1)} have ${faults.length} faults.`,
      ...faults.map(
        ({ place: { source, line, column }, message }) => `  ${source}:${line}:${column}: ${sentence(message)}`,
      ),
    ].join('\n'),
    { hint: `Mend the places named. ${advice}`.trim() },
  );
}

function positionOf({ source, line, column }: Place): Position {
  return { source, pointer: '', line, column, exact: true };
}

/** A full stop at the end, where no question mark stands. */
function sentence(message: string): string {
  return /[.?!]$/.test(message) ? message : `${message}.`;
}

function lowerFirst(words: string): string {
  return words.charAt(0).toLowerCase() + words.slice(1);
}

/** A fact of the catalogue and where it comes from. */
export interface FactSource {
  readonly path: readonly string[];
  readonly value: unknown;
  /** `tocsin.yaml:12`, or `backstage:catalog-info.yaml#component:default/bodhi`. */
  readonly source: string;
}

/** Every fact that stands, with the layer that says it; lists are one fact. What has a default and is not said is none. */
export function factSources(layers: readonly SettingsLayer[]): FactSource[] {
  const walk = (value: unknown, path: readonly string[]): FactSource[] => {
    if (isRecord(value)) return Object.entries(value).flatMap(([key, inner]) => walk(inner, [...path, key]));
    const { origin, source, line } = placeIn(layers, path, 'value');
    return [{ path, value, source: origin ?? `${source}:${line}` }];
  };
  return walk(mergeLayers(layers), []);
}
