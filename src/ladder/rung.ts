// The rungs that a consumer climbs for a release, lowest first: what Toshio's team could not tell apart on the day
// (A17). A rung is named by what is true of the consumer, not by what somebody did.

export const rungs = ['aware', 'ported', 'tested', 'deployed', 'production'] as const;

export type Rung = (typeof rungs)[number];

export const rungTitles: Readonly<Record<Rung, string>> = {
  aware: 'aware',
  ported: 'ported',
  tested: 'tested in staging',
  deployed: 'deployed',
  production: 'points at production',
};
