// Every document of one description, each read once, and the links between them. References are followed before the
// comparison begins, so that resolving never waits; what cannot be followed is kept as the reason why.

import { TocsinError } from '../base/index.ts';
import { decodeText } from './decode-text.ts';
import type { LoadLimits } from './load-limits.ts';
import { isFault, openDocument } from './open-document.ts';
import { absoluteUri, findOwnUris, type OwnUri, withOwnReferences } from './own-uris.ts';
import { parseBeside } from './parse-beside.ts';
import { type ParsedText, parseText } from './parse-text.ts';
import type { Place } from './place.ts';
import type { ReferenceFault, ResolvedReference, SourceDocument } from './source-document.ts';
import { isUnremarkable, nothingToNote, type Survey, surveyValue } from './survey-value.ts';

export interface HeldDocument {
  readonly document: SourceDocument;
  readonly parsed: ParsedText;
  readonly bytes: Uint8Array;
  readonly survey: Survey;
  readonly place: Place;
  readonly ownUris: readonly OwnUri[];
}

export interface DocumentLibrary {
  /**
   * Reads a document that the user named, beside another release of it where there is one. Throws a TocsinError where
   * that fails.
   */
  open(place: Place, other?: Promise<HeldDocument | null>): Promise<HeldDocument>;
  /** Reads everything that references lead to, from the roots on, and gives it back sorted by label, roots left out. */
  followReferences(roots: readonly HeldDocument[]): Promise<readonly HeldDocument[]>;
}

/** How many documents are read at once. */
const readers = 8;

const heldDocuments = new WeakMap<SourceDocument, HeldDocument>();

/** What a document was read from; null for a document that no library has read. */
export function heldDocumentOf(document: SourceDocument): HeldDocument | null {
  return heldDocuments.get(document) ?? null;
}

export function createLibrary(limits: LoadLimits): DocumentLibrary {
  const byPlace = new Map<string, HeldDocument | ReferenceFault>();
  const byOwnUri = new Map<string, ResolvedReference>();
  let documents = 0;

  async function read(place: Place, other?: Promise<HeldDocument | null>): Promise<HeldDocument> {
    const bytes = await place.read(limits);
    const decoded = decodeText(bytes, place.label);
    const first = (await other) ?? null;
    const taken = first && (await parseBeside(first.parsed, decoded, place.label, limits));
    const parsed = taken ?? (await parseText(decoded, place.label, limits));
    const { scan } = parsed;
    const known = new Map<string, ResolvedReference | ReferenceFault>();
    let ownUris: readonly OwnUri[] = [];
    const open = (value: unknown) =>
      openDocument(place.label, value, parsed.index, (uri) => {
        const found = known.get(uri) ?? followUri(place, ownUris, uri);
        known.set(uri, found);
        return found;
      });
    let document = open(parsed.value);
    // The scan of most JSON documents has ruled out that there is anything to note.
    const needsSurvey = scan === null || scan.mayReferOut || scan.mayBeRounded;
    const unremarkable = first !== null && isUnremarkable(first.survey) ? parsed.taken : undefined;
    const survey = needsSurvey ? surveyValue(document, limits, unremarkable) : nothingToNote;
    if (scan?.mayNameItself ?? survey.mayNameItself) {
      documents += 1;
      const documentUri = `document://${documents}/`;
      const value = withOwnReferences(parsed.value, documentUri);
      if (value !== parsed.value) document = open(value);
      ownUris = findOwnUris(value, documentUri);
    }
    for (const { uri, pointer, value: schema } of ownUris) byOwnUri.set(uri, { document, pointer, value: schema });
    const held: HeldDocument = { document, parsed, bytes, survey, place, ownUris };
    heldDocuments.set(document, held);
    return held;
  }

  function followUri(from: Place, bases: readonly OwnUri[], uri: string): ResolvedReference | ReferenceFault {
    const own = followOwnUri(bases, uri);
    if (own !== null) return own;
    const place = from.follow(uri);
    if (isFault(place)) return place;
    const found = byPlace.get(place.id);
    if (found === undefined) return notLoaded(place);
    return isFault(found) ? found : { document: found.document, pointer: '', value: found.document.value };
  }

  /** A relative URI is tried from each URI that its document gives itself: `resolve` is not told where the `$ref` stands. */
  function followOwnUri(bases: readonly OwnUri[], uri: string): ResolvedReference | null {
    if (byOwnUri.size === 0) return null;
    for (const base of [null, ...bases.map((own) => own.uri)]) {
      const absolute = absoluteUri(uri, base);
      const found = absolute === null ? undefined : byOwnUri.get(absolute);
      if (found !== undefined) return found;
    }
    return null;
  }

  async function load(place: Place): Promise<void> {
    if (byPlace.has(place.id)) return;
    try {
      byPlace.set(place.id, await read(place));
    } catch (cause) {
      if (!(cause instanceof TocsinError)) throw cause;
      const code = cause.code === 'spec-not-allowed' ? 'reference-not-allowed' : 'reference-unreadable';
      byPlace.set(place.id, { code, message: cause.message, hint: cause.hint, position: cause.position });
    }
  }

  function leadsTo({ place, survey, ownUris }: HeldDocument): Place[] {
    const targets = survey.externalReferences
      .filter((uri) => followOwnUri(ownUris, uri) === null)
      .map((uri) => place.follow(uri));
    return targets.filter((target): target is Place => !isFault(target));
  }

  return {
    async open(place, other) {
      const known = byPlace.get(place.id);
      if (known !== undefined && !isFault(known)) return known;
      const document = await read(place, other);
      byPlace.set(place.id, document);
      return document;
    },
    async followReferences(roots) {
      const reached = new Map(roots.map((root) => [root.place.id, root] as const));
      const met = new Set(reached.keys());
      let frontier: readonly HeldDocument[] = roots;
      while (frontier.length > 0) {
        const next = new Map(frontier.flatMap(leadsTo).map((place) => [place.id, place] as const));
        const places = [...next.values()].filter(({ id }) => !met.has(id)).sort((a, b) => (a.id < b.id ? -1 : 1));
        for (const { id } of places) met.add(id);
        if (met.size > limits.documents) {
          throw new TocsinError('spec-unreadable', `The $refs lead to more than ${limits.documents} documents.`, {
            hint: 'Bundle the description into one document.',
          });
        }
        for (let at = 0; at < places.length; at += readers) await Promise.all(places.slice(at, at + readers).map(load));
        frontier = places
          .map(({ id }) => byPlace.get(id))
          .filter((entry): entry is HeldDocument => entry !== undefined && !isFault(entry));
        for (const held of frontier) reached.set(held.place.id, held);
      }
      const labelled = [...reached.values()].slice(roots.length);
      return labelled.sort((a, b) => (a.place.label < b.place.label ? -1 : 1));
    },
  };
}

/** Only `$ref`s and discriminator mappings are followed beforehand. */
function notLoaded(place: Place): ReferenceFault {
  return {
    code: 'reference-unreadable',
    message: `${place.label} was not read, because no $ref leads there.`,
    hint: 'Refer to it by a $ref.',
  };
}
