export type { CompareSpecsOptions, SpecInput } from './compare-options.ts';
export {
  type Compared,
  compareReadSpecs,
  compareSpecs,
  compareWithOperations,
  readBoth,
  readSpec,
} from './compare-specs.ts';
export { listOperations } from './list-operations.ts';
