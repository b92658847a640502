// After tsc: makes one file of each room that every comparison loads, since Node takes longer to find and open two
// hundred small modules than a small comparison takes. A room is entered through its index alone (dependency-cruiser
// sees to that), so its index can hold all of it; what a room loads late stays a chunk of its own.

import { dirname, join, resolve, sep } from 'node:path';
import { rolldown } from 'rolldown';

const dist = resolve(process.argv[2] ?? join(import.meta.dirname, '..', 'dist'));
const rooms = ['base', 'spec', 'diff', 'schema', 'rules', 'report', 'compare'];

for (const room of rooms) {
  const folder = join(dist, room);
  const bundle = await rolldown({
    input: join(folder, 'index.js'),
    platform: 'node',
    logLevel: 'warn',
    // Its own files alone: other rooms and packages are imported as before.
    external: (id, importer) =>
      importer !== undefined && (/^[^./]/.test(id) || !resolve(dirname(importer), id).startsWith(`${folder}${sep}`)),
  });
  await bundle.write({ dir: folder, entryFileNames: 'index.js', chunkFileNames: '[name].js' });
  await bundle.close();
}
