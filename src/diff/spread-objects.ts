// An object in the query that is exploded (`style: form`, `explode: true`, as is usual) travels as one parameter for
// each of its properties, `?sort=age&limit=3`, and as a `deepObject` so too, `?by[sort]=age&by[limit]=3`, so that a document
// may as well name those; and the whole query may be described as one form (`in: querystring`, OpenAPI 3.2). Where one
// side does the one and the other the other, the object is taken apart before parameters find their counterparts. Only
// where that says all that the object says: its properties are plain values, and none depends on another.

import type { Operation, Parameter, SchemaNode } from '../spec/index.ts';

type Parameters = Operation['parameters'];

/** An object that one side has, and the parameters that it stands for. */
interface SpreadObject {
  readonly object: Parameter;
  readonly names: readonly string[];
}

interface SpreadPair {
  readonly before: Parameters;
  readonly after: Parameters;
  /** What of either side was taken apart. */
  readonly spread: { readonly before: readonly SpreadObject[]; readonly after: readonly SpreadObject[] };
}

/** Both sides' parameters, by Parameter.key; the same maps where there is nothing to take apart. */
export function spreadObjects(before: Parameters, after: Parameters): SpreadPair {
  const left = takeApart(before, after);
  const right = takeApart(after, before);
  return { before: left.parameters, after: right.parameters, spread: { before: left.spread, after: right.spread } };
}

function takeApart(own: Parameters, others: Parameters) {
  const spread: SpreadObject[] = [];
  let parameters: Parameters = own;
  for (const object of own.values()) {
    if (others.has(object.key) || !isExplodedObject(object)) continue;
    const members = membersOf(object);
    const isNamedThere = members.some(({ key }) => others.has(key));
    if (!isNamedThere || members.some(({ key }) => own.has(key))) continue;
    spread.push({ object, names: members.map(({ name }) => name) });
    parameters = new Map(
      [...parameters].flatMap(([key, each]) =>
        each === object ? members.map((member) => [member.key, member] as const) : [[key, each] as const],
      ),
    );
  }
  return { parameters, spread };
}

function membersOf(object: Parameter): Parameter[] {
  return [...(schemaOf(object)?.properties.values() ?? [])].map(({ name, schema, required }) => ({
    ...object,
    in: 'query',
    content: null,
    spot: schema.spot,
    name: nameInQuery(object, name),
    key: `query ${nameInQuery(object, name)}`,
    required: object.required && required,
    allowEmptyValue: false,
    deprecated: object.deprecated || schema.deprecated,
    schema,
  }));
}

/** `filter[name]` in the style `deepObject`, else the name of the property. */
function nameInQuery({ name, style }: Parameter, property: string): string {
  return style === 'deepObject' ? `${name}[${property}]` : property;
}

function isExplodedObject(object: Parameter): boolean {
  const { in: location, style, explode, required } = object;
  const isSpread = location === 'query' && (style === 'deepObject' || (style === 'form' && explode));
  const schema = isSpread || location === 'querystring' ? schemaOf(object) : null;
  return (
    schema !== null &&
    schema.types?.length === 1 &&
    schema.types[0] === 'object' &&
    schema.namesProperties &&
    (schema.additionalProperties === 'absent' || schema.additionalProperties === 'refused') &&
    [...schema.keywords].every((keyword) => sayable.has(keyword) || keyword.startsWith('x-')) &&
    // A member that is required only where the object is sent cannot be said of a parameter by itself.
    (required || schema.required.size === 0) &&
    [...schema.required].every((name) => schema.properties.has(name)) &&
    [...schema.properties.values()].every((property) => isPlainValue(property.schema))
  );
}

/** What describes the object: a whole query in a media type other than that of forms is no list of parameters. */
function schemaOf({ in: location, schema, content }: Parameter): SchemaNode | null {
  if (location === 'query') return schema;
  return content?.key === 'application/x-www-form-urlencoded' && content.encoding.size === 0 ? content.schema : null;
}

/** How a list or an object inside an exploded object is written is not defined. */
function isPlainValue({ types }: SchemaNode): boolean {
  return types !== null && !types.includes('array') && !types.includes('object');
}

const sayable = new Set([
  'type',
  'properties',
  'required',
  'additionalProperties',
  'allOf',
  '$ref',
  '$defs',
  'title',
  'description',
  'example',
  'examples',
  'deprecated',
]);
