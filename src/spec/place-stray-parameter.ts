import type { OperationEntry, Parameter } from './operation.ts';
import { pathParameterNames } from './path-template.ts';
import type { SpecProblem } from './source-document.ts';

/**
 * `/authors/{id}` with a path parameter `authorId`: one of the two was renamed and the other was forgotten. Where there is
 * but the one of each, the parameter takes that place in `found`, and the slip is added to `problems`.
 */
export function placeStrayParameter(
  found: Map<string, Parameter>,
  { kind, path }: Pick<OperationEntry, 'kind' | 'path'>,
  problems: SpecProblem[],
): void {
  if (kind !== 'path') return;
  const inPath = [...found.values()].filter((parameter) => parameter.in === 'path');
  const places = pathParameterNames(path);
  const [stray, ...otherStrays] = inPath.filter(({ name }) => !places.includes(name));
  if (stray === undefined || otherStrays.length > 0) return;
  const [free, ...othersFree] = places.filter((place) => !inPath.some(({ name }) => name === place));
  if (free === undefined || othersFree.length > 0) return;
  const key = `path #${places.indexOf(free)}`;
  found.delete(stray.key);
  found.set(key, { ...stray, key });
  const message = `The path ${path} describes no parameter \`${free}\`, and its path parameter \`${stray.name}\` stands nowhere in it.`;
  if (problems.some((told) => told.message === message)) return; // of another method, or read before
  problems.push({
    code: 'path-parameter-misnamed',
    message,
    hint: 'Call both the same; until then they are compared as one.',
    position: stray.spot.document.locate(`${stray.spot.pointer}/name`),
    hides: false,
  });
}
