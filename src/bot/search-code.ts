// A search in code, from where it was cut off to evidence in the store. What was found so far is kept after every page;
// evidence is recorded only when everything was searched, and all at once.

import { createHash } from 'node:crypto';
import { type Instant, TocsinError } from '../base/index.ts';
import { evidenceOfCode, nothingSearched, planSearch, searchGithub } from '../evidence/index.ts';
import type { House } from './house.ts';
import { recordEvidence } from './record-evidence.ts';
import type { Change, CodeSearchInput, CodeSearchReport } from './tocsin.ts';

/** Code has changed since: an older search is begun anew, and the lines that it found are not kept. */
const keptForHours = 24;

function tooOld({ now }: House): Instant {
  return new Date(Date.parse(now()) - keptForHours * 3_600_000).toISOString();
}

/** Searches that nobody went on with. They are no evidence, so the log does not hold them. */
export async function forgetOldSearches(house: House): Promise<void> {
  const before = tooOld(house);
  if (!(await house.store.read((records) => records.hasSearchBefore(before)))) return;
  await house.store.write((changes) => changes.forgetSearches(before));
}

/** @throws TocsinError `usage` where nothing says where to look, `not-found`, `not-allowed` */
export async function searchCode(house: House, input: CodeSearchInput, change: Change): Promise<CodeSearchReport> {
  const { service: name, operations } = input;
  const service = house.catalog.services.find((one) => one.name === name && !one.deleted);
  if (service === undefined) throw new TocsinError('not-found', `The catalogue does not know the service "${name}".`);
  const settings = house.evidence.codeSearch;
  const scope = [
    ...[...settings.organisations, ...(input.organisations ?? [])].map((one) => `org:${one}`),
    ...[...settings.repositories, ...(input.repositories ?? [])].map((one) => `repo:${one}`),
  ].join(' ');
  if (scope === '') {
    throw new TocsinError('usage', 'Nothing says whose code is to be searched.', {
      hint: 'Name organisations or repositories under evidence.codeSearch in tocsin.yaml, or with --org and --repo.',
    });
  }
  const queries = planSearch(operations, service.sdk);
  if (queries.length === 0) {
    throw new TocsinError('usage', `Nothing of ${name} is telling enough to be searched for.`, {
      hint: `Name its packages under services.${name}.sdk in tocsin.yaml.`,
    });
  }
  const plan = createHash('sha256')
    .update(JSON.stringify([scope, queries]))
    .digest('hex');
  const kept = await house.store.read((records) => records.searchUnderWay(name));
  const resumed = kept !== null && kept.plan === plan && kept.at > tooOld(house);
  const at = resumed ? kept.at : house.now();

  const { progress, unfinishedBecause } = await searchGithub(queries, resumed ? kept.progress : nothingSearched, {
    scope,
    token: input.token,
    apiUrl: input.apiUrl,
    wait: input.wait,
    keep: async (progress) => {
      await house.store.write((changes) => changes.keepSearch(name, { plan, at, progress }));
      input.advance?.(progress.done.length, queries.length);
    },
  });
  const { except } = settings;
  const { uses, notes } = evidenceOfCode(progress.hits, {
    service: name,
    catalog: house.catalog,
    operations,
    except,
    at,
  });
  const report = {
    uses,
    notes: [...progress.notes, ...notes],
    queries: { done: progress.done.length, all: queries.length },
    resumed,
    unfinishedBecause,
  };
  if (unfinishedBecause !== null) return { ...report, recorded: false };

  const content = uses.map(({ consumer, callerName, operation }) => [consumer, callerName, operation]).sort();
  const id = createHash('sha256')
    .update(JSON.stringify([name, scope, at.slice(0, 10), content]))
    .digest('hex');
  const { recorded } = await recordEvidence(
    house,
    {
      id: `sha256:${id}`,
      service: name,
      source: 'code search',
      origin: scope,
      replaces: true,
      uses,
      marks: [],
      unmatched: [],
      notes: report.notes,
    },
    change,
  );
  await house.store.write((changes) => changes.endSearch(name));
  return { ...report, recorded };
}
