// The place of a finding in words and as a path. Every message speaks of places in the same way because it asks here.

import type { Context, Place, PlaceOfParameter, SchemaStep } from '../diff/index.ts';

/** "query parameter `limit`", "property `owner.name` of the 200 response body", "request header `X-Id`". */
export function describePlace(context: Pick<Context, 'place' | 'operation'>): string {
  const { place } = context;
  const inside = describePath(place.path);
  const holder = describeHolder(context);
  return inside === '' ? holder : `${inside} of the ${holder}`;
}

/** "query parameter `limit`". */
export function nameOfParameter({ in: location, name }: Pick<PlaceOfParameter, 'in' | 'name'>): string {
  return `${location} parameter \`${name}\``;
}

function describeHolder({ place, operation }: Pick<Context, 'place' | 'operation'>): string {
  const message = operation?.kind === 'webhook' ? 'webhook' : operation?.kind === 'callback' ? 'callback' : 'request';
  switch (place.where) {
    case 'parameter':
      return place.parameter === null ? 'parameter' : nameOfParameter(place.parameter);
    case 'header':
      if (isPartHeader(place))
        return `header \`${place.header?.name}\` of a part of the ${describeBody(place, message)}`;
      return place.status === null
        ? `${message} header \`${place.header?.name}\``
        : `header \`${place.header?.name}\` of the ${describeStatus(place.status)} response`;
    case 'body':
    case 'encoding':
      return describeBody(place, message);
    case 'response':
    case 'link':
      return `${describeStatus(place.status ?? '')} response`;
    case 'operation':
      return 'operation';
    case 'api':
      return 'API';
  }
}

function describeBody({ message, status }: Place, sender: string): string {
  return message === 'response' && status !== null ? `${describeStatus(status)} response body` : `${sender} body`;
}

/** Of one part of a multipart body, not of the whole message. */
export function isPartHeader({ where, mediaType }: Place): boolean {
  return where === 'header' && mediaType !== null;
}

function describeStatus(status: string): string {
  return status === 'default' ? 'default' : status;
}

/** Whether the value of a discriminator leads there, of which no schema says anything. */
export function isBehindDiscriminator({ path }: Place): boolean {
  return path.some(({ kind }) => kind === 'subtype');
}

function describePath(path: Place['path']): string {
  if (path.length === 0) return '';
  const last = path.at(-1)!;
  if (last.kind === 'keyword' && last.keyword === 'propertyNames') {
    const holder = path.slice(0, -1);
    return holder.length === 0 ? 'name of a property' : `name of a property in \`${shorten(holder.map(stepSegment))}\``;
  }
  const text = `\`${shorten(path.map(stepSegment))}\``;
  switch (last.kind) {
    case 'property':
      return `property ${text}`;
    case 'items':
    case 'prefixItem':
      return `item ${text}`;
    case 'additionalProperties':
      return `additional property ${text}`;
    case 'patternProperty':
      return `property ${text}`;
    case 'branch':
      return `alternative ${text}`;
    case 'subtype':
      return `form ${text}`;
    case 'keyword':
      return `${last.keyword} ${text}`;
  }
}

/** What lies very deep is named by its beginning and its end; the subject path has all of it. */
function shorten(segments: readonly string[]): string {
  if (segments.length <= longestShown) return joinSubject(segments);
  const half = Math.floor(longestShown / 2);
  return joinSubject([...segments.slice(0, half), '…', ...segments.slice(-half)]);
}

const longestShown = 16;

/** One segment of a subject path. */
export function stepSegment(step: SchemaStep): string {
  switch (step.kind) {
    case 'property':
      return step.name;
    case 'items':
      return '[]';
    case 'prefixItem':
      return `[${step.index}]`;
    case 'additionalProperties':
      return '{*}';
    case 'patternProperty':
      return `{/${step.pattern}/}`;
    case 'branch':
      return `${step.keyword}(${step.label})`;
    case 'subtype':
      return `subtype(${step.value})`;
    case 'keyword':
      return step.name === null ? `${step.keyword}()` : `${step.keyword}(${step.name})`;
  }
}

/** `['200', 'body', 'items', '[]', 'owner']` → `200.body.items[].owner`. */
export function joinSubject(path: readonly string[]): string {
  return path.map((segment, index) => (index === 0 || segment.startsWith('[') ? segment : `.${segment}`)).join('');
}
