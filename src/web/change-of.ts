// A change of state as someone asked for it over HTTP: who stands for it, and whether their role may.

import type { FastifyRequest } from 'fastify';
import type { Change, Speaker } from '../bot/index.ts';
import { type Action, demand } from './may-do.ts';
import { NotSignedIn } from './problem.ts';

/** `team` is the team whose word is given. @throws NotSignedIn, TocsinError `not-allowed` */
export function changeByToken(
  { principal }: Pick<FastifyRequest, 'principal'>,
  action: Action,
  given: Pick<Change, 'why' | 'stamp'>,
  team: string | null = null,
): Change {
  if (principal === null) throw new NotSignedIn('This call changes something, so it needs a token.');
  return changeOf(principal, 'api', action, given, team);
}

/** The same by a form of the board, which `isOurs` finds to be of this session, or throws. */
export function changeByForm(
  { principal }: Pick<FastifyRequest, 'principal'>,
  isOurs: () => void,
  action: Action,
  given: Pick<Change, 'why' | 'stamp'>,
  team: string | null = null,
): Change {
  if (principal === null) throw new NotSignedIn('This form changes something, so it needs someone to stand for it.');
  isOurs();
  return changeOf(principal, 'web', action, given, team);
}

function changeOf(
  principal: Speaker,
  via: 'api' | 'web',
  action: Action,
  { why, stamp }: Pick<Change, 'why' | 'stamp'>,
  team: string | null,
): Change {
  demand(principal, action, team);
  return { actor: { name: principal.name, via }, speaker: principal, why: why?.trim() || undefined, stamp };
}
