// What is wrong with a description, or with how far it could be compared, besides what reading it told. What `hides` a part
// of the API leaves no room for "compatible".

import { counted, nearest } from '../base/index.ts';
import {
  type Api,
  escapeToken,
  isObject,
  type OperationEntry,
  type SchemaNode,
  type SpecProblem,
  type Spot,
} from '../spec/index.ts';
import type { Differences } from './find-differences.ts';
import { refusedDemand } from './refused-demand.ts';

/** Of one side. Reading all of its schemas comes first: broken and circular ones are met on the way. */
export function problemsOf(api: Api): SpecProblem[] {
  return [
    ...referenceProblems(api),
    ...api.problems(),
    ...circularProblems(api),
    ...emptyProblems(api),
    ...duplicateProblems(api),
    ...api.roots.flatMap(undefinedSchemes),
  ];
}

/** What a comparison did not reach. */
export function cutProblems(cuts: Differences['cuts'], workLimit: number): SpecProblem[] {
  const problems = {
    steps: {
      code: 'work-limit',
      message: `The comparison stopped after ${workLimit} steps; what came later was not compared.`,
      hint: 'Compare fewer paths at once: --include-path names them.',
      hides: true,
    },
    depth: {
      code: 'depth-limit',
      message: 'A schema differs deeper inside a body than is followed.',
      hint: 'Compare the deeper schema through an operation that uses it directly.',
      hides: true,
    },
    places: {
      code: 'places-limit',
      message: 'A body reaches a changed schema in so many ways that not all of the places are listed.',
      hint: 'The cause names the schema; mend it there.',
      hides: false,
    },
    share: {
      code: 'places-limit',
      message: 'So much changed in so many bodies that of each only the nearest places are listed.',
      hint: 'Compare fewer paths at once for all of theirs: --include-path names them.',
      hides: false,
    },
    alarms: {
      code: 'places-limit',
      message: 'So much changed in so many bodies that of each only the nearest places were looked at.',
      hint: 'Compare fewer paths at once: --include-path names them.',
      hides: true,
    },
  };
  return [...cuts].sort().map((cut) => ({ ...problems[cut], position: null }));
}

/** Of bodies, parameters and headers, so many. */
export function unaskedProblems(count: number): SpecProblem[] {
  if (count === 0) return [];
  return [
    {
      code: 'work-limit',
      message: `So much is written in other words that of ${counted(count, 'body, parameter or header', 'bodies, parameters and headers')} it was not asked whether the same values pass.`,
      hint: 'Compare fewer paths at once: --include-path names them.',
      position: null,
      hides: true,
    },
  ];
}

