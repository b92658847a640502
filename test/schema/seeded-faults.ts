// Faults put into copies of the room on purpose, to see whether the laws and the referee catch them.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { type Fault, fault, seedFaults } from '../support/seed-faults.ts';

export const schemaFaults: readonly Fault[] = [
  fault(
    'an exclusive lower bound taken for an inclusive one when negated',
    'formula.ts',
    "is: 'below', bound: c.bound, exclusive: !c.exclusive",
    "is: 'below', bound: c.bound, exclusive: c.exclusive",
  ),
  fault(
    'an exclusive upper bound taken for an inclusive one when negated',
    'formula.ts',
    "is: 'above', bound: c.bound, exclusive: !c.exclusive",
    "is: 'above', bound: c.bound, exclusive: c.exclusive",
  ),
  fault(
    'minLength negated one too low',
    'formula.ts',
    "is: 'max-length', count: c.count - 1 });",
    "is: 'max-length', count: c.count - 2 });",
  ),
  fault(
    'maxLength negated one too high',
    'formula.ts',
    "is: 'min-length', count: c.count + 1 });",
    "is: 'min-length', count: c.count + 2 });",
  ),
  fault(
    'minItems negated one too low',
    'formula.ts',
    "        return this.atom({ on: 'array', is: 'max-items', count: c.count - 1 });",
    "        return this.atom({ on: 'array', is: 'max-items', count: c.count - 2 });",
  ),
  fault(
    'maxItems negated one too high',
    'formula.ts',
    "        return this.atom({ on: 'array', is: 'min-items', count: c.count + 1 });",
    "        return this.atom({ on: 'array', is: 'min-items', count: c.count + 2 });",
  ),
  fault(
    'minProperties negated one too low',
    'formula.ts',
    "is: 'max-properties', count: c.count - 1 });",
    "is: 'max-properties', count: c.count - 2 });",
  ),
  fault(
    'maxProperties negated one too high',
    'formula.ts',
    "is: 'min-properties', count: c.count + 1 });",
    "is: 'min-properties', count: c.count + 2 });",
  ),
  fault(
    'minContains negated one too low',
    'formula.ts',
    "is: 'at-most', count: c.count - 1 });",
    "is: 'at-most', count: c.count - 2 });",
  ),
  fault(
    'maxContains negated one too high',
    'formula.ts',
    "is: 'at-least', count: c.count + 1 });",
    "is: 'at-least', count: c.count + 2 });",
  ),
  fault(
    'the negation of each keeps its value',
    'formula.ts',
    "is: c.is === 'each' ? 'some' : 'each', value: this.negate(c.value) });",
    "is: c.is === 'each' ? 'some' : 'each', value: c.value });",
  ),
  fault(
    'oneOf taken for anyOf',
    'compile-schema.ts',
    "yield formulas.oneOf(list('oneOf')",
    "yield formulas.or(list('oneOf')",
  ),
  fault(
    'then left out',
    'compile-schema.ts',
    'yield formulas.or([formulas.negate(condition), compile(schema.then, base)]);',
    'yield formulas.true;',
  ),
  fault(
    'else taken where if holds',
    'compile-schema.ts',
    'yield formulas.or([condition, compile(schema.else, base)]);',
    'yield formulas.or([formulas.negate(condition), compile(schema.else, base)]);',
  ),
  fault(
    'additionalProperties over all names',
    'compile-schema.ts',
    'formulas.notIn(mapOf(schema.properties).map(([name]) => name)),',
    'formulas.true,',
  ),
  fault(
    'additionalProperties over names that a pattern has',
    'compile-schema.ts',
    '...mapOf(schema.patternProperties).map(([source]) => notMatching(source)),',
    '',
  ),
  fault(
    'items after a tuple begin too late',
    'compile-schema.ts',
    'yield each(prefix.length, endless,',
    'yield each(prefix.length + 1, endless,',
  ),
  fault(
    'siblings of $ref honoured in draft-07',
    'compile-schema.ts',
    "if (!since('2019-09')) return;",
    "if (!since('draft-04')) return;",
  ),
  fault(
    'integer taken for number',
    'compile-schema.ts',
    "if (plain.length === names.length || plain.includes('number')) return types;",
    'return types;',
  ),
  fault(
    'a dependency that always demands',
    'compile-schema.ts',
    'yield formulas.or([lacks(name), demanded]);',
    'yield demanded;',
  ),
  fault(
    'unevaluatedProperties forgets what a condition looked at',
    'compile-schema.ts',
    'rule(formulas.in([name]), [...conditions, ...also]);',
    'rule(formulas.in([name]), also);',
  ),
  fault(
    'unevaluatedItems counts a tuple one longer',
    'compile-schema.ts',
    'found.push({ when, items: { to: prefix.length } });',
    'found.push({ when, items: { to: prefix.length + 1 } });',
  ),
  fault(
    'empty where two exclusive bounds meet, forgotten',
    'numbers.ts',
    'if (order > 0 || (order === 0 && (low.exclusive || high.exclusive)))',
    'if (order >= 0)',
  ),
  fault(
    'the least multiple inside an exclusive bound skipped',
    'numbers.ts',
    'compare(multiply(rational(least), step), low.value) === 0) least += 1n;',
    'compare(multiply(rational(least), step), low.value) >= 0) least += 1n;',
  ),
  fault(
    'common multiples too large',
    'rational.ts',
    'return rational(lcm, gcd(left.denominator, right.denominator));',
    'return rational(lcm * 2n, gcd(left.denominator, right.denominator));',
  ),
  fault('what follows in a pattern ignored', 'automaton.ts', ': guard.set.has(after)', ': true'),
  fault(
    'a quantifier that repeats once too little',
    'automaton.ts',
    'turn < element.max; turn += 1',
    'turn < element.max - 1; turn += 1',
  ),
  fault(
    'states merged that differ',
    'automaton.ts',
    'let group = Int32Array.from(accepting, (accepts) => (accepts ? 1 : 0));',
    'let group = Int32Array.from(accepting, () => 0);',
  ),
  fault(
    'words one shorter than allowed only',
    'words.ts',
    'length <= asked.maxLength; length += 1',
    'length < asked.maxLength; length += 1',
  ),
  fault(
    'an object with too many properties overlooked',
    'object-search.ts',
    'if (chosen.size > this.#maximum) return none;',
    'if (chosen.size >= this.#maximum) return none;',
  ),
  fault(
    'no property shared between two demands',
    'object-search.ts',
    'for (const name of shared) if (attempt(name)) return best;',
    'for (const _ of shared) break;',
  ),
  fault(
    "a general rule's names passed over",
    'object-search.ts',
    'if (descend(at + 1, [...nameParts, formulas.negate(rule.names)], valueParts, name)) return true;',
    'if (descend(at + 1, [...nameParts, formulas.negate(rule.names)], valueParts, name)) return true;\n      return false;',
  ),
  fault(
    'distinct items counted as if one could serve twice less',
    'array-search.ts',
    'const several = this.#prover.several(demands, slots.length);',
    'const several = { ...this.#prover.several(demands, slots.length - 1), complete: true };',
  ),
  fault(
    'places for a demanded item end at the tuple',
    'array-search.ts',
    'const last = Math.min(want.to, this.#tail + this.#some.length - 1, this.#maximum - 1);',
    'const last = Math.min(want.to, this.#tail - 1, this.#maximum - 1);',
  ),
  fault(
    'what rests on an open question remembered for good',
    'prover.ts',
    'if (own.low >= own.depth || !above) {',
    'if (own.depth >= 0) {',
  ),
  fault(
    'a type left out of the search',
    'prover.ts',
    'for (const type of jsonTypes) {',
    'for (const type of jsonTypes.slice(1)) {',
  ),
  fault(
    'alternatives dropped that only differ',
    'prover.ts',
    'return state.literals.has(this.#opposite(formula, type).id);\n  }\n\n  /** Whether the literals',
    'return state.literals.has(this.#opposite(formula, type).id) || state.literals.has(formula.id);\n  }\n\n  /** Whether the literals',
  ),
  fault(
    'an anchor found in whichever resource has it',
    'schema-document.ts',
    'return this.#ambiguous.has(anchor) ? undefined : this.#anchors.get(anchor);',
    "return [...this.#anchors].find(([name]) => name.endsWith(anchor.slice(anchor.indexOf('#'))))?.[1];",
  ),
  fault(
    'the base of an embedded resource forgotten',
    'schema-document.ts',
    'return resolveUri(base, id)?.uri ?? base;',
    'return base;',
  ),
  fault(
    'a dynamic reference taken for a plain one',
    'schema-document.ts',
    "return candidates.length === 1 ? initial : 'depends';",
    'return initial;',
  ),
  fault(
    'a recursive reference taken for a plain one',
    'schema-document.ts',
    "return this.#recursiveAnchors === 1 ? initial : 'depends';",
    'return initial;',
  ),
  fault(
    'a format taken for part of any other',
    'scalar-search.ts',
    "c.is === 'format' && (boundsOfFormat(c.name)?.partOf.includes(other) ?? false);",
    "c.is === 'format';",
  ),
  fault(
    'a witness given without a check',
    'decide-containment.ts',
    "if (!isCounterexample(value, 'specified')) return false;",
    'if (value !== null) return true;',
  ),
  fault(
    'a name taken for one demand that another cannot do without',
    'object-search.ts',
    '[...this.#general, ...this.#wanted.slice(index + 1).map(({ names }) => ({ names, value: this.#formulas.true }))],',
    'this.#general,',
  ),
];

/** Seeds each fault in turn and says which were caught; true if all were. */
export function seedSchemaFaults(print: (line: string) => void, only = ''): boolean {
  return seedFaults({
    faults: schemaFaults.filter(({ says }) => says.includes(only)),
    folders: ['src/schema', 'test/schema', 'test/support'],
    room: 'src/schema',
    judge,
    print,
  });
}

function judge(copy: string): string | null {
  const arguments_ = ['--laws', '--first', '--pairs', '12000', '--seed', '20261120', '--values', '40'];
  const run = spawnSync(process.execPath, [join(copy, 'test/schema/soak.ts'), ...arguments_], {
    encoding: 'utf8',
    timeout: 600_000,
  });
  if (run.status === 0) return null;
  if (run.status === null) return 'by its time running out';
  return run.stdout.includes('LAW BROKEN') ? 'by a law' : 'by the referee';
}
