// A call or an answer as text, around one value that matters: what a person can paste and try. Everything else in it
// is the least that the document asks for.

import type { Place } from '../diff/index.ts';
import {
  type Header,
  isJson,
  type MediaType,
  normaliseMediaType,
  type Operation,
  type Parameter,
} from '../spec/index.ts';
import { isRecord, scalarText, writeBody } from './write-body.ts';

type Json = unknown;

/** A value for each parameter that the call needs besides the one that matters, by Parameter.key. */
export type ParameterValues = ReadonlyMap<string, Json>;

export interface HttpParts {
  readonly operation: Operation;
  readonly place: Place;
  /** The value of the parameter or header, or the whole body; undefined for a parameter that is left out. */
  readonly value: Json;
  readonly parameters: ParameterValues;
  /** The body of a request whose point is elsewhere; undefined for none. */
  readonly body: { readonly mediaType: string; readonly value: Json } | null;
}

/**
 * The request text: request line, headers, body. The path is the one that the description gives the operation: what stands
 * before it belongs to a server, of which there may be several. Null where the value cannot be written down in this form.
 */
export function writeRequest({ operation, place, value, parameters, body }: HttpParts): string | null {
  if (place.where === 'header') return null; // of a part of a form: the form around it is not known here
  const values = new Map(parameters);
  const own = place.where === 'parameter' ? findParameter(operation, place) : null;
  if (own !== null && value !== undefined) values.set(own.key, value);

  let path = operation.kind === 'path' ? operation.path : '/';
  const query: string[] = [];
  const headers: string[] = [];
  const cookies: string[] = [];
  for (const parameter of operation.parameters.values()) {
    if (!values.has(parameter.key)) continue;
    const each = values.get(parameter.key);
    const content = parameter.content === null ? null : contentText(parameter.content, each);
    if (content === null && (parameter.content !== null || !isWritable(parameter, each))) return null;
    switch (parameter.in) {
      case 'path':
        path = path.replace(
          `{${parameter.name}}`,
          content === null ? pathText(parameter, each) : encodeURIComponent(content),
        );
        break;
      case 'query':
        query.push(...(content === null ? queryPairs(parameter, each) : [pair([parameter.name, content])]));
        break;
      case 'querystring':
        query.push(content ?? String(each));
        break;
      case 'header':
        headers.push(`${parameter.name}: ${content ?? headerText(parameter, each)}`);
        break;
      case 'cookie':
        cookies.push(`${parameter.name}=${content === null ? cookieText(each) : encodeURIComponent(content)}`);
        break;
    }
  }
  if (operation.kind === 'path') giveCredentials(operation, { query, headers, cookies });
  if (cookies.length > 0) headers.push(`Cookie: ${cookies.join('; ')}`);

  const sent = place.where === 'body' ? { mediaType: place.mediaType ?? 'application/json', value } : body;
  const written = sent && writeBody(sent.mediaType, sent.value, findMediaType(operation, sent.mediaType));
  if (sent !== null && written === null) return null;
  if (written !== null) headers.push(`Content-Type: ${written.contentType}`);
  const target = query.length === 0 ? path : `${path}${path.includes('?') ? '&' : '?'}${query.join('&')}`;
  if (!headers.every(isHeaderLine)) return null;
  const head = [`${operation.method} ${target} HTTP/1.1`, ...headers];
  return written === null ? head.join('\n') : `${head.join('\n')}\n\n${written.text}`;
}

interface CallParts {
  readonly query: string[];
  readonly headers: string[];
  readonly cookies: string[];
}

