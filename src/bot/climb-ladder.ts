// What people and pipelines say of a consumer's way up. A claim is a team's word and stays one; a deployment that is
// reported is evidence, so it is taken only from the team itself or from a pipeline.

import { nearest, sayInstant, TocsinError } from '../base/index.ts';
import { type LinkedPullRequest, type Rung, rungTitles } from '../ladder/index.ts';
import { instantText } from '../store/index.ts';
import { alterRelease } from './alter-release.ts';
import type { House } from './house.ts';
import type { Change, DeploymentInput, MergeInput, ReleaseView } from './tocsin.ts';
import { demandMember, demandReporter } from './vouch-for-actor.ts';
import { demandWebAddress } from './web-address.ts';

export async function claimRung(
  house: House,
  id: string,
  input: { readonly consumer: string; readonly rung: Rung; readonly version?: string },
  change: Change,
): Promise<ReleaseView> {
  return alterRelease(house, id, change, async (work) => {
    const { consumer, team } = onLadder(work.view, input.consumer);
    demandMember(house.catalog, change, team);
    if (input.rung === 'aware') {
      throw new TocsinError('usage', `That ${team} is aware is said by its own word, not claimed for a consumer.`, {
        hint: `Say it: tocsin release understood ${id} --team ${team}.`,
      });
    }
    const claim = { consumer, rung: input.rung, version: input.version ?? null };
    await work.changes.setRungClaim(id, {
      ...claim,
      by: change.actor.name,
      at: house.now(),
      via: change.actor.via,
      why: change.why ?? null,
    });
    await work.record('ladder.claimed', { ...claim, team });
  });
}

export async function withdrawClaim(
  house: House,
  id: string,
  input: { readonly consumer: string; readonly rung: Rung },
  change: Change,
): Promise<ReleaseView> {
  return alterRelease(house, id, change, async (work) => {
    const { consumer, team } = onLadder(work.view, input.consumer);
    demandMember(house.catalog, change, team);
    if (!(await work.changes.dropRungClaim(id, consumer, input.rung))) {
      throw new TocsinError('not-found', `Nobody claims that ${consumer} is ${rungTitles[input.rung]}.`, {
        hint: `\`tocsin ladder ${id}\` shows what is claimed, and by whom.`,
      });
    }
    await work.record('ladder.withdrawn', { consumer, rung: input.rung, team });
  });
}

/**
 * `at` is when it was put there, now where it is not said; the same report twice is one.
 * @throws TocsinError `usage` where the address is not one of the web: it becomes a link on the board
 */
export async function recordDeployment(
  house: House,
  id: string,
  input: DeploymentInput,
  change: Change,
): Promise<ReleaseView> {
  const at = instantText(input.at ?? house.now());
  if (at > house.now()) {
    throw new TocsinError('usage', `${sayInstant(at)} is still to come.`, {
      hint: 'Report a deployment once it was made.',
    });
  }
  if (input.url !== undefined) demandWebAddress(input.url);
  return alterRelease(house, id, change, async (work) => {
    const { consumer, team } = onLadder(work.view, input.consumer);
    demandReporter(house.catalog, change, team);
    const deployment = {
      consumer,
      environment: input.environment ?? 'production',
      version: input.version ?? null,
      at,
      by: change.actor.name,
      source: 'report' as const,
      url: input.url ?? null,
      holdsPort: null,
    };
    if (!(await work.changes.setDeployment(id, deployment))) return;
    await work.record('ladder.deployed', { ...deployment, team });
  });
}

/**
 * That the pull request which ports a consumer was merged; the same one reported again says when anew.
 * @throws TocsinError `usage` where the address is not that of a pull or merge request
 */
export async function recordMerge(house: House, id: string, input: MergeInput, change: Change): Promise<ReleaseView> {
  const at = instantText(input.at ?? house.now());
  if (at > house.now())
    throw new TocsinError('usage', `${sayInstant(at)} is still to come.`, { hint: 'Report a merge once it was made.' });
  const [, repository, number] =
    /^https?:\/\/[^/\s]+\/(\S+?)\/(?:-\/)?(?:pull|pulls|merge_requests)\/(\d+)\/?$/.exec(input.url) ?? [];
  if (repository === undefined) {
    throw new TocsinError('usage', `${input.url} is not the address of a pull request.`, {
      hint: 'Give it as https://HOST/OWNER/REPOSITORY/pull/NUMBER.',
    });
  }
  return alterRelease(house, id, change, async (work) => {
    const { consumer, team } = onLadder(work.view, input.consumer);
    demandReporter(house.catalog, change, team);
    const before = (await work.changes.portings(id)).find((one) => one.consumer === consumer);
    const merged: LinkedPullRequest = {
      repository,
      number: Number(number),
      url: input.url,
      state: 'merged',
      mergedAt: at,
    };
    await work.changes.setPorting(id, {
      consumer,
      pullRequests: [...(before?.pullRequests ?? []).filter(({ url }) => url !== input.url), merged],
      readAt: house.now(),
    });
    await work.record('ladder.pull-request', { consumer, team, pullRequest: `${repository}#${number}`, mergedAt: at });
  });
}

/** A consumer that has to climb. @throws TocsinError `not-found` where the release does not concern it, and why */
export function onLadder(view: ReleaseView, name: string): { consumer: string; team: string } {
  const { consumers } = view.ladder;
  const found = consumers.find(({ consumer }) => consumer === name);
  if (found !== undefined) return found;
  const names = consumers.map(({ consumer }) => consumer);
  const spared = view.impact.consumers.find(({ consumer }) => consumer === name);
  if (spared !== undefined) {
    throw new TocsinError('not-found', `${name} does not stand on the ladder of ${view.release.id}.`, {
      hint: spared.notAffectedBecause ?? `It is reached through ${spared.via.join(', ')}, which has to be ported.`,
    });
  }
  const near = nearest(name, names);
  const there = names.length === 0 ? 'It hits none that is known.' : `It concerns ${names.join(', ')}.`;
  throw new TocsinError('not-found', `${view.release.id} concerns no consumer called ${name}.`, {
    hint: near === null ? there : `Did you mean ${near}?`,
  });
}
