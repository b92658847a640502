// Where an operation of OpenAPI 3 takes or gives values, found on the raw document: cheap enough to be asked for every
// operation of a large description, which reading them all is not.

import { normaliseMediaType } from './media-type-name.ts';
import type { OperationEntry } from './operation.ts';
import type { SourceDocument } from './source-document.ts';
import { childSpot, entrySpots, followReference, isObject, memberSpot, type Spot } from './spot.ts';

export interface ValuePlace {
  /** As in a finding: `['query', 'limit']`, `['body']`, `['200', 'body']`, `['responses']` where none is described. */
  readonly subjectPath: readonly string[];
  /** Where the schemas stand, one for each media type; null for one that is not given. */
  readonly schemas: readonly (Spot | null)[];
}

/** What one operation takes and gives: how many values, and those of which the raw document does not say enough. */
export interface ValuePlaces {
  readonly count: number;
  readonly doubtful: readonly ValuePlace[];
}

/** Whether a raw schema says enough. */
export type IsPlain = (schema: unknown, document: SourceDocument) => boolean;

/**
 * A member or item of what stands at `holder`, or that itself where there is no key. Its own place is made only where it
 * is needed, since most parts are plain.
 */
interface Part {
  readonly value: unknown;
  readonly document: SourceDocument;
  readonly holder: Spot;
  readonly key: string | number | null;
}

const spotOf = ({ holder, key }: Part): Spot => (key === null ? holder : childSpot(holder, key));

/** The schemas of a part that holds values: `plain` ones are not listed. */
type Schemas = 'plain' | readonly (Spot | null)[];

/**
 * What is read of a part, or of what it refers to. Each reference is read once by each reader: a parameter may, wrongly,
 * refer to a response.
 */
function following<T>(read: (part: Part) => T): (part: Part) => T {
  const shared = new Map<SourceDocument, Map<string, T>>();
  return (part) => {
    const { value, document } = part;
    if (!isObject(value) || typeof value.$ref !== 'string') return read(part);
    let ofDocument = shared.get(document);
    if (ofDocument === undefined) {
      ofDocument = new Map();
      shared.set(document, ofDocument);
    }
    let known = ofDocument.get(value.$ref);
    if (known === undefined) {
      const spot = spotOf(part);
      const target = followReference(spot)?.spot ?? spot;
      known = read({ value: target.value, document: target.document, holder: target, key: null });
      ofDocument.set(value.$ref, known);
    }
    return known;
  };
}

/** The lister remembers shared parameters and responses, so ask one for all operations of a document. */
export function valuePlaceLister(isPlain: IsPlain): (entry: OperationEntry) => ValuePlaces {
  const contentSchemas = (part: Part): Schemas => {
    const { value, document } = part;
    const content = isObject(value) ? value.content : undefined;
    if (!isObject(content)) return [];
    const names = Object.keys(content);
    const isPlainType = (mediaType: unknown) =>
      isObject(mediaType) && isPlain(mediaType.schema ?? mediaType.itemSchema, document);
    if (names.length > 0 && names.every((name) => isPlainType(content[name]))) return 'plain';
    const found = new Map<string, Spot | null>();
    for (const [name, mediaType] of entrySpots(memberSpot(spotOf(part), 'content'))) {
      const key = normaliseMediaType(name);
      if (!found.has(key)) found.set(key, contentSchema(mediaType));
    }
    return [...found.values()];
  };

  /** With the key by which an operation's parameter hides the one of its path; null where it is plain, or is none. */
  const readParameter = (part: Part): { readonly key: string; readonly place: ValuePlace | null } | null => {
    const { in: location, name, schema } = isObject(part.value) ? part.value : {};
    if (typeof location !== 'string' || typeof name !== 'string') return null;
    const key = `${location} ${name}`;
    if (isPlain(schema, part.document)) return { key, place: null };
    const subjectPath = [location, name];
    const content = contentSchemas(part);
    const spot = memberSpot(spotOf(part), 'schema');
    if (spot !== null || content.length === 0) return { key, place: { subjectPath, schemas: [spot] } };
    return { key, place: content === 'plain' ? null : { subjectPath, schemas: content } };
  };

  const parameterAt = following(readParameter);
  const schemasAt = following(contentSchemas);
  return ({ spot, inherited }) => {
    const parameters = new Map<string, ValuePlace | null>();
    for (const holder of [inherited.parameters, memberSpot(spot, 'parameters')]) {
      if (holder === null || !Array.isArray(holder.value)) continue;
      const { document } = holder;
      for (const [key, value] of holder.value.entries()) {
        const parameter = parameterAt({ value, document, holder, key });
        if (parameter !== null) parameters.set(parameter.key, parameter.place);
      }
    }
    let count = parameters.size;
    const doubtful = [...parameters.values()].filter((place) => place !== null);
    const add = (subjectPath: readonly string[], schemas: Schemas) => {
      if (schemas.length === 0) return;
      count += 1;
      if (schemas !== 'plain') doubtful.push({ subjectPath, schemas });
    };

    const { requestBody, responses } = isObject(spot.value) ? spot.value : {};
    const { document } = spot;
    if (requestBody !== undefined) {
      add(['body'], schemasAt({ value: requestBody, document, holder: spot, key: 'requestBody' }));
    }
    const described = isObject(responses) ? responses : {};
    const statuses = Object.keys(described).filter((status) => !status.startsWith('x-'));
    if (statuses.length === 0) add(['responses'], [null]);
    const holder = childSpot(spot, 'responses');
    for (const status of statuses) {
      add([status, 'body'], schemasAt({ value: described[status], document, holder, key: status }));
    }
    return { count, doubtful };
  };
}

function contentSchema(reference: Spot): Spot | null {
  const mediaType = followReference(reference)?.spot ?? reference;
  return memberSpot(mediaType, 'schema') ?? memberSpot(mediaType, 'itemSchema');
}
