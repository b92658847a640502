// Who may be behind a caller that nobody has claimed. A guess is for a person to ask the right team first; it names its
// reason, and there is none where the caller's name is one that anybody's program has.

import { type Catalog, livingCatalog } from './catalog.ts';
import type { CallerGuess } from './impact.ts';

/** Words that say how a program calls, not whose it is. */
const idle = new Set(
  (
    'aiohttp apache api app agent axios batch bot browser build cli client commons cron curl daemon dart deno dev dist fetch ' +
    'fluent go got guzzle guzzlehttp headless http httpclient httpie httpx https insomnia internal java java11 job jobs ' +
    'kit lib library libwww linux local lwp main master monitor mozilla net node nodejs okhttp openjdk perl php poller ' +
    'postman postmanruntime prod production python python3 reqwest request requests resty rest restsharp ruby runtime ' +
    'rust script scripts sdk server service simple staging stg superagent svc sync task test the tool tools typhoeus ' +
    'undici unknown urllib urllib2 urllib3 user wget worker www'
  ).split(' '),
);

interface Owner {
  readonly what: string;
  readonly team: string;
  readonly consumer: string | null;
}

interface Caller {
  readonly name: string | null;
  /** Keys of operations, as `resolve` gives them. */
  readonly operations: readonly string[];
}

/**
 * Made once for a service; each question then costs what the caller's own words and operations cost. Nobody is guessed
 * that is deleted in the catalogue: there is nobody left to ask.
 */
export function guesserOfOwners(
  whole: Catalog,
  service: string,
  resolve: (operation: string) => string,
): (caller: Caller) => CallerGuess | null {
  const catalog = livingCatalog(whole);
  const own = new Set(wordsOf(service));
  const telling = (text: string) => wordsOf(text).filter((word) => !idle.has(word) && !own.has(word));
  const owners = new Map<string, Owner[]>();
  const add = (text: string, owner: Owner) => {
    const key = telling(text).join(' ');
    if (key === '') return;
    const known = owners.get(key);
    if (known === undefined) owners.set(key, [owner]);
    else known.push(owner);
  };
  const repositoryOwners = new Map<string, Set<string>>();
  for (const { name, title, team, repository } of catalog.consumers) {
    const owner = { what: `the consumer ${name} of ${team}`, team, consumer: name };
    for (const text of new Set([name, title])) add(text, owner);
    if (repository === null) continue;
    const [account = '', project = ''] = repository.split('/').slice(-2);
    add(project, { ...owner, what: `${repository}, the repository of ${name}` });
    repositoryOwners.set(account.toLowerCase(), (repositoryOwners.get(account.toLowerCase()) ?? new Set()).add(team));
  }
  for (const { name, title, owner } of catalog.services) {
    if (name === service) continue;
    for (const text of new Set([name, title])) add(text, { what: `the service ${name}`, team: owner, consumer: null });
  }
  for (const { name, title } of catalog.teams) {
    for (const text of new Set([name, title])) add(text, { what: `the team ${name}`, team: name, consumer: null });
  }
  const declared = catalog.consumers.flatMap(({ name, team, uses }) => {
    const operations = uses.find((use) => use.service === service)?.operations ?? [];
    return operations.length < 2
      ? []
      : [{ name, team, operations: [...new Set(operations.map(resolve))].sort().join('\n') }];
  });
  const byOperations = Map.groupBy(declared, ({ operations }) => operations);

  return ({ name, operations }) => {
    const called = name ?? '';
    // A name that several teams answer to says nothing.
    const alike = runsOf(telling(called))
      .map((run) => owners.get(run) ?? [])
      .find((found) => found.length > 0 && found.every(({ team }) => team === found[0]?.team));
    const byName = alike?.find(({ consumer }) => consumer !== null) ?? alike?.[0];
    if (byName !== undefined) {
      return {
        team: byName.team,
        consumer: byName.consumer,
        because: `It calls itself ${called}, like ${byName.what}.`,
      };
    }
    const account = /^([\w.-]+)\/[\w.-]+$/.exec(called)?.[1]?.toLowerCase();
    const teams = [...(repositoryOwners.get(account ?? '') ?? [])];
    if (teams.length === 1) {
      return { team: teams[0] as string, consumer: null, because: `Its repository ${called} stands beside theirs.` };
    }
    const same = byOperations.get([...new Set(operations)].sort().join('\n')) ?? [];
    const [one] = same;
    if (one !== undefined && same.length === 1) {
      const because = `It calls the very operations that ${one.name} declares.`;
      return { team: one.team, consumer: one.name, because };
    }
    return null;
  };
}

function wordsOf(text: string): string[] {
  return text
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && !/^v?\d+$/.test(word));
}

/** Every stretch of words, the longest first: `release notes bot` holds `release notes`. */
function runsOf(words: readonly string[]): string[] {
  const few = words.slice(0, 8);
  const runs: string[] = [];
  for (let length = few.length; length > 0; length--) {
    for (let start = 0; start + length <= few.length; start++) runs.push(few.slice(start, start + length).join(' '));
  }
  return runs;
}
