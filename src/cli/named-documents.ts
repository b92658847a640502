import { TocsinError } from '../base/index.ts';
import type { Catalog } from '../catalog/index.ts';

/** What the command names, or else what the catalogue names for the service. */
export function namedDocuments(
  catalog: Catalog,
  service: string,
  {
    base,
    revision,
    place,
  }: {
    readonly base: string | undefined;
    readonly revision: string | undefined;
    /** Where the command line takes them: `after the version`. */
    readonly place: string;
  },
): { readonly base: string; readonly revision: string } {
  const document = catalog.services.find(({ name }) => name === service)?.document;
  const named = { base: base ?? document?.base, revision: revision ?? document?.revision };
  const missing = (['base', 'revision'] as const).filter((side) => named[side] == null);
  if (missing.length > 0) {
    const known = catalog.services.map(({ name }) => name);
    if (!known.includes(service)) {
      throw new TocsinError('not-found', `The catalogue knows no service "${service}".`, {
        hint: known.length === 0 ? 'Describe it under services in tocsin.yaml.' : `It knows ${known.join(', ')}.`,
      });
    }
    throw new TocsinError(
      'usage',
      `Nothing says which document is the ${missing.join(', and which the ')} of ${service}.`,
      {
        hint: `Name both ${place}, or in tocsin.yaml under services.${service}.document.`,
      },
    );
  }
  return named as { base: string; revision: string };
}
