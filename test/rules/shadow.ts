// The shadow: what is found in one part of a body does not depend on what else breaks in it. Both bodies of a random pair
// are put into a property of an object, once alone and once beside another property that breaks by itself.

import type { Comparison } from '../../src/rules/index.ts';
import type { Json } from '../../src/schema/index.ts';
import { compare } from './compare.ts';
import { placeOf } from './place-of.ts';
import { type DocumentPair, type Model, type PlaceName, spell } from './random-documents.ts';

const other: Json = { $ref: '#/$defs/Other' };

/** Each breaks what is sent and what is received. */
const breaks: readonly (readonly [Json, Json])[] = [
  [{ type: 'string' }, { type: 'integer' }],
  [
    { type: 'string', enum: ['a', 'b'] },
    { type: 'string', enum: ['a', 'c'] },
  ],
  [other, { type: 'array', items: other }],
  [
    { type: 'object', properties: { a: other }, required: ['a'] },
    { type: 'object', properties: { b: other }, required: ['b'] },
  ],
];

const bodies: readonly PlaceName[] = ['request', 'response'];

/** What is told of a part whose neighbour stays, and not, or in another severity, of one whose neighbour breaks. */
export async function overshadowed({ base, revision }: DocumentPair, random: () => number): Promise<string[]> {
  const [before, after] = breaks[Math.floor(random() * breaks.length)]!;
  const alone = await compare(spell(beside(base, before)), spell(beside(revision, before)));
  const together = await compare(spell(beside(base, before)), spell(beside(revision, after)));
  const told = new Set(toldOf(together));
  return toldOf(alone).filter((each) => !told.has(each));
}

function beside(model: Model, neighbour: Json): Model {
  const both = (place: PlaceName): Json => ({
    type: 'object',
    properties: { own: model.schemas[place], neighbour },
    additionalProperties: false,
  });
  const schemas = { ...model.schemas, ...Object.fromEntries(bodies.map((place) => [place, both(place)])) };
  const Other = { type: 'object', properties: { c: { type: 'string' } } };
  return { ...model, schemas, $defs: { ...model.$defs, Other } };
}

/** Without what could not be decided, of which nothing is said where something breaks for certain. */
function toldOf({ findings }: Comparison): string[] {
  return findings
    .filter((finding) => bodies.includes(placeOf(finding) as PlaceName) && finding.severity !== 'safe')
    .filter(({ rule, severity }) => !(rule === 'values-narrowed' && severity === 'risky'))
    .map(({ rule, severity, subject }) => `${rule}, ${severity}, ${subject}`);
}
