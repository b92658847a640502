// Where an operation stood, or would stand, in the release that has it not: what is nearest to it there.

import {
  type Api,
  followReference,
  memberSpot,
  type OperationEntry,
  pathItemKey,
  rootSpot,
  type Spot,
  splitCallbackPath,
} from '../spec/index.ts';
import type { Both } from './pair.ts';

/** Its path item, also one that holds no operation or cannot be read; else what would hold it. */
export function nearPathItem(api: Api, entry: OperationEntry): Spot {
  const known = api.pathItems.get(pathItemKey(entry));
  if (known !== undefined) return known.spot;
  const ofPaths = entry.path.includes('?') ? ['x-ms-paths', 'paths'] : ['paths', 'x-ms-paths'];
  const fields = entry.kind === 'path' ? ofPaths : ['webhooks', 'x-webhooks'];
  const [holder] = api.roots.flatMap(({ document }) =>
    fields.flatMap((field) => memberSpot(rootSpot(document), field) ?? []),
  );
  return holder ?? api.spot;
}

/** What is left of a callback in the operations that hold it, or held it. */
export function nearCallback({ name, path }: OperationEntry, { before, after }: Both<Spot>): Both<Spot> {
  const near = (operation: Spot) => {
    let spot = operation;
    for (const key of ['callbacks', name ?? '', splitCallbackPath(path)[1] ?? '']) {
      const below = memberSpot(spot, key);
      if (below === null) break;
      spot = followReference(below)?.spot ?? below;
    }
    return spot;
  };
  return { before: near(before), after: near(after) };
}
