// Turns a YAML file that people wrote by hand into a checked value, or into every fault at once, each with its place
// and, where a name was misspelt, the name that was probably meant. It knows nothing of what the file is about:
// the schema and the list of references say that.

import { z } from 'zod';
import { nearest } from '../base/index.ts';
import {
  isRecord,
  layerFromYaml,
  mergeLayers,
  type Path,
  placeIn,
  refuseSettings,
  type SettingsLayer,
} from './settings-layer.ts';

/**
 * `services.*.owner` holds the name of something under `teams`; `(key)` at the end means the keys that stand there.
 * Names that are not of the file are given with `among`, and may then be written with `*` for anything.
 */
export type Reference = {
  readonly at: string;
  /** What is named, for the sentence: `team`. */
  readonly what: string;
} & ({ readonly to: string } | { readonly among: () => readonly string[]; readonly where: string });

interface Fault {
  readonly path: Path;
  /** Whether the key or the value that stands there is at fault. */
  readonly of: 'key' | 'value';
  readonly message: string;
  /** The path that was probably meant: that it is missing too need not be said. */
  readonly meant?: string;
  /** What is named and may have stood there, taken away without having been deleted first: `the team apps`. */
  readonly mayBeLeftOut?: string | null;
}

/**
 * The value that `text` holds, checked and with the schema's defaults.
 * Throws `config-invalid` with one line for each fault, in the order of the file.
 */
export function readSettings<Schema extends z.ZodType>(
  text: string,
  source: string,
  schema: Schema,
  references: readonly Reference[] = [],
): z.output<Schema> {
  return checkSettings([layerFromYaml(text, source)], schema, references);
}

/** The same for several layers, the topmost first: what stands in one hides what stands beneath. */
export function checkSettings<Schema extends z.ZodType>(
  layers: readonly SettingsLayer[],
  schema: Schema,
  references: readonly Reference[] = [],
): z.output<Schema> {
  const raw = mergeLayers(layers);
  const parsed = schema.safeParse(raw);
  const faults = [
    ...(parsed.success ? [] : parsed.error.issues.flatMap((issue) => explain(issue, raw, schema))),
    ...references.flatMap((reference) => followReference(raw, reference)),
  ];
  const told = faults.filter(
    (fault) => !faults.some((other) => other.meant !== undefined && other.meant === fault.path.join('.')),
  );
  if (faults.length > 0 || !parsed.success) {
    const leftOut = told.flatMap(({ mayBeLeftOut }) => mayBeLeftOut ?? []);
    const rank = new Map(layers.map(({ source }, index) => [source, index]));
    refuseSettings(
      told
        .map(({ path, of, message }) => {
          const place = placeIn(layers, path, of);
          const overridable = `; it was read from ${place.origin}, and what ${layers[0]?.source} says stands over it`;
          return { place, message: place.origin === undefined ? message : `${message}${overridable}` };
        })
        .sort(
          ({ place: a }, { place: b }) =>
            (rank.get(a.source) ?? 0) - (rank.get(b.source) ?? 0) || a.line - b.line || a.column - b.column,
        ),
      leftOut.length > 0
        ? `Was ${[...new Set(leftOut)].join(' or ')} left out because it is to go? Then write it with deleted: true for one sync first.`
        : '',
    );
  }
  return parsed.data;
}

function didYouMean(given: string, candidates: readonly string[]): string {
  const near = nearest(given, candidates);
  return near === null ? '' : `; did you mean "${near}"?`;
}

function explain(issue: z.core.$ZodIssue, raw: unknown, schema: z.ZodType): Fault[] {
  const path = issue.path as Path;
  const place = path.length === 0 ? 'The file' : path.join('.');
  const given = valueAt(raw, path);
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(schema, path);
    const within = path.length === 0 ? 'at the top level' : `in ${place}`;
    return issue.keys.map((key) => {
      const near = nearest(key, known);
      return {
        path: [...path, key],
        of: 'key',
        message: `Unknown key "${key}" ${within}; ${near === null ? `known are ${known.join(', ')}` : `did you mean "${near}"?`}`,
        ...(near === null ? {} : { meant: [...path, near].join('.') }),
      };
    });
  }
  if (issue.code === 'invalid_key') {
    const because = issue.issues[0]?.message ?? issue.message;
    return [{ path, of: 'key', message: `The name ${place} ${because}` }];
  }
  if (given === undefined) {
    return [{ path, of: 'value', message: `${place} is missing` }];
  }
  if (isSecret(path, schema)) {
    return [{ path, of: 'value', message: `${place} ${issue.code === 'custom' ? issue.message : whereSecretsBelong}` }];
  }
  if (issue.code === 'invalid_type') {
    const expected = typeNames[issue.expected] ?? issue.expected;
    return [{ path, of: 'value', message: `${place} must be ${expected}, but is ${describe(given)}` }];
  }
  if (issue.code === 'invalid_value') {
    const values = issue.values.map(String);
    const guess = typeof given === 'string' ? didYouMean(given, values) : '';
    return [
      { path, of: 'value', message: `${place} must be one of ${values.join(', ')}, but is ${describe(given)}${guess}` },
    ];
  }
  if (issue.code === 'too_small' || issue.code === 'too_big') {
    const bound = issue.code === 'too_small' ? `at least ${issue.minimum}` : `at most ${issue.maximum}`;
    const sentence =
      typeof given === 'number'
        ? `${place} must be ${bound}, but is ${given}`
        : given === ''
          ? `${place} must not be empty`
          : typeof given === 'string'
            ? `${place} must have ${bound} characters, but has ${given.length}`
            : `${place} must hold ${bound}, but is ${describe(given)}`;
    return [{ path, of: 'value', message: sentence }];
  }
  const shown = typeof given === 'object' ? '' : `, but is ${describe(given)}`;
  return [{ path, of: 'value', message: `${place} ${issue.message}${shown}` }];
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a group of keys',
  record: 'a group of keys',
};

