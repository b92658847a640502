// Is everything there that is needed? Each thing is looked at by itself, so that one fault does not hide the next.

import { sayInstant } from '../base/index.ts';
import { livingCatalog } from '../catalog/index.ts';
import { isEnded } from '../plan/index.ts';
import { judgeFeed } from '../roster/index.ts';
import type { Records, RepositoryRead } from '../store/index.ts';
import { dueSteps } from './due-steps.ts';
import type { House } from './house.ts';
import { listOfTeam, sayListOfTeam } from './recipients.ts';
import { catalogDifference } from './sync-catalog.ts';
import type { Checkup } from './tocsin.ts';

export async function examine(house: House, config: string): Promise<readonly Checkup[]> {
  const { catalog, policy, media, store } = house;
  const checkups: Checkup[] = [
    checkNode(),
    {
      name: 'config',
      state: 'ok',
      because: `${config}: ${catalog.services.length} services, ${catalog.consumers.length} consumers, ${catalog.teams.length} teams; version ${policy.version} of the policy.`,
      hint: null,
    },
  ];
  checkups.push(await checkStore(house));
  checkups.push(await checkCatalog(house));
  checkups.push(...(await checkAssessments(house)));
  for (const medium of media.all) {
    const { ok, because } = await medium.check().catch((error: Error) => ({ ok: false, because: error.message }));
    const route = medium.local ? `Writes to the local outbox: ${medium.because} ` : ok ? 'Speaks to its medium. ' : '';
    const tellsNobody = medium.local && wouldTell(medium.id, house);
    checkups.push({
      name: `channel ${medium.id}`,
      state: ok ? (tellsNobody ? 'unknown' : 'ok') : 'broken',
      because: `${route}${because}${tellsNobody ? ' Nobody is told by these.' : ''}`,
      hint: ok
        ? medium.local
          ? `Set delivery.channels.${medium.id} in tocsin.yaml to send in earnest.`
          : null
        : 'Mend what is named; what waits is tried again by itself, and what was refused meanwhile by `tocsin release retry`.',
    });
  }
  checkups.push({
    name: 'board',
    state: house.board === null ? 'unknown' : 'ok',
    because:
      house.board === null
        ? 'Where people find the board is not said, so messages carry no links.'
        : `Messages link to ${house.board}.`,
    hint: house.board === null ? 'Set delivery.board in tocsin.yaml.' : null,
  });
  checkups.push(checkTeams(house));
  checkups.push(await checkClock(house));
  checkups.push(await checkDeliveries(house));
  checkups.push(...(await checkFeeds(house)));
  if (policy.portingIssues) {
    checkups.push(
      await checkReads(house, 'pull requests', 'porting issues', (records, id) => records.portingReads(id)),
    );
  }
  if (policy.ladder.githubDeployments) checkups.push(await checkDeployments(house));
  return checkups;

  async function checkStore(of: House): Promise<Checkup> {
    const name = 'store';
    try {
      const events = await of.store.read((records) => records.cursor());
      return { name, state: 'ok', because: `${store.engine} at ${store.place}; ${events} events.`, hint: null };
    } catch (error) {
      return {
        name,
        state: 'broken',
        because: `${store.engine} at ${store.place}: ${(error as Error).message}`,
        hint: 'Check that the database can be reached and written to.',
      };
    }
  }
}

async function checkCatalog(house: House): Promise<Checkup> {
  const name = 'catalogue';
  try {
    const { changes, refusals } = await catalogDifference(house);
    const last = (await house.store.read((records) => records.history('catalog'))).at(-1);
    if (last?.data.sent === true) {
      const because = `It was sent last on ${sayInstant(last.at)} by ${last.actor.name}; of that counts what this server's own files do not describe.`;
      return changes.length === 0
        ? { name, state: 'ok', because, hint: null }
        : {
            name,
            state: 'unknown',
            because: `${because} ${changes.length} names in these differ from what was sent, or were never sent.`,
            hint: 'Take out of the server’s files what pipelines send, or bring it up to date.',
          };
    }
    const [first] = refusals;
    if (first !== undefined) {
      const more = refusals.length === 1 ? '' : ` So are ${refusals.length - 1} more.`;
      const because = `A sync of the files would be refused: ${first.because}${more}`;
      return { name, state: 'broken', because, hint: 'Run `tocsin catalog check` to see each, and mend the files.' };
    }
    return changes.length === 0
      ? { name, state: 'ok', because: 'The files are what was synced.', hint: null }
      : {
          name,
          state: 'ok',
          because: `${changes.length} names in the files differ from what was synced, or were never synced.`,
          hint: 'Run `tocsin catalog sync` in CI after each merge, so that no name is lost or given away unnoticed.',
        };
  } catch (error) {
    return { name, state: 'unknown', because: `It cannot be compared: ${(error as Error).message}`, hint: null };
  }
}

