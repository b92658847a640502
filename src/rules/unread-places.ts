// Where a description could not be read: a list where there must be an object, a `$ref` that leads nowhere, `gte` for
// `get`. Of what seems gone, new or changed there nobody knows, so that is not told; the problem of the place is.

import type { ElementKind, SchemaPair } from '../diff/index.ts';
import { escapeToken, type SpecProblem, type Spot } from '../spec/index.ts';
import type { Difference, Mark } from './find-differences.ts';

/** The fields in which a thing stands, in any dialect. */
const fields: Partial<Record<ElementKind, readonly string[]>> = {
  parameter: ['parameters'],
  requestBody: ['requestBody', 'parameters'],
  response: ['responses'],
  header: ['headers'],
  mediaType: ['content', 'schema'],
  encoding: ['encoding'],
  link: ['links'],
  security: ['security'],
  servers: ['servers'],
};

/** Whether a difference rests on what problems hide. */
export function restsOnUnread(problems: readonly SpecProblem[]): (difference: Difference) => boolean {
  const hiding = problems.filter(({ hides }) => hides);
  if (hiding.length === 0) return () => false;
  const places = new Set(hiding.flatMap(hiddenPlace));
  for (const list of listsOfUnread(places)) places.add(list);
  const isUnread = ({ document: { source } }: Spot, pointer: string) => places.has(nameOf(source, pointer));

  const isMarkUnread = ({ rule, context }: Difference, { spot, keyword, present }: Mark, owner: Spot) => {
    if (isUnread(spot, spot.pointer) || (keyword !== null && isUnread(spot, `${spot.pointer}/${keyword}`))) return true;
    const isTakenOver = rule.on === 'security' || rule.on === 'servers';
    if (present && !isTakenOver) return false;
    const method = context.operation?.method.toLowerCase() ?? '';
    const names = rule.on === 'operation' ? [method] : (fields[rule.on as ElementKind] ?? []);
    const holders = isTakenOver || rule.on === 'parameter' ? withHolders(owner.pointer) : [spot.pointer];
    return holders.some((holder) => names.some((name) => isUnread(spot, `${holder}/${name}`)));
  };
  const isSchemaUnread = ({ before, after }: SchemaPair) =>
    [before, after].some(({ layers }) =>
      layers.some(({ spot, keywords }) =>
        Object.keys(keywords).some((keyword) => isUnread(spot, `${spot.pointer}/${escapeToken(keyword)}`)),
      ),
    );
  return (difference) => {
    const { before, after, context, schemas } = difference;
    return (
      isMarkUnread(difference, before, context.owner.before) ||
      isMarkUnread(difference, after, context.owner.after) ||
      (schemas !== null && isSchemaUnread(schemas.pair))
    );
  };
}

/** Where that stands which cannot be read; of a misspelt key, where that would stand which it was meant to be. */
function hiddenPlace({ code, position, meant }: SpecProblem): string[] {
  if (position === null) return [];
  const { source, pointer } = position;
  const holder = pointer.slice(0, Math.max(0, pointer.lastIndexOf('/')));
  if (meant !== undefined) return [nameOf(source, `${holder}/${meant}`)];
  return [nameOf(source, code.startsWith('reference-') ? holder : pointer)];
}

/** Any parameter of a list may be the one that cannot be read there; but not where the other release has one such too. */
function listsOfUnread(places: ReadonlySet<string>): string[] {
  const lists = [...places].flatMap((place) => /^.*\/parameters(?=\/\d+(?:\/(?:name|in))?$)/.exec(place)?.[0] ?? []);
  const pointerOf = (place: string) => place.slice(place.indexOf('#'));
  return lists.filter((list) => !lists.some((other) => other !== list && pointerOf(other) === pointerOf(list)));
}

function nameOf(source: string, pointer: string): string {
  return `${source}#${pointer}`;
}

/** The pointers of an operation, of its path item and of the document: what the one lacks it takes over from the next. */
function withHolders(operation: string): readonly string[] {
  return [operation, operation.split('/').slice(0, 3).join('/'), ''];
}
