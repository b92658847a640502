// Who answers for callers that the catalogue does not know. A claim makes a caller's calls those of a consumer, also
// of what is imported later; forwarding asks a team and leaves the question open; noise is nobody who could be hurt.
// Each decision is one row and one event, and can be taken back.
//
// Who may is the same on every face. A team claims for itself, because what is claimed becomes its own work. What a team
// has claimed it alone gives away: taking it would take away the work that it has planned, unseen. Noise opens the gate
// for everybody, so it is said by the team that answers for the service, whose log it is. A manager may do all of it, by
// a token: on the command line and in Slack the catalogue says who somebody is, and it knows no managers.

import { TocsinError } from '../base/index.ts';
import {
  type CallerDecision,
  type CallerReport,
  foldedCallers,
  surveyCallers,
  type UseEvidence,
} from '../catalog/index.ts';
import { isEnded } from '../plan/index.ts';
import type { Assessment, Changes, EventType, Records } from '../store/index.ts';
import type { House } from './house.ts';
import type { Change } from './tocsin.ts';
import { demandKnownActor, demandMember, speakersOf, speaksFor } from './vouch-for-actor.ts';

/** What is known of a service's callers, decisions aside. It may be much: it is read before anything is written. */
interface CallsOfService {
  readonly service: string;
  readonly evidence: readonly UseEvidence[];
  readonly releases: readonly Assessment[];
}

/** Of one service, or of all that the catalogue knows. */
export async function listCallers(house: House, service: string | null): Promise<CallerReport[]> {
  const [calls, decisions] = await house.store.read(async (records) => [
    await readCalls(house, records, service),
    await records.callerDecisions(),
  ]);
  return survey(house, calls, decisions);
}

/** Those that were forwarded to a team. Where none was, nobody's calls are read. */
export async function callersAskedOf(house: House, team: string): Promise<CallerReport[]> {
  const decisions = await house.store.read((records) => records.callerDecisions());
  if (!decisions.some((one) => one.decision === 'forwarded' && one.team === team)) return [];
  return (await listCallers(house, null)).filter(({ forwarded }) => forwarded?.team === team);
}

async function readCalls(house: House, records: Records, service: string | null): Promise<readonly CallsOfService[]> {
  const services = house.catalog.services.map(({ name }) => name);
  if (service !== null && !services.includes(service)) {
    throw new TocsinError('not-found', `The catalogue does not know the service "${service}".`, {
      hint: `It knows ${services.join(', ')}.`,
    });
  }
  const coming = (await records.releases()).filter(({ state }) => !isEnded(state));
  const calls: CallsOfService[] = [];
  for (const name of service === null ? services : [service]) {
    const evidence = await records.useEvidence(name);
    if (evidence.length === 0) continue;
    const releases: Assessment[] = [];
    for (const release of coming.filter((one) => one.service === name)) {
      const assessment = await records.assessment(release.id);
      if (assessment !== null) releases.push(assessment);
    }
    calls.push({ service: name, evidence, releases });
  }
  return calls;
}

function survey(
  { catalog }: House,
  calls: readonly CallsOfService[],
  decisions: readonly CallerDecision[],
): CallerReport[] {
  return calls.flatMap((own) => surveyCallers({ catalog, decisions, ...own }));
}

export async function claimCaller(
  house: House,
  key: string,
  input: { readonly consumer?: string | undefined; readonly team?: string | undefined },
  change: Change,
): Promise<CallerReport> {
  const { catalog } = house;
  const consumer = catalog.consumers.find(({ name }) => name === input.consumer);
  if (input.consumer !== undefined && consumer === undefined) {
    throw new TocsinError('not-found', `The catalogue does not know the consumer "${input.consumer}".`, {
      hint: 'Add it under consumers in tocsin.yaml, or claim the caller for a team.',
    });
  }
  const team = consumer?.team ?? input.team;
  if (team === undefined) {
    throw new TocsinError('usage', 'It is not said for whom the caller is claimed.', {
      hint: 'Name the consumer that it is, or the team that answers for it.',
    });
  }
  requireTeam(house, team);
  if (input.team !== undefined && input.team !== team) {
    throw new TocsinError('usage', `${consumer?.name} is of ${team}, not of ${input.team}.`, {
      hint: 'Name the consumer alone.',
    });
  }
  demandMember(catalog, change, team);
  if (key === foldedCallers) {
    throw new TocsinError('usage', 'These are many callers that were counted together, so they are nobody’s own.', {
      hint: 'Give consumers that are known a seenAs in tocsin.yaml, and import the log anew: fewer are left to be told apart.',
    });
  }
  const word = { decision: 'claimed', team, consumer: consumer?.name ?? null } as const;
  return decide(house, key, change, 'caller.claimed', word, (caller) => demandGivenAway(house, caller, change));
}

export async function forwardCaller(
  house: House,
  key: string,
  input: { readonly team: string },
  change: Change,
): Promise<CallerReport> {
  requireTeam(house, input.team);
  demandKnownActor(house.catalog, change, 'forward a caller');
  const word = { decision: 'forwarded', team: input.team, consumer: null } as const;
  return decide(house, key, change, 'caller.forwarded', word, (caller) => demandGivenAway(house, caller, change));
}

