// A Pact contract of specification 1 to 4 (https://github.com/pact-foundation/pact-specification), brought to one
// shape: who calls whom, and what each interaction sends and reads. Messages are no calls and are left out with a word.

import { z } from 'zod';
import { TocsinError } from '../../base/index.ts';

export interface Pact {
  readonly source: string;
  readonly consumer: string;
  readonly provider: string;
  /** Of the specification: 1 to 4. */
  readonly version: number;
  readonly interactions: readonly PactInteraction[];
  /** What was left out, and why. */
  readonly notes: readonly string[];
}

export interface PactInteraction {
  readonly description: string;
  readonly method: string;
  /** As an example: `/packages/guake`. */
  readonly path: string;
  /** Names of query parameters. */
  readonly query: readonly string[];
  readonly headers: readonly string[];
  readonly request: PactBody;
  readonly status: string;
  readonly responseHeaders: readonly string[];
  readonly response: PactBody;
}

export interface PactBody {
  /** `any`: the contract says nothing of it. `opaque`: it says something that is no JSON, whose parts cannot be seen. */
  readonly kind: 'any' | 'empty' | 'json' | 'opaque';
  /** Of JSON: the example, with each key and entry that is matched. */
  readonly example: unknown;
  /** Of JSON: paths of the matching rules, `['items', '[*]', 'name']`; `*` stands for any key. */
  readonly rules: readonly (readonly string[])[];
}

const named = z.looseObject({ name: z.string().min(1) });
const record = z.record(z.string(), z.unknown());

const message = z.looseObject({
  headers: record.nullish(),
  body: z.unknown().optional(),
  matchingRules: record.nullish(),
});

const interaction = z.looseObject({
  type: z.string().optional(),
  transport: z.string().nullish(),
  description: z.string().default(''),
  request: message.extend({
    method: z.string().min(1),
    path: z.union([z.string(), z.looseObject({ value: z.string() })]),
    query: z.union([z.string(), record]).nullish(),
  }),
  response: message.extend({ status: z.union([z.number(), z.string()]).default(200) }),
});

const contract = z.looseObject({
  consumer: named,
  provider: named,
  interactions: z.array(z.unknown()).default([]),
  messages: z.array(z.unknown()).default([]),
  metadata: record.default({}),
});

/** Throws `fault` where the text is no Pact, or one of a specification that is not known. */
export function readPact(
  text: string,
  source: string,
  fault: 'config-invalid' | 'evidence-unreadable' = 'config-invalid',
): Pact {
  const refuse = (message: string, hint?: string): never => {
    throw new TocsinError(fault, `${source} ${message}`, {
      ...(hint === undefined ? {} : { hint }),
      position: { source, pointer: '', line: null, column: null, exact: false },
    });
  };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    return refuse(`is no Pact: it is not JSON (${(cause as Error).message}).`);
  }
  const parsed = contract.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return refuse(`is no Pact: ${issue?.path.join('.')} is ${issue?.input === undefined ? 'missing' : 'wrong'}.`);
  }
  const { consumer, provider, interactions, messages, metadata } = parsed.data;
  const said = specificationOf(metadata);
  const version = said === null ? 2 : Number(/^([1-4])(\.\d+)*$/.exec(said)?.[1] ?? Number.NaN);
  if (Number.isNaN(version)) {
    refuse(
      `follows the Pact specification ${said}, which is not known here.`,
      'Tocsin reads versions 1 to 4; have the contract written as one of them.',
    );
  }
  const notes: string[] = [];
  if (said === null)
    notes.push(`${source} does not say which Pact specification it follows; it was read as version 2.`);
  let skipped = messages.length;
  const read = interactions.flatMap((raw, index): PactInteraction[] => {
    const type = (raw as { type?: unknown } | null)?.type;
    const transport = (raw as { transport?: unknown } | null)?.transport;
    if (
      (type !== undefined && type !== 'Synchronous/HTTP') ||
      (typeof transport === 'string' && transport !== 'http')
    ) {
      skipped += 1;
      return [];
    }
    const one = interaction.safeParse(raw);
    if (!one.success) {
      const [issue] = one.error.issues;
      return refuse(`has an interaction that cannot be read: interactions.${index}.${issue?.path.join('.')}.`);
    }
    return [interactionOf(one.data, version)];
  });
  if (skipped > 0) notes.push(`${source}: ${skipped} messages are no HTTP calls and were left out.`);
  return { source, consumer: consumer.name, provider: provider.name, version, interactions: read, notes };
}