/** What the first way in asks for, as placeholders: without it the call would have been refused before, too. */
function giveCredentials({ security: { alternatives } }: Operation, { query, headers, cookies }: CallParts): void {
  const [first] = alternatives;
  if (first === undefined || alternatives.some(({ schemes }) => schemes.length === 0)) return;
  for (const { scheme } of first.schemes) {
    if (scheme === null) continue;
    const { type, keyName, keyIn, httpScheme } = scheme;
    if (type === 'apiKey' && keyName !== null) {
      if (keyIn === 'query') query.push(`${encodeURIComponent(keyName)}=API_KEY`);
      else if (keyIn === 'cookie') cookies.push(`${keyName}=API_KEY`);
      else headers.push(`${keyName}: API_KEY`);
    } else if (type === 'http') {
      const word = httpScheme ?? 'bearer';
      const credentials = word === 'bearer' ? 'TOKEN' : 'CREDENTIALS';
      headers.push(`Authorization: ${word.charAt(0).toUpperCase()}${word.slice(1)} ${credentials}`);
    } else if (type === 'oauth2' || type === 'openIdConnect') headers.push('Authorization: Bearer TOKEN');
    else if (type === 'basic') headers.push('Authorization: Basic CREDENTIALS');
  }
}

/** What the sender's document says of a header, and of the media type of a body. */
export interface DescribedAnswer {
  readonly header: Header | null;
  readonly mediaType: MediaType | null;
}

/** The response text: status line, headers, body. */
export function writeResponse(
  place: Place,
  value: Json,
  { header: described, mediaType }: DescribedAnswer,
): string | null {
  const status = statusNumber(place.status ?? '200');
  const line = `HTTP/1.1 ${status}${reasons[status] === undefined ? '' : ` ${reasons[status]}`}`;
  if (place.where === 'header') {
    const content = described?.content ?? null;
    const form = { in: 'header', style: 'simple', explode: described?.explode ?? false } as const;
    if (content === null && !isWritable(form, value)) return null;
    const text = content === null ? headerText(form, value) : contentText(content, value);
    if (text === null) return null;
    const header = `${place.header?.name}: ${text}`;
    return isHeaderLine(header) ? `${line}\n${header}` : null;
  }
  const written = writeBody(place.mediaType ?? 'application/json', value, mediaType);
  return written === null ? null : `${line}\nContent-Type: ${written.contentType}\n\n${written.text}`;
}

function findMediaType({ requestBody }: Operation, name: string): MediaType | null {
  return requestBody?.content.get(normaliseMediaType(name)) ?? null;
}

function findParameter(operation: Operation, { parameter }: Place): Parameter | null {
  for (const each of operation.parameters.values()) {
    if (each.in === parameter?.in && each.name === parameter.name) return each;
  }
  return null;
}

/** RFC 6570's forms, as the specification's table of styles gives them; what stands between values is not encoded. */
function queryPairs({ name, style, explode, allowReserved }: Parameter, value: Json): string[] {
  const encode = (text: string) => (allowReserved ? encodeURI(text) : encodeURIComponent(text));
  const pairOf = (key: string, each: Json) => `${encodeURIComponent(key)}=${encode(scalarText(each))}`;
  const separator = { spaceDelimited: '%20', pipeDelimited: '|', tabDelimited: '%09' }[style] ?? ',';
  if (Array.isArray(value)) {
    if (explode) return value.map((each) => pairOf(name, each));
    return [`${encodeURIComponent(name)}=${value.map((each) => encode(scalarText(each))).join(separator)}`];
  }
  if (!isRecord(value)) return [pairOf(name, value)];
  const entries = Object.entries(value);
  if (style === 'deepObject') return entries.map(([key, each]) => pairOf(`${name}[${key}]`, each));
  if (explode) return entries.map(([key, each]) => pairOf(key, each));
  const flat = entries.flatMap(([key, each]) => [encode(key), encode(scalarText(each))]);
  return [`${encodeURIComponent(name)}=${flat.join(separator)}`];
}

