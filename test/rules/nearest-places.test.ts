// Where a graph of schemas is walked from its root: judged by trying every way.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Circles } from '../../src/rules/circles.ts';
import { NearestPlaces, stepsTo } from '../../src/rules/nearest-places.ts';

const graph = fc.array(fc.array(fc.nat({ max: 6 }), { maxLength: 3 }), { minLength: 7, maxLength: 7 });

function reachable(edges: readonly (readonly number[])[], from: number): Set<number> {
  const seen = new Set(edges[from]);
  for (const node of seen) for (const next of edges[node]!) seen.add(next);
  return seen;
}

test('a circle holds the nodes that lead to one another', () => {
  fc.assert(
    fc.property(graph, fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6], { minLength: 7 }), (edges, order) => {
      const circles = new Circles<number>((node) => edges[node]!);
      for (const node of order) {
        const there = reachable(edges, node);
        const circle = edges.filter(
          (_, other) => other !== node && there.has(other) && reachable(edges, other).has(node),
        );
        expect(circles.sizeAt(node)).toBe(circle.length + 1);
      }
    }),
    { numRuns: 500, seed: 20261121 },
  );
});

/** Every way that comes by no node twice. */
function waysFrom(edges: readonly (readonly number[])[], way: readonly number[]): (readonly number[])[] {
  const next = edges[way.at(-1)!]!.filter((node) => !way.includes(node));
  return [way, ...next.flatMap((node) => waysFrom(edges, [...way, node]))];
}

test('each place is visited, the nearest first, and of many in which one lies the nearest 25', () => {
  fc.assert(
    fc.property(graph, (edges) => {
      const places = new NearestPlaces<number>(
        (node) => edges[node]!.map((target) => ({ step: { kind: 'property', name: String(target) }, target })),
        () => true,
      );
      let cuts = 0;
      let circles = 0;
      const onCut = (why: string) => {
        if (why === 'circle') circles += 1;
        else cuts += 1;
      };
      const visits = [...places.from(0, onCut)].map((visit) => ({ ...visit, steps: stepsTo(visit) }));
      expect(visits.map(({ depth }) => depth)).toEqual(visits.map(({ steps }) => steps.length));
      expect(visits.map(({ depth }) => depth)).toEqual(visits.map(({ depth }) => depth).sort((a, b) => a - b));
      const ways = waysFrom(edges, [0]);
      const holdsItself = ways.some((way) => edges[way.at(-1)!]!.some((target) => way.includes(target)));
      if (cuts === 0) expect(circles > 0).toBe(holdsItself);
      for (let node = 0; node < edges.length; node += 1) {
        const lengths = ways.filter((way) => way.at(-1) === node).map((way) => way.length - 1);
        const visited = visits.filter((visit) => visit.node === node).map(({ depth }) => depth);
        if (cuts === 0) expect(visited).toEqual(lengths.sort((a, b) => a - b));
        else expect(visited).toEqual(lengths.sort((a, b) => a - b).slice(0, visited.length));
        if (lengths.length > 0) expect(visited.length).toBeGreaterThanOrEqual(1);
        if (visited.length < lengths.length) expect(cuts).toBeGreaterThan(0);
      }
      // None of so few is shown less often but where one was shown as often as any may be.
      const visitsOf = edges.map((_, node) => visits.filter((visit) => visit.node === node).length);
      if (cuts > 0) expect(Math.max(...visitsOf)).toBe(25);
    }),
    { numRuns: 500, seed: 20261121 },
  );
});

test('where more than eight lead to one another each is visited once, however many ways lead to it', () => {
  const names = Array.from({ length: 9 }, (_, index) => index);
  const places = new NearestPlaces<number>(
    () => names.map((target) => ({ step: { kind: 'property', name: String(target) }, target })),
    () => true,
  );
  const cuts: string[] = [];
  const visits = [...places.from(0, (why) => cuts.push(why))];
  expect(visits.map(({ node, depth }) => [node, depth])).toEqual(names.map((node) => [node, node === 0 ? 0 : 1]));
  expect(new Set(cuts)).toEqual(new Set(['circle', 'places']));
});
