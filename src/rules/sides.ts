// The two sides of a body, parameter or header: what is sent, and what is accepted. The client holds to the base and the
// server runs the revision: whoever sends, that is the inner side.

import type { SchemaPair } from '../diff/index.ts';
import { createProjector, type Json } from '../schema/index.ts';
import { type Api, closesWhatIsTakenOver, PlainSchemas, type SchemaNode } from '../spec/index.ts';
import { acceptingSide, sendingSide } from './aim.ts';
import { withoutUnwritten } from './form-fields.ts';

export interface SidesOf {
  readonly inner: Json;
  readonly outer: Json;
}

/** The answer to what is asked of a pair that has no sides. */
export const isBroken = { answer: 'unknown', because: 'a schema is broken or nests too deeply' } as const;

export type Sender = 'client' | 'server';

export function senderOf({ carriage }: SchemaPair): Sender {
  return carriage.direction === 'response' ? 'server' : 'client';
}

/**
 * Reads the sides of schemas; what is broken, or nests more deeply than the stack is high, has none: null. All of one kind
 * share their definitions, so that what is proven about one of these is proven once.
 */
export class Sides {
  readonly #plain: PlainSchemas;
  readonly #sides = new Map<SchemaPair, SidesOf | null>();
  readonly #projectors = new Map<string, (schema: Json) => Json>();

  /** A base that is written so means it, and so does the revision then. */
  constructor(base: Api) {
    this.#plain = new PlainSchemas({ closesTogether: closesWhatIsTakenOver(base) });
  }

  of(pair: SchemaPair): SidesOf | null {
    let sides = this.#sides.get(pair);
    if (sides === undefined) {
      const sending = sendingSide(pair);
      const sent = this.sent(sending, senderOf(pair));
      const { form } = pair.carriage;
      const inner = sent !== null && form !== null ? withoutUnwritten(sent, sending.required, form) : sent;
      const outer = this.accepted(acceptingSide(pair), senderOf(pair));
      sides = inner === null || outer === null ? null : { inner, outer };
      this.#sides.set(pair, sides);
    }
    return sides;
  }

  /** What a sender that holds to the schema sends: no more than it describes. */
  sent(node: SchemaNode, sender: Sender): Json | null {
    return this.#project(node, sender, 'sender');
  }

  /** What a receiver accepts of such a sender. */
  accepted(node: SchemaNode, sender: Sender): Json | null {
    return this.#project(node, sender, 'receiver');
  }

  #project(node: SchemaNode, sender: Sender, side: 'sender' | 'receiver'): Json | null {
    const plain = this.#plain.of(node);
    if (typeof plain === 'object' && 'fault' in plain && typeof plain.fault === 'string') return null;
    const kind = `${sender} ${side}`;
    const projector =
      this.#projectors.get(kind) ?? createProjector({ $defs: this.#plain.definitions as Json }, { sender, side });
    this.#projectors.set(kind, projector);
    try {
      return projector(plain as Json);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.#projectors.delete(kind); // its definitions may have been left half made
      return null;
    }
  }
}