/** Whether people are written to by it: an agenda and a calendar are files that somebody looks into. */
function wouldTell(channel: string, { catalog: whole, policy }: House): boolean {
  const catalog = livingCatalog(whole);
  if (channel === 'slack') return catalog.chat.length > 0;
  if (channel === 'github') {
    return policy.portingIssues || catalog.meetings.some(({ agendaRepository }) => agendaRepository !== null);
  }
  return channel === 'mail';
}

/** Whether each team has an address at which it alone is told. */
function checkTeams({ catalog: whole }: House): Checkup {
  const name = 'teams';
  const catalog = livingCatalog(whole);
  const shared = catalog.teams.flatMap((team) => {
    const list = listOfTeam(team, catalog);
    return list === null ? [] : [sayListOfTeam(team, list)];
  });
  const [first] = shared;
  if (first === undefined) return { name, state: 'ok', because: 'Each has an address of its own.', hint: null };
  const more = shared.length === 1 ? '' : ` So is that of ${shared.length - 1} more.`;
  return { name, state: 'unknown', because: `${first.because}${more}`, hint: first.hint };
}

export function checkNode(): Checkup {
  return { name: 'node', state: 'ok', because: `Node.js ${process.versions.node} runs this.`, hint: null };
}

async function checkDeployments(house: House): Promise<Checkup> {
  if (house.media.of('github')?.deployedVersions !== undefined) {
    return checkReads(house, 'deployments', 'consumers', (records, id) => records.deploymentReads(id));
  }
  return {
    name: 'deployments',
    state: 'unknown',
    because: 'policy.ladder.githubDeployments asks for them, and nothing here speaks to GitHub.',
    hint: 'Give a token that may read deployments in delivery.channels.github.',
  };
}

/** Releases whose assessment lacks what an earlier version did not keep: then what is called cannot be told in full. */
async function checkAssessments({ store, contracts }: House): Promise<readonly Checkup[]> {
  const lackingIn = async (records: Records) => {
    const open = (await records.releases()).filter(({ state }) => !isEnded(state));
    const lacking = [];
    for (const { id } of open) {
      const assessment = await records.assessment(id);
      if (assessment === null) continue;
      const { operations, serverPaths } = assessment;
      if (operations === null || (serverPaths === null && contracts.length > 0)) lacking.push(id);
    }
    return lacking;
  };
  // A store that cannot be read has its own line.
  const old = await store.read(lackingIn).catch(() => []);
  if (old.length === 0) return [];
  const [which, were] = old.length === 1 ? [old[0], 'was'] : [old.join(', '), 'were'];
  return [
    {
      name: 'assessments',
      state: 'unknown',
      because: `${which} ${were} assessed by an earlier version of Tocsin, which did not keep under which paths the servers answer: what contracts call there may be missed.`,
      hint: 'Assess again with the same documents: tocsin release assess SERVICE VERSION BASE REVISION.',
    },
  ];
}

/** Whether repositories can be read: what cannot is not known to be unported. */
async function checkReads(
  { store }: House,
  name: 'pull requests' | 'deployments',
  whose: string,
  readsOf: (records: Records, release: string) => Promise<readonly RepositoryRead[]>,
): Promise<Checkup> {
  try {
    const reads = await store.read(async (records) => {
      const ids = (await records.releases()).filter(({ state }) => !isEnded(state)).map(({ id }) => id);
      return (await Promise.all(ids.map((id) => readsOf(records, id)))).flat();
    });
    const unread = reads.filter(({ because }) => because !== null);
    const [first] = unread;
    if (first === undefined) {
      return { name, state: 'ok', because: `Those of ${reads.length} ${whose} could be read.`, hint: null };
    }
    const since = first.readAt === null ? 'yet' : `since ${sayInstant(first.readAt)}`;
    return {
      name,
      state: 'unknown',
      because: `Those of ${unread.length} of ${reads.length} ${whose} were not read; of ${first.consumer} not ${since}: ${first.because}`,
      hint: `Until they are, one shows only where it is reported: \`tocsin ladder ${name === 'deployments' ? 'deployed' : 'merged'}\`.`,
    };
  } catch (error) {
    return { name, state: 'unknown', because: `It cannot be told: ${(error as Error).message}`, hint: null };
  }
}

