// A small valid value of a schema, made by the same search that looks for counterexamples and checked by the same judge.

import { createCompiler } from './compile-schema.ts';
import type { ContainmentOptions } from './decide-containment.ts';
import { declaredDialect } from './dialect.ts';
import { Formulas } from './formula.ts';
import type { Json } from './json-value.ts';
import { Prover, StepsUsedUp } from './prover.ts';
import { SchemaDocument } from './schema-document.ts';
import { validator } from './validator.ts';

/**
 * A value that the schema accepts, in an object so that null is told from nothing; undefined where there is none or none
 * was found.
 */
export function sampleValue(schema: Json, options: ContainmentOptions = {}): { readonly value: Json } | undefined {
  const dialect = options.dialect ?? declaredDialect(schema) ?? '2020-12';
  const assertFormats = options.assertFormats ?? false;
  const formulas = new Formulas();
  try {
    const formula = createCompiler(formulas, dialect, assertFormats)(new SchemaDocument(schema, dialect));
    const isValid = (value: Json): boolean => {
      try {
        return validator(schema, { dialect, assertFormats })(value);
      } catch {
        return false; // ajv cannot read the schema, so that no value of it can be vouched for
      }
    };
    const prover = new Prover(formulas);
    prover.stepsLeft = options.steps ?? 20_000;
    const sample = prover.nearest([formula], isValid);
    return sample.is === 'value' ? { value: sample.value } : undefined;
  } catch (error) {
    if (error instanceof StepsUsedUp || error instanceof RangeError) return undefined;
    throw error;
  }
}
