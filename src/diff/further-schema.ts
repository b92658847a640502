// What a schema says of a property that it does not name.

import { patternTest } from '../schema/index.ts';
import type { SchemaNode } from '../spec/index.ts';

/**
 * What describes a property that the schema does not name: the patterns that its name matches, or else what is said of all
 * further ones. Null where nothing does, where none is let through, where a pattern cannot be read, and where `naming`, which
 * names it, has the same patterns: these are compared by themselves.
 */
export function furtherSchema(schema: SchemaNode, name: string, naming?: SchemaNode): SchemaNode | null {
  const matching: SchemaNode[] = [];
  const elsewhere = naming?.children('patternProperties');
  let isMatched = false;
  for (const [pattern, child] of schema.children('patternProperties')) {
    const isMatch = matchesName(pattern, name);
    if (isMatch === null) return null;
    isMatched ||= isMatch;
    if (isMatch && !elsewhere?.has(pattern)) matching.push(child);
  }
  const [first, ...others] = matching.flatMap(({ spots }) => spots);
  if (first !== undefined) return sayingSomething(schema.reader.node(first, ...others));
  if (isMatched) return null;
  if (schema.additionalProperties === 'schema') return sayingSomething(schema.child('additionalProperties'));
  // Which of its properties an alternative describes depends on the value.
  const isPlain = schema.additionalProperties === 'absent' && !schema.has('oneOf') && !schema.has('anyOf');
  return isPlain ? sayingSomething(schema.child('unevaluatedProperties')) : null;
}

function matchesName(pattern: string, name: string): boolean | null {
  try {
    return patternTest(pattern)(name);
  } catch {
    return null;
  }
}

function sayingSomething(schema: SchemaNode | null): SchemaNode | null {
  return schema === null || schema.never || schema.unconstrained ? null : schema;
}
