// Places where the document says too little for any comparison to see a break: values without a schema, and those that may
// be anything. What is counted is each parameter, and each body whatever its media types; one that says too little in parts
// counts for their share of the values that its schemas describe. A part is listed once, where it is written, and not for
// each body that holds it.

import { operationRef } from '../diff/index.ts';
import {
  type Api,
  type OperationEntry,
  type SchemaNode,
  SchemaReader,
  type ValuePlace,
  valuePlaceLister,
} from '../spec/index.ts';
import { type BlindPart, BlindParts, pathOf } from './blind-parts.ts';
import type { BlindSpot, Comparison } from './comparison.ts';
import { joinSubject } from './describe-place.ts';

/** A part that several bodies hold is shown in one whose operation `isChanged`, where there is one. */
export function findBlindSpots(
  api: Api,
  includes: (entry: OperationEntry) => boolean,
  isChanged: (entry: OperationEntry) => boolean,
): Comparison['blindSpots'] {
  const whole: BlindSpot[] = [];
  const parts: BlindSpot[] = [];
  let surface = 0;
  let unseen = 0;
  for (const root of api.roots) {
    const schemas = new SchemaReader(root.dialect); // what nobody compares tells of no problem here
    const blindParts = new BlindParts(schemas);
    const judge = root.dialect === 'swagger-2.0' ? readPlaces : rawPlaces(schemas, blindParts);
    const alike = new Map<string, PlacesAlike>();
    for (const entry of root.operations) {
      if (!includes(entry)) continue;
      const { count, judged } = judge(entry);
      surface += count;
      for (const { subjectPath, schemas } of judged) {
        if (schemas.includes(null)) {
          const reason = subjectPath[0] === 'responses' ? 'No response is described.' : 'It has no schema.';
          whole.push(spotAt({ entry, subjectPath }, reason));
        } else addTo(alike, schemas as readonly SchemaNode[], { entry, subjectPath }, isChanged);
      }
    }
    const found = findParts(alike.values(), blindParts, isChanged);
    parts.push(...found.parts);
    unseen += found.unseen;
  }
  const share = surface === 0 ? 0 : (whole.length + unseen) / surface;
  return { share: Math.round(share * 10_000) / 10_000, places: [...whole, ...parts] };
}

interface PlaceOfValue {
  readonly entry: OperationEntry;
  readonly subjectPath: ValuePlace['subjectPath'];
}

function spotAt({ entry, subjectPath }: PlaceOfValue, reason: string): BlindSpot {
  return { operation: operationRef(entry.read()), subject: joinSubject(subjectPath), reason };
}

/** Bodies, or parameters, of the same schemas: one of them, and how many there are. */
interface PlacesAlike {
  readonly schemas: ReadonlySet<SchemaNode>;
  shown: PlaceOfValue;
  count: number;
}

function addTo(
  alike: Map<string, PlacesAlike>,
  all: readonly SchemaNode[],
  place: PlaceOfValue,
  isChanged: (entry: OperationEntry) => boolean,
): void {
  const schemas = new Set(all);
  const key = [...schemas].map((schema) => schema.key).join(' ');
  const known = alike.get(key);
  if (known === undefined) alike.set(key, { schemas, shown: place, count: 1 });
  else {
    known.count += 1;
    if (!isChanged(known.shown.entry) && isChanged(place.entry)) known.shown = place;
  }
}

/** The parts that say too little, the most common first, and for how many whole places they count together. */
function findParts(
  all: Iterable<PlacesAlike>,
  blindParts: BlindParts,
  isChanged: (entry: OperationEntry) => boolean,
): { readonly parts: readonly BlindSpot[]; readonly unseen: number } {
  const found = new Map<BlindPart, { shown: PlaceOfValue; count: number }>();
  let unseen = 0;
  for (const { schemas, shown, count } of all) {
    const { values, blind } = blindParts.describedBy(schemas);
    const isThere = isChanged(shown.entry);
    if (blind.length > 0) unseen += (blind.length / values) * count;
    for (const each of blind) {
      const place = () => ({ ...shown, subjectPath: [...shown.subjectPath, ...pathOf(each)] });
      const known = found.get(each.part);
      if (known === undefined) found.set(each.part, { shown: place(), count });
      else {
        known.count += count;
        if (isThere && !isChanged(known.shown.entry)) known.shown = place();
      }
    }
  }
  const parts = [...found]
    .sort(([, left], [, right]) => right.count - left.count)
    .map(([{ reason }, { shown, count }]) => ({
      ...spotAt(shown, reason),
      ...(count > 1 && { alsoIn: count - 1 }),
    }));
  return { parts, unseen };
}

/** How many values an operation takes and gives, and those that needed a closer look. */
interface JudgedPlaces {
  readonly count: number;
  readonly judged: readonly JudgedPlace[];
}

interface JudgedPlace {
  readonly subjectPath: ValuePlace['subjectPath'];
  /** One for each media type; null for one that has none. */
  readonly schemas: readonly (SchemaNode | null)[];
}

function rawPlaces(schemas: SchemaReader, blindParts: BlindParts): (entry: OperationEntry) => JudgedPlaces {
  const listPlaces = valuePlaceLister((value, document) => blindParts.isPlain(value, document));
  return (entry) => {
    const { count, doubtful } = listPlaces(entry);
    const judged = doubtful.map(({ subjectPath, schemas: spots }) => ({
      subjectPath,
      schemas: spots.map((spot) => spot && schemas.node(spot)),
    }));
    return { count, judged };
  };
}

/** Swagger 2 says where values stand in too many ways to look at it raw. */
function readPlaces(entry: OperationEntry): JudgedPlaces {
  const { parameters, requestBody, responses } = entry.read();
  const judged: JudgedPlace[] = [...parameters.values()].map((parameter) => ({
    subjectPath: [parameter.in, parameter.name],
    schemas: [parameter.schema],
  }));
  if (requestBody !== null) {
    judged.push({ subjectPath: ['body'], schemas: [...requestBody.content.values()].map(({ schema }) => schema) });
  }
  if (responses.size === 0) judged.push({ subjectPath: ['responses'], schemas: [null] });
  for (const { status, content } of responses.values()) {
    if (content.size === 0) continue;
    judged.push({ subjectPath: [status, 'body'], schemas: [...content.values()].map(({ schema }) => schema) });
  }
  return { count: judged.length, judged };
}
