// Text from documents, catalogues and logs as Markdown that says it and nothing else.

const longestComment = 65_000;

/** `summary` is plain text: GitHub reads a `<summary>` as HTML, where a backslash escapes nothing. */
export function folded(summary: string, rows: readonly string[]): string[] {
  return ['<details>', `<summary>${escapeMarkup(summary)}</summary>`, '', ...rows, '', '</details>', ''];
}

export function code(text: string): string {
  const fence = '`'.repeat(Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length)) + 1);
  const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${text.replaceAll(/\s+/g, ' ')}${pad}${fence}`;
}

/** What messages set in backticks is set as code; everything else stays text. */
export function prose(text: string): string {
  return text
    .split(/`([^`]+)`/)
    .map((part, index) => (index % 2 === 1 ? code(part) : escapeText(part)))
    .join('');
}

/** Text from a document must stay text: no markup, no mention, no marker of ours. */
export function escapeText(text: string): string {
  return escapeMarkup(text).replaceAll(/[\\`*_{}[\]#|~!]/g, '\\$&');
}

function escapeMarkup(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('@', '@\u200b');
}

/** GitHub refuses a longer comment; `command` prints all of it. */
export function cutToComment(lines: readonly string[], command: string): string {
  const text = lines.join('\n');
  if (text.length <= longestComment) return `${text}\n`;
  const note = `\n\n…the rest does not fit into a comment: run \`${command}\` for all of it.\n`;
  let end = 0;
  let open = 0;
  let fenced = false;
  let length = 0;
  // Cut only between whole blocks, so that no fold or fence stays open and no heading without what it heads; a table may
  // be longer than a comment, and is cut between rows.
  for (const [index, line] of lines.entries()) {
    length += line.length + 1;
    if (length > longestComment - note.length) break;
    if (/^`{3,}/.test(line)) fenced = !fenced;
    if (line === '<details>') open += 1;
    if (line === '</details>') open -= 1;
    if (fenced || open > 0) continue;
    const isInTable = line.startsWith('| ') && !line.startsWith('| ---') && lines[index - 1]?.startsWith('| ') === true;
    if (isInTable) end = index + 1;
    else if (line === '' && !lines[index - 1]?.startsWith('#')) end = index;
  }
  return lines.slice(0, end).join('\n') + note;
}
