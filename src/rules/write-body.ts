// A body as its media type writes it down, such that a person could send it: a form with its boundary, a file with its
// name. What no form is known for is written down only where it is a text already.

import { type Encoding, isJson, type MediaType, normaliseMediaType, type SchemaNode } from '../spec/index.ts';

type Json = unknown;

export interface WrittenBody {
  /** For the Content-Type header: a boundary is part of it. */
  readonly contentType: string;
  readonly text: string;
}

/**
 * Null where the value cannot be written down in this form. `described` is what the sender's document says of the
 * media type: which parts of a form are files, and of which kind.
 */
export function writeBody(name: string, value: Json, described: MediaType | null = null): WrittenBody | null {
  const key = normaliseMediaType(name);
  if (isJson(key)) {
    const text = JSON.stringify(value, null, 2);
    return text === undefined ? null : { contentType: key.includes('*') ? 'application/json' : name, text };
  }
  const essence = key.split(';')[0] ?? '';
  if (essence === 'application/x-www-form-urlencoded' && isRecord(value)) {
    const text = fieldsOf(joined(value, described))
      .map(([field, each]) => `${encodeURIComponent(field)}=${encodeURIComponent(scalarText(each))}`)
      .join('&');
    return { contentType: name, text };
  }
  if (essence === 'multipart/form-data' && isRecord(value)) return writeMultipart(name, value, described);
  const items = itemsIn(value, described);
  if (items !== null && isLines(essence)) {
    return { contentType: name, text: items.map((item) => JSON.stringify(item)).join('\n') };
  }
  if (items?.every(isEvent) && essence === 'text/event-stream') {
    return { contentType: name, text: items.map(writeEvent).join('\n\n') };
  }
  if (isOfItsOwnSyntax(essence)) return null;
  const isWritten =
    (typeof value === 'string' && value.isWellFormed()) ||
    (essence.startsWith('text/') && ['number', 'boolean'].includes(typeof value));
  if (!isWritten) return null;
  return { contentType: essence.includes('*') ? 'text/plain' : name, text: scalarText(value) };
}

/** Of a stream what is described of it: one item by itself, or all of them; null where that is not certain. */
function itemsIn(value: Json, described: MediaType | null): readonly Json[] | null {
  if (described === null || (described.schema !== null && described.itemSchema !== null)) return null;
  if (described.itemSchema !== null) return [value];
  return Array.isArray(value) ? value : null;
}

function isLines(essence: string): boolean {
  return /\/(?:x-)?(?:ndjson|jsonl|jsonlines|json-lines)$/.test(essence);
}

/** https://html.spec.whatwg.org/#event-stream-interpretation */
function isEvent(item: Json): item is Readonly<Record<string, string | number>> {
  const isField = ([name, text]: readonly [string, Json]) =>
    ['data', 'event', 'id', 'retry'].includes(name) &&
    (typeof text === 'number' || (typeof text === 'string' && !text.includes('\r') && text.isWellFormed()));
  return isRecord(item) && Object.entries(item).every(isField);
}

function writeEvent(event: Readonly<Record<string, string | number>>): string {
  const lines = Object.entries(event).flatMap(([name, text]) =>
    String(text)
      .split('\n')
      .map((line) => `${name}: ${line}`),
  );
  return lines.join('\n');
}

/** Where a bare text is no message: a letter is neither XML nor a picture, and a word no line of JSON. */
function isOfItsOwnSyntax(essence: string): boolean {
  return (
    /^(?:application|text)\/xml$|\+xml$|\/(?:x-)?(?:ndjson|jsonl|jsonlines|json-lines|json-seq|event-stream)$/.test(
      essence,
    ) || /^(?:image|audio|video|font)\/|^application\/(?:pdf|zip|gzip)$/.test(essence)
  );
}

