import { afterAll, describe } from 'vitest';
import { catalogContract } from '../support/catalog-contract.ts';
import { startPostgres } from '../support/postgres.ts';
import { requirement } from '../support/requirement.ts';

const postgres = await startPostgres();
const { skip, note } = requirement('postgres', 'because' in postgres ? postgres.because : null);
if (!('because' in postgres)) afterAll(() => postgres.stop());

describe.skipIf(skip)(`a sync of the catalogue over PostgreSQL${note}`, () => {
  catalogContract(async () => {
    if ('because' in postgres) throw new Error(postgres.because);
    return { DATABASE_URL: await postgres.createDatabase() };
  });
});
