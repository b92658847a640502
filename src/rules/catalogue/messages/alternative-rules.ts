// Alternatives of a oneOf or anyOf: a form that comes or goes, and a single form of which several are made, or the other
// way round. Which alternative became which was decided by the walk.

import type { Composition, Direction, SchemaPair } from '../../../diff/index.ts';
import { canonicalText, type SchemaBranch, type SchemaNode } from '../../../spec/index.ts';
import {
  queryParameters,
  requestBodies,
  requestProperties,
  responseBodies,
  responseProperties,
} from '../../example.ts';
import { defineRule, type Facts, type Rule } from '../../rule.ts';

type Keyword = 'oneOf' | 'anyOf';
type Found = {
  readonly keyword: Keyword;
  readonly alternative: string;
};

type Alternative = Found & {
  /** Where there were none before, these are a demand; and where none are left, it is gone. */
  readonly areAll: boolean;
  /** Where they came or went for those of the other keyword. */
  readonly exchanged?: true;
  /** None are left, and of the properties that they described some are missing from those that are named now. */
  readonly forgets: boolean;
};

const text = { type: 'string', title: 'Text' };
const number = { type: 'number', title: 'Number' };
const flag = { type: 'boolean', title: 'Flag' };

const cat = { type: 'object', title: 'Cat', properties: { meows: { type: 'boolean' } }, required: ['meows'] };
const dog = { type: 'object', title: 'Dog', properties: { barks: { type: 'boolean' } }, required: ['barks'] };
const cow = { type: 'object', title: 'Cow', properties: { moos: { type: 'boolean' } }, required: ['moos'] };

const peerWord: Readonly<Record<Keyword, string>> = { oneOf: 'one-of', anyOf: 'any-of' };

function nameOf({ schema, index }: SchemaBranch): string {
  // `oneOf: [{ const: a, title: A }, …]` is how a list of values is annotated.
  const only = schema.has('const') ? canonicalText(schema.keyword('const')) : null;
  return schema.refName ?? schema.title ?? only ?? shapeOf(schema) ?? schema.types?.join(' or ') ?? `no. ${index + 1}`;
}

/** More names than these are no name. */
const mostNames = 3;

/** `{ event: "error" }`, by which an object is told from others; else `{ iban, owner }`, which it must hold. */
function shapeOf(schema: SchemaNode): string | null {
  if (schema.types !== null && String(schema.types) !== 'object') return null;
  const names = [...schema.required];
  const fixed = names.flatMap((name) => {
    const values = valuesOf(schema.properties.get(name)?.schema);
    return values?.length === 1 ? [`${name}: ${canonicalText(values[0])}`] : [];
  });
  const told = fixed.length > 0 ? fixed : names;
  return told.length === 0 || told.length > mostNames ? null : `{ ${told.join(', ')} }`;
}

function valuesOf(schema: SchemaNode | undefined): readonly unknown[] | null {
  return schema?.has('const') ? [schema.keyword('const')] : (schema?.enumValues ?? null);
}

/** Forms of one name are told apart by their number. */
function namesOfAll(branches: readonly SchemaBranch[]): string[] {
  const names = branches.map(nameOf);
  return new Set(names).size === names.length ? names : branches.map(({ index }) => `no. ${index + 1}`);
}

/** How those forms of a schema are called that describe a property, where the other side describes it for all and has no forms. */
export function formsNaming(property: string, composed: SchemaNode, whole: SchemaNode): readonly string[] {
  if (formsOf(whole).length > 0) return [];
  const forms = formsOf(composed);
  const names = namesOfAll(forms);
  return names.filter((_, at) => forms[at]!.schema.properties.has(property));
}

export function sayForms(names: readonly string[]): string {
  return `the form${names.length === 1 ? '' : 's'} \`${names.join('`, `')}\``;
}

export function formsOf(schema: SchemaNode): readonly SchemaBranch[] {
  return [...schema.branches('oneOf'), ...schema.branches('anyOf')];
}

/** The one alternative that a finding is about, where the sender has it and the receiver does not; null where it is about all. */
export function alternativeOf({ compositions, carriage }: SchemaPair, facts: Facts): SchemaNode | null {
  const found = facts as Partial<Alternative>;
  if (found.areAll === true) return null;
  const own = compositions
    .filter(({ keyword }) => keyword === found.keyword)
    .flatMap(({ added, removed }) => (carriage.direction === 'response' ? added : removed));
  return own.find((branch) => nameOf(branch) === found.alternative)?.schema ?? null;
}

