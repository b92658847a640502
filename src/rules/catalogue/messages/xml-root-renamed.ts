import { isObject, isXml, type SchemaNode } from '../../../spec/index.ts';
import { documents } from '../../example.ts';
import { defineRule } from '../../rule.ts';

type Found = {
  readonly before: string;
  readonly after: string;
  /** OpenAPI 3.2 says that the element is called so; before, generators did so. */
  readonly said: boolean;
};

const api = (mediaType: string, name: string, openapi = '3.1.0', xml?: object) => {
  const schema = { type: 'object', properties: { id: { type: 'integer' } }, ...(xml && { xml }) };
  const content = { [mediaType]: { schema: { $ref: `#/components/schemas/${name}` } } };
  return {
    openapi,
    info: { title: 'Pets', version: '1' },
    paths: { '/pet': { get: { responses: { '200': { description: 'A pet.', content } } } } },
    components: { schemas: { Pet: schema, Animal: schema } },
  };
};

export const xmlRootRenamed = defineRule({
  id: 'xml-root-renamed',
  on: 'mediaType',
  purpose: 'Reports that the schema of an XML body has another name, after which its root element is called.',
  about: 'negotiation',
  severity: ({ said }: Found) => (said ? 'breaking' : 'risky'),
  advice: ({ before, said }, { direction }) =>
    said
      ? `${direction === 'request' ? 'Write' : 'Read'} the root element by its new name.`
      : `Look at how the root element is called. Whoever runs the API: \`xml: {name: ${before}}\` in the schema keeps its name.`,
  at: 'schema',
  *find({ before, after }): Iterable<Found> {
    if (before === null || after === null || !isXml(before.key) || !isXml(after.key)) return;
    const [was, is] = [rootOf(before.schema), rootOf(after.schema)];
    if (was === null || is === null || was === is) return;
    const said = [before.schema, after.schema].every((schema) => schema?.reader.dialect === 'openapi-3.2');
    yield { before: was, after: is, said };
  },
  say: ({ before, after, said }, { where }) =>
    `the root element of the ${where} ${said ? 'is' : 'may be'} called \`${after}\` after its schema, and no longer \`${before}\``,
  examples: () => ({
    reports: [
      documents(api('application/xml', 'Pet'), api('application/xml', 'Animal'), 'risky'),
      documents(api('application/xml', 'Pet', '3.2.0'), api('application/xml', 'Animal', '3.2.0'), 'breaking'),
    ],
    silent: [
      documents(api('application/json', 'Pet'), api('application/json', 'Animal')),
      documents(
        api('application/xml', 'Pet', '3.1.0', { name: 'pet' }),
        api('application/xml', 'Animal', '3.1.0', { name: 'pet' }),
      ),
    ],
  }),
});

/** The name that its schema gives it; null where it says one itself, or is called after nothing. */
function rootOf(schema: SchemaNode | null): string | null {
  const xml = schema?.keyword('xml');
  return schema === null || (isObject(xml) && xml.name !== undefined) ? null : schema.refName;
}
