// The chapters of the demo that read evidence: who really calls, from logs, a recorded session and a contract; who that
// is, when nobody knew; and how far each consumer has come a week before the deploy.

import { Readable } from 'node:stream';
import type { ReleaseView } from '../../bot/index.ts';
import { findEvidenceFiles } from '../../evidence/index.ts';
import type { Ladder } from '../../ladder/index.ts';
import type { Gate } from '../../plan/index.ts';
import { bytesOf } from '../bytes-of.ts';
import { importContracts } from '../evidence/import-contracts.ts';
import { gridKey, gridLines, summaryOf } from '../print-ladder.ts';
import { readOrganisation } from '../read-organisation.ts';
import type { Shell } from '../shell.ts';
import type { Storyteller } from './storyteller.ts';

const release = 'pkgdb-2.0';

/** Unknown callers get the same keys in each run, so that the story can be compared; elsewhere each installation has its own. */
const salt = 'the demo';

/** Imports files of the example into pkgdb's evidence; how many calls they held. */
async function readLogs(
  { tocsin, by }: Storyteller,
  shell: Shell,
  files: readonly string[],
  environment: string,
): Promise<number> {
  const sources = await findEvidenceFiles(files, { cwd: shell.cwd, stdin: bytesOf(Readable.from([])) });
  const { batch } = await tocsin.importEvidence({ service: 'pkgdb', sources, environment, salt }, by('Tadeo Ibarra'));
  return batch.uses.reduce((sum, { requests }) => sum + requests, 0);
}

/** On the day of the assessment: two scripts that nobody had declared, and a break that passes its consumer by. */
export async function lookWhoCalls(story: Storyteller, shell: Shell): Promise<void> {
  const { tocsin, by, say, tell } = story;
  const { bold, red, green, magenta, dim } = story.paint;
  story.chapter('Look who really calls');
  const calls =
    (await readLogs(story, shell, ['evidence/production/access.log-20260215.gz'], 'production')) +
    (await readLogs(story, shell, ['evidence/grant-scripts.har'], 'production'));
  const organisation = await readOrganisation(shell, { pact: ['evidence/fedpkg-pkgdb.pact.json'] });
  const service = tocsin.catalog.services.find(({ name }) => name === 'pkgdb');
  if (service === undefined) throw new Error('The example lacks its own service.');
  await importContracts(shell, tocsin, organisation, service, { change: by('Tadeo Ibarra') });
  const view = await tocsin.release(release);

  tell(`A week of production’s log, a recorded session and a contract: ${calls} calls, some of them by strangers.`);
  for (const { key, name, requests, breaking, operations, guess } of view.impact.unknownCallers) {
    const breaks = breaking.length > 0;
    const what = breaks ? `what breaks: ${breaking.join(', ')}` : `${operations.join(', ')}, which does not break`;
    say(`   ${breaks ? red('✖') : magenta('?')} ${bold(name ?? key)}, ${requests} calls of ${what}`);
    if (guess !== null) say(dim(`     Perhaps of ${guess.team}: ${guess.because}`));
  }
  for (const { consumer, spared } of view.impact.consumers) {
    for (const { because } of spared) tell(`${bold(consumer)} is spared a part. ${because}`, green('✔'));
  }
  tell(`The gate “${gateOf(view)?.title}” is ${gateOf(view)?.state}: ${gateOf(view)?.because}`);
  await tocsin.forwardCaller(await keyOf(story, 'translation-stats'), { team: 'translation' }, by('Tadeo Ibarra'));
  const why = 'The monitoring asks for the version, which stays.';
  await tocsin.callNoise(await keyOf(story, 'check_http'), by('Tadeo Ibarra', why));
  tell('The team that was guessed is asked, the monitoring is called noise, and nobody knows whose the curl is.');
}

export async function translationClaims(story: Storyteller): Promise<void> {
  const { tocsin, by, note } = story;
  const caller = await tocsin.claimCaller(
    await keyOf(story, 'translation-stats'),
    { team: 'translation' },
    by('Caio Tavares'),
  );
  note(`Caio Tavares claims ${caller.name} for translation, a team outside that was on no list of consumers.`);
  await tocsin.understand(release, { team: 'translation', note: 'Ours since 2019' }, by('Caio Tavares'));
}

export async function relengClaims(story: Storyteller): Promise<void> {
  const { tocsin, by, note } = story;
  await tocsin.claimCaller(
    await keyOf(story, 'curl'),
    { consumer: 'koji-sync' },
    by('Peter Rasmussen', 'A cron job on the old host'),
  );
  const gate = gateOf(await tocsin.release(release));
  note(`Peter Rasmussen knows the curl: koji-sync’s cron job. The gate is ${gate?.state}: ${gate?.because}`);
}

/** A week before the deploy: what contradicts itself is loud, a word looks different from a proof. */
export async function climb(story: Storyteller, shell: Shell): Promise<void> {
  const { tocsin, say, tell, out } = story;
  story.chapter('Climb: what is said, what is seen, and what contradicts itself');
  await readLogs(story, shell, ['evidence/production/access.log-20260301'], 'production');
  await readLogs(story, shell, ['evidence/staging/access.log-20260301'], 'staging');
  await tocsin.tick();
  const { ladder, burnDown } = await tocsin.release(release);
  tellContradictions(story, ladder);
  say('');
  for (const line of gridLines(ladder.consumers, out)) say(`   ${line}`);
  tell(gridKey);
  say('');
  tell(`${summaryOf(ladder.consumers)} ${burnDown.forecast.because}`);
}

/** After the deploy: who has come home, and who breaks now. */
export async function readTheDay(story: Storyteller, shell: Shell): Promise<void> {
  const { tocsin, tell } = story;
  await readLogs(story, shell, ['evidence/production/access.log'], 'production');
  await tocsin.tick();
  const { ladder } = await tocsin.release(release);
  tell(`The log of the first hour is read. ${summaryOf(ladder.consumers)}`);
  tellContradictions(story, ladder);
}

function tellContradictions({ tell, paint: { bold, red } }: Storyteller, { consumers }: Ladder): void {
  for (const { consumer, contradictions } of consumers)
    for (const { because } of contradictions) tell(`${bold(consumer)}: ${because}`, red('✖'));
}

async function keyOf({ tocsin }: Storyteller, name: string): Promise<string> {
  const caller = (await tocsin.callers('pkgdb')).find((one) => one.name === name);
  if (caller === undefined) throw new Error(`The example's logs do not hold ${name}.`);
  return caller.key;
}

function gateOf({ gates }: ReleaseView): Gate | undefined {
  return gates.find(({ name }) => name === 'callers');
}
