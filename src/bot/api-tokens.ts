// Tokens of the HTTP API. Only a hash is kept: whoever reads the store cannot speak for anyone. A token is random
// enough (256 bits) that a plain hash cannot be searched.

import { createHash, randomBytes } from 'node:crypto';
import { TocsinError } from '../base/index.ts';
import { fullName, livingCatalog, samePerson } from '../catalog/index.ts';
import type { Principal } from '../store/index.ts';
import type { House } from './house.ts';
import type { Change, Speaker } from './tocsin.ts';
import { demandSomebody, givesWords, teamsWith } from './vouch-for-actor.ts';

const prefix = 'tocsin_';

/** @throws TocsinError `not-allowed` where it would speak for a person whom the catalogue does not know */
export async function issueToken(house: House, principal: Principal, change: Change): Promise<{ token: string }> {
  const { name, role, team } = principal;
  if (name.trim() === '') throw new TocsinError('usage', 'A token needs the name of whom it stands for.');
  const { teams } = livingCatalog(house.catalog);
  if (team !== null && !teams.some((one) => one.name === team)) {
    throw new TocsinError('not-found', `The catalogue does not know the team "${team}".`, {
      hint: `It knows ${teams.map((one) => one.name).join(', ')}.`,
    });
  }
  demandSomebody(house.catalog, principal);
  const token = prefix + randomBytes(32).toString('base64url');
  await house.store.write(async (changes) => {
    await changes.addToken(tokenId(token), { name, role, team }, house.now());
    await changes.append({
      at: house.now(),
      type: 'token.issued',
      subject: name,
      actor: change.actor,
      why: change.why ?? null,
      data: { role, team },
    });
  });
  await house.relay.catchUp();
  return { token };
}

export async function authenticate(house: House, token: string): Promise<Speaker | null> {
  return token.startsWith(prefix) ? speakerOf(house, tokenId(token)) : null;
}

/** By the catalogue's name of its person, whichever of their names the token was made with: words are counted by it. */
export async function speakerOf({ store, catalog }: House, id: string): Promise<Speaker | null> {
  const principal = await store.read((records) => records.tokenPrincipal(id));
  if (principal === null) return null;
  const { name, role, team } = principal;
  if (!givesWords(role)) return { name, role, teams: [] };
  const teams = role === 'manager' ? [] : team === null ? teamsWith(catalog, name) : [team];
  return { name: fullName(catalog, name), role, teams };
}

/** All of a person, whichever of their names each was made with. */
export async function revokeTokens(house: House, name: string, change: Change): Promise<number> {
  const revoked = await house.store.write(async (changes) => {
    const names = (await changes.tokenNames()).filter((one) => samePerson(house.catalog, one, name));
    const count = await changes.revokeTokens(names, house.now());
    if (count > 0) {
      await changes.append({
        at: house.now(),
        type: 'token.revoked',
        subject: name,
        actor: change.actor,
        why: change.why ?? null,
        data: { count },
      });
    }
    return count;
  });
  await house.relay.catchUp();
  return revoked;
}

/** By which a token is known where it must not be held: its SHA-256, hex. It opens nothing. */
export function tokenId(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
