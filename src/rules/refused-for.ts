// What a message must be like to be refused for what a finding speaks of, so that another one can be told from it.

import type { SchemaPair } from '../diff/index.ts';
import { isJsonObject, type Json, meaningOfFormat } from '../schema/index.ts';
import type { SchemaNode } from '../spec/index.ts';
import { acceptingSide, aimAt, aimOf, pathInRoot, sendingSide, stepsToAny } from './aim.ts';
import { hasDefinitions } from './but-for.ts';
import type { Difference } from './find-differences.ts';
import { accepts } from './questions.ts';
import { type Sides, senderOf } from './sides.ts';

/** What a message must be like to be refused for what a finding speaks of; null where that cannot be put as a schema. */
export function refusedFor(difference: Difference, sides: Sides): Json | null {
  const { schemas, rule } = difference;
  if (schemas === null) return null;
  const { pair } = schemas;
  const path = pathInRoot(difference);
  const steps = stepsToAny(difference);
  const last = path.at(-1);
  if (steps.length < path.length - (rule.on === 'property' ? 1 : 0)) return null;
  if (rule.on === 'property') {
    if (last?.kind !== 'property') return null;
    const accepting = acceptingSide(pair);
    const described = accepting.properties.get(last.name)?.schema ?? accepting.child('additionalProperties');
    const accepted = described === null ? true : acceptedIn(difference, described, sides);
    if (accepted === null) return null;
    const held = { properties: { [last.name]: accepted } };
    // One that is not asked for is refused by its value alone, as where nothing else is taken.
    const isAskedFor = accepting.required.has(last.name);
    const refused = isAskedFor || accepted === true ? { required: [last.name], ...held } : held;
    return aimAt(steps, { type: 'object', not: refused });
  }
  const aim = aimOf(difference) ?? aimAtFurther(difference, sides, 'named or not');
  if (aim !== null) return aimAt(steps, withFormatOfType(aim, difference));
  const accepted = acceptedIn(difference, acceptingSide(pair), sides);
  return accepted === null ? null : aimAt(steps, { not: accepted });
}

/** Beside how many other findings of a body an example of one alone is looked for. */
const mostAside = 12;

/** With a type goes its format: that `int64` is not asked of a `number` any more is no news beside that. */
function withFormatOfType(aim: Json, { rule, schemas }: Difference): Json {
  if (rule.at !== 'type') return aim;
  const [accepting, sending] = [acceptingSide(schemas!.pair), sendingSide(schemas!.pair)];
  const { format, valueTypes } = accepting;
  const meaning = format === null || format === sending.format ? null : meaningOfFormat(format, valueTypes ?? []);
  return meaning === null ? aim : { anyOf: [aim, { not: meaning }] };
}

/** As `aimOf`, also where what is refused has to be asked of a schema below. */
export function aimIn(difference: Difference, sides: Sides): Json | null {
  return aimOf(difference) ?? aimAtFurther(difference, sides, 'unnamed');
}

/**
 * Of what is said of all further properties, or of those named alike: objects in which one is refused that neither side
 * names. What becomes of those that one side names is found of each by itself; but a pattern refuses these as well.
 */
function aimAtFurther(difference: Difference, sides: Sides, which: 'unnamed' | 'named or not'): Json | null {
  const { rule, schemas, facts } = difference;
  const { before, after, carriage } = schemas!.pair;
  if (rule.on !== 'schema' || carriage.text) return null;
  const accepting = acceptingSide(schemas!.pair);
  const any = (names: Iterable<string>) => Object.fromEntries([...names].map((name) => [name, true]));
  const patterns = accepting.children('patternProperties');
  if (rule.at === 'additionalProperties') {
    const further = accepting.child('additionalProperties');
    const accepted = further === null ? null : acceptedIn(difference, further, sides);
    if (accepted === null) return null;
    const named = any([...before.properties.keys(), ...after.properties.keys()]);
    const held = { properties: named, patternProperties: any(patterns.keys()), additionalProperties: accepted };
    return { type: 'object', not: held };
  }
  if (rule.at !== 'patternProperties') return null;
  const pattern = String(facts.name);
  const described = patterns.get(pattern);
  const accepted = described === undefined ? null : acceptedIn(difference, described, sides);
  if (accepted === null) return null;
  const refused = { type: 'object', not: { patternProperties: { [pattern]: accepted } } };
  if (which === 'named or not') return refused;
  const { required } = sendingSide(schemas!.pair);
  const named = [...before.properties.keys()].filter((name) => !after.properties.has(name));
  const come = [...after.properties.keys()].filter((name) => !before.properties.has(name));
  const passedOver = [...named, ...come].filter((name) => !required.has(name));
  return { ...refused, propertyNames: { not: { enum: passedOver } } };
}

/** Messages that are refused for none of these; null where there are none, or too many to ask about. */
export function refusedForNone(others: readonly Difference[], sides: Sides): Json | null {
  if (others.length > mostAside) return null;
  const aims = others.map((each) => refusedFor(each, sides)).filter((aim) => aim !== null);
  return aims.length === 0 ? null : { not: { anyOf: aims } };
}

/**
 * What a schema accepts, to stand inside of a question about the whole, with whose definitions it is read. Null where that
 * has others.
 */
export function acceptedIn({ schemas }: Difference, node: SchemaNode, sides: Sides): Json | null {
  const { pair, root } = schemas!;
  const accepted = sides.accepted(node, senderOf(pair));
  if (accepted === null || !isJsonObject(accepted) || !hasDefinitions(accepted)) return accepted;
  const { $defs, ...bare } = accepted;
  const outer = sides.of(root)?.outer;
  return isJsonObject(outer) && outer.$defs === $defs ? bare : null;
}

/** Whether the accepting side of a pair refuses a value for itself. */
export function refuses(pair: SchemaPair, value: Json, sides: Sides): boolean {
  const ofPair = sides.of(pair);
  return ofPair !== null && accepts(ofPair.outer, value) === false;
}
