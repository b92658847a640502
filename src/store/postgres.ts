// The scale-out store: any number of web and worker nodes over one PostgreSQL.

import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Tables } from './tables.ts';

const bigintOid = 20;

/** `count(*)` and friends arrive as text, because a bigint may exceed a double; ours never do. */
const parsers: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === bigintOid ? Number : pg.types.getTypeParser(oid, format as 'text')) as typeof pg.types.getTypeParser,
};

/** Connects lazily: the first query tells whether the server is there. */
export function openPostgres(databaseUrl: string): Kysely<Tables> {
  const pool = new pg.Pool({ connectionString: databaseUrl, types: parsers, max: 8, connectionTimeoutMillis: 10_000 });
  // An idle connection that the server ends is replaced by the next query; without a listener it would end the process.
  pool.on('error', () => {});
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}
