// The tokens of the HTTP API, kept by their hashes.

import type { Kysely, Transaction } from 'kysely';
import type { Instant } from '../base/index.ts';
import { instantText } from './instant-text.ts';
import type { Principal, Role } from './ledger.ts';
import type { Tables } from './tables.ts';

export interface TokenRecords {
  tokenPrincipal(hash: string): Promise<Principal | null>;
  /** Of those that hold, as they were made. */
  tokenNames(): Promise<readonly string[]>;
}

export interface TokenChanges {
  addToken(hash: string, principal: Principal, at: Instant): Promise<void>;
  revokeTokens(names: readonly string[], at: Instant): Promise<number>;
}

export function readTokens(db: Kysely<Tables>): TokenRecords {
  return {
    async tokenPrincipal(hash) {
      const row = await db
        .selectFrom('api_tokens')
        .select(['name', 'role', 'team'])
        .where('hash', '=', hash)
        .where('revoked_at', 'is', null)
        .executeTakeFirst();
      return row ? { name: row.name, role: row.role as Role, team: row.team } : null;
    },
    async tokenNames() {
      const rows = await db
        .selectFrom('api_tokens')
        .select('name')
        .distinct()
        .where('revoked_at', 'is', null)
        .execute();
      return rows.map((row) => row.name);
    },
  };
}

export function changeTokens(db: Transaction<Tables>): TokenChanges {
  return {
    async addToken(hash, principal, at) {
      await db
        .insertInto('api_tokens')
        .values({ hash, ...principal, created_at: instantText(at), revoked_at: null })
        .execute();
    },
    async revokeTokens(names, at) {
      if (names.length === 0) return 0;
      const result = await db
        .updateTable('api_tokens')
        .set({ revoked_at: instantText(at) })
        .where('name', 'in', names)
        .where('revoked_at', 'is', null)
        .executeTakeFirst();
      return Number(result.numUpdatedRows);
    },
  };
}
