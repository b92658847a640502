// A path item that refers to another: the fields of both count (OpenAPI 3.x and 2.0, Path Item Object). Where both have
// a field, the specification leaves open which one holds; here the one beside the `$ref` does, and the place is told.

import type { SpecProblem } from './source-document.ts';
import { isObject, memberSpot, type Spot, spotKey } from './spot.ts';

export interface PathItemLayers {
  /** The path item itself, then what it refers to: of each field the first that has it holds. */
  readonly layers: readonly Spot[];
  /** The one whose reference leads nowhere or round in a circle. */
  readonly broken: Spot | null;
  readonly problems: readonly SpecProblem[];
}

const silent = new Set(['$ref', 'summary', 'description']);

export function pathItemLayers(item: Spot): PathItemLayers {
  if (!isObject(item.value) || typeof item.value.$ref !== 'string')
    return { layers: [item], broken: null, problems: [] };
  const layers: Spot[] = [];
  const seen = new Set<string>();
  let next: Spot = item;
  let broken: Spot | null = null;
  for (;;) {
    layers.push(next);
    seen.add(spotKey(next));
    if (!isObject(next.value) || typeof next.value.$ref !== 'string') break;
    const target = next.document.resolve(next.value.$ref);
    if (target === null || seen.has(spotKey(target))) {
      broken = next;
      break;
    }
    next = target;
  }
  return { layers, broken, problems: layers.length > 1 ? conflicts(layers) : [] };
}

/** The field of a path item, from the first of its layers that has it. */
export function fieldOf(layers: readonly Spot[], field: string): Spot | null {
  for (const layer of layers) {
    const spot = memberSpot(layer, field);
    if (spot !== null) return spot;
  }
  return null;
}

function conflicts(layers: readonly Spot[]): SpecProblem[] {
  const problems: SpecProblem[] = [];
  const met = new Set<string>();
  for (const [index, { value }] of layers.entries()) {
    for (const field of isObject(value) ? Object.keys(value) : []) {
      if (silent.has(field) || field.startsWith('x-')) continue;
      if (met.has(field)) {
        const { document, pointer } = layers.slice(0, index).find((layer) => memberSpot(layer, field) !== null)!;
        problems.push({
          code: 'path-item-conflict',
          message: `${document.source} has "${field}" beside a $ref at ${pointer}, and what it refers to has it too.`,
          hint: 'Leave one of the two out: OpenAPI does not say which of them holds, and only the one beside the $ref was compared.',
          position: document.locate(`${pointer}/${field}`),
          hides: true,
        });
      }
      met.add(field);
    }
  }
  return problems;
}
