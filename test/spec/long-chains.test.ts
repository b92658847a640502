// A chain of references is followed from each of its links, and costs as many steps as it has links, not their square.

import { expect, it } from 'vitest';
import { SchemaReader } from '../../src/spec/schema-node.ts';
import type { SourceDocument } from '../../src/spec/source-document.ts';
import { followReference, type Spot } from '../../src/spec/spot.ts';

const length = 2000;

/** A document of links, the last of which says something, that counts how often it is asked for one. */
function chain(): { readonly links: readonly Spot[]; readonly steps: () => number } {
  let asked = 0;
  const document = {
    resolve: (reference: string) => {
      asked += 1;
      return links[Number(reference.slice(2))] ?? null;
    },
  } as unknown as SourceDocument;
  const links: Spot[] = Array.from({ length: length + 1 }, (_, index) => ({
    document,
    pointer: `/${index}`,
    value: index === length ? { type: 'string' } : { $ref: `#/${index + 1}` },
  }));
  return { links, steps: () => asked };
}

const ways = {
  followReference: () => (spot: Spot) => followReference(spot)?.spot.pointer,
  'a reader of schemas': () => {
    const reader = new SchemaReader('openapi-3.1');
    return (spot: Spot) => reader.target(spot).pointer;
  },
};

it.each(Object.entries(ways))('%s reaches the end from every link, from either side', (_, open) => {
  for (const inOrder of [true, false]) {
    const { links, steps } = chain();
    const follow = open();
    const ends = new Set((inOrder ? links : links.toReversed()).map(follow));
    expect([...ends]).toEqual([`/${length}`]);
    expect(steps()).toBeLessThan(length * 100);
  }
});
