// Two releases in which each of seven operations answers with one shared schema, whose `id` becomes a number.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const sharing: readonly string[] = [...'abcdefg'].map((name) => `GET /${name}`);

/** Writes `shared-1.json` and `shared-2.json` into the folder. */
export function writeSharedSchema(folder: string): void {
  for (const [version, type] of [
    ['1', 'string'],
    ['2', 'integer'],
  ] as const) {
    const $ref = '#/components/schemas/Thing';
    const responses = { '200': { description: 'OK', content: { 'application/json': { schema: { $ref } } } } };
    const paths = Object.fromEntries(sharing.map((operation) => [operation.slice(4), { get: { responses } }]));
    const Thing = { type: 'object', required: ['id'], properties: { id: { type } } };
    const document = {
      openapi: '3.0.3',
      info: { title: 'Things', version },
      paths,
      components: { schemas: { Thing } },
    };
    writeFileSync(join(folder, `shared-${version}.json`), JSON.stringify(document));
  }
}
