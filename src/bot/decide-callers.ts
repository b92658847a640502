// Who answers for callers that the catalogue does not know. A claim makes a caller's calls those of a consumer, also
// of what is imported later; forwarding asks a team and leaves the question open; noise is nobody who could be hurt.
// Each decision is one row and one event, and can be taken back.
//
// A key may call several services. Whose it is holds in all of them; that it is noise holds only in those that whoever
// says so answers for, since another team's gate is not theirs to open. So nobody has to name a service on any face, and
// what the same caller does to a service that it calls later is asked of that service's own team.
//
// Who may is the same on every face. A team claims for itself, because what is claimed becomes its own work. What a team
// has claimed it alone gives away: taking it would take away the work that it has planned, unseen. Noise opens the gate
// for everybody, so it is said by the team that answers for the service, whose log it is. A manager may do all of it, by
// a token: on the command line and in Slack the catalogue says who somebody is, and it knows no managers.

import { nearest, TocsinError } from '../base/index.ts';
import {
  type CallerDecision,
  type CallerReport,
  type Catalog,
  foldedCallers,
  livingCatalog,
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
  const catalog = livingCatalog(house.catalog);
  const consumer = catalog.consumers.find(({ name }) => name === input.consumer);
  if (input.consumer !== undefined && consumer === undefined) {
    throw new TocsinError('not-found', `The catalogue does not know the consumer "${input.consumer}".`, {
      hint: `${didYouMean(input.consumer, catalog.consumers)}Add it under consumers in tocsin.yaml, or claim the caller for a team.`,
    });
  }
  const team = consumer?.team ?? input.team;
  if (team === undefined) {
    throw new TocsinError('usage', 'It is not said for whom the caller is claimed.', {
      hint: 'Name the consumer that it is, or the team that answers for it.',
    });
  }
  requireTeam(catalog, team);
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
  return decide(house, key, change, 'caller.claimed', word);
}

export async function forwardCaller(
  house: House,
  key: string,
  input: { readonly team: string },
  change: Change,
): Promise<CallerReport> {
  requireTeam(livingCatalog(house.catalog), input.team);
  demandKnownActor(house.catalog, change, 'forward a caller');
  const word = { decision: 'forwarded', team: input.team, consumer: null } as const;
  return decide(house, key, change, 'caller.forwarded', word);
}

export async function callNoise(house: House, key: string, change: Change): Promise<CallerReport> {
  if (change.why === undefined || change.why.trim() === '') {
    throw new TocsinError('usage', 'It is not said why this caller is noise.', {
      hint: 'Say what it is and why nobody is hurt when it fails.',
    });
  }
  demandKnownActor(house.catalog, change, 'call a caller noise');
  const { catalog } = house;
  const ownerOf = ({ service }: CallerReport) => catalog.services.find(({ name }) => name === service)?.owner ?? '';
  return alterCaller(house, key, change, 'caller.noise', async (changes, callers) => {
    const own = callers.filter((caller) => speaksFor(catalog, change, ownerOf(caller)));
    for (const caller of own.length > 0 ? own : callers) demandGivenAway(house, caller, change);
    if (own.length === 0) {
      const services = callers.map(({ service }) => service).join(' and ');
      const ask = callers.map(
        (caller) =>
          `${speakersOf(catalog, ownerOf(caller))} of ${ownerOf(caller)}, which answers for ${caller.service}`,
      );
      throw new TocsinError('not-allowed', `${change.actor.name} cannot call a caller of ${services} noise.`, {
        hint: `Ask ${ask.join(', or ')}, or a release manager on the board.`,
      });
    }
    for (const { service, requests, operations } of own) {
      const seen = { requests, operations };
      const word = { decision: 'noise', team: null, consumer: null, service, seen } as const;
      await changes.decideCaller({ ...word, ...sayWho(house, callers, change) });
    }
    return own.map((caller) => ({ of: [caller], data: { requests: caller.requests } }));
  });
}

export async function reopenCaller(house: House, key: string, change: Change): Promise<CallerReport> {
  demandKnownActor(house.catalog, change, 'reopen a caller');
  return alterCaller(house, key, change, 'caller.reopened', async (changes, callers) => {
    for (const caller of callers) demandGivenAway(house, caller, change);
    const of = callers.filter(({ decision }) => decision !== null);
    const [caller] = of;
    if (caller === undefined || !(await changes.reopenCaller(caller.key))) {
      throw new TocsinError('release-state', `Nothing was decided of the caller ${callers[0]?.key ?? key}.`, {
        hint: '`tocsin callers list` shows what was.',
      });
    }
    const { decision } = caller;
    return [{ of, data: { was: decision?.decision, ...(decision?.team == null ? {} : { team: decision.team }) } }];
  });
}

