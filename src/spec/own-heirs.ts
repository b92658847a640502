// A schema that lists as its alternatives the schemas which take it over by `allOf`, as springdoc writes a Java class with its
// subclasses. By the letter each of these leads back to itself and says nothing; what is meant is that whoever refers to the
// parent gets one of its heirs, and that an heir takes over all of the parent but the list.

import { referencesOf, targetOf } from './schema-keywords.ts';
import type { SpecDialect } from './source-document.ts';
import { elementSpots, isObject, memberSpot, type Spot, spotKey } from './spot.ts';

/** Schemas by their `spotKey`. */
export type SpotKeys = ReadonlySet<string>;

export const noSpots: SpotKeys = new Set();

export class OwnHeirs {
  readonly #dialect: SpecDialect;
  /** Where a chain of references ends. */
  readonly #endOf: (spot: Spot) => Spot;
  readonly #listers = new Map<string, readonly Spot[]>();
  readonly #listed = new Map<string, SpotKeys>();

  constructor(dialect: SpecDialect, endOf: (spot: Spot) => Spot) {
    this.#dialect = dialect;
    this.#endOf = endOf;
  }

  /** What a schema takes over without the list of alternatives, since that lists the schema itself. */
  leftOutBy(spot: Spot): SpotKeys {
    const { value } = spot;
    if (!isObject(value) || (value.allOf === undefined && referencesOf(value, this.#dialect).length === 0))
      return noSpots;
    const key = spotKey(spot);
    const listing = this.#listersFrom(spot).filter((lister) => this.#listedBy(lister).has(key));
    return listing.length === 0 ? noSpots : new Set(listing.map(spotKey));
  }

  /** Those of several that list alternatives which a schema is, or takes over. */
  amongTaken(listers: SpotKeys, spot: Spot): SpotKeys {
    if (listers.size === 0) return noSpots;
    const keys = this.#listersFrom(spot).map(spotKey);
    return new Set(keys.filter((key) => listers.has(key)));
  }

  #listedBy(lister: Spot): SpotKeys {
    const key = spotKey(lister);
    const known = this.#listed.get(key);
    if (known !== undefined) return known;
    const forms = ['oneOf', 'anyOf'].flatMap((keyword) => elementSpots(memberSpot(lister, keyword)));
    const listed = new Set(forms.map((form) => spotKey(this.#endOf(form))));
    this.#listed.set(key, listed);
    return listed;
  }

  /** The schema itself and all that it takes over, of those that list alternatives. Chains are long: each link is asked once. */
  #listersFrom(from: Spot): readonly Spot[] {
    const entered = new Set<string>();
    const work = [from];
    for (let spot = work.at(-1); spot !== undefined; spot = work.at(-1)) {
      const key = spotKey(spot);
      const parents = this.#listers.has(key) ? [] : this.#parentsOf(spot);
      const isNew = (parent: Spot) => !this.#listers.has(spotKey(parent)) && !entered.has(spotKey(parent));
      const missing = entered.has(key) ? [] : parents.filter(isNew);
      entered.add(key);
      if (missing.length > 0) {
        work.push(...missing);
        continue;
      }
      work.pop();
      if (this.#listers.has(key)) continue;
      const above = parents
        .map((parent) => this.#listers.get(spotKey(parent)) ?? none)
        .filter(({ length }) => length > 0);
      const own = listsForms(spot) ? [spot] : none;
      const [only = own, ...others] = own.length > 0 ? [own, ...above] : above;
      this.#listers.set(key, others.length === 0 ? only : eachOnce([...only, ...others.flat()]));
    }
    return this.#listers.get(spotKey(from)) ?? none;
  }

  #parentsOf(spot: Spot): readonly Spot[] {
    const { document, value } = spot;
    if (!isObject(value)) return none;
    const references = referencesOf(value, this.#dialect).flatMap(
      (keyword) => targetOf(document, keyword, String(value[keyword])) ?? [],
    );
    return [...references, ...elementSpots(memberSpot(spot, 'allOf'))].map(this.#endOf);
  }
}

const none: readonly Spot[] = [];

function listsForms({ value }: Spot): boolean {
  return isObject(value) && (Array.isArray(value.oneOf) || Array.isArray(value.anyOf));
}

function eachOnce(spots: readonly Spot[]): readonly Spot[] {
  return [...new Map(spots.map((spot) => [spotKey(spot), spot])).values()];
}