function alternativeRule(change: 'added' | 'removed'): Rule {
  const request = change === 'added' ? 'safe' : 'breaking';
  const response = change === 'added' ? 'breaking' : 'safe';
  const [few, many] = [
    [text, flag],
    [text, flag, number],
  ];
  const [before, after] = change === 'added' ? [few, many] : [many, few];
  /** The first alternatives narrow what was open, and further ones widen it; when they go it is the other way round. */
  const narrows = (areAll: boolean, direction: Direction) =>
    (direction === 'response') === ((change === 'added') !== areAll);
  return defineRule({
    id: `alternative-${change}`,
    on: 'composition',
    purpose: `Reports an alternative of a oneOf or anyOf that ${change === 'added' ? 'was not there before' : 'is no longer there'}.`,
    about: 'values',
    severity: ({ areAll, forgets }: Alternative, { direction }) => {
      if (narrows(areAll, direction)) return 'breaking';
      return forgets && direction === 'request' ? 'risky' : 'safe';
    },
    codegen: ({ areAll }: Alternative, { direction }) => (narrows(areAll, direction) ? 'breaking' : 'safe'),
    advice: ({ alternative, areAll, forgets }: Alternative, { direction }) => {
      if (!narrows(areAll, direction)) {
        if (forgets && direction === 'request')
          return 'Ask whether what nobody describes any more still has an effect.';
        return direction === 'response' || areAll ? 'Nothing to do.' : 'Nothing to do; it may be sent.';
      }
      if (direction === 'response')
        return areAll ? 'Be ready to receive other forms.' : `Be ready to receive \`${alternative}\`.`;
      return areAll ? `Send \`${alternative}\`.` : `Stop sending \`${alternative}\`.`;
    },
    *find({ before: composition }): Iterable<Alternative> {
      const { keyword, wrapped, matched, added, removed } = composition;
      if (keyword === 'allOf' || wrapped !== null) return;
      const names = composition[change].map(nameOf);
      const areAll = names.length > 0 && matched.length === 0 && (added.length === 0 || removed.length === 0);
      if (!areAll) {
        for (const alternative of names) yield { keyword, alternative, areAll, forgets: false };
        return;
      }
      const { properties } = composition.after;
      const isMissing = (name: string) => properties.size > 0 && !properties.has(name);
      const forgets = removed.some(({ schema }) => [...schema.properties.keys()].some(isMissing));
      const other = keyword === 'oneOf' ? 'anyOf' : 'oneOf';
      const [had, has] = [composition.before, composition.after].map((side) => side.branches(other).length > 0);
      const exchanged = change === 'added' ? had && !has : has && !had;
      const alternative = namesOfAll(composition[change]).join('` or `');
      yield { keyword, alternative, areAll, forgets, ...(exchanged && { exchanged }) };
    },
    branch: ({ areAll, alternative }: Alternative, composition) =>
      areAll ? undefined : composition[change].find((branch) => nameOf(branch) === alternative),
    identifying: ['keyword', 'alternative'],
    say: ({ keyword, alternative, areAll, exchanged }, { where }) => {
      const others = keyword === 'oneOf' ? '`anyOf`' : '`oneOf`';
      const [came, went] = change === 'added' ? [`\`${keyword}\``, others] : [others, `\`${keyword}\``];
      const besides = exchanged ? `: ${came} takes the place of ${went}` : '';
      if (change === 'added')
        return `the ${where} ${areAll ? 'must now' : 'may now also'} be \`${alternative}\`${besides}`;
      return `the ${where} ${areAll ? 'need' : 'may'} no longer be \`${alternative}\`${besides}`;
    },
    examples: () => ({
      reports: (['oneOf', 'anyOf'] as const).flatMap((keyword) => {
        const list = `list-of-types-${change === 'added' ? 'widened' : 'narrowed'}`;
        const [oneType, otherType] = [{ [keyword]: before }, { [keyword]: after }];
        const within = (schema: object) => ({ type: 'object', properties: { it: schema } });
        const peer = `${peerWord[keyword]}-${change}`;
        const [fewer, more] = [{ [keyword]: [cat, dog] }, { [keyword]: [cat, dog, cow] }];
        const isAdded = change === 'added';
        const [left, right] = isAdded ? [fewer, more] : [more, fewer];
        const open = { type: 'object', properties: { meows: { type: 'boolean' }, barks: { type: 'boolean' } } };
        const held = { ...open, [keyword]: [cat, dog] };
        const meowing = { type: 'object', properties: { meows: { type: 'boolean' } } };
        return [
          requestBodies(oneType, otherType, request, [`request-body-${list}`]),
          requestProperties(oneType, otherType, request, [`request-property-${list}`]),
          responseBodies(oneType, otherType, response, [`response-body-${list}`]),
          responseProperties(oneType, otherType, response, [`response-property-${list}`]),
          queryParameters(oneType, otherType, 'safe', [`request-parameter-${list}`]),
          queryParameters(within(oneType), within(otherType), 'safe', [`request-parameter-property-${list}`]),
          requestBodies(left, right, request, [`request-body-${peer}`]),
          requestProperties(left, right, request, [`request-property-${peer}`]),
          responseBodies(left, right, response, [`response-body-${peer}`]),
          responseProperties(left, right, response, [`response-property-${peer}`]),
          requestBodies(isAdded ? open : held, isAdded ? held : open, response, [`request-body-${peer}`]),
          responseBodies(isAdded ? open : held, isAdded ? held : open, request, [`response-body-${peer}`]),
          ...(isAdded ? [] : [requestBodies({ ...meowing, [keyword]: [cat, dog] }, meowing, 'risky')]),
        ];
      }),
      silent: [responseBodies({ oneOf: [text, number] }, { oneOf: [number, text] })],
    }),
  });
}