/** RFC 7578: a part for each field, and for each item of a list. */
function writeMultipart(
  name: string,
  value: Readonly<Record<string, Json>>,
  described: MediaType | null,
): WrittenBody | null {
  const parts: string[] = [];
  for (const [field, each] of fieldsOf(value)) {
    const encoding = described?.encoding.get(field) ?? null;
    if (asksForHeaders(encoding)) return null;
    const schema = described?.schema?.properties.get(field)?.schema ?? null;
    const part = Array.isArray(value[field]) ? (schema?.child('items') ?? null) : schema;
    const contentType = encoding?.contentType ?? mediaTypeOf(part);
    const isFile = describesFile(part, contentType);
    const type = partType(each, contentType, isFile);
    const escaped = quoted(field);
    parts.push(
      [
        `Content-Disposition: form-data; name="${escaped}"${isFile ? `; filename="${escaped}${extensionOf(type)}"` : ''}`,
        ...(type === null ? [] : [`Content-Type: ${type}`]),
        '',
        scalarText(each),
      ].join('\n'),
    );
  }
  let boundary = 'part';
  while (parts.some((part) => part.includes(`--${boundary}`))) boundary += '-x';
  const text = `${parts.map((part) => `--${boundary}\n${part}\n`).join('')}--${boundary}--`;
  if (!text.isWellFormed()) return null;
  return { contentType: `${name.replace(/;\s*boundary=[^;]*/i, '')}; boundary=${boundary}`, text };
}

/** A header of a part whose value nobody has made up. */
function asksForHeaders(encoding: Encoding | null): boolean {
  return [...(encoding?.headers.values() ?? [])].some(({ required, key }) => required && key !== 'content-type');
}

function mediaTypeOf(schema: SchemaNode | null): string {
  const named = schema?.keyword('contentMediaType');
  return typeof named === 'string' ? named : '';
}

function describesFile(schema: SchemaNode | null, contentType: string): boolean {
  if (schema?.format === 'binary') return true;
  return /^\s*(?:image|audio|video|font|application\/(?:octet-stream|pdf|zip))\b/i.test(contentType);
}

/** Null where the part is plain text, which needs no word (RFC 7578, section 4.4). */
function partType(value: Json, contentType: string, isFile: boolean): string | null {
  const types = contentType.split(',').map((type) => type.trim());
  const concrete = types.find((type) => type !== '' && !type.includes('*'));
  if (concrete !== undefined) return concrete;
  if (types.includes('image/*')) return 'image/png';
  if (isFile) return 'application/octet-stream';
  return typeof value === 'object' && value !== null ? 'application/json' : null;
}

function extensionOf(type: string | null): string {
  const [, word] =
    /^(?:image|audio|video|font|application)\/(png|jpeg|gif|webp|pdf|zip|csv|json|mp4)$/.exec(type ?? '') ?? [];
  return `.${word ?? (type?.startsWith('text/') ? 'txt' : 'bin')}`;
}

/** As browsers do it: https://html.spec.whatwg.org/#multipart-form-data */
function quoted(field: string): string {
  return field.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** With the lists that are written as one text, for which `encoding` asks with `explode: false`. */
function joined(value: Readonly<Record<string, Json>>, described: MediaType | null): Readonly<Record<string, Json>> {
  const separators: Readonly<Record<string, string>> = { spaceDelimited: ' ', pipeDelimited: '|' };
  const entries = Object.entries(value).map(([name, each]) => {
    const { explode, style } = described?.encoding.get(name) ?? {};
    const isOneText = Array.isArray(each) && explode === false && !each.some(isRecord);
    return [name, isOneText ? each.map(scalarText).join(separators[style ?? ''] ?? ',') : each] as const;
  });
  return Object.fromEntries(entries);
}

/** A list is as many fields of one name. */
function fieldsOf(value: Readonly<Record<string, Json>>): (readonly [string, Json])[] {
  return Object.entries(value).flatMap(([name, each]) =>
    Array.isArray(each) ? each.map((item) => [name, item] as const) : [[name, each] as const],
  );
}

/** A scalar as the text that travels. */
export function scalarText(value: Json): string {
  return typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value);
}

export function isRecord(value: Json): value is Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
