// Versions of other people's programs, in whatever form they write them: number parts count as numbers, and what
// stands after a dash comes before the release that it leads to, as in semver.

/** Negative where `a` is older, positive where it is newer, 0 where neither can be said to be. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [split(a), split(b)];
  const order = left.core.localeCompare(right.core, 'en', { numeric: true });
  if (order !== 0) return order;
  if (left.before === right.before) return 0;
  if (left.before === '' || right.before === '') return left.before === '' ? 1 : -1;
  return left.before.localeCompare(right.before, 'en', { numeric: true });
}

function split(version: string): { core: string; before: string } {
  const plain = version
    .trim()
    .replace(/^v(?=\d)/i, '')
    .replace(/\+.*$/, '');
  const dash = plain.indexOf('-');
  const core = (dash < 0 ? plain : plain.slice(0, dash)).replace(/(\.0+)+$/, '');
  return { core, before: dash < 0 ? '' : plain.slice(dash + 1) };
}
