// All paths under another prefix, `/v1` and then `/v2`: each operation is gone, and what else changed in it is compared
// only where the prefixes are taken off.

import { matchOperations } from '../diff/index.ts';
import { type Api, normalisePath, type OperationEntry, type SpecProblem } from '../spec/index.ts';

/**
 * A note with the prefixes, of the operations that are compared; none where fewer than two of them, or not most of those that
 * are gone, are there under another one.
 */
export function movedPaths(base: Api, revision: Api, isCompared: (path: string) => boolean): SpecProblem[] {
  const alone = matchOperations(base, revision).filter(({ before, after }) => before === null || after === null);
  const onlyIn = (side: 'before' | 'after') =>
    alone.flatMap(({ [side]: entry }) => (entry?.kind === 'path' && isCompared(entry.path) ? [entry] : []));
  const gone = onlyIn('before');
  if (gone.length < 2) return [];
  const come = Map.groupBy(
    onlyIn('after').flatMap((entry) => splits(entry)),
    ({ rest }) => rest,
  );
  if (come.size === 0) return [];
  const moves = Map.groupBy(
    gone.flatMap((entry) => moveOf(entry, come)),
    ([from, to]) => JSON.stringify([from, to]),
  );
  const [most] = [...moves.values()].toSorted((one, other) => other.length - one.length);
  if (most === undefined || most.length < 2 || most.length * 2 <= gone.length) return [];
  const [from, to] = most[0]!;
  const all = most.length === gone.length;
  const where = to === '' ? `without ${from}` : `under ${to}${from === '' ? '' : ` in place of ${from}`}`;
  const options = { '--strip-prefix-base': from, '--strip-prefix-revision': to };
  const asked = Object.entries(options).flatMap(([name, prefix]) => (prefix === '' ? [] : [`${name} ${prefix}`]));
  return [
    {
      code: 'paths-moved',
      message: `${all ? `All ${gone.length} operations` : `${most.length} of the ${gone.length} operations`} that are gone are there ${where}; what else changed in them was not compared.`,
      hint: `Compare with ${asked.join(' ')}, or with compare.stripPrefix in tocsin.yaml.`,
      position: null,
      hides: false,
    },
  ];
}

type Move = readonly [from: string, to: string];

interface Split {
  readonly prefix: string;
  /** With the method: `GET /pets/{}`. */
  readonly rest: string;
}

/** The longest rest first: `/v1/pets` as '' and `/v1/pets`, as `/v1` and `/pets`; no prefix has a parameter in it. */
function splits({ method, path }: OperationEntry): readonly Split[] {
  const found: Split[] = [];
  for (let at = 0; at >= 0 && at < path.length - 1; at = path.indexOf('/', at + 1)) {
    const prefix = path.slice(0, at);
    if (prefix.includes('{')) break;
    found.push({ prefix, rest: `${method} ${normalisePath(path.slice(at))}` });
  }
  return found;
}

/** Whither an operation went, where there is no choice. */
function moveOf(entry: OperationEntry, come: ReadonlyMap<string, readonly Split[]>): Move[] {
  for (const { prefix, rest } of splits(entry)) {
    const [found, ...others] = come.get(rest) ?? [];
    if (found !== undefined) return others.length === 0 ? [[prefix, found.prefix]] : [];
  }
  return [];
}
