// What is asked about schemas and values, within a bound of work that is the same on each machine: steps of the prover for
// one question, and for one comparison the sum of the steps that were used, of the schemas' lengths without what they refer
// to (compiling them for ajv is most of the time) and of what each question costs at least.

import {
  type Containment,
  decideContainment,
  haveSameWords,
  isJsonObject,
  type Json,
  sampleValue,
  validator,
} from '../schema/index.ts';
import { besideDefinitionsOf } from './but-for.ts';

const asJudged = { dialect: '2020-12', assertFormats: true } as const;

const stepsPerQuestion = 20_000;
const workPerQuestion = 300;
/** A step takes as long as it takes to compile so many characters, or more. */
const workPerStep = 5;
/** Of the largest public descriptions none needs a fifth of it; what needs all of it takes some seconds. */
const workPerComparison = 1_500_000;

/** Whether a schema accepts a value, by ajv; null where that cannot be checked: it is made of what a document says. */
export function accepts(schema: Json, value: Json): boolean | null {
  try {
    return validator(schema, asJudged)(value);
  } catch {
    return null;
  }
}

/** Whether both schemas say the same in the same words. */
export function sayTheSame(one: Json, other: Json): boolean {
  return haveSameWords(one, other, asJudged);
}

/** Some value of the schema; undefined where none is found in as many steps as a question has. */
export function sampleOf(schema: Json): { readonly value: Json } | undefined {
  return sampleValue(schema, { ...asJudged, steps: stepsPerQuestion });
}

/** The answer to whatever is asked once the work is used up. */
export const usedUp = { answer: 'unknown', because: 'the comparison had used up its work on examples' } as const;

export class Questions {
  #work = 0;
  readonly #samples = new Map<Json, Containment>();

  /** Whether `outer` accepts all that `inner` does. */
  ask(outer: Json, inner: Json): Containment {
    if (this.#work > workPerComparison) return usedUp;
    this.#work += workPerQuestion + this.#lengthOf(outer) + this.#lengthOf(inner);
    if (this.#work > workPerComparison) return usedUp;
    const spent = (steps: number) => {
      this.#work += steps * workPerStep;
    };
    return decideContainment(outer, inner, { ...asJudged, steps: stepsPerQuestion, spent });
  }

  /** Some value of a schema: asked as what nothing accepts, beside whose definitions much was proven already. */
  sampleOf(schema: Json): { readonly value: Json } | undefined {
    let sample = this.#samples.get(schema);
    if (sample === undefined) {
      sample = this.ask(besideDefinitionsOf(schema, { not: {} }), schema);
      this.#samples.set(schema, sample);
    }
    return sample.answer === 'no' ? { value: sample.witness } : undefined;
  }

  #lengthOf(schema: Json): number {
    return JSON.stringify(isJsonObject(schema) ? { ...schema, $defs: undefined } : schema).length;
  }
}
