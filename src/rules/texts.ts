// What travels as text, as most parameters, headers and forms do: whether its text is still accepted, in whichever way that
// may be read, though the value itself is not.

import { mayBeList, type SchemaPair } from '../diff/index.ts';
import { type Containment, type Json, withoutUnusedDefinitions } from '../schema/index.ts';
import { acceptingSide, pathInRoot } from './aim.ts';
import {
  aloneInLists,
  asText,
  asWritten,
  isListOfScalars,
  isObjectOfScalars,
  soleItem,
  usualTexts,
  withPlainItems,
} from './as-text.ts';
import { hasDefinitions, isFormless, without, withoutFormless } from './but-for.ts';
import type { Difference } from './find-differences.ts';
import {
  fieldAlone,
  withFieldsAsTaken,
  withJoinedLists,
  withListsOfOne,
  withoutReferences,
  withSoleItems,
  withWritten,
} from './form-fields.ts';
import { accepts, type Questions } from './questions.ts';
import type { Sides, SidesOf } from './sides.ts';
import { acceptsAsText, readingTexts, textReadings } from './text-readings.ts';

const zerosBefore = 'whether a number with zeros before it, such as `007`, is read as one is not said';
const nameRepeated = 'nothing was said of what it holds, and only a name that is written several times is refused';

/** How many values are looked at whose text is still accepted where their JSON is not: more than a short list holds. */
const mostSavedByText = 10;

/** Of each value that was looked at. */
export const textStillTaken = 'the value travels as text, and its text is still accepted';

export class Texts {
  readonly #sides: Sides;
  readonly #questions: Questions;
  readonly #accepted = new Map<SchemaPair, boolean>();

  constructor(sides: Sides, questions: Questions) {
    this.#sides = sides;
    this.#questions = questions;
  }

  /** Whether the text of all that is sent is still accepted. */
  areAccepted(root: SchemaPair): boolean {
    let answer = this.#accepted.get(root);
    if (answer === undefined) {
      const sides = root.carriage.text ? this.#sides.of(root) : null;
      answer = sides !== null && this.#acceptsTextsOf(sides, root.carriage);
      this.#accepted.set(root, answer);
    }
    return answer;
  }

  /** Whether all that is sent is still accepted but what has no form as text, and is left out: a null, an empty list. */
  areAcceptedWhereWritten(root: SchemaPair): boolean {
    const sides = root.carriage.text ? this.#sides.of(root) : null;
    if (sides === null) return false;
    const written = { inner: asWritten(sides.inner), outer: sides.outer };
    return (
      this.#questions.ask(sides.outer, withoutFormless(sides.inner)).answer === 'yes' ||
      this.#acceptsTextsOf(written, root.carriage)
    );
  }

  /** Whether some text that was one value is read as a list of several, since the comma is in it that stands between them. */
  areSplit(difference: Difference): boolean {
    const sides = this.#joinedAt(difference);
    if (sides === null || this.#questions.ask({ type: 'array' }, sides.outer).answer !== 'yes') return false;
    const whole = { not: { type: 'string', pattern: ',' } };
    const noList = { not: { type: 'array' } };
    const { answer } = this.#questions.ask({ anyOf: [whole, { type: 'array' }] }, sides.inner);
    return answer !== 'yes' && this.#questions.ask(noList, sides.inner).answer === 'yes';
  }

  /** What is sent and accepted where a list is one text: of a parameter or header, or of the field of a form; else null. */
  #joinedAt(difference: Difference): SidesOf | null {
    const { root } = difference.schemas!;
    const { text, listOfOne: isListOfOne, repeats, form } = root.carriage;
    const [field] = pathInRoot(difference);
    const accepting = acceptingSide(root);
    if (form !== null) {
      if (field?.kind !== 'property' || !form.joined.includes(field.name)) return null;
      const sides = mayBeList(accepting.properties.get(field.name)?.schema ?? null) ? this.#sides.of(root) : null;
      return sides && { inner: fieldAlone(sides.inner, field.name), outer: fieldAlone(sides.outer, field.name) };
    }
    return text && isListOfOne && !repeats && mayBeList(accepting) ? this.#sides.of(root) : null;
  }