/** Whether each team's on-call calendar can be read, and has somebody for the deploys that are coming. */
async function checkFeeds({ catalog, store, onCall, now }: House): Promise<readonly Checkup[]> {
  await onCall.refresh();
  const coming = await store.read(async (records) => {
    const plans = [];
    for (const { id, state } of await records.releases()) {
      const plan = isEnded(state) ? null : await records.plan(id);
      if (plan === null || plan.watchUntil <= now()) continue;
      plans.push({ id, plan, teams: new Set((await records.shifts(id)).map(({ team }) => team)) });
    }
    return plans.toSorted((a, b) => (a.plan.deployAt < b.plan.deployAt ? -1 : 1));
  });
  return [...onCall.known()].map(([team, feed]): Checkup => {
    const { title = team, zone = 'UTC' } = catalog.teams.find((one) => one.name === team) ?? {};
    const name = `on-call ${team}`;
    const hint = `Mend teams.${team}.onCall in tocsin.yaml; until then the roster asks the team's members.`;
    const own = coming.filter(({ teams }) => teams.has(team));
    const read = judgeFeed(feed, { from: now(), until: now(), zone });
    if ('unread' in read) return { name, state: 'broken', because: `It cannot be read: ${read.unread}.`, hint };
    const open = own.flatMap(({ id, plan }) => {
      const judged = judgeFeed(feed, { from: plan.deployAt, until: plan.watchUntil, zone });
      return 'gaps' in judged ? judged.gaps.map((gap) => ({ id, ...gap })) : [];
    });
    const [first] = open;
    if (first !== undefined) {
      const more = open.length === 1 ? '' : `, and in ${open.length - 1} more stretches`;
      return {
        name,
        state: 'unknown',
        because: `It has nobody of ${title} for ${first.id} from ${sayInstant(first.start)} to ${sayInstant(first.end)}${more}.`,
        hint: "The roster asks the team's members for these hours; put somebody on duty there if that is not meant.",
      };
    }
    const covered = own.map(({ id }) => id).join(', ');
    return {
      name,
      state: 'ok',
      because: covered === '' ? 'It can be read; no deploy is coming for it.' : `It has somebody for ${covered}.`,
      hint: null,
    };
  });
}

/** Longer than the pause between two runs of `tocsin tick` from cron. */
const overdueMinutes = 15;

/** Whether something sends what falls due: told by what is still waiting, whichever process should have done it. */
async function checkClock({ store, now }: House): Promise<Checkup> {
  const name = 'clock';
  try {
    const overdue = await store.read(async (records) => {
      const waiting: { readonly at: string; readonly what: string }[] = [];
      for (const { id, state } of await records.releases()) {
        const plan = state === 'announced' ? await records.plan(id) : null;
        if (plan === null) continue;
        for (const { kind, at } of dueSteps(plan, await records.writtenSteps(id), now())) {
          waiting.push({ at, what: `the ${kind} of ${id}` });
        }
      }
      const delivery = await records.nextDelivery();
      if (delivery !== null) waiting.push({ at: delivery, what: 'a message in the outbox' });
      return waiting
        .filter(({ at }) => Date.parse(now()) - Date.parse(at) > overdueMinutes * 60_000)
        .toSorted((one, other) => (one.at < other.at ? -1 : 1));
    });
    const [first] = overdue;
    if (first === undefined) return { name, state: 'ok', because: 'Nothing that fell due is waiting.', hint: null };
    const more = overdue.length === 1 ? '' : `, and ${overdue.length - 1} more`;
    return {
      name,
      state: 'broken',
      because: `Not sent: ${first.what}, due since ${sayInstant(first.at)}${more}.`,
      hint: 'Run `tocsin tick`: it sends what is due, or says what keeps it. Then keep `tocsin serve` or a cron job running.',
    };
  } catch (error) {
    return { name, state: 'unknown', because: `It cannot be told: ${(error as Error).message}`, hint: null };
  }
}

async function checkDeliveries({ store }: House): Promise<Checkup> {
  const name = 'deliveries';
  try {
    const { counts, refused } = await store.read(async (records) => {
      const all = await records.deliveryCounts();
      const ids: string[] = [];
      for (const { id } of all.refused > 0 ? await records.releases() : []) {
        if ((await records.deliveries(id)).some(({ state }) => state === 'refused')) ids.push(id);
      }
      return { counts: all, refused: ids };
    });
    const because = `${counts.delivered} delivered, ${counts.written > 0 ? `${counts.written} only written to the outbox, ` : ''}${counts.queued} queued, ${counts.deferred} to be tried again, ${counts.refused} refused.`;
    if (counts.refused > 0) {
      return {
        name,
        state: 'broken',
        because,
        hint: refused
          .map((id) => `\`tocsin release show ${id}\` says why; once it is mended, \`tocsin release retry ${id}\`.`)
          .join(' '),
      };
    }
    return { name, state: 'ok', because, hint: null };
  } catch (error) {
    return { name, state: 'unknown', because: `The outbox cannot be read: ${(error as Error).message}`, hint: null };
  }
}