/** Of what a team claimed only that team decides anew, as long as the catalogue has it. */
function demandGivenAway({ catalog }: House, { decision, name, key }: CallerReport, change: Change): void {
  const holder = decision?.decision === 'claimed' ? decision.team : null;
  if (holder === null || !catalog.teams.some((team) => team.name === holder && !team.deleted)) return;
  if (speaksFor(catalog, change, holder)) return;
  throw new TocsinError('not-allowed', `${name ?? key} was claimed by ${decision?.by} for ${holder}.`, {
    hint: `Ask ${speakersOf(catalog, holder)} to give it away (reopen it), or a release manager on the board.`,
  });
}

/** In every service that it calls, or will. */
function decide(
  house: House,
  key: string,
  change: Change,
  type: EventType,
  word: Pick<CallerDecision, 'decision' | 'team' | 'consumer'>,
): Promise<CallerReport> {
  return alterCaller(house, key, change, type, async (changes, callers) => {
    for (const caller of callers) demandGivenAway(house, caller, change);
    const requests = callers.reduce((sum, caller) => sum + caller.requests, 0);
    const operations = [...new Set(callers.flatMap((caller) => caller.operations))];
    const seen = { requests, operations };
    await changes.decideCaller({ ...word, service: null, seen, ...sayWho(house, callers, change) });
    const { team, consumer } = word;
    const data = { ...(team === null ? {} : { team }), ...(consumer === null ? {} : { consumer }), requests };
    return [{ of: callers, data }];
  });
}

function sayWho(house: House, [caller]: Callers, change: Change): Pick<CallerDecision, 'key' | 'reason' | 'by' | 'at'> {
  return { key: caller.key, reason: change.why ?? null, by: change.actor.name, at: house.now() };
}

/** One caller, once for each service that it calls. */
type Callers = readonly [CallerReport, ...CallerReport[]];

async function alterCaller(
  house: House,
  key: string,
  change: Change,
  type: EventType,
  /** Answers an event for each decision, and in which services it holds. */
  work: (
    changes: Changes,
    callers: Callers,
  ) => Promise<readonly { of: readonly CallerReport[]; data: Readonly<Record<string, unknown>> }[]>,
): Promise<CallerReport> {
  // Others wait while somebody writes: what takes long is read before, and only the decisions are read again.
  const known = await house.store.read((records) => readCalls(house, records, null));
  const services = findCaller(survey(house, known, []), key).map(({ service }) => service);
  const calls = known.filter(({ service }) => services.includes(service));
  const after = await house.store.write(async (changes) => {
    const callers = findCaller(survey(house, calls, await changes.callerDecisions()), key);
    const [{ key: subject, name: caller }] = callers;
    const written = await work(changes, callers);
    for (const { of, data } of written) {
      const service = of.map((one) => one.service).join(', ');
      const why = change.why ?? null;
      await changes.append({
        at: house.now(),
        type,
        subject,
        actor: change.actor,
        why,
        data: { ...data, caller, service },
      });
    }
    const now = findCaller(survey(house, calls, await changes.callerDecisions()), subject);
    return now.find(({ service }) => service === written[0]?.of[0]?.service) ?? now[0];
  });
  await house.relay.catchUp();
  return after;
}

/** By the whole key or by how it begins, where that is only one. */
function findCaller(callers: readonly CallerReport[], key: string): Callers {
  const found = callers.filter((one) => one.key === key);
  const [first, ...others] =
    found.length > 0 ? found : callers.filter((one) => key.length >= 4 && one.key.startsWith(key));
  if (first !== undefined && others.every((one) => one.key === first.key)) return [first, ...others];
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

function requireTeam(catalog: Catalog, name: string): void {
  if (catalog.teams.some((team) => team.name === name)) return;
  throw new TocsinError('not-found', `The catalogue does not know the team "${name}".`, {
    hint: `${didYouMean(name, catalog.teams)}It knows ${catalog.teams.map((team) => team.name).join(', ')}.`,
  });
}

function didYouMean(name: string, known: readonly { readonly name: string }[]): string {
  const near = nearest(
    name,
    known.map((one) => one.name),
  );
  return near === null ? '' : `Did you mean ${near}? `;
}
