export { type CompareSpecsOptions, compareReadSpecs, compareSpecs, readSpec, type SpecInput } from './compare-specs.ts';
