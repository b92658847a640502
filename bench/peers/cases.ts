// Every change in every place, in both directions: what a suite of tests by hand would come to, and more.

import { catalogue } from '../../src/rules/index.ts';
import { type Json, type PeerCase, unflattened, usually, withNotice } from './case.ts';
import { documentChanges } from './document-changes.ts';
import { schemaChanges } from './schema-changes.ts';
import { schemaPlaces } from './schema-places.ts';

const versions = { '3.0': '3.0.3', '3.1': '3.1.0' } as const;
const info = { title: 'Example', version: '1.0.0' };

/** The examples of our own rules; the other tool does not read Swagger 2. */
export function exampleCases(): PeerCase[] {
  return catalogue.flatMap(({ id, examples }) =>
    examples()
      .reports.map(({ before, after }, index) => ({
        name: `example ${index} of ${id}`,
        before,
        after,
        alone: false,
        flags: withNotice,
      }))
      .filter(({ before, after }) => !('swagger' in before) && !('swagger' in after)),
  );
}

export function generatedCases(): PeerCase[] {
  const cases: PeerCase[] = [];
  const bothWays = (name: string, left: Json, right: Json, more: Pick<PeerCase, 'alone' | 'flags'>) => {
    cases.push(
      { name, before: left, after: right, ...more },
      { name: `${name}, back`, before: right, after: left, ...more },
    );
  };
  for (const place of schemaPlaces) {
    for (const change of schemaChanges) {
      const version = change.only ?? place.only ?? '3.1';
      if (place.only !== undefined && change.only !== undefined && place.only !== change.only) continue;
      const document = (schema: object | boolean) => ({
        openapi: versions[version],
        info,
        paths: {},
        ...place.around(schema),
      });
      bothWays(`${change.name} @ ${place.name}`, document(change.left), document(change.right), {
        alone: true,
        flags: usually,
      });
    }
  }
  for (const change of documentChanges) {
    const document = (parts: Json) => ({ openapi: versions['3.1'], info, ...parts });
    bothWays(change.name, document(change.left), document(change.right), {
      alone: change.shared !== true,
      flags: change.lifecycle ? withNotice : change.unflattened ? unflattened : usually,
    });
  }
  return cases;
}
