// Translates a JSON Schema of any dialect into a formula. What cannot be translated becomes an opaque formula with its reason,
// so that an answer is still found wherever that part does not decide.

import { accepts } from './accepts.ts';
import { unicodePattern } from './automaton.ts';
import type { Dialect } from './dialect.ts';
import { isSince } from './dialect.ts';
import { patternOfFormat } from './formats.ts';
import type { Formula, Formulas, JsonType } from './formula.ts';
import { jsonTypes } from './formula.ts';
import type { Json, JsonObject } from './json-value.ts';
import { isJsonObject } from './json-value.ts';
import { rationalOf } from './rational.ts';
import type { Located, SchemaDocument } from './schema-document.ts';

/** A property or item that some keyword beside `unevaluated*` has looked at, wherever `when` holds. */
interface Evaluated {
  readonly when: readonly Formula[];
  readonly names?: Formula;
  readonly items?: { readonly to: number } | { readonly matching: Formula };
}

/** By its base, a schema that is being translated: what stands for it where it is met meanwhile. */
type Opening = Map<string, number | undefined>;

const endless = Number.POSITIVE_INFINITY;
/** What is met deeper is translated afterwards: hundreds of schemas that hold one another are deeper than the stack is high. */
const deepest = 100;
/** OpenAPI's formats of numbers; `project` writes their bounds out. */
const numberFormats = new Set(['int32', 'int64', 'float', 'double']);

/** Translates the root of a document. */
export type Compiler = (document: SchemaDocument) => Formula;

/**
 * A compiler that remembers what it has translated, by the identity of the subschema: give it one document, or several of one
 * dialect that share their definitions. `assertFormats` makes `format` a demand.
 */
