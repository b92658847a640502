import { spreadObjects } from '../../../diff/index.ts';
import type { Operation } from '../../../spec/index.ts';
import { parameters } from '../../example.ts';
import { defineRule } from '../../rule.ts';

type Regrouped = {
  readonly object: string;
  readonly names: readonly string[];
  readonly now: 'one object' | 'loose parameters';
};

const age = { type: 'integer' };
const name = { type: 'string' };
const loose = [
  { name: 'age', in: 'query', schema: age },
  { name: 'name', in: 'query', schema: name },
];
const asObject = (schema: object, more: object = {}) => [{ name: 'filter', in: 'query', schema, ...more }];
const filter = { type: 'object', properties: { age, name } };

export const parameterRegrouped = defineRule({
  id: 'parameter-regrouped',
  on: 'operation',
  purpose:
    'Reports query parameters that are described as one exploded object now, or no longer: a caller sends the same, generated code passes them otherwise.',
  about: 'names',
  severity: 'safe',
  codegen: 'breaking',
  advice: 'Whoever generates a client: pass the parameters as they are described now. The call itself stays the same.',
  at: 'parameters',
  identifying: ['object', 'now'],
  *find({ before, after }): Iterable<Regrouped> {
    if (before === null || after === null) return;
    const { spread } = spreadObjects(before.parameters, after.parameters);
    // What the object has besides came or went with the change, and is told apart.
    const amongLoose = (names: readonly string[], { parameters: loose }: Operation) => {
      const held = new Set([...loose.values()].map((each) => each.name));
      return names.filter((each) => held.has(each));
    };
    for (const { object, names } of spread.before)
      yield { object: object.name, names: amongLoose(names, after), now: 'loose parameters' };
    for (const { object, names } of spread.after)
      yield { object: object.name, names: amongLoose(names, before), now: 'one object' };
  },
  say: ({ object, names, now }) => {
    const listed = names.map((each) => `\`${each}\``).join(', ');
    const [parameters, are] = names.length === 1 ? ['parameter', 'is'] : ['parameters', 'are'];
    return now === 'one object'
      ? `the query ${parameters} ${listed} ${are} described as the object \`${object}\` now, which is sent in the same way`
      : `the object \`${object}\` of the query is described as the ${parameters} ${listed} now, which ${are} sent in the same way`;
  },
  examples: () => ({
    reports: [
      parameters(loose, asObject(filter), 'safe', []),
      parameters(asObject({ ...filter, additionalProperties: false }), loose, 'safe'),
      parameters(
        asObject({ ...filter, required: ['age'] }, { required: true }),
        loose,
        'safe',
        [],
        ['parameter-became-optional'],
      ),
    ],
    silent: [parameters(asObject(filter), asObject(filter)), parameters(loose, loose)],
  }),
});
