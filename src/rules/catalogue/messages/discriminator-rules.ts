// The property that tells the forms of a oneOf apart, and which of its values means which. It is a hint for whoever reads
// or writes: no validator refuses on its account, but clients that go by it read one form as another.

import type { Context } from '../../../diff/index.ts';
import { type Api, canonicalText, type SchemaNode, type Spot } from '../../../spec/index.ts';
import { documents } from '../../example.ts';
import { schemaPeers } from '../../peer-ids.ts';
import { defineRule, type Rule, type SeverityOf } from '../../rule.ts';

type Found = {
  readonly before: string | null;
  readonly after: string | null;
  readonly name?: string;
  /** What a value stands for has another name now; `word for word` where it says the same, too. */
  readonly renamed?: 'word for word' | 'and changed' | null;
};
type Discriminator = NonNullable<SchemaNode['discriminator']>;

interface Words {
  readonly id: string;
  readonly purpose: string;
  readonly severity: SeverityOf<Found>;
  readonly advice: string | ((facts: Found, context: Context) => string);
  readonly find: (
    before: Discriminator | null,
    after: Discriminator | null,
    renamed: (before: string, after: string) => NonNullable<Found['renamed']> | null,
  ) => Iterable<Found>;
  readonly said: (facts: Found, where: string) => string;
  readonly before: object | null;
  readonly after: object | null;
}

const kind = { propertyName: 'kind' };
const mapped = (mapping: object) => ({ ...kind, mapping });
const cat = '#/components/schemas/Cat';
const dog = '#/components/schemas/Dog';
const onBoth = (before: Discriminator | null, after: Discriminator | null) => before !== null && after !== null;

const kinds: readonly Words[] = [
  {
    id: 'discriminator-added',
    purpose: 'Reports a `discriminator`, the property that tells the forms of a value apart, where there was none.',
    severity: 'safe',
    advice: 'Nothing to do; the forms can now be told apart by the property.',
    *find(before, after) {
      if (before === null && after !== null) yield { before: null, after: after.propertyName };
    },
    said: ({ after }, where) => `the property \`${after}\` now tells the forms of the ${where} apart`,
    before: null,
    after: kind,
  },
  {
    id: 'discriminator-removed',
    purpose: 'Reports a `discriminator`, the property that tells the forms of a value apart, that is gone.',
    severity: 'risky',
    advice: 'Do not tell the forms apart by the property any more.',
    *find(before, after) {
      if (before !== null && after === null) yield { before: before.propertyName, after: null };
    },
    said: ({ before }, where) => `the property \`${before}\` no longer tells the forms of the ${where} apart`,
    before: kind,
    after: null,
  },
  {
    id: 'discriminator-property-name-changed',
    purpose: 'Reports a `discriminator` that is another property now.',
    severity: 'breaking',
    advice: 'Tell the forms apart by the new property.',
    *find(before, after) {
      if (before === null || after === null || before.propertyName === after.propertyName) return;
      yield { before: before.propertyName, after: after.propertyName };
    },
    said: ({ before, after }, where) =>
      `the forms of the ${where} were told apart by \`${before}\` and are now by \`${after}\``,
    before: kind,
    after: { propertyName: 'sort' },
  },
  {
    id: 'discriminator-mapping-added',
    purpose: 'Reports a value of the `discriminator` that stands for a form now and did not before.',
    severity: { request: 'safe', response: 'risky' },
    advice: (_, { direction }) =>
      direction === 'request' ? 'Nothing to do; the new value may be sent.' : 'Be ready to receive the new value.',
    *find(before, after) {
      if (!onBoth(before, after)) return;
      for (const [name, to] of after?.mapping ?? [])
        if (!before?.mapping.has(name)) yield { name, before: null, after: to };
    },
    said: ({ name, after }, where) => `the value "${name}" now stands for ${shortRef(after)} in the ${where}`,
    before: mapped({ cat }),
    after: mapped({ cat, dog }),
  },
  {
    id: 'discriminator-mapping-deleted',
    purpose: 'Reports a value of the `discriminator` that no longer stands for a form.',
    severity: { request: 'breaking', response: 'safe' },
    advice: (_, { direction }) =>
      direction === 'request' ? 'Stop sending the value.' : 'Nothing to do; the value no longer comes.',
    *find(before, after) {
      if (!onBoth(before, after)) return;
      for (const [name, to] of before?.mapping ?? [])
        if (!after?.mapping.has(name)) yield { name, before: to, after: null };
    },
    said: ({ name, before }, where) => `the value "${name}" no longer stands for ${shortRef(before)} in the ${where}`,
    before: mapped({ cat, dog }),
    after: mapped({ cat }),
  },
  {
    id: 'discriminator-mapping-changed',
    purpose: 'Reports a value of the `discriminator` that stands for another form now.',
    severity: ({ renamed }) =>
      renamed === 'word for word' ? 'safe' : renamed === 'and changed' ? 'risky' : 'breaking',
    advice: ({ renamed }) =>
      renamed === 'word for word' ? 'Nothing to do on the wire.' : 'Read and write the value as the other form.',
    *find(before, after, renamed) {
      for (const [name, to] of before?.mapping ?? []) {
        const now = after?.mapping.get(name);
        if (now !== undefined && now !== to) yield { name, before: to, after: now, renamed: renamed(to, now) };
      }
    },
    said: ({ name, before, after }, where) =>
      `the value "${name}" stood for ${shortRef(before)} and now stands for ${shortRef(after)} in the ${where}`,
    before: mapped({ cat }),
    after: mapped({ cat: dog }),
  },
];