/** Beside what nobody is refused for. */
function saysOnlyType({ layers }: SchemaNode): boolean {
  const spoken = new Set(layers.flatMap(({ keywords }) => Object.keys(keywords)));
  return (
    spoken.size > 0 && [...spoken].every((keyword) => ['type', 'description', 'example', 'examples'].includes(keyword))
  );
}

/** One form became one of several, or one of several became the only one. */
function wrapRule(change: 'wrapped' | 'unwrapped'): Rule {
  const request = change === 'wrapped' ? 'safe' : 'breaking';
  const response = change === 'wrapped' ? 'breaking' : 'safe';
  const forms = { oneOf: [cat, dog] };
  const [before, after] = change === 'wrapped' ? [cat, forms] : [forms, cat];
  const others = (composition: Composition) => composition[change === 'wrapped' ? 'added' : 'removed'];
  return defineRule({
    id: `alternatives-${change}`,
    on: 'composition',
    purpose:
      change === 'wrapped'
        ? 'Reports a value that had one form and now may have one of several (oneOf or anyOf).'
        : 'Reports a value that could have one of several forms and now has one (oneOf or anyOf).',
    about: 'values',
    severity: { request, response },
    codegen: 'breaking',
    advice: ({ alternative, isAnyOfType }: Found & { readonly isAnyOfType: boolean }, { direction }) => {
      if (direction === 'response')
        return change === 'wrapped'
          ? `Be ready to receive ${isAnyOfType ? 'any ' : ''}\`${alternative}\`.`
          : 'Nothing to do.';
      if (isAnyOfType && change === 'unwrapped') return 'Send only what is still described.';
      return change === 'unwrapped' ? `Stop sending \`${alternative}\`.` : 'Nothing to do; more may be sent.';
    },
    *find({ before: composition }): Iterable<Found & { readonly isAnyOfType: boolean }> {
      const { keyword, wrapped } = composition;
      if (keyword === 'allOf' || wrapped !== (change === 'wrapped' ? 'before' : 'after')) return;
      if (others(composition).length === 0) return; // one form written as a list of one
      const whole = composition[change === 'wrapped' ? 'before' : 'after'];
      const isNamedByWhole = ({ schema }: SchemaBranch) =>
        saysOnlyType(whole) && schema.types?.every((type) => whole.types?.includes(type)) === true;
      const unnamed = others(composition).filter((branch) => !isNamedByWhole(branch));
      const alternative = (unnamed.length === 0 ? others(composition) : unnamed).map(nameOf).join('`, `');
      const isAnyOfType =
        alternative === whole.types?.join(' or ') && others(composition).every(({ schema }) => saysOnlyType(schema));
      yield { keyword, alternative, isAnyOfType };
    },
    identifying: ['keyword', 'alternative'],
    say: ({ alternative, isAnyOfType }, { where }) =>
      isAnyOfType
        ? change === 'wrapped'
          ? `the ${where} may now be any \`${alternative}\`, not only one as was described`
          : `the ${where} may no longer be any \`${alternative}\`, but only one as is described`
        : change === 'wrapped'
          ? `the ${where} had one form and may now also be \`${alternative}\``
          : `the ${where} has one form now and may no longer be \`${alternative}\``,
    examples: () => ({
      reports: [
        requestBodies(
          before,
          after,
          request,
          change === 'wrapped'
            ? ['request-body-wrapped-in-one-of']
            : ['new-required-request-property', 'request-body-one-of-removed', 'request-body-type-changed'],
        ),
        responseBodies(
          before,
          after,
          response,
          change === 'wrapped'
            ? ['response-body-wrapped-in-one-of']
            : ['response-body-one-of-removed', 'response-body-type-specialized', 'response-required-property-added'],
        ),
        responseProperties(
          before,
          after,
          response,
          change === 'wrapped'
            ? ['response-property-one-of-added']
            : [
                'response-property-one-of-removed',
                'response-property-type-specialized',
                'response-required-property-added',
              ],
        ),
        requestBodies(
          change === 'wrapped' ? text : { oneOf: [text, number] },
          change === 'wrapped' ? { oneOf: [text, number] } : text,
          request,
          [`request-body-list-of-types-${change === 'wrapped' ? 'widened' : 'narrowed'}`],
        ),
      ],
      silent: [
        responseBodies(text, { oneOf: [text] }),
        responseBodies({ type: ['string', 'null'] }, { oneOf: [{ type: 'string' }, { type: 'null' }] }),
      ],
    }),
  });
}

export const alternativeRules: readonly Rule[] = [
  alternativeRule('added'),
  alternativeRule('removed'),
  wrapRule('wrapped'),
  wrapRule('unwrapped'),
];
