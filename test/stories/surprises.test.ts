import { describe } from 'vitest';
import { tellTheSurprises } from '../support/surprises.ts';

describe('the surprises of the deploy day, each seen before the day', () => {
  tellTheSurprises(async () => ({}));
});
