// How a parameter or header is written into the message: style, explode, or a media type of its own. What counts is
// the text that is sent: for a number `form` and `spaceDelimited` are the same, for a list they are not.

import { type Shape, shapesOf } from '../../../diff/index.ts';
import type { Header, Parameter, SchemaNode } from '../../../spec/index.ts';
import { documents, parameters, responses } from '../../example.ts';
import { defineRule, type Rule } from '../../rule.ts';

type Serialised = Pick<Parameter | Header, 'style' | 'explode' | 'schema' | 'content'>;
type Style = { readonly style: string; readonly explode: boolean };

const list = { type: 'array', items: { type: 'string' } };
const object = { type: 'object', properties: { a: { type: 'integer' } } };
const number = { type: 'integer' };
const query = (fields: object) => [{ name: 'it', in: 'query', ...fields }];
const header = (fields: object) => ({ headers: { 'X-It': fields } });
const swagger = (collectionFormat: string) => ({
  swagger: '2.0',
  paths: {
    '/things': {
      get: {
        parameters: [{ name: 'it', in: 'query', type: 'array', items: { type: 'string' }, collectionFormat }],
        responses: { 204: { description: 'Done.' } },
      },
    },
  },
});

const cookie = (schema: object, style: string) => ({
  openapi: '3.2.0',
  paths: {
    '/things': {
      get: {
        parameters: [{ name: 'it', in: 'cookie', style, schema }],
        responses: { 204: { description: 'Done.' } },
      },
    },
  },
});

/** What decides the text; two styles with the same one write a value of this shape alike (OpenAPI, Style Examples). */
function written({ style, explode }: Style, shape: Shape): string {
  const delimited = style === 'spaceDelimited' || style === 'pipeDelimited' || style === 'tabDelimited';
  if (style === 'cookie' && (shape === 'primitive' || !explode)) return 'form';
  if (shape === 'primitive') return delimited || style === 'deepObject' ? 'form' : style;
  if (style === 'deepObject') return style;
  if (shape === 'list' && style === 'simple') return style;
  if (shape === 'list' && delimited && explode) return 'form exploded';
  return `${style}${explode ? ' exploded' : ''}`;
}

/** Where both sides have no shape in common, the other's value is read as one text. */
function sharedShapes(before: Serialised, after: Serialised): readonly Shape[] | null {
  const [then, now] = [shapesOf(before.schema), shapesOf(after.schema)];
  if (then === null || now === null) return then ?? now;
  const shared = then.filter((each) => now.includes(each));
  return shared.length === 0 ? ['primitive'] : shared;
}

/** What a list of no more than one value holds, which is written alike in most styles; null where it may hold several. */
function oneAtMost(schema: SchemaNode | null): { readonly mayBeSplit: boolean } | null {
  const most = schema?.bound('maxItems') ?? null;
  if (schema === null || most === null || most > 1) return null;
  const items = schema.child('items');
  const values = items?.enumValues;
  const isPlain = items?.valueTypes?.every((type) => ['integer', 'number', 'boolean'].includes(type)) ?? false;
  return { mayBeSplit: values == null ? !isPlain : values.some((value) => /[,|\s]/.test(String(value))) };
}

/** What `form` percent-encodes, and `cookie` does not (OpenAPI 3.2, Style Values); a number or a word holds none of it. */
function mayHoldEncoded(schema: SchemaNode | null): boolean {
  const values = schema?.enumValues;
  if (values != null) return values.some((value) => encodeURIComponent(String(value)) !== String(value));
  const one = schema?.child('items') ?? schema;
  return one?.valueTypes?.some((type) => !['integer', 'number', 'boolean'].includes(type)) ?? true;
}

type Restyled = {
  readonly before: Style;
  readonly after: Style;
  readonly certain: boolean;
  /** The first shape of value that is written otherwise. */
  readonly shape: Shape;
  /** Only what is percent-encoded in the one and not in the other. */
  readonly ofEncoded?: true;
};

