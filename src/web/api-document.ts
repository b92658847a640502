// The API's own OpenAPI document as people and generators like to read it: no schema that nothing refers to, and a
// date's format without the expression that checks it.

export const zodToJsonConfig = {
  override: ({ jsonSchema }: { jsonSchema: { format?: unknown; pattern?: unknown } }) => {
    if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
  },
};

/** Each registered schema is written once for requests and once for answers; what neither uses goes. */
export function withoutIdleSchemas<Document extends object>(document: Document): Document {
  const { components, ...rest } = document as { components?: { schemas?: Readonly<Record<string, unknown>> } };
  const schemas = components?.schemas ?? {};
  const used = new Set<string>();
  const visit = (value: unknown) => {
    for (const [, name = ''] of JSON.stringify(value).matchAll(/"#\/components\/schemas\/([^"/]+)"/g)) {
      if (used.has(name)) continue;
      used.add(name);
      visit(schemas[name] ?? null);
    }
  };
  visit(rest);
  return {
    ...document,
    components: {
      ...components,
      schemas: Object.fromEntries(Object.entries(schemas).filter(([name]) => used.has(name))),
    },
  };
}
