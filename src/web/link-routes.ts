// The page behind a signed link in a mail: someone without an account says for one team, or for one shift, what the
// link was made for. Opening it shows the page; only its form acts, since scanners open links too.

import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { TocsinError } from '../base/index.ts';
import { type Change, type LinkClaim, readLink } from '../bot/index.ts';
import type { Faces } from './page-routes.ts';
import { consumerOnPage, consumersOf, operationsMet } from './release-details.ts';
import { releasePage } from './release-page.ts';
import type { TeamRoster } from './roster-on-page.ts';
import { wordOf } from './said.ts';

/** What a person says by a link; feeds and calendars are only read. */
type Spoken = Extract<LinkClaim, { for: 'understand' | 'acknowledge' }>;

export function linkRoutes(scope: FastifyInstance, { tocsin, clock, secret, send }: Faces): void {
  const pages = scope.withTypeProvider<ZodTypeProvider>();
  // Copied from a sentence, a link often brings along what ends it; a token ends in no such sign.
  const params = z.object({ token: z.string().transform((token) => token.replace(/[^\w-]+$/, '')) });

  const claimOf = (token: string): Spoken => {
    const read = readLink(secret, token, clock.now());
    if (read.claim?.for === 'understand' || read.claim?.for === 'acknowledge') return read.claim;
    if (read.claim === null && read.because === 'expired') {
      throw new TocsinError('not-allowed', 'This link has expired.', {
        hint: 'Take the one in the latest mail about the release, or answer that mail; with a token, open the release on the board and sign in.',
      });
    }
    throw new TocsinError('not-allowed', 'This link was not made by this Tocsin, or was cut short.', {
      hint: 'Copy it whole from the mail, or open the release on the board and sign in.',
    });
  };
  const releaseOf = (claim: Spoken) => (claim.for === 'understand' ? claim.release : (claim.shift.split('/')[0] ?? ''));

  const querystring = z.object({ said: z.string().optional() });
  pages.get('/links/:token', { schema: { hide: true, params, querystring } }, async (request, reply) => {
    const claim = claimOf(request.params.token);
    const page = releasePage(await tocsin.release(releaseOf(claim)), tocsin.catalog, clock.now(), null);
    const team = claim.for === 'understand' ? claim.team : (claim.shift.split('/')[1] ?? '');
    const shift = claim.for === 'acknowledge' ? (page.view.shifts.find(({ id }) => id === claim.shift) ?? null) : null;
    const mayAnswer =
      claim.for === 'understand'
        ? request.query.said === undefined
        : shift !== null && shift.acknowledged === null && shift.releasedAt === null;
    return send(request, reply, 'link', {
      title: claim.for === 'understand' ? 'Say that your team has understood' : 'Acknowledge your shift',
      said: wordOf(request.query.said),
      claim,
      token: request.params.token,
      page,
      team: tocsin.catalog.teams.find(({ name }) => name === team) ?? null,
      teamName: team,
      mine: page.teams.find(({ name }) => name === team) ?? null,
      consumers: consumersOf(page.view, tocsin.catalog)
        .filter((entry) => entry.team === team)
        .map((entry) => ({
          ...consumerOnPage(page.view, tocsin.catalog, entry),
          operations: operationsMet(page.view, entry),
        })),
      rosters: claim.for === 'acknowledge' ? rosterOfShift(page.rosters, claim.shift) : [],
      shift,
      asks: mayAnswer && page.ending === null,
    });
  });

  pages.post(
    '/links/:token',
    {
      schema: {
        hide: true,
        params,
        body: z.object({ name: z.string().trim().min(1).max(200), note: z.string().max(2000).optional() }),
      },
    },
    async (request, reply) => {
      const claim = claimOf(request.params.token);
      const { name, note } = request.body;
      const change: Change = { actor: { name, via: 'mail' }, why: undefined };
      if (claim.for === 'understand') {
        await tocsin.understand(claim.release, { team: claim.team, ...(note ? { note } : {}) }, change);
      } else {
        await tocsin.acknowledgeShift(claim.shift, change);
      }
      const said = claim.for === 'understand' ? 'understand' : 'acknowledge';
      // Back to the link's own page: who has no account may read no other where reading needs one.
      return reply.redirect(`/links/${request.params.token}?said=${said}`, 303);
    },
  );
}

/** The roster cut down to the one shift that a link speaks for. */
function rosterOfShift(rosters: readonly TeamRoster[], id: string): readonly TeamRoster[] {
  return rosters
    .map((roster) => ({ ...roster, shifts: roster.shifts.filter(({ shift }) => shift.id === id) }))
    .filter(({ shifts }) => shifts.length > 0);
}