function styleRule(kind: 'parameter' | 'header'): Rule {
  return defineRule({
    id: `${kind}-style-changed`,
    on: kind,
    purpose: `Reports a ${kind} whose value is written in another way (\`style\`, \`explode\`).`,
    about: 'negotiation',
    severity: ({ certain }: Restyled) => (certain ? 'breaking' : 'risky'),
    codegen: 'safe',
    advice: (_, { direction }) =>
      direction === 'response'
        ? 'Read it in the new form from the release on.'
        : 'Write it in the new form from the release on; a generated client does so once it is generated anew.',
    at: 'style',
    identifying: ['before', 'after'],
    *find({ before, after }, { direction }): Iterable<Restyled> {
      if (before === null || after === null || before.content !== null || after.content !== null) return;
      const styles = { before: styleOf(before), after: styleOf(after) };
      const known = sharedShapes(before, after);
      const shapes = known ?? (['primitive', 'list', 'object'] as const);
      const isAlike = (shape: Shape) => written(before, shape) === written(after, shape);
      const one = oneAtMost((direction === 'response' ? after : before).schema);
      const isNamedAlike = ![before, after].some(({ style }) => style === 'deepObject');
      const isOneAlike = one !== null && isNamedAlike && isAlike('primitive');
      const restyled = shapes.filter((each) => !isAlike(each));
      const [shape] = isOneAlike && !one.mayBeSplit ? restyled.filter((each) => each !== 'list') : restyled;
      if (shape === undefined) {
        const sent = (direction === 'response' ? after : before).schema;
        if ((before.style === 'cookie') !== (after.style === 'cookie') && mayHoldEncoded(sent))
          yield { ...styles, certain: false, shape: 'primitive', ofEncoded: true };
        return;
      }
      const certain = known !== null && !(shape === 'list' && isOneAlike);
      yield { ...styles, certain, shape };
    },
    say: ({ before, after, shape, certain, ofEncoded }, { where, subjectPath }) => {
      if (ofEncoded) {
        const [then, now] = [before, after].map(({ style }) =>
          style === 'cookie' ? 'as they are' : 'percent-encoded',
        );
        return `signs such as a space stand in the ${where} ${now} instead of ${then}`;
      }
      const [then, now] = [before, after].map((style) => sample(style, shape, subjectPath.at(-1) ?? '', kind));
      const what = { primitive: 'a single value', list: 'a list', object: 'an object' }[shape];
      return `the ${where} is written as ${now} instead of ${then}${certain ? '' : ` where it is ${what}`}`;
    },
    examples: () => ({
      reports:
        kind === 'parameter'
          ? [
              parameters(query({ schema: list }), query({ schema: list, explode: false }), 'breaking', []),
              parameters(query({ schema: object }), query({ schema: object, style: 'deepObject' }), 'breaking'),
              parameters(query({ schema: {} }), query({ schema: {}, explode: false }), 'risky'),
              documents(swagger('csv'), swagger('pipes'), 'breaking'),
              documents(cookie({ type: 'string' }, 'form'), cookie({ type: 'string' }, 'cookie'), 'risky'),
              documents(cookie(list, 'form'), cookie(list, 'cookie'), 'breaking'),
            ]
          : [responses(header({ schema: object }), header({ schema: object, explode: true }), 'breaking')],
      silent:
        kind === 'parameter'
          ? [
              parameters(query({ schema: number }), query({ schema: number, explode: false })),
              parameters(query({ schema: list }), query({ schema: list, style: 'form', explode: true })),
              documents(cookie(number, 'form'), cookie(number, 'cookie')),
            ]
          : [responses(header({ schema: list }), header({ schema: list, explode: true }))],
    }),
  });
}

function styleOf({ style, explode }: Style): Style {
  return { style, explode };
}

/** `tag=a,b`: how a list of a and b, or an object of k and l, looks in the message (OpenAPI, Style Examples). */
function sample({ style, explode }: Style, shape: Shape, name: string, kind: 'parameter' | 'header'): string {
  const entries = [
    ['k', 'a'],
    ['l', 'b'],
  ] as const;
  const values = shape === 'list' ? ['a', 'b'] : ['a'];
  const flat = shape === 'object' ? entries.flat() : values;
  const pairs = entries.map(([key, value]) => `${key}=${value}`);
  const separator = { spaceDelimited: '%20', pipeDelimited: '|', tabDelimited: '%09' }[style] ?? ',';
  const text = () => {
    switch (style) {
      case 'deepObject':
        return entries.map(([key, value]) => `${name}[${key}]=${value}`).join('&');
      case 'simple':
        return (shape === 'object' && explode ? pairs : flat).join(',');
      case 'label':
        return `.${(shape === 'object' && explode ? pairs : flat).join(explode ? '.' : ',')}`;
      case 'matrix':
        if (!explode || shape === 'primitive') return `;${name}=${flat.join(',')}`;
        return shape === 'object' ? `;${pairs.join(';')}` : values.map((value) => `;${name}=${value}`).join('');
      default:
        if (kind === 'header') return flat.join(decodeURIComponent(separator)); // only Swagger 2.0 has other styles there
        if (!explode || shape === 'primitive') return `${name}=${flat.join(separator)}`;
        return (shape === 'object' ? pairs : values.map((value) => `${name}=${value}`)).join(
          style === 'cookie' ? '; ' : '&',
        );
    }
  };
  return kind === 'header' ? `\`${name}: ${text()}\`` : `\`${text()}\``;
}

