// The property that tells the forms of a oneOf apart, and which of its values means which. It is a hint for whoever reads
// or writes: no validator refuses on its account, but clients that go by it read one form as another.

import type { Context } from '../../../diff/index.ts';
import { escapeToken, nameInReference, spotKey } from '../../../spec/index.ts';
import {
  compareForms,
  type Discriminator,
  type Form,
  formsOf,
  type Likeness,
  renamedForms,
} from '../../discriminator-forms.ts';
import { documents } from '../../example.ts';
import { schemaPeers } from '../../peer-ids.ts';
import { defineRule, type Rule, type SeverityOf } from '../../rule.ts';

type Found = {
  readonly before: string | null;
  readonly after: string | null;
  readonly name?: string;
  /** No mapping names the value: it is the name of the form's own schema. */
  readonly implicit?: boolean;
  /** The value that stood for the form and no longer does. */
  readonly insteadOf?: string;
  /** As the name of the schema it stood for the form before, too, for which the mapping had another value. */
  readonly byLetter?: boolean;
  /** What the mapping leads to is not there, or was not. */
  readonly missing?: 'before' | 'after';
  /** What a value stands for has another name now; `word for word` where it says the same, too. */
  readonly renamed?: Likeness;
};

interface Words {
  readonly id: string;
  readonly purpose: string;
  readonly severity: SeverityOf<Found>;
  readonly advice: string | ((facts: Found, context: Context) => string);
  readonly find: (
    before: Discriminator | null,
    after: Discriminator | null,
    compared: (before: Form, after: Form) => Likeness,
  ) => Iterable<Found>;
  readonly said: (facts: Found, where: string) => string;
  readonly before: object | null;
  readonly after: object | null;
}

const kind = { propertyName: 'kind' };
const mapped = (mapping: object) => ({ ...kind, mapping });
const cat = '#/components/schemas/Cat';
const dog = '#/components/schemas/Dog';

