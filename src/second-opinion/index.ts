export { consultOpenapiDiff, type SecondOpinionOptions } from './consult-openapi-diff.ts';
