// The mirror: a request that goes from a to b asks of its schemas what an answer that goes from b to a does, with readOnly
// and writeOnly exchanged. What is said about values has to be the same in both, at each place: bodies of calls and of
// callbacks, and a header of the request against one of the answer, which are written alike. Parameters in the query and
// the path have no image: nothing of an answer is written as they are, and a path takes part in routing. Nor has the
// webhook, whose answer has no body here.

import { catalogue } from '../../src/rules/catalogue/index.ts';
import type { Comparison, Finding } from '../../src/rules/index.ts';

import { compare } from './compare.ts';
import { placeOf } from './place-of.ts';
import { type DocumentPair, type Model, type PlaceName, places, spell, textual } from './random-documents.ts';

const aboutValues = new Set(catalogue.filter(({ about }) => about === 'values').map(({ id }) => id));

/** The breaks of one side, shown by a value, of which the other side of the mirror knows nothing. */
export async function brokenMirror(pair: DocumentPair, comparison: Comparison): Promise<string[]> {
  const image = await compare(spell(turned(pair.revision)), spell(turned(pair.base)));
  const told = breaks(comparison.findings, (place) => place);
  const toldBack = breaks(image.findings, (place) => images[place]);
  return [
    ...missing(
      told,
      toldBack,
      lostIn(image.findings, (place) => images[place]),
      'told and not in the mirror',
    ),
    ...missing(
      toldBack,
      told,
      lostIn(comparison.findings, (place) => place),
      'only in the mirror',
    ),
  ];
}

const images: { readonly [place in PlaceName]?: PlaceName } = {
  request: 'response',
  response: 'request',
  callback: 'reply',
  reply: 'callback',
  header: 'answerHeader',
  answerHeader: 'header',
};

interface Stand {
  readonly place: PlaceName;
  /** Branches go by their keyword: their labels are the base's. */
  readonly path: string;
}

interface Break extends Stand {
  readonly isShown: boolean;
  /** An open object that describes now what it takes. */
  readonly describes: boolean;
}

type SeenAs = (place: PlaceName) => PlaceName | undefined;

function breaks(findings: readonly Finding[], seenAs: SeenAs): Break[] {
  return findings.flatMap((finding) => {
    const { rule, severity, proof } = finding;
    const at = standsAt(finding, seenAs);
    if (severity !== 'breaking' || at === null) return [];
    return [
      { ...at, isShown: proof === 'witness' && aboutValues.has(rule), describes: rule === 'open-object-described' },
    ];
  });
}

/** Properties that are gone, whether that breaks or not. */
function lostIn(findings: readonly Finding[], seenAs: SeenAs): Stand[] {
  return findings.flatMap((finding) => (finding.rule === 'property-removed' ? (standsAt(finding, seenAs) ?? []) : []));
}

function standsAt(finding: Finding, seenAs: SeenAs): Stand | null {
  const { subjectPath } = finding;
  const own = placeOf(finding);
  if (own === null || images[own] === undefined) return null;
  // The names of the place itself: `body`, `200 body`, `header X-H`, `200 header X-H`.
  const outside = (subjectPath[0] === '200' ? 2 : 1) + (textual.has(own) ? 1 : 0);
  const inside = subjectPath.slice(outside).map((each) => each.replace(/^(oneOf|anyOf)\(.*\)$/, '$1'));
  return { place: seenAs(own) as PlaceName, path: `/${inside.join('/')}` };
}

/** Of a property that is only on one side the rules on presence speak, which stand at the property itself or around it. */
function missing(told: readonly Break[], other: readonly Break[], lost: readonly Stand[], how: string): string[] {
  return told
    .filter(({ isShown }) => isShown)
    .filter(({ place, path }) => !other.some((each) => each.place === place && isNear(each.path, path)))
    .filter((each) => !isTakenForLost(each, other, lost))
    .map(({ place, path }) => `${how}: ${place} ${path}`);
}

/**
 * An object that took any properties and describes some now is a break by itself in a request alone: in an answer each of
 * them is told as gone. That anything may come then breaks only by `values-narrowed`, which promises nothing beside
 * another break for which all messages of that body are refused.
 */
function isTakenForLost({ describes, place, path }: Break, other: readonly Break[], lost: readonly Stand[]): boolean {
  const isBroken = other.some((each) => each.place === place && each.isShown);
  return describes && isBroken && lost.some((each) => each.place === place && each.path.startsWith(`${path}/`));
}

function isNear(left: string, right: string): boolean {
  return left.startsWith(right) || right.startsWith(left);
}

/** Each place exchanged with its image, and who is spared which property. */
function turned(model: Model): Model {
  const schemas = Object.fromEntries(places.map((place) => [place, model.schemas[images[place] ?? place]]));
  const text = JSON.stringify({ ...model, schemas });
  return JSON.parse(
    text.replace(/"(read|write)Only":/g, (_, which) => (which === 'read' ? '"writeOnly":' : '"readOnly":')),
  ) as Model;
}
