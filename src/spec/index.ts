export { type LoadOptions, loadSpec } from './load-spec.ts';
export type {
  LoadedSpec,
  ReferenceFault,
  ResolvedReference,
  SourceDocument,
  SpecDialect,
  SpecProblem,
} from './source-document.ts';
