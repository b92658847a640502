// The question "is every value of inner a value of outer?", answered by looking for a value of inner that outer refuses.
// "yes" rests on the prover having excluded every such value; "no" rests on ajv having judged the one that was found.

import { sayValue } from '../base/index.ts';
import { checkJson, checkOptions } from './check-call.ts';
import type { Compiler } from './compile-schema.ts';
import { createCompiler } from './compile-schema.ts';
import type { Dialect } from './dialect.ts';
import { declaredDialect, dialects } from './dialect.ts';
import { Formulas } from './formula.ts';
import type { Found } from './found.ts';
import { unconfirmed } from './found.ts';
import type { Json } from './json-value.ts';
import { isJsonObject, jsonKey } from './json-value.ts';
import { withMetaSchema } from './meta-schemas.ts';
import { Prover, StepsUsedUp } from './prover.ts';
import { sameSchema } from './same-schema.ts';
import { SchemaDocument } from './schema-document.ts';
import { isShared } from './shared-definitions.ts';
import type { Reading } from './validator.ts';
import { validator } from './validator.ts';

/** With `no` comes a value of inner that outer refuses; with `unknown` the reason. */
export type Containment =
  | { readonly answer: 'yes' }
  | { readonly answer: 'no'; readonly witness: Json }
  | { readonly answer: 'unknown'; readonly because: string };

/** How to read both schemas, and how much work to spend. */
export interface ContainmentOptions extends Reading {
  /** Work limit in steps of the prover, not in time: the same question always ends the same way. Default 100,000. */
  readonly steps?: number;
  /** Is told how many steps the question took. */
  readonly spent?: (steps: number) => void;
}

/**
 * Decides containment of two schemas, each a whole document whose references stay inside it. Neither may be changed while
 * results about it are in use.
 */
export function decideContainment(outer: Json, inner: Json, options: ContainmentOptions = {}): Containment {
  try {
    return decide(outer, inner, options);
  } catch (error) {
    if (error instanceof StepsUsedUp) return { answer: 'unknown', because: 'the work limit was reached' };
    if (error instanceof RangeError) {
      // The recursion may have been cut anywhere, so that what was under way is not to be built upon.
      if (isJsonObject(outer) && isShared(outer.$defs)) proofs.delete(outer.$defs);
      return { answer: 'unknown', because: 'the schemas nest too deeply' };
    }
    throw error;
  }
}

/** Whether two schemas of one dialect say the same in the same words, titles and the like aside. A quick look, and no proof. */
export function haveSameWords(
  left: Json,
  right: Json,
  { dialect = '2020-12', assertFormats = false }: Reading,
): boolean {
  const [one, other] = [left, right].map((each) => new SchemaDocument(withMetaSchema(each, dialect), dialect));
  return sameSchema(one!, other!, assertFormats);
}

function decide(outer: Json, inner: Json, options: ContainmentOptions): Containment {
  const outerDialect = dialectOf(outer, options);
  const innerDialect = dialectOf(inner, options);
  if (typeof outerDialect !== 'string') return outerDialect;
  if (typeof innerDialect !== 'string') return innerDialect;
  if (outer === inner && outerDialect === innerDialect) return { answer: 'yes' };
  const assertFormats = options.assertFormats ?? false;
  const [innerRoot, outerRoot] = [withMetaSchema(inner, innerDialect), withMetaSchema(outer, outerDialect)];
  const innerDocument = new SchemaDocument(innerRoot, innerDialect);
  const outerDocument = new SchemaDocument(outerRoot, outerDialect);
  if (sameSchema(innerDocument, outerDocument, assertFormats)) return { answer: 'yes' };
  const proof = proofFor(outerDocument, innerDocument, assertFormats);
  const wanted = proof.compileInner(innerDocument);
  const refused = proof.formulas.negate(proof.compileOuter(outerDocument));

  let misjudged: string | undefined;
  let second: { readonly witness: Json } | undefined;
  const isCounterexample = (value: Json, as: 'specified' | 'stock'): boolean =>
    validator(innerRoot, { assertFormats, dialect: innerDialect }, as)(value) &&
    !validator(outerRoot, { assertFormats, dialect: outerDialect }, as)(value);
  // A witness on which ajv as most people run it agrees is the better one.
  const judge = (value: Json): boolean => {
    try {
      if (!isCounterexample(value, 'specified')) return false;
    } catch (error) {
      misjudged = whyNotChecked(error);
      return false;
    }
    try {
      if (isCounterexample(value, 'stock')) return true;
    } catch {
      // It goes wrong where it was not set right, and says nothing of the value.
    }
    second ??= { witness: value };
    return false;
  };
  const limit = options.steps ?? 100_000;
  proof.prover.stepsLeft = limit;
  let answer: Found;
  try {
    answer = proof.prover.nearest([wanted, refused], judge);
  } catch (error) {
    if (second && error instanceof StepsUsedUp) return { answer: 'no', witness: second.witness };
    throw error;
  } finally {
    options.spent?.(Math.ceil(limit - Math.max(0, proof.prover.stepsLeft)));
  }
  if (answer.is === 'none') return { answer: 'yes' };
  if (answer.is === 'value') return { answer: 'no', witness: answer.value };
  if (second) return { answer: 'no', witness: second.witness };
  // What cannot be read at all is still equal to itself.
  if (outerDialect === innerDialect && jsonKey(outer) === jsonKey(inner)) return { answer: 'yes' };
  return { answer: 'unknown', because: answer.because === unconfirmed ? (misjudged ?? unconfirmed) : answer.because };
}

