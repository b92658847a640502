// Where a description could not be read: a list where there must be an object, a `$ref` that leads nowhere, `gte` for
// `get`. Of what seems gone, new or changed there nobody knows, so that is not told; the problem of the place is.

import type { ElementKind, SchemaPair } from '../diff/index.ts';
import {
  type Api,
  elementSpots,
  escapeToken,
  followReference,
  memberSpot,
  operationKey,
  type SpecProblem,
  type Spot,
} from '../spec/index.ts';
import type { Difference } from './find-differences.ts';

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

export interface ReadSide {
  readonly api: Api;
  readonly problems: readonly SpecProblem[];
}

/** Whether a difference rests on what could not be read. Asked when all of both releases was, and its references met. */
export function restsOnUnread(base: ReadSide, revision: ReadSide): (difference: Difference) => boolean {
  const sides = { before: unreadOf(base), after: unreadOf(revision) };
  if (sides.before.places.size + sides.after.places.size === 0) return () => false;

  const isMarkUnread = ({ rule, context, ...marks }: Difference, side: 'before' | 'after') => {
    const { spot, keyword, present } = marks[side];
    const { places } = sides[side];
    const isUnread = (pointer: string) => places.has(nameOf(spot.document.source, pointer));
    if (isUnread(spot.pointer) || (keyword !== null && isUnread(`${spot.pointer}/${keyword}`))) return true;
    const isTakenOver = rule.on === 'security' || rule.on === 'servers';
    if (present && !isTakenOver) return false;
    const method = context.operation?.method.toLowerCase() ?? '';
    const names = rule.on === 'operation' ? [method] : (fields[rule.on as ElementKind] ?? []);
    if (!isTakenOver && rule.on !== 'parameter') {
      return names.some((name) => isUnread(`${spot.pointer}/${name}`) || leadsToUnread(memberSpot(spot, name), places));
    }
    const holders = withHolders(context.owner[side], sides[side].roots);
    if (holders.some((holder) => names.some((name) => places.has(`${holder}/${name}`)))) return true;
    // Any parameter of a list may be the one that cannot be read there; but not where the other release has one such too.
    return rule.on === 'parameter' && hasUnreadItem(context, side) && !hasUnreadItem(context, otherSide[side]);
  };
  const hasUnreadItem = ({ owner, operation }: Difference['context'], side: 'before' | 'after') => {
    const { api, places } = sides[side];
    const entry = operation && api.operations.get(operationKey(operation, operation.method));
    const lists = [memberSpot(owner[side], 'parameters'), entry?.inherited.parameters ?? null];
    return lists.flatMap(elementSpots).some((item) => leadsToUnread(item, places));
  };
  const isSchemaUnread = ({ before, after }: SchemaPair) =>
    (
      [
        [before, sides.before],
        [after, sides.after],
      ] as const
    ).some(([{ layers }, { places }]) =>
      layers.some(({ spot, keywords }) =>
        Object.keys(keywords).some((keyword) =>
          places.has(nameOf(spot.document.source, `${spot.pointer}/${escapeToken(keyword)}`)),
        ),
      ),
    );
  return (difference) =>
    isMarkUnread(difference, 'before') ||
    isMarkUnread(difference, 'after') ||
    (difference.schemas !== null && isSchemaUnread(difference.schemas.pair));
}

const otherSide = { before: 'after', after: 'before' } as const;

interface Unread {
  readonly places: ReadonlySet<string>;
  readonly api: Api;
  readonly roots: readonly string[];
}

function unreadOf({ api, problems }: ReadSide): Unread {
  const hiding = problems.filter(({ hides }) => hides);
  const broken = api.brokenReferences().map(({ document, pointer }) => nameOf(document.source, pointer));
  return {
    places: new Set([...hiding.flatMap(hiddenPlace), ...broken]),
    api,
    roots: api.roots.map(({ document }) => nameOf(document.source, '')),
  };
}

/** Whether a part, or what it refers to, is one that cannot be read; a parameter is none without its name and place. */
function leadsToUnread(part: Spot | null, places: ReadonlySet<string>): boolean {
  if (part === null) return false;
  return [part, followReference(part)?.spot ?? part].some(({ document, pointer }) =>
    ['', '/name', '/in'].some((field) => places.has(nameOf(document.source, pointer + field))),
  );
}

/** Where that stands which cannot be read; of a misspelt key, where that would stand which it was meant to be. */
function hiddenPlace({ position, meant }: SpecProblem): string[] {
  if (position === null) return [];
  const { source, pointer } = position;
  const holder = pointer.slice(0, Math.max(0, pointer.lastIndexOf('/')));
  return [nameOf(source, meant === undefined ? pointer : `${holder}/${meant}`)];
}

function nameOf(source: string, pointer: string): string {
  return `${source}#${pointer}`;
}

/** An operation, its path item and the document: what the one lacks it takes over from the next. */
function withHolders({ document, pointer }: Spot, roots: readonly string[]): readonly string[] {
  const operation = nameOf(document.source, pointer);
  return [operation, operation.replace(/(?:\/additionalOperations)?\/[^/]*$/, ''), ...roots];
}