function describe(value: unknown): string {
  if (value === null) return 'empty';
  if (typeof value === 'string') return `"${value}"`;
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  return typeof value === 'object' ? 'a group of keys' : String(value);
}

/** Keys whose values are never repeated in a message: a fault may be that the secret itself stands there. */
export const secretKey = /(password|token|secret|key)$/i;

/** What is said of a value under such a key, whatever is wrong with it. */
export const whereSecretsBelong = 'must be env:NAME or file:PATH; a secret does not belong into a file under review';

/** A consumer may be called `distro-key`: it is the schema's own keys that hold secrets. */
function isSecret(path: Path, schema: z.ZodType): boolean {
  return path.some(
    (part, at) =>
      typeof part === 'string' && secretKey.test(part) && knownKeys(schema, path.slice(0, at)).includes(part),
  );
}

interface JsonSchemaNode {
  readonly properties?: Readonly<Record<string, JsonSchemaNode>>;
  readonly additionalProperties?: JsonSchemaNode | boolean;
  readonly items?: JsonSchemaNode;
  readonly anyOf?: readonly JsonSchemaNode[];
}

function knownKeys(schema: z.ZodType, path: Path): string[] {
  let nodes = [z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' }) as JsonSchemaNode];
  for (const part of path) nodes = nodes.flatMap(branches).flatMap((node) => stepInto(node, part));
  return nodes.flatMap(branches).flatMap((node) => Object.keys(node.properties ?? {}));
}

function branches(node: JsonSchemaNode): JsonSchemaNode[] {
  return node.anyOf === undefined ? [node] : node.anyOf.flatMap(branches);
}

function stepInto(node: JsonSchemaNode, part: string | number): JsonSchemaNode[] {
  if (typeof part === 'number') return node.items === undefined ? [] : [node.items];
  const property = node.properties?.[part];
  if (property !== undefined) return [property];
  return typeof node.additionalProperties === 'object' ? [node.additionalProperties] : [];
}

function followReference(raw: unknown, reference: Reference): Fault[] {
  const places = placesOf(raw, reference.at.split('.'), []);
  if (places.length === 0) return [];
  const there = 'to' in reference ? valueAt(raw, [reference.to]) : null;
  const known = 'among' in reference ? reference.among() : isRecord(there) ? Object.keys(there) : [];
  const where = 'to' in reference ? `under ${reference.to}` : reference.where;
  const isDeleted = (name: string) => valueAt(there, [name, 'deleted']) === true;
  return places.flatMap(({ path, name, of }) => {
    const isKnown = 'among' in reference ? matchesAny(name, known) : known.includes(name);
    if (isKnown && (!isDeleted(name) || valueAt(raw, [...path.slice(0, 2), 'deleted']) === true)) return [];
    const place = path.slice(0, of === 'key' || typeof path.at(-1) === 'number' ? -1 : undefined).join('.');
    const fault = isKnown ? 'is deleted' : `is not ${where}${didYouMean(name, known)}`;
    // What a comparison is to heed is written by hand: a name there that nothing has is a slip.
    const isLeftOut = !isKnown && 'to' in reference && path[0] !== 'compare' && nearest(name, known) === null;
    const mayBeLeftOut = isLeftOut ? `the ${reference.what} ${name}` : null;
    return [{ path, of, message: `${place} names the ${reference.what} "${name}", which ${fault}`, mayBeLeftOut }];
  });
}

function matchesAny(glob: string, names: readonly string[]): boolean {
  const parts = glob.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  const pattern = new RegExp(`^${parts.join('.*')}$`);
  return names.some((name) => pattern.test(name));
}

function placesOf(value: unknown, pattern: readonly string[], path: Path): (Fault & { name: string })[] {
  const [part, ...rest] = pattern;
  if (part === undefined) {
    return typeof value === 'string' ? [{ path, name: value, of: 'value', message: '' }] : [];
  }
  if (part === '(key)') {
    return isRecord(value)
      ? Object.keys(value).map((key) => ({ path: [...path, key], name: key, of: 'key', message: '' }))
      : [];
  }
  if (part === '*') {
    if (Array.isArray(value)) return value.flatMap((item, index) => placesOf(item, rest, [...path, index]));
    return isRecord(value) ? Object.entries(value).flatMap(([key, item]) => placesOf(item, rest, [...path, key])) : [];
  }
  return isRecord(value) && Object.hasOwn(value, part) ? placesOf(value[part], rest, [...path, part]) : [];
}

function valueAt(value: unknown, path: Path): unknown {
  let current = value;
  for (const part of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, part)) return undefined;
    current = (current as Record<string | number, unknown>)[part];
  }
  return current;
}
