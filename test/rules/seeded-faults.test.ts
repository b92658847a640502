// The faults are seeded by hand (`--faults` of both soaks), since that takes hours; that each can be seeded is seen here,
// so that whoever moves the code takes them along.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { schemaFaults } from '../schema/seeded-faults.ts';
import { comparisonFaults } from './seeded-faults.ts';

describe.each([
  ['src', comparisonFaults],
  ['src/schema', schemaFaults],
])('the faults seeded into %s', (room, faults) => {
  it.each(faults)('can be: $says', ({ file, find, put }) => {
    const text = readFileSync(join(import.meta.dirname, '../..', room, file), 'utf8');
    expect(text.split(find)).toHaveLength(2);
    expect(put).not.toBe(find);
  });
});
