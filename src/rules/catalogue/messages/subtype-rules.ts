// Forms to which only the value of a discriminator leads: a schema that takes the described one over by `allOf`, under
// its own name. What the mapping names, or a list of values allows, is told by the rules on those. The specification
// says that a value which leads nowhere should fail, and not that it must.

import type { Heir, Pairs } from '../../../diff/index.ts';
import type { SchemaNode } from '../../../spec/index.ts';
import { documents, type Example, type Expected } from '../../example.ts';
import { defineRule, type Rule } from '../../rule.ts';

type Found = { readonly value: string; readonly propertyName: string };

const shared = (name: string) => ({ $ref: `#/components/schemas/${name}` });

function subtypeRule(change: 'added' | 'removed'): Rule {
  const isAdded = change === 'added';
  const request = isAdded ? 'safe' : 'breaking';
  const response = isAdded ? 'risky' : 'safe';
  const api = (place: 'request' | 'response', names: readonly string[], pet: object = {}) => {
    const content = { content: { 'application/json': { schema: shared('Pet') } } };
    const heir = { allOf: [shared('Pet'), { type: 'object', properties: { lives: { type: 'integer' } } }] };
    return {
      paths: {
        '/pets': {
          post:
            place === 'request'
              ? { requestBody: content, responses: { '204': { description: 'Done.' } } }
              : { responses: { '200': { description: 'Fine.', ...content } } },
        },
      },
      components: {
        schemas: {
          Pet: {
            type: 'object',
            required: ['kind'],
            properties: { kind: { type: 'string' } },
            discriminator: { propertyName: 'kind' },
            ...pet,
          },
          ...Object.fromEntries(names.map((name) => [name, heir])),
        },
      },
    };
  };
  const pair = (place: 'request' | 'response', pet: object | undefined, ...expected: Expected): Example => {
    const [few, many] = [api(place, ['Cat'], pet), api(place, ['Cat', 'Dog'], pet)];
    return isAdded ? documents(few, many, ...expected) : documents(many, few, ...expected);
  };
  const alongside = isAdded ? [] : ['schema-removed'];
  return defineRule({
    id: `subtype-${change}`,
    on: 'subtypes',
    purpose: isAdded
      ? 'Reports a form that a value may have now by its discriminator, since a schema was added that takes the described one over.'
      : 'Reports a form that a value could have by its discriminator, and no longer can, since the schema is gone that took the described one over.',
    about: 'negotiation',
    severity: { request, response },
    codegen: 'breaking',
    advice: ({ value, propertyName }: Found, { direction }) => {
      if (isAdded === (direction === 'request')) return 'Nothing to do.';
      return isAdded
        ? `Be ready to receive \`${propertyName}: ${value}\`, and what comes with it.`
        : `Stop sending \`${propertyName}: ${value}\`.`;
    },
    at: 'discriminator',
    *find({ before: heirs }: Pairs['subtypes']): Iterable<Found> {
      const [here, there] = isAdded ? (['after', 'before'] as const) : (['before', 'after'] as const);
      const propertyName = heirs.propertyName[here];
      for (const heir of heirs[change]) {
        if (isOwn(heir) && isAllowed(heir, heirs[there], heirs.propertyName[there])) {
          yield { value: heir.value, propertyName };
        }
      }
    },
    identifying: ['value'],
    say: ({ value, propertyName }, { where }) =>
      isAdded
        ? `the ${where} may now be \`${value}\`, as its \`${propertyName}\` says`
        : `the ${where} may no longer be \`${value}\`, as its \`${propertyName}\` said`,
    examples: () => ({
      reports: [
        pair('request', undefined, request, [], alongside),
        pair('response', undefined, response, [], alongside),
      ],
      silent: [
        pair('response', { discriminator: undefined }),
        pair('response', { oneOf: [shared('Cat')] }),
        pair('request', { properties: { kind: { enum: ['Cat'] } } }),
      ],
    }),
  });
}

const isOwn = ({ mapped }: Heir) => !mapped;

/** Where the property lists its values, the list says which forms there are. */
function isAllowed({ value }: Heir, schema: SchemaNode, propertyName: string): boolean {
  const property = schema.properties.get(propertyName)?.schema;
  if (property === undefined) return true;
  return (
    (property.enumValues ?? [value]).includes(value) && (!property.has('const') || property.keyword('const') === value)
  );
}

export const subtypeRules: readonly Rule[] = [subtypeRule('added'), subtypeRule('removed')];
