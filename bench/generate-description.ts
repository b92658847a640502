// Writes a pair of descriptions of any number of operations of which one changed, for the promise that cost follows the
// size of the change once both are read. Every tenth operation has schemas of its own name; all share a few.

import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '.cache', 'generated');

/** BASE and REVISION: in the latter the last operation asks for one more parameter. */
export async function generateDescriptions(operations: number): Promise<[base: string, revision: string]> {
  await mkdir(folder, { recursive: true });
  const files = [false, true].map((changed) => join(folder, `${operations}-${changed ? 'after' : 'before'}.json`));
  for (const [index, file] of files.entries()) {
    if (!existsSync(file)) await writeFile(file, JSON.stringify(describe(operations, index === 1), null, 2));
  }
  return files as [string, string];
}

function describe(operations: number, changed: boolean) {
  const paths: Record<string, Record<string, unknown>> = {};
  const schemas: Record<string, unknown> = {
    Problem: { type: 'object', required: ['title'], properties: { title: text(), detail: text() } },
    Owner: {
      type: 'object',
      required: ['id'],
      properties: { id: { type: 'integer' }, name: text(), boss: ref('Owner') },
    },
  };
  for (let number = 0; number < operations; number++) {
    const thing = `Thing${Math.floor(number / 10)}`;
    schemas[thing] ??= {
      type: 'object',
      required: ['id', 'owner'],
      properties: {
        id: { type: 'integer', minimum: 1 },
        owner: ref('Owner'),
        state: { type: 'string', enum: ['new', 'open', 'done'] },
        labels: { type: 'array', maxItems: 100, items: text() },
        size: { oneOf: [{ type: 'integer' }, { type: 'string', maxLength: 20 }] },
      },
    };
    const isLast = number === operations - 1;
    const path = `/area${Math.floor(number / 2)}/things/{id}`;
    paths[path] ??= {};
    paths[path][number % 2 === 0 ? 'get' : 'post'] = {
      operationId: `operation${number}`,
      description: `What operation ${number} does, in a sentence or two, as descriptions have them.`,
      parameters: [
        { name: 'id', in: 'path', required: true, schema: { type: 'integer' } },
        { name: 'limit', in: 'query', schema: { type: 'integer', maximum: 100 } },
        ...(changed && isLast ? [{ name: 'reason', in: 'query', required: true, schema: text() }] : []),
      ],
      ...(number % 2 === 1 && { requestBody: { required: true, content: json(ref(thing)) } }),
      responses: {
        200: { description: 'It went well.', content: json(ref(thing)) },
        404: { description: 'There is none.', content: json(ref('Problem')) },
      },
    };
  }
  return {
    openapi: '3.0.3',
    info: { title: 'Generated', version: changed ? '2' : '1' },
    paths,
    components: { schemas },
  };
}

const text = () => ({ type: 'string' });
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const json = (schema: object) => ({ 'application/json': { schema } });
