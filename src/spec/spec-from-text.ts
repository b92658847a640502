// A description whose text is at hand, such as an object that a program built. It stands alone: references to other
// files are broken, since there is no folder that they could be relative to.

import { defaultLoadLimits } from './load-limits.ts';
import { loadPlaces } from './load-spec.ts';
import type { Place } from './place.ts';
import type { LoadedSpec } from './source-document.ts';

/** `source` is what positions are named after; `beside` as in LoadOptions. Rejects with a TocsinError where the text is no OpenAPI document. */
export function specFromText(text: string, source: string, beside?: Promise<LoadedSpec>): Promise<LoadedSpec> {
  const place: Place = {
    id: 'text:',
    label: source,
    read: async () => Buffer.from(text),
    follow: (uri) => ({
      code: 'reference-not-allowed',
      message: `The $ref ${uri} is not followed: ${source} was given as a text, and stands alone.`,
      hint: 'Give the description as a file, folder or URL, or bundle it first.',
    }),
  };
  return loadPlaces(source, { places: [place], isSearch: false }, defaultLoadLimits, beside);
}