function specificationOf(metadata: Readonly<Record<string, unknown>>): string | null {
  for (const key of ['pactSpecification', 'pact-specification', 'pactSpecificationVersion']) {
    const value = metadata[key];
    const version = typeof value === 'object' && value !== null ? (value as { version?: unknown }).version : value;
    if (version !== undefined) return String(version);
  }
  return null;
}

function interactionOf(
  { description, request, response }: z.output<typeof interaction>,
  version: number,
): PactInteraction {
  return {
    description,
    method: request.method.toUpperCase(),
    path: typeof request.path === 'string' ? request.path : request.path.value,
    query: queryNames(request.query),
    headers: Object.keys(request.headers ?? {}),
    request: bodyOf(request, version),
    status: String(response.status),
    responseHeaders: Object.keys(response.headers ?? {}),
    response: bodyOf(response, version),
  };
}

function queryNames(query: string | Readonly<Record<string, unknown>> | null | undefined): string[] {
  if (query == null) return [];
  return [...new Set(typeof query === 'string' ? new URLSearchParams(query).keys() : Object.keys(query))];
}

function bodyOf(part: z.output<typeof message>, version: number): PactBody {
  const nothing = { example: undefined, rules: [] };
  if (!Object.hasOwn(part, 'body') || part.body === undefined) return { kind: 'any', ...nothing };
  const content = version >= 4 ? contentOf(part.body) : { value: part.body, type: null };
  if (content.value === null || content.value === '') return { kind: 'empty', ...nothing };
  const type = content.type ?? contentTypeOf(part.headers ?? {});
  const isJson = type === null || /[/+]json\b/i.test(type);
  if (!isJson || (typeof content.value === 'string' && version < 4 && type === null))
    return { kind: 'opaque', ...nothing };
  return { kind: 'json', example: content.value, rules: rulesOf(part.matchingRules ?? {}, version) };
}

/** Since version 4 a body is an envelope, and JSON in it may be text, in Base64 or as it is. */
function contentOf(body: unknown): { readonly value: unknown; readonly type: string | null } {
  if (typeof body !== 'object' || body === null) return { value: body, type: null };
  const { content, contentType, encoded } = body as { content?: unknown; contentType?: string; encoded?: unknown };
  const type = contentType ?? null;
  if (typeof content !== 'string' || (encoded !== true && encoded !== 'base64' && encoded !== 'json')) {
    return { value: content ?? null, type };
  }
  const text = encoded === 'json' ? content : Buffer.from(content, 'base64').toString('utf8');
  try {
    return { value: JSON.parse(text), type };
  } catch {
    return { value: text, type };
  }
}

function contentTypeOf(headers: Readonly<Record<string, unknown>>): string | null {
  const [, value] = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type') ?? [];
  return value === undefined ? null : String(Array.isArray(value) ? value[0] : value);
}

/** Rules of version 2 stand by their whole path, `$.body.name`; later ones in groups, `body: { $.name }`. */
function rulesOf(rules: Readonly<Record<string, unknown>>, version: number): string[][] {
  if (version < 3) {
    return Object.keys(rules).flatMap((path) => {
      const [first, ...rest] = stepsOf(path);
      return first === 'body' ? [rest] : [];
    });
  }
  const body = rules.body;
  if (typeof body !== 'object' || body === null) return [];
  return Object.entries(body).map(([path, rule]) => {
    const matchers = (rule as { matchers?: readonly { match?: string }[] } | null)?.matchers ?? [];
    const anyKey = matchers.some(({ match }) => match === 'values' || match === 'eachKey' || match === 'eachValue');
    return [...stepsOf(path), ...(anyKey ? ['*'] : [])];
  });
}

/** `$.items[*]['the name'][0]` → `items`, `[*]`, `the name`, `[*]`: which entry of a list is meant does not matter. */
function stepsOf(path: string): string[] {
  const steps: string[] = [];
  for (const [, quoted, index, name] of path.matchAll(/\['([^']*)'\]|\[(\*|\d+)\]|\.?([^.[\]$]+)/g)) {
    steps.push(quoted ?? (index === undefined ? (name ?? '') : '[*]'));
  }
  return steps;
}
