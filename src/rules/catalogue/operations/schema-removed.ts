import { type Api, nameInReference } from '../../../spec/index.ts';
import { documents } from '../../example.ts';
import { defineRule } from '../../rule.ts';

const named = (...names: readonly string[]) => ({
  components: { schemas: Object.fromEntries(names.map((name) => [name, { type: 'object' }])) },
});

export const schemaRemoved = defineRule({
  id: 'schema-removed',
  on: 'api',
  purpose: 'Reports a named schema that the previous version offered and this one does not.',
  about: 'names',
  severity: 'safe',
  codegen: 'breaking',
  advice: 'Whoever generates a client: the type of this name is gone; use the one that takes its place.',
  at: ({ pointer }: Found) => pointer,
  identifying: ['schema'],
  *find({ before, after }): Iterable<Found> {
    const files = filesOf(after);
    for (const [schema, [spot]] of before.namedSchemas) {
      const isThere = after.namedSchemas.has(schema) || files.has(schema);
      if (spot !== undefined && !isThere) yield { schema, pointer: spot.pointer };
    }
  },
  say: ({ schema }) => `the schema \`${schema}\` is gone`,
  peers: () => ['api-schema-removed'],
  examples: () => ({
    reports: [
      documents(named('Pet', 'Cat'), named('Cat'), { severity: 'safe', peers: ['api-schema-removed'] }),
      documents(
        { swagger: '2.0', definitions: { Pet: { type: 'object' } } },
        { swagger: '2.0', definitions: {} },
        { severity: 'safe', peers: ['api-schema-removed'] },
      ),
    ],
    silent: [documents(named('Pet'), named('Pet', 'Cat'))],
  }),
});

/** By the names that schemas have which are a file each. */
function filesOf({ spec: { roots, sources } }: Api): ReadonlySet<string> {
  const ofRoots = new Set(roots.map(({ document }) => document.source));
  return new Set(sources.filter((source) => !ofRoots.has(source)).map(nameInReference));
}

type Found = { readonly schema: string; readonly pointer: string };
