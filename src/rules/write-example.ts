// The whole message around a value that matters, with what else its sender's release asks for.

import { type OperationRef, type Place, spreadObjects } from '../diff/index.ts';
import type { Json } from '../schema/index.ts';
import {
  type Api,
  normaliseMediaType,
  normalisePath,
  type Operation,
  type OperationEntry,
  operationKey,
  type SchemaNode,
} from '../spec/index.ts';
import { without } from './but-for.ts';
import { type DescribedAnswer, writeRequest, writeResponse } from './http-example.ts';
import { sampleOf } from './questions.ts';
import type { Sides } from './sides.ts';

export class ExampleWriter {
  readonly #base: Api;
  readonly #revision: Api;
  readonly #sides: Sides;
  #pathsByLength: ReadonlyMap<number, (readonly string[])[]> | null = null;

  /** The same calls are written around many values. */
  readonly #samples = new Map<string, { readonly value: Json } | undefined>();

  constructor(base: Api, revision: Api, sides: Sides) {
    this.#base = base;
    this.#revision = revision;
    this.#sides = sides;
  }

  /**
   * Null where the value cannot be written down in its place, or no call around it is found. Without a value, of a
   * parameter, the call leaves it out.
   */
  write(operation: OperationRef | null, place: Place, value: Json | undefined): string | null {
    if (operation === null) return null;
    if (place.message === 'response') return writeResponse(place, value, this.#describedAt(operation, place));
    const { caller, called } = this.#bothOf(operation);
    if (caller === null) return null;
    const described =
      called === null ? caller : { ...caller, parameters: spreadObjects(caller.parameters, called.parameters).before };
    const parameters = new Map<string, Json>();
    for (const parameter of described.parameters.values()) {
      if (!parameter.required) continue;
      const schema = parameter.schema ?? parameter.content?.schema ?? null;
      const words = parameter.in === 'path' ? this.wordsBeside(described.path, parameter.name) : [];
      const sample = this.#sample(schema, words);
      if (sample === undefined) return null;
      parameters.set(parameter.key, sample.value);
    }
    const { requestBody } = described;
    let body: { mediaType: string; value: Json } | null = null;
    if (place.where !== 'body' && requestBody?.required) {
      const [mediaType] = requestBody.content.values();
      const sample = mediaType && this.#sample(mediaType.schema);
      if (mediaType === undefined || sample === undefined) return null;
      body = { mediaType: mediaType.name, value: sample.value };
    }
    try {
      return writeRequest({ operation: described, place, value, parameters, body });
    } catch (error) {
      if (error instanceof URIError) return null; // half a surrogate pair, which no address can hold
      throw error;
    }
  }

  /** What the sender of an answer says of a place in it. */
  #describedAt(operation: OperationRef, { status, header, mediaType }: Place): DescribedAnswer {
    const { called } = this.#bothOf(operation);
    const answer = called?.responses.get(status ?? '');
    return {
      header: answer?.headers.get(header?.name.toLowerCase() ?? '') ?? null,
      mediaType: answer?.content.get(normaliseMediaType(mediaType ?? '')) ?? null,
    };
  }

  /** As it is described to who calls and to who is called: the client goes by the older release, the server by the newer. */
  #bothOf(operation: OperationRef): { readonly caller: Operation | null; readonly called: Operation | null } {
    const older = findOperation(this.#base, operation);
    const newer = findOperation(this.#revision, operation);
    const isOfServer = (older ?? newer)?.calledBy === 'server';
    return isOfServer ? { caller: newer, called: older } : { caller: older, called: newer };
  }

  /**
   * Segments that no value of a path parameter may be, lest the call goes elsewhere: those that clients resolve away, and
   * the words that another path has in its place.
   */
  wordsBeside(path: string, parameter: string): string[] {
    const segments = path.split('/');
    const at = segments.indexOf(`{${parameter}}`);
    const words = new Set(['', '.', '..']);
    if (at < 0) return [...words];
    this.#pathsByLength ??= Map.groupBy(splitPaths([this.#base, this.#revision]), ({ length }) => length);
    for (const theirs of this.#pathsByLength.get(segments.length) ?? []) {
      const word = theirs[at]!;
      if (!word.includes('{')) words.add(word);
    }
    return [...words];
  }

  #sample(node: SchemaNode | null, words: readonly string[] = []): { readonly value: Json } | undefined {
    if (node === null) return { value: 'a' };
    const key = JSON.stringify([node.key, words]);
    if (!this.#samples.has(key)) {
      const sent = this.#sides.sent(node, 'client');
      this.#samples.set(key, sent === null ? undefined : sampleOf(words.length > 0 ? without(sent, words) : sent));
    }
    return this.#samples.get(key);
  }
}

function findOperation(api: Api, operation: OperationRef): Operation | null {
  const wanted = operationKey(operation, operation.method);
  const entry = api.operations.get(wanted) ?? findCallback(api.operations.values(), operation.path, wanted);
  return entry?.read() ?? null;
}

/** Callbacks stand inside the operations whose paths their own begin with. */
function findCallback(entries: Iterable<OperationEntry>, path: string, wanted: string): OperationEntry | null {
  for (const entry of entries) {
    if (!normalisePath(path).startsWith(`${normalisePath(entry.path)} → `)) continue;
    const { callbacks } = entry.read();
    const found = callbacks.find(({ key }) => key === wanted) ?? findCallback(callbacks, path, wanted);
    if (found !== null) return found;
  }
  return null;
}

function splitPaths(apis: readonly Api[]): (readonly string[])[] {
  const entries = apis.flatMap((api) => [...api.operations.values()]);
  const paths = new Set(entries.filter(({ kind }) => kind === 'path').map(({ path }) => path));
  return [...paths].map((path) => path.split('/'));
}
