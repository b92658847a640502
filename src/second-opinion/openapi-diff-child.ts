// Runs openapi-diff in a process of its own: it is synchronous, so nothing inside this process could interrupt it.

import OpenApiDiff from 'openapi-diff';

/** One question: two OpenAPI 3.0 documents as text. */
export interface Question {
  readonly id: number;
  readonly source: string;
  readonly destination: string;
}

export type Answer =
  | { readonly id: number; readonly breaking: readonly string[] }
  | { readonly id: number; readonly failed: string };

process.on('message', async ({ id, source, destination }: Question) => {
  try {
    const outcome = await OpenApiDiff.diffSpecs({
      sourceSpec: { content: source, location: 'base.json', format: 'openapi3' },
      destinationSpec: { content: destination, location: 'revision.json', format: 'openapi3' },
    });
    const breaking = outcome.breakingDifferencesFound ? outcome.breakingDifferences.map(({ code }) => code) : [];
    process.send?.({ id, breaking: [...new Set(breaking)].sort() } satisfies Answer);
  } catch (error) {
    process.send?.({ id, failed: error instanceof Error ? error.message : String(error) } satisfies Answer);
  }
});
