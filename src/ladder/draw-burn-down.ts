// The burn-down as one SVG that stands alone: for each moment a column of all consumers, those that are up at the
// bottom, in steps as they were known then; the deploy is a line. What each colour means stands in words beside it.

import { escapeXml, type Instant, sayDay } from '../base/index.ts';
import type { BurnDown } from './burn-down.ts';
import { type Rung, rungs, rungTitles } from './rung.ts';

const width = 760;
const height = 300;
const margin = { top: 54, right: 20, bottom: 34, left: 40 };

/** From the top of the ladder down: what is done lies at the bottom of the picture and grows. */
const layers: readonly { readonly rung: Rung | 'ground'; readonly title: string; readonly fill: string }[] = [
  ...rungs.toReversed().map((rung, index) => ({
    rung,
    title: rungTitles[rung],
    fill: ['#1a7f4b', '#5aa876', '#9cc7a6', '#c9b458', '#d98f3e'][index] ?? '#888',
  })),
  { rung: 'ground', title: 'not even aware', fill: '#b3261e' },
];

/** A whole SVG document. */
export function drawBurnDown(name: string, { points, deployAt, forecast }: BurnDown): string {
  const most = Math.max(1, ...points.map((point) => layers.reduce((sum, { rung }) => sum + point.counts[rung], 0)));
  const moments = [...points.map(({ at }) => at), ...(deployAt === null ? [] : [deployAt])].map((at) => Date.parse(at));
  const from = Math.min(...moments);
  const until = Math.max(...moments, from + 86_400_000);
  const x = (at: Instant) =>
    round(margin.left + ((Date.parse(at) - from) / (until - from)) * (width - margin.left - margin.right));
  const y = (count: number) => round(height - margin.bottom - (count / most) * (height - margin.top - margin.bottom));

  const below = new Map(points.map((point) => [point, 0]));
  const areas = layers.map(({ rung, title, fill }) => {
    const floor = points.map((point) => below.get(point) ?? 0);
    for (const point of points) below.set(point, (below.get(point) ?? 0) + point.counts[rung]);
    const ceiling = points.map((point) => below.get(point) ?? 0);
    const path = [...stairs(ceiling), ...stairs(floor).toReversed()].map(([px, py]) => `${px},${py}`).join(' ');
    const now = points.at(-1)?.counts[rung] ?? 0;
    return `<polygon points="${path}" fill="${fill}"><title>${title}: ${now} now</title></polygon>`;
  });
  // Nothing changes between two points: stairs, not slopes.
  function stairs(counts: readonly number[]): [number, number][] {
    return points.flatMap(({ at }, index): [number, number][] => {
      const here: [number, number] = [x(at), y(counts[index] ?? 0)];
      return index === 0 ? [here] : [[here[0], y(counts[index - 1] ?? 0)], here];
    });
  }
  const legend = layers.map(({ rung, title, fill }, index) => {
    const column = margin.left + (index % 3) * 240;
    const row = 16 + Math.floor(index / 3) * 17;
    return `<rect x="${column}" y="${row - 10}" width="11" height="11" fill="${fill}"/><text x="${column + 17}" y="${row}">${title}: ${points.at(-1)?.counts[rung] ?? 0}</text>`;
  });
  const grid = [...new Set([0, Math.ceil(most / 2), most])].map(
    (count) =>
      `<line x1="${margin.left}" x2="${width - margin.right}" y1="${y(count)}" y2="${y(count)}" stroke="currentColor" stroke-opacity=".2"/><text x="${margin.left - 6}" y="${y(count) + 4}" text-anchor="end">${count}</text>`,
  );
  const first = points[0]?.at;
  const dates = [
    ...(first === undefined ? [] : [`<text x="${margin.left}" y="${height - 12}">${sayDay(first)}</text>`]),
    ...(deployAt === null
      ? []
      : [
          `<line x1="${x(deployAt)}" x2="${x(deployAt)}" y1="${margin.top - 8}" y2="${height - margin.bottom}" stroke="currentColor" stroke-width="2" stroke-dasharray="5 3"/>`,
          `<text x="${x(deployAt)}" y="${height - 12}" text-anchor="${x(deployAt) > width / 2 ? 'end' : 'start'}">deploy ${sayDay(deployAt)}</text>`,
        ]),
  ];
  const counted = points.at(-1);
  const words =
    counted === undefined
      ? 'Nobody stands on the ladder yet.'
      : `${layers.map(({ rung, title }) => `${counted.counts[rung]} ${title}`).join(', ')}. ${forecast.because}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="system-ui,sans-serif" font-size="12" fill="currentColor">
<title>${escapeXml(`Burn-down of ${name}: ${words}`)}</title>
${legend.join('\n')}
${grid.join('\n')}
${areas.join('\n')}
${dates.join('\n')}
</svg>
`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
