// What a value may be where only its shape decides how it is written into a message: one value, a list or an object.

import type { SchemaNode } from '../spec/index.ts';

export type Shape = 'primitive' | 'list' | 'object';

/** The shapes of all but null, which is not written; null where the schema does not say. */
export function shapesOf(
  schema: SchemaNode | null,
  asked: ReadonlySet<SchemaNode> = new Set(),
): readonly Shape[] | null {
  if (schema === null || asked.has(schema)) return null;
  if (schema.valueTypes !== null) return distinct(schema.valueTypes.map(shapeOfType));
  if (schema.enumValues !== null) return distinct(schema.enumValues.map(shapeOfValue));
  for (const keyword of ['oneOf', 'anyOf'] as const) {
    const forms = schema.branches(keyword).map((branch) => shapesOf(branch.schema, new Set([...asked, schema])));
    if (forms.length > 0 && forms.every((shapes) => shapes !== null)) return distinct(forms.flat());
  }
  return null;
}

/** Whether a value may be a list, so far as the schema says. */
export function mayBeList(schema: SchemaNode | null): boolean {
  return shapesOf(schema)?.includes('list') ?? true;
}

function shapeOfType(type: string): Shape {
  return type === 'array' ? 'list' : type === 'object' ? 'object' : 'primitive';
}

function shapeOfValue(value: unknown): Shape {
  if (Array.isArray(value)) return 'list';
  return typeof value === 'object' && value !== null ? 'object' : 'primitive';
}

function distinct(shapes: readonly Shape[]): readonly Shape[] {
  return [...new Set(shapes)];
}
