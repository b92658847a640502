// What the consumers' repositories themselves tell of a port: asked of GitHub once an hour, kept as evidence where it
// changed. What cannot be asked now keeps what was known and is told with its reason; nothing is taken for done in the
// meantime. Another thing to ask is one file with a `RepositoryQuestion` and a line in the list below.

import type { House } from './house.ts';
import { deployedVersions } from './read-deployments.ts';
import { linkedPulls } from './read-portings.ts';
import type { RepositoryQuestion } from './repository-question.ts';
import { watchedReleases } from './watch-ladder.ts';

export async function readRepositories(house: House): Promise<void> {
  await ask(house, linkedPulls);
  await ask(house, deployedVersions);
}

async function ask<Ref, Answer extends object>(house: House, question: RepositoryQuestion<Ref, Answer>): Promise<void> {
  const askAll = question.askerOf(house);
  if (askAll === null) return;
  const hour = house.now().slice(0, 13);
  const moment = `${await house.store.read((records) => records.cursor())} ${hour}`;
  if (house.repositoriesRead.get(question.name) === moment) return;
  let isAll = true;
  for (const release of await house.store.read((records) => watchedReleases(house, records))) {
    const due = await house.store.read(async (records) => {
      const reads = new Map((await question.reads(records, release)).map((read) => [read.consumer, read]));
      return (await question.whom(house, records, release))
        .map((one) => ({ ...one, last: reads.get(one.consumer) ?? null }))
        .filter(({ last }) => last?.triedAt.slice(0, 13) !== hour);
    });
    if (due.length === 0) continue;
    const answers = await askAll(due.map(({ ref }) => ref));
    const told: { consumer: string; answer: Answer }[] = [];
    // No event: what GitHub answers about is told below, and that it did not answer changes nothing of the release.
    await house.store.write(async (changes) => {
      for (const [at, { consumer, last }] of due.entries()) {
        const answer = answers[at] ?? null;
        if (answer === null) isAll = false;
        if (answer === null) continue;
        const because = 'because' in answer ? answer.because : null;
        if (because === null) told.push({ consumer, answer: answer as Answer });
        const triedAt = house.now();
        const readAt = because === null ? triedAt : (last?.readAt ?? null);
        await question.setRead(changes, release, { consumer, triedAt, readAt, because });
      }
    });
    await question.keep(house, release, told);
  }
  if (isAll) house.repositoriesRead.set(question.name, moment);
}
