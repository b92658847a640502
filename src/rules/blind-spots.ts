// Places where the document says too little for any comparison to see a break: values without a schema, and objects
// that may hold anything. A place is one parameter, or one body whatever its media types; the share is over all of them.

import { operationRef } from '../diff/index.ts';
import {
  type Api,
  type IsPlain,
  isObject,
  type OperationEntry,
  type SchemaNode,
  type SchemaReader,
  type SourceDocument,
  type Spot,
  type ValuePlace,
  valuePlaceLister,
} from '../spec/index.ts';
import type { BlindSpot, Comparison } from './comparison.ts';
import { joinSubject } from './describe-place.ts';

export function findBlindSpots(api: Api, includes: (entry: OperationEntry) => boolean): Comparison['blindSpots'] {
  const places: BlindSpot[] = [];
  let surface = 0;
  for (const root of api.roots) {
    const judge = root.dialect === 'swagger-2.0' ? readPlaces : rawPlaces(root.schemas);
    for (const entry of root.operations) {
      if (!includes(entry)) continue;
      const { count, judged } = judge(entry);
      surface += count;
      for (const { subjectPath, reasons } of judged) {
        const reason = reasons.find((each) => each !== null);
        if (reason === undefined) continue;
        places.push({
          operation: operationRef(entry.read()),
          subject: joinSubject(subjectPath),
          reason: subjectPath[0] === 'responses' ? 'No response is described.' : (reason as string),
        });
      }
    }
  }
  return { share: surface === 0 ? 0 : Math.round((places.length / surface) * 10_000) / 10_000, places };
}

/** How many values an operation takes and gives, and those that needed a closer look. */
interface JudgedPlaces {
  readonly count: number;
  readonly judged: readonly JudgedPlace[];
}

interface JudgedPlace {
  readonly subjectPath: ValuePlace['subjectPath'];
  readonly reasons: readonly (string | null)[];
}

const noSchema = 'It has no schema.';

function rawPlaces(schemas: SchemaReader): (entry: OperationEntry) => JudgedPlaces {
  const blindness = reasonReader(schemas);
  const listPlaces = valuePlaceLister(plainReader());
  return (entry) => {
    const { count, doubtful } = listPlaces(entry);
    const judged = doubtful.map(({ subjectPath, schemas }) => ({
      subjectPath,
      reasons: schemas.map((spot) => (spot === null ? noSchema : blindness(spot))),
    }));
    return { count, judged };
  };
}

/** Swagger 2 says where values stand in too many ways to look at it raw. */
function readPlaces(entry: OperationEntry): JudgedPlaces {
  const { parameters, requestBody, responses } = entry.read();
  const judge = (schema: SchemaNode | null) => (schema === null ? noSchema : whyBlind(schema));
  const judged: JudgedPlace[] = [...parameters.values()].map((parameter) => ({
    subjectPath: [parameter.in, parameter.name],
    reasons: [judge(parameter.schema)],
  }));
  if (requestBody !== null) {
    judged.push({
      subjectPath: ['body'],
      reasons: [...requestBody.content.values()].map(({ schema }) => judge(schema)),
    });
  }
  if (responses.size === 0) judged.push({ subjectPath: ['responses'], reasons: [noSchema] });
  for (const { status, content } of responses.values()) {
    if (content.size === 0) continue;
    judged.push({ subjectPath: [status, 'body'], reasons: [...content.values()].map(({ schema }) => judge(schema)) });
  }
  return { count: judged.length, judged };
}

/** Judges a schema by its model, and each referenced one once. */
function reasonReader(schemas: SchemaReader): (spot: Spot) => string | null {
  const read = (spot: Spot) => whyBlind(schemas.node(spot));
  const byReference = rememberByReference(read);
  return (spot) => {
    // What stands beside a reference may say what its target leaves open.
    const isAlone = isObject(spot.value) && Object.keys(spot.value).length === 1;
    const reference = isAlone ? (spot.value as { readonly $ref?: unknown }).$ref : undefined;
    return typeof reference === 'string' ? byReference(spot.document, reference, spot) : read(spot);
  };
}

/** Whether a raw schema says enough without being read, as most do. Each referenced one is looked at once. */
function plainReader(): IsPlain {
  const byReference = rememberByReference(({ document, value }: { document: SourceDocument; value: unknown }) => {
    const target = document.resolve((value as { $ref: string }).$ref);
    return target !== null && isPlainlySeen(target.value, target.document);
  });
  return (value, document) => {
    const reference = isObject(value) ? value.$ref : undefined;
    if (typeof reference !== 'string') return isPlainlySeen(value, document);
    return byReference(document, reference, { document, value });
  };
}

function rememberByReference<From, Answer>(ask: (from: From) => Answer) {
  const answers = new Map<SourceDocument, Map<string, Answer>>();
  return (document: SourceDocument, reference: string, from: From): Answer => {
    let ofDocument = answers.get(document);
    if (ofDocument === undefined) {
      ofDocument = new Map();
      answers.set(document, ofDocument);
    }
    let answer = ofDocument.get(reference);
    if (answer === undefined) {
      answer = ask(from);
      ofDocument.set(reference, answer);
    }
    return answer;
  };
}

const scalars = new Set(['string', 'number', 'integer', 'boolean']);

/** Follows the reference of a list's items, once. */
function isPlainlySeen(value: unknown, document: SourceDocument | null): boolean {
  if (!isObject(value)) return false;
  if (typeof value.type === 'string' && scalars.has(value.type)) return true;
  if (isObject(value.properties)) return Object.keys(value.properties).length > 0;
  if (value.type !== 'array' || !isObject(value.items)) return false;
  const { $ref } = value.items;
  const target = document !== null && typeof $ref === 'string' ? document.resolve($ref) : null;
  return target === null ? isPlainlySeen(value.items, document) : isPlainlySeen(target.value, null);
}

function whyBlind(schema: SchemaNode): string | null {
  if (schema.unconstrained) return 'Its schema allows anything.';
  if (schema.branches('oneOf').length > 0 || schema.branches('anyOf').length > 0) return null;
  const types = schema.valueTypes;
  if (types?.length !== 1) return null;
  if (types[0] === 'object' && isFreeForm(schema)) return 'It is an object that may hold anything.';
  if (types[0] === 'array' && schema.prefixItems.length === 0) {
    const items = schema.child('items');
    if (items === null || items.unconstrained) return 'It is a list of anything.';
    if (items.valueTypes?.length === 1 && items.valueTypes[0] === 'object' && isFreeForm(items)) {
      return 'It is a list of objects that may hold anything.';
    }
  }
  return null;
}

function isFreeForm(schema: SchemaNode): boolean {
  const open = schema.additionalProperties === 'absent' || schema.additionalProperties === 'allowed';
  const silent = [
    'patternProperties',
    'propertyNames',
    'enum',
    'const',
    'oneOf',
    'anyOf',
    'not',
    'if',
    'maxProperties',
  ];
  return open && !schema.namesProperties && silent.every((keyword) => !schema.has(keyword));
}
