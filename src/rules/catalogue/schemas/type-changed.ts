import type { FindContext } from '../../../diff/index.ts';
import type { JsonType, SchemaNode } from '../../../spec/index.ts';
import {
  operations,
  queryParameters,
  requestBodies,
  requestProperties,
  responseBodies,
  responseHeaders,
  responseProperties,
  responses,
} from '../../example.ts';
import { defineRule } from '../../rule.ts';
import { formsOf } from '../messages/alternative-rules.ts';
import { listed } from './enum-value-added.ts';
import { type Typing, typePeers, typingOf } from './type-peers.ts';
import { keywordsWithType, type WithType, withTypePeers } from './with-type-peers.ts';

const form = (type: string) => ({
  requestBody: {
    content: { 'application/x-www-form-urlencoded': { schema: { type: 'object', properties: { it: { type } } } } },
  },
});
const xml = (schema: object) => ({ content: { 'application/xml': { schema } } });
const asked = (schema: object) => ({ requestBody: xml(schema) });
const list = { type: 'array', items: { type: 'string' } };
const inObject = (type: string) => ({ type: 'object', properties: { it: { type } } });

export const typeChanged = defineRule({
  id: 'type-changed',
  on: 'schema',
  purpose: 'Reports a type that changed. Whether a value may be null is another rule.',
  about: 'values',
  severity: ({ lost, gained }: Found, { direction }) =>
    (direction === 'response' ? gained : lost).length > 0 ? 'breaking' : 'safe',
  codegen: 'breaking',
  advice: ({ after, lost, gained, typings, amongTexts, amongForms }, { direction }) => {
    const type = inFormat(after, typings.after);
    if (direction === 'response') {
      if (after === 'nothing') return 'Do not rely on it any more: it no longer comes.';
      if (gained.length === 0) return 'Nothing to do.';
      if (amongForms) return 'Be ready to receive values of all the forms that are described.';
      return after === 'anything' ? 'Be ready to receive any value.' : `Be ready to receive values of type ${type}.`;
    }
    if (after === 'nothing') return 'Leave it out from the release on.';
    if (amongForms && lost.length > 0) return 'Send only what one of the forms describes from the release on.';
    // Whoever writes numbers into a URL sends texts already.
    if (amongTexts && lost.length > 0 && typings.after.format === null)
      return 'Send only texts that the new description lets through from the release on.';
    return lost.length > 0
      ? `Send values of type ${type} from the release on.`
      : 'Nothing to do; what you send is still accepted.';
  },
  at: 'type',
  *find({ before, after }, context): Iterable<Found> {
    const [had, has] = [typesBeside(after, before), typesBeside(before, after)];
    const isListNow = context.repeats && takesOneOf(after, before);
    const [lost, gained] = [refused(had, has, after, context), refused(has, had, before, context)];
    if (lost.asJson.length === 0 && gained.asJson.length === 0) return;
    yield {
      before: spell(had),
      after: spell(has),
      lost: isListNow ? [] : lost.types,
      gained: gained.types,
      typings: {
        before: typingOf(before),
        after: isListNow ? { ...typingOf(after), format: after.child('items')?.format ?? null } : typingOf(after),
      },
      isListNow,
      withType: keywordsWithType(before, after),
      ...((context.direction === 'response' ? gained : lost).amongTexts && { amongTexts: true }),
      ...(context.isOneForm && { amongForms: true }),
    };
  },
  identifying: ['before', 'after'],
  say: ({ before, after, typings }, { where }) => {
    if (typings.after.never) return `the ${where} may not be there any more, whatever it is`;
    if (typings.before.never) return `the ${where} could not be there and may now be ${after}`;
    return `the type of the ${where} changed from ${before} to ${inFormat(after, typings.after)}`;
  },
  peers: (query) => {
    const { typings, isListNow, withType } = query.facts;
    if (isListNow) {
      const isAsBefore = typings.before.format === typings.after.format;
      return [`request-parameter-type-${isAsBefore ? 'generalized' : 'changed'}`];
    }
    return [...typePeers(typings.before, typings.after, query), ...withTypePeers(withType, query)];
  },
  examples: () => ({
    reports: [
      requestProperties({ type: 'string' }, { type: 'integer' }, 'breaking', ['request-property-type-changed']),
      requestBodies({ type: 'string' }, { type: 'integer' }, 'breaking', ['request-body-type-changed']),
      requestProperties({ type: 'integer' }, { type: 'number' }, 'safe', ['request-property-type-generalized']),
      requestBodies({ type: 'integer' }, { type: 'number' }, 'safe', ['request-body-type-generalized']),
      requestProperties({ type: 'number' }, { type: 'integer' }, 'breaking', ['request-property-type-changed']),
      responseBodies({ type: 'integer' }, { type: 'number' }, 'breaking', ['response-body-type-generalized']),
      responseProperties({ type: 'integer' }, { type: 'number' }, 'breaking', ['response-property-type-generalized']),
      responseBodies({ type: 'number' }, { type: 'integer' }, 'safe', ['response-body-type-specialized']),
      responseProperties({ type: 'number' }, { type: 'integer' }, 'safe', ['response-property-type-specialized']),
      responseProperties({ type: 'string' }, { type: 'integer' }, 'breaking', ['response-property-type-changed']),
      responseBodies({ type: 'string' }, { type: 'integer' }, 'breaking', ['response-body-type-changed']),
      responseHeaders({ type: 'integer' }, { type: 'string' }, 'breaking', ['response-header-type-changed']),
      responseHeaders({ type: 'integer' }, { type: 'number' }, 'breaking', ['response-header-type-generalized']),
      responseHeaders({ type: 'number' }, { type: 'integer' }, 'safe', ['response-header-type-specialized']),
      responseHeaders({ type: 'string' }, { type: 'integer' }, 'safe', ['response-header-type-compatible']),
      queryParameters({ type: 'integer' }, { type: 'string' }, 'safe', ['request-parameter-type-generalized']),
      queryParameters({ type: 'string' }, { type: 'integer' }, 'breaking', ['request-parameter-type-changed']),
      queryParameters({ type: 'integer' }, list, 'safe', ['request-parameter-type-generalized']),
      queryParameters(list, { type: 'string' }, 'breaking'),
      queryParameters(inObject('string'), inObject('boolean'), 'breaking', [
        'request-parameter-property-type-specialized',
      ]),
      queryParameters(inObject('boolean'), inObject('string'), 'safe', ['request-parameter-property-type-changed']),
      queryParameters(inObject('integer'), inObject('number'), 'safe', ['request-parameter-property-type-generalized']),
      queryParameters(inObject('number'), inObject('integer'), 'breaking', [
        'request-parameter-property-type-specialized',
      ]),
      operations(form('integer'), form('string'), 'safe', ['request-property-type-compatible']),
      operations(asked({ type: 'integer' }), asked({ type: 'string' }), 'safe', ['request-body-type-compatible']),
      responses(xml({ type: 'string' }), xml({ type: 'integer' }), 'safe', ['response-body-type-compatible']),
      responses(xml(inObject('string')), xml(inObject('integer')), 'safe', ['response-property-type-compatible']),
      requestProperties({ type: 'integer' }, { type: 'string', maxLength: 5, pattern: '^a' }, 'breaking', [
        'request-property-max-length-set',
        'request-property-pattern-added',
        'request-property-type-changed',
      ]),
      responseProperties({ type: 'string', maxLength: 5 }, { type: 'integer', enum: [1] }, 'breaking', [
        'response-property-enum-value-added',
        'response-property-max-length-unset',
        'response-property-type-changed',
      ]),
      requestProperties({ type: 'string' }, false, 'breaking', []),
      responseProperties(false, { type: 'string' }, 'breaking', []),
      requestBodies(list, { ...list, items: false }, 'breaking', []),
      responseBodies(list, { ...list, items: true }, 'breaking', ['response-property-type-changed']),
      requestBodies({ type: 'string' }, { type: ['string', 'integer'] }, 'safe', ['request-body-type-generalized']),
      requestProperties({ type: ['string', 'integer'] }, { type: 'string' }, 'breaking', [
        'request-property-type-changed',
      ]),
      responseBodies({ type: 'string' }, { type: ['string', 'integer'] }, 'breaking', [
        'response-body-type-generalized',
      ]),
      responseProperties({ type: ['string', 'integer'] }, { type: 'string' }, 'safe', [
        'response-property-type-specialized',
      ]),
    ],
    silent: [
      requestProperties(false, { not: {} }),
      requestProperties({ type: ['string', 'integer'] }, { type: ['integer', 'string'] }),
      responseProperties({ const: 'a' }, { type: 'string', enum: ['a'] }),
      requestProperties({ enum: ['a', 1] }, { type: ['string', 'integer'], enum: ['a', 1] }),
    ],
  }),
});

