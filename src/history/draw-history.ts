// Breaks over time as one SVG that stands alone: a column for each revision, what breaks below, what may break on top.
// Columns stand in order, not to scale: releases come in bursts, and none may hide behind another.

import { escapeXml } from '../base/index.ts';
import { describeReuse } from './reserved-names.ts';
import { changesOf, type History, type HistoryRow } from './trace-history.ts';

const columnWidth = 32;
const plotHeight = 180;
const margin = { top: 64, right: 16, bottom: 136, left: 48 };

/** A whole SVG document. */
export function drawHistory({ path, rows }: History): string {
  const most = Math.max(1, ...rows.map((row) => changesOf(row, 'breaking') + changesOf(row, 'risky')));
  const width = Math.max(420, margin.left + margin.right + rows.length * columnWidth);
  const height = margin.top + plotHeight + margin.bottom;
  const y = (count: number) => margin.top + plotHeight - (count / most) * plotHeight;
  const columns = rows.map((row, index) => drawColumn(row, margin.left + index * columnWidth + 3, y));
  const grid = [...new Set([0, Math.ceil(most / 2), most])].map(
    (count) =>
      `<line x1="${margin.left}" x2="${width - margin.right}" y1="${y(count)}" y2="${y(count)}" stroke="#8884"/><text x="${margin.left - 6}" y="${y(count) + 4}" text-anchor="end">${count}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="system-ui,sans-serif" font-size="11" fill="#57606a">
<title>${escapeXml(`Breaks of ${path} over time`)}</title>
<rect width="100%" height="100%" fill="#fff"/>
<text x="${margin.left}" y="20" font-size="14" fill="#1d2329">${escapeXml(`Breaks of ${path} over time`)}</text>
<text x="${margin.left}" y="38"><tspan fill="#b3261e">■ breaking</tspan>  <tspan fill="#c77700">■ risky</tspan>  <tspan fill="#1f6f43">✔ neither</tspan>  <tspan>? could not be compared</tspan>  <tspan>∅ not there</tspan></text>
${grid.join('\n')}
${columns.join('\n')}
</svg>
`;
}

function drawColumn(row: HistoryRow, x: number, y: (count: number) => number): string {
  const width = columnWidth - 6;
  const breaking = changesOf(row, 'breaking');
  const risky = changesOf(row, 'risky');
  const bar = (from: number, to: number, fill: string) =>
    to > from ? `<rect x="${x}" y="${y(to)}" width="${width}" height="${y(from) - y(to)}" fill="${fill}"/>` : '';
  const middle = x + width / 2;
  const sign = signOf(row);
  const upright = (text: string, shift: number, fill: string) =>
    `<text transform="translate(${middle + shift} ${y(0) + 10}) rotate(-90)" text-anchor="end" fill="${fill}">${escapeXml(text)}</text>`;
  return [
    `<g><title>${escapeXml(describeRow(row))}</title>`,
    bar(0, breaking, '#b3261e'),
    bar(breaking, breaking + risky, '#c77700'),
    `<text x="${middle}" y="${y(breaking + risky) - 5}" text-anchor="middle" fill="${sign.fill}">${sign.text}</text>`,
    upright(shorten(row.name), -1, '#1d2329'),
    upright(row.date.slice(0, 10), 11, '#57606a'),
    '</g>',
  ].join('');
}

/** What stands on top of a column: how much breaks or may break, or why there is no bar. */
function signOf(row: HistoryRow): { readonly text: string; readonly fill: string } {
  const grey = '#57606a';
  const { state } = row;
  if (state === 'first') return { text: 'first', fill: grey };
  if (state === 'removed') return { text: '∅', fill: grey };
  const told = changesOf(row, 'breaking') + changesOf(row, 'risky');
  if (told > 0) return { text: String(told), fill: '#1d2329' };
  return state === 'unknown' ? { text: '?', fill: grey } : { text: '✔', fill: '#1f6f43' };
}

/** One row in words. */
export function describeRow(row: HistoryRow): string {
  const when = `${row.name}, ${row.date.slice(0, 10)}`;
  if (row.state === 'first') return `${when}: the first`;
  if (row.state === 'removed') return `${when}: the document is not there`;
  if (row.summary === null) return `${when}: ${row.problems[0]?.message ?? 'it could not be read'}`;
  const counted = (severity: 'breaking' | 'risky') => {
    const [changes, places] = [changesOf(row, severity), row.summary?.[severity]];
    return `${changes} ${severity}${places === changes ? '' : ` (${places} places)`}`;
  };
  const counts = `${counted('breaking')}, ${counted('risky')}, against ${row.comparedWith}`;
  return [`${when}: ${row.verdict}, ${counts}`, ...row.reusedNames.map(describeReuse)].join('. ');
}

/** Tags differ at their end as often as at their beginning. */
function shorten(name: string): string {
  return name.length > 20 ? `${name.slice(0, 10)}…${name.slice(-9)}` : name;
}