export async function callNoise(house: House, key: string, change: Change): Promise<CallerReport> {
  if (change.why === undefined || change.why.trim() === '') {
    throw new TocsinError('usage', 'It is not said why this caller is noise.', {
      hint: 'Say what it is and why nobody is hurt when it fails.',
    });
  }
  demandKnownActor(house.catalog, change, 'call a caller noise');
  const word = { decision: 'noise', team: null, consumer: null } as const;
  return decide(house, key, change, 'caller.noise', word, (caller) => {
    demandGivenAway(house, caller, change);
    const { catalog } = house;
    const owner = catalog.services.find(({ name }) => name === caller.service)?.owner ?? '';
    if (speaksFor(catalog, change, owner)) return;
    throw new TocsinError('not-allowed', `${change.actor.name} cannot call a caller of ${caller.service} noise.`, {
      hint: `Ask ${speakersOf(catalog, owner)} of ${owner}, which answers for ${caller.service}, or a release manager on the board.`,
    });
  });
}

export async function reopenCaller(house: House, key: string, change: Change): Promise<CallerReport> {
  demandKnownActor(house.catalog, change, 'reopen a caller');
  return alterCaller(house, key, change, 'caller.reopened', async (changes, caller) => {
    demandGivenAway(house, caller, change);
    if (!(await changes.reopenCaller(caller.key))) {
      throw new TocsinError('release-state', `Nothing was decided of the caller ${caller.key}.`, {
        hint: '`tocsin callers list` shows what was.',
      });
    }
    const { decision } = caller;
    return { was: decision?.decision, ...(decision?.team == null ? {} : { team: decision.team }) };
  });
}

/** Of what a team claimed only that team decides anew, as long as the catalogue has it. */
function demandGivenAway({ catalog }: House, { decision, name, key }: CallerReport, change: Change): void {
  const holder = decision?.decision === 'claimed' ? decision.team : null;
  if (holder === null || !catalog.teams.some((team) => team.name === holder)) return;
  if (speaksFor(catalog, change, holder)) return;
  throw new TocsinError('not-allowed', `${name ?? key} was claimed by ${decision?.by} for ${holder}.`, {
    hint: `Ask ${speakersOf(catalog, holder)} to give it away (reopen it), or a release manager on the board.`,
  });
}

function decide(
  house: House,
  key: string,
  change: Change,
  type: EventType,
  word: Pick<CallerDecision, 'decision' | 'team' | 'consumer'>,
  demandMay: (caller: CallerReport) => void,
): Promise<CallerReport> {
  return alterCaller(house, key, change, type, async (changes, caller) => {
    demandMay(caller);
    const { requests, operations } = caller;
    await changes.decideCaller({
      ...word,
      key: caller.key,
      reason: change.why ?? null,
      by: change.actor.name,
      at: house.now(),
      seen: { requests, operations },
    });
    const { team, consumer } = word;
    return { ...(team === null ? {} : { team }), ...(consumer === null ? {} : { consumer }), requests };
  });
}

async function alterCaller(
  house: House,
  key: string,
  change: Change,
  type: EventType,
  work: (changes: Changes, caller: CallerReport) => Promise<Readonly<Record<string, unknown>>>,
): Promise<CallerReport> {
  // Others wait while somebody writes: what takes long is read before, and only the decisions are read again.
  const known = await house.store.read((records) => readCalls(house, records, null));
  const { service } = findCaller(survey(house, known, []), key);
  const calls = known.filter((one) => one.service === service);
  const after = await house.store.write(async (changes) => {
    const caller = findCaller(survey(house, calls, await changes.callerDecisions()), key);
    const data = await work(changes, caller);
    await changes.append({
      at: house.now(),
      type,
      subject: caller.key,
      actor: change.actor,
      why: change.why ?? null,
      data: { ...data, caller: caller.name, service: caller.service },
    });
    return findCaller(survey(house, calls, await changes.callerDecisions()), caller.key);
  });
  await house.relay.catchUp();
  return after;
}

/** By the whole key or by how it begins, where that is only one. */
function findCaller(callers: readonly CallerReport[], key: string): CallerReport {
  const found = callers.filter((one) => one.key === key);
  const [first] = found.length > 0 ? found : callers.filter((one) => key.length >= 4 && one.key.startsWith(key));
  const others = callers.filter((one) => key.length >= 4 && one.key.startsWith(key) && one.key !== first?.key);
  if (first !== undefined && (found.length > 0 || others.length === 0)) return first;
  throw new TocsinError('not-found', `There is no ${first === undefined ? '' : 'single '}caller ${key}.`, {
    hint:
      callers.length === 0
        ? 'No call was imported of anybody whom the catalogue does not know: tocsin evidence import.'
        : `There are ${callers
            .slice(0, 5)
            .map((one) => one.key)
            .join(', ')}${callers.length > 5 ? ', …' : ''}: tocsin callers list.`,
  });
}

function requireTeam({ catalog }: House, name: string): void {
  if (catalog.teams.some((team) => team.name === name)) return;
  throw new TocsinError('not-found', `The catalogue does not know the team "${name}".`, {
    hint: `It knows ${catalog.teams.map((team) => team.name).join(', ')}.`,
  });
}