/** By the letter nothing can be sent where such a schema stands: most often that was not meant. */
export function impossibleProblems(schemas: readonly SchemaNode[]): SpecProblem[] {
  return schemas.map((schema) => {
    const refused = refusedDemand(schema);
    const by = refused?.by ?? schema.spot;
    return {
      code: 'schema-impossible',
      message: `No value fits the schema ${schema.refName ?? schema.spot.pointer}${
        refused === null
          ? ': its keywords contradict one another'
          : `: it asks for \`${refused.name}\`, which a part of it refuses by \`additionalProperties: false\``
      }.`,
      hint:
        refused === null
          ? 'Take back one of the two sayings that no value meets at once.'
          : 'Say `additionalProperties: false` only where all properties are named beside it; from 3.1 on `unevaluatedProperties: false` beside the `allOf` closes the whole.',
      position: by.document.locate(refused === null ? by.pointer : `${by.pointer}/additionalProperties`),
      hides: false,
    };
  });
}

/** An operationId must be unique in the whole description; generated code can give the name to one operation only. */
export function duplicateNames(api: Api): SpecProblem[] {
  const firstBy = new Map<string, OperationEntry>();
  const problems: SpecProblem[] = [];
  for (const entry of api.operations.values()) {
    const name = (entry.spot.value as { readonly operationId?: unknown }).operationId;
    if (typeof name !== 'string' || entry.kind === 'callback') continue;
    const first = firstBy.get(name);
    if (first === undefined) {
      firstBy.set(name, entry);
      continue;
    }
    problems.push({
      code: 'operation-id-duplicate',
      message: `${entry.method} ${entry.path} has the operationId "${name}", which ${first.method} ${first.path} has too.`,
      hint: 'Give each operation a name of its own; a generated client can only use it once.',
      position: entry.spot.document.locate(`${entry.spot.pointer}/operationId`),
      hides: false,
    });
  }
  return problems;
}

function referenceProblems(api: Api): SpecProblem[] {
  return api.brokenReferences().map((spot) => {
    const value = spot.value as { readonly $ref?: unknown; readonly $dynamicRef?: unknown };
    const isOther = typeof value.$ref !== 'string' || (value.$dynamicRef !== undefined && isGood(spot, value.$ref));
    const keyword = isOther ? '$dynamicRef' : '$ref';
    const { position, ...fault } = spot.document.whyUnresolved(String(value[keyword]), keyword);
    return { ...fault, position: position ?? spot.document.locate(`${spot.pointer}/${keyword}`), hides: true };
  });
}

function isGood({ document }: Spot, reference: string): boolean {
  return document.resolve(reference) !== null;
}

function circularProblems(api: Api): SpecProblem[] {
  return api.circularSchemas().map((spot) => ({
    code: 'schema-circular',
    message: `The schema ${spot.pointer} leads back to itself through $ref and allOf alone, so it says nothing of any value.`,
    hint: 'Let one of the schemas in the circle say what it means instead of referring on.',
    position: spot.document.locate(spot.pointer),
    hides: true,
  }));
}

const holders = ['paths', 'webhooks', 'components', 'definitions'];

/** A document that was cut off or never written to its end may still be one that can be read. */
function emptyProblems({ spec }: Api): SpecProblem[] {
  if (spec.roots.some(({ document }) => holders.some((field) => Object.hasOwn(document.value as object, field))))
    return [];
  return spec.roots.map(({ document }) => ({
    code: 'description-empty',
    message: `${document.source} describes nothing: it has neither paths nor webhooks nor components.`,
    hint: 'Check that it was written completely; an API without operations says so with `paths: {}`.',
    position: document.locate(''),
    hides: true,
  }));
}

function duplicateProblems(api: Api): SpecProblem[] {
  return api.duplicates.flatMap((entry) => {
    const others = [...api.operations.values()].filter((other) => other !== entry);
    const twins = others.filter((other) => isTwin(other, entry));
    if (twins.length > 0 && twins.every((twin) => isElsewhere(twin, entry))) return [];
    return {
      code: 'operation-duplicate',
      message: `${entry.method} ${entry.path} is described more than once: ${
        twins.length > 0
          ? 'by two documents or two ways to one path'
          : 'another path differs from it only in the names of its parameters'
      }.`,
      hint: 'Describe each path once; a caller cannot tell them apart.',
      position: entry.spot.document.locate(entry.spot.pointer),
      hides: false,
    };
  });
}

/**
 * Of each scheme that is asked for and defined nowhere, once. It hides nothing: such a scheme is compared by its name, and
 * one that is no longer defined is a finding.
 */
function undefinedSchemes({ document, operations, securitySchemes }: Api['roots'][number]): SpecProblem[] {
  const met = new Map<string, { readonly first: Spot; places: number }>();
  let isInheritedSeen = false;
  for (const entry of operations) {
    const { spot } = entry;
    const own = isObject(spot.value) ? spot.value.security : undefined;
    if (own === undefined ? isInheritedSeen : namesOf(own).every((name) => securitySchemes.has(name))) continue;
    isInheritedSeen ||= own === undefined;
    for (const alternative of entry.security().alternatives) {
      for (const { name } of alternative.schemes.filter(({ scheme }) => scheme === null)) {
        const known = met.get(name);
        if (known === undefined) met.set(name, { first: alternative.spot, places: 1 });
        else known.places += 1;
      }
    }
  }
  return [...met].map(([name, { first, places }]) => {
    const near = nearest(name, [...securitySchemes.keys()]);
    const position = first.document.locate(`${first.pointer}/${escapeToken(name)}`);
    return {
      code: 'security-scheme-undefined',
      message: `The security scheme "${name}" is asked for at ${position.pointer}${places === 1 ? '' : ` and in ${places - 1} other ${places === 2 ? 'place' : 'places'}`}, and ${document.source} does not define it.`,
      hint: `${near === null ? 'Define it, or ask for one that is defined.' : `Did you mean "${near}"?`} What it asks of a caller is not compared.`,
      position,
      hides: false,
    };
  });
}

function namesOf(security: unknown): string[] {
  return Array.isArray(security) ? security.flatMap((each) => (isObject(each) ? Object.keys(each) : [])) : [];
}

/** Documents of a folder may be about several APIs, each at its own address. */
function isElsewhere(one: OperationEntry, other: OperationEntry): boolean {
  const addresses = new Set(one.servers().map(({ url }) => url));
  return one.spot.document !== other.spot.document && !other.servers().some(({ url }) => addresses.has(url));
}

function isTwin(left: OperationEntry, right: OperationEntry): boolean {
  return left.kind === right.kind && left.method === right.method && left.path === right.path;
}
