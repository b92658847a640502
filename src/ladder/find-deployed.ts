// Whether a consumer's port runs in production, by what was reported, read from GitHub or seen in its calls. What was put
// somewhere last is what runs there; where production is several places, each has to have it.

import { type Instant, sayDay } from '../base/index.ts';
import { isNamedProduction } from '../catalog/index.ts';
import { type Finds, listed } from './find-rungs.ts';
import { isAtLeast } from './is-at-least.ts';
import type { Deployment } from './ladder.ts';
import type { LadderInput } from './ladder-input.ts';
import { latest, runsInProduction, type SeenCall } from './seen-calls.ts';

/** As `Finds`; `since` is when it was put there, where that is known: `at` of the evidence is when it was seen last. */
export interface DeployedFinds extends Finds {
  readonly since: Instant | null;
  /** What is known to run instead, or where the port is not: a sentence; null where nothing is known of it. */
  readonly instead: string | null;
}

/** What is known of one place of production, such as `production` or `prod-eu`. */
interface Place {
  readonly name: string;
  /** What stands there and holds the port, oldest first; empty where that is not so, or not known. */
  readonly holding: readonly Deployment[];
  /** When something was put there that does not hold the port; empty where nothing was. */
  readonly takenBackAt: Instant | '';
  readonly newest: Deployment;
}

/** `wanted` is the version from which on it is ported. */
export function findDeployed(
  { deployments, deploymentReads, now }: LadderInput,
  name: string,
  calls: readonly SeenCall[],
  mergedAt: Instant | null,
  wanted: string | null,
): DeployedFinds {
  const holdsPort = (one: Deployment) => holds(one, mergedAt, wanted);
  const reported = deployments
    .filter(({ consumer, environment, at }) => consumer === name && isNamedProduction(environment) && at <= now)
    .toSorted((a, b) => (a.at < b.at ? -1 : 1));
  const places = placesOf(reported, holdsPort);
  const lacking = places.filter(({ holding }) => holding.length === 0);
  const inProduction = calls.filter(({ use }) => runsInProduction(use) && use.callerVersion !== null);
  const seen = latest(inProduction.filter(({ use }) => isNewEnough(use.callerVersion, wanted) === true));
  const behind = latest(inProduction.filter(({ use }) => isNewEnough(use.callerVersion, wanted) === false));
  const isEverywhere = places.length > 0 && lacking.length === 0;
  const first = isEverywhere ? latestOf(places.map(({ holding }) => holding[0]!)) : null;
  const last = isEverywhere ? latestOf(places.map(({ holding }) => holding.at(-1)!)) : null;
  const since = first?.at ?? seen?.use.firstSeen ?? null;
  // A call does not show from which of several places it came.
  const isThere =
    seen !== null && (places.length < 2 || isEverywhere) && places.every((one) => seen.use.lastSeen > one.takenBackAt);
  if (isThere && (behind === null || behind.use.lastSeen < seen.use.lastSeen)) {
    const what = `Version ${seen.use.callerVersion} was seen in production, last on ${sayDay(seen.use.lastSeen)}.`;
    return { evidence: { what, at: seen.use.lastSeen, url: null }, missing: '', ages: true, since, instead: null };
  }
  if (last !== null && (behind === null || behind.use.lastSeen < last.at)) {
    const version = last.version === null ? 'A version' : `Version ${last.version}`;
    const who = last.source === 'github' ? 'GitHub' : last.by;
    const where = places.length === 1 ? 'production' : `all ${places.length} production environments`;
    const what = `${version} was put into ${where} on ${sayDay(last.at)}, as ${who} reports.`;
    return { evidence: { what, at: last.at, url: last.url }, missing: '', ages: true, since, instead: null };
  }
  const instead =
    behind !== null
      ? `Production runs ${behind.use.callerVersion}, last seen on ${sayDay(behind.use.lastSeen)}; wanted is ${wanted}.`
      : lacking.length > 0
        ? sayLacking(lacking, places.length, holdsPort, wanted)
        : null;
  const missing = instead ?? 'No deployed version was seen or reported.';
  const unread = deploymentReads.find(({ consumer }) => consumer === name)?.because ?? null;
  const told = unread === null ? missing : `${missing} What GitHub knows of it could not be read: ${unread}`;
  return { evidence: null, missing: told, ages: true, since: null, instead };
}

/** Null where either version is not known, or they have no order. */
function isNewEnough(version: string | null, wanted: string | null): boolean | null {
  return version === null || wanted === null ? null : isAtLeast(version, wanted);
}

/** Null where that is not known. */
function holds(
  { version, at, source, holdsPort }: Deployment,
  mergedAt: Instant | null,
  wanted: string | null,
): boolean | null {
  const isWanted = isNewEnough(version, wanted);
  // A report is made for the port; GitHub tells of every deployment, whatever it was for.
  if (source === 'report') return isWanted ?? (mergedAt === null || at >= mergedAt);
  if (holdsPort === true) return true;
  // Its history lacks the merge: the port may have been picked onto another branch, or left out there.
  if (isWanted === true) return holdsPort === false ? null : true;
  return isWanted ?? holdsPort;
}

/** A report of `production` itself, by a person or a pipeline, speaks of all the places that it has. */
function isOfAll({ source, environment }: Deployment): boolean {
  return source === 'report' && environment === 'production';
}

function placesOf(reported: readonly Deployment[], holdsPort: (one: Deployment) => boolean | null): readonly Place[] {
  const named = [...new Set(reported.filter((one) => !isOfAll(one)).map(({ environment }) => environment))].sort();
  if (named.length === 0 && reported.length > 0) named.push('production');
  return named.map((name) => {
    const there = reported.filter((one) => one.environment === name || isOfAll(one));
    const lastWithout = there.findLastIndex((one) => holdsPort(one) === false);
    return {
      name,
      holding: there.slice(lastWithout + 1).filter((one) => holdsPort(one) === true),
      takenBackAt: there[lastWithout]?.at ?? '',
      newest: there.at(-1)!,
    };
  });
}

function latestOf(deployments: readonly Deployment[]): Deployment {
  return deployments.reduce((latest, one) => (one.at > latest.at ? one : latest));
}

/** What stands where the port is not known to. */
function sayLacking(
  lacking: readonly Place[],
  placeCount: number,
  holdsPort: (one: Deployment) => boolean | null,
  wanted: string | null,
): string {
  const [first] = lacking as readonly [Place];
  if (placeCount === 1) return `The last deployment known${sayNotHeld(first.newest, holdsPort, wanted)}`;
  const held = placeCount - lacking.length;
  const names = listed(lacking.map(({ name }) => name));
  const where = `It is known to be in ${held === 0 ? 'none' : held} of ${placeCount} production environments, and not in ${names}.`;
  return `${where} The last deployment known to ${first.name}${sayNotHeld(first.newest, holdsPort, wanted)}`;
}

function sayNotHeld(
  deployment: Deployment,
  holdsPort: (one: Deployment) => boolean | null,
  wanted: string | null,
): string {
  const { at, version } = deployment;
  const last = `${version === null ? '' : `, ${version}`}, of ${sayDay(at)}`;
  if (holdsPort(deployment) === false) return `${last}, does not hold the port.`;
  if (deployment.holdsPort === false) {
    return `${last}, may hold the port or not: it is no older than ${wanted}, yet its history lacks the merged pull request. If the port was picked onto its branch, say so with \`tocsin ladder deployed\`.`;
  }
  return wanted === null
    ? `${last}, may hold the port or not: no merged pull request of its repository and no version is known by which to tell.`
    : `${last}, may hold the port or not: it is not known to be ${wanted} or newer.`;
}
