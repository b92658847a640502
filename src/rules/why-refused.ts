// Why a schema refuses a value, as far as that can be told in a few words: where in the value it is refused, and whether
// it is for fitting more than one of the alternatives of a `oneOf`. Of what keywords refuse together only an example tells.

import { branchLabel, furtherSchema } from '../diff/index.ts';
import type { Json } from '../schema/index.ts';
import type { SchemaNode } from '../spec/index.ts';
import { stepSegment } from './describe-place.ts';

export interface Refusal {
  /** The subject path from the whole value down to what is refused. */
  readonly path: readonly string[];
  /** What is refused there. */
  readonly value: Json;
  /** Whoever sends it says nothing of what stands there: it is one of any further properties. */
  readonly isUndescribed: boolean;
  /** The alternatives of a `oneOf` that let it through, where there is more than one. */
  readonly fits: readonly string[];
  /** The property of the value that a discriminator goes by, which picks one of them; null where there is none. */
  readonly toldApartBy: string | null;
}

const mostSteps = 50;

/** Whether a schema lets a value through; null where it cannot tell. */
type Lets = (schema: SchemaNode, value: Json) => boolean | null;

/**
 * `accepts` judges for the side that refuses, `sends` for the one that let it through. Where none of several alternatives
 * fits, the one is looked into that it was sent as.
 */
export function whyRefused(
  refusing: SchemaNode,
  sending: SchemaNode,
  whole: Json,
  accepts: Lets,
  sends: Lets,
): Refusal {
  let at: Held = { segment: '', schema: refusing, sent: sending, held: whole };
  const path: string[] = [];
  while (path.length < mostSteps) {
    const inner =
      heldValues(at).find(({ schema, held }) => accepts(schema, held) === false) ?? sentForm(at, accepts, sends);
    if (inner === undefined) break;
    path.push(inner.segment);
    at = inner;
  }
  const { schema: node, sent, held: value } = at;
  const isUndescribed = sent === null;
  const fits = node.branches('oneOf').filter(({ schema }) => accepts(schema, value) === true);
  if (fits.length < 2) return { path, value, isUndescribed, fits: [], toldApartBy: null };
  const tagged = node.discriminator === null ? fits.map(({ schema }) => schema) : [node];
  return { path, value, isUndescribed, fits: fits.map(branchLabel), toldApartBy: tagOf(tagged, value) };
}

function sentForm({ schema: node, sent, held }: Held, accepts: Lets, sends: Lets): Held | undefined {
  for (const keyword of ['oneOf', 'anyOf'] as const) {
    const forms = node.branches(keyword);
    if (sent === null || forms.some(({ schema }) => accepts(schema, held) !== false)) continue;
    const [meant, ...others] = sent.branches(keyword).filter(({ schema }) => sends(schema, held) !== false);
    if (meant === undefined || others.length > 0) continue;
    const label = branchLabel(meant);
    const [form, ...namesakes] = forms.filter((each) => branchLabel(each) === label);
    if (form === undefined || namesakes.length > 0) continue;
    return { segment: stepSegment({ kind: 'branch', keyword, label }), schema: form.schema, sent: meant.schema, held };
  }
  return undefined;
}

/** Of a schema with a discriminator, or of its alternatives, which may take theirs over from one schema. */
function tagOf(schemas: readonly SchemaNode[], value: Json): string | null {
  const [name, ...others] = new Set(schemas.map(({ discriminator }) => discriminator?.propertyName));
  if (name === undefined || others.length > 0 || typeof value !== 'object' || value === null) return null;
  return Object.hasOwn(value, name) ? name : null;
}

/** A part of the value, and what both sides say of it; null where the one that sends it says nothing. */
interface Held {
  readonly segment: string;
  readonly schema: SchemaNode;
  readonly sent: SchemaNode | null;
  readonly held: Json;
}

function heldValues({ schema: node, sent, held: value }: Held): Held[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) {
    const itemAt = (side: SchemaNode | null, index: number) => side?.prefixItems[index] ?? side?.child('items') ?? null;
    return value.flatMap((held: Json, index) => {
      const schema = itemAt(node, index);
      const segment = index < node.prefixItems.length ? `[${index}]` : '[]';
      return schema === null ? [] : [{ segment, schema, sent: itemAt(sent, index), held }];
    });
  }
  // In an order that is not the document's: which of several is named must not hang on how it is written.
  return Object.entries(value)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .flatMap(([name, held]) => {
      const schema = node.properties.get(name)?.schema;
      const ofSender = sent?.properties.get(name)?.schema ?? (sent && furtherSchema(sent, name));
      return schema === undefined ? [] : [{ segment: name, schema, sent: ofSender, held: held as Json }];
    });
}
