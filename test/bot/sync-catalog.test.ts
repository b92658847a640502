import { describe } from 'vitest';
import { catalogContract } from '../support/catalog-contract.ts';

describe('a sync of the catalogue over SQLite', () => {
  catalogContract(async () => ({}));
});
