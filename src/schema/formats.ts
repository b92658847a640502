// What is known of string formats, for those who assert them. Most are regular languages, and stand here as exactly one
// pattern, so that containment reasons about them as about any pattern. A few are not worth that; they have a pattern that
// they never leave (`within`), one that they fill entirely (`beyond doubt`), and a check by ajv-formats for all between.

import type { Format } from 'ajv';
import { fullFormats } from 'ajv-formats/dist/formats.js';

interface Bounded {
  /** Every text of the format matches it. */
  readonly within: string;
  /** Every text that matches it is of the format. */
  readonly beyondDoubt: string;
  /** The formats that have all texts of this one. */
  readonly partOf: readonly string[];
}

const leap = '(?:[02468][048]|[13579][26])';
const leapDay = `(?:\\d\\d(?:0[48]|[2468][048]|[13579][26])|${leap}00)-02-29`;
const date = `(?:\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|02-(?:0[1-9]|1\\d|2[0-8]))|${leapDay})`;
const time =
  '(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:[Zz]|[+-](?:[01]\\d|2[0-3]):[0-5]\\d)|23:59:60(?:\\.\\d+)?[Zz])';
const hex4 = '[0-9A-Fa-f]{1,4}';
const octet = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const ipv4 = `(?:${octet}\\.){3}${octet}`;
const lastTwo = `(?:${hex4}:${hex4}|${ipv4})`;
const ipv6 = [
  `(?:${hex4}:){6}${lastTwo}`,
  `::(?:${hex4}:){5}${lastTwo}`,
  `(?:${hex4})?::(?:${hex4}:){4}${lastTwo}`,
  `(?:(?:${hex4}:){0,1}${hex4})?::(?:${hex4}:){3}${lastTwo}`,
  `(?:(?:${hex4}:){0,2}${hex4})?::(?:${hex4}:){2}${lastTwo}`,
  `(?:(?:${hex4}:){0,3}${hex4})?::${hex4}:${lastTwo}`,
  `(?:(?:${hex4}:){0,4}${hex4})?::${lastTwo}`,
  `(?:(?:${hex4}:){0,5}${hex4})?::${hex4}`,
  `(?:(?:${hex4}:){0,6}${hex4})?::`,
].join('|');
const atom = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~\\x2d]+";
const label = '[A-Za-z0-9](?:[A-Za-z0-9\\x2d]*[A-Za-z0-9])?';
const pointer = '(?:/(?:[^~/]|~0|~1)*)*';
const base64 = '[A-Za-z0-9+/]';

/** Formats that are exactly one pattern (RFC 3339, RFC 4122, RFC 4291, RFC 5321 without quoting, RFC 6901, RFC 4648). */
const patterns: ReadonlyMap<string, string> = new Map([
  ['date', `^${date}$`],
  ['time', `^${time}$`],
  ['date-time', `^${date}[Tt]${time}$`],
  ['uuid', '^[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}$'],
  ['ipv4', `^${ipv4}$`],
  ['ipv6', `^(?:${ipv6})$`],
  ['email', `^${atom}(?:\\.${atom})*@(?:${label}\\.)+${label}$`],
  ['json-pointer', `^${pointer}$`],
  ['relative-json-pointer', `^(?:0|[1-9][0-9]*)(?:#|${pointer})$`],
  ['byte', `^(?:${base64}{4})*(?:${base64}{2}==|${base64}{3}=)?$`],
]);

