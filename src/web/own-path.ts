/** Only a path of this board, never another site, which two slashes in front would name; without an earlier form's word. */
export function ownPath(next: string | undefined, fallback = '/'): string {
  if (next === undefined || !/^\/(?![/\\])/.test(next)) return fallback;
  const url = new URL(next, 'http://board.invalid');
  url.searchParams.delete('said');
  const isOwn = url.origin === 'http://board.invalid' && !url.pathname.startsWith('//'); // as `/.//` is read
  return isOwn ? `${url.pathname}${url.search}` : fallback;
}
