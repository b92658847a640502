// Places where the document says too little for any comparison to see a break: values without a schema, and objects
// that may hold anything. A place is one parameter, or one media type of one body; the share is over all of them.

import { operationRef } from '../diff/index.ts';
import type { Api, MediaType, OperationEntry, SchemaNode } from '../spec/index.ts';
import type { BlindSpot, Comparison } from './comparison.ts';
import { joinSubject } from './describe-place.ts';

export function findBlindSpots(api: Api, includes: (entry: OperationEntry) => boolean): Comparison['blindSpots'] {
  const places: BlindSpot[] = [];
  const reasons = new Map<SchemaNode, string | null>();
  let surface = 0;
  for (const entry of api.operations.values()) {
    if (!includes(entry)) continue;
    const operation = entry.read();
    const look = (path: readonly string[], reason: string | null) => {
      surface += 1;
      if (reason !== null) places.push({ operation: operationRef(operation), subject: joinSubject(path), reason });
    };
    const blindness = (schema: SchemaNode | null): string | null => {
      if (schema === null) return 'It has no schema.';
      let reason = reasons.get(schema);
      if (reason === undefined) {
        reason = whyBlind(schema);
        reasons.set(schema, reason);
      }
      return reason;
    };
    const lookAtContent = (path: readonly string[], content: ReadonlyMap<string, MediaType>) => {
      const blind = [...content.values()].map(({ schema, itemSchema }) => blindness(schema ?? itemSchema));
      if (blind.length > 0) look(path, blind.find((reason) => reason !== null) ?? null);
    };
    for (const parameter of operation.parameters.values()) {
      look([parameter.in, parameter.name], blindness(parameter.schema ?? parameter.content?.schema ?? null));
    }
    if (operation.requestBody !== null) lookAtContent(['body'], operation.requestBody.content);
    if (operation.responses.size === 0) look(['responses'], 'No response is described.');
    for (const { status, content } of operation.responses.values()) lookAtContent([status, 'body'], content);
  }
  return { share: surface === 0 ? 0 : Math.round((places.length / surface) * 10_000) / 10_000, places };
}

function whyBlind(schema: SchemaNode): string | null {
  if (schema.unconstrained) return 'Its schema allows anything.';
  if (schema.branches('oneOf').length > 0 || schema.branches('anyOf').length > 0 || schema.has('$ref')) return null;
  const types = schema.valueTypes;
  if (types?.length !== 1) return null;
  if (types[0] === 'object' && isFreeForm(schema)) return 'It is an object that may hold anything.';
  if (types[0] === 'array' && schema.prefixItems.length === 0) {
    const items = schema.child('items');
    if (items === null || items.unconstrained) return 'It is a list of anything.';
    if (items.valueTypes?.length === 1 && items.valueTypes[0] === 'object' && isFreeForm(items)) {
      return 'It is a list of objects that may hold anything.';
    }
  }
  return null;
}

function isFreeForm(schema: SchemaNode): boolean {
  const open = schema.additionalProperties === 'absent' || schema.additionalProperties === 'allowed';
  const silent = [
    'patternProperties',
    'propertyNames',
    'enum',
    'const',
    'oneOf',
    'anyOf',
    'not',
    'if',
    'maxProperties',
  ];
  return open && schema.properties.size === 0 && silent.every((keyword) => !schema.has(keyword));
}