function whyNotChecked(error: unknown): string {
  if (error instanceof RangeError) return 'a schema stands for itself';
  return `no example could be checked: ${error instanceof Error ? error.message : String(error)}`;
}

interface Proof {
  readonly formulas: Formulas;
  readonly prover: Prover;
  readonly compileOuter: Compiler;
  readonly compileInner: Compiler;
}

/** What was proven so far about two sets of shared definitions, by outer, inner, and whether formats are asserted. */
const proofs = new WeakMap<object, WeakMap<object, Map<boolean, Proof>>>();

function proofFor(outer: SchemaDocument, inner: SchemaDocument, assertFormats: boolean): Proof {
  const outerDefinitions = isJsonObject(outer.root) ? outer.root.$defs : undefined;
  const innerDefinitions = isJsonObject(inner.root) ? inner.root.$defs : undefined;
  if (!isShared(outerDefinitions) || !isShared(innerDefinitions)) return newProof(outer, inner, assertFormats);
  const byInner = proofs.get(outerDefinitions) ?? new WeakMap<object, Map<boolean, Proof>>();
  proofs.set(outerDefinitions, byInner);
  const byFormats = byInner.get(innerDefinitions) ?? new Map<boolean, Proof>();
  byInner.set(innerDefinitions, byFormats);
  const proof = byFormats.get(assertFormats) ?? newProof(outer, inner, assertFormats);
  byFormats.set(assertFormats, proof);
  return proof;
}

function newProof(outer: SchemaDocument, inner: SchemaDocument, assertFormats: boolean): Proof {
  const formulas = new Formulas();
  return {
    formulas,
    prover: new Prover(formulas),
    compileOuter: createCompiler(formulas, outer.dialect, assertFormats),
    compileInner: createCompiler(formulas, inner.dialect, assertFormats),
  };
}

function dialectOf(schema: Json, options: ContainmentOptions): Dialect | (Containment & { answer: 'unknown' }) {
  if (options.dialect !== undefined) {
    if (dialects.includes(options.dialect)) return options.dialect;
    return { answer: 'unknown', because: `${options.dialect} is not a dialect that is known here` };
  }
  if (!isJsonObject(schema) || schema.$schema === undefined) return '2020-12';
  return (
    declaredDialect(schema) ?? {
      answer: 'unknown',
      because: `$schema ${JSON.stringify(schema.$schema)} is not a dialect that is known here`,
    }
  );
}

/**
 * The same as a promise: the package's public form. Plain JSON Schema meaning; `format` asserts nothing unless asked to.
 * Rejects with a TocsinError `usage` where it is given what is no JSON, or an option that there is not.
 */
export async function schemaContains(outer: Json, inner: Json, options: Reading = {}): Promise<Containment> {
  checkOptions(options);
  for (const [which, schema] of Object.entries({ outer, inner })) {
    checkJson(schema, which);
    if (isJsonObject(schema) || typeof schema === 'boolean') continue;
    return {
      answer: 'unknown',
      because: `the ${which} schema is ${sayValue(schema)}, neither an object nor a boolean`,
    };
  }
  return decideContainment(outer, inner, options);
}
