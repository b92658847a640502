// Writes pairs of small descriptions of one awkward shape in any size, for the promise that cost is no worse than
// linear in it. In the revision one thing changed.

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '.cache', 'shapes');

type Shape = (
  size: number,
  changed: boolean,
) => {
  /** The schema of each operation's body; of one operation where nothing is said. */
  readonly bodies?: readonly string[];
  readonly schemas: Record<string, object>;
};

const text = (changed: boolean) => ({ type: 'string', maxLength: changed ? 5 : 10 });
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

const shapes = {
  /** A body of so many alternatives, of which the last changed. */
  alternatives: (size, changed) => {
    const branch = (number: number) => ({
      type: 'object',
      required: ['kind'],
      properties: {
        kind: { type: 'string', enum: [`kind ${number}`] },
        [`value${number}`]: text(changed && number === size - 1),
      },
    });
    return { schemas: { Thing: { oneOf: Array.from({ length: size }, (_, number) => branch(number)) } } };
  },
  /** A chain of so many references, of which the last schema changed. */
  references: (size, changed) => {
    const link = (number: number) => ({
      type: 'object',
      properties: number === size ? { end: text(changed) } : { next: ref(`Thing${number + 1}`) },
    });
    const links = Array.from({ length: size }, (_, number) => [`Thing${number + 1}`, link(number + 1)]);
    return { schemas: { Thing: link(0), ...Object.fromEntries(links) } };
  },
  /** So many schemas, each of which refers to all of them. */
  recursion: (size, changed) => {
    const names = ['Thing', ...Array.from({ length: size - 1 }, (_, number) => `Thing${number + 1}`)];
    const others = Object.fromEntries(names.map((name) => [`to${name}`, ref(name)]));
    const schema = (name: string) => ({
      type: 'object',
      properties: { name: text(changed && name === names.at(-1)), ...others },
    });
    return { schemas: Object.fromEntries(names.map((name) => [name, schema(name)])) };
  },
  /** One changed schema that so many operations use. */
  uses: (size, changed) => ({
    bodies: Array.from({ length: size }, () => 'Thing'),
    schemas: {
      Thing: { type: 'object', properties: { name: text(changed), parts: { type: 'array', items: ref('Thing') } } },
    },
  }),
  /** So many schemas that may each hold six others in place of their names, and an operation for each of them. */
  thicket: (size, changed) => {
    const names = Array.from({ length: size }, (_, number) => `Thing${number}`);
    const schema = (number: number) => {
      const ways = [1, 2, 3, 5, 8, 13].map((step) => names[(number + step) % size]!);
      const links = ways.map((to, at) => [`link${at}`, { anyOf: [{ type: 'string' }, ref(to)] }]);
      return { type: 'object', properties: { name: text(changed && number === 1), ...Object.fromEntries(links) } };
    };
    return { bodies: names, schemas: Object.fromEntries(names.map((name, number) => [name, schema(number)])) };
  },
} satisfies Record<string, Shape>;

export type ShapeName = keyof typeof shapes;

/** BASE and REVISION. */
export async function generateShape(name: ShapeName, size: number): Promise<[base: string, revision: string]> {
  await mkdir(folder, { recursive: true });
  const files = [false, true].map((changed) => join(folder, `${name}-${size}-${changed ? 'after' : 'before'}.json`));
  for (const [index, file] of files.entries()) {
    const { bodies = ['Thing'], schemas }: ReturnType<Shape> = shapes[name](size, index === 1);
    const operation = (body: string) => ({
      post: {
        requestBody: { required: true, content: { 'application/json': { schema: ref(body) } } },
        responses: { 204: { description: 'It went well.' } },
      },
    });
    const paths = Object.fromEntries(bodies.map((body, number) => [`/things${number}`, operation(body)]));
    const info = { title: name, version: String(index + 1) };
    await writeFile(file, JSON.stringify({ openapi: '3.0.3', info, paths, components: { schemas } }, null, 2));
  }
  return files as [string, string];
}
