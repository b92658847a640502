// Schemas that stand behind a discriminator alone: its mapping, or an `allOf` that names its schema, says that a value
// may be one of them, but no `oneOf` does (OpenAPI 3.x, Discriminator Object; Swagger 2.0, Schema Object). They are not
// compared where the base schema is used; where one of them has changed, that is told instead of passed over.

import { SameMeaning } from '../diff/index.ts';
import { type Api, elementSpots, isObject, memberSpot, type SpecProblem, type Spot, spotKey } from '../spec/index.ts';

export function unseenSubtypes(base: Api, revision: Api): SpecProblem[] {
  if (base.dialect !== revision.dialect) return [];
  const meaning = new SameMeaning(true);
  return [...revision.namedSchemas].flatMap(([name, parent]) => {
    const former = base.namedSchemas.get(name);
    if (former === undefined || !standsForOthers(parent) || !standsForOthers(former)) return [];
    const before = subtypes(base, former);
    const changed = [...subtypes(revision, parent)].filter(([key, subtype]) => {
      const known = before.get(key);
      return known !== undefined && !meaning.same(ownPart(known, former), ownPart(subtype, parent));
    });
    if (changed.length === 0 || !isUsed(revision, parent)) return [];
    const names = changed.map(([key]) => `\`${key}\``).join(', ');
    return {
      code: 'subtype-not-compared',
      message: `A value of \`${name}\` may be one of ${names} by its discriminator alone, which has changed and was not compared there.`,
      hint: 'List what a value may be in a `oneOf` beside the discriminator; it is then compared wherever it is used.',
      position: parent.document.locate(`${parent.pointer}/discriminator`),
      hides: true,
    };
  });
}

function standsForOthers({ value }: Spot): boolean {
  return isObject(value) && value.discriminator !== undefined && value.oneOf === undefined && value.anyOf === undefined;
}

/** By the name of the schema, or the value that the mapping has for it. */
function subtypes(api: Api, parent: Spot): ReadonlyMap<string, Spot> {
  const found = new Map<string, Spot>();
  for (const [name, spot] of api.namedSchemas) {
    if (elementSpots(memberSpot(spot, 'allOf')).some((part) => refersTo(part, parent))) found.set(name, spot);
  }
  const discriminator = memberSpot(parent, 'discriminator')?.value;
  const mapping = isObject(discriminator) && isObject(discriminator.mapping) ? discriminator.mapping : {};
  for (const [key, target] of Object.entries(mapping)) {
    const spot = api.namedSchemas.get(String(target)) ?? parent.document.resolve(String(target));
    if (spot !== null && ![...found.values()].some((each) => spotKey(each) === spotKey(spot))) found.set(key, spot);
  }
  return found;
}

/** What it says besides what it takes over, which is compared where the parent is. */
function ownPart(subtype: Spot, parent: Spot): Spot {
  const { value } = subtype;
  if (!isObject(value) || !Array.isArray(value.allOf)) return subtype;
  const parts = elementSpots(memberSpot(subtype, 'allOf')).filter((part) => !refersTo(part, parent));
  return { ...subtype, value: { ...value, allOf: parts.map((part) => part.value) } };
}

function refersTo({ document, value }: Spot, target: Spot): boolean {
  if (!isObject(value) || typeof value.$ref !== 'string') return false;
  const found = document.resolve(value.$ref);
  return found !== null && spotKey(found) === spotKey(target);
}

/** Whether anything but its subtypes refers to it. */
function isUsed({ roots, namedSchemas }: Api, parent: Spot): boolean {
  const inheriting = new Set(
    [...namedSchemas.values()].flatMap((spot) => elementSpots(memberSpot(spot, 'allOf')).map(({ value }) => value)),
  );
  const refers = (spot: Spot): boolean => {
    const { value } = spot;
    if (typeof value !== 'object' || value === null) return false;
    if (refersTo(spot, parent)) return !inheriting.has(value);
    return Object.values(value).some((each) => refers({ ...spot, value: each }));
  };
  return roots.some(({ document }) => refers({ document, pointer: '', value: document.value }));
}
