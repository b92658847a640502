import { speltOtherwise } from '../../../diff/index.ts';
import { type Api, canonicalText, isObject, nameInReference, type Spot } from '../../../spec/index.ts';
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
  advice: ({ probablyNow }: Found) =>
    `Whoever generates a client: the type of this name is gone; ${probablyNow === null ? 'do without it, or use what takes its place' : `use \`${probablyNow}\`, which most likely takes its place`}.`,
  at: ({ pointer }: Found) => pointer,
  identifying: ['schema'],
  *find({ before, after }): Iterable<Found> {
    const files = filesOf(after);
    const gone = new Map<string, Spot>();
    for (const [schema, [spot]] of before.namedSchemas) {
      const isThere = after.namedSchemas.has(schema) || files.has(schema);
      if (spot !== undefined && !isThere) gone.set(schema, spot);
    }
    if (gone.size === 0) return;
    const instead = successorsOf(gone, before, after);
    for (const [schema, { pointer }] of gone) yield { schema, pointer, probablyNow: instead.get(schema) ?? null };
  },
  say: ({ schema }) => `the schema \`${schema}\` is gone`,
  peers: () => ['api-schema-removed'],
  examples: () => ({
    reports: [
      documents(named('Pet', 'Cat'), named('Cat'), 'safe', ['api-schema-removed']),
      documents(
        { swagger: '2.0', definitions: { Pet: { type: 'object' } } },
        { swagger: '2.0', definitions: {} },
        'safe',
        ['api-schema-removed'],
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

/**
 * What most likely came in place of what is gone: of the new schemas that of the same name in another spelling, or the one
 * that is most like it, where that is most like no other.
 */
function successorsOf(gone: ReadonlyMap<string, Spot>, before: Api, after: Api): ReadonlyMap<string, string> {
  const come = new Map<string, Spot>();
  for (const [name, [spot]] of after.namedSchemas) {
    if (spot !== undefined && !before.namedSchemas.has(name)) come.set(name, spot);
  }
  const found = new Map(speltOtherwise(gone.keys(), come.keys()));
  if (gone.size * come.size > mostHeld) return found;
  const taken = new Set(found.values());
  const [lefts, rights] = [
    [...gone].filter(([name]) => !found.has(name)).map(readSaid),
    [...come].filter(([name]) => !taken.has(name)).map(readSaid),
  ];
  const nearestTo = (one: Said, others: readonly Said[]) => {
    const near = others.map((other) => ({ other, likeness: likeness(one, other) }));
    const most = Math.max(...near.map((each) => each.likeness));
    const [nearest, ...alike] = near.filter((each) => each.likeness === most);
    return nearest !== undefined && most >= leastLikeness && alike.length === 0 ? nearest.other : null;
  };
  for (const left of lefts) {
    const right = nearestTo(left, rights);
    if (right !== null && nearestTo(right, lefts) === left) found.set(left.name, right.name);
  }
  return found;
}

/** More pairs than this are not each looked at. */
const mostHeld = 10_000;
const leastLikeness = 0.6;

/** What the author wrote of a schema, statement by statement. */
interface Said {
  readonly name: string;
  readonly statements: ReadonlySet<string>;
}

const words: ReadonlySet<string> = new Set(['title', 'description', 'example', 'examples']);

function readSaid([name, { value }]: readonly [string, Spot]): Said {
  const fields = isObject(value) ? Object.entries(value).filter(([key]) => !words.has(key)) : [['', value] as const];
  const statements = fields.flatMap(([key, said]) =>
    isObject(said) && key === 'properties'
      ? Object.keys(said).map((property) => `property ${property}`)
      : [`${key} ${canonicalText(said)}`],
  );
  return { name, statements: new Set(statements) };
}

/** From 0 for nothing in common to 1 for the same statements; an object alone says too little to be known again. */
function likeness({ statements: one }: Said, { statements: other }: Said): number {
  const all = one.union(other).size;
  return all < 2 ? 0 : one.intersection(other).size / all;
}

type Found = {
  readonly schema: string;
  readonly pointer: string;
  /** A guess. */
  readonly probablyNow: string | null;
};
