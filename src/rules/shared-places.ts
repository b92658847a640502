// How many places are listed of all bodies, parameters and headers together. Where hundreds of schemas hold one another, a
// change of each of them has a place in each body: millions, which nobody reads and no machine holds. Then each body has the
// same share of the list, whatever their order, and no change is left without a place.

export class SharedPlaces<Place> {
  readonly #most: number;
  readonly #isAlarm: (place: Place) => boolean;
  readonly #changeOf: (place: Place) => string;
  readonly #weightOf: (place: Place) => number;
  readonly #bodies: Place[][] = [];
  readonly #cutBodies = new Set<readonly Place[]>();
  readonly #leftOut = new Map<string, Place>();
  #share = Number.POSITIVE_INFINITY;
  #listed = 0;
  /** Whether alarms are among what is left out. */
  lacksAlarms = false;

  /** `weightOf` is 1 for what is listed as usual, and more for what takes the room of several. */
  constructor(
    most: number,
    isAlarm: (place: Place) => boolean,
    changeOf: (place: Place) => string,
    weightOf: (place: Place) => number,
  ) {
    this.#most = most;
    this.#isAlarm = isAlarm;
    this.#changeOf = changeOf;
    this.#weightOf = weightOf;
  }

  /** How many places each body has; without bound as long as all of them are listed. */
  get share(): number {
    return this.#share;
  }

  /**
   * Whether a place need not even be made of a change, in a body that has its share in alarms: one was left out before.
   */
  passesOver(change: string): boolean {
    const known = this.#leftOut.get(change);
    if (known !== undefined && !this.lacksAlarms) this.lacksAlarms = this.#isAlarm(known);
    return known !== undefined;
  }

  /** Takes the places of one body, the nearest first. */
  add(places: readonly Place[]): void {
    const body = [...places];
    this.#bodies.push(body);
    this.#cut(body);
    this.#listed += this.#weigh(body);
    while (this.#listed > this.#most && this.#share > 1) {
      this.#share = Math.min(this.#share, 4096) / 2;
      for (const each of this.#bodies) this.#cut(each);
      this.#listed = this.#bodies.reduce((sum, each) => sum + this.#weigh(each), 0);
    }
  }

  #weigh(body: readonly Place[]): number {
    return body.reduce((sum, place) => sum + this.#weightOf(place), 0);
  }

  /** Leaves alarms to the last. */
  #cut(body: Place[]): void {
    if (body.length <= this.#share) return;
    this.#cutBodies.add(body);
    const isAlarm = new Map(body.map((place) => [place, this.#isAlarm(place)]));
    body.sort((left, right) => Number(isAlarm.get(right)) - Number(isAlarm.get(left)));
    for (const place of body.splice(this.#share)) {
      if (isAlarm.get(place)) this.lacksAlarms = true;
      const change = this.#changeOf(place);
      if (!this.#leftOut.has(change)) this.#leftOut.set(change, place);
    }
  }

  get isCut(): boolean {
    return this.#leftOut.size > 0;
  }

  /** What is listed of each body of which more was left out: at least one place. */
  get cutBodies(): Iterable<readonly Place[]> {
    return this.#cutBodies;
  }

  /** Those that are listed, and one of each change that would have no place else. */
  get listed(): readonly Place[] {
    const listed = this.#bodies.flat();
    const missed = new Map(this.#leftOut);
    if (missed.size > 0) for (const place of listed) missed.delete(this.#changeOf(place));
    return [...listed, ...missed.values()];
  }
}