  /** What the text of all that is sent is still accepted but for; null where it is refused, or there is no doubt. */
  doubtOf(root: SchemaPair, held: Containment): string | null {
    const sides = root.carriage.text ? this.#sides.of(root) : null;
    if (sides === null) return null;
    if (held.answer === 'unknown' && held.because === zerosBefore) return zerosBefore;
    if (this.#readsNumbers(sides, 'loosely')) return zerosBefore;
    return root.carriage.repeats && this.#isAnyText(sides) ? nameRepeated : null;
  }

  #isAnyText({ inner, outer }: SidesOf): boolean {
    return (
      this.#questions.ask(inner, true).answer === 'yes' &&
      this.#questions.ask(outer, { type: 'string' }).answer === 'yes'
    );
  }

  #readsNumbers({ inner, outer }: SidesOf, how: 'strictly' | 'loosely'): boolean {
    const readings = readingTexts(outer, how);
    return readings !== null && this.#questions.ask(readings, inner).answer === 'yes';
  }

  #acceptsTextsOf({ inner: sent, outer }: SidesOf, carriage: SchemaPair['carriage']): boolean {
    const { listOfOne: isListOfOne, repeats, form } = carriage;
    const inner = form !== null ? withWritten(withoutReferences(sent), form) : sent;
    // A definition may be read as text in one field and as JSON in another.
    if (form !== null && hasDefinitions(inner)) return false;
    const texts = asText(withoutUnusedDefinitions(form === null ? withPlainItems(inner) : inner), form);
    const takes = (written: Json) => this.#questions.ask(outer, written).answer === 'yes';
    if (takes(texts)) return true;
    if (form === null && this.#readsNumbers({ inner, outer }, 'strictly')) return true;
    if (form !== null) {
      const takesField = (more: Json, less: Json) => this.#questions.ask(more, less).answer === 'yes';
      const asTaken = withFieldsAsTaken(inner, outer, form, takesField);
      const isTaken = [texts, inner, asTaken].some(
        (each) => takes(withListsOfOne(each, outer, form, takesField)) || takes(withJoinedLists(each, form)),
      );
      const alone = withSoleItems(inner, form);
      return isTaken || (alone !== inner && this.#acceptsTextsOf({ inner: alone, outer }, carriage));
    }
    if (!isListOfOne) return false;
    const sole = soleItem(inner);
    if (sole !== null && (takes(sole) || this.#acceptsTextsOf({ inner: sole, outer }, carriage))) return true;
    // What it holds stands one after the other in one text, unless the name is repeated, and so does whatever it may be.
    const isJoined = isListOfScalars(inner) || isObjectOfScalars(inner);
    if (!repeats && (isJoined ? takes({ type: 'string' }) : this.#isAnyText({ inner, outer }))) return true;
    return [texts, inner].some((each) => takes(aloneInLists(each)));
  }

  /**
   * What travels as text is refused only where each way to read its text is. Values that some reading saves are left out
   * one by one, until the rest shows a refusal or has nothing left that is refused; and so is what has no text.
   */
  askAsSent(root: SchemaPair, question: Json, inner: Json, outer: Json): Containment {
    let held = this.#questions.ask(question, inner);
    if (!root.carriage.text) return held;
    const saved: Json[] = [];
    let sent = inner;
    let because: string | null = null;
    while (held.answer === 'no') {
      const { witness } = held;
      if (sent === inner && isFormless(witness)) {
        because = `${JSON.stringify(witness).includes('[]') ? 'an empty list' : 'a null'} has no agreed form as text`;
        sent = withoutFormless(inner);
      } else {
        if (!acceptsAsText(outer, witness, root.carriage)) return held;
        if (!acceptsAsText(outer, witness, root.carriage, 'strictly')) because ??= zerosBefore;
        if (saved.length === mostSavedByText) {
          const refused = this.#refusedByText(root, question, sent, outer);
          if (refused !== undefined) return { answer: 'no', witness: refused };
          return { answer: 'unknown', because: textStillTaken };
        }
        saved.push(witness);
      }
      held = this.#questions.ask(question, saved.length === 0 ? sent : without(sent, saved));
    }
    return because === null ? held : { answer: 'unknown', because };
  }

  /** Of numbers whose text is accepted there are more than can be left out: one whose text is not is found by its text. */
  #refusedByText({ carriage }: SchemaPair, question: Json, sent: Json, outer: Json): Json | undefined {
    const { form } = carriage;
    if (form !== null && hasDefinitions(sent)) return undefined;
    const held = this.#questions.ask(question, asText(withoutUnusedDefinitions(sent), form, usualTexts));
    if (held.answer !== 'no') return undefined;
    return [held.witness, ...textReadings(held.witness, form)].find(
      (value) =>
        accepts(sent, value) === true && accepts(question, value) === false && !acceptsAsText(outer, value, carriage),
    );
  }
}