type Types = readonly JsonType[] | null;
type Found = {
  readonly before: string;
  readonly after: string;
  /** What the new type no longer lets through, and what it lets through beyond the old, as the value travels. */
  readonly lost: readonly string[];
  readonly gained: readonly string[];
  readonly typings: { readonly before: Typing; readonly after: Typing };
  /** A value became a list, of which it is one: written alike. */
  readonly isListNow: boolean;
  /** What bounded values of the one type only came and went with it. */
  readonly withType: WithType;
  /** What is no text becomes some of all texts, or such a text what is none, where all is written as text. */
  readonly amongTexts?: true;
  /** It is the type of one of several forms, where the other side has but the one. */
  readonly amongForms?: true;
};

/** Where only the other side writes a type, the values that are listed say it, or each of the forms. */
function typesBeside(other: SchemaNode, schema: SchemaNode): Types {
  if (schema.valueTypes !== null || other.valueTypes === null) return schema.valueTypes;
  const values = listed(schema)?.filter((value) => value !== null) ?? [];
  return values.length === 0 ? typesOfForms(schema) : [...new Set(values.map(typeOf))].sort();
}

function typesOfForms(schema: SchemaNode): Types {
  const types = schema.reader.literal ? [] : formsOf(schema).map((form) => form.schema.types);
  if (types.length === 0 || types.includes(null)) return null;
  return [...new Set(types.flatMap((each) => each ?? []))].filter((type) => type !== 'null').sort();
}

