// What is asked about schemas and values, within a bound of work that is the same on each machine: steps of the prover for
// one question, and for one comparison the sum of the steps that were used, of the schemas' lengths (compiling them for
// ajv is most of the time) and of what each question costs at least.

import { type Containment, decideContainment, type Json, sampleValue, validator } from '../schema/index.ts';
import { isObject } from './but-for.ts';

const asJudged = { dialect: '2020-12', assertFormats: true } as const;

const stepsPerQuestion = 20_000;
const workPerQuestion = 300;
/** Measured, a unit is about 4 µs, so that the bound lies near 20 seconds. */
const workPerComparison = 5_000_000;

/** What a schema accepts, by ajv; null where it is none: it is made of what a document says. */
export function acceptor(schema: Json): ((value: Json) => boolean) | null {
  try {
    return validator(schema, asJudged);
  } catch {
    return null;
  }
}

/** Some value of the schema; undefined where none is found in as many steps as a question has. */
export function sampleOf(schema: Json): { readonly value: Json } | undefined {
  return sampleValue(schema, { ...asJudged, steps: stepsPerQuestion });
}

const usedUp = { answer: 'unknown', because: 'the comparison had used up its work on examples' } as const;

export class Questions {
  /** Of definitions, which many schemas share. */
  readonly #lengths = new Map<Json, number>();
  #work = 0;

  /** Whether `outer` accepts all that `inner` does. */
  ask(outer: Json, inner: Json): Containment {
    if (this.#work > workPerComparison) return usedUp;
    this.#work += workPerQuestion + this.#lengthOf(outer) + this.#lengthOf(inner);
    if (this.#work > workPerComparison) return usedUp;
    const spent = (steps: number) => {
      this.#work += steps;
    };
    const answer = decideContainment(outer, inner, { ...asJudged, steps: stepsPerQuestion, spent });
    if (answer.answer !== 'unknown' || !answer.because.includes('call stack')) return answer;
    return { answer: 'unknown', because: 'a schema stands for itself' };
  }

  #lengthOf(schema: Json): number {
    if (!isObject(schema) || schema.$defs === undefined) return JSON.stringify(schema).length;
    const { $defs, ...own } = schema;
    let length = this.#lengths.get($defs);
    if (length === undefined) {
      length = JSON.stringify({ $defs }).length;
      this.#lengths.set($defs, length);
    }
    return length + JSON.stringify(own).length - 1; // a comma for two braces
  }
}
