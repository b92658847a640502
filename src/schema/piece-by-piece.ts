// The check of schemas that share their definitions: each is compiled by itself, when a value first comes to it, and hands on
// what it holds of others to theirs.

import type { Ajv } from 'ajv';
import { isMended } from './as-ajv-reads.ts';
import { isJsonObject, type Json, type JsonObject } from './json-value.ts';
import { madeWhenAsked, type Validator } from './made-when-asked.ts';
import { type AjvKind, ajvKindFor, compileBy, makeAjv } from './make-ajv.ts';
import { handOn, handOnProperties, pieceOf } from './one-by-one.ts';
import { refuseManyPatterns, refuseManyWays, tooManyWays } from './too-much-for-ajv.ts';

/** Compiles schemas that share their definitions, and alike pieces of them once. */
interface PieceCompiler {
  /** What `validator` throws, the check throws on a value. */
  readonly check: (schema: Json) => Validator;
  /** Whether some piece so far was one in which ajv is set right. */
  readonly hasMended: () => boolean;
}

function listsValues(schema: Json | undefined): boolean {
  return (
    isJsonObject(schema ?? null) && ['const', 'enum'].some((keyword) => Object.hasOwn(schema as JsonObject, keyword))
  );
}

/** By the definitions that schemas share, and by reading. */
const shared = new WeakMap<object, Map<string, PieceCompiler>>();

/** More ways through the definitions than this for one value, and the checks of some values would take minutes. */
const mostHandedOn = 100_000;

/** The compiler of all schemas that have these definitions. */
export function compilerOf(definitions: JsonObject, assertFormats: boolean, exact: boolean): PieceCompiler {
  const key = `${assertFormats} ${exact}`;
  const compilers = shared.get(definitions) ?? new Map<string, PieceCompiler>();
  shared.set(definitions, compilers);
  const compiler = compilers.get(key) ?? pieceCompiler(definitions, assertFormats, exact);
  compilers.set(key, compiler);
  return compiler;
}

function pieceCompiler(definitions: JsonObject, assertFormats: boolean, exact: boolean): PieceCompiler {
  const ofDefinitions = new Map<string, Validator>();
  /** Many pieces say the same. */
  const byText = new Map<string, Validator>();
  const held: JsonObject[] = [];
  const numbers = new Map<JsonObject, number>();
  /** What is aimed at deep inside says the same as what is aimed at from further inside, but for the way to it. */
  const numbersByText = new Map<string, number>();
  let handedOn = 0;
  let hasMended = false;
  const ajvs = new Map<string, Ajv>();
  const ajvOf = (kind: AjvKind): Ajv => {
    const key = `${kind.flat} ${kind.notesEvaluated}`;
    const ajv = ajvs.get(key) ?? withHandOn(makeAjv(kind));
    ajvs.set(key, ajv);
    return ajv;
  };
  const numberOf = (properties: JsonObject): number => {
    let number = numbers.get(properties);
    if (number === undefined) {
      const text = JSON.stringify(properties);
      number = numbersByText.get(text) ?? held.push(properties) - 1;
      numbersByText.set(text, number);
      numbers.set(properties, number);
    }
    return number;
  };
  const compile = (schema: Json): Validator => {
    const piece = pieceOf(schema, definitions, numberOf);
    const text = JSON.stringify(piece);
    const known = byText.get(text);
    if (known !== undefined) return known;
    refuseManyPatterns(piece, text);
    hasMended ||= isMended(piece);
    refuseManyWays(piece);
    const kind = ajvKindFor(piece, text, { dialect: '2020-12', assertFormats, exact });
    const check = compileBy(ajvOf(kind), kind, piece, text);
    byText.set(text, check);
    return check;
  };
  const handTo = (checks: Map<string, Validator>, name: string, schemas: JsonObject, value: Json): boolean => {
    handedOn += 1;
    if (handedOn > mostHandedOn) throw new Error(tooManyWays);
    const check = checks.get(name) ?? madeWhenAsked(() => compile(schemas[name] as Json));
    checks.set(name, check);
    return check(value);
  };
  const checkOfProperties = (number: number) => {
    const properties = held[number]!;
    const checks = new Map<string, Validator>();
    return (value: { readonly [name: string]: Json }) => {
      const names = Object.keys(value).filter((name) => Object.hasOwn(properties, name));
      // What tells alternatives apart comes first, before anything is asked of what they hold.
      const [telling, others] = [true, false].map((is) => names.filter((name) => listsValues(properties[name]) === is));
      return [...telling!, ...others!].every((name) => handTo(checks, name, properties, value[name] as Json));
    };
  };
  const withHandOn = (ajv: Ajv): Ajv =>
    ajv
      .addKeyword({
        keyword: handOn,
        schemaType: 'string',
        errors: false,
        validate: (name: string, value: Json) => handTo(ofDefinitions, name, definitions, value),
      })
      .addKeyword({
        keyword: handOnProperties,
        type: 'object',
        schemaType: 'number',
        errors: false,
        compile: checkOfProperties,
      });
  const checkOf = (schema: Json): Validator => {
    const check = madeWhenAsked(() => compile(schema));
    return (value) => {
      handedOn = 0;
      return check(value);
    };
  };
  return { check: checkOf, hasMended: () => hasMended };
}
