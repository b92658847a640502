export type { LoadedSpec, ResolvedReference, SourceDocument, SpecDialect, SpecProblem } from './source-document.ts';
