// Where an operation of OpenAPI 3 takes or gives values, found on the raw document: cheap enough to be asked for every
// operation of a large description, which reading them all is not.

import { normaliseMediaType } from './media-type-name.ts';
import type { OperationEntry } from './operation.ts';
import type { SourceDocument } from './source-document.ts';
import { elementSpots, entrySpots, followReference, isObject, memberSpot, type Spot } from './spot.ts';

export interface ValuePlace {
  /** As in a finding: `['query', 'limit']`, `['body']`, `['200', 'body']`, `['responses']` where none is described. */
  readonly subjectPath: readonly string[];
  /** Where the schemas stand, one for each media type; null for one that is not given. */
  readonly schemas: readonly (Spot | null)[];
}

/** The lister remembers shared parameters and responses, so ask one for all operations of a document. */
export function valuePlaceLister(): (entry: OperationEntry) => ValuePlace[] {
  const shared = new Map<SourceDocument, Map<string, unknown>>();
  const followed = <T>(reference: Spot, read: (spot: Spot) => T): T => {
    const { value, document } = reference;
    if (!isObject(value) || typeof value.$ref !== 'string') return read(reference);
    let ofDocument = shared.get(document);
    if (ofDocument === undefined) {
      ofDocument = new Map();
      shared.set(document, ofDocument);
    }
    let known = ofDocument.get(value.$ref) as T | undefined;
    if (known === undefined) {
      known = read(followReference(reference)?.spot ?? reference);
      ofDocument.set(value.$ref, known);
    }
    return known;
  };

  return ({ spot, pathItem }) => {
    const parameters = new Map<string, ValuePlace>();
    for (const owner of [pathItem, spot]) {
      for (const reference of elementSpots(memberSpot(owner, 'parameters'))) {
        const place = followed(reference, parameterPlace);
        parameters.set(place.subjectPath.join(' '), place);
      }
    }
    const places = [...parameters.values()];

    const body = memberSpot(spot, 'requestBody');
    const sent = body && followed(body, schemasInContent);
    if (sent !== null && sent.length > 0) places.push({ subjectPath: ['body'], schemas: sent });

    const responses = entrySpots(memberSpot(spot, 'responses')).filter(([status]) => !status.startsWith('x-'));
    if (responses.length === 0) places.push({ subjectPath: ['responses'], schemas: [null] });
    for (const [status, reference] of responses) {
      const schemas = followed(reference, schemasInContent);
      if (schemas.length > 0) places.push({ subjectPath: [status, 'body'], schemas });
    }
    return places;
  };
}

function parameterPlace(parameter: Spot): ValuePlace {
  const { in: location, name } = isObject(parameter.value) ? parameter.value : {};
  const schema = memberSpot(parameter, 'schema');
  const content = schemasInContent(parameter);
  return {
    subjectPath: [String(location), String(name)],
    schemas: schema === null && content.length > 0 ? content : [schema],
  };
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
