// Which media type of one release became which of the other. Names are looked up by what may take them in, so that
// thousands of them are not each held against all others.

import { coversMediaType, essenceOf, type MediaType, relatedMediaTypes, widerEssences } from '../spec/index.ts';
import type { Direction, Either, Pairs } from './pair.ts';

type MediaTypes = ReadonlyMap<string, MediaType>;

/**
 * By name; then what is left over, where the one name is a wider or narrower form of the other. What only one side names
 * goes with the range that takes it in on the other also where that has a counterpart already: of several names that fit
 * the most specific counts (OpenAPI, Media Type Object), and where there is no other the range speaks.
 */
export function matchMediaTypes(
  before: MediaTypes,
  after: MediaTypes,
  direction: Direction,
): [string, Either<MediaType> & Pick<Pairs['mediaType'], 'stays'>][] {
  const pairs: ReturnType<typeof matchMediaTypes> = [];
  const added = new Map([...after].filter(([key]) => !before.has(key)));
  const [had, has] = [byEssence(before), byEssence(after)];
  const related = relationsTo(added);
  /** A name that asks for fewer parameters takes in only what is sent to who named it. */
  const rangeOver = (key: string, ranges: ReturnType<typeof byEssence>, sender: Direction) =>
    widerEssences(key)
      .flatMap((essence) => ranges.get(essence) ?? [])
      .filter(([other]) => coversMediaType(other, key) && (other.includes('*') || direction === sender))
      .sort(([one], [other]) => other.replace(/\*.*/, '').length - one.replace(/\*.*/, '').length)[0];
  for (const [key, mediaType] of before) {
    const same = after.get(key);
    const [name, renamed] = same ? [key, same] : (related(key) ?? rangeOver(key, has, 'request') ?? []);
    const stays = !same && name !== undefined && !added.has(name) ? 'after' : null;
    if (name !== undefined) added.delete(name);
    pairs.push([key, { before: mediaType, after: renamed ?? null, stays } as (typeof pairs)[number][1]]);
  }
  for (const [key, mediaType] of added) {
    const [name, range = null] = rangeOver(key, had, 'response') ?? [];
    pairs.push([
      key,
      { before: range, after: mediaType, stays: name !== undefined && after.has(name) ? 'before' : null },
    ]);
  }
  return pairs;
}

function byEssence(mediaTypes: MediaTypes): ReadonlyMap<string, readonly [string, MediaType][]> {
  return Map.groupBy(mediaTypes, ([key]) => essenceOf(key));
}

/** Finds the first of these media types, some of which may go in the meantime, that a name is related to. */
function relationsTo(mediaTypes: MediaTypes): (key: string) => [string, MediaType] | undefined {
  const named = byEssence(mediaTypes);
  const within = Map.groupBy(
    [...mediaTypes.keys()].flatMap((key) => widerEssences(key).map((essence) => ({ key, essence }))),
    ({ essence }) => essence,
  );
  return (key) => {
    const narrower = (within.get(essenceOf(key)) ?? []).map((each) => each.key);
    const wider = widerEssences(key).flatMap((essence) => (named.get(essence) ?? []).map(([other]) => other));
    const near = new Set([...narrower, ...wider]);
    if (near.size === 0) return undefined;
    return mediaTypes.entries().find(([other]) => near.has(other) && relatedMediaTypes(key, other) !== null);
  };
}
