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

/** The lister remembers shared parameters and responses, so ask one for all operations of a document. */
export function valuePlaceLister(): (entry: OperationEntry) => ValuePlace[] {
  /** By the reader too: a parameter may, wrongly, refer to a response. */
  const shared = new Map<unknown, Map<SourceDocument, Map<string, unknown>>>();
  /** What is read of a member, which may be a reference: its place is made only where it was not read before. */
  const followed = <T>(holder: Spot, key: string | number, read: (spot: Spot) => T): T => {
    const { document } = holder;
    const value = (holder.value as Record<string | number, unknown>)[key];
    if (!isObject(value) || typeof value.$ref !== 'string') return read(childSpot(holder, key));
    let ofReader = shared.get(read);
    if (ofReader === undefined) {
      ofReader = new Map();
      shared.set(read, ofReader);
    }
    let ofDocument = ofReader.get(document);
    if (ofDocument === undefined) {
      ofDocument = new Map();
      ofReader.set(document, ofDocument);
    }
    let known = ofDocument.get(value.$ref) as T | undefined;
    if (known === undefined) {
      const reference = childSpot(holder, key);
      known = read(followReference(reference)?.spot ?? reference);
      ofDocument.set(value.$ref, known);
    }
    return known;
  };

  return ({ spot, pathItem }) => {
    const parameters = new Map<string, ValuePlace>();
    for (const owner of [pathItem, spot]) {
      const list = memberSpot(owner, 'parameters');
      if (list === null || !Array.isArray(list.value)) continue;
      for (let index = 0; index < list.value.length; index++) {
        const { key, place } = followed(list, index, parameterPlace);
        parameters.set(key, place);
      }
    }
    const places = [...parameters.values()];

    const sent = memberSpot(spot, 'requestBody') && followed(spot, 'requestBody', schemasInContent);
    if (sent !== null && sent.length > 0) places.push({ subjectPath: ['body'], schemas: sent });

    const responses = memberSpot(spot, 'responses');
    const statuses = isObject(responses?.value) ? Object.keys(responses.value) : [];
    const described = statuses.filter((status) => !status.startsWith('x-'));
    if (responses === null || described.length === 0) places.push({ subjectPath: ['responses'], schemas: [null] });
    for (const status of described) {
      const schemas = followed(responses as Spot, status, schemasInContent);
      if (schemas.length > 0) places.push({ subjectPath: [status, 'body'], schemas });
    }
    return places;
  };
}

/** With the key by which an operation's parameter hides the one of its path. */
function parameterPlace(parameter: Spot): { readonly key: string; readonly place: ValuePlace } {
  const { in: location, name } = isObject(parameter.value) ? parameter.value : {};
  const schema = memberSpot(parameter, 'schema');
  const content = schemasInContent(parameter);
  const place = {
    subjectPath: [String(location), String(name)],
    schemas: schema === null && content.length > 0 ? content : [schema],
  };
  return { key: place.subjectPath.join(' '), place };
}

function schemasInContent(holder: Spot): (Spot | null)[] {
  const content = memberSpot(holder, 'content');
  return content === null ? [] : contentSchemas(content);
}

function contentSchemas(content: Spot): (Spot | null)[] {
  const entries = entrySpots(content);
  if (entries.length === 1) return [contentSchema(entries[0]![1])];
  const found = new Map<string, Spot | null>();
  for (const [name, mediaType] of entries) {
    const key = normaliseMediaType(name);
    if (!found.has(key)) found.set(key, contentSchema(mediaType));
  }
  return [...found.values()];
}

function contentSchema(reference: Spot): Spot | null {
  const mediaType = followReference(reference)?.spot ?? reference;
  return memberSpot(mediaType, 'schema') ?? memberSpot(mediaType, 'itemSchema');
}