type Recast = { readonly before: string | null; readonly after: string | null };

function contentRule(kind: 'parameter' | 'header'): Rule {
  const json = (schema: object) => ({ content: { 'application/json': { schema } } });
  const plain = { schema: { type: 'string' } };
  const text = json({ type: 'string' });
  return defineRule({
    id: `${kind}-content-changed`,
    on: kind,
    purpose: `Reports a ${kind} whose value is written in another media type, or in one instead of as plain text.`,
    about: 'negotiation',
    severity: 'breaking',
    advice: (_, { direction }) =>
      direction === 'response'
        ? 'Read it in the new form from the release on.'
        : 'Write it in the new form from the release on.',
    at: 'content',
    *find({ before, after }): Iterable<Recast> {
      if (before === null || after === null) return;
      const facts = { before: before.content?.key ?? null, after: after.content?.key ?? null };
      if (facts.before === facts.after || isSameText(before, after)) return;
      yield facts;
    },
    say: ({ before, after }, { where }) =>
      `the ${where} is written as ${after ?? 'plain text'} instead of ${before ?? 'plain text'}`,
    examples: () => ({
      reports:
        kind === 'parameter'
          ? [
              parameters(query(plain), query(text), 'breaking', []),
              parameters(
                query(text),
                query({ content: { 'application/xml': { schema: { type: 'string' } } } }),
                'breaking',
              ),
            ]
          : [responses(header(plain), header(text), 'breaking')],
      silent:
        kind === 'parameter'
          ? [
              parameters(query({ schema: number }), query(json(number))),
              parameters(query(plain), query({ content: { 'text/plain': plain } })),
            ]
          : [responses(header({ schema: number }), header(json(number)))],
    }),
  });
}

/** A number is the same text in JSON and in a plain parameter, and so is any single value in `text/plain`. */
function isSameText(before: Serialised, after: Serialised): boolean {
  const sides = [before, after];
  const plain = ['integer', 'number', 'boolean', ...(sides.some(isJsonText) ? [] : ['string'])];
  return sides.every((side) => {
    if (side.content !== null && side.content.key !== 'text/plain' && !isJsonText(side)) return false;
    const types = (side.schema ?? side.content?.schema)?.types ?? null;
    return types?.every((type) => plain.includes(type)) === true;
  });
}

function isJsonText({ content }: Serialised): boolean {
  return content?.key === 'application/json';
}

interface Allowance {
  readonly field: 'allowReserved' | 'allowEmptyValue';
  readonly id: string;
  readonly allowed: string;
  /** What to do where it no longer is. */
  readonly instead: string;
}

const allowances: readonly Allowance[] = [
  {
    field: 'allowReserved',
    id: 'reserved-characters',
    allowed: 'may hold reserved characters such as / and ? unencoded',
    instead: 'Percent-encode reserved characters from the release on.',
  },
  {
    field: 'allowEmptyValue',
    id: 'empty-value',
    allowed: 'may be sent without a value',
    instead: 'Send a value, or leave the parameter out.',
  },
];

function allowanceRule({ field, id, allowed, instead }: Allowance, now: boolean): Rule {
  const severity = { request: now ? 'safe' : 'breaking', response: now ? 'breaking' : 'safe' } as const;
  const given = (value: boolean) => query({ schema: { type: 'string' }, [field]: value });
  return defineRule({
    id: `parameter-${id}-${now ? 'allowed' : 'refused'}`,
    on: 'parameter',
    purpose: `Reports a parameter that ${now ? '' : 'no longer '}${allowed}.`,
    about: 'negotiation',
    severity,
    advice: now ? 'Nothing to do; more may be sent.' : instead,
    at: field,
    *find({ before, after }) {
      if (before !== null && after !== null && before[field] !== now && after[field] === now) yield {};
    },
    say: (_, { where }) =>
      `the ${where} ${now ? allowed : allowed.replace('may', 'may no longer')}${now ? ' now' : ''}`,
    examples: () => ({
      reports: [parameters(given(!now), given(now), severity.request, [])],
      silent: [parameters(given(now), given(!now))],
    }),
  });
}

export const serialisationRules: readonly Rule[] = [
  styleRule('parameter'),
  styleRule('header'),
  contentRule('parameter'),
  contentRule('header'),
  ...allowances.flatMap((allowance) => [allowanceRule(allowance, true), allowanceRule(allowance, false)]),
];
