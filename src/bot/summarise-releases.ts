// The list of releases. What is under way is judged as of now; of what has ended there may be any number, and what it was
// when it ended stands in one row of the store.

import { wrongInProduction } from '../ladder/index.ts';
import { isEnded } from '../plan/index.ts';
import { tallyOfSeverity } from '../report/index.ts';
import type { Records } from '../store/index.ts';
import type { House } from './house.ts';
import { readRelease } from './read-release.ts';
import { wasAnnounced } from './record-words.ts';
import type { ReleaseSummary } from './tocsin.ts';

export async function summariseReleases(house: House, records: Records): Promise<readonly ReleaseSummary[]> {
  const summaries: ReleaseSummary[] = [];
  for (const { release, verdict, breaking, deployAt, affectedTeams } of await records.releaseLines()) {
    const known = { release, verdict: verdict ?? 'unknown', breaking, deployAt };
    if (isEnded(release.state)) {
      summaries.push({
        ...known,
        affectedTeams: affectedTeams.length,
        breaks: null,
        gatesClosed: null,
        understood: null,
        silentTeams: null,
        failing: null,
      });
      continue;
    }
    const view = await readRelease(house, records, release.id);
    const heard = new Set(view.understandings.map(({ team }) => team));
    const silent = view.affectedTeams.filter((team) => !heard.has(team));
    summaries.push({
      ...known,
      deployAt: view.plan?.deployAt ?? null,
      affectedTeams: view.affectedTeams.length,
      breaks: tallyOfSeverity(view.comparison, 'breaking'),
      gatesClosed: view.gates.filter(({ state }) => state !== 'open').length,
      understood: view.affectedTeams.length - silent.length,
      silentTeams: wasAnnounced(view) ? silent : [],
      failing: wrongInProduction(view.ladder).flatMap(({ harm, consumer }) =>
        harm === 'production-fails' ? consumer.consumer : [],
      ),
    });
  }
  return summaries;
}
