import { afterAll, describe } from 'vitest';
import { startPostgres } from '../support/postgres.ts';
import { requirement } from '../support/requirement.ts';
import { tellTheSurprises } from '../support/surprises.ts';

const postgres = await startPostgres();
const { skip, note } = requirement('postgres', 'because' in postgres ? postgres.because : null);
if (!('because' in postgres)) afterAll(() => postgres.stop());

describe.skipIf(skip)(`the surprises of the deploy day, over PostgreSQL${note}`, () => {
  tellTheSurprises(async () => {
    if ('because' in postgres) throw new Error(postgres.because);
    return { DATABASE_URL: await postgres.createDatabase() };
  });
});
