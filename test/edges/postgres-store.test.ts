import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { afterAll, describe, expect, test } from 'vitest';
import { openStore } from '../../src/store/index.ts';
import { storeContract } from '../store/store-contract.ts';
import { upgradeContract } from '../store/upgrade-contract.ts';
import { startPostgres } from '../support/postgres.ts';
import { requirement } from '../support/requirement.ts';

const postgres = await startPostgres();
const { skip, note } = requirement('postgres', 'because' in postgres ? postgres.because : null);
if (!('because' in postgres)) afterAll(() => postgres.stop());

describe.skipIf(skip)(`the store over PostgreSQL${note}`, () => {
  storeContract(async () => {
    if ('because' in postgres) throw new Error(postgres.because);
    const databaseUrl = await postgres.createDatabase();
    return () => openStore({ databaseUrl });
  });
  upgradeContract(async () => {
    if ('because' in postgres) throw new Error(postgres.because);
    const databaseUrl = await postgres.createDatabase();
    const connect = () =>
      new Kysely<unknown>({ dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: databaseUrl }) }) });
    return { connect, open: () => openStore({ databaseUrl }) };
  });
});

test('a server that is not there is named without its password', async () => {
  await expect(openStore({ databaseUrl: 'postgres://me:hush@127.0.0.1:1/tocsin' })).rejects.toMatchObject({
    code: 'store-unavailable',
    message: expect.stringMatching(/^The store postgres:\/\/127\.0\.0\.1:1\/tocsin cannot be used: (?!.*hush)/),
  });
});