export function createCompiler(formulas: Formulas, dialect: Dialect, assertFormats: boolean): Compiler {
  let document: SchemaDocument;
  const since = (first: Dialect) => isSince(dialect, first);
  const finished = new Map<object, Map<string, Formula>>();
  const open = new Map<object, Opening>();
  const postponed: { readonly schema: JsonObject; readonly base: string; readonly opening: Opening }[] = [];
  let depth = 0;

  return (next) => {
    document = next;
    const formula = compileAt({ schema: document.root, base: document.rootBase });
    for (let rest = postponed.pop(); rest !== undefined; rest = postponed.pop()) {
      translate(rest.schema, rest.base, rest.opening);
    }
    return formula;
  };

  function unknown(because: string): Formula {
    return formulas.unknown(because);
  }

  /** Compiles a subschema that is met under `base`. */
  function compile(schema: Json, base: string): Formula {
    return compileAt({ schema, base: document.baseWithin(schema, base) });
  }

  function compileAt({ schema, base }: Located): Formula {
    if (schema === true) return formulas.true;
    if (schema === false) return formulas.false;
    if (!isJsonObject(schema)) return unknown('a schema is neither an object nor a boolean');
    const known = finished.get(schema)?.get(base);
    if (known) return known;
    const opened = open.get(schema);
    if (opened?.has(base)) {
      const cell = opened.get(base) ?? formulas.cell();
      opened.set(base, cell);
      return formulas.ref(cell);
    }
    const opening: Opening = opened ?? new Map();
    open.set(schema, opening.set(base, undefined));
    if (depth < deepest) return translate(schema, base, opening);
    const cell = formulas.cell();
    opening.set(base, cell);
    postponed.push({ schema, base, opening });
    return formulas.ref(cell);
  }

  function translate(schema: JsonObject, base: string, opening: Opening): Formula {
    depth += 1;
    const formula = formulas.and(keywords(schema, base));
    depth -= 1;
    const cell = opening.get(base);
    if (cell !== undefined) formulas.define(cell, formula);
    opening.delete(base);
    finished.set(schema, (finished.get(schema) ?? new Map()).set(base, formula));
    return formula;
  }

  function reference(keyword: string, reference: Json | undefined, base: string): Located | Formula {
    if (typeof reference !== 'string') return unknown(`${keyword} is not a string`);
    const target =
      keyword === '$dynamicRef'
        ? document.resolveDynamic(base, reference)
        : keyword === '$recursiveRef'
          ? document.resolveRecursive(base)
          : document.resolve(base, reference);
    if (target === 'depends') return unknown(`where ${keyword} ${reference} leads depends on the path to it`);
    return target ?? unknown(`${keyword} ${reference} leads to nothing in the document`);
  }

  function* keywords(schema: JsonObject, base: string): Generator<Formula> {
    const follow = (keyword: string): Formula => {
      const target = reference(keyword, schema[keyword], base);
      return 'kind' in target ? target : compileAt(target);
    };
    if (schema.$ref !== undefined) {
      yield follow('$ref');
      if (!since('2019-09')) return;
    }
    if (dialect === '2019-09' && schema.$recursiveRef !== undefined) yield follow('$recursiveRef');
    if (dialect === '2020-12' && schema.$dynamicRef !== undefined) yield follow('$dynamicRef');
    for (const keyword of [
      'properties',
      'patternProperties',
      'dependentSchemas',
      'dependentRequired',
      'dependencies',
    ]) {
      const map = schema[keyword];
      if (map !== undefined && !isJsonObject(map)) yield unknown(`${keyword} is not an object`);
    }
    if (schema.type !== undefined) yield typeKeyword(schema.type);
    if (schema.enum !== undefined) {
      yield Array.isArray(schema.enum) ? formulas.in(schema.enum as readonly Json[]) : unknown('enum is not an array');
    }
    if (schema.const !== undefined && since('draft-06')) yield formulas.in([schema.const]);
    yield* numberKeywords(schema);
    yield* stringKeywords(schema);
    yield* arrayKeywords(schema, base);
    yield* objectKeywords(schema, base);
    yield* applicators(schema, base);
    if (since('2019-09')) yield* unevaluated(schema, base);
  }

  function typeKeyword(type: Json): Formula {
    const names = (Array.isArray(type) ? type : [type]) as readonly Json[];
    if (names.length === 0) return unknown('type lists no type');
    const plain = names.filter((name) => name !== 'integer');
    if (!plain.every((name) => jsonTypes.includes(name as JsonType))) {
      return unknown(`type ${JSON.stringify(type)} is not a type of JSON`);
    }
    const types = formulas.ofTypes(plain as JsonType[]);
    if (plain.length === names.length || plain.includes('number')) return types;
    const integers = formulas.and([
      formulas.ofTypes([...(plain as JsonType[]), 'number']),
      formulas.atom({ on: 'number', is: 'multiple', step: rationalOf(1) }),
    ]);
    return integers;
  }

  function* numberKeywords(schema: JsonObject): Generator<Formula> {
    const bound = (keyword: string, is: 'above' | 'below', exclusive: boolean): Formula => {
      const value = schema[keyword];
      if (typeof value !== 'number' || !Number.isFinite(value)) return unknown(`${keyword} is not a number`);
      return formulas.atom({ on: 'number', is, bound: rationalOf(value), exclusive });
    };
    const draft4 = dialect === 'draft-04';
    if (schema.minimum !== undefined) yield bound('minimum', 'above', draft4 && schema.exclusiveMinimum === true);
    if (schema.maximum !== undefined) yield bound('maximum', 'below', draft4 && schema.exclusiveMaximum === true);
    if (!draft4 && schema.exclusiveMinimum !== undefined) yield bound('exclusiveMinimum', 'above', true);
    if (!draft4 && schema.exclusiveMaximum !== undefined) yield bound('exclusiveMaximum', 'below', true);
    const step = schema.multipleOf;
    if (step !== undefined) {
      yield typeof step === 'number' && step > 0 && Number.isFinite(step)
        ? formulas.atom({ on: 'number', is: 'multiple', step: rationalOf(step) })
        : unknown('multipleOf is not a number above 0');
    }
  }

  function countOf(schema: JsonObject, keyword: string): number | undefined {
    const value = schema[keyword];
    return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : undefined;
  }

  function count(schema: JsonObject, keyword: string, make: (count: number) => Formula): Formula {
    if (schema[keyword] === undefined) return formulas.true;
    const value = countOf(schema, keyword);
    return value === undefined ? unknown(`${keyword} is not a whole number of at least 0`) : make(value);
  }

  function pattern(source: Json): Formula {
    const usable = typeof source === 'string' ? unicodePattern(source) : undefined;
    if (usable === undefined) return unknown(`${JSON.stringify(source)} is not a regular expression`);
    return formulas.atom({ on: 'string', is: 'pattern', source: usable });
  }

  function* stringKeywords(schema: JsonObject): Generator<Formula> {
    yield count(schema, 'minLength', (value) => formulas.atom({ on: 'string', is: 'min-length', count: value }));
    yield count(schema, 'maxLength', (value) => formulas.atom({ on: 'string', is: 'max-length', count: value }));
    if (schema.pattern !== undefined) yield pattern(schema.pattern);
    if (assertFormats && typeof schema.format === 'string' && !numberFormats.has(schema.format)) {
      const exact = patternOfFormat(schema.format);
      yield exact === undefined
        ? formulas.atom({ on: 'string', is: 'format', name: schema.format })
        : formulas.atom({ on: 'string', is: 'pattern', source: exact });
    }
  }

  function* arrayKeywords(schema: JsonObject, base: string): Generator<Formula> {
    yield count(schema, 'minItems', (value) => formulas.atom({ on: 'array', is: 'min-items', count: value }));
    yield count(schema, 'maxItems', (value) => formulas.atom({ on: 'array', is: 'max-items', count: value }));
    if (schema.uniqueItems === true) yield formulas.atom({ on: 'array', is: 'unique' });
    const each = (from: number, to: number, value: Formula) =>
      formulas.atom({ on: 'array', is: 'each', from, to, value });
    const { prefix, rest } = itemKeywords(schema);
    for (const [index, item] of prefix.entries()) yield each(index, index, compile(item, base));
    if (rest !== undefined) yield each(prefix.length, endless, compile(rest, base));
    if (dialect === '2020-12' && Array.isArray(schema.items))
      yield unknown('items is a list, which 2020-12 writes as prefixItems');
    if (schema.contains !== undefined && since('draft-06')) {
      const value = compile(schema.contains, base);
      const least = since('2019-09') ? (countOf(schema, 'minContains') ?? 1) : 1;
      const most = since('2019-09') ? (countOf(schema, 'maxContains') ?? endless) : endless;
      yield formulas.atom({ on: 'array', is: 'at-least', count: least, value });
      yield formulas.atom({ on: 'array', is: 'at-most', count: most, value });
    }
  }

  /** The schemas of the first items and of all further ones, whatever the dialect calls them. */
  function itemKeywords(schema: JsonObject): { readonly prefix: readonly Json[]; readonly rest: Json | undefined } {
    if (dialect === '2020-12') {
      const prefix = Array.isArray(schema.prefixItems) ? (schema.prefixItems as readonly Json[]) : [];
      return { prefix, rest: Array.isArray(schema.items) ? undefined : schema.items };
    }
    if (Array.isArray(schema.items)) return { prefix: schema.items as readonly Json[], rest: schema.additionalItems };
    return { prefix: [], rest: schema.items };
  }

  function* objectKeywords(schema: JsonObject, base: string): Generator<Formula> {
    yield count(schema, 'minProperties', (value) =>
      formulas.atom({ on: 'object', is: 'min-properties', count: value }),
    );
    yield count(schema, 'maxProperties', (value) =>
      formulas.atom({ on: 'object', is: 'max-properties', count: value }),
    );
    const each = (names: Formula, value: Formula) => formulas.atom({ on: 'object', is: 'each', names, value });
    const has = (name: string) => formulas.atom({ on: 'object', is: 'has', name });
    const lacks = (name: string) => formulas.atom({ on: 'object', is: 'lacks', name });
    if (Array.isArray(schema.required)) {
      for (const name of schema.required as readonly Json[]) {
        yield typeof name === 'string' ? has(name) : unknown('required lists something that is not a name');
      }
    } else if (schema.required !== undefined) yield unknown('required is not a list of names');
    for (const [name, value] of mapOf(schema.properties)) yield each(formulas.in([name]), compile(value, base));
    for (const [source, value] of mapOf(schema.patternProperties)) yield each(pattern(source), compile(value, base));
    if (schema.additionalProperties !== undefined) {
      yield each(otherNames(schema), compile(schema.additionalProperties, base));
    }
    if (schema.propertyNames !== undefined && since('draft-06')) {
      yield each(formulas.negate(compile(schema.propertyNames, base)), formulas.false);
    }
    for (const [name, needed] of mapOf(since('2019-09') ? schema.dependentRequired : undefined)) {
      yield Array.isArray(needed)
        ? formulas.or([lacks(name), formulas.and((needed as string[]).map(has))])
        : unknown('dependentRequired maps a name to something that is not a list of names');
    }
    for (const [name, value] of mapOf(since('2019-09') ? schema.dependentSchemas : undefined)) {
      yield formulas.or([lacks(name), compile(value, base)]);
    }
    for (const [name, value] of mapOf(schema.dependencies)) {
      const demanded = Array.isArray(value) ? formulas.and((value as string[]).map(has)) : compile(value, base);
      yield formulas.or([lacks(name), demanded]);
    }
  }

  /** The names that `additionalProperties` is about. */
  function otherNames(schema: JsonObject): Formula {
    return formulas.and([
      formulas.notIn(mapOf(schema.properties).map(([name]) => name)),
      ...mapOf(schema.patternProperties).map(([source]) => notMatching(source)),
    ]);
  }

  /** Names are strings, so that no type has to be said. */
  function notMatching(source: string): Formula {
    const matching = pattern(source);
    return matching.kind === 'atom' ? formulas.opposite(matching) : formulas.negate(matching);
  }

  function* applicators(schema: JsonObject, base: string): Generator<Formula> {
    const list = (keyword: string): Formula[] | undefined => {
      const value = schema[keyword];
      return Array.isArray(value) ? (value as readonly Json[]).map((item) => compile(item, base)) : undefined;
    };
    if (schema.allOf !== undefined) yield formulas.and(list('allOf') ?? [unknown('allOf is not a list')]);
    if (schema.anyOf !== undefined) yield formulas.or(list('anyOf') ?? [unknown('anyOf is not a list')]);
    if (schema.oneOf !== undefined) yield formulas.oneOf(list('oneOf') ?? [unknown('oneOf is not a list')]);
    if (schema.not !== undefined) yield formulas.negate(compile(schema.not, base));
    if (schema.if !== undefined && since('draft-07')) {
      const condition = compile(schema.if, base);
      if (schema.then !== undefined) yield formulas.or([formulas.negate(condition), compile(schema.then, base)]);
      if (schema.else !== undefined) yield formulas.or([condition, compile(schema.else, base)]);
    }
  }

  function* unevaluated(schema: JsonObject, base: string): Generator<Formula> {
    if (schema.unevaluatedProperties === undefined && schema.unevaluatedItems === undefined) return;
    const found: Evaluated[] = [];
    const { unevaluatedProperties, unevaluatedItems, ...beside } = schema;
    if (!collectEvaluated(beside, base, [], found, new Set([schema]))) {
      yield unknown('what unevaluatedProperties or unevaluatedItems leaves depends on a $ref that leads back');
      return;
    }
    if (unevaluatedProperties !== undefined) yield unevaluatedNames(compile(unevaluatedProperties, base), found);
    if (unevaluatedItems !== undefined) yield unevaluatedRest(compile(unevaluatedItems, base), found);
  }

  /** Lists what a schema's keywords look at, in place; false where it refers back to itself. */
  function collectEvaluated(
    schema: Json,
    base: string,
    when: readonly Formula[],
    found: Evaluated[],
    path: ReadonlySet<Json>,
  ): boolean {
    if (!isJsonObject(schema)) return true;
    const into = (child: Json, inner: string, conditions: readonly Formula[]): boolean =>
      !path.has(child) && collectEvaluated(child, inner, conditions, found, new Set(path).add(child));
    const within = (child: Json, conditions: readonly Formula[]): boolean =>
      into(child, document.baseWithin(child, base), conditions);
    for (const keyword of ['$ref', '$recursiveRef', '$dynamicRef']) {
      if (schema[keyword] === undefined) continue;
      const target = reference(keyword, schema[keyword], base);
      if ('kind' in target || !into(target.schema, target.base, when)) return false;
    }
    const properties = mapOf(schema.properties).map(([name]) => name);
    if (properties.length > 0) found.push({ when, names: formulas.in(properties) });
    for (const [source] of mapOf(schema.patternProperties)) found.push({ when, names: pattern(source) });
    if (schema.additionalProperties !== undefined || schema.unevaluatedProperties !== undefined) {
      found.push({ when, names: formulas.true });
    }
    const { prefix, rest } = itemKeywords(schema);
    if (prefix.length > 0) found.push({ when, items: { to: prefix.length } });
    if (rest !== undefined || schema.unevaluatedItems !== undefined) found.push({ when, items: { to: endless } });
    if (schema.contains !== undefined && dialect === '2020-12') {
      found.push({ when, items: { matching: compile(schema.contains, base) } });
    }
    for (const child of listOf(schema.allOf)) if (!within(child, when)) return false;
    for (const keyword of ['anyOf', 'oneOf']) {
      for (const child of listOf(schema[keyword])) if (!within(child, [...when, compile(child, base)])) return false;
    }
    if (schema.if !== undefined) {
      const condition = compile(schema.if, base);
      const holds = [...when, condition];
      if (!within(schema.if, holds)) return false;
      if (schema.then !== undefined && !within(schema.then, holds)) return false;
      if (schema.else !== undefined && !within(schema.else, [...when, formulas.negate(condition)])) return false;
    }
    for (const [name, child] of [...mapOf(schema.dependentSchemas), ...mapOf(schema.dependencies)]) {
      const has = formulas.and([formulas.ofTypes(['object']), formulas.atom({ on: 'object', is: 'has', name })]);
      if (!within(child, [...when, has])) return false;
    }
    return true;
  }

  /** Each name is either looked at by a keyword whose condition holds, or its value is as `unevaluatedProperties` says. */
  function unevaluatedNames(value: Formula, found: readonly Evaluated[]): Formula {
    const listed = new Map<string, Formula[]>();
    const open: { readonly names: Formula; readonly when: Formula }[] = [];
    const byName: { readonly names: Formula; readonly when: Formula }[] = [];
    for (const { names, when } of found) {
      if (!names) continue;
      const entry = { names, when: formulas.and(when) };
      if (names.kind === 'in') byName.push(entry);
      else if (names === formulas.true && entry.when === formulas.true) return formulas.true;
      else if (names.kind === 'opaque') return names;
      else open.push(entry);
    }
    for (const { names, when } of byName) {
      if (names.kind !== 'in') continue;
      for (const name of names.values.values()) {
        listed.set(name as string, [...(listed.get(name as string) ?? []), when]);
      }
    }
    if (open.length > 8) return unknown('unevaluatedProperties depends on more than eight patterns and alternatives');
    const rules: Formula[] = [];
    const rule = (names: Formula, when: readonly Formula[]) =>
      rules.push(formulas.or([...when, formulas.atom({ on: 'object', is: 'each', names, value })]));
    const others = formulas.notIn(listed.keys());
    for (let chosen = 0; chosen < 1 << open.length; chosen += 1) {
      const isIn = (index: number) => (chosen & (1 << index)) !== 0;
      const names = open.map((entry, index) => {
        if (isIn(index)) return entry.names;
        return entry.names.kind === 'atom' ? formulas.opposite(entry.names) : formulas.negate(entry.names);
      });
      const when = open.filter((_, index) => isIn(index)).map((entry) => entry.when);
      rule(formulas.and([others, ...names]), when);
    }
    for (const [name, conditions] of listed) {
      const also = open.filter(({ names }) => accepts(formulas, names, name)).map(({ when }) => when);
      rule(formulas.in([name]), [...conditions, ...also]);
    }
    return formulas.and(rules);
  }

  function unevaluatedRest(value: Formula, found: readonly Evaluated[]): Formula {
    const ranges: { readonly to: number; readonly when: Formula }[] = [];
    const matches: { readonly matching: Formula; readonly when: Formula }[] = [];
    for (const { items, when } of found) {
      if (!items) continue;
      if ('to' in items) ranges.push({ to: items.to, when: formulas.and(when) });
      else matches.push({ matching: items.matching, when: formulas.and(when) });
    }
    if (matches.length > 5) return unknown('unevaluatedItems depends on more than five contains');
    const cuts = [...new Set([0, ...ranges.map(({ to }) => to), endless])].sort((left, right) => left - right);
    const rules: Formula[] = [];
    for (let at = 0; at + 1 < cuts.length; at += 1) {
      const from = cuts[at]!;
      const to = cuts[at + 1]! - 1;
      const covering = ranges.filter((range) => range.to > from).map(({ when }) => when);
      const cases: Formula[] = [];
      for (let chosen = 0; chosen < 1 << matches.length; chosen += 1) {
        const holding = matches.filter((_, index) => chosen & (1 << index));
        const allowed = formulas.or([value, ...holding.map(({ matching }) => matching)]);
        cases.push(
          formulas.and([
            ...holding.map(({ when }) => when),
            formulas.atom({ on: 'array', is: 'each', from, to, value: allowed }),
          ]),
        );
      }
      rules.push(formulas.or([...covering, ...cases]));
    }
    return formulas.and(rules);
  }
}

/** In an order that is not the document's: which example is found must not hang on how the schema is written. */
const mapOf = (value: Json | undefined): [string, Json][] =>
  isJsonObject(value) ? Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)) : [];
const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? (value as readonly Json[]) : []);
