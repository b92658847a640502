import { closest, distance } from 'fastest-levenshtein';

/** The candidate that was probably meant by what was written, upper and lower case alike; null where none is near enough. */
export function nearest(written: string, candidates: readonly string[]): string | null {
  if (candidates.length === 0) return null;
  const lower = candidates.map((each) => each.toLowerCase());
  const near = closest(written.toLowerCase(), lower);
  const slips = distance(written.toLowerCase(), near);
  const most = Math.min(Math.max(2, Math.floor(near.length / 3)), Math.floor(near.length / 2));
  return slips <= most ? (candidates[lower.indexOf(near)] as string) : null;
}
