import type { SchemaNode } from '../../../spec/index.ts';
import {
  queryParameters,
  requestBodies,
  requestProperties,
  responseBodies,
  responseHeaders,
  responseProperties,
} from '../../example.ts';
import { defineRule } from '../../rule.ts';
import { type Typing, typePeers, typingOf } from './type-peers.ts';

type Relation = 'changed' | 'generalized' | 'specialized' | 'alike';

type Found = {
  readonly before: string | null;
  readonly after: string | null;
  readonly relation: Relation;
  readonly typings: { readonly before: Typing; readonly after: Typing };
};

const text = (format?: string) => ({ type: 'string', ...(format && { format }) });
const number = (format?: string) => ({ type: 'number', ...(format && { format }) });
const whole = (format: string) => ({ type: 'integer', format });

export const formatChanged = defineRule({
  id: 'format-changed',
  on: 'schema',
  keywords: ['format'],
  purpose: 'Reports a `format` that was added, removed or changed, where the type stayed.',
  about: 'values',
  severity: ({ relation }: Found, { direction }) => {
    const harmless = direction === 'request' ? 'generalized' : 'specialized';
    return relation === harmless || relation === 'alike' ? 'safe' : 'breaking';
  },
  codegen: 'breaking',
  advice: ({ after, relation }, { direction }) => {
    if (relation === 'alike') return 'Nothing to do; it lets any number of JSON through.';
    if (direction === 'request') {
      if (relation === 'generalized' || after === null) return 'Nothing to do; what you send is still accepted.';
      return `Send values in the format ${after}.`;
    }
    if (relation === 'specialized') return 'Nothing to do.';
    return after === null ? 'Be ready for values in any format.' : `Be ready for values in the format ${after}.`;
  },
  at: 'format',
  identifying: ['before', 'after'],
  *find({ before, after }): Iterable<Found> {
    const [left, right] = [formatsOf(before), formatsOf(after)];
    const lost = left.find((format) => !right.includes(format)) ?? null;
    const gained = right.find((format) => !left.includes(format)) ?? null;
    if (lost === gained || (isBase64(before) && isBase64(after))) return;
    if (isBinary(before) && isBinary(after)) return;
    if (String(before.valueTypes) !== String(after.valueTypes)) return; // the type rule's finding
    yield {
      before: lost,
      after: gained,
      relation: isAnyNumber(before) && isAnyNumber(after) ? 'alike' : relationOf(lost, gained),
      typings: { before: typingOf(before), after: typingOf(after) },
    };
  },
  say: ({ before, after }, { where }) => {
    if (before === null) return `the ${where} now has the format ${after}`;
    if (after === null) return `the ${where} no longer has the format ${before}`;
    return `the format of the ${where} changed from ${before} to ${after}`;
  },
  peers: ({ facts: { typings }, ...query }) => typePeers(typings.before, typings.after, query),
  examples: () => ({
    reports: [
      requestBodies(text('uuid'), text('date'), 'breaking', ['request-body-type-changed']),
      requestProperties(text(), text('uuid'), 'breaking', ['request-property-type-changed']),
      requestProperties(text('uuid'), text(), 'safe', ['request-property-type-generalized']),
      requestProperties(whole('int32'), whole('int64'), 'safe', ['request-property-type-generalized']),
      queryParameters(whole('int64'), whole('int32'), 'breaking', ['request-parameter-type-changed']),
      responseBodies(text(), text('date-time'), 'safe', ['response-body-type-specialized']),
      responseProperties(text('date-time'), text(), 'breaking', ['response-property-type-changed']),
      requestProperties(number(), number('double'), 'safe', ['request-property-type-changed']),
      responseBodies(number('double'), number(), 'safe', ['response-body-type-changed']),
      requestBodies(number('double'), number('float'), 'breaking', ['request-body-type-changed']),
      // No date is an instant, though the leading tool takes the one for a part of the other.
      responseHeaders(text('date-time'), text('date'), 'breaking', ['response-header-type-specialized']),
    ],
    silent: [
      requestBodies(text('uuid'), { allOf: [text('uuid')] }),
      requestProperties(text('binary'), { type: 'string', contentMediaType: 'application/octet-stream' }),
      responseBodies(text('byte'), { type: 'string', contentEncoding: 'base64' }),
    ],
  }),
});

/** Of several, which the parts of an `allOf` ask for, each counts. */
function formatsOf(schema: SchemaNode): string[] {
  return schema.values('format').flatMap(({ value }) => (typeof value === 'string' ? [value] : []));
}

/** OpenAPI 3.1 says `contentEncoding: base64` where 3.0 said `format: byte`. */
const isBase64 = (schema: SchemaNode) =>
  schema.format === 'byte' || (schema.format === null && schema.keyword('contentEncoding') === 'base64');

/** And `contentMediaType: application/octet-stream` where 3.0 said `format: binary`. */
const isBinary = (schema: SchemaNode) =>
  schema.format === 'binary' ||
  (schema.format === null &&
    !schema.has('contentEncoding') &&
    schema.keyword('contentMediaType') === 'application/octet-stream');

/**
 * A number of JSON is read as a double by nearly everyone (RFC 8259, section 6), so that `format: double` asks for nothing,
 * and neither does `decimal`, of which no range is said (OpenAPI, Format Registry).
 */
function isAnyNumber({ format, valueTypes }: SchemaNode): boolean {
  const isNumeric = valueTypes?.every((type) => type === 'integer' || type === 'number') === true;
  return isNumeric && (format === null || format === 'double' || format === 'decimal');
}

/** Formats that let through all that another does: the wider first. */
const contains: readonly (readonly [string, string])[] = [
  ['int64', 'int32'],
  ['double', 'float'],
  ['uri-reference', 'uri'],
  ['iri', 'uri'],
  ['iri-reference', 'uri-reference'],
  ['idn-email', 'email'],
  ['idn-hostname', 'hostname'],
];

function relationOf(before: string | null, after: string | null): Relation {
  if (after === null || contains.some(([wide, narrow]) => wide === after && narrow === before)) return 'generalized';
  if (before === null || contains.some(([wide, narrow]) => wide === before && narrow === after)) return 'specialized';
  return 'changed';
}
