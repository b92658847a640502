// Breaks over time as one SVG that stands alone: a column for each revision, what breaks below, what may break on top.
// Columns stand in order, not to scale: releases come in bursts, and none may hide behind another.

import type { History, HistoryRow } from './trace-history.ts';

const columnWidth = 26;
const plotHeight = 180;
const margin = { top: 48, right: 16, bottom: 120, left: 48 };

/** A whole SVG document. */
export function drawHistory({ path, rows }: History): string {
  const most = Math.max(1, ...rows.map((row) => (row.summary?.breaking ?? 0) + (row.summary?.risky ?? 0)));
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
<text x="${margin.left}" y="20" font-size="14" fill="#1d2329">${escapeXml(path)}</text>
<text x="${margin.left}" y="38"><tspan fill="#b3261e">■ breaking</tspan> <tspan fill="#c77700">■ risky</tspan> <tspan fill="#57606a">? could not be compared</tspan></text>
${grid.join('\n')}
${columns.join('\n')}
</svg>
`;
}

function drawColumn(row: HistoryRow, x: number, y: (count: number) => number): string {
  const width = columnWidth - 6;
  const breaking = row.summary?.breaking ?? 0;
  const risky = row.summary?.risky ?? 0;
  const bar = (from: number, to: number, fill: string) =>
    to > from ? `<rect x="${x}" y="${y(to)}" width="${width}" height="${y(from) - y(to)}" fill="${fill}"/>` : '';
  const mark = row.state === 'unknown' ? '?' : row.state === 'removed' ? '∅' : '';
  const middle = x + width / 2;
  const label = `<text transform="translate(${middle + 4} ${y(0) + 10}) rotate(-90)" text-anchor="end">${escapeXml(shorten(row.name))}</text>`;
  return `<g><title>${escapeXml(describeRow(row))}</title>${bar(0, breaking, '#b3261e')}${bar(breaking, breaking + risky, '#c77700')}${mark === '' ? '' : `<text x="${middle}" y="${y(0) - 6}" text-anchor="middle" font-size="15">${mark}</text>`}${label}</g>`;
}

/** One row in words. */
export function describeRow(row: HistoryRow): string {
  const when = `${row.name}, ${row.date.slice(0, 10)}`;
  if (row.state === 'first') return `${when}: the first`;
  if (row.state === 'removed') return `${when}: the document is not there`;
  if (row.summary === null) return `${when}: ${row.problems[0]?.message ?? 'it could not be read'}`;
  return `${when}: ${row.verdict}, ${row.summary.breaking} breaking, ${row.summary.risky} risky, against ${row.comparedWith}`;
}

function shorten(name: string): string {
  return name.length > 16 ? `${name.slice(0, 15)}…` : name;
}

function escapeXml(text: string): string {
  return (
    text
      .toWellFormed()
      // biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 forbids these very characters
      .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
  );
}