function typeOf(value: unknown): JsonType {
  if (Number.isInteger(value)) return 'integer';
  return Array.isArray(value) ? 'array' : (typeof value as JsonType);
}

/** Whether a list, written as its name repeated, may hold one such value and no more is said of it. */
function takesOneOf(list: SchemaNode, { valueTypes, format }: SchemaNode): boolean {
  const items = list.child('items');
  const isPlain = [...list.keywords].every((keyword) => ['type', 'items', 'maxItems', 'uniqueItems'].includes(keyword));
  if (String(list.valueTypes) !== 'array' || items === null || !isPlain || valueTypes === null) return false;
  const isAnyOfType = [...items.keywords].every(
    (keyword) => keyword === 'type' || (keyword === 'format' && items.format === format),
  );
  return isAnyOfType && missing(valueTypes, items.valueTypes, asItem).length === 0;
}

type Carried = Pick<FindContext, 'text' | 'listOfOne' | 'repeats'>;
const asItem: Carried = { text: true, listOfOne: false, repeats: true };

/** Which of `types` are refused now, as JSON and as the value travels. */
function refused(types: Types, others: Types, accepting: SchemaNode, context: Carried) {
  const asJson = missing(types, others, { text: false, listOfOne: false, repeats: false });
  const asCarried = missing(types, others, context);
  // Each number is a text; but not one of any texts.
  const amongTexts = asCarried.length === 0 && asJson.length > 0 && holdsTexts(accepting);
  return { asJson, types: amongTexts ? asJson : asCarried, amongTexts };
}

/**
 * Which of `types` are not let through by `others`. As text, a string lets every number and boolean through, and where all
 * is one text, whatever else may be written there.
 */
function missing(types: Types, others: Types, { text, listOfOne, repeats }: Carried): string[] {
  if (others === null) return [];
  if (types === null) return text && listOfOne && !repeats && others.includes('string') ? [] : ['any'];
  return types.filter(
    (type) =>
      !others.includes(type) &&
      !(type === 'integer' && others.includes('number')) &&
      !(text && others.includes('string') && type !== 'object' && type !== 'array'),
  );
}

const textKeywords = ['format', 'pattern', 'enum', 'const', 'minLength', 'maxLength', 'allOf', 'anyOf', 'oneOf', 'not'];

/** Whether more is asked of a text than that it is one. */
function holdsTexts(schema: SchemaNode): boolean {
  return schema.valueTypes?.includes('string') === true && textKeywords.some((keyword) => schema.has(keyword));
}

function inFormat(type: string, { types, format }: Typing): string {
  return format === null || String(types) !== 'string' ? type : `${type} in the format ${format}`;
}

function spell(types: Types): string {
  return types === null ? 'anything' : types.length === 0 ? 'nothing' : types.join(' or ');
}