const bounded: ReadonlyMap<string, Bounded> = new Map([
  [
    'hostname',
    { within: `^${label}(?:\\.${label})*\\.?$`, beyondDoubt: '^[a-z]{1,9}(?:\\.[a-z]{1,9}){0,9}$', partOf: [] },
  ],
  [
    'uri',
    {
      within: '^[A-Za-z][A-Za-z0-9+.\\x2d]*:[!\\x23-;=?-\\x5b\\x5d_a-z~]*$',
      beyondDoubt: '^https?://[a-z]+(?:\\.[a-z]+)*(?:/[a-z0-9]*)*$',
      partOf: ['uri-reference'],
    },
  ],
  [
    'uri-reference',
    {
      within: '^[!\\x23-;=?-\\x5b\\x5d_a-z~]*$',
      beyondDoubt: '^(?:https?://[a-z]+(?:\\.[a-z]+)*)?(?:/[a-z0-9]+)*$',
      partOf: [],
    },
  ],
  ['uri-template', { within: '^[^\\x00-\\x20]*$', beyondDoubt: '^(?:/[a-z0-9]+)*$', partOf: [] }],
  [
    'duration',
    {
      within: '^P(?:(?:\\d+Y)?(?:\\d+M)?(?:\\d+D)?(?:T(?:\\d+H)?(?:\\d+M)?(?:\\d+S)?)?|\\d+W)$',
      beyondDoubt: '^P\\d+[YMDW]$',
      partOf: [],
    },
  ],
  ['regex', { within: '', beyondDoubt: '^[a-z]*$', partOf: [] }],
]);

/** What people would write where a text of the format is asked for; 192.0.2.0/24 and example.org stand for no one (RFC 5737, RFC 2606). */
const natural: ReadonlyMap<string, readonly string[]> = new Map([
  ['date', ['2026-01-01', '2026-12-31', '1970-01-01']],
  ['time', ['12:00:00Z', '12:00:00+02:00']],
  ['date-time', ['2026-01-01T12:00:00Z', '2026-01-01T12:00:00+02:00', '2026-01-01T12:00:00.5Z']],
  ['uuid', ['0f8fad5b-d9cb-469f-a165-70867728950e', '0F8FAD5B-D9CB-469F-A165-70867728950E']],
  ['ipv4', ['192.0.2.1', '198.51.100.1']],
  ['ipv6', ['2001:db8::1', '::1']],
  ['email', ['user@example.org', 'first.last+tag@example.org']],
  ['hostname', ['example.org', 'localhost']],
  ['uri', ['https://example.org/', 'http://example.org/', 'urn:example:a', 'mailto:user@example.org']],
  ['duration', ['P1D', 'PT1H', 'P1Y']],
]);
const naturalByPattern = new Map([...natural].map(([name, texts]) => [patterns.get(name) ?? name, texts]));

/** Natural texts of a format, by its name or by the pattern that says the same, the plainest first. */
export const naturalTexts = (nameOrPattern: string): readonly string[] =>
  natural.get(nameOrPattern) ?? naturalByPattern.get(nameOrPattern) ?? [];

/** Whether a string format is known here, so that it may be asserted. */
export const knownFormat = (name: string): boolean => patterns.has(name) || bounded.has(name);

/** Every format that is known here. */
export const knownFormats: readonly string[] = [...patterns.keys(), ...bounded.keys()];

/** The pattern that says exactly the same as a format, where there is one. */
export const patternOfFormat = (name: string): string | undefined => patterns.get(name);

const formatsByPattern = new Map([...patterns].map(([name, pattern]) => [pattern, name]));

/** The format of which a pattern says exactly the same. */
export const formatOfPattern = (pattern: string): string | undefined => formatsByPattern.get(pattern);

/** What is known of a format that no pattern says exactly. */
export const boundsOfFormat = (name: string): Bounded | undefined => bounded.get(name);

/** Tried as they stand: they are ours, and none of them takes long on any text. */
const regExps = new Map<string, RegExp>();

/** Whether a text is of a format; undefined where the format is not known here. */
export function formatAccepts(name: string, text: string): boolean | undefined {
  const pattern = patterns.get(name);
  if (pattern !== undefined) {
    const regExp = regExps.get(name) ?? new RegExp(pattern, 'u');
    regExps.set(name, regExp);
    return regExp.test(text);
  }
  const bounds = bounded.get(name);
  const check = (fullFormats as Readonly<Record<string, Format>>)[name];
  if (!bounds || check === undefined) return undefined;
  if (!new RegExp(bounds.within, 'u').test(text)) return false;
  if (check instanceof RegExp) return check.test(text);
  return typeof check === 'function' ? check(text) : undefined;
}
