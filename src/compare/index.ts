export {
  type Compared,
  type CompareSpecsOptions,
  compareReadSpecs,
  compareSpecs,
  compareWithOperations,
  readBoth,
  readSpec,
  type SpecInput,
} from './compare-specs.ts';
export { listOperations } from './list-operations.ts';
