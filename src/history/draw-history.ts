// Breaks over time as one SVG that stands alone: a column for each revision, what breaks below, what may break on top.
// Columns stand in order, not to scale: releases come in bursts, and none may hide behind another.

import { escapeXml, sayDay } from '../base/index.ts';
import { tallyFigures } from '../report/index.ts';
import { describeReuse } from './reserved-names.ts';
import { changesOf, type History, type HistoryRow, sayLeftOut } from './trace-history.ts';

const plotHeight = 180;
/** What a page on a desk has room for, between the margins. */
const pageWidth = 860;
const margin = { right: 16, bottom: 136, left: 48 };

/** A whole SVG document. */
export function drawHistory(history: History): string {
  const leftOut = sayLeftOut(history);
  return draw(
    history,
    `<text x="8" y="20" font-size="14" fill="#1d2329">${escapeXml(titleOf(history))}</text>
<text x="8" y="38">${signs.slice(0, 3).map(signInDrawing).join('  ')}</text>
<text x="8" y="54">${signs.slice(3).map(signInDrawing).join('  ')}</text>
${leftOut === null ? '' : `<text x="8" y="70">${escapeXml(leftOut)}</text>\n`}`,
    leftOut === null ? 80 : 96,
  );
}

function titleOf({ path }: History): string {
  return `Breaks of ${path} over time`;
}

/** What the colours and signs mean. */
const signs = [
  ['■', 'breaking', '#b3261e'],
  ['■', 'risky', '#c77700'],
  ['✔', 'safe', '#1f6f43'],
  ['?', 'could not be compared', '#57606a'],
  ['∅', 'not there', '#57606a'],
] as const;

function signInDrawing([sign, meaning, colour]: (typeof signs)[number]): string {
  return `<tspan fill="${colour}">${sign}</tspan> ${meaning}`;
}

function draw(history: History, heading: string, top: number): string {
  const { rows } = history;
  const most = Math.max(1, ...rows.map((row) => changesOf(row, 'breaking') + changesOf(row, 'risky')));
  const columnWidth = Math.max(32, Math.min(80, Math.floor(pageWidth / Math.max(1, rows.length))));
  const width = Math.max(460, margin.left + margin.right + rows.length * columnWidth);
  const height = top + plotHeight + margin.bottom;
  const y = (count: number) => top + plotHeight - (count / most) * plotHeight;
  const columns = rows.map((row, index) =>
    drawColumn(row, { x: margin.left + index * columnWidth + 3, width: columnWidth - 6 }, y),
  );
  const grid = [...new Set([0, Math.ceil(most / 2), most])].map(
    (count) =>
      `<line x1="${margin.left}" x2="${width - margin.right}" y1="${y(count)}" y2="${y(count)}" stroke="#8884"/><text x="${margin.left - 6}" y="${y(count) + 4}" text-anchor="end">${count}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="system-ui,sans-serif" font-size="11" fill="#57606a">
<title>${escapeXml(titleOf(history))}</title>
<rect width="100%" height="100%" fill="#fff"/>
${heading}${grid.join('\n')}
${columns.join('\n')}
</svg>
`;
}

function drawColumn(
  row: HistoryRow,
  { x, width }: { readonly x: number; readonly width: number },
  y: (count: number) => number,
): string {
  const breaking = changesOf(row, 'breaking');
  const risky = changesOf(row, 'risky');
  const bar = (from: number, to: number, fill: string) =>
    to > from ? `<rect x="${x}" y="${y(to)}" width="${width}" height="${y(from) - y(to)}" fill="${fill}"/>` : '';
  const middle = x + width / 2;
  const sign = signOf(row);
  const upright = (text: string, shift: number, fill: string) =>
    `<text transform="translate(${middle + shift} ${y(0) + 10}) rotate(-90)" text-anchor="end" fill="${fill}">${escapeXml(text)}</text>`;
  return [
    `<g><title>${escapeXml([describeRow(row), ...whatBroke(row)].join('\n'))}</title>`,
    bar(0, breaking, '#b3261e'),
    bar(breaking, breaking + risky, '#c77700'),
    `<text x="${middle}" y="${y(breaking + risky) - 5}" text-anchor="middle" fill="${sign.fill}">${sign.text}</text>`,
    upright(shorten(row.name), -1, '#1d2329'),
    upright(sayDay(row.date), 11, '#57606a'),
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
  const when = `${row.name}, ${sayDay(row.date)}`;
  if (row.state === 'first') return `${when}: the first`;
  if (row.state === 'removed') return `${when}: the document is not there`;
  if (row.summary === null) {
    const { message = 'It could not be read.', position = null } = row.problems[0] ?? {};
    return `${when}: ${message}${position === null ? '' : ` See ${position.source}:${position.line}:${position.column}.`}`;
  }
  const counted = (severity: 'breaking' | 'risky') => {
    const own = row.changes.filter((change) => change.severity === severity);
    const places = own.reduce((sum, change) => sum + change.places, 0);
    return tallyFigures({ changes: own.length, places }, severity);
  };
  const counts = `${counted('breaking')}, ${counted('risky')}, against ${row.comparedWith}`;
  return [`${when}: ${row.verdict}, ${counts}`, ...row.reusedNames.map(describeReuse)].join('. ');
}

/** Each breaking change of a row as a line, with its places and its rule. */
function whatBroke({ changes }: Pick<HistoryRow, 'changes'>): string[] {
  return changes.filter(({ severity }) => severity === 'breaking').map(describeChange);
}

/** `GET /pets: The query parameter `kind` no longer lists "dog", in 2 places (enum-value-removed)`. */
export function describeChange({ message, places, rule, operation }: HistoryRow['changes'][number]): string {
  const where = operation === null || message.includes(operation) ? '' : `${operation}: `;
  return `${where}${message}${places > 1 ? `, in ${places} places` : ''} (${rule})`;
}

/** The drawing as a page, with what broke under it. */
export function drawPage(history: History): string {
  const revisions = history.rows.flatMap((row) => {
    const broke = whatBroke(row);
    if (broke.length === 0) return [];
    const items = broke
      .map((line) => `<li>${escapeXml(line).replaceAll(/`([^`]+)`/g, '<code>$1</code>')}</li>`)
      .join('\n');
    return `<h2>${escapeXml(`${row.name}, ${sayDay(row.date)}`)}</h2>\n<p>${escapeXml(row.subject)}</p>\n<ul>\n${items}\n</ul>`;
  });
  const leftOut = sayLeftOut(history);
  // Where there is no room for all, the newest is what is seen first.
  const style =
    'body{margin:1rem auto;max-width:60rem;padding:0 1rem;font:16px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}h1{font-size:1.3rem}h2{font-size:1.1rem;margin:1.4rem 0 .2rem}p{margin:0;color:#57606a}div{overflow-x:auto;direction:rtl}svg{direction:ltr;display:block;margin-right:auto}';
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeXml(titleOf(history))}</title><style>${style}</style></head>
<body>
<h1>${escapeXml(titleOf(history))}</h1>
<p>${signs.map(([sign, meaning, colour]) => `<span style="color:${colour}">${sign}</span> ${meaning}`).join(' · ')}</p>
${leftOut === null ? '' : `<p>${escapeXml(leftOut)}</p>\n`}<div role="region" aria-label="The drawing" tabindex="0">${draw(history, '', 24)}</div>
${revisions.join('\n')}
</body></html>
`;
}

/** Tags differ at their end as often as at their beginning. */
function shorten(name: string): string {
  return name.length > 20 ? `${name.slice(0, 10)}…${name.slice(-9)}` : name;
}
