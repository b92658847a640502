// Writes text that other people supplied (names, findings, reasons) into Markdown so that it reads as that text and
// as nothing else: no markup, no link, no mention, no line of its own. Backslashes stand only where CommonMark would
// see something else without them, since the agenda's Markdown is also read as it is.

/** Longest piece of foreign text that a message repeats, in code points; the rest is one click away on the board. */
const longestText = 400;

const controls = /[\p{Cc}\p{Cs}\u200b\u2028-\u202e\u2060-\u2069\ufeff]+/gu;

/**
 * One line of visible text: control characters, line breaks and the marks that reverse the direction of what follows
 * are taken out, white space is collapsed, and what is too long is cut with an ellipsis.
 */
export function cleanText(text: string, longest = longestText): string {
  // Cut first, generously, so that a megabyte of name costs nothing.
  const line = text
    .slice(0, longest * 8)
    .toWellFormed()
    .replace(controls, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  const points = [...line];
  return points.length <= longest
    ? line
    : `${points
        .slice(0, longest - 1)
        .join('')
        .trimEnd()}…`;
}

/** Foreign text as Markdown inline text: reading it back gives `cleanText(text)`. */
export function escapeMarkdown(text: string): string {
  return cleanText(text)
    .replace(/[\\`*_[\]<>&~|!]/g, '\\$&')
    .replace(/^[#+=-]/, '\\$&')
    .replace(/^(\d+)([.)])/, '$1\\$2');
}

/** A code span; the fence is longer than any run of backticks in it. */
export function codeSpan(text: string): string {
  const code = cleanText(text);
  if (code === '') return '';
  const fence = '`'.repeat(longestRun(code, /`+/g) + 1);
  return /^`|`$/.test(code) ? `${fence} ${code} ${fence}` : `${fence}${code}${fence}`;
}

/** Prose that may quote code between single backticks, as rules' messages do; all else in it is escaped. */
export function proseWithCode(text: string): string {
  return cleanText(text)
    .split(/(`[^`]+`)/)
    .map((part, index) => (index % 2 === 1 && part.trim() !== '' ? codeSpan(part.slice(1, -1)) : escapeInner(part)))
    .join('');
}

/** Escapes a part of a line without trimming the spaces at its ends. */
function escapeInner(part: string): string {
  const [, before = '', middle = '', after = ''] = /^(\s*)(.*?)(\s*)$/s.exec(part) ?? [];
  return `${before}${escapeMarkdown(middle)}${after}`;
}

/** A fenced block of lines that are shown as they are, at most `maxLines` of them. */
export function codeBlock(text: string, maxLines = 20): string {
  const lines = text
    .slice(0, 20_000)
    .toWellFormed()
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => line.replace(controls, ' ').trimEnd());
  while (lines.length > 0 && lines.at(-1) === '') lines.pop();
  const shown = lines.slice(0, maxLines).map((line) => {
    const points = [...line];
    return points.length <= longestText ? line : `${points.slice(0, longestText - 1).join('')}…`;
  });
  if (lines.length > maxLines) shown.push('…');
  const fence = '`'.repeat(Math.max(3, longestRun(shown.join('\n'), /`+/g) + 1));
  return `${fence}\n${shown.join('\n')}\n${fence}`;
}

/** The address as it may stand in a link, or null where it is not a web or mail address. */
export function safeUrl(url: string): string | null {
  if (!/^(https?:\/\/|mailto:)/i.test(url) || url.length > 2000) return null;
  try {
    const parsed = new URL(url);
    return parsed.href.replace(/[<>\\`]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
  } catch {
    return null;
  }
}

/** A link, or only its text where the address is no web or mail address. */
export function markdownLink(text: string, url: string): string {
  const target = safeUrl(url);
  return target === null ? escapeMarkdown(text) : `[${escapeMarkdown(text)}](<${target}>)`;
}

function longestRun(text: string, run: RegExp): number {
  return Math.max(0, ...[...text.matchAll(run)].map(([match]) => match.length));
}