const kinds: readonly Words[] = [
  {
    id: 'discriminator-added',
    purpose: 'Reports a `discriminator`, the property that tells the forms of a value apart, where there was none.',
    severity: 'safe',
    advice: 'Nothing to do; the forms can now be told apart by the property.',
    *find(before, after) {
      if (before === null && after !== null && !after.isOnlyTakenOver)
        yield { before: null, after: after.propertyName };
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
      if (before !== null && after === null && !before.isOnlyTakenOver)
        yield { before: before.propertyName, after: null };
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
    // Beside the old value the new one may come; in its place it does come.
    severity: ({ insteadOf, implicit, byLetter }, { direction }) =>
      direction === 'request' ? 'safe' : insteadOf === undefined || implicit || byLetter ? 'risky' : 'breaking',
    advice: (_, { direction }) =>
      direction === 'request' ? 'Nothing to do; the new value may be sent.' : 'Be ready to receive the new value.',
    *find(before, after, compared) {
      if (before === null || after === null) return;
      const gone = [...before.named].filter(([value]) => after.standsFor(value) === undefined);
      const bySchema = Map.groupBy(after.named.values(), ({ spot }) => spot && spotKey(spot));
      for (const [name, form] of after.named) {
        const isNew = before.standsFor(name) === undefined;
        // By the letter it stood for its schema before, too; but whoever writes a mapping sends what that names.
        const byLetter = !isNew && !before.named.has(name) && !before.unnamed.has(name);
        if (!isNew && !byLetter) continue;
        const isOnly = form.spot !== null && bySchema.get(spotKey(form.spot))?.length === 1;
        const [insteadOf] = (isOnly && gone.find(([, old]) => compared(old, form) !== null)) || [];
        if (isNew || insteadOf !== undefined)
          yield {
            name,
            before: null,
            after: form.ref,
            ...(insteadOf !== undefined && { insteadOf }),
            ...(byLetter && { byLetter }),
          };
      }
      for (const [from, to] of renamedForms(before, after, compared)) {
        if (before.standsFor(to.ref) === undefined)
          yield { name: to.ref, before: from.ref, after: to.ref, implicit: true };
      }
      const unwritten = after.own === null ? after.unnamed : [...after.unnamed, [after.own.ref, after.own] as const];
      for (const [name, form] of unwritten) {
        const [insteadOf] = gone.find(([, old]) => compared(old, form) === 'same') ?? [];
        if (insteadOf !== undefined && !before.unnamed.has(name))
          yield { name, before: null, after: form.ref, implicit: true, insteadOf };
      }
    },
    said: ({ name, before, after, insteadOf }, where) =>
      before === null
        ? `the value "${name}" now stands for ${shortRef(after)} in the ${where}${insteadOf === undefined ? '' : `, in place of "${insteadOf}"`}`
        : `what was ${shortRef(before)} in the ${where} is told by the value "${name}" now, the new name of its schema`,
    before: mapped({ cat }),
    after: mapped({ cat, dog }),
  },
  {
    id: 'discriminator-mapping-deleted',
    purpose: 'Reports a value of the `discriminator` that no longer stands for a form.',
    severity: { request: 'breaking', response: 'safe' },
    advice: (_, { direction }) =>
      direction === 'request' ? 'Stop sending the value.' : 'Nothing to do; the value no longer comes.',
    *find(before, after, compared) {
      if (before === null || after === null) return;
      for (const [name, { ref }] of before.named) {
        if (after.standsFor(name) === undefined) yield { name, before: ref, after: null };
      }
      for (const [from] of renamedForms(before, after, compared)) {
        if (after.standsFor(from.ref) === undefined)
          yield { name: from.ref, before: from.ref, after: null, implicit: true };
      }
    },
    said: ({ name, before, implicit }, where) =>
      implicit
        ? `the value "${name}" no longer stands for anything in the ${where}, since the schema of that name was renamed`
        : `the value "${name}" no longer stands for ${shortRef(before)} in the ${where}`,
    before: mapped({ cat, dog, hound: dog }),
    after: mapped({ cat, dog }),
  },
  {
    id: 'discriminator-mapping-changed',
    purpose: 'Reports a value of the `discriminator` that stands for another form now.',
    severity: ({ renamed, missing }) =>
      renamed === 'word for word' || missing === 'before' ? 'safe' : renamed === 'and changed' ? 'risky' : 'breaking',
    advice: ({ renamed, missing }) => {
      if (missing === 'after')
        return 'Ask what the value stands for. Whoever runs the API: name a schema that is there.';
      return renamed === 'word for word' || missing === 'before'
        ? 'Nothing to do on the wire.'
        : 'Read and write the value as the other form.';
    },
    *find(before, after, compared) {
      if (before === null || after === null) return;
      for (const name of new Set([...before.named.keys(), ...before.unnamed.keys(), ...after.named.keys()])) {
        const [from, to] = [before.standsFor(name), after.standsFor(name)];
        if (from === undefined || to === undefined || (from.implicit && to.implicit)) continue;
        const renamed = compared(from, to);
        if (renamed === 'same') continue;
        const missing = from.spot === null ? 'before' : 'after';
        // A reference to elsewhere may only not have been followed.
        const [leadsOn, leadsNowhere] = missing === 'before' ? [to, from] : [from, to];
        const isOneMissing = leadsOn.spot !== null && leadsNowhere.spot === null && leadsNowhere.ref.startsWith('#');
        yield { name, before: from.ref, after: to.ref, renamed, ...(isOneMissing && { missing }) };
      }
    },
    said: ({ name, before, after, missing }, where) => {
      const was =
        missing === 'before' ? `led to ${shortRef(before)}, which was not there,` : `stood for ${shortRef(before)}`;
      const is =
        missing === 'after' ? `leads to ${shortRef(after)}, which is not there,` : `stands for ${shortRef(after)}`;
      return `the value "${name}" ${was} and now ${is} in the ${where}`;
    },
    before: mapped({ cat }),
    after: mapped({ cat: dog }),
  },
  {
    id: 'discriminator-default-changed',
    purpose:
      'Reports another form for the values of the `discriminator` that name none, which since OpenAPI 3.2 `defaultMapping` gives.',
    severity: ({ renamed }) => (renamed === 'word for word' ? 'safe' : 'risky'),
    advice: ({ renamed }) =>
      renamed === 'word for word'
        ? 'Nothing to do on the wire.'
        : 'Check how your code reads and writes a form whose name the document does not list.',
    *find(before, after, compared) {
      if (before === null || after === null || before.otherwise === after.otherwise) return;
      const [was, is] = [before.otherwise, after.otherwise];
      const renamed = was === null || is === null ? null : compared(was, is);
      if (renamed !== 'same') yield { before: was?.ref ?? null, after: is?.ref ?? null, renamed };
    },
    said: ({ before, after }, where) => {
      const now = after === null ? 'now stand for none' : `now stand for ${shortRef(after)}`;
      return `values that name no form of the ${where} ${before === null ? now : `stood for ${shortRef(before)} and ${now}`}`;
    },
    before: { ...kind, defaultMapping: cat },
    after: { ...kind, defaultMapping: dog },
  },
];

function shortRef(ref: string | null): string {
  return `\`${nameInReference(ref ?? '')}\``;
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
    at: ({ name, implicit }) =>
      name === undefined || implicit ? 'discriminator' : `/discriminator/mapping/${escapeToken(name)}`,
    *find({ before: left, after: right }, { base, revision }) {
      yield* find(formsOf(left, base, revision), formsOf(right, revision, base), (before, after) =>
        compareForms(before, after, base, revision),
      );
    },
    identifying: ['before', 'after', 'name'],
    say: (facts, { where }) => said(facts as Found, where),
    peers: (query) => (query.facts.implicit ? [] : schemaPeers(id, query)),
    examples: () => ({
      reports: ['request-body', 'request-property', 'response-body', 'response-property'].map((place) =>
        documents(
          api(place, before),
          api(place, after),
          undefined,
          id === 'discriminator-default-changed' ? [] : [`${place}-${id}`],
        ),
      ),
      silent: [documents(api('request-body', kind), api('request-body', kind))],
    }),
  });
}

export const discriminatorRules: readonly Rule[] = kinds.map(discriminatorRule);
