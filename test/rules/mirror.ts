// The mirror: a request that goes from a to b asks of its schemas what an answer that goes from b to a does, with readOnly
// and writeOnly exchanged. What is said about values has to be the same in both, at each place.

import { catalogue } from '../../src/rules/catalogue/index.ts';
import type { Comparison, Finding } from '../../src/rules/index.ts';

import { compare } from './compare.ts';
import { type DocumentPair, type Model, spell } from './random-documents.ts';

const aboutValues = new Set(catalogue.filter(({ about }) => about === 'values').map(({ id }) => id));

/** The breaks of one side, shown by a value, of which the other side of the mirror knows nothing. */
export async function brokenMirror(pair: DocumentPair, comparison: Comparison): Promise<string[]> {
  const image = await compare(spell(turned(pair.revision)), spell(turned(pair.base)));
  const told = breaks(comparison.findings, 'request', 'response');
  const toldBack = breaks(image.findings, 'response', 'request');
  return [...missing(told, toldBack, 'told and not in the mirror'), ...missing(toldBack, told, 'only in the mirror')];
}

interface Break {
  readonly body: 'request' | 'response';
  /** Branches go by their keyword: their labels are the base's. */
  readonly path: string;
  readonly isShown: boolean;
}

function breaks(findings: readonly Finding[], request: Break['body'], response: Break['body']): Break[] {
  return findings.flatMap(({ rule, subjectPath, severity, proof, operation }) => {
    const [first, second] = subjectPath;
    if (severity !== 'breaking' || operation?.kind === 'callback') return [];
    const isAnswer = first === '200' && second === 'body';
    if (!isAnswer && first !== 'body') return [];
    const inside = subjectPath.slice(isAnswer ? 2 : 1).map((each) => each.replace(/^(oneOf|anyOf)\(.*\)$/, '$1'));
    const isShown = proof === 'witness' && aboutValues.has(rule);
    return [{ body: isAnswer ? response : request, path: `/${inside.join('/')}`, isShown }];
  });
}

/** Of a property that is only on one side the rules on presence speak, which stand at the property itself or around it. */
function missing(told: readonly Break[], other: readonly Break[], how: string): string[] {
  return told
    .filter(({ isShown }) => isShown)
    .filter(({ body, path }) => !other.some((each) => each.body === body && isNear(each.path, path)))
    .map(({ body, path }) => `${how}: ${body} ${path}`);
}

function isNear(left: string, right: string): boolean {
  return left.startsWith(right) || right.startsWith(left);
}

/** Request and response exchanged, and who is spared which property. */
function turned(model: Model): Model {
  const { request, response } = model.schemas;
  const exchange = <Part>(part: Part): Part =>
    JSON.parse(
      JSON.stringify(part).replace(/"(read|write)Only":/g, (_, which) =>
        which === 'read' ? '"writeOnly":' : '"readOnly":',
      ),
    ) as Part;
  return exchange({ ...model, schemas: { ...model.schemas, request: response, response: request } });
}