function pathText({ name, style, explode }: Parameter, value: Json): string {
  const encode = (each: Json) => encodeURIComponent(scalarText(each));
  const first = { label: '.', matrix: `;${name}=` }[style] ?? '';
  const between = explode ? ({ label: '.', matrix: `;${name}=` }[style] ?? ',') : ',';
  if (Array.isArray(value)) return `${first}${value.map(encode).join(between)}`;
  if (!isRecord(value)) return `${first}${encode(value)}`;
  const entries = Object.entries(value);
  if (!explode) return `${first}${entries.flatMap(([key, each]) => [encode(key), encode(each)]).join(',')}`;
  const pairs = entries.map(([key, each]) => `${encode(key)}=${encode(each)}`);
  if (style === 'matrix') return `;${pairs.join(';')}`;
  return style === 'label' ? `.${pairs.join('.')}` : pairs.join(',');
}

/** Null where it is not known how the media type writes a value. */
function contentText({ key }: MediaType, value: Json): string | null {
  if (isJson(key)) return JSON.stringify(value) ?? null;
  return key === 'text/plain' && !isRecord(value) && !Array.isArray(value) ? scalarText(value) : null;
}

function headerText({ explode }: Pick<Parameter, 'explode'>, value: Json): string {
  if (!explode || !isRecord(value)) return joinValue(value, ',');
  return Object.entries(value)
    .map(([key, each]) => `${key}=${scalarText(each)}`)
    .join(',');
}

function cookieText(value: Json): string {
  const parts = Array.isArray(value) ? value : isRecord(value) ? Object.entries(value).flat() : [value];
  return parts.map((part) => encodeURIComponent(scalarText(part))).join(',');
}

/** Whether a receiver can tell from the text of a parameter what was sent. */
function isWritable(
  { in: location, style, explode }: Pick<Parameter, 'in' | 'style' | 'explode'>,
  value: Json,
): boolean {
  const isList = Array.isArray(value);
  if (!isList && !isRecord(value)) return location !== 'path' || scalarText(value) !== '';
  const parts: readonly Json[] = isList ? value : Object.entries(value).flat();
  if (parts.length === 0) return false; // an empty list sends nothing
  if (parts.some((each) => typeof each === 'object' && each !== null)) return false;
  // The specification leaves open how several values share a cookie, unless they are joined.
  if (location === 'cookie' && explode && (!isList || parts.length > 1)) return false;
  if ((location === 'path' || location === 'header') && hasEmptyPart(value)) return false;
  if (location === 'query' && (explode || style === 'form')) return true;
  // What is encoded tells apart what stands between values, but for the dot, which is never encoded.
  if (location === 'path')
    return !(style === 'label' && explode && parts.some((each) => scalarText(each).includes('.')));
  const separator = { spaceDelimited: ' ', pipeDelimited: '|', tabDelimited: '\t' }[style] ?? ',';
  return parts.every((each) => !scalarText(each).includes(separator));
}

/** Empty elements of a list in a header count as none (RFC 9110, section 5.6.1), and a path that ends in one is another. */
function hasEmptyPart(value: Json): boolean {
  const parts: readonly Json[] = Array.isArray(value) ? value : isRecord(value) ? Object.entries(value).flat() : [];
  return parts.some((part) => scalarText(part) === '');
}

/** Visible characters, without space at either end of the value (RFC 9110, section 5.5). */
function isHeaderLine(line: string): boolean {
  const [, value = ''] = /^[^:]+: (.*)$/s.exec(line) ?? [];
  return /^[\t\x20-\x7e]*$/.test(value) && value === value.trim();
}

function pair([name, value]: readonly [string, string]): string {
  return `${encodeURIComponent(name)}=${encodeURIComponent(value)}`;
}

function joinValue(value: Json, separator: string): string {
  if (Array.isArray(value)) return value.map(scalarText).join(separator);
  if (isRecord(value))
    return Object.entries(value)
      .flatMap(([key, each]) => [key, scalarText(each)])
      .join(separator);
  return scalarText(value);
}

function statusNumber(status: string): number {
  if (/^\d{3}$/.test(status)) return Number(status);
  return /^[1-5]XX$/.test(status) ? Number(status[0]) * 100 : 500;
}

const reasons: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  204: 'No Content',
  206: 'Partial Content',
  207: 'Multi-Status',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  412: 'Precondition Failed',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};