function shortRef(ref: string | null): string {
  return `\`${(ref ?? '').split('/').at(-1)}\``;
}

interface Named {
  readonly spot: Spot;
  readonly name: string;
  readonly api: Api;
}

/** Whether a schema goes by another name, and not another schema by its value: the old name is gone, and the new one new. */
function renamed(before: Named, after: Named): NonNullable<Found['renamed']> | null {
  const [from, to] = [before, after].map(
    ({ spot, name, api }) => api.namedSchemas.get(name)?.value ?? spot.document.resolve(name)?.value,
  );
  if (from === undefined || to === undefined) return null;
  if (canonicalText(from) === canonicalText(to)) return 'word for word';
  const isKept = after.api.namedSchemas.has(lastName(before.name)) || before.api.namedSchemas.has(lastName(after.name));
  return isKept ? null : 'and changed';
}

function lastName(ref: string): string {
  return ref.split('/').at(-1) ?? ref;
}

function discriminatorRule({ id, purpose, severity, advice, find, said, before, after }: Words): Rule {
  const form = { type: 'object', properties: { kind: { type: 'string' }, sort: { type: 'string' } } };
  const api = (place: string, discriminator: object | null) => {
    const pet = {
      oneOf: [{ $ref: cat }, { $ref: dog }],
      ...(discriminator && { discriminator }),
    };
    const schema = place.endsWith('body') ? pet : { type: 'object', properties: { it: pet } };
    const content = { content: { 'application/json': { schema } } };
    const operation = place.startsWith('request')
      ? { requestBody: content, responses: { '204': { description: 'Done.' } } }
      : { responses: { '200': { description: 'Fine.', ...content } } };
    const schemas = { Cat: { ...form, title: 'Cat' }, Dog: { ...form, title: 'Dog', required: ['kind'] } };
    return { paths: { '/things': { post: operation } }, components: { schemas } };
  };
  return defineRule({
    id,
    on: 'schema',
    keywords: ['discriminator'],
    purpose,
    about: 'negotiation',
    severity,
    codegen: 'breaking',
    advice,
    at: 'discriminator',
    *find({ before: left, after: right }, { base, revision }) {
      yield* find(left.discriminator, right.discriminator, (before, after) =>
        renamed(
          { spot: left.spotOf('discriminator'), name: before, api: base },
          { spot: right.spotOf('discriminator'), name: after, api: revision },
        ),
      );
    },
    identifying: ['before', 'after', 'name'],
    say: (facts, { where }) => said(facts as Found, where),
    peers: (query) => schemaPeers(id, query),
    examples: () => ({
      reports: ['request-body', 'request-property', 'response-body', 'response-property'].map((place) =>
        documents(api(place, before), api(place, after), { peers: [`${place}-${id}`] }),
      ),
      silent: [documents(api('request-body', kind), api('request-body', kind))],
    }),
  });
}

export const discriminatorRules: readonly Rule[] = kinds.map(discriminatorRule);
